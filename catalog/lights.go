package catalog

import (
	"maps"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// matterLights refuses thresholds by which one of the matter's limits is red
// before it is yellow.
func (c *compiler) matterLights(m *Matter) {
	if m.Def.Lights == nil || m.Machine == nil {
		return
	}
	limits := []float64{m.Def.PromisedDays, m.Def.StatutoryDays}
	for i := range m.Machine.Workflow.States {
		limits = append(limits, m.Machine.Workflow.States[i].Limit)
	}
	for _, days := range limits {
		if days > 0 && !workflows.LightsOrdered(days, plainCalendar, m.Def.Lights) {
			c.report(metamodel.KindMatter, m.Def.ID, LightsOrder.At("lights", "days", days))
			return
		}
	}
}

// plainCalendar counts days of eight hours: what thresholds are held against
// where the calendar is the theme's to say.
var plainCalendar = func() *workflows.Calendar {
	cal, ps := workflows.NewCalendar(&metamodel.Calendar{ID: "plain", Zone: "UTC", Hours: []metamodel.HourSpan{{From: "09:00", To: "17:00"}}, Covers: []int{2026}})
	if ps.Failed() {
		panic(ps)
	}
	return cal
}()

// lights compares from when on clocks are yellow and red.
func (d *differ) lights(of Ref, a, b *metamodel.Lights) {
	x, y := lightsIn(a), lightsIn(b)
	if !maps.Equal(x, y) {
		d.add(changeLights, of, "lights", x, y)
	}
}

func lightsIn(l *metamodel.Lights) metamodel.Text {
	if l == nil {
		return nil
	}
	yellow, red := workflows.LightsText(l)
	return metamodel.Worded("黄灯：{yellow}；红灯：{red}", "yellow: {yellow}; red: {red}", "yellow", yellow, "red", red)
}
