package engine

import (
	"slices"
	"time"

	"github.com/onematter/onematter/workflows"
)

// Notice is one result notice of a filing (办理结果通知书): until the applicant has
// it, what was decided of its matters is not known to them, and no time to object
// begins. It goes out when the last matter is over, or when what was decided
// first has waited as long as the theme lets it: then another one follows. Each
// decision is told once. One that a department takes back after it was told, and
// what is decided in its place, is another decision.
type Notice struct {
	At      time.Time `json:"at"`
	Matters []string  `json:"matters"` // told with it, in the theme's order
}

// NoticeView is how far the result notice of a filing is.
type NoticeView struct {
	Sent     []Notice
	By       time.Time // when the next one goes out at the latest; zero while nothing waits to be told
	Done, Of int       // matters that are decided, of all; to the applicant, that they know to be over
	Left     int       // matters of which a notice is still to come
	Waits    bool      // of a matter's case: it is decided, and the applicant is not told yet
}

// Told is the notice that told of a matter last, counted from 1; 0 for none yet.
func (v *NoticeView) Told(matter string) int {
	for i, n := range slices.Backward(v.Sent) {
		if slices.Contains(n.Matters, matter) {
			return i + 1
		}
	}
	return 0
}

func (f *family) oneNotice() bool {
	return f.pin.theme != nil && f.pin.theme.Def.Joint.OneNotice()
}

// untold reports whether something was decided of a matter that the applicant
// does not read yet.
func (f *family) untold(c *Case) bool {
	return f.oneNotice() && c.Matter != "" && !f.decidedAt(c).IsZero() && !f.told(c) && !f.foregone(c)
}

// told reports whether a notice told what is decided of a matter.
func (f *family) told(c *Case) bool {
	at := f.lastTold(c)
	return !at.IsZero() && !at.Before(f.decidedAt(c))
}

// foregone reports whether the applicant knows without a notice what came of a
// matter: what they took back, and what became void by it or by what they were told.
func (f *family) foregone(c *Case) bool {
	if c.Outcome == workflows.Withdrawn {
		return true
	}
	seen := map[*Case]bool{}
	for causes := []*Case{c}; len(causes) > 0; {
		void := causes[0]
		causes = causes[1:]
		if void.Outcome != workflows.Void || seen[void] {
			continue
		}
		seen[void] = true
		for _, m := range f.preconditions(void.Matter) {
			switch before := f.child(m); {
			case before.Outcome == workflows.Withdrawn, before.Outcome == workflows.Refused && f.told(before):
				return true
			default:
				causes = append(causes, before)
			}
		}
	}
	return false
}

// seemsWaiting reports whether a matter waits as far as the applicant knows.
func (f *family) seemsWaiting(c *Case) bool {
	return c.Status == CaseWaiting || c.Outcome == workflows.Void && c.Started.IsZero() && f.untold(c)
}

// lastTold is when the applicant was last told what was decided of a matter; zero for never.
func (f *family) lastTold(c *Case) time.Time {
	for _, n := range slices.Backward(f.root.Notices) {
		if slices.Contains(n.Matters, c.Matter) {
			return n.At
		}
	}
	return time.Time{}
}

// decidedAt is the moment from which on what comes of a matter is certain, zero
// before: its approval, long before its result, or its refusal.
func (f *family) decidedAt(c *Case) time.Time {
	if !c.Decided.IsZero() {
		return c.Decided
	}
	if c.Result != nil {
		return earlier(c.Ended, c.Result.Issued)
	}
	return c.Ended
}

// decidedNow notes when a matter was decided, for from then on the law counts:
// not when the last of its steps was done. A return can take a decision back; the
// next one is later than any notice of the one before.
func (f *family) decidedNow(c *Case) {
	was := c.Decided
	switch {
	case !f.oneNotice():
	case c.Status != CaseEnded && c.Result == nil && !f.matter(c).Machine.Decided(c.State):
		c.Decided = time.Time{}
	case c.Decided.IsZero():
		at := f.decidedAt(c)
		if at.IsZero() {
			at = f.at
		}
		f.decidedOn(c, at)
	}
	f.retell = f.retell || !c.Decided.Equal(was)
}

// decidedOn notes a decision; it is later than any notice of another one before.
func (f *family) decidedOn(c *Case, at time.Time) {
	if told := f.lastTold(c); !at.After(told) {
		at = told.Add(time.Microsecond)
	}
	c.Decided = at
}

// notify sends the result notice when it is time, and says until when it must
// go out otherwise.
func (f *family) notify() {
	f.retell = false
	if !f.oneNotice() {
		return
	}
	var waiting []string
	var first time.Time
	at := f.at
	for _, c := range f.children {
		if decided := f.decidedAt(c); f.untold(c) {
			waiting = append(waiting, c.Matter)
			if first = earlier(first, decided); decided.After(at) {
				at = decided
			}
		}
	}
	var serve workflows.Clock
	if len(waiting) > 0 {
		serve = f.serve(first)
		if f.root.Status == CaseEnded || serve.UsedAt(f.at, f.cal) >= serve.Limit {
			f.root.Notices = append(slices.Clone(f.root.Notices), Notice{At: at, Matters: waiting})
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
// nil where every matter is told by itself. To the applicant nothing is done that
// they do not know of.
func (f *family) noticeView(c *Case, applicant bool) *NoticeView {
	if !f.oneNotice() {
		return nil
	}
	v := &NoticeView{Sent: f.root.Notices, Of: len(f.children), Waits: !applicant && f.untold(c)}
	var first time.Time
	for _, k := range f.children {
		untold := f.untold(k)
		if known := !untold && k.Status == CaseEnded; known || !applicant && !f.decidedAt(k).IsZero() {
			v.Done++
		}
		if untold || f.decidedAt(k).IsZero() {
			v.Left++
		}
		if untold {
			first = earlier(first, f.decidedAt(k))
		}
	}
	if !first.IsZero() { // a refusal ends at once, a grant is still delivered: told alike
		if by := f.serve(first).Due(f.cal); by.After(f.at) {
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
