package catalog

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// secondCanteen asks for the same people in another way: a section with a
// condition, other limits, another label.
const secondCanteen = `$schema: https://json-schema.org/draft/2020-12/schema
$id: form:C2
x-title: {zh: 食堂年检, en: Inspection of a canteen}
type: object
properties:
  premises:
    type: object
    x-subject: premises
    properties:
      K11: {$ref: "element:K11", minimum: 1}
      K13: {$ref: "element:K13", default: "2"}
  contact: {type: object, x-subject: contact, x-elements: person}
  employee:
    type: array
    x-subject: employee
    items:
      type: object
      x-order: [K02, K01]
      properties:
        K01: {$ref: "element:K01"}
        K02: {$ref: "element:K02", x-visible: row.K01 != '王'}
        certificate: {type: array, maxItems: 2, x-visible: row.K01 != '李', items: {type: object, properties: {K03: {$ref: "element:K03"}, K02: {$ref: "element:K02"}}}}
        address: {type: object, properties: {K03: {$ref: "element:K03"}}}
x-layout:
  sections:
    - {id: all, title: {zh: 全部, en: All}, fields: [premises/K11, premises/K13]}
    - {id: people, title: {zh: 人员, en: People}, visible: premises.K11 > 10, fields: [contact, employee]}
`

func canteens(t *testing.T, first string) (*Matter, *Matter, registry) {
	t.Helper()
	p, ps := Read(os.DirFS("testdata/canteen"))
	if ps.Failed() {
		t.Fatal(ps)
	}
	reg := newRegistry(p, nil)
	matter := func(id string, doc *metamodel.FormDoc) *Matter {
		f, ps := metamodel.Compile(doc, reg)
		if ps.Failed() {
			t.Fatal(ps)
		}
		return &Matter{Def: &metamodel.Matter{ID: id, Name: metamodel.ZhEn("事项"+id, "Matter "+id)}, Form: f}
	}
	written := func(yaml string) *metamodel.FormDoc {
		b, ps := yamlToJSON([]byte(yaml))
		if ps != nil {
			t.Fatal(ps)
		}
		doc, problems := metamodel.Decode[metamodel.FormDoc](metamodel.KindForm, b)
		if problems.Failed() {
			t.Fatal(problems)
		}
		return doc
	}
	one := p.Forms["C1"]
	if first != "" {
		one = written(first)
	}
	return matter("C1", one), matter("C2", written(secondCanteen)), reg
}

// plainCanteen is the first form without routes and texts, which have no place
// where matters share the pages.
func plainCanteen(t *testing.T) string {
	b, err := os.ReadFile("testdata/canteen/forms/C1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s := string(b)
	for _, cut := range []string{`"text:duty", `, "  texts:\n    duty: {text: {zh: 食堂须公示菜单。, en: A canteen shows its menu.}, kind: notice}\n", `, next: [{when: premises.K11 > 50, to: staff}, {when: "", to: end}]`} {
		if !strings.Contains(s, cut) {
			t.Fatalf("no %q in the fixture", cut)
		}
		s = strings.Replace(s, cut, "", 1)
	}
	return s
}

func TestGroupsInsideGroupsAreMerged(t *testing.T) {
	t.Parallel()
	a, b, reg := canteens(t, plainCanteen(t))
	doc, _, ps := merge(&metamodel.Theme{ID: "T", Name: metamodel.ZhEn("题", "Theme")}, []*Matter{a, b}, reg)
	if ps.Failed() || len(ps) != 2 || ps[0].Code != MergeDiffers.Code || ps[0].Path != "merged/premises/K13" || ps[1].Code != MergeRows.Code || ps[1].Path != "merged/employee" || !strings.Contains(ps[1].In("en"), a.Def.Name.In("en")) || !strings.Contains(ps[1].In("en"), b.Def.Name.In("en")) {
		t.Fatal(ps)
	}
	merged, ps := metamodel.Compile(doc, reg)
	if ps.Failed() {
		t.Fatal(ps)
	}
	row := doc.Properties["employee"].Items
	if got := strings.Join(row.Order, " "); got != "K01 certificate K02 address" {
		t.Error("the order of a row:", got)
	}
	ctx := metamodel.Context{Today: time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)}
	for _, answers := range []string{
		`{"applicant":{"K14":true},"premises":{"K11":60,"K13":"2"},"contact":{"K01":"赵","K02":"经理"},"employee":[{"K01":"王","K02":"不问","certificate":[{"K03":"a","K02":"b"},{"K03":"c"}],"address":{"K03":"x"}},{"K01":"李","certificate":[{"K03":"d"}]}]}`,
		`{"applicant":{"K14":true},"premises":{"K11":5},"contact":{"K01":"赵"},"employee":[{"K01":"王","K02":"厨师"}]}`,
		`{"premises":{"K11":0.5}}`, `{}`,
	} {
		all := merged.Check([]byte(answers), ctx)
		for _, m := range []*Matter{a, b} {
			// What a matter gets out of the merged form is what its own form makes of the answers.
			own := m.Form.Check([]byte(answers), ctx)
			if got, want := string(all.Project(m.Form)), string(own.JSON()); got != want {
				t.Errorf("%s of %s\n got %s\nwant %s", m.Def.ID, answers, got, want)
			}
			alone := ctx
			alone.Scope = map[string]bool{m.Def.ID: true}
			only := merged.Check([]byte(answers), alone)
			for _, path := range []string{"premises/K11", "premises/K12", "contact/K01", "contact/K02", "employee/0/K01", "employee/0/K02", "employee/0/certificate", "employee/0/certificate/0/K03", "employee/0/certificate/0/K02", "employee/1/certificate", "employee/0/address/K03"} {
				if only.Visible(path) != own.Visible(path) || only.Required(path) != own.Required(path) {
					t.Errorf("%s of %s: %s visible %v, required %v; by its own form %v, %v", m.Def.ID, answers, path, only.Visible(path), only.Required(path), own.Visible(path), own.Required(path))
				}
			}
		}
	}
}

