package metamodel_test

import (
	"testing"
)

// Whose answers they are goes through all of them; to others a sensitive choice
// is hidden whole, since a part of it tells it.
func TestAChoiceIsShownToItsOwnerAndHiddenFromOthers(t *testing.T) {
	t.Parallel()
	const said = `"name":{"zh":"项","en":"Item"},"sensitivity":"sensitive"`
	for name, c := range map[string]struct{ element, answer, zh, en, others string }{
		"yes":      {`{"id":"X",` + said + `,"type":"boolean"}`, `true`, "是", "Yes", "**"},
		"no":       {`{"id":"X",` + said + `,"type":"boolean"}`, `false`, "否", "No", "**"},
		"a code":   {`{"id":"X",` + said + `,"type":"code","codeList":"CL_SUBJECT_TYPE"}`, `"1130"`, "有限责任公司", "Limited liability company", "**"},
		"a text":   {`{"id":"X",` + said + `,"type":"string","maxLength":20}`, `"漕溪北路"`, "漕***", "漕***", "漕***"},
		"a number": {`{"id":"X",` + said + `,"type":"integer"}`, `4200`, "4***", "4***", "4***"},
	} {
		r := oneField(t, c.element).Check([]byte(`{"filing":{"X":`+c.answer+`}}`), may())
		if zh, en := r.Own("filing/X", "zh"), r.Own("filing/X", "en"); zh != c.zh || en != c.en {
			t.Errorf("%s: its owner reads %q / %q", name, zh, en)
		}
		if got := r.Display("filing/X", "zh", true); got != c.others {
			t.Errorf("%s: others read %q", name, got)
		}
	}
}

func TestAnExampleOfANumberIsOneThatTheFieldTakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ element, zh string }{
		"nothing said":    {`"type":"integer"`, "项须为整数，例如 12"},
		"any number":      {`"type":"number"`, "项须为数字，例如 320 或 12.5"},
		"whole ones":      {`"type":"number","x-fraction-digits":0`, "项须为数字，例如 320"},
		"money":           {`"type":"money"`, "项须为金额，例如 1234.50"},
		"a weight":        {`"type":"integer","minimum":300,"maximum":9000`, "项须为整数，例如 500"},
		"a share":         {`"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1`, "项须为数字，例如 0.5"},
		"below zero":      {`"type":"integer","maximum":-3,"minimum":-3`, "项须为整数，例如 -3"},
		"between rounds":  {`"type":"integer","minimum":341,"maximum":349`, "项须为整数，例如 341"},
		"little money":    {`"type":"money","maximum":3`, "项须为金额，例如 1"},
		"one of a few":    {`"type":"integer","enum":[7,9]`, "项须为整数，例如 7"},
		"above, not at":   {`"type":"integer","exclusiveMinimum":340,"maximum":342`, "项须为整数，例如 342"},
		"no whole number": {`"type":"number","exclusiveMinimum":3.1,"exclusiveMaximum":3.3`, "项须为数字，例如 3.2"},
	} {
		r := oneField(t, `{"id":"X","name":{"zh":"项","en":"Item"},`+c.element+`}`).Check([]byte(`{"filing":{"X":"many"}}`), may())
		if len(r.Problems) != 1 || r.Problems[0].In("zh") != c.zh {
			t.Errorf("%s: %v", name, r.Problems)
		}
	}
}
