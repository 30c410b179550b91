package metamodel

import (
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Functions over dates. A time of day is left out: a timestamp stands for its
// date in its own zone. Periods of months and years end on the corresponding
// day, or on the last day of a month that has none (Civil Code of the PRC,
// article 202): who was born on 29 February is a year older on 28 February of
// a common year.

const (
	// mostYears bounds what is added to a date.
	mostYears = 1000
	// mostWorkingDays bounds addWorkingDays: some forty years.
	mostWorkingDays = 10_000
)

var (
	badDate    = ZhEn("结果不在公元 1 至 9999 年之内", "The result lies outside the years 1 to 9999")
	noCalendar = ZhEn("没有工作日历，或者日历没有覆盖期间内的年份", "There is no working calendar, or it does not cover the years in between")

	fromTo   = []argument{{"from", cel.TimestampType}, {"to", cel.TimestampType}}
	dateAndN = []argument{{"date", cel.TimestampType}, {"n", cel.IntType}}
)

var dateFunctions = []*function{
	{
		name: "today", since: "0.3",
		doc:      ZhEn("填报地的今天", "The date at the place of the filing"),
		unknown:  ZhEn("在情形引导等不知道日期的地方", "Where no date is known, as in a situation guide"),
		examples: []string{"today() == timestamp('2026-05-01T00:00:00Z')"},
		forms: []overload{{gives: cel.TimestampType, needs: true, say: ZhEn("今天", "today"), cost: 1, call: func(c *celContext, _ []ref.Val) ref.Val {
			if c.ctx.Today.IsZero() {
				return unknown("nobody said which day it is")
			}
			return dayOf(c.ctx.Today).celValue()
		}}},
	},
	{
		name: "filed", since: "0.3", results: true,
		doc: ZhEn("申请提交之日，以填报地为准，不是申请人所填的日期；只能用在事项的结果校验中",
			"The date of submission at the place of the filing, whatever date the applicant wrote; only in the checks of a matter's result"),
		examples: []string{"filed() <= today()", "daysBetween(filed(), today()) == 1"},
		forms: []overload{{gives: cel.TimestampType, needs: true, say: ZhEn("申请提交之日", "the day of submission"), cost: 1, call: func(c *celContext, _ []ref.Val) ref.Val {
			if c.ctx.Filed.IsZero() {
				return unknown("nothing was submitted")
			}
			return dayOf(c.ctx.Filed).celValue()
		}}},
	},
	{
		name: "age", since: "0.3",
		doc: ZhEn("周岁：出生日期到某日（不写则为今天）的整年数；2 月 29 日出生的，平年按 2 月 28 日",
			"Age in completed years on a date (today when it is left out); who was born on 29 February is a year older on 28 February of a common year"),
		unknown:  ZhEn("出生日期晚于该日", "The birth is after that date"),
		examples: []string{"age(timestamp('2008-05-01T00:00:00Z')) == 18", "age(timestamp('2008-05-02T00:00:00Z'), today()) == 17", "age(idBirthDate('11010519491231002X'), timestamp('2009-12-31T00:00:00Z')) >= 60"},
		forms: []overload{
			{args: []argument{{"birth", cel.TimestampType}}, gives: cel.IntType, needs: true, say: ZhEn("{1}出生者今天的周岁", "the age today of who was born on {1}"), cost: 2, call: func(c *celContext, args []ref.Val) ref.Val {
				if c.ctx.Today.IsZero() {
					return unknown("nobody said which day it is")
				}
				return age(dateOf(args[0]), dayOf(c.ctx.Today))
			}},
			{args: []argument{{"birth", cel.TimestampType}, {"on", cel.TimestampType}}, gives: cel.IntType, say: ZhEn("{1}出生者到{2}的周岁", "the age on {2} of who was born on {1}"), cost: 2, call: func(_ *celContext, args []ref.Val) ref.Val {
				return age(dateOf(args[0]), dateOf(args[1]))
			}},
		},
	},
	{
		name: "daysBetween", since: "0.3",
		doc:      ZhEn("从一天到另一天的天数；倒过来为负", "Days from one date to another; negative when the second is earlier"),
		examples: []string{"daysBetween(timestamp('2026-05-01T00:00:00Z'), timestamp('2026-05-31T00:00:00Z')) == 30"},
		forms: []overload{{args: fromTo, gives: cel.IntType, say: ZhEn("{1}到{2}的天数", "the days from {1} to {2}"), cost: 1, call: func(_ *celContext, args []ref.Val) ref.Val {
			return types.Int(dateOf(args[1]).number() - dateOf(args[0]).number())
		}}},
	},
	{
		name: "monthsBetween", since: "0.3",
		doc:      ZhEn("两天之间的整月数；倒过来为负", "Completed months between two dates; negative when the second is earlier"),
		examples: []string{"monthsBetween(timestamp('2026-01-31T00:00:00Z'), timestamp('2026-02-28T00:00:00Z')) == 1", "monthsBetween(timestamp('2026-01-15T00:00:00Z'), timestamp('2026-02-14T00:00:00Z')) == 0"},
		forms: []overload{{args: fromTo, gives: cel.IntType, say: ZhEn("{1}到{2}的整月数", "the months from {1} to {2}"), cost: 2, call: func(_ *celContext, args []ref.Val) ref.Val {
			return types.Int(dateOf(args[0]).monthsTo(dateOf(args[1])))
		}}},
	},
	{
		name: "yearsBetween", since: "0.3",
		doc:      ZhEn("两天之间的整年数；倒过来为负", "Completed years between two dates; negative when the second is earlier"),
		examples: []string{"yearsBetween(timestamp('2020-02-29T00:00:00Z'), timestamp('2026-02-28T00:00:00Z')) == 6"},
		forms: []overload{{args: fromTo, gives: cel.IntType, say: ZhEn("{1}到{2}的整年数", "the years from {1} to {2}"), cost: 2, call: func(_ *celContext, args []ref.Val) ref.Val {
			return types.Int(dateOf(args[0]).monthsTo(dateOf(args[1])) / 12)
		}}},
	},
	{
		name: "addDays", since: "0.3",
		doc:      ZhEn("某日之后 n 天；负数往前", "The date n days later; a negative n goes back"),
		unknown:  badDate,
		examples: []string{"addDays(timestamp('2026-02-27T00:00:00Z'), 2) == timestamp('2026-03-01T00:00:00Z')"},
		forms: []overload{{args: dateAndN, gives: cel.TimestampType, say: ZhEn("{1}之后 {2} 天", "{2} days after {1}"), cost: 1, call: func(_ *celContext, args []ref.Val) ref.Val {
			n := int64(args[1].(types.Int))
			if n > mostYears*366 || n < -mostYears*366 {
				return unknown("too many days")
			}
			return dayAt(dateOf(args[0]).number() + n).celValue()
		}}},
	},
	{
		name: "addMonths", since: "0.3",
		doc:      ZhEn("某日之后 n 个月的对应日；没有对应日的，为月末日", "The corresponding day n months later, or the last day of a month that has none"),
		unknown:  badDate,
		examples: []string{"addMonths(timestamp('2026-01-31T00:00:00Z'), 1) == timestamp('2026-02-28T00:00:00Z')"},
		forms: []overload{{args: dateAndN, gives: cel.TimestampType, say: ZhEn("{1}之后 {2} 个月", "{2} months after {1}"), cost: 1, call: func(_ *celContext, args []ref.Val) ref.Val {
			return later(args, 1)
		}}},
	},
	{
		name: "addYears", since: "0.3",
		doc:      ZhEn("某日之后 n 年的对应日；没有对应日的，为月末日", "The corresponding day n years later, or the last day of a month that has none"),
		unknown:  badDate,
		examples: []string{"addYears(timestamp('2024-02-29T00:00:00Z'), 1) == timestamp('2025-02-28T00:00:00Z')"},
		forms: []overload{{args: dateAndN, gives: cel.TimestampType, say: ZhEn("{1}之后 {2} 年", "{2} years after {1}"), cost: 1, call: func(_ *celContext, args []ref.Val) ref.Val {
			return later(args, 12)
		}}},
	},
	{
		name: "workingDays", since: "0.3",
		doc: ZhEn("两天之间的工作日数：起始日不计入，截止日计入（《民法典》第二百零一条）；倒过来为负",
			"Working days between two dates: the first does not count, the last does (Civil Code, article 201); negative when the second is earlier"),
		unknown:  noCalendar,
		examples: []string{"workingDays(timestamp('2026-05-08T00:00:00Z'), timestamp('2026-05-11T00:00:00Z')) == 1"},
		forms: []overload{{args: fromTo, gives: cel.IntType, needs: true, say: ZhEn("{1}到{2}的工作日数", "the working days from {1} to {2}"), cost: 10, call: func(c *celContext, args []ref.Val) ref.Val {
			n, ok := c.workingDays(dateOf(args[0]), dateOf(args[1]))
			if !ok {
				return unknown("no working calendar for these years")
			}
			return types.Int(n)
		}}},
	},
	{
		name: "addWorkingDays", since: "0.3",
		doc:      ZhEn("某日之后第 n 个工作日（当日不计入）；n 为 0 时就是当日", "The n-th working day after a date (the date itself does not count); the date itself when n is 0"),
		unknown:  ZhEn("没有工作日历，日历没有覆盖期间内的年份，n 为负或超过 10000", "There is no working calendar, it does not cover the years in between, or n is negative or above 10,000"),
		examples: []string{"addWorkingDays(timestamp('2026-05-08T00:00:00Z'), 3) == timestamp('2026-05-13T00:00:00Z')"},
		forms: []overload{{args: dateAndN, gives: cel.TimestampType, needs: true, say: ZhEn("{1}之后第 {2} 个工作日", "working day {2} after {1}"), cost: 200, call: func(c *celContext, args []ref.Val) ref.Val {
			return c.addWorkingDays(dateOf(args[0]), int64(args[1].(types.Int)))
		}}},
	},
}

func age(birth, on day) ref.Val {
	if on.before(birth) {
		return unknown("the birth is after that date")
	}
	return types.Int(birth.monthsTo(on) / 12)
}

func later(args []ref.Val, months int64) ref.Val {
	n := int64(args[1].(types.Int))
	if n > mostYears*12 || n < -mostYears*12 {
		return unknown("too many months")
	}
	return dateOf(args[0]).addMonths(int(n * months)).celValue()
}

func (c *celContext) workingDays(from, to day) (int, bool) {
	switch {
	case c.ctx.WorkingDays == nil || !from.real() || !to.real():
		return 0, false
	case to.before(from):
		n, ok := c.ctx.WorkingDays(to.time(), from.time())
		return -n, ok
	}
	return c.ctx.WorkingDays(from.time(), to.time())
}

// addWorkingDays finds the first date up to which n working days lie: a
// calendar of any holidays only ever counts up.
func (c *celContext) addWorkingDays(from day, n int64) ref.Val {
	if n < 0 || n > mostWorkingDays {
		return unknown("n must be 0 to %d", mostWorkingDays)
	}
	if n == 0 {
		return from.celValue()
	}
	// Counting stops where there are enough days or where the calendar ends.
	stops := func(days int64) bool {
		got, ok := c.workingDays(from, dayAt(from.number()+days))
		return !ok || int64(got) >= n
	}
	low, high := int64(0), n // low is not enough
	for !stops(high) {
		if low = high; high > 10*mostWorkingDays {
			return unknown("the calendar has no working days")
		}
		high += (high + 9) / 2
	}
	for high-low > 1 {
		if mid := (low + high) / 2; stops(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	if _, ok := c.workingDays(from, dayAt(from.number()+high)); !ok {
		return unknown("no working calendar for these years")
	}
	return dayAt(from.number() + high).celValue()
}

func dateOf(v ref.Val) day {
	t, _ := v.(types.Timestamp)
	return dayOf(t.Time)
}

// celValue is the date as expressions see it; one that does not exist is unknown.
func (d day) celValue() ref.Val {
	if !d.real() {
		return unknown("no such date")
	}
	return types.Timestamp{Time: d.time()}
}

const secondsPerDay = 86_400

// number counts days since 1970-01-01.
func (d day) number() int64 { return d.time().Unix() / secondsPerDay }

func dayAt(number int64) day { return dayOf(time.Unix(number*secondsPerDay, 0).UTC()) }

// addMonths gives the corresponding day, or the month's last.
func (d day) addMonths(n int) day {
	months := d.year*12 + d.month - 1 + n
	out := day{months / 12, months%12 + 1, d.day}
	for out.day > 28 && out.year > 0 && !out.real() && out.year <= 9999 {
		out.day--
	}
	return out
}

// monthsTo counts the completed months to another date: the most that can be
// added without passing it.
func (d day) monthsTo(o day) int {
	if o.before(d) {
		return -o.monthsTo(d)
	}
	n := (o.year-d.year)*12 + o.month - d.month
	if n > 0 && o.before(d.addMonths(n)) {
		n--
	}
	return n
}
