package catalog

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/metamodel"
)

// guideOf makes a theme of matters that differ in their conditions only.
func guideOf(t testing.TB, questions, shares []any, whens ...string) *Theme {
	t.Helper()
	r, ps := CompilePack(guidePack(t, questions, shares, whens...))
	if ps.Failed() {
		t.Fatal(ps)
	}
	return r.Theme("T")
}

func guidePack(t testing.TB, questions, shares []any, whens ...string) *Pack {
	t.Helper()
	m := &packMaker{Rand: rand.New(rand.NewPCG(1, 1)), files: fstest.MapFS{}}
	m.put("pack.yaml", anyMap{"name": "guide", "title": text("引导"), "version": "1.0.0"})
	m.put("departments.yaml", []any{anyMap{"id": "d", "name": text("部门")}})
	m.put("calendars/cn.yaml", anyMap{"id": "cn", "name": text("日历"), "zone": "Asia/Shanghai", "weekend": []any{0, 6}, "hours": []any{anyMap{"from": "09:00", "to": "17:00"}}, "covers": []any{2026, 2027}})
	m.put("subjects.yaml", []any{anyMap{"id": "applicant", "name": text("申请人")}})
	codes := []any{}
	for _, c := range "abcdefghijklmnop" {
		codes = append(codes, anyMap{"code": string(c), "name": text(string(c))})
	}
	m.put("codes/codes.yaml", []any{anyMap{"id": "CL", "name": text("代码"), "entries": codes}})
	m.put("elements/elements.yaml", []any{anyMap{"id": "E0", "name": text("姓名"), "type": "string"}, anyMap{"id": "E1", "name": text("面积"), "type": "number"}, anyMap{"id": "E2", "name": text("有无"), "type": "boolean"}})
	m.put("workflows/W.yaml", anyMap{"id": "W", "title": text("办理"), "initial": "in", "states": []any{
		anyMap{"id": "in", "name": text("受理"), "type": "step", "roles": []any{"clerk"}, "on": []any{anyMap{"event": "give", "label": text("发证"), "target": "out", "kind": "deliver"}}},
		anyMap{"id": "out", "name": text("办结"), "type": "final", "outcome": "issued"}}})
	var places []any
	for i, when := range whens {
		id := fmt.Sprintf("M%d", i)
		m.put("forms/"+id+".yaml", anyMap{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:" + id, "x-title": text("表"), "type": "object",
			"properties": anyMap{"applicant": anyMap{"type": "object", "x-subject": "applicant", "properties": anyMap{
				"E0": anyMap{"$ref": "element:E0"}, "E1": anyMap{"$ref": "element:E1"}, "E2": anyMap{"$ref": "element:E2"}}}},
			"x-layout": anyMap{"sections": []any{anyMap{"id": "s", "title": text("一"), "fields": []any{"applicant/E0", "applicant/E1", "applicant/E2"}}}}})
		m.put("matters/"+id+".yaml", anyMap{"id": id, "name": text("事项" + id), "department": "d", "form": id, "workflow": "W", "statutoryDays": 5, "promisedDays": 3, "result": anyMap{"name": text("证")}})
		places = append(places, anyMap{"matter": id, "when": when, "stage": 1})
	}
	theme := anyMap{"id": "T", "name": text("一件事"), "lead": "d", "calendar": "cn", "guide": questions, "matters": places}
	if shares != nil {
		theme["shares"] = shares
	}
	m.put("themes/T.yaml", theme)
	p, ps := Read(m.files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return p
}

func yesNo(id string) anyMap { return anyMap{"id": id, "text": text(id), "type": "boolean"} }

// randomGuide makes conditions over a few questions, with or without shares.
func randomGuide(seed uint64) (questions, shares []any, whens []string) {
	r := rand.New(rand.NewPCG(seed, 77))
	n := 2 + r.IntN(4)
	atom := func(i int) string {
		if i%3 == 2 {
			return fmt.Sprintf("Q%d >= %d.0", i, 10*(1+r.IntN(2)))
		}
		return fmt.Sprintf("Q%d == %v", i, r.IntN(2) == 0)
	}
	var condition func(depth int) string
	condition = func(depth int) string {
		if depth == 0 || r.IntN(4) == 0 {
			return atom(r.IntN(n))
		}
		return "(" + condition(depth-1) + []string{" && ", " || "}[r.IntN(2)] + condition(depth-1) + ")"
	}
	for i := range n {
		id := fmt.Sprintf("Q%d", i)
		q := yesNo(id)
		a, b := 1+r.IntN(99), 0
		b = 100 - a
		answers := []any{anyMap{"answer": "true", "share": float64(a) / 100}, anyMap{"answer": "false", "share": float64(b) / 100}}
		if i%3 == 2 {
			q["type"] = "number"
			answers = []any{anyMap{"from": 0, "below": 10, "share": float64(a) / 100}, anyMap{"from": 10, "share": float64(b) / 100}}
		}
		questions = append(questions, q)
		if r.IntN(2) == 0 {
			shares = append(shares, anyMap{"question": id, "source": text("估计"), "answers": answers})
		}
	}
	for range 1 + r.IntN(5) {
		whens = append(whens, condition(1+r.IntN(2)))
	}
	return questions, shares, whens
}

// oracle weighs orders of a guide by trying all answers, from the conditions
// themselves.
type oracle struct {
	t       *Theme
	replies map[string][]reply
	known   map[string]float64
}

func newOracle(t *Theme) *oracle {
	o := &oracle{t: t, replies: map[string][]reply{}, known: map[string]float64{}}
	for _, q := range t.guide.questions {
		o.replies[q.def.ID] = t.replies(q)
	}
	return o
}

// fates are what the matters come to in every completion of a situation.
func (o *oracle) fates(s Situation, left []string, f func(string)) {
	if len(left) == 0 {
		var b strings.Builder
		for _, m := range o.t.Matters {
			fmt.Fprint(&b, m.When.EvalQuestions(s))
		}
		f(b.String())
		return
	}
	for _, r := range o.replies[left[0]] {
		s[left[0]] = r.value
		o.fates(s, left[1:], f)
	}
	delete(s, left[0])
}

// changes reports whether a question can still change something.
func (o *oracle) changes(s Situation, q string) bool {
	var rest []string
	for _, d := range o.t.Def.Guide {
		if _, answered := s[d.ID]; !answered && d.ID != q {
			rest = append(rest, d.ID)
		}
	}
	var first []string
	for n, r := range o.replies[q] {
		var now []string
		s[q] = r.value
		o.fates(s, rest, func(f string) { now = append(now, f) })
		delete(s, q)
		if n == 0 {
			first = now
		} else if strings.Join(first, " ") != strings.Join(now, " ") {
			return true
		}
	}
	return false
}

// asks is the expected number of questions: in the order written, or in the best.
func (o *oracle) asks(s Situation, asWrote bool) float64 {
	key, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	if e, ok := o.known[fmt.Sprint(asWrote, string(key))]; ok {
		return e
	}
	least := -1.0
	for _, q := range o.t.Def.Guide {
		if _, answered := s[q.ID]; answered || !o.changes(s, q.ID) {
			continue
		}
		e, all := 1.0, 0.0
		for _, r := range o.replies[q.ID] {
			all += r.weight
		}
		for _, r := range o.replies[q.ID] {
			s[q.ID] = r.value
			e += r.weight / all * o.asks(s, asWrote)
		}
		delete(s, q.ID)
		if least < 0 || e < least {
			least = e
		}
		if asWrote {
			break
		}
	}
	least = math.Max(least, 0)
	o.known[fmt.Sprint(asWrote, string(key))] = least
	return least
}

// follow is the expected number of questions asked by the guide itself.
func (o *oracle) follow(s Situation) float64 {
	st := o.t.Guide(s)
	if st.Next == nil {
		return 0
	}
	e, all := 1.0, 0.0
	for _, r := range o.replies[st.Next.ID] {
		all += r.weight
	}
	for _, r := range o.replies[st.Next.ID] {
		s[st.Next.ID] = r.value
		e += r.weight / all * o.follow(s)
	}
	delete(s, st.Next.ID)
	return e
}

// greedyBound is how many times the fewest questions the greedy order may ask,
// where the states are too many to be weighed.
const greedyBound = 1.1

// The guide asks as few questions as any order can, never more than the order
// written; and where it cannot weigh all states, within the bound of it.
func TestTheGuideAsksTheFewestQuestions(t *testing.T) {
	t.Parallel()
	saved, worst := 0, 1.0
	for seed := range uint64(150) {
		th := guideOf3(t, seed)
		o := newOracle(th)
		best, staff, own := o.asks(Situation{}, false), o.asks(Situation{}, true), o.follow(Situation{})
		if math.Abs(own-best) > 1e-6 {
			t.Errorf("seed %d: the guide asks %.4f, %.4f suffice", seed, own, best)
		}
		if own > staff+1e-6 {
			t.Errorf("seed %d: the guide asks %.4f, as written %.4f", seed, own, staff)
		}
		if own < staff-1e-6 {
			saved++
		}
		d := th.ShortestGuide()
		if math.Abs(d.Expected-best) > 1e-3 || math.Abs(d.Written-staff) > 1e-3 || !d.Fewest || !d.Exact {
			t.Errorf("seed %d: told %.4f and %.4f, are %.4f and %.4f", seed, d.Expected, d.Written, best, staff)
		}
		// With no states to weigh it goes by what decides most.
		wide := th.planUpTo(1)
		th.guide.plan = func() *plan { return wide }
		g := o.follow(Situation{})
		if g > staff+1e-6 || g > greedyBound*best+1e-6 {
			t.Errorf("seed %d: by what decides most %.4f, as written %.4f, fewest %.4f", seed, g, staff, best)
		}
		if best > 0 {
			worst = math.Max(worst, g/best)
		}
	}
	if saved < 20 {
		t.Errorf("only %d guides were better than as written: the test sees little", saved)
	}
	t.Logf("greedy at worst %.3f of the fewest; better than written in %d of 150", worst, saved)
}

func guideOf3(t testing.TB, seed uint64) *Theme {
	t.Helper()
	questions, shares, whens := randomGuide(seed)
	return guideOf(t, questions, shares, whens...)
}

// What three-valued logic leaves open and no answer can change is not asked.
func TestAQuestionThatCanChangeNothingIsNotAsked(t *testing.T) {
	t.Parallel()
	th := guideOf(t, []any{yesNo("Q0"), yesNo("Q1"), yesNo("Q2")}, nil, "Q0 == true && Q1 == true || Q0 == true && Q1 == false", "Q2 == true || Q2 == false")
	st := th.Guide(Situation{"Q0": true})
	if got := strings.Join(ids(st.Idle), " "); got != "Q1 Q2" || st.Next != nil || strings.Join(st.In, " ") != "M0 M1" {
		t.Errorf("idle %s, next %v, in %v", got, st.Next, st.In)
	}
}

// A condition may name a field that no question asks: the question is derived,
// in both languages, and is the same answer as the field.
func TestAConditionBringsTheQuestionItNeeds(t *testing.T) {
	t.Parallel()
	th := guideOf(t, []any{yesNo("Q0")}, nil, "Q0 == true && applicant.E1 >= 20.0", "applicant.E2 == true", "true")
	st := th.Guide(Situation{"Q0": true})
	if st.Next == nil || strings.Join(ids(st.Open), " ") != "applicant_E2 applicant_E1" && strings.Join(ids(st.Open), " ") != "applicant_E1 applicant_E2" {
		t.Fatalf("open %v", ids(st.Open))
	}
	guide, form, ps := th.SetAnswer("applicant_E1", []string{"25"}, nil, nil)
	if ps.Failed() || string(form) != `{"applicant":{"E1":25}}` {
		t.Fatalf("%s %s %v", guide, form, ps)
	}
	s := mustSituation(t, th, `{"Q0":true}`, string(form))
	if st := th.Guide(s); strings.Join(st.In, " ") != "M0 M2" {
		t.Errorf("%v", st.In)
	}
	d := th.ShortestGuide()
	for _, q := range d.Questions[1:] {
		if !q.Derived || q.Text["zh"] == "" || q.Text["en"] == "" {
			t.Errorf("%+v", q)
		}
	}
	if zh := d.Questions[1].Text["zh"]; zh != "申请人的面积是多少？" {
		t.Errorf("%s", zh)
	}
	if written := th.Def; len(written.Guide) != 3 {
		t.Errorf("%d questions", len(written.Guide))
	}
}

func mustSituation(t *testing.T, th *Theme, guide, form string) Situation {
	t.Helper()
	s, ps := th.Situation([]byte(guide), []byte(form))
	if ps.Failed() {
		t.Fatal(ps)
	}
	return s
}

// Shares decide which question comes first, and how many are asked.
func TestSharesDecideTheOrder(t *testing.T) {
	t.Parallel()
	share := func(q string, yes float64) anyMap {
		return anyMap{"question": q, "source": text("估计"), "answers": []any{anyMap{"answer": "true", "share": yes}, anyMap{"answer": "false", "share": 1 - yes}}}
	}
	for _, c := range []struct {
		q0, q1   float64
		first    string
		expected float64
	}{{0.5, 0.1, "Q1", 1.1}, {0.1, 0.5, "Q0", 1.1}, {0.25, 0.25, "Q0", 1.25}} {
		th := guideOf(t, []any{yesNo("Q0"), yesNo("Q1")}, []any{share("Q0", c.q0), share("Q1", c.q1)}, "Q0 == true && Q1 == true", "true")
		d := th.ShortestGuide()
		if d.Steps[0].Question != c.first || math.Abs(d.Expected-c.expected) > 1e-9 {
			t.Errorf("%v: first %s, %.3f asked", c, d.Steps[0].Question, d.Expected)
		}
		if other := d.Steps[1]; math.Abs(other.Share-math.Min(c.q0, c.q1)) > 1e-6 {
			t.Errorf("%v: %f of the people come to the second question", c, other.Share)
		}
	}
	// A number's range is laid over what conditions tell apart; what has no end, evenly.
	th := guideOf(t, []any{anyMap{"id": "Q0", "text": text("面积"), "type": "number"}}, []any{anyMap{"question": "Q0", "source": text("估计"), "answers": []any{
		anyMap{"from": 0, "below": 100, "share": 0.8}, anyMap{"from": 100, "share": 0.2}}}}, "Q0 >= 25.0", "Q0 >= 200.0")
	var got []string
	for _, r := range th.guide.plan().shares[0] {
		got = append(got, fmt.Sprintf("%.2f", r))
	}
	if s := strings.Join(got, " "); s != "0.20 0.70 0.10" {
		t.Errorf("shares %s", s)
	}
}

// The tree leads to what its branches say: every way through it ends with every
// matter decided as the conditions decide it.
func TestTheTreeLeadsWhereItSays(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		th := guideOf3(t, seed)
		d := th.ShortestGuide()
		if again := fmt.Sprint(d); again != fmt.Sprint(th.ShortestGuide()) {
			t.Fatalf("seed %d: not the same twice", seed)
		}
		if len(d.Steps) == 0 {
			continue
		}
		asked := 0.0
		for _, s := range d.Steps {
			asked += s.Share
		}
		if math.Abs(asked-d.Expected) > 1e-3 {
			t.Errorf("seed %d: the steps' shares add up to %.4f questions, told are %.4f", seed, asked, d.Expected)
		}
		always := th.Guide(Situation{}).In
		var follow func(n int, s Situation, in []string)
		follow = func(n int, s Situation, in []string) {
			if n == 0 {
				st := th.Guide(s)
				if st.Next != nil || len(st.Undecided) > 0 || len(st.In) != len(in) {
					t.Fatalf("seed %d: %v ends with %v, told %v", seed, s, st, in)
				}
				return
			}
			for _, b := range d.Steps[n-1].Answers {
				for _, v := range b.Values {
					s[d.Steps[n-1].Question] = v
					follow(b.Next, s, append(in[:len(in):len(in)], b.In...))
				}
			}
			delete(s, d.Steps[n-1].Question)
		}
		follow(1, Situation{}, always)
	}
}

