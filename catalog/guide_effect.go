package catalog

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// QuestionEffect is what the answer to a question can change, seen from a
// situation.
type QuestionEffect struct {
	Matters       []string `json:"matters"`       // that may apply or not for it, in the theme's order
	Always        []string `json:"always"`        // of those, the ones that one of its answers alone settles to apply
	Hung          []Hung   `json:"hung"`          // fields and materials whose conditions wait for it
	MoreFields    int      `json:"moreFields"`    // the answer that asks most asks so many more than the one that asks least
	MoreMaterials int      `json:"moreMaterials"` // likewise of documents
}

// Effect tells what a question can still change in a situation; false when the
// theme has no such question. An answer given already is left out.
func (t *Theme) Effect(s Situation, id string) (QuestionEffect, bool) {
	q, ok := t.guide.byID[id]
	out := QuestionEffect{Matters: []string{}, Always: []string{}, Hung: []Hung{}}
	if !ok {
		return out, false
	}
	s = cloneSituation(s)
	delete(s, id)
	p := t.guide.plan()
	state := p.stateOf(s)
	for _, i := range p.of[q] {
		it := &p.items[i]
		if !p.moved(it, state, q) {
			continue
		}
		matter := t.Matters[it.matter].Def.ID
		if it.hang < 0 {
			out.Matters = append(out.Matters, matter)
			if t.settles(p, it, state, q) {
				out.Always = append(out.Always, matter)
			}
			continue
		}
		if place := slices.Index(it.cond.reads, q); place >= 0 && it.cond.moved(state, place) {
			out.Hung = append(out.Hung, t.guide.hangs[it.hang].on...)
		}
	}
	out.MoreFields, out.MoreMaterials = t.spreadOf(p, s, q)
	return out, true
}

// settles reports whether every answer of a question alone decides a matter.
func (t *Theme) settles(p *plan, it *guideItem, state []int, q int) bool {
	defer func() { state[q] = unanswered }()
	for r := range p.replies[q] {
		state[q] = r
		if v := it.when.verdict(state); v != yes && v != no {
			return false
		}
	}
	return true
}

// spreadOf is by how much the answers of a question differ in what is asked of
// the citizen as far as it is certain then.
func (t *Theme) spreadOf(p *plan, s Situation, q int) (fields, materials int) {
	id := t.guide.questions[q].def.ID
	var least, most [2]int
	for n, class := range p.classesOf(q) {
		s[id] = p.replies[q][class[0]].value
		scope := map[string]bool{}
		state := p.stateOf(s)
		for i, m := range t.Matters {
			if p.fate(i, s, state) != metamodel.False {
				scope[m.Def.ID] = true
			}
		}
		rec := t.Merged.Check(t.boundAnswers(s), metamodel.Context{Scope: scope})
		count := [2]int{t.mergedFields(scope, rec), 0}
		for _, m := range t.materialStates(scope, rec) {
			if m.Asked {
				count[1]++
			}
		}
		for i := range count {
			if n == 0 || count[i] < least[i] {
				least[i] = count[i]
			}
			most[i] = max(most[i], count[i])
		}
	}
	delete(s, id)
	return most[0] - least[0], most[1] - least[1]
}

// classesOf are the replies of a question that lead to different ends.
func (p *plan) classesOf(q int) [][]int {
	if p.part[q] < 0 {
		return nil
	}
	x := p.parts[p.part[q]]
	return x.classes[slices.Index(x.questions, q)]
}
