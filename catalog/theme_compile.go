package catalog

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/onematter/onematter/metamodel"
)

func (c *compiler) themes() {
	for _, id := range sortedKeys(c.pack.Themes) {
		before := len(c.problems)
		t := c.theme(c.pack.Themes[id])
		if !c.problems[before:].Failed() {
			c.release.themes[id] = t
		}
	}
}

// Merge compiles a theme over the release's matters: one that is being written,
// or one that is to be compared. The release is left as it is; nil when a
// problem is an error.
func (r *Release) Merge(def *metamodel.Theme) (*Theme, metamodel.Problems) {
	c := &compiler{pack: r.Pack, needs: r.needs, reg: r.reg, release: r}
	t := c.theme(def)
	if c.problems.Failed() {
		return nil, c.problems
	}
	return t, c.problems
}

// theme compiles one theme; what can still be checked is, whatever was wrong before.
func (c *compiler) theme(def *metamodel.Theme) *Theme {
	fail := func(ps ...metamodel.Problem) { c.report(metamodel.KindTheme, def.ID, ps...) }
	def, derived := c.derivedQuestions(def)
	t := &Theme{Def: def, needed: derived, guide: &guide{byID: map[string]int{}, reg: c.reg, ask: c.asked}}
	ok := true
	if t.Lead, ok = c.reg.department(def.Lead); !ok {
		fail(UnknownLead.At("lead", "department", def.Lead))
	}
	if joint := def.Calendar == "" && IsJoint(def.ID); !joint && c.release.Calendar(def.Calendar) == nil && c.pack.Calendars[def.Calendar] == nil {
		fail(UnknownCalendar.At("calendar", "calendar", def.Calendar))
	}
	before := len(c.problems)
	c.questions(t)
	asked := make([]metamodel.Question, len(t.guide.questions))
	for i, q := range t.guide.questions {
		asked[i] = q.def
	}
	var env *metamodel.Env
	if !c.problems[before:].Failed() {
		var ps metamodel.Problems
		env, ps = metamodel.NewEnv(nil, asked, c.reg)
		fail(ps...)
		if ps.Failed() {
			env = nil
		}
	}
	c.shares(t)
	t.guide.plan = sync.OnceValue(func() *plan { return t.planUpTo(mostStates) })
	t.guide.literals = sync.OnceValue(t.literals)
	whole := true // every matter compiled
	seen := map[string]bool{}
	for i, place := range def.Matters {
		at := fmt.Sprintf("matters/%d", i)
		if seen[place.Matter] {
			fail(ThemeMatterTwice.At(at+"/matter", "matter", place.Matter))
			whole = false
			continue
		}
		seen[place.Matter] = true
		m := c.release.Matter(place.Matter)
		if m == nil {
			whole = false
			if _, ok := c.reg.matter(place.Matter); !ok {
				fail(UnknownThemeMatter.At(at+"/matter", "matter", place.Matter))
			}
		}
		if m != nil && m.Def.Standard {
			fail(StandardInTheme.At(at+"/matter", "matter", m.Def.Name))
		}
		if m != nil && m.Def.Cancelled != nil {
			fail(CancelledTheme.At(at+"/matter", "matter", m.Def.Name, "on", m.Def.Cancelled.On))
		}
		tm := &ThemeMatter{Matter: m, Stage: place.Stage, Group: place.Group}
		if env != nil {
			x, problems := env.Condition(at+"/when", place.When)
			fail(c.trueOf(problems, def, place.When)...)
			tm.When = x
		}
		t.Matters = append(t.Matters, tm)
	}
	if whole && len(def.Matters) > mostMatters {
		var names []string
		for _, m := range t.Matters[mostMatters:min(len(t.Matters), mostMatters+5)] {
			names = append(names, m.Def.ID)
		}
		fail(ThemeMatters.At(fmt.Sprintf("matters/%d", mostMatters), "most", mostMatters, "n", len(def.Matters), "names", strings.Join(names, ", ")))
		whole = false
	}
	if !whole {
		return t
	}
	c.stages(t)
	c.inspections(t)
	c.notice(t)
	if !c.merged(t) {
		return t
	}
	c.questionFields(t)
	t.gatherMaterials(c)
	if !c.problems.Failed() {
		t.hang(c)
		for i, q := range t.guide.questions {
			if !t.decides(i) {
				fail(QuestionUnused.At(fmt.Sprintf("guide/%d", i), "question", q.def.Text))
			}
		}
		t.askFirst(c)
	}
	return t
}

