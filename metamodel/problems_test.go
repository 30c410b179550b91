package metamodel_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// Problems that no other test comes by, each with the least that leads to it.

func TestRarerProblemsOfAnswers(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	two, five, none := 2, 5, 0
	for _, e := range []*metamodel.Element{
		{ID: "E1", Type: metamodel.TypeNumber, Constraints: metamodel.Constraints{IntegerDigits: &two}},
		{ID: "E2", Type: metamodel.TypeInteger, Constraints: metamodel.Constraints{ExclusiveMaximum: "10"}},
		{ID: "E3", Type: metamodel.TypeCodes, CodeList: "CL_FOOD_ITEM", Constraints: metamodel.Constraints{MinItems: &two}},
		{ID: "E4", Type: metamodel.TypeFile, Constraints: metamodel.Constraints{MinItems: &two, MaxItems: &five}},
		{ID: "E5", Type: metamodel.TypeNumber, Constraints: metamodel.Constraints{FractionDigits: &none}},
	} {
		e.Name = metamodel.ZhEn("数据元", "Element")
		w.elements[e.ID] = e
	}
	f := mustForm(t, w, `{
	"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:rare", "x-title": {"zh": "少见", "en": "Rare"}, "type": "object",
	"properties": {"premises": {"type": "object", "x-subject": "premises", "required": ["E4"], "properties": {
	  "E1": {"$ref": "element:E1"}, "E2": {"$ref": "element:E2"}, "E3": {"$ref": "element:E3"}, "E4": {"$ref": "element:E4"}, "E5": {"$ref": "element:E5"}}}},
	"x-layout": {"sections": [{"id": "a", "title": {"zh": "一", "en": "One"}, "fields": ["premises/E1", "premises/E2", "premises/E3", "premises/E4", "premises/E5"]}]}}`)
	file := `{"id": "a", "name": "a.pdf", "size": 1, "media": "application/pdf", "sha256": "` + strings.Repeat("0", 64) + `"}`
	for answers, want := range map[string]string{
		`"E1": 100, "E4": [` + file + `, ` + strings.Replace(file, `"a"`, `"b"`, 1) + `]`: "answer.integer_digits",
		`"E2": 10`:             "answer.not_below",
		`"E3": ["01"]`:         "answer.too_few_items",
		`"E4": [` + file + `]`: "answer.too_few_files",
		`"E1": 1`:              "answer.upload",
		`"E5": 1.5`:            "answer.fraction_digits",
	} {
		r := f.Check([]byte(`{"premises": {`+answers+`}}`), may())
		if !slices.ContainsFunc(r.Problems, func(p metamodel.Problem) bool { return p.Code == want }) {
			t.Errorf("%s: %v, want %s", answers, r.Problems, want)
		}
	}
	var strange []string
	for i := range 60 {
		strange = append(strange, fmt.Sprintf(`"x%d": 1`, i))
	}
	r := f.Check([]byte(`{"premises": {`+strings.Join(strange, ",")+`}}`), may())
	if n := len(r.Problems); r.Problems[n-1].Code != "answer.unknown_more" {
		t.Errorf("sixty members nobody knows: the last of %d problems is %v", n, r.Problems[n-1])
	}
}

func TestRarerProblemsOfForms(t *testing.T) {
	t.Parallel()
	codes := func(ps metamodel.Problems) string {
		var out []string
		for _, p := range ps {
			if p.Severity == metamodel.Error {
				out = append(out, p.Code)
			}
		}
		return strings.Join(out, " ")
	}
	w := restaurant(t)
	if _, ps := metamodel.Compile(nil, w); codes(ps) != "form.null" {
		t.Errorf("no form: %v", ps)
	}
	if ps := (&metamodel.Element{ID: "E1", Type: metamodel.TypeNumber, Constraints: metamodel.Constraints{Minimum: "0x1"}}).Check(w); codes(ps) != "form.number" {
		t.Errorf("a bound that is no number: %v", ps)
	}
	doc := decode[metamodel.FormDoc](t, metamodel.KindForm, []byte(foodForm))
	field := doc.Properties["premises"].Properties["DE00213"]
	field.Checks[0].Message = nil
	if _, ps := metamodel.Compile(doc, w); codes(ps) != "form.check_message" {
		t.Errorf("a rule without words: %v", ps)
	}
	field.Checks = nil
	for i := range 257 {
		field.Uses = append(field.Uses, metamodel.FieldUse{Matter: fmt.Sprintf("M%d", i)})
	}
	doc.Properties["premises"].Required = nil
	if _, ps := metamodel.Compile(doc, w); !strings.Contains(codes(ps), "form.too_many_uses") {
		t.Errorf("257 matters on one field: %v", ps)
	}
}

func TestRarerProblemsOfDefinitions(t *testing.T) {
	t.Parallel()
	calendar := `{"id": "c", "name": {"zh": "历", "en": "C"}, "zone": "Asia/Shanghai", "hours": [{"from": "09:00", "to": "17:00"}], "weekend": [%d], "covers": [2026]}`
	if _, ps := metamodel.Decode[metamodel.Calendar](metamodel.KindCalendar, fmt.Appendf(nil, calendar, 7)); len(ps) == 0 || ps[0].Code != "definition.too_large" {
		t.Errorf("the eighth day of the week: %v", ps)
	}
	element, err := json.Marshal(map[string]any{"id": strings.Repeat("E", 65), "name": metamodel.ZhEn("数", "N"), "type": "string"})
	if err != nil {
		t.Fatal(err)
	}
	if _, ps := metamodel.Decode[metamodel.Element](metamodel.KindElement, element); len(ps) == 0 || ps[0].Code != "definition.too_long" {
		t.Errorf("a long identifier: %v", ps)
	}
}

// Rows that lie beyond the limit of the whole document are said at their repeat.
func TestRowsBeyondTheLimitOfTheDocumentAreSaid(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), `{
	"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:rows", "x-title": {"zh": "行", "en": "Rows"}, "type": "object",
	"properties": {"employee": {"type": "array", "x-subject": "employee", "items": {"type": "object", "properties": {
	  "certificate": {"type": "array", "items": {"type": "object", "properties": {"DE00108": {"$ref": "element:DE00108"}}}}}}}},
	"x-layout": {"sections": [{"id": "a", "title": {"zh": "一", "en": "One"}, "fields": ["employee"]}]}}`)
	rows := strings.TrimSuffix(strings.Repeat("{},", 900), ",")
	r := f.Check([]byte(`{"employee":[`+strings.TrimSuffix(strings.Repeat(`{"certificate":[`+rows+`]},`, 30), ",")+`]}`), may())
	seen := map[string]int{}
	for _, p := range r.Problems {
		seen[p.Code]++
	}
	if seen["answer.too_many_rows_all"] == 0 {
		t.Errorf("%v", seen)
	}
}
