package catalog

import (
	"cmp"
	"math"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// SparedReason is why nobody hands in a document that matters want.
type SparedReason string

// Reasons: another matter's result, made from the answers, proven by another
// document, or shown by a result.
const (
	SparedResult  SparedReason = "result"
	SparedMade    SparedReason = "made"
	SparedAnother SparedReason = "another"
	SparedShown   SparedReason = "shown"
)

// SparedMaterial is a document that is not handed in, and in how many situations.
type SparedMaterial struct {
	Material string         `json:"material"`
	Name     metamodel.Text `json:"name"`
	Reason   SparedReason   `json:"reason"`
	By       metamodel.Text `json:"by,omitempty"` // the other document, or the matter whose result it is
	Share    float64        `json:"share"`        // of all situations
}

// sparing adds up what is spared over situations.
type sparing struct {
	t     *Theme
	total float64
	by    map[[3]string]*SparedMaterial
}

func (s *sparing) add(states []MaterialState, share float64) {
	s.total += share
	for _, st := range states {
		switch {
		case st.Material.Origin == metamodel.OriginResult:
			var id string // of the matter that passes it on; of none: departments check it
			var by metamodel.Text
			if m := s.t.matterOf(st.Material.ResultOf); m != nil && !st.Checked {
				id, by = m.Def.ID, m.Def.Name
			}
			s.note(st.Material, SparedResult, id, by, share)
		case st.Material.Origin == metamodel.OriginSystem:
			s.note(st.Material, SparedMade, "", nil, share)
		}
		seen := map[string]bool{} // matters may come to it in the same way
		for _, p := range st.Proven {
			switch {
			case p.By != nil && !seen[p.By.ID]:
				seen[p.By.ID] = true
				s.note(st.Material, SparedAnother, p.By.ID, p.By.Name, share)
			case p.Result != nil && !seen[p.Result.ID]:
				seen[p.Result.ID] = true
				s.note(st.Material, SparedShown, p.Result.ID, p.Result.Name, share)
			}
		}
	}
}

func (s *sparing) note(m *metamodel.Material, why SparedReason, id string, by metamodel.Text, share float64) {
	key := [3]string{m.ID, string(why), id}
	if s.by[key] == nil {
		s.by[key] = &SparedMaterial{Material: m.ID, Name: m.Name, Reason: why, By: by}
	}
	s.by[key].Share += share
}

// list has what is spared most often first.
func (s *sparing) list() []SparedMaterial {
	out := []SparedMaterial{}
	for _, one := range s.by {
		one.Share = math.Round(one.Share/s.total*1e6) / 1e6
		out = append(out, *one)
	}
	slices.SortFunc(out, func(a, b SparedMaterial) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Material, b.Material), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.By.In("zh"), b.By.In("zh")))
	})
	return out
}
