package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// formView is a form laid flat: every field and group by its definition path,
// element groups written out, each with the section it is asked in.
type formView struct {
	doc      *metamodel.FormDoc
	fields   map[string]*fieldView
	groups   map[string]*groupView
	sections map[string]*metamodel.SectionDoc
}

type fieldView struct {
	label    metamodel.Text
	hint     metamodel.Text
	asked    asked
	required bool // by `required`
	doc      *metamodel.FieldDoc
	section  string
}

type groupView struct {
	label    metamodel.Text
	hint     metamodel.Text
	subject  string
	elements string
	repeat   bool
	visible  string
	min, max *int
	section  string
}

func viewOf(doc *metamodel.FormDoc, reg registry) *formView {
	written := doc
	if whole, ps := metamodel.ExpandForm(doc, reg); !ps.Failed() {
		doc = whole
	}
	v := &formView{doc: doc, fields: map[string]*fieldView{}, groups: map[string]*groupView{}, sections: map[string]*metamodel.SectionDoc{}}
	for name, g := range doc.Properties {
		if g == nil {
			continue
		}
		gv := &groupView{label: g.Label, hint: g.Hint, subject: g.Subject, repeat: g.Type == "array", visible: g.Visible, min: g.MinItems, max: g.MaxItems}
		fields, required := g.Properties, g.Required
		if g.Items != nil {
			fields, required = g.Items.Properties, g.Items.Required
		}
		v.group(reg, name, gv, fields, required)
	}
	eachUse(written, func(kind, id, path, _ string, _ metamodel.Text) {
		if g := v.groups[path]; g != nil && kind == metamodel.KindElementGroup {
			g.elements = id
		}
	})
	listed := map[string]string{} // path to section
	for i := range doc.Layout.Sections {
		s := &doc.Layout.Sections[i]
		v.sections[s.ID] = s
		for _, path := range s.Fields {
			listed[path] = s.ID
		}
	}
	section := func(path string) string {
		for ; path != ""; path = path[:max(0, strings.LastIndexByte(path, '/'))] {
			if id, ok := listed[path]; ok {
				return id
			}
		}
		return ""
	}
	for path, f := range v.fields {
		f.section = section(path)
	}
	for path, g := range v.groups {
		g.section = section(path)
	}
	return v
}

func (v *formView) group(reg registry, path string, gv *groupView, fields map[string]*metamodel.FieldDoc, required []string) {
	if len(gv.label) == 0 {
		if s, ok := reg.Subject(gv.subject); ok {
			gv.label = s.Name
		}
	}
	v.groups[path] = gv
	for key, f := range fields {
		if f == nil {
			continue
		}
		at := path + "/" + key
		if f.Type != "" { // a group inside
			inner := &groupView{label: f.Label, hint: f.Hint, subject: f.Subject, repeat: f.Type == "array", visible: f.Visible, min: f.MinItems, max: f.MaxItems}
			if inner.subject == "" {
				inner.subject = gv.subject
			}
			under, needed := f.Properties, f.Required
			if f.Items != nil {
				under, needed = f.Items.Properties, f.Items.Required
			}
			v.group(reg, at, inner, under, needed)
			continue
		}
		id := strings.TrimPrefix(f.Ref, "element:")
		if e, ok := reg.Element(id); ok {
			fv := &fieldView{label: f.Label, hint: f.Hint, asked: placeOf(reg, e, &f.Constraints), required: slices.Contains(required, key), doc: f}
			if len(fv.label) == 0 {
				fv.label = e.Label()
			}
			v.fields[at] = fv
		}
	}
}

func (d *differ) forms() {
	name := func(f *metamodel.FormDoc) metamodel.Text { return f.Title }
	pairs(d, metamodel.KindForm, d.a.Pack.FormDocs(), d.b.Pack.FormDocs(), name, Breaking, d.form)
}

