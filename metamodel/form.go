package metamodel

import (
	"encoding/json"
	"time"
)

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
	Doc      *FormDoc   // its element groups written out
	Groups   []*Group   // the outermost, in layout order of first appearance
	Fields   []*Field   // every field, also of groups inside groups, in layout order
	Sections []*Section // pages

	plan *plan
}

// Section is one topic of a form.
type Section struct {
	ID      string
	Title   Text
	Hint    Text
	Visible string  // CEL, as written
	Next    []Route // as written
	Items   []Item  // in order

	index int
}

// Item is a field, a whole repeat or a text on a page, or a field or group of a
// row: exactly one is set.
type Item struct {
	Field *Field
	Group *Group
	Text  *Static
}

// Static is text that a page shows and nobody answers.
type Static struct {
	ID   string
	Text Text
	Kind string // plain, notice, warning, heading; "": plain
}

// Group is one subject's fields, single or repeated.
type Group struct {
	Path    string // property names from the outermost: "employee/certificate"
	Subject *Subject
	Label   Text
	Hint    Text
	Repeat  bool
	Parent  *Group // the group around it, nil for the outermost
	Fields  []*Field
	Groups  []*Group   // the groups inside it
	Order   []Item     // its fields and groups as they are met
	Uses    []GroupUse // one with Matter "" for a matter's own form

	index int
}

// Field is one compiled field.
type Field struct {
	Path     string // "premises/DE00203", "employee/certificate/DE00013"; an answer in rows is at "employee/0/certificate/1/DE00013"
	Key      string // "DE00203"
	Group    *Group
	Section  *Section // where it, or the repeat it is in, is asked
	Element  *Element
	CodeList *CodeList // of code and codes; an address's divisions; a table's rows
	Label    Text
	Hint     Text
	ReadOnly bool            // shown, not changed by the citizen; true for what is Computed
	Computed bool            // x-value in every use: never asked. What one matter computes and another asks for: see Record.Asked
	Hidden   bool            // carried, never shown
	Default  json.RawMessage // what the control starts with, normalised; nil for nothing
	Same     []Twin          // in a merged form: what it is copied from, see Record.SameAs
	Uses     []FieldUse      // one with Matter "" for a matter's own form
	Parts    []*Field        // of a composite, in order: Key is the member's name; of a table: its columns (its rows are CodeList)

	index int
	typ   fieldType
}

// Context is what an evaluation needs beside the answers.
type Context struct {
	Today   time.Time       // now, at the place of the filing: dates are its year, month and day, “now” is the instant
	Filed   time.Time       // when the case was submitted, there too; zero where no result is checked
	Scope   map[string]bool // matters in scope; nil means every use counts
	Awaited map[string]bool // field paths supplied later by a department: hidden, never required

	// Supplied are the answers, by path with the indexes of rows, that a source
	// department gave: they count as any other, and nobody is asked for them.
	Supplied map[string]bool

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
