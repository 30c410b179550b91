package workflows

import (
	"strconv"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Range is days of an account that tell the same, folded (a holiday's weekends too). Weekends between
// days that counted are part of the range and not in Counted.
type Range struct {
	From, To time.Time // days
	Why      DayWhy
	Counted  time.Duration
	Used     time.Duration // at its end
	Part     bool
	MakeUp   bool
	Name     metamodel.Text
	Line     int
	Late     bool
}

// Fold makes ranges of an account's days.
func (a *Account) Fold() []Range {
	var out []Range
	weekend := 0 // days of a weekend after the last range, not told yet
	put := func(d *Day) {
		out = append(out, Range{From: d.Date, To: d.Date, Why: d.Why, Counted: d.Counted, Used: d.Used, Part: d.Part, MakeUp: d.MakeUp, Name: d.Name, Line: d.Line, Late: d.Late})
	}
	flush := func(before int) {
		for i := before - weekend; i < before; i++ {
			if n := len(out); i > before-weekend {
				out[n-1].To = a.Days[i].Date
			} else {
				put(&a.Days[i])
			}
		}
		weekend = 0
	}
	for i := range a.Days {
		d := &a.Days[i]
		if d.Why == DayWeekend {
			weekend++
			continue
		}
		if n := len(out); n > 0 && (weekend == 0 || d.Why == DayCounted || d.Why == DayHoliday) && out[n-1].goesOn(d) {
			r := &out[n-1]
			r.To, r.Counted, r.Used = d.Date, r.Counted+d.Counted, d.Used
			weekend = 0
			continue
		}
		flush(i)
		put(d)
	}
	flush(len(a.Days))
	return out
}

// goesOn reports whether a day tells the same as the range before it.
func (r *Range) goesOn(d *Day) bool {
	return r.Why == d.Why && !r.Part && !d.Part && !r.MakeUp && !d.MakeUp && r.Line == d.Line && r.Late == d.Late &&
		r.Name["zh"] == d.Name["zh"] && r.Name["en"] == d.Name["en"]
}

// WorkingDays writes a time as working days of so much, "2.5".
func WorkingDays(d, day time.Duration) string {
	return strconv.FormatFloat(float64(int64(float64(d)/float64(day)*100+0.5))/100, 'f', -1, 64)
}

// Text says what became of the days. line is the line the range names, nil
// when it names none; day is a working day.
func (r *Range) Text(line *Line, day time.Duration) metamodel.Text {
	why := metamodel.Text{}
	if line != nil {
		why = line.Reason.Text()
	}
	n := WorkingDays(r.Counted, day)
	switch r.Why {
	case DayCounted:
		switch {
		case r.MakeUp:
			return metamodel.Worded("{name}：周末照常上班，计 {n} 个工作日", "{name}, a weekend day that is worked: {n} working day(s) counted", "name", r.named(), "n", n)
		case r.Part && line != nil:
			return metamodel.Worded("计 {n} 个工作日：{why}", "{n} working day(s) counted: {why}", "n", n, "why", why)
		case r.Part:
			return metamodel.Worded("当日已计 {n} 个工作日", "{n} working day(s) of this day counted so far", "n", n)
		}
		return metamodel.Worded("计 {n} 个工作日", "{n} working day(s) counted", "n", n)
	case DayHoliday:
		return metamodel.Worded("{name}，不计", "{name}: not counted", "name", r.named())
	case DayWeekend:
		return metamodel.ZhEn("周末，不计", "Weekend: not counted")
	case DayFirst:
		return metamodel.ZhEn("当日不计，自下一工作日起算", "This day does not count: time runs from the next working day")
	case DayPaused:
		return metamodel.Worded("暂停，不计：{why}", "Paused, not counted: {why}", "why", why)
	case DayCarried:
		return metamodel.ZhEn("启用计时台账之前，逐日情况不详", "Before the ledger was kept: it is not known which days counted")
	}
	return metamodel.ZhEn("非工作时间，不计", "Outside working hours: not counted")
}

func (r *Range) named() metamodel.Text {
	if len(r.Name) == 0 {
		return metamodel.ZhEn("节假日", "Public holiday")
	}
	return r.Name
}

// Shift is one cause for which a limit ends later, or earlier, than was said at
// the start.
type Shift struct {
	Why  ShiftWhy
	Line int           // Seq; 0 with ShiftCalendar
	Time time.Duration // working time
}

// ShiftWhy says what moved a limit.
type ShiftWhy string

const (
	ShiftPaused   ShiftWhy = "paused"
	ShiftExtended ShiftWhy = "extended"
	ShiftLimit    ShiftWhy = "limit"
	ShiftCalendar ShiftWhy = "calendar" // holidays or make-up days were published since
)

// Shifts are why Due is not First. cals finds what lines were counted by, cal
// is the calendar now in force.
func (a *Account) Shifts(cal *Calendar, cals Calendars) []Shift {
	var out []Shift
	var k Clock
	var paused *Line
	var from time.Time // what would have counted had it not been paused
	pausedFor := func(to time.Time) {
		if paused != nil {
			if d := cal.Between(from, to); d > 0 {
				out = append(out, Shift{ShiftPaused, paused.Seq, d})
			}
		}
		paused = nil
	}
	for i := range a.Lines {
		l := &a.Lines[i]
		switch l.Kind {
		case LineStart:
			if then := cals(l.Calendar); l.Limit > 0 && then.Version != cal.Version && !then.Add(l.From, l.Limit).Equal(cal.Add(l.From, l.Limit)) {
				out = append(out, Shift{Why: ShiftCalendar})
			}
		case LinePause:
			paused, from = l, later(l.At, k.Since) // the day of filing does not count, paused or not
		case LineResume:
			pausedFor(l.From)
		case LineStop:
			pausedFor(l.At)
		case LineExtend:
			out = append(out, Shift{ShiftExtended, l.Seq, l.Limit - k.Limit})
		case LineLimit:
			out = append(out, Shift{ShiftLimit, l.Seq, l.Limit - k.Limit})
		}
		k = k.Turn(l, cals(l.Calendar))
	}
	pausedFor(a.Until)
	return out
}

// Text words the cause. line is the one the shift names.
func (s Shift) Text(line *Line, day time.Duration) metamodel.Text {
	n := WorkingDays(s.Time, day)
	switch {
	case s.Why == ShiftPaused:
		return metamodel.Worded("{why}，暂停 {n} 个工作日", "{why}: paused for {n} working day(s)", "why", line.Reason.Text(), "n", n)
	case s.Why == ShiftExtended:
		return line.Reason.Text()
	case s.Why == ShiftCalendar:
		return metamodel.ZhEn("之后公布了新的放假或调休安排", "Holidays or make-up working days were published since")
	case s.Time < 0:
		return metamodel.Worded("事项版本更新，时限减少 {n} 个工作日", "A newer version of the matter allows {n} working day(s) less", "n", WorkingDays(-s.Time, day))
	}
	return metamodel.Worded("事项版本更新，时限增加 {n} 个工作日", "A newer version of the matter allows {n} working day(s) more", "n", n)
}

// Line finds one of the account's lines; nil for 0.
func (a *Account) Line(seq int) *Line {
	for i := range a.Lines {
		if a.Lines[i].Seq == seq {
			return &a.Lines[i]
		}
	}
	return nil
}