func (d *differ) form(of Ref, a, b *metamodel.FormDoc) {
	d.text(of, "title", a.Title, b.Title)
	x, y := viewOf(a, d.a.reg), viewOf(b, d.b.reg)
	d.sections(of, x, y)
	for _, path := range union(x.groups, y.groups) {
		d.group(of, path, x.groups[path], y.groups[path])
	}
	for _, path := range union(x.fields, y.fields) {
		d.field(of, path, x, y)
	}
	for _, id := range union(a.Layout.Texts, b.Layout.Texts) {
		s, t := a.Layout.Texts[id], b.Layout.Texts[id]
		switch at := "texts/" + id; {
		case s == nil:
			d.add(changeLabelAdded, of, at, nil, t.Text)
		case t == nil:
			d.add(changeLabelRemoved, of, at, s.Text, nil)
		default:
			d.text(of, at, s.Text, t.Text)
			d.plain(of, at+"/kind", s.Kind, t.Kind)
			d.plain(of, at+"/visible", s.Visible, t.Visible)
		}
	}
}

func (d *differ) sections(of Ref, a, b *formView) {
	var old, now []string
	for _, s := range a.doc.Layout.Sections {
		if b.sections[s.ID] != nil {
			old = append(old, s.ID)
		}
	}
	for _, s := range b.doc.Layout.Sections {
		if a.sections[s.ID] != nil {
			now = append(now, s.ID)
		}
	}
	routed := slices.ContainsFunc(append(slices.Clone(a.doc.Layout.Sections), b.doc.Layout.Sections...), func(s metamodel.SectionDoc) bool { return len(s.Next) > 0 })
	asIs := func(k changeKind) Class { // where routes lead, the order and the number of sections decide what is asked
		if routed {
			return NeedsAnswer
		}
		return k.class
	}
	if !slices.Equal(old, now) {
		d.addAs(changeSectionOrder, asIs(changeSectionOrder), of, "sections", old, now)
	}
	for _, id := range union(a.sections, b.sections) {
		x, y, path := a.sections[id], b.sections[id], "sections/"+id
		switch {
		case x == nil:
			d.addAs(changeSectionAdded, asIs(changeSectionAdded), of, path, nil, y.Title, "name", y.Title)
		case y == nil:
			d.addAs(changeSectionRemoved, asIs(changeSectionRemoved), of, path, x.Title, nil, "name", x.Title)
		default:
			d.text(of, path+"/title", x.Title, y.Title)
			d.text(of, path+"/hint", x.Hint, y.Hint)
			if !sameSource(x.Visible, y.Visible) {
				d.add(changeVisible, of, path+"/visible", x.Visible, y.Visible, "name", y.Title)
			}
			if r, s := routes(x), routes(y); r != s {
				d.add(changeRoute, of, path+"/next", r, s, "name", y.Title)
			}
			both := func(list, others []string) (out []string) {
				for _, f := range list {
					if slices.Contains(others, f) {
						out = append(out, f)
					}
				}
				return out
			}
			if !slices.Equal(both(x.Fields, y.Fields), both(y.Fields, x.Fields)) {
				d.add(changeFieldOrder, of, path+"/fields", x.Fields, y.Fields, "name", y.Title)
			}
		}
	}
}

func routes(s *metamodel.SectionDoc) string {
	var out []string
	for _, r := range s.Next {
		when := "true"
		if r.When != "" {
			when = r.When
		}
		out = append(out, when+" → "+r.To)
	}
	return strings.Join(out, "; ")
}

// sameSource reports whether two conditions say the same; "" and "true" do.
func sameSource(a, b string) bool {
	always := func(s string) string {
		if s = strings.TrimSpace(s); s == "true" {
			return ""
		}
		return s
	}
	return always(a) == always(b)
}

