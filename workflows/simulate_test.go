package workflows

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// The citizen of M02 files on a Monday, is asked for a correction in review,
// answers after a week and receives the licence.
func TestALicenceIsCorrectedInspectedAndIssued(t *testing.T) {
	t.Parallel()
	hours := func(n float64) time.Duration { return time.Duration(n * float64(time.Hour)) }
	sim, err := mustCompile(licence()).Simulate(china, Script{Start: at("2026-03-02 10:00"), Promised: 8, Statutory: 20, Happens: []Happening{
		{Event: "pass", Worked: hours(2)},
		{Event: "correct", Worked: hours(7)},
		{Event: "resubmit", After: 7 * 24 * time.Hour},
		{Event: "pass", Worked: hours(3)},
		{Event: "rectify", Worked: hours(10)},
		{Event: "resubmit", After: 48 * time.Hour},
		{Event: "bad", Worked: hours(1)},
		{Event: "approve", Worked: hours(9)},
		{Event: "deliver", Worked: hours(0.5)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range sim.Trace {
		got = append(got, fmt.Sprintf("%s %-12s promised %v light %s left %v late %v", m.At.Format("01-02 15:04"), m.Move.To.ID, m.Promised.UsedAt(m.At, china), m.Light, m.Left.Used, m.LateStep))
	}
	// Counted by hand. The promised clock counts from 3 March on; each step that asked goes on with its own time.
	want := []string{
		"03-02 10:00 accept       promised 0s light green left 0s late false",
		"03-02 12:00 review       promised 0s light green left 2h0m0s late false",
		"03-03 12:00 review_wait  promised 3h0m0s light paused left 7h0m0s late false",
		"03-10 12:00 review       promised 3h0m0s light green left 0s late false",
		"03-10 16:30 inspect      promised 6h0m0s light green left 10h0m0s late false",
		"03-12 11:00 inspect_wait promised 16h0m0s light paused left 10h0m0s late false",
		"03-14 11:00 inspect      promised 16h0m0s light green left 0s late false",
		"03-16 10:00 decide       promised 17h0m0s light green left 11h0m0s late false",
		"03-17 12:00 deliver      promised 26h0m0s light green left 9h0m0s late true",
		"03-17 14:00 issued       promised 26h30m0s light none left 30m0s late false",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if sim.Outcome != Issued || sim.Last().Late {
		t.Errorf("outcome %q, late %v", sim.Outcome, sim.Last().Late)
	}
}

func TestACaseThatIsLateTurnsRedAndStaysLate(t *testing.T) {
	t.Parallel()
	sim, err := mustCompile(licence()).Simulate(china, Script{Start: at("2026-02-13 16:00"), Promised: 1, Happens: []Happening{
		{Event: "pass", After: 14 * 24 * time.Hour}, {Event: "skip"}, {Event: "refuse"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if m := sim.Trace[1]; m.Light != Red || !m.Late || !m.LateStep {
		t.Errorf("after a fortnight: %s, late %v, late step %v", m.Light, m.Late, m.LateStep)
	}
	if sim.Outcome != Refused || !sim.Last().Late || sim.Last().LateStep || sim.Last().Light != None {
		t.Errorf("at the end: %+v", sim.Last())
	}
}

func TestASimulationStopsAtWhatCannotHappen(t *testing.T) {
	t.Parallel()
	m := mustCompile(licence())
	for name, c := range map[string]struct {
		happens []Happening
		trace   int
	}{
		"an event of another state": {[]Happening{{Event: "pass"}, {Event: "deliver"}}, 2},
		"after the end":             {[]Happening{{Event: "reject"}, {Event: "pass"}}, 2},
		"backwards":                 {[]Happening{{Event: "pass", After: -time.Hour}}, 1},
	} {
		sim, err := m.Simulate(china, Script{Start: at("2026-03-02 10:00"), Happens: c.happens})
		if err == nil || len(sim.Trace) != c.trace {
			t.Errorf("%s: %v after %d moments", name, err, len(sim.Trace))
		}
		if name != "backwards" && !errors.Is(err, ErrNoTransition) {
			t.Errorf("%s: %v is not ErrNoTransition", name, err)
		}
	}
}

// Nobody decides: silence grants after five days of the decision's own time, or
// of the promised time with what the correction leaves of it. Counted by hand, the day having seven hours and the day of filing not counting.
func TestSilenceDecidesInASimulation(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change  func(*Workflow)
		happens []Happening
		want    string
	}{
		"by the step": {silent(nil), []Happening{{Event: "pass"}, {Event: "skip", Worked: 8 * time.Hour}, {}},
			"accept 03-02 10:00, review 03-02 10:00, decide 03-03 11:00, deliver 03-10 11:00 by itself"},
		"the officer comes too late": {silent(nil), []Happening{{Event: "pass"}, {Event: "skip"}, {Event: "deliver", Worked: 48 * time.Hour}},
			"accept 03-02 10:00, review 03-02 10:00, decide 03-02 10:00, deliver 03-09 10:00 by itself, issued 03-10 17:30"},
		"going on after a correction": {after(PromisedClock, Continue, "review", "skip"), []Happening{{Event: "pass"}, {Event: "correct", Worked: 24 * time.Hour}, {Event: "resubmit", After: 7 * 24 * time.Hour}, {}},
			"accept 03-02 10:00, review 03-02 10:00, review_wait 03-05 14:30, review 03-12 14:30, decide 03-16 17:30 by itself"},
		"anew after a correction": {after(PromisedClock, Restart, "review", "skip"), []Happening{{Event: "pass"}, {Event: "correct", Worked: 24 * time.Hour}, {Event: "resubmit", After: 7 * 24 * time.Hour}, {}},
			"accept 03-02 10:00, review 03-02 10:00, review_wait 03-05 14:30, review 03-12 14:30, decide 03-19 14:30 by itself"},
	} {
		w := licence()
		c.change(w)
		sim, err := mustCompile(w).Simulate(china, Script{Start: at("2026-03-02 10:00"), Promised: 20, Happens: c.happens})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		for _, m := range sim.Trace {
			s := m.Move.To.ID + m.At.Format(" 01-02 15:04")
			if m.Silent {
				s += " by itself"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, s, c.want)
		}
	}
	if _, err := mustCompile(licence()).Simulate(china, Script{Start: at("2026-03-02 10:00"), Happens: []Happening{{}}}); err == nil {
		t.Error("silence decides where the law says nothing")
	}
}

// after lets silence take an event of a state after five days of a clock.
func after(clock ClockName, corrections Corrections, state, event string) func(*Workflow) {
	return func(w *Workflow) {
		for i := range w.States {
			if w.States[i].ID == state {
				w.States[i].After = &After{Days: 5, Clock: clock, Event: event, Corrections: corrections, Basis: metamodel.ZhEn("《办法》", "Rules")}
			}
		}
	}
}

func BenchmarkSimulate(b *testing.B) {
	m := mustCompile(licence())
	script := Script{Start: at("2026-03-02 10:00"), Promised: 8, Statutory: 20, Happens: []Happening{
		{Event: "pass", Worked: time.Hour}, {Event: "pass", Worked: time.Hour}, {Event: "good", Worked: time.Hour}, {Event: "approve", Worked: time.Hour}, {Event: "deliver", Worked: time.Hour}}}
	for b.Loop() {
		if _, err := m.Simulate(china, script); err != nil {
			b.Fatal(err)
		}
	}
}

// Filing, correction and answer on one day: none of it counts.
func TestACorrectionOnTheDayOfFilingDoesNotStartTheClockEarly(t *testing.T) {
	t.Parallel()
	sim, err := mustCompile(licence()).Simulate(china, Script{Start: at("2026-03-02 09:00"), Promised: 8, Happens: []Happening{
		{Event: "correct", Worked: time.Hour}, {Event: "resubmit", After: time.Hour}, {Event: "pass", After: 25 * time.Hour}}})
	if err != nil {
		t.Fatal(err)
	}
	if last := sim.Last(); !last.At.Equal(at("2026-03-03 12:00")) || last.Promised.UsedAt(last.At, china) != 3*time.Hour {
		t.Errorf("at %v %v is used", last.At, last.Promised.UsedAt(last.At, china))
	}
}
