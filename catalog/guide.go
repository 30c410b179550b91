package catalog

import (
	"encoding/json"

	"github.com/onematter/onematter/metamodel"
)

// guide is a theme's compiled situation guide.
type guide struct {
	questions []question // in the guide's order
	byID      map[string]int
	hangs     []hang
	plan      func() *plan // made when the guide is first asked
	first     []int        // staff want these asked before all others, in this order
	literals  func() map[string][]string
	reg       metamodel.Registry
	ask       func(subject, element string) (metamodel.Question, bool)
}

// question is one question with a form of one field that reads its answer.
type question struct {
	def        metamodel.Question
	form       *metamodel.Form
	group, key string // of the field in form
}

// numeric reports whether the question is answered with a number.
func (q question) numeric() bool {
	return q.def.Type == metamodel.TypeNumber || q.def.Type == metamodel.TypeInteger
}

// hang is the condition of fields or materials of a matter that reads
// questions' fields.
type hang struct {
	matter int             // index into Theme.Matters
	expr   *metamodel.Expr // over the merged form; nil: known only row by row
	reads  []int
	weight int
	on     []Hung // what hangs on it
}

// Hung is a field or material of a matter whose condition reads the guide.
type Hung struct {
	Kind   string         `json:"kind" enum:"field,group,required,material"`
	Path   string         `json:"path"` // of the field or group; a material's id
	Name   metamodel.Text `json:"name"`
	Matter string         `json:"matter"`
}

func (t *Theme) guideState(s Situation) GuideState {
	g, p := t.guide, t.guide.plan()
	var st GuideState
	state := p.stateOf(s)
	fate := make([]metamodel.Truth, len(t.Matters))
	for i := range t.Matters {
		switch fate[i] = p.fate(i, s, state); fate[i] {
		case metamodel.True:
			st.In = append(st.In, t.Matters[i].Def.ID)
		case metamodel.False:
			st.Out = append(st.Out, t.Matters[i].Def.ID)
		default:
			st.Undecided = append(st.Undecided, t.Matters[i].Def.ID)
		}
	}
	weights := p.weights(s, state, fate)
	var left []int
	for i, q := range g.questions {
		switch {
		case state[i] != unanswered:
			st.Answered = append(st.Answered, q.def)
		case weights[i] > 0:
			left = append(left, i)
		default:
			st.Idle = append(st.Idle, q.def)
		}
	}
	w := pulls{gain: make([]float64, len(state)), pull: weights}
	for _, i := range left {
		w.gain[i] = p.gain(state, i)
	}
	for _, i := range p.inOrder(state, left, w) {
		st.Open = append(st.Open, g.questions[i].def)
	}
	if len(st.Open) > 0 {
		st.Next = &st.Open[0]
	}
	return st
}

// stateOf puts the answers of a situation under their replies.
func (p *plan) stateOf(s Situation) []int {
	state := p.blank()
	for i, q := range p.t.guide.questions {
		if v, answered := s[q.def.ID]; answered {
			state[i] = replyAt(q.def.Type, p.replies[i], v)
		}
	}
	return state
}

// fate is whether a matter applies.
func (p *plan) fate(matter int, s Situation, state []int) metamodel.Truth {
	if w := p.whens[matter]; w != nil && w.exact {
		if at, ok := w.at(state); ok {
			return w.verdicts[at].truth()
		}
	}
	return p.t.Matters[matter].When.EvalQuestions(s)
}

func (v verdict) truth() metamodel.Truth {
	switch v {
	case yes:
		return metamodel.True
	case no:
		return metamodel.False
	}
	return metamodel.Unknown
}

// weights are how much of what is undecided each open question has a hand in.
func (p *plan) weights(s Situation, state []int, fate []metamodel.Truth) []float64 {
	weights := make([]float64, len(state))
	var rec *metamodel.Record
	for i := range p.items {
		it := &p.items[i]
		t := it.cond
		if t == nil {
			t = it.when
		}
		if fate[it.matter] == metamodel.False || it.hang < 0 && fate[it.matter] != metamodel.Unknown {
			continue
		}
		if at, ok := t.at(state); ok && t.exact {
			for place, q := range t.reads {
				if t.moves[at]&(1<<place) != 0 {
					weights[q] += it.weight
				}
			}
			continue
		}
		var open []int
		for _, q := range t.reads {
			if state[q] == unanswered {
				open = append(open, q)
			}
		}
		// With none of its questions answered a condition cannot be decided yet.
		if h := it.hang; h >= 0 && len(open) > 0 && len(open) < len(t.reads) && p.t.guide.hangs[h].expr != nil {
			if rec == nil {
				rec = p.t.Merged.Check(p.t.boundAnswers(s), metamodel.Context{})
			}
			if rec.EvalFor(p.t.Matters[it.matter].Def.ID, p.t.guide.hangs[h].expr) != metamodel.Unknown {
				continue
			}
		}
		for _, q := range open {
			weights[q] += it.weight
		}
	}
	return weights
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
