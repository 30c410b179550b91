package workflows

import "time"

// Light is a clock's colour; people always see it with a word.
type Light string

const (
	Green  Light = "green"
	Yellow Light = "yellow" // see thresholds
	Red    Light = "red"    // overdue, unless the thresholds in force say earlier
	Paused Light = "paused"
	None   Light = "none" // no limit, not started, or ended
)

// Worse reports whether l is more urgent than other, which is how the lights of
// several clocks become one: red, yellow, green, paused, none.
func (l Light) Worse(other Light) bool { return l.urgency() > other.urgency() }

func (l Light) urgency() int {
	switch l {
	case Red:
		return 4
	case Yellow:
		return 3
	case Green:
		return 2
	case Paused:
		return 1
	}
	return 0
}

// ClockName names one of a case's clocks.
type ClockName string

const (
	PromisedClock  ClockName = "promised"  // of the matter, from its start
	StatutoryClock ClockName = "statutory" // likewise
	StepClock      ClockName = "step"      // of the state: each stay in a step has its own
)

// ClockNames in the order in which people read them.
var ClockNames = [...]ClockName{PromisedClock, StatutoryClock, StepClock}

// Clock measures a limit: working time used, paused while the citizen is
// waited for. It is a plain value, stored with its case or task.
type Clock struct {
	Limit   time.Duration // working time allowed; 0: no limit
	Used    time.Duration // working time used up to Since, or in all while paused
	Since   time.Time     // running since, possibly from a later day on; zero while paused, not started or stopped
	Started time.Time     // first call of Run; zero before
	Stopped time.Time     // zero until stopped
}

// Run starts or resumes the clock at t. firstDay applies the rule that the day
// of the event does not count (matter clocks; step clocks count at once).
// A running or stopped clock stays as it is.
func (k Clock) Run(t time.Time, cal *Calendar, firstDay bool) Clock {
	if !k.Since.IsZero() || !k.Stopped.IsZero() {
		return k
	}
	if k.Started.IsZero() {
		k.Started = t
	}
	k.Since = t
	if firstDay {
		k.Since = cal.FirstDay(t)
	}
	return k
}

// Pause stops counting at t until Run.
func (k Clock) Pause(t time.Time, cal *Calendar) Clock {
	k.Used = k.UsedAt(t, cal)
	k.Since = time.Time{}
	return k
}

// Stop ends the clock at t. A stopped clock stays as it is.
func (k Clock) Stop(t time.Time, cal *Calendar) Clock {
	if !k.Stopped.IsZero() {
		return k
	}
	k = k.Pause(t, cal)
	k.Stopped = t
	return k
}

// UsedAt is the working time used at t.
func (k Clock) UsedAt(t time.Time, cal *Calendar) time.Duration {
	if k.Since.IsZero() {
		return k.Used
	}
	return addSaturated(k.Used, cal.Between(k.Since, t))
}

// Due is the instant the limit is used up if the clock keeps running; zero
// without a limit, or while paused, or stopped. For a clock resumed when its
// limit was used up already, it is so far before Since that the working time
// since Due is always the working time overdue.
func (k Clock) Due(cal *Calendar) time.Time {
	if k.Limit <= 0 || k.Since.IsZero() {
		return time.Time{}
	}
	return cal.Add(k.Since, k.Limit-k.Used)
}

// LightAt is the clock's light at t by the calendar's thresholds, and the next
// instant at which it changes by itself (zero when it will not).
func (k Clock) LightAt(t time.Time, cal *Calendar) (Light, time.Time) { return k.LightBy(t, cal, nil) }
