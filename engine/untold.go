package engine

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/workflows"
)

// hidden is what an applicant is not shown of a family until the notice; nil
// for whoever is shown all.
type hidden struct {
	since map[string]time.Time // when matters were decided that they are not told of, by case
	quiet map[string]bool      // cases of matters not told yet: votes and approvals foretell what comes of them
	told  map[string]time.Time // until when they know a case whole: its last notice
	ended map[string]time.Time // when cases ended whose end they know
}

// of gives since when a case is hidden, zero for never.
func (h *hidden) of(c string) time.Time {
	if h == nil {
		return time.Time{}
	}
	return h.since[c]
}

// hides reports whether an actor reads the family as its applicant does.
func (f *family) hides(a Actor) bool {
	return f.oneNotice() && a.Account != "" && a.Account == f.root.Applicant && !a.Has(RoleAdministrator)
}

// hide shows an applicant the family as it is to them until the notice: what
// was decided is still being worked on, in no step, and what it yields is still
// awaited. Whatever was decided, it is shown alike. It is for views: a family
// that was hidden from somebody is not decided about.
func (f *family) hide(a Actor) *hidden {
	if !f.hides(a) {
		return nil
	}
	h := &hidden{since: map[string]time.Time{}, quiet: map[string]bool{}, told: map[string]time.Time{}, ended: map[string]time.Time{}}
	var untold []*Case
	for _, c := range f.children {
		h.told[c.ID] = f.lastTold(c)
		switch {
		case officer(a) && a.Departments[c.Department], answersFor(a, c): // who works on it, or answers for it, knows
		case f.untold(c):
			untold = append(untold, c)
			h.since[c.ID], h.quiet[c.ID] = f.decidedAt(c), true
		case c.Status == CaseEnded:
			h.ended[c.ID] = c.Ended
		case f.decidedAt(c).IsZero():
			h.quiet[c.ID] = true
			c.Tasks = slices.DeleteFunc(slices.Clone(c.Tasks), func(t Task) bool { return t.Kind == TaskSign })
		}
	}
	for _, c := range untold {
		if c.Result != nil {
			for _, k := range append([]*Case{f.root}, f.children...) {
				k.Answers = without(k.Answers, c.Result.Fields)
			}
		}
	}
	for _, c := range untold {
		redactUntold(c)
	}
	f.root.Serve, f.root.LightNext = workflows.Clock{}, time.Time{} // a grant waits for its delivery, a refusal does not
	return h
}

// untoldLeftOut leaves out of a history what the applicant is not told yet: what
// happened since the decision, and how far the matter came, for a refusal may come
// early and a grant does not. What they were asked themselves stays.
func untoldLeftOut(events []Event, h *hidden) []Event {
	if h == nil {
		return events
	}
	list := make([]Event, 0, len(events))
	for _, ev := range events {
		if end, known := h.ended[ev.Case]; known && ev.Type == EventEnded && !ev.At.Equal(end) {
			continue // it had become void untold, before it was taken back
		}
		if !h.quiet[ev.Case] || !ev.At.After(h.told[ev.Case]) {
			list = append(list, ev)
			continue
		}
		since := h.of(ev.Case)
		switch {
		case ev.Type == EventSigned || ev.Type == EventVoided || ev.Data.Kind == workflows.Approve:
		case since.IsZero():
			list = append(list, ev)
		case ev.Type == EventMoved && asksOrAnswers(ev.Data.Kind):
			d := &ev.Data
			d.From, d.To, d.ToType, d.Action, d.StepSeconds, d.StepLimit, d.UsedSeconds, d.DueUnix = "", "", "", "", 0, 0, 0, 0
			if d.Correction != nil {
				asked := *d.Correction
				asked.From = ""
				d.Correction = &asked
			}
			list = append(list, ev)
		case ev.Type == EventFileAdded, ev.Type != EventMoved && ev.At.Before(since):
			list = append(list, ev)
		}
	}
	return list
}

// asksOrAnswers reports whether an action is between a department and the applicant.
func asksOrAnswers(k workflows.TransitionKind) bool {
	return k == workflows.Correct || k == workflows.Rectify || k == workflows.Resubmit
}

// beforeEnd is the moment up to which somebody reads of a case's clocks: how they
// stopped tells how it ended.
func beforeEnd(at, ended time.Time) time.Time {
	if !ended.IsZero() && !at.Before(ended) {
		return ended.Add(-time.Microsecond)
	}
	return at
}

// without leaves out of answers what a department delivered: fields outside of
// rows, as yields are.
func without(answers json.RawMessage, delivered map[string]json.RawMessage) json.RawMessage {
	var groups map[string]json.RawMessage
	if len(delivered) == 0 || json.Unmarshal(answers, &groups) != nil {
		return answers
	}
	for path := range delivered {
		group, field, _ := strings.Cut(path, "/")
		var members map[string]json.RawMessage
		if json.Unmarshal(groups[group], &members) != nil || members[field] == nil {
			continue
		}
		delete(members, field)
		raw, err := json.Marshal(members)
		if err != nil {
			return nil // less is shown, never more
		}
		groups[group] = raw
	}
	raw, err := json.Marshal(groups)
	if err != nil {
		return nil
	}
	return raw
}
