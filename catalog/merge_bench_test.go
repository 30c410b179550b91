package catalog

import (
	"fmt"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// broadPack is a theme of n matters whose forms have 60 fields each, about
// people, premises and a business: 24 of them are what everybody asks for, 24
// come out of a pool of a thousand, 12 are a matter's own. Every eighth field
// hangs on an answer, every tenth is narrowed; each matter wants five materials.
func broadPack(n int) *Pack {
	subjects := []string{"applicant", "premises", "owner", "agent", "business", "filing"}
	types := []metamodel.Type{metamodel.TypeString, metamodel.TypeInteger, metamodel.TypeNumber, metamodel.TypeDate, metamodel.TypeBoolean, metamodel.TypeCode}
	p := &Pack{
		Manifest: Manifest{Name: "broad", Title: text2("Broad"), Version: "1.0.0", Needs: []string{"china-calendar"}},
		Subjects: map[string]*metamodel.Subject{}, Departments: map[string]*metamodel.Department{}, Elements: map[string]*metamodel.Element{},
		CodeLists: map[string]*metamodel.CodeList{}, Forms: map[string]*metamodel.FormDoc{}, Materials: map[string]*metamodel.Material{},
		Workflows: map[string]*workflows.Workflow{}, Matters: map[string]*metamodel.Matter{}, Themes: map[string]*metamodel.Theme{},
	}
	for i, s := range subjects {
		p.Subjects[s] = &metamodel.Subject{ID: s, Name: text2(s), Order: 10 * (i + 1)}
	}
	for i := range 6 {
		id := fmt.Sprintf("dept%d", i)
		p.Departments[id] = &metamodel.Department{ID: id, Name: text2(id)}
	}
	list := &metamodel.CodeList{ID: "CL", Name: text2("List")}
	for i := range 8 {
		list.Entries = append(list.Entries, metamodel.Code{Code: fmt.Sprint(i), Name: text2(fmt.Sprint("Entry ", i))})
	}
	p.CodeLists["CL"] = list
	element := func(i int) string {
		id := fmt.Sprintf("E%d", i)
		if p.Elements[id] == nil {
			e := &metamodel.Element{ID: id, Name: text2(id), Type: types[i%len(types)], Sensitivity: metamodel.General}
			if e.Type == metamodel.TypeCode {
				e.CodeList = "CL"
			}
			if e.Type == metamodel.TypeString {
				length := 50
				e.MaxLength = &length
			}
			p.Elements[id] = e
		}
		return id
	}
	for i := range n {
		id := fmt.Sprintf("B%03d", i)
		f := &metamodel.FormDoc{Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:" + id, Title: text2(id), Type: "object", Properties: map[string]*metamodel.GroupDoc{}}
		for k := range 60 {
			at := k // what everybody asks for
			switch {
			case k >= 48: // its own
				at = 2000 + 12*i + k - 48
			case k >= 24: // out of the pool
				at = 24 + (i*31+k*41)%1000
			}
			subject := subjects[at%len(subjects)]
			g := f.Properties[subject]
			if g == nil {
				g = &metamodel.GroupDoc{Type: "object", Subject: subject, Properties: map[string]*metamodel.FieldDoc{}}
				f.Properties[subject] = g
				f.Layout.Sections = append(f.Layout.Sections, metamodel.SectionDoc{ID: subject, Title: text2(subject)})
			}
			e := element(at)
			if g.Properties[e] != nil {
				continue
			}
			field := &metamodel.FieldDoc{Ref: "element:" + e}
			if k%8 == 7 && k > 4 { // E4 is everybody's boolean of the business
				field.Visible = "business.E4 == true"
			} else if k%3 == 0 {
				g.Required = append(g.Required, e)
			}
			if k%10 == 0 && p.Elements[e].Type == metamodel.TypeString {
				length := 20 + i%20
				field.MaxLength = &length
			}
			g.Properties[e] = field
			for s := range f.Layout.Sections {
				if f.Layout.Sections[s].ID == subject {
					f.Layout.Sections[s].Fields = append(f.Layout.Sections[s].Fields, subject+"/"+e)
				}
			}
		}
		p.Forms[id] = f
		p.Workflows[id] = &workflows.Workflow{ID: id, Title: text2(id), Initial: "deliver", States: []workflows.State{
			{ID: "deliver", Name: text2("Issue"), Type: workflows.Step, Roles: []string{"clerk"}, On: []workflows.Transition{{Event: "deliver", Label: text2("Issue"), Target: "issued", Kind: workflows.Deliver}}},
			{ID: "issued", Name: text2("Done"), Type: workflows.Final, Outcome: workflows.Issued}}}
		m := &metamodel.Matter{ID: id, Name: text2(id), Department: fmt.Sprintf("dept%d", i%6), Form: id, Workflow: id, StatutoryDays: 20, PromisedDays: 5, Result: metamodel.Result{Name: text2("Result")}}
		for k := range 5 {
			mt := fmt.Sprintf("MT%d", (i*7+k)%(n+8))
			p.Materials[mt] = &metamodel.Material{ID: mt, Name: text2(mt), Origin: metamodel.OriginApplicant}
			m.Materials = append(m.Materials, metamodel.MaterialUse{Material: mt, Label: text2(mt), Required: true})
		}
		p.Matters[id] = m
	}
	th := &metamodel.Theme{ID: "TB", Name: text2("Broad"), Lead: "dept0", Calendar: "cn", Guide: []metamodel.Question{{ID: "Q0", Text: text2("Do you?"), Field: "business/E4", Type: metamodel.TypeBoolean}}}
	for i := range n {
		when := "true"
		if i%4 != 0 {
			q := fmt.Sprintf("Q%d", i%40+1)
			when = q + " == true"
			known := false
			for _, have := range th.Guide {
				known = known || have.ID == q
			}
			if !known {
				th.Guide = append(th.Guide, metamodel.Question{ID: q, Text: text2("And " + q + "?"), Type: metamodel.TypeBoolean})
			}
		}
		th.Matters = append(th.Matters, metamodel.ThemeMatter{Matter: fmt.Sprintf("B%03d", i), When: when, Stage: 1})
	}
	p.Themes["TB"] = th
	return p
}

func text2(s string) metamodel.Text { return metamodel.ZhEn(s, s) }

// themeCompiler has compiled everything but the theme.
func themeCompiler(tb testing.TB, n int) (*compiler, *metamodel.Theme) {
	tb.Helper()
	all, err := builtinReleases()
	if err != nil {
		tb.Fatal(err)
	}
	p := broadPack(n)
	def := p.Themes["TB"]
	delete(p.Themes, "TB")
	r, ps := compilePack(p, all["china-calendar"])
	if ps.Failed() {
		tb.Fatal(ps)
	}
	p.Themes["TB"] = def
	return &compiler{pack: p, needs: r.needs, reg: r.reg, release: r}, def
}

// BenchmarkMerge compiles a theme of compiled matters: the merged form with
// every matter's projection, materials, conflicts, pages and the guide.
func BenchmarkMerge(b *testing.B) {
	for _, n := range []int{8, 50, 200} {
		b.Run(fmt.Sprintf("matters=%d", n), func(b *testing.B) {
			c, def := themeCompiler(b, n)
			fields := 0
			b.ReportAllocs()
			for b.Loop() {
				c.problems = nil
				t := c.theme(def)
				if c.problems.Failed() {
					b.Fatal(c.problems)
				}
				fields = len(t.Merged.Fields)
			}
			b.ReportMetric(float64(fields), "fields")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(60*n), "µs/asked-field")
		})
	}
}
