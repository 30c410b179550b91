package catalog

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// occasion is whether two matters ever apply together, and when.
type occasion struct {
	both bool
	when metamodel.Text
}

// mostSituations bounds the situations that are tried for a pair of matters.
const mostSituations = 5000

// both looks for a situation to which two matters apply. Where there are too many
// to try they are taken to meet.
func (r *rivals) both(a, b string) (when metamodel.Text, both bool) {
	key := [2]string{a, b}
	if o, ok := r.together[key]; ok {
		return o.when, o.both
	}
	when, both = r.t.occasion(r.t.matterOf(a), r.t.matterOf(b))
	r.together[key] = occasion{both, when}
	return when, both
}

// anySituation is that of matters that always apply.
var anySituation = metamodel.ZhEn("任何情形", "in any situation")

// untriedSituation is said where there are too many to try.
var untriedSituation = metamodel.ZhEn("同时适用时", "where both apply")

// answered is an answer that is tried for a question: what conditions read, and
// as it is written down; nothing for none.
type answered struct {
	value  any
	normal json.RawMessage
}

// occasion looks for a situation to which matters apply together, and says it.
func (t *Theme) occasion(matters ...*ThemeMatter) (metamodel.Text, bool) {
	return t.occasionBeside(nil, matters...)
}

// occasionBeside does so where some questions have their answers already, which
// it does not say.
func (t *Theme) occasionBeside(given Situation, matters ...*ThemeMatter) (metamodel.Text, bool) {
	var asked []question
	var values [][]answered
	size := 1
	lits := t.guide.literals()
	for _, q := range t.guide.questions {
		reads := func(m *ThemeMatter) bool { return m.When != nil && slices.Contains(m.When.Refs(), q.def.ID) }
		if _, known := given[q.def.ID]; known || q.form == nil || !slices.ContainsFunc(matters, reads) {
			continue
		}
		var raws []json.RawMessage
		for _, l := range lits[q.def.ID] {
			raws = append(raws, around(l, q.def.Type)...)
		}
		raws = append(raws, q.form.Fields[0].Samples()...)
		if size *= 1 + len(raws); size > mostSituations {
			return untriedSituation, true
		}
		list := []answered{{}} // or not at all
		for _, raw := range raws {
			v, normal, ps := q.read(raw)
			if ps.Failed() || v == nil {
				v, normal = nil, nil
			}
			list = append(list, answered{v, normal})
		}
		asked, values = append(asked, q), append(values, list)
	}
	s := maps.Clone(given)
	if s == nil {
		s = Situation{}
	}
	for n := range size {
		rest := n
		for i, q := range asked {
			if a := values[i][rest%len(values[i])]; a.value != nil {
				s[q.def.ID] = a.value
			} else {
				delete(s, q.def.ID)
			}
			rest /= len(values[i])
		}
		if slices.ContainsFunc(matters, func(m *ThemeMatter) bool { return m.When != nil && m.When.EvalQuestions(s) != metamodel.True }) {
			continue
		}
		zh, en := []string(nil), []string(nil)
		for i, q := range asked {
			a := values[i][n%len(values[i])]
			n /= len(values[i])
			if a.value == nil {
				continue
			}
			rec := q.form.Check(write(map[string]json.RawMessage{q.group: write(map[string]json.RawMessage{q.key: a.normal})}), metamodel.Context{})
			zh = append(zh, "“"+q.def.Text.In("zh")+"”答“"+rec.Display(q.group+"/"+q.key, "zh", false)+"”")
			en = append(en, "“"+q.def.Text.In("en")+"” is answered “"+rec.Display(q.group+"/"+q.key, "en", false)+"”")
		}
		if len(zh) == 0 {
			return anySituation, true
		}
		return metamodel.ZhEn(strings.Join(zh, "，"), "when "+strings.Join(en, ", ")), true
	}
	return nil, false
}
