package workflows

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What expressions count as working days agrees with walking through the days.
func TestWorkingDaysEqualWalkingThroughTheDays(t *testing.T) {
	t.Parallel()
	first := time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(r *rapid.T) {
		from := first.AddDate(0, 0, rapid.IntRange(0, 800).Draw(r, "from"))
		to := from.AddDate(0, 0, rapid.IntRange(0, 800).Draw(r, "days"))
		want, covered := 0, china.days.covered[from.Year()]
		for d := from.AddDate(0, 0, 1); !d.After(to); d = d.AddDate(0, 0, 1) {
			covered = covered && china.days.covered[d.Year()]
			// Noon in the calendar's zone is on the same date as midnight UTC.
			if china.WorkingDay(time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, china.Zone)) {
				want++
			}
		}
		got, ok := china.WorkingDays(from, to)
		if ok != covered || ok && got != want {
			r.Fatalf("%s to %s: %d %v, want %d %v", from.Format(time.DateOnly), to.Format(time.DateOnly), got, ok, want, covered)
		}
	})
}

func TestTheLabourDayOfTheCalendarIsNoWorkingDay(t *testing.T) {
	t.Parallel()
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	// 1 to 5 May 2026 are holidays, 9 May (a Saturday) is made up for.
	if n, ok := china.WorkingDays(day("2026-04-30"), day("2026-05-10")); n != 4 || !ok {
		t.Errorf("%d %v", n, ok)
	}
	if n, ok := china.WorkingDays(day("2026-04-30"), day("2099-05-10")); ok {
		t.Errorf("a year that nobody knows: %d", n)
	}
}
