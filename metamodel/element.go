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

// Element is a standard data element (数据元): the atom every form field points
// at. Its attributes are those of ISO/IEC 11179-3, GB/T 18391.3 and GB/T
// 19488.1, and what XDatenfelder 3 adds for forms. Dates are full-dates.
type Element struct {
	ID   string `json:"id" validate:"required,max=64"` // 标识符, within the pack
	Name Text   `json:"name" validate:"required"`      // 中文名称, 英文名称

	// Defining.
	Definition     Text   `json:"definition,omitempty"`     // 定义
	ObjectClass    string `json:"objectClass,omitempty"`    // 对象类词, e.g. 自然人
	Property       string `json:"property,omitempty"`       // 特性词
	Representation string `json:"representation,omitempty"` // 表示词

	// Representing.
	Type        Type     `json:"type" validate:"required,oneof=string text integer number boolean date code codes money time datetime daterange person organisation identity address phone email url point file signature table"` // 数据类型
	Notation    string   `json:"notation,omitempty"`                                                                                                                                                                              // 数据格式 as printed in the standard: "an..50", "n..8,2"
	Constraints          // inlined
	CodeList    string   `json:"codeList,omitempty"`    // 值域: of code, codes; the divisions of an address; the documents of a person or identity
	ValueDomain Text     `json:"valueDomain,omitempty"` // 值域 in words, where there is no code list
	Rows        string   `json:"rows,omitempty"`        // of a table: the code list whose entries are the rows
	Columns     []string `json:"columns,omitempty"`     // of a table: element ids, one value each
	Currency    string   `json:"currency,omitempty"`    // of money: ISO 4217; empty: CNY
	Unit        Text     `json:"unit,omitempty"`        // 计量单位

	// Naming.
	Synonyms  []string `json:"synonyms,omitempty"`  // 同义名称
	ShortName Text     `json:"shortName,omitempty"` // 短名
	Pinyin    string   `json:"pinyin,omitempty"`    // 中文全拼
	Context   []string `json:"context,omitempty"`   // 语境: where the name is used
	Keywords  []string `json:"keywords,omitempty"`  // 关键字

	// On forms.
	InputLabel  Text         `json:"inputLabel,omitempty"`  // what people are asked; empty: from the name
	OutputLabel Text         `json:"outputLabel,omitempty"` // what stands beside the answer; empty: the input label
	InputHint   Text         `json:"inputHint,omitempty"`
	OutputHint  Text         `json:"outputHint,omitempty"`
	Obligation  string       `json:"obligation,omitempty" validate:"omitempty,oneof=mandatory optional conditional"` // 约束
	Condition   Text         `json:"condition,omitempty"`                                                            // 条件: when a conditional one is mandatory
	Cardinality *Cardinality `json:"cardinality,omitempty"`
	Prefill     string       `json:"prefill,omitempty" validate:"omitempty,oneof=none optional mandatory"` // from a register; mandatory: people never type it
	Sensitivity Sensitivity  `json:"sensitivity,omitempty" validate:"omitempty,oneof=general personal sensitive"`
	Retention   *Retention   `json:"retention,omitempty"`

	// Relating.
	Relations      []Relation       `json:"relations,omitempty" validate:"dive"`      // 关系
	Classification []Classification `json:"classification,omitempty" validate:"dive"` // 分类方案, 分类方案值
	Basis          []Basis          `json:"basis,omitempty" validate:"dive"`          // legal basis
	Standards      []string         `json:"standards,omitempty"`                      // 来源标准: "GB/T 2261.1-2003"

	// Administering.
	Source       string       `json:"source,omitempty"`    // source department (数源单位)
	Registrar    string       `json:"registrar,omitempty"` // 注册机构
	Submitter    string       `json:"submitter,omitempty"` // 提交机构
	Steward      string       `json:"steward,omitempty"`   // 主管机构
	Drafters     []string     `json:"drafters,omitempty"`  // 主要起草人
	Version      string       `json:"version,omitempty"`   // 版本
	Status       string       `json:"status,omitempty"`    // 注册状态, in the registrar's words
	ReleaseState ReleaseState `json:"releaseState,omitempty" validate:"omitempty,oneof=draft proposed standard retired"`
	Approved     string       `json:"approved,omitempty"` // 批准日期
	ValidFrom    string       `json:"validFrom,omitempty"`
	ValidTo      string       `json:"validTo,omitempty"`
	Remark       Text         `json:"remark,omitempty"` // 备注
}

