package metamodel

import (
	"encoding/json"
	"strings"
)

// Type is the data type of an element; one file per type holds its behaviour.
type Type string

const (
	TypeString  Type = "string"  // one line of text
	TypeText    Type = "text"    // several lines of text
	TypeInteger Type = "integer" // whole number, CEL int
	TypeNumber  Type = "number"  // decimal, exact in JSON, CEL double
	TypeBoolean Type = "boolean"
	TypeDate    Type = "date"  // RFC 3339 full-date, CEL timestamp at midnight UTC
	TypeCode    Type = "code"  // one entry of a code list, CEL string
	TypeCodes   Type = "codes" // several entries, JSON array, CEL list(string)

	TypeMoney        Type = "money"        // yuan (or Currency) with at most two decimals, JSON number, CEL double
	TypeTime         Type = "time"         // "09:30", CEL duration since midnight
	TypeDateTime     Type = "datetime"     // RFC 3339 with offset, CEL timestamp
	TypeDateRange    Type = "daterange"    // {from, to}: full-dates, both included
	TypePerson       Type = "person"       // {name, idType, idNumber, phone}
	TypeOrganisation Type = "organisation" // {name, creditCode}
	TypeIdentity     Type = "identity"     // {idType, idNumber}
	TypeAddress      Type = "address"      // {division, detail, postcode}; division is a code of CodeList (行政区划)
	TypePhone        Type = "phone"        // mobile or fixed line, stored as dialled
	TypeEmail        Type = "email"
	TypeURL          Type = "url"
	TypePoint        Type = "point"     // {longitude, latitude}: degrees, CGCS2000
	TypeFile         Type = "file"      // [{id, name, size, media, sha256}]: what the file store has taken
	TypeSignature    Type = "signature" // {kind: typed|drawn, name, strokes, date}
	TypeTable        Type = "table"     // {row: {column: value}}: fixed rows (CodeList) by Columns
)

// Sensitivity of an element under the Personal Information Protection Law.
type Sensitivity string

const (
	General           Sensitivity = "general"
	Personal          Sensitivity = "personal"
	SensitivePersonal Sensitivity = "sensitive" // masked wherever it is shown back
)

// Element is a standard data element (数据元; ISO/IEC 11179, GB/T 18391,
// GB/T 19488): the atom every form field points at.
type Element struct {
	ID             string      `json:"id" validate:"required,max=64"`
	Name           Text        `json:"name" validate:"required"`
	InputLabel     Text        `json:"inputLabel,omitempty"`  // what people are asked; empty: from the name
	OutputLabel    Text        `json:"outputLabel,omitempty"` // what stands beside the answer; empty: the input label
	InputHint      Text        `json:"inputHint,omitempty"`
	OutputHint     Text        `json:"outputHint,omitempty"`
	Definition     Text        `json:"definition,omitempty"`
	ObjectClass    string      `json:"objectClass,omitempty"`    // 对象类词, e.g. 自然人
	Property       string      `json:"property,omitempty"`       // 特性词
	Representation string      `json:"representation,omitempty"` // 表示词
	Type           Type        `json:"type" validate:"required,oneof=string text integer number boolean date code codes money time datetime daterange person organisation identity address phone email url point file signature table"`
	Notation       string      `json:"notation,omitempty"` // GB/T 18391 format as printed in the standard: "an..50", "n..8,2"
	Constraints                // inlined
	CodeList       string      `json:"codeList,omitempty"` // of code, codes; the divisions of an address; the documents of a person or identity
	Rows           string      `json:"rows,omitempty"`     // of a table: the code list whose entries are the rows
	Columns        []string    `json:"columns,omitempty"`  // of a table: element ids, one value each
	Currency       string      `json:"currency,omitempty"` // of money: ISO 4217; empty: CNY
	Unit           Text        `json:"unit,omitempty"`
	Synonyms       []string    `json:"synonyms,omitempty"`
	Sensitivity    Sensitivity `json:"sensitivity,omitempty" validate:"omitempty,oneof=general personal sensitive"`
	Source         string      `json:"source,omitempty"` // source department (数源单位)
	Version        string      `json:"version,omitempty"`
	Status         string      `json:"status,omitempty"`
}

// Check reports what is wrong with the element by itself: its code list, its
// constraints, whether they fit its type and leave a value. Compile reports the
// same at every field that points at the element.
func (e *Element) Check(reg Registry) Problems {
	var s sink
	typ, ok := fieldTypes[e.Type]
	if !ok {
		s.add(formUnknownType, "type", "type", e.Type)
		return s.problems
	}
	f := &fieldPlan{typ: typ, f: &Field{Key: e.ID, Path: e.ID, Element: e, Label: e.Name}}
	f.ofElement(reg, "", &s)
	return s.problems
}

