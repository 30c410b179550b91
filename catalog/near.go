package catalog

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// mostAlike bounds how many sets are kept under one member of them, and so how
// many one is held against: in a larger crowd that has its rarest members in
// common a set is held against the first so many.
const mostAlike = 64

// nearPair is a set with the one before it that is most like it.
type nearPair struct {
	of, other int
	share     float64 // Jaccard: of all members of either, those of both
}

// nearest finds for every set the one before it that has most in common with it,
// at least a share of least. Sets that have so much in common share one of their
// rarest members (prefix filtering: Bayardo, Ma, Srikant, Scaling up all pairs
// similarity search, WWW 2007), so sets are only held against those.
func nearest(sets [][]string, least float64, may func(i, j int) bool) (found []nearPair) {
	frequency := map[string]int{}
	for _, s := range sets {
		for _, t := range s {
			frequency[t]++
		}
	}
	rare := make([][]string, len(sets)) // each set, its rarest member first
	for i, s := range sets {
		rare[i] = slices.Clone(s)
		slices.SortFunc(rare[i], func(a, b string) int { return cmp.Or(cmp.Compare(frequency[a], frequency[b]), strings.Compare(a, b)) })
	}
	under := map[string][]int{}
	for i, s := range rare {
		if len(s) == 0 {
			continue
		}
		prefix := s[:len(s)-int(math.Ceil(least*float64(len(s))-1e-9))+1]
		best := nearPair{of: i, other: -1}
		seen := map[int]bool{}
		for _, t := range prefix {
			for _, j := range under[t] {
				if seen[j] {
					continue
				}
				seen[j] = true
				if !may(i, j) {
					continue
				}
				if share := jaccard(sets[i], sets[j]); share >= least && (share > best.share || share == best.share && j < best.other) {
					best.share, best.other = share, j
				}
			}
			if len(under[t]) < mostAlike {
				under[t] = append(under[t], i)
			}
		}
		if best.other >= 0 {
			found = append(found, best)
		}
	}
	return found
}

// jaccard is the share that two sorted sets have in common.
func jaccard(a, b []string) float64 {
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := strings.Compare(a[i], b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
