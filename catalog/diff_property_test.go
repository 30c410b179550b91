package catalog

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onematter/onematter/metamodel"
)

// formPair draws a pack with one form, and what an editor made of it in a few steps.
func formPair(t *rapid.T) (a, b *Release, steps []string) {
	p := drawnPack(t)
	q := copied(p)
	for range rapid.IntRange(0, 3).Draw(t, "steps") {
		i := rapid.IntRange(0, len(editorSteps)-1).Draw(t, "step")
		steps = append(steps, editorSteps[i].name)
		editorSteps[i].do(t, q)
	}
	compile := func(p *Pack) *Release {
		p.Files = nil
		r, ps := CompilePack(p)
		if ps.Failed() {
			return nil
		}
		return r
	}
	return compile(p), compile(q), steps
}

func copied(p *Pack) *Pack {
	q, ps := ReadArchive(p.Encode())
	if ps.Failed() {
		panic(ps)
	}
	return q
}

func ptr[T any](v T) *T { return &v }

var drawnTypes = []metamodel.Type{metamodel.TypeString, metamodel.TypeText, metamodel.TypeInteger, metamodel.TypeNumber, metamodel.TypeBoolean, metamodel.TypeDate, metamodel.TypeCode, metamodel.TypeCodes}

func drawConstraints(t *rapid.T, typ metamodel.Type) (c metamodel.Constraints) {
	number := func(what string, lo, hi int) json.Number {
		return json.Number(fmt.Sprint(rapid.IntRange(lo, hi).Draw(t, what)))
	}
	switch typ {
	case metamodel.TypeString, metamodel.TypeText:
		if rapid.Bool().Draw(t, "least") {
			c.MinLength = ptr(rapid.IntRange(0, 3).Draw(t, "minLength"))
		}
		if rapid.Bool().Draw(t, "most") {
			c.MaxLength = ptr(rapid.IntRange(3, 8).Draw(t, "maxLength"))
		}
		c.Pattern = rapid.SampledFrom([]string{"", "", "^[a-z]*$", "^[a-z0-9]*$"}).Draw(t, "pattern")
	case metamodel.TypeInteger, metamodel.TypeNumber:
		switch rapid.IntRange(0, 3).Draw(t, "bounds") {
		case 1:
			c.Minimum = number("minimum", -5, 3)
		case 2:
			c.ExclusiveMinimum = number("exclusiveMinimum", -5, 3)
		case 3:
			c.Minimum, c.Maximum = number("minimum", -5, 3), number("maximum", 3, 12)
		}
		if typ == metamodel.TypeNumber && rapid.Bool().Draw(t, "digits") {
			c.FractionDigits = ptr(rapid.IntRange(0, 2).Draw(t, "fraction"))
		}
	case metamodel.TypeDate:
		c.NotBefore = rapid.SampledFrom([]string{"", "2026-01-01", "2026-05-01", "today"}).Draw(t, "notBefore")
		c.NotAfter = rapid.SampledFrom([]string{"", "2026-12-31", "2027-12-31"}).Draw(t, "notAfter")
	case metamodel.TypeCodes:
		if rapid.Bool().Draw(t, "items") {
			c.MinItems, c.MaxItems = ptr(rapid.IntRange(0, 1).Draw(t, "minItems")), ptr(rapid.IntRange(1, 3).Draw(t, "maxItems"))
		}
	case metamodel.TypeBoolean:
		if rapid.IntRange(0, 3).Draw(t, "const") == 0 {
			c.Const = json.RawMessage("true")
		}
	}
	return c
}

