package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

func (e *Engine) caseView(ctx context.Context, a Actor, id string) (*CaseView, error) {
	f, c, err := e.visibleFamily(ctx, a, id)
	if err != nil {
		return nil, err
	}
	v := &CaseView{Release: f.pin.rel, Theme: f.pin.theme, Calendar: f.cal, Now: f.at}
	withdraw, notice := f.withdrawal(a, c), f.noticeView(c, f.hides(a))
	h := f.hide(a)
	if c.Matter == "" {
		err = e.viewTheme(ctx, a, f, v)
	} else {
		err = e.viewMatter(ctx, a, f, c, v)
	}
	if err != nil {
		return nil, err
	}
	if c.Matter == "" || sees(a, c) == whole { // it is of the filing, of which others see nothing
		v.Notice = notice
	}
	v.Withdraw = withdraw
	if h != nil {
		v.History, v.Round, v.Rounds = untoldLeftOut(v.History, h), nil, nil // votes foretell a decision
		if !h.of(c.ID).IsZero() {
			v.Task = nil
		}
	}
	return v, nil
}

// Lights are the thresholds of the case's matter; nil where the calendar's count.
func (v *CaseView) Lights() *metamodel.Lights {
	if v.Matter == nil {
		return nil
	}
	return v.Matter.Def.Lights
}

// StepLights are those of the clock of the step the case is in.
func (v *CaseView) StepLights() *metamodel.Lights {
	if v.Matter == nil {
		return nil
	}
	return v.Matter.StepLights(v.Case.State)
}

// viewTheme shows a theme case: everything to its applicant, the children of
// their own to departments, the progress of all to the lead department.
func (e *Engine) viewTheme(ctx context.Context, a Actor, f *family, v *CaseView) error {
	own := sees(a, f.root)
	files, err := e.filesOf(ctx, f)
	if err != nil {
		return err
	}
	ids := map[string]sight{f.root.ID: max(own, progress)}
	wants := map[string]bool{}
	for _, c := range f.children {
		s := withinFiling(sees(a, c))
		if s == blind && own == progress {
			s = progress
		}
		ids[c.ID] = s
		if s == blind {
			continue
		}
		child := *c
		if state, ok := f.matter(c).Machine.State(c.State); ok {
			if r := roundOf(c, state); r != nil {
				if v.Rounds == nil {
					v.Rounds = map[string]*Round{}
				}
				v.Rounds[c.ID] = r
			}
		}
		redactTasks(a, &child)
		if s == progress {
			redactProgress(&child)
		} else {
			uses, err := f.uses(c, files)
			if err != nil {
				return err
			}
			maps.Copy(wants, uses)
		}
		v.Children = append(v.Children, child)
	}
	events, err := e.o.Store.EventsOfRoot(ctx, f.root.ID)
	if err != nil {
		return fmt.Errorf("reading the history of a theme case: %w", err)
	}
	v.History = redactHistory(a, events, ids)
	for _, file := range files {
		// Files a correction brought are the matter's that asked for them.
		if own == whole || wants[file.Material] && file.Case == f.root.ID || !file.ofField() && ids[file.Case] == whole {
			v.Files = append(v.Files, file)
		}
	}
	v.Case, v.Visits = *f.root, f.visits(a, f.root)
	if own == whole {
		v.Record = f.record(f.root, f.root.Answers, f.filingDay())
		if err := v.tellSourced(); err != nil {
			return err
		}
		v.Wants = f.pin.theme.MaterialStates(f.scope(), v.Record, issued(v.Sourced)...)
		deliveredMaterials(v.Wants, v.Sourced)
		if err := v.tellEarlier(a); err != nil {
			return err
		}
		if err := v.withhold(a); err != nil {
			return err
		}
	} else {
		redactRoot(a, &v.Case)
	}
	return nil
}

