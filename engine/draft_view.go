package engine

import (
	"context"
	"fmt"
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
	v.Sections = sectionStates(v.Record)
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

// sectionStates are the topics of the task list, as the form's journey has them.
func sectionStates(rec *metamodel.Record) []SectionState {
	pages := rec.Journey().Pages
	states := make([]SectionState, len(pages))
	for i, p := range pages {
		states[i] = SectionState{Section: p.Section, Status: SectionStatus(p.Status), Asked: p.Asked, Missing: len(p.Missing)}
		if p.Status == metamodel.PageSkipped {
			states[i].Status = SectionEmpty // a topic that the path leaves out is not listed
		}
	}
	return states
}

func parent(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' {
			return path[:i]
		}
	}
	return ""
}