// The floor area decides the fire safety inspection, and what it asks for.
func TestAQuestionTellsWhatItCanChange(t *testing.T) {
	t.Parallel()
	th := mustNoodles(t)
	e, ok := th.Effect(Situation{"Q7": true}, "Q2")
	if !ok || strings.Join(e.Matters, " ") != "A3" || strings.Join(e.Always, " ") != "A3" || e.MoreFields == 0 || e.MoreMaterials == 0 || len(e.Hung) == 0 {
		t.Errorf("%+v", e)
	}
	few, most := Situation{"Q7": true, "Q2": json.Number("100")}, Situation{"Q7": true, "Q2": json.Number("600")}
	n := func(s Situation) Burden {
		scope := th.Scope(s)
		return th.NeedsFor(scope, th.Merged.Check(th.boundAnswers(s), metamodel.Context{Scope: scope})).After
	}
	if fields, materials := n(most).Fields-n(few).Fields, n(most).Materials-n(few).Materials; fields != e.MoreFields || materials != e.MoreMaterials {
		t.Errorf("told %d fields and %d documents, are %d and %d", e.MoreFields, e.MoreMaterials, fields, materials)
	}
	if e, _ := th.Effect(Situation{"Q7": true}, "Q1"); len(e.Matters)+len(e.Hung)+e.MoreFields != 0 {
		t.Errorf("with a licence the type of entity changes nothing: %+v", e)
	}
	if _, ok := th.Effect(Situation{}, "Q99"); ok {
		t.Error("there is no Q99")
	}
}
