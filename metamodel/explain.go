package metamodel

import (
	"strconv"
	"strings"
)

// Explanation says of one page, question, group or static text whether it is
// shown, required or computed now, and why.
type Explanation struct {
	Path     string   `json:"path"`
	Kind     string   `json:"kind"` // page, question, group, text
	Label    Text     `json:"label"`
	Page     string   `json:"page,omitempty"` // the section it is on
	Shown    bool     `json:"shown"`
	Required bool     `json:"required,omitempty"`
	Computed bool     `json:"computed,omitempty"` // never asked
	ReadOnly bool     `json:"readOnly,omitempty"`
	Hidden   bool     `json:"hidden,omitempty"` // carried, never shown
	State    string   `json:"state,omitempty"`  // of a question, as Reading.State
	Value    Text     `json:"value,omitempty"`
	Because  Text     `json:"because"` // all of it in a sentence
	Reasons  []Reason `json:"reasons"` // from the page inwards
}

// What a reason is about.
const (
	ReasonScope    = "scope"    // no matter in scope asks for it
	ReasonAwaited  = "awaited"  // a department supplies it later
	ReasonCarried  = "carried"  // x-hidden
	ReasonPage     = "page"     // the section's condition
	ReasonRoute    = "route"    // a route that may lead past the section
	ReasonGroup    = "group"    // the condition of a group around it, or its own
	ReasonQuestion = "question" // the field's condition
	ReasonText     = "text"     // the static text's condition
	ReasonRequired = "required" // what makes it required
	ReasonValue    = "value"    // what computes it
	ReasonWhen     = "when"     // while what it is computed, and not asked
	ReasonSame     = "same"     // it is the answer of another field: one person's
	ReasonOption   = "option"   // what keeps the code that is answered from being offered
)

// Reason is one condition on the way to a page or question.
type Reason struct {
	Kind   string    `json:"kind"`
	Of     string    `json:"of,omitempty"` // path or section id of what carries it
	Label  Text      `json:"label,omitempty"`
	Matter string    `json:"matter,omitempty"` // in a merged form: whose demand it is
	Source string    `json:"source,omitempty"` // CEL; empty: without a condition
	Truth  string    `json:"truth"`            // true, false, unknown
	Allows bool      `json:"allows"`           // it does not stand in the way of being shown (or makes it required)
	To     Text      `json:"to,omitempty"`     // where a route leads
	Words  Text      `json:"words"`            // the condition as people say it, or its source
	Plain  bool      `json:"plain"`            // Words are words
	Reads  []Reading `json:"reads,omitempty"`
}

// Reading is one answer that a condition reads.
type Reading struct {
	Path  string `json:"path"` // in the answers; of a column of a repeat, the definition's
	Label Text   `json:"label"`
	State string `json:"state"` // answered, absent, invalid, hidden
	Value Text   `json:"value,omitempty"`
}

// What an answer can be.
const (
	StateAnswered = "answered"
	StateAbsent   = "absent"
	StateInvalid  = "invalid"
	StateHidden   = "hidden"
)

// Word is how data writes a truth: true, false, unknown.
func (t Truth) Word() string {
	switch t {
	case True:
		return "true"
	case False:
		return "false"
	}
	return "unknown"
}

// Explain says why what path names is shown, required or computed: an answer's
// path ("employee/0/DE00001"), a group's ("employee"), a page ("page:people") or
// a static text ("text:intro"). Hidden ones are explained too. With masked,
// sensitive answers are masked. false for a path that is nowhere in the form.
func (r *Record) Explain(path string, masked bool) (Explanation, bool) {
	x := &explainer{r: r, st: r.state, masked: masked}
	if id, ok := strings.CutPrefix(path, "page:"); ok {
		s, ok := r.Form.Section(id)
		if !ok {
			return Explanation{}, false
		}
		x.out = Explanation{Path: path, Kind: "page", Label: s.Title, Page: s.ID, Shown: r.Shown(s)}
		x.section(x.st.plan.sections[s.index])
		return x.done(), true
	}
	if id, ok := strings.CutPrefix(path, textPrefix); ok {
		t, ok := x.st.plan.texts[id]
		if !ok {
			return Explanation{}, false
		}
		x.out = Explanation{Path: path, Kind: "text", Label: t.text.Text, Page: t.section.ID, Shown: r.TextShown(id)}
		x.section(x.st.plan.sections[t.section.index])
		for _, u := range t.uses {
			if x.st.counts(u.matter) {
				x.condition(Reason{Kind: ReasonText, Of: path, Label: t.text.Text}, u.visible, 0)
			}
		}
		return x.done(), true
	}
	at, ok := r.find(path)
	if !ok || !r.rowsThere(path) {
		return Explanation{}, false
	}
	if at.f != nil {
		x.field(path, at)
	} else {
		x.group(path, at)
	}
	return x.done(), true
}