func drawnPack(t *rapid.T) *Pack {
	text := func(s string) metamodel.Text { return metamodel.ZhEn(s, s) }
	p := &Pack{Manifest: Manifest{Name: "drawn", Title: text("drawn"), Version: "1.0.0"},
		Subjects:  map[string]*metamodel.Subject{"applicant": {ID: "applicant", Name: text("applicant")}, "employee": {ID: "employee", Name: text("employee")}},
		CodeLists: map[string]*metamodel.CodeList{"L": {ID: "L", Name: text("L")}},
		Elements:  map[string]*metamodel.Element{}, Forms: map[string]*metamodel.FormDoc{}}
	for i := range rapid.IntRange(2, 4).Draw(t, "codes") {
		p.CodeLists["L"].Entries = append(p.CodeLists["L"].Entries, metamodel.Code{Code: fmt.Sprint("c", i), Name: text(fmt.Sprint("c", i))})
	}
	n := rapid.IntRange(2, 6).Draw(t, "fields")
	single := &metamodel.GroupDoc{Type: "object", Subject: "applicant", Properties: map[string]*metamodel.FieldDoc{}}
	rows := &metamodel.GroupDoc{Type: "array", Subject: "employee", Items: &metamodel.GroupItems{Type: "object", Properties: map[string]*metamodel.FieldDoc{}}}
	section := metamodel.SectionDoc{ID: "one", Title: text("one")}
	for i := range n + 2 {
		typ := rapid.SampledFrom(drawnTypes).Draw(t, "type")
		e := &metamodel.Element{ID: fmt.Sprint("E", i), Name: text(fmt.Sprint("element ", i)), Type: typ, Constraints: drawConstraints(t, typ)}
		if typ == metamodel.TypeCode || typ == metamodel.TypeCodes {
			e.CodeList = "L"
		}
		p.Elements[e.ID] = e
		if i >= n {
			continue // in no form yet
		}
		f := &metamodel.FieldDoc{Ref: "element:" + e.ID}
		if i > 0 && rapid.IntRange(0, 3).Draw(t, "conditional") == 0 {
			f.Visible = "has(applicant.E0)"
			if rapid.Bool().Draw(t, "also required") {
				f.RequiredIf = "has(applicant.E0)"
			}
		}
		if i > 0 && rapid.IntRange(0, 2).Draw(t, "in rows") == 0 {
			rows.Items.Properties[e.ID] = f
			if rapid.Bool().Draw(t, "required") {
				rows.Items.Required = append(rows.Items.Required, e.ID)
			}
			continue
		}
		single.Properties[e.ID] = f
		section.Fields = append(section.Fields, "applicant/"+e.ID)
		if rapid.Bool().Draw(t, "required") {
			single.Required = append(single.Required, e.ID)
		}
	}
	form := &metamodel.FormDoc{Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:F", Title: text("F"), Type: "object", Properties: map[string]*metamodel.GroupDoc{"applicant": single}}
	if len(rows.Items.Properties) > 0 {
		rows.MinItems, rows.MaxItems = ptr(rapid.IntRange(0, 1).Draw(t, "least rows")), ptr(rapid.IntRange(1, 3).Draw(t, "most rows"))
		form.Properties["employee"] = rows
		section.Fields = append(section.Fields, "employee")
	}
	form.Layout.Sections = []metamodel.SectionDoc{section}
	p.Forms["F"] = form
	return p
}

// editorSteps are what people do to a form; some leave it as it was, some
// break it, most are somewhere between.
var editorSteps = []struct {
	name string
	do   func(*rapid.T, *Pack)
}{
	{"other words", func(t *rapid.T, p *Pack) {
		eachField(t, p, func(_ *metamodel.GroupDoc, _ string, f *metamodel.FieldDoc) { f.Label = metamodel.ZhEn("新", "new") })
	}},
	{"another element", func(t *rapid.T, p *Pack) {
		e := p.Elements[rapid.SampledFrom(sortedKeys(p.Elements)).Draw(t, "element")]
		e.Constraints = drawConstraints(t, e.Type)
	}},
	{"another type", func(t *rapid.T, p *Pack) {
		e := p.Elements[rapid.SampledFrom(sortedKeys(p.Elements)).Draw(t, "element")]
		e.Type, e.CodeList = rapid.SampledFrom(drawnTypes).Draw(t, "type"), ""
		if e.Type == metamodel.TypeCode || e.Type == metamodel.TypeCodes {
			e.CodeList = "L"
		}
		e.Constraints = drawConstraints(t, e.Type)
	}},
	{"a field narrowed", func(t *rapid.T, p *Pack) {
		eachField(t, p, func(_ *metamodel.GroupDoc, key string, f *metamodel.FieldDoc) {
			f.Constraints = drawConstraints(t, p.Elements[key].Type)
		})
	}},
	{"a field shown otherwise", func(t *rapid.T, p *Pack) {
		eachField(t, p, func(_ *metamodel.GroupDoc, key string, f *metamodel.FieldDoc) {
			if key != "E0" {
				f.Visible = rapid.SampledFrom([]string{"", "has(applicant.E0)", "!has(applicant.E0)"}).Draw(t, "visible")
			}
		})
	}},
	{"a field required otherwise", func(t *rapid.T, p *Pack) {
		eachField(t, p, func(_ *metamodel.GroupDoc, key string, f *metamodel.FieldDoc) {
			f.RequiredIf = rapid.SampledFrom([]string{"", "has(applicant.E0)", "true"}).Draw(t, "required if")
		})
	}},
	{"required or not", func(t *rapid.T, p *Pack) {
		eachField(t, p, func(g *metamodel.GroupDoc, key string, _ *metamodel.FieldDoc) {
			list := &g.Required
			if g.Items != nil {
				list = &g.Items.Required
			}
			var out []string
			found := false
			for _, k := range *list {
				if k == key {
					found = true
				} else {
					out = append(out, k)
				}
			}
			if !found {
				out = append(out, key)
			}
			*list = out
		})
	}},
	{"a field less", func(t *rapid.T, p *Pack) {
		eachField(t, p, func(g *metamodel.GroupDoc, key string, _ *metamodel.FieldDoc) {
			if g.Items == nil && len(g.Properties) > 1 && key != "E0" {
				delete(g.Properties, key)
				s := &p.Forms["F"].Layout.Sections[0]
				s.Fields = without(s.Fields, "applicant/"+key)
				g.Required = without(g.Required, key)
			}
		})
	}},
	{"a field more", func(t *rapid.T, p *Pack) {
		g := p.Forms["F"].Properties["applicant"]
		for _, id := range sortedKeys(p.Elements) {
			rows := p.Forms["F"].Properties["employee"]
			if g.Properties[id] == nil && (rows == nil || rows.Items.Properties[id] == nil) {
				g.Properties[id] = &metamodel.FieldDoc{Ref: "element:" + id}
				s := &p.Forms["F"].Layout.Sections[0]
				s.Fields = append(s.Fields, "applicant/"+id)
				if rapid.Bool().Draw(t, "required") {
					g.Required = append(g.Required, id)
				}
				return
			}
		}
	}},
	{"a check", func(t *rapid.T, p *Pack) {
		eachField(t, p, func(_ *metamodel.GroupDoc, key string, f *metamodel.FieldDoc) {
			if len(f.Checks) > 0 {
				f.Checks = nil
			} else {
				f.Checks = []metamodel.Check{{Rule: "!has(applicant.E0)", Message: metamodel.ZhEn("不行", "no")}}
			}
		})
	}},
	{"other rows", func(t *rapid.T, p *Pack) {
		if g := p.Forms["F"].Properties["employee"]; g != nil {
			g.MinItems, g.MaxItems = ptr(rapid.IntRange(0, 2).Draw(t, "least rows")), ptr(rapid.IntRange(2, 4).Draw(t, "most rows"))
		}
	}},
	{"a code more", func(_ *rapid.T, p *Pack) {
		l := p.CodeLists["L"]
		l.Entries = append(l.Entries, metamodel.Code{Code: fmt.Sprint("n", len(l.Entries)), Name: metamodel.ZhEn("新", "new")})
	}},
	{"a code less", func(_ *rapid.T, p *Pack) {
		if l := p.CodeLists["L"]; len(l.Entries) > 1 {
			l.Entries = l.Entries[1:]
		}
	}},
	{"another order", func(_ *rapid.T, p *Pack) {
		s := &p.Forms["F"].Layout.Sections[0]
		s.Fields = append(s.Fields[1:], s.Fields[0])
	}},
}

func eachField(t *rapid.T, p *Pack, do func(g *metamodel.GroupDoc, key string, f *metamodel.FieldDoc)) {
	g := p.Forms["F"].Properties[rapid.SampledFrom(sortedKeys(p.Forms["F"].Properties)).Draw(t, "group")]
	fields, _ := fieldDocs(g)
	key := rapid.SampledFrom(sortedKeys(fields)).Draw(t, "field")
	do(g, key, fields[key])
}

func without(list []string, s string) (out []string) {
	for _, x := range list {
		if x != s {
			out = append(out, x)
		}
	}
	return out
}

// drawnAnswers mostly fit the form.
func drawnAnswers(t *rapid.T, f *metamodel.Form) []byte {
	value := func(e *metamodel.Element) any {
		switch e.Type {
		case metamodel.TypeString, metamodel.TypeText:
			return rapid.SampledFrom([]string{"a", "abc", "abcd", "abcdefgh", "a1", "A B"}).Draw(t, "text")
		case metamodel.TypeInteger:
			return rapid.IntRange(-6, 13).Draw(t, "integer")
		case metamodel.TypeNumber:
			return json.Number(rapid.SampledFrom([]string{"-5", "-4.5", "0", "2.25", "3", "3.1", "11", "12"}).Draw(t, "number"))
		case metamodel.TypeBoolean:
			return rapid.IntRange(0, 4).Draw(t, "boolean") > 0
		case metamodel.TypeDate:
			return rapid.SampledFrom([]string{"2025-12-31", "2026-01-01", "2026-05-01", "2026-06-01", "2026-12-31", "2027-06-01"}).Draw(t, "date")
		case metamodel.TypeCode:
			return rapid.SampledFrom([]string{"c0", "c1", "c2"}).Draw(t, "code")
		}
		return rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"c0", "c1", "c2"}), 0, 2, rapid.ID).Draw(t, "codes")
	}
	row := func(g *metamodel.Group) map[string]any {
		out := map[string]any{}
		for _, fd := range g.Fields {
			if rapid.IntRange(0, 5).Draw(t, "answered") > 0 {
				out[fd.Key] = value(fd.Element)
			}
		}
		return out
	}
	doc := map[string]any{}
	for _, g := range f.Groups {
		if !g.Repeat {
			doc[g.Path] = row(g)
			continue
		}
		rows := []any{}
		for range rapid.IntRange(0, 2).Draw(t, "rows") {
			rows = append(rows, row(g))
		}
		doc[g.Path] = rows
	}
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return b
}

