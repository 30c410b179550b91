package xlsform

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// field makes a question an element and a field that points at it; nil when it
// is not taken. chain are conditions of groups around it that are no object of
// their own.
func (im *importer) field(it *item, path string, chain []piece) (fd *metamodel.FieldDoc, required bool) {
	im.resolve(it)
	if it.why != nil || it.list == nil && (it.sort == sortCode || it.sort == sortCodes) {
		return nil, false
	}
	im.counts.questions++
	e := &metamodel.Element{ID: it.key, Name: im.label(it)}
	it.element = e
	im.pack.Elements[e.ID] = e
	fd = &metamodel.FieldDoc{Ref: "element:" + e.ID}
	im.fields[it], im.paths[it] = fd, path
	im.elementType(it, e, fd)
	if it.other != nil {
		p, _ := im.relevant(it)
		fd.Visible = allOf(append(append([]piece(nil), chain...), p)...).cel
		return fd, true
	}
	im.appearance(it, e)
	fd.Hint = paragraphs(im.text(it.row, "hint"), im.text(it.row, "guidance_hint"))
	for _, c := range []string{"image", "audio", "video", "big-image"} {
		if it.row.Cell(c) != "" {
			im.report(it.row.problem(noteMedia, c))
		}
	}
	visible := chain
	if p, ok := im.relevant(it); ok {
		visible = append(append([]piece(nil), chain...), p)
	}
	computed := it.calc != nil && it.calc.reason == nil
	if computed {
		v := it.calc.value
		fd.Value = v.cel
		im.places[path+"/x-value"] = origin{Calculation, it.row, "calculation", it, func() { fd.Value = "" }}
		if !v.there.always() && !v.strict {
			visible = append(append([]piece(nil), visible...), v.there.pos())
		}
		im.counts.conditions++
	}
	if p := allOf(visible...); p != always {
		fd.Visible = p.cel
		im.places[path+"/x-visible"] = origin{Relevant, it.row, "relevant", it, func() { fd.Visible = "" }}
	}
	fd.Hidden = it.typ == "calculate" || it.typ == "hidden"
	im.readOnly(it, fd, computed)
	im.filter(it, fd, path)
	if computed {
		return fd, false
	}
	im.defaultValue(it, fd)
	im.constraint(it, fd, path)
	return fd, im.required(it, e, fd, path)
}

var elementTypes = map[nature]metamodel.Type{
	sortText: metamodel.TypeString, sortWhole: metamodel.TypeInteger, sortNumber: metamodel.TypeNumber, sortTruth: metamodel.TypeBoolean, sortCode: metamodel.TypeCode,
	sortCodes: metamodel.TypeCodes, sortDate: metamodel.TypeDate, sortTime: metamodel.TypeTime, sortMoment: metamodel.TypeDateTime,
}

// media are the files a question takes.
var media = map[string][]string{"image": {"image/*"}, "audio": {"audio/*"}, "video": {"video/*"}, "file": nil}

func (im *importer) elementType(it *item, e *metamodel.Element, fd *metamodel.FieldDoc) {
	e.Type = elementTypes[it.sort]
	accept, file := media[it.typ]
	switch {
	case it.typ == "geopoint":
		e.Type = metamodel.TypePoint
	case file:
		one := 1
		e.Type, e.MaxItems, e.Accept = metamodel.TypeFile, &one, accept
	case it.list != nil:
		e.CodeList = it.list.def.ID
	}
	if it.other == nil {
		im.parameters(it, e, fd)
	}
}

// silentLooks change nothing that the pages could do.
var silentLooks = regexp.MustCompile(`^(minimal|quick|quickcompact|compact(-\d+)?|horizontal|horizontal-compact|likert|field-list|table-list|label|list|list-nolabel|columns(-pack|-\d+|-flex)?|w\d+|numbers|thousands-sep|multiline|signature|no-calendar|no-ticks|vertical|picker|autocomplete|maps|placement-map|map|summary|grid-theme)$`)

func (im *importer) appearance(it *item, e *metamodel.Element) {
	cell := it.row.Cell("appearance")
	if strings.Contains(cell, "(") { // search('…'), ex:…(…)
		im.once("look "+cell, it.row.problem(noteAppearance, "appearance", "value", clip(cell)))
		return
	}
	for _, look := range strings.Fields(strings.ToLower(cell)) {
		switch {
		case look == "multiline" && it.typ == "text":
			e.Type = metamodel.TypeText
		case look == "signature" && it.typ == "image":
			e.Type, e.MaxItems, e.Accept = metamodel.TypeSignature, nil, nil
		case !silentLooks.MatchString(look):
			im.once("look "+look, it.row.problem(noteAppearance, "appearance", "value", clip(look)))
		}
	}
}

