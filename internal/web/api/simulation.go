package api

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// SimulationSize says how much is simulated, and on what.
type SimulationSize struct {
	Cases  *int   `query:"cases" nullable:"false" validate:"omitempty,min=100,max=10000" description:"Synthetic cases; 2000 without it"`
	PerDay *int   `query:"perDay" nullable:"false" validate:"omitempty,min=1,max=100000" description:"Filings a calendar day, for what departments have in hand; 10 without it"`
	Seed   *int64 `query:"seed" nullable:"false" validate:"omitempty,min=1,max=9007199254740991" description:"Which cases; from the names of pack and theme without it"`
	Times  string `query:"times" validate:"omitempty,oneof=measured assumed" enum:"measured,assumed" description:"measured (without it): steps take as long as in the real cases of the last year, where there were enough; assumed: always as their limits say"`
	Assume string `query:"assume" validate:"max=16000" description:"What is known better of times, decisions, the guide's answers and staff: JSON like {\"correct\": 0.25, \"answer\": {\"least\": 1, \"usual\": 3, \"most\": 15}, \"steps\": {\"M02/inspect\": {\"days\": {\"median\": 2.5, \"p90\": 7}, \"events\": {\"qualified\": 0.7}, \"work\": 90}}, \"shares\": {\"Q3\": {\"true\": 0.6, \"false\": 0.4}}, \"staff\": {\"fire-rescue\": 2}, \"work\": 15}, as onematter theme simulate takes it; what it does not name stays"`
}

// SimulationIn is a theme in force that is simulated.
type SimulationIn struct {
	ID string `path:"id" json:"-" description:"Its id, as lists give it"`
	SimulationSize
}

// VersionSimulationIn is a theme of a version that is simulated.
type VersionSimulationIn struct {
	ID    string `path:"id" json:"-" description:"Its id, as lists give it"`
	Theme string `query:"theme" validate:"max=64" description:"Of the version; its first without it"`
	SimulationSize
}

// VersionSimulation is a simulation of a version's theme beside the release in force.
type VersionSimulation struct {
	Themes     []SimulatedTheme    `json:"themes" description:"Those of the version that can be simulated"`
	Simulation *catalog.Simulation `json:"simulation,omitempty" description:"Absent where the version has no theme"`
}

// SimulatedTheme is a theme of a version.
type SimulatedTheme struct {
	ID   string         `json:"id"`
	Name metamodel.Text `json:"name"`
}

func (a *API) simulationRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/themes/:id/simulation", id: "simulateTheme", tag: "themes", summary: "Synthetic cases of a theme: dead ends, what is never shown, load of departments, days"}, a.simulateTheme)
	route(a, r, row{method: http.MethodGet, path: "/versions/:id/simulation", id: "simulateVersion", tag: "versions", summary: "Synthetic cases of a theme of a version, beside the same cases in the release in force"}, a.simulateVersion)
}

// mostSimulations bounds those that are kept.
const mostSimulations = 64

// simulations keeps them: thousands of cases take long enough to be run once, and
// one at a time. Releases never change.
type simulations struct {
	mu   sync.Mutex
	kept map[string]func() *catalog.Simulation
	turn sync.Mutex
}

func (k *simulations) of(key string, run func() *catalog.Simulation) *catalog.Simulation {
	k.mu.Lock()
	if k.kept == nil || len(k.kept) >= mostSimulations {
		k.kept = map[string]func() *catalog.Simulation{}
	}
	draw := k.kept[key]
	if draw == nil {
		draw = sync.OnceValue(func() *catalog.Simulation {
			k.turn.Lock()
			defer k.turn.Unlock()
			return run()
		})
		k.kept[key] = draw
	}
	k.mu.Unlock()
	return draw()
}

func (a *API) simulateTheme(c *call[SimulationIn]) (*catalog.Simulation, error) {
	ctx := c.Request().Context()
	t, rel, err := a.certified(ctx, c.In.ID)
	if err != nil {
		return nil, err
	}
	return a.simulated(ctx, t, rel, nil, c.In.SimulationSize)
}

