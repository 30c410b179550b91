package metamodel

import (
	"strings"
	"sync/atomic"
)

// MaxRows is how many rows a repeat may ever have, also when a form sets no
// maxItems: conditions over a repeat must have an end.
const MaxRows = 1000

// MaxAllRows and maxSlots bound a whole document: repeats inside repeats
// multiply, and a row of three bytes ("{},") costs a place for each of its
// fields.
const (
	MaxAllRows = 20_000
	maxSlots   = 1 << 19
)

// plan is a form compiled for checking: indexes instead of names.
type plan struct {
	root     *groupPlan            // the document: its members are the form's groups
	groups   []*groupPlan          // every group, in layout order of first appearance, outer before inner
	byName   map[string]*groupPlan // by definition path
	byPath   map[string]*fieldPlan // by definition path
	tables   []*table              // the first is the document's own, of one row
	sections []*sectionPlan
	texts    map[string]*textPlan
	matters  map[string]int // index into a record's scope
	order    []step         // what is decided before what
	moving   []step         // the part of it that hangs on conditions
	memos    int            // conditions whose outcome a record remembers
	journey  bool           // sections have conditions or routes
	flow     flow           // what depends on what, found when first needed
}

// table is what repeats as one: the fields of a repeat and of the single groups
// within it. Every row holds a slot a field and a state a group.
type table struct {
	index  int
	repeat *groupPlan // nil: the document
	fields []*fieldPlan
	groups []*groupPlan // the groups directly in a row, with those in its single groups
	nests  bool         // a row holds repeats: rows of one instance do not lie side by side
	order  []step       // the part of plan.order that is about this table
	moving []step       // likewise of plan.moving

	slots   []slot       // of a row in which everything counts and nothing is answered yet
	states  []groupState // likewise
	must    int          // how many of its fields are required whatever else is answered
	watched []*fieldPlan // with rules, or conditions of their own
	repeats []*groupPlan // among its groups
}

// step decides a section (whether it is shown; which one follows), or in every
// row the visibility of a group (field nil) or of a field.
type step struct {
	group   *groupPlan
	field   *fieldPlan
	section *sectionPlan
	leave   bool
}

// table is where the step's states are.
func (s step) table() *table {
	switch {
	case s.section != nil:
		return nil
	case s.field != nil:
		return s.field.g.in
	}
	return s.group.table
}

type groupPlan struct {
	g       *Group
	index   int        // in plan.groups; -1 before the layout places it
	outer   *groupPlan // nil for the document
	table   *table     // where its state is: the table around it
	pos     int        // in that table's groups
	in      *table     // where its fields are: of a repeat, the table of its rows
	fields  []*fieldPlan
	members []member       // fields and groups in order
	after   []atomic.Int32 // by member and one: which member followed it last time
	still   bool           // hangs on no condition
	byKey   map[string]int // into members
	uses    []groupUsePlan
	maxRows int          // the most any of its uses allows
	section *sectionPlan // of a repeat that lies in no other, when the section may be left out
	docPath string
	items   string // where its properties are written
}

// member is a field or a group of a group: one is set.
type member struct {
	key   string
	json  string // `"key":`
	field *fieldPlan
	group *groupPlan
	reading
}

// reading is what an answer in its stored form is read with. It lies in the
// member, beside that of the next field: the plans of thousands of fields fit
// no processor's cache, and waiting for each costs more than reading.
type reading struct {
	fast        *fastCheck // shared by fields of one element
	pos         int32      // within its table's row
	still, must bool       // as the field's
}

// field is the field of that key, nil when there is none.
func (g *groupPlan) field(key string) *fieldPlan {
	if i, ok := g.byKey[key]; ok {
		return g.members[i].field
	}
	return nil
}

// sub is the group of that name inside g, nil when there is none.
func (g *groupPlan) sub(name string) *groupPlan {
	if i, ok := g.byKey[name]; ok {
		return g.members[i].group
	}
	return nil
}

func (g *groupPlan) add(m member) {
	m.json = string(appendString(nil, m.key)) + ":"
	g.byKey[m.key] = len(g.members)
	g.members = append(g.members, m)
	if m.field != nil {
		g.fields = append(g.fields, m.field)
	}
}

// repeat is the innermost repeat that g is or lies in, nil for none.
func (g *groupPlan) repeat() *groupPlan {
	for ; g != nil && g.outer != nil; g = g.outer {
		if g.g.Repeat {
			return g
		}
	}
	return nil
}

type groupUsePlan struct {
	matter   int // -1: counts always
	groupUse int // the outer group's use of the same matter, -1 when it has none
	visible  *condition
	min, max int // rows; max -1 is none
}

type fieldPlan struct {
	f        *Field
	g        *groupPlan
	pos      int // within its table's row
	typ      fieldType
	codes    map[string]int // of code and codes: index into the code list
	list     *CodeList      // likewise
	dates    *validity      // of a list whose entries come and go
	choosy   bool           // not every entry of the list may always be chosen
	still    bool           // hangs on no condition
	must     bool           // required whatever else is answered
	computes bool           // a use computes it
	mixed    bool           // some uses compute it, others ask for it, or one does either
	inputs   []Text         // of a mixed one, by use: the names of what its value is computed from
	same     []Twin         // as written, until they are compiled
	twins    []twinPlan     // fields that it is the same as while something holds
	takers   []*fieldPlan   // fields that have it as a twin
	element  *constraints
	uses     []usePlan
	masked   bool
	shaped   bool         // a text with a format or a pattern: it may have to be normalised
	section  *sectionPlan // of a field in no repeat, when the section may be left out
	docPath  string
	rule     *groupRule // nil: no element group brings a condition
	told     atomic.Pointer[[]told]
}

type twinPlan struct {
	of   *fieldPlan
	when *condition
}

type usePlan struct {
	matter     int // -1: counts always
	groupUse   int // the group's use of the same matter, -1 when it has none
	visible    *condition
	required   bool
	requiredIf *condition
	value      *condition   // nil unless computed
	valueWhen  *condition   // nil: computed always
	options    *condition   // nil: every entry is offered
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

// codeNames are the codes that may be answers.
func (f *fieldPlan) codeNames() []string {
	x := f.list.index()
	out := make([]string, 0, len(f.list.Entries))
	for i := range f.list.Entries {
		if f.list.selectable(x, i) {
			out = append(out, f.list.Entries[i].Code)
		}
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
	fp, ok := f.plan.byPath[path]
	if !ok {
		if fp, ok = f.plan.byPath[definitionPath(path)]; !ok {
			return nil, false
		}
	}
	return fp.f, true
}

// Group finds a group by its path (row indexes are ignored).
func (f *Form) Group(path string) (*Group, bool) {
	g, ok := f.plan.byName[path]
	if !ok {
		if g, ok = f.plan.byName[definitionPath(path)]; !ok || endsInIndex(path) {
			return nil, false
		}
	}
	return g.g, true
}

// definitionPath leaves the row indexes out of a path of answers.
func definitionPath(path string) string {
	parts := strings.Split(path, "/")
	kept := parts[:0]
	for _, p := range parts {
		if _, ok := rowIndex(p); !ok {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "/")
}

func endsInIndex(path string) bool {
	_, ok := rowIndex(path[strings.LastIndexByte(path, '/')+1:])
	return ok
}

// rowIndex reads a row's number in a path.
func rowIndex(s string) (int, bool) {
	if s == "" || len(s) > 6 || s[0] == '0' && len(s) > 1 {
		return 0, false
	}
	n, ok := digits([]byte(s))
	return n, ok
}
