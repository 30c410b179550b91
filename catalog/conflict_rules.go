package catalog

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Rules of two matters (x-check) may leave no answers together where each by
// itself, or with its own form's bounds, leaves some. They are looked at by what
// they read: rules that share no field with another matter's cannot contradict it.

// ruling is something one matter demands of a field that rules read.
type ruling struct {
	metamodel.Demand
	matter string
	field  *metamodel.Field
	key    string   // of another matter the same means the same
	reads  []string // fields
	conds  []string // under which the matter shows all that it reads
}

// matterRulings are the rulings of matters that demand the same.
type matterRulings struct {
	matters []string
	list    []*ruling
}

// mostRulePairs bounds what is compared two by two where all together leaves nothing.
const mostRulePairs = 2000

// ruled is one look at the rules of a theme.
type ruled struct {
	*rivals
	rules *metamodel.Rules
	told  map[string]bool // by the keys of what contradicts itself
}

func newRuled(r *rivals) *ruled { return &ruled{r, r.t.Merged.Rules(), map[string]bool{}} }

// rulesTogether tells of rules that contradict each other where all they read is
// always shown.
func (r *rivals) rulesTogether() {
	x := newRuled(r)
	for _, fields := range x.circles() {
		sorts := x.sorts(fields, func(u *ruling) bool { return len(u.conds) == 0 })
		if len(sorts) > 1 && (x.leavesNothing(allRulings(sorts), false) || x.leavesNothing(allRulings(sorts), true)) {
			x.pairs(sorts)
		}
	}
}

// circles are the fields that rules tie together, of which several matters demand
// something.
func (x *ruled) circles() (out [][]*metamodel.Field) {
	form := x.t.Merged
	first := map[string]string{} // the path that stands for the circle a path is in
	var find func(path string) string
	find = func(path string) string {
		if up := first[path]; up != "" && up != path {
			first[path] = find(up)
			return first[path]
		}
		return path
	}
	var tied []string
	for _, f := range form.Fields {
		for i := range f.Uses {
			for n := range f.Uses[i].Checks {
				reads := x.reads(metamodel.Demand{Path: f.Path, Use: i, Rule: n})
				for _, path := range reads {
					if first[path] == "" {
						first[path] = path
						tied = append(tied, path)
					}
					first[find(path)] = find(reads[0])
				}
			}
		}
	}
	byFirst := map[string][]*metamodel.Field{}
	for _, path := range tied {
		f, _ := form.Field(path)
		byFirst[find(path)] = append(byFirst[find(path)], f)
	}
	for _, path := range tied {
		fields := byFirst[find(path)]
		delete(byFirst, find(path))
		if len(fields) > 0 && slices.ContainsFunc(fields, func(f *metamodel.Field) bool { return len(f.Uses) > 1 }) {
			out = append(out, fields)
		}
	}
	return out
}

// reads are the fields that a rule reads by themselves.
func (x *ruled) reads(d metamodel.Demand) (out []string) {
	for _, path := range x.rules.Reads(d) {
		if _, ok := x.t.Merged.Field(path); ok {
			out = append(out, path)
		}
	}
	return out
}

// sorts gathers what matters demand of the fields of a circle, those that demand
// the same together; only what keep keeps.
func (x *ruled) sorts(fields []*metamodel.Field, keep func(*ruling) bool) (out []*matterRulings) {
	by := map[string][]*ruling{}
	var matters []string
	add := func(u *ruling) {
		if !keep(u) {
			return
		}
		if by[u.matter] == nil {
			matters = append(matters, u.matter)
		}
		by[u.matter] = append(by[u.matter], u)
	}
	in := map[string]bool{}
	for _, f := range fields {
		in[f.Path] = true
	}
	for _, f := range x.t.Merged.Fields {
		for i := range f.Uses {
			u := &f.Uses[i]
			at := metamodel.Demand{Path: f.Path, Use: i}
			for n, check := range u.Checks {
				at.What, at.Rule = metamodel.DemandRule, n
				if reads := x.reads(at); len(reads) > 0 && in[reads[0]] {
					add(&ruling{Demand: at, matter: u.Matter, field: f, key: "rule " + squeezed(check.Rule), reads: reads, conds: x.shownWhen(u.Matter, append([]string{f.Path}, reads...))})
				}
			}
			if !in[f.Path] {
				continue
			}
			at.Rule = 0
			own := &ruling{matter: u.Matter, field: f, reads: []string{f.Path}, conds: x.shownWhen(u.Matter, []string{f.Path})}
			if len(u.Given()) > 0 {
				demand, err := json.Marshal(u.Constraints)
				if err != nil { // it was read from JSON
					panic(err)
				}
				bounds := *own
				at.What = metamodel.DemandBounds
				bounds.Demand, bounds.key = at, "bounds "+f.Path+" "+string(demand)
				add(&bounds)
			}
			if x.rules.Always(f.Path, i) {
				at.What = metamodel.DemandAnswer
				own.Demand, own.key = at, "answer "+f.Path
				add(own)
			}
		}
	}
	known := map[string]*matterRulings{}
	for _, id := range matters {
		key := ""
		for _, u := range by[id] {
			key += u.key + "\x00" + strings.Join(u.conds, "\x00") + "\x00\x00"
		}
		if known[key] == nil {
			known[key] = &matterRulings{list: by[id]}
			out = append(out, known[key])
		}
		known[key].matters = append(known[key].matters, id)
	}
	return out
}