func (a *API) simulateVersion(c *call[VersionSimulationIn]) (*VersionSimulation, error) {
	ctx := c.Request().Context()
	rel, err := a.compiled(ctx, c.In.ID, "id")
	if err != nil {
		return nil, err
	}
	out := &VersionSimulation{Themes: []SimulatedTheme{}}
	for _, id := range rel.ThemeIDs() {
		if t := rel.Theme(id); t != nil && rel.Pack.Themes[id] != nil {
			out.Themes = append(out.Themes, SimulatedTheme{id, t.Def.Name})
		}
	}
	theme := c.In.Theme
	switch {
	case theme == "" && len(out.Themes) == 0:
		return out, nil
	case theme == "":
		theme = out.Themes[0].ID
	case rel.Pack.Themes[theme] == nil || rel.Theme(theme) == nil:
		return nil, engine.ErrNotFound
	}
	edition, err := a.o.Catalog.Current(ctx)
	if err != nil {
		return nil, err
	}
	_, now, ok := edition.Theme(theme)
	if !ok || now.Hash == rel.Hash || now.Pack.Name != rel.Pack.Name {
		now = nil // nothing to compare with
	}
	out.Simulation, err = a.simulated(ctx, rel.Theme(theme), rel, now, c.In.SimulationSize)
	return out, err
}

// simulated runs the cases of a theme, beside another release of it where there
// is one.
func (a *API) simulated(ctx context.Context, t *catalog.Theme, rel, other *catalog.Release, in SimulationSize) (*catalog.Simulation, error) {
	theme, today := t.Def.ID, rel.DayOf(t, a.o.Now())
	o := catalog.SimulateOptions{Cases: 2000, PerDay: 10, Seed: rel.SimulateSeed(theme), Today: today, Assume: catalog.DefaultAssumptions()}
	if in.Cases != nil {
		o.Cases = *in.Cases
	}
	if in.PerDay != nil {
		o.PerDay = float64(*in.PerDay)
	}
	if in.Seed != nil {
		o.Seed = uint64(*in.Seed)
	}
	o.Filings = min(o.Cases, catalog.DefaultFilings)
	if in.Assume != "" {
		var ps metamodel.Problems
		if o.Assume, ps = catalog.DecodeAssumptions([]byte(in.Assume)); !ps.Failed() {
			ps = o.Assume.Check(t, today)
		}
		if ps.Failed() {
			return nil, ps
		}
	}
	if in.Times != "assumed" {
		o.Assume.Measured = a.measured(ctx, theme, today)
	}
	against := ""
	if other != nil {
		against = other.Hash
	}
	key := fmt.Sprint(today.Format(time.DateOnly), " ", rel.Hash, " ", against, " ", theme, " ", o.Cases, " ", o.PerDay, " ", o.Seed, " ", o.Assume.Measured, " ", in.Assume) // a map is printed in order
	return a.simulations.of(key, func() *catalog.Simulation {
		if other != nil {
			return rel.SimulateAgainst(other, theme, o)
		}
		return rel.Simulate(theme, o)
	}), nil
}

// enoughStays is from how many stays on real cases say how long a step takes,
// and measuredWithin how long the warehouse may take to say so.
const (
	enoughStays    = 30
	measuredWithin = 5 * time.Second
)

// measured is how long the steps of a theme's real cases took in the last year;
// nothing where the warehouse does not say.
func (a *API) measured(ctx context.Context, theme string, now time.Time) map[string]catalog.MeasuredStep {
	if a.o.Dashboards == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, measuredWithin)
	defer cancel()
	d, err := a.o.Dashboards.Dashboard(ctx, analytics.Filter{From: now.AddDate(-1, 0, 0), To: now.AddDate(0, 0, 1), Theme: theme}, now)
	if err != nil {
		a.o.Log.Info("simulating without measured times", "theme", theme, "error", err)
		return nil
	}
	out := map[string]catalog.MeasuredStep{}
	for _, s := range d.Steps {
		days := workflows.Spread{Median: s.Median, P90: s.P90}
		if s.Count >= enoughStays && days.Measured() && days.Valid() {
			out[s.Matter+"/"+s.Step] = catalog.MeasuredStep{Days: days, Limit: s.Limit}
		}
	}
	return out
}
