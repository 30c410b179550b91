package workflows

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// sigmas is how far a mean of many cases may lie from what is expected: beyond
// it lies less than one in a million.
const sigmas = 5

// rehearse runs n cases and gives each to visit.
func rehearse(r *Rehearsal, cal *Calendar, n int, visit func(i int, c *Course)) {
	var c Course
	day := time.Date(2026, 3, 2, 0, 0, 0, 0, cal.Zone)
	for i := range n {
		luck := LuckOf(20261126, i)
		filed := time.Duration(Throw(Luck(luck, "filed")) * float64(cal.Day()))
		r.Run(Luck(luck, "M"), cal.Add(day, filed), &c)
		visit(i, &c)
	}
}

type sample struct{ n, sum, squares float64 }

func (s *sample) add(v float64) { s.n, s.sum, s.squares = s.n+1, s.sum+v, s.squares+v*v }

func (s *sample) mean() float64 { return s.sum / s.n }

func (s *sample) near(t *testing.T, what string, want float64) {
	t.Helper()
	se := math.Sqrt(max(s.squares/s.n-s.mean()*s.mean(), 0) / s.n)
	if d := math.Abs(s.mean() - want); d > sigmas*se+1e-9 {
		t.Errorf("%s: %v ± %v, want %v", what, s.mean(), se, want)
	}
}

func inDays(d time.Duration) float64 { return float64(d) / float64(WorkingTime.Day()) }

func TestASpreadHasTheMeanAndTheQuantilesItSays(t *testing.T) {
	t.Parallel()
	for _, s := range []Spread{{Least: 1, Usual: 5, Most: 12}, {Least: 2, Usual: 2, Most: 8}, {Least: 0, Usual: 4, Most: 4}, {Least: 3, Usual: 3, Most: 3}, {Median: 2, P90: 6}, {Median: 2, P90: 2}} {
		const n = 200_000
		sum, last := 0.0, math.Inf(-1)
		for i := range n {
			v := s.At((float64(i) + 0.5) / n)
			if v < last-1e-12 {
				t.Fatalf("%+v: the quantiles fall at %d", s, i)
			}
			sum, last = sum+v, v
		}
		if m := sum / n; math.Abs(m-s.Mean()) > 2e-3*s.Mean() {
			t.Errorf("%+v: mean %v, says %v", s, m, s.Mean())
		}
		if s.Measured() && (math.Abs(s.At(0.5)-s.Median) > 1e-9 || math.Abs(s.At(0.9)-s.P90) > 1e-9) {
			t.Errorf("%+v: median %v, p90 %v", s, s.At(0.5), s.At(0.9))
		}
		if !s.Valid() {
			t.Errorf("%+v is not valid", s)
		}
	}
	for _, s := range []Spread{{Least: 2, Usual: 1, Most: 3}, {Least: -1}, {Most: math.NaN()}, {Median: 2, P90: 1}, {P90: 1}, {Usual: 1, Most: 2, Median: 1, P90: 1}, {Most: 1e9}} {
		if s.Valid() {
			t.Errorf("%+v is valid", s)
		}
	}
	merged := Spread{Least: 1, Usual: 2, Most: 3}
	if err := json.Unmarshal([]byte(`{"median":2,"p90":5}`), &merged); err != nil || merged != (Spread{Median: 2, P90: 5}) {
		t.Errorf("read %+v %v", merged, err)
	}
}

// chain is steps one after the other, with limits, the last one delivering.
func chain(limits ...float64) *Workflow {
	w := &Workflow{ID: "W", Title: metamodel.Zh("流程"), Initial: "s0"}
	for i, limit := range limits {
		s := State{ID: fmt.Sprintf("s%d", i), Name: metamodel.Zh("环节"), Type: Step, Roles: []string{"clerk"}, Limit: limit}
		next := Transition{Event: "go", Label: metamodel.Zh("通过"), Target: fmt.Sprintf("s%d", i+1), Kind: Forward}
		if i == len(limits)-1 {
			next.Target, next.Kind = "done", Deliver
		}
		s.On = []Transition{next}
		w.States = append(w.States, s)
	}
	w.States = append(w.States, State{ID: "done", Name: metamodel.Zh("办结"), Type: Final, Outcome: Issued})
	return w
}

