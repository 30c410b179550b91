package analytics

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

// RealYear narrows to what a certificate of a day tells of a theme: the year
// before the day, and the day itself.
func RealYear(theme string, day time.Time) Filter {
	return Filter{From: day.AddDate(-1, 0, 0), To: day.AddDate(0, 0, 1), Theme: theme}
}

// CertReal is the part of a certificate that tells what really happened.
func CertReal(f Filter, list []ThemeReal) *catalog.CertReal {
	out := &catalog.CertReal{From: f.From.Format(time.DateOnly), To: f.To.AddDate(0, 0, -1).Format(time.DateOnly)}
	for _, r := range list {
		if r.Theme != f.Theme {
			continue
		}
		out.Filed, out.ComputedMinutes, out.FillMinutes, out.FillMinutesP90 = r.Filled, r.ComputedMinutes, r.FillMinutes, r.FillMinutesP90
		out.Ended, out.PromisedDays, out.TakenDays, out.TakenDaysP90 = r.Ended, r.PromisedDays, r.TakenDays, r.TakenDaysP90
	}
	return out
}

// Events is the event log, for who only reads it.
type Events interface {
	EventsAfter(ctx context.Context, after engine.Position, limit int) ([]engine.Event, error)
}

// RealityOfLog is Dashboards.Reality of one theme out of the log itself, for who has
// a database and no warehouse. zone is that of the working calendar. It reads all
// of the log: for a command, not for a page.
func RealityOfLog(ctx context.Context, log Events, f Filter, zone *time.Location) ([]ThemeReal, error) {
	const batch = 20_000
	from, to := f.From.In(zone).Format(time.DateOnly), f.To.In(zone).Format(time.DateOnly)
	var filled, taken pairs
	var at engine.Position
	for {
		events, err := log.EventsAfter(ctx, at, batch)
		if err != nil {
			return nil, fmt.Errorf("read the event log: %w", err)
		}
		for _, e := range events {
			fact := FactOf(e, zone)
			if day := fact.Day.Format(time.DateOnly); fact.Theme != f.Theme || fact.Matter != "" || day < from || day >= to {
				continue
			}
			switch {
			case e.Type == engine.EventSubmitted && fact.FillSeconds > 0:
				filled.add(float64(fact.ComputedSeconds)/60, float64(fact.FillSeconds)/60)
			case e.Type == engine.EventEnded && fact.PromisedSeconds > 0 && fact.DaySeconds > 0:
				day := float64(fact.DaySeconds)
				taken.add(float64(fact.PromisedSeconds)/day, float64(fact.UsedSeconds)/day)
			}
		}
		if len(events) < batch {
			break
		}
		at = events[len(events)-1].Position
	}
	r := ThemeReal{Theme: f.Theme}
	r.Filled, r.ComputedMinutes, r.FillMinutes, r.FillMinutesP90 = filled.told()
	r.Ended, r.PromisedDays, r.TakenDays, r.TakenDaysP90 = taken.told()
	if r.Filled+r.Ended == 0 {
		return nil, nil
	}
	return []ThemeReal{r}, nil
}

// pairs are what should be and what was, of one case each.
type pairs struct{ should, was []float64 }

func (p *pairs) add(should, was float64) {
	p.should, p.was = append(p.should, should), append(p.was, was)
}

// told has how many there are, the median of what should be, and median and P90
// of what was.
func (p *pairs) told() (n int64, should, median, p90 *float64) {
	if len(p.was) == 0 {
		return 0, nil, nil, nil
	}
	slices.Sort(p.should)
	slices.Sort(p.was)
	of := func(list []float64, level float64) *float64 { return &list[int(level*float64(len(list)))] } // as quantileExact
	return int64(len(p.was)), of(p.should, 0.5), of(p.was, 0.5), of(p.was, 0.9)
}
