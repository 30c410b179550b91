package workflows

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// sentBack is a licence with a loop, an approval in the middle, and a way past
// the inspection; each step says where it may be returned to.
func sentBack(returns map[string]*Returns) *Workflow {
	step := func(id string, on ...Transition) State {
		return State{ID: id, Name: metamodel.ZhEn(id, id), Type: Step, Roles: []string{"clerk"}, Limit: 1, Returns: returns[id], On: on}
	}
	to := func(event, target string, kind TransitionKind) Transition {
		return Transition{Event: event, Label: metamodel.ZhEn(event, event), Target: target, Kind: kind}
	}
	return &Workflow{ID: "w", Title: metamodel.ZhEn("许可", "Licence"), Initial: "accept", States: []State{
		step("accept", to("pass", "review", Forward), to("refuse", "refused", Refuse)),
		step("review", to("inspect", "inspect", Forward), to("skip", "decide", Forward), to("correct", "asked", Correct)),
		step("inspect", to("again", "review", Forward), to("pass", "decide", Forward)),
		step("decide", to("grant", "deliver", Approve)),
		step("deliver", to("deliver", "issued", Deliver)),
		{ID: "asked", Name: metamodel.ZhEn("待补正", "Asked"), Type: Wait, On: []Transition{to("resubmit", "review", Resubmit)}},
		{ID: "issued", Name: metamodel.ZhEn("办结", "Issued"), Type: Final, Outcome: Issued},
		{ID: "refused", Name: metamodel.ZhEn("终止", "Refused"), Type: Final, Outcome: Refused},
	}}
}

func anyStep() *Returns                { return &Returns{Scope: ReturnAny} }
func listed(states ...string) *Returns { return &Returns{States: states} }
func ids(list []*State) (out []string) {
	for _, s := range list {
		out = append(out, s.ID)
	}
	return out
}

// along is the trail of a case that goes through events from the start.
func along(t *testing.T, m *Machine, events ...string) (string, []string) {
	t.Helper()
	mv := m.Start()
	trail := Advance(nil, nil, mv.To)
	for _, e := range events {
		next, err := m.Next(mv.To.ID, e)
		if err != nil {
			t.Fatal(err)
		}
		mv, trail = next, Advance(trail, next.From, next.To)
	}
	return mv.To.ID, trail
}

func TestACaseReturnsOnlyToEarlierStepsItHasBeenThrough(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		returns *Returns
		events  string
		want    string
	}{
		"any, the latest first":               {anyStep(), "pass inspect pass", "inspect review accept"},
		"a step that was passed by is not in": {anyStep(), "pass skip", "review accept"},
		"a loop leaves no trace":              {anyStep(), "pass inspect again skip", "review accept"},
		"a correction is no step":             {anyStep(), "pass correct resubmit skip", "review accept"},
		"the previous one":                    {&Returns{Scope: ReturnPrevious}, "pass inspect pass", "inspect"},
		"the previous one, passed by":         {&Returns{Scope: ReturnPrevious}, "pass skip", "review"},
		"listed ones":                         {listed("accept", "inspect"), "pass inspect pass", "inspect accept"},
		"listed and not visited":              {listed("accept", "inspect"), "pass skip", "accept"},
		"nothing is said":                     {nil, "pass skip", ""},
	} {
		m, ps := Compile(sentBack(map[string]*Returns{"decide": tc.returns}))
		if ps.Failed() {
			t.Fatal(ps)
		}
		at, trail := along(t, m, strings.Fields(tc.events)...)
		got := ids(m.Earlier(at, trail))
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: %v, want %s", name, got, tc.want)
		}
		for _, s := range m.Workflow.States {
			mv, err := m.Return(at, s.ID, trail)
			if may := slices.Contains(got, s.ID); may != (err == nil) || err != nil && !errors.Is(err, ErrNoReturn) {
				t.Errorf("%s: to %s %v", name, s.ID, err)
			}
			if err != nil {
				continue
			}
			back := Advance(trail, mv.From, mv.To)
			if back[len(back)-1] != s.ID || len(back) >= len(trail) || !slices.Equal(back, trail[:len(back)]) {
				t.Errorf("%s: returned to %s the trail %v is %v", name, s.ID, trail, back)
			}
			if len(mv.Effects) != 2 || mv.Effects[0].Type != CloseTask || mv.Effects[1].Type != OpenTask {
				t.Errorf("%s: a return asks for %v", name, mv.Effects) // the matter's clocks go on
			}
		}
	}
}

