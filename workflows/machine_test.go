package workflows

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/looplab/fsm"
	"pgregory.net/rapid"

	"github.com/onematter/onematter/metamodel"
)

// tell writes a move's effects as "close_task accept, open_task review".
func tell(m Move) string {
	var s []string
	for _, e := range m.Effects {
		t := string(e.Type) + " " + e.State.ID
		if e.Outcome != "" {
			t += " " + string(e.Outcome)
		}
		s = append(s, t)
	}
	return strings.Join(s, ", ")
}

func TestEveryKindOfMoveHasItsEffectsInOrder(t *testing.T) {
	t.Parallel()
	m := mustCompile(licence())
	if got, want := tell(m.Start()), "run_clock accept, open_task accept"; got != want {
		t.Errorf("start: %s, want %s", got, want)
	}
	for _, c := range []struct{ state, event, to, effects string }{
		{"accept", "pass", "review", "close_task accept, open_task review"},
		{"accept", "correct", "accept_wait", "close_task accept, pause_clock accept_wait, ask_citizen accept_wait"},
		{"accept_wait", "resubmit", "accept", "run_clock accept, open_task accept"},
		{"accept", "reject", "refused", "close_task accept, stop_clock refused, end_case refused refused"},
		{"inspect", "rectify", "inspect_wait", "close_task inspect, pause_clock inspect_wait, ask_citizen inspect_wait"},
		{"inspect", "bad", "decide", "close_task inspect, open_task decide"},
		{"decide", "approve", "deliver", "close_task decide, open_task deliver"},
		{"deliver", "deliver", "issued", "close_task deliver, stop_clock issued, end_case issued issued"},
	} {
		got, err := m.Next(c.state, c.event)
		if err != nil {
			t.Errorf("%s/%s: %v", c.state, c.event, err)
			continue
		}
		if got.From.ID != c.state || got.To.ID != c.to || got.Transition.Event != c.event || tell(got) != c.effects {
			t.Errorf("%s/%s: %s → %s by %s: %s, want %s: %s", c.state, c.event, got.From.ID, got.To.ID, got.Transition.Event, tell(got), c.to, c.effects)
		}
	}
}

func TestAStepCanBeDoneAnew(t *testing.T) {
	t.Parallel()
	w := licence()
	w.States[2].On = append(w.States[2].On, Transition{Event: "again", Label: w.Title, Target: "review", Kind: Forward})
	got, err := mustCompile(w).Next("review", "again")
	if err != nil {
		t.Fatal(err)
	}
	if want := "close_task review, open_task review"; tell(got) != want {
		t.Errorf("%s, want %s", tell(got), want)
	}
}

func TestAnEventTheStateDoesNotHaveIsRefused(t *testing.T) {
	t.Parallel()
	m := mustCompile(licence())
	for _, c := range [][2]string{
		{"accept", "deliver"},   // an event of another state
		{"accept", "no such"},   // of no state
		{"nowhere", "pass"},     // no such state
		{"issued", "deliver"},   // ended
		{"void", "resubmit"},    // ended, never entered
		{"", ""},                //
		{"review_wait", "pass"}, // waits for the citizen
	} {
		move, err := m.Next(c[0], c[1])
		if !errors.Is(err, ErrNoTransition) || move.To != nil {
			t.Errorf("%q/%q: %v, %v", c[0], c[1], move, err)
		}
	}
	if s, ok := m.State("decide"); !ok || s.Roles[0] != "approver" {
		t.Errorf("State(decide) = %v, %v", s, ok)
	}
	if _, ok := m.State("nowhere"); ok {
		t.Error("State finds a state that is not there")
	}
}

func TestACallerCannotSpoilTheEffectsOfOthersByAppending(t *testing.T) {
	t.Parallel()
	m := mustCompile(licence())
	first, _ := m.Next("accept", "pass")
	_ = append(first.Effects, Effect{Type: EndCase})
	second, _ := m.Next("accept", "pass")
	_ = append(second.Effects, Effect{Type: StopClock})
	if again, _ := m.Next("accept", "pass"); tell(again) != "close_task accept, open_task review" {
		t.Error(tell(again))
	}
}

func TestNextIsPureUnderConcurrentUse(t *testing.T) {
	t.Parallel()
	m := mustCompile(licence())
	want := map[[2]string]string{}
	var pairs [][2]string
	for _, s := range m.Workflow.States {
		for _, e := range []string{"pass", "correct", "resubmit", "deliver", "nothing"} {
			move, err := m.Next(s.ID, e)
			want[[2]string{s.ID, e}] = fmt.Sprint(tell(move), err)
			pairs = append(pairs, [2]string{s.ID, e})
		}
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 2000 {
				p := pairs[(i*7+g*13)%len(pairs)]
				move, err := m.Next(p[0], p[1])
				if got := fmt.Sprint(tell(move), err); got != want[p] {
					t.Errorf("%v: %s, want %s", p, got, want[p])
					return
				}
			}
		})
	}
	wg.Wait()
}