// Two steps of 10 and 20 days: a step takes (0.1 + 0.5 + 1.2) / 3 = 0.6 of its
// limit, and of the day of filing half is left on average, which does not count.
func TestAChainTakesWhatIsExpectedByHand(t *testing.T) {
	t.Parallel()
	r := mustCompile(chain(10, 20)).Rehearse(WorkingTime, Terms{Promised: 18, Statutory: 30}, DefaultOdds, nil)
	var used sample
	late := sample{}
	rehearse(r, WorkingTime, 20_000, func(_ int, c *Course) {
		used.add(inDays(c.Promised.Used))
		late.add(map[bool]float64{true: 1}[c.Stays[0].Left.Sub(c.Stays[0].Entered) > 10*24*time.Hour])
		if c.Outcome != Issued || len(c.Stays) != 2 || len(c.Hands) != 2 {
			t.Fatalf("%+v", c)
		}
	})
	used.near(t, "working days", 0.6*30-0.5)
	late.near(t, "longer than the limit", 0.2*0.2/(1.1*0.7)) // the triangle beyond 1
}

// A step that asks for corrections three times in ten is stayed in 1/0.7 times,
// and refused in none.
func TestCorrectionsComeAsOftenAsAssumedAndThePromisedClockStandsStill(t *testing.T) {
	t.Parallel()
	odds := DefaultOdds
	odds.Correct, odds.Refuse = 0.3, 0
	r := mustCompile(licence()).Rehearse(WorkingTime, Terms{Promised: 8}, odds, map[string]StepOdds{"review": {Events: map[string]float64{"skip": 0.25}}})
	var accepts, skips, waits sample
	rehearse(r, WorkingTime, 20_000, func(_ int, c *Course) {
		n, left := 0.0, 0.0
		var worked time.Duration
		for _, s := range c.Stays {
			switch {
			case s.State.ID == "accept":
				n++
			case s.State.ID == "review":
				skips.add(map[bool]float64{true: 1}[s.By == "skip"])
			}
			if s.State.Type == Wait {
				left += inDays(s.Left.Sub(s.Entered))
			} else {
				worked += s.Left.Sub(s.Entered)
			}
		}
		accepts.add(n)
		waits.add(left)
		if c.Promised.Used > worked {
			t.Fatalf("%v used of %v worked", c.Promised.Used, worked)
		}
	})
	accepts.near(t, "stays in accept", 1/0.7)
	skips.near(t, "inspections left out", 0.25)
	// accept: 0.3/0.7 waits; review: of the 0.75 left, 0.3 ask, so 0.225/0.775; inspect is reached by what
	// goes on: 0.525/0.775, and asks 0.2/0.8 times.
	waits.near(t, "days with the applicant", (0.3/0.7+0.225/0.775+0.525/0.775*0.25)*DefaultOdds.Answer.Mean())
}

// What is rehearsed is what Simulate makes of the same events at the same times.
func TestARehearsalKeepsItsClocksAsTheEngineDoes(t *testing.T) {
	t.Parallel()
	silent := licence()
	silent.States[6].After = &After{Days: 3, Clock: PromisedClock, Event: "approve", Corrections: Restart, Basis: metamodel.Zh("第八条")}
	for name, w := range map[string]*Workflow{"licence": licence(), "silent": silent} {
		m := mustCompile(w)
		r := m.Rehearse(WorkingTime, Terms{Promised: 8, Statutory: 20}, DefaultOdds, nil)
		silences := 0
		rehearse(r, WorkingTime, 2000, func(i int, c *Course) {
			var happens []Happening
			for _, s := range c.Stays {
				h := Happening{Event: s.By, After: s.Left.Sub(s.Entered)}
				if s.Silent {
					h = Happening{}
					silences++
				}
				happens = append(happens, h)
			}
			sim, err := m.Simulate(WorkingTime, Script{Start: c.Start, Promised: 8, Statutory: 20, Happens: happens})
			if err != nil {
				t.Fatal(name, i, err)
			}
			last := sim.Last()
			if sim.Outcome != c.Outcome || last.Promised != c.Promised || last.Statutory != c.Statutory || !last.At.Equal(c.Ended) || len(sim.Trace) != len(c.Stays)+1 {
				t.Fatalf("%s, case %d: %+v\nsimulated %+v", name, i, c, last)
			}
		})
		if (name == "silent") != (silences > 0) {
			t.Errorf("%s: silence decided %d times", name, silences)
		}
	}
}