// rowsThere reports whether the answers have every row a path names by number;
// find takes one beyond them for a new, empty one.
func (r *Record) rowsThere(path string) bool {
	for i, begin := 0, 0; i <= len(path); i++ {
		if i < len(path) && path[i] != '/' {
			continue
		}
		if _, indexed := rowIndex(path[begin:i]); indexed {
			if _, there := r.find(path[:i]); !there {
				return false
			}
		}
		begin = i + 1
	}
	return true
}

type explainer struct {
	r      *Record
	st     *recordState
	masked bool
	out    Explanation
}

func (x *explainer) add(r Reason) { x.out.Reasons = append(x.out.Reasons, r) }

func (x *explainer) field(path string, at spot) {
	f := at.f.f
	x.out = Explanation{Path: path, Kind: "question", Label: f.Label, Shown: x.r.Visible(path) && !f.Hidden, Computed: f.Computed || x.r.Computed(path), ReadOnly: f.ReadOnly || x.r.Computed(path), Hidden: f.Hidden}
	x.out.Required = x.out.Shown && x.r.Required(path)
	x.out.State, x.out.Value = x.answer(path, at)
	if f.Section != nil {
		x.out.Page = f.Section.ID
		x.section(x.st.plan.sections[f.Section.index])
	}
	x.around(at.g, at.row)
	if x.st.ctx.Awaited[f.Path] {
		x.add(Reason{Kind: ReasonAwaited, Of: f.Path, Truth: "true"})
	}
	if f.Hidden {
		x.add(Reason{Kind: ReasonCarried, Of: f.Path, Truth: "true"})
	}
	inScope := 0
	for i := range at.f.uses {
		if u := &at.f.uses[i]; x.st.counts(u.matter) {
			inScope++
			x.condition(Reason{Kind: ReasonQuestion, Of: path, Label: f.Label, Matter: f.Uses[i].Matter}, u.visible, at.row)
		}
	}
	if inScope == 0 {
		x.add(Reason{Kind: ReasonScope, Of: f.Path, Truth: "true"})
	}
	shown := x.st.slot(at.f, at.row).uses
	for i := range at.f.uses {
		u := &at.f.uses[i]
		if !shown.has(i) {
			continue
		}
		why := Reason{Kind: ReasonRequired, Of: path, Label: f.Label, Matter: f.Uses[i].Matter}
		switch {
		case u.required:
			why.Truth, why.Allows = "true", true
			x.add(why)
		case u.requiredIf != nil:
			x.condition(why, u.requiredIf, at.row)
		}
	}
	for i := range at.f.uses {
		u := &at.f.uses[i]
		if u.value == nil || !shown.has(i) {
			continue
		}
		x.condition(Reason{Kind: ReasonWhen, Of: path, Label: f.Label, Matter: f.Uses[i].Matter}, u.valueWhen, at.row)
		if !x.st.computes(u, at.row) {
			continue
		}
		why := Reason{Kind: ReasonValue, Of: path, Label: f.Label, Matter: f.Uses[i].Matter, Source: u.value.prog.source, Truth: "unknown"}
		if x.out.State == StateAnswered {
			why.Truth, why.Allows = "true", true
		}
		x.read(&why, u.value.prog.env, u.value.prog.scope, at.row)
		x.add(why)
	}
	x.same(path, at)
	x.options(path, at)
}

// same tells what the answer is copied from, and what is copied from it and so
// requires it.
func (x *explainer) same(path string, at spot) {
	f := at.f
	if s := x.st.slot(f, at.row); s.twin > 0 {
		t := f.twins[s.twin-1]
		why := Reason{Kind: ReasonSame, Of: t.of.f.Path, Label: t.of.f.Label, Truth: "true", Allows: true}
		if t.when != nil {
			why.Source = t.when.prog.source
			x.read(&why, t.when.prog.env, t.when.prog.scope, 0)
		}
		x.add(why)
	}
	for _, taker := range f.takers {
		if s := x.st.slot(taker, 0); s.twin > 0 && taker.twins[s.twin-1].of == f && x.st.required(taker, 0) {
			x.add(Reason{Kind: ReasonRequired, Of: taker.f.Path, Label: taker.f.Label, Truth: "true", Allows: true})
		}
	}
}