var parameterText = regexp.MustCompile(`([A-Za-z_-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s,;]+)`)

// parameters of a range become bounds; others have no counterpart.
func (im *importer) parameters(it *item, e *metamodel.Element, fd *metamodel.FieldDoc) {
	cell := it.row.Cell("parameters")
	given := map[string]string{}
	for _, m := range parameterText.FindAllStringSubmatch(cell, -1) {
		given[strings.ToLower(m[1])] = strings.Trim(m[2], `"'`)
		if it.typ != "range" {
			im.once("parameter "+m[1], it.row.problem(noteParameter, "parameters", "name", m[1]))
		}
	}
	if it.typ != "range" {
		if cell != "" && len(given) == 0 {
			im.report(it.row.problem(kindParameter, "parameters", "name", "", "value", clip(cell)))
		}
		return
	}
	whole := true
	for _, p := range []struct{ name, usual string }{{"start", "1"}, {"end", "10"}, {"step", "1"}} {
		if given[p.name] == "" {
			given[p.name] = p.usual
		}
		if !plainNumber.MatchString(given[p.name]) || len(given[p.name]) > 15 || strings.HasSuffix(given[p.name], ".") || strings.HasPrefix(given[p.name], ".") {
			im.report(it.row.problem(kindParameter, "parameters", "name", p.name, "value", clip(given[p.name])))
			return
		}
		whole = whole && !strings.Contains(given[p.name], ".")
	}
	e.Type, it.sort = metamodel.TypeNumber, sortNumber
	e.Minimum, e.Maximum = json.Number(given["start"]), json.Number(given["end"])
	_, frac, _ := strings.Cut(given["step"], ".")
	digits := len(frac)
	switch {
	case whole:
		e.Type, it.sort = metamodel.TypeInteger, sortWhole
		if n, _ := strconv.Atoi(given["step"]); n > 1 {
			t := &translator{im: im, at: it}
			cel, _ := t.pathTo(it)
			from := piece{cel, precPrimary}
			if given["start"] != "0" {
				from = infix(from, "-", piece{given["start"], precSign}, precAdd)
			}
			fd.Checks = append(fd.Checks, metamodel.Check{Rule: from.within(precMultiply) + " % " + given["step"] + " == 0",
				Message: metamodel.ZhEn("须为从 "+given["start"]+" 起每隔 "+given["step"]+" 的数", "The number must be "+given["start"]+" or go up from it in steps of "+given["step"])})
		}
	case strings.Trim(frac, "0") == "1" && strings.HasSuffix(frac, "1") && strings.Trim(given["step"], "0.") == "1":
		e.FractionDigits = &digits
	default:
		im.report(it.row.problem(noteParameter, "parameters", "name", "step"))
	}
}

// settled reads a cell that is yes or no; false when it is an expression.
func settled(cell string) (yes, ok bool) {
	switch strings.ToLower(strings.Join(strings.Fields(cell), "")) {
	case "", "no", "false", "false()", "0", "否":
		return false, true
	case "yes", "true", "true()", "1", "y", "required", "是":
		return true, true
	}
	return false, false
}

func (im *importer) readOnly(it *item, fd *metamodel.FieldDoc, computed bool) {
	cell := it.row.Cell("readonly")
	yes, ok := settled(cell)
	switch {
	case !ok:
		im.untranslated(Untranslated{What: ReadOnly, Place: it.row.place("readonly"), Question: it.name, Expression: cell,
			Reason: metamodel.ZhEn("是否只读不能随答案变化", "whether a question can be changed cannot depend on answers")})
	case yes && !computed:
		fd.ReadOnly = true
	case computed && !yes && !fd.Hidden:
		im.report(it.row.problem(noteEditable, "calculation"))
	}
}

