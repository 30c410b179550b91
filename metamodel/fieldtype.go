package metamodel

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
)

// fieldType is everything that depends on a field's type; each type implements
// it in a file of its own. To add a type: a constant in element.go, a file
// type_x.go, a line in fieldTypes, and the name in schemas/element.json.
type fieldType interface {
	// keywords are the constraints that make sense for the type.
	keywords() []string
	// control names the template that draws the type; controls are the
	// suffixes of its controls' names, nil for one control.
	control() string
	controls() []string
	// input turns what the controls posted into JSON; nil for no answer. It
	// takes one value a control, or one value for all of them.
	input(values []string) json.RawMessage
	// typed is what the controls show again: raw is the answer's JSON, text
	// its text. The answer need not be valid.
	typed(raw []byte, text string) []string
	// read takes one JSON value, normalises it and stores it with put; a
	// fault says why it is no value of the type.
	read(w *writer, f *fieldPlan, t token) *fault
	// check applies constraints to a value that read accepted.
	check(c *constraints, v []byte, now moment) *fault
	// celType and celValue are the type and value expressions see.
	celType() *cel.Type
	celValue(v []byte) ref.Val
	// display is the value in words, masked the same with what is sensitive
	// hidden.
	display(f *Field, v string, lang string) string
	masked(f *Field, v string, lang string) string
	// samples are answers of every shape the type has, as JSON, for those who try
	// a form out; narrower constraints may refuse some.
	samples(f *Field) []string
	// schema writes the type's own keywords for the plain JSON Schema.
	schema(f *fieldPlan, out map[string]any)
}

var fieldTypes = map[Type]fieldType{
	TypeString:       stringType{},
	TypeText:         textType{},
	TypeInteger:      integerType{},
	TypeNumber:       numberType{},
	TypeBoolean:      booleanType{},
	TypeDate:         dateType{},
	TypeCode:         codeType{},
	TypeCodes:        codesType{},
	TypeMoney:        moneyType{},
	TypeTime:         timeType{},
	TypeDateTime:     datetimeType{},
	TypeDateRange:    daterangeType,
	TypePerson:       personType,
	TypeOrganisation: organisationType,
	TypeIdentity:     identityType,
	TypeAddress:      addressType,
	TypePhone:        phoneType{},
	TypeEmail:        emailType{},
	TypeURL:          urlType{},
	TypePoint:        pointType,
	TypeFile:         fileType{},
	TypeSignature:    signatureType,
	TypeTable:        &tableType{},
}

// binder is a type that is made for each field: it has parts of its own.
type binder interface {
	bind(f *fieldPlan, reg Registry, path string, s *sink) fieldType
}

// single is what the types have in common that one control draws.
type single struct{}

func (single) controls() []string { return nil }

func (single) typed(_ []byte, text string) []string { return []string{text} }

// Control names the template that draws the field.
func (f *Field) Control() string { return f.kind().control() }

// Controls are the suffixes of the names of the field's controls (".y", ".m",
// ".d" of a date), in the order in which FromInput takes their values and
// Record.Typed gives them back; nil for one control that is named by the path.
func (f *Field) Controls() []string { return f.kind().controls() }

// FromInput turns what a field's controls posted into JSON: a number, true, a
// list of codes, an object… It takes one value a control (see Controls) or one
// value for all. What cannot be read stays a JSON string, as typed, so that
// Check reports it and nothing is lost. No values, or only blanks, give nil.
func (f *Field) FromInput(values []string) json.RawMessage {
	return f.kind().input(append([]string(nil), values...))
}

// kind is the field's type, bound to the field when it was compiled.
func (f *Field) kind() fieldType {
	if f.typ != nil {
		return f.typ
	}
	return fieldTypes[f.Element.Type]
}

// shown is an answer in words: by its type when it is good, else as typed.
func (f *fieldPlan) shown(raw []byte, text, lang string, isGood bool, v veil) string {
	switch {
	case !isGood:
		if len(raw) > 0 && (raw[0] == '{' || raw[0] == '[') {
			parts := f.typ.typed(raw, text)
			text = strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " ")
		}
		text = strings.TrimFunc(text, isSpace)
		if v != bare && f.masked {
			return mask(text)
		}
		return text
	}
	return f.said(text, lang, v)
}

// hides says that an element's answers are masked wherever they are shown
// back: sensitive ones, and a personal number that leads to a person.
func (e *Element) hides() bool {
	switch e.Sensitivity {
	case SensitivePersonal:
		return true
	case Personal:
		switch e.Type {
		case TypePhone, TypePerson, TypeIdentity, TypeAddress, TypeTable, TypeOrganisation:
			return true
		}
		return e.Format == FormatMobile || e.Format == FormatResidentID
	}
	return false
}

// fault is a failure that does not know its field yet.
type fault struct {
	kind   Kind
	params []any
	part   string // of a composite: "idNumber"; of a table: "row/column"
	called Text   // the part's label
}

func failed(k Kind, params ...any) *fault { return &fault{kind: k, params: params} }

// writer takes normalised values into a record's buffer. span offsets stay
// right when the buffer grows.
type writer struct {
	buf []byte
	raw span // the value as JSON
	val span // the value as text: decoded, canonical; a list's items are separated by listSep
}

type span struct{ from, to uint32 }

func (s span) of(b []byte) []byte { return b[s.from:s.to] }

