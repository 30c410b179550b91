package workflows

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// told writes an account as people read it.
func told(a *Account, cal *Calendar, lang string) string {
	var b strings.Builder
	for _, r := range a.Fold() {
		days := r.From.Format("01-02")
		if !r.To.Equal(r.From) {
			days += "–" + r.To.Format("01-02")
		}
		late := ""
		if r.Late {
			late = " !"
		}
		fmt.Fprintf(&b, "%s %s%s\n", days, r.Text(a.Line(r.Line), cal.Day()).In(lang), late)
	}
	return b.String()
}

// Around the Spring Festival of 2026: filed on Thursday, 5 February; corrected; extended; overdue.
func festival() *book {
	b := &book{clocks: map[ClockName]Clock{}, cals: map[string]*Calendar{}}
	start := at("2026-02-05 10:00")
	b.write(Line{Clock: PromisedClock, Kind: LineStart, At: start, From: china.FirstDay(start), Limit: china.Days(8), Reason: Reason{Code: ReasonFiled}, Basis: BasisOf(Permission, ReasonFiled)}, china)
	b.write(Line{Clock: PromisedClock, Kind: LinePause, At: at("2026-02-10 12:00"), Reason: Reason{Code: ReasonCorrect}, Note: "请补正平面图"}, china)
	b.write(Line{Clock: PromisedClock, Kind: LineResume, At: at("2026-02-12 20:00"), From: at("2026-02-12 20:00"), Reason: Reason{Code: ReasonResubmitted}}, china)
	b.write(Line{Clock: PromisedClock, Kind: LineExtend, At: at("2026-02-25 09:00"), Limit: china.Days(9), Note: "需要专家评审",
		Reason: Reason{Code: ReasonExtended, Params: map[string]metamodel.Text{"days": metamodel.ZhEn("1", "1")}}, Basis: BasisOf(Permission, ReasonExtended)}, china)
	return b
}

func TestAnAccountNamesEveryDayAsPeopleDo(t *testing.T) {
	t.Parallel()
	b := festival()
	accounts, err := Reckon(b.lines, at("2026-03-04 11:00"), china, b.find)
	if err != nil || len(accounts) != 1 {
		t.Fatal(accounts, err)
	}
	a := &accounts[0]
	if a.Light != Red || !a.Due.Equal(at("2026-02-28 14:30")) || !a.First.Equal(at("2026-02-24 17:30")) {
		t.Errorf("%s, due %s, at first %s", a.Light, a.Due.In(china.Zone), a.First.In(china.Zone))
	}
	want := map[string]string{"zh": `02-05 当日不计，自下一工作日起算
02-06–02-09 计 2 个工作日
02-10 计 0.43 个工作日：等待申请人补正
02-11–02-12 暂停，不计：等待申请人补正
02-13 计 1 个工作日
02-14 春节调休上班：周末照常上班，计 1 个工作日
02-15 周末，不计
02-16–02-23 春节，不计
02-24–02-27 计 4 个工作日
02-28 春节调休上班：周末照常上班，计 1 个工作日 !
03-01 周末，不计 !
03-02–03-03 计 2 个工作日 !
03-04 当日已计 0.29 个工作日 !
`, "en": `02-05 This day does not count: time runs from the next working day
02-06–02-09 2 working days counted
02-10 0.43 working days counted: Waiting for the applicant’s corrections
02-11–02-12 Paused, not counted: Waiting for the applicant’s corrections
02-13 1 working day counted
02-14 Make-up day for Spring Festival, a weekend day that is worked: 1 working day counted
02-15 Weekend: not counted
02-16–02-23 Spring Festival: not counted
02-24–02-27 4 working days counted
02-28 Make-up day for Spring Festival, a weekend day that is worked: 1 working day counted !
03-01 Weekend: not counted !
03-02–03-03 2 working days counted !
03-04 0.29 working days of this day counted so far !
`}
	for lang, w := range want {
		if got := told(a, china, lang); got != w {
			t.Errorf("told as\n%s", got)
		}
	}
	var why []string
	for _, s := range a.Shifts(china, b.find) {
		why = append(why, s.Text(a.Line(s.Line), china.Day()).In("zh"))
	}
	if got := strings.Join(why, "；"); got != "等待申请人补正，暂停 2.57 个工作日；延长 1 个工作日" {
		t.Errorf("later because %s", got)
	}
}

