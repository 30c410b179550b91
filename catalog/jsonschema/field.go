package jsonschema

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// formatPatterns say formats that are no type of ours, exactly.
var formatPatterns = map[string]string{
	"uuid": `^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`,
	"ipv4": `^(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}$`,
	"duration": `^P(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)(?:T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?` +
		`|T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))$`,
	"json-pointer": `^(?:/(?:[^/~]|~[01])*)*$`,
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
	if s.readOnly && !m.required {
		m.doc.ReadOnly = true
	}
	if d := s.fallback; d != nil && !m.doc.ReadOnly {
		r := run{}
		fits := d.kind != 'o' && d.kind != 'a' && d.kind != 'z' && (d.kind != 's' || strings.TrimSpace(d.text) == d.text && d.text != "")
		for _, n := range s.nodes {
			fits = fits && r.judge(n, d)
		}
		if fits {
			m.doc.Default = json.RawMessage(d.json(nil))
		} else {
			im.report(s.nodes[0], "default", noteDefault)
		}
	}
	return true
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
	im.pack.CodeLists[l.ID] = l
	return l.ID
}

// place binds the field to an element of a pool, or makes an element of its own.
func (im *importer) place(h *holder, m *member, e *metamodel.Element, prop string) {
	if b := im.bind(h, m, e, prop); b != "" {
		m.key = b
		return
	}
	content, err := json.Marshal(e)
	if err != nil {
		content = fmt.Append(nil, e)
	}
	base := identifier(prop, false)
	id, known := im.elements[base+string(content)]
	if !known || h.taken[id] {
		id = free(base, im.elementIDs)
		for h.taken[id] {
			id = free(base, im.elementIDs)
		}
		im.elements[base+string(content)] = id
		e.ID = id
		im.pack.Elements[id] = e
	}
	h.taken[id] = true
	m.key = id
	m.doc.Ref = "element:" + id
}

// Binding is the decision which element of a pool a property means.
type Binding struct {
	File       string              `json:"file"`
	Property   string              `json:"property"`
	Candidates []catalog.Candidate `json:"-"`
	Element    string              `json:"element,omitempty"` // the best candidate
	Score      float64             `json:"score"`
	Reason     metamodel.Text      `json:"reason,omitempty"`
	Bound      bool                `json:"bound"`
	Why        metamodel.Text      `json:"why,omitempty"` // it was not bound
}

