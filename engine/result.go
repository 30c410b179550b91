package engine

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

const maxResultNumber = 64

// issue makes the result a department delivers: every yield entered, valid by its
// element's type and fitting the answers of the case, a number given or drawn.
func (e *Engine) issue(f *family, c *Case, act Action) (*Result, error) {
	m := f.matter(c)
	r := &Result{Number: strings.TrimSpace(act.ResultNo), Issued: f.at}
	var ps metamodel.Problems
	if r.Number == "" {
		r.Number = newNumber(m.Def.ID+"R", f.at.In(f.cal.Zone))
	} else if utf8.RuneCountInString(r.Number) > maxResultNumber || !utf8.ValidString(r.Number) || strings.ContainsFunc(r.Number, isControl) {
		ps = append(ps, resultNumber.At("resultNo", "max", maxResultNumber))
	}
	for _, path := range sortedKeys(act.Result) {
		if !m.Yields[path] {
			ps = append(ps, resultField.At("result/"+path, "path", path))
		}
	}
	if ps.Failed() || len(m.Yields) == 0 {
		return r, ps.Err()
	}
	form, err := e.resultForm(f.pin.rel, m)
	if err != nil {
		return nil, err
	}
	tree, tps := readAnswers(form, nil)
	tps = append(tps, tree.apply(act.Result)...)
	raw, jps := tree.json()
	if tps = append(tps, jps...); tps.Failed() {
		return nil, under("result", tps)
	}
	rec := form.Check(raw, metamodel.Context{Today: f.at.In(f.cal.Zone), WorkingDays: f.cal.WorkingDays})
	missing := map[string]bool{}
	for _, path := range rec.Missing() {
		missing[path] = true
		if fd, ok := form.Field(path); ok {
			ps = append(ps, resultMissing.At("result/"+path, "field", fd.Label))
		}
	}
	for _, p := range rec.Problems {
		if !missing[p.Path] {
			ps = append(ps, under("result", metamodel.Problems{p})...)
		}
	}
	if ps.Failed() {
		return nil, ps
	}
	fields := make(map[string]json.RawMessage, len(m.Yields))
	for path := range m.Yields {
		if v := rec.Raw(path); v != nil {
			fields[path] = v
		}
	}
	if ps := m.Rules.Check(c.Answers, fields, metamodel.Context{Today: f.at.In(f.cal.Zone), Filed: f.filingDay(), WorkingDays: f.cal.WorkingDays}); ps.Failed() {
		return nil, under("result", ps)
	}
	r.Fields = fields
	return r, nil
}

// resultForm is the small form in which a department enters a matter's yields:
// every one required, judged by its element alone.
func (e *Engine) resultForm(rel *catalog.Release, m *catalog.Matter) (*metamodel.Form, error) {
	id := rel.Hash + " " + m.Def.ID
	if form, ok := e.resultForms.Load(id); ok {
		return form.(*metamodel.Form), nil
	}
	doc := &metamodel.FormDoc{
		Schema: "https://json-schema.org/draft/2020-12/schema",
		ID:     "form:" + m.Def.ID + "-result",
		Title:  m.Def.Result.Name, Type: "object",
		Properties: map[string]*metamodel.GroupDoc{},
	}
	section := metamodel.SectionDoc{ID: "result", Title: m.Def.Result.Name}
	for _, path := range m.Def.Result.Yields {
		subject, key, ok := strings.Cut(path, "/")
		if !ok || strings.Contains(key, "/") {
			return nil, fmt.Errorf("matter %s yields %q, which is not a single field", m.Def.ID, path)
		}
		g := doc.Properties[subject]
		if g == nil {
			g = &metamodel.GroupDoc{Type: "object", Subject: subject, Properties: map[string]*metamodel.FieldDoc{}}
			doc.Properties[subject] = g
		}
		fd := &metamodel.FieldDoc{Ref: "element:" + key}
		for _, id := range rel.FormIDs() {
			if form := rel.Form(id); form == nil {
				continue
			} else if known, ok := form.Field(path); ok {
				fd.Ref, fd.Label, fd.Hint = "element:"+known.Element.ID, known.Label, known.Hint
				break
			}
		}
		g.Properties[key] = fd
		g.Required = append(g.Required, key)
		section.Fields = append(section.Fields, path)
	}
	doc.Layout.Sections = []metamodel.SectionDoc{section}
	form, ps := metamodel.Compile(doc, rel.Registry())
	if ps.Failed() {
		return nil, fmt.Errorf("compiling the result form of matter %s: %w", m.Def.ID, ps)
	}
	e.resultForms.Store(id, form)
	return form, nil
}
