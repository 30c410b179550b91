package workflows

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"
	_ "time/tzdata" // a calendar's zone must mean the same on a machine without zone files

	"github.com/onematter/onematter/metamodel"
)

// Calendar is a compiled working calendar. Working time is counted in working
// hours; one working day is the sum of the calendar's hours. Outside the years
// it covers, weekends are all it knows.
//
// Working time is real elapsed time inside the working hours of the zone's own
// clocks: where a zone puts its clocks forward in the middle of working hours,
// that day has an hour less. Immutable, safe for concurrent use.
type Calendar struct {
	Def  *metamodel.Calendar
	Zone *time.Location
	// Version is the same for the same definition: a clock ledger names by it
	// the days that were counted.
	Version string
	JSON    json.RawMessage // of Def; not to be changed
	days    calendarDays
	named   map[int64]metamodel.CalendarDay // holidays and make-up days, by day number
}

// span is a stretch of working hours within a day, from midnight.
type span struct{ from, to time.Duration }

// calendarDays counts worked days by arithmetic: whole weeks, plus a prefix sum
// over the dated exceptions. A day is its number since 1970-01-01.
type calendarDays struct {
	spans   []span
	day     time.Duration // sum of spans
	worked  [7]bool       // by the day of the week, Sunday first
	before  [8]int64      // worked weekdays among the first i days of a week that begins on Thursday, as 1970-01-01 was
	nth     []int64       // the inverse: offsets of the worked days in such a week
	except  []exception   // sorted by date; only those that change something
	covered map[int]bool
}

// exception is a day that is worked although its weekday is not, or the other way round.
type exception struct {
	date  int64
	works bool
	// sum is the correction up to and including this day: make-up days less holidays.
	sum int64
	// through is the number of worked days up to and including this day.
	through int64
}

// NewCalendar compiles a calendar: bad dates, a make-up day that is a weekday,
// a date twice, overlapping hours are problems. nil when one is an error.
func NewCalendar(def *metamodel.Calendar) (*Calendar, metamodel.Problems) {
	c := &Calendar{Def: def}
	problems := c.compileHours()
	problems = append(problems, c.compileDates()...)
	if problems.Failed() {
		return nil, problems
	}
	if problems = append(problems, checkLights(c)...); problems.Failed() {
		return nil, problems
	}
	var err error
	if c.JSON, err = json.Marshal(def); err != nil { // strings and numbers only
		panic(fmt.Sprintf("workflows: writing a calendar: %v", err))
	}
	sum := sha256.Sum256(c.JSON)
	c.Version = hex.EncodeToString(sum[:16])
	return c, problems
}

func (c *Calendar) compileHours() (problems metamodel.Problems) {
	zone, err := time.LoadLocation(c.Def.Zone)
	if err != nil || c.Def.Zone == "" || c.Def.Zone == "Local" { // "Local" would mean another zone on every host
		problems = append(problems, problemZone.At("zone", "zone", c.Def.Zone))
	}
	c.Zone = zone
	if len(c.Def.Hours) == 0 {
		problems = append(problems, problemNoHours.At("hours"))
	}
	end := time.Duration(0)
	for i, h := range c.Def.Hours {
		path := fmt.Sprintf("hours/%d", i)
		from, okFrom := parseHour(h.From)
		to, okTo := parseHour(h.To)
		if !okFrom {
			problems = append(problems, problemHour.At(path+"/from", "time", h.From))
		}
		if !okTo {
			problems = append(problems, problemHour.At(path+"/to", "time", h.To))
		}
		switch {
		case !okFrom || !okTo:
		case to <= from:
			problems = append(problems, problemHoursOrder.At(path, "from", h.From, "to", h.To))
		case from < end:
			problems = append(problems, problemHoursOverlap.At(path, "from", h.From, "to", h.To))
		default:
			end = to
			c.days.spans = append(c.days.spans, span{from, to})
			c.days.day += to - from
		}
	}
	return problems
}

// parseHour reads "09:00"; "24:00" is the end of the day.
func parseHour(s string) (time.Duration, bool) {
	if s == "24:00" {
		return 24 * time.Hour, true
	}
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, false
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, true
}

func (c *Calendar) compileDates() (problems metamodel.Problems) {
	d := &c.days
	c.named = map[int64]metamodel.CalendarDay{}
	d.worked = [7]bool{true, true, true, true, true, true, true}
	for i, w := range c.Def.Weekend {
		if w < 0 || w > 6 {
			problems = append(problems, problemWeekend.At(fmt.Sprintf("weekend/%d", i), "day", w))
			continue
		}
		d.worked[w] = false
	}
	for i := range 7 {
		d.before[i+1] = d.before[i]
		if d.worked[weekday(int64(i))] {
			d.before[i+1]++
			d.nth = append(d.nth, int64(i))
		}
	}
	if len(d.nth) == 0 {
		return append(problems, problemNoWeekday.At("weekend"))
	}
	d.covered = map[int]bool{}
	for _, y := range c.Def.Covers {
		d.covered[y] = true
	}

	first := map[string]string{}
	read := func(list string, days []metamodel.CalendarDay, works bool) {
		for i, e := range days {
			path := fmt.Sprintf("%s/%d/date", list, i)
			t, err := time.Parse(time.DateOnly, e.Date)
			if err != nil {
				problems = append(problems, problemDate.At(path, "date", e.Date))
				continue
			}
			if at, twice := first[e.Date]; twice {
				problems = append(problems, problemDateTwice.At(path, "date", e.Date, "first", at))
				continue
			}
			first[e.Date] = path
			if !d.covered[t.Year()] {
				problems = append(problems, problemNotCovered.At(path, "date", e.Date))
			}
			date := dayNumber(t)
			c.named[date] = e
			if regular := d.worked[weekday(date)]; regular != works {
				d.except = append(d.except, exception{date: date, works: works})
			} else if works {
				problems = append(problems, problemMakeUpWeekday.At(path, "date", e.Date))
			} // a holiday on a weekend day is not worked anyway
		}
	}
	read("holidays", c.Def.Holidays, false)
	read("makeUp", c.Def.MakeUp, true)

	slices.SortFunc(d.except, func(a, b exception) int { return int(a.date - b.date) })
	sum := int64(0)
	for i := range d.except {
		e := &d.except[i]
		if e.works {
			sum++
		} else {
			sum--
		}
		e.sum = sum
		e.through = d.regular(e.date+1) + sum
	}
	return problems
}

