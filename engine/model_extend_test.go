package engine

import (
	"context"
	"time"

	"github.com/onematter/onematter/workflows"
)

// extend gives a case more time, which must be possible exactly while it runs,
// is not decided, and was not extended as often as may be.
func (w *model) extend(s *modelState, f *family, c *Case) error {
	m := f.matter(c)
	if m.Def.Extend == nil {
		return nil
	}
	t := s.told[c.ID]
	running := c.Status == CaseRunning && !t.decided && c.Result == nil
	inTime := c.Promised.UsedAt(s.at, f.cal) < c.Promised.Limit || c.Step.Limit > 0 && c.Step.UsedAt(s.at, f.cal) < c.Step.Limit
	possible := running && inTime && t.extended < m.Def.Extend.Most() && (c.SilentNext.IsZero() || c.SilentNext.After(s.at))
	head := Actor{Account: "wang", Name: "王处长", Roles: []string{"approver"}, Departments: map[string]bool{c.Department: true}}
	done, err := w.do(s, c.Matter+" extended", true, false, func() error {
		_, err := w.e.Extend(context.Background(), head, c.ID, c.Revision, "", m.Def.Extend.Days, "情况复杂")
		return err
	})
	if err == nil && done != possible {
		return s.fault("%s extended: possible %v, done %v", c.Matter, possible, done)
	}
	return err
}

// checkLimits holds a case's limits against what its matter says and what the
// log says was granted.
func (s *modelState) checkLimits(f *family, c *Case, state *workflows.State) error {
	m := f.matter(c).Def
	if m.Extend == nil || c.Started.IsZero() {
		return nil
	}
	t := s.told[c.ID]
	limit := func(days float64) time.Duration { return f.cal.Days(days) }
	more := 0.0
	if t.extended > 0 {
		more = float64(t.extended * m.Extend.Days)
	}
	if c.Promised.Limit != limit(m.PromisedDays+more) || c.Statutory.Limit != limit(m.StatutoryDays) || len(c.Extensions) != t.extended {
		return s.fault("%s was extended %d times, its limits are %v and %v", c.Matter, t.extended, c.Promised.Limit, c.Statutory.Limit)
	}
	if c.Status == CaseRunning && state != nil && c.Step.Limit != limit(state.Limit+float64(c.StepExtended)) {
		return s.fault("%s has %v for %s, extended by %d", c.Matter, c.Step.Limit, state.ID, c.StepExtended)
	}
	return nil
}
