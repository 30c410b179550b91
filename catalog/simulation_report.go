package catalog

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// What a simulation finds.
var (
	SimulateStuck         = kind("simulate.dead_end", "事项“{matter}”会停在“{state}”，没有任何去向。情形：{situation}；经过：{path}", "“{matter}” stays in “{state}” and nothing leads on. Situation: {situation}; path: {path}")
	SimulateEndless       = kind("simulate.never_ends", "事项“{matter}”的 {n} 个办件没有一个能在 {moves} 步内办结。情形：{situation}；经过：{path}", "Not one of {n} case(s) of “{matter}” ends within {moves} move(s). Situation: {situation}; path: {path}")
	SimulateLong          = warning("simulate.long", "事项“{matter}”有 {share} 的办件 {moves} 步后仍未办结。情形：{situation}；经过：{path}", "Of the cases of “{matter}”, {share} did not end within {moves} move(s). Situation: {situation}; path: {path}")
	SimulateUnstarted     = warning("simulate.never_starts", "{n} 个适用事项“{matter}”的模拟办件都没有启动：前置事项“{before}”没有一次出证。情形：{situation}", "“{matter}” applies to {n} synthetic case(s) and never starts: “{before}”, for which it waits, is never issued. Situation: {situation}")
	SimulateNobody        = kind("simulate.nobody_can_file", "{n} 种情形无法申报：引导问题的回答本身就不被表单接受（{problem}）。例如：{situation}", "Nobody can file in {n} situation(s): the form refuses the very answer given in the guide ({problem}). For example: {situation}")
	SimulateUnfiled       = warning("simulate.none_accepted", "{n} 种情形共试填 {tried} 份，没有一份被表单接受，多因：{reasons}。{merge}例如：{situation}", "{tried} filing(s) tried in {n} situation(s), not one accepted, mostly because: {reasons}.{merge} For example: {situation}")
	SimulateFieldNever    = warning("simulate.field_never", "字段“{field}”在本主题的任何情形下都不显示", "The field “{field}” is shown in no situation of this theme")
	SimulateMaterialNever = warning("simulate.material_never", "材料“{material}”在 {n} 份模拟申报中一次也没有要求提交", "The material “{material}” is asked for in none of {n} synthetic filing(s)")
	SimulateMatterNever   = warning("simulate.matter_never", "事项“{matter}”在 {n} 个模拟办件中一次也不适用", "“{matter}” applies to none of {n} synthetic case(s)")
	SimulateQuestionNever = warning("simulate.question_never", "问题“{question}”在 {n} 个模拟办件中一次也没有问到", "“{question}” is asked in none of {n} synthetic case(s)")
	SimulateQuestionIdle  = warning("simulate.question_idle", "问到“{question}”的 {n} 个模拟办件都答“{answer}”：按各答案的占比，这个问题分不出任何情形", "All {n} synthetic case(s) that are asked “{question}” answer “{answer}”: by the shares of its answers it tells nobody apart")
	SimulateSilent        = warning("simulate.always_silent", "事项“{matter}”的“{state}”每次（{n} 次）都由逾期默认决定，没有人来得及办理", "“{state}” of “{matter}” is decided by silence every time ({n}): nobody acts before the time is up")
	SimulateUnentered     = warning("simulate.state_never", "事项“{matter}”的“{state}”在 {n} 个办件中没有进入过一次", "“{state}” of “{matter}” is entered in none of {n} case(s)")
)

// report sums up what the cases came to.
func (s *simulating) report() *Simulation {
	n := float64(max(s.filed(), 1))
	out := &Simulation{
		Theme: s.t.Def.ID, Name: s.t.Def.Name, Pack: s.r.Pack.Name, Version: s.r.Pack.Version, Release: s.r.Hash, Day: s.o.Today.Format(time.DateOnly), Seed: s.o.Seed, Cases: s.o.Cases, PerDay: s.o.PerDay,
		Filings: s.shown.filings, Accepted: s.shown.accepted,
		Outcomes: SimulatedOutcomes{round4(float64(s.end.issued) / n), round4(float64(s.end.partial) / n), round4(float64(s.end.refused) / n), round4(float64(s.end.unended) / n)},
		Matters:  []SimulatedMatter{}, Path: []SimulatedPath{}, Bars: []SimulatedBar{}, Findings: metamodel.Problems{},
		Load: s.load(), Shown: s.shares(s.whole), Assumed: s.assumed(), Unfiled: s.end.unfiled, Refused: s.refused(),
	}
	for _, at := range s.lots.ends {
		if at.cases > 0 {
			out.Situations++
		}
	}
	ended := slices.DeleteFunc(slices.Clone(s.days), func(d float64) bool { return d < 0 })
	of := float64(max(len(ended), 1))
	out.Days = daysOf(ended)
	out.Bars = bars(ended)
	out.Late = SimulatedLate{round4(float64(s.late.promised) / of), round4(float64(s.late.statutory) / of), round4(float64(s.late.over) / of), round2(s.limits.promised / n), round2(s.limits.statutory / n)}
	for _, m := range s.matters {
		out.Matters = append(out.Matters, m.report(s.o.Cases, s.filed(), s.departmentName(m.department)))
	}
	out.Path = s.paths()
	s.find(out)
	return out
}