func (d *differ) group(of Ref, path string, a, b *groupView) {
	switch {
	case a == nil:
		if b.repeat && b.min != nil && *b.min > 0 {
			d.addAs(changeFieldAdded, NeedsAnswer, of, path, nil, b.label, "name", b.label)
		} else if b.repeat {
			d.add(changeFieldAdded, of, path, nil, b.label, "name", b.label)
		}
		return // its fields tell the rest
	case b == nil:
		if a.repeat {
			d.add(changeFieldRemoved, of, path, a.label, nil, "name", a.label)
		}
		return
	}
	if a.repeat != b.repeat {
		shape := map[bool]string{true: "array", false: "object"}
		d.add(changeGroupShape, of, path, shape[a.repeat], shape[b.repeat], "name", b.label)
	}
	d.text(of, path+"/label", a.label, b.label)
	d.text(of, path+"/hint", a.hint, b.hint)
	if a.subject != b.subject {
		d.add(changeGroupSubject, of, path+"/subject", a.subject, b.subject, "name", b.label)
	}
	if a.elements != b.elements {
		d.add(changeGroupElements, of, path+"/elements", a.elements, b.elements, "name", b.label)
	}
	if !sameSource(a.visible, b.visible) {
		d.add(changeVisible, of, path+"/visible", a.visible, b.visible, "name", b.label)
	}
	rows := func(g *groupView) values {
		return valuesOf(metamodel.Constraints{}, metamodel.Constraints{MinItems: g.min, MaxItems: g.max})
	}
	d.values(of, path, rows(a), rows(b))
}

func (d *differ) field(of Ref, path string, from, to *formView) {
	a, b := from.fields[path], to.fields[path]
	switch {
	case a == nil:
		k, class := changeFieldAdded, Compatible
		if (b.required || b.doc.RequiredIf != "" || len(b.doc.Checks) > 0) && (b.doc.Value == "" || b.doc.ValueWhen != "") || b.doc.Value != "" && len(b.doc.Checks) > 0 {
			class = NeedsAnswer
		}
		d.addAs(k, class, of, path, nil, b.label, "name", b.label)
		return
	case b == nil:
		d.add(changeFieldRemoved, of, path, a.label, nil, "name", a.label)
		return
	}
	d.text(of, path+"/label", a.label, b.label)
	d.text(of, path+"/hint", a.hint, b.hint)
	if a.section != b.section {
		title := func(v *formView, id string) metamodel.Text {
			if s := v.sections[id]; s != nil {
				return s.Title
			}
			return nil
		}
		class := Compatible
		if conditional(from.sections[a.section]) || conditional(to.sections[b.section]) || routed(from) || routed(to) {
			class = NeedsAnswer
		}
		d.addAs(changeFieldMoved, class, of, path+"/section", title(from, a.section), title(to, b.section), "name", b.label)
	}
	d.takes(of, path, a.asked, b.asked)
	d.demands(of, path, a, b)
	d.shown(of, path, a, b)
}

func conditional(s *metamodel.SectionDoc) bool { return s != nil && !sameSource(s.Visible, "") }

func routed(v *formView) bool {
	return slices.ContainsFunc(v.doc.Layout.Sections, func(s metamodel.SectionDoc) bool { return len(s.Next) > 0 })
}

