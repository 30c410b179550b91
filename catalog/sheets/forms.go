package sheets

import (
	"fmt"
	"regexp"

	"github.com/onematter/onematter/metamodel"
)

// inBrackets is what a title adds in brackets.
var inBrackets = regexp.MustCompile(`\([^)]*\)(信息)?`)

const formSchema = "https://json-schema.org/draft/2020-12/schema"

// buildForms makes a form of every matter's fields.
func (im *importer) buildForms() {
	for _, id := range im.matterOrder {
		im.buildForm(im.matters[id])
	}
}

func (im *importer) buildForm(m *matter) {
	doc := &metamodel.FormDoc{
		Schema: formSchema, ID: "form:" + m.def.ID, Title: m.def.Name, Type: "object", Properties: map[string]*metamodel.GroupDoc{},
	}
	im.repeats(m)
	b := &formBuilder{im: im, m: m, doc: doc, first: map[string]*field{}, docs: map[*field]*metamodel.FieldDoc{}, sections: map[string]int{}, groupIn: map[string]*field{}}
	for _, f := range m.fields {
		b.place(f)
	}
	for _, f := range m.fields {
		if fd := b.docs[f]; fd != nil {
			b.rules(f, fd)
		}
	}
	b.lift()
	m.groups = doc.Properties
	im.pack.Forms[m.def.ID] = doc
}

// repeats makes sure that a subject repeats as a whole or not at all.
func (im *importer) repeats(m *matter) {
	first := map[*metamodel.Subject]*field{}
	for _, f := range m.fields {
		head := first[f.subject]
		switch {
		case head == nil:
			first[f.subject] = f
		case (head.repeat == nil) != (f.repeat == nil), head.repeat != nil && *head.repeat != *f.repeat:
			im.report(f.row.problem(kindRepeatMixed, "可重复", "subject", f.roleName(), "other", head.row.Number))
		}
	}
}

// formBuilder assembles one form.
type formBuilder struct {
	im       *importer
	m        *matter
	doc      *metamodel.FormDoc
	first    map[string]*field // by path
	docs     map[*field]*metamodel.FieldDoc
	sections map[string]int // 分组 → index in the layout
	groupIn  map[string]*field
}

// place puts a field into its group and section.
func (b *formBuilder) place(f *field) {
	if f.element == nil || f.subject == nil {
		return
	}
	path := f.subject.ID + "/" + f.element.ID
	if other := b.first[path]; other != nil {
		b.im.report(f.row.problem(kindFieldTwice, "数据元", "element", f.element.ID, "other", other.row.Number))
		return
	}
	b.first[path] = f
	fd := &metamodel.FieldDoc{Ref: "element:" + f.element.ID}
	b.docs[f] = fd
	if f.label != f.element.Name["zh"] {
		fd.Label = b.im.label(f)
	}
	g := b.doc.Properties[f.subject.ID]
	if g == nil {
		g = &metamodel.GroupDoc{Type: "object", Subject: f.subject.ID}
		if f.repeat != nil {
			low, high := f.repeat[0], f.repeat[1]
			g.Type, g.MinItems, g.MaxItems = "array", &low, &high
			g.Items = &metamodel.GroupItems{Type: "object", Properties: map[string]*metamodel.FieldDoc{}}
		} else {
			g.Properties = map[string]*metamodel.FieldDoc{}
		}
		b.doc.Properties[f.subject.ID] = g
	}
	required := b.im.yes(f.row, "必填")
	if g.Items != nil {
		g.Items.Properties[f.element.ID] = fd
		if required {
			g.Items.Required = append(g.Items.Required, f.element.ID)
		}
	} else {
		g.Properties[f.element.ID] = fd
		if required {
			g.Required = append(g.Required, f.element.ID)
		}
	}
	if required && f.row.Cell("必填条件") != "" {
		b.im.report(f.row.problem(kindRequiredBoth, "必填条件"))
	}
	if f.element.FormatWhen != "" {
		b.formatNeeds(f)
	}
	if g.Items != nil {
		if head := b.groupIn[f.subject.ID]; head != nil {
			if head.section != f.section {
				b.im.report(f.row.problem(kindRepeatSplit, "分组", "subject", f.roleName(), "section", head.section, "other", head.row.Number))
			}
			return
		}
		b.groupIn[f.subject.ID] = f
		path = f.subject.ID
	}
	i, known := b.sections[f.section]
	if !known {
		i = len(b.doc.Layout.Sections)
		b.sections[f.section] = i
		b.doc.Layout.Sections = append(b.doc.Layout.Sections, metamodel.SectionDoc{
			ID: b.sectionID(f.section), Title: b.im.text("section:"+f.section, f.section, sectionWords[f.section].en, f.row.place("分组")),
		})
	} else {
		b.im.text("section:"+f.section, f.section, "", f.row.place("分组"))
	}
	b.doc.Layout.Sections[i].Fields = append(b.doc.Layout.Sections[i].Fields, path)
}

