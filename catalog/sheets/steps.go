package sheets

import (
	"slices"
	"sort"
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Names in 去向 that are no steps.
const (
	toCorrect = "待补正"
	toRectify = "待整改"
	toEnd     = "终止"
)

const (
	issuedState  = "issued"
	refusedState = "refused"
)

// readSteps makes a workflow of every matter's steps.
func (im *importer) readSteps() {
	groups := im.byMatter(Steps)
	for _, id := range im.matterOrder {
		m := im.matters[id]
		if len(groups[id]) == 0 {
			im.report(m.row.problem(kindNoWorkflow, "事项编码", "matter", id))
			continue
		}
		im.workflow(m, im.stepOrder(groups[id]))
	}
}

// stepOrder sorts steps by 序号, which must be clear: the first one is where a case starts.
func (im *importer) stepOrder(rows []*Row) []*Row {
	at, seen := map[*Row]float64{}, map[float64]*Row{}
	for _, r := range rows {
		if r.Cell("序号") == "" {
			im.report(r.problem(kindEmptyCell, "序号"))
			continue
		}
		n, ok := im.number(r, "序号")
		if !ok {
			continue
		}
		if other := seen[n]; other != nil {
			im.report(r.problem(kindSequenceTwo, "序号", "value", r.Cell("序号"), "other", other.Number))
		}
		seen[n], at[r] = r, n
	}
	sort.SliceStable(rows, func(i, j int) bool { return at[rows[i]] < at[rows[j]] })
	return rows
}

// workflowBuilder assembles one workflow.
type workflowBuilder struct {
	im     *importer
	m      *matter
	w      *workflows.Workflow
	ids    map[string]string // step's name → state id
	limits map[string]float64
	rows   map[string]*Row // state id → row
	waits  []workflows.State
	ends   map[string]bool
}

func (im *importer) workflow(m *matter, rows []*Row) {
	b := &workflowBuilder{im: im, m: m, ids: map[string]string{}, limits: map[string]float64{}, rows: map[string]*Row{}, ends: map[string]bool{}}
	b.w = &workflows.Workflow{ID: m.def.ID, Title: m.def.Name}
	for _, r := range rows {
		name := r.Cell("环节")
		w := stateWords[name]
		b.ids[name] = im.name("state", name, w.id, slug(name), handle, r.place("环节"))
		b.rows[b.ids[name]] = r
	}
	for i, r := range rows {
		b.step(r, i == len(rows)-1)
	}
	b.w.Initial = b.w.States[0].ID
	b.check()
	// The order people read: steps, then what waits for the citizen, then the ends.
	b.w.States = append(b.w.States, b.waits...)
	if b.ends[issuedState] {
		b.w.States = append(b.w.States, workflows.State{ID: issuedState, Name: im.text("state:已办结", "已办结", "Completed"), Type: workflows.Final, Outcome: workflows.Issued})
	}
	if b.ends[refusedState] {
		b.w.States = append(b.w.States, workflows.State{ID: refusedState, Name: im.text("state:"+toEnd, toEnd, "Ended without the result"), Type: workflows.Final, Outcome: workflows.Refused})
	}
	im.pack.Workflows[m.def.ID] = b.w
}

func (b *workflowBuilder) step(r *Row, last bool) {
	im, name := b.im, r.Cell("环节")
	s := workflows.State{
		ID: b.ids[name], Name: im.text("state:"+name, name, stateWords[name].en, r.place("环节")), Type: workflows.Step,
	}
	if role := r.Cell("角色"); role == "" {
		im.report(r.problem(kindEmptyCell, "角色"))
	} else {
		for _, one := range list(role) {
			s.Roles = append(s.Roles, im.role(one, r.place("角色")))
		}
	}
	if limit, ok := im.number(r, "时限(工作日)"); ok {
		s.Limit = limit
	}
	s.Lights = im.lights(r)
	text := fold(r.Cell("去向"))
	switch {
	case text != "":
		b.directions(r, &s, text)
	case last:
		b.ends[issuedState] = true
		s.On = []workflows.Transition{{
			Event: "deliver", Label: im.text("event:办结", "办结", "Issue the result", r.place("环节")), Target: issuedState, Kind: workflows.Deliver,
		}}
	default:
		im.report(r.problem(kindDeadEnd, "去向", "step", name))
	}
	s.Returns = b.returns(r)
	b.joint(r, &s)
	b.limits[s.ID] = s.Limit
	b.w.States = append(b.w.States, s)
}

// returns reads “上一环节”, “任一环节” or the steps to which officers may send a
// case back.
func (b *workflowBuilder) returns(r *Row) *workflows.Returns {
	switch text := fold(r.Cell("可退回")); text {
	case "":
		return nil
	case "上一环节":
		return &workflows.Returns{Scope: workflows.ReturnPrevious}
	case "任一环节":
		return &workflows.Returns{Scope: workflows.ReturnAny}
	default:
		back := &workflows.Returns{}
		for _, name := range list(text) {
			if name = strings.TrimSpace(name); b.ids[name] == "" {
				b.im.report(r.problem(kindNoStep, "可退回", "target", excerpt(name)))
				continue
			}
			if !slices.Contains(back.States, b.ids[name]) {
				back.States = append(back.States, b.ids[name])
			}
		}
		return back
	}
}

// role gives the id of a role: the four every department has, or its own.
func (im *importer) role(name string, at Place) string {
	w := roleWords[name]
	return im.name("role", name, w.id, slug(name), handle, at)
}

// directions reads “通过→审查；补正→待补正(暂停计时)；不予受理→终止”.
func (b *workflowBuilder) directions(r *Row, s *workflows.State, text string) {
	im := b.im
	seen := map[string]bool{}
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == ';' || c == ',' || c == '\n' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		part = strings.NewReplacer("=>", "->", "—>", "->", "-->", "->").Replace(part)
		event, target, ok := strings.Cut(part, "->")
		event, target = strings.TrimSpace(event), strings.TrimSpace(target)
		if target, _, _ = strings.Cut(target, "("); true {
			target = strings.TrimSpace(target) // (暂停计时) says what is so anyway
		}
		if !ok || event == "" || target == "" || strings.Contains(target, "->") {
			im.report(r.problem(kindDirection, "去向", "value", excerpt(part)))
			continue
		}
		if seen[event] {
			im.report(r.problem(kindEventTwice, "去向", "event", excerpt(event)))
			continue
		}
		seen[event] = true
		w := eventWords[event]
		t := workflows.Transition{
			Event: im.name("event", event, w.id, slug(event), handle, r.place("去向")),
			Label: im.text("event:"+event, event, w.en, r.place("去向")), Kind: workflows.Forward,
		}
		switch {
		case target == toCorrect:
			t.Target, t.Kind = b.wait(s, "correct", toCorrect, "Waiting for corrections", "提交补正", "Submit corrections"), workflows.Correct
		case target == toRectify:
			t.Target, t.Kind = b.wait(s, "rectify", toRectify, "Waiting to be put right", "提交整改", "Report that it is put right"), workflows.Rectify
		case target == toEnd:
			t.Target, t.Kind = refusedState, workflows.Refuse
			b.ends[refusedState] = true
		case b.ids[target] != "":
			t.Target = b.ids[target]
			if event == "同意" || event == "准予" || event == "批准" || event == "准予许可" {
				t.Kind = workflows.Approve
			}
		default:
			im.report(r.problem(kindNoStep, "去向", "target", excerpt(target)))
			continue
		}
		s.On = append(s.On, t)
	}
}

