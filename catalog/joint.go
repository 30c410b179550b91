package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// A joint filing is a theme that nobody wrote: matters that somebody wants done
// together because policies they chose are claimed through them. Its id lists
// them, so that a release and the id are all it takes to compile the same merged
// form again: drafts and cases that are pinned to the release need nothing else
// kept, and another release gives its own form under the same id.
//
//	together~P01~P02      two matters
//	together~.T01~P02     a theme with its guide, and a matter more

const jointPrefix = "together~"

// MostJoint bounds what is filed together.
const MostJoint = 12

// IsJoint reports whether a theme's id is that of a joint filing. No theme that
// is written can have one.
func IsJoint(id string) bool { return strings.HasPrefix(id, jointPrefix) }

// JointID is the id of matters filed together, and of a theme ("" for none) they
// join. The order and what is named twice do not count.
func JointID(theme string, matters []string) string {
	list := slices.Clone(matters)
	slices.Sort(list)
	list = slices.Compact(list)
	if theme != "" {
		list = append([]string{"." + theme}, list...) // no id begins with a dot
	}
	return jointPrefix + strings.Join(list, "~")
}

// jointParts takes an id apart; ok is false for one that JointID does not write.
func (r *Release) jointParts(id string) (theme string, matters []string, ok bool) {
	parts := strings.Split(strings.TrimPrefix(id, jointPrefix), "~")
	if len(parts) < 2 || len(parts) > MostJoint {
		return "", nil, false
	}
	if t, ok := strings.CutPrefix(parts[0], "."); ok {
		if theme = t; IsJoint(theme) || r.ThemeDef(theme) == nil {
			return "", nil, false
		}
		parts = parts[1:]
	}
	for _, m := range parts {
		if r.MatterDef(m) == nil {
			return "", nil, false
		}
	}
	return theme, parts, JointID(theme, parts) == id
}

// jointDef writes the theme of a joint filing, nil when the release lacks a
// part of it.
func (r *Release) jointDef(id string) *metamodel.Theme {
	theme, matters, ok := r.jointParts(id)
	if !ok {
		return nil
	}
	def := &metamodel.Theme{ID: id, Lead: r.MatterDef(matters[0]).Department}
	var names []metamodel.Text
	if t := r.ThemeDef(theme); t != nil {
		own := *t // with its guide, its calendar, its arrangement
		def = &own
		def.ID, def.Summary, def.Matters = id, nil, slices.Clone(t.Matters)
		names = append(names, t.Name)
	}
	for _, m := range matters {
		names = append(names, r.MatterDef(m).Name)
		at := slices.IndexFunc(def.Matters, func(p metamodel.ThemeMatter) bool { return p.Matter == m })
		if at >= 0 {
			def.Matters[at].When = "true" // asked for by name
			continue
		}
		def.Matters = append(def.Matters, metamodel.ThemeMatter{Matter: m, When: "true"})
	}
	r.jointStages(def)
	def.Name = jointName(names)
	return def
}

// jointStages puts every matter after those it waits for.
func (r *Release) jointStages(def *metamodel.Theme) {
	part := map[string]int{}
	for i, m := range def.Matters {
		part[m.Matter] = i
	}
	open := map[string]bool{}
	var stage func(id string) int
	stage = func(id string) int {
		if open[id] {
			return 1 // a cycle is a problem of the matters
		}
		open[id] = true
		defer delete(open, id)
		n := 1
		for _, before := range r.MatterDef(id).Preconditions {
			if _, ok := part[before]; ok {
				n = max(n, stage(before)+1)
			}
		}
		return n
	}
	for i := range def.Matters {
		if r.MatterDef(def.Matters[i].Matter) != nil {
			def.Matters[i].Stage = stage(def.Matters[i].Matter)
		}
	}
}

// namedTogether is how many names a joint filing is called by.
const namedTogether = 3

func jointName(names []metamodel.Text) metamodel.Text {
	var zh, en []string
	for _, n := range names[:min(len(names), namedTogether)] {
		zh, en = append(zh, n.In("zh")), append(en, n.In("en"))
	}
	if more := len(names) - namedTogether; more > 0 {
		return metamodel.ZhEn(fmt.Sprintf("%s等 %d 项", strings.Join(zh, "、"), len(names)), fmt.Sprintf("%s and %d more", strings.Join(en, ", "), more))
	}
	last := len(en) - 1
	if last == 0 {
		return names[0]
	}
	return metamodel.ZhEn(strings.Join(zh, "、"), strings.Join(en[:last], ", ")+" and "+en[last])
}

// joint compiles a joint filing, nil when its matters cannot be filed together:
// one is missing, their forms do not merge, or no answer satisfies two of them.
func (r *Release) joint(id string) *Theme {
	cache := &r.together
	if r.later != nil {
		cache = r.later.cache
	}
	v := cache.get("theme "+r.Hash+" "+id, func() (any, int) {
		def := r.jointDef(id)
		if def == nil {
			return nil, 0
		}
		t, _ := r.Merge(def)
		if t == nil || len(t.Conflicts) > 0 && len(def.Guide) == 0 {
			return nil, 0
		}
		fields := len(t.Merged.Fields)
		for _, m := range t.Matters {
			fields += len(m.Form.Fields)
		}
		return t, fields
	})
	t, _ := v.(*Theme)
	return t
}

// joint finds the release that has all the parts of a joint filing as they are
// in force, or would have them if it were published again.
func (e *Edition) joint(id string) (*Theme, *Release, bool) {
	list := e.Releases
	for _, r := range e.Releases {
		if c := e.carried(r); c != nil {
			list = append(list[:len(list):len(list)], c)
		}
	}
	for _, r := range list {
		theme, matters, ok := r.jointParts(id)
		if !ok || theme != "" && !e.inForce(r, func(p *Pack) bool { return p.Themes[theme] != nil }) {
			continue
		}
		for _, m := range matters {
			ok = ok && e.inForce(r, func(p *Pack) bool { return p.Matters[m] != nil })
		}
		if ok {
			t := r.Theme(id)
			return t, r, t != nil
		}
	}
	return nil, nil, false
}

// inForce reports whether the pack that defines something is in the edition in
// the version that r has it in.
func (e *Edition) inForce(r *Release, defines func(*Pack) bool) bool {
	if defines(r.Pack) {
		return true
	}
	return slices.ContainsFunc(r.needs, func(n *Release) bool {
		current := slices.ContainsFunc(e.Releases, func(o *Release) bool { return o.Hash == n.stem() })
		return current && e.inForce(n, defines)
	})
}