// bind looks for an element of a pool that means the property, allows all that
// the schema allows, and demands nothing the schema does not.
func (im *importer) bind(h *holder, m *member, e *metamodel.Element, prop string) string {
	if len(im.options.Pools) == 0 || m.plainRow(h) {
		return ""
	}
	var pool []*metamodel.Element
	from := map[string]*catalog.Release{}
	for _, r := range im.options.Pools {
		for _, id := range sortedKeys(r.Pack.Elements) {
			pool = append(pool, r.Pack.Elements[id])
			from[id] = r
		}
	}
	best := map[string]catalog.Candidate{}
	for _, label := range []string{e.Name.In("zh"), e.Name.In("en"), prop, words(prop).In("en")} {
		for _, c := range catalog.Match(pool, catalog.MatchQuery{Label: label, SubjectName: h.label.In("zh"), Numeric: e.Type == metamodel.TypeInteger || e.Type == metamodel.TypeNumber,
			Boolean: e.Type == metamodel.TypeBoolean, Date: e.Type == metamodel.TypeDate, Taken: h.taken}) {
			if old, ok := best[c.Element.ID]; !ok || c.Score > old.Score {
				best[c.Element.ID] = c
			}
		}
	}
	var list []catalog.Candidate
	for _, id := range sortedKeys(best) {
		list = append(list, best[id])
	}
	slices.SortStableFunc(list, func(a, b catalog.Candidate) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	if len(list) == 0 {
		return ""
	}
	top := list[0]
	b := &Binding{File: im.file, Property: im.schema.lib.path(m.shape.nodes[0].v), Candidates: list, Element: top.Element.ID, Score: top.Score, Reason: top.Reason}
	im.bindings = append(im.bindings, b)
	switch {
	case top.Score < im.options.Accept:
		b.Why = metamodel.ZhEn("得分低于门槛", "the score is below the threshold")
		return ""
	case len(list) > 1 && top.Score-list[1].Score < catalog.ClearMargin-1e-9:
		b.Why = metamodel.ZhEn("与“"+list[1].Element.ID+"”难分高下", "“"+list[1].Element.ID+"” is as likely")
		return ""
	case h.taken[top.Element.ID]:
		b.Why = metamodel.ZhEn("这一组已有此数据元", "the group has this element already")
		return ""
	}
	doc, why := im.carried(e, top.Element, from[top.Element.ID])
	if why != nil {
		b.Why = why
		return ""
	}
	b.Bound = true
	im.used[from[top.Element.ID].Pack.Name] = true
	h.taken[top.Element.ID] = true
	pattern := m.doc.Pattern
	*m.doc = *doc
	if pattern != "" {
		m.doc.Pattern = pattern
	}
	m.doc.Ref = "element:" + top.Element.ID
	m.doc.Label = e.Name
	if e.CodeList != "" {
		im.unused(e.CodeList)
	}
	return top.Element.ID
}

// plainRow: the field of a list of plain values has no name of its own.
func (m *member) plainRow(h *holder) bool {
	return h.repeat && m.prop == valueField && len(h.members) == 1 && h.shape == m.shape
}

// unused drops a code list that nothing needs any more.
func (im *importer) unused(id string) {
	for _, e := range im.pack.Elements {
		if e.CodeList == id {
			return
		}
	}
	for content, l := range im.lists {
		if l == id {
			delete(im.lists, content)
		}
	}
	delete(im.pack.CodeLists, id)
	delete(im.listIDs, id)
}

// carried narrows a pool's element to what the schema demands; why tells why
// the element cannot stand for it: it would refuse what the schema accepts.
func (im *importer) carried(mine, theirs *metamodel.Element, rel *catalog.Release) (*metamodel.FieldDoc, metamodel.Text) {
	doc := &metamodel.FieldDoc{}
	texts := []metamodel.Type{metamodel.TypeString, metamodel.TypeText}
	if mine.Type != theirs.Type && !(slices.Contains(texts, mine.Type) && slices.Contains(texts, theirs.Type)) {
		return nil, metamodel.ZhEn("类型不同（"+string(theirs.Type)+"）", "its type is another ("+string(theirs.Type)+")")
	}
	tooStrict := func(k string) metamodel.Text {
		return metamodel.ZhEn("数据元的“"+k+"”比模式更严", "the element is stricter: "+k)
	}
	doc.Constraints = mine.Constraints
	// Bounds say how many digits there can be.
	whole := theirs.IntegerDigits
	if whole != nil && mine.IntegerDigits == nil {
		over := numberOf("1e" + fmt.Sprint(*whole))
		under := over
		under.neg = true
		inside := func(limits ...json.Number) bool {
			for _, l := range limits {
				if l != "" && numberOf(string(l)).compare(over) < 0 && numberOf(string(l)).compare(under) > 0 {
					return true
				}
			}
			return false
		}
		if inside(mine.Maximum, mine.ExclusiveMaximum) && inside(mine.Minimum, mine.ExclusiveMinimum) {
			whole = nil
		}
	}
	within := func(k string, mine, theirs *int, sign int) metamodel.Text {
		if theirs != nil && (mine == nil || (*mine-*theirs)*sign > 0) {
			return tooStrict(k)
		}
		return nil
	}
	for _, c := range []struct {
		k            string
		mine, theirs *int
		sign         int
	}{{"minLength", mine.MinLength, theirs.MinLength, -1}, {"maxLength", mine.MaxLength, theirs.MaxLength, 1}, {"minItems", mine.MinItems, theirs.MinItems, -1}, {"maxItems", mine.MaxItems, theirs.MaxItems, 1},
		{"x-fraction-digits", mine.FractionDigits, theirs.FractionDigits, 1}, {"x-integer-digits", mine.IntegerDigits, whole, 1}} {
		if why := within(c.k, c.mine, c.theirs, c.sign); why != nil {
			return nil, why
		}
	}
	for _, c := range []struct {
		k            string
		mine, theirs json.Number
		sign         int
	}{{"minimum", mine.Minimum, theirs.Minimum, -1}, {"maximum", mine.Maximum, theirs.Maximum, 1}, {"exclusiveMinimum", mine.ExclusiveMinimum, theirs.ExclusiveMinimum, -1}, {"exclusiveMaximum", mine.ExclusiveMaximum, theirs.ExclusiveMaximum, 1}} {
		if c.theirs != "" && (c.mine == "" || numberOf(string(c.mine)).compare(numberOf(string(c.theirs)))*c.sign > 0) {
			return nil, tooStrict(c.k)
		}
	}
	switch {
	case theirs.Pattern != "" && theirs.Pattern != mine.Pattern:
		return nil, tooStrict("pattern")
	case theirs.Format != "":
		return nil, tooStrict("format")
	case theirs.NotBefore != "" || theirs.NotAfter != "":
		return nil, tooStrict("x-not-before, x-not-after")
	case len(theirs.Const) > 0 && string(theirs.Const) != string(mine.Const):
		return nil, tooStrict("const")
	case len(theirs.Enum) > 0:
		return nil, tooStrict("enum")
	}
	if mine.CodeList != "" {
		list, ok := rel.Registry().CodeList(theirs.CodeList)
		if !ok {
			return nil, tooStrict("codeList")
		}
		own := im.pack.CodeLists[mine.CodeList]
		for _, c := range own.Entries {
			if !list.Selectable(c.Code) {
				return nil, metamodel.ZhEn("代码表中没有“"+c.Code+"”", "its code list lacks “"+c.Code+"”")
			}
		}
		if len(own.Entries) < len(list.Entries) {
			doc.Enum = nil
			for _, c := range own.Entries {
				doc.Enum = append(doc.Enum, json.RawMessage(appendJSONString(nil, c.Code)))
			}
		}
	}
	return doc, nil
}