// wait is a state of its own for every step that waits for the citizen: they
// come back to where they were.
func (b *workflowBuilder) wait(from *workflows.State, what, name, en, answer, answerEn string) string {
	id := from.ID + "." + what
	for _, w := range b.waits {
		if w.ID == id {
			return id
		}
	}
	b.waits = append(b.waits, workflows.State{
		ID: id, Name: b.im.text("state:"+name, name, en), Type: workflows.Wait,
		On: []workflows.Transition{{Event: "resubmit", Label: b.im.text("event:"+answer, answer, answerEn), Target: from.ID, Kind: workflows.Resubmit}},
	})
	return id
}

// check walks the steps: every one is reached, the result can be issued, and
// the limits on the longest way are what was promised.
func (b *workflowBuilder) check() {
	states := map[string]*workflows.State{}
	for i := range b.w.States {
		states[b.w.States[i].ID] = &b.w.States[i]
	}
	reached := map[string]bool{}
	var visit func(id string)
	visit = func(id string) {
		if reached[id] || states[id] == nil {
			reached[id] = true
			return
		}
		reached[id] = true
		for _, t := range states[id].On {
			visit(t.Target)
		}
	}
	visit(b.w.Initial)
	for _, s := range b.w.States {
		if !reached[s.ID] {
			b.im.report(b.rows[s.ID].problem(kindUnreachable, "环节", "step", s.Name["zh"]))
		}
	}
	if !reached[issuedState] {
		b.im.report(b.m.row.problem(kindNoIssue, "事项编码", "matter", b.m.def.ID))
	}
	if sum := b.longest(states, b.w.Initial, map[string]float64{}); b.m.def.PromisedDays > 0 && sum > b.m.def.PromisedDays+1e-9 {
		b.im.report(b.m.row.problem(kindStepSum, "承诺时限(工作日)", "sum", days(sum), "promised", days(b.m.def.PromisedDays)))
	}
}

// longest adds the limits along the longest way; going back to a step that is
// on the way already adds nothing.
func (b *workflowBuilder) longest(states map[string]*workflows.State, id string, known map[string]float64) float64 {
	s := states[id]
	if s == nil {
		return 0
	}
	if d, ok := known[id]; ok {
		return d
	}
	known[id] = 0
	best := 0.0
	for _, t := range s.On {
		if d := b.longest(states, t.Target, known); d > best {
			best = d
		}
	}
	known[id] = s.Limit + best
	return known[id]
}

// yieldQuestion words the proposal that a result carries a field.
func yieldQuestion(m *matter, f *field) metamodel.Text {
	r := m.def.Result.Name
	return metamodel.ZhEn(
		"“"+r.In("zh")+"”办结后即可得知“"+f.element.Name.In("zh")+"”，由部门填写、不再向申请人收集？（是/否）",
		"Does the result “"+r.In("en")+"” make “"+f.element.Name.In("en")+"” known, so that the department enters it and the applicant is not asked? (是 yes/否 no)")
}
