package api

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// heads names what a list of cases refers to, each release read once.
func (a *API) heads(ctx context.Context, cases []engine.Case) ([]CaseHead, error) {
	out := make([]CaseHead, 0, len(cases))
	releases := map[string]*catalog.Release{}
	for i := range cases {
		k := &cases[i]
		rel, ok := releases[k.Release]
		if !ok {
			var err error
			if rel, err = a.o.Catalog.Release(ctx, k.Release); err != nil {
				return nil, err
			}
			releases[k.Release] = rel
		}
		out = append(out, headOfCase(k, rel))
	}
	return out, nil
}

func headOfCase(k *engine.Case, rel *catalog.Release) CaseHead {
	h := CaseHead{ID: k.ID, Number: k.Number, Root: k.Root, Title: k.Title, Theme: k.Theme, Matter: k.Matter, State: k.State, Status: k.Status,
		Outcome: k.Outcome, Light: k.Light, Due: when(k.Due), Submitted: k.Submitted, Started: when(k.Started), Ended: when(k.Ended),
		Revision: k.Revision, Department: Named{k.Department, rel.DepartmentName(k.Department)}}
	if k.Authority != "" {
		h.Authority = &Named{k.Authority, rel.DepartmentName(k.Authority)}
	}
	if h.Light == "" {
		h.Light = workflows.None
	}
	if t := rel.ThemeDef(k.Theme); t != nil {
		h.ThemeName = t.Name
	}
	if m := rel.MatterDef(k.Matter); m != nil {
		h.MatterName = m.Name
		if machine := rel.Machine(m.Workflow); machine != nil {
			if s := engine.SilentDecisionOf(k, machine); s != nil {
				h.Silence = &SilentDecision{At: s.At, Label: s.Label, Kind: s.Kind, Target: Named{s.Target.ID, s.Target.Name}, Basis: s.Basis}
			}
			if s, ok := machine.State(k.State); ok {
				h.StateName = s.Name
			}
		}
	}
	return h
}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func clockOf(k workflows.Clock, v *engine.CaseView, lights *metamodel.Lights) *Clock {
	cal, now := v.Calendar, v.Now
	if cal == nil || k.Limit == 0 && k.Started.IsZero() {
		return nil
	}
	day := float64(cal.Day())
	used := float64(k.UsedAt(now, cal)) / day
	limit := float64(k.Limit) / day
	light, _ := k.LightBy(now, cal, lights)
	return &Clock{Limit: limit, Used: used, Left: limit - used, Due: when(k.Due(cal)), Light: light}
}

func (a *API) caseOut(ctx context.Context, c tagged, actor engine.Actor, v *engine.CaseView) (*Case, error) {
	k := &v.Case
	c.tag(k.Revision)
	out := &Case{CaseHead: headOfCase(k, v.Release), Answers: givenBy(answersOf(v.Record, false), v), Materials: materialsOf(v.Wants, v.Files),
		Children: []CaseHead{}, Actions: []Action{}, Correction: k.Correction, History: []HistoryEntry{}}
	tellChanged(out.Answers, v)
	tellDocuments(out.Materials, v, k.Applicant == actor.Account)
	for i := range v.Children {
		out.Children = append(out.Children, headOfCase(&v.Children[i], v.Release))
	}
	if v.Matter != nil {
		out.Workflow = v.Matter.Machine.Workflow
		out.Promised, out.Statutory, out.Step = clockOf(k.Promised, v, v.Lights()), clockOf(k.Statutory, v, v.Lights()), clockOf(k.Step, v, v.StepLights())
		if v.Calendar != nil {
			rule := lightRule(v.Lights().Over(v.Calendar.Def.Lights))
			out.Lights = &rule
			if s, ok := v.Matter.Machine.State(k.State); ok && s.Lights != nil {
				rule := lightRule(v.StepLights().Over(v.Calendar.Def.Lights))
				out.StepLights = &rule
			}
		}
		if k.Result != nil {
			out.Result = resultOf(v)
		}
	} else {
		out.Before, out.After = &k.Before, &k.After
	}
	out.Holder, out.Handovers = holderOf(k, actor), v.Handover
	for _, s := range v.Returns {
		out.Returns = append(out.Returns, Named{s.ID, s.Name})
	}
	if w := v.Withdraw; w != nil {
		out.Withdrawal = &Withdrawal{Takes: w.Takes, Voids: w.Voids, Stays: w.Stays}
	}
	for _, act := range v.Actions {
		one := Action{Event: act.Event, Label: act.Label, Kind: act.Kind, Target: Named{act.Target.ID, act.Target.Name}, Consequence: act.Consequence, NoteRequired: act.NoteRequired}
		for _, f := range act.Fields {
			field := ResultField{Path: f.Path, Label: f.Label, Type: f.Element.Type}
			if f.CodeList != nil {
				field.Codes = f.CodeList.Entries
			}
			one.Fields = append(one.Fields, field)
		}
		out.Actions = append(out.Actions, one)
	}
	out.Correctable = correctable(v)
	kept, err := keptOf(k.KeptAnswers()) // none where the actor may not see the answers
	if err != nil {
		return nil, fmt.Errorf("reading what is kept of case %s: %w", k.ID, err)
	}
	out.Kept = kept
	names, err := a.o.Engine.People(ctx, actor, v)
	if err != nil {
		return nil, err
	}
	out.Applicant, out.Visits, out.Notice = names[k.Applicant], visitsOut(v), noticeOut(v)
	if err := a.askedOut(ctx, actor, v, names, out); err != nil {
		return nil, err
	}
	extendedOut(v, names, out)
	for _, e := range v.History {
		out.History = append(out.History, historyOf(e, v.Release, names))
	}
	if v.Matter != nil && k.Status == engine.CaseAsking && k.Applicant == actor.Account {
		out.ToCorrect, out.BesideCorrected = toCorrect(v), besideCorrected(v)
	}
	return out, nil
}

