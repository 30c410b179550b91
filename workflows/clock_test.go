package workflows

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAMattersClockLeavesOutTheDayOfTheEventAndThePauses(t *testing.T) {
	t.Parallel()
	k := Clock{Limit: china.Days(8)}
	if light, _ := k.LightAt(at("2026-03-02 10:00"), china); light != None {
		t.Errorf("before the start the light is %s", light)
	}
	k = k.Run(at("2026-03-02 10:00"), china, true) // Monday; counted from Tuesday
	if used := k.UsedAt(at("2026-03-02 17:30"), china); used != 0 {
		t.Errorf("the day of the event counts %v", used)
	}
	if due := k.Due(china); !due.Equal(at("2026-03-12 17:30")) {
		t.Errorf("due %v", due)
	}
	k = k.Pause(at("2026-03-05 12:00"), china) // 2 days and 3 hours
	if k.Used != china.Days(2)+3*time.Hour || !k.Due(china).IsZero() {
		t.Errorf("used %v, due %v", k.Used, k.Due(china))
	}
	if light, next := k.LightAt(at("2026-03-20 12:00"), china); light != Paused || !next.IsZero() {
		t.Errorf("light %s until %v", light, next)
	}
	k = k.Run(at("2026-03-20 09:00"), china, true) // a Friday: counted from Monday
	if due := k.Due(china); !due.Equal(at("2026-03-30 14:30")) {
		t.Errorf("due %v after the pause", due)
	}
	k = k.Stop(at("2026-03-24 17:30"), china)
	if k.Used != china.Days(4)+3*time.Hour || !k.Stopped.Equal(at("2026-03-24 17:30")) || !k.Due(china).IsZero() {
		t.Errorf("stopped %+v", k)
	}
	if light, _ := k.LightAt(at("2026-12-24 17:30"), china); light != None {
		t.Errorf("after the end the light is %s", light)
	}
	if !k.Started.Equal(at("2026-03-02 10:00")) {
		t.Errorf("started %v", k.Started)
	}
}

func TestLightsTurnAtTheirInstants(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		days        float64
		start       string
		yellow, red string
	}{
		// Ten days: four fifths.
		{"ten days", 10, "2026-03-02 09:00", "2026-03-11 17:30", "2026-03-13 17:30"},
		// Two days: half a day is left after 10.5 hours, before four fifths at 11.2.
		{"two days", 2, "2026-03-02 09:00", "2026-03-03 14:00", "2026-03-03 17:30"},
		// One day: half a day left.
		{"one day", 1, "2026-03-02 09:00", "2026-03-02 14:00", "2026-03-02 17:30"},
		// Half a day: its fifths alone, 2 h 48 min.
		{"half a day", 0.5, "2026-03-02 09:00", "2026-03-02 11:48", "2026-03-02 14:00"},
		// Over Spring Festival.
		{"a day and the festival", 1, "2026-02-14 13:30", "2026-02-14 17:00", "2026-02-24 12:00"},
	} {
		k := Clock{Limit: china.Days(c.days)}.Run(at(c.start), china, false)
		light, next := k.LightAt(at(c.start), china)
		if light != Green || !next.Equal(at(c.yellow)) {
			t.Errorf("%s: %s until %v, want green until %s", c.name, light, next, c.yellow)
		}
		light, next = k.LightAt(at(c.yellow), china)
		if light != Yellow || !next.Equal(at(c.red)) {
			t.Errorf("%s: %s until %v, want yellow until %s", c.name, light, next, c.red)
		}
		light, next = k.LightAt(at(c.red), china)
		if light != Red || !next.IsZero() || !k.Due(china).Equal(at(c.red)) {
			t.Errorf("%s: %s until %v, due %v, want red", c.name, light, next, k.Due(china))
		}
	}
	if light, _ := (Clock{}).Run(at("2026-03-02 09:00"), china, false).LightAt(at("2027-03-02 09:00"), china); light != None {
		t.Errorf("without a limit the light is %s", light)
	}
}

