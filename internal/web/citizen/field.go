package citizen

import (
	"html/template"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

// FieldView is one control with everything around it. Kind names the template
// in templates/fields that draws it.
type FieldView struct {
	L
	ID, Name string
	Kind     string // string, text, number, money, date, time, datetime, boolean, declaration, radios, select, codes, tree, find, parts, table, file, signature, shown
	Label    string
	Hint     template.HTML
	Unit     string
	Prefix   string   // a currency's sign
	Wordings []string // what departments call it that have another name for it
	Source   string   // where a value known already came from; "" when it was not
	Along    []string // what is corrected with it
	Optional bool
	Error    string
	Heading  bool // the label is the page's heading (one question a page)
	Inner    bool // a part of another field

	Values []string
	// Y, M, D are a date's three parts, as typed.
	Y, M, D string

	Options      []OptionView
	InputMode    string
	InputType    string
	Autocomplete string
	Width        string // class suffix: 5, 10, 20, full
	Rows         int
	Spellcheck   bool
	MaxLength    int

	Parts     []*FieldView   // of a composite
	Shape     string         // how the parts lie: the type's name
	Locate    bool           // of a point: the browser may fill it in
	Tree      *TreeView      // of a hierarchy
	Find      *FindView      // of a list too long to show
	Files     *FilesView     // of a file field
	Signature *SignatureView // of a signature
	Table     *TableView     // of a table
	Words     string         // of what is only shown
	Here      string         // see formView.here
}

// OptionView is one choice.
type OptionView struct {
	ID, Value, Label string
	Checked          bool
}

// Value is the value of a control that holds one.
func (f *FieldView) Value() string { return f.value(0) }

// Second is the value of the second of two controls.
func (f *FieldView) Second() string { return f.value(1) }

func (f *FieldView) value(i int) string {
	if i >= len(f.Values) {
		return ""
	}
	return f.Values[i]
}

// Described is the aria-describedby of the control.
func (f *FieldView) Described() string {
	var ids []string
	if f.Source != "" {
		ids = append(ids, f.ID+"-source")
	}
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if len(f.Along) > 0 {
		ids = append(ids, f.ID+"-along")
	}
	if len(f.Wordings) == 1 {
		ids = append(ids, f.ID+"-wording")
	}
	if f.Files != nil {
		ids = append(ids, f.ID+"-limits")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

// maxRadios is about how many options people take in at a glance (UX 10);
// maxSelect is as many as they will scroll through.
const (
	maxRadios = 8
	maxSelect = 120
)

// control is what a control is drawn from.
type control struct {
	field    *metamodel.Field
	path     string   // of the answer; of a part "applicant/DE1/name"
	name     string   // the controls' names begin with it: the answer's path, or of a part "applicant/DE1.name"
	typed    []string // a value a control, as FromInput takes them
	required bool
	group    *metamodel.Group
	codes    []metamodel.Code // what is offered now; nil: all of the field's list
}

// field draws one field. What depends on other answers is formView's business.
func (l L) field(c control) *FieldView {
	f := c.field
	el := f.Element
	v := &FieldView{
		L: l, ID: anchor(c.path), Name: c.name, Label: l.In(f.Label), Hint: l.Rich(l.In(f.Hint)), Unit: l.In(el.Unit),
		Optional: !c.required, Values: c.typed, Spellcheck: true, InputType: "text",
	}
	switch el.Type {
	case metamodel.TypeText:
		v.Kind, v.Rows = "text", 5
		if el.MaxLength != nil {
			v.MaxLength = *el.MaxLength
		}
	case metamodel.TypeInteger:
		v.Kind, v.InputMode, v.Width = "number", "numeric", "5"
	case metamodel.TypeNumber:
		v.Kind, v.InputMode, v.Width = "number", "decimal", "10"
	case metamodel.TypeMoney:
		v.Kind, v.InputMode, v.Width, v.Prefix = "number", "decimal", "10", currencySign(el.Currency)
	case metamodel.TypeBoolean:
		v.Kind = "boolean"
		// Only an element that can be nothing but true is a statement to confirm. A matter that accepts no “no”
		// for a fact (a grease trap) still asks for the fact, and says why a “no” will not do.
		if string(el.Const) == "true" {
			v.Kind = "declaration"
		}
		v.Options = l.yesNo(v.ID, v.Value())
	case metamodel.TypeDate:
		v.Kind = "date"
		if v.Y, v.M, v.D = dateParts(v.Value()); len(c.typed) == 3 {
			v.Y, v.M, v.D = c.typed[0], c.typed[1], c.typed[2]
		}
		v.hint(l.T("hint.date"))
	case metamodel.TypeTime:
		v.Kind, v.InputType, v.Width = "string", "time", "10"
		if s := v.Value(); s != "" && !isClock(s) {
			v.InputType = "text" // what cannot be read stays to be seen
		}
		v.hint(l.T("hint.time"))
	case metamodel.TypeDateTime:
		v.Kind, v.InputType = "datetime", "date"
		if s := v.Value(); s != "" && !isISODate(s) {
			v.InputType = "text"
		}
		v.hint(l.T("hint.datetime"))
	case metamodel.TypeCode, metamodel.TypeCodes:
		l.choice(v, c)
	case metamodel.TypePhone:
		v.Kind = "string"
		v.InputType, v.Autocomplete, v.Spellcheck, v.Width = "tel", "tel", false, "20"
		v.hint(l.T("hint.phone"))
	case metamodel.TypeEmail:
		v.Kind = "string"
		v.InputType, v.Autocomplete, v.Spellcheck = "email", "email", false
		v.hint(l.T("hint.email"))
	case metamodel.TypeURL:
		v.Kind = "string"
		v.InputType, v.Autocomplete, v.Spellcheck = "url", "url", false
		v.hint(l.T("hint.url"))
	case metamodel.TypePerson, metamodel.TypeOrganisation, metamodel.TypeIdentity, metamodel.TypeAddress, metamodel.TypeDateRange, metamodel.TypePoint:
		l.composite(v, c)
	case metamodel.TypeTable:
		l.table(v, c)
	case metamodel.TypeFile:
		v.Kind = "file"
	case metamodel.TypeSignature:
		l.signature(v, c)
	default:
		v.Kind = "string"
		l.line(v, f)
	}
	l.autofill(v, c)
	return v
}

// hint is what is said when the form has no words of its own.
func (f *FieldView) hint(words string) {
	if f.Hint == "" {
		f.Hint = template.HTML(template.HTMLEscapeString(words))
	}
}

// choice draws the entries of a code list: all of them while they can be taken
// in, level by level when they form a tree, else those that are searched for.
func (l L) choice(v *FieldView, c control) {
	list := c.field.CodeList
	many := c.field.Element.Type == metamodel.TypeCodes
	if list == nil {
		v.Kind = "select"
		return
	}
	codes := c.codes
	if codes == nil {
		codes = list.Entries
	}
	switch {
	case list.Hierarchical() && !many:
		v.Kind, v.Tree = "tree", l.tree(list, codes, v.Value(), v.ID, c.name)
		return
	case len(codes) > maxSelect:
		v.Kind, v.Find = "find", &FindView{Name: c.name + findSuffix, Many: many}
		v.Options = l.chosen(v.ID, list, c.typed)
		return
	case many:
		v.Kind = "codes"
		v.hint(l.T("hint.codes"))
	case len(codes) > maxRadios:
		v.Kind = "select"
	default:
		v.Kind = "radios"
	}
	v.Options = l.options(v.ID, codes, c.typed)
	if list.Hierarchical() {
		for i := range v.Options {
			v.Options[i].Label = list.PathName(v.Options[i].Value, l.Lang)
		}
	}
}

// line decides how a line of text is typed.
func (l L) line(v *FieldView, f *metamodel.Field) {
	el := f.Element
	max := 0
	if el.MaxLength != nil {
		max = *el.MaxLength
	}
	switch {
	case max > 300:
		v.Kind, v.Rows = "text", 5
		v.MaxLength = max
	case max > 0 && max <= 6:
		v.Width = "5"
	case max > 0 && max <= 20:
		v.Width = "20"
	case max > 0 && max <= 60:
		v.Width = "30"
	}
	switch el.Format {
	case metamodel.FormatResidentID:
		v.Spellcheck, v.Width = false, "20"
		if el.FormatWhen == "" {
			v.hint(l.T("hint.resident_id"))
		}
	case metamodel.FormatUSCC:
		v.Spellcheck, v.Width = false, "20"
		v.hint(l.T("hint.uscc"))
	case metamodel.FormatMobile:
		v.InputType, v.Autocomplete, v.Spellcheck, v.Width = "tel", "tel", false, "20"
		v.hint(l.T("hint.mobile"))
	case metamodel.FormatEmail:
		v.InputType, v.Autocomplete, v.Spellcheck = "email", "email", false
	}
	// Long values typed in full stay visible: a line too narrow for what is in it grows.
	if n := utf8.RuneCountInString(v.Value()); v.Width != "" && v.Kind == "string" && n > 24 {
		v.Width = ""
	}
}

// autofill says whose address or number a browser may fill in.
func (l L) autofill(v *FieldView, c control) {
	if v.Autocomplete == "" || c.group == nil {
		return
	}
	v.Autocomplete = "section-" + strings.ReplaceAll(anchorOf(c.path), "/", "-") + " " + v.Autocomplete
}

// anchorOf is the path of the object an answer lies in: each row's own.
func anchorOf(path string) string {
	parts := strings.Split(path, "/")
	n := len(parts) - 1
	for n > 1 && !isIndex(parts[n-1]) {
		n--
	}
	return strings.Join(parts[:n], "/")
}

func isIndex(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0 && strconv.Itoa(n) == s
}

func (l L) yesNo(id, value string) []OptionView {
	return []OptionView{
		{ID: id, Value: "true", Label: l.T("yes"), Checked: value == "true"},
		{ID: id + "-no", Value: "false", Label: l.T("no"), Checked: value == "false"},
	}
}

func (l L) options(id string, codes []metamodel.Code, typed []string) []OptionView {
	chosen := map[string]bool{}
	for _, t := range typed {
		chosen[t] = true
	}
	out := make([]OptionView, len(codes))
	for i, e := range codes {
		out[i] = OptionView{ID: id + "-" + strconv.Itoa(i), Value: e.Code, Label: l.In(e.Name), Checked: chosen[e.Code]}
	}
	if len(out) > 0 {
		out[0].ID = id // error links and labels lead to the first one
	}
	return out
}

// dateParts splits a date, also one typed in part ("2026-5-").
func dateParts(v string) (y, m, d string) {
	parts := strings.SplitN(v, "-", 3)
	switch len(parts) {
	case 3:
		return parts[0], strings.TrimLeft(parts[1], "0"), strings.TrimLeft(parts[2], "0")
	case 2:
		return parts[0], parts[1], ""
	}
	return v, "", ""
}

// isISODate reports whether a native control for dates can show a value.
func isISODate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// isClock likewise for a time of day.
func isClock(s string) bool {
	if _, err := time.Parse("15:04", s); err == nil {
		return true
	}
	_, err := time.Parse(time.TimeOnly, s)
	return err == nil
}

// currencySign stands before an amount.
func currencySign(code string) string {
	switch code {
	case "", "CNY", "JPY":
		return "¥"
	case "USD":
		return "$"
	case "EUR":
		return "€"
	case "GBP":
		return "£"
	}
	return code
}
