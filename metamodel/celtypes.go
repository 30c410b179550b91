package metamodel

import (
	"errors"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// formTypes tells CEL the fields of each group.
type formTypes struct {
	types.Provider
	env *celEnv
}

func (t *formTypes) group(name string) (*groupPlan, bool) {
	name, ok := strings.CutPrefix(name, "@")
	if !ok {
		return nil, false
	}
	g, ok := t.env.plan.byName[name]
	return g, ok
}

func (t *formTypes) FindStructType(name string) (*types.Type, bool) {
	if _, ok := t.group(name); ok || name == optionType {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	if _, ok := t.object(name); ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return t.Provider.FindStructType(name)
}

func (t *formTypes) FindStructFieldNames(name string) ([]string, bool) {
	if g, ok := t.group(name); ok {
		return sortedKeys(g.byKey), true
	}
	if o, ok := t.object(name); ok {
		return o.keys(), true
	}
	if name == optionType {
		return sortedKeys(optionFields), true
	}
	return t.Provider.FindStructFieldNames(name)
}

func (t *formTypes) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	if o, ok := t.object(name); ok {
		m := o.member(field)
		return m, m != nil
	}
	if name == optionType {
		ft, ok := optionFields[field]
		return ft, ok
	}
	g, ok := t.group(name)
	if !ok {
		return t.Provider.FindStructFieldType(name, field)
	}
	if field == parentRow {
		if rep := g.outer.repeat(); g.g.Repeat && rep != nil {
			return t.env.parents[g], true
		}
	}
	i, ok := g.byKey[field]
	if !ok {
		return nil, false
	}
	if m := g.members[i]; m.field != nil {
		return t.env.fields[m.field], true
	}
	return t.env.groups[g.members[i].group], true
}

func (t *formTypes) NewValue(name string, fields map[string]ref.Val) ref.Val {
	if _, ok := t.group(name); ok {
		return types.NewErr("answers cannot be made in an expression")
	}
	if _, ok := t.object(name); ok {
		return types.NewErr("answers cannot be made in an expression")
	}
	return t.Provider.NewValue(name, fields)
}

var errAbsent = errors.New("no answer")

func fieldAccess(f *fieldPlan) *types.FieldType {
	return &types.FieldType{
		Type: f.typ.celType(),
		IsSet: func(target any) bool {
			v, ok := target.(*view)
			return ok && v.get(f) != nil
		},
		GetFrom: func(target any) (any, error) {
			if v, ok := target.(*view); ok {
				if val := v.get(f); val != nil {
					return val, nil
				}
			}
			return nil, errAbsent
		},
	}
}

// groupType is what an expression sees of a group: an object, or a list of rows.
func groupType(g *groupPlan) *types.Type {
	t := types.NewObjectType(objectType(g.g.Path))
	if g.g.Repeat {
		return types.NewListType(t)
	}
	return t
}

func groupAccess(g *groupPlan) *types.FieldType {
	return &types.FieldType{
		Type: groupType(g),
		IsSet: func(target any) bool {
			v, ok := target.(*view)
			return ok && v.inner(g) != nil
		},
		GetFrom: func(target any) (any, error) {
			if v, ok := target.(*view); ok {
				if val := v.inner(g); val != nil {
					return val, nil
				}
			}
			return nil, errAbsent
		},
	}
}

// parentRow is how a row names the row around it, and an expression the row
// around its own.
const parentRow = "parent"

// parentAccess leads from a row of g to the row around it.
func parentAccess(g *groupPlan) *types.FieldType {
	return &types.FieldType{
		Type:  types.NewObjectType(objectType(g.outer.repeat().g.Path)),
		IsSet: func(any) bool { return true },
		GetFrom: func(target any) (any, error) {
			if v, ok := target.(*view); ok {
				if up := v.parent(); up != nil {
					return up, nil
				}
			}
			return nil, errAbsent
		},
	}
}
