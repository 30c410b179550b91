package workflows

import (
	"errors"
	"fmt"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// LineKind says what became of a clock.
type LineKind string

const (
	LineStart   LineKind = "start"
	LinePause   LineKind = "pause"
	LineResume  LineKind = "resume"
	LineExtend  LineKind = "extend"  // 延期: a longer limit, with a reason and a legal basis
	LineLimit   LineKind = "limit"   // another limit, after a migration
	LineStop    LineKind = "stop"    //
	LineRestore LineKind = "restore" // put back as it was after line Back: a migration was undone
	LineCarried LineKind = "carried" // how a clock stood that ran before there was a ledger
)

// Line is one entry of a case's clock ledger. Lines are written in the order
// of Seq and never changed; a clock is what its lines make it (Replay).
type Line struct {
	Seq      int // within the case, from 1
	Clock    ClockName
	Kind     LineKind
	At       time.Time     // when it was decided; of LineCarried: when the clock was first started
	From     time.Time     // from when it counts, of lines that set a clock running; the day of filing does not count
	Limit    time.Duration // working time allowed after this line
	Used     time.Duration // working time used at this line
	Calendar string        // the Calendar.Version it was counted by
	State    string        // the step, of step clocks
	Reason   Reason
	Basis    metamodel.Text // the law it rests on, where there is one
	Note     string         // what whoever decided wrote to the applicant
	Back     int            // of LineRestore
	Account  string         // who decided; "" for the engine itself
	Role     string
}

// Turn is the clock after a line that is not LineRestore.
func (k Clock) Turn(l *Line, cal *Calendar) Clock {
	switch l.Kind {
	case LineStart:
		return Clock{Limit: l.Limit, Started: l.At, Since: l.From}
	case LineCarried:
		return Clock{Limit: l.Limit, Used: l.Used, Started: l.At, Since: l.From}
	case LinePause:
		return k.Pause(l.At, cal)
	case LineResume:
		k.Since = l.From
	case LineExtend, LineLimit:
		k.Limit = l.Limit
	case LineStop:
		return k.Stop(l.At, cal)
	}
	return k
}

// Opening are the lines for a clock that ran before there was a ledger. One
// that was never paused is told from its start; of any other it is known what
// it had used, not on which days.
func (k Clock) Opening(name ClockName, state string) []Line {
	if k.Started.IsZero() {
		return nil
	}
	l := Line{Clock: name, Kind: LineCarried, At: k.Started, From: k.Since, Limit: k.Limit, Used: k.Used, State: state, Reason: Reason{Code: ReasonCarried}}
	if k.Used == 0 && !k.Since.IsZero() {
		l.Kind = LineStart
	}
	lines := []Line{l}
	if !k.Stopped.IsZero() {
		stop := l
		stop.Kind, stop.At, stop.From = LineStop, k.Stopped, time.Time{}
		lines = append(lines, stop)
	}
	return lines
}

// Calendars finds the calendar that a line was counted by; nil when unknown.
type Calendars func(version string) *Calendar

// ErrLedger marks a ledger that contradicts itself.
var ErrLedger = errors.New("workflows: the clock ledger contradicts itself")

// Replay gives a case's clocks as their lines up to a moment make them. What
// each line says was used is counted again on the way: ErrLedger when it differs.
func Replay(lines []Line, until time.Time, cals Calendars) (map[ClockName]Clock, error) {
	clocks := make(map[ClockName]Clock, len(ClockNames))
	after := make([]Clock, 0, len(lines)) // by line
	for i := range lines {
		l := &lines[i]
		if l.At.After(until) && l.Kind != LineCarried {
			break
		}
		k := clocks[l.Clock]
		if l.Kind == LineRestore {
			k = Clock{}
			for j := range after {
				if lines[j].Clock == l.Clock && lines[j].Seq <= l.Back {
					k = after[j]
				}
			}
		} else {
			cal := cals(l.Calendar)
			if cal == nil {
				return nil, fmt.Errorf("%w: line %d was counted by calendar %q, which is not known", ErrLedger, l.Seq, l.Calendar)
			}
			if i > 0 && l.Seq != lines[i-1].Seq+1 {
				return nil, fmt.Errorf("%w: line %d follows line %d", ErrLedger, l.Seq, lines[i-1].Seq)
			}
			k = k.Turn(l, cal)
			if used := k.UsedAt(l.At, cal); l.Kind != LineCarried && used != l.Used || k.Limit != l.Limit {
				return nil, fmt.Errorf("%w: line %d says %v of %v used, it was %v of %v", ErrLedger, l.Seq, l.Used, l.Limit, used, k.Limit)
			}
		}
		clocks[l.Clock] = k
		after = append(after, k)
	}
	return clocks, nil
}

// effective are the lines of one clock up to a moment that still count: what a
// migration wrote is left out when it was undone.
func effective(lines []Line, name ClockName, until time.Time) []*Line {
	var out []*Line
	for i := range lines {
		l := &lines[i]
		switch {
		case l.Clock != name || l.At.After(until):
		case l.Kind == LineRestore:
			for len(out) > 0 && out[len(out)-1].Seq > l.Back {
				out = out[:len(out)-1]
			}
		default:
			out = append(out, l)
		}
	}
	return out
}
