package metamodel_test

import (
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
	"pgregory.net/rapid"
)

var label = metamodel.ZhEn("证件号码", "ID number")

func TestResidentIdentityNumbers(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for number, code := range map[string]string{
		"11010519491231002X":   "", // the example of GB 11643-1999
		"440524188001010014":   "", // likewise
		" 11010519491231002x ": "",
		"110105-19491231-002X": "",
		"１１０１０５１９４９１２３１００２Ｘ": "",
		"11010519491231002A":     "answer.cn_resident_id",
		"1101051949123100":       "answer.cn_resident_id",
		"11010519491231002XX":    "answer.cn_resident_id",
		"":                       "answer.cn_resident_id",
		"110105194912310021":     "answer.cn_resident_id_digit",
		"010105194912310028":     "answer.cn_resident_id_region",
		"11010519490229002X":     "answer.cn_resident_id_birth", // 1949 was no leap year
		"110105194913310020":     "answer.cn_resident_id_birth",
		"110105202605020023":     "answer.cn_resident_id_birth", // tomorrow
		"110105000001010024":     "answer.cn_resident_id_birth",
		"11010519491231００2X\x00": "answer.cn_resident_id",
	} {
		got := ""
		if p := metamodel.CheckResidentID(number, label, today); p != nil {
			got = p.Code
			if !strings.Contains(p.In("zh"), "证件号码") || !strings.Contains(p.In("en"), "ID number") {
				t.Errorf("%q: wording %v", number, p.Message)
			}
		}
		if got != code {
			t.Errorf("%q: %q, want %q", number, got, code)
		}
	}
	if date, ok := metamodel.BirthDate("11010519491231002x", today); !ok || date != "1949-12-31" {
		t.Errorf("birth date %q %v", date, ok)
	}
	if _, ok := metamodel.BirthDate("110105194912310021", today); ok {
		t.Error("a wrong number has no birth date")
	}
}

func TestCreditCodes(t *testing.T) {
	t.Parallel()
	for number, code := range map[string]string{
		"91350100M000100Y43":   "", // the example of GB 32100-2015
		"91350100m000100y43":   "",
		"9135 0100 M000100Y43": "",
		"91350100M000100Y44":   "answer.cn_uscc_digit",
		"91350100M000100Y4":    "answer.cn_uscc",
		"91350100I000100Y43":   "answer.cn_uscc",
		"91350100O000100Y43":   "answer.cn_uscc",
		"91350100S000100Y43":   "answer.cn_uscc",
		"91350100V000100Y43":   "answer.cn_uscc",
		"91350100Z000100Y43":   "answer.cn_uscc",
		"913501A0M000100Y43":   "answer.cn_uscc", // the region is digits
		"":                     "answer.cn_uscc",
	} {
		got := ""
		if p := metamodel.CheckUSCC(number, label); p != nil {
			got = p.Code
		}
		if got != code {
			t.Errorf("%q: %q, want %q", number, got, code)
		}
	}
}

// Both check characters exist to catch what people do to numbers: a wrong
// character, and (MOD 11-2) two neighbours exchanged.
func TestOneWrongCharacterIsAlwaysFound(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	const id, uscc = "11010519491231002X", "91350100M000100Y43"
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, 17).Draw(t, "at")
		digit := rapid.SampledFrom([]byte("0123456789")).Draw(t, "digit")
		if id[i] != digit {
			if metamodel.CheckResidentID(id[:i]+string(digit)+id[i+1:], label, today) == nil {
				t.Fatalf("digit %d → %c passes", i, digit)
			}
		}
		c := rapid.SampledFrom([]byte("0123456789ABCDEFGHJKLMNPQRTUWXY")).Draw(t, "character")
		if uscc[i] != c {
			if metamodel.CheckUSCC(uscc[:i]+string(c)+uscc[i+1:], label) == nil {
				t.Fatalf("character %d → %c passes", i, c)
			}
		}
		if i < 16 && id[i] != id[i+1] {
			if metamodel.CheckResidentID(id[:i]+id[i+1:i+2]+id[i:i+1]+id[i+2:], label, today) == nil {
				t.Fatalf("exchanging %d and its neighbour passes", i)
			}
		}
	})
}

func TestEmailAddresses(t *testing.T) {
	t.Parallel()
	f := oneField(t, `{"id":"X","name":{"zh":"邮箱","en":"E-mail"},"type":"string","format":"email"}`)
	for address, valid := range map[string]bool{
		"a@b.cn": true, "wang.xm+food@mail.example.com": true, "a_b-c@sub.example.org": true, "王@例子.中国": false,
		"a@b": false, "@b.cn": false, "a@": false, " a@b.cn ": true /* trimmed */, "a b@c.cn": false, "a@b .cn": false, "a..b@c.cn": false, ".a@c.cn": false, "a.@c.cn": false,
		"a@-c.cn": false, "a@c-.cn": false, "a@c..cn": false, "a@1.2.3.4": false, "a@c.c": false, strings.Repeat("a", 65) + "@c.cn": false,
		"a@" + strings.Repeat("b", 64) + ".cn": false, "a@" + strings.Repeat("bbbb.", 60) + "cn": false, "＜a＠b．cn＞": false, "ａ＠b．cn": true,
	} {
		r := f.Check([]byte(`{"filing":{"X":"`+address+`"}}`), may())
		if (len(r.Problems) == 0) != valid {
			t.Errorf("%q: %v, want valid %v", address, r.Problems, valid)
		}
	}
}
