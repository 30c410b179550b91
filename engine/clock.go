package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// now is the one time of all servers, in whole microseconds as it is kept.
func (e *Engine) now(ctx context.Context) (time.Time, error) {
	read := e.o.Clock
	if read == nil {
		read = e.o.Store.Now
	}
	t, err := read(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading the time: %w", err)
	}
	return t.UTC().Truncate(time.Microsecond), nil
}

// calendarOf is the id of the working calendar of a theme, or of matters filed
// alone; a joint filing is timed as its matters would be alone.
func (e *Engine) calendarOf(theme *catalog.Theme) string {
	if theme != nil && theme.Def.Calendar != "" {
		return theme.Def.Calendar
	}
	return e.o.Calendar
}

// calendar is the working calendar of a theme, or of matters filed alone. The
// current edition's comes first: a holiday published later moves running clocks.
func (e *Engine) calendar(ctx context.Context, rel *catalog.Release, theme *catalog.Theme) (*workflows.Calendar, error) {
	id := e.calendarOf(theme)
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the current edition: %w", err)
	}
	if cal, ok := ed.Calendar(id); ok {
		return cal, nil
	}
	if cal := rel.Calendar(id); cal != nil {
		return cal, nil
	}
	return nil, fmt.Errorf("working calendar %q is in no loaded pack", id)
}

// WorkingDays counts as expressions do (see metamodel.Context): by the calendar
// of a theme, or with nil by the one of single matters. nil when no current
// pack has it.
func (e *Engine) WorkingDays(ctx context.Context, theme *catalog.Theme) func(from, to time.Time) (int, bool) {
	id := e.calendarOf(theme)
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return nil
	}
	cal, ok := ed.Calendar(id)
	if !ok {
		return nil
	}
	return cal.WorkingDays
}

// setLights derives what a case shows of its clocks at t: the worst light, the
// earliest due time and the earliest moment at which the light changes by itself;
// likewise when a joint inspection, or what was decided, has waited long enough; and what its open tasks show of theirs. A task's clock is of whom it asks: it
// does not colour the case.
func (f *family) setLights(c *Case) {
	cal, at, rule, stepRule := f.cal, f.at, f.lights(c), f.stepLights(c)
	c.Light, c.Due, c.LightNext = workflows.None, time.Time{}, time.Time{}
	for _, k := range [...]struct {
		workflows.Clock
		rule *metamodel.Lights
	}{{c.Promised, rule}, {c.Statutory, rule}, {c.Step, stepRule}} {
		light, next := k.LightBy(at, cal, k.rule)
		if lightRank(light) > lightRank(c.Light) {
			c.Light = light
		}
		c.LightNext = earlier(c.LightNext, next)
		c.Due = earlier(c.Due, k.Due(cal))
	}
	c.LightNext = earlier(c.LightNext, c.Serve.Due(cal))
	for i := range c.Visits {
		if v := &c.Visits[i]; v.State == VisitGathering {
			c.LightNext = earlier(c.LightNext, v.Wait.Due(cal))
		}
	}
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if !t.Open() {
			continue
		}
		k := t.clock(c)
		var next time.Time
		t.Light, next = k.LightBy(at, cal, t.rule(rule, stepRule))
		t.Due = k.Due(cal).UTC() // as it is stored
		c.LightNext = earlier(c.LightNext, next)
	}
}

// lights are the thresholds of a case's matter; nil where the calendar's count.
func (f *family) lights(c *Case) *metamodel.Lights {
	if m := f.matter(c); m != nil {
		return m.Def.Lights
	}
	return nil
}

// stepLights are those of the step a case is in.
func (f *family) stepLights(c *Case) *metamodel.Lights {
	if m := f.matter(c); m != nil {
		return m.StepLights(c.State)
	}
	return nil
}

func lightRank(l workflows.Light) int {
	switch l {
	case workflows.Red:
		return 4
	case workflows.Yellow:
		return 3
	case workflows.Green:
		return 2
	case workflows.Paused:
		return 1
	}
	return 0
}

// earlier is the earlier of two times, of which a zero one means never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