// demands notes what a field demands beside its values.
func (d *differ) demands(of Ref, path string, a, b *fieldView) {
	name := []any{"name", b.label}
	was, is := a.doc.RequiredIf, b.doc.RequiredIf
	if a.required {
		was = "true"
	}
	if b.required {
		is = "true"
	}
	switch {
	case was == is:
	case is == "":
		d.add(changeRequiredRemoved, of, path+"/required", was, nil, name...)
	case was == "":
		d.add(changeRequiredAdded, of, path+"/required", nil, is, name...)
	case was == "true":
		d.addAs(changeRequiredIf, Compatible, of, path+"/required", was, is, name...)
	default:
		d.add(changeRequiredIf, of, path+"/required", was, is, name...)
	}
	rules := func(f *fieldView) map[string]*metamodel.Check {
		out := map[string]*metamodel.Check{}
		for i := range f.doc.Checks {
			out[f.doc.Checks[i].Rule] = &f.doc.Checks[i]
		}
		return out
	}
	old, now := rules(a), rules(b)
	for _, rule := range union(old, now) {
		switch x, y := old[rule], now[rule]; {
		case x == nil:
			d.add(changeCheckAdded, of, path+"/check", nil, rule, name...)
		case y == nil:
			d.add(changeCheckRemoved, of, path+"/check", rule, nil, name...)
		default:
			d.text(of, path+"/check", x.Message, y.Message)
		}
	}
	switch x, y := a.doc.Options, b.doc.Options; {
	case sameSource(x, y):
	case sameSource(y, ""):
		d.add(changeOptionsAll, of, path+"/options", x, nil, name...)
	default:
		d.add(changeOptions, of, path+"/options", x, y, name...)
	}
	if a.doc.Value != b.doc.Value {
		d.add(changeValue, of, path+"/value", a.doc.Value, b.doc.Value, name...)
	}
	if !sameSource(a.doc.ValueWhen, b.doc.ValueWhen) {
		d.add(changeValueWhen, of, path+"/valueWhen", a.doc.ValueWhen, b.doc.ValueWhen, name...)
	}
}

// shown notes whether and how a field is met.
func (d *differ) shown(of Ref, path string, a, b *fieldView) {
	name := []any{"name", b.label}
	if !sameSource(a.doc.Visible, b.doc.Visible) {
		d.add(changeVisible, of, path+"/visible", a.doc.Visible, b.doc.Visible, name...)
	}
	flag := func(k changeKind, at string, x, y bool) {
		if x != y {
			class := k.class
			if !y {
				class = Compatible
			}
			d.addAs(k, class, of, path+at, x, y, name...)
		}
	}
	flag(changeReadOnly, "/readOnly", a.doc.ReadOnly, b.doc.ReadOnly)
	flag(changeHidden, "/hidden", a.doc.Hidden, b.doc.Hidden)
	switch x, y := a.doc.Default, b.doc.Default; {
	case len(x) == 0 && len(y) == 0 || len(x) > 0 && len(y) > 0 && sameJSON(x, y):
	case b.doc.ReadOnly || b.doc.Hidden: // what nobody is asked for keeps it
		d.addAs(changeDefault, NeedsAnswer, of, path+"/default", string(x), string(y), name...)
	default:
		d.add(changeDefault, of, path+"/default", string(x), string(y), name...)
	}
}

// Text is the difference as lines for a terminal: one change a line, the
// worst classes marked, with the reason.
func (d Difference) Text(lang string) string {
	var b strings.Builder
	say := func(zh, en string, args ...any) { fmt.Fprintf(&b, metamodel.ZhEn(zh, en).In(lang)+"\n", args...) }
	say("%s：%s → %s", "%s: %s → %s", d.Pack, d.From, d.To)
	if len(d.Changes) == 0 {
		say("没有差别", "no difference")
		return b.String()
	}
	count := map[Class]int{}
	var last Ref
	for i, c := range d.Changes {
		if i == 0 || c.Of != last {
			fmt.Fprintf(&b, "\n%s %s\n", c.Of.Kind, c.Of.ID)
			last = c.Of
		}
		count[c.Class]++
		mark := map[Class]string{Compatible: " ", NeedsAnswer: "?", Breaking: "!"}[c.Class]
		fmt.Fprintf(&b, "  %s %s: %s", mark, c.Path, c.Words.In(lang))
		if len(c.Why) > 0 {
			fmt.Fprintf(&b, " (%s)", c.Why.In(lang))
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	say("兼容 %d 处，需要补答 %d 处（?），不兼容 %d 处（!）", "%d compatible, %d that need an answer (?), %d breaking (!)", count[Compatible], count[NeedsAnswer], count[Breaking])
	return b.String()
}
