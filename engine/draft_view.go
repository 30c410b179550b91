package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/onematter/onematter/catalog"
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
	self, err := e.whose(ctx, d.Owner)
	if err != nil {
		return nil, err
	}
	v, err := evaluate(d, p, cal, now, files, self)
	if err != nil {
		return nil, err
	}
	v.withhold()
	return v, nil
}

// evaluate computes once everything that depends on the answers. self is who
// the owner is verified to be. It is whole: withhold leaves what they may read.
func evaluate(d Draft, p *pinned, cal *workflows.Calendar, now time.Time, files []File, self string) (*DraftView, error) {
	sourced, err := readSourced(d.Sourced)
	if err != nil {
		return nil, err
	}
	earlier, err := readEarlier(d.Earlier)
	if err != nil {
		return nil, err
	}
	guided, err := readGuided(&d, p)
	if err != nil {
		return nil, err
	}
	v := &DraftView{Draft: d, Release: p.rel, Theme: p.theme, Matter: p.matter, Form: p.form(), Files: files, Guided: guided, Sourced: sourced, Earlier: earlier}
	today := now.In(cal.Zone)
	given := v.given(p.discretion(self))
	var guide metamodel.Problems
	if t := p.theme; t != nil {
		v.Situation, guide = t.Situation(d.Guide, v.Draft.Answers)
		guide = under("guide", guide)
		v.Guide = t.Guide(v.Situation)
		v.Scope = map[string]bool{}
		for _, m := range v.Guide.In {
			v.Scope[m] = true
		}
		v.Awaited = t.Awaited(v.Scope)
		v.check(given, metamodel.Context{Today: today, WorkingDays: cal.WorkingDays, Scope: v.Scope, Awaited: v.Awaited})
		v.Materials = t.MaterialStates(v.Scope, v.Record, issued(v.Supplied)...)
		v.Needs = t.Needs(v.Situation, v.Record)
		guide = append(guide, undecided(v)...)
	} else {
		v.Awaited = p.matter.Yields
		v.check(given, metamodel.Context{Today: today, WorkingDays: cal.WorkingDays, Awaited: v.Awaited})
		v.Materials = materialStates(p.rel, p.matter, v.Record, nil)
	}
	v.Earlier.Used, v.Earlier.Back = still(v.Earlier.Used, v.Record), due(v.Earlier.Back, v.Record)
	deliveredMaterials(v.Materials, v.Supplied)
	sourced.offeredMaterials(v.Materials)
	if v.Theme != nil {
		v.Needs.After.Materials = askedMaterials(v.Materials)
	}
	v.Sections = sectionStates(v.Record)
	v.Missing = append(v.Missing, guide...)
	v.Missing = append(v.Missing, v.Record.Problems...)
	v.Missing = append(v.Missing, missingMaterials(v.Materials, files)...)
	return v, nil
}

// given is what sources gave. What the owner may not read leaves the draft's answers.
func (v *DraftView) given(x discretion) []SourcedAnswer {
	if v.Sourced.empty() {
		return nil
	}
	given := v.Sourced.documents(x)
	tree, ps := readAnswers(v.Form, v.Draft.Answers)
	if ps.Failed() {
		return given
	}
	if v.Sourced.part(x, tree) {
		if raw, ps := tree.json(); !ps.Failed() {
			v.Draft.Answers = raw
		}
	}
	for i := range v.Sourced.Offers {
		if o := &v.Sourced.Offers[i]; x.leaves(v.Sourced, o) && !v.Sourced.own(o.Item) {
			v.Telling = append(v.Telling, o.Item)
		}
	}
	return append(v.Sourced.answersOf(x, tree), given...)
}

// check judges the answers. What a source gave is not asked — unless this form
// does not take it: then the applicant is asked after all.
func (v *DraftView) check(given []SourcedAnswer, ctx metamodel.Context) {
	for {
		ctx.Supplied = map[string]bool{}
		for _, a := range given {
			if a.Path != "" {
				ctx.Supplied[a.Path] = true
			}
		}
		v.Record, v.Supplied = v.Form.Check(lay(v.Form, v.Draft.Answers, given), ctx), given
		taken := slices.DeleteFunc(slices.Clone(given), func(a SourcedAnswer) bool {
			unfit := a.Path != "" && problemsAt(v.Record.Problems, a.Path).Failed()
			if unfit {
				v.Unfit = append(v.Unfit, a)
			}
			return unfit
		})
		if len(taken) == len(given) {
			return
		}
		given = taken
	}
}

func askedMaterials(states []catalog.MaterialState) int {
	n := 0
	for _, s := range states {
		if s.Asked {
			n++
		}
	}
	return n
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
