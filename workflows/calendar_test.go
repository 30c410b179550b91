package workflows

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

// mustCalendar compiles or panics.
func mustCalendar(def *metamodel.Calendar) *Calendar {
	c, problems := NewCalendar(def)
	if len(problems) > 0 {
		panic(problems)
	}
	return c
}

// china is the built-in calendar, read as it is shipped.
var china = func() *Calendar {
	doc, err := os.ReadFile("../catalog/packs/china-calendar/calendars/cn.yaml")
	if err != nil {
		panic(err)
	}
	def := new(metamodel.Calendar)
	// The keys of a calendar that differ from yaml.v3's lower-cased field names.
	var keys struct {
		MakeUp []metamodel.CalendarDay `yaml:"makeUp"`
	}
	for _, into := range []any{def, &keys} {
		if err := yaml.Unmarshal(doc, into); err != nil {
			panic(err)
		}
	}
	def.MakeUp = keys.MakeUp
	return mustCalendar(def)
}()

// night works through the hours in which zones put their clocks forward and back.
func night(zone string) *Calendar {
	return mustCalendar(&metamodel.Calendar{ID: "night", Zone: zone, Weekend: []int{5}, Covers: []int{2026},
		Hours:    []metamodel.HourSpan{{From: "00:00", To: "02:30"}, {From: "02:30", To: "05:15"}, {From: "22:00", To: "24:00"}},
		Holidays: []metamodel.CalendarDay{{Date: "2026-03-30"}, {Date: "2026-12-25"}, {Date: "2026-12-26"}},
		MakeUp:   []metamodel.CalendarDay{{Date: "2026-03-27"}}})
}

var calendars = map[string]*Calendar{
	"china": china,
	"weekends alone": mustCalendar(&metamodel.Calendar{ID: "plain", Zone: "UTC", Weekend: []int{0, 6},
		Hours: []metamodel.HourSpan{{From: "09:00", To: "17:00"}}}),
	"round the clock": mustCalendar(&metamodel.Calendar{ID: "always", Zone: "America/St_Johns",
		Hours: []metamodel.HourSpan{{From: "00:00", To: "24:00"}}}),
	"night in Berlin":    night("Europe/Berlin"),
	"night in Lord Howe": night("Australia/Lord_Howe"), // its clocks move by half an hour
	"night in Apia":      night("Pacific/Apia"),        // it left out 2011-12-30 altogether
	"make-up days alone": mustCalendar(&metamodel.Calendar{ID: "odd", Zone: "Asia/Kathmandu", Weekend: []int{0, 1, 2, 3, 4, 5}, Covers: []int{2026},
		Hours:    []metamodel.HourSpan{{From: "09:00", To: "12:00"}},
		Holidays: []metamodel.CalendarDay{{Date: "2026-01-03"}, {Date: "2026-01-10"}},
		MakeUp:   []metamodel.CalendarDay{{Date: "2026-01-04"}, {Date: "2026-01-05"}, {Date: "2026-01-06"}}}),
}

// at reads "2026-02-13 17:00" on Shanghai's clocks.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, china.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func TestTheChineseCalendarKnowsHolidaysAndMakeUpDays(t *testing.T) {
	t.Parallel()
	// Working days a month, counted by hand from the notice for 2026.
	want := []int{21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23}
	for i, n := range want {
		from := time.Date(2026, time.Month(i+1), 1, 0, 0, 0, 0, china.Zone)
		got := china.Between(from, from.AddDate(0, 1, 0))
		if got != china.Days(float64(n)) {
			t.Errorf("2026-%02d has %v working days, want %d", i+1, float64(got)/float64(china.Day()), n)
		}
	}
	for day, works := range map[string]bool{
		"2026-01-01": false, "2026-01-04": true, // Sunday, worked
		"2026-02-14": true, "2026-02-15": false, "2026-02-23": false, "2026-02-24": true, "2026-02-28": true,
		"2026-04-06": false, "2026-05-05": false, "2026-05-09": true, "2026-06-19": false,
		"2026-09-20": true, "2026-09-25": false, "2026-10-07": false, "2026-10-08": true, "2026-10-10": true, "2026-10-11": false,
		"2027-01-01": false, "2027-02-05": false, "2027-02-10": false, "2027-02-11": true, "2027-02-14": false,
		"2027-04-05": false, "2027-05-04": false, "2027-05-05": true, "2027-06-09": false, "2027-09-15": false, "2027-10-05": false, "2027-10-06": true,
		"2031-10-01": true, "2031-10-04": false, // not covered: weekends alone
	} {
		if got := china.WorkingDay(at(day + " 12:30")); got != works {
			t.Errorf("%s worked: %v, want %v", day, got, works)
		}
	}
	if !china.Covers(at("2027-12-31 23:59")) || china.Covers(at("2028-01-01 00:00")) {
		t.Error("covers 2026 and 2027 in Shanghai's time, nothing else")
	}
	if china.Day() != 7*time.Hour {
		t.Errorf("a working day has %v", china.Day())
	}
}

