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
	if _, ok := t.group(name); ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return t.Provider.FindStructType(name)
}

func (t *formTypes) FindStructFieldNames(name string) ([]string, bool) {
	if g, ok := t.group(name); ok {
		return sortedKeys(g.byKey), true
	}
	return t.Provider.FindStructFieldNames(name)
}

func (t *formTypes) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	g, ok := t.group(name)
	if !ok {
		return t.Provider.FindStructFieldType(name, field)
	}
	i, ok := g.byKey[field]
	if !ok {
		return nil, false
	}
	return t.env.fields[g.fields[i]], true
}

func (t *formTypes) NewValue(name string, fields map[string]ref.Val) ref.Val {
	if _, ok := t.group(name); ok {
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
