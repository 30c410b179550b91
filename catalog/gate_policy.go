package catalog

import (
	"fmt"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// policies tries out whether anybody can be entitled.
func (g *gate) policies() {
	s := g.r.Policies()
	if s == nil {
		return
	}
	tr := newTrial(g.r, s.Form)
	if tr == nil {
		return
	}
	tried := map[string]result{}
	outcome := func(source string) result {
		o, ok := tried[source]
		if !ok {
			o = tr.outcome(source, nil)
			tried[source] = o
		}
		return o
	}
	for _, p := range s.Policies {
		find := func(problem metamodel.Problem) { g.find(metamodel.KindPolicy, p.Def.ID, problem) }
		possible := true
		var all []string
		for i, cr := range p.Def.Criteria {
			at := fmt.Sprintf("criteria/%d/when", i)
			g.costly(metamodel.KindPolicy, p.Def.ID, at, cr.When, tr.inspect(cr.When, nil))
			o := outcome(cr.When)
			switch {
			case o.closed && !o.holds:
				find(GateCriterionNever.At(at, "criterion", cr.Text, "condition", cr.When))
				possible = false
			case o.closed && !o.fails:
				find(GateCriterionAlways.At(at, "criterion", cr.Text, "condition", cr.When))
			}
			all = append(all, "("+cr.When+")")
		}
		if len(all) > 1 && possible {
			if o := outcome(strings.Join(all, " && ")); o.closed && !o.holds {
				find(GatePolicyNever.At("criteria", "policy", p.Def.Name))
			}
		}
		if len(p.Def.Matters) > 1 && g.r.Theme(JointID("", p.Def.Matters)) == nil {
			find(GatePolicyApart.At("matters", "policy", p.Def.Name))
		}
		if p.Def.Until != "" && g.day != "" && p.Def.Until < g.day {
			find(GatePolicyOver.At("until", "policy", p.Def.Name, "until", p.Def.Until))
		}
	}
}