// ofElement compiles what a field has from its element; false when the field
// cannot be used at all.
func (f *fieldPlan) ofElement(reg Registry, path string, s *sink) bool {
	e := f.f.Element
	f.f.typ = f.typ
	list, ok := f.listOf(reg, path, s)
	if !ok {
		return false
	}
	f.f.CodeList = list
	if e.Type == TypeCode || e.Type == TypeCodes {
		f.codes = list.index().at
		f.list = list
	}
	if e.Rows != "" && e.Type != TypeTable {
		s.add(formTableOnly, join(path, "rows"), "keyword", "rows")
	}
	if len(e.Columns) > 0 && e.Type != TypeTable {
		s.add(formTableOnly, join(path, "columns"), "keyword", "columns")
	}
	if e.Currency != "" && e.Type != TypeMoney {
		s.add(formCurrency, join(path, "currency"), "keyword", "currency")
	}
	if b, ok := f.typ.(binder); ok {
		f.typ = b.bind(f, reg, path, s)
		f.f.typ = f.typ
	}
	f.element = compileConstraints(&e.Constraints, f, path, s)
	f.element.own = true
	f.element.possible(nil, f, path, s)
	return true
}

// listOf is the code list of an element; false when it lacks one it needs.
func (f *fieldPlan) listOf(reg Registry, path string, s *sink) (*CodeList, bool) {
	e := f.f.Element
	id, needed := e.CodeList, false
	switch e.Type {
	case TypeCode, TypeCodes, TypeAddress:
		needed = true
	case TypePerson, TypeIdentity:
	case TypeTable:
		if id != "" {
			s.add(formCodeListOnly, path, "type", e.Type)
		}
		if id = e.Rows; id == "" {
			s.add(formTableRows, join(path, "rows"))
			return nil, true
		}
	default:
		if id != "" {
			s.add(formCodeListOnly, path, "type", e.Type)
		}
		return nil, true
	}
	switch {
	case id == "" && needed:
		s.add(formNeedsCodeList, path, "type", e.Type)
		return nil, false
	case id == "":
		return nil, true
	case id == identityKindsID:
		return identityKinds, true
	case id == signatureKindsID:
		return signatureKinds, true
	}
	list, ok := reg.CodeList(id)
	if !ok {
		s.add(formCodeList, path, "element", e.ID, "list", id)
	}
	return list, ok
}

// Label is what people are asked when a form has no words of its own: the
// element's name without the representation term of a code (主体类型代码 asks for
// the 主体类型; that it is kept as a code is nothing to them).
func (e *Element) Label() Text {
	if len(e.InputLabel) > 0 {
		return e.InputLabel
	}
	zh, ok := strings.CutSuffix(e.Name["zh"], "代码")
	if !ok || zh == "" || e.Type != TypeCode && e.Type != TypeCodes {
		return e.Name
	}
	label := make(Text, len(e.Name))
	for lang, s := range e.Name {
		label[lang] = s
	}
	label["zh"] = zh
	return label
}

// Format names a check that a pattern cannot express.
type Format string

const (
	FormatEmail      Format = "email"
	FormatMobile     Format = "cn-mobile"      // mainland mobile number, spaces and +86 accepted and dropped
	FormatResidentID Format = "cn-resident-id" // GB 11643-1999, check digit ISO 7064 MOD 11-2, a real birth date
	FormatUSCC       Format = "cn-uscc"        // GB 32100-2015, check character MOD 31-3
)

// Constraints are what an element demands of a value and what a form field
// may demand in addition. A field narrows its element: both are checked.
// Numbers are json.Number so that they stay exact.
type Constraints struct {
	MinLength        *int            `json:"minLength,omitempty" validate:"omitempty,min=0"`
	MaxLength        *int            `json:"maxLength,omitempty" validate:"omitempty,min=0"` // in characters
	Pattern          string          `json:"pattern,omitempty"`                              // RE2, anchored by the author
	Format           Format          `json:"format,omitempty"`
	FormatWhen       string          `json:"x-format-when,omitempty"` // CEL over the sibling elements ("DE00004 == '111'"); unknown means the format is not demanded
	Minimum          json.Number     `json:"minimum,omitempty"`
	Maximum          json.Number     `json:"maximum,omitempty"`
	ExclusiveMinimum json.Number     `json:"exclusiveMinimum,omitempty"`
	ExclusiveMaximum json.Number     `json:"exclusiveMaximum,omitempty"`
	IntegerDigits    *int            `json:"x-integer-digits,omitempty"`  // at most this many before the point
	FractionDigits   *int            `json:"x-fraction-digits,omitempty"` // at most this many after the point
	NotBefore        string          `json:"x-not-before,omitempty"`      // "today" or a full-date; of a datetime also "now" or RFC 3339; of a time "09:00"
	NotAfter         string          `json:"x-not-after,omitempty"`       // likewise
	Const            json.RawMessage `json:"const,omitempty"`
	MinItems         *int            `json:"minItems,omitempty"`
	MaxItems         *int            `json:"maxItems,omitempty"`

	Enum          []json.RawMessage `json:"enum,omitempty"`             // the only values; of codes: the codes that may be among them
	RequiredParts []string          `json:"x-required-parts,omitempty"` // members of a composite (columns of a table) that must be there whenever any is
	Accept        []string          `json:"x-accept,omitempty"`         // media types of files: "application/pdf", "image/*"
	MaxBytes      *int64            `json:"x-max-bytes,omitempty"`      // of one file
	MaxDays       *int              `json:"x-max-days,omitempty"`       // of a date range, both ends counted
}
