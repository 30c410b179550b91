package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// dutyOf names what a duty is about: there is one for each.
type dutyOf struct {
	matter string
	kind   DutyKind
	item   string
}

func ofDuty(d *Duty) dutyOf { return dutyOf{d.Matter, d.Kind, d.Item} }

// lives reports whether a matter lives on in others: it was merged or split.
func lives(m *metamodel.Matter) bool { return m.Cancelled != nil && m.Cancelled.Into != "" }

// carryDuties asks the departments that deliver to a matter which was split or
// merged for the same of the matters that it became: what was confirmed holds for
// the old one only. What has a duty already, also one that was withdrawn, is left.
func (e *Engine) carryDuties(ctx context.Context, ed *catalog.Edition, confirmed []Duty, have map[dutyOf]bool) (asked int, all bool, err error) {
	all = true
	for i := range confirmed {
		old := &confirmed[i]
		for _, next := range definedIn(ed, old.Matter).Pack.Matters[old.Matter].Cancelled.Successors {
			m, rel, ok := ed.Matter(next)
			if !ok {
				continue
			}
			d, err := deliverable(rel, m, old.Kind, old.Item)
			if err != nil || have[ofDuty(d)] {
				continue // it went elsewhere, or is asked for already
			}
			have[ofDuty(d)] = true
			d.Department = old.Department
			change := &Change{}
			if err := e.addDuties(ctx, Actor{}, rel, change, []*Duty{d}, ""); err != nil {
				return asked, false, err
			}
			change.InsertDuties[0].History[0].Was = old.Matter
			err = e.o.Store.Commit(ctx, change)
			switch {
			case errors.Is(err, ErrTaken):
				all = false // somebody was faster: the next sweep looks again
			case err != nil:
				return asked, false, fmt.Errorf("proposing again what was confirmed for a matter that is others now: %w", err)
			default:
				asked++
			}
		}
	}
	return asked, all, nil
}
