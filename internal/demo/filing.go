package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

type clockKey struct{}

// at puts the simulated time into the context: the engine's clock reads it there.
func at(ctx context.Context, t time.Time) context.Context {
	return context.WithValue(ctx, clockKey{}, t.UTC().Truncate(time.Microsecond))
}

// Clock is the engine's clock under simulation.
func Clock(ctx context.Context) (time.Time, error) {
	t, ok := ctx.Value(clockKey{}).(time.Time)
	if !ok {
		return time.Time{}, errors.New("demo: the simulation did not set the time")
	}
	return t, nil
}

// filing is one story's way through its theme.
type filing struct {
	y     *year
	d     dice
	s     story
	who   engine.Actor
	l     *ledger
	e     *engine.Engine
	theme *catalog.Theme
	cal   *workflows.Calendar
	next  map[string]time.Time // when each child is acted on next, by case
	moved map[string]int64     // revision the plan was made for
	more  map[string]bool      // what is planned is an extension
	began time.Time            // the day by which the answers were made up
}

// half is about how long before submitting somebody begins to fill in.
const half = 30 * time.Minute

// submit fills in the form, hands in the materials and submits.
func (f *filing) submit(ctx context.Context, t time.Time) (engine.Receipt, error) {
	f.began = t
	// Filling in takes its time: read, write, look for a document.
	now := t.Add(-half)
	after := func(least, most int) context.Context {
		now = now.Add(time.Duration(least+f.d.IntN(most-least)) * time.Second)
		return at(ctx, now)
	}
	g, err := json.Marshal(f.s.guide())
	if err != nil {
		return engine.Receipt{}, err
	}
	a, err := json.Marshal(f.s.begin())
	if err != nil {
		return engine.Receipt{}, err
	}
	v, err := f.e.StartDraft(at(ctx, now), f.who, f.theme.Def.ID, "", g, a, "")
	if err != nil {
		return engine.Receipt{}, err
	}
	// Answers make further questions visible: a few rounds reach the end.
	for range 5 {
		patch := f.d.fill(v, f.s, t)
		if len(patch) == 0 {
			break
		}
		if v, err = f.e.SaveAnswers(after(60, 240), f.who, v.Draft.ID, 0, engine.Patch{Answers: patch}); err != nil {
			return engine.Receipt{}, err
		}
	}
	for _, m := range v.Materials {
		if m.Asked && m.Required == metamodel.True {
			if _, err := f.e.AddFile(after(5, 40), f.who, v.Draft.ID, m.Material.ID, m.Material.Name.In("zh")+".pdf", bytes.NewReader(samplePDF)); err != nil {
				return engine.Receipt{}, fmt.Errorf("material %s: %w", m.Material.ID, err)
			}
		}
	}
	return f.e.Submit(after(10, 60), f.who, v.Draft.ID, "demo-"+v.Draft.ID)
}

// run lets citizen and departments act until the filing ends or time is up.
func (f *filing) run(ctx context.Context, root string, until time.Time) error {
	for range 1000 {
		children, err := f.l.Children(ctx, root)
		if err != nil {
			return err
		}
		var turn *engine.Case
		for i := range children {
			c := &children[i]
			if c.Status != engine.CaseRunning && c.Status != engine.CaseAsking {
				continue
			}
			if f.moved[c.ID] != c.Revision {
				f.moved[c.ID] = c.Revision
				f.next[c.ID] = f.plan(c)
			}
			if turn == nil || f.next[c.ID].Before(f.next[turn.ID]) {
				turn = c
			}
		}
		now := until
		if turn != nil && f.next[turn.ID].Before(until) {
			now = f.next[turn.ID]
		}
		if decided, err := f.sweep(ctx, now); err != nil {
			return err
		} else if decided {
			continue // silence moved a case: plan again
		}
		if turn != nil && f.l.cases[turn.ID].Revision != turn.Revision {
			continue // nobody answered in time, which counts as said
		}
		if turn == nil || !f.next[turn.ID].Before(until) {
			return nil
		}
		if err := f.act(at(ctx, now), turn); err != nil {
			return fmt.Errorf("%s in %s: %w", turn.Matter, turn.State, err)
		}
	}
	return fmt.Errorf("demo: case %s does not come to an end", root)
}

// sweep turns lights at the moment they turn by themselves, and lets silence
// decide, until then.
func (f *filing) sweep(ctx context.Context, until time.Time) (decided bool, err error) {
	for range 100 {
		var first time.Time
		silent := false
		for _, c := range f.l.cases {
			for i, next := range []time.Time{c.LightNext, c.SilentNext} {
				if !next.IsZero() && !next.After(until) && (first.IsZero() || next.Before(first)) {
					first, silent = next, i == 1
				}
			}
		}
		if first.IsZero() {
			return false, nil
		}
		if _, err := f.e.Sweep(at(ctx, first)); err != nil || silent {
			return silent, err
		}
	}
	return false, nil
}

// plan says when a case is acted on next: within working hours, mostly inside
// the step's limit, sometimes not.
func (f *filing) plan(c *engine.Case) time.Time {
	delete(f.more, c.ID)
	from := f.now(c)
	m := f.matter(c.Matter)
	s, ok := m.Machine.State(c.State)
	if !ok || s.Type == workflows.Wait {
		return f.cal.Add(from, f.cal.Days(logNormal(f.d, 1.4, 0.7)))
	}
	if s.Silently() != nil && f.d.chance(0.08) {
		return f.cal.Add(from, f.cal.Days(30)) // nobody thinks of it: silence decides before
	}
	limit := s.Limit
	if limit == 0 {
		limit = 0.25
	}
	planned := f.cal.Add(from, f.cal.Days(limit*logNormal(f.d, f.y.pace[c.Department], 0.5)))
	if before, ok := f.longer(c, planned); ok {
		f.more[c.ID] = true
		return before
	}
	return planned
}

