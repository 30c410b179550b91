package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// visit holds the joint inspection that a step has to wait for, on the same day;
// whoever is alone yet does not wait for the others.
func (f *filing) visit(ctx context.Context, c *engine.Case, k workflows.TransitionKind, now time.Time) error {
	if k != workflows.Forward && k != workflows.Approve && k != workflows.Deliver {
		return nil
	}
	root := f.l.cases[c.Root]
	for _, v := range root.Visits {
		in := f.theme.Inspection(v.Inspection)
		if in.States[c.Matter] != c.State || !slices.Contains(v.Matters, c.Matter) || v.State == engine.VisitCancelled {
			continue
		}
		do := func(department string, id string, d engine.VisitDeed) error {
			root := f.l.cases[c.Root]
			now, _ := root.Visit(v.Inspection)
			d.Inspection = v.Inspection
			_, err := f.e.Visit(ctx, f.y.staff[department], id, now.Revision, fmt.Sprintf("demo-%s-%s-%d", id, d.Do, now.Revision), d)
			return err
		}
		if v.State == engine.VisitGathering {
			return do(c.Department, c.ID, engine.VisitDeed{Do: engine.LeaveVisit, Note: "其他事项还在审查，为不误时限先行勘验"})
		}
		if v.State == engine.VisitArranging {
			if err := do(v.Lead, c.Root, engine.VisitDeed{Do: engine.ArrangeVisit, At: now.Add(time.Hour), Place: "申请的经营场所", People: f.y.staff[v.Lead].Name}); err != nil {
				return err
			}
		}
		if v.State != engine.VisitHeld {
			if err := do(v.Lead, c.Root, engine.VisitDeed{Do: engine.HoldVisit, Note: "各部门一同到场查看"}); err != nil {
				return err
			}
		}
		if v.Finding(c.Matter) == nil {
			return do(c.Department, c.ID, engine.VisitDeed{Do: engine.RecordVisit, Note: "现场情况与申请材料核对完毕"})
		}
	}
	return nil
}
