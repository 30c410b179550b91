package catalog

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// rulesShownTogether finds rules of two matters that contradict each other where
// not all that they read is always shown, or always demanded, with answers to which it is.
func (r *rivals) rulesShownTogether(try func() *trial) {
	x := newRuled(r)
	for _, fields := range x.circles() {
		sorts := x.sorts(fields, func(u *ruling) bool {
			return u.What != metamodel.DemandAnswer && rowOf(u.field.Group) == nil // of rows nothing is claimed
		})
		if len(sorts) < 2 || !x.leavesNothing(allRulings(sorts), true) {
			continue
		}
		alone := make([]bool, len(sorts))
		for i, s := range sorts {
			alone[i] = x.leavesNothing(s.list, true)
		}
		tries := 0
		for i := range sorts {
			for j := i + 1; j < len(sorts); j++ {
				pair := []*matterRulings{sorts[i], sorts[j]}
				if tries++; tries > mostRulePairs || alone[i] || alone[j] || !x.leavesNothing(allRulings(pair), true) {
					continue
				}
				core := x.least(allRulings(pair), true)
				if slices.ContainsFunc(core, func(u *ruling) bool { return u.What == metamodel.DemandRule }) && !x.told[keysOf(core)] {
					x.meetShown(core, pair, try)
				}
			}
		}
	}
}

// meetShown looks for answers to which two matters show all that contradicts
// itself, first for those to which they demand it as well.
func (x *ruled) meetShown(core []*ruling, pair []*matterRulings, try func() *trial) {
	for _, matters := range combinations(pair) {
		if _, both := x.both(matters[0], matters[1]); !both {
			continue
		}
		var conds [2][]string
		for side, s := range pair {
			for _, u := range s.list {
				if slices.ContainsFunc(core, func(v *ruling) bool { return v.key == u.key }) {
					conds[side] = append(conds[side], u.conds...)
				}
			}
		}
		hidden := len(conds[0])+len(conds[1]) > 0
		when, demanded := x.demandedWhen(core, matters)
		var tries []meeting
		if demanded && (hidden || len(when[0])+len(when[1]) > 0) {
			tries = append(tries, meeting{slices.Concat(conds[0], when[0]), slices.Concat(conds[1], when[1]), true})
		}
		if hidden {
			tries = append(tries, meeting{conds[0], conds[1], false})
		}
		for _, m := range tries {
			tr := try()
			if tr == nil {
				return
			}
			witness, met := tr.meet(x.t, matters[0], m.first, matters[1], m.second)
			if !met {
				continue
			}
			x.told[keysOf(core)] = true
			x.tellRules(core, matters, pair, witness, m.demanded)
			return
		}
	}
}

// demandedWhen are the conditions under which two matters demand all that rules
// read; false where one of it may be left empty.
func (x *ruled) demandedWhen(core []*ruling, matters []string) (when [2][]string, demanded bool) {
	for _, path := range readTogether(core) {
		f, ok := x.t.Merged.Field(path)
		if !ok {
			return when, false
		}
		found := false
		for _, always := range []bool{true, false} {
			for side, id := range matters {
				for i := range f.Uses {
					u := &f.Uses[i]
					if found || u.Matter != id || x.rules.Always(path, i) != always || !always && demandedWhen(u) == "" {
						continue
					}
					found = true
					if when[side] = append(when[side], conditionsOf(f, u)...); !always {
						when[side] = append(when[side], demandedWhen(u))
					}
				}
			}
		}
		if !found {
			return when, false
		}
	}
	return when, true
}
