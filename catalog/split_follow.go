package catalog

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// follow ends the old matter and lets all that named it name its parts: themes
// and policies all of them, matters that wait for it the one that issues its
// result.
func (x *matterSplitter) follow(p *Pack) {
	var parts []string
	for _, part := range x.into {
		parts = append(parts, part.ID)
	}
	end := x.how.End
	end.Successors, end.Into = parts, metamodel.Split
	p.Matters[x.how.Matter].Cancelled = &end
	p.Matters[x.how.Matter].Result.Material = "" // one matter issues a material: a part
	issuers := x.issuers()
	for _, id := range sortedKeys(p.Matters) {
		if m := p.Matters[id]; m.Cancelled == nil {
			m.Preconditions = x.instead(m.Preconditions, issuers)
		}
	}
	for _, id := range sortedKeys(p.Policies) {
		p.Policies[id].Matters = x.instead(p.Policies[id].Matters, parts)
	}
	for _, part := range x.into {
		if m := p.Materials[part.result.Material]; m != nil {
			m.ResultOf = part.ID
		}
	}
	for _, id := range sortedKeys(p.Materials) {
		if m := p.Materials[id]; m.ResultOf == x.how.Matter {
			m.ResultOf = x.heir.ID
		}
	}
	for _, id := range p.ThemeIDs() {
		x.theme(p.Themes[id], parts)
	}
}

// issuers are the parts for which those wait that waited for the old matter.
func (x *matterSplitter) issuers() (ids []string) {
	if x.heir != nil {
		return []string{x.heir.ID}
	}
	for _, part := range x.into {
		if part.result.Material != "" || len(part.result.Yields) > 0 {
			ids = append(ids, part.ID)
		}
	}
	if len(ids) == 0 {
		for _, part := range x.into {
			ids = append(ids, part.ID)
		}
	}
	return ids
}

// instead puts others in the place of the old matter, each once.
func (x *matterSplitter) instead(list, others []string) (out []string) {
	for _, id := range list {
		next := []string{id}
		if id == x.how.Matter {
			next = others
		}
		for _, n := range next {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// theme puts the parts in the place of the old matter, under its condition.
func (x *matterSplitter) theme(t *metamodel.Theme, parts []string) {
	at := slices.IndexFunc(t.Matters, func(m metamodel.ThemeMatter) bool { return m.Matter == x.how.Matter })
	if at < 0 {
		return
	}
	var places []metamodel.ThemeMatter
	for _, id := range parts {
		place := t.Matters[at]
		place.Matter = id
		places = append(places, place)
	}
	t.Matters = slices.Replace(t.Matters, at, at+1, places...)
	if t.Joint == nil {
		return
	}
	for i := range t.Joint.Inspections {
		in := &t.Joint.Inspections[i]
		step := slices.IndexFunc(in.States, func(s metamodel.JointStep) bool { return s.Matter == x.how.Matter })
		if step < 0 {
			continue
		}
		var steps []metamodel.JointStep
		for _, id := range parts {
			steps = append(steps, metamodel.JointStep{Matter: id, State: in.States[step].State})
		}
		in.States = slices.Replace(in.States, step, step+1, steps...)
		x.fail(SplitInspection.At("joint", "theme", t.Name, "inspection", in.Name))
	}
}
