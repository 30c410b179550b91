package metamodel

import (
	"math"
	"slices"
)

// survey ranks every place that problems are reported of, and every problem.
func (st *recordState) survey(r *Record) {
	l := st.live
	l.place, l.ranks = map[unit]int32{}, nil
	r.Problems = nil
	n := int32(0)
	st.units(func(u unit) {
		l.place[u] = n
		before := len(r.Problems)
		r.Problems = st.reportUnit(r.Problems, u)
		for range len(r.Problems) - before {
			l.ranks = append(l.ranks, n)
		}
		n++
	})
	for range st.unknown {
		l.ranks = append(l.ranks, math.MaxInt32)
	}
	r.Problems = append(r.Problems, st.unknown...)
}

// retell replaces the problems of the places that may have others now, and
// gives the paths of what changed.
func (r *Record) retell(moved map[unit]bool) (changed []string) {
	st, l := r.state, r.state.live
	units := make([]unit, 0, len(moved))
	for u := range moved {
		if _, ok := l.place[u]; ok {
			units = append(units, u)
		}
	}
	slices.SortFunc(units, func(a, b unit) int { return int(l.place[a]) - int(l.place[b]) })
	var problems Problems
	var ranks []int32
	k := 0
	for _, u := range units {
		rank := l.place[u]
		for ; k < len(l.ranks) && l.ranks[k] < rank; k++ {
			problems, ranks = append(problems, r.Problems[k]), append(ranks, l.ranks[k])
		}
		from := k
		for k < len(l.ranks) && l.ranks[k] == rank {
			k++
		}
		was, at := r.Problems[from:k], len(problems)
		problems = st.reportUnit(problems, u)
		for range len(problems) - at {
			ranks = append(ranks, rank)
		}
		if moved[u] || !sameProblems(was, problems[at:]) {
			changed = append(changed, st.unitPath(u))
		}
	}
	r.Problems, l.ranks = append(problems, r.Problems[k:]...), append(ranks, l.ranks[k:]...)
	return changed
}

func sameProblems(a, b Problems) bool {
	return slices.EqualFunc(a, b, func(p, q Problem) bool {
		return p.Code == q.Code && p.Path == q.Path && p.In("zh") == q.In("zh")
	})
}
