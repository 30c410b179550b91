package jsonschema

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

// formatPatterns say formats that are no type of ours, exactly.
var formatPatterns = map[string]string{
	"uuid": `^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`,
	"ipv4": `^(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}$`,
	"duration": `^P(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)(?:T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?` +
		`|T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))$`,
	"json-pointer": `^(?:/(?:[^/~]|~[01])*)*$`,
	// A form's own time of day has no offset, which the format demands.
	"time": `^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$`,
}

// uriPattern are the characters of RFC 3986; ours may hold any.
const uriPattern = `^(?:[!$&-;=?-Z_a-z~]|%[0-9A-Fa-f]{2})*(?:#(?:[!$&-;=?-Z_a-z~]|%[0-9A-Fa-f]{2})*)?$`

// formatTypes are formats that are types of ours.
var formatTypes = map[string]metamodel.Type{
	"date": metamodel.TypeDate, "date-time": metamodel.TypeDateTime, "email": metamodel.TypeEmail, "uri": metamodel.TypeURL,
}

// stricter says where such a type takes less than the format.
var stricter = map[string]metamodel.Text{
	"date-time": metamodel.ZhEn("没有闰秒", "no leap seconds"),
	"time":      metamodel.ZhEn("没有闰秒；填写如 09:30:00+08:00", "no leap seconds; it is entered like 09:30:00+08:00"),
	"email":     metamodel.ZhEn("只接受能够送达的地址，例如 name@example.cn", "only addresses that mail reaches, like name@example.cn"),
	"uri":       metamodel.ZhEn("只接受 http 和 https 网址", "only addresses of pages, http and https"),
}

// field makes a field of a plain property.
func (im *importer) field(h *holder, m *member) bool { return im.scalarOf(h, m, m.prop) }

// scalarOf makes the element, its code list, and the field that points at it.
func (im *importer) scalarOf(h *holder, m *member, prop string) bool {
	s := m.shape
	label := s.title
	if len(label) == 0 {
		label = words(prop)
	}
	e := &metamodel.Element{Name: label, InputHint: s.description}
	m.doc = &metamodel.FieldDoc{}
	if s.enum != nil {
		if !im.enumerated(m, e, prop) {
			return false
		}
	} else {
		switch s.types {
		case isString:
			if !im.textual(m, e) {
				return false
			}
		case isInteger, isNumber, isNumber | isInteger:
			if !im.numeric(h, m, e) {
				return false
			}
		case isBoolean:
			e.Type = metamodel.TypeBoolean
		default:
			if im.untold(s) {
				return false
			}
			n := s.nodes[0]
			why := metamodel.ZhEn("字段只能有一种类型", "a field has one type")
			if !s.typed {
				why = metamodel.ZhEn("没有说明类型", "it does not say the type")
			} else if s.types == isObject {
				why = metamodel.ZhEn("没有属性的对象", "an object without properties")
			}
			im.refuse(n, "type", why)
			return false
		}
	}
	m.typ = e.Type
	im.place(h, m, e, prop)
	for _, n := range s.nodes {
		im.heard[n] = true
	}
	if d := s.fallback; d != nil {
		r := run{}
		fits := d.kind != 'o' && d.kind != 'a' && d.kind != 'z' && (d.kind != 's' || strings.TrimSpace(d.text) == d.text && d.text != "")
		for _, n := range s.nodes {
			fits = fits && r.judge(n, d)
		}
		if fits {
			m.doc.Default = json.RawMessage(d.json(nil))
		} else {
			im.report(s.saying("default"), "default", noteDefault)
		}
	}
	switch {
	case !s.readOnly:
	case m.required:
		im.stayWritable(m)
	default:
		m.doc.ReadOnly = true
		if m.doc.Default == nil {
			im.report(s.saying("readOnly"), "readOnly", noteReadOnly)
		}
	}
	return true
}

// stayWritable: what must be answered can be.
func (im *importer) stayWritable(m *member) {
	m.doc.ReadOnly = false
	im.report(m.shape.saying("readOnly"), "readOnly", notePassed, "why", metamodel.ZhEn("必填的问题须能回答", "a question that must be answered can be answered"))
}

// saying is the schema of a place that has the keyword.
func (s *shape) saying(keyword string) *node {
	for _, n := range s.nodes {
		if n.v.get(keyword) != nil {
			return n
		}
	}
	return s.nodes[0]
}

