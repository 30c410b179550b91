package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// filingBefore is what an undo puts back.
type filingBefore struct {
	Draft *draftBefore `json:"draft,omitempty"`
	Cases []caseBefore `json:"cases,omitempty"`
}

type draftBefore struct {
	Release  string `json:"release"`
	Guide    []byte `json:"guide"`
	Answers  []byte `json:"answers"`
	Kept     []byte `json:"kept"`
	Moved    []byte `json:"moved,omitempty"`
	Earlier  []byte `json:"earlier,omitempty"`
	Sourced  []byte `json:"sourced,omitempty"`
	Revision int64  `json:"revision"` // that the migration left
}

type caseBefore struct {
	ID         string          `json:"id"`
	Release    string          `json:"release"`
	Department string          `json:"department"`
	Authority  string          `json:"authority,omitempty"`
	State      string          `json:"state"`
	Trail      []string        `json:"trail,omitempty"`
	Holder     *Holder         `json:"holder,omitempty"`
	Status     CaseStatus      `json:"status"`
	Answers    []byte          `json:"answers"`
	Kept       []byte          `json:"kept"`
	Moved      []byte          `json:"moved,omitempty"`
	Earlier    []byte          `json:"earlier,omitempty"`
	Sourced    []byte          `json:"sourced,omitempty"`
	Promised   workflows.Clock `json:"promised"`
	Statutory  workflows.Clock `json:"statutory"`
	Step       workflows.Clock `json:"step"`
	Started    time.Time       `json:"started"`
	Counted    time.Duration   `json:"counted,omitempty"`
	Tasks      []Task          `json:"tasks,omitempty"` // of those who were asked
	Visits     []Visit         `json:"visits,omitempty"`

	Answered workflows.Answered `json:"answered"`

	Ledger   int   `json:"ledger,omitempty"` // lines before those of the migration
	Task     *Task `json:"task,omitempty"`   // the open one
	Revision int64 `json:"revision"`         // that the migration left
}

// caseFamily is a family before it is moved.
type caseFamily struct {
	f     *family
	cases map[string]Case
	tasks map[string]Task
}

// judgeCase moves a root case with its children in memory; ErrConflict when
// the case is no longer what was read.
func (e *Engine) judgeCase(ctx context.Context, root Case, mv *move) (*judged, error) {
	j := &judged{MigrationVerdict: MigrationVerdict{Kind: FilingCase, Filing: root.ID, Number: root.Number, Revision: root.Revision, Sort: MigrationSafe}, read: []Unmoved{unmoved(&root)}}
	if mv.to == nil {
		j.block(blockedGone.At("", "name", mv.name()), "", nil)
		return j, nil
	}
	old, err := e.familyOf(ctx, root)
	if err != nil {
		return nil, err
	}
	for _, c := range old.children {
		j.read = append(j.read, unmoved(c))
	}
	slices.SortFunc(j.read, func(x, y Unmoved) int { return strings.Compare(x.Case, y.Case) }) // as commitFamily does
	j.before = caseFamily{f: old, cases: map[string]Case{}, tasks: map[string]Task{}}
	now := &family{pin: mv.to, at: old.at, dirty: map[*Case]bool{}, queue: old.queue}
	if now.cal, err = e.calendar(ctx, mv.to.rel, mv.to.theme); err != nil {
		return nil, err
	}
	for _, c := range append([]*Case{old.root}, old.children...) {
		j.before.cases[c.ID] = *c
		copied := *c
		copied.Tasks = slices.Clone(c.Tasks)
		if len(c.Trail) == 0 && c.Status == CaseRunning && c.Matter != "" {
			// Under way before trails were kept: its log knows. What an undo puts
			// back stays as it was.
			history, err := e.o.Store.EventsOfCase(ctx, c.ID)
			if err != nil {
				return nil, fmt.Errorf("reading the history of a case: %w", err)
			}
			c.Trail = trailOf(old.matter(c).Machine, history)
		}
		if c == old.root {
			now.root = &copied
		} else {
			now.children = append(now.children, &copied)
		}
		t, err := e.o.Store.OpenTask(ctx, c.ID)
		if err == nil {
			j.before.tasks[c.ID] = t
		} else if !errors.Is(err, ErrNotFound) {
			return nil, fmt.Errorf("reading the open task of a case: %w", err)
		}
	}
	if j.standing(mv, old, now); j.Sort == MigrationBlocked {
		return j, nil
	}
	j.tellVisits(old, now)
	files, err := e.filesOf(ctx, old)
	if err != nil {
		return nil, err
	}
	j.family = now
	err = j.moveCases(mv, old, now, files)
	j.sum()
	return j, err
}

