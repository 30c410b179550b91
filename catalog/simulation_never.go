package catalog

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// all walks every way through the guide, also those that nobody is said to
// take; whole is false where there are more than most.
func (l *lots) all(most int) (whole bool) {
	var visit func(j *junction, s Situation, asked []string, supposed bool) bool
	visit = func(j *junction, s Situation, asked []string, supposed bool) bool {
		if j.end != nil {
			j.end.supposed = supposed
			return true
		}
		for n, r := range j.replies {
			s[j.id] = r.value
			path := append(slices.Clone(asked), j.id)
			if j.next[n] == nil {
				if len(l.ends) >= most || l.nodes >= mostJunctions {
					delete(s, j.id)
					return false
				}
				j.next[n] = l.junction(s, path)
			}
			ok := visit(j.next[n], s, path, supposed && r.weight > 0)
			delete(s, j.id)
			if !ok {
				return false
			}
		}
		return true
	}
	return visit(l.root, Situation{}, nil, true)
}

// mostScenes bounds the situations in which a field is looked for, and
// sceneTrials the answers tried for it.
const (
	mostScenes  = 256
	sceneTrials = 4000
)

// search looks, in every situation, for answers that show a field which no filing
// showed, first in those that are supposed to be met; at is one that has some.
// proven: all were tried that could.
func (s *simulating) search(tr *trial, f *metamodel.Field, whole bool) (at *situated, proven bool) {
	if f.Hidden {
		return nil, true
	}
	vars, closed := tr.variables(tr.chain(f))
	if len(vars) == 0 && !closed {
		return nil, false
	}
	bound := map[string]bool{}
	for _, q := range s.t.guide.questions {
		bound[q.def.Field] = true
	}
	vars = slices.DeleteFunc(vars, func(v variable) bool { return bound[v.field.Path] })
	size := 1
	for _, v := range vars {
		if size *= len(v.values); size > mostTrials {
			return nil, false
		}
	}
	path := join(instance(f.Group), f.Key)
	proven, left := closed && whole, sceneTrials
	scenes := map[string]bool{}
	for _, at := range s.lots.supposedFirst() {
		if at.awaited[f.Path] || !slices.ContainsFunc(f.Uses, func(u metamodel.FieldUse) bool { return at.scope[u.Matter] }) {
			continue
		}
		known := s.t.boundTree(at.situation)
		key := string(known.with(s.t.Merged)) + strings.Join(slices.Sorted(maps.Keys(at.scope)), " ")
		if scenes[key] {
			continue
		}
		if scenes[key] = true; len(scenes) > mostScenes {
			return nil, false
		}
		for n := range size {
			if left--; left < 0 {
				return nil, false
			}
			answers := map[string]any{}
			for group, fields := range known {
				object := map[string]any{}
				for k, v := range fields {
					object[k] = v
				}
				answers[group] = object
			}
			for _, v := range vars {
				if raw := v.values[n%len(v.values)]; raw != nil {
					put(answers, v.field.Group, v.field.Key, raw)
				}
				n /= len(v.values)
			}
			for _, g := range s.t.Merged.Groups {
				putRow(answers, g)
			}
			doc, err := json.Marshal(answers)
			if err != nil {
				return nil, false
			}
			rec := s.t.Merged.Check(doc, metamodel.Context{Today: s.o.Today, Scope: at.scope, Awaited: at.awaited})
			if rec.Visible(path) {
				return at, false
			}
		}
	}
	return nil, proven
}

// supposedFirst are the situations met, those first that somebody is assumed to be in.
func (l *lots) supposedFirst() []*situated {
	out := slices.Clone(l.ends)
	slices.SortStableFunc(out, func(a, b *situated) int {
		switch {
		case a.supposed == b.supposed:
			return 0
		case a.supposed:
			return -1
		}
		return 1
	})
	return out
}

// shares tells of everything in the theme how often it is met.
func (s *simulating) shares(whole bool) (out []SimulatedShown) {
	asked, applies, cases := map[string]int{}, map[string]int{}, 0
	could, supposed := map[string]bool{}, map[string]bool{}
	for _, at := range s.lots.ends {
		cases += at.cases
		for _, id := range at.asked {
			asked[id] += at.cases
			could[id] = true
			supposed[id] = supposed[id] || at.supposed
		}
		for id := range at.scope {
			applies[id] += at.cases
			could["matter "+id] = true
			supposed["matter "+id] = supposed["matter "+id] || at.supposed
		}
	}
	verdict := func(n, of int, met, supposed, proven bool) ShownVerdict {
		switch {
		case n > 0 && float64(n) >= rarely*float64(of):
			return ShownOften
		case supposed || n > 0:
			return ShownRare
		case met:
			return Excluded
		case proven:
			return Never
		}
		return Unseen
	}
	part := func(n, of int) float64 { return round4(float64(n) / float64(max(of, 1))) }
	for _, q := range s.t.guide.questions {
		id := q.def.ID
		out = append(out, SimulatedShown{Kind: ShownQuestion, ID: id, Name: q.def.Text, Share: part(asked[id], cases), Verdict: verdict(asked[id], cases, could[id], supposed[id], whole)})
	}
	for _, m := range s.t.Matters {
		id := m.Def.ID
		out = append(out, SimulatedShown{Kind: ShownMatter, ID: id, Name: m.Def.Name, Share: part(applies[id], cases), Verdict: verdict(applies[id], cases, could["matter "+id], supposed["matter "+id], whole)})
	}
	sh := s.shown
	if sh.weight == 0 {
		return out // nothing was accepted: what would have been shown is not told by shares of nothing
	}
	var tr *trial
	for i, f := range s.t.Merged.Fields {
		if f.Hidden {
			continue // carried, never shown: that is what it is for
		}
		e := SimulatedShown{Kind: ShownField, ID: f.Path, Name: f.Label, Share: part(sh.fields[i], sh.weight)}
		met, likely, proven := sh.met[i], sh.supposed[i], false
		if !met && !sh.spared[i] {
			if tr == nil {
				tr = newTrial(s.r, s.t.Merged)
			}
			if tr != nil {
				var at *situated
				at, proven = s.search(tr, f, whole)
				met, likely = at != nil, at != nil && at.supposed
			}
		}
		if e.Verdict = verdict(sh.fields[i], sh.weight, met, likely, proven); !met && sh.spared[i] {
			e.Verdict, e.Why = Spared, s.giver(f)
		}
		out = append(out, e)
	}
	for i, m := range s.t.Materials {
		e := SimulatedShown{Kind: ShownMaterial, ID: m.Material.ID, Name: m.Material.Name, Share: part(sh.materials[i], sh.weight), Verdict: verdict(sh.materials[i], sh.weight, sh.metMaterial[i], sh.supposedMaterial[i], false)}
		if !sh.metMaterial[i] && len(sh.given[i]) > 0 {
			e.Verdict, e.Why = Spared, sh.given[i]
		}
		out = append(out, e)
	}
	return out
}

// giver says whose result a field is.
func (s *simulating) giver(f *metamodel.Field) metamodel.Text {
	for _, m := range s.t.Matters {
		if m.Yields[f.Path] {
			return metamodel.ZhEn("由“"+m.Def.Name.In("zh")+"”的办理结果给出", "The result of “"+m.Def.Name.In("en")+"” gives it")
		}
	}
	return nil
}