// Where matters share the pages, what a route of one leads past is not asked of
// it, its texts stand beside what they stood with, and equal ones are said once.
func TestRoutesAndTextsOfMattersThatShareThePages(t *testing.T) {
	t.Parallel()
	files := tree(t, "testdata/noodles")
	for _, id := range []string{"A2", "A3"} {
		files["forms/"+id+".yaml"] = append(files["forms/"+id+".yaml"], "  texts:\n    care: {text: {zh: 请如实填写, en: Tell the truth}, kind: notice}\n    own"+id+": {text: {zh: "+id+", en: "+id+"}, visible: premises.E21 > 100.0}\n"...)
	}
	edit := func(name, from, to string) {
		if !strings.Contains(string(files[name]), from) {
			t.Fatalf("%s has no %s", name, from)
		}
		files[name] = []byte(strings.Replace(string(files[name]), from, to, 1))
	}
	edit("forms/A2.yaml", "fields: [applicant/E31, applicant/E32]}", "fields: [text:care, applicant/E31, applicant/E32], next: [{when: applicant.E31 == true, to: staff}, {when: applicant.E11 == 'x', to: other}]}")
	edit("forms/A2.yaml", "fields: [premises/E21, premises/E22]", "fields: [premises/E21, text:ownA2, premises/E22]")
	edit("forms/A3.yaml", "applicant/E12, premises/E21,", "applicant/E12, text:ownA3, text:care, premises/E21,")
	p, ps := ReadArchive(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Fatal(ps)
	}
	th := r.Theme("T1")
	for _, c := range []struct{ answers, scope, shown, texts string }{
		{`{"applicant":{"E31":true,"E11":"x"},"premises":{"E21":200}}`, "A2", "E21:false employee:true", "A2.care"}, // the first route holds
		{`{"applicant":{"E31":false,"E11":"x"}}`, "A2", "E21:false employee:false", "A2.care"},                      // only the second
		{`{"applicant":{"E31":false},"premises":{"E21":200}}`, "A2", "E21:true employee:true", "A2.care A2.ownA2"},  // none
		{`{"premises":{"E21":200}}`, "A2", "E21:true employee:true", "A2.care A2.ownA2"},                            // none can be told
		{`{"applicant":{"E31":true},"premises":{"E21":300}}`, "A3", "E21:true employee:false", "A2.care A3.ownA3"},  // no business of another matter's
		{`{"applicant":{"E31":true},"premises":{"E21":300}}`, "A2 A3", "E21:true employee:true", "A2.care A3.ownA3"},
	} {
		scope := map[string]bool{}
		for _, m := range strings.Fields(c.scope) {
			scope[m] = true
		}
		rec := th.Merged.Check([]byte(c.answers), metamodel.Context{Scope: scope, Today: proofDay})
		if got := fmt.Sprintf("E21:%v employee:%v", rec.Visible("premises/E21"), rec.Visible("employee")); got != c.shown {
			t.Errorf("%s for %s: %s", c.answers, c.scope, got)
		}
		var texts []string
		for _, id := range sortedKeys(th.Merged.Doc.Layout.Texts) {
			if rec.TextShown(id) {
				texts = append(texts, id)
			}
		}
		if got := strings.Join(texts, " "); got != c.texts {
			t.Errorf("%s for %s says %s", c.answers, c.scope, got)
		}
	}
	pages := pagesOf(th.Arrangement())
	if !strings.Contains(pages, "text:A2.care applicant/E31") || !strings.Contains(pages, "text:A3.ownA3 premises/E21") || !strings.Contains(pages, "text:A2.ownA2 premises/E22") || strings.Count(pages, "text:") != 3 {
		t.Errorf("%s", pages)
	}
	if proof := th.Prove(ProveOptions{Seed: 5, Answers: 1000, Today: proofDay}); proof.Counterexample != nil || proof.Accepted < 20 {
		t.Errorf("%d accepted, %+v", proof.Accepted, proof.Counterexample)
	}
}