func (m *childrenOf) report(cases, filed int, department metamodel.Text) SimulatedMatter {
	applies, ended := float64(max(m.filed, 1)), float64(max(len(m.used), 1))
	out := SimulatedMatter{
		Matter: m.m.Def.ID, Name: m.m.Def.Name, Department: department, Applies: round4(float64(m.applies) / float64(max(cases, 1))),
		Filed: m.filed > 0, Started: round4(float64(m.started) / applies), Issued: round4(float64(m.issued) / applies), Days: daysOf(m.used), Result: daysOf(m.result),
		Promised: m.m.Def.PromisedDays, Statutory: m.m.Def.StatutoryDays, Late: round4(float64(m.late) / ended), LateLaw: round4(float64(m.lateLaw) / ended),
		Critical: round4(float64(m.critical) / float64(max(filed, 1))), States: []SimulatedState{},
	}
	w := m.m.Machine.Workflow
	for i := range w.States {
		s, _ := m.m.Machine.State(w.States[i].ID)
		st := m.states[s]
		if s.Type == workflows.Final {
			continue
		}
		if st == nil {
			st = &stayed{}
		}
		k := float64(max(st.stays, 1))
		out.States = append(out.States, SimulatedState{State: s.ID, Name: s.Name, Type: s.Type, Stays: round2(float64(st.stays) / float64(max(m.started, 1))),
			Days: round2(st.days / k), Late: round4(float64(st.late) / k), Silent: round4(float64(st.silent) / k)})
	}
	return out
}

// mostBars bounds a distribution: what is longer comes under the last bar.
const mostBars = 120

func bars(ended []float64) []SimulatedBar {
	out := []SimulatedBar{}
	if len(ended) == 0 {
		return out
	}
	counts := make([]int, mostBars+1)
	last := 0
	for _, d := range ended {
		i := min(int(math.Ceil(d)), mostBars)
		counts[i]++
		last = max(last, i)
	}
	for i := range last + 1 {
		out = append(out, SimulatedBar{i, round4(float64(counts[i]) / float64(len(ended)))})
	}
	return out
}

// paths are the parts of the critical path, the longest first.
func (s *simulating) paths() []SimulatedPath {
	out := []SimulatedPath{}
	n := float64(max(s.filed(), 1))
	for i, m := range s.matters {
		w := m.m.Machine.Workflow
		for j := range w.States {
			st, _ := m.m.Machine.State(w.States[j].ID)
			at := s.path[stateOf{i, st}]
			if at == nil {
				continue
			}
			out = append(out, SimulatedPath{Matter: m.m.Def.ID, Name: m.m.Def.Name, State: st.ID, Step: st.Name, Type: st.Type, Back: asks(m.m.Machine, st),
				Share: round4(float64(at.cases) / n), Days: round2(at.days / n), Part: round4(at.days / max(s.total, 1e-9))})
		}
	}
	slices.SortStableFunc(out, func(a, b SimulatedPath) int { return cmp.Compare(b.Part, a.Part) })
	return out
}

// asks is the step to which an answer in a wait goes back, nil in a step.
func asks(m *workflows.Machine, s *workflows.State) metamodel.Text {
	for _, t := range s.On {
		if to, ok := m.State(t.Target); ok && s.Type == workflows.Wait {
			return to.Name
		}
	}
	return nil
}

const movesAtMost = workflows.MostStays

