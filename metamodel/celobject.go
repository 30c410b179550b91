package metamodel

import (
	"fmt"
	"reflect"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// celObject is how expressions see a value with members: a person's idNumber,
// a range's from, a table's cell.
type celObject struct {
	name    string // of the type; the @ keeps it out of reach of sources
	members []celMember
}

type celMember struct {
	key string
	typ fieldType
}

const celObjectPrefix = "@type."

// celObjects are the objects that are the same in every form, by name.
var celObjects = map[string]*celObject{}

// register makes the object known; only while the package is initialised.
func (o *celObject) register() { c := *o; celObjects[o.name] = &c }

// object finds an object type by its name; tables have one each.
func (t *formTypes) object(name string) (*celObject, bool) {
	if o, ok := celObjects[name]; ok {
		return o, true
	}
	if !strings.HasPrefix(name, celTablePrefix) {
		return nil, false
	}
	for f := range t.env.fields {
		if table, ok := f.typ.(*tableType); ok && table.object.name == name {
			return &table.object, true
		}
	}
	return nil, false
}

func (o *celObject) keys() []string {
	out := make([]string, len(o.members))
	for i, m := range o.members {
		out[i] = m.key
	}
	return out
}

// member is a member's access, nil when there is none of that name.
func (o *celObject) member(key string) *types.FieldType {
	for _, m := range o.members {
		if m.key != key {
			continue
		}
		get := func(target any) ref.Val {
			v, ok := target.(*objectValue)
			if !ok {
				return nil
			}
			var out ref.Val
			eachMember(v.json, func(name []byte, t token) bool {
				if string(name) == key {
					out = m.typ.celValue(t.text())
					return false
				}
				return true
			})
			return out
		}
		return &types.FieldType{
			Type:  m.typ.celType(),
			IsSet: func(target any) bool { return get(target) != nil },
			GetFrom: func(target any) (any, error) {
				if v := get(target); v != nil {
					return v, nil
				}
				return nil, errAbsent
			},
		}
	}
	return nil
}

func (o *celObject) celType() *cel.Type { return types.NewObjectType(o.name) }

func (o *celObject) value(json []byte) ref.Val { return &objectValue{o.name, json} }

// objectValue is one value, in its stored form.
type objectValue struct {
	name string
	json []byte
}

func (v *objectValue) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("%s cannot become %v", v.name, t)
}

func (v *objectValue) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("%s cannot become %s", v.name, t.TypeName())
}

// Equal compares the stored forms: equal values are equal bytes.
func (v *objectValue) Equal(other ref.Val) ref.Val {
	o, ok := other.(*objectValue)
	return types.Bool(ok && o.name == v.name && string(o.json) == string(v.json))
}

func (v *objectValue) Type() ref.Type { return types.NewObjectType(v.name) }

func (v *objectValue) Value() any { return v }
