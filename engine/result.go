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
// Whatever is wrong is told at once.
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
	if len(m.Yields) == 0 {
		return r, ps.Err()
	}
	ctx := metamodel.Context{Today: f.at.In(f.cal.Zone), Filed: f.filingDay(), WorkingDays: f.cal.WorkingDays}
	form, err := e.resultForm(f.pin.rel, m)
	if err != nil {
		return nil, err
	}
	fields, wrong := entered(form, m.Yields, act.Result, ctx)
	wrong = append(wrong, m.Rules.Check(c.Answers, fields, ctx)...)
	if ps = append(ps, under("result", wrong)...); ps.Failed() {
		return nil, ps
	}
	r.Fields = fields
	return r, nil
}

// entered reads the yields that a department enters: those that can be read, and
// what is wrong with the others.
func entered(form *metamodel.Form, yields map[string]bool, result map[string]json.RawMessage, ctx metamodel.Context) (fields map[string]json.RawMessage, ps metamodel.Problems) {
	tree, ps := readAnswers(form, nil)
	for _, path := range sortedKeys(result) {
		if yields[path] {
			ps = append(ps, tree.set(path, result[path])...)
		}
	}
	raw, unread := tree.json()
	if ps = append(ps, unread...); unread.Failed() {
		return nil, ps
	}
	rec, wrong, missing := form.Check(raw, ctx), wrongYields(ps), map[string]bool{}
	for _, path := range rec.Missing() {
		missing[path] = true
		if fd, ok := form.Field(path); ok && !wrong[path] {
			ps = append(ps, resultMissing.At(path, "field", fd.Label))
		}
	}
	for _, p := range rec.Problems {
		if !missing[p.Path] {
			ps = append(ps, p)
		}
	}
	fields, wrong = make(map[string]json.RawMessage, len(yields)), wrongYields(ps)
	for path := range yields {
		if v := rec.Raw(path); v != nil && !wrong[path] {
			fields[path] = v
		}
	}
	return fields, ps
}

// wrongYields are the yields that problems are about: a problem may be told at a
// part of one.
func wrongYields(ps metamodel.Problems) map[string]bool {
	wrong := map[string]bool{}
	for _, p := range ps {
		if parts := strings.SplitN(p.Path, "/", 3); len(parts) > 1 && p.Severity == metamodel.Error {
			wrong[parts[0]+"/"+parts[1]] = true
		}
	}
	return wrong
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