// shownWhen are the conditions under which a matter shows fields.
func (x *ruled) shownWhen(matter string, paths []string) (out []string) {
	for _, path := range paths {
		f, ok := x.t.Merged.Field(path)
		if !ok {
			continue
		}
		for i := range f.Uses {
			if f.Uses[i].Matter != matter {
				continue
			}
			for _, c := range conditionsOf(f, &f.Uses[i]) {
				if !slices.Contains(out, c) {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

func allRulings(sorts []*matterRulings) (out []*ruling) {
	seen := map[string]bool{}
	for _, s := range sorts {
		for _, u := range s.list {
			if !seen[u.key] {
				seen[u.key] = true
				out = append(out, u)
			}
		}
	}
	return out
}

// leavesNothing says for certain that no answers meet a list; whole: where all
// that it reads is answered, otherwise at all.
func (x *ruled) leavesNothing(list []*ruling, whole bool) bool {
	_, _, none := x.rules.Meet(rulingDemands(list), whole)
	return none
}

func rulingDemands(list []*ruling) []metamodel.Demand {
	out := make([]metamodel.Demand, len(list))
	for i, u := range list {
		out[i] = u.Demand
	}
	return out
}

// least leaves out of what leaves nothing all that it does not take: first who
// demands an answer, then bounds.
func (x *ruled) least(list []*ruling, whole bool) []*ruling {
	out := slices.Clone(list)
	for _, what := range []metamodel.DemandKind{metamodel.DemandAnswer, metamodel.DemandBounds, metamodel.DemandRule} {
		for _, u := range list {
			if u.What != what {
				continue
			}
			if less := slices.DeleteFunc(slices.Clone(out), func(v *ruling) bool { return v == u }); x.leavesNothing(less, whole) {
				out = less
			}
		}
	}
	return out
}

// pairs tells which two matters leave nothing; where it takes more, those.
func (x *ruled) pairs(sorts []*matterRulings) {
	alone := make([][2]bool, len(sorts)) // leaves nothing by itself: that is its own form's
	for i, s := range sorts {
		alone[i] = [2]bool{x.leavesNothing(s.list, false), x.leavesNothing(s.list, true)}
	}
	tries, told := 0, false
	for i := range sorts {
		for j := i + 1; j < len(sorts); j++ {
			if tries++; tries > mostRulePairs {
				return
			}
			pair := []*matterRulings{sorts[i], sorts[j]}
			for mode, whole := range []bool{false, true} {
				if alone[i][mode] || alone[j][mode] || !x.leavesNothing(allRulings(pair), whole) {
					continue
				}
				told = x.contradiction(x.least(allRulings(pair), whole), pair, whole) || told
				break
			}
		}
	}
	if !told {
		x.many(sorts)
	}
}

// many tells of three or more sorts of which no two contradict each other.
func (x *ruled) many(sorts []*matterRulings) {
	for _, whole := range []bool{false, true} {
		queue := [][]*matterRulings{sorts}
		for tried := 0; len(queue) > 0 && tried < mostSets; tried++ {
			set := queue[0]
			queue = queue[1:]
			if !x.leavesNothing(allRulings(set), whole) {
				continue
			}
			for _, s := range set {
				if less := allBut(set, s); x.leavesNothing(allRulings(less), whole) {
					set = less
				}
			}
			if len(set) > 2 && x.contradiction(x.least(allRulings(set), whole), set, whole) {
				return
			}
			for _, s := range set { // another set may meet
				queue = append(queue, allBut(set, s))
			}
		}
	}
}

func allBut(set []*matterRulings, s *matterRulings) []*matterRulings {
	return slices.DeleteFunc(slices.Clone(set), func(o *matterRulings) bool { return o == s })
}

// contradiction tells of what leaves nothing, where its matters meet. What bounds
// alone leave is told of them.
func (x *ruled) contradiction(core []*ruling, set []*matterRulings, whole bool) bool {
	if !slices.ContainsFunc(core, func(u *ruling) bool { return u.What == metamodel.DemandRule }) {
		return false
	}
	key := keysOf(core)
	if x.told[key] {
		return true
	}
	for _, matters := range combinations(set) {
		when, together := x.occasionOf(matters)
		if !together {
			continue
		}
		x.told[key] = true
		demanded := !whole
		if whole {
			if found := x.whoDemands(core, matters); found != nil {
				if w, met := x.occasionOf(found.matters); met && !sameText(w, untriedSituation) {
					demanded, when, core = true, w, append(slices.Clone(core), found.rulings...)
					matters = found.matters
				}
			}
		}
		x.tellRules(core, matters, set, when, demanded)
		return true
	}
	return false
}

func (x *ruled) occasionOf(ids []string) (metamodel.Text, bool) {
	if len(ids) == 2 {
		return x.both(ids[0], ids[1])
	}
	matters := make([]*ThemeMatter, len(ids))
	for i, id := range ids {
		matters[i] = x.t.matterOf(id)
	}
	return x.t.occasion(matters...)
}

// mostCombinations bounds the matters tried that demand the same.
const mostCombinations = 64

// combinations are one matter of each sort, in every way up to a bound.
func combinations(set []*matterRulings) (out [][]string) {
	out = [][]string{nil}
	for _, s := range set {
		var next [][]string
		for _, before := range out {
			for _, id := range s.matters {
				if len(next) < mostCombinations {
					next = append(next, append(slices.Clone(before), id))
				}
			}
		}
		out = next
	}
	return out
}

func keysOf(list []*ruling) string {
	keys := make([]string, len(list))
	for i, u := range list {
		keys[i] = u.key
	}
	slices.Sort(keys)
	return strings.Join(keys, "\x00")
}