// ReleaseState is how far an element has come.
type ReleaseState string

const (
	ReleaseDraft    ReleaseState = "draft"    // being written
	ReleaseProposed ReleaseState = "proposed" // submitted for approval
	ReleaseStandard ReleaseState = "standard" // in force
	ReleaseRetired  ReleaseState = "retired"  // not for new forms
)

// Cardinality is how many values one object has.
type Cardinality struct {
	Min int  `json:"min,omitempty" validate:"min=0"`
	Max *int `json:"max,omitempty" validate:"omitempty,min=1"` // nil: any number
}

// Retention is how long answers may be kept.
type Retention struct {
	Years int  `json:"years,omitempty" validate:"min=0"`
	Days  int  `json:"days,omitempty" validate:"min=0"`
	Basis Text `json:"basis,omitempty"`
}

// Relation of one element to another.
type Relation struct {
	Type    string `json:"type" validate:"required,oneof=derives replaces equivalent related"` // this one derives from, replaces, says the same as, goes with
	Element string `json:"element" validate:"required"`                                        // "DE00001", "DE00001@1.0.0"
	Note    Text   `json:"note,omitempty"`
}

// Classification is a place in a classification scheme.
type Classification struct {
	Scheme string `json:"scheme" validate:"required"`
	Code   string `json:"code" validate:"required"`
}

// Basis is a provision of law.
type Basis struct {
	Law     Text   `json:"law" validate:"required"`
	Article string `json:"article,omitempty"` // 第十二条
	URL     string `json:"url,omitempty"`
}

// Ref names exactly this version: "DE00203@1.0.0"; without a version the id.
func (e *Element) Ref() string {
	if e.Version == "" {
		return e.ID
	}
	return e.ID + "@" + e.Version
}

// Check reports what is wrong with the element by itself: its code list, its
// constraints, whether they fit its type and leave a value (Compile reports the
// same at every field that points at the element), and its other attributes.
func (e *Element) Check(reg Registry) Problems {
	var s sink
	if celWords[e.ID] {
		s.add(defReserved, "id", "name", e.ID)
	}
	typ, ok := fieldTypes[e.Type]
	if !ok {
		s.add(formUnknownType, "type", "type", e.Type)
		return s.problems
	}
	f := &fieldPlan{typ: typ, f: &Field{Key: e.ID, Path: e.ID, Element: e, Label: e.Name}}
	f.ofElement(reg, "", &s)
	e.attributes(reg, &s)
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
	f.element.cardinal(e, f.typ)
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
			s.add(formCodeListOnly, join(path, "codeList"), "type", e.Type)
		}
		if id = e.Rows; id == "" {
			s.add(formTableRows, join(path, "rows"))
			return nil, true
		}
	default:
		if id != "" {
			s.add(formCodeListOnly, join(path, "codeList"), "type", e.Type)
		}
		return nil, true
	}
	switch {
	case id == "" && needed:
		s.add(formNeedsCodeList, join(path, "codeList"), "type", e.Type)
		return nil, false
	case id == "", id == identityKindsID: // only a person or identity may name none
		return identityKinds, true
	case id == signatureKindsID:
		return signatureKinds, true
	}
	list, ok := reg.CodeList(id)
	if !ok {
		if path = join(path, "codeList"); e.Type == TypeTable {
			path = strings.TrimSuffix(path, "codeList") + "rows"
		}
		s.add(formCodeList, path, "element", e.ID, "list", id)
	}
	return list, ok
}

// Output is what stands beside an answer that is shown back.
func (e *Element) Output() Text {
	if len(e.OutputLabel) > 0 {
		return e.OutputLabel
	}
	return e.Label()
}

// Label is what people are asked when a form has no words of its own: the
// input label, or else the element's name without the representation term of a code (主体类型代码 asks for
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