// Whatever happens to a case, its clock, its task and its citizen are in step
// with its state.
func TestEffectsKeepClockAndTaskInStepWithTheState(t *testing.T) {
	t.Parallel()
	m := mustCompile(licence())
	rapid.Check(t, func(t *rapid.T) {
		running, stopped, task, outcome := false, false, "", Outcome("")
		apply := func(move Move) {
			for _, e := range move.Effects {
				switch e.Type {
				case OpenTask:
					if task != "" {
						t.Fatalf("task of %s opened while that of %s is open", e.State.ID, task)
					}
					task = e.State.ID
				case CloseTask:
					if task != e.State.ID {
						t.Fatalf("task of %s closed while %q is open", e.State.ID, task)
					}
					task = ""
				case RunClock:
					if running {
						t.Fatal("the clock runs already")
					}
					running = true
				case PauseClock:
					if !running {
						t.Fatal("paused a clock that does not run")
					}
					running = false
				case StopClock:
					running, stopped = false, true
				case EndCase:
					outcome = e.Outcome
				}
			}
			to := move.To
			if running != (to.Type == Step) || stopped != (to.Type == Final) || (task == to.ID) != (to.Type == Step) || outcome != to.Outcome {
				t.Fatalf("in %s: running %v, stopped %v, task %q, outcome %q", to.ID, running, stopped, task, outcome)
			}
		}
		move := m.Start()
		apply(move)
		for range rapid.IntRange(0, 30).Draw(t, "events") {
			if len(move.To.On) == 0 {
				return
			}
			event := rapid.SampledFrom(move.To.On).Draw(t, "event").Event
			next, err := m.Next(move.To.ID, event)
			if err != nil {
				t.Fatal(err)
			}
			move = next
			apply(move)
		}
	})
}

