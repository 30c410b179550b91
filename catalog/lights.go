package catalog

import (
	"maps"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// StepLights are the thresholds of the clock of one of the matter's steps: the
// step's own go before the matter's.
func (m *Matter) StepLights(state string) *metamodel.Lights {
	if s, ok := m.Machine.State(state); ok {
		return s.Lights.Over(m.Def.Lights)
	}
	return m.Def.Lights
}

// matterLights refuses thresholds by which one of the matter's limits is red
// before it is yellow.
func (c *compiler) matterLights(m *Matter) {
	if m.Machine == nil {
		return
	}
	ordered := func(days float64, rule *metamodel.Lights) bool {
		if days <= 0 || workflows.RuleOrdered(days, rule) {
			return true
		}
		c.report(metamodel.KindMatter, m.Def.ID, LightsOrder.At("lights", "days", days))
		return false
	}
	if m.Def.Lights == nil || !ordered(m.Def.PromisedDays, m.Def.Lights) || !ordered(m.Def.StatutoryDays, m.Def.Lights) {
		return // what a step says alone, its process is asked for
	}
	for i := range m.Machine.Workflow.States {
		s := &m.Machine.Workflow.States[i]
		if !ordered(s.Limit, s.Lights.Over(m.Def.Lights)) {
			return
		}
	}
}

// lights compares from when on clocks are yellow and red.
func (d *differ) lights(of Ref, a, b *metamodel.Lights) {
	x, y := lightsIn(a), lightsIn(b)
	if !maps.Equal(x, y) {
		d.add(changeLights, of, "lights", x, y)
	}
}

// stepLights compares from when on the clock of a step is yellow and red.
func (d *differ) stepLights(of Ref, path string, name metamodel.Text, a, b *metamodel.Lights) {
	if x, y := lightsIn(a), lightsIn(b); !maps.Equal(x, y) {
		d.add(changeStepLights, of, path, x, y, "name", name)
	}
}

func lightsIn(l *metamodel.Lights) metamodel.Text {
	if l == nil {
		return nil
	}
	yellow, red := workflows.LightsText(l)
	return metamodel.Worded("黄灯：{yellow}；红灯：{red}", "yellow: {yellow}; red: {red}", "yellow", yellow, "red", red)
}
