package catalog

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

func TestWhatIsWrongWithAThemeIsFound(t *testing.T) {
	t.Parallel()
	silence := func(days float64, event string) anyMap {
		return anyMap{"days": days, "clock": "step", "event": event, "corrections": "continue", "basis": text("第八条")}
	}
	extra := func(visible string) anyMap {
		return anyMap{"EXTRA": anyMap{"$ref": "element:EXTRA", "x-visible": visible}}
	}
	for _, x := range []struct {
		name    string
		matters []rehearsedMatter
		assume  map[string]StepAssumption
		want    []string // code and path
		witness string   // in the words of the first
		shares  []any
	}{
		{"nothing", []rehearsedMatter{{id: "A", when: "q == true"}, {id: "B", when: "q == false || kind == 'a'"}}, nil, nil, "", nil},
		{"silence refuses before anybody can act, so what waits for it never starts", []rehearsedMatter{
			{id: "A", process: []anyMap{with(step("only", "done", 10, to("deny", "refused", "refuse")), "after", silence(0.5, "deny"))}},
			{id: "B", before: []any{"A"}}, {id: "C", before: []any{"B"}},
		}, nil, []string{"simulate.always_silent A/only", "simulate.never_starts B", "simulate.never_starts C"}, "only", nil},
		{"a round in which too many must agree", []rehearsedMatter{{id: "A", process: []anyMap{
			step("draft", "round", 1),
			with(with(step("round", "give", 1, to("again", "draft", "forward")), "limit", 1.0), "sign", anyMap{"mode": "all", "agreed": "go", "disagreed": "again", "by": []any{
				anyMap{"roles": []any{"a"}}, anyMap{"roles": []any{"b"}}, anyMap{"roles": []any{"c"}}}}),
			step("give", "done", 1),
		}}}, nil, nil, "", nil},
		{"corrections without end", []rehearsedMatter{{id: "A", process: []anyMap{step("only", "done", 1, to("correct", "asked", "correct")), waits("asked", "only")}}},
			map[string]StepAssumption{"A/only": {StepOdds: workflows.StepOdds{Events: map[string]float64{"correct": 1}}}}, []string{"simulate.never_ends A"}, "only —correct→ asked —resubmit→ only", nil},
		{"some corrections without end", []rehearsedMatter{{id: "A", process: []anyMap{step("only", "done", 1, to("correct", "asked", "correct")), waits("asked", "only")}}},
			map[string]StepAssumption{"A/only": {StepOdds: workflows.StepOdds{Events: map[string]float64{"correct": 0.995}}}}, []string{"simulate.long A"}, "asked", nil},
		{"an applicant who never answers", []rehearsedMatter{{id: "A", process: []anyMap{step("only", "done", 1, to("correct", "asked", "correct")), waits("asked", "only")}}},
			map[string]StepAssumption{"A/asked": {StepOdds: workflows.StepOdds{Events: map[string]float64{"resubmit": 0}}}}, []string{"simulate.dead_end A"}, "asked", nil},
		{"a step that nobody takes", []rehearsedMatter{{id: "A", process: []anyMap{step("first", "last", 1, to("aside", "side", "forward")), step("side", "last", 1), step("last", "done", 1)}}},
			map[string]StepAssumption{"A/first": {StepOdds: workflows.StepOdds{Events: map[string]float64{"aside": 0}}}}, []string{"simulate.state_never A/side"}, "side", nil},
		{"a field that its own matter shows and the theme never does", []rehearsedMatter{{id: "A", when: "kind == 'a'", fields: extra("applicant.KIND == 'b'")}, {id: "B"}},
			nil, []string{"simulate.field_never merged/applicant/EXTRA"}, "说明", nil},
		{"a material that its own matter asks for and the theme never does", []rehearsedMatter{{id: "A", when: "kind == 'a'", materials: []any{
			anyMap{"material": "P0", "label": text("照片"), "when": "applicant.KIND == 'b'"}}}, {id: "B"}}, nil, []string{"simulate.material_never materials/P0"}, "照片", nil},
		{"a field that a rare answer shows", []rehearsedMatter{{id: "A", fields: anyMap{"SIZE": anyMap{"$ref": "element:SIZE"}, "EXTRA": anyMap{"$ref": "element:EXTRA", "x-visible": "applicant.SIZE == 321.25"}}}},
			nil, nil, "", nil},
		{"a situation whose answer the form refuses", []rehearsedMatter{{id: "A", when: "q == true", fields: anyMap{"KIND": anyMap{"$ref": "element:KIND", "enum": []any{"a"}}}}, {id: "B", when: "kind == 'b'"}},
			nil, []string{"simulate.nobody_can_file merged/applicant/KIND"}, "乙类", nil},
		{"demands that no answer meets", []rehearsedMatter{
			{id: "A", when: "q == true", required: []any{"SIZE"}, fields: anyMap{"SIZE": anyMap{"$ref": "element:SIZE", "maximum": 100}}},
			{id: "B", required: []any{"SIZE"}, fields: anyMap{"SIZE": anyMap{"$ref": "element:SIZE", "minimum": 200}}},
		}, nil, []string{"simulate.none_accepted merged/applicant/SIZE"}, "“是否需要？”答“是”", nil},
		{"a matter and a question that nobody needs, and one that all answer alike", []rehearsedMatter{{id: "A", when: "q == true"}, {id: "B", when: "q == false && kind == 'a'"}}, nil,
			[]string{"simulate.question_idle guide/q"}, "都答“是”", []any{anyMap{"question": "q", "source": text("估计"), "answers": []any{anyMap{"answer": "true", "share": 1}}}}},
		{"a matter that no situation has", []rehearsedMatter{{id: "A"}, {id: "C", when: "kind == 'a' && kind == 'b'"}}, nil, []string{"simulate.question_never guide/kind", "simulate.matter_never C"}, "一次也没有问到", nil},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			r := rehearsedPack{matters: x.matters, shares: x.shares}.compile(t)
			o := options(400)
			o.Assume.Steps = x.assume
			if ps := o.Assume.Check(r.Theme("T"), o.Today); ps.Failed() {
				t.Fatal(ps)
			}
			s := r.Simulate("T", o)
			var got []string
			for _, p := range s.Findings {
				got = append(got, p.Code+" "+p.Path)
				if p.In("zh") == "" || p.In("en") == "" || strings.ContainsAny(p.In("zh")+p.In("en"), "{}") {
					t.Errorf("says %v", p.Message)
				}
			}
			if !slices.Equal(got, x.want) {
				t.Errorf("found %q, want %q", got, x.want)
			}
			if len(got) > 0 && !strings.Contains(s.Findings[0].In("zh"), x.witness) {
				t.Errorf("the witness is %q, want %q", s.Findings[0].In("zh"), x.witness)
			}
		})
	}
}