func TestWorkingTimeIsCountedInWorkingHours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2026-02-13 09:00", "2026-02-13 17:30", 7 * time.Hour},
		{"2026-02-13 11:00", "2026-02-13 14:00", 90 * time.Minute},
		{"2026-02-13 12:00", "2026-02-13 13:30", 0},
		{"2026-02-13 17:00", "2026-02-14 09:30", time.Hour},        // a Saturday, worked
		{"2026-02-14 17:30", "2026-02-24 09:00", 0},                // Spring Festival
		{"2026-02-14 16:30", "2026-02-24 09:01", 61 * time.Minute}, //
		{"2026-02-13 10:00", "2026-02-13 10:00", 0},
		{"2026-02-13 17:00", "2026-02-13 09:00", 0}, // backwards: an empty stretch
		{"2025-12-31 00:00", "2026-01-05 00:00", 14 * time.Hour},
	} {
		if got := china.Between(at(c.from), at(c.to)); got != c.want {
			t.Errorf("%s to %s: %v, want %v", c.from, c.to, got, c.want)
		}
	}
	for _, c := range []struct {
		from string
		d    time.Duration
		want string
	}{
		{"2026-02-13 09:00", 7 * time.Hour, "2026-02-13 17:30"}, // the end of the day, not the start of the next
		{"2026-02-13 09:00", 3 * time.Hour, "2026-02-13 12:00"},
		{"2026-02-13 12:15", time.Minute, "2026-02-13 13:31"},
		{"2026-02-14 17:30", time.Minute, "2026-02-24 09:01"},
		{"2026-02-15 10:00", 0, "2026-02-15 10:00"},
		{"2026-02-13 20:00", 8 * time.Hour, "2026-02-24 10:00"},
		{"2026-02-24 10:00", -time.Hour, "2026-02-24 09:00"}, // the latest such instant
		{"2026-02-24 10:00", -2 * time.Hour, "2026-02-14 16:30"},
		{"2026-02-20 10:00", -4 * time.Hour, "2026-02-14 13:30"},
	} {
		if got := china.Add(at(c.from), c.d); !got.Equal(at(c.want)) {
			t.Errorf("%s + %v = %v, want %s", c.from, c.d, got, c.want)
		}
	}
	for from, want := range map[string]string{
		"2026-02-13 10:00": "2026-02-14 09:00", // Friday, Saturday is worked
		"2026-02-14 10:00": "2026-02-24 09:00",
		"2026-02-18 10:00": "2026-02-24 09:00",
		"2026-03-02 00:00": "2026-03-03 09:00",
		"2026-03-02 23:59": "2026-03-03 09:00",
	} {
		if got := china.FirstDay(at(from)); !got.Equal(at(want)) {
			t.Errorf("what happens at %s is counted from %v, want %s", from, got, want)
		}
	}
	if got := china.FirstDay(at("2026-03-02 23:59").UTC()); !got.Equal(at("2026-03-03 09:00")) {
		t.Errorf("the day is not Shanghai's: %v", got)
	}
}

