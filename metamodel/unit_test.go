package metamodel

import "testing"

func TestAUnitThatIsSoManyOfAnotherIsMultipliedOut(t *testing.T) {
	t.Parallel()
	unit := ZhEn("万元", "10,000 yuan")
	for _, c := range []struct{ number, zh, en string }{
		{"50", "50 万元", "500,000 yuan"},
		{"0.5", "0.5 万元", "5,000 yuan"},
		{"0.00005", "0.00005 万元", "0.5 yuan"},
		{"-12.3456", "-12.3456 万元", "-123,456 yuan"},
		{"123456789", "123456789 万元", "1,234,567,890,000 yuan"},
		{"●●", "●● 万元", "●● 10,000 yuan"},
	} {
		if zh, en := withUnit(c.number, unit, "zh"), withUnit(c.number, unit, "en"); zh != c.zh || en != c.en {
			t.Errorf("%s: %s, %s", c.number, zh, en)
		}
	}
	for unit, want := range map[string]string{"m²": "30 m²", "": "30", "m³ a day": "30 m³ a day", "2x4": "30 2x4"} {
		if got := withUnit("30", Text{"en": unit}, "en"); got != want {
			t.Errorf("%q: %s", unit, got)
		}
	}
}