// mostMatters is how many matters a theme has at most: as many uses as a merged
// field can have.
const mostMatters = 256

// stages links the preconditions that are in the theme.
func (c *compiler) stages(t *Theme) {
	byID := map[string]*ThemeMatter{}
	for _, m := range t.Matters {
		byID[m.Def.ID] = m
	}
	for i, m := range t.Matters {
		for _, before := range m.Def.Preconditions {
			b := byID[before]
			if b == nil {
				continue
			}
			m.Preconditions = append(m.Preconditions, before)
			if b.Stage >= m.Stage {
				c.report(metamodel.KindTheme, t.Def.ID, StageOrder.At(fmt.Sprintf("matters/%d/stage", i), "matter", m.Def.Name, "before", b.Def.Name))
			}
		}
	}
}

func (c *compiler) merged(t *Theme) bool {
	matters := make([]*Matter, len(t.Matters))
	for i, m := range t.Matters {
		matters[i] = m.Matter
	}
	doc, derived, lines, ps := mergeTold(t.Def, matters, c.reg)
	t.derived = derived
	for _, p := range ps {
		if strings.HasPrefix(p.Path, "layout/") {
			t.Loose = append(t.Loose, p)
		}
	}
	c.report(metamodel.KindTheme, t.Def.ID, ps...)
	if doc == nil {
		return false
	}
	t.Merged, ps = metamodel.Compile(doc, c.reg)
	var told metamodel.Problems
	for _, p := range ps {
		// The matters' own forms compiled, so a warning here was given there.
		if p.Severity != metamodel.Warning {
			line, ok := sameLine(lines, p.Path)
			if ok && slices.ContainsFunc(told, func(o metamodel.Problem) bool { return o.Path == line && o.Code == p.Code }) {
				continue // of every field that the line is about
			}
			if p.Path = join("merged", p.Path); ok {
				p.Path = line
				told = append(told, p)
			}
			c.report(metamodel.KindTheme, t.Def.ID, p)
		}
	}
	if t.Merged == nil || ps.Failed() {
		return false
	}
	t.Conflicts = conflicts(t, doc, (&Release{Pack: c.pack, needs: c.needs}).packs())
	c.report(metamodel.KindTheme, t.Def.ID, t.Conflicts...)
	return true
}

// questionAt is where a question stands in the theme; a derived one, the
// condition that needs it.
func (t *Theme) questionAt(i int) string {
	if at := t.needed[t.Def.Guide[i].ID]; at != "" {
		return at
	}
	return fmt.Sprintf("guide/%d", i)
}

// questions compiles each question into a form of one field, so that its
// answer is read and checked exactly as a form's would be.
func (c *compiler) questions(t *Theme) {
	for i, def := range t.Def.Guide {
		at := t.questionAt(i)
		fail := func(p metamodel.Problem) { c.report(metamodel.KindTheme, t.Def.ID, p) }
		if _, twice := t.guide.byID[def.ID]; twice {
			fail(QuestionTwice.At(at+"/id", "question", def.ID))
			continue
		}
		if def.Type == metamodel.TypeCode && def.CodeList == "" && def.Field != "" {
			_, key, _ := strings.Cut(def.Field, "/")
			if e, ok := c.reg.Element(key); ok {
				def.CodeList = e.CodeList
			}
		}
		if def.Type == metamodel.TypeCode {
			if _, ok := c.reg.CodeList(def.CodeList); !ok {
				fail(QuestionCodeList.At(at+"/codeList", "question", def.ID, "list", def.CodeList))
			}
		}
		t.guide.byID[def.ID] = len(t.guide.questions)
		t.guide.questions = append(t.guide.questions, c.question(t, def, at))
	}
}

// guideSubject is the group of a question that is no field of the form.
const guideSubject = "guide"

type questionRegistry struct {
	registry
	element *metamodel.Element
}

