package catalog

// Follower is a matter that follows a template, and what it makes of that.
type Follower struct {
	Matter    Compared    `json:"matter"`
	Alike     float64     `json:"alike"`     // share of what is compared without a difference, 0 to 1
	Open      int         `json:"open"`      // differences that nobody has decided about
	Kept      int         `json:"kept"`      // that stay
	Proposed  int         `json:"proposed"`  // to the template
	Proposals []Deviation `json:"proposals"` // these
}

// Followers are the matters that follow a template, by release and id.
func (e *Edition) Followers(template string) []Follower {
	out := []Follower{}
	_, of, ok := e.Matter(template)
	if !ok {
		return out
	}
	for _, r := range e.Releases {
		for _, id := range r.Pack.MatterIDs() {
			if t := r.Pack.Matters[id].Template; t == nil || t.Matter != template {
				continue
			}
			c, ok := CompareMatters(of, template, r, id)
			if !ok {
				continue
			}
			f := Follower{Matter: c.Matter, Alike: c.Alike, Proposals: []Deviation{}}
			for _, item := range c.Items {
				switch item.Verdict {
				case Undecided:
					f.Open++
				case Stays:
					f.Kept++
				case Proposed:
					f.Proposed++
					f.Proposals = append(f.Proposals, item)
				}
			}
			out = append(out, f)
		}
	}
	return out
}
