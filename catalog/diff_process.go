package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

func (d *differ) workflows() {
	name := func(w *workflows.Workflow) metamodel.Text { return w.Title }
	pairs(d, metamodel.KindWorkflow, d.a.Pack.Workflows, d.b.Pack.Workflows, name, Breaking, d.workflow)
}

func (d *differ) workflow(of Ref, a, b *workflows.Workflow) {
	d.text(of, "title", a.Title, b.Title)
	old, now := statesOf(a), statesOf(b)
	if a.Initial != b.Initial {
		d.add(changeInitial, of, "initial", a.Initial, b.Initial, "from", stateName(old, a.Initial), "to", stateName(now, b.Initial))
	}
	for _, id := range union(old, now) {
		x, y, path := old[id], now[id], "states/"+id
		switch {
		case x == nil:
			d.add(changeStateAdded, of, path, nil, y.Name, "name", y.Name)
		case y == nil:
			d.add(changeStateRemoved, of, path, x.Name, nil, "name", x.Name)
		default:
			d.state(of, path, x, y, old, now)
		}
	}
}

func statesOf(w *workflows.Workflow) map[string]*workflows.State {
	out := map[string]*workflows.State{}
	for i := range w.States {
		out[w.States[i].ID] = &w.States[i]
	}
	return out
}

// silenceIn puts a silent decision into words.
func silenceIn(s *workflows.State) metamodel.Text {
	a, label := s.After, metamodel.ZhEn(s.After.Event, s.After.Event)
	if t := s.Silently(); t != nil {
		label = t.Label
	}
	clock := map[workflows.ClockName]metamodel.Text{
		workflows.PromisedClock:  metamodel.ZhEn("承诺时限", "the promised time"),
		workflows.StatutoryClock: metamodel.ZhEn("法定时限", "the statutory time"),
		workflows.StepClock:      metamodel.ZhEn("本环节时限", "the time of the step"),
	}[a.Clock]
	again := metamodel.ZhEn("补正后接着计", "going on after a correction")
	if a.Corrections == workflows.Restart {
		again = metamodel.ZhEn("补正后重新计", "anew after a correction")
	}
	days := metamodel.ZhEn("届满", "all of it")
	if a.Days > 0 {
		days = metamodel.ZhEn(fmt.Sprintf("满 %v 个工作日", a.Days), fmt.Sprintf("%v working days", a.Days))
	}
	out := metamodel.Text{}
	for _, lang := range []string{"zh", "en"} {
		out[lang] = fmt.Sprintf("%s (%s, %s, %s, %s)", label.In(lang), clock.In(lang), days.In(lang), again.In(lang), a.Basis.In(lang))
	}
	return out
}

// state compares a step; was and is are all steps, for what an action leads to.
func (d *differ) state(of Ref, path string, a, b *workflows.State, was, is map[string]*workflows.State) {
	d.text(of, path+"/name", a.Name, b.Name)
	kind := func(s *workflows.State) string {
		if s.Outcome != "" {
			return string(s.Type) + " " + string(s.Outcome)
		}
		return string(s.Type)
	}
	if x, y := kind(a), kind(b); x != y {
		d.add(changeStateType, of, path+"/type", x, y, "name", b.Name)
	}
	for _, role := range b.Roles {
		if !slices.Contains(a.Roles, role) {
			d.add(changeRolesAdded, of, path+"/roles/"+role, nil, workflows.RoleName(role), "name", b.Name)
		}
	}
	for _, role := range a.Roles {
		if !slices.Contains(b.Roles, role) {
			d.add(changeRolesRemoved, of, path+"/roles/"+role, workflows.RoleName(role), nil, "name", b.Name)
		}
	}
	d.limit(of, path+"/limit", b.Name, a.Limit, b.Limit)
	d.stepLights(of, path+"/lights", b.Name, a.Lights, b.Lights)
	if x, y := returnWords(a.Returns), returnWords(b.Returns); !maps.Equal(x, y) {
		d.add(changeReturns, of, path+"/returns", x, y, "name", b.Name)
	}
	switch {
	case a.After == nil && b.After != nil:
		d.add(changeSilenceAdded, of, path+"/after", nil, silenceIn(b), "name", b.Name)
	case a.After != nil && b.After == nil:
		d.add(changeSilenceRemoved, of, path+"/after", silenceIn(a), nil, "name", b.Name)
	case a.After != nil:
		if x, y := silenceIn(a), silenceIn(b); !maps.Equal(x, y) {
			d.add(changeSilence, of, path+"/after", x, y, "name", b.Name)
		}
	}
	if !saySame(a.Sign, b.Sign) {
		d.add(changeSign, of, path+"/sign", signIn(d.a, a.Sign), signIn(d.b, b.Sign), "name", b.Name)
	}
	if !saySame(a.Opinions, b.Opinions) {
		d.add(changeOpinions, of, path+"/opinions", opinionsIn(d.a, a.Opinions), opinionsIn(d.b, b.Opinions), "name", b.Name)
	}
	actions := func(s *workflows.State) map[string]*workflows.Transition {
		out := map[string]*workflows.Transition{}
		for i := range s.On {
			out[s.On[i].Event] = &s.On[i]
		}
		return out
	}
	old, now := actions(a), actions(b)
	for _, event := range union(old, now) {
		x, y, at := old[event], now[event], path+"/on/"+event
		switch {
		case x == nil:
			d.add(changeActionAdded, of, at, nil, y.Label, "name", y.Label)
		case y == nil:
			d.add(changeActionRemoved, of, at, x.Label, nil, "name", x.Label)
		default:
			d.text(of, at, x.Label, y.Label)
			if x.Target != y.Target {
				d.add(changeActionTarget, of, at+"/target", x.Target, y.Target, "name", y.Label, "from", stateName(was, x.Target), "to", stateName(is, y.Target))
			}
			if x.Kind != y.Kind {
				d.add(changeActionKind, of, at+"/kind", string(x.Kind), string(y.Kind), "name", y.Label)
			}
		}
	}
}

// returnWords is where a step may send a case back to.
func returnWords(r *workflows.Returns) metamodel.Text {
	switch {
	case r == nil:
		return metamodel.ZhEn("不可退回", "no step")
	case r.Scope == workflows.ReturnPrevious:
		return metamodel.ZhEn("上一环节", "the step before")
	case r.Scope == workflows.ReturnAny:
		return metamodel.ZhEn("任一经过的环节", "any step before")
	}
	list := strings.Join(slices.Sorted(slices.Values(r.States)), ", ")
	return metamodel.ZhEn(list, list)
}