func (b *formBuilder) sectionID(name string) string {
	base := sectionWords[name].id
	if base == "" { // 法定代表人（经营者） is the section of the legal representative
		base = sectionWords[inBrackets.ReplaceAllString(fold(name), "")].id
	}
	if base == "" {
		base = slug(name)
	}
	id := base
	for n := 2; ; n++ {
		taken := false
		for _, s := range b.doc.Layout.Sections {
			taken = taken || s.ID == id
		}
		if !taken {
			return id
		}
		id = fmt.Sprintf("%s-%d", base, n)
	}
}

// formatNeeds warns where a format depends on an element the subject is not asked.
func (b *formBuilder) formatNeeds(f *field) {
	for _, c := range b.im.formatWhen {
		if c.element != f.element || b.im.pack.Elements[c.other] == nil {
			continue
		}
		for _, other := range b.m.fields {
			if other.subject == f.subject && other.element != nil && other.element.ID == c.other {
				return
			}
		}
		b.im.report(f.row.problem(kindUnchecked, "数据元", "subject", f.roleName(), "element", f.element.Name, "other", b.im.pack.Elements[c.other].Name))
	}
}

// label is a field's own wording; English is the element's where it is a synonym.
func (im *importer) label(f *field) metamodel.Text {
	en := ""
	for _, s := range f.element.Synonyms {
		if foldCode(s) == foldCode(f.label) {
			en = f.element.Name["en"]
		}
	}
	return im.text("label:"+f.element.ID+":"+f.label, f.label, en, f.row.place("字段名称"))
}

// rules translates a field's conditions and tightenings.
func (b *formBuilder) rules(f *field, fd *metamodel.FieldDoc) {
	s := b.scope(f, "显示条件")
	if text := f.row.Cell("显示条件"); text != "" {
		fd.Visible = b.im.condition(f.row, "显示条件", text, s)
	}
	if text := f.row.Cell("必填条件"); text != "" && !b.im.yesQuiet(f.row, "必填") {
		fd.RequiredIf = b.im.condition(f.row, "必填条件", text, b.scope(f, "必填条件"))
	}
	for _, part := range list(f.row.Cell("约束收紧")) {
		b.tighten(f, fd, part)
	}
	b.computed(f, fd)
	b.checks(f, fd)
}

func (im *importer) yesQuiet(r *Row, column string) bool {
	return map[string]bool{"是": true, "y": true, "yes": true, "true": true, "TRUE": true, "1": true, "√": true, "必填": true}[r.Cell(column)]
}

// scope resolves names for one field's rules.
func (b *formBuilder) scope(f *field, column string) scope {
	s := b.im.formScope(b.m, f.row, column)
	plain := s.field
	s.field = func(element, subject string) (operand, *metamodel.Problem) {
		x, p := plain(element, subject)
		if p != nil && p.Code == kindRepeatRef.Code && f.repeat != nil && b.im.subjectNamed(subject) == f.subject {
			if e := b.im.pack.Elements[element]; e != nil {
				x, p = b.im.operand(e, "row."+e.ID), nil
			}
		}
		return x, p
	}
	return s
}

// formScope resolves elements of a matter's form.
func (im *importer) formScope(m *matter, r *Row, column string) scope {
	problem := func(k metamodel.Kind, params ...any) metamodel.Problem { return r.problem(k, column, params...) }
	compile := func(source string) metamodel.Problems { return im.compileOverForm(m, source) }
	return scope{problem: problem, compile: compile, field: func(element, subject string) (operand, *metamodel.Problem) {
		fail := func(k metamodel.Kind, params ...any) (operand, *metamodel.Problem) {
			p := problem(k, params...)
			return operand{}, &p
		}
		e := im.pack.Elements[element]
		if e == nil {
			return fail(kindNoElement, "element", element)
		}
		s := im.subjectNamed(subject)
		if s == nil && subject == "" {
			return fail(kindNoField, "element", element, "subject", filingName)
		}
		if s == nil {
			return fail(kindNoSubject, "subject", excerpt(subject))
		}
		for _, f := range m.fields {
			if f.subject == s && f.element == e {
				if f.repeat != nil {
					return fail(kindRepeatRef, "element", element, "subject", s.Name["zh"])
				}
				return im.operand(e, s.ID+"."+e.ID), nil
			}
		}
		return fail(kindNoField, "element", element, "subject", s.Name["zh"])
	}}
}

