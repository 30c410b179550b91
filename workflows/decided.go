package workflows

// Decided reports whether a case that stands in the state has been decided for
// the citizen: no way leads there but through an approval. Until then it can be
// taken back (withdrawn); after it only what was decided is carried out.
func (m *Machine) Decided(state string) bool {
	_, known := m.states[state]
	return known && !m.open[state]
}

// undecided are the states that can be reached without an approval.
func undecided(w *Workflow, states map[string]*State) map[string]bool {
	open := map[string]bool{w.Initial: true}
	for next := []string{w.Initial}; len(next) > 0; {
		s := states[next[0]]
		next = next[1:]
		for i := range s.On {
			if t := &s.On[i]; t.Kind != Approve && !open[t.Target] {
				open[t.Target] = true
				next = append(next, t.Target)
			}
		}
	}
	return open
}
