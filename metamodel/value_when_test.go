package metamodel_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// region is a person whose first division a resident identity card says; with
// any other document it is asked.
const region = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:T01", "x-title": {"zh": "开饭店一件事", "en": "Open a restaurant"}, "type": "object",
"properties": {
 "legalRep": {"type": "object", "x-subject": "legalRep", "properties": {
   "DE00004": {"$ref": "element:DE00004"},
   "DE00005": {"$ref": "element:DE00005"},
   "DE00001": USES}}},
"x-layout": {"sections": [{"id": "person", "title": {"zh": "人", "en": "Person"}, "fields": ["legalRep/DE00004", "legalRep/DE00005", "legalRep/DE00001"]}]}}`

const (
	regionValue = `"idRegion(legalRep.DE00005)"`
	regionWhen  = `"legalRep.DE00004 == '111'"`
)

// What can be computed in one situation is asked in the others, whoever asks
// for it beside, and a value that was typed before comes back.
func TestAFieldIsComputedWhileItsConditionHoldsAndAskedOtherwise(t *testing.T) {
	t.Parallel()
	const path, card = "legalRep/DE00001", "11010519491231002X"
	forms := map[string]*metamodel.Form{
		"its own form": mustForm(t, restaurant(t), strings.Replace(strings.Replace(region, "USES",
			`{"$ref": "element:DE00001", "x-value": `+regionValue+`, "x-value-when": `+regionWhen+`}`, 1), `"properties": {
   "DE00004"`, `"required": ["DE00001"], "properties": {
   "DE00004"`, 1)),
		"merged": mustForm(t, restaurant(t), strings.Replace(region, "USES",
			`{"$ref": "element:DE00001", "x-uses": [{"matter": "M01", "required": true, "value": `+regionValue+`, "valueWhen": `+regionWhen+`}, {"matter": "M02"}]}`, 1)),
	}
	for _, c := range []struct {
		name, answers             string
		asked, computed, required bool
		json, problems            string
	}{
		{"no document yet", `{}`, true, false, true, `{}`, "answer.required " + path},
		{"a passport", `{"legalRep":{"DE00004":"414","DE00005":"E12345678"}}`, true, false, true, `{"legalRep":{"DE00004":"414","DE00005":"E12345678"}}`, "answer.required " + path},
		{"a passport, answered", `{"legalRep":{"DE00004":"414","DE00005":"E12345678","DE00001":"310101"}}`, true, false, true,
			`{"legalRep":{"DE00004":"414","DE00005":"E12345678","DE00001":"310101"}}`, ""},
		{"a card", `{"legalRep":{"DE00004":"111","DE00005":"` + card + `"}}`, false, true, false, `{"legalRep":{"DE00004":"111","DE00005":"` + card + `","DE00001":"110105"}}`, ""},
		{"a card that says something else", `{"legalRep":{"DE00004":"111","DE00005":"` + card + `","DE00001":"310101"}}`, false, true, false,
			`{"legalRep":{"DE00004":"111","DE00005":"` + card + `","DE00001":"110105"}}`, ""},
		{"a card without a number", `{"legalRep":{"DE00004":"111","DE00001":"310101"}}`, false, true, false, `{"legalRep":{"DE00004":"111"}}`, ""},
	} {
		for which, f := range forms {
			t.Run(c.name+", "+which, func(t *testing.T) {
				t.Parallel()
				ctx := may()
				if which == "merged" {
					ctx.Scope = in("M01", "M02").Scope
				}
				look := func(r *metamodel.Record, how string) {
					t.Helper()
					if got := [3]bool{r.Asked(path), r.Computed(path), r.Required(path)}; got != [3]bool{c.asked, c.computed, c.required} {
						t.Errorf("%s: asked, computed, required: %v", how, got)
					}
					if got := problemLines(r); got != c.problems {
						t.Errorf("%s: problems %s, want %s", how, got, c.problems)
					}
					if got := string(r.JSON()); got != c.json && string(f.Check([]byte(c.json), ctx).JSON()) != got {
						t.Errorf("%s: %s, want %s", how, got, c.json)
					}
				}
				look(f.Check([]byte(c.answers), ctx), "at once")
				// One by one, and by way of every other document, it is the same record.
				raw := f.Check([]byte(c.answers), ctx)
				live := f.Check([]byte(strings.Replace(c.answers, `"111"`, `"414"`, 1)), ctx)
				live.Set("legalRep/DE00004", raw.Raw("legalRep/DE00004"))
				look(live, "by way of another")
			})
		}
	}
	f := forms["its own form"]
	r := f.Check([]byte(`{"legalRep":{"DE00004":"111","DE00005":"`+card+`","DE00001":"310101"}}`), may())
	r.Set("legalRep/DE00004", []byte(`"414"`))
	if got := string(r.Raw(path)); got != `"310101"` {
		t.Errorf("what was typed did not come back: %s", got)
	}
}

// A condition of a computation needs a computation, and somebody who can be asked.
func TestAConditionForAComputationThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	for name, field := range map[string]string{
		"nothing is computed": `{"$ref": "element:DE00001", "x-value-when": ` + regionWhen + `}`,
		"nobody is asked":     `{"$ref": "element:DE00001", "readOnly": true, "x-value": ` + regionValue + `, "x-value-when": ` + regionWhen + `}`,
	} {
		_, ps := metamodel.Compile(decode[metamodel.FormDoc](t, metamodel.KindForm, []byte(strings.Replace(region, "USES", field, 1))), restaurant(t))
		if !ps.Failed() || ps[0].Code != "form.keyword_misplaced" {
			t.Errorf("%s: %v", name, ps)
		}
	}
}

// Why it is computed, or asked, is told.
func TestWhileWhatAFieldIsComputedIsExplained(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), strings.Replace(region, "USES", `{"$ref": "element:DE00001", "x-value": `+regionValue+`, "x-value-when": `+regionWhen+`}`, 1))
	for kind, want := range map[string]string{"111": "it is computed: the division in “Document number”, because “Document type” is “Resident identity card”.", "414": "it is optional; it is computed only when “Document type” is “Resident identity card”."} {
		x, ok := f.Check([]byte(`{"legalRep":{"DE00004":"`+kind+`","DE00005":"11010519491231002X"}}`), may()).Explain("legalRep/DE00001", false)
		if !ok || !strings.HasSuffix(x.Because.In("en"), want) || x.Because.In("zh") == "" {
			t.Errorf("%s: %s %s", kind, x.Because.In("en"), x.Because.In("zh"))
		}
	}
}

// What a value is worked out from is told, and what decides that it is: while it is.
func TestWhatAValueIsComputedFromIsTold(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), strings.Replace(region, "USES",
		`{"$ref": "element:DE00001", "x-value": `+regionValue+`, "x-value-when": `+regionWhen+`}`, 1))
	for kind, want := range map[string][]string{"111": {"legalRep/DE00005", "legalRep/DE00004"}, "414": nil} {
		r := f.Check([]byte(`{"legalRep":{"DE00004":"`+kind+`","DE00005":"11010519491231002X"}}`), may())
		if got := r.ComputedFrom("legalRep/DE00001"); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", kind, got, want)
		}
	}
	rows := mustForm(t, restaurant(t), strings.Replace(computedForm, `"DE00213": {"$ref": "element:DE00213"},`,
		`"DE00213": {"$ref": "element:DE00213", "x-check": [{"rule": "premises.DE00213 > double(sum(employee.map(e, size(e.DE00001))))", "message": {"zh": "小", "en": "small"}}]},`, 1)).
		Check([]byte(`{"premises":{"DE00213":1},"employee":[{"DE00001":"赵强"}]}`), may())
	if got := rows.Disputed("premises/DE00213"); !slices.Equal(slices.Sorted(slices.Values(got)), []string{"employee/DE00001", "premises/DE00213"}) {
		t.Errorf("a check over rows compares %v", got)
	}
	if got := rows.Disputed("filing/DE00104"); got != nil {
		t.Errorf("nothing is broken, and compared is %v", got)
	}
	r := mustForm(t, restaurant(t), computedForm).Check([]byte(`{"premises":{"DE00213":11},"employee":[{"DE00001":"赵强"},{"DE00001":"钱"}]}`), may())
	for path, want := range map[string][]string{
		"premises/DE00203":   {"premises/DE00213", "premises/DE00104"},
		"premises/DE00108":   {"employee", "shareholder"},
		"employee/1/DE00010": {"employee/1/DE00001", "employee/1/DE00108"},
		"premises/DE00213":   nil,
		"employee/7/DE00010": nil,
		"nowhere":            nil,
	} {
		if got := slices.Sorted(slices.Values(r.ComputedFrom(path))); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}
