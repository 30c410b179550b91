package catalog

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// form tries a form out: what is never shown, never demanded, never passed.
func (g *gate) form(id string, f *metamodel.Form) {
	tr := newTrial(g.r, f)
	if tr == nil {
		return
	}
	find := func(p metamodel.Problem) { g.find(metamodel.KindForm, id, p) }
	hidden := map[*metamodel.Field]metamodel.Problem{}
	for _, fd := range f.Fields {
		if p, bad := g.shown(id, tr, fd); bad {
			hidden[fd] = p
		}
	}
	for i, s := range f.Sections {
		fields := fieldsOn(s)
		whole := len(fields) > 0
		for _, fd := range fields {
			whole = whole && hidden[fd].Code != ""
		}
		if whole {
			find(GateUnreachableSection.At("x-layout/sections/"+strconv.Itoa(i), "section", s.Title))
		}
		for _, fd := range fields {
			if p := hidden[fd]; p.Code != "" && (!whole || p.Code == GateRequiredHidden.Code) {
				find(p)
			}
		}
	}
	for _, fd := range f.Fields {
		if hidden[fd].Code == "" {
			g.demands(id, tr, fd)
		}
	}
	g.sources(id, tr)
}

func fieldsOn(s *metamodel.Section) (out []*metamodel.Field) {
	var inside func(g *metamodel.Group)
	inside = func(g *metamodel.Group) {
		out = append(out, g.Fields...)
		for _, sub := range g.Groups {
			inside(sub)
		}
	}
	for _, it := range s.Items {
		switch {
		case it.Field != nil:
			out = append(out, it.Field)
		case it.Group != nil:
			inside(it.Group)
		}
	}
	return out
}

// docPath is where a field is written in its form.
func docPath(f *metamodel.Field) string { return groupPath(f.Group) + "/properties/" + f.Key }

func groupPath(g *metamodel.Group) string {
	name := "properties/" + g.Path[strings.LastIndex(g.Path, "/")+1:]
	if g.Parent != nil {
		name = groupPath(g.Parent) + "/" + name
	}
	if g.Repeat {
		name += "/items"
	}
	return name
}

// shown tries whether a field is ever shown. A repeat's own field counts with a
// row there.
func (g *gate) shown(id string, tr *trial, f *metamodel.Field) (p metamodel.Problem, bad bool) {
	chain := tr.chain(f)
	if len(chain) == 0 || f.Hidden {
		return p, false
	}
	vars, closed := tr.variables(chain)
	path := join(instance(f.Group), f.Key)
	seen := false
	all := tr.each(vars, func(rec *metamodel.Record) bool {
		seen = rec.Visible(path)
		return seen
	})
	said := []any{"field", f.Label, "condition", chain[0].source}
	switch {
	case seen:
		return p, false
	case !closed || !all:
		g.note(metamodel.KindForm, id, GateNotProven.At(docPath(f), said...))
		return p, false
	case len(f.Uses) > 0 && f.Uses[0].Required:
		return GateRequiredHidden.At(docPath(f), said...), true
	}
	return GateUnreachableField.At(docPath(f), said...), true
}

// demands tries a field's required condition and checks, where they stand in no row.
func (g *gate) demands(id string, tr *trial, f *metamodel.Field) {
	if len(f.Uses) == 0 {
		return
	}
	u, at := f.Uses[0], docPath(f)
	find := func(k metamodel.Kind, path, source string) {
		g.find(metamodel.KindForm, id, k.At(path, "field", f.Label, "condition", source))
	}
	row := rowOf(f.Group)
	tryOut := func(source string) result {
		if row != nil && (strings.Contains(source, "row") || strings.Contains(source, "parent")) {
			return result{}
		}
		return tr.outcome(source, nil)
	}
	if !sameSource(u.Visible, "") {
		if o := tryOut(u.Visible); o.closed && o.holds && !o.fails {
			g.find(metamodel.KindForm, id, GateConstant.At(at+"/x-visible", "condition", u.Visible))
		}
	}
	if !sameSource(u.RequiredIf, "") {
		switch o := tryOut(u.RequiredIf); {
		case o.closed && !o.holds:
			find(GateRequiredNever, at+"/x-required", u.RequiredIf)
		case o.closed && !o.fails:
			g.find(metamodel.KindForm, id, GateConstant.At(at+"/x-required", "condition", u.RequiredIf))
		}
	}
	for i, check := range u.Checks {
		path := at + "/x-check/" + strconv.Itoa(i) + "/rule"
		switch o := tryOut(check.Rule); {
		case o.closed && !o.holds && o.fails:
			find(GateCheckImpossible, path, check.Rule)
		case o.closed && o.holds && !o.fails:
			find(GateCheckIdle, path, check.Rule)
		}
	}
}

// sources looks at every expression of a form: what it may cost, and the codes
// it names that ended.
func (g *gate) sources(id string, tr *trial) {
	look := func(path, source string, row *metamodel.Group) {
		if sameSource(source, "") {
			return
		}
		in := tr.inspect(source, row)
		g.costly(metamodel.KindForm, id, path, source, in)
		for _, r := range in.Reads {
			if g.day == "" || r.Field == nil || r.Field.CodeList == nil {
				continue
			}
			for _, l := range r.Literals {
				var code string
				if json.Unmarshal(l, &code) != nil {
					continue
				}
				if e, ok := r.Field.CodeList.Entry(code); ok && e.ValidTo != "" && e.ValidTo < g.day {
					g.find(metamodel.KindForm, id, GateCodeExpired.At(path, "condition", source, "code", e.Name, "to", e.ValidTo))
				}
			}
		}
	}
	for _, f := range tr.form.Fields {
		row, at := rowOf(f.Group), docPath(f)
		for _, u := range f.Uses {
			look(at+"/x-visible", u.Visible, row)
			look(at+"/x-required", u.RequiredIf, row)
			for i, c := range u.Checks {
				look(at+"/x-check/"+strconv.Itoa(i)+"/rule", c.Rule, row)
			}
		}
	}
	var groups func(list []*metamodel.Group)
	groups = func(list []*metamodel.Group) {
		for _, gr := range list {
			for _, u := range gr.Uses {
				look(strings.TrimSuffix(groupPath(gr), "/items")+"/x-visible", u.Visible, outside(gr))
			}
			groups(gr.Groups)
		}
	}
	groups(tr.form.Groups)
	for i, s := range tr.form.Sections {
		at := "x-layout/sections/" + strconv.Itoa(i)
		look(at+"/visible", s.Visible, nil)
		for j, r := range s.Next {
			look(at+"/next/"+strconv.Itoa(j)+"/when", r.When, nil)
		}
	}
}
