package engine

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

func (e *Engine) viewDraft(ctx context.Context, d Draft, p *pinned) (*DraftView, error) {
	cal, err := e.calendar(ctx, p.rel, p.theme)
	if err != nil {
		return nil, err
	}
	now, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	files, err := e.o.Store.FilesOfDraft(ctx, d.ID)
	if err != nil {
		return nil, fmt.Errorf("listing a draft's files: %w", err)
	}
	return evaluate(d, p, cal, now, files), nil
}

// evaluate computes once everything that depends on the answers.
func evaluate(d Draft, p *pinned, cal *workflows.Calendar, now time.Time, files []File) *DraftView {
	v := &DraftView{Draft: d, Release: p.rel, Theme: p.theme, Matter: p.matter, Form: p.form(), Files: files}
	today := now.In(cal.Zone)
	var guide metamodel.Problems
	if t := p.theme; t != nil {
		v.Situation, guide = t.Situation(d.Guide, d.Answers)
		guide = under("guide", guide)
		v.Guide = t.Guide(v.Situation)
		v.Scope = map[string]bool{}
		for _, m := range v.Guide.In {
			v.Scope[m] = true
		}
		v.Awaited = t.Awaited(v.Scope)
		v.Record = v.Form.Check(d.Answers, metamodel.Context{Today: today, WorkingDays: cal.WorkingDays, Scope: v.Scope, Awaited: v.Awaited})
		v.Materials = t.MaterialStates(v.Scope, v.Record)
		v.Needs = t.Needs(v.Situation, v.Record)
		guide = append(guide, undecided(v)...)
	} else {
		v.Awaited = p.matter.Yields
		v.Record = v.Form.Check(d.Answers, metamodel.Context{Today: today, WorkingDays: cal.WorkingDays, Awaited: v.Awaited})
		v.Materials = materialStates(p.rel, p.matter, v.Record)
	}
	v.Sections = sectionStates(v.Form, v.Record)
	v.Missing = append(v.Missing, guide...)
	v.Missing = append(v.Missing, v.Record.Problems...)
	v.Missing = append(v.Missing, missingMaterials(v.Materials, files)...)
	return v
}

// undecided is what the guide still has to be told before it is known which
// matters apply.
func undecided(v *DraftView) metamodel.Problems {
	if len(v.Guide.Undecided) > 0 {
		if q := v.Guide.Next; q != nil {
			return metamodel.Problems{guideUndecided.At("guide/"+q.ID, "question", q.Text)}
		}
		return metamodel.Problems{guideUndecided.At("guide", "question", v.Theme.Def.Name)}
	}
	if len(v.Guide.In) == 0 {
		return metamodel.Problems{guideNothing.At("guide")}
	}
	return nil
}

// sectionStates counts each topic of the task list.
func sectionStates(form *metamodel.Form, rec *metamodel.Record) []SectionState {
	states := make([]SectionState, len(form.Sections))
	of := map[string]int{} // field or repeat path → section
	answered := make([]int, len(form.Sections))
	for i, s := range form.Sections {
		states[i].Section = s
		for _, it := range s.Items {
			if it.Field != nil {
				of[it.Field.Path] = i
				if rec.Visible(it.Field.Path) {
					states[i].Asked++
					if rec.Answered(it.Field.Path) {
						answered[i]++
					}
				}
				continue
			}
			g := it.Group
			of[g.Path] = i
			if !rec.Visible(g.Path) {
				continue
			}
			n := rec.Rows(g.Path)
			if n == 0 {
				states[i].Asked++ // the repeat itself
			}
			for r := range n {
				for _, f := range g.Fields {
					path := g.Path + "/" + strconv.Itoa(r) + "/" + f.Key
					if !rec.Visible(path) {
						continue
					}
					states[i].Asked++
					if rec.Answered(path) {
						answered[i]++
					}
				}
			}
		}
	}
	missing := map[string]bool{}
	for _, path := range rec.Missing() {
		missing[path] = true
		if i, ok := sectionOf(of, path); ok {
			states[i].Missing++
		}
	}
	wrong := make([]bool, len(form.Sections))
	for _, p := range rec.Problems {
		if p.Severity == metamodel.Warning || missing[p.Path] {
			continue
		}
		if i, ok := sectionOf(of, p.Path); ok {
			wrong[i] = true
		}
	}
	for i := range states {
		switch s := &states[i]; {
		case s.Asked == 0:
			s.Status = SectionEmpty
		case wrong[i]:
			s.Status = SectionInvalid
		case answered[i] == 0:
			s.Status = SectionTodo
		case s.Missing > 0:
			s.Status = SectionPartial
		default:
			s.Status = SectionDone
		}
	}
	return states
}

// sectionOf finds the topic of an answer: its field's, or its repeat's.
func sectionOf(of map[string]int, path string) (int, bool) {
	for p := fieldPath(path); p != ""; p = parent(p) {
		if i, ok := of[p]; ok {
			return i, true
		}
	}
	return 0, false
}

func parent(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' {
			return path[:i]
		}
	}
	return ""
}
