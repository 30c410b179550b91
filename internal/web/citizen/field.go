package citizen

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

// FieldView is one control with everything around it. Kind names the template
// in templates/fields that draws it.
type FieldView struct {
	L
	ID, Name string
	Kind     string // string, text, number, date, boolean, declaration, radios, select, codes
	Label    string
	Hint     string
	Unit     string
	Source   string // where a value known already came from; "" when it was not
	Optional bool
	Error    string
	Heading  bool // the label is the page's heading (one question a page)

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
}

// OptionView is one choice.
type OptionView struct {
	ID, Value, Label string
	Checked          bool
}

// Value is the value of a control that holds one.
func (f *FieldView) Value() string {
	if len(f.Values) == 0 {
		return ""
	}
	return f.Values[0]
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
	if f.Error != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

// maxRadios is about how many options people take in at a glance (UX 10).
const maxRadios = 8

// field draws one field of a form. path is where its answer is (rows carry
// their index).
func (l L) field(f *metamodel.Field, path string, typed []string, required bool) *FieldView {
	el := f.Element
	v := &FieldView{
		L: l, ID: anchor(path), Name: path, Label: l.In(f.Label), Hint: l.In(f.Hint), Unit: l.In(el.Unit),
		Optional: !required, Values: typed, Spellcheck: true, InputType: "text",
	}
	switch el.Type {
	case metamodel.TypeText:
		v.Kind, v.Rows = "text", 5
	case metamodel.TypeInteger:
		v.Kind, v.InputMode, v.Width, v.Spellcheck = "number", "numeric", "5", false
	case metamodel.TypeNumber:
		v.Kind, v.InputMode, v.Width, v.Spellcheck = "number", "decimal", "10", false
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
		if v.Y, v.M, v.D = dateParts(v.Value()); len(typed) == 3 {
			v.Y, v.M, v.D = typed[0], typed[1], typed[2]
		}
		if v.Hint == "" {
			v.Hint = l.T("hint.date")
		}
	case metamodel.TypeCode:
		v.Kind = "radios"
		if f.CodeList != nil && len(f.CodeList.Entries) > maxRadios {
			v.Kind = "select"
		}
		v.Options = l.options(v.ID, f.CodeList, typed)
	case metamodel.TypeCodes:
		v.Kind = "codes"
		v.Options = l.options(v.ID, f.CodeList, typed)
		if v.Hint == "" {
			v.Hint = l.T("hint.codes")
		}
	default:
		v.Kind = "string"
		l.line(v, f)
	}
	return v
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
		if el.FormatWhen == "" && v.Hint == "" {
			v.Hint = l.T("hint.resident_id")
		}
	case metamodel.FormatUSCC:
		v.Spellcheck, v.Width = false, "20"
		if v.Hint == "" {
			v.Hint = l.T("hint.uscc")
		}
	case metamodel.FormatMobile:
		v.InputType, v.Autocomplete, v.Spellcheck, v.Width = "tel", "tel", false, "20"
		if v.Hint == "" {
			v.Hint = l.T("hint.mobile")
		}
	case metamodel.FormatEmail:
		v.InputType, v.Autocomplete, v.Spellcheck = "email", "email", false
	}
	if v.Autocomplete != "" {
		v.Autocomplete = "section-" + f.Group.Subject.ID + " " + v.Autocomplete
	}
	// Long values typed in full stay visible: a line too narrow for what is in it grows.
	if n := utf8.RuneCountInString(v.Value()); v.Width != "" && v.Kind == "string" && n > 24 {
		v.Width = ""
	}
}

func (l L) yesNo(id, value string) []OptionView {
	return []OptionView{
		{ID: id, Value: "true", Label: l.T("yes"), Checked: value == "true"},
		{ID: id + "-no", Value: "false", Label: l.T("no"), Checked: value == "false"},
	}
}

func (l L) options(id string, list *metamodel.CodeList, typed []string) []OptionView {
	if list == nil {
		return nil
	}
	chosen := map[string]bool{}
	for _, t := range typed {
		chosen[t] = true
	}
	out := make([]OptionView, len(list.Entries))
	for i, e := range list.Entries {
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

// dateSuffixes are the names of a date's three controls after the path.
var dateSuffixes = [3]string{".y", ".m", ".d"}

// posted is what the controls of a field sent, ready for FromInput.
func posted(f *metamodel.Field, path string, form url.Values) []string {
	if f.Element.Type != metamodel.TypeDate {
		return form[path]
	}
	if v, ok := form[path]; ok {
		return v // one control: a machine, or a date that came along hidden
	}
	out := make([]string, 3)
	for i, s := range dateSuffixes {
		out[i] = form.Get(path + s)
	}
	return out
}

// read turns what a form posted at path into an answer.
func read(f *metamodel.Field, path string, form url.Values) json.RawMessage {
	return f.FromInput(posted(f, path, form))
}
