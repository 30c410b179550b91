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
	Done, Of int       // matters that are over, of all
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
	case !f.oneNotice() || c.Matter == "", c.Result == nil && c.Status != CaseEnded, c.Outcome == workflows.Withdrawn:
		return false
	case c.Outcome == workflows.Void && !slices.ContainsFunc(f.preconditions(c.Matter), func(m string) bool { return f.untold(f.child(m)) }):
		return false
	}
	return !slices.ContainsFunc(f.root.Notices, func(n Notice) bool { return slices.Contains(n.Matters, c.Matter) })
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
		// The day of the decision does not count.
		serve = workflows.Clock{Limit: f.cal.Days(f.pin.theme.Def.Joint.ServedWithin())}.Run(f.cal.FirstDay(first), f.cal, false)
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
	v := &NoticeView{Sent: f.root.Notices, By: f.root.Serve.Due(f.cal), Of: len(f.children), Waits: c.Status == CaseEnded && f.untold(c)}
	for _, k := range f.children {
		if k.Status == CaseEnded {
			v.Done++
		}
	}
	return v
}

// hide shows an applicant the family as it is to them until the notice: what
// was decided is still being worked on, and what it yields is still awaited. It
// gives when the cases it changed ended, by id. It is for views: a family that
// was hidden from somebody is not decided about.
func (f *family) hide(a Actor) map[string]time.Time {
	if a.Account == "" || a.Account != f.root.Applicant || a.Has(RoleAdministrator) {
		return nil
	}
	hidden := map[string]time.Time{}
	var untold []*Case
	for _, c := range f.children {
		if f.untold(c) && !(officer(a) && a.Departments[c.Department]) { // who works on it knows
			untold = append(untold, c)
		}
	}
	for _, c := range untold {
		if c.Result != nil {
			for _, k := range append([]*Case{f.root}, f.children...) {
				k.Answers = without(k.Answers, c.Result.Fields)
			}
		}
		c.Result = nil
		hidden[c.ID] = c.Ended
		if c.Status != CaseEnded {
			continue
		}
		c.Status, c.Outcome, c.Ended, c.Decided = CaseRunning, "", time.Time{}, time.Time{}
		c.State, c.Light, c.Due = "", workflows.None, time.Time{}
		if c.Started.IsZero() {
			c.Status = CaseWaiting // for what will not come
		} else if n := len(c.Trail); n > 0 {
			c.State = c.Trail[n-1]
		}
	}
	return hidden
}

// untoldLeftOut leaves out of a history what the applicant is not told yet.
func untoldLeftOut(events []Event, hidden map[string]time.Time) []Event {
	return slices.DeleteFunc(events, func(ev Event) bool {
		if _, ok := hidden[ev.Case]; !ok {
			return false
		}
		return ev.Type == EventIssued || ev.Type == EventEnded || ev.Type == EventMoved && ev.Data.ToType == workflows.Final
	})
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
