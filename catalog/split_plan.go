package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// MatterSplit says how one matter becomes several.
type MatterSplit struct {
	Matter string
	Parts  []SplitPart
	End    metamodel.Cancellation
}

// SplitPart is one of the matters that another one becomes. What it does not say
// is as the old one had it.
type SplitPart struct {
	ID        string         `json:"id" description:"Of the new matter and its form"`
	Name      metamodel.Text `json:"name"`
	Sections  []string       `json:"sections,omitempty" description:"Of the old form, by id: all that is in them"`
	Fields    []string       `json:"fields,omitempty" description:"Of the old form, by path: fields, or groups with all that is in them"`
	Materials []string       `json:"materials,omitempty" description:"By id"`
	// Result is what it issues; nil: what the old one did. Exactly one part issues that.
	Result        *SplitResult `json:"result,omitempty" description:"What it issues; absent: what the old one did, in one part only"`
	Department    string       `json:"department,omitempty"`
	Fee           *string      `json:"fee,omitempty" description:"Yuan, a decimal"`
	StatutoryDays *float64     `json:"statutoryDays,omitempty" description:"Working days"`
	PromisedDays  *float64     `json:"promisedDays,omitempty" description:"Working days"`
}

// SplitResult is what a part issues beside the one that keeps the old result.
type SplitResult struct {
	Name     metamodel.Text `json:"name"`
	Material string         `json:"material,omitempty" description:"One that the old matter issued"`
	Yields   []string       `json:"yields,omitempty" description:"Of those of the old matter: what the department enters"`
}

// ReadSplit reads a plan from YAML or JSON: {parts: [{id, name, sections, fields,
// materials, …}, …]}.
func ReadSplit(doc []byte) ([]SplitPart, metamodel.Problems) {
	raw, ps := yamlToJSON(doc)
	if ps.Failed() {
		return nil, ps
	}
	var plan struct {
		Parts []SplitPart `json:"parts"`
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&plan); err != nil && !errors.Is(err, io.EOF) {
		return nil, metamodel.Problems{SplitRead.At("", "detail", strings.TrimPrefix(err.Error(), "json: "))}
	}
	return plan.Parts, nil
}

// SplitOutline is a plan to begin from: all of a matter in one part, with what
// each thing is called behind it.
func SplitOutline(m *Matter, lang string) string {
	var b strings.Builder
	name := func(t metamodel.Text) string { return strings.Join(strings.Fields(t.In(lang)), " ") }
	fmt.Fprintf(&b, "# %s %s\n", m.Def.ID, name(m.Def.Name))
	b.WriteString("parts:\n  - id: " + m.Def.ID + "a\n    name: {zh: \"\", en: \"\"}\n    sections:\n")
	for _, s := range m.Form.Sections {
		fmt.Fprintf(&b, "      - %q # %s\n", s.ID, name(s.Title))
		for _, f := range m.Form.Fields {
			if f.Section == s {
				fmt.Fprintf(&b, "      #   fields: %s # %s\n", f.Path, name(f.Label))
			}
		}
	}
	if len(m.Def.Materials) > 0 {
		b.WriteString("    materials:\n")
	}
	for _, u := range m.Def.Materials {
		fmt.Fprintf(&b, "      - %q # %s\n", u.Material, name(u.Label))
	}
	fmt.Fprintf(&b, "    # %s: %s\n", metamodel.ZhEn("出具", "issues").In(lang), name(m.Def.Result.Name))
	b.WriteString("  - id: " + m.Def.ID + "b\n    name: {zh: \"\", en: \"\"}\n    fields: []\n    materials: []\n    result: {name: {zh: \"\", en: \"\"}}\n")
	return b.String()
}

// splitPart is a part with what it takes along.
type splitPart struct {
	SplitPart
	keep      map[string]bool // paths of fields
	materials map[string]bool
	brought   []broughtField // what came along, in the form's order
	result    metamodel.Result
}

// broughtField is a field that nobody put into a part and that something in it reads.
type broughtField struct {
	field *metamodel.Field
	by    metamodel.Text
}