func (r questionRegistry) Element(id string) (*metamodel.Element, bool) {
	if id == r.element.ID {
		return r.element, true
	}
	return r.registry.Element(id)
}

func (r questionRegistry) Subject(id string) (*metamodel.Subject, bool) {
	if id == guideSubject {
		return &metamodel.Subject{ID: guideSubject, Name: metamodel.ZhEn("情形引导", "Guide")}, true
	}
	return r.registry.Subject(id)
}

func (c *compiler) question(t *Theme, def metamodel.Question, at string) question {
	label := metamodel.Text{}
	for lang, s := range def.Text {
		label[lang] = strings.TrimRight(s, "?？ ")
	}
	e := &metamodel.Element{ID: def.ID, Name: label, Type: def.Type, CodeList: def.CodeList, Unit: def.Unit}
	q := question{def: def, group: guideSubject, key: def.ID}
	if def.Field != "" {
		_, key, _ := strings.Cut(def.Field, "/")
		standard, ok := c.reg.Element(key)
		if !ok {
			return q // reported with the merged form
		}
		own := *standard // its demands and name, under the question's id
		own.ID, own.Format, own.FormatWhen = def.ID, "", ""
		e = &own
	}
	doc := &metamodel.FormDoc{
		Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:guide-" + t.Def.ID + "-" + def.ID, Title: def.Text, Type: "object",
		Properties: map[string]*metamodel.GroupDoc{q.group: {Type: "object", Subject: q.group,
			Properties: map[string]*metamodel.FieldDoc{q.key: {Ref: "element:" + q.key}}}},
		Layout: metamodel.Layout{Sections: []metamodel.SectionDoc{{ID: "guide", Title: def.Text, Fields: []string{q.group + "/" + q.key}}}},
	}
	form, ps := metamodel.Compile(doc, questionRegistry{c.reg, e})
	q.form = form
	for _, p := range ps {
		if p.Severity != metamodel.Warning && !c.problems.Failed() { // an unknown code list was reported by its own name
			p.Path = at
			c.report(metamodel.KindTheme, t.Def.ID, p)
		}
	}
	return q
}

// questionFields checks that a question asks for the same thing as its field.
func (c *compiler) questionFields(t *Theme) {
	for i, def := range t.Def.Guide {
		if def.Field == "" {
			continue
		}
		at := t.questionAt(i) + "/"
		fail := func(p metamodel.Problem) { c.report(metamodel.KindTheme, t.Def.ID, p) }
		f, ok := t.Merged.Field(def.Field)
		switch {
		case !ok || f.Path != def.Field: // a path with a row's index is no field's own
			fail(QuestionField.At(at+"field", "question", def.ID, "field", def.Field))
		case f.Group.Repeat:
			fail(QuestionRepeat.At(at+"field", "question", def.ID, "field", def.Field))
		case f.Element.Type != def.Type:
			fail(QuestionType.At(at+"type", "question", def.ID, "type", def.Type, "field", def.Field, "fieldType", f.Element.Type))
		case def.CodeList != "" && def.CodeList != f.Element.CodeList:
			fail(QuestionCodeList.At(at+"codeList", "question", def.ID, "list", def.CodeList))
		}
	}
}

// gatherMaterials puts the matters' demands together by standard id.
func (t *Theme) gatherMaterials(c *compiler) {
	env, ps := metamodel.NewEnv(t.Merged, nil, c.reg)
	c.report(metamodel.KindTheme, t.Def.ID, ps...)
	if ps.Failed() {
		return
	}
	byID := map[string]*MergedMaterial{}
	for _, m := range t.Matters {
		for i, mm := range m.Materials {
			merged := byID[mm.Material.ID]
			if merged == nil {
				merged = &MergedMaterial{Material: mm.Material}
				if mm.Material.Origin == metamodel.OriginResult {
					merged.Issued, _ = c.reg.matter(mm.Material.ResultOf)
				}
				byID[mm.Material.ID] = merged
				t.Materials = append(t.Materials, merged)
			}
			demand := MaterialDemand{Matter: m.Def.ID, Use: mm.Use}
			if mm.Use.When != "" && mm.When != nil { // otherwise the matter's own problem
				x, ps := env.Condition(fmt.Sprintf("merged/%s/materials/%d/when", m.Def.ID, i), mm.Use.When)
				c.report(metamodel.KindTheme, t.Def.ID, ps...)
				demand.When = x
			}
			merged.Uses = append(merged.Uses, demand)
		}
	}
	t.proofs(c)
	t.arrangeMaterials(c)
}

