package metamodel

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// view is one group's answers (or one row's) as an expression sees them: only
// what is visible and valid is there.
type view struct {
	st    *recordState
	group *groupPlan
	row   int32 // of the table that holds the group's fields

	matter int // see condition
}

// shows reports whether a field is there for the view's matter: its own use is
// visible. Where the matter does not ask for the field, any use will do.
func (v *view) shows(f *fieldPlan, uses useSet) bool {
	if v.matter < 0 {
		return true
	}
	for i := range f.uses {
		if f.uses[i].matter == v.matter {
			return uses.has(i)
		}
	}
	return true
}

// get is a field's value, nil when absent. f may come from another form that
// has the same field (a matter's condition over the theme's record).
func (v *view) get(f *fieldPlan) ref.Val {
	if f.g != v.group {
		if f = v.group.field(f.f.Key); f == nil {
			return nil
		}
	}
	s := v.st.slot(f, v.row)
	if s == nil || !s.readable() || !v.shows(f, s.uses) {
		return nil
	}
	return f.typ.celValue(s.val.of(v.st.w.buf))
}

// inner is a group inside the view's, nil when it is not there. g may come from
// another form, as in get.
func (v *view) inner(g *groupPlan) ref.Val {
	if g.outer != v.group {
		if g = v.group.sub(lastPart(g.g.Path)); g == nil {
			return nil
		}
	}
	if v.row < 0 {
		return nil
	}
	if !g.g.Repeat {
		return &view{v.st, g, v.row, v.matter}
	}
	gi := v.st.group(g, v.row)
	if !shownFor(g, v.st.groups[gi].uses, v.matter) {
		return nil
	}
	rows := make([]ref.Val, v.st.groups[gi].rows)
	for i := range rows {
		rows[i] = &view{v.st, g, v.st.row(g, gi, int32(i)), v.matter}
	}
	return types.NewRefValList(types.DefaultTypeAdapter, rows)
}

// parent is the row around the view's row, nil for none.
func (v *view) parent() ref.Val {
	rep := v.group.outer.repeat()
	if rep == nil || v.row <= 0 {
		return nil
	}
	return &view{v.st, rep, v.st.rows[v.row].up, v.matter}
}

// shownFor reports whether a repeat is there for a matter.
func shownFor(g *groupPlan, uses useSet, matter int) bool {
	for i := range g.uses {
		if matter >= 0 && g.uses[i].matter == matter {
			return uses.has(i)
		}
	}
	return !uses.none()
}

func (v *view) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("answers cannot become %v", t)
}

func (v *view) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("answers cannot become %s", t.TypeName())
}

func (v *view) Equal(other ref.Val) ref.Val {
	o, ok := other.(*view)
	return types.Bool(ok && *o == *v)
}

func (v *view) Type() ref.Type { return types.NewObjectType(objectType(v.group.g.Path)) }

func (v *view) Value() any { return v }

// answerScope resolves an expression's names against a record.
type answerScope struct {
	st    *recordState
	env   *celEnv
	scope scope
	row   int32 // where the expression stands; 0 is the document

	matter int    // see condition
	option option // in a filter of options
}

func (a *answerScope) Parent() cel.Activation { return nil }

func (a *answerScope) ResolveName(name string) (any, bool) {
	p := a.st.plan
	switch {
	case a.scope.option && name == optionName:
		return &a.option, true
	case name == contextName:
		return &celContext{ctx: a.st.ctx, env: a.env}, true
	case a.scope.row != nil && name == "row":
		return &view{a.st, a.scope.row, a.row, a.matter}, true
	case a.scope.row != nil && name == parentRow:
		v := view{a.st, a.scope.row, a.row, a.matter}
		if up := v.parent(); up != nil {
			return up, true
		}
		return nil, false
	case a.scope.siblings != nil:
		if f := a.scope.siblings.field(name); f != nil {
			v := view{a.st, a.scope.siblings, a.row, a.matter}
			if val := v.get(f); val != nil {
				return val, true
			}
			return nil, false
		}
	}
	if g := p.root.sub(name); g != nil {
		v := view{a.st, p.root, 0, a.matter}
		if val := v.inner(g); val != nil {
			return val, true
		}
		return nil, false
	}
	if q, ok := a.env.questions[name]; ok && q.Field != "" {
		if f, ok := p.byPath[q.Field]; ok && f.g.repeat() == nil {
			v := view{a.st, f.g, 0, a.matter}
			if val := v.get(f); val != nil {
				return val, true
			}
		}
	}
	return nil, false
}

// questionScope resolves names against a guide's answers.
type questionScope struct {
	env     *celEnv
	answers map[string]any
}

func (q *questionScope) Parent() cel.Activation { return nil }

func (q *questionScope) ResolveName(name string) (any, bool) {
	if name == contextName {
		return &celContext{env: q.env}, true
	}
	qu, ok := q.env.questions[name]
	if !ok {
		return nil, false
	}
	v, ok := q.answers[name]
	if !ok || v == nil {
		return nil, false
	}
	t := qu.Type
	if f := q.env.questionField(qu); f != nil {
		t = f.f.Element.Type
	}
	text, ok := typedAnswer(t, v)
	if !ok {
		return nil, false
	}
	return fieldTypes[t].celValue(text), true
}
