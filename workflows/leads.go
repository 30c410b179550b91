package workflows

// Leads reports whether actions can take a case from one state to another
// ("" stands for before its start); a return to an earlier step is none.
func (m *Machine) Leads(from, to string) bool {
	if from == "" {
		from = m.Workflow.Initial
	}
	seen := map[string]bool{from: true}
	for next := []string{from}; len(next) > 0; next = next[1:] {
		if next[0] == to {
			return true
		}
		s, ok := m.states[next[0]]
		if !ok {
			continue
		}
		for i := range s.On {
			if t := s.On[i].Target; !seen[t] {
				seen[t] = true
				next = append(next, t)
			}
		}
	}
	return false
}
