package catalog

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Numbers that no document can write are refused too.
func TestAssumptionsThatAreNoNumbersAreRefused(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for want, a := range map[string]Assumptions{
		"simulate.assume_chance shares/q/true": {Shares: map[string]map[string]float64{"q": {"true": nan, "false": 0.5}}},
		"simulate.assume_people staff/d":       {Staff: map[string]float64{"d": nan}},
		"simulate.assume_work work":            {Work: nan},
		"simulate.assume_work steps/A/only/work": {Steps: map[string]StepAssumption{
			"A/only": {Work: &nan}}},
	} {
		a.Odds = DefaultAssumptions().Odds
		ps := a.Check(rehearsedPack{matters: []rehearsedMatter{{id: "A"}}}.compile(t).Theme("T"), certificateDay)
		if len(ps) != 1 || ps[0].Code+" "+ps[0].Path != want {
			t.Errorf("%v, want %s", ps, want)
		}
	}
	if _, ps := DecodeAssumptions([]byte(`{"shares": {"q": {"true": 0.1, "true": 1}}}`)); !ps.Failed() || ps[0].Code != "json.duplicate_key" {
		t.Errorf("an answer with two shares: %v", ps)
	}
}

func TestSharesThatAreAssumedGoBeforeTheThemes(t *testing.T) {
	t.Parallel()
	p := rehearsedPack{matters: []rehearsedMatter{{id: "A", when: "q == true"}, {id: "B", when: "kind == 'a'"}, {id: "C", fields: anyMap{"SIZE": anyMap{"$ref": "element:SIZE"}}}},
		shares: []any{anyMap{"question": "q", "source": text("估计"), "answers": []any{anyMap{"answer": "true", "share": 0.9}, anyMap{"answer": "false", "share": 0.1}}}}}
	r := p.compile(t)
	run := func(shares map[string]map[string]float64) *Simulation {
		o := options(4000)
		o.Filings, o.Assume.Shares = 0, shares
		if ps := o.Assume.Check(r.Theme("T"), o.Today); ps.Failed() {
			t.Fatal(ps)
		}
		return r.Simulate("T", o)
	}
	shown := func(s *Simulation) string {
		b, err := json.Marshal(s.Assumed.Shares)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	// Four standard errors of 4,000 cases are at most 0.032.
	applies := func(s *Simulation, matter string, want float64) {
		t.Helper()
		if got := matterNamed(s, matter).Applies; math.Abs(got-want) > 0.032 {
			t.Errorf("%s applies to %v of the cases, want %v", matter, got, want)
		}
	}
	as := run(nil)
	applies(as, "A", 0.9)
	applies(as, "B", 0.5)
	if got := as.Assumed.Shares; len(got) != 2 || got[0].Source != SharesTheme || got[0].Origin.In("zh") != "估计" || got[1].Source != SharesAlike || got[1].Answers[0].Share != 0.5 || got[0].Answers[0].Theme != nil {
		t.Errorf("assumed %s", shown(as))
	}
	given := run(map[string]map[string]float64{"q": {"true": 0.2, "false": 0.8}, "kind": {"a": 1}})
	applies(given, "A", 0.2)
	applies(given, "B", 1)
	q := given.Assumed.Shares[0]
	if q.Source != SharesGiven || q.Answers[0].Share != 0.2 || *q.Answers[0].Theme != 0.9 || given.Assumed.Shares[1].Answers[1].Share != 0 {
		t.Errorf("assumed %s", shown(given))
	}
	if !slices.ContainsFunc(given.Findings, func(p metamodel.Problem) bool {
		return p.Code == "simulate.question_idle" && p.Path == "guide/kind"
	}) {
		t.Errorf("that all answer alike is not found: %v", given.Findings)
	}
}

// In a version that asks for a number where another asks yes or no, its own
// shares count.
func TestSharesThatAVersionCannotHaveAreLeft(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	a := Assumptions{Shares: map[string]map[string]float64{"Q2": {"true": 0.9, "false": 0.1}}}
	q := th.guide.questions[th.guide.byID["Q2"]]
	replies := th.replies(q)
	a.weigh(th, q, replies)
	if got := th.assumedAnswers(q, replies); got[0].Share != 0.85 || got[1].Share != 0.15 {
		t.Errorf("%+v", got)
	}
}

// Of a number the ranges that conditions tell apart are listed, and what is given
// of a range is laid over them.
func TestSharesOfNumbersAreOfRanges(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	o := options(4000)
	o.Filings, o.Assume.Shares = 0, map[string]map[string]float64{"Q2": {"<300": 0.25, "300~500": 0.5, ">=500": 0.25}}
	s := all["open-a-restaurant"].Simulate("T01", o)
	i := slices.IndexFunc(s.Assumed.Shares, func(x AssumedShares) bool { return x.Question == "Q2" })
	got := s.Assumed.Shares[i]
	if len(got.Answers) != 2 || got.Answers[0].Answer != "<300" || got.Answers[0].Share != 0.25 || got.Answers[1].Answer != ">=300" || got.Answers[1].Share != 0.75 || got.Answers[1].Label.In("en") != "≥ 300 m²" || *got.Answers[0].Theme != 0.85 {
		t.Errorf("%+v", got)
	}
	if a := matterNamed(s, "M03").Applies; math.Abs(a-0.75) > 0.03 {
		t.Errorf("M03 applies to %v", a)
	}
}

// With certain times everything is known: 3,650 filings in the 258 working days
// of the year, of which each brings d two tasks of a day and e one of three days.
func TestLoadIsDividedAmongPeople(t *testing.T) {
	t.Parallel()
	r := rehearsedPack{matters: []rehearsedMatter{
		{id: "A", process: []anyMap{step("one", "two", 1), step("two", "done", 1)}},
		{id: "B", before: []any{"A"}, department: "e", process: []anyMap{step("only", "done", 3)}},
	}}.compile(t)
	run := func(doc string) (*Simulation, map[string]*SimulatedStaff) {
		o := options(1000)
		a, ps := ReadAssumptions([]byte(doc))
		if !ps.Failed() {
			ps = a.Check(r.Theme("T"), o.Today)
		}
		if ps.Failed() {
			t.Fatal(ps)
		}
		o.Filings, o.Assume = 0, a
		o.Assume.Odds = certain().Odds
		s := r.Simulate("T", o)
		out := map[string]*SimulatedStaff{}
		for _, d := range s.Load {
			out[d.Department] = d.Staff
		}
		return s, out
	}
	if s, got := run("work: 30"); got["d"] != nil || got["e"] != nil || len(s.Findings) > 0 || s.Assumed.Work != 30 {
		t.Errorf("nobody said how many there are: %+v %v", got, s.Findings)
	}
	s, got := run("staff: {d: 4, e: 3}")
	for i, want := range map[string]float64{"d": 4, "e": 3} {
		d := s.departmentOf(i)
		if got[i].People != want || math.Abs(got[i].InHand-d.InHand/want) > 0.005 || math.Abs(got[i].Peak-d.PeakDay.Tasks/want) > 0.05 || got[i].Work != nil {
			t.Errorf("%s has %+v of %v", i, got[i], d.InHand)
		}
	}
	if got["d"].Heaviest || !got["e"].Heaviest {
		t.Error("e has three days' tasks in hand for three people, d two days' for four")
	}
	if _, lone := run("staff: {d: 4}"); lone["d"].Heaviest || lone["e"] != nil {
		t.Errorf("one is not compared: %+v", lone["d"])
	}
	// d: 3650 × (30 + 6) minutes in 258 days of 8 hours of 2 people. e: an hour each, one person of 8 hours.
	s, got = run("staff: {d: 2, e: 1}\nwork: 60\nsteps: {A/one: {work: 30}, A/two: {work: 6}}")
	d, e := got["d"].Work, got["e"].Work
	perDay := 3650.0 / 258
	if d.Of != 16 || d.Covered != 1 || math.Abs(d.Hours-perDay*0.6) > 0.02 || math.Abs(d.Used-perDay*0.6/16) > 0.001 {
		t.Errorf("d: %+v", d)
	}
	if e.Used < 1.7 || e.Queue != nil || e.Of != 8 || math.Abs(e.Hours-perDay) > 0.1 {
		t.Errorf("e: %+v", e)
	}
	if len(s.Findings) != 1 || s.Findings[0].Code != "simulate.overload" || s.Findings[0].Path != "load/e" || s.Findings.Failed() || !strings.Contains(s.Findings[0].In("zh"), "乙局办不过来") {
		t.Errorf("found %v", s.Findings)
	}
	// After the days off from 1 to 5 May 2027 six days' filings come in one: 60 tasks of 18 minutes are 18 hours for the 16 of that day.
	_, got = run("staff: {d: 2}\nsteps: {A/one: {work: 18}}")
	if w := got["d"].Work; w.Covered != 0.5 || w.Queue == nil || w.Queue.When != "2027-05-06" || math.Abs(w.Queue.Days-2.0/16) > 0.006 {
		t.Errorf("%+v %+v", w, w.Queue)
	}
	// Of one person's 8 hours, 32 of that Thursday, 5⅓ of Friday and 16 of Monday leave 29⅓.
	_, got = run("staff: {d: 1}\nsteps: {A/one: {work: 32}, A/two: {work: 0}}")
	if w := got["d"].Work; w.Covered != 1 || w.Queue == nil || w.Queue.When != "2027-05-10" || math.Abs(w.Queue.Days-88.0/24) > 0.006 {
		t.Errorf("%+v %+v", w, w.Queue)
	}
	// Steps that take no work are known not to.
	if _, got = run("staff: {d: 2}\nsteps: {A/one: {work: 0}, A/two: {work: 0}}"); got["d"].Work == nil || got["d"].Work.Covered != 1 || got["d"].Work.Used != 0 {
		t.Errorf("%+v", got["d"].Work)
	}
}

func TestTwoVersionsAreComparedByPerson(t *testing.T) {
	t.Parallel()
	was := rehearsedPack{matters: []rehearsedMatter{{id: "A"}, {id: "B", department: "e"}}}.compile(t)
	now := rehearsedPack{version: "2.0.0", matters: []rehearsedMatter{{id: "A", process: []anyMap{step("one", "two", 1), step("two", "done", 2)}}, {id: "B", department: "e"}}}.compile(t)
	o := options(1000)
	o.Filings, o.Assume.Staff, o.Assume.Work = 0, map[string]float64{"d": 2, "e": 3}, 20
	s := now.SimulateAgainst(was, "T", o)
	said := ""
	for _, w := range s.Against.Words {
		said += w.In("zh") + "\n" + w.In("en") + "\n"
	}
	for _, want := range []string{"甲局人均在手 ", "，占用工时 ", " task(s) in hand a person, ", "人均在手最多的部门由甲局变为乙局"} {
		if want = strings.ReplaceAll(want, "(s)", "s"); !strings.Contains(said, want) {
			t.Errorf("%q is not said in\n%s", want, said)
		}
	}
	if strings.Contains(said, "乙局人均") {
		t.Errorf("e changed not:\n%s", said)
	}
	for _, l := range s.Against.Load {
		in := l.InHand
		switch {
		case l.Staff == nil || l.Staff.Used == nil || math.Abs(l.Staff.InHand.After-in.After/o.Assume.Staff[l.Department]) > 0.006:
			t.Errorf("%+v", l)
		case l.Department == "d" && (!in.Beyond || math.Abs(in.Change-(in.After-in.Before)) > 0.05*math.Abs(in.Change)):
			t.Errorf("d has %+v", in)
		case l.Department == "e" && (in.Change != 0 || l.Staff.InHand.Before != l.Staff.InHand.After):
			t.Errorf("e has %+v", in)
		}
	}
}

// A matter that is entrusted on the day of the simulation is work of the
// department to which it is, and of nobody else; on another day it is not.
func TestLoadIsOfWhoeverHandlesAMatterOnTheDay(t *testing.T) {
	t.Parallel()
	own := rehearsedPack{matters: []rehearsedMatter{{id: "A"}, {id: "B", before: []any{"A"}}}}
	lent := own
	lent.version, lent.matters = "2.0.0", slices.Clone(own.matters)
	lent.matters[1].delegated = anyMap{"to": "e", "kind": "entrust", "on": "2026-12-01", "until": "2027-11-30", "basis": text("委托书")}
	a, b := own.compile(t), lent.compile(t)
	for _, x := range []struct {
		day  string
		want string // who has B
	}{{"2026-11-30", "d"}, {"2026-12-01", "e"}, {"2027-11-30", "e"}, {"2027-12-01", "d"}} {
		o := options(200)
		o.Filings, o.Today = 0, moment(t, x.day+"T00:00:00Z")
		s := b.SimulateAgainst(a, "T", o)
		for _, d := range s.Load {
			for _, task := range d.Steps {
				if task.Matter == "B" && d.Department != x.want || task.Matter == "A" && d.Department != "d" {
					t.Errorf("on %s %s has %s", x.day, d.Department, task.Matter)
				}
			}
		}
		name := map[string]string{"d": "甲局", "e": "乙局"}[x.want]
		if got := matterNamed(s, "B").Department.In("zh"); got != name || matterNamed(s, "A").Department.In("zh") != "甲局" {
			t.Errorf("on %s B is of %s, not %s", x.day, got, name)
		}
		moved := slices.ContainsFunc(s.Against.Words, func(w metamodel.Text) bool { return strings.Contains(w.In("zh"), "减少的有 甲局") })
		if moved != (x.want == "e") {
			t.Errorf("on %s the comparison says %v", x.day, s.Against.Words)
		}
		o.Assume.Staff = map[string]float64{"e": 2}
		ps := o.Assume.Check(b.Theme("T"), o.Today)
		if named := !ps.Failed(); named != (x.want == "e") {
			t.Errorf("on %s people of e: %v", x.day, ps)
		}
	}
}

// What cannot be read is told by its place, in words of people: nothing of the
// program that read it, and all of it at once.
func TestAssumptionsThatCannotBeReadAreToldInWords(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		doc  string
		want []string // code, path, zh, en
	}{
		{`{"shares": {"Q2": {"<300": 1e400}}}`, []string{"simulate.assume shares/Q2/<300", "假设无法读取：“shares/Q2/<300”这个数太大", "The assumptions cannot be read: “shares/Q2/<300” is too large a number"}},
		{`{bad}`, []string{"json.syntax "}},
		{`{"correct": 0.1} {}`, []string{"json.syntax "}},
		{`{"correct": 0.1,`, []string{"json.syntax "}},
		{`[]`, []string{"simulate.assume ", "须为对象", "must be an object"}},
		{`{"correct": "often"}`, []string{"simulate.assume correct", "“correct”须为数字", "“correct” must be a number"}},
		{`{"correct": "0.5"}`, []string{"simulate.assume correct", "须为数字", "must be a number"}},
		{`{"correct": null}`, []string{"simulate.assume correct", "须为数字", "must be a number"}},
		{`{"step": null}`, []string{"simulate.assume step", "须为对象", "must be an object"}},
		{`{"step": {"lest": 1}}`, []string{"simulate.assume step/lest", "没有“step/lest”这一项", "there is no entry “step/lest”"}},
		{`{"Correct": 0.5}`, []string{"simulate.assume Correct", "没有“Correct”这一项", "there is no entry “Correct”"}},
		{`{"Odds": {}}`, []string{"simulate.assume Odds"}},
		{`{"Measured": {}}`, []string{"simulate.assume Measured"}},
		{`{"steps": {"M02/inspect": {"days": 3}}}`, []string{"simulate.assume steps/M02/inspect/days", "须为对象", "must be an object"}},
		{`{"steps": {"M02/inspect": {"events": {"pass": [1]}}}}`, []string{"simulate.assume steps/M02/inspect/events/pass", "须为数字", "must be a number"}},
		{`{"staff": {"water": true}, "work": {}}`, []string{"simulate.assume staff/water", "须为数字", "must be a number"}},
	} {
		_, ps := DecodeAssumptions([]byte(x.doc))
		if len(ps) == 0 || ps[0].Code+" "+ps[0].Path != x.want[0] {
			t.Errorf("%s: %v, want %s", x.doc, ps, x.want[0])
			continue
		}
		for i, lang := range []string{"zh", "en"} {
			said := ps[0].In(lang)
			if len(x.want) > 1 && !strings.Contains(said, x.want[1+i]) || strings.Contains(said, "Go ") || strings.Contains(said, "Assumptions.") {
				t.Errorf("%s: %s", x.doc, said)
			}
		}
	}
	if _, ps := DecodeAssumptions([]byte(`{"staff": {"water": true}, "work": {}}`)); len(ps) != 2 {
		t.Errorf("both are told: %v", ps)
	}
	for _, doc := range []string{"", " ", "null", "{}", `{"steps": null, "shares": {}}`} {
		if a, ps := DecodeAssumptions([]byte(doc)); len(ps) > 0 || a.Odds != DefaultAssumptions().Odds {
			t.Errorf("%q: %v %+v", doc, ps, a)
		}
	}
}

