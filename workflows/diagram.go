package workflows

import (
	"fmt"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Diagram is a workflow as a graph to draw: no positions, those are the
// viewer's. Nodes and edges are in the order the workflow is written.
type Diagram struct {
	ID    string         `json:"id"`
	Title metamodel.Text `json:"title"`
	Nodes []DiagramNode  `json:"nodes"`
	Edges []DiagramEdge  `json:"edges"`
}

// DiagramNode is one state.
type DiagramNode struct {
	ID      string         `json:"id"`
	Name    metamodel.Text `json:"name"`
	Type    StateType      `json:"type"`
	Initial bool           `json:"initial,omitempty"`
	Outcome Outcome        `json:"outcome,omitempty"`
	Roles   []string       `json:"roles,omitempty"`
	Limit   float64        `json:"limit,omitempty"` // working days
}

// DiagramEdge is one transition.
type DiagramEdge struct {
	ID    string         `json:"id"` // unique in the diagram
	From  string         `json:"from"`
	To    string         `json:"to"`
	Event string         `json:"event"` // "" for a return
	Label metamodel.Text `json:"label"`
	Kind  TransitionKind `json:"kind"`
	After *DiagramAfter  `json:"after,omitempty"` // silence takes it
}

// DiagramAfter says when silence takes a transition.
type DiagramAfter struct {
	Days  float64        `json:"days,omitempty"` // working days; absent: the limit of the clock
	Clock ClockName      `json:"clock"`
	Basis metamodel.Text `json:"basis,omitempty"`
}

// Draw gives the graph of a workflow, sound or not: a designer draws what is
// still being written. Edges to states that do not exist are left out.
func Draw(w *Workflow) Diagram {
	d := Diagram{ID: w.ID, Title: w.Title, Nodes: []DiagramNode{}, Edges: []DiagramEdge{}}
	known := map[string]bool{}
	for i := range w.States {
		s := &w.States[i]
		if known[s.ID] {
			continue
		}
		known[s.ID] = true
		d.Nodes = append(d.Nodes, DiagramNode{ID: s.ID, Name: s.Name, Type: s.Type, Initial: s.ID == w.Initial,
			Outcome: s.Outcome, Roles: s.Roles, Limit: s.Limit})
	}
	for i := range w.States {
		s := &w.States[i]
		for j, t := range s.On {
			if known[t.Target] {
				e := DiagramEdge{ID: fmt.Sprintf("%d.%d", i, j), From: s.ID, To: t.Target, Event: t.Event, Label: t.Label, Kind: t.Kind}
				if s.After != nil && s.After.Event == t.Event {
					e.After = &DiagramAfter{Days: s.After.Days, Clock: s.After.Clock, Basis: s.After.Basis}
				}
				d.Edges = append(d.Edges, e)
			}
		}
	}
	d.returns(w)
	return d
}

// sendBack is how the drawing calls a return.
var sendBack = metamodel.ZhEn("退回", "Return")

// returns adds a line for every return that some case could take.
func (d *Diagram) returns(w *Workflow) {
	states := map[string]*State{}
	for i := range w.States {
		if s := &w.States[i]; states[s.ID] == nil {
			states[s.ID] = s
		}
	}
	for i := range w.States {
		s := &w.States[i]
		for j, to := range mayReturn(w, states, s) {
			d.Edges = append(d.Edges, DiagramEdge{ID: fmt.Sprintf("%d.return.%d", i, j), From: s.ID, To: to.ID, Label: sendBack, Kind: SendBack})
		}
	}
}

// Mermaid writes the diagram as a Mermaid state diagram with labels in lang.
func (d Diagram) Mermaid(lang string) string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n  direction LR\n")
	names := map[string]string{} // Mermaid's ids are narrower than ours
	for i, n := range d.Nodes {
		name := fmt.Sprintf("s%d", i)
		names[n.ID] = name
		fmt.Fprintf(&b, "  state %q as %s\n", mermaidText(n.Name.In(lang)), name)
	}
	for _, n := range d.Nodes {
		if n.Initial {
			fmt.Fprintf(&b, "  [*] --> %s\n", names[n.ID])
		}
	}
	for _, e := range d.Edges {
		fmt.Fprintf(&b, "  %s --> %s: %s\n", names[e.From], names[e.To], mermaidText(e.Label.In(lang)+e.After.in(lang)))
	}
	for _, n := range d.Nodes {
		if n.Type == Final {
			fmt.Fprintf(&b, "  %s --> [*]\n", names[n.ID])
		}
	}
	b.WriteString("  classDef wait stroke-dasharray: 4 4\n  classDef final font-weight: bold\n")
	for _, n := range d.Nodes {
		switch n.Type {
		case Wait:
			fmt.Fprintf(&b, "  class %s wait\n", names[n.ID])
		case Final:
			fmt.Fprintf(&b, "  class %s final\n", names[n.ID])
		}
	}
	return b.String()
}

// in says in words that silence takes the transition; nothing when it does not.
func (a *DiagramAfter) in(lang string) string {
	if a == nil {
		return ""
	}
	switch {
	case lang == "zh" && a.Days > 0:
		return fmt.Sprintf("（满 %v 个工作日未作决定即自动）", a.Days)
	case lang == "zh":
		return "（期满未作决定即自动）"
	case a.Days > 0:
		return fmt.Sprintf(" (by itself after %v working days of silence)", a.Days)
	}
	return " (by itself when the time is up)"
}

// mermaidText keeps wording from being read as Mermaid: letters, digits and
// plain punctuation stay, the rest becomes character references.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < ' ' || r == 0x7f:
			b.WriteByte(' ')
		case strings.ContainsRune("\"#;:<>{}[]%\\`&", r):
			fmt.Fprintf(&b, "#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
