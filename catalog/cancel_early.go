package catalog

import (
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// ActEarly is told of an act from a day to come: themes and policies know no days.
var ActEarly = warning("matter.act_early", "“{matters}”自 {on} 起取消，但这一版一发布，{changes}；在此之前，单独申请的仍办“{matters}”。请临近 {on} 再发布这一版", "From {on} nobody can apply for “{matters}” any more, but as soon as this version is published {changes}. Until that day applications made alone go to “{matters}” as before. Publish this version shortly before {on}")

// ActsEarly tells of matters that a release newly cancels, merges or splits from a
// day to come: what is different from the moment it replaces the one before.
func ActsEarly(was, r *Release, at time.Time) (ps metamodel.Problems) {
	day := today(r, at)
	type ending struct{ on, into, next string }
	acts := map[ending][]string{}
	var order []ending
	for _, id := range sortedKeys(r.Pack.Matters) {
		old, end := was.Pack.Matters[id], r.Pack.Matters[id].Cancelled
		if old == nil || old.Cancelled != nil || end == nil || end.On <= day {
			continue
		}
		k := ending{end.On, string(end.Into), strings.Join(end.Successors, " ")}
		if acts[k] == nil {
			order = append(order, k)
		}
		acts[k] = append(acts[k], id)
	}
	for _, k := range order {
		if changes := changedEarly(was, r, acts[k]); len(changes) > 0 {
			ps = append(ps, r.Pack.at(metamodel.KindMatter, acts[k][0], ActEarly.At("cancelled/on", "matters", r.matterNames(acts[k]), "on", k.on, "changes", clauses(changes))))
		}
	}
	return ps
}

// changedEarly says what the cancelled matters of one act leave at once, what
// comes instead, and what can be applied for before its day.
func changedEarly(was, r *Release, ended []string) (said []metamodel.Text) {
	next := r.Pack.Matters[ended[0]].Cancelled.Successors
	swap := func(before, after []string) (gone, come []string) {
		for _, id := range ended {
			if slices.Contains(before, id) && !slices.Contains(after, id) {
				gone = append(gone, id)
			}
		}
		for _, id := range next {
			if slices.Contains(after, id) && !slices.Contains(before, id) {
				come = append(come, id)
			}
		}
		return gone, come
	}
	say := func(zh, zhNext, en, enNext string, name metamodel.Text, gone, come []string) {
		if len(gone) == 0 {
			return
		}
		if len(come) > 0 {
			zh, en = zh+zhNext, en+enNext
		}
		said = append(said, metamodel.Worded(zh, en, "name", name, "gone", r.matterNames(gone), "come", r.matterNames(come)))
	}
	for _, id := range was.Pack.ThemeIDs() {
		if t := r.Pack.Themes[id]; t != nil {
			gone, come := swap(mattersOf(was.Pack.Themes[id]), mattersOf(t))
			say("主题“{name}”就没有“{gone}”", "，改有“{come}”", "the theme “{name}” is without “{gone}”", " and has “{come}” instead", t.Name, gone, come)
		}
	}
	for _, id := range sortedKeys(was.Pack.Policies) {
		if p := r.Pack.Policies[id]; p != nil {
			gone, come := swap(was.Pack.Policies[id].Matters, p.Matters)
			say("政策“{name}”就不再通过“{gone}”兑现", "，改由“{come}”兑现", "the policy “{name}” is not claimed through “{gone}” any more", " but through “{come}”", p.Name, gone, come)
		}
	}
	next = slices.DeleteFunc(slices.Clone(next), func(id string) bool { return was.MatterDef(id) != nil })
	say("“{gone}”就可以单独申请", "", "“{gone}” can be applied for alone", "", nil, next, nil)
	return said
}

// mattersOf lists the matters of a theme.
func mattersOf(t *metamodel.Theme) (ids []string) {
	for _, m := range t.Matters {
		ids = append(ids, m.Matter)
	}
	return ids
}

// clauses strings sayings together.
func clauses(list []metamodel.Text) metamodel.Text {
	out := metamodel.Text{}
	for lang, sep := range map[string]string{"zh": "；", "en": "; "} {
		var said []string
		for _, s := range list {
			said = append(said, s.In(lang))
		}
		out[lang] = strings.Join(said, sep)
	}
	return out
}
