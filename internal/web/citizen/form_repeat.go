package citizen

import (
	"html/template"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// RepeatView is a repeat with its rows. Repeats lie within rows, too: Path is
// the instance's ("member/0/certificate").
type RepeatView struct {
	L
	ID, Path string
	Label    string
	Hint     template.HTML
	Wordings []string // see FieldView
	Of       string   // the row it lies in, for those who cannot see it
	Heading  bool
	Deep     bool // lies in a row
	Rows     []RowView
	Stored   int // rows there are; one more is drawn when it must be filled in
	Error    string
	Full     bool // no more rows may be added
	Most     int
	Here     string // see formView.here: the place of the repeat …
	Next     string // … and of the row that comes next
}

// RowView is one row of a repeat.
type RowView struct {
	ID     string
	Index  int
	Title  string
	Blocks []Block
	Carry  []hidden // what is not shown and stays
	Only   bool     // there is nothing to remove
}

func (v *formView) repeat(g *metamodel.Group, path, of string) *RepeatView {
	r := &RepeatView{L: v.L, ID: anchor(path), Path: path, Label: v.In(g.Label), Hint: v.Rich(v.In(g.Hint)), Of: of,
		Error: v.errors[anchor(path)], Deep: of != "", Heading: of != "" || len(g.Hint) > 0}
	v.first[r.ID] = r.ID
	r.Wordings = v.wordings(g.Path)
	must := v.rec.Required(path)
	r.Stored = v.rec.Rows(path)
	n := r.Stored
	if n == 0 && must {
		n = 1 // what must be filled in is there to be filled in
	}
	r.Heading = r.Heading || n == 0
	for i := range n {
		at := path + "/" + strconv.Itoa(i)
		row := RowView{ID: anchor(at), Index: i, Title: v.rowTitle(g, at, i), Only: i >= r.Stored || n == 1 && must}
		v.first[row.ID] = row.ID
		row.Blocks, row.Carry = v.row(g, at, row.Title)
		r.Rows = append(r.Rows, row)
	}
	for _, u := range g.Uses {
		if u.MaxItems != nil && (r.Most == 0 || *u.MaxItems < r.Most) {
			r.Most = *u.MaxItems
		}
	}
	r.Full = r.Most > 0 && n >= r.Most
	r.Here, r.Next = v.place(r.ID), v.place(anchor(path+"/"+strconv.Itoa(n)))
	return r
}

// row draws an object within a repeat. What it holds and does not show is
// carried along, so that it stays when rows move.
func (v *formView) row(g *metamodel.Group, at, title string) (blocks []Block, carry []hidden) {
	for _, it := range g.Items() {
		switch {
		case it.Field != nil:
			path := at + "/" + it.Field.Key
			if !v.visible(it.Field, path) {
				carry = append(carry, v.carried(it.Field, path)...)
				continue
			}
			if !v.rec.Asked(path) {
				carry = append(carry, v.carried(it.Field, path)...)
			}
			blocks = append(blocks, Block{Field: v.control(it.Field, path)})
		case it.Group != nil:
			inner := it.Group
			path := at + "/" + inner.Key()
			switch {
			case !v.rec.Visible(path):
				carry = append(carry, v.carriedGroup(inner, path)...)
			case inner.Repeat:
				blocks = append(blocks, Block{Repeat: v.repeat(inner, path, title)})
			default:
				set := &SetView{L: v.L, ID: anchor(path), Label: v.In(inner.Label), Hint: v.Rich(v.In(inner.Hint))}
				var more []hidden
				set.Blocks, more = v.row(inner, path, title)
				carry = append(carry, more...)
				if len(set.Blocks) > 0 {
					blocks = append(blocks, Block{Set: set})
				}
			}
		}
	}
	return blocks, carry
}

// rowTitle says which row it is: its number, and who or what is in it.
func (l L) rowTitleOf(rec *metamodel.Record, g *metamodel.Group, at string, i int) string {
	title := l.T("repeat.row", l.In(g.Label), i+1)
	for _, f := range g.Fields {
		path := at + "/" + f.Key
		if f.Hidden || !rec.Visible(path) || !rec.Answered(path) {
			continue
		}
		name := ""
		switch f.Element.Type {
		case metamodel.TypeString:
			if f.Element.Format == "" && f.Element.Sensitivity != metamodel.SensitivePersonal {
				name = rec.Own(path, l.Lang)
			}
		case metamodel.TypePerson, metamodel.TypeOrganisation:
			if typed := rec.Typed(path); len(typed) > 0 {
				name = typed[0]
			}
		case metamodel.TypeCode:
			name = rec.Own(path, l.Lang)
		}
		if name != "" {
			return l.T("repeat.row.name", title, shorten(name, 24))
		}
	}
	return title
}

func (v *formView) rowTitle(g *metamodel.Group, at string, i int) string {
	return v.rowTitleOf(v.rec, g, at, i)
}

// rowAction is a plain submit button that does something to the page:
// "add:member/0/certificate", "remove:member:2", "narrow:…", "find:…",
// "upload:…", "unfile:…:id".
type rowAction struct {
	kind  string
	group string // path
	index int
	id    string
}

func (a rowAction) add() bool { return a.kind == "add" }

func (a rowAction) remove() bool { return a.kind == "remove" }

func readRowAction(action string) rowAction {
	parts := strings.Split(action, ":")
	switch {
	case len(parts) == 2 && (parts[0] == "add" || parts[0] == "narrow" || parts[0] == "find" || parts[0] == "upload"):
		return rowAction{kind: parts[0], group: parts[1]}
	case len(parts) == 3 && parts[0] == "remove":
		if i, err := strconv.Atoi(parts[2]); err == nil && i >= 0 {
			return rowAction{kind: parts[0], group: parts[1], index: i}
		}
	case len(parts) == 3 && parts[0] == "unfile":
		return rowAction{kind: parts[0], group: parts[1], id: parts[2]}
	}
	return rowAction{}
}
