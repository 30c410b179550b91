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
	row   int // -1 for a single group; beyond the rows: an empty row

	matter int // see condition
}

// shows reports whether a field is there for the view's matter: its own use is
// visible. Where the matter does not ask for the field, any use will do.
func (v *view) shows(f *fieldPlan, uses uint64) bool {
	if v.matter < 0 {
		return true
	}
	for i := range f.uses {
		if f.uses[i].matter == v.matter {
			return uses&(1<<i) != 0
		}
	}
	return true
}

// get is a field's value, nil when absent. f may come from another form that
// has the same field (a matter's condition over the theme's record).
func (v *view) get(f *fieldPlan) ref.Val {
	if f.g != v.group {
		i, ok := v.group.byKey[f.f.Key]
		if !ok {
			return nil
		}
		f = v.group.fields[i]
	}
	s := v.st.slot(f, v.row)
	if s == nil || !s.readable() || !v.shows(f, s.uses) {
		return nil
	}
	return f.typ.celValue(s.val.of(v.st.w.buf))
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
	row   int

	matter int // see condition
}

// rows counts the rows of a repeat that are there for the scope's matter.
func (a *answerScope) rows(g *groupPlan) (n int, shown bool) {
	gs := &a.st.groups[g.index]
	for i := range g.uses {
		if a.matter >= 0 && g.uses[i].matter == a.matter {
			return gs.rows, gs.uses&(1<<i) != 0
		}
	}
	return gs.rows, gs.uses != 0
}

func (a *answerScope) Parent() cel.Activation { return nil }

func (a *answerScope) ResolveName(name string) (any, bool) {
	p := a.st.plan
	switch {
	case name == contextName:
		return &celContext{ctx: a.st.ctx, env: a.env}, true
	case a.scope.row != nil && name == "row":
		return &view{a.st, a.scope.row, a.row, a.matter}, true
	case a.scope.siblings != nil:
		if i, ok := a.scope.siblings.byKey[name]; ok {
			v := view{a.st, a.scope.siblings, a.row, a.matter}
			if val := v.get(a.scope.siblings.fields[i]); val != nil {
				return val, true
			}
			return nil, false
		}
	}
	if g, ok := p.byName[name]; ok {
		if !g.g.Repeat {
			return &view{a.st, g, -1, a.matter}, true
		}
		n, shown := a.rows(g)
		if !shown {
			return nil, false
		}
		rows := make([]ref.Val, n)
		for i := range rows {
			rows[i] = &view{a.st, g, i, a.matter}
		}
		return types.NewRefValList(types.DefaultTypeAdapter, rows), true
	}
	if q, ok := a.env.questions[name]; ok && q.Field != "" {
		if f, ok := p.byPath[q.Field]; ok && !f.Group.Repeat {
			g := p.byName[f.Group.Path]
			v := view{a.st, g, -1, a.matter}
			if val := v.get(g.fields[g.byKey[f.Key]]); val != nil {
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