// A holiday that is published while a clock runs is told as such, and what was
// counted before by the old calendar stays counted.
func TestDaysArePutDownToTheCalendarThatCountedThem(t *testing.T) {
	t.Parallel()
	b := &book{clocks: map[ClockName]Clock{}, cals: map[string]*Calendar{}}
	start := at("2026-03-06 10:00") // a Friday
	b.write(Line{Clock: PromisedClock, Kind: LineStart, At: start, From: china.FirstDay(start), Limit: china.Days(8), Reason: Reason{Code: ReasonFiled}}, china)
	def := *china.Def
	def.Holidays = append(slices.Clone(def.Holidays), metamodel.CalendarDay{Date: "2026-03-10", Name: metamodel.ZhEn("台风停工", "Typhoon")}, metamodel.CalendarDay{Date: "2026-03-17", Name: metamodel.ZhEn("台风停工", "Typhoon")})
	later := mustCalendar(&def)
	b.cals[later.Version] = later
	tell := func(until string) (string, []Shift) {
		accounts, err := Reckon(b.lines, at(until), later, b.find)
		if err != nil {
			t.Fatal(err)
		}
		return told(&accounts[0], later, "zh"), accounts[0].Shifts(later, b.find)
	}
	if got, shifts := tell("2026-03-12 18:00"); got != "03-06 当日不计，自下一工作日起算\n03-07–03-08 周末，不计\n03-09 计 1 个工作日\n03-10 台风停工，不计\n03-11–03-12 计 2 个工作日\n" || len(shifts) != 1 || shifts[0].Why != ShiftCalendar {
		t.Errorf("while it runs: %v\n%s", shifts, got)
	}
	// Paused on the 11th, before the edition came: the 10th had counted.
	b.write(Line{Clock: PromisedClock, Kind: LinePause, At: at("2026-03-11 18:00"), Reason: Reason{Code: ReasonCorrect}}, china)
	b.write(Line{Clock: PromisedClock, Kind: LineResume, At: at("2026-03-13 08:00"), From: at("2026-03-13 08:00"), Reason: Reason{Code: ReasonResubmitted}}, later)
	if got, _ := tell("2026-03-18 18:00"); got != "03-06 当日不计，自下一工作日起算\n03-07–03-08 周末，不计\n03-09–03-11 计 3 个工作日\n03-12 暂停，不计：等待申请人补正\n03-13–03-16 计 2 个工作日\n03-17 台风停工，不计\n03-18 计 1 个工作日\n" {
		t.Errorf("paused before: \n%s", got)
	}
}

// What does not count moves nothing when it is paused: the day of filing, and
// what is left of the day on which a correction comes in.
func TestAPauseTellsOnlyWhatWouldHaveCounted(t *testing.T) {
	t.Parallel()
	b := &book{clocks: map[ClockName]Clock{}, cals: map[string]*Calendar{}}
	paused := func(from, to string) {
		back := at(to)
		b.write(Line{Clock: PromisedClock, Kind: LinePause, At: at(from), Reason: Reason{Code: ReasonCorrect}}, china)
		b.write(Line{Clock: PromisedClock, Kind: LineResume, At: back, From: china.FirstDay(back), Reason: Reason{Code: ReasonResubmitted}}, china)
	}
	shifts := func(until string) string {
		accounts, err := Reckon(b.lines, at(until), china, b.find)
		if err != nil {
			t.Fatal(err)
		}
		var sum time.Duration
		var told []string
		for _, s := range accounts[0].Shifts(china, b.find) {
			sum += s.Time
			told = append(told, s.Text(accounts[0].Line(s.Line), china.Day()).In("zh"))
		}
		if a := accounts[0]; !china.Add(a.First, sum).Equal(a.Due) {
			t.Errorf("%s and %s after it is not %s", a.First, sum, a.Due)
		}
		return strings.Join(told, "；")
	}
	start := at("2026-03-09 10:00") // a Monday
	b.write(Line{Clock: PromisedClock, Kind: LineStart, At: start, From: china.FirstDay(start), Limit: china.Days(8), Reason: Reason{Code: ReasonFiled}}, china)
	paused("2026-03-09 11:00", "2026-03-09 15:00")
	if got := shifts("2026-03-09 18:00"); got != "" {
		t.Errorf("on the day of filing: %s", got)
	}
	paused("2026-03-10 18:00", "2026-03-11 09:00")
	paused("2026-03-11 10:00", "2026-03-11 11:00") // within the day that does not count any more
	paused("2026-03-11 12:00", "2026-03-13 09:00")
	if got := shifts("2026-03-18 18:00"); got != "等待申请人补正，暂停 1 个工作日；等待申请人补正，暂停 2 个工作日" {
		t.Errorf("later because %s", got)
	}
}

// A year of a case with a correction a month, as a supervisor opens it.
func BenchmarkAccountOfAYear(bench *testing.B) {
	b := year()
	until := at("2027-02-01 11:00")
	for bench.Loop() {
		accounts, err := Reckon(b.lines, until, china, b.find)
		if err != nil || len(accounts[0].Days) < 360 {
			bench.Fatal(len(accounts), err)
		}
		for i := range accounts {
			if len(accounts[i].Fold()) == 0 {
				bench.Fatal("nothing told")
			}
		}
	}
}

// year is a case of three clocks that run for a year, paused once a month.
func year() *book {
	b := &book{clocks: map[ClockName]Clock{}, cals: map[string]*Calendar{}}
	start := at("2026-02-02 10:00")
	for _, name := range ClockNames {
		b.write(Line{Clock: name, Kind: LineStart, At: start, From: china.FirstDay(start), Limit: china.Days(200)}, china)
	}
	for month := range 12 {
		pause := start.AddDate(0, month, 10)
		for _, name := range ClockNames {
			b.write(Line{Clock: name, Kind: LinePause, At: pause, Reason: Reason{Code: ReasonCorrect}}, china)
		}
		for _, name := range ClockNames {
			b.write(Line{Clock: name, Kind: LineResume, At: pause.Add(100 * time.Hour), From: pause.Add(100 * time.Hour), Reason: Reason{Code: ReasonResubmitted}}, china)
		}
	}
	return b
}
