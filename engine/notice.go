package engine

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/workflows"
)

// Notice is one result notice of a filing (办理结果通知书): until the applicant has
// it, what was decided of its matters is not known to them, and no time to object
// begins. It goes out when the last matter is decided, or when what was decided
// first has waited as long as the theme lets it: then a second one follows.
type Notice struct {
	At      time.Time `json:"at"`
	Matters []string  `json:"matters"` // told with it, in the theme's order
}

// NoticeView is how far the result notice of a filing is.
type NoticeView struct {
	Sent     []Notice
	By       time.Time // when the next one goes out at the latest; zero while nothing waits to be told
	Done, Of int       // matters that are decided, of all
	Waits    bool      // of a matter's case: it is decided, and the applicant is not told yet
}

// Told is the notice in which a matter was told, counted from 1; 0 for none yet.
func (v *NoticeView) Told(matter string) int {
	return 1 + slices.IndexFunc(v.Sent, func(n Notice) bool { return slices.Contains(n.Matters, matter) })
}

func (f *family) oneNotice() bool {
	return f.pin.theme != nil && f.pin.theme.Def.Joint.OneNotice()
}

// untold reports whether something was decided of a matter that the applicant
// does not read yet. What they took back themselves they know, and what became
// void by it.
func (f *family) untold(c *Case) bool {
	switch {
	case !f.oneNotice() || c.Matter == "" || f.decidedAt(c).IsZero() || c.Outcome == workflows.Withdrawn:
		return false
	case c.Outcome == workflows.Void && !slices.ContainsFunc(f.preconditions(c.Matter), func(m string) bool { return f.untold(f.child(m)) }):
		return false
	}
	return !slices.ContainsFunc(f.root.Notices, func(n Notice) bool { return slices.Contains(n.Matters, c.Matter) })
}

// decidedAt is the moment from which on what comes of a matter is certain, zero
// before: its approval, long before its result, or its refusal.
func (f *family) decidedAt(c *Case) time.Time {
	at := earlier(c.Decided, c.Ended)
	if c.Result != nil {
		at = earlier(at, c.Result.Issued)
	}
	return at
}

// decidedNow notes when a matter was decided, for from then on the law counts:
// not when the last of its steps was done. A return can take a decision back.
func (f *family) decidedNow(c *Case) {
	switch {
	case !f.oneNotice():
	case c.Status != CaseEnded && !f.matter(c).Machine.Decided(c.State):
		c.Decided = time.Time{}
	case c.Decided.IsZero():
		c.Decided = f.at
	}
}

// notify sends the result notice when it is time, and says until when it must
// go out otherwise.
func (f *family) notify() {
	if !f.oneNotice() {
		return
	}
	var waiting []string
	var first time.Time
	for _, c := range f.children {
		if c.Status == CaseEnded && f.untold(c) {
			waiting = append(waiting, c.Matter)
			first = earlier(first, c.Decided)
		}
	}
	var serve workflows.Clock
	if len(waiting) > 0 {
		serve = f.serve(first)
		if f.root.Status == CaseEnded || serve.UsedAt(f.at, f.cal) >= serve.Limit {
			f.root.Notices = append(slices.Clone(f.root.Notices), Notice{At: f.at, Matters: waiting})
			by := f.by
			f.by = who{}
			f.log(f.root, EventNotified, func(d *EventData) { d.Matters, d.Notice = waiting, len(f.root.Notices) })
			f.by, serve = by, workflows.Clock{}
			f.touch(f.root)
		}
	}
	if f.root.Serve != serve {
		f.root.Serve = serve
		f.touch(f.root)
	}
	f.setLights(f.root)
}

// overdueToTell reports whether what was decided has waited long enough.
func overdueToTell(c *Case, at time.Time, cal *workflows.Calendar) bool {
	return c.Serve.Limit > 0 && c.Serve.UsedAt(at, cal) >= c.Serve.Limit
}

// noticeView tells how far the notice is, at a theme case or one of its matters';
// nil where every matter is told by itself.
func (f *family) noticeView(c *Case) *NoticeView {
	if !f.oneNotice() {
		return nil
	}
	v := &NoticeView{Sent: f.root.Notices, Of: len(f.children), Waits: f.untold(c)}
	var first time.Time
	for _, k := range f.children {
		untold := f.untold(k)
		if (untold || k.Status == CaseEnded) && !(untold && k.Outcome == workflows.Void) { // what will never begin would say that it was refused
			v.Done++
		}
		if untold {
			first = earlier(first, f.decidedAt(k))
		}
	}
	if !first.IsZero() { // a refusal ends at once, a grant is still delivered: told alike
		by := f.serve(first).Due(f.cal)
		if by.After(f.at) {
			v.By = by
		}
	}
	return v
}

// serve counts how long what was decided at a moment waits to be told, the day
// of the decision not counting.
func (f *family) serve(decided time.Time) workflows.Clock {
	return workflows.Clock{Limit: f.cal.Days(f.pin.theme.Def.Joint.ServedWithin())}.Run(f.cal.FirstDay(decided), f.cal, false)
}

// hidden is what an applicant is not shown of a family until the notice; nil
// for whoever is shown all.
type hidden struct {
	since map[string]time.Time // when matters were decided that they are not told of, by case
	quiet map[string]bool      // cases of matters not told yet: votes and approvals foretell what comes of them
}

// of gives since when a case is hidden, zero for never.
func (h *hidden) of(c string) time.Time {
	if h == nil {
		return time.Time{}
	}
	return h.since[c]
}

// hide shows an applicant the family as it is to them until the notice: what
// was decided is still being worked on, in no step, and what it yields is still
// awaited. Whatever was decided, it is shown alike. It is for views: a family
// that was hidden from somebody is not decided about.
func (f *family) hide(a Actor) *hidden {
	if !f.oneNotice() || a.Account == "" || a.Account != f.root.Applicant || a.Has(RoleAdministrator) {
		return nil
	}
	h := &hidden{since: map[string]time.Time{}, quiet: map[string]bool{}}
	var untold []*Case
	for _, c := range f.children {
		switch {
		case officer(a) && a.Departments[c.Department]: // who works on it knows
		case f.untold(c):
			untold = append(untold, c)
			h.since[c.ID], h.quiet[c.ID] = f.decidedAt(c), true
		case c.Status != CaseEnded:
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
		if !h.quiet[ev.Case] {
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