// standing blocks what cannot be moved whatever was answered.
func (j *judged) standing(mv *move, old, now *family) {
	for _, c := range old.matterCases() {
		id := c.Matter
		name := old.matter(c).Def.Name
		switch {
		case c.Result != nil:
			j.block(blockedIssued.At("", "name", name), id, nil)
		case c.Status == CaseEnded:
			j.block(blockedEnded.At("", "name", name), id, nil)
		case c.Status == CaseAsking:
			j.block(blockedAsking.At("", "name", name), id, nil)
		case now.target(id) == nil:
			j.block(blockedMatter.At("", "name", name), id, nil)
		case c.Status == CaseRunning:
			target := mv.m.Map.state(id, c.State)
			label := metamodel.Zh(c.State)
			if s, ok := old.matter(c).Machine.State(c.State); ok {
				label = s.Name
			}
			s, ok := now.target(id).Machine.State(target)
			if !ok {
				j.block(blockedState.At("state/"+c.State, "name", name, "state", label), id, label)
			} else if s.Type != workflows.Step {
				j.block(blockedStateKind.At("state/"+c.State, "name", name, "state", label), id, label)
			} else if (old.oneNotice() || now.oneNotice()) && (old.matter(c).Machine.Decided(c.State) || now.target(id).Machine.Decided(target)) {
				j.block(blockedDecided.At("state/"+c.State, "name", name), id, label) // what was told, or is to be told, stays so
			}
		}
	}
}

// matterCases are the cases of a family that run a workflow.
func (f *family) matterCases() []*Case {
	if f.pin.theme == nil {
		return []*Case{f.root}
	}
	return f.children
}

// target is a matter of the family's release, as far as its theme holds it.
func (f *family) target(matter string) *catalog.Matter {
	if f.pin.theme == nil {
		return f.pin.matter
	}
	for _, m := range f.pin.theme.Matters {
		if m.Def.ID == matter {
			return m.Matter
		}
	}
	return nil
}

// moveCases carries the answers of every case of the family and looks at what
// the new forms say to them.
func (j *judged) moveCases(mv *move, old, now *family, files []File) error {
	var theme *carried
	if mv.from.theme != nil {
		m := &mapping{m: &mv.m.Map, from: mv.from.form(), to: mv.to.form(), release: mv.m.From}
		var err error
		if theme, _, _, err = j.moveAnswers(mv, m, old, now, old.root, now.root, nil); err != nil {
			return err
		}
	}
	for i, c := range now.matterCases() {
		was := old.matterCases()[i]
		m := &mapping{m: &mv.m.Map, from: old.matter(was).Form, to: now.target(c.Matter).Form, release: mv.m.From}
		_, before, after, err := j.moveAnswers(mv, m, old, now, was, c, theme)
		if err != nil {
			return err
		}
		if before == nil {
			continue
		}
		ask := after.problems
		missed, err := old.missing(was, before.record, files)
		if err != nil {
			return err
		}
		missing, err := now.missing(c, after.record, files)
		if err != nil {
			return err
		}
		for _, p := range missing {
			if len(problemsAt(missed, p.Path)) == 0 {
				ask = append(ask, p)
			}
		}
		for _, p := range ask {
			j.need(p, c.Matter, j.labelOfCase(now, c, p.Path))
		}
		j.retarget(mv, old, now, was, c)
		j.tellAsked(old, now, was, c)
		if len(ask) > 0 {
			if c.Status != CaseRunning || askingTransition(now, c) == nil {
				j.block(blockedCannotAsk.At("", "name", now.target(c.Matter).Def.Name), c.Matter, nil)
			} else {
				c.Correction = askFor(now.target(c.Matter), c, mv, ask, now.at) // taken up when it is applied
			}
		}
	}
	return nil
}