func (im *importer) required(it *item, e *metamodel.Element, fd *metamodel.FieldDoc, path string) bool {
	cell := it.row.Cell("required")
	if fd.Hidden || fd.ReadOnly {
		return false
	}
	yes, ok := settled(cell)
	if (yes || !ok) && it.row.Cell("required_message") != "" {
		im.report(it.row.problem(noteMessage, "required_message", "value", clip(it.row.Cell("required_message"))))
	}
	if ok {
		if yes && e.Type == metamodel.TypeBoolean { // a declaration is made, not answered
			e.Const = json.RawMessage("true")
		}
		return yes
	}
	t := &translator{im: im, at: it, row: it.row, column: "required"}
	out := t.condition(cell)
	im.refused(out, Required, it, "required")
	if out.reason != nil || out.cond.holds == never {
		return false
	}
	if out.cond.holds == always {
		return true
	}
	im.counts.conditions++
	fd.RequiredIf = out.cond.holds.cel
	im.places[path+"/x-required"] = origin{Required, it.row, "required", it, func() { fd.RequiredIf = "" }}
	return false
}

// constraint becomes a rule. Like XPath's it is asked only of an answer that
// is there; CEL leaves a rule over an absent answer unknown, and so passed.
func (im *importer) constraint(it *item, fd *metamodel.FieldDoc, path string) {
	source := it.row.Cell("constraint")
	if source == "" {
		return
	}
	t := &translator{im: im, at: it, self: it, row: it.row, column: "constraint"}
	out := t.condition(source)
	im.refused(out, Constraint, it, "constraint")
	rule := out.cond.total
	if out.reason != nil || rule == always {
		return
	}
	im.counts.conditions++
	if out.cond.apart {
		cel, _ := t.pathTo(it)
		rule = anyOf(it.thereAt(cel).neg(), rule)
	}
	message := im.text(it.row, "constraint_message")
	if len(message) == 0 {
		message = metamodel.ZhEn("答案不符合要求，请核对", "This answer is not allowed. Check it")
	}
	fd.Checks = append(fd.Checks, metamodel.Check{Rule: rule.cel, Message: message})
	n := len(fd.Checks) - 1
	im.places[path+"/x-check/"+strconv.Itoa(n)] = origin{Constraint, it.row, "constraint", it, func() { fd.Checks[n].Rule = leftOutRule }}
}

func (im *importer) filter(it *item, fd *metamodel.FieldDoc, path string) {
	source := it.row.Cell("choice_filter")
	if source == "" || it.list == nil {
		return
	}
	t := &translator{im: im, at: it, option: it.list, row: it.row, column: "choice_filter"}
	out := t.condition(source)
	im.refused(out, Filter, it, "choice_filter")
	if out.reason != nil || out.cond.holds == always {
		return
	}
	im.counts.conditions++
	fd.Options = out.cond.holds.cel
	im.places[path+"/x-options"] = origin{Filter, it.row, "choice_filter", it, func() { fd.Options = "" }}
}

var looksComputed = regexp.MustCompile(`\$\{|^[A-Za-z][A-Za-z0-9:-]*\(`)

func (im *importer) defaultValue(it *item, fd *metamodel.FieldDoc) {
	cell := it.row.Cell("default")
	if cell == "" {
		return
	}
	no := func(zh, en string) {
		im.untranslated(Untranslated{What: Default, Place: it.row.place("default"), Question: it.name, Expression: cell, Reason: metamodel.ZhEn(zh, en)})
	}
	if looksComputed.MatchString(cell) {
		no("默认值不能由公式算出", "a default cannot be computed")
		return
	}
	bad := func() { im.report(it.row.problem(kindDefault, "default", "value", clip(cell))) }
	var v any
	switch it.sort {
	case sortText:
		v = cell
	case sortWhole, sortNumber:
		if !plainNumber.MatchString(cell) || len(cell) > 30 || it.sort == sortWhole && strings.Contains(cell, ".") {
			bad()
			return
		}
		v = json.Number(numberLiteral(cell).text)
	case sortTruth:
		v = strings.EqualFold(cell, "OK") || strings.EqualFold(cell, "true") || strings.EqualFold(cell, "yes")
	case sortCode, sortCodes:
		codes := []string{cell}
		if it.sort == sortCodes {
			codes = strings.Fields(cell)
		}
		for _, c := range codes {
			if _, ok := it.list.def.Entry(c); !ok {
				bad()
				return
			}
		}
		v = codes
		if it.sort == sortCode {
			v = cell
		}
	case sortDate:
		if !fullDate.MatchString(cell) {
			bad()
			return
		}
		v = cell
	default:
		no("这种题目没有默认值", "such a question has no default")
		return
	}
	raw, err := json.Marshal(v)
	if err != nil {
		bad()
		return
	}
	fd.Default = raw
}