// What is called compatible is: every record that is good under the old form is
// good under the new one. Most drawn records are good, so the test can fail.
func TestCompatibleMeansThatGoodAnswersStayGood(t *testing.T) {
	t.Parallel()
	ctx := metamodel.Context{Today: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)}
	compatible, other, good := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		a, b, steps := formPair(t)
		if a == nil || b == nil {
			t.Skip("a form that does not compile")
		}
		if d := Diff(a, a); len(d.Changes) != 0 {
			t.Fatalf("a form differs from itself: %s", changes(d))
		}
		d := Diff(a, b)
		if d.Class != Compatible {
			other++
			return
		}
		compatible++
		for range 20 {
			old := a.Form("F").Check(drawnAnswers(t, a.Form("F")), ctx)
			if len(old.Problems) > 0 {
				continue
			}
			good++
			now := b.Form("F").Check(old.JSON(), ctx)
			if len(now.Problems) > 0 {
				t.Fatalf("after %s the difference is compatible:\n%s\nbut %s\nhas now %v", strings.Join(steps, ", "), changes(d), old.JSON(), now.Problems)
			}
		}
	})
	if compatible == 0 || other == 0 || good < compatible {
		t.Errorf("%d compatible pairs with %d good records, %d others: the test shows nothing", compatible, good, other)
	}
	t.Logf("%d compatible pairs, %d good records, %d other pairs", compatible, good, other)
}
