package workflows

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

func thresholdsOf(t *testing.T, rule string) *metamodel.Lights {
	t.Helper()
	if rule == "" {
		return nil
	}
	var l metamodel.Lights
	if err := json.Unmarshal([]byte(rule), &l); err != nil {
		t.Fatal(err)
	}
	return &l
}

// The light changes exactly at its thresholds, each time at the moment that was
// told before.
func TestLightsChangeAtTheirThresholds(t *testing.T) {
	t.Parallel()
	day := china.Day()
	for _, c := range []struct {
		rule        string
		days        float64
		yellow, red float64 // working days used
	}{
		{"", 10, 8, 10},
		{"", 2, 1.5, 2},
		{"", 0.5, 0.4, 0.5},
		{`{"yellow":{"left":2}}`, 10, 8, 10},
		{`{"yellow":{"left":3}}`, 10, 7, 10},
		{`{"yellow":{"left":3}}`, 2, 1.6, 2}, // it never had three days: four fifths, as of old
		{`{"yellow":{"share":0.5}}`, 10, 5, 10},
		{`{"yellow":{"share":0.5,"left":7}}`, 10, 3, 10},
		{`{"yellow":{"share":0.5,"left":7}}`, 20, 10, 20},
		{`{"yellow":{"left":3},"red":{"left":1}}`, 10, 7, 9},
		{`{"red":{"share":0.9}}`, 10, 8, 9},
		{`{"red":{"left":5}}`, 3, 2.4, 3},
		{`{"yellow":{"left":0.5},"red":{"left":2}}`, 10, 9.5, 8}, // refused where it is written; red goes first
	} {
		rule := thresholdsOf(t, c.rule)
		k := Clock{Limit: china.Days(c.days)}.Run(at("2026-03-02 09:00"), china, false)
		used := func(days float64) time.Time { return china.Add(k.Since, time.Duration(days*float64(day))) }
		light, next := k.LightBy(k.Since, china, rule)
		if light != Green || !next.Equal(used(min(c.yellow, c.red))) {
			t.Errorf("%s of %v: begins %s until %v, want %v", c.rule, c.days, light, next, used(c.yellow))
		}
		if before, _ := k.LightBy(next.Add(-time.Microsecond), china, rule); before != Green {
			t.Errorf("%s of %v: %s too early", c.rule, c.days, before)
		}
		if c.yellow < c.red {
			if light, next = k.LightBy(next, china, rule); light != Yellow || !next.Equal(used(c.red)) {
				t.Errorf("%s of %v: then %s until %v, want %v", c.rule, c.days, light, next, used(c.red))
			}
			if before, _ := k.LightBy(next.Add(-time.Microsecond), china, rule); before != Yellow {
				t.Errorf("%s of %v: %s too early", c.rule, c.days, before)
			}
		}
		if light, next = k.LightBy(next, china, rule); light != Red || !next.IsZero() {
			t.Errorf("%s of %v: at last %s until %v", c.rule, c.days, light, next)
		}
		if ordered := LightsOrdered(c.days, china, rule); ordered != (c.yellow < c.red) {
			t.Errorf("%s of %v: ordered %v", c.rule, c.days, ordered)
		}
	}
}

// A matter's rule goes before its calendar's, threshold by threshold; a calendar
// without one has the version it always had.
func TestARuleOfACalendarHoldsWhereNoOtherDoes(t *testing.T) {
	t.Parallel()
	def := *china.Def
	def.Lights = thresholdsOf(t, `{"yellow":{"left":4},"red":{"left":1}}`)
	cal, ps := NewCalendar(&def)
	if ps.Failed() || cal.Version == china.Version {
		t.Fatal(ps)
	}
	k := Clock{Limit: cal.Days(10)}.Run(at("2026-03-02 09:00"), cal, false)
	own := thresholdsOf(t, `{"yellow":{"left":2}}`)
	for days, want := range map[float64][2]Light{5.9: {Green, Green}, 6: {Yellow, Green}, 8: {Yellow, Yellow}, 9: {Red, Red}} {
		t0 := cal.Add(k.Since, time.Duration(days*float64(cal.Day())))
		if a, _ := k.LightAt(t0, cal); a != want[0] {
			t.Errorf("after %v days by the calendar: %s", days, a)
		}
		if a, _ := k.LightBy(t0, cal, own); a != want[1] {
			t.Errorf("after %v days by the matter: %s", days, a)
		}
	}
	yellow, red := LightsText(own.Over(def.Lights))
	if yellow.In("zh") != "剩余 2 个工作日" || red.In("en") != "1 working day left" || !EarlyRed(own.Over(def.Lights)) || EarlyRed(own) {
		t.Errorf("it is told as %v, %v", yellow, red)
	}
	def.Lights = thresholdsOf(t, `{"yellow":{"left":1},"red":{"left":1}}`)
	if _, ps := NewCalendar(&def); len(ps) != 1 || ps[0].Code != "calendar.lights" {
		t.Errorf("nonsense is %v", ps)
	}
}