// options tells, of each code in the answer that is not offered, which filters
// keep it out.
func (x *explainer) options(path string, at spot) {
	s := x.st.slot(at.f, at.row)
	if at.f.codes == nil || s == nil || s.uses.none() || s.state != bad {
		return
	}
	for _, code := range at.f.typ.typed(s.raw.of(x.st.w.buf), string(s.val.of(x.st.w.buf))) {
		i, known := at.f.codes[code]
		if !known {
			continue
		}
		entry := at.f.list.Entries[i]
		if !at.f.dates.holds(i, x.st.today.day) {
			x.add(Reason{Kind: ReasonOption, Of: path, Label: entry.Name, Truth: "false", Words: ZhEn("当天在有效期内", "it is valid on the day"), Plain: true})
		}
		for j := range at.f.uses {
			k := at.f.uses[j].options
			if k == nil || !s.uses.has(j) {
				continue
			}
			if t := x.st.filter(k, at.f, at.row, i); t != True {
				why := Reason{Kind: ReasonOption, Of: path, Label: entry.Name, Matter: at.f.f.Uses[j].Matter, Source: k.prog.source, Truth: t.Word()}
				x.read(&why, k.prog.env, k.prog.scope, at.row)
				x.add(why)
			}
		}
	}
}

func (x *explainer) group(path string, at spot) {
	g := at.g.g
	x.out = Explanation{Path: path, Kind: "group", Label: g.Label, Shown: x.r.Visible(path), Required: x.r.Visible(path) && x.r.Required(path)}
	if s := sectionOf(at.g); s != nil {
		x.out.Page = s.ID
		x.section(x.st.plan.sections[s.index])
	}
	x.around(at.g.outer, at.row)
	x.groupUses(at.g, at.row)
	if g.Repeat && x.out.Required {
		x.add(Reason{Kind: ReasonRequired, Of: path, Label: g.Label, Truth: "true", Allows: true})
	}
}

// sectionOf is the section of a repeat, or of the first question of a group.
func sectionOf(g *groupPlan) *Section {
	for i := range g.members {
		m := &g.members[i]
		if m.field != nil && m.field.f.Section != nil {
			return m.field.f.Section
		}
		if m.group != nil {
			if s := sectionOf(m.group); s != nil {
				return s
			}
		}
	}
	return nil
}

// around explains the groups around something in a row, outermost first.
func (x *explainer) around(g *groupPlan, row int32) {
	if g == nil || g.outer == nil {
		return
	}
	outer := row
	if g.g.Repeat {
		outer = x.st.rows[row].up
	}
	x.around(g.outer, outer)
	x.groupUses(g, outer)
}

func (x *explainer) groupUses(g *groupPlan, row int32) {
	path := x.st.instance(g, row)
	if x.st.ctx.Awaited[g.g.Path] {
		x.add(Reason{Kind: ReasonAwaited, Of: path, Label: g.g.Label, Truth: "true"})
	}
	for i := range g.uses {
		if u := &g.uses[i]; x.st.counts(u.matter) {
			x.condition(Reason{Kind: ReasonGroup, Of: path, Label: g.g.Label, Matter: g.g.Uses[i].Matter}, u.visible, row)
		}
	}
}

func (x *explainer) section(p *sectionPlan) {
	for _, j := range p.jumpers {
		taken := -1
		if by := &x.st.sections[j.sec.index]; by.shown || !j.conditional() {
			for i := range j.routes {
				if x.st.truth(j.routes[i].when, 0) == True {
					taken = i
					break
				}
			}
		}
		for i := range j.routes {
			r := &j.routes[i]
			if r.to <= p.sec.index {
				continue
			}
			to := ZhEn("结束", "the end")
			if r.to < len(x.st.plan.sections) {
				to = x.st.plan.sections[r.to].sec.Title
			}
			why := Reason{Kind: ReasonRoute, Of: j.sec.ID, Label: j.sec.Title, To: to, Allows: taken != i, Truth: x.st.truth(r.when, 0).Word()}
			if r.when != nil {
				why.Source = r.when.prog.source
				x.read(&why, r.when.prog.env, r.when.prog.scope, 0)
			}
			x.add(why)
		}
	}
	x.condition(Reason{Kind: ReasonPage, Of: p.sec.ID, Label: p.sec.Title}, p.visible, 0)
}