// hang collects the conditions of fields and materials that read a question's field.
func (t *Theme) hang(c *compiler) {
	g := t.guide
	byField := map[string]int{}
	for i, q := range g.questions {
		if q.def.Field != "" {
			byField[q.def.Field] = i
		}
	}
	env, ps := metamodel.NewEnv(t.Merged, nil, c.reg)
	if ps.Failed() {
		return
	}
	index := map[string]int{}
	for i, m := range t.Matters {
		index[m.Def.ID] = i
	}
	type condition struct {
		reads []int
		expr  *metamodel.Expr
	}
	conditions := map[string]condition{} // many matters have the same
	known := map[[2]string]int{}         // a condition of a matter is one, however much hangs on it
	add := func(source string, weight int, on Hung) {
		matter := on.Matter
		if i, ok := known[[2]string{matter, source}]; ok {
			if i >= 0 {
				g.hangs[i].weight += weight
				g.hangs[i].on = append(g.hangs[i].on, on)
			}
			return
		}
		known[[2]string{matter, source}] = -1
		c, done := conditions[source]
		if !done {
			for _, ref := range refsIn(source) {
				if q, ok := byField[ref]; ok && !slices.Contains(c.reads, q) {
					c.reads = append(c.reads, q)
				}
			}
			if len(c.reads) > 0 {
				// A repeat's own rule names its row and does not compile here: it
				// stays open until the question is answered.
				if c.expr, ps = env.Condition("", source); ps.Failed() {
					c.expr = nil
				}
			}
			conditions[source] = c
		}
		if len(c.reads) == 0 {
			return
		}
		known[[2]string{matter, source}] = len(g.hangs)
		g.hangs = append(g.hangs, hang{matter: index[matter], expr: c.expr, reads: c.reads, weight: weight, on: []Hung{on}})
	}
	fields := map[[2]string]int{} // that a matter asks in a group
	for _, group := range t.Merged.Groups {
		for _, f := range group.Fields {
			for i := range f.Uses {
				fields[[2]string{group.Path, f.Uses[i].Matter}]++
			}
		}
	}
	t.eachCondition(func(source string, on Hung) {
		weight := 1
		if on.Kind == "group" {
			weight = fields[[2]string{on.Path, on.Matter}]
		}
		add(source, weight, on)
	})
}

// eachCondition calls f with every condition of a group, field or material.
func (t *Theme) eachCondition(f func(source string, on Hung)) {
	tell := func(source, kind, path string, name metamodel.Text, matter string) {
		if source != "" { // most have none
			f(source, Hung{Kind: kind, Path: path, Name: name, Matter: matter})
		}
	}
	for _, group := range t.Merged.Groups {
		for _, u := range group.Uses {
			tell(u.Visible, "group", group.Path, group.Label, u.Matter)
		}
	}
	for _, field := range t.Merged.Fields {
		for i := range field.Uses {
			u := &field.Uses[i]
			tell(u.Visible, "field", field.Path, field.Label, u.Matter)
			tell(u.RequiredIf, "required", field.Path, field.Label, u.Matter)
			tell(u.ValueWhen, "required", field.Path, field.Label, u.Matter)
		}
	}
	for _, m := range t.Materials {
		for _, u := range m.Uses {
			tell(u.Use.When, "material", m.Material.ID, u.Use.Label, u.Matter)
		}
	}
}

// decides reports whether a question decides anything at all.
func (t *Theme) decides(question int) bool {
	for _, h := range t.guide.hangs {
		if slices.Contains(h.reads, question) {
			return true
		}
	}
	return slices.ContainsFunc(t.Matters, func(m *ThemeMatter) bool {
		return slices.Contains(m.When.Refs(), t.guide.questions[question].def.ID)
	})
}
