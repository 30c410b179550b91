package workflows

import (
	"strconv"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// LightBy is LightAt by a rule of its own, which goes before the calendar's.
func (k Clock) LightBy(t time.Time, cal *Calendar, rule *metamodel.Lights) (Light, time.Time) {
	switch {
	case k.Limit <= 0 || k.Started.IsZero() || !k.Stopped.IsZero():
		return None, time.Time{}
	case k.Since.IsZero():
		return Paused, time.Time{}
	}
	yellow, red := thresholds(k.Limit, cal, rule.Over(cal.Def.Lights))
	switch used := k.UsedAt(t, cal); {
	case used >= red:
		return Red, time.Time{}
	case used >= yellow:
		return Yellow, cal.Add(k.Since, red-k.Used)
	default:
		return Green, cal.Add(k.Since, min(yellow, red)-k.Used)
	}
}

// thresholds are the working times used from which on a limit is yellow and red.
func thresholds(limit time.Duration, cal *Calendar, rule *metamodel.Lights) (yellow, red time.Duration) {
	// Four fifths, or half a day left. A limit of half a day or less goes by its
	// fifths alone: it would never be green.
	fifths := (limit - limit/5).Truncate(time.Microsecond) // stores keep microseconds
	yellow, red = fifths, limit
	if half := cal.Day() / 2; limit > half {
		yellow = min(yellow, limit-half)
	}
	if rule == nil {
		return yellow, red
	}
	if rule.Yellow != nil {
		yellow = point(rule.Yellow, limit, cal, fifths)
	}
	if rule.Red != nil {
		red = point(rule.Red, limit, cal, limit)
	}
	return yellow, red
}

// point is how much of a limit is used at a threshold. Days left that the limit
// never had say nothing of it: it would never be green.
func point(t *metamodel.Threshold, limit time.Duration, cal *Calendar, otherwise time.Duration) time.Duration {
	at := otherwise
	if t.Share != nil {
		at = time.Duration(float64(limit) * *t.Share).Truncate(time.Microsecond)
	}
	if t.Left != nil {
		if left := cal.Days(*t.Left); left < limit && (t.Share == nil || limit-left < at) {
			at = limit - left
		}
	}
	return at
}

// plainCalendar counts days of eight hours: what thresholds are held against
// where it is the theme's to say the calendar.
var plainCalendar = func() *Calendar {
	cal, ps := NewCalendar(&metamodel.Calendar{ID: "plain", Zone: "UTC", Hours: []metamodel.HourSpan{{From: "09:00", To: "17:00"}}, Covers: []int{2026}})
	if ps.Failed() {
		panic(ps)
	}
	return cal
}()

// RuleOrdered is LightsOrdered by a calendar without thresholds of its own.
func RuleOrdered(days float64, rule *metamodel.Lights) bool {
	return LightsOrdered(days, plainCalendar, rule)
}

// LightsOrdered reports whether a limit of so many working days is yellow before
// it is red.
func LightsOrdered(days float64, cal *Calendar, rule *metamodel.Lights) bool {
	yellow, red := thresholds(cal.Days(days), cal, rule.Over(cal.Def.Lights))
	return yellow < red
}

// checkLights refuses thresholds by which light never turns yellow, whatever the limit.
func checkLights(cal *Calendar) metamodel.Problems {
	if cal.Def.Lights == nil {
		return nil
	}
	most := 0.0 // days left that a limit needs to go by the rule at all
	for _, t := range [...]*metamodel.Threshold{cal.Def.Lights.Yellow, cal.Def.Lights.Red} {
		if t != nil && t.Left != nil {
			most = max(most, *t.Left)
		}
	}
	for _, more := range [...]float64{1, 2, 5, 10, 30, 365, 1000} {
		if LightsOrdered(most+more, cal, nil) {
			return nil
		}
	}
	return metamodel.Problems{problemLights.At("lights")}
}

var problemLights = metamodel.Kind{Code: "calendar.lights",
	Zh: "按这个亮灯规则，还没亮黄灯就先亮了红灯", En: "by these thresholds a light is red before it is yellow"}

// EarlyRed reports whether red may come before a limit is used up.
func EarlyRed(rule *metamodel.Lights) bool {
	if rule == nil || rule.Red == nil {
		return false
	}
	return rule.Red.Left != nil && *rule.Red.Left > 0 || rule.Red.Share != nil && *rule.Red.Share < 1
}

// LightsText words when a light is yellow and when red.
func LightsText(rule *metamodel.Lights) (yellow, red metamodel.Text) {
	yellow = metamodel.ZhEn("时限已用 80% 或剩余不足 0.5 个工作日", "80% of the limit used, or 0.5 working days left")
	red = metamodel.ZhEn("时限已满", "the limit is used up")
	if rule == nil {
		return yellow, red
	}
	if rule.Yellow != nil {
		yellow = pointText(rule.Yellow)
	}
	if EarlyRed(rule) {
		red = pointText(rule.Red)
	}
	return yellow, red
}

func pointText(t *metamodel.Threshold) metamodel.Text {
	number := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	var left, share metamodel.Text
	if t.Share != nil {
		n := strconv.FormatFloat(*t.Share*100, 'f', 2, 64)
		for n[len(n)-1] == '0' {
			n = n[:len(n)-1]
		}
		if n[len(n)-1] == '.' {
			n = n[:len(n)-1]
		}
		share = metamodel.Worded("时限已用 {n}%", "{n}% of the limit used", "n", n)
	}
	if t.Left != nil {
		left = metamodel.Worded("剩余 {n} 个工作日", "{n} working day(s) left", "n", number(*t.Left))
	}
	switch {
	case left == nil:
		return share
	case share == nil:
		return left
	}
	return metamodel.Worded("{share}或{left}", "{share}, or {left}", "share", share, "left", left)
}
