package xlsform

import (
	"strconv"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// origin is the cell that a condition of the form was made from, and how to
// leave it out again.
type origin struct {
	what   What
	row    *Row
	column string
	item   *item
	undo   func()
}

// build makes the definitions: what is in no repeat belongs to one subject, a
// repeat is a subject of its own; a group outside repeats is a page.
func (im *importer) build() {
	formID := strings.TrimLeft(listID.ReplaceAllString(im.id, "-"), "-_.")
	if !strings.ContainsFunc(formID, func(r rune) bool { return r != '-' }) {
		formID = handle(im.id)
	}
	formID = short(formID, 60)
	im.form = &metamodel.FormDoc{
		Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:" + formID, Title: im.titleText, Type: "object",
		Properties: map[string]*metamodel.GroupDoc{}, Layout: metamodel.Layout{Texts: map[string]*metamodel.StaticDoc{}},
	}
	im.pack = &catalog.Pack{
		Manifest: catalog.Manifest{Name: im.options.Name, Title: im.titleText, Version: im.options.Version},
		Subjects: map[string]*metamodel.Subject{}, Elements: map[string]*metamodel.Element{}, CodeLists: map[string]*metamodel.CodeList{},
		Forms: map[string]*metamodel.FormDoc{formID: im.form},
	}
	for _, l := range im.listOrder {
		if l.used {
			im.pack.CodeLists[l.def.ID] = l.def
		}
	}
	w := &pages{im: im, survey: &metamodel.GroupDoc{Type: "object", Subject: rootSubject, Properties: map[string]*metamodel.FieldDoc{}}}
	for _, it := range im.root.children {
		switch {
		case it.group():
			w.begin(it)
			w.inside(it, nil)
			w.end(it)
		case it.repeat():
			w.begin(it)
			w.repeat(it, nil)
			w.end(it)
		default:
			w.loosely()
			w.question(it, nil)
		}
	}
	w.end(nil)
	im.checkRows()
	if len(w.survey.Properties) > 0 {
		im.form.Properties[rootSubject] = w.survey
		im.pack.Subjects[rootSubject] = &metamodel.Subject{ID: rootSubject, Name: metamodel.ZhEn("填报内容", "Answers"), Order: 1}
	}
	if len(im.form.Properties) == 0 && !im.problems.Failed() {
		im.report((&Row{table: im.book.Survey}).problem(kindEmpty, ""))
	}
}

// pages builds the sections.
type pages struct {
	im     *importer
	survey *metamodel.GroupDoc
	page   *metamodel.SectionDoc // open, not yet in the form
	loose  bool                  // it holds what is in no group
	when   *item                 // whose condition the page has
	ids    map[string]bool

	loosened int // how many pages held what is in no group
}

func (w *pages) id(name string) string {
	if w.ids == nil {
		w.ids = map[string]bool{}
	}
	id := handle(name)
	for n, base := 2, id; w.ids[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	w.ids[id] = true
	return id
}

// loosely opens a page for questions in no group.
func (w *pages) loosely() {
	if w.page != nil && w.loose {
		return
	}
	w.end(nil)
	w.page, w.loose = &metamodel.SectionDoc{ID: w.id("questions"), Title: w.looseTitle()}, true
}

// looseTitle is the form's own title, which a later page does not repeat.
func (w *pages) looseTitle() metamodel.Text {
	w.loosened++
	if w.loosened == 1 {
		return w.im.titleText
	}
	title := metamodel.Text{}
	for lang, s := range w.im.titleText {
		switch {
		case lang == "zh" && w.loosened == 2:
			s += "（续）"
		case lang == "zh":
			s += "（续 " + strconv.Itoa(w.loosened-1) + "）"
		case w.loosened == 2:
			s += " (continued)"
		default:
			s += " (continued, " + strconv.Itoa(w.loosened-1) + ")"
		}
		title[lang] = s
	}
	return title
}

func (w *pages) begin(it *item) {
	w.end(nil)
	w.page, w.loose = &metamodel.SectionDoc{ID: w.id(it.name), Title: w.im.label(it)}, false
	w.im.groups[w.page.ID] = it
	if p, ok := w.im.relevant(it); ok {
		w.page.Visible, w.when = p.cel, it
	}
}

// end puts the page into the form, if there is anything on it.
func (w *pages) end(it *item) {
	page, when := w.page, w.when
	w.page, w.when, w.loose = nil, nil, false
	switch {
	case page == nil:
	case len(page.Fields) > 0:
		form := w.im.form
		form.Layout.Sections = append(form.Layout.Sections, *page)
		if n := len(form.Layout.Sections) - 1; when != nil {
			w.im.places["x-layout/sections/"+strconv.Itoa(n)+"/visible"] = origin{Relevant, when.row, "relevant", when, func() { form.Layout.Sections[n].Visible = "" }}
		}
	case it != nil:
		w.im.report(it.row.problem(noteEmptyGroup, "name", "name", it.name))
	}
}

// inside puts a group's questions on the open page; chain are the conditions
// of the groups between the page and them.
func (w *pages) inside(g *item, chain []piece) {
	for _, it := range g.children {
		switch {
		case it.group():
			inner := chain
			if p, ok := w.im.relevant(it); ok {
				inner = append(append([]piece(nil), chain...), p)
			}
			before := len(w.page.Fields)
			if len(it.row.Text("label")) > 0 {
				w.text(it, w.im.label(it), "heading", inner)
			}
			heading := len(w.page.Fields)
			if w.inside(it, inner); len(w.page.Fields) == heading { // a heading over nothing
				for _, f := range w.page.Fields[before:] {
					delete(w.im.form.Layout.Texts, strings.TrimPrefix(f, "text:"))
				}
				w.page.Fields = w.page.Fields[:before]
				w.im.report(it.row.problem(noteEmptyGroup, "name", "name", it.name))
			}
		case it.repeat():
			w.repeat(it, chain)
		default:
			w.question(it, chain)
		}
	}
}

func (w *pages) question(it *item, chain []piece) {
	if it.typ == "note" {
		own := chain
		if p, ok := w.im.relevant(it); ok {
			own = append(append([]piece(nil), chain...), p)
		}
		if t := w.im.label(it); len(it.row.Text("label")) > 0 {
			w.text(it, t, "", own)
		}
		return
	}
	path := "properties/" + rootSubject + "/properties/" + it.key
	fd, required := w.im.field(it, path, chain)
	if fd == nil {
		return
	}
	w.survey.Properties[it.key] = fd
	if required {
		w.survey.Required = append(w.survey.Required, it.key)
	}
	w.page.Fields = append(w.page.Fields, rootSubject+"/"+it.key)
}

// text puts words on the page.
func (w *pages) text(it *item, t metamodel.Text, kind string, when []piece) {
	id := w.id("text " + it.name)
	doc := &metamodel.StaticDoc{Text: t, Kind: kind}
	if p := allOf(when...); p != always {
		doc.Visible = p.cel
		w.im.places["x-layout/texts/"+id+"/visible"] = origin{Relevant, it.row, "relevant", it, func() { doc.Visible = "" }}
	}
	w.im.form.Layout.Texts[id] = doc
	w.page.Fields = append(w.page.Fields, "text:"+id)
}

// repeat puts a whole repeat on the page.
func (w *pages) repeat(it *item, chain []piece) {
	im := w.im
	path := "properties/" + it.key
	gd := &metamodel.GroupDoc{Type: "array", Subject: it.key, Label: im.label(it)}
	if it != nil && it.parent != im.root { // otherwise the page has the condition
		if p, ok := im.relevant(it); ok {
			chain = append(append([]piece(nil), chain...), p)
		}
		if p := allOf(chain...); p != always {
			gd.Visible = p.cel
			im.places[path+"/x-visible"] = origin{Relevant, it.row, "relevant", it, func() { gd.Visible = "" }}
		}
	}
	gd.MinItems, gd.MaxItems = im.rowCount(it)
	gd.Items, gd.Hint = im.rows(it, path+"/items")
	if gd.Items == nil {
		if it.parent != im.root {
			im.report(it.row.problem(noteEmptyGroup, "name", "name", it.name))
		}
		return
	}
	im.form.Properties[it.key] = gd
	im.groups[it.key] = it
	im.pack.Subjects[it.key] = &metamodel.Subject{ID: it.key, Name: im.label(it), Order: len(im.pack.Subjects) + 2}
	w.page.Fields = append(w.page.Fields, it.key)
}

// rows is what a row of a repeat holds; nil when that is nothing.
func (im *importer) rows(rep *item, path string) (*metamodel.GroupItems, metamodel.Text) {
	items := &metamodel.GroupItems{Type: "object"}
	im.counts.repeats++
	hint := im.text(rep.row, "hint")
	items.Properties, items.Required, items.Order = im.members(rep, rep, path, &hint)
	if len(items.Properties) == 0 {
		return nil, hint
	}
	return items, hint
}

// members are the questions and groups inside a group of a row. Notes become
// the hint of the repeat.
func (im *importer) members(g, rep *item, path string, hint *metamodel.Text) (properties map[string]*metamodel.FieldDoc, required, order []string) {
	properties = map[string]*metamodel.FieldDoc{}
	for _, it := range g.children {
		at := path + "/properties/" + it.key
		var fd *metamodel.FieldDoc
		must := false
		switch {
		case it.typ == "note":
			im.rowNote(it, hint)
			continue
		case it.group():
			fd = &metamodel.FieldDoc{Type: "object", Label: im.label(it)}
			fd.Hint = im.text(it.row, "hint")
			fd.Properties, fd.Required, _ = im.members(it, rep, at, hint)
		case it.repeat():
			fd = &metamodel.FieldDoc{Type: "array", Label: im.label(it)}
			fd.MinItems, fd.MaxItems = im.rowCount(it)
			fd.Items, fd.Hint = im.rows(it, at+"/items")
		default:
			fd, must = im.field(it, at, nil)
		}
		if fd == nil {
			continue
		}
		if it.group() && len(fd.Properties) == 0 || it.repeat() && fd.Items == nil {
			im.report(it.row.problem(noteEmptyGroup, "name", "name", it.name))
			continue
		}
		if p, ok := im.relevant(it); ok && (it.group() || it.repeat()) {
			fd.Visible = p.cel
			im.places[at+"/x-visible"] = origin{Relevant, it.row, "relevant", it, func() { fd.Visible = "" }}
		}
		properties[it.key] = fd
		order = append(order, it.key)
		if must {
			required = append(required, it.key)
		}
	}
	return properties, required, order
}

func (im *importer) rowNote(it *item, hint *metamodel.Text) {
	if it.row.Cell("relevant") != "" {
		im.untranslated(Untranslated{What: LeftOut, Place: it.row.place("relevant"), Question: it.name, Expression: it.row.Cell("relevant"),
			Reason: metamodel.ZhEn("重复组里的说明不能带显示条件", "a note inside a repeat cannot have a condition")})
		return
	}
	t := im.text(it.row, "label")
	if len(t) == 0 {
		return
	}
	im.report(it.row.problem(noteRowNote, "type"))
	*hint = paragraphs(*hint, t)
}

// paragraphs puts one text below another.
func paragraphs(a, b metamodel.Text) metamodel.Text {
	out := metamodel.Text{}
	for lang, s := range a {
		out[lang] = s
	}
	for lang, s := range b {
		if out[lang] != "" {
			s = out[lang] + "\n\n" + s
		}
		out[lang] = s
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// label is what people call an item; without a label, its name.
func (im *importer) label(it *item) metamodel.Text {
	if it.other != nil {
		return metamodel.ZhEn("请说明其他", "Specify other")
	}
	if t := im.text(it.row, "label"); len(t) > 0 {
		for lang, s := range t {
			t[lang] = plainLabel(s)
		}
		return t
	}
	return metamodel.ZhEn(it.name, it.name)
}

// plainLabel takes the marks of Markdown out of a label; hints keep them.
func plainLabel(s string) string {
	s = strings.TrimLeft(s, "# ")
	for _, mark := range []string{"**", "__"} {
		if strings.Count(s, mark)%2 == 0 {
			s = strings.ReplaceAll(s, mark, "")
		}
	}
	return strings.TrimSpace(s)
}

// relevant is an item's own condition; false when it has none, or one that
// cannot be translated.
func (im *importer) relevant(it *item) (piece, bool) {
	if it.other != nil {
		t := &translator{im: im, at: it, row: it.row, column: "type"}
		return t.selected(t.reference(it.other), textLiteral("other")).holds, true
	}
	source := it.row.Cell("relevant")
	if source == "" {
		return piece{}, false
	}
	if p, known := im.relevance[it]; known {
		return p, p.cel != ""
	}
	t := &translator{im: im, at: it, row: it.row, column: "relevant"}
	out := t.condition(source)
	im.refused(out, Relevant, it, "relevant")
	p := out.cond.holds
	if out.reason != nil {
		p = piece{}
	} else if p == always {
		p = piece{}
	} else {
		im.counts.conditions++
	}
	im.relevance[it] = p
	return p, p.cel != ""
}

// refused lists what could not be translated, unless it was a problem already.
func (im *importer) refused(out translated, what What, it *item, column string) {
	if out.reason != nil && !out.told {
		im.untranslated(Untranslated{What: what, Place: it.row.place(column), Question: it.name, Expression: it.row.Cell(column), Reason: out.reason})
	}
}

// rowCount reads repeat_count: a number, or the answer to a question, which is
// then checked against the rows.
func (im *importer) rowCount(rep *item) (fewest, most *int) {
	source := rep.row.Cell("repeat_count")
	if source == "" {
		return nil, nil
	}
	if n, err := strconv.Atoi(source); err == nil && n >= 0 && n <= metamodel.MaxRows {
		return &n, &n
	}
	t := &translator{im: im, at: rep, row: rep.row, column: "repeat_count"}
	out := t.read(source, func(n node) translated {
		ref, ok := n.(refNode)
		if !ok {
			refuse("条数须为一个数，或一道题目的答案", "the number of rows must be a number, or the answer to one question")
		}
		it := t.named(ref.name)
		v := t.reference(it)
		if v.sort != sortWhole || it.calc != nil || len(it.repeats()) != len(rep.repeats()) {
			refuse("条数只能取自同一层的整数题", "the number of rows must come from a question for a whole number beside the repeat")
		}
		seen := &translator{im: im, at: it, row: rep.row, column: "repeat_count"}
		im.rowChecks = append(im.rowChecks, rowCheck{rep, it, "size(" + seen.rows(rep) + ") == " + seen.reference(it).cel})
		return translated{}
	})
	im.refused(out, Rows, rep, "repeat_count")
	return nil, nil
}

// rowCheck is a rule of a question that says how many rows a repeat has.
type rowCheck struct {
	rep, count *item
	rule       string
}

// checkRows puts these rules to their questions.
func (im *importer) checkRows() {
	for _, k := range im.rowChecks {
		fd, path := im.fields[k.count], im.paths[k.count]
		if fd == nil {
			continue
		}
		label := im.label(k.rep)
		fd.Checks = append(fd.Checks, metamodel.Check{Rule: k.rule, Message: metamodel.ZhEn(
			"“"+label.In("zh")+"”的条数须与这里填写的数字一致", "Add exactly as many entries to “"+label.In("en")+"” as you enter here")})
		n := len(fd.Checks) - 1
		im.places[path+"/x-check/"+strconv.Itoa(n)] = origin{Rows, k.rep.row, "repeat_count", k.rep, func() { fd.Checks[n].Rule = leftOutRule }}
	}
}
