package metamodel_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func decodeAny(kind string, doc []byte) metamodel.Problems {
	var ps metamodel.Problems
	switch kind {
	case metamodel.KindElement:
		_, ps = metamodel.Decode[metamodel.Element](kind, doc)
	case metamodel.KindCodeList:
		_, ps = metamodel.Decode[metamodel.CodeList](kind, doc)
	case metamodel.KindSubject:
		_, ps = metamodel.Decode[metamodel.Subject](kind, doc)
	case metamodel.KindDepartment:
		_, ps = metamodel.Decode[metamodel.Department](kind, doc)
	case metamodel.KindMaterial:
		_, ps = metamodel.Decode[metamodel.Material](kind, doc)
	case metamodel.KindMatter:
		_, ps = metamodel.Decode[metamodel.Matter](kind, doc)
	case metamodel.KindTheme:
		_, ps = metamodel.Decode[metamodel.Theme](kind, doc)
	case metamodel.KindPolicy:
		_, ps = metamodel.Decode[metamodel.Policy](kind, doc)
	case metamodel.KindCalendar:
		_, ps = metamodel.Decode[metamodel.Calendar](kind, doc)
	default:
		_, ps = metamodel.Decode[metamodel.FormDoc](kind, doc)
	}
	return ps
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, kind, doc, problems string }{
		{"an element", "element", `{"id":"DE1","name":{"zh":"面积"},"type":"number","minimum":0.10,"x-fraction-digits":2,"unit":{"zh":"米"},"synonyms":["大小"],"sensitivity":"general","status":"标准"}`, ""},
		{"an element without what it needs", "element", `{"type":"string"}`, "definition.required id\ndefinition.required name"},
		{"an element that cannot be named in CEL", "element", `{"id":"DE-1","name":{"zh":"面积"},"type":"number"}`, "definition.pattern id"},
		{"an element of no known type", "element", `{"id":"DE1","name":{"zh":"面积"},"type":"colour","sensitivity":"secret"}`, "definition.one_of sensitivity\ndefinition.one_of type"},
		{"an element with an empty name", "element", `{"id":"DE1","name":{},"type":"number"}`, "definition.empty name"},
		{"an element whose name is a string", "element", `{"id":"DE1","name":"面积","type":"number"}`, "definition.type name"},
		{"keys in another case", "element", `{"ID":"DE1","id":"DE1","name":{"zh":"面积"},"type":"number","MaxLength":3}`, "definition.unknown_key ID\ndefinition.unknown_key MaxLength"},
		{"a number written as text", "element", `{"id":"DE1","name":{"zh":"面积"},"type":"number","minimum":"0"}`, "definition.type minimum"},
		{"a date bound that is none", "element", `{"id":"DE1","name":{"zh":"日期"},"type":"date","x-not-after":"<=today"}`, "definition.pattern x-not-after"},
		{"null for a text", "element", `{"id":null,"name":{"zh":null},"type":"number"}`, "definition.type id\ndefinition.type name/zh"},
		{"a list", "element", `[]`, "definition.type "},
		{"a scalar", "element", `12`, "definition.type "},
		{"no JSON", "element", `{"id":`, "json.syntax "},
		{"a key twice", "element", `{"id":"DE1","id":"DE2"}`, "json.duplicate_key "},
		{"a hostile number", "element", `{"id":"DE1","name":{"zh":"x"},"type":"number","maximum":1e999}`, "json.exponent "},
		{"a bomb of brackets", "element", strings.Repeat("[", 1000), "json.too_deep "},

		{"a code list", "codelist", `{"id":"CL","name":{"zh":"表"},"entries":[{"code":"1","name":{"zh":"甲"}},{"code":"2","name":{"zh":"乙"}}]}`, ""},
		{"no entries", "codelist", `{"id":"CL","name":{"zh":"表"},"entries":[]}`, "definition.too_short entries"},
		{"codes with blanks and breaks", "codelist", `{"id":"CL","name":{"zh":"表"},"entries":[{"code":" 1","name":{"zh":"甲"}},{"code":"1\n2","name":{"zh":"乙"}},{"code":1,"name":{"zh":"丙"}}]}`,
			"definition.pattern entries/0/code\ndefinition.pattern entries/1/code\ndefinition.type entries/2/code"},
		{"an entry without a name", "codelist", `{"id":"CL","name":{"zh":"表"},"entries":[{"code":"1","label":"甲"}]}`, "definition.unknown_key entries/0/label\ndefinition.required entries/0/name"},

		{"a subject", "subject", `{"id":"legalRep","name":{"zh":"法定代表人"},"order":3}`, ""},
		{"a subject that CEL cannot name", "subject", `{"id":"法人","name":{"zh":"法定代表人"},"order":1.5}`, "definition.pattern id\ndefinition.type order"},
		{"a department", "department", `{"id":"D1","name":{"zh":"区水务局"},"parent":"D0"}`, ""},
		{"a material", "material", `{"id":"MT01","name":{"zh":"营业执照"},"origin":"result","resultOf":"M01"}`, ""},
		{"a material from nowhere", "material", `{"id":"MT01","name":{"zh":"营业执照"},"origin":"somewhere","maxBytes":-1}`, "definition.too_small maxBytes\ndefinition.one_of origin"},
		{"a matter", "matter", `{"id":"M01","name":{"zh":"设立登记"},"department":"D1","statutoryDays":15,"promisedDays":0.5,"fee":"0","form":"M01","workflow":"M01","result":{"name":{"zh":"营业执照"},"yields":["applicant/DE00102"]},"materials":[{"material":"MT02","label":{"zh":"身份证"},"required":true}]}`, ""},
		{"a matter with a negative limit and an odd fee", "matter", `{"id":"M01","name":{"zh":"设立登记"},"department":"D1","statutoryDays":-1,"promisedDays":"1","fee":"1,00","form":"M01","workflow":"M01","result":{"name":{"zh":"照"}}}`,
			"definition.pattern fee\ndefinition.type promisedDays\ndefinition.too_small statutoryDays"},
		{"a theme", "theme", `{"id":"T01","name":{"zh":"开饭店"},"lead":"D0","calendar":"cn","guide":[{"id":"Q1","text":{"zh":"面积？"},"type":"number"}],"matters":[{"matter":"M01","when":"true","stage":1}]}`, ""},
		{"a theme without matters", "theme", `{"id":"T01","name":{"zh":"开饭店"},"lead":"D0","calendar":"cn","guide":[{"id":"1","text":{"zh":"面积？"},"type":"date"}],"matters":[]}`,
			"definition.pattern guide/0/id\ndefinition.one_of guide/0/type\ndefinition.too_short matters"},
		{"a policy", "policy", `{"id":"P1","name":{"zh":"补贴"},"department":"D1","benefit":{"what":{"zh":"一次性补贴"},"amount":"3000.50"},"from":"2026-01-01","criteria":[{"id":"c","text":{"zh":"满二十人"},"when":"applicant.DE1 >= 20","remedy":{"zh":"招用员工"}}],"matters":["M01"]}`, ""},
		{"a policy for everybody", "policy", `{"id":"P1","name":{"zh":"补贴"},"department":"D1","benefit":{"amount":"-3"},"until":"soon","criteria":[],"theme":"T 1"}`,
			"definition.pattern benefit/amount\ndefinition.pattern theme\ndefinition.pattern until\ndefinition.required benefit/what\ndefinition.too_short criteria"},
		{"a calendar", "calendar", `{"id":"cn","name":{"zh":"工作日历"},"zone":"Asia/Shanghai","weekend":[0,6],"hours":[{"from":"09:00","to":"12:00"}],"holidays":[{"date":"2026-01-01"}],"covers":[2026]}`, ""},
		{"a calendar with odd hours", "calendar", `{"id":"cn","name":{"zh":"工作日历"},"zone":"Asia/Shanghai","weekend":[7],"hours":[{"from":"9:00","to":"25:00"}],"holidays":[{"date":"1 May"}],"covers":[]}`,
			"definition.too_short covers\ndefinition.pattern holidays/0/date\ndefinition.pattern hours/0/from\ndefinition.pattern hours/0/to\ndefinition.too_large weekend/0"},
		{"a kind there is none of", "spell", `{}`, "definition.kind "},
		{"a kind that is a path", "../schemas/form", `{}`, "definition.kind "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ps := decodeAny(c.kind, []byte(c.doc))
			var got []string
			for _, p := range ps {
				got = append(got, p.Code+" "+p.Path)
				for _, lang := range metamodel.Languages {
					if p.In(lang) == "" || strings.ContainsAny(p.In(lang), "{}") {
						t.Errorf("%s: %q", lang, p.In(lang))
					}
				}
			}
			slices.Sort(got)
			want := strings.Split(c.problems, "\n")
			slices.Sort(want)
			if c.problems == "" {
				want = nil
			}
			if !slices.Equal(slices.Compact(got), want) {
				t.Errorf("got\n%v\nwant\n%v", ps, c.problems)
			}
		})
	}
}