// judgement is what a form says to a case's answers.
type judgement struct {
	record   *metamodel.Record
	problems metamodel.Problems
}

// missing are the materials that a case lacks by its record.
func (f *family) missing(c *Case, rec *metamodel.Record, files []File) (metamodel.Problems, error) {
	states, err := f.materials(c, rec, files)
	return missingMaterials(states, files), err
}

// moveAnswers carries one case's answers to its new form. theme, when given,
// are the theme's own, from which a new question may be answered already.
func (j *judged) moveAnswers(mv *move, m *mapping, old, now *family, was, c *Case, theme *carried) (*carried, *judgement, *judgement, error) {
	before := old.record(was, was.Answers, old.filingDay())
	refused := map[string]bool{}
	for {
		moved, err := m.carry(was.Answers, was.Kept, refused)
		if err != nil {
			j.block(blockedDamaged.At("", "detail", err.Error()), c.Matter, nil)
			return nil, nil, nil, nil
		}
		if theme != nil {
			for _, f := range m.to.Fields {
				if v, ok := theme.tree.get(f.Path).(json.RawMessage); ok && depth(m.to, f.Path) == 0 && moved.tree.get(f.Path) == nil {
					moved.tree.put(m.to, f.Path, v)
				}
			}
		}
		raw, err := moved.tree.json()
		if err != nil {
			return nil, nil, nil, err
		}
		c.Release = mv.m.To // judged by the new pin
		after := now.judge(c, m.to, raw)
		broken := unreadable(moved, before, after)
		if m.refuse(broken, refused) {
			continue
		}
		j.compare(m, moved, broken, c.Matter)
		if err := j.store(mv, m, c, moved, after, raw); err != nil {
			return nil, nil, nil, err
		}
		return moved, &judgement{record: before}, &judgement{record: after, problems: fresh(m, moved, before.Problems, after.Problems)}, nil
	}
}

// judge checks answers by the form a case has in the family's release.
func (f *family) judge(c *Case, form *metamodel.Form, raw []byte) *metamodel.Record {
	ctx := metamodel.Context{Today: f.filingDay(), Awaited: f.awaited()}
	if c.Matter == "" {
		ctx.Scope = f.scope()
	}
	return form.Check(raw, ctx)
}

// store writes the carried answers into the case: as its form normalises them
// or, while something is to be put right, as they are. What the form does not
// show is kept aside, for a case's answers hold nothing hidden.
func (j *judged) store(mv *move, m *mapping, c *Case, moved *carried, after *metamodel.Record, raw []byte) error {
	var hidden []KeptAnswer
	all, err := takeApart(m.to, raw)
	if err != nil {
		return err
	}
	for _, l := range all.leaves {
		if after.Visible(l.path) {
			continue
		}
		k := KeptAnswer{Path: l.path, Field: l.field, Value: l.value}
		if f, ok := fieldAt(m.to, l.field); ok {
			k.Label = f.Label
		}
		hidden = append(hidden, k)
		moved.tree.cut(l.path)
	}
	if after.Problems.Failed() {
		if c.Answers, err = moved.tree.json(); err != nil {
			return err
		}
	} else {
		c.Answers = after.JSON()
	}
	kept, err := moved.finish(m, c.Answers, mv.m.To, hidden)
	if err != nil {
		return err
	}
	j.Kept += len(kept)
	if c.Kept, err = writeKept(kept); err != nil {
		return err
	}
	if c.Sourced, err = moveGiven(c.Sourced, moved.paths); err != nil {
		return err
	}
	c.Earlier, err = moveTaken(c.Earlier, moved.paths)
	return err
}

