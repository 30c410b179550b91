package citizen

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// progressRow is one matter's way, in words and as steps.
type progressRow struct {
	L
	ID, Number       string
	Name, Department string
	Words            string
	Detail           string    // the second sentence: by when, why
	Asked            []string  // which other departments it waits for
	Extended         []string  // how the time was extended, until when now, by which law and why
	Days             *daysView // how its time was counted; nil before it began
	Tone             string    // done, run, ask, wait, late, stop
	Word             string    // the tone as one word, for the tag
	Steps            []stepView
	Correction       string // addresses, "" when there is none
	Rectify          bool   // what is asked is done on the premises
	Result           string
	Withdraw         string
	Application      string
	Due              time.Time
}

// stepView is one step of a matter's way.
type stepView struct {
	Name  string
	State string // done, now, paused, todo, stopped, skipped
	Word  string // the state in words, for screen readers and print
	Date  string
}

// way tells one case's progress out of its history.
func (l L) way(c *engine.Case, m *catalog.Matter, department string, history []engine.Event, cal *workflows.Calendar, now time.Time, waitsFor []string) progressRow {
	row := progressRow{L: l, ID: c.ID, Number: c.Number, Name: l.In(m.Def.Name), Department: department,
		Application: "/cases/" + c.Root + "/application/" + c.ID, Due: promisedDue(c, cal)}
	left := map[string]time.Time{}
	last, note, returned := "", "", false
	var trail []string
	var silence *engine.Silence // that took the last step
	for _, e := range history {
		if e.Type == engine.EventMoved && e.Case == c.ID {
			from, _ := m.Machine.State(e.Data.From)
			if from != nil && from.Type == workflows.Step {
				left[from.ID], last = e.At, from.ID
			}
			if to, ok := m.Machine.State(e.Data.To); ok {
				trail = workflows.Advance(trail, from, to)
			}
			note, returned, silence = e.Data.Note, e.Data.Kind == workflows.SendBack, e.Data.Silence
			if returned {
				// What came after the step returned to is to be done again.
				maps.DeleteFunc(left, func(id string, _ time.Time) bool { return !slices.Contains(trail, id) })
			}
		}
		if e.Type == engine.EventWithdrawn && e.Case == c.ID {
			if s, ok := m.Machine.State(e.Data.From); ok && s.Type == workflows.Step {
				left[s.ID], last = e.At, s.ID
			}
			note, silence = e.Data.Note, nil
		}
	}
	current := c.State
	if c.Status == engine.CaseAsking {
		current = last
		if c.Correction != nil && c.Correction.From != "" {
			current = c.Correction.From
		}
	}
	ended := c.Status == engine.CaseEnded
	for _, s := range m.Machine.Workflow.States {
		if s.Type != workflows.Step {
			continue
		}
		st := stepView{Name: l.In(s.Name), State: "todo", Word: l.T("step.todo")}
		at, done := left[s.ID]
		switch {
		case ended && c.Outcome != workflows.Issued && s.ID == last:
			st.State, st.Word, st.Date = "stopped", l.T("step.stopped"), l.ShortDate(at)
		case !ended && s.ID == current && c.Status == engine.CaseAsking:
			st.State, st.Word = "paused", l.T("step.paused")
		case !ended && s.ID == current:
			st.State, st.Word = "now", l.T("step.now")
		case done:
			st.State, st.Word, st.Date = "done", l.T("step.done"), l.ShortDate(at)
		case ended && c.Outcome == workflows.Issued:
			st.State, st.Word = "skipped", l.T("step.skipped")
		case ended:
			st.Word = l.T("step.never")
		}
		row.Steps = append(row.Steps, st)
	}
	if current == "" && (c.Status == engine.CaseRunning || c.Status == engine.CaseAsking) {
		row.Steps = nil // how far it came would tell what was decided
	}
	l.say(&row, c, m, current, note, waitsFor, now)
	if returned && c.Status == engine.CaseRunning && current != "" {
		row.Words = l.T("way.returned", l.stateName(m, current))
	}
	l.sayOfSilence(&row, c, m, silence)
	l.sayExtended(&row, c, cal)
	return row
}

// sayOfSilence tells what silence will make of the case, or has just made of it.
func (l L) sayOfSilence(row *progressRow, c *engine.Case, m *catalog.Matter, done *engine.Silence) {
	add := func(s string) {
		if row.Detail != "" {
			row.Detail += l.T("sentence.sep")
		}
		row.Detail += s
	}
	if done != nil {
		add(l.T("way.silence.done", l.In(done.Basis)))
	}
	s := engine.SilentDecisionOf(c, m.Machine)
	if s == nil {
		return
	}
	switch at, basis := l.Moment(s.At), l.In(s.Basis); s.Kind {
	case workflows.Approve, workflows.Deliver:
		add(l.T("way.silence.granted", at, basis))
	case workflows.Refuse:
		add(l.T("way.silence.refused", at, basis))
	default:
		add(l.T("way.silence.forward", at, l.In(s.Target.Name), basis))
	}
}

