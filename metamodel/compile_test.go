package metamodel_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"go.yaml.in/yaml/v3"
)

var update = flag.Bool("update", false, "write the problems found beside the bad documents")

// Every file in testdata/bad is a form that must be refused (or warned about),
// with its exact problems beside it. `elements`, `lists` and `groups` are added
// to the pool as they are, without being decoded; where there is no form they
// are checked by themselves.
func TestBadForms(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var doc struct {
				Elements []map[string]any `yaml:"elements"`
				Lists    []map[string]any `yaml:"lists"`
				Groups   []map[string]any `yaml:"groups"`
				Subjects []map[string]any `yaml:"subjects"`
				Form     map[string]any   `yaml:"form"`
			}
			if err := yaml.Unmarshal(raw, &doc); err != nil {
				t.Fatal(err)
			}
			w := restaurant(t)
			w.groups = map[string]*metamodel.ElementGroup{}
			var alone []interface {
				Check(metamodel.Registry) metamodel.Problems
			}
			for _, e := range doc.Elements {
				el := remarshal[metamodel.Element](t, e)
				w.elements[el.ID] = el
				alone = append(alone, el)
			}
			for _, e := range doc.Lists {
				l := remarshal[metamodel.CodeList](t, e)
				w.lists[l.ID] = l
				alone = append(alone, checkedList{l})
			}
			for _, e := range doc.Groups {
				g := remarshal[metamodel.ElementGroup](t, e)
				w.groups[g.ID] = g
				alone = append(alone, g)
			}
			for _, e := range doc.Subjects {
				s := remarshal[metamodel.Subject](t, e)
				w.subjects[s.ID] = s
				alone = append(alone, s)
			}
			b, err := json.Marshal(doc.Form)
			if err != nil {
				t.Fatal(err)
			}
			var problems metamodel.Problems
			var fd *metamodel.FormDoc
			if doc.Form == nil {
				for _, d := range alone {
					problems = append(problems, d.Check(w)...)
				}
			} else {
				fd, problems = metamodel.Decode[metamodel.FormDoc](metamodel.KindForm, b)
			}
			if doc.Form != nil && !problems.Failed() {
				var form *metamodel.Form
				form, problems = metamodel.Compile(fd, w)
				if (form == nil) != problems.Failed() {
					t.Errorf("form %v with problems %v", form, problems)
				}
			}
			if len(problems) == 0 {
				t.Fatal("no problem was found")
			}
			var out strings.Builder
			for _, p := range problems {
				fmt.Fprintf(&out, "%s %s %s\n  %s\n  %s\n", p.Severity, p.Code, p.Path, p.In("zh"), p.In("en"))
				if strings.ContainsAny(p.In("zh")+p.In("en"), "{}") {
					t.Errorf("a parameter is left in %v", p.Message)
				}
			}
			beside := strings.TrimSuffix(file, ".yaml") + ".problems"
			if *update {
				if err := os.WriteFile(beside, []byte(out.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(beside)
			if err != nil {
				t.Fatal(err)
			}
			if out.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", out.String(), want)
			}
		})
	}
}

// checkedList is a code list as something that is checked with a registry.
type checkedList struct{ list *metamodel.CodeList }

func (c checkedList) Check(metamodel.Registry) metamodel.Problems { return c.list.Check() }

func remarshal[T any](t *testing.T, v any) *T {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out := new(T)
	if err := json.Unmarshal(b, out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAFormSurvivesItsJSON(t *testing.T) {
	t.Parallel()
	first := decode[metamodel.FormDoc](t, metamodel.KindForm, []byte(foodForm))
	b, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	second := decode[metamodel.FormDoc](t, metamodel.KindForm, b)
	if !reflect.DeepEqual(first, second) {
		t.Errorf("changed on the way: %s", b)
	}
	again, _ := json.Marshal(second)
	if string(again) != string(b) {
		t.Error("the bytes differ")
	}
}

func TestCompilingTwiceGivesTheSameProblemsInTheSameOrder(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	delete(w.elements, "DE00001")
	delete(w.subjects, "premises")
	delete(w.lists, "CL_FOOD_ITEM")
	doc := decode[metamodel.FormDoc](t, metamodel.KindForm, []byte(foodForm))
	_, first := metamodel.Compile(doc, w)
	for range 20 {
		if _, again := metamodel.Compile(doc, w); !reflect.DeepEqual(first, again) {
			t.Fatalf("\n%v\n\n%v", first, again)
		}
	}
	if !first.Failed() {
		t.Error("the form must be refused")
	}
}

func TestAFormMadeInGoIsGuarded(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	for name, doc := range map[string]*metamodel.FormDoc{
		"nil":         nil,
		"empty":       {},
		"nil group":   {ID: "form:x", Properties: map[string]*metamodel.GroupDoc{"premises": nil}},
		"nil field":   {ID: "form:x", Properties: map[string]*metamodel.GroupDoc{"premises": {Type: "object", Subject: "premises", Properties: map[string]*metamodel.FieldDoc{"DE00203": nil}}}},
		"no type":     {ID: "form:x", Properties: map[string]*metamodel.GroupDoc{"premises": {Subject: "premises"}}},
		"bad numbers": {ID: "form:x", Properties: map[string]*metamodel.GroupDoc{"premises": {Type: "object", Subject: "premises", Properties: map[string]*metamodel.FieldDoc{"DE00203": {Ref: "element:DE00203", Constraints: metamodel.Constraints{Minimum: "NaN", Maximum: "1e999"}}}}}},
	} {
		f, ps := metamodel.Compile(doc, w)
		if name == "empty" {
			if f != nil || len(ps) != 1 || ps[0].Code != "form.id" {
				t.Errorf("%s: %v", name, ps)
			}
			continue
		}
		if f != nil || !ps.Failed() {
			t.Errorf("%s: %v", name, ps)
		}
	}
}
