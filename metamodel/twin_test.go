package metamodel_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// twinForm asks M01 for the agent and M02 for the legal representative, who may
// be one person: where the premises are small.
const twinForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:T01", "x-title": {"zh": "题", "en": "Theme"}, "type": "object",
"properties": {
 "premises": {"type": "object", "x-subject": "premises", "properties": {"DE00203": {"$ref": "element:DE00203", "x-uses": [{"matter": "M01"}, {"matter": "M02"}]}}},
 "applicant": {"type": "object", "x-subject": "applicant", "properties": {
   "DE00001": {"$ref": "element:DE00001", "x-label": {"zh": "法人姓名", "en": "Representative’s name"}, "x-uses": [{"matter": "M02", "visible": "premises.DE00203 < 50.0"}]}}},
 "employee": {"type": "object", "x-subject": "employee", "properties": {
   "DE00001": {"$ref": "element:DE00001", "x-same": [SAME], "x-uses": [{"matter": "M01", "required": true, "maxLength": 4}]}}}},
"x-layout": {"sections": [{"id": "all", "title": {"zh": "全部", "en": "All"}, "fields": ["premises/DE00203", "applicant/DE00001", "employee/DE00001"]}]}}`

func twins(t *testing.T, same string) (*metamodel.Form, metamodel.Problems) {
	t.Helper()
	var doc metamodel.FormDoc
	if err := json.Unmarshal([]byte(strings.Replace(twinForm, "SAME", same, 1)), &doc); err != nil {
		t.Fatal(err)
	}
	return metamodel.Compile(&doc, restaurant(t))
}

const representative = `{"as": "applicant/DE00001", "when": "premises.DE00203 < 100.0"}`

// While two are one person, and the other one is asked, an answer is copied.
func TestOnePersonIsAskedOnce(t *testing.T) {
	t.Parallel()
	const path, other = "employee/DE00001", "applicant/DE00001"
	f, ps := twins(t, representative)
	if ps.Failed() {
		t.Fatal(ps)
	}
	both := []string{"M01", "M02"}
	for _, c := range []struct {
		name, answers  string
		scope          []string
		asked, must    bool // the one who may be another; whether the other one must answer
		json, problems string
	}{
		{"one person, not yet told", `{"premises":{"DE00203":10}}`, both, false, true, `{"premises":{"DE00203":10}}`, "answer.required " + other},
		{"one person", `{"premises":{"DE00203":10},"applicant":{"DE00001":"王丽"},"employee":{"DE00001":"李四"}}`, both, false, true,
			`{"premises":{"DE00203":10},"applicant":{"DE00001":"王丽"},"employee":{"DE00001":"王丽"}}`, ""},
		{"a name that is too long for the copy", `{"premises":{"DE00203":10},"applicant":{"DE00001":"司马相如如"}}`, both, false, true,
			`{"premises":{"DE00203":10},"applicant":{"DE00001":"司马相如如"}}`, "answer.too_long " + path},
		{"two persons", `{"premises":{"DE00203":100},"employee":{"DE00001":"李四"}}`, both, true, false, `{"premises":{"DE00203":100},"employee":{"DE00001":"李四"}}`, ""},
		{"the other one is not shown", `{"premises":{"DE00203":60},"employee":{"DE00001":"李四"}}`, both, true, false, `{"premises":{"DE00203":60},"employee":{"DE00001":"李四"}}`, ""},
		{"its matter does not apply", `{"premises":{"DE00203":10},"employee":{"DE00001":"李四"}}`, []string{"M01"}, true, false, `{"premises":{"DE00203":10},"employee":{"DE00001":"李四"}}`, ""},
		{"nobody knows yet", `{"employee":{"DE00001":"李四"}}`, both, true, false, `{"employee":{"DE00001":"李四"}}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := f.Check([]byte(c.answers), in(c.scope...))
			twin, same := r.SameAs(path)
			if r.Asked(path) != c.asked || same == c.asked || r.Required(other) != c.must {
				t.Errorf("asked %v, the same as %v, the other one required %v", r.Asked(path), twin, r.Required(other))
			}
			if !strings.Contains(string(reordered(t, c.json)), string(reordered(t, string(r.JSON())))) || problemLines(r) != c.problems {
				t.Errorf("%s %s", r.JSON(), problemLines(r))
			}
			// Answered one by one, in any order, it is the same record.
			for _, order := range [][]string{{path, other, "premises/DE00203"}, {"premises/DE00203", path, other}, {other, "premises/DE00203", path}} {
				live := f.Check([]byte(`{"premises":{"DE00203":20},"applicant":{"DE00001":"甲"}}`), in(c.scope...))
				for _, p := range order {
					live.Set(p, answerOf(t, c.answers, p))
				}
				if problemLines(live) != c.problems || string(live.JSON()) != string(r.JSON()) || live.Asked(path) != c.asked {
					t.Errorf("one by one, %v: %s %s", order, live.JSON(), problemLines(live))
				}
			}
		})
	}
	// What was typed comes back where they are two again.
	live := f.Check([]byte(`{"premises":{"DE00203":200},"applicant":{"DE00001":"甲"},"employee":{"DE00001":"李四"}}`), in(both...))
	live.Set("premises/DE00203", json.RawMessage(`20`))
	if got := live.Display(path, "zh", false); got != "甲" {
		t.Errorf("%q", got)
	}
	if x, _ := live.Explain(path, false); !strings.Contains(x.Because.In("zh"), "与“法人姓名”相同") {
		t.Errorf("%s", x.Because.In("zh"))
	}
	live.Conceal(other)
	if live.Display(path, "zh", false) != "" || !live.Concealed(path) {
		t.Error("what is withheld is told by its copy")
	}
	live.Set("premises/DE00203", json.RawMessage(`200`))
	if got := live.Display(path, "zh", false); got != "李四" {
		t.Errorf("%q", got)
	}
	// What a source department gave is not copied.
	ctx := in(both...)
	ctx.Supplied = map[string]bool{other: true}
	if r := f.Check([]byte(`{"premises":{"DE00203":10},"applicant":{"DE00001":"王丽"}}`), ctx); !r.Asked(path) || r.Answered(path) {
		t.Error("a source's answer was copied")
	}
}

func reordered(t *testing.T, doc string) []byte {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(doc), &v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func answerOf(t *testing.T, doc, path string) json.RawMessage {
	t.Helper()
	var groups map[string]map[string]json.RawMessage
	if err := json.Unmarshal([]byte(doc), &groups); err != nil {
		t.Fatal(err)
	}
	group, key, _ := strings.Cut(path, "/")
	return groups[group][key]
}

func TestWhatCannotBeTheSameIsRefused(t *testing.T) {
	t.Parallel()
	for same, want := range map[string]string{
		`{"as": "applicant/DE00005", "when": "true"}`:                    "form.twin",
		`{"as": "employee/DE00001", "when": "true"}`:                     "form.twin",
		`{"as": "premises/DE00203", "when": "true"}`:                     "form.twin",
		`{"as": "applicant/DE00001", "when": "employee.DE00001 == 'x'"}`: "form.condition_cycle",
		`{"as": "applicant/DE00001", "when": "nothing.DE1 == ''"}`:       "expr.unknown_name",
	} {
		if _, ps := twins(t, same); !ps.Failed() || ps[0].Code != want || !strings.HasPrefix(ps[0].Path, "properties/employee/properties/DE00001") {
			t.Errorf("%s: %v", same, ps)
		}
	}
}
