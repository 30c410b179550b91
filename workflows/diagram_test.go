package workflows

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestTheDiagramHasEveryStateAndAction(t *testing.T) {
	t.Parallel()
	w := licence()
	d := Draw(w)
	edges := 0
	for i, s := range w.States {
		if n := d.Nodes[i]; n.ID != s.ID || n.Type != s.Type || n.Initial != (s.ID == "accept") || n.Outcome != s.Outcome || n.Limit != s.Limit {
			t.Errorf("node %d is %+v", i, n)
		}
		edges += len(s.On)
	}
	if len(d.Nodes) != len(w.States) || len(d.Edges) != edges {
		t.Errorf("%d nodes, %d edges", len(d.Nodes), len(d.Edges))
	}
	ids := map[string]bool{}
	for _, e := range d.Edges {
		if ids[e.ID] || e.Label.In("zh") == "" {
			t.Errorf("edge %+v", e)
		}
		ids[e.ID] = true
	}
	doc, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"id":"M02","title":{"zh":"食品经营许可"},"nodes":[{"id":"accept","name":{"zh":"受理"},"type":"step","initial":true,"roles":["clerk"],"limit":1},`; !strings.HasPrefix(string(doc), want) {
		t.Errorf("%s", doc[:200])
	}
}

func TestAWorkflowInTheMakingCanBeDrawn(t *testing.T) {
	t.Parallel()
	d := Draw(&Workflow{ID: "new", Initial: "b", States: []State{
		{ID: "a", On: []Transition{{Event: "x", Target: "nowhere"}, {Event: "y", Target: "a"}}}, {ID: "a"}}})
	if len(d.Nodes) != 1 || len(d.Edges) != 1 || d.Edges[0].Event != "y" {
		t.Errorf("%+v", d)
	}
	if doc, _ := json.Marshal(Draw(&Workflow{})); !strings.Contains(string(doc), `"nodes":[],"edges":[]`) {
		t.Errorf("an empty diagram is %s", doc)
	}
}

func TestMermaidTextIsTheWorkflow(t *testing.T) {
	t.Parallel()
	w := &Workflow{ID: "w", Initial: "a", States: []State{
		{ID: "a", Name: metamodel.ZhEn("受理", "Accept"), Type: Step, On: []Transition{
			{Event: "c", Label: metamodel.ZhEn("补正", "Correct"), Target: "w"}, {Event: "d", Label: metamodel.ZhEn("发放", "Deliver"), Target: "z"}}},
		{ID: "w", Name: metamodel.ZhEn("待补正", "Waiting"), Type: Wait, On: []Transition{{Event: "r", Label: metamodel.ZhEn("重新提交", "Resubmit"), Target: "a"}}},
		{ID: "z", Name: metamodel.ZhEn("办结", "Issued"), Type: Final, Outcome: Issued},
	}}
	want := `stateDiagram-v2
  direction LR
  state "受理" as s0
  state "待补正" as s1
  state "办结" as s2
  [*] --> s0
  s0 --> s1: 补正
  s0 --> s2: 发放
  s1 --> s0: 重新提交
  s2 --> [*]
  classDef wait stroke-dasharray: 4 4
  classDef final font-weight: bold
  class s1 wait
  class s2 final
`
	if got := Draw(w).Mermaid("zh"); got != want {
		t.Errorf("%s", got)
	}
	if got := Draw(w).Mermaid("en"); !strings.Contains(got, "s0 --> s1: Correct\n") {
		t.Errorf("%s", got)
	}
}

func TestTheDiagramShowsWhatSilenceDoes(t *testing.T) {
	t.Parallel()
	w := licence()
	silent(nil)(w)
	w.States[6].On[0].Label = metamodel.ZhEn("准予", "Grant")
	d := Draw(w)
	if !strings.Contains(d.Mermaid("zh"), ": 准予（满 5 个工作日未作决定即自动）\n") || !strings.Contains(d.Mermaid("en"), ": Grant (by itself after 5 working days of silence)\n") {
		t.Errorf("%s", d.Mermaid("en"))
	}
	w.States[6].After.Days = 0
	if s := Draw(w).Mermaid("en"); !strings.Contains(s, ": Grant (by itself when the time is up)\n") {
		t.Errorf("%s", s)
	}
	for _, e := range d.Edges {
		if (e.After != nil) != (e.From == "decide" && e.Event == "approve") {
			t.Errorf("%s of %s: %+v", e.Event, e.From, e.After)
		}
	}
}

func TestWordingCannotBecomeMermaid(t *testing.T) {
	t.Parallel()
	evil := metamodel.Zh("x\" as s9\n  s9 --> s0: <script>;%%{init: {}}%% `end` \\")
	w := licence()
	w.States[0].Name, w.States[0].On[0].Label = evil, evil
	line := regexp.MustCompile("^(stateDiagram-v2|  (direction LR|state \"[^\"]*\" as s\\d+|\\[\\*\\] --> s\\d+|s\\d+ --> \\[\\*\\]|s\\d+ --> s\\d+: [^:;<>{}%`\"]*(#\\d+;[^:;<>{}%`\"]*)*|classDef (wait|final) .*|class s\\d+ (wait|final)))$")
	for _, l := range strings.Split(strings.TrimSuffix(Draw(w).Mermaid("zh"), "\n"), "\n") {
		if !line.MatchString(l) {
			t.Errorf("not ours: %q", l)
		}
	}
}
