package api

import (
	"context"
	"errors"
	"sort"
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
		Revision: k.Revision, Department: Named{ID: k.Department}}
	if h.Light == "" {
		h.Light = workflows.None
	}
	if t, ok := rel.Themes[k.Theme]; ok {
		h.ThemeName = t.Def.Name
		if k.Matter == "" {
			h.Department.Name = t.Lead.Name
		}
	}
	if m, ok := rel.Matters[k.Matter]; ok {
		h.MatterName, h.Department.Name = m.Def.Name, m.Department.Name
		if s, ok := m.Machine.State(k.State); ok {
			h.StateName = s.Name
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

func clockOf(k workflows.Clock, cal *workflows.Calendar, now time.Time) *Clock {
	if cal == nil || k.Limit == 0 && k.Started.IsZero() {
		return nil
	}
	day := float64(cal.Day())
	used := float64(k.UsedAt(now, cal)) / day
	limit := float64(k.Limit) / day
	light, _ := k.LightAt(now, cal)
	return &Clock{Limit: limit, Used: used, Left: limit - used, Due: when(k.Due(cal)), Light: light}
}

func (a *API) caseOut(ctx context.Context, c tagged, actor engine.Actor, v *engine.CaseView) (*Case, error) {
	k := &v.Case
	c.tag(k.Revision)
	out := &Case{CaseHead: headOfCase(k, v.Release), Answers: answersOf(v.Record, false), Materials: materialsOf(v.Wants, v.Files),
		Children: []CaseHead{}, Actions: []Action{}, Correction: k.Correction, History: []HistoryEntry{}}
	for i := range v.Children {
		out.Children = append(out.Children, headOfCase(&v.Children[i], v.Release))
	}
	if v.Matter != nil {
		out.Workflow = v.Matter.Machine.Workflow
		out.Promised, out.Statutory, out.Step = clockOf(k.Promised, v.Calendar, v.Now), clockOf(k.Statutory, v.Calendar, v.Now), clockOf(k.Step, v.Calendar, v.Now)
		if k.Result != nil {
			out.Result = resultOf(v)
		}
	} else {
		out.Before, out.After = &k.Before, &k.After
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
	names, err := a.names(ctx, actor, v.History)
	if err != nil {
		return nil, err
	}
	for _, e := range v.History {
		out.History = append(out.History, historyOf(e, v.Release, names))
	}
	if account, err := a.o.Store.Account(ctx, k.Applicant); err == nil {
		out.Applicant = account.Name
	} else if !errors.Is(err, engine.ErrNotFound) {
		return nil, err
	}
	return out, nil
}

func resultOf(v *engine.CaseView) *Result {
	r := v.Case.Result
	out := &Result{Name: v.Matter.Def.Result.Name, Number: r.Number, Issued: r.Issued, Fields: []Answer{}}
	paths := sortedKeys(r.Fields)
	sort.Strings(paths)
	for _, path := range paths {
		text := string(r.Fields[path])
		if in := inputOf(r.Fields[path]); len(in) == 1 {
			text = in[0]
		}
		label := metamodel.Zh(path)
		if v.Theme != nil {
			if f, ok := v.Theme.Merged.Field(path); ok {
				label = f.Label
			}
		}
		out.Fields = append(out.Fields, Answer{Path: path, Label: label, Text: metamodel.ZhEn(text, text)})
	}
	return out
}

// names resolves who acted; only staff are told.
func (a *API) names(ctx context.Context, actor engine.Actor, history []engine.Event) (map[string]string, error) {
	names := map[string]string{}
	if !actor.Staff() && !actor.Has(engine.RoleAdministrator) {
		return names, nil
	}
	for _, e := range history {
		if _, ok := names[e.Actor]; ok || e.Actor == "" {
			continue
		}
		account, err := a.o.Store.Account(ctx, e.Actor)
		if err != nil && !errors.Is(err, engine.ErrNotFound) {
			return nil, err
		}
		names[e.Actor] = account.Name
	}
	return names, nil
}

func historyOf(e engine.Event, rel *catalog.Release, names map[string]string) HistoryEntry {
	d := e.Data
	h := HistoryEntry{ID: e.ID, At: e.At, Type: e.Type, Case: e.Case, Matter: d.Matter, Role: e.Role, Actor: names[e.Actor],
		Kind: d.Kind, Note: d.Note, Light: d.Light, Outcome: d.Outcome}
	m, ok := rel.Matters[d.Matter]
	if !ok {
		return h
	}
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
