package catalog

import (
	"encoding/json"
	"sort"

	"github.com/onematter/onematter/metamodel"
)

// guide is a theme's compiled situation guide.
type guide struct {
	questions []question // in the guide's order
	byID      map[string]int
	decisions []decision
	hangs     []hang
}

// question is one question with a form of one field that reads its answer.
type question struct {
	def        metamodel.Question
	form       *metamodel.Form
	group, key string // of the field in form
}

// decision is a matter whose condition reads a question.
type decision struct{ matter, question, weight int }

// hang is the condition of a field or material that reads questions' fields.
type hang struct {
	matter int             // index into Theme.Matters
	expr   *metamodel.Expr // over the merged form; nil: known only row by row
	reads  []int
	weight int
}

func (t *Theme) guideState(s Situation) GuideState {
	g := t.guide
	var st GuideState
	fate := make([]metamodel.Truth, len(t.Matters))
	for i, m := range t.Matters {
		fate[i] = m.When.EvalQuestions(s)
		switch fate[i] {
		case metamodel.True:
			st.In = append(st.In, m.Def.ID)
		case metamodel.False:
			st.Out = append(st.Out, m.Def.ID)
		default:
			st.Undecided = append(st.Undecided, m.Def.ID)
		}
	}
	weights := make([]int, len(g.questions))
	for _, d := range g.decisions {
		if fate[d.matter] == metamodel.Unknown {
			weights[d.question] += d.weight
		}
	}
	t.weighHangs(s, fate, weights)

	var open []int
	for i, q := range g.questions {
		switch _, answered := s[q.def.ID]; {
		case answered:
			st.Answered = append(st.Answered, q.def)
		case weights[i] > 0:
			open = append(open, i)
		default:
			st.Idle = append(st.Idle, q.def)
		}
	}
	sort.SliceStable(open, func(a, b int) bool { return weights[open[a]] > weights[open[b]] })
	for _, i := range open {
		st.Open = append(st.Open, g.questions[i].def)
	}
	if len(st.Open) > 0 {
		st.Next = &st.Open[0]
	}
	return st
}

// weighHangs adds the weight of undecided conditions of fields and materials
// to the unanswered questions they read.
func (t *Theme) weighHangs(s Situation, fate []metamodel.Truth, weights []int) {
	var rec *metamodel.Record
	for _, h := range t.guide.hangs {
		if fate[h.matter] == metamodel.False {
			continue
		}
		var open []int
		for _, q := range h.reads {
			if _, answered := s[t.guide.questions[q].def.ID]; !answered {
				open = append(open, q)
			}
		}
		if len(open) == 0 {
			continue
		}
		// With none of its questions answered a condition cannot be decided yet.
		if h.expr != nil && len(open) < len(h.reads) {
			if rec == nil {
				rec = t.Merged.Check(t.boundAnswers(s), metamodel.Context{})
			}
			if rec.EvalFor(t.Matters[h.matter].Def.ID, h.expr) != metamodel.Unknown {
				continue
			}
		}
		for _, q := range open {
			weights[q] += h.weight
		}
	}
}

// boundAnswers is what the situation says of the form's own fields.
func (t *Theme) boundAnswers(s Situation) []byte {
	groups := map[string]map[string]any{}
	for _, q := range t.guide.questions {
		v, answered := s[q.def.ID]
		if !answered || q.def.Field == "" {
			continue
		}
		f, ok := t.Merged.Field(q.def.Field)
		if !ok {
			continue
		}
		if groups[f.Group.Path] == nil {
			groups[f.Group.Path] = map[string]any{}
		}
		groups[f.Group.Path][f.Key] = v
	}
	b, err := json.Marshal(groups)
	if err != nil { // a situation holds JSON values; anything else is not an answer
		return []byte("{}")
	}
	return b
}

func (t *Theme) codeList(q metamodel.Question) (*metamodel.CodeList, bool) {
	i, ok := t.guide.byID[q.ID]
	if !ok || t.guide.questions[i].form == nil {
		return nil, false
	}
	list := t.guide.questions[i].form.Fields[0].CodeList
	return list, list != nil
}
