package catalog

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// refused finds answers of the guide that a matter which applies then never takes.
// An option that no situation takes, whatever applies, is told as such.
func (g *gate) refused(id string, t *Theme) {
	narrowed := func(q question) bool {
		f, bound := t.Merged.Field(q.def.Field)
		return bound && slices.ContainsFunc(f.Uses, func(u metamodel.FieldUse) bool { return len(u.Given()) > 0 })
	}
	if !slices.ContainsFunc(t.guide.questions, narrowed) {
		return
	}
	r := newRivals(t, g.r.packs())
	ways := newLots(t, &Assumptions{})
	ways.all(mostWays)
	told := map[string]bool{}
	for _, at := range ways.ends {
		for i, q := range t.guide.questions {
			value, answered := at.situation[q.def.ID]
			f, bound := t.Merged.Field(q.def.Field)
			if !answered || !bound || at.awaited[f.Path] || slices.ContainsFunc(t.Conflicts, func(p metamodel.Problem) bool { return p.Path == "merged/"+f.Path }) {
				continue // a contradiction names both sides
			}
			raw, err := json.Marshal(value)
			if err != nil { // an answer is JSON
				panic(err)
			}
			by := t.refusing(f, at.scope, raw)
			if len(by) == 0 || !q.numeric() && !slices.ContainsFunc(by, func(m string) bool { return t.matterOf(m).When != nil && len(t.matterOf(m).When.Refs()) > 0 }) ||
				t.takesAnother(q, f, at) {
				continue
			}
			key := fmt.Sprint(i, by, t.replyWords(q, value)["zh"])
			if told[key] {
				continue
			}
			told[key] = true
			var names []metamodel.Text
			for _, m := range by {
				source := r.source(m, f.Path)
				names = append(names, metamodel.ZhEn("“"+r.name[m].In("zh")+"”（"+source+"）", "“"+r.name[m].In("en")+"” ("+source+")"))
			}
			g.find(metamodel.KindTheme, id, GuideRefused.At(t.questionAt(i), "question", q.def.Text, "answer", t.replyWords(q, value), "refusers", listText(names), "situation", t.situationWords(t.guide.plan().stateOf(at.situation))))
		}
	}
}

// refusing are the matters in scope that always show a field and never take a value.
func (t *Theme) refusing(f *metamodel.Field, scope map[string]bool, raw []byte) (out []string) {
	for i := range f.Uses {
		if u := &f.Uses[i]; scope[u.Matter] && len(conditionsOf(f, u)) == 0 && !t.Merged.Takes(f.Path, i, raw) {
			out = append(out, u.Matter)
		}
	}
	return out
}

// takesAnother looks for another answer with which the same matters apply and all
// of them take it: an answer stands for a range, or for every code that no condition names.
func (t *Theme) takesAnother(q question, f *metamodel.Field, at *situated) bool {
	if list := q.form.Fields[0].CodeList; list != nil {
		replies := t.guide.plan().replies[t.guide.byID[q.def.ID]]
		n := replyAt(q.def.Type, replies, at.situation[q.def.ID])
		return slices.ContainsFunc(list.Entries, func(e metamodel.Code) bool {
			return replyAt(q.def.Type, replies, e.Code) == n && len(t.refusing(f, at.scope, []byte(quote(e.Code)))) == 0
		})
	}
	if !q.numeric() {
		return false
	}
	var breaks []json.RawMessage
	for _, c := range t.comparisons(q) {
		breaks = append(breaks, json.RawMessage(c.at.String()))
	}
	list := []metamodel.Constraints{f.Element.Constraints}
	for i := range f.Uses {
		list = append(list, f.Uses[i].Constraints)
	}
	for _, c := range list {
		for _, b := range []json.Number{c.Minimum, c.Maximum, c.ExclusiveMinimum, c.ExclusiveMaximum} {
			if b != "" {
				breaks = append(breaks, json.RawMessage(b))
			}
		}
		breaks = append(append(breaks, c.Enum...), c.Const)
	}
	for _, raw := range grid(breaks, limit{}, limit{}, -1, f.Element.Type == metamodel.TypeInteger) {
		v, _, ps := q.read(json.RawMessage(raw))
		if ps.Failed() || v == nil || len(t.refusing(f, at.scope, []byte(raw))) > 0 {
			continue
		}
		s := maps.Clone(at.situation)
		s[q.def.ID] = v
		if maps.Equal(t.Scope(s), at.scope) {
			return true
		}
	}
	return false
}