func (im *importer) textual(m *member, e *metamodel.Element) bool {
	s := m.shape
	e.Type = metamodel.TypeString
	if s.maxLength < 0 && len(s.patterns) == 0 && len(s.formats) == 0 && len(s.description["en"]+s.description["zh"]) > 200 || s.maxLength > 200 {
		e.Type = metamodel.TypeText
	}
	var patterns []string
	for _, n := range s.patterns {
		re2, _, _ := translate(n.pattern.source)
		patterns = append(patterns, re2)
	}
	for _, f := range s.formats {
		n := s.nodes[0]
		for _, x := range s.nodes {
			if x.v.get("format").str() == f {
				n = x
			}
		}
		switch {
		case formatPatterns[f] != "":
			patterns = append(patterns, formatPatterns[f])
			if why := stricter[f]; why != nil {
				im.report(n, "format", noteNarrow, "format", f, "why", why)
			}
		case formatTypes[f] != "" && (e.Type == metamodel.TypeString || e.Type == metamodel.TypeText || e.Type == formatTypes[f]):
			e.Type = formatTypes[f]
			if f == "uri" {
				patterns = append(patterns, uriPattern)
			}
			if why := stricter[f]; why != nil {
				im.report(n, "format", noteNarrow, "format", f, "why", why)
			}
		default:
			im.refuse(n, "format", metamodel.ZhEn("表单没有“"+clip(f)+"”这种格式", "forms have no format “"+clip(f)+"”"))
			return false
		}
	}
	limits := e.Type == metamodel.TypeString || e.Type == metamodel.TypeText
	if e.Type == metamodel.TypeDate || e.Type == metamodel.TypeDateTime {
		if len(patterns) > 0 || s.minLength > 10 || s.maxLength >= 0 && s.maxLength < 25 && (e.Type == metamodel.TypeDateTime || s.maxLength < 10) {
			im.refuse(s.nodes[0], "format", metamodel.ZhEn("日期不能再有长度和样式的限制", "a date has no other bounds of length or pattern"))
			return false
		}
	}
	if s.minLength > 0 && limits {
		e.MinLength = &s.minLength
	}
	if s.maxLength >= 0 && (limits || e.Type == metamodel.TypeEmail || e.Type == metamodel.TypeURL) {
		e.MaxLength = &s.maxLength
	}
	if s.maxLength == 0 {
		im.refuse(s.nodes[0], "maxLength", metamodel.ZhEn("没有可填的内容", "there is nothing to enter"))
		return false
	}
	patterns = unique(patterns)
	for _, p := range patterns {
		// A pattern that no schema brought is small.
		cost := len(p)
		for _, n := range s.patterns {
			cost = max(cost, n.pattern.cost)
		}
		if im.regexes += cost; im.regexes > maxRegexes {
			im.report(s.saying("pattern"), "pattern", kindRegexes)
			return false
		}
	}
	if len(patterns) > 2 {
		im.refuse(s.patterns[0], "pattern", metamodel.ZhEn("一个字段最多两个样式", "a field has two patterns at most"))
		return false
	}
	for i, p := range patterns {
		if i == 0 {
			e.Pattern = p
		} else {
			m.doc.Pattern = p
		}
	}
	return true
}

func (im *importer) numeric(h *holder, m *member, e *metamodel.Element) bool {
	s := m.shape
	e.Type = metamodel.TypeNumber
	if s.types == isInteger {
		e.Type = metamodel.TypeInteger
	}
	n := s.nodes[0]
	bound := func(keyword string, v *number, into *json.Number) bool {
		if v == nil {
			return true
		}
		lit, ok := rawNumber(v)
		if !ok {
			im.refuse(n, keyword, metamodel.ZhEn("数字太长", "the number is too long"))
			return false
		}
		*into = lit
		return true
	}
	if !bound("minimum", s.minimum, &e.Minimum) || !bound("maximum", s.maximum, &e.Maximum) || !bound("exclusiveMinimum", s.exclusiveMinimum, &e.ExclusiveMinimum) || !bound("exclusiveMaximum", s.exclusiveMaximum, &e.ExclusiveMaximum) {
		return false
	}
	one := numberOf("1")
	for _, k := range s.multiples {
		by := *k.multipleOf
		switch {
		case by.digits == "1" && by.exp <= 1 && by.exp > -30: // a power of ten: decimals
			places := 1 - by.exp
			if e.Type == metamodel.TypeInteger {
				continue
			}
			if e.FractionDigits == nil || *e.FractionDigits > places {
				e.FractionDigits = &places
			}
		case e.Type == metamodel.TypeInteger && one.multipleOf(by):
		case by.whole() && by.exp < 16:
			e.Type = metamodel.TypeInteger
			e.FractionDigits = nil
			count, _ := by.count()
			m.multiple = append(m.multiple, count)
		default:
			im.refuse(k, "multipleOf", metamodel.ZhEn("只支持 0.1、0.01 等和整数", "only 0.1, 0.01 and so on, and whole numbers"))
			return false
		}
	}
	return true
}

