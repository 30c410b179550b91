package sheets

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

var identifierText = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,63}$`)

// readCodeLists reads code_lists in the order of 序号.
func (im *importer) readCodeLists() {
	first := map[string]*Row{}
	var order []string
	groups := map[string][]*Row{}
	for _, r := range im.book.rows(CodeLists) {
		id := r.Code("代码表标识")
		if !identifierText.MatchString(id) {
			im.report(r.problem(kindIdentifier, "代码表标识", "value", excerpt(id)))
			continue
		}
		if first[id] == nil {
			first[id] = r
			order = append(order, id)
		} else if first[id].Cell("代码表名称") != r.Cell("代码表名称") {
			im.report(r.problem(kindListNames, "代码表名称", "list", id, "other", first[id].Number))
		}
		groups[id] = append(groups[id], r)
	}
	for _, id := range order {
		rows := groups[id]
		im.bySequence(rows)
		head := first[id]
		if head.Cell("代码表名称") == "" {
			im.report(head.problem(kindEmptyCell, "代码表名称"))
		}
		l := &metamodel.CodeList{ID: id, Name: im.text("codes:"+id, head.Cell("代码表名称"), head.Cell("英文名称"), head.place("英文名称"))}
		for _, r := range rows {
			code := r.Code("代码")
			if r.Cell("代码名称") == "" {
				im.report(r.problem(kindEmptyCell, "代码名称"))
			}
			l.Entries = append(l.Entries, metamodel.Code{Code: code, Name: im.text("code:"+id+":"+code, r.Cell("代码名称"), r.Cell("代码英文"), r.place("代码英文"))})
		}
		im.pack.CodeLists[id] = l
	}
}

// readElements reads the pool of standard elements.
func (im *importer) readElements() {
	for _, r := range im.book.rows(DataElements) {
		id := r.Code("标识符")
		if !identifierText.MatchString(id) {
			im.report(r.problem(kindIdentifier, "标识符", "value", excerpt(id)))
			continue
		}
		name := r.Cell("中文名称")
		if name == "" {
			im.report(r.problem(kindEmptyCell, "中文名称"))
		}
		e := &metamodel.Element{
			ID: id, Name: im.text("element:"+id, name, r.Cell("英文名称"), r.place("英文名称")),
			ObjectClass: r.Cell("对象类词"), Property: r.Cell("特性词"), Representation: r.Cell("表示词"),
			Source: r.Cell("数源单位"), Version: r.Cell("版本"), Status: r.Cell("状态"), Notation: fold(r.Cell("数据格式")),
		}
		if def := r.Cell("定义"); def != "" && def != name {
			e.Definition = im.text("definition:"+id, def, "", r.place("定义"))
		}
		if unit := r.Cell("计量单位"); unit != "" {
			e.Unit = im.text("unit:"+unit, unit, unitWords[unit], r.place("计量单位"))
		}
		for _, s := range strings.FieldsFunc(r.Cell("同义名称"), func(c rune) bool { return strings.ContainsRune("|｜;；、\n", c) }) {
			if s = clean(s); s != "" && s != name {
				e.Synonyms = append(e.Synonyms, s)
			}
		}
		switch s := r.Cell("敏感级别"); s {
		case "", "一般":
			e.Sensitivity = metamodel.General
		case "个人信息":
			e.Sensitivity = metamodel.Personal
		case "敏感个人信息":
			e.Sensitivity = metamodel.SensitivePersonal
		default:
			im.report(r.problem(kindSensitive, "敏感级别", "value", excerpt(s)))
		}
		if im.dataType(r, e) && im.dataFormat(r, e) {
			im.valueDomain(r, e)
			textArea(e)
		}
		im.pack.Elements[id] = e
		im.pool = append(im.pool, e)
	}
}

func (im *importer) dataType(r *Row, e *metamodel.Element) bool {
	types := map[string]metamodel.Type{
		"string": metamodel.TypeString, "text": metamodel.TypeText, "code": metamodel.TypeCode, "code[]": metamodel.TypeCodes, "integer": metamodel.TypeInteger,
		"number": metamodel.TypeNumber, "boolean": metamodel.TypeBoolean, "date": metamodel.TypeDate,
		"字符型": metamodel.TypeString, "数值型": metamodel.TypeNumber, "整数型": metamodel.TypeInteger, "布尔型": metamodel.TypeBoolean, "日期型": metamodel.TypeDate, "代码型": metamodel.TypeCode,
		"金额型": metamodel.TypeMoney, "时间型": metamodel.TypeTime, "日期时间型": metamodel.TypeDateTime,
	}
	// A table has columns, for which the sheet has no place; all else goes by its own name.
	for _, t := range []metamodel.Type{metamodel.TypeMoney, metamodel.TypeTime, metamodel.TypeDateTime, metamodel.TypeDateRange, metamodel.TypePerson, metamodel.TypeOrganisation, metamodel.TypeIdentity,
		metamodel.TypeAddress, metamodel.TypePhone, metamodel.TypeEmail, metamodel.TypeURL, metamodel.TypePoint, metamodel.TypeFile, metamodel.TypeSignature} {
		types[string(t)] = t
	}
	t, ok := types[strings.ToLower(r.Code("数据类型"))]
	if !ok {
		im.report(r.problem(kindDataType, "数据类型", "value", excerpt(r.Cell("数据类型"))))
		e.Type = metamodel.TypeString
		return false
	}
	e.Type = t
	return true
}

var (
	formatLength  = regexp.MustCompile(`^(an|a|n)(\.\.)?(\d{1,5})$`)
	formatDecimal = regexp.MustCompile(`^n(\.\.)?(\d{1,2}),(\d{1,2})$`)
)

// dataFormat reads GB/T 18391 formats: an..50 at most, an18 exactly so many
// characters; n..8,2 at most eight digits, two of them after the point.
func (im *importer) dataFormat(r *Row, e *metamodel.Element) bool {
	f := strings.ToLower(foldCode(r.Cell("数据格式")))
	bad := func() bool {
		im.report(r.problem(kindFormat, "数据格式", "value", excerpt(r.Cell("数据格式")), "type", r.Cell("数据类型")))
		return false
	}
	if f == "" {
		return true
	}
	m := formatLength.FindStringSubmatch(f)
	d := formatDecimal.FindStringSubmatch(f)
	switch e.Type {
	case metamodel.TypeString, metamodel.TypeText:
		n, ok := length(m)
		if !ok {
			return bad()
		}
		e.MaxLength = &n
		if m[2] == "" {
			e.MinLength = &n
		}
	case metamodel.TypeCode, metamodel.TypeCodes:
		n, ok := length(m)
		if !ok {
			return bad()
		}
		im.codeFormat(r, m[2] == "", n)
	case metamodel.TypeInteger:
		n, ok := length(m)
		if !ok || m[1] != "n" {
			return bad()
		}
		e.IntegerDigits = &n
	case metamodel.TypeNumber, metamodel.TypeMoney:
		zero := 0
		if n, ok := length(m); ok && m[1] == "n" {
			e.IntegerDigits, e.FractionDigits = &n, &zero
			return true
		}
		if d == nil {
			return bad()
		}
		all, _ := strconv.Atoi(d[2])
		frac, _ := strconv.Atoi(d[3])
		if frac >= all {
			return bad()
		}
		whole := all - frac
		e.IntegerDigits, e.FractionDigits = &whole, &frac
	case metamodel.TypeBoolean:
		if f != "bool" && f != "boolean" && f != "n1" {
			return bad()
		}
	case metamodel.TypeDate:
		if f != "d10" && f != "d8" && f != "yyyy-mm-dd" {
			return bad()
		}
	}
	return true
}

func length(m []string) (int, bool) {
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[3])
	return n, err == nil && n > 0
}

// codeFormat warns of codes that are longer or shorter than the element says.
func (im *importer) codeFormat(r *Row, exact bool, n int) {
	l := im.pack.CodeLists[r.Code("值域")]
	if l == nil {
		return
	}
	for _, c := range l.Entries {
		if len(c.Code) > n || exact && len(c.Code) != n {
			im.report(r.problem(kindCodeFormat, "数据格式", "code", c.Code, "value", r.Cell("数据格式")))
		}
	}
}

var (
	domainRange  = regexp.MustCompile(`^(-?[0-9.]+?)\.\.\.?(-?[0-9.]+)$`)
	domainBound  = regexp.MustCompile(`^(>=|<=|>|<|==|=)(.+)$`)
	domainFormat = regexp.MustCompile(`^(\w+)when(\w+)==?'?(\w+)'?$`)
	mobile       = regexp.MustCompile(`^\^?1\[3-9\](\\d|\[0-9\])\{9\}\$?$`)
)

var formats = map[string]metamodel.Format{
	"email": metamodel.FormatEmail, "uscc": metamodel.FormatUSCC, "cn_uscc": metamodel.FormatUSCC, "cn_resident_id": metamodel.FormatResidentID,
	"cn_mobile": metamodel.FormatMobile, "mobile": metamodel.FormatMobile,
}

// valueDomain reads 值域: a code list, a pattern, a named format, a range.
func (im *importer) valueDomain(r *Row, e *metamodel.Element) {
	raw := r.Cell("值域")
	d := foldCode(raw)
	unread := func() { im.report(r.problem(kindDomain, "值域", "value", excerpt(raw))) }
	switch e.Type {
	case metamodel.TypeCode, metamodel.TypeCodes, metamodel.TypeAddress, metamodel.TypePerson, metamodel.TypeIdentity:
		switch optional := e.Type == metamodel.TypePerson || e.Type == metamodel.TypeIdentity; {
		case d == "" && optional:
		case d == "":
			im.report(r.problem(kindListNeeded, "值域"))
		case im.pack.CodeLists[d] == nil:
			im.report(r.problem(kindNoList, "值域", "list", excerpt(d)))
		default:
			e.CodeList = d
		}
		return
	}
	switch {
	case d == "":
	case strings.HasPrefix(d, "CL_") || im.pack.CodeLists[d] != nil:
		if im.pack.CodeLists[d] == nil {
			im.report(r.problem(kindNoList, "值域", "list", excerpt(d)))
			return
		}
		unread() // a list for something that is not a code
	case strings.HasPrefix(d, "^") && textual(e.Type):
		if _, err := metamodel.CompilePattern(raw); err != nil {
			im.report(r.problem(kindPattern, "值域", "value", excerpt(raw)))
			return
		}
		e.Pattern = raw
		if mobile.MatchString(raw) {
			e.Format = metamodel.FormatMobile
		}
	case textual(e.Type):
		if f, ok := formats[strings.ToLower(d)]; ok {
			e.Format = f
			return
		}
		m := domainFormat.FindStringSubmatch(d)
		f, ok := metamodel.Format(""), false
		if m != nil {
			f, ok = formats[strings.ToLower(m[1])]
		}
		if !ok {
			unread()
			return
		}
		e.Format, e.FormatWhen = f, m[2]+" == '"+m[3]+"'"
		im.formatWhen = append(im.formatWhen, conditionalFormat{r, e, m[2], m[3]})
	case e.Type == metamodel.TypeBoolean:
		switch strings.ToLower(strings.TrimLeft(d, "=")) {
		case "true", "是":
			e.Const = json.RawMessage("true")
		case "false", "否":
			e.Const = json.RawMessage("false")
		default:
			unread()
		}
	case e.Type == metamodel.TypeDate:
		im.dateDomain(r, e, d, unread)
	case numeric(e.Type) || e.Type == metamodel.TypeMoney:
		im.numberDomain(r, e, d, unread)
	default:
		unread()
	}
}

func (im *importer) dateDomain(r *Row, e *metamodel.Element, d string, unread func()) {
	m := domainBound.FindStringSubmatch(fold(d))
	if m == nil || m[2] != "today" && m[2] != "今天" && m[2] != "当天" && !fullDate.MatchString(m[2]) {
		unread()
		return
	}
	when := m[2]
	if !fullDate.MatchString(when) {
		when = "today"
	}
	switch m[1] {
	case "<=":
		e.NotAfter = when
	case ">=":
		e.NotBefore = when
	default:
		unread()
	}
}

func (im *importer) numberDomain(r *Row, e *metamodel.Element, d string, unread func()) {
	d = strings.NewReplacer("~", "..", "至", "..").Replace(fold(d))
	if m := domainRange.FindStringSubmatch(d); m != nil {
		low, ok1 := decimalText(m[1])
		high, ok2 := decimalText(m[2])
		switch {
		case !ok1 || !ok2 || !fits(m[1], e.Type) || !fits(m[2], e.Type):
			im.report(r.problem(kindNotNumber, "值域", "value", excerpt(r.Cell("值域"))))
		case low > high:
			im.report(r.problem(kindRange, "值域", "low", m[1], "high", m[2]))
		default:
			e.Minimum, e.Maximum = json.Number(m[1]), json.Number(m[2])
		}
		return
	}
	m := domainBound.FindStringSubmatch(d)
	if m == nil {
		unread()
		return
	}
	if _, ok := decimalText(m[2]); !ok || !fits(m[2], e.Type) {
		im.report(r.problem(kindNotNumber, "值域", "value", excerpt(m[2])))
		return
	}
	if !bound(&e.Constraints, m[1], m[2]) {
		unread()
	}
}

// fits reports whether a number literal may bound a type.
func fits(n string, t metamodel.Type) bool {
	return t != metamodel.TypeInteger || !strings.Contains(n, ".")
}

// bound puts one comparison into constraints.
func bound(c *metamodel.Constraints, op, number string) bool {
	n := json.Number(number)
	switch op {
	case ">=":
		c.Minimum = n
	case ">":
		c.ExclusiveMinimum = n
	case "<=":
		c.Maximum = n
	case "<":
		c.ExclusiveMaximum = n
	case "==", "=":
		c.Const = json.RawMessage(number)
	default:
		return false
	}
	return true
}

// textArea makes long free text a text of several lines; addresses and names stay one line.
func textArea(e *metamodel.Element) {
	if e.Type != metamodel.TypeString || e.MaxLength == nil || e.Pattern != "" || e.Format != "" {
		return
	}
	switch {
	case *e.MaxLength >= 500:
		e.Type = metamodel.TypeText
	case *e.MaxLength >= 200 && (e.Representation == "文本" || e.Representation == "说明" || e.Representation == "描述"):
		e.Type = metamodel.TypeText
	}
}

// conditionalFormat is a format that holds only for one value of another
// element of the same subject (cn_resident_id when DE00004=111).
type conditionalFormat struct {
	row     *Row
	element *metamodel.Element
	other   string
	code    string
}

// checkFormats runs when the whole pool is known.
func (im *importer) checkFormats() {
	for _, f := range im.formatWhen {
		other := im.pack.Elements[f.other]
		switch {
		case other == nil:
			im.report(f.row.problem(kindNoElement, "值域", "element", f.other))
		case im.pack.CodeLists[other.CodeList] != nil:
			if _, ok := im.pack.CodeLists[other.CodeList].Entry(f.code); !ok {
				im.report(f.row.problem(kindNoCode, "值域", "code", f.code, "list", other.CodeList))
			}
		}
	}
}