// Days off change when a case ends, not how much working time it takes.
func TestWorkingTimeIsTheSameOnEveryCalendar(t *testing.T) {
	t.Parallel()
	m := mustCompile(licence())
	list := map[*Calendar][]float64{}
	for _, cal := range []*Calendar{WorkingTime, china} {
		r := m.Rehearse(cal, Terms{Promised: 8, Statutory: 20}, DefaultOdds, nil)
		rehearse(r, cal, 3000, func(_ int, c *Course) {
			list[cal] = append(list[cal], float64(c.Statutory.Used)/float64(cal.Day()))
		})
	}
	for i, want := range list[WorkingTime] {
		if got := list[china][i]; math.Abs(got-want) > 0.005 { // limits are whole seconds, of a day of seven hours
			t.Fatalf("case %d: %v days by the calendar, %v of working time", i, got, want)
		}
	}
}

func TestVotesDecideAsOftenAsTheirRuleSays(t *testing.T) {
	t.Parallel()
	const p = 0.3
	q := 1 - p
	for _, x := range []struct {
		mode  SignMode
		ratio float64
		want  float64
		hands float64 // 0: not told
	}{
		{SignAll, 0, q * q * q, 3}, {SignAny, 0, 1 - p*p*p, 3}, {SignRatio, 0.6667, q*q*q + 3*q*q*p, 3},
		{SignSequence, 0, q * q * q, 1 + q + q*q},
	} {
		w := chain(4, 1)
		w.States[0].On = []Transition{
			{Event: "yes", Label: metamodel.Zh("同意"), Target: "s1", Kind: Forward},
			{Event: "no", Label: metamodel.Zh("不同意"), Target: "refused", Kind: Refuse},
		}
		w.States = append(w.States, State{ID: "refused", Name: metamodel.Zh("不予"), Type: Final, Outcome: Refused})
		w.States[0].Sign = &Sign{Mode: x.mode, Ratio: x.ratio, Agreed: "yes", Disagreed: "no", By: []Signatory{{Roles: []string{"a"}}, {Department: "fire", Roles: []string{"b"}}, {Department: "water", Roles: []string{"b"}}}}
		odds := DefaultOdds
		odds.Disagree = p
		var yes, hands sample
		rehearse(mustCompile(w).Rehearse(WorkingTime, Terms{}, odds, nil), WorkingTime, 20_000, func(_ int, c *Course) {
			yes.add(map[Outcome]float64{Issued: 1}[c.Outcome])
			n := 0.0
			for _, h := range c.Hands {
				if h.Kind == HandSign {
					n++
				}
				if h.Closed.Before(h.Opened) || h.State.ID == "s0" && h.Closed.After(c.Stays[0].Left) {
					t.Fatalf("%s: %+v of %+v", x.mode, h, c.Stays[0])
				}
			}
			hands.add(n)
		})
		yes.near(t, string(x.mode)+" agreed", x.want)
		hands.near(t, string(x.mode)+" signatures asked for", x.hands)
	}
}