// listSep separates the codes in a value's text; no code may contain it.
const listSep = '\n'

// keep uses a part of the input as it is: raw including quotes.
func (w *writer) keep(t token) {
	w.raw = span{uint32(t.start), uint32(t.start + len(t.raw))}
	w.val = w.raw
	if t.kind == 's' {
		w.val.from++
		w.val.to--
	}
}

// putText stores a text value and its JSON.
func (w *writer) putText(text []byte) {
	from := len(w.buf)
	w.buf = appendString(w.buf, string(text))
	w.raw = span{uint32(from), uint32(len(w.buf))}
	if len(w.buf)-from == len(text)+2 {
		w.val = span{uint32(from + 1), uint32(len(w.buf) - 1)}
		return
	}
	from = len(w.buf)
	w.buf = append(w.buf, text...)
	w.val = span{uint32(from), uint32(len(w.buf))}
}

// decoded is the content of a string token.
func (t token) decoded() []byte {
	in := t.raw[1 : len(t.raw)-1]
	if !t.esc {
		return in
	}
	return appendUnescaped(make([]byte, 0, len(in)), in)
}

var (
	expectString  = ZhEn("字符串", "a string")
	expectNumber  = ZhEn("数字", "a number")
	expectBoolean = ZhEn("true 或 false", "true or false")
	expectList    = ZhEn("代码的数组", "an array of codes")
	expectObject  = ZhEn("对象", "an object")
	expectRows    = ZhEn("对象的数组", "an array of objects")
)

// readString is the shared beginning of every type written as a JSON string:
// trimmed text, or absent (empty text) for blanks.
func readString(t token) ([]byte, *fault) {
	if t.kind != 's' {
		return nil, failed(answerType, "expected", expectString)
	}
	return trimSpace(t.decoded()), nil
}

// putTrimmed stores text that is a part of t, reusing the input where it can.
func (w *writer) putTrimmed(t token, text []byte) {
	if !t.esc && len(text) == len(t.raw)-2 {
		w.keep(t)
		return
	}
	w.putText(text)
}

// lastValue is the last posted value that is not blank: a hidden default may
// precede a checkbox of the same name.
func lastValue(values []string) (string, bool) {
	for i := len(values) - 1; i >= 0; i-- {
		if strings.TrimFunc(values[i], isSpace) != "" {
			return values[i], true
		}
	}
	return "", false
}

func inputString(values []string) json.RawMessage {
	v, ok := lastValue(values)
	if !ok {
		return nil
	}
	return appendString(nil, v)
}

// isSpace covers what people and input methods leave around a value: ASCII and
// Unicode spaces, the ideographic space, and invisible joiners and marks.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\v', '\f', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
		0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0xFEFF:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}

func trimSpace(b []byte) []byte {
	for len(b) > 0 {
		if c := b[0]; c > ' ' && c < utf8.RuneSelf {
			break
		}
		r, n := utf8.DecodeRune(b)
		if !isSpace(r) {
			break
		}
		b = b[n:]
	}
	for len(b) > 0 {
		if c := b[len(b)-1]; c > ' ' && c < utf8.RuneSelf {
			break
		}
		r, n := utf8.DecodeLastRune(b)
		if !isSpace(r) {
			break
		}
		b = b[:len(b)-n]
	}
	return b
}

// narrow turns full-width ASCII (０Ａ－) into ASCII; same is true when nothing
// had to change. Free text keeps its width: 全角 punctuation is right there.
func narrow(b []byte) (out []byte, same bool) {
	wide := false
	for i := 0; i+2 < len(b); i++ {
		if b[i] == 0xEF && (b[i+1] == 0xBC || b[i+1] == 0xBD) {
			wide = true
			break
		}
	}
	if !wide {
		return b, true
	}
	out = make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r >= 0xFF01 && r <= 0xFF5E {
			out = append(out, byte(r-0xFEE0))
		} else {
			out = append(out, b[i:i+n]...)
		}
		i += n
	}
	return out, false
}

// compact narrows, drops every space and hyphen-like separator people put into
// numbers, and raises lowercase letters.
func compact(b []byte, drop string) []byte {
	plain := true
	for _, c := range b {
		if c >= utf8.RuneSelf || c >= 'a' && c <= 'z' || c == ' ' || strings.IndexByte(drop, c) >= 0 {
			plain = false
			break
		}
	}
	if plain {
		return b
	}
	b, _ = narrow(b)
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case isSpace(r), n == 1 && strings.IndexByte(drop, b[i]) >= 0:
		case r >= 'a' && r <= 'z':
			out = append(out, b[i]-'a'+'A')
		default:
			out = append(out, b[i:i+n]...)
		}
		i += n
	}
	return out
}

// mask hides the middle of a sensitive value: 310***********1234 for long
// numbers, 张** for short ones.
func mask(v string) string {
	r := []rune(v)
	head, tail := 1, 0
	switch n := len(r); {
	case n == 0:
		return ""
	case n == 1:
		return "*"
	case n >= 11:
		head, tail = 3, 4
	case n >= 6:
		head, tail = 1, 2
	}
	if at := strings.IndexByte(v, '@'); at > 0 {
		return string(r[0]) + "***" + v[at:]
	}
	return string(r[:head]) + strings.Repeat("*", len(r)-head-tail) + string(r[len(r)-tail:])
}
