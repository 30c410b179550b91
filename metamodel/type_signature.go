package metamodel

import "bytes"

// signatureKindsID cannot be the id of a pack's list.
const signatureKindsID = "@signature"

var signatureKinds = &CodeList{ID: signatureKindsID, Name: ZhEn("签名方式", "Kind of signature"), Entries: []Code{
	{Code: "typed", Name: ZhEn("键入姓名", "Typed name")},
	{Code: "drawn", Name: ZhEn("手写签名", "Drawn")},
}}

// signatureType is a name typed or a signature drawn, and the day of it.
var signatureType = newComposite(composite{
	name: TypeSignature,
	defs: []part{
		{key: "kind", name: ZhEn("签名方式", "Kind of signature"), typ: codeType{}, element: Element{Type: TypeCode, CodeList: signatureKindsID}},
		{key: "name", name: ZhEn("签名人", "Name of who signs"), typ: stringType{}, element: Element{Type: TypeString, Constraints: Constraints{MaxLength: limit(100)}}, optional: true},
		{key: "strokes", name: ZhEn("手写签名", "Signature"), typ: strokesType{}, element: Element{Type: "strokes"}, optional: true},
		{key: "date", name: ZhEn("签名日期", "Date of signature"), typ: plainDateType{}, element: Element{Type: TypeDate}},
	},
	// What was drawn or typed says which it is; strokes under a typed name are
	// left over from another try.
	tidy: func(texts [][]byte) {
		if len(texts) < 4 {
			return
		}
		if len(texts[0]) == 0 && len(texts[2]) > 0 {
			texts[0] = []byte("drawn")
		} else if len(texts[0]) == 0 && len(texts[1]) > 0 {
			texts[0] = []byte("typed")
		}
		switch {
		case bytes.Equal(texts[0], []byte("typed")):
			texts[2] = nil
		case len(texts[1]) == 0 && len(texts[2]) == 0: // a kind and a date alone are no signature
			texts[0], texts[3] = nil, nil
		}
		if bytes.Equal(texts[0], []byte("typed")) && len(texts[1]) == 0 {
			texts[0], texts[3] = nil, nil
		}
	},
	agree: func(_ *constraints, texts [][]byte, now moment) *fault {
		if len(texts) < 4 {
			return nil
		}
		if string(texts[0]) == "drawn" && len(texts[2]) == 0 {
			return &fault{kind: answerSign, part: "strokes"}
		}
		if d, ok := parseDay(texts[3]); ok && now.day.before(d) {
			return &fault{kind: answerTooLate, params: []any{"limit", (&dateBound{kind: boundToday}).words(now.day)}, part: "date"}
		}
		return nil
	},
	show: func(words []string, _ [][]byte, lang string) string {
		if len(words) < 4 {
			return ""
		}
		name := words[1]
		if words[2] != "" {
			name = joined([]string{words[1], words[2]}, lang)
		}
		return joined([]string{name, words[3]}, lang)
	},
})

// plainDateType is a date in one control: nobody is asked for it part by part.
type plainDateType struct{ dateType }

func (plainDateType) controls() []string { return nil }

func (plainDateType) typed(_ []byte, text string) []string { return []string{text} }