func TestWorkingTimeIsElapsedTimeWhenClocksChange(t *testing.T) {
	t.Parallel()
	berlin := mustCalendar(&metamodel.Calendar{ID: "b", Zone: "Europe/Berlin", Hours: []metamodel.HourSpan{{From: "00:00", To: "06:00"}}})
	day := func(s string) time.Time {
		d, err := time.ParseInLocation(time.DateOnly, s, berlin.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for date, want := range map[string]time.Duration{
		"2026-03-28": 6 * time.Hour, "2026-03-29": 5 * time.Hour, // forward
		"2026-10-24": 6 * time.Hour, "2026-10-25": 7 * time.Hour, // back
	} {
		if got := berlin.Between(day(date), day(date).AddDate(0, 0, 1)); got != want {
			t.Errorf("%s has %v, want %v", date, got, want)
		}
	}
	// The hour that is shown twice is worked twice, and each instant counts once.
	first := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)
	if got := berlin.Between(first, first.Add(time.Hour)); got != time.Hour {
		t.Errorf("from 02:30 to 02:30 an hour later: %v", got)
	}
}

func TestACalendarsDefectsAreNamedByPath(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(d *metamodel.Calendar)
		want  []string
	}{
		"sound":            {func(*metamodel.Calendar) {}, nil},
		"unknown zone":     {func(d *metamodel.Calendar) { d.Zone = "Asia/Nowhere" }, []string{"zone calendar.zone"}},
		"no zone":          {func(d *metamodel.Calendar) { d.Zone = "" }, []string{"zone calendar.zone"}},
		"the host's zone":  {func(d *metamodel.Calendar) { d.Zone = "Local" }, []string{"zone calendar.zone"}},
		"a path as zone":   {func(d *metamodel.Calendar) { d.Zone = "../../etc/passwd" }, []string{"zone calendar.zone"}},
		"odd weekend":      {func(d *metamodel.Calendar) { d.Weekend = []int{0, 7, -1} }, []string{"weekend/1 calendar.weekend", "weekend/2 calendar.weekend"}},
		"no weekday":       {func(d *metamodel.Calendar) { d.Weekend = []int{0, 1, 2, 3, 4, 5, 6} }, []string{"weekend calendar.no_weekday"}},
		"no hours":         {func(d *metamodel.Calendar) { d.Hours = nil }, []string{"hours calendar.hours.none"}},
		"no time":          {func(d *metamodel.Calendar) { d.Hours[0].From, d.Hours[1].To = "9:00", "25:00" }, []string{"hours/0/from calendar.hours.time", "hours/1/to calendar.hours.time"}},
		"hours backwards":  {func(d *metamodel.Calendar) { d.Hours[0].To = "09:00" }, []string{"hours/0 calendar.hours.order"}},
		"hours overlap":    {func(d *metamodel.Calendar) { d.Hours[1].From = "11:59" }, []string{"hours/1 calendar.hours.overlap"}},
		"hours unordered":  {func(d *metamodel.Calendar) { slices.Reverse(d.Hours) }, []string{"hours/1 calendar.hours.overlap"}},
		"no date":          {func(d *metamodel.Calendar) { d.Holidays[0].Date = "2026-02-30" }, []string{"holidays/0/date calendar.date"}},
		"holiday twice":    {func(d *metamodel.Calendar) { d.Holidays[1].Date = d.Holidays[0].Date }, []string{"holidays/1/date calendar.date.twice"}},
		"holiday and work": {func(d *metamodel.Calendar) { d.MakeUp[0].Date = d.Holidays[1].Date }, []string{"makeUp/0/date calendar.date.twice"}},
		"make-up weekday":  {func(d *metamodel.Calendar) { d.MakeUp[0].Date = "2026-01-05" }, []string{"makeUp/0/date calendar.makeup.weekday"}},
		"year not covered": {func(d *metamodel.Calendar) { d.Covers = []int{2025} }, []string{"holidays/0/date calendar.date.not_covered", "holidays/1/date calendar.date.not_covered", "makeUp/0/date calendar.date.not_covered"}},
		"everything at once": {func(d *metamodel.Calendar) { *d = metamodel.Calendar{MakeUp: []metamodel.CalendarDay{{Date: "?"}}} },
			[]string{"zone calendar.zone", "hours calendar.hours.none", "makeUp/0/date calendar.date"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := &metamodel.Calendar{ID: "x", Zone: "Asia/Shanghai", Weekend: []int{0, 6}, Covers: []int{2026},
				Hours:    []metamodel.HourSpan{{From: "09:00", To: "12:00"}, {From: "13:30", To: "17:30"}},
				Holidays: []metamodel.CalendarDay{{Date: "2026-01-01"}, {Date: "2026-01-03"}}, // the second is a Saturday: no defect
				MakeUp:   []metamodel.CalendarDay{{Date: "2026-01-04"}}}
			c.spoil(d)
			cal, problems := NewCalendar(d)
			var got []string
			for _, p := range problems {
				got = append(got, p.Path+" "+p.Code)
				for _, lang := range []string{"zh", "en"} {
					if s := p.Message[lang]; s == "" || strings.ContainsAny(s, "{}") {
						t.Errorf("%s has no finished wording in %s: %q", p.Code, lang, s)
					}
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("problems %q, want %q", got, c.want)
			}
			if (cal == nil) != problems.Failed() {
				t.Errorf("calendar %v, problems %v", cal, problems)
			}
		})
	}
}

// instant draws times in the covered years, around clock changes, and far off.
func instant(t *rapid.T, name string) time.Time {
	base := rapid.SampledFrom([]time.Time{
		time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC), time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC),
		time.Date(2011, 12, 28, 0, 0, 0, 0, time.UTC), time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(1930, 6, 1, 0, 0, 0, 0, time.UTC), time.Date(2150, 6, 1, 0, 0, 0, 0, time.UTC),
	}).Draw(t, name+" near")
	hours := rapid.SampledFrom([]int64{48, 400 * 24}).Draw(t, name+" within hours")
	return base.Add(time.Duration(rapid.Int64Range(0, hours*int64(time.Hour)).Draw(t, name)))
}

