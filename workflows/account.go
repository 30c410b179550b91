package workflows

import (
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Account is how one clock came to stand as it does at a moment, day by day.
// Carried and what its days counted are together At.UsedAt of that moment.
type Account struct {
	Clock   ClockName
	State   string         // of a step clock
	Step    metamodel.Text // likewise, its name
	Lines   []Line         // that count, in order
	At      Clock          // as the lines leave it
	Until   time.Time      // the moment
	Used    time.Duration
	Carried time.Duration // used before the ledger was kept
	Light   Light
	Due     time.Time // zero while paused, stopped or without limit
	First   time.Time // Due as it was when the clock started; zero without limit
	Days    []Day     // from the day it started to that of the moment, or of its end
}

// DayWhy says why a day counted, or why it did not.
type DayWhy string

const (
	DayCounted DayWhy = "counted"
	DayWeekend DayWhy = "weekend"
	DayHoliday DayWhy = "holiday"
	DayFirst   DayWhy = "first"   // the day of filing itself
	DayPaused  DayWhy = "paused"  // wholly, or as far as it was worked
	DayClosed  DayWhy = "closed"  // only hours that nobody works
	DayCarried DayWhy = "carried" // before the ledger was kept: it is not known which days counted
)

// Day is one calendar day of an account, in the calendar's zone.
type Day struct {
	Date    time.Time // its midnight
	Why     DayWhy
	Counted time.Duration
	Used    time.Duration  // of the clock, at the end of the day
	Part    bool           // counted, but not the whole working day
	MakeUp  bool           // worked although a weekend day (调休上班)
	Name    metamodel.Text // of the holiday, or the make-up day
	Line    int            // Seq of the line that explains it: the pause, or what cut a Part
	Late    bool           // at its end the limit is used up
}

// Reckon accounts for every clock of a case at a moment. cal is the calendar
// by which running clocks are counted at that moment; what was counted before
// stays counted as it was. Step clocks follow in the order of their steps.
func Reckon(lines []Line, until time.Time, cal *Calendar, cals Calendars) ([]Account, error) {
	if _, err := Replay(lines, until, cals); err != nil {
		return nil, err
	}
	var out []Account
	for _, name := range ClockNames {
		own := effective(lines, name, until)
		for from := 0; from < len(own); {
			to := from + 1
			for to < len(own) && own[to].Kind != LineStart {
				to++
			}
			out = append(out, reckon(own[from:to], until, cal, cals))
			from = to
		}
	}
	return out, nil
}

// stretch is a time in which a clock ran, was paused, or waited for the first
// day that counts.
type stretch struct {
	from, to time.Time
	why      DayWhy // DayCounted: it ran
	line     int    // Seq of the line that began it
	cut      int    // … that ended it; 0: the moment asked for
	cal      *Calendar
}

func reckon(lines []*Line, until time.Time, cal *Calendar, cals Calendars) Account {
	a := Account{Clock: lines[0].Clock, State: lines[0].State, Step: lines[0].Reason.Params["step"], Until: until, Lines: make([]Line, 0, len(lines))}
	var k Clock
	var list []stretch
	open := 0       // Seq of the line since which it runs or is paused
	paused := false // by a line of the ledger
	var since time.Time
	end := func(to time.Time, by int, c *Calendar) {
		switch {
		case open == 0:
		case k.Since.IsZero() && !paused:
			list = append(list, stretch{since, to, DayCarried, open, by, cal})
		case k.Since.IsZero():
			list = append(list, stretch{since, to, DayPaused, open, by, cal})
		case k.Since.After(to):
			list = append(list, stretch{since, to, DayFirst, open, by, cal})
		default:
			if since.Before(k.Since) {
				list = append(list, stretch{since, k.Since, DayFirst, open, open, cal})
			}
			list = append(list, stretch{k.Since, to, DayCounted, open, by, c})
		}
		open, since = by, to
	}
	for _, l := range lines {
		a.Lines = append(a.Lines, *l)
		counted := cals(l.Calendar)
		switch l.Kind {
		case LineStart, LineCarried:
			open, since = l.Seq, l.At
			if l.Kind == LineCarried {
				a.Carried = l.Used
				if !l.From.IsZero() {
					list = append(list, stretch{l.At, l.From, DayCarried, l.Seq, l.Seq, cal})
					since = l.From
				}
			}
		case LinePause, LineResume, LineStop:
			end(l.At, l.Seq, counted)
			paused = l.Kind == LinePause
		}
		k = k.Turn(l, counted)
		if l.Kind == LineStart {
			a.First = k.Due(counted)
		}
	}
	last := until
	if k.Stopped.IsZero() {
		end(until, 0, cal)
	} else {
		last = k.Stopped
	}
	a.At, a.Used, a.Due = k, k.UsedAt(until, cal), k.Due(cal)
	a.Light, _ = k.LightAt(until, cal)
	a.days(list, k.Started, last, cal)
	return a
}

// days tells the stretches day by day.
func (a *Account) days(list []stretch, from, to time.Time, cal *Calendar) {
	from, to = from.In(cal.Zone), to.In(cal.Zone)
	a.Days = make([]Day, 0, int(to.Sub(from)/(24*time.Hour))+2)
	used := a.Carried
	for day := midnight(from); !day.After(to); {
		next := midnight(time.Date(day.Year(), day.Month(), day.Day()+1, 12, 0, 0, 0, cal.Zone))
		d := tellDay(list, day, next, cal)
		used += d.Counted
		d.Used = used
		d.Late = a.At.Limit > 0 && used >= a.At.Limit
		a.Days = append(a.Days, d)
		for len(list) > 1 && !list[0].to.After(next) {
			list = list[1:]
		}
		day = next
	}
}

// midnight is when t's day begins: not at 00:00 where the clocks are put forward then.
func midnight(t time.Time) time.Time {
	m := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	if m.Day() != t.Day() {
		m = m.Add(time.Hour)
	}
	return m
}

// tellDay explains one day by the stretches that touch it.
func tellDay(list []stretch, day, next time.Time, cal *Calendar) Day {
	d := Day{Date: day, Why: DayClosed}
	var paused, first, ran, carried *stretch
	for i := range list {
		s := &list[i]
		if !s.from.Before(next) {
			break
		}
		from, to := later(s.from, day), sooner(s.to, next)
		if to.Before(from) {
			continue
		}
		switch s.why {
		case DayCounted:
			n := s.cal.Between(from, to)
			d.Counted += n
			if ran == nil || n > 0 {
				ran = s
			}
		case DayPaused:
			if cal.Between(from, to) > 0 || !s.from.After(day) && !s.to.Before(next) {
				paused = s
			}
		case DayFirst:
			first = s
		case DayCarried:
			carried = s
		}
	}
	by := cal
	if ran != nil {
		by = ran.cal
	}
	works, listed, name := by.day(day)
	switch {
	case d.Counted > 0:
		d.Why, d.Part = DayCounted, d.Counted < by.Between(day, next)
		if d.MakeUp = works && listed; d.MakeUp {
			d.Name = name
		}
		if d.Part {
			d.Line = ran.line
			if ran.to.Before(next) && (ran.cut > 0 || ran.from.Before(day)) {
				d.Line = ran.cut
			}
		}
	case paused != nil:
		d.Why, d.Line = DayPaused, paused.line
	case carried != nil:
		d.Why, d.Line = DayCarried, carried.line
	case !works && listed:
		d.Why, d.Name = DayHoliday, name
	case !works:
		d.Why = DayWeekend
	case first != nil:
		d.Why, d.Line = DayFirst, first.line
	}
	return d
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func sooner(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
