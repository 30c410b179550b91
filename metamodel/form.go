package metamodel

import "time"

// Registry resolves what a form refers to. Catalog's packs implement it.
type Registry interface {
	Element(id string) (*Element, bool)
	CodeList(id string) (*CodeList, bool)
	Subject(id string) (*Subject, bool)
	ElementGroup(id string) (*ElementGroup, bool)
}

// Form is a compiled form: immutable, safe for concurrent use.
type Form struct {
	ID       string
	Title    Text
	Doc      *FormDoc
	Groups   []*Group   // in layout order of first appearance
	Fields   []*Field   // every field, in layout order
	Sections []*Section // pages

	plan *plan
}

// Section is one topic of a form.
type Section struct {
	ID    string
	Title Text
	Items []Item // in order
}

// Item is a single field or a whole repeat on a page: exactly one is set.
type Item struct {
	Field *Field
	Group *Group
}

// Group is one subject's fields, single or repeated.
type Group struct {
	Path    string // property name = subject id
	Subject *Subject
	Label   Text
	Repeat  bool
	Fields  []*Field
	Uses    []GroupUse // one with Matter "" for a matter's own form

	index int
}

// Field is one compiled field.
type Field struct {
	Path     string // "premises/DE00203"; a row's answer is at "employee/0/DE00001"
	Key      string // "DE00203"
	Group    *Group
	Element  *Element
	CodeList *CodeList // nil unless code or codes
	Label    Text
	Hint     Text
	Uses     []FieldUse // one with Matter "" for a matter's own form

	index int
}

// Context is what an evaluation needs beside the answers.
type Context struct {
	Today   time.Time       // the date at the place of the filing; only year, month, day count
	Scope   map[string]bool // matters in scope; nil means every use counts
	Awaited map[string]bool // field paths supplied later by a department: hidden, never required

	// WorkingDays counts the working days after from up to and including to,
	// both dates at midnight UTC, from not after to; ok is false where no
	// calendar knows. nil: there is no calendar.
	WorkingDays func(from, to time.Time) (n int, ok bool)
}

// Section finds a section by id.
func (f *Form) Section(id string) (*Section, bool) {
	for _, s := range f.Sections {
		if s.ID == id {
			return s, true
		}
	}
	return nil, false
}

// Truth is the outcome of a condition when answers may be absent.
type Truth int8

const (
	Unknown Truth = iota // an answer it needs is absent
	False
	True
)