// viewMatter shows one matter's case.
func (e *Engine) viewMatter(ctx context.Context, a Actor, f *family, c *Case, v *CaseView) error {
	m := f.matter(c)
	v.Case, v.Matter = *c, m
	s := sees(a, c)
	if state, ok := m.Machine.State(c.State); ok && s >= consulted {
		v.Round = roundOf(c, state)
		if s == whole && state.Opinions != nil && c.Status == CaseRunning && mayAct(a, c, state) {
			v.MayAsk = state.Opinions
		}
	}
	redactTasks(a, &v.Case)
	if s == contributed {
		redactTold(&v.Case)
		return e.viewHistory(ctx, a, c, s, v)
	}
	v.Record = f.record(c, c.Answers, f.filingDay())
	v.Yielded, v.Awaited = f.yielded(c), f.awaited()
	if s == whole {
		if err := v.tellElsewhere(a, f, c); err != nil {
			return err
		}
	}
	if c.Status == CaseAsking {
		v.Anew = givenAnew(c.Correction, v.Record)
	}
	if c.Status == CaseRunning || c.Status == CaseAsking {
		var err error
		if v.Copies, v.parted, err = f.links(c); err != nil {
			return err
		}
		v.copies = func(answers json.RawMessage) map[string]copied {
			now, _ := f.copies(c, answers) // what it reads was read for Copies
			return now
		}
	}
	if s == consulted {
		v.Case.Kept = nil
	}
	if err := v.tellSourced(); err != nil {
		return err
	}
	if err := v.tellEarlier(a); err != nil {
		return err
	}
	files, err := e.filesOf(ctx, f)
	if err != nil {
		return err
	}
	if c.Status == CaseAsking {
		var err error
		if v.Beside, err = f.beside(c, v.Record, v.Yielded); err != nil {
			return err
		}
		v.opened = func(patch map[string]json.RawMessage) map[string]bool {
			patch = c.keepYielded(withoutOld(withoutBlanks(v.Matter.Form, patch), v.Anew), v.Yielded)
			opened, _, _ := f.opens(c, patch, files, v.Yielded) // what it reads was read for Copies
			return opened
		}
	}
	uses, err := f.uses(c, files)
	if err != nil {
		return err
	}
	v.Sourced = slices.DeleteFunc(v.Sourced, func(s SourcedAnswer) bool { return s.Material != "" && !uses[s.Material] })
	if v.Wants, err = f.materials(c, v.Record, files); err != nil {
		return err
	}
	if err := v.tellServing(a, f); err != nil {
		return err
	}
	if err := v.withhold(a); err != nil {
		return err
	}
	if c != f.root && s == whole {
		root := *f.root
		redactRoot(a, &root)
		v.Root = &root
	}
	if v.Files, err = f.filesFor(c, files); err != nil {
		return err
	}
	if a.Account == c.Applicant {
		brought, err := e.brought(ctx, c)
		if err != nil {
			return err
		}
		v.Files = append(v.Files, brought...)
	}
	if err := e.viewHistory(ctx, a, c, s, v); err != nil {
		return err
	}
	if s == whole {
		v.Visits = f.visits(a, c)
		if err := e.addVisits(ctx, a, f, c, v); err != nil {
			return err
		}
	}
	if c.Status == CaseRunning && s == whole {
		t, err := e.o.Store.OpenTask(ctx, c.ID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("reading the open task of a case: %w", err)
		}
		if err == nil {
			v.Task = &t
		}
	}
	v.MayExtend = f.mayExtend(a, c)
	v.Returns, v.Handover = f.returns(a, c), f.handovers(a, c)
	v.Actions, err = e.actions(a, f, c)
	return err
}

// viewHistory shows what the actor may read of a matter's case.
func (e *Engine) viewHistory(ctx context.Context, a Actor, c *Case, s sight, v *CaseView) error {
	events, err := e.o.Store.EventsOfCase(ctx, c.ID)
	if err != nil {
		return fmt.Errorf("reading the history of a case: %w", err)
	}
	v.History = events
	if !answersFor(a, c) && !(officer(a) && (c.Holder.has(a) || a.standFor(c) != nil || slices.Contains(c.Helpers, a.Account))) { // to whom it was handed reads all, of whatever department
		v.History = redactHistory(a, events, map[string]sight{c.ID: s})
	}
	return nil
}

// filesOf lists all files of a filing, each once.
func (e *Engine) filesOf(ctx context.Context, f *family) ([]File, error) {
	files, err := e.o.Store.FilesOfCase(ctx, f.root.ID) // of its children, too
	if err != nil {
		return nil, fmt.Errorf("listing the files of a case: %w", err)
	}
	return files, nil
}

// filesFor are those of a filing's files that a matter's case may use: handed in
// with the filing for materials it has a use for, and brought by its own
// corrections; what another matter's correction brought is that matter's.
func (f *family) filesFor(c *Case, files []File) ([]File, error) {
	uses, err := f.uses(c, files)
	if err != nil {
		return nil, err
	}
	var list []File
	for _, file := range files {
		mine := uses[file.Material] || file.ofField() && names(c.Answers, file.ID) || !file.ofField() && file.Case == c.ID
		if mine && f.reaches(file, c) {
			list = append(list, file)
		}
	}
	return list, nil
}