func TestLintNamesEachDefectByPath(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(w *Workflow)
		want  []string // "path code", in order
	}{
		"sound":                {func(*Workflow) {}, nil},
		"no states":            {func(w *Workflow) { w.States = nil }, []string{"initial workflow.initial.unknown"}},
		"initial unknown":      {func(w *Workflow) { w.Initial = "nowhere" }, []string{"initial workflow.initial.unknown"}},
		"initial waits":        {func(w *Workflow) { w.Initial = "accept_wait" }, []string{"initial workflow.initial.type"}},
		"initial is an end":    {func(w *Workflow) { w.Initial = "void" }, []string{"initial workflow.initial.type", "states/0 workflow.state.unreachable", "states/1 workflow.state.unreachable", "states/2 workflow.state.unreachable", "states/3 workflow.state.unreachable", "states/4 workflow.state.unreachable", "states/5 workflow.state.unreachable", "states/6 workflow.state.unreachable", "states/7 workflow.state.unreachable", "states/8 workflow.state.unreachable", "states/9 workflow.state.unreachable", "states workflow.final.no_issued"}},
		"state without id":     {func(w *Workflow) { w.States[10].ID = "" }, []string{"states/10/id workflow.state.id"}},
		"state twice":          {func(w *Workflow) { w.States[3].ID = "accept_wait" }, []string{"states/3/id workflow.state.twice", "states/2/on/2/target workflow.target.unknown"}},
		"unknown type":         {func(w *Workflow) { w.States[11].Type = "pause" }, []string{"states/11/type workflow.state.type"}},
		"target unknown":       {func(w *Workflow) { w.States[0].On[0].Target = "nowhere" }, []string{"states/0/on/0/target workflow.target.unknown"}},
		"step without roles":   {func(w *Workflow) { w.States[2].Roles = nil }, []string{"states/2/roles workflow.state.roles"}},
		"empty role":           {func(w *Workflow) { w.States[2].Roles = []string{"reviewer", ""} }, []string{"states/2/roles/1 workflow.state.roles"}},
		"step with outcome":    {func(w *Workflow) { w.States[2].Outcome = Issued }, []string{"states/2/outcome workflow.state.misplaced"}},
		"negative limit":       {func(w *Workflow) { w.States[2].Limit = -1 }, []string{"states/2/limit workflow.state.limit"}},
		"huge limit":           {func(w *Workflow) { w.States[2].Limit = 1e300 }, []string{"states/2/limit workflow.state.limit"}},
		"lights without limit": {func(w *Workflow) { w.States[2].Limit, w.States[2].Lights = 0, yellowLeft(1) }, []string{"states/2/lights workflow.lights.no_limit"}},
		"lights of a wait":     {func(w *Workflow) { w.States[1].Lights = yellowLeft(1) }, []string{"states/1/lights workflow.state.misplaced"}},
		"red before yellow": {func(w *Workflow) {
			w.States[2].Limit, w.States[2].Lights = 3, yellowLeft(1)
			w.States[2].Lights.Red = yellowLeft(2).Yellow
		}, []string{"states/2/lights workflow.lights.order"}},
		"dead end":                  {func(w *Workflow) { w.States[7].On = nil }, []string{"states/7/on workflow.state.dead_end", "states/8 workflow.state.unreachable", "states workflow.final.no_issued"}},
		"wait with roles and limit": {func(w *Workflow) { w.States[1].Roles, w.States[1].Limit = []string{"clerk"}, 5 }, []string{"states/1/roles workflow.state.misplaced", "states/1/limit workflow.state.misplaced"}},
		"wait without resubmit":     {func(w *Workflow) { w.States[1].On = nil }, []string{"states/1/on workflow.wait.no_resubmit"}},
		"a department acts in wait": {func(w *Workflow) { w.States[1].On[0].Kind = Forward }, []string{"states/1/on workflow.wait.no_resubmit", "states/1/on/0/kind workflow.kind.state"}},
		"resubmit in a step":        {func(w *Workflow) { w.States[0].On[0].Kind = Resubmit }, []string{"states/0/on/0/kind workflow.kind.state"}},
		"resubmit to the end":       {func(w *Workflow) { w.States[1].On[0].Target = "refused" }, []string{"states/1/on/0/target workflow.kind.target"}},
		"final without outcome":     {func(w *Workflow) { w.States[11].Outcome = "" }, []string{"states/11/outcome workflow.final.outcome", "states/11 workflow.state.unreachable"}},
		"final of a theme":          {func(w *Workflow) { w.States[10].Outcome = Partial }, []string{"states/10/outcome workflow.final.outcome", "states/10 workflow.state.unreachable"}},
		"final with transitions":    {func(w *Workflow) { w.States[9].On = []Transition{{Event: "reopen", Target: "accept", Kind: Forward}} }, []string{"states/9/on workflow.state.misplaced"}},
		"event without id":          {func(w *Workflow) { w.States[0].On[0].Event = "" }, []string{"states/0/on/0/event workflow.event.id"}},
		"event twice":               {func(w *Workflow) { w.States[0].On[1].Event = "pass" }, []string{"states/0/on/1/event workflow.event.twice"}},
		"unknown kind":              {func(w *Workflow) { w.States[0].On[0].Kind = "jump" }, []string{"states/0/on/0/kind workflow.kind.unknown"}},
		"unknown kind and target":   {func(w *Workflow) { w.States[0].On[0].Kind, w.States[0].On[0].Target = "jump", "nowhere" }, []string{"states/0/on/0/target workflow.target.unknown", "states/0/on/0/kind workflow.kind.unknown"}},
		"correction goes on":        {func(w *Workflow) { w.States[0].On[1].Target = "review" }, []string{"states/0/on/1/target workflow.kind.target", "states/1 workflow.state.unreachable"}},
		"forward into a wait":       {func(w *Workflow) { w.States[0].On[1].Kind = Forward }, []string{"states/0/on/1/target workflow.kind.target"}},
		"refusal goes on":           {func(w *Workflow) { w.States[0].On[2].Target = "review" }, []string{"states/0/on/2/target workflow.kind.target"}},
		"refused without a reason":  {func(w *Workflow) { w.States[0].On[2].Kind = Forward }, []string{"states/0/on/2/target workflow.kind.target"}},
		"delivery refuses":          {func(w *Workflow) { w.States[7].On[0].Target = "refused" }, []string{"states/7/on/0/target workflow.kind.target", "states/8 workflow.state.unreachable", "states workflow.final.no_issued"}},
		"issued without delivery":   {func(w *Workflow) { w.States[6].On[0].Target = "issued" }, []string{"states/6/on/0/target workflow.kind.target", "states/7 workflow.state.unreachable"}},
		"silence":                   {silent(nil), nil},
		"silence by no clock":       {silent(func(a *After) { a.Clock = "sun" }), []string{"states/6/after/clock workflow.after.clock"}},
		"silence and corrections":   {silent(func(a *After) { a.Corrections = "" }), []string{"states/6/after/corrections workflow.after.corrections"}},
		"silence before its start":  {silent(func(a *After) { a.Days = -1 }), []string{"states/6/after/days workflow.after.days"}},
		"silence without a time":    {func(w *Workflow) { silent(func(a *After) { a.Days, a.Clock = 0, StepClock })(w); w.States[6].Limit = 0 }, []string{"states/6/after/days workflow.after.no_limit"}},
		"silence without a law":     {silent(func(a *After) { a.Basis = nil }), []string{"states/6/after/basis workflow.after.basis"}},
		"silence does nothing":      {silent(func(a *After) { a.Event = "shrug" }), []string{"states/6/after/event workflow.after.event"}},
		"silence of the citizen":    {func(w *Workflow) { silent(nil)(w); w.States[1].After = w.States[6].After }, []string{"states/1/after workflow.state.misplaced"}},
		"silence at the end":        {func(w *Workflow) { silent(nil)(w); w.States[9].After = w.States[6].After }, []string{"states/9/after workflow.state.misplaced"}},
		"silence asks": {func(w *Workflow) {
			silent(nil)(w)
			a := *w.States[6].After
			a.Event = "correct"
			w.States[0].After = &a
		}, []string{"states/0/after/event workflow.after.asks"}},
		"silence in a circle":      {func(w *Workflow) { silent(nil)(w); w.States[6].On[0].Target = "decide" }, []string{"states/7 workflow.state.unreachable", "states/8 workflow.state.unreachable", "states workflow.final.no_issued", "states/6/after/event workflow.after.circle"}},
		"a loop without a way out": {func(w *Workflow) { w.States[4].On = w.States[4].On[1:2] }, []string{"states/4/on workflow.state.no_way_out", "states/5/on workflow.state.no_way_out"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := licence()
			c.spoil(w)
			m, problems := Compile(w)
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
				t.Errorf("problems\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
			if (m == nil) != (len(c.want) > 0) {
				t.Errorf("machine %v with %d problems", m, len(c.want))
			}
		})
	}
}