// Two matters, the second waiting for the first, each of one step of 10 days:
// 12 days, of which half a day is that of filing.
func TestATheoryOfTwoStepsTakesWhatIsExpectedByHand(t *testing.T) {
	t.Parallel()
	r := rehearsedPack{matters: []rehearsedMatter{{id: "A", promised: 7}, {id: "B", before: []any{"A"}, department: "e", when: "q == true", promised: 5}}}.compile(t)
	o := options(20_000)
	o.Filings = 0
	s := r.simulate("T", o)
	both, first := []float64(nil), []float64(nil)
	for i, d := range s.days {
		if s.matters[1].byCase[i] >= 0 {
			both = append(both, d)
		} else {
			first = append(first, d)
		}
	}
	near := func(what string, list []float64, want float64) {
		t.Helper()
		if m, se := meanOf(list); math.Abs(m-want) > 5*se || se == 0 {
			t.Errorf("%s: %v ± %v, want %v", what, m, se, want)
		}
	}
	near("with B", both, 2*6-0.5)
	near("without", first, 6-0.5)
	if share := float64(len(both)) / 20_000; math.Abs(share-0.5) > 5*0.5/math.Sqrt(20_000) { // without shares both answers count alike
		t.Errorf("B applies to %v", share)
	}
	// On the critical path B's step counts for the cases that have it.
	out := s.report()
	if a, b := out.Path[0], out.Path[1]; a.Matter != "A" || a.Share != 1 || math.Abs(a.Part-2.0/3) > 0.02 || b.Matter != "B" || math.Abs(b.Share-0.5) > 0.02 {
		t.Errorf("%+v", out.Path)
	}
	if math.Abs(out.Late.PromisedDays-(7+2.5)) > 0.1 {
		t.Errorf("promised %v", out.Late)
	}
}