// enumerated makes a choice: of texts a code list, of numbers a list of values.
func (im *importer) enumerated(m *member, e *metamodel.Element, prop string) bool {
	s := m.shape
	n := s.nodes[0]
	switch {
	case allStrings(s.enum):
		list := im.codeList(s, prop)
		if im.entries > maxChoices {
			im.refuse(s.saying("enum"), "enum", tooMany)
			return false
		}
		if list == "" {
			im.refuse(n, "enum", metamodel.ZhEn("代码须有 1 至 64 个字，前后没有空格", "a code has 1 to 64 characters and no space around it"))
			return false
		}
		e.Type, e.CodeList = metamodel.TypeCode, list
	case s.types == isBoolean:
		e.Type = metamodel.TypeBoolean
		if len(s.enum) == 1 {
			e.Const = json.RawMessage(s.enum[0].json(nil))
		}
	case s.types&^(isNumber|isInteger) == 0:
		e.Type = metamodel.TypeNumber
		if s.types == isInteger {
			e.Type = metamodel.TypeInteger
		}
		for _, v := range s.enum {
			x := numberOf(v.text)
			lit, ok := rawNumber(&x)
			if !ok {
				im.refuse(n, "enum", metamodel.ZhEn("数字太长", "the number is too long"))
				return false
			}
			e.Enum = append(e.Enum, json.RawMessage(lit))
		}
	default:
		im.refuse(n, "enum", metamodel.ZhEn("选项须都是文字或都是数字", "the choices must all be texts or all be numbers"))
		return false
	}
	return true
}

// several makes a choice of several codes.
func (im *importer) several(h *holder, m *member, item *shape) bool {
	s := m.shape
	label := s.title
	if len(label) == 0 {
		label = words(m.prop)
	}
	list := im.codeList(item, m.prop)
	if im.entries > maxChoices {
		im.refuse(item.saying("enum"), "enum", tooMany)
		return false
	}
	if list == "" {
		im.refuse(item.nodes[0], "enum", metamodel.ZhEn("代码须有 1 至 64 个字，前后没有空格", "a code has 1 to 64 characters and no space around it"))
		return false
	}
	e := &metamodel.Element{Name: label, InputHint: s.description, Type: metamodel.TypeCodes, CodeList: list}
	m.doc = &metamodel.FieldDoc{}
	if s.minItems > 0 {
		e.MinItems = &s.minItems
	}
	if s.maxItems >= 0 {
		e.MaxItems = &s.maxItems
	}
	if s.maxItems == 0 {
		im.refuse(s.nodes[0], "maxItems", metamodel.ZhEn("没有可选的内容", "there is nothing to choose"))
		return false
	}
	m.empty = m.required && s.minItems <= 0
	m.typ, m.item = e.Type, item
	im.place(h, m, e, m.prop)
	return true
}

// codeList gives the id of the list of these values, "" when they are no codes.
func (im *importer) codeList(s *shape, prop string) string {
	l := &metamodel.CodeList{}
	for _, v := range s.enum {
		t := v.text
		if t == "" || utf8.RuneCountInString(t) > 64 || strings.TrimFunc(t, unicode.IsSpace) != t || strings.IndexFunc(t, unicode.IsControl) >= 0 {
			return ""
		}
		name := s.names[v.canonical()]
		if len(name) == 0 {
			name = oneLanguage(t)
		}
		l.Entries = append(l.Entries, metamodel.Code{Code: t, Name: name})
	}
	content, err := json.Marshal(l.Entries)
	if err != nil {
		return ""
	}
	if id, ok := im.lists[string(content)]; ok {
		return id
	}
	base := "CL_" + strings.ToUpper(identifier(prop, false))
	l.ID = free(base, im.listIDs)
	l.Name = s.title
	if len(l.Name) == 0 {
		l.Name = words(prop)
	}
	im.lists[string(content)] = l.ID
	im.entries += len(l.Entries)
	im.pack.CodeLists[l.ID] = l
	return l.ID
}

// plainRow: the field of a list of plain values has no name of its own.
func (m *member) plainRow(h *holder) bool {
	return h.repeat && m.prop == valueField && len(h.members) == 1 && h.shape == m.shape
}