func TestOpinionsAreAwaitedWhereTheStepSaysSo(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		required, pauses bool
	}{{false, false}, {true, false}, {true, true}} {
		w := chain(1, 1)
		w.States[0].Opinions = &Opinions{Departments: []string{"fire"}, Limit: 10, Silence: SilenceAgrees, Required: x.required, Pauses: x.pauses, Basis: metamodel.Zh("第三条")}
		odds := DefaultOdds
		odds.Ask, odds.Opinion = 1, Spread{Least: 20, Usual: 20, Most: 20} // nobody ever answers
		rehearse(mustCompile(w).Rehearse(WorkingTime, Terms{Promised: 5}, odds, nil), WorkingTime, 200, func(_ int, c *Course) {
			first := c.Stays[0]
			stayed := inDays(first.Left.Sub(first.Entered))
			day := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC) // asked on the 2nd, which does not count
			switch silence := day.AddDate(0, 0, 10); {
			case x.required && !first.Left.Equal(silence):
				t.Fatalf("decided on %v, silence speaks at %v", first.Left, silence)
			case !x.required && stayed > 1.2:
				t.Fatalf("%v days were waited for an opinion that is not required", stayed)
			}
			if h := c.Hands[0]; h.Kind != HandOpinion || h.Department != "fire" || !h.Opened.Equal(first.Entered) || !h.Closed.Equal(first.Left) {
				t.Fatalf("asked %+v", h)
			}
			rest := inDays(c.Stays[1].Left.Sub(c.Stays[1].Entered))
			switch used := inDays(c.Promised.Used); {
			case x.pauses && math.Abs(used-rest) > 1e-6:
				t.Fatalf("the clock counted %v days while an opinion was awaited", used-rest)
			case x.required && !x.pauses && used < 10:
				t.Fatalf("the clock stood still: %v", used)
			}
		})
	}
}

func TestACaseThatIsAlwaysSentBackIsGivenUp(t *testing.T) {
	t.Parallel()
	w := chain(1, 1)
	w.States[1].Returns = &Returns{Scope: ReturnPrevious}
	odds := DefaultOdds
	odds.Return = 1
	rehearse(mustCompile(w).Rehearse(WorkingTime, Terms{}, odds, nil), WorkingTime, 3, func(_ int, c *Course) {
		if c.Outcome != "" || len(c.Stays) != MostStays || c.Stays[1].To.ID != "s0" || c.Stays[1].By != "" {
			t.Fatalf("%q after %d stays", c.Outcome, len(c.Stays))
		}
	})
	odds.Return = 0.25
	var stays sample
	rehearse(mustCompile(w).Rehearse(WorkingTime, Terms{}, odds, nil), WorkingTime, 20_000, func(_ int, c *Course) { stays.add(float64(len(c.Stays))) })
	stays.near(t, "stays", 2/0.75)
}

// A step without a way on that anybody takes is a dead end, unless silence
// speaks there.
func TestWhereNobodyDoesAnythingACaseStays(t *testing.T) {
	t.Parallel()
	w := chain(1)
	w.States[0].On = append(w.States[0].On, Transition{Event: "wait", Label: metamodel.Zh("补正"), Target: "asked", Kind: Correct})
	w.States = append(w.States, State{ID: "asked", Name: metamodel.Zh("待补正"), Type: Wait, On: []Transition{{Event: "resubmit", Label: metamodel.Zh("提交"), Target: "s0", Kind: Resubmit}}})
	known := map[string]StepOdds{"asked": {Events: map[string]float64{"resubmit": 0}}, "s0": {Events: map[string]float64{"wait": 1}}}
	rehearse(mustCompile(w).Rehearse(WorkingTime, Terms{}, DefaultOdds, known), WorkingTime, 2, func(_ int, c *Course) {
		if last := c.Stays[len(c.Stays)-1]; c.Outcome != "" || last.To != nil || last.State.ID != "asked" || len(c.Stays) != 2 {
			t.Fatalf("%+v", c)
		}
	})
}