// With certain times everything is known: A takes 2 days at d, B 3 more at e, at
// 10 filings a calendar day.
func TestLoadIsWhatArrivesTimesHowLongItStays(t *testing.T) {
	t.Parallel()
	r := rehearsedPack{matters: []rehearsedMatter{
		{id: "A", process: []anyMap{step("one", "two", 1), step("two", "done", 1)}},
		{id: "B", before: []any{"A"}, department: "e", process: []anyMap{step("only", "done", 3)}},
	}}.compile(t)
	o := options(1000)
	o.Filings, o.Assume = 0, certain()
	s := r.Simulate("T", o)
	d, e := s.Load[0], s.Load[1]
	if d.Department != "d" || d.Tasks != 2000 || d.Days != 1 || len(d.Steps) != 2 || e.Tasks != 1000 || e.Days != 3 {
		t.Fatalf("%+v", s.Load)
	}
	// In hand at the end of a day: A's of this day and of the one before, B's of three days. 365 days bring 3650 filings in 258 working days.
	perDay := 3650.0 / 258
	if math.Abs(d.InHand-2*perDay) > 0.3 || math.Abs(e.InHand-3*perDay) > 0.4 {
		t.Errorf("in hand %v and %v, want %v and %v", d.InHand, e.InHand, 2*perDay, 3*perDay)
	}
	// After the days off from 1 to 5 May 2027, six days' filings come in one, and stay until the day after the next.
	if d.PeakDay.When != "2027-05-07" && d.PeakDay.When != "2027-05-06" || d.PeakDay.Tasks != 70 || e.PeakDay.When < "2027-05-08" || e.PeakDay.When > "2027-05-12" {
		t.Errorf("peaks %+v %+v", d.PeakDay, e.PeakDay)
	}
	if a := matterNamed(s, "A"); a.Days.P95 > 2 || a.Days.P50 < 1 || a.Issued != 1 {
		t.Errorf("%+v", a)
	}
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	eachTheme(t, func(t *testing.T, r *Release, th *Theme) {
		run := func(seed uint64) string {
			o := options(300)
			o.Seed = seed
			b, err := json.Marshal(r.Simulate(th.Def.ID, o))
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		}
		first := run(7)
		if again := run(7); first != again {
			t.Error("the same seed gave other bytes")
		}
		if other := run(8); first == other {
			t.Error("another seed gave the same")
		}
	})
}

func TestASimulationPromisesTheDaysThatTheCertificateSays(t *testing.T) {
	t.Parallel()
	eachTheme(t, func(t *testing.T, r *Release, th *Theme) {
		o := options(4000)
		o.Filings = 0
		s := r.simulate(th.Def.ID, o)
		var promised []float64
		for _, at := range s.lots.ends {
			for range at.cases {
				promised = append(promised, at.promised)
			}
		}
		cert, _ := r.Certificate(th.Def.ID, certificateDay)
		if m, se := meanOf(promised); math.Abs(m-cert.After.Days) > 5*se+0.01 {
			t.Errorf("promised %v ± %v, the certificate says %v", m, se, cert.After.Days)
		}
	})
}

// Whatever the theme: shares add up, percentiles rise, and the parts of the
// critical path make up the time.
func TestFiguresOfRandomThemesAddUp(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		files := map[string][]byte{}
		for name, f := range newPackMaker(seed).theme(2 + int(seed)%6) {
			files[name] = f.Data
		}
		pack, ps := ReadArchive(files)
		if ps.Failed() {
			t.Fatal(seed, ps)
		}
		r, _ := CompilePack(pack)
		if r == nil {
			continue // random matters may contradict each other beyond merging
		}
		o := options(200)
		o.Seed, o.Filings = seed, 60
		addsUp(t, fmt.Sprint("seed ", seed), r.Simulate("T", o))
	}
	eachTheme(t, func(t *testing.T, r *Release, th *Theme) { addsUp(t, th.Def.ID, r.Simulate(th.Def.ID, options(500))) })
}