// Covers reports whether the holidays of t's year are known. Where they are
// not, only weekends are left out, and a date in it may still move.
func (c *Calendar) Covers(t time.Time) bool { return c.days.covered[t.In(c.Zone).Year()] }

// WorkingDay reports whether the local date of t is worked.
func (c *Calendar) WorkingDay(t time.Time) bool { return c.days.works(dayNumber(t.In(c.Zone))) }

// day tells the date of t: whether it is worked, whether the calendar lists it
// as an exception to its weekday, and under which name.
func (c *Calendar) day(t time.Time) (works, listed bool, name metamodel.Text) {
	date := dayNumber(t.In(c.Zone))
	e, ok := c.named[date]
	works = c.days.works(date)
	return works, ok && works != c.days.worked[weekday(date)] || ok && !works, e.Name
}

// WorkingDays counts the working days after the date of from up to and
// including that of to, each in its own zone; from is not after to. ok is false
// when the holidays of a year in between are not known.
func (c *Calendar) WorkingDays(from, to time.Time) (n int, ok bool) {
	for y := from.Year(); y <= to.Year(); y++ {
		if !c.days.covered[y] {
			return 0, false
		}
	}
	return int(c.days.count(dayNumber(to)+1) - c.days.count(dayNumber(from)+1)), true
}

// Day is the working time of one working day.
func (c *Calendar) Day() time.Duration { return c.days.day }

// Days turns working days into working time, in whole seconds.
func (c *Calendar) Days(n float64) time.Duration {
	d := n * float64(c.days.day)
	if d >= math.MaxInt64 {
		return math.MaxInt64
	}
	return time.Duration(d).Round(time.Second)
}

// FirstDay is when a period that begins at t is first counted: the start of
// the next working day, the day of the event itself not counting
// (Civil Code of the PRC, article 201).
func (c *Calendar) FirstDay(t time.Time) time.Time {
	today := dayNumber(t.In(c.Zone))
	date := c.days.nthWorked(c.days.count(today + 1))
	year, month, day := time.Unix(date*secondsPerDay, 0).UTC().Date()
	from := c.days.spans[0].from
	return time.Date(year, month, day, 0, int(from/time.Minute), 0, 0, c.Zone)
}

// Between is the working time in [from, to); 0 when to is not after from.
func (c *Calendar) Between(from, to time.Time) time.Duration {
	var total time.Duration
	for from.Before(to) {
		end, shift := c.stretch(from)
		if end.IsZero() || end.After(to) {
			end = to
		}
		total = addSaturated(total, c.days.span(wallOf(from, shift), wallOf(end, shift)))
		from = end
	}
	return total
}

// Add gives the instant at which d of working time after from is used up:
// the first instant t with Between(from, t) == d. A negative d goes back, to
// the last instant t with Between(t, from) == -d.
func (c *Calendar) Add(from time.Time, d time.Duration) time.Time {
	if d < 0 {
		return c.subtract(from, -d)
	}
	for d > 0 {
		end, shift := c.stretch(from)
		start := wallOf(from, shift)
		if !end.IsZero() {
			if there := c.days.span(start, wallOf(end, shift)); there < d {
				d -= there
				from = end
				continue
			}
		}
		from = c.days.forward(start, d).instant(shift)
		break
	}
	return from.In(c.Zone)
}

func (c *Calendar) subtract(from time.Time, d time.Duration) time.Time {
	for d > 0 {
		// The stretch that ends at from: one nanosecond before it is inside.
		start, shift := c.stretchBack(from)
		end := wallOf(from, shift)
		if !start.IsZero() {
			if there := c.days.span(wallOf(start, shift), end); there < d {
				d -= there
				from = start
				continue
			}
		}
		from = c.days.backward(end, d).instant(shift)
		break
	}
	return from.In(c.Zone)
}

// stretch is a time from t on in which the zone's clocks do not change: its
// end (zero: never), and how far they are ahead of UTC, in seconds.
func (c *Calendar) stretch(t time.Time) (end time.Time, shift int64) {
	t = t.In(c.Zone)
	_, end = t.ZoneBounds()
	if !end.IsZero() && !end.After(t) {
		// Go 1.26 computes the end of a leap year a day too early in zones with
		// summer time (seen from 2040 on): on 31 December the stretch would be empty.
		end = t.Add(time.Hour)
	}
	_, s := t.Zone()
	return end, int64(s)
}

// stretchBack is likewise the time up to t; its start is zero when it has none.
func (c *Calendar) stretchBack(t time.Time) (start time.Time, shift int64) {
	last := t.Add(-1).In(c.Zone)
	start, _ = last.ZoneBounds()
	if !start.IsZero() && !start.Before(t) {
		start = t.Add(-time.Hour)
	}
	_, s := last.Zone()
	return start, int64(s)
}
