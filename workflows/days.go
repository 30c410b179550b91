package workflows

import (
	"math"
	"sort"
	"time"
)

const secondsPerDay = 24 * 60 * 60

// wall is a reading of local clocks: the day, and the time since its midnight.
type wall struct {
	date int64
	time time.Duration
}

// wallOf reads t on clocks that are shift seconds ahead of UTC.
func wallOf(t time.Time, shift int64) wall {
	s := t.Unix() + shift
	date := floorDiv(s, secondsPerDay)
	return wall{date, time.Duration(s-date*secondsPerDay)*time.Second + time.Duration(t.Nanosecond())}
}

// instant is when such clocks show w.
func (w wall) instant(shift int64) time.Time {
	return time.Unix(w.date*secondsPerDay-shift, int64(w.time))
}

// dayNumber is the number of t's date, in t's own location.
func dayNumber(t time.Time) int64 {
	_, shift := t.Zone()
	return floorDiv(t.Unix()+int64(shift), secondsPerDay)
}

// weekday of a day number, Sunday being 0; 1970-01-01 was a Thursday.
func weekday(date int64) int { return int((date%7 + 7 + 4) % 7) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// regular is the number of worked weekdays from 1970-01-01 up to, without,
// date; negative before.
func (d *calendarDays) regular(date int64) int64 {
	week := floorDiv(date, 7)
	return week*int64(len(d.nth)) + d.before[date-week*7]
}

// count is the number of worked days from 1970-01-01 up to, without, date.
func (d *calendarDays) count(date int64) int64 {
	i := sort.Search(len(d.except), func(i int) bool { return d.except[i].date >= date })
	if i == 0 {
		return d.regular(date)
	}
	return d.regular(date) + d.except[i-1].sum
}

// works reports whether date is worked.
func (d *calendarDays) works(date int64) bool {
	i := sort.Search(len(d.except), func(i int) bool { return d.except[i].date >= date })
	if i < len(d.except) && d.except[i].date == date {
		return d.except[i].works
	}
	return d.worked[weekday(date)]
}

// nthWorked is the inverse of count: the worked day before which there are n.
func (d *calendarDays) nthWorked(n int64) int64 {
	// through only grows: the day asked for is not after the first exception that has passed it.
	i := sort.Search(len(d.except), func(i int) bool { return d.except[i].through > n })
	if i < len(d.except) && d.except[i].works && d.except[i].through == n+1 {
		return d.except[i].date
	}
	if i > 0 {
		n -= d.except[i-1].sum
	}
	perWeek := int64(len(d.nth))
	week := floorDiv(n, perWeek)
	return week*7 + d.nth[n-week*perWeek]
}

// inDay is the working time of a worked day up to t after midnight.
func (d *calendarDays) inDay(t time.Duration) time.Duration {
	var sum time.Duration
	for _, s := range d.spans {
		if t <= s.from {
			break
		}
		sum += min(t, s.to) - s.from
	}
	return sum
}

// sinceMidnight is the working time of w's day that has passed.
func (d *calendarDays) sinceMidnight(w wall) time.Duration {
	if !d.works(w.date) {
		return 0
	}
	return d.inDay(w.time)
}

// span is the working time from a to b, read on the same clocks.
func (d *calendarDays) span(a, b wall) time.Duration {
	return addSaturated(mulSaturated(d.count(b.date)-d.count(a.date), d.day), d.sinceMidnight(b)-d.sinceMidnight(a))
}

// forward is the first reading at which more has been worked since from; more is positive.
func (d *calendarDays) forward(from wall, more time.Duration) wall {
	more = addSaturated(more, d.sinceMidnight(from))
	days := int64((more - 1) / d.day)
	rest := more - time.Duration(days)*d.day // in (0, day]: the end of a day rather than the start of the next
	at := wall{date: d.nthWorked(d.count(from.date) + days)}
	for _, s := range d.spans {
		if rest <= s.to-s.from {
			at.time = s.from + rest
			break
		}
		rest -= s.to - s.from
	}
	return at
}

// backward is the last reading since which less has been worked until from; less is positive.
func (d *calendarDays) backward(from wall, less time.Duration) wall {
	left := d.sinceMidnight(from) - less // of the day of from, or of an earlier one
	days := floorDiv(int64(left), int64(d.day))
	rest := left - time.Duration(days)*d.day // in [0, day)
	at := wall{date: d.nthWorked(d.count(from.date) + days)}
	for _, s := range d.spans {
		if rest < s.to-s.from {
			at.time = s.from + rest
			break
		}
		rest -= s.to - s.from
	}
	return at
}

func addSaturated(a, b time.Duration) time.Duration {
	if b > 0 && a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

func mulSaturated(n int64, d time.Duration) time.Duration {
	if n > 0 && n > math.MaxInt64/int64(d) {
		return math.MaxInt64
	}
	return time.Duration(n) * d
}