// condition adds a reason with a condition; nothing when there is none.
func (x *explainer) condition(why Reason, k *condition, row int32) {
	if k == nil {
		return
	}
	t := x.st.truth(k, row)
	why.Source, why.Truth, why.Allows = k.prog.source, t.Word(), t == True
	x.read(&why, k.prog.env, k.prog.scope, row)
	x.add(why)
}

// read says a reason's source in words and lists the answers it reads.
func (x *explainer) read(why *Reason, e *celEnv, sc scope, row int32) {
	why.Words, why.Plain = e.words(sc, why.Source)
	if !why.Plain {
		why.Words = ZhEn("表达式 "+why.Source, "the expression "+why.Source)
	}
	for _, ref := range e.reads(sc, why.Source) {
		why.Reads = append(why.Reads, x.reading(ref, row))
	}
}

func (x *explainer) reading(ref string, row int32) Reading {
	path, f, one := x.st.place(ref, row)
	if f == nil {
		g, ok := x.st.plan.byName[ref]
		if !ok {
			return Reading{Path: ref, Label: ZhEn(ref, ref), State: StateAbsent}
		}
		out := Reading{Path: path, Label: g.g.Label, State: StateHidden}
		if x.r.Visible(path) {
			n := x.r.Rows(path)
			out.State, out.Value = StateAnswered, ZhEn(strconv.Itoa(n)+" 条", Counted("%d row(s)", n))
			if n == 0 {
				out.State = StateAbsent
			}
		}
		return out
	}
	if one {
		at, ok := x.r.find(path)
		if !ok {
			return Reading{Path: path, Label: f.f.Label, State: StateAbsent}
		}
		out := Reading{Path: path, Label: f.f.Label}
		out.State, out.Value = x.answer(path, at)
		return out
	}
	return x.column(f)
}

// mostValues is how many rows of a column are told.
const mostValues = 5

// column reads a field in every row there is.
func (x *explainer) column(f *fieldPlan) Reading {
	out := Reading{Path: f.f.Path, Label: f.f.Label, State: StateAbsent}
	n := 0
	var zh, en []string
	for row := x.st.tables[f.g.in.index].first; row >= 0; row = x.st.rows[row].next {
		path := x.st.fieldPath(f, row)
		state, value := x.answer(path, spot{f.g, f, row})
		if state != StateAnswered {
			continue
		}
		out.State = StateAnswered
		if n++; n <= mostValues {
			zh, en = append(zh, value["zh"]), append(en, value["en"])
		}
	}
	if out.State == StateAnswered {
		if n > mostValues {
			zh, en = append(zh, "……"), append(en, "…")
		}
		out.Value = ZhEn(strings.Join(zh, "、"), strings.Join(en, ", "))
	}
	return out
}

// answer is an answer's state and its value in words.
func (x *explainer) answer(path string, at spot) (string, Text) {
	s := x.st.slot(at.f, at.row)
	if s == nil || s.state == absent {
		if s != nil && s.uses.none() {
			return StateHidden, nil
		}
		return StateAbsent, nil
	}
	value := Text{}
	for _, lang := range Languages {
		value[lang] = x.r.Display(path, lang, x.masked)
	}
	switch {
	case s.uses.none():
		return StateHidden, value
	case s.state == bad:
		return StateInvalid, value
	}
	return StateAnswered, value
}

// instanceOf is where a group that a condition in this row reads lies in the
// answers; false when it stands for several rows.
func (st *recordState) instanceOf(g *groupPlan, row int32) (path string, one bool) {
	if g.outer == nil {
		return "", true
	}
	path, one = st.instanceOf(g.outer, row)
	path = join(path, lastPart(g.g.Path))
	if !g.g.Repeat || !one {
		return path, one
	}
	for r := row; r > 0; r = st.rows[r].up {
		if st.plan.tables[st.rows[r].table].repeat == g {
			return join(path, strconv.Itoa(int(st.rows[r].at))), true
		}
	}
	return path, false
}