func addsUp(t *testing.T, name string, s *Simulation) {
	t.Helper()
	one := func(what string, sum float64, n int) {
		t.Helper()
		if math.Abs(sum-1) > 1e-4*float64(n+1) {
			t.Errorf("%s: %s add up to %v", name, what, sum)
		}
	}
	o := s.Outcomes
	one("outcomes", o.Issued+o.Partial+o.Refused+o.Unended, 4)
	sum := 0.0
	for _, b := range s.Bars {
		sum += b.Share
	}
	one("bars", sum, len(s.Bars))
	sum, days := 0.0, 0.0
	for _, p := range s.Path {
		sum, days = sum+p.Part, days+p.Days
	}
	if len(s.Path) > 0 {
		one("parts of the path", sum, len(s.Path))
	}
	if days < s.Days.Mean-0.01*float64(len(s.Path)+1) || days > s.Days.Mean+1+0.01*float64(len(s.Path)+1) {
		t.Errorf("%s: the path takes %v days, the cases %v", name, days, s.Days.Mean)
	}
	rising := func(what string, d SimulatedDays) {
		if !(d.P50 <= d.P80 && d.P80 <= d.P95) || d.Mean < 0 || d.Error < 0 {
			t.Errorf("%s: %s %+v", name, what, d)
		}
	}
	rising("days", *s.Days)
	for _, m := range s.Matters {
		rising(m.Matter, *m.Days)
		rising(m.Matter+"'s result", *m.Result)
		for _, v := range []float64{m.Applies, m.Started, m.Issued, m.Late, m.LateLaw, m.Critical} {
			if v < 0 || v > 1 {
				t.Errorf("%s: %+v", name, m)
			}
		}
	}
	tasks := 0.0
	for _, d := range s.Load {
		own := 0.0
		for _, st := range d.Steps {
			own += st.Tasks
		}
		if math.Abs(own-d.Tasks) > 0.01*float64(len(d.Steps)+1) {
			t.Errorf("%s: %s has %v tasks, its steps %v", name, d.Department, d.Tasks, own)
		}
		tasks += d.Tasks
	}
	if tasks == 0 {
		t.Errorf("%s: nobody has anything to do", name)
	}
}

func TestTwoVersionsAreComparedCaseByCase(t *testing.T) {
	t.Parallel()
	was := rehearsedPack{matters: []rehearsedMatter{{id: "A"}, {id: "B", when: "q == true", before: []any{"A"}}, {id: "C", when: "kind == 'a'"}}}
	now := rehearsedPack{version: "2.0.0", matters: []rehearsedMatter{
		{id: "A", process: []anyMap{with(step("only", "done", 5, to("deny", "refused", "refuse")), "after", anyMap{"days": 0.1, "clock": "step", "event": "deny", "corrections": "continue", "basis": text("第八条")})}},
		{id: "B", when: "q == true", before: []any{"A"}}, {id: "C", when: "kind == 'a'", department: "e"}, {id: "D", department: "e"},
	}}
	a, b := was.compile(t), now.compile(t)
	s := b.SimulateAgainst(a, "T", options(2000))
	c := s.Against
	if c == nil || c.Version != "1.0.0" || !c.Days.Beyond || c.Days.Error <= 0 {
		t.Fatalf("%+v", c)
	}
	codes := func(ps metamodel.Problems) (out []string) {
		for _, p := range ps {
			out = append(out, p.Code+" "+p.Path)
		}
		return out
	}
	if got := codes(c.Added); !slices.Equal(got, []string{"simulate.always_silent A/only", "simulate.never_starts B"}) || len(c.Removed) != 0 {
		t.Errorf("added %q, removed %q", got, codes(c.Removed))
	}
	said := ""
	for _, w := range c.Words {
		said += w.In("en") + "\n"
	}
	for _, want := range []string{"New: ", "“事项D” is new", "standard error", "move from 甲局", "to 乙局 +"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said in\n%s", want, said)
		}
	}
	// C did not change: the same cases met the same luck.
	for _, m := range c.Matters {
		if m.Matter == "C" && (m.Days.Change != 0 || m.Days.Error != 0 || m.Days.Beyond || m.Days.Before != m.Days.After) {
			t.Errorf("C changed: %+v", m)
		}
	}
	same := b.SimulateAgainst(b, "T", options(500)).Against
	if same.Days.Beyond || same.Days.Change != 0 || len(same.Added)+len(same.Removed) > 0 || len(same.Words) != 1 {
		t.Errorf("compared with itself: %+v", same)
	}
	back := a.SimulateAgainst(b, "T", options(2000)).Against
	if len(back.Removed) != 2 || len(back.Added) != 0 || math.Abs(back.Days.Change+c.Days.Change) > 1e-9 {
		t.Errorf("the other way round: %+v", back)
	}
}