// find tells what is wrong.
func (s *simulating) find(out *Simulation) {
	add := func(p metamodel.Problem) { out.Findings = append(out.Findings, p) }
	overloaded(out.Load, add) // who says how many people there are asks for this
	for _, m := range s.matters {
		at := m.m.Def.ID // a path that other releases have too
		name := m.m.Def.Name
		if m.stuck != nil {
			s.endless(m, at, add)
		}
		if m.filed > 0 && m.started == 0 {
			add(SimulateUnstarted.At(at, "matter", name, "n", m.filed, "before", s.barring(m), "situation", s.words(m.blocked)))
		}
		w := m.m.Machine.Workflow
		for j := range w.States {
			st, _ := m.m.Machine.State(w.States[j].ID)
			if m.started == 0 || st.Type == workflows.Final {
				continue
			}
			switch stay := m.states[st]; {
			case stay == nil:
				add(SimulateUnentered.At(at+"/"+st.ID, "matter", name, "state", st.Name, "n", m.started))
			case stay.silent == stay.stays:
				add(SimulateSilent.At(at+"/"+st.ID, "matter", name, "state", st.Name, "n", stay.stays))
			}
		}
	}
	s.unfiled(add)
	for _, e := range out.Shown {
		switch {
		case e.Verdict == Excluded:
			// Whoever assumes a share of 0 says so: the list of what is shown repeats it, and nothing is wrong.
		case e.Kind == ShownMatter && e.Share == 0:
			add(SimulateMatterNever.At(e.ID, "matter", e.Name, "n", s.o.Cases))
		case e.Kind == ShownQuestion && len(s.t.guide.plan().of[s.t.guide.byID[e.ID]]) == 0:
			// Nothing reads it: that is told of the guide.
		case e.Kind == ShownQuestion && e.Share == 0:
			add(SimulateQuestionNever.At("guide/"+e.ID, "question", e.Name, "n", s.o.Cases))
		case e.Kind == ShownQuestion:
			s.idle(e, add)
		case e.Kind == ShownField && e.Verdict == Never:
			add(SimulateFieldNever.At("merged/"+e.ID, "field", e.Name))
		case e.Kind == ShownMaterial && e.Verdict == Unseen && s.shown.accepted > 0:
			add(SimulateMaterialNever.At("materials/"+e.ID, "material", e.Name, "n", s.shown.accepted))
		}
	}
}

// idle tells of a question that all who are asked it answer alike.
func (s *simulating) idle(e SimulatedShown, add func(metamodel.Problem)) {
	var only *reply
	replies := s.lots.answers[e.ID]
	for i := range replies {
		switch r := &replies[i]; {
		case r.weight <= 0:
		case only != nil:
			return
		default:
			only = r
		}
	}
	n := 0
	for _, at := range s.lots.ends {
		if slices.Contains(at.asked, e.ID) {
			n += at.cases
		}
	}
	if only != nil && n > 0 {
		q := s.t.guide.questions[s.t.guide.byID[e.ID]]
		add(SimulateQuestionIdle.At("guide/"+e.ID, "question", e.Name, "n", n, "answer", s.t.replyWords(q, only.value)))
	}
}

// endless tells of cases of a matter that do not end.
func (s *simulating) endless(m *childrenOf, at string, add func(metamodel.Problem)) {
	said := []any{"matter", m.m.Def.Name, "n", m.started, "moves", movesAtMost, "situation", s.words(m.stuck.end), "path", m.stuck.path, "state", m.stuck.state}
	switch {
	case m.stuck.dead:
		add(SimulateStuck.At(at, said...))
	case m.unended == m.started:
		add(SimulateEndless.At(at, said...))
	default:
		add(SimulateLong.At(at, append(said, "share", percent(float64(m.unended)/float64(m.started)))...))
	}
}

// percent says a share.
func percent(share float64) string {
	if share > 0 && share < 0.001 {
		return "< 0.1%"
	}
	return strconv.FormatFloat(math.Round(share*1000)/10, 'f', -1, 64) + "%"
}

// barring is the matter that keeps another from starting.
func (s *simulating) barring(m *childrenOf) metamodel.Text {
	for _, id := range m.m.Preconditions {
		for _, b := range s.matters {
			if b.m.Def.ID == id && b.filed > 0 && b.issued == 0 {
				return b.m.Def.Name
			}
		}
	}
	return metamodel.ZhEn("前置事项", "a matter before it")
}

// words says a situation.
func (s *simulating) words(at *situated) metamodel.Text {
	if at == nil || len(at.situation) == 0 {
		return metamodel.ZhEn("任何情形", "any")
	}
	return s.t.situationWords(s.t.guide.plan().stateOf(at.situation))
}