// What only those meet who give an answer that nobody is assumed to give is not
// told as rare; where the answer has a share, however small, it is.
func TestWhatIsAssumedNeverToHappenIsNotRare(t *testing.T) {
	t.Parallel()
	r := rehearsedPack{matters: []rehearsedMatter{{id: "A", when: "q == true", fields: anyMap{"SIZE": anyMap{"$ref": "element:SIZE"}, "EXTRA": anyMap{"$ref": "element:EXTRA", "x-visible": "applicant.SIZE == 321.25"}},
		materials: []any{anyMap{"material": "P0", "label": text("照片")}}}, {id: "B"}}}.compile(t)
	for share, want := range map[float64]ShownVerdict{0: Excluded, 1e-9: ShownRare} {
		o := options(300)
		o.Assume.Shares = map[string]map[string]float64{"q": {"true": share, "false": 1 - share}}
		s := r.Simulate("T", o)
		for _, key := range []string{"matter A", "field applicant/SIZE", "field applicant/EXTRA", "material P0"} {
			i := slices.IndexFunc(s.Shown, func(e SimulatedShown) bool { return string(e.Kind)+" "+e.ID == key })
			if i < 0 || s.Shown[i].Verdict != want || s.Shown[i].Share != 0 {
				t.Errorf("with a share of %v %s is %+v, want %s", share, key, s.Shown[i], want)
			}
		}
	}
}

func moment(t *testing.T, words string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, words)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestTheDayIsThatOfTheThemesCalendar(t *testing.T) {
	t.Parallel()
	r := rehearsedPack{matters: []rehearsedMatter{{id: "A"}}}.compile(t)
	for at, want := range map[string]string{"2026-11-26T15:59:00Z": "2026-11-26", "2026-11-26T16:00:00Z": "2026-11-27"} {
		if got := r.DayOf(r.Theme("T"), moment(t, at)).Format(time.DateOnly); got != want {
			t.Errorf("%s is %s in Shanghai, not %s", at, got, want)
		}
	}
}
