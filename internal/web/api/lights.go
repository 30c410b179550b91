package api

import (
	"net/http"
	"slices"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// LightRule tells from when on a clock's light is yellow, and red.
type LightRule struct {
	Yellow metamodel.Text `json:"yellow"`
	Red    metamodel.Text `json:"red"`
	Early  bool           `json:"early,omitempty" description:"Red comes before the limit is used up"`
}

// LightLegend is the thresholds in force.
type LightLegend struct {
	Rules []LightRuleOf `json:"rules" description:"Of the working calendars, then of matters and of their steps that have their own"`
	Early bool          `json:"early" description:"By any of them red comes before a limit is used up"`
}

// LightRuleOf is the rule of a calendar, of a matter, or of one of its steps.
type LightRuleOf struct {
	Of     Named  `json:"of"`
	Matter bool   `json:"matter,omitempty"`
	Step   *Named `json:"step,omitempty"`
	LightRule
}

func lightRule(l *metamodel.Lights) LightRule {
	yellow, red := workflows.LightsText(l)
	return LightRule{Yellow: yellow, Red: red, Early: workflows.EarlyRed(l)}
}

func (a *API) lightRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/lights", id: "getLights", tag: "cases", summary: "From when on clocks are yellow and red"}, a.getLights)
}

func (a *API) getLights(c *call[struct{}]) (*LightLegend, error) {
	ed, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	out := &LightLegend{Rules: []LightRuleOf{}}
	add := func(of Named, matter bool, step *Named, l *metamodel.Lights) {
		rule := LightRuleOf{Of: of, Matter: matter, Step: step, LightRule: lightRule(l)}
		out.Rules, out.Early = append(out.Rules, rule), out.Early || rule.Early
	}
	seen := map[string]bool{}
	for _, r := range ed.Releases {
		for _, id := range r.CalendarIDs() {
			if cal, ok := ed.Calendar(id); ok && !seen[id] {
				seen[id] = true
				add(Named{id, cal.Def.Name}, false, nil, cal.Def.Lights)
			}
		}
	}
	for _, m := range lit(ed) {
		of := Named{m.Def.ID, m.Def.Name}
		if m.Def.Lights != nil {
			add(of, true, nil, m.Def.Lights)
		}
		for i := range m.Machine.Workflow.States {
			if s := &m.Machine.Workflow.States[i]; s.Lights != nil {
				add(of, true, &Named{s.ID, s.Name}, m.StepLights(s.ID))
			}
		}
	}
	return out, nil
}

// lit are the matters in force that have thresholds, or steps that have, by id.
func lit(ed *catalog.Edition) (list []*catalog.Matter) {
	for _, id := range sortedKeys(mattersOf(ed)) {
		if m, _, ok := ed.Matter(id); ok && (m.Def.Lights != nil || slices.ContainsFunc(m.Machine.Workflow.States, func(s workflows.State) bool { return s.Lights != nil })) {
			list = append(list, m)
		}
	}
	return list
}

func mattersOf(ed *catalog.Edition) map[string]bool {
	ids := map[string]bool{}
	for _, r := range ed.Releases {
		for id := range r.Pack.Matters {
			ids[id] = true
		}
	}
	return ids
}