func working(t *rapid.T, name string) time.Duration {
	most := rapid.SampledFrom([]time.Duration{time.Hour, 24 * time.Hour, 1000 * time.Hour, 20_000 * time.Hour}).Draw(t, name+" at most")
	d := time.Duration(rapid.Int64Range(0, int64(most)).Draw(t, name))
	if rapid.Bool().Draw(t, name+" whole hours") {
		d = d.Truncate(time.Hour)
	}
	return d
}

// everywhere checks a property on every calendar.
func everywhere(t *testing.T, property func(t *rapid.T, c *Calendar)) {
	t.Parallel()
	for name, c := range calendars {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) { property(t, c) })
		})
	}
}

// slowBetween walks from the edge of one working span to the next: what
// Between must equal, without its arithmetic.
func slowBetween(c *Calendar, from, to time.Time) time.Duration {
	open := func(t time.Time) bool {
		t = t.In(c.Zone)
		if day := t.Format(time.DateOnly); !slices.ContainsFunc(c.Def.MakeUp, func(d metamodel.CalendarDay) bool { return d.Date == day }) {
			if slices.Contains(c.Def.Weekend, int(t.Weekday())) || slices.ContainsFunc(c.Def.Holidays, func(d metamodel.CalendarDay) bool { return d.Date == day }) {
				return false
			}
		}
		clock := t.Format("15:04")
		return slices.ContainsFunc(c.Def.Hours, func(h metamodel.HourSpan) bool { return h.From <= clock && clock < h.To })
	}
	var sum time.Duration
	for from.Before(to) {
		next := from.Truncate(15 * time.Minute).Add(15 * time.Minute) // hours and zones above change at quarters
		if next.After(to) {
			next = to
		}
		if open(from) {
			sum += next.Sub(from)
		}
		from = next
	}
	return sum
}

func TestBetweenEqualsWalkingThroughTheHours(t *testing.T) {
	everywhere(t, func(t *rapid.T, c *Calendar) {
		from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.Int64Range(0, int64(2*365*24*time.Hour)).Draw(t, "from")))
		to := from.Add(time.Duration(rapid.Int64Range(0, int64(20*24*time.Hour)).Draw(t, "for")))
		if got, want := c.Between(from, to), slowBetween(c, from, to); got != want {
			t.Fatalf("%v to %v: %v, want %v", from, to, got, want)
		}
	})
}