// retarget gives a case its new state, department and limits. Used working
// time stays; what was promised to the citizen is not stretched.
func (j *judged) retarget(mv *move, old, now *family, was, c *Case) {
	m := now.target(c.Matter)
	p := powerOf(m.Def, was.Submitted.In(now.cal.Zone).Format(time.DateOnly)) // whoever was competent then still is
	c.Department, c.Authority = p.department, p.authority
	if c.Department != was.Department {
		c.Holder = nil // of another department, which settles who works on it
	}
	if c.Status != CaseRunning {
		return
	}
	c.State = mv.m.Map.state(c.Matter, was.State)
	state, ok := m.Machine.State(c.State)
	if !ok {
		return // blocked
	}
	c.Trail = moveTrail(m.Machine, was.Trail, func(id string) string { return mv.m.Map.state(c.Matter, id) }, state)
	// Time that was granted stays granted.
	limit := func(days float64, name workflows.ClockName) time.Duration {
		if days > 0 {
			days += c.extended(name)
		}
		return now.cal.Days(days)
	}
	promised := limit(m.Def.PromisedDays, workflows.PromisedClock)
	if was.Promised.Limit > 0 && (promised == 0 || promised > was.Promised.Limit) {
		promised = was.Promised.Limit
	}
	for _, k := range [...]struct {
		clock workflows.ClockName
		limit time.Duration
	}{{workflows.PromisedClock, promised}, {workflows.StatutoryClock, limit(m.Def.StatutoryDays, workflows.StatutoryClock)}, {workflows.StepClock, limit(state.Limit, workflows.StepClock)}} {
		if since := c.clock(k.clock).Since; old.cal.Version != now.cal.Version && !since.IsZero() && !since.After(now.at) {
			// Another calendar from now on: what was used by the old one is used.
			why := workflows.Reason{Code: workflows.ReasonCalendar}
			now.turnClock(c, workflows.Line{Clock: k.clock, Kind: workflows.LinePause, At: now.at, Reason: why}, old.cal)
			now.turnClock(c, workflows.Line{Clock: k.clock, Kind: workflows.LineResume, At: now.at, From: now.at, Reason: why}, now.cal)
		}
		if c.clock(k.clock).Limit != k.limit {
			now.turnClock(c, workflows.Line{Clock: k.clock, Kind: workflows.LineLimit, At: now.at, Limit: k.limit, Reason: workflows.Reason{Code: workflows.ReasonMigrated}}, now.cal)
		}
	}
	now.setLights(c)
}

// askingTransition is the action by which the state of a case asks the citizen.
func askingTransition(f *family, c *Case) *workflows.Transition {
	s, ok := f.target(c.Matter).Machine.State(c.State)
	if !ok {
		return nil
	}
	for i := range s.On {
		if s.On[i].Kind == workflows.Correct {
			return &s.On[i]
		}
	}
	return nil
}

// standardNote tells citizens why they are asked.
const standardNote = "本事项的表单已更新，请补充以下内容。\nThe form of this matter has changed. Please answer what is listed."

// askFor is the correction that asks for what the new form needs.
func askFor(m *catalog.Matter, c *Case, mv *move, ask metamodel.Problems, at time.Time) *Correction {
	k := &Correction{Kind: workflows.Correct, Note: cleanNote(mv.m.Note), From: c.State, Asked: at}
	if k.Note == "" {
		k.Note = standardNote
	}
	const materials = "materials/"
	seen := map[string]bool{}
	for _, p := range ask {
		path := p.Path
		if len(path) > len(materials) && path[:len(materials)] == materials {
			k.Materials = append(k.Materials, path[len(materials):])
			continue
		}
		for path != "" && !belongs(m.Form, path) {
			path = parent(path)
		}
		if path == "" {
			// A problem of the whole: anything may be put right.
			return &Correction{Kind: k.Kind, Note: k.Note, From: k.From, Asked: at}
		}
		if !seen[path] {
			seen[path] = true
			k.Fields = append(k.Fields, path)
		}
	}
	return k
}

func (j *judged) labelOfCase(f *family, c *Case, path string) metamodel.Text {
	m := f.target(c.Matter)
	for _, mm := range m.Materials {
		if path == "materials/"+mm.Material.ID {
			return mm.Use.Label
		}
	}
	return labelAt(m.Form, path)
}