// brought are the files a correction that is being answered brought for file
// fields: no answer names them before it is handed in.
func (e *Engine) brought(ctx context.Context, c *Case) ([]File, error) {
	if c.Status != CaseAsking || c.Correction == nil {
		return nil, nil
	}
	files, err := e.o.Store.FilesOfCase(ctx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("listing a correction's files: %w", err)
	}
	var list []File
	for _, f := range files {
		if f.Case == c.ID && f.ofField() && !f.Added.Before(c.Correction.Asked) && !names(c.Answers, f.ID) {
			list = append(list, f)
		}
	}
	return list, nil
}

func wantsMaterial(m *catalog.Matter, material string) bool {
	_, ok := matterMaterial(m, material)
	return ok
}

// actions lists what the actor may do to a case now.
func (e *Engine) actions(a Actor, f *family, c *Case) ([]ActionView, error) {
	if c.Status != CaseRunning && c.Status != CaseAsking {
		return nil, nil
	}
	m := f.matter(c)
	state, ok := m.Machine.State(c.State)
	if !ok || !mayAct(a, c, state) {
		return nil, nil
	}
	list := make([]ActionView, 0, len(state.On))
	awaited := f.consequenceOfAsking(c, state)
	for _, tr := range state.On {
		if state.Takes(tr.Event) {
			continue // the votes do
		}
		target, ok := m.Machine.State(tr.Target)
		if !ok {
			return nil, fmt.Errorf("%w: %s leads to unknown state %q", errInvariant, tr.Event, tr.Target)
		}
		av := ActionView{
			Event: tr.Event, Label: tr.Label, Kind: tr.Kind, Target: target,
			Consequence: consequence(tr.Kind, target), NoteRequired: tr.Kind.NoteRequired(),
		}
		if f.oneNotice() && c.Matter != "" && tr.Kind == workflows.Refuse && target.Type == workflows.Final {
			av.Consequence = metamodel.ZhEn("办件终止，申请人在办理结果通知书中才看到理由；等待本事项结果的事项也随之终止", "The case ends; the applicant reads the reason only with the result notice; matters that wait for its result end too")
		}
		for _, w := range []metamodel.Text{awaited(tr.Kind), f.consequenceOfVisit(c, tr.Kind)} {
			if w != nil {
				av.Consequence = metamodel.ZhEn(av.Consequence.In("zh")+"。"+w.In("zh"), av.Consequence.In("en")+". "+w.In("en"))
			}
		}
		issues := tr.Kind == workflows.Deliver || target.Type == workflows.Final && target.Outcome == workflows.Issued && c.Result == nil
		if issues && len(m.Yields) > 0 {
			form, err := e.resultForm(f.pin.rel, m)
			if err != nil {
				return nil, err
			}
			av.Fields = form.Fields
		}
		list = append(list, av)
	}
	return list, nil
}

// consequence spells out what an action will do.
func consequence(k workflows.TransitionKind, to *workflows.State) metamodel.Text {
	zh, en := to.Name.In("zh"), to.Name.In("en")
	switch {
	case k == workflows.Correct:
		return metamodel.ZhEn("时钟暂停，等申请人补正后回到本环节", "The clock is paused until the applicant has made the corrections; then the case comes back to this step")
	case k == workflows.Rectify:
		return metamodel.ZhEn("时钟暂停，等申请人整改后回到本环节", "The clock is paused until the applicant has put things right; then the case comes back to this step")
	case k == workflows.Resubmit:
		return metamodel.ZhEn("提交后继续办理，进入“"+zh+"”", "The department goes on with “"+en+"”")
	case k == workflows.Refuse && to.Type == workflows.Final:
		return metamodel.ZhEn("办件终止，申请人会看到理由；等待本事项结果的事项也随之终止", "The case ends and the applicant reads the reason; matters that wait for its result end too")
	case k == workflows.Deliver || to.Type == workflows.Final && to.Outcome == workflows.Issued:
		return metamodel.ZhEn("出具结果并办结；等待本结果的事项随即开始办理", "The result is issued and the case ends; matters that wait for it start")
	case to.Type == workflows.Final:
		return metamodel.ZhEn("办件结束："+zh, "The case ends: "+en)
	}
	return metamodel.ZhEn("转到“"+zh+"”环节", "Goes on to “"+en+"”")
}