func TestWhatAnotherMatterGivesIsTold(t *testing.T) {
	t.Parallel()
	r := rehearsedPack{matters: []rehearsedMatter{
		{id: "A", when: "q == true", yields: []any{"applicant/NUMBER"}},
		{id: "B", before: []any{"A"}, fields: anyMap{"NUMBER": anyMap{"$ref": "element:NUMBER"}}},
		{id: "C", when: "kind == 'a' && kind == 'b'"},
	}}.compile(t)
	verdicts := func(r *Release) map[string]ShownVerdict {
		out := map[string]ShownVerdict{}
		for _, e := range r.Simulate("T", options(300)).Shown {
			out[string(e.Kind)+" "+e.ID] = e.Verdict
		}
		return out
	}
	got := verdicts(r)
	for key, want := range map[string]ShownVerdict{"question q": ShownOften, "matter A": ShownOften, "matter C": Never, "field applicant/NUMBER": ShownOften, "field applicant/NAME": ShownOften} {
		if got[key] != want {
			t.Errorf("%s is %q, want %q", key, got[key], want)
		}
	}
	always := rehearsedPack{matters: []rehearsedMatter{{id: "A", yields: []any{"applicant/NUMBER"}}, {id: "B", before: []any{"A"}, fields: anyMap{"NUMBER": anyMap{"$ref": "element:NUMBER"}}}}}.compile(t)
	if got := verdicts(always)["field applicant/NUMBER"]; got != Spared {
		t.Errorf("what A always gives is %q", got)
	}
}