func resultOf(v *engine.CaseView) *Result {
	r := v.Case.Result
	out := &Result{Name: v.Matter.Def.Result.Name, Number: r.Number, Issued: r.Issued, Fields: []Answer{}}
	for _, path := range sortedKeys(r.Fields) {
		out.Fields = append(out.Fields, yielded(v, path, r.Fields[path]))
	}
	return out
}

// yielded puts one field of a result into words. The form that asks for it may
// be another matter's: the theme's merged form knows it then.
func yielded(v *engine.CaseView, path string, raw json.RawMessage) Answer {
	text := string(raw)
	if in := inputOf(raw); len(in) == 1 {
		text = in[0]
	}
	out := Answer{Path: path, Section: v.Matter.Def.Result.Name, Label: metamodel.ZhEn(path, path), Text: metamodel.ZhEn(text, text)}
	forms := []*metamodel.Form{v.Matter.Form}
	if v.Theme != nil {
		forms = append(forms, v.Theme.Merged)
	}
	for _, form := range forms {
		f, ok := form.Field(path)
		if !ok {
			continue
		}
		out.Label, out.Type = f.Label, f.Element.Type
		if f.CodeList != nil {
			if code, ok := f.CodeList.Entry(text); ok {
				out.Text = code.Name
			}
		}
		break
	}
	return out
}

func historyOf(e engine.Event, rel *catalog.Release, names map[string]string) HistoryEntry {
	d := e.Data
	h := HistoryEntry{ID: e.ID, At: e.At, Type: e.Type, Case: e.Case, Matter: d.Matter, Role: e.Role, Actor: names[e.Actor],
		Kind: d.Kind, Note: d.Note, Behalf: names[d.OnBehalf], About: names[d.Assignee], Light: d.Light, Outcome: d.Outcome, Silence: d.Silence}
	if t := d.Task; t != nil {
		name := t.Name
		if name == nil {
			name = rel.DepartmentName(t.Department)
		}
		h.Asked = &HistoryAsked{Department: Named{t.Department, name}, Question: t.Question, Answer: t.Answer, Silent: t.End == engine.TaskSilent}
	}
	if d.Visit != nil {
		h.Visit = historyVisit(d.Visit, rel)
	}
	if x := d.Extension; x != nil {
		h.Extended = &HistoryExtended{Days: x.Days, Basis: x.Basis}
	}
	m := rel.Matter(d.Matter)
	if m == nil {
		return h
	}
	h.Changes, h.MoreChanges = changesTold(d.Changes, m), d.MoreChanges
	if s, ok := m.Machine.State(d.From); ok {
		h.From = s.Name
		for _, t := range s.On {
			if t.Event == d.Action {
				h.Action = t.Label
			}
		}
	}
	if s, ok := m.Machine.State(d.To); ok {
		h.To = s.Name
	}
	return h
}