func TestClockCallsOutOfTurnChangeNothing(t *testing.T) {
	t.Parallel()
	k := Clock{Limit: china.Days(5)}
	if k.Pause(at("2026-03-02 09:00"), china) != k {
		t.Error("a clock that never ran was paused")
	}
	k = k.Run(at("2026-03-02 09:00"), china, false)
	if k.Run(at("2026-03-03 09:00"), china, false) != k {
		t.Error("a running clock was started again")
	}
	k = k.Stop(at("2026-03-03 09:00"), china)
	if k.Stop(at("2026-03-04 09:00"), china) != k || k.Run(at("2026-03-04 09:00"), china, true) != k || k.Pause(at("2026-03-04 09:00"), china) != k {
		t.Error("a stopped clock moved")
	}
	if never := (Clock{}).Stop(at("2026-03-03 09:00"), china); never.Used != 0 || never.Stopped.IsZero() {
		t.Errorf("a clock that never ran stops as %+v", never)
	}
}

func TestLightsBecomeOne(t *testing.T) {
	t.Parallel()
	order := []Light{None, Paused, Green, Yellow, Red}
	for i, a := range order {
		for j, b := range order {
			if a.Worse(b) != (i > j) {
				t.Errorf("%s worse than %s: %v", a, b, a.Worse(b))
			}
		}
	}
}

// A clock driven by any sequence of runs and pauses has used exactly the
// working time it ran; Due, UsedAt and LightAt tell the same story.
func TestDueUsedAndLightAgree(t *testing.T) {
	everywhere(t, func(t *rapid.T, c *Calendar) {
		k := Clock{Limit: working(t, "limit")}
		now := instant(t, "start")
		var ran time.Duration
		for range rapid.IntRange(0, 6).Draw(t, "changes") {
			firstDay := rapid.Bool().Draw(t, "first day")
			k = k.Run(now, c, firstDay)
			from := now
			if firstDay {
				from = c.FirstDay(now)
			}
			now = now.Add(working(t, "running"))
			ran += c.Between(from, now)
			k = k.Pause(now, c)
			now = now.Add(working(t, "pausing")) // never counts
		}
		if k.Used != ran {
			t.Fatalf("used %v, ran %v", k.Used, ran)
		}
		k = k.Run(now, c, rapid.Bool().Draw(t, "first day"))
		later := now.Add(working(t, "later"))
		light, next := k.LightAt(later, c)
		if k.Limit == 0 {
			if light != None || !k.Due(c).IsZero() {
				t.Fatalf("no limit, but %s, due %v", light, k.Due(c))
			}
			return
		}
		due := k.Due(c)
		if used := k.UsedAt(due, c); !due.Before(k.Since) && used != k.Limit {
			t.Fatalf("at %v, when due, %v of %v is used", due, used, k.Limit)
		}
		if over := k.UsedAt(later, c) - k.Limit; over > 0 && !later.Before(k.Since) && c.Between(due, later) != over {
			t.Fatalf("overdue by %v, but since %v there were %v", over, due, c.Between(due, later))
		}
		if (light == Red) != (k.UsedAt(later, c) >= k.Limit) {
			t.Fatalf("%s with %v of %v used", light, k.UsedAt(later, c), k.Limit)
		}
		if later.After(k.Since) && (light == Red) != !later.Before(due) {
			t.Fatalf("%s at %v, due %v", light, later, due)
		}
		for !next.IsZero() {
			if !next.After(later) {
				t.Fatalf("%s at %v changes at %v", light, later, next)
			}
			if before, _ := k.LightAt(next.Add(-1), c); before != light {
				t.Fatalf("%s has turned %s before %v", light, before, next)
			}
			then, following := k.LightAt(next, c)
			if !then.Worse(light) {
				t.Fatalf("%s does not change at %v", light, next)
			}
			light, later, next = then, next, following
		}
		if light != Red {
			t.Fatalf("ends %s", light)
		}
	})
}
