package citizen

import (
	"context"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// daysView tells an applicant day by day how a matter's time was counted.
type daysView struct {
	L
	Used   string // "3 / 10"
	Shifts []string
	Rows   []dayRow
}

// dayRow is days in a row that tell the same.
type dayRow struct {
	Days, What, Used string
	Late             bool
}

// days tells the accounts of a case's matters, by case id.
func (p *Pages) days(ctx context.Context, l L, a engine.Actor, id string) (map[string]*daysView, error) {
	told, err := p.o.Engine.Clocks(ctx, a, id, time.Time{}, false)
	if err != nil {
		return nil, err
	}
	out := map[string]*daysView{}
	for i := range told.Cases {
		if v := l.account(&told.Cases[i], told.Calendar.Day()); v != nil {
			out[told.Cases[i].Case.ID] = v
		}
	}
	return out, nil
}

// account is of what was promised, or without a promise of what the law allows.
func (l L) account(k *engine.CaseClocks, day time.Duration) *daysView {
	for i := range k.Accounts {
		a := &k.Accounts[i]
		if a.At.Limit <= 0 || a.Clock == workflows.StepClock {
			continue
		}
		limit := workflows.WorkingDays(a.At.Limit, day)
		v := &daysView{L: l, Used: workflows.WorkingDays(a.Used, day) + " / " + limit}
		for _, s := range k.Shifts[i] {
			line := a.Line(s.Line)
			text := l.In(s.Text(line, day))
			if line != nil && len(line.Basis) > 0 {
				text = l.T("days.by", text, l.In(line.Basis))
			}
			v.Shifts = append(v.Shifts, text)
		}
		for _, r := range a.Fold() {
			row := dayRow{Days: l.ShortDate(r.From), What: l.In(r.Text(a.Line(r.Line), day)), Used: workflows.WorkingDays(r.Used, day) + " / " + limit, Late: r.Late}
			if !r.To.Equal(r.From) {
				row.Days += " – " + l.ShortDate(r.To)
			}
			v.Rows = append(v.Rows, row)
		}
		return v
	}
	return nil
}