// What is changed in one step leaves the luck of the others as it was.
// Whatever changes in one step, also how often luck is called on there, every
// stay in another one lasts as long and ends in the same way: the nth stay of the
// same case, wherever the way led in between.
func TestAChangeInOneStepLeavesTheLuckOfTheOthers(t *testing.T) {
	t.Parallel()
	type stay struct {
		case_, visit int
		state        string
	}
	type went struct {
		lasted time.Duration
		by     string
	}
	const cases = 500
	odds := DefaultOdds
	odds.Ask, odds.Correct, odds.Rectify = 0.7, 0.3, 0.3
	stays := func(w *Workflow) map[stay]went {
		out := map[stay]went{}
		rehearse(mustCompile(w).Rehearse(WorkingTime, Terms{Promised: 8}, odds, nil), WorkingTime, cases, func(i int, c *Course) {
			visits := map[string]int{}
			for _, s := range c.Stays {
				out[stay{i, visits[s.State.ID], s.State.ID}] = went{s.Left.Sub(s.Entered), s.By}
				visits[s.State.ID]++
			}
		})
		return out
	}
	text := metamodel.Zh
	for _, x := range []struct {
		name    string
		change  func(w *Workflow)
		touched []string // whose own stays may be others
	}{
		{"a longer limit", func(w *Workflow) { w.States[2].Limit = 4 }, []string{"review"}},
		{"opinions are asked, and several departments answer", func(w *Workflow) {
			w.States[2].Opinions = &Opinions{Limit: 3, Silence: SilenceAgrees, Required: true}
		}, []string{"review"}},
		{"one action more", func(w *Workflow) {
			w.States[2].On = append(w.States[2].On, Transition{Event: "reject", Label: text("不予"), Target: "refused", Kind: Refuse})
		}, []string{"review"}},
		{"an action less", func(w *Workflow) { w.States[0].On = w.States[0].On[:2] }, []string{"accept"}},
		{"a step more on the way", func(w *Workflow) {
			w.States[2].On[0].Target = "extra"
			w.States = append(w.States, State{ID: "extra", Name: text("专家评审"), Type: Step, Roles: []string{"reviewer"}, Limit: 5, On: []Transition{
				{Event: "pass", Label: text("通过"), Target: "inspect", Kind: Forward},
				{Event: "stop", Label: text("不予"), Target: "refused", Kind: Refuse},
			}})
		}, []string{"extra"}},
		{"three sign instead of one", func(w *Workflow) {
			w.States[6].Sign = &Sign{Mode: SignAll, By: []Signatory{{Roles: []string{"approver"}}, {Roles: []string{"reviewer"}}, {Roles: []string{"clerk"}}}, Agreed: "approve", Disagreed: "refuse"}
		}, []string{"decide"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			changed := licence()
			x.change(changed)
			before, after := stays(licence()), stays(changed)
			compared, other := map[string]int{}, len(before) != len(after)
			for at, was := range before {
				now, ok := after[at]
				if slices.Contains(x.touched, at.state) || !ok {
					other = other || now != was
					continue
				}
				compared[at.state]++
				if (now.lasted-was.lasted).Abs() > time.Millisecond || now.by != was.by {
					t.Fatalf("case %d, stay %d in %s: %v by %q, was %v by %q", at.case_, at.visit+1, at.state, now.lasted, now.by, was.lasted, was.by)
				}
			}
			if !other {
				t.Error("the change changed nothing")
			}
			// Also those that come after the change, and again after a correction.
			for _, state := range []string{"accept", "review", "inspect", "inspect_wait", "decide", "deliver"} {
				if !slices.Contains(x.touched, state) && compared[state] < cases/20 {
					t.Errorf("only %d stays in %s were compared", compared[state], state)
				}
			}
		})
	}
}

func BenchmarkRehearsal(b *testing.B) {
	r := mustCompile(licence()).Rehearse(WorkingTime, Terms{Promised: 8, Statutory: 20}, DefaultOdds, nil)
	var c Course
	start := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	stays := 0
	for i := range b.N {
		r.Run(LuckOf(1, i), start, &c)
		stays += len(c.Stays)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(stays), "ns/stay")
}
