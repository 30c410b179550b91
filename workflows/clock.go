package workflows

import (
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Calendar is a compiled working calendar. Working time is counted in working
// hours; one working day is the sum of the calendar's hours.
type Calendar struct {
	Def  *metamodel.Calendar
	Zone *time.Location
	days calendarDays
}

// NewCalendar compiles a calendar: bad dates, a make-up day that is a weekday,
// a holiday twice, overlapping hours are problems.
func NewCalendar(def *metamodel.Calendar) (*Calendar, metamodel.Problems) { return newCalendar(def) }

// WorkingDay reports whether the local date of t is worked.
func (c *Calendar) WorkingDay(t time.Time) bool { return c.workingDay(t) }

// Between is the working time in [from, to).
func (c *Calendar) Between(from, to time.Time) time.Duration { return c.between(from, to) }

// Add gives the instant at which d of working time after from is used up.
func (c *Calendar) Add(from time.Time, d time.Duration) time.Time { return c.add(from, d) }

// Days turns working days into working time.
func (c *Calendar) Days(n float64) time.Duration { return time.Duration(n * float64(c.Day())) }

// Day is the working time of one working day.
func (c *Calendar) Day() time.Duration { return c.day() }

// FirstDay is when a period that begins at t is first counted: the start of
// the next working day, the day of the event itself not counting
// (Civil Code of the PRC, article 201).
func (c *Calendar) FirstDay(t time.Time) time.Time { return c.firstDay(t) }

// Light is a clock's colour; people always see it with a word.
type Light string

const (
	Green  Light = "green"
	Yellow Light = "yellow" // four fifths used, or less than half a working day left
	Red    Light = "red"    // overdue
	Paused Light = "paused"
	None   Light = "none" // no limit, not started, or ended
)

// Clock measures a limit: working time used, paused while the citizen is
// waited for. It is a plain value, stored with its case or task.
type Clock struct {
	Limit   time.Duration // working time allowed; 0: no limit
	Used    time.Duration // working time used up to Since, or in all while paused
	Since   time.Time     // running since; zero while paused, not started or stopped
	Started time.Time     // first start; zero before
	Stopped time.Time     // zero until stopped
}

// Run starts or resumes the clock at t. firstDay applies the rule that the day
// of the event does not count (matter clocks; step clocks count at once).
func (k Clock) Run(t time.Time, cal *Calendar, firstDay bool) Clock { return k.run(t, cal, firstDay) }

// Pause stops counting at t until Run.
func (k Clock) Pause(t time.Time, cal *Calendar) Clock { return k.pause(t, cal) }

// Stop ends the clock at t.
func (k Clock) Stop(t time.Time, cal *Calendar) Clock { return k.stop(t, cal) }

// UsedAt is the working time used at t.
func (k Clock) UsedAt(t time.Time, cal *Calendar) time.Duration { return k.usedAt(t, cal) }

// Due is the instant the limit is used up if the clock keeps running; zero
// without a limit, or while paused, or stopped.
func (k Clock) Due(cal *Calendar) time.Time { return k.due(cal) }

// LightAt is the clock's light at t, and the next instant at which it changes
// by itself (zero when it will not).
func (k Clock) LightAt(t time.Time, cal *Calendar) (Light, time.Time) { return k.lightAt(t, cal) }
