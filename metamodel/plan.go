package metamodel

import "encoding/json"

// MaxRows is how many rows a repeat may ever have, also when a form sets no
// maxItems: conditions over a repeat must have an end.
const MaxRows = 1000

// maxUses bounds the matters that may share one field; their visibility is one
// machine word.
const maxUses = 64

// plan is a form compiled for checking: indexes instead of names.
type plan struct {
	groups  []*groupPlan // in the order of Form.Groups
	byName  map[string]*groupPlan
	byPath  map[string]*Field
	matters map[string]int // index into a record's scope
	order   []step         // what is decided before what
	memos   int            // conditions whose outcome a record remembers
	singles int            // slots of the fields that are not in repeats
}

// step decides the visibility of a group (field nil) or of a field in every row.
type step struct {
	group *groupPlan
	field *fieldPlan
}

type groupPlan struct {
	g       *Group
	index   int
	fields  []*fieldPlan
	byKey   map[string]int
	uses    []groupUsePlan
	base    int // first slot of a single group
	maxRows int // the most any of its uses allows
	docPath string
}

type groupUsePlan struct {
	matter   int // -1: counts always
	visible  *condition
	min, max int // rows; max -1 is none
}

type fieldPlan struct {
	f       *Field
	g       *groupPlan
	pos     int // within the group
	typ     fieldType
	codes   map[string]int // index into the code list
	element *constraints
	uses    []usePlan
	masked  bool
	shaped  bool // a text with a format or a pattern: it may have to be normalised
	docPath string
}

type usePlan struct {
	matter     int // -1: counts always
	groupUse   int // the group's use of the same matter, -1 when it has none
	visible    *condition
	required   bool
	requiredIf *condition
	demands    *constraints // nil when it narrows nothing
	checks     []checkPlan
}

type checkPlan struct {
	rule    *condition
	message Text
}

// condition is one use of an expression; nil is always true.
type condition struct {
	prog   *celProgram
	memo   int // where a record remembers it; -1 inside a repeat or over siblings
	matter int // sees answers as this matter's own form would; -1: all of them
}

func (f *fieldPlan) codeNames() []string {
	out := make([]string, len(f.f.CodeList.Entries))
	for i, e := range f.f.CodeList.Entries {
		out[i] = e.Code
	}
	return out
}

// usedFormats calls yield for every constraints of f that demands a format.
func (f *fieldPlan) usedFormats(yield func(*constraints)) {
	if f.element.format != "" {
		yield(f.element)
	}
	for i := range f.uses {
		if d := f.uses[i].demands; d != nil && d.format != "" {
			yield(d)
		}
	}
}

// Field finds a field by its path (row indexes are ignored).
func (f *Form) Field(path string) (*Field, bool) {
	if fd, ok := f.plan.byPath[path]; ok {
		return fd, true
	}
	group, _, key, ok := splitPath(path)
	if !ok || key == "" {
		return nil, false
	}
	fd, ok := f.plan.byPath[group+"/"+key]
	return fd, ok
}

// Group finds a group by its path.
func (f *Form) Group(path string) (*Group, bool) {
	g, ok := f.plan.byName[path]
	if !ok {
		return nil, false
	}
	return g.g, true
}

// FromInput turns what an HTML control posted into JSON: a number, true, a
// list of codes… A date takes one value or three (year, month, day). What
// cannot be read stays a JSON string, as typed, so that Check reports it and
// nothing is lost. No values, or only blanks, give nil.
func (f *Field) FromInput(values []string) json.RawMessage {
	return fieldTypes[f.Element.Type].input(append([]string(nil), values...))
}