// subjectNamed finds a subject by 角色, or by id as CEL says it; "" is the filing.
func (im *importer) subjectNamed(name string) *metamodel.Subject {
	if name == "" {
		name = filingName
	}
	if s := im.subjects[name]; s != nil {
		return s
	}
	return im.subjectsByID[name]
}

func (im *importer) operand(e *metamodel.Element, cel string) operand {
	return operand{cel: cel, typ: e.Type, element: e, list: im.pack.CodeLists[e.CodeList]}
}

// condition translates a condition. What is no expression becomes a decision,
// one for every distinct wording.
func (im *importer) condition(r *Row, column, text string, s scope) string {
	cel, words, problem := translate(text, s)
	if problem != nil {
		im.report(*problem)
		return ""
	}
	if !words {
		return plain(cel)
	}
	id := "condition:" + text
	answer, ok := im.decide(Decision{
		ID: id, Kind: DecideCondition, Status: Open, Places: []Place{r.place(column)}, Suggestion: im.suggestCondition(text, s),
		Question: metamodel.ZhEn("“"+text+"”不是表达式，应写成什么条件？", "“"+text+"” is not an expression: which condition is it?"),
	})
	if !ok {
		return ""
	}
	cel, words, problem = translate(answer, s)
	if words {
		ps := s.compile(answer)
		if !ps.Failed() {
			return plain(answer)
		}
		p := r.problem(metamodel.Kind{Zh: "{cause}", En: "{cause}"}, column, "cause", firstError(ps).Message)
		problem = &p
	}
	if problem != nil {
		im.reject(id, kindBadAnswer, "cause", metamodel.ZhEn(r.sheet.File+problem.Message["zh"], r.sheet.File+" "+problem.Message["en"]))
		return ""
	}
	return plain(cel)
}

func firstError(ps metamodel.Problems) metamodel.Problem {
	for _, p := range ps {
		if p.Severity != metamodel.Warning {
			return p
		}
	}
	return metamodel.Problem{}
}

// plain is a condition as definitions carry it: nothing where it always holds.
func plain(cel string) string {
	if cel == "true" {
		return ""
	}
	return cel
}

// suggestCondition proposes what “甲 不是 乙” most likely means: the two
// subjects' numbers, or else names, differ. It is never used unasked.
func (im *importer) suggestCondition(text string, s scope) string {
	m := samePerson.FindStringSubmatch(clean(text))
	if m == nil {
		return ""
	}
	op := " == "
	if m[2] != "是" {
		op = " != "
	}
	a, b := im.subjects[m[1]], im.subjects[m[3]]
	if a == nil || b == nil || a == b {
		return ""
	}
	for _, representation := range []string{"号码", "代码", "名称"} {
		for _, e := range im.pool {
			if e.Representation != representation || !textual(e.Type) || e.CodeList != "" || e.Format == metamodel.FormatMobile || e.Format == metamodel.FormatEmail {
				continue
			}
			x, p1 := s.field(e.ID, a.ID)
			y, p2 := s.field(e.ID, b.ID)
			if p1 == nil && p2 == nil {
				return x.cel + op + y.cel
			}
		}
	}
	return ""
}

// lift moves a condition all fields of a repeat share to the repeat itself.
func (b *formBuilder) lift() {
	for _, g := range b.doc.Properties {
		if g.Items == nil || len(g.Items.Properties) == 0 {
			continue
		}
		common, same := "", true
		for _, fd := range g.Items.Properties {
			if common == "" {
				common = fd.Visible
			}
			same = same && fd.Visible != "" && fd.Visible == common
		}
		if !same || containsRow(common) {
			continue
		}
		g.Visible = common
		for _, fd := range g.Items.Properties {
			fd.Visible = ""
		}
	}
}