// now is the time of the case's last event.
func (f *filing) now(c *engine.Case) time.Time {
	for i := len(f.l.events) - 1; i >= 0; i-- {
		if e := f.l.events[i]; e.Case == c.ID && e.Type != engine.EventLight {
			return e.At
		}
	}
	return c.Submitted
}

func (f *filing) matter(id string) *catalog.Matter {
	for _, m := range f.theme.Matters {
		if m.Def.ID == id {
			return m.Matter
		}
	}
	return nil
}

// act does one action: the citizen answers, or the department decides.
func (f *filing) act(ctx context.Context, c *engine.Case) error {
	m := f.matter(c.Matter)
	state, ok := m.Machine.State(c.State)
	if !ok {
		return fmt.Errorf("no state %s", c.State)
	}
	if state.Type == workflows.Wait {
		return f.answer(ctx, c, state)
	}
	if f.more[c.ID] {
		return f.extend(ctx, c)
	}
	if asked, err := f.consult(ctx, c, state); asked || err != nil {
		return err
	}
	if signed, err := f.sign(ctx, c, state); signed || err != nil {
		return err
	}
	t := f.choose(c, state)
	act := engine.Action{Event: t.Event}
	switch t.Kind {
	case workflows.Correct:
		act.Note = pick(f.d, f.s.words().correct)
		if m := f.anyMaterial(ctx, c); m != "" && f.d.chance(0.7) {
			act.Materials = []string{m}
		}
	case workflows.Rectify:
		act.Note = pick(f.d, f.s.words().rectify)
	case workflows.Refuse:
		act.Note = pick(f.d, f.s.words().refuse)
	case workflows.Deliver:
		act.Result = map[string]json.RawMessage{}
		for _, path := range m.Def.Result.Yields {
			if field, ok := f.theme.Merged.Field(path); ok {
				raw, err := json.Marshal(f.issued(c, field))
				if err != nil {
					return err
				}
				act.Result[path] = raw
			}
		}
	}
	if err := f.visit(ctx, c, t.Kind, f.next[c.ID]); err != nil {
		return fmt.Errorf("inspecting together: %w", err)
	}
	_, err := f.e.Act(ctx, f.y.staff[c.Department], c.ID, c.Revision, fmt.Sprintf("demo-%s-%d", c.ID, c.Revision), act)
	return err
}

// issued is what a department enters of a result: it fits what was applied for.
func (f *filing) issued(c *engine.Case, field *metamodel.Field) any {
	if field.Path == "applicant/DE00106" { // established by being registered
		return f.now(c).In(f.cal.Zone).Format(time.DateOnly)
	}
	return f.s.value(f.d, field, f.s.person(f.d, field.Group.Path), f.began)
}

// choose throws the dice over the actions of a step.
func (f *filing) choose(c *engine.Case, s *workflows.State) workflows.Transition {
	weight := func(t workflows.Transition) float64 {
		switch t.Kind {
		case workflows.Correct:
			return 0.11
		case workflows.Rectify:
			return 0.1
		case workflows.Refuse:
			return 0.012
		}
		switch t.Event {
		case "grant", "approve":
			if f.failed(c) { // who failed the inspection is mostly denied
				return 0.001
			}
		case "unqualified":
			return 0.03
		case "skip-inspection":
			return 0.3
		}
		return 1
	}
	sum := 0.0
	for _, t := range s.On {
		sum += weight(t)
	}
	x := f.d.Float64() * sum
	for _, t := range s.On {
		if x -= weight(t); x <= 0 {
			return t
		}
	}
	return s.On[0]
}

// failed reports whether the inspection of a case found it unqualified.
func (f *filing) failed(c *engine.Case) bool {
	for _, e := range f.l.events {
		if e.Case == c.ID && e.Data.Action == "unqualified" {
			return true
		}
	}
	return false
}

// anyMaterial is one the citizen handed in for this matter.
func (f *filing) anyMaterial(ctx context.Context, c *engine.Case) string {
	files, _ := f.l.FilesOfCase(ctx, c.Root)
	for _, m := range f.matter(c.Matter).Materials {
		for _, file := range files {
			if file.Material == m.Material.ID {
				return m.Material.ID
			}
		}
	}
	return ""
}

// answer is the citizen answering a correction.
func (f *filing) answer(ctx context.Context, c *engine.Case, s *workflows.State) error {
	if c.Correction != nil {
		for _, m := range c.Correction.Materials {
			if _, err := f.e.AddCorrectionFile(ctx, f.who, c.ID, m, "补正材料.pdf", bytes.NewReader(samplePDF)); err != nil {
				return err
			}
		}
	}
	fresh, err := f.l.Case(ctx, c.ID)
	if err != nil {
		return err
	}
	_, err = f.e.Act(ctx, f.who, c.ID, fresh.Revision, fmt.Sprintf("demo-%s-%d", c.ID, fresh.Revision), engine.Action{Event: s.On[0].Event, Note: "已按要求补正"})
	return err
}

// once is the blob store of the simulation: every file has the same bytes,
// which the year puts in place once.
type once struct{ engine.Blobs }

func (once) Put(_ context.Context, _ string, r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

func (once) Delete(context.Context, string) error { return nil }
