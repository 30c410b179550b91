package metamodel

import (
	"cel.dev/cel-go/cel"
	"fmt"
	"reflect"
	"slices"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// validity is when each entry of a code list is offered; a zero day is no limit.
type validity struct{ from, to []day }

// validityOf is nil for a list whose entries are always offered.
func validityOf(list *CodeList) *validity {
	var v *validity
	for i, c := range list.Entries {
		if c.ValidFrom == "" && c.ValidTo == "" {
			continue
		}
		if v == nil {
			v = &validity{make([]day, len(list.Entries)), make([]day, len(list.Entries))}
		}
		v.from[i], _ = parseDay([]byte(c.ValidFrom))
		v.to[i], _ = parseDay([]byte(c.ValidTo))
	}
	return v
}

// holds reports whether the entry is offered on that day. A context without a
// day asks for no validity.
func (v *validity) holds(i int, today day) bool {
	if v == nil || today.year <= 1 {
		return true
	}
	return !today.before(v.from[i]) && (v.to[i] == day{} || !v.to[i].before(today))
}

// optionType is how an entry of a code list is called inside CEL.
const optionType = "@option"

// option is an entry of a code list as an x-options expression sees it.
type option struct {
	list *CodeList
	at   int
}

var optionFields = map[string]*types.FieldType{
	"code":   optionField(types.StringType, func(o *option) ref.Val { return types.String(o.list.Entries[o.at].Code) }),
	"parent": optionField(types.StringType, func(o *option) ref.Val { return types.String(o.list.Entries[o.at].Parent) }),
	"level":  optionField(types.IntType, func(o *option) ref.Val { return types.Int(o.list.Level(o.list.Entries[o.at].Code)) }),
	"attributes": optionField(types.NewMapType(types.StringType, types.StringType), func(o *option) ref.Val {
		return types.NewStringStringMap(types.DefaultTypeAdapter, o.list.Entries[o.at].Attributes)
	}),
}

func optionField(t *types.Type, get func(*option) ref.Val) *types.FieldType {
	return &types.FieldType{
		Type:  t,
		IsSet: func(target any) bool { _, ok := target.(*option); return ok },
		GetFrom: func(target any) (any, error) {
			if o, ok := target.(*option); ok {
				return get(o), nil
			}
			return nil, errAbsent
		},
	}
}

func (o *option) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("an option cannot become %v", t)
}

func (o *option) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("an option cannot become %s", t.TypeName())
}

func (o *option) Equal(other ref.Val) ref.Val {
	x, ok := other.(*option)
	return types.Bool(ok && *x == *o)
}

func (o *option) Type() ref.Type { return types.NewObjectType(optionType) }

func (o *option) Value() any { return o }

// offered reports whether every filter of the uses lets an entry through. What
// a filter cannot tell is not offered: the answer it hangs on comes first.
func (st *recordState) offered(f *fieldPlan, uses useSet, row int32, at int) bool {
	if !f.dates.holds(at, st.today.day) {
		return false
	}
	for i := range f.uses {
		k := f.uses[i].options
		if k == nil || !uses.has(i) {
			continue
		}
		if st.filter(k, f, row, at) != True {
			return false
		}
	}
	return true
}

// filter is what one filter says of an entry.
func (st *recordState) filter(k *condition, f *fieldPlan, row int32, at int) Truth {
	st.vars = answerScope{st: st, env: k.prog.env, scope: k.prog.scope, row: row, matter: k.matter, option: option{f.list, at}}
	return k.prog.eval(&st.vars)
}

// neverOffers reports whether a code of the list can never be the answer: it
// only sorts others, it is not among what the element or the field allows, or
// the filter turns it down whatever the answers are.
func (f *fieldPlan) neverOffers(code string) bool {
	i, ok := f.codes[code]
	if !ok || f.f.Computed || f.list == nil {
		return false
	}
	if !f.list.selectable(f.list.index(), i) || f.element != nil && f.element.enum != nil && !slices.Contains(f.element.enum, code) {
		return true
	}
	if len(f.uses) != 1 {
		return false
	}
	if d := f.uses[0].demands; d != nil && d.enum != nil && !slices.Contains(d.enum, code) {
		return true
	}
	k := f.uses[0].options
	return k != nil && len(k.prog.refs) == 0 && k.prog.eval(optionScope{option{f.list, i}}) == False
}

// optionScope is an entry of a list where nothing is answered yet.
type optionScope struct{ option option }

func (optionScope) Parent() cel.Activation { return nil }

func (o optionScope) ResolveName(name string) (any, bool) {
	if name == optionName {
		return &o.option, true
	}
	return nil, false
}

// choice checks that a coded answer is one that may be chosen now.
func (st *recordState) choice(f *fieldPlan, s *slot, row int32) *fault {
	v := s.val.of(st.w.buf)
	for len(v) > 0 {
		code := v
		v = nil
		for i, c := range code {
			if c == listSep {
				code, v = code[:i], code[i+1:]
				break
			}
		}
		if at := f.codes[string(code)]; !st.offered(f, s.uses, row, at) {
			return failed(answerNotOffered, "name", f.list.Entries[at].Name)
		}
	}
	return nil
}

// Options lists, in the list's order, the entries of a coded field that may be
// chosen at path now: those the filter (x-options) lets through, valid on the
// day of the record's context, and of a hierarchy whose leaves alone may be
// chosen only the leaves. Nil for a field without a code list, or hidden. Do
// not change the slice.
func (f *Field) Options(rec *Record, path string) []Code {
	st := rec.state
	at, ok := rec.find(path)
	if !ok || at.f == nil || at.f.f.Key != f.Key || at.f.codes == nil {
		return nil
	}
	s := st.slot(at.f, at.row)
	if s.uses.none() {
		return nil
	}
	index := at.f.list.index()
	uses := s.uses
	enums := at.f.enums(uses)
	if !at.f.choosy && index.leaf == nil && enums == nil {
		return at.f.list.Entries
	}
	out := []Code{}
	for i, c := range at.f.list.Entries {
		if at.f.list.selectable(index, i) && enums.allow(c.Code) && st.offered(at.f, uses, at.row, i) {
			out = append(out, c)
		}
	}
	return out
}
