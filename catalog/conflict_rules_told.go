package catalog

import (
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// What is told of rules that contradict each other: whose they are, where they are
// written, and whether anybody can leave the answers empty.

// demanders are matters that together leave people no way round.
type demanders struct {
	matters []string
	rulings []*ruling
}

// whoDemands looks for matters that demand the answers which rules read, so that
// leaving them empty is no way out.
func (x *ruled) whoDemands(core []*ruling, matters []string) *demanders {
	out := &demanders{matters: slices.Clone(matters)}
	for _, path := range readTogether(core) {
		f, ok := x.t.Merged.Field(path)
		if !ok {
			return nil
		}
		found := false                                // where it is not, perhaps it is not needed
		for _, outside := range []bool{false, true} { // those that are in it anyway first
			for i := range f.Uses {
				u := &f.Uses[i]
				if found || slices.Contains(out.matters, u.Matter) == outside || !x.rules.Always(path, i) || len(conditionsOf(f, u)) > 0 {
					continue
				}
				with := out.matters
				if outside {
					with = append(slices.Clone(with), u.Matter)
				}
				if _, together := x.occasionOf(with); together {
					found = true
					out.matters = with
					out.rulings = append(out.rulings, &ruling{Demand: metamodel.Demand{Path: path, Use: i, What: metamodel.DemandAnswer}, matter: u.Matter, field: f, key: "answer " + path, reads: []string{path}})
				}
			}
		}
	}
	if !x.leavesNothing(append(slices.Clone(core), out.rulings...), false) {
		return nil
	}
	out.rulings = slices.DeleteFunc(out.rulings, func(u *ruling) bool { return slices.Contains(matters, u.matter) }) // goes without saying
	return out
}

func readTogether(list []*ruling) (out []string) {
	for _, u := range list {
		for _, path := range u.reads {
			if !slices.Contains(out, path) {
				out = append(out, path)
			}
		}
	}
	return out
}

// worthSaying leaves out who demands the answers where rules and bounds alone leave
// none, but for matters that do nothing else.
func (x *ruled) worthSaying(core []*ruling) []*ruling {
	answer := func(u *ruling) bool { return u.What == metamodel.DemandAnswer }
	plain := slices.DeleteFunc(slices.Clone(core), answer)
	if !x.leavesNothing(plain, true) {
		return core
	}
	return slices.DeleteFunc(slices.Clone(core), func(u *ruling) bool {
		return answer(u) && slices.ContainsFunc(plain, func(v *ruling) bool { return v.matter == u.matter })
	})
}

// tellRules names what contradicts itself, whose it is, and answers that all but
// the last of the matters accept.
func (x *ruled) tellRules(core []*ruling, matters []string, set []*matterRulings, when metamodel.Text, demanded bool) {
	var demands []metamodel.Text
	at := core[0]
	if i := slices.IndexFunc(core, func(u *ruling) bool { return u.What == metamodel.DemandRule }); i >= 0 {
		at = core[i]
	}
	shown := func(id string) *matterRulings {
		for _, s := range set {
			if slices.Contains(s.matters, id) {
				return s
			}
		}
		return nil
	}
	for _, id := range matters {
		s := shown(id)
		for _, u := range x.worthSaying(core) {
			if u.matter != id && (s == nil || !slices.ContainsFunc(s.list, func(v *ruling) bool { return v.key == u.key })) {
				continue
			}
			name, says, place := x.name[id], x.rules.Words(u.Demand), x.ruleSource(id, u)
			demands = append(demands, metamodel.ZhEn(name.In("zh")+"（"+place+"）要求"+says.In("zh"), name.In("en")+" ("+place+") demands that "+says.In("en")))
		}
	}
	p := ConflictRules.At("merged/"+at.field.Path, "path", at.field.Label, "demands", sentenceOf(demands), "situation", when, "witness", x.witness(matters, shown))
	x.add(p, at.field.Path, when, demanded && x.certainFor(core, matters))
}

// certainFor says that nothing makes what rules read known, and that the rows it
// is in are there.
func (x *ruled) certainFor(core []*ruling, matters []string) bool {
	for _, path := range readTogether(core) {
		f, ok := x.t.Merged.Field(path)
		if !ok || x.yielded(path) {
			return false
		}
		for g := f.Group; g != nil; g = g.Parent {
			if g.Repeat && !slices.ContainsFunc(g.Uses, func(u metamodel.GroupUse) bool {
				return u.MinItems != nil && *u.MinItems > 0 && u.Visible == "" && slices.Contains(matters, u.Matter)
			}) {
				return false
			}
		}
	}
	return true
}

// witness says answers that all but the last of the matters accept.
func (x *ruled) witness(matters []string, of func(string) *matterRulings) metamodel.Text {
	var list []*ruling
	var zh, en []string
	for _, id := range matters[:len(matters)-1] {
		if s := of(id); s != nil {
			list = append(list, s.list...)
		}
		zh, en = append(zh, x.name[id].In("zh")), append(en, x.name[id].In("en"))
	}
	last := x.name[matters[len(matters)-1]]
	answers, exact, none := x.rules.Meet(rulingDemands(list), true)
	if none || !exact || len(answers) == 0 {
		return metamodel.ZhEn("", "")
	}
	var saidZh, saidEn []string
	for _, a := range answers {
		saidZh = append(saidZh, "“"+a.Label.In("zh")+"”填“"+a.Words.In("zh")+"”")
		saidEn = append(saidEn, "“"+a.Label.In("en")+"” “"+a.Words.In("en")+"”")
	}
	return metamodel.ZhEn("。例如"+strings.Join(saidZh, "、")+"："+strings.Join(zh, "、")+"接受，"+last.In("zh")+"不接受",
		". For example "+strings.Join(saidEn, " and ")+": "+strings.Join(en, ", ")+" accepts it, "+last.In("en")+" does not")
}

// ruleSource is where a matter's own form makes a demand.
func (x *ruled) ruleSource(matter string, u *ruling) string {
	m := x.t.matterOf(matter).Matter
	inside := ""
	if f, ok := m.Form.Field(u.field.Path); ok && u.What == metamodel.DemandRule && len(f.Uses) > 0 {
		rule := u.field.Uses[u.Use].Checks[u.Rule].Rule
		if n := slices.IndexFunc(f.Uses[0].Checks, func(c metamodel.Check) bool { return squeezed(c.Rule) == squeezed(rule) }); n >= 0 {
			inside = "x-check/" + strconv.Itoa(n)
		}
	}
	return x.sources.inside(m, u.field.Path, inside)
}

// sentenceOf joins what several demand.
func sentenceOf(parts []metamodel.Text) metamodel.Text {
	var zh, en []string
	for _, p := range parts {
		zh, en = append(zh, p.In("zh")), append(en, p.In("en"))
	}
	return metamodel.ZhEn(strings.Join(zh, "；"), strings.Join(en, "; "))
}