func TestADecodedDefinitionKeepsItsNumbersExact(t *testing.T) {
	t.Parallel()
	e := decode[metamodel.Element](t, "element", []byte(`{"id":"DE1","name":{"zh":"金额"},"type":"number","minimum":0.1000000000000000000000000001,"const":12345678901234567890.5}`))
	if e.Minimum != "0.1000000000000000000000000001" || string(e.Const) != "12345678901234567890.5" {
		t.Errorf("%s %s", e.Minimum, e.Const)
	}
}

// The schemas are published for editors: each must be JSON, name its dialect,
// refuse unknown keys, and refer to nothing outside (or inside) itself.
func TestTheEmbeddedSchemasAreSafe(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(os.DirFS("schemas"), "*.json")
	if err != nil || len(files) != 11 {
		t.Fatalf("%v %v", files, err)
	}
	for _, f := range files {
		b, ok := metamodel.Schema(strings.TrimSuffix(f, ".json"))
		if !ok {
			t.Fatalf("%s is not embedded", f)
		}
		if ps := metamodel.Gate(b, metamodel.DefinitionLimits); len(ps) > 0 {
			t.Errorf("%s: %v", f, ps)
		}
		var s map[string]any
		if err := json.Unmarshal(b, &s); err != nil {
			t.Fatal(err)
		}
		if s["$schema"] != "https://json-schema.org/draft/2019-09/schema" || s["additionalProperties"] != false {
			t.Errorf("%s: %v", f, s["$schema"])
		}
		// In a form "$ref" is the name of a property, whose value is a schema;
		// a reference would be a string.
		var walk func(v any)
		walk = func(v any) {
			switch x := v.(type) {
			case map[string]any:
				for k, inner := range x {
					if s, ok := inner.(string); ok && strings.HasSuffix(strings.ToLower(k), "ref") {
						t.Errorf("%s refers to %s", f, s)
					}
					walk(inner)
				}
			case []any:
				for _, inner := range x {
					walk(inner)
				}
			}
		}
		walk(s)
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	f := mustForm(t, w, foodForm)
	env, ps := metamodel.NewEnv(f, nil, w)
	if ps.Failed() {
		t.Fatal(ps)
	}
	want := string(f.Check([]byte(`{"applicant":{"DE00103":"1130","DE00104":5}}`), may()).JSON())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 40 {
				r := f.Check([]byte(`{"applicant":{"DE00103":"1130","DE00104":5}}`), may())
				x, ps := env.Condition("", "applicant.DE00104 * 2 > 9 && size(employee) == 0")
				if ps.Failed() || r.Eval(x) != metamodel.True || string(r.JSON()) != want {
					t.Errorf("%v %s", ps, r.JSON())
				}
				if ps := decodeAny("subject", []byte(`{"id":"x","name":{"zh":"x"}}`)); len(ps) > 0 {
					t.Error(ps)
				}
			}
		})
	}
	wg.Wait()
}
