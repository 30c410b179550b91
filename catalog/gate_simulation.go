package catalog

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// gateCases and gateFilings bound the simulation of the gate, which answers
// within a request. onematter theme simulate runs more.
const (
	gateCases   = 300
	gateFilings = 100
)

// simulated runs synthetic cases of a theme and tells what nothing else in the
// gate does: cases that do not end, matters that never start, what silence always
// decides, fields the theme never shows; and situations in which nothing was
// accepted, unless it is told already what leaves nothing to file. Of so few filings that
// is a warning: it may be chance.
func (g *gate) simulated(id string, t *Theme) {
	if g.rules.Proof < 0 {
		return // nothing is tried
	}
	today, err := time.Parse(time.DateOnly, g.day)
	if err != nil {
		today = trialDay
	}
	s := g.r.Simulate(id, SimulateOptions{Seed: g.r.SimulateSeed(id), Cases: gateCases, Filings: gateFilings, Today: today, Assume: DefaultAssumptions()})
	for _, p := range s.Findings {
		switch p.Code {
		case SimulateStuck.Code, SimulateEndless.Code, SimulateLong.Code, SimulateUnstarted.Code, SimulateSilent.Code:
			matter, _, _ := strings.Cut(p.Path, "/")
			i := slices.IndexFunc(t.Def.Matters, func(m metamodel.ThemeMatter) bool { return m.Matter == matter })
			p.Path = "matters/" + strconv.Itoa(i) + "/matter"
		case SimulateFieldNever.Code:
			// Where demands contradict each other, what hangs on them is never shown: that is told of them.
			if path := strings.TrimPrefix(p.Path, "merged/"); len(t.Conflicts) > 0 || g.hiddenAnyway(s, t, path) {
				continue
			}
		case SimulateUnfiled.Code:
			if g.unfileableTold() {
				continue
			}
		default:
			continue // of so few cases, and told elsewhere where it is certain
		}
		g.find(metamodel.KindTheme, id, p)
	}
}

// unfileableTold reports whether it was told what leaves people nothing to file.
func (g *gate) unfileableTold() bool {
	return slices.ContainsFunc(g.report.Blockers, func(p metamodel.Problem) bool {
		return conflict(p.Code) || p.Code == GuideRefused.Code || p.Code == GateCheckImpossible.Code
	})
}

// hiddenAnyway reports whether no matter that ever applies shows a field on its
// own form either: that is told of the matter, or of the form.
func (g *gate) hiddenAnyway(s *Simulation, t *Theme, path string) bool {
	for _, m := range t.Matters {
		f, ok := m.Form.Field(path)
		never := slices.ContainsFunc(s.Shown, func(e SimulatedShown) bool {
			return e.Kind == ShownMatter && e.ID == m.Def.ID && e.Verdict == Never
		})
		if !ok || never {
			continue
		}
		tr := newTrial(g.r, m.Form)
		if tr == nil {
			continue
		}
		vars, _ := tr.variables(tr.chain(f))
		at, seen := join(instance(f.Group), f.Key), false
		tr.each(vars, func(rec *metamodel.Record) bool {
			seen = rec.Visible(at)
			return seen
		})
		if seen {
			return false
		}
	}
	return true
}