func TestAReturnFromBehindAnApprovalUndecides(t *testing.T) {
	t.Parallel()
	m, ps := Compile(sentBack(map[string]*Returns{"deliver": anyStep()}))
	if ps.Failed() {
		t.Fatal(ps)
	}
	at, trail := along(t, m, "pass", "skip", "grant")
	if !m.Decided(at) {
		t.Fatal("granted and not decided")
	}
	mv, err := m.Return(at, "decide", trail)
	if err != nil || m.Decided(mv.To.ID) {
		t.Errorf("returned to %v (%v) it is still decided", mv.To, err)
	}
}

func TestReturnsAreLinted(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		state   string
		returns *Returns
		want    string // code path
	}{
		"unknown":         {"review", listed("nowhere"), "workflow.returns.unknown states/1/returns/0"},
		"no step":         {"review", listed("accept", "asked"), "workflow.returns.not_step states/1/returns/1"},
		"at an end":       {"issued", anyStep(), "workflow.state.misplaced states/6/returns"},
		"while asking":    {"asked", anyStep(), "workflow.state.misplaced states/5/returns"},
		"nothing before":  {"accept", anyStep(), "workflow.returns.useless states/0/returns"},
		"no state listed": {"review", &Returns{}, "workflow.returns.useless states/1/returns"},
		"forward":         {"review", listed("decide"), "workflow.returns.never states/1/returns/0"},
		"itself":          {"decide", listed("decide"), "workflow.returns.never states/3/returns/0"},
		"undecides":       {"deliver", listed("review"), "workflow.returns.undecides states/4/returns"},
		"sound":           {"decide", listed("inspect", "accept"), ""},
		"a loop is sound": {"review", listed("inspect"), ""},
	} {
		w := sentBack(nil)
		for i := range w.States {
			if w.States[i].ID == tc.state {
				w.States[i].Returns = tc.returns
			}
		}
		m, ps := Compile(w)
		got := ""
		for _, p := range ps {
			got = strings.TrimSpace(got + " " + p.Code + " " + p.Path)
		}
		if got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
		if (m == nil) != ps.Failed() {
			t.Errorf("%s: compiled %v with %v", name, m != nil, ps)
		}
	}
}

func TestReturnsAreReadAndWrittenAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{`"previous"`, `"any"`, `["accept","review"]`} {
		var r Returns
		if err := json.Unmarshal([]byte(doc), &r); err != nil {
			t.Fatal(err)
		}
		if again, err := json.Marshal(r); err != nil || string(again) != doc {
			t.Errorf("%s is written %s, %v", doc, again, err)
		}
	}
	const flow = `{"id":"w","title":{"zh":"w"},"initial":"a","states":[{"id":"a","name":{"zh":"a"},"type":"step","roles":["clerk"],"returns":%,"on":[{"event":"d","label":{"zh":"d"},"target":"z","kind":"deliver"}]},{"id":"z","name":{"zh":"z"},"type":"final","outcome":"issued"}]}`
	for doc, ok := range map[string]bool{`"previous"`: true, `"any"`: true, `["a"]`: true, `"next"`: false, `[]`: false, `["a","a"]`: false, `{}`: false, `true`: false, `[1]`: false} {
		w, ps := Decode([]byte(strings.Replace(flow, "%", doc, 1)))
		if ps.Failed() == ok || ok && w.States[0].Returns == nil {
			t.Errorf("%s: %v", doc, ps)
		}
	}
}

func TestTheDiagramShowsReturns(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		returns *Returns
		want    string
	}{
		"any":      {anyStep(), "accept review inspect"},
		"previous": {&Returns{Scope: ReturnPrevious}, "review inspect"},
		"listed":   {listed("inspect", "nowhere"), "inspect"},
	} {
		var got []string
		d := Draw(sentBack(map[string]*Returns{"decide": tc.returns}))
		for _, e := range d.Edges {
			if e.Kind == SendBack && e.From == "decide" && e.Event == "" {
				got = append(got, e.To)
			}
		}
		if strings.Join(got, " ") != tc.want || !strings.Contains(d.Mermaid("zh"), ": 退回\n") {
			t.Errorf("%s: %v", name, got)
		}
	}
}