func TestAssumptionsAreReadAndHeldToTheTheme(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	for _, x := range []struct{ doc, want string }{
		{"correct: 0.3\nsteps:\n  M02/inspect: {days: {least: 1, usual: 2, most: 9}, events: {qualified: 0.9}}\n", ""},
		{`{"answer": {"median": 2, "p90": 9}}`, ""},
		{"", "pack.empty_file"},
		{"correct: 2\n", "simulate.assume_chance correct"},
		{"correct: [\n", "yaml"},
		{"corrects: 0.1\n", "simulate.assume corrects"},
		{"step: {least: 3, usual: 2, most: 9}\n", "simulate.assume_spread step"},
		{"step: {least: 3, median: 2}\n", "simulate.assume_spread step"},
		{"steps: {M02/nowhere: {}}\n", "simulate.assume_step steps/M02/nowhere"},
		{"steps: {M02/issued: {}}\n", "simulate.assume_step steps/M02/issued"},
		{"steps: {M02/inspect: {days: {most: -1}}}\n", "simulate.assume_spread steps/M02/inspect/days"},
		{"steps: {M02/inspect: {events: {pass: 0.5}}}\n", "simulate.assume_event steps/M02/inspect/events/pass"},
		{"correct: 0.6\nrefuse: 0.6\n", "simulate.assume_sums "},
		{"steps: {M02/inspect: {events: {qualified: 0.7, rectify: 0.7}}}\n", "simulate.assume_sum steps/M02/inspect/events"},
		{"correct: often\n", "simulate.assume correct"},
		{"answer: {least: soon}\n", "simulate.assume answer/least"},
		{"shares: {Q3: {true: 0.25, false: 0.75}, Q1: {\"9910\": 1}, Q2: {\"<300\": 0.25, 300~500: 0.5, ≥500: 0.25}}\n", ""},
		{"shares: {Q9: {true: 1}}\n", "theme.share_question shares/Q9"},
		{"shares: {Q3: {maybe: 1}}\n", "theme.share_answer shares/Q3/maybe"},
		{"shares: {Q1: {\"9910\": 0.5, none: 0.5}}\n", "theme.share_answer shares/Q1/none"},
		{"shares: {Q3: {true: 0.5, false: 0.4}}\n", "theme.share_sum shares/Q3"},
		{"shares: {Q3: {}}\n", "theme.share_sum shares/Q3"},
		{"shares: {Q3: {true: -0.5, false: 1.5}}\n", "simulate.assume_chance shares/Q3/false"},
		{"shares: {Q3: {true: .nan, false: 0.5}}\n", "simulate.assume shares/Q3/true"},
		{"shares: {Q3: {true: 0.5, true: 0.5}}\n", "yaml.duplicate_key shares/Q3/true"},
		{"shares: {Q2: {300: 1}}\n", "simulate.assume_range shares/Q2/300"},
		{"shares: {Q2: {500~300: 1}}\n", "theme.share_turned shares/Q2/500~300"},
		{"shares: {Q2: {\"<300\": 0.5, 200~400: 0.5}}\n", "theme.share_overlap shares/Q2/<300"},
		{"staff: {market-regulation: 3, fire-rescue: 0.5}\nwork: 20\nsteps: {M02/inspect: {work: 90}, M02/accept: {work: 0}}\n", ""},
		{"staff: {nobody: 3}\n", "simulate.assume_department staff/nobody"},
		{"staff: {service-centre: 3}\n", "simulate.assume_department staff/service-centre"},
		{"staff: {water: 0}\n", "simulate.assume_people staff/water"},
		{"staff: {water: -1}\n", "simulate.assume_people staff/water"},
		{"work: -1\n", "simulate.assume_work work"},
		{"steps: {M02/inspect: {work: 20000}}\n", "simulate.assume_work steps/M02/inspect/work"},
		{"steps: {M02/accept.correct: {work: 20}}\n", "simulate.assume_idle steps/M02/accept.correct/work"},
	} {
		a, ps := ReadAssumptions([]byte(x.doc))
		if !ps.Failed() {
			ps = a.Check(th, certificateDay)
		}
		got := ""
		if len(ps) > 0 {
			got = ps[0].Code + " " + ps[0].Path
		}
		if x.want == "" && got != "" || !strings.HasPrefix(got, x.want) {
			t.Errorf("%q: %q, want %q", x.doc, got, x.want)
		}
	}
	a, _ := ReadAssumptions([]byte("steps: {M02/inspect: {days: {least: 5, usual: 5, most: 5}}}\n"))
	a.Measured = map[string]MeasuredStep{"M02/inspect": {workflows.Spread{Median: 1, P90: 2}, 3}, "M02/review": {workflows.Spread{Median: 3, P90: 4}, 2}, "M02/decide": {workflows.Spread{Median: 3, P90: 4}, 5}}
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	o := options(50)
	o.Assume = a
	sources := map[string]AssumedStep{}
	for _, st := range all["open-a-restaurant"].Simulate("T01", o).Assumed.Steps {
		sources[st.Matter+"/"+st.State] = st
	}
	for key, want := range map[string]AssumedSource{"M02/inspect": FromFile, "M02/review": FromMeasured, "M02/accept": FromLimit, "M02/decide": FromLimit, "M01/deliver": FromRest, "M02/accept.correct": FromAnswers} {
		if sources[key].Source != want {
			t.Errorf("%s is from %q, want %q", key, sources[key].Source, want)
		}
	}
	if m := sources["M02/inspect"].Mean; m != 5 {
		t.Errorf("mean %v", m)
	}
}

// The gate tells what a simulation finds and nothing else does, at the theme's
// own places.
func TestTheGateTellsWhatASimulationFinds(t *testing.T) {
	t.Parallel()
	silent := with(step("only", "done", 10, to("deny", "refused", "refuse")), "after", anyMap{"days": 0.5, "clock": "step", "event": "deny", "corrections": "continue", "basis": text("第八条")})
	r := rehearsedPack{matters: []rehearsedMatter{
		{id: "A", process: []anyMap{silent}}, {id: "B", before: []any{"A"}},
		{id: "C", when: "kind == 'a'", fields: anyMap{"EXTRA": anyMap{"$ref": "element:EXTRA", "x-visible": "applicant.KIND == 'b'"}}},
	}}.compile(t)
	told := func(rules GateRules) (out []string) {
		for _, p := range GateRelease(r, nil, rules, certificateDay).All() {
			if strings.HasPrefix(p.Code, "simulate.") {
				out = append(out, p.Code+" "+p.Path)
			}
		}
		return out
	}
	want := []string{"simulate.always_silent matters/0/matter", "simulate.never_starts matters/1/matter", "simulate.field_never merged/applicant/EXTRA"}
	if got := told(GateRules{}); !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	if got := told(GateRules{Proof: -1}); len(got) > 0 {
		t.Errorf("nothing was to be tried: %q", got)
	}
}
