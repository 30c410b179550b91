package citizen

import (
	"html/template"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Block is a part of a topic's page: a field, a repeat, a group of a row or a
// text, or what lies beside such in a correction; a heading before it when the
// subject changes.
type Block struct {
	Heading string
	Field   *FieldView
	Repeat  *RepeatView
	Set     *SetView
	Text    *TextView
	Beside  *BesideView
}

// SetView is a group inside a row: its fields under a legend.
type SetView struct {
	L
	ID, Label string
	Hint      template.HTML
	Blocks    []Block
}

// TextView is text between the fields.
type TextView struct {
	L
	ID   string
	Kind string // plain, notice, warning, heading
	HTML template.HTML
}

// formView draws the fields of a form that apply now.
type formView struct {
	L
	pages *Pages
	form  *metamodel.Form
	rec   *metamodel.Record
	// errors are the words beside each control, by its id; what is not in it shows no error.
	errors map[string]string
	// known says where a prefilled answer came from, by path.
	known map[string]string
	along map[string][]string                 // what is corrected with an answer, by path
	unfit map[string]string                   // words for what is asked although it was given, by path: by a department, and not fit or not shown; from an earlier filing, about somebody else
	calls func(path string) []catalog.Wording // what the departments in scope call it; nil: a matter's own form
	query map[string]string                   // what is searched for, by field path
	shown []string                            // field paths and "group[]" drawn, in order
	first map[string]string                   // id of a field → id of the control that links lead to
	files bool                                // a file can be uploaded here
	point bool                                // the browser's own place may be asked for
	// here is the address of a page that is drawn again by the answer to its
	// post, not after a redirect: the page's small buttons post to it with the
	// place in the page behind it, to which a browser then returns.
	here string
}

// keep tells a section's problems by path: the answers that are wrong and,
// with missing, those that are absent. The order is the page's.
func sectionProblems(rec *metamodel.Record, s *metamodel.Section, missing bool) metamodel.Problems {
	within := paths(s)
	absent := map[string]bool{}
	for _, path := range rec.Missing() {
		absent[path] = true
	}
	var list metamodel.Problems
	for _, p := range rec.Problems {
		if p.Severity == metamodel.Warning || !within[root(p.Path, within)] {
			continue
		}
		if !missing && (absent[p.Path] || !rec.Answered(p.Path)) {
			continue
		}
		list = append(list, p)
	}
	return list
}

// paths is the set of field and repeat paths of a section.
func paths(s *metamodel.Section) map[string]bool {
	set := map[string]bool{}
	for _, it := range s.Items {
		switch {
		case it.Group != nil:
			set[it.Group.Path] = true
		case it.Field != nil:
			set[it.Field.Path] = true
		}
	}
	return set
}

// root is the item of a section a problem's path belongs to: the field itself,
// or the repeat its row is in.
func root(path string, within map[string]bool) string {
	for p := path; p != ""; {
		if within[p] {
			return p
		}
		i := strings.LastIndexByte(p, '/')
		if i < 0 {
			break
		}
		p = p[:i]
	}
	return path
}

// blocks draws a section.
func (v *formView) blocks(s *metamodel.Section) []Block {
	var out []Block
	subjects := map[string]bool{}
	for _, it := range s.Items {
		if it.Field != nil && v.visible(it.Field, it.Field.Path) {
			subjects[it.Field.Group.Path] = true
		}
	}
	last := ""
	for _, it := range s.Items {
		switch {
		case it.Text != nil:
			if v.rec.TextShown(it.Text.ID) {
				if out = append(out, Block{Text: v.text(it.Text)}); it.Text.Kind == "heading" {
					next := nextField(s, it) // the words stand for the subject's name
					if next != nil {
						last = next.Group.Path
					}
				}
			}
		case it.Group != nil:
			if !v.rec.Visible(it.Group.Path) {
				continue
			}
			r := v.repeat(it.Group, it.Group.Path, "")
			r.Heading = r.Heading || len(s.Items) > 1
			out = append(out, Block{Repeat: r})
			v.shown = append(v.shown, it.Group.Path+"[]")
			last = ""
		case v.visible(it.Field, it.Field.Path):
			b := Block{Field: v.control(it.Field, it.Field.Path)}
			if g := it.Field.Group.Path; len(subjects) > 1 && g != last && g != metamodel.FilingSubject {
				b.Heading = v.In(it.Field.Group.Label)
			}
			last = it.Field.Group.Path
			out = append(out, b)
			v.note(it.Field, it.Field.Path)
		}
	}
	return out
}

// nextField is the field that follows a text at once.
func nextField(s *metamodel.Section, text metamodel.Item) *metamodel.Field {
	for i, it := range s.Items {
		if it == text && i+1 < len(s.Items) {
			return s.Items[i+1].Field
		}
	}
	return nil
}

// note remembers what the page asks, for reading what it posts.
func (v *formView) note(f *metamodel.Field, path string) {
	if v.rec.Asked(path) {
		v.shown = append(v.shown, path)
	}
}

// visible reports whether a field is on the page at a path of answers: what a
// source department gave is not.
func (v *formView) visible(f *metamodel.Field, path string) bool {
	return !f.Hidden && v.rec.Visible(path) && !v.rec.Supplied(path)
}

// answerable reports whether people answer a field themselves, at least where
// no matter computes it: Record.Asked tells of a record.
func answerable(f *metamodel.Field) bool { return !f.ReadOnly && !f.Computed && !f.Hidden }

func (v *formView) text(t *metamodel.Static) *TextView {
	out := &TextView{L: v.L, ID: "t-" + t.ID, Kind: t.Kind, HTML: v.Rich(v.In(t.Text))}
	if out.Kind == "" {
		out.Kind = "plain"
	}
	return out
}

func (v *formView) control(f *metamodel.Field, path string) *FieldView {
	var fv *FieldView
	if !v.rec.Asked(path) {
		fv = v.onlyShown(f, path)
	} else {
		var codes []metamodel.Code
		if f.CodeList != nil && (f.Element.Type == metamodel.TypeCode || f.Element.Type == metamodel.TypeCodes) {
			codes = f.Options(v.rec, path)
		}
		fv = v.field(control{field: f, path: path, name: path, typed: v.rec.Typed(path), required: v.rec.Required(path), group: f.Group, codes: codes})
		switch {
		case fv.Find != nil:
			v.find(fv, f, codes, v.query[path])
		case fv.Kind == "file":
			fv.Files = v.pages.filesView(v.L, f, path, v.rec.Raw(path))
			v.files = true
		case fv.Locate:
			v.point = true
		}
	}
	if v.rec.Answered(path) && fv.Source == "" {
		fv.Source = v.known[path]
	}
	fv.Wordings, fv.Along = v.wordings(f.Path), v.along[f.Path]
	v.settle(fv)
	if fv.Error != "" {
		fv.Source = ""
	}
	if words := v.unfit[path]; words != "" {
		fv.Source = words
	}
	return fv
}

// wordings say what departments call it that have another name for it.
func (v *formView) wordings(path string) (said []string) {
	if v.calls == nil {
		return nil
	}
	for _, w := range v.calls(path) {
		if s := w.In(v.Lang); s != "" {
			said = append(said, s)
		}
	}
	return said
}

// onlyShown draws what is read, not answered.
func (v *formView) onlyShown(f *metamodel.Field, path string) *FieldView {
	fv := &FieldView{L: v.L, ID: anchor(path), Name: path, Kind: "shown", Label: v.In(f.Label), Hint: v.Rich(v.In(f.Hint)),
		Words: v.rec.Display(path, v.Lang, false)}
	same := v.sameAs(v.rec, path)
	switch {
	case v.rec.Concealed(path): // of what is not asked only what is computed is drawn
		fv.Words, fv.Source = v.T("withheld"), v.T("withheld.computed")
	case same != "":
		fv.Source = same
	case v.rec.Computed(path) && fv.Words == "":
		fv.Source = v.T("shown.computed.later")
	case v.rec.Computed(path):
		fv.Source = v.T("shown.computed")
	default:
		fv.Source = v.T("shown.given")
	}
	if f.Element.Type == metamodel.TypeFile {
		fv.Files = &FilesView{List: v.fileValues(v.rec.Raw(path))}
	}
	if f.Element.Type == metamodel.TypeSignature {
		fv.Signature = &SignatureView{Drawn: v.drawn(strokesOf(v.rec.Raw(path)))}
	}
	return fv
}

// place is an id in the page, for buttons that come back to it.
func (v *formView) place(id string) string {
	if v.here == "" {
		return ""
	}
	return v.here + "#" + id
}

// settle gives every control its error and notes where links to it lead.
func (v *formView) settle(fv *FieldView) {
	fv.Error = v.errors[fv.ID]
	fv.Here = v.place("g-" + fv.ID)
	lead := fv.ID
	switch {
	case fv.Table != nil:
		for i := range fv.Table.Rows {
			row := &fv.Table.Rows[i]
			for _, cell := range row.Cells {
				v.settle(cell)
				if cell.Error != "" {
					row.Errors = append(row.Errors, cell.Error)
				}
			}
			if words := v.errors[row.ID]; words != "" {
				row.Errors = append(row.Errors, words)
			}
			if len(row.Cells) > 0 {
				v.first[row.ID] = v.first[row.Cells[0].ID]
				if i == 0 {
					lead = v.first[row.Cells[0].ID]
				}
			}
		}
	case len(fv.Parts) > 0:
		for i, p := range fv.Parts {
			v.settle(p)
			if i == 0 {
				lead = v.first[p.ID]
			}
		}
	case fv.Signature != nil:
		for _, part := range []string{"kind", "name", "strokes", "date"} {
			id := fv.ID + "-" + part
			v.first[id] = fv.ID
			if fv.Error == "" {
				fv.Error = v.errors[id]
			}
		}
	case fv.Tree != nil && len(fv.Tree.Levels) > 0:
		lead = fv.Tree.Levels[len(fv.Tree.Levels)-1].ID
	case fv.Find != nil && len(fv.Options) == 0:
		lead = fv.ID + "-find"
	case fv.Find != nil:
		lead = fv.Options[0].ID
	}
	v.first[fv.ID] = lead
}

// target is the control a problem's path leads to.
func (v *formView) target(path string) string {
	for p := path; p != ""; {
		if id, ok := v.first[anchor(p)]; ok {
			return "#" + id
		}
		i := strings.LastIndexByte(p, '/')
		if i < 0 {
			break
		}
		p = p[:i]
	}
	return "#" + anchor(path)
}