// A text goes where staff move what it stands with, or where they place it.
func TestTextsGoWithWhatTheyStandWith(t *testing.T) {
	t.Parallel()
	a, b, reg := canteens(t, "")
	theme := &metamodel.Theme{ID: "T", Name: metamodel.ZhEn("题", "Theme")}
	doc, derived, ps := merge(theme, []*Matter{a, b}, reg)
	if ps.Failed() || len(doc.Layout.Texts) != 1 {
		t.Fatal(ps)
	}
	text := textPrefix + sortedKeys(doc.Layout.Texts)[0]
	section, next := "", ""
	for _, s := range derived.Sections {
		if i := slices.Index(s.Fields, text); i >= 0 && i+1 < len(s.Fields) {
			section, next = s.ID, s.Fields[i+1]
		}
	}
	if next == "" {
		t.Fatal(derived.Sections)
	}
	for _, named := range [][]string{{next}, {next, text}} {
		theme.Layout = &metamodel.ThemeLayout{Sections: []metamodel.ThemeSection{{ID: "own", Title: metamodel.Zh("自设"), Fields: named}}}
		doc, _, ps = merge(theme, []*Matter{a, b}, reg)
		if ps.Failed() {
			t.Fatal(ps)
		}
		var own, old []string
		for _, s := range doc.Layout.Sections {
			switch s.ID {
			case "own":
				own = s.Fields
			case section:
				old = s.Fields
			}
		}
		want := []string{text, next}
		if len(named) == 2 {
			want = named
		}
		if !slices.Equal(own, want) || slices.Contains(old, text) {
			t.Errorf("named %v: %v, left %v", named, own, old)
		}
	}
}

func TestAThemeOfOneMatterKeepsItsPages(t *testing.T) {
	t.Parallel()
	a, _, reg := canteens(t, "")
	theme := &metamodel.Theme{ID: "T", Name: metamodel.ZhEn("题", "Theme")}
	// A theme of one matter keeps the matter's own pages.
	doc, _, ps := merge(theme, []*Matter{a}, reg)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	f, ps := metamodel.Compile(doc, reg)
	if ps.Failed() || len(f.Sections) != 3 || len(f.Sections[1].Next) != 2 || f.Sections[1].Items[0].Text == nil {
		t.Error(ps, len(f.Sections))
	}
}

func TestAGroupThatRepeatsInsideOneMatterOnlyCannotBeMerged(t *testing.T) {
	t.Parallel()
	single := strings.Replace(plainCanteen(t), "          type: array\n          maxItems: 5\n          items:\n            type: object\n            required: [K03]\n            properties:\n              K03: {$ref: \"element:K03\"}", "          type: object\n          properties:\n              K03: {$ref: \"element:K03\"}", 1)
	a, b, reg := canteens(t, single)
	if _, _, ps := merge(&metamodel.Theme{ID: "T"}, []*Matter{a, b}, reg); !ps.Failed() || ps[0].Code != MergeShape.Code && ps[1].Code != MergeShape.Code {
		t.Error(ps)
	}
}