func TestAddUsesUpExactlyWhatBetweenMeasures(t *testing.T) {
	everywhere(t, func(t *rapid.T, c *Calendar) {
		a, d := instant(t, "from"), working(t, "working time")
		b := c.Add(a, d)
		if got := c.Between(a, b); got != d {
			t.Fatalf("%v + %v = %v, between them %v", a, d, b, got)
		}
		if d > 0 && c.Between(a, b.Add(-1)) == d {
			t.Fatalf("%v + %v = %v is not the first such instant", a, d, b)
		}
		back := c.Add(b, -d)
		if got := c.Between(back, b); got != d {
			t.Fatalf("%v - %v = %v, between them %v", b, d, back, got)
		}
		if back.Before(a) {
			t.Fatalf("%v - %v = %v is not the last such instant: %v is later", b, d, back, a)
		}
	})
}

func TestWorkingTimeAddsUp(t *testing.T) {
	everywhere(t, func(t *rapid.T, c *Calendar) {
		times := []time.Time{instant(t, "a"), instant(t, "b"), instant(t, "c")}
		slices.SortFunc(times, time.Time.Compare)
		ab, bc, ac := c.Between(times[0], times[1]), c.Between(times[1], times[2]), c.Between(times[0], times[2])
		if ab+bc != ac || ab < 0 || bc < 0 || ac > times[2].Sub(times[0]) {
			t.Fatalf("%v: %v + %v ≠ %v", times, ab, bc, ac)
		}
		d, e := working(t, "d"), working(t, "e")
		if one, two := c.Add(times[0], d+e), c.Add(c.Add(times[0], d), e); !one.Equal(two) && e > 0 {
			t.Fatalf("%v + (%v + %v) = %v ≠ %v", times[0], d, e, one, two)
		}
	})
}

func TestTheFirstDayBeginsTheNextWorkingDay(t *testing.T) {
	everywhere(t, func(t *rapid.T, c *Calendar) {
		a := instant(t, "at")
		first := c.FirstDay(a)
		if !c.WorkingDay(first) && !strings.HasPrefix(c.Def.Hours[0].From, "00") {
			t.Fatalf("%v is not worked", first)
		}
		local, then := a.In(c.Zone), first.In(c.Zone)
		if !then.After(local) || then.Format(time.DateOnly) == local.Format(time.DateOnly) {
			t.Fatalf("%v is not after the day of %v", then, local)
		}
		// Apia has no 2011-12-30: its midnight has to be looked for.
		midnight := local.Truncate(15 * time.Minute)
		for midnight.Format(time.DateOnly) == local.Format(time.DateOnly) {
			midnight = midnight.Add(15 * time.Minute)
		}
		if skipped := c.Between(midnight, first); skipped != 0 {
			t.Fatalf("%v of working time lies between the day of %v and %v", skipped, local, then)
		}
	})
}

func TestFarOffDatesNeitherHangNorWrap(t *testing.T) {
	t.Parallel()
	far := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	for name, c := range calendars {
		if got := c.Between(time.Time{}, far); got <= 0 {
			t.Errorf("%s: from year 1 to 9999 there is %v of working time", name, got)
		}
		if got := c.Between(far, far.AddDate(0, 0, 14)); got <= 0 {
			t.Errorf("%s: no working time in a fortnight of year 9999", name)
		}
		if got := c.Add(far, c.Days(10)); !got.After(far) {
			t.Errorf("%s: %v", name, got)
		}
	}
	if china.Days(math.Inf(1)) != math.MaxInt64 {
		t.Error("endless days wrap")
	}
}

func BenchmarkBetween(b *testing.B) {
	for _, years := range []int{0, 1, 10} {
		b.Run(fmt.Sprintf("%d years", years), func(b *testing.B) {
			b.ReportAllocs()
			from := at("2026-02-13 10:00")
			to := from.AddDate(years, 0, 20)
			for b.Loop() {
				china.Between(from, to)
			}
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	b.ReportAllocs()
	from, d := at("2026-02-13 10:00"), china.Days(20)
	for b.Loop() {
		china.Add(from, d)
	}
}
