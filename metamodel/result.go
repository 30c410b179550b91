package metamodel

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// ResultRules hold a result against the case that it ends: the checks of its
// matter, and what identity numbers say of themselves.
type ResultRules struct {
	yields []string
	form   *Form // reads the answers and the result together; nil: there are no checks
	checks []resultCheck
	tells  []identityTell
}

type resultCheck struct {
	field   string
	rule    *Expr
	message Text
}

// CompileResult compiles what is to hold of a result of a matter with this form;
// nil when nothing is. Yields that are unknown or asked by the form are left
// out: they are refused where they are written. Paths of problems begin at the
// matter.
func CompileResult(form *Form, r *Result, reg Registry) (*ResultRules, Problems) {
	var s sink
	rules := &ResultRules{}
	yielded := map[string]*Element{}
	for _, path := range r.Yields {
		group, key, _ := strings.Cut(path, "/")
		e, known := reg.Element(key)
		if g := form.plan.byName[group]; !known || yielded[path] != nil || form.plan.byPath[path] != nil || g != nil && g.g.Repeat {
			continue
		}
		yielded[path] = e
		rules.yields = append(rules.yields, path)
	}
	rules.tells = identityTells(form, rules.yields, yielded, reg)
	var env *Env
	if len(r.Check) > 0 {
		var ps Problems
		if rules.form, ps = Compile(together(form, yielded), reg); ps.Failed() {
			return nil, underPath("result/check", ps)
		}
		if env, ps = NewEnv(rules.form, nil, reg); ps.Failed() {
			return nil, ps
		}
		env.env.results = true
	}
	for i, c := range r.Check {
		path := at("result/check", i)
		if yielded[c.Field] == nil {
			s.add(resultCheckField, join(path, "field"), "path", clip(c.Field))
		}
		if len(c.Message) == 0 {
			s.add(formNoMessage, join(path, "message"))
		}
		x, ps := env.Condition(join(path, "rule"), c.Rule)
		s.problems = append(s.problems, ps...)
		if x == nil {
			continue
		}
		if !slices.ContainsFunc(x.Refs(), func(ref string) bool { return yielded[ref] != nil }) {
			s.add(resultCheckIdle, join(path, "rule"))
		}
		rules.checks = append(rules.checks, resultCheck{c.Field, x, c.Message})
	}
	if s.problems.Failed() || len(rules.checks)+len(rules.tells) == 0 {
		return nil, s.problems
	}
	return rules, s.problems
}

// Reads lists what the i-th check of the matter reads, as Expr.Refs does.
func (r *ResultRules) Reads(i int) []string { return r.checks[i].rule.Refs() }

// Check holds a result, by path as it was read, against the answers of the case.
// Problems are told at the result's fields.
func (r *ResultRules) Check(answers json.RawMessage, result map[string]json.RawMessage, ctx Context) Problems {
	if r == nil {
		return nil
	}
	groups := membersOf(answers)
	for _, path := range r.yields {
		v := result[path]
		if v == nil {
			continue
		}
		group, key, _ := strings.Cut(path, "/")
		members := membersOf(groups[group])
		members[key] = v
		groups[group], _ = json.Marshal(members) // of raw JSON
	}
	var ps Problems
	for _, t := range r.tells {
		if p, wrong := t.check(groups, ctx); wrong {
			ps = append(ps, p)
		}
	}
	if r.form == nil {
		return ps
	}
	raw, _ := json.Marshal(groups)
	rec := r.form.Check(raw, ctx)
	for _, c := range r.checks {
		if rec.Eval(c.rule) == False {
			ps = append(ps, Problem{Code: resultCheckCode, Severity: Error, Path: c.field, Message: c.message})
		}
	}
	return ps
}

// underPath moves problems to where they are told.
func underPath(path string, ps Problems) Problems {
	out := slices.Clone(ps)
	for i := range out {
		out[i].Path = join(path, out[i].Path)
	}
	return out
}

// membersOf takes an object apart; of anything else there are none.
func membersOf(raw json.RawMessage) map[string]json.RawMessage {
	m := map[string]json.RawMessage{}
	if json.Unmarshal(raw, &m) != nil || m == nil {
		return map[string]json.RawMessage{}
	}
	return m
}

// together is a form that reads the answers of another one and the result beside
// them. Nothing is asked with it: what was filed is read whatever its conditions
// say now, and only types count.
func together(form *Form, yielded map[string]*Element) *FormDoc {
	doc := &FormDoc{Schema: form.Doc.Schema, ID: form.Doc.ID + "-result", Title: form.Doc.Title, Type: "object", Properties: map[string]*GroupDoc{}}
	section := SectionDoc{ID: "all", Title: form.Doc.Title}
	for _, name := range sortedKeys(form.Doc.Properties) {
		g := *form.Doc.Properties[name]
		g.Visible, g.MinItems, g.Hint = "", nil, nil
		section.Fields = append(section.Fields, unasked(name, g.Type, &g.Properties, &g.Items)...)
		doc.Properties[name] = &g
	}
	for _, path := range sortedKeys(yielded) {
		group, key, _ := strings.Cut(path, "/")
		g := doc.Properties[group]
		if g == nil {
			g = &GroupDoc{Type: "object", Subject: group, Properties: map[string]*FieldDoc{}}
			doc.Properties[group] = g
		}
		g.Properties[key] = &FieldDoc{Ref: "element:" + key}
		g.Required = append(slices.Clone(g.Required), key)
		section.Fields = append(section.Fields, path)
	}
	doc.Layout.Sections = []SectionDoc{section}
	return doc
}

// unasked copies what a group holds without what is demanded of it, and lists it
// for a section.
func unasked(path, typ string, properties *map[string]*FieldDoc, items **GroupItems) (listed []string) {
	if typ == "array" {
		row := **items
		unaskedFields(path, &row.Properties)
		*items = &row
		return []string{path}
	}
	return unaskedFields(path, properties)
}

func unaskedFields(path string, properties *map[string]*FieldDoc) (listed []string) {
	*properties = maps.Clone(*properties)
	for _, key := range sortedKeys(*properties) {
		f := *(*properties)[key]
		if f.Type != "" {
			f.Visible, f.MinItems, f.Hint = "", nil, nil
			listed = append(listed, unasked(path+"/"+key, f.Type, &f.Properties, &f.Items)...)
		} else {
			f = FieldDoc{Ref: f.Ref, Label: f.Label, ReadOnly: f.ReadOnly || f.Value != "", Hidden: f.Hidden, Constraints: f.Constraints}
			listed = append(listed, path+"/"+key)
		}
		(*properties)[key] = &f
	}
	return listed
}
