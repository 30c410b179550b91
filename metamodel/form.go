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
}

// Record is the outcome of checking answers against a form.
type Record struct {
	Form     *Form
	Problems Problems // in form order; paths point at answers

	state *recordState
}

// Check reads one JSON object of answers (see Gate for its limits), normalises
// every value (width, spaces, case as the type says), evaluates visibility and
// requiredness, and checks every rule. It never fails: what is wrong is in
// Record.Problems, and what was typed stays readable through Typed.
// An answer that belongs to a hidden field is kept by the caller's draft and
// left out of JSON.
func (f *Form) Check(answers []byte, ctx Context) *Record { return f.check(answers, ctx) }

// JSON is the normalised answers: form order, visible and valid answers only,
// the same bytes for the same answers. Valid to store when Problems is empty.
func (r *Record) JSON() []byte { return r.json() }

// Visible reports whether the field (or repeat, by group path) at path is
// shown. Paths of rows carry the index ("employee/0/DE00001").
func (r *Record) Visible(path string) bool { return r.visible(path) }

// Required reports whether the field at path must be answered now.
func (r *Record) Required(path string) bool { return r.required(path) }

// Answered reports whether there is a non-empty answer at path, valid or not.
func (r *Record) Answered(path string) bool { return r.answered(path) }

// Rows is the number of rows of a repeat; 0 for an unknown group.
func (r *Record) Rows(group string) int { return r.rows(group) }

// Raw is the answer at path as JSON (normalised when valid), nil when absent.
func (r *Record) Raw(path string) json.RawMessage { return r.raw(path) }

// Typed is the answer as a person would type it into a control: the string
// itself, "320", "true", "2026-05-01", a code; as typed when invalid.
// Codes gives one string a code.
func (r *Record) Typed(path string) []string { return r.typed(path) }

// Display is the answer in words for people: code names, 是/否, a date in the
// language's form, with the unit; masked when mask is set and the element is
// sensitive.
func (r *Record) Display(path, lang string, mask bool) string { return r.display(path, lang, mask) }

// Missing lists the paths of visible, required fields without an answer.
func (r *Record) Missing() []string { return r.missing() }

// Eval evaluates an expression compiled with the form's Env (materials'
// conditions, theme conditions) against the record.
func (r *Record) Eval(x *Expr) Truth { return r.eval(x) }

// Project keeps what belongs to another form: the answers of matter's own form
// out of a merged one. Visibility is judged by the target form.
func (r *Record) Project(to *Form) []byte { return r.project(to) }

// Field finds a field by its path (row indexes are ignored).
func (f *Form) Field(path string) (*Field, bool) { return f.field(path) }

// Group finds a group by its path.
func (f *Form) Group(path string) (*Group, bool) { return f.group(path) }

// Section finds a section by id.
func (f *Form) Section(id string) (*Section, bool) {
	for _, s := range f.Sections {
		if s.ID == id {
			return s, true
		}
	}
	return nil, false
}

// FromInput turns what an HTML control posted into JSON: a number, true, a
// list of codes… What cannot be read stays a JSON string, as typed, so that
// Check reports it and nothing is lost. No values, or only blanks, give nil.
func (f *Field) FromInput(values []string) json.RawMessage { return f.fromInput(values) }

// Truth is the outcome of a condition when answers may be absent.
type Truth int8

const (
	Unknown Truth = iota // an answer it needs is absent
	False
	True
)

// Compile turns a form as written into a plan. Every problem is reported, with
// paths into the document; the form is nil when any of them is an error.
func Compile(doc *FormDoc, reg Registry) (*Form, Problems) { return compile(doc, reg) }