// parts reads the plan: what each part takes, with what that needs.
func (x *matterSplitter) parts() {
	if len(x.how.Parts) < 2 {
		x.fail(SplitFew.At("parts"))
		return
	}
	ids := map[string]bool{}
	for i := range x.how.Parts {
		sp := &x.how.Parts[i]
		at := fmt.Sprintf("parts/%d", i)
		switch {
		case sp.ID == "" || wordless(sp.Name):
			x.fail(SplitUnnamed.At(at))
		case !writableID.MatchString(sp.ID):
			x.fail(SplitID.At(at+"/id", "id", sp.ID))
		case ids[sp.ID] || x.r.MatterDef(sp.ID) != nil || x.r.Form(sp.ID) != nil:
			x.fail(MergedTaken.At(at+"/id", "id", sp.ID))
		}
		ids[sp.ID] = true
		if sp.Department != "" {
			if _, ok := x.r.reg.department(sp.Department); !ok {
				x.fail(UnknownDepartment.At(at+"/department", "department", sp.Department))
			}
		}
		p := &splitPart{SplitPart: *sp, keep: map[string]bool{}, materials: map[string]bool{}}
		x.takes(p, at)
		x.needs(p)
		if len(p.keep) == 0 {
			x.fail(SplitEmpty.At(at, "part", p.Name))
		}
		x.into = append(x.into, p)
	}
	x.complete()
}

// wordless reports whether a text lacks the language that all fall back to.
func wordless(t metamodel.Text) bool { return strings.TrimSpace(t[metamodel.Languages[0]]) == "" }

// takes resolves what a plan names.
func (x *matterSplitter) takes(p *splitPart, at string) {
	unknown := func(list string, i int, name string) {
		x.fail(SplitUnknown.At(fmt.Sprintf("%s/%s/%d", at, list, i), "name", name, "matter", x.old.Def.Name))
	}
	for i, id := range p.Sections {
		s, ok := x.old.Form.Section(id)
		if !ok {
			unknown("sections", i, id)
			continue
		}
		for _, f := range x.old.Form.Fields {
			if f.Section == s {
				p.keep[f.Path] = true
			}
		}
	}
	for i, path := range p.Fields {
		found := false
		for _, f := range x.old.Form.Fields {
			if f.Path == path || strings.HasPrefix(f.Path, path+"/") {
				p.keep[f.Path], found = true, true
			}
		}
		if !found {
			unknown("fields", i, path)
		}
	}
	for i, id := range p.Materials {
		if !slices.ContainsFunc(x.old.Materials, func(m MatterMaterial) bool { return m.Use.Material == id }) {
			unknown("materials", i, id)
		}
		p.materials[id] = true
	}
}

// needs takes along what the conditions, formulas and rules of a part read.
func (x *matterSplitter) needs(p *splitPart) {
	form := x.old.Form
	by := map[string]metamodel.Text{}
	var bring func(paths []string, who metamodel.Text)
	bring = func(paths []string, who metamodel.Text) {
		for _, path := range paths {
			if _, ok := form.Field(path); ok && !p.keep[path] && by[path] == nil {
				by[path] = who
			}
		}
		// Of a repeat the rows are counted, from the innermost: any field keeps
		// them, and where there is none all come.
		for _, path := range slices.Backward(paths) {
			if g, ok := form.Group(path); ok && !slices.ContainsFunc(form.Fields, func(f *metamodel.Field) bool {
				return liesUnder(g, f) && (p.keep[f.Path] || by[f.Path] != nil)
			}) {
				for _, f := range form.Fields {
					if liesUnder(g, f) {
						bring(form.Needs(f.Path), who)
					}
				}
			}
		}
	}
	for _, f := range form.Fields {
		if p.keep[f.Path] {
			bring(form.Needs(f.Path), f.Label)
		}
	}
	for _, m := range x.old.Materials {
		if p.materials[m.Use.Material] && m.When != nil {
			bring(form.Needs(m.When.Refs()...), m.Use.Label)
		}
	}
	for _, f := range form.Fields {
		if who := by[f.Path]; who != nil {
			p.keep[f.Path] = true
			p.brought = append(p.brought, broughtField{f, who})
		}
	}
}

// liesUnder reports whether a field lies in a group, at any depth.
func liesUnder(g *metamodel.Group, f *metamodel.Field) bool {
	return strings.HasPrefix(f.Path, g.Path+"/")
}

// complete refuses a plan that loses a field or a material.
func (x *matterSplitter) complete() {
	kept := func(has func(p *splitPart) bool) bool { return slices.ContainsFunc(x.into, has) }
	for _, f := range x.old.Form.Fields {
		if !kept(func(p *splitPart) bool { return p.keep[f.Path] }) {
			x.fail(SplitField.At("parts", "field", f.Label, "path", f.Path))
		}
	}
	for _, m := range x.old.Materials {
		if !kept(func(p *splitPart) bool { return p.materials[m.Use.Material] }) {
			x.fail(SplitMaterial.At("parts", "material", m.Use.Label, "id", m.Use.Material))
		}
	}
}