// silent lets the licence's decision be granted by silence after 5 days.
func silent(spoil func(*After)) func(*Workflow) {
	return func(w *Workflow) {
		a := &After{Days: 5, Clock: StepClock, Event: "approve", Corrections: Continue, Basis: metamodel.ZhEn("《办法》第八条", "Article 8")}
		if spoil != nil {
			spoil(a)
		}
		w.States[6].After = a
	}
}

// Compile meets whatever a designer's editor sends it: it reports, it never panics.
func TestCompileSurvivesAnyGraph(t *testing.T) {
	t.Parallel()
	ids := []string{"", "a", "b", "c", "nowhere"}
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.SampledFrom(ids)
		w := &Workflow{ID: "w", Initial: id.Draw(t, "initial")}
		for range rapid.IntRange(0, 6).Draw(t, "states") {
			s := State{ID: id.Draw(t, "id"), Type: rapid.SampledFrom([]StateType{Step, Wait, Final, "odd"}).Draw(t, "type"),
				Outcome: rapid.SampledFrom([]Outcome{"", Issued, Refused, "odd"}).Draw(t, "outcome"),
				Roles:   rapid.SliceOfN(rapid.SampledFrom([]string{"", "clerk"}), 0, 2).Draw(t, "roles")}
			if rapid.Bool().Draw(t, "silence") {
				s.After = &After{Days: 1, Clock: rapid.SampledFrom([]ClockName{StepClock, "odd"}).Draw(t, "clock"), Event: id.Draw(t, "silently"), Corrections: Restart, Basis: metamodel.ZhEn("法", "law")}
			}
			for range rapid.IntRange(0, 4).Draw(t, "transitions") {
				s.On = append(s.On, Transition{Event: id.Draw(t, "event"), Target: id.Draw(t, "target"),
					Kind: rapid.SampledFrom([]TransitionKind{Forward, Correct, Refuse, Approve, Deliver, Resubmit, "odd"}).Draw(t, "kind")})
			}
			w.States = append(w.States, s)
		}
		m, problems := Compile(w)
		if (m == nil) != problems.Failed() {
			t.Fatalf("machine %v, problems %v", m, problems)
		}
		Draw(w).Mermaid("zh")
		if m == nil {
			return
		}
		// What compiles can be walked: every transition that is written exists.
		for _, s := range w.States {
			for _, tr := range s.On {
				if move, err := m.Next(s.ID, tr.Event); err != nil || move.To.ID != tr.Target {
					t.Fatalf("%s/%s: %v, %v", s.ID, tr.Event, move.To, err)
				}
			}
		}
	})
}

func BenchmarkNext(b *testing.B) {
	m := mustCompile(licence())
	b.Run("serial", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := m.Next("review", "pass"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("parallel", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := m.Next("review", "pass"); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
	b.Run("an fsm built per call", func(b *testing.B) { // what the pool saves
		b.ReportAllocs()
		for b.Loop() {
			f := m.moves.pool.New().(*fsm.FSM)
			f.SetState("review")
			if err := f.Event(context.Background(), "pass"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("refused", func(b *testing.B) {
		for b.Loop() {
			if _, err := m.Next("review", "deliver"); err == nil {
				b.Fatal("moved")
			}
		}
	})
}

func yellowLeft(days float64) *metamodel.Lights {
	return &metamodel.Lights{Yellow: &metamodel.Threshold{Left: &days}}
}
