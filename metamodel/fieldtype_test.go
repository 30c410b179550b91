package metamodel_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// oneField is a form with a single field of the given element.
func oneField(t testing.TB, element string) *metamodel.Form {
	t.Helper()
	w := restaurant(t)
	e := decode[metamodel.Element](t, metamodel.KindElement, []byte(element))
	w.elements[e.ID] = e
	return mustForm(t, w, `{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:one", "x-title": {"zh": "一"}, "type": "object",
	 "properties": {"filing": {"type": "object", "x-subject": "filing", "properties": {"`+e.ID+`": {"$ref": "element:`+e.ID+`"}}}},
	 "x-layout": {"sections": [{"id": "s", "title": {"zh": "一"}, "fields": ["filing/`+e.ID+`"]}]}}`)
}

func TestFieldTypes(t *testing.T) {
	t.Parallel()
	const (
		name    = `{"id":"X","name":{"zh":"项","en":"Item"},"type":"string","maxLength":5}`
		text    = `{"id":"X","name":{"zh":"项","en":"Item"},"type":"text","maxLength":9,"minLength":2}`
		whole   = `{"id":"X","name":{"zh":"项","en":"Item"},"type":"integer","minimum":-5,"maximum":150,"unit":{"zh":"层","en":"storeys"}}`
		free    = `{"id":"X","name":{"zh":"项","en":"Item"},"type":"integer"}`
		number  = `{"id":"X","name":{"zh":"项","en":"Item"},"type":"number","exclusiveMinimum":0,"maximum":100000.5,"x-integer-digits":6,"x-fraction-digits":2,"unit":{"zh":"平方米","en":"m²"}}`
		decimal = `{"id":"X","name":{"zh":"项","en":"Item"},"type":"number"}`
		yes     = `{"id":"X","name":{"zh":"承诺","en":"Declaration"},"type":"boolean","const":true}`
		boolean = `{"id":"X","name":{"zh":"项","en":"Item"},"type":"boolean"}`
		date    = `{"id":"X","name":{"zh":"项","en":"Item"},"type":"date","x-not-after":"today","x-not-before":"1900-01-01"}`
		code    = `{"id":"X","name":{"zh":"项","en":"Item"},"type":"code","codeList":"CL_DELIVERY"}`
		codes   = `{"id":"X","name":{"zh":"项","en":"Item"},"type":"codes","codeList":"CL_FOOD_ITEM","minItems":1,"maxItems":2}`
		postal  = `{"id":"X","name":{"zh":"项","en":"Item"},"type":"string","pattern":"^\\d{6}$"}`
		mobile  = `{"id":"X","name":{"zh":"移动电话","en":"Mobile number"},"type":"string","format":"cn-mobile","sensitivity":"personal"}`
		id      = `{"id":"X","name":{"zh":"证件号码","en":"ID number"},"type":"string","format":"cn-resident-id","sensitivity":"sensitive"}`
		uscc    = `{"id":"X","name":{"zh":"信用代码","en":"Credit code"},"type":"string","format":"cn-uscc"}`
		email   = `{"id":"X","name":{"zh":"邮箱","en":"E-mail"},"type":"string","format":"email","sensitivity":"sensitive"}`
	)
	forty := strings.Repeat("9", 40)
	for _, c := range []struct {
		name    string
		element string
		input   []string // posted; or raw JSON when json is set
		json    string   // what FromInput gives, or the answer itself without input
		code    string   // the problem, "" for none
		stored  string   // the normalised JSON, "" when absent or invalid
		typed   []string
		zh, en  string // Display, masked
	}{
		{"string: trimmed", name, []string{" 王 小明　"}, `" 王 小明　"`, "", `"王 小明"`, []string{"王 小明"}, "王 小明", "王 小明"},
		{"string: full width kept", name, []string{"（甲）１"}, `"（甲）１"`, "", `"（甲）１"`, []string{"（甲）１"}, "（甲）１", "（甲）１"},
		{"string: blank is absent", name, []string{"　 \u200b"}, ``, "", ``, nil, "", ""},
		{"string: characters, not bytes", name, []string{"一二三四五"}, `"一二三四五"`, "", `"一二三四五"`, []string{"一二三四五"}, "一二三四五", "一二三四五"},
		{"string: too long", name, []string{"一二三四五六"}, `"一二三四五六"`, "answer.too_long", ``, []string{"一二三四五六"}, "一二三四五六", "一二三四五六"},
		{"string: line breaks are spaces", name, []string{"a\r\nb\tc"}, `"a\r\nb\tc"`, "", `"a b c"`, []string{"a b c"}, "a b c", "a b c"},
		{"string: quotes and escapes", name, nil, `"\u0022\\\/\u00e9\ud83d\ude00"`, "", `"\"\\/é😀"`, []string{`"\/é😀`}, `"\/é😀`, `"\/é😀`},
		{"string: control character", name, nil, `"a\u0000b"`, "answer.control_character", ``, []string{"a\x00b"}, "a\x00b", "a\x00b"},
		{"string: text turned round", name, nil, "\"a\u202eb\"", "answer.control_character", ``, []string{"a\u202eb"}, "a\u202eb", "a\u202eb"},
		{"string: a mark of direction around it", name, nil, "\"\u202aab\u202c\"", "", `"ab"`, []string{"ab"}, "ab", "ab"},
		{"string: a space without a width", name, nil, "\"a\u200bb\"", "answer.control_character", ``, []string{"a\u200bb"}, "a\u200bb", "a\u200bb"},
		{"string: a mark of direction by an escape", name, nil, `"a\u200eb"`, "answer.control_character", ``, []string{"a\u200eb"}, "a\u200eb", "a\u200eb"},
		{"string: a control character beyond ASCII", name, nil, "\"a\u0085b\"", "answer.control_character", ``, []string{"a\u0085b"}, "a\u0085b", "a\u0085b"},
		{"string: a soft hyphen", name, nil, "\"a\u00adb\"", "answer.control_character", ``, []string{"a\u00adb"}, "a\u00adb", "a\u00adb"},
		{"string: a tag", name, nil, "\"a\U000e0041b\"", "answer.control_character", ``, []string{"a\U000e0041b"}, "a\U000e0041b", "a\U000e0041b"},
		{"string: a joiner and a selected form", name, nil, "\"\u0645\u200c\u0645\u9089\U000e0100\"", "", "\"\u0645\u200c\u0645\u9089\U000e0100\"", []string{"\u0645\u200c\u0645\u9089\U000e0100"}, "\u0645\u200c\u0645\u9089\U000e0100", "\u0645\u200c\u0645\u9089\U000e0100"},
		{"text: a mark of direction", text, nil, "\"a\u200eb\"", "", "\"a\u200eb\"", []string{"a\u200eb"}, "a\u200eb", "a\u200eb"},
		{"text: text turned round by an escape", text, nil, `"a\u2067b"`, "answer.control_character", ``, []string{"a\u2067b"}, "a\u2067b", "a\u2067b"},
		{"string: a number", name, nil, `12`, "answer.type", ``, []string{"12"}, "12", "12"},
		{"string: null", name, nil, `null`, "answer.null", ``, []string{"null"}, "null", "null"},
		{"string: an object", name, nil, `{"a":1}`, "answer.type", ``, []string{`{"a":1}`}, `{"a":1}`, `{"a":1}`},
		{"string: broken UTF-8 from a control", name, []string{"a\xffb"}, "\"a\ufffdb\"", "", "\"a\ufffdb\"", []string{"a\ufffdb"}, "a\ufffdb", "a\ufffdb"},
		{"text: line breaks become one kind", text, []string{"甲\r\n乙\r丙"}, `"甲\r\n乙\r丙"`, "", `"甲\n乙\n丙"`, []string{"甲\n乙\n丙"}, "甲\n乙\n丙", "甲\n乙\n丙"},
		{"text: too short", text, []string{"甲"}, `"甲"`, "answer.too_short", ``, []string{"甲"}, "甲", "甲"},
		{"pattern: full width narrowed", postal, []string{"２０００３０"}, `"２０００３０"`, "", `"200030"`, []string{"200030"}, "200030", "200030"},
		{"pattern: wrong", postal, []string{"２０００３"}, `"２０００３"`, "answer.pattern", ``, []string{"２０００３"}, "２０００３", "２０００３"},

		{"integer", whole, []string{"12"}, `12`, "", `12`, []string{"12"}, "12 层", "12 storeys"},
		{"integer: full width and minus", whole, []string{" －５ "}, `-5`, "", `-5`, []string{"-5"}, "-5 层", "-5 storeys"},
		{"integer: zeros in front", whole, []string{"007"}, `7`, "", `7`, []string{"7"}, "7 层", "7 storeys"},
		{"integer: whole decimals", whole, nil, `3.0`, "", `3`, []string{"3"}, "3 层", "3 storeys"},
		{"integer: exponent", whole, nil, `1e2`, "", `100`, []string{"100"}, "100 层", "100 storeys"},
		{"integer: a fraction", whole, []string{"1.5"}, `1.5`, "answer.not_integer", ``, []string{"1.5"}, "1.5", "1.5"},
		{"integer: below", whole, []string{"-6"}, `-6`, "answer.too_small", ``, []string{"-6"}, "-6", "-6"},
		{"integer: above", whole, []string{"151"}, `151`, "answer.too_large", ``, []string{"151"}, "151", "151"},
		{"integer: words", whole, []string{"十二"}, `"十二"`, "answer.not_integer", ``, []string{"十二"}, "十二", "十二"},
		{"integer: as a JSON string", whole, nil, `"12"`, "answer.type", ``, []string{"12"}, "12", "12"},
		{"integer: the greatest", free, nil, `9223372036854775807`, "", `9223372036854775807`, []string{"9223372036854775807"}, "9223372036854775807", "9223372036854775807"},
		{"integer: beyond 64 bits", free, nil, `9223372036854775808`, "answer.number_too_long", ``, []string{"9223372036854775808"}, "9223372036854775808", "9223372036854775808"},

		{"number: exact", decimal, nil, `0.1000000000000000000000000000000001`, "", `0.1000000000000000000000000000000001`, []string{"0.1000000000000000000000000000000001"}, "0.1000000000000000000000000000000001", "0.1000000000000000000000000000000001"},
		{"number: unit", number, []string{"320.50"}, `320.5`, "", `320.5`, []string{"320.5"}, "320.5 平方米", "320.5 m²"},
		{"number: thousands", number, []string{"1,320"}, `1320`, "", `1320`, []string{"1320"}, "1320 平方米", "1320 m²"},
		{"number: misplaced comma", number, []string{"1,32"}, `"1,32"`, "answer.not_number", ``, []string{"1,32"}, "1,32", "1,32"},
		{"number: no zero before the point", number, []string{".5"}, `0.5`, "", `0.5`, []string{"0.5"}, "0.5 平方米", "0.5 m²"},
		{"number: plus sign", number, []string{"+5"}, `5`, "", `5`, []string{"5"}, "5 平方米", "5 m²"},
		{"number: exclusive bound", number, []string{"0"}, `0`, "answer.not_above", ``, []string{"0"}, "0", "0"},
		{"number: inclusive bound", number, []string{"100000.5"}, `100000.5`, "", `100000.5`, []string{"100000.5"}, "100000.5 平方米", "100000.5 m²"},
		{"number: a hair above", number, nil, `100000.50000000000000000001`, "answer.too_large", ``, []string{"100000.50000000000000000001"}, "100000.50000000000000000001", "100000.50000000000000000001"},
		{"number: three decimal places", number, []string{"1.005"}, `1.005`, "answer.fraction_digits", ``, []string{"1.005"}, "1.005", "1.005"},
		{"number: trailing zeros are no places", number, []string{"1.0000"}, `1`, "", `1`, []string{"1"}, "1 平方米", "1 m²"},
		{"number: 1e400", number, nil, `1e400`, "answer.number_too_long", ``, []string{"1e400"}, "1e400", "1e400"},
		{"number: 1e400 typed", number, []string{"1e400"}, `"1e400"`, "answer.not_number", ``, []string{"1e400"}, "1e400", "1e400"},
		{"number: 0x1", number, []string{"0x1"}, `"0x1"`, "answer.not_number", ``, []string{"0x1"}, "0x1", "0x1"},
		{"number: 1_000", number, []string{"1_000"}, `"1_000"`, "answer.not_number", ``, []string{"1_000"}, "1_000", "1_000"},
		{"number: NaN", number, []string{"NaN"}, `"NaN"`, "answer.not_number", ``, []string{"NaN"}, "NaN", "NaN"},
		{"number: infinity", number, []string{"Infinity"}, `"Infinity"`, "answer.not_number", ``, []string{"Infinity"}, "Infinity", "Infinity"},
		{"number: 40 digits", decimal, []string{forty}, forty, "", forty, []string{forty}, forty, forty},
		{"number: 41 digits", decimal, []string{forty + "9"}, `"` + forty + `9"`, "answer.number_too_long", ``, []string{forty + "9"}, forty + "9", forty + "9"},
		{"number: two signs", number, []string{"--1"}, `"--1"`, "answer.not_number", ``, []string{"--1"}, "--1", "--1"},
		{"number: true", number, nil, `true`, "answer.type", ``, []string{"true"}, "true", "true"},

		{"boolean: yes", boolean, []string{"true"}, `true`, "", `true`, []string{"true"}, "是", "Yes"},
		{"boolean: no", boolean, []string{"否"}, `false`, "", `false`, []string{"false"}, "否", "No"},
		{"boolean: a checkbox over a hidden default", boolean, []string{"false", "on"}, `true`, "", `true`, []string{"true"}, "是", "Yes"},
		{"boolean: else", boolean, []string{"maybe"}, `"maybe"`, "answer.not_boolean", ``, []string{"maybe"}, "maybe", "maybe"},
		{"boolean: 1 is no boolean", boolean, nil, `1`, "answer.type", ``, []string{"1"}, "1", "1"},
		{"boolean: must be yes", yes, []string{"false"}, `false`, "answer.const", ``, []string{"false"}, "false", "false"},

		{"date: ISO", date, []string{"2026-05-01"}, `"2026-05-01"`, "", `"2026-05-01"`, []string{"2026", "5", "1"}, "2026年5月1日", "1 May 2026"},
		{"date: three fields", date, []string{" 2026", "4", "30"}, `"2026-04-30"`, "", `"2026-04-30"`, []string{"2026", "4", "30"}, "2026年4月30日", "30 April 2026"},
		{"date: three fields, full width", date, []string{"２０２６", "０４", "３"}, `"2026-04-03"`, "", `"2026-04-03"`, []string{"2026", "4", "3"}, "2026年4月3日", "3 April 2026"},
		{"date: three blank fields", date, []string{"", " ", ""}, ``, "", ``, nil, "", ""},
		{"date: an unreadable month", date, []string{"2026", "13", ""}, `"2026-13-"`, "answer.not_date", ``, []string{"2026", "13", ""}, "2026-13-", "2026-13-"},
		{"date: only a day", date, []string{"", "", "5"}, `"--5"`, "answer.not_date", ``, []string{"", "", "5"}, "--5", "--5"},
		{"date: as people write it", date, []string{"2026年4月3日"}, `"2026-04-03"`, "", `"2026-04-03"`, []string{"2026", "4", "3"}, "2026年4月3日", "3 April 2026"},
		{"date: slashes in an answer", date, nil, `"2026/4/3"`, "", `"2026-04-03"`, []string{"2026", "4", "3"}, "2026年4月3日", "3 April 2026"},
		{"date: digits", date, []string{"20260403"}, `"2026-04-03"`, "", `"2026-04-03"`, []string{"2026", "4", "3"}, "2026年4月3日", "3 April 2026"},
		{"date: no leap year", date, nil, `"2025-02-29"`, "answer.not_date", ``, []string{"2025", "02", "29"}, "2025-02-29", "2025-02-29"},
		{"date: leap year", date, nil, `"2024-02-29"`, "", `"2024-02-29"`, []string{"2024", "2", "29"}, "2024年2月29日", "29 February 2024"},
		{"date: 1900 was none", date, nil, `"1900-02-29"`, "answer.not_date", ``, []string{"1900", "02", "29"}, "1900-02-29", "1900-02-29"},
		{"date: tomorrow", date, nil, `"2026-05-02"`, "answer.too_late", ``, []string{"2026", "5", "2"}, "2026-05-02", "2026-05-02"},
		{"date: before the bound", date, nil, `"1899-12-31"`, "answer.too_early", ``, []string{"1899", "12", "31"}, "1899-12-31", "1899-12-31"},
		{"date: two digits of a year", date, []string{"26-05-01"}, `"26-05-01"`, "answer.not_date", ``, []string{"26", "05", "01"}, "26-05-01", "26-05-01"},
		{"date: a time", date, nil, `"2026-05-01T00:00:00Z"`, "answer.not_date", ``, []string{"2026", "05", "01T00:00:00Z"}, "2026-05-01T00:00:00Z", "2026-05-01T00:00:00Z"},

		{"code", code, []string{"2"}, `"2"`, "", `"2"`, []string{"2"}, "邮寄", "By post"},
		{"code: full width", code, []string{"２"}, `"２"`, "", `"2"`, []string{"2"}, "邮寄", "By post"},
		{"code: unknown", code, []string{"7"}, `"7"`, "answer.not_in_list", ``, []string{"7"}, "7", "7"},
		{"code: a number", code, nil, `2`, "answer.type", ``, []string{"2"}, "2", "2"},
		{"codes: in the list's order", codes, []string{"02", "", "01"}, `["02","01"]`, "", `["01","02"]`, []string{"01", "02"}, "热食、冷食", "Hot food, Cold food"},
		{"codes: none", codes, []string{"", ""}, ``, "", ``, nil, "", ""},
		{"codes: an empty list is absent", codes, nil, `[]`, "", ``, nil, "", ""},
		{"codes: unknown", codes, []string{"01", "99"}, `["01","99"]`, "answer.not_in_list", ``, []string{"01", "99"}, `01 99`, `01 99`},
		{"codes: twice", codes, nil, `["01","01"]`, "answer.code_twice", ``, []string{"01", "01"}, `01 01`, `01 01`},
		{"codes: too many", codes, nil, `["01","02","03"]`, "answer.too_many_items", ``, []string{"01", "02", "03"}, `01 02 03`, `01 02 03`},
		{"codes: null inside", codes, nil, `["01",null]`, "answer.type", ``, []string{`["01",null]`}, `["01",null]`, `["01",null]`},
		{"codes: one string", codes, nil, `"01"`, "answer.type", ``, []string{"01"}, "01", "01"},

		{"mobile: spaces and country code", mobile, []string{"+86 138-0013 8000"}, `"+86 138-0013 8000"`, "", `"13800138000"`, []string{"13800138000"}, "138****8000", "138****8000"},
		{"mobile: full width", mobile, []string{"１３８００１３８０００"}, `"１３８００１３８０００"`, "", `"13800138000"`, []string{"13800138000"}, "138****8000", "138****8000"},
		{"mobile: twelve digits", mobile, []string{"138001380001"}, `"138001380001"`, "answer.cn_mobile", ``, []string{"138001380001"}, "138*****0001", "138*****0001"},
		{"mobile: a landline", mobile, []string{"02154321234"}, `"02154321234"`, "answer.cn_mobile", ``, []string{"02154321234"}, "021****1234", "021****1234"},
		{"id: spaces and lowercase", id, []string{"110105 19491231 002x"}, `"110105 19491231 002x"`, "", `"11010519491231002X"`, []string{"11010519491231002X"}, "110***********002X", "110***********002X"},
		{"id: check digit; kept as typed", id, []string{"110105 19491231 0021"}, `"110105 19491231 0021"`, "answer.cn_resident_id_digit", ``, []string{"110105 19491231 0021"}, "110*************0021", "110*************0021"},
		{"id: fifteen digits of old", id, []string{"110105491231002"}, `"110105491231002"`, "answer.cn_resident_id", ``, []string{"110105491231002"}, "110********1002", "110********1002"},
		{"id: only spaces and hyphens", id, []string{"- -"}, `"- -"`, "", ``, nil, "", ""},
		{"uscc: lowercase and spaces", uscc, []string{"91350100 m000100y 43"}, `"91350100 m000100y 43"`, "", `"91350100M000100Y43"`, []string{"91350100M000100Y43"}, "91350100M000100Y43", "91350100M000100Y43"},
		{"uscc: letter O", uscc, []string{"9135O100M000100Y43"}, `"9135O100M000100Y43"`, "answer.cn_uscc", ``, []string{"9135O100M000100Y43"}, "9135O100M000100Y43", "9135O100M000100Y43"},
		{"email", email, []string{" wang.xm@Example.com "}, `" wang.xm@Example.com "`, "", `"wang.xm@Example.com"`, []string{"wang.xm@Example.com"}, "w***@Example.com", "w***@Example.com"},
		{"email: two at signs", email, []string{"a@b@c.cn"}, `"a@b@c.cn"`, "answer.email", ``, []string{"a@b@c.cn"}, "a***@b@c.cn", "a***@b@c.cn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			form := oneField(t, c.element)
			field, ok := form.Field("filing/X")
			if !ok {
				t.Fatal("no field")
			}
			if c.input != nil {
				if got := string(field.FromInput(c.input)); got != c.json {
					t.Fatalf("FromInput(%q) = %s, want %s", c.input, got, c.json)
				}
			}
			answers := `{}`
			if c.json != "" {
				answers = `{"filing":{"X":` + c.json + `}}`
			}
			r := form.Check([]byte(answers), may())
			switch {
			case c.code == "" && len(r.Problems) > 0:
				t.Fatalf("problems: %v", r.Problems)
			case c.code != "" && (len(r.Problems) != 1 || r.Problems[0].Code != c.code || r.Problems[0].Path != "filing/X"):
				t.Fatalf("problems %v, want %s", r.Problems, c.code)
			}
			for _, p := range r.Problems {
				for _, lang := range metamodel.Languages {
					if m := p.In(lang); m == "" || strings.ContainsAny(m, "{}") && !strings.ContainsAny(c.json, "{}") {
						t.Errorf("%s message %q", lang, m)
					}
				}
			}
			want := `{}`
			if c.stored != "" {
				want = `{"filing":{"X":` + c.stored + `}}`
			}
			if got := string(r.JSON()); got != want {
				t.Errorf("JSON %s, want %s", got, want)
			}
			if c.stored != "" && !json.Valid(r.Raw("filing/X")) {
				t.Errorf("Raw %s", r.Raw("filing/X"))
			}
			if got := r.Typed("filing/X"); !slices.Equal(got, c.typed) {
				t.Errorf("Typed %q, want %q", got, c.typed)
			}
			if got := r.Display("filing/X", "zh", true); got != c.zh {
				t.Errorf("zh %q, want %q", got, c.zh)
			}
			if got := r.Display("filing/X", "en", true); got != c.en {
				t.Errorf("en %q, want %q", got, c.en)
			}
			if got := r.Answered("filing/X"); got != (c.typed != nil) {
				t.Errorf("Answered %v", got)
			}
			if again := form.Check(r.JSON(), may()); string(again.JSON()) != want || len(again.Problems) > 0 {
				t.Errorf("checked again: %s %v", again.JSON(), again.Problems)
			}
		})
	}
}