// say puts the progress into words.
func (l L) say(row *progressRow, c *engine.Case, m *catalog.Matter, current, note string, waitsFor []string, now time.Time) {
	switch c.Status {
	case engine.CaseWaiting:
		row.Tone, row.Word = "wait", l.T("tone.wait")
		row.Words = l.T("way.waiting", l.List(waitsFor))
		row.Detail = l.T("way.promised", l.Days(m.Def.PromisedDays))
	case engine.CaseAsking:
		row.Tone, row.Word = "ask", l.T("tone.ask")
		row.Words, row.Detail = l.T("way.asking"), l.T("way.paused")
		if c.Correction != nil && c.Correction.Kind == workflows.Rectify {
			row.Words, row.Rectify = l.T("way.rectify"), true
		}
		row.Correction = "/cases/" + c.Root + "/corrections/" + c.ID
	case engine.CaseRunning:
		row.Tone, row.Word = "run", l.T("tone.run")
		row.Words = l.T("way.running", l.stateName(m, current))
		if current == "" {
			row.Words = l.T("way.together") // decided, and not told yet
		}
		switch {
		case c.Light == workflows.Red && !c.Due.After(now): // a light may be red before
			row.Tone, row.Word = "late", l.T("tone.late")
			row.Detail = l.T("way.late")
		case !row.Due.IsZero():
			row.Detail = l.T("way.due", l.Date(row.Due))
		}
	default:
		l.sayEnd(row, c, m, note)
	}
}

func (l L) stateName(m *catalog.Matter, id string) string {
	if s, ok := m.Machine.State(id); ok {
		return l.In(s.Name)
	}
	return id
}

func (l L) sayEnd(row *progressRow, c *engine.Case, m *catalog.Matter, note string) {
	row.Tone, row.Word = "stop", l.T("tone.stop")
	switch c.Outcome {
	case workflows.Issued:
		row.Tone, row.Word = "done", l.T("tone.done")
		row.Words = l.T("way.issued", l.In(m.Def.Result.Name))
		row.Detail = l.T("way.ended", l.Date(c.Ended))
		row.Result = "/cases/" + c.Root + "/results/" + c.ID
	case workflows.Refused:
		row.Words = l.T("way.refused")
		if note != "" {
			row.Detail = l.T("way.reason", note)
		}
	case workflows.Withdrawn:
		row.Words = l.T("way.withdrawn")
		if note != "" {
			row.Detail = l.T("way.reason", note)
		}
	default:
		row.Words = l.T("way.void")
	}
}

// promisedDue is when the promised time is used up; zero while it does not run.
func promisedDue(c *engine.Case, cal *workflows.Calendar) time.Time {
	if cal == nil || c.Status != engine.CaseRunning {
		return time.Time{}
	}
	return c.Promised.Due(cal)
}

// waitsFor names the results a waiting case still needs.
func (l L) waitsFor(t *catalog.Theme, children []engine.Case, c *engine.Case) []string {
	if t == nil || c.Status != engine.CaseWaiting {
		return nil
	}
	var names []string
	for _, m := range t.Matters {
		if m.Def.ID != c.Matter {
			continue
		}
		for _, before := range m.Preconditions {
			for _, other := range children {
				if other.Matter == before && other.Outcome != workflows.Issued {
					for _, om := range t.Matters {
						if om.Def.ID == before {
							names = append(names, l.In(om.Def.Result.Name))
						}
					}
				}
			}
		}
	}
	return names
}

// ways tells every matter of a case.
func (p *Pages) ways(ctx context.Context, l L, a engine.Actor, v *engine.CaseView) ([]progressRow, error) {
	children := v.Children
	if v.Matter != nil {
		children = []engine.Case{v.Case}
	}
	var rows []progressRow
	for i := range children {
		c := &children[i]
		m := v.Release.Matter(c.Matter)
		if m == nil {
			continue
		}
		history := v.History
		if c.ID != v.Case.ID && !tells(history, c.ID) && !c.Started.IsZero() {
			own, err := p.o.Engine.Case(ctx, a, c.ID)
			if err != nil {
				return nil, err
			}
			history = own.History
		}
		row := l.way(c, m, l.handler(v.Release, c), history, v.Calendar, v.Now, l.waitsFor(v.Theme, children, c))
		round := v.Rounds[c.ID]
		if c.ID == v.Case.ID {
			round = v.Round
		}
		l.sayAsked(&row, c, v.Release, round)
		l.sayVisit(&row, c, v)
		l.sayTogether(&row, c, v.Notice)
		if v.Withdraw != nil && len(children) > 1 && slices.Contains(v.Withdraw.Takes, c.ID) {
			row.Withdraw = "/cases/" + c.Root + "/withdraw/" + c.ID
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func tells(history []engine.Event, id string) bool {
	for _, e := range history {
		if e.Case == id {
			return true
		}
	}
	return false
}
