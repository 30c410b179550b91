package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// longer plans an extension before a limit that the planned act would miss:
// officers who see it coming give more time, one time in ten.
func (f *filing) longer(c *engine.Case, planned time.Time) (time.Time, bool) {
	m := f.matter(c.Matter)
	x := m.Def.Extend
	if x == nil || len(c.Extensions) >= x.Most() || c.Result != nil || m.Machine.Decided(c.State) {
		return time.Time{}, false
	}
	from := f.now(c)
	for _, k := range []workflows.Clock{c.Step, c.Promised} {
		if k.Limit <= 0 || k.Since.IsZero() || !k.Stopped.IsZero() {
			continue
		}
		left := k.Limit - k.UsedAt(from, f.cal)
		if left <= 0 {
			return time.Time{}, false // a limit that is over is not extended
		}
		if f.cal.Add(from, left).Before(planned) {
			return f.cal.Add(from, left*9/10), f.d.chance(0.1)
		}
	}
	return time.Time{}, false
}

// extend gives a case as many days as its officer thinks it needs.
func (f *filing) extend(ctx context.Context, c *engine.Case) error {
	most := f.matter(c.Matter).Def.Extend.Days
	days := min(most, pick(f.d, []int{3, 5, 5, 10}))
	why := pick(f.d, []string{"现场情况复杂，需会同有关部门再次核查，经本机关负责人批准延长", "申请人的工艺布局需组织专家论证，经本机关负责人批准延长", "同一时段待核查场所较多，经本机关负责人批准延长"})
	_, err := f.e.Extend(ctx, f.y.staff[c.Department], c.ID, c.Revision, fmt.Sprintf("demo-%s-%d", c.ID, c.Revision), days, why)
	return err
}
