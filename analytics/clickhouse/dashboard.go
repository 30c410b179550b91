package clickhouse

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"golang.org/x/sync/errgroup"

	"github.com/onematter/onematter/analytics"
)

const (
	// dashboardWithin ends a dashboard that nobody waits for any more.
	dashboardWithin = 30 * time.Second
	// atOnce leaves sessions of the embedded engine for the feeder.
	atOnce = 3
)

// Dashboard runs every metric for one filter.
func (w *Warehouse) Dashboard(ctx context.Context, f analytics.Filter, now time.Time) (*analytics.Dashboard, error) {
	ctx, cancel := context.WithTimeout(ctx, dashboardWithin)
	defer cancel()
	q := newQueries(w.database, f, w.zone, now)
	d := &analytics.Dashboard{
		Flow: []analytics.FlowDay{}, Matters: []analytics.InWork{}, Departments: []analytics.InWork{},
		Steps: []analytics.StepDays{}, Due: []analytics.DueCase{}, Savings: []analytics.ThemeSaved{},
		Needless: noNeedless(),
		Metrics:  q.definitions(),
	}
	var ended, open []load
	run, ctx := errgroup.WithContext(ctx)
	run.SetLimit(atOnce)
	run.Go(func() error { return w.steps(ctx, q, d) })
	run.Go(func() error { return w.ended(ctx, q, d) })
	run.Go(func() (err error) { ended, err = w.endedByMatter(ctx, q); return err })
	run.Go(func() error { return w.flow(ctx, q, d, now) })
	run.Go(func() (err error) { open, err = w.inWork(ctx, q); return err })
	run.Go(func() error { return w.due(ctx, q, d, now) })
	run.Go(func() error { return w.savings(ctx, q, d) })
	run.Go(func() (err error) { d.Reality, err = w.reality(ctx, q); return err })
	run.Go(func() error {
		return w.needless(ctx, needlessQueries{q, analytics.NeedlessFilter{Filter: f}}, &d.Needless)
	})
	run.Go(func() error {
		return w.row(ctx, "count cases that came in", q.started(), &d.Totals.Submitted)
	})
	run.Go(func() error {
		return w.row(ctx, "count theme cases that came in", q.themes(), &d.Totals.ThemeSubmitted)
	})
	run.Go(func() error {
		var at, events int64
		err := w.row(ctx, "read the newest event", q.newest(), &at, &events)
		if events > 0 {
			d.AsOf = time.Unix(at, 0).In(w.zone)
		}
		return err
	})
	if err := run.Wait(); err != nil {
		return nil, err
	}
	loads := append(ended, open...)
	for _, l := range open {
		d.Totals.InWork += l.InWork.InWork
		d.Totals.Asking += l.Asking
		d.Totals.Overdue += l.Overdue
		d.Totals.NearlyOverdue += l.nearly
	}
	d.Matters = sumLoads(loads, func(l load) (string, string) { return l.ID, l.Department })
	d.Departments = sumLoads(loads, func(l load) (string, string) { return l.Department, "" })
	return d, nil
}

// definitions puts the SQL behind the words.
func (q queries) definitions() []analytics.Metric {
	sql := map[string][]string{
		analytics.MetricTotals:  {q.started(), q.themes(), q.ended(), q.inWork()},
		analytics.MetricOnTime:  {q.ended()},
		analytics.MetricFlow:    {q.flow()},
		analytics.MetricInWork:  {q.inWork(), q.endedByMatter()},
		analytics.MetricSteps:   {q.steps()},
		analytics.MetricDue:     {q.due()},
		analytics.MetricSavings: {q.savings()},
		analytics.MetricReality: {q.filled(), q.taken()},

		analytics.MetricNeedless: needlessQueries{q, analytics.NeedlessFilter{Filter: q.f}}.all(),
	}
	list := analytics.Definitions()
	for i := range list {
		list[i].Query = strings.Join(sql[list[i].ID], ";\n\n")
	}
	return list
}

// row reads the one row of a query.
func (w *Warehouse) row(ctx context.Context, doing, sql string, into ...any) error {
	if err := w.conn.QueryRow(ctx, sql).Scan(into...); err != nil {
		return unavailable(doing, err)
	}
	return nil
}

// rows reads every row of a query.
func (w *Warehouse) rows(ctx context.Context, doing, sql string, each func(driver.Rows) error) error {
	rows, err := w.conn.Query(ctx, sql)
	if err != nil {
		return unavailable(doing, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return unavailable(doing, err)
		}
	}
	if err := rows.Err(); err != nil {
		return unavailable(doing, err)
	}
	return nil
}

func (w *Warehouse) ended(ctx context.Context, q queries, d *analytics.Dashboard) error {
	var limited, inTime, measured int64
	var median, p90 float64
	t := &d.Totals
	err := w.row(ctx, "measure ended cases", q.ended(), &t.Ended, &t.Issued, &limited, &inTime, &measured, &median, &p90)
	if err != nil {
		return err
	}
	t.OnTime = ratio(inTime, limited)
	if measured > 0 {
		t.MedianDays, t.P90Days = &median, &p90
	}
	return nil
}

// load is one matter's part of the work table.
type load struct {
	analytics.InWork
	nearly, limited, inTime int64
}

func (w *Warehouse) endedByMatter(ctx context.Context, q queries) (list []load, err error) {
	err = w.rows(ctx, "count ended cases by matter", q.endedByMatter(), func(r driver.Rows) error {
		var l load
		list = append(list, l)
		p := &list[len(list)-1]
		return r.Scan(&p.ID, &p.Department, &p.Ended, &p.limited, &p.inTime)
	})
	return list, err
}

func (w *Warehouse) inWork(ctx context.Context, q queries) (list []load, err error) {
	err = w.rows(ctx, "count cases in work", q.inWork(), func(r driver.Rows) error {
		var l load
		list = append(list, l)
		p := &list[len(list)-1]
		return r.Scan(&p.ID, &p.Department, &p.InWork.InWork, &p.Asking, &p.Overdue, &p.nearly)
	})
	return list, err
}

// sumLoads adds loads up by what by says: a matter (and its department), or a
// department alone. Most in work first, then by id.
func sumLoads(loads []load, by func(load) (id, department string)) []analytics.InWork {
	sums := map[[2]string]*load{}
	for _, l := range loads {
		id, department := by(l)
		s := sums[[2]string{id, department}]
		if s == nil {
			s = &load{InWork: analytics.InWork{ID: id, Department: department}}
			sums[[2]string{id, department}] = s
		}
		s.InWork.InWork += l.InWork.InWork
		s.Asking += l.Asking
		s.Overdue += l.Overdue
		s.Ended += l.Ended
		s.limited += l.limited
		s.inTime += l.inTime
	}
	list := make([]analytics.InWork, 0, len(sums))
	for _, s := range sums {
		s.OnTime = ratio(s.inTime, s.limited)
		list = append(list, s.InWork)
	}
	slices.SortFunc(list, func(a, b analytics.InWork) int {
		return cmp.Or(cmp.Compare(b.InWork, a.InWork), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Department, b.Department))
	})
	return list
}

func ratio(part, whole int64) *float64 {
	if whole == 0 {
		return nil
	}
	r := float64(part) / float64(whole)
	return &r
}

// maxFlowDays bounds the list of days: ten years.
const maxFlowDays = 3660

// flow fills the days that nothing happened on.
func (w *Warehouse) flow(ctx context.Context, q queries, d *analytics.Dashboard, now time.Time) error {
	byDay := map[string]analytics.FlowDay{}
	var first, last string
	err := w.rows(ctx, "count cases in and out by day", q.flow(), func(r driver.Rows) error {
		var day analytics.FlowDay
		if err := r.Scan(&day.Day, &day.In, &day.Out); err != nil {
			return err
		}
		if first == "" {
			first = day.Day
		}
		last = day.Day
		byDay[day.Day] = day
		return nil
	})
	if err != nil {
		return err
	}
	if q.from != "" {
		first = q.from
	}
	last = max(last, now.In(w.zone).Format(time.DateOnly))
	if first == "" {
		return nil
	}
	from, err := time.Parse(time.DateOnly, first)
	if err != nil {
		return unavailable("read the first day", err)
	}
	to, err := time.Parse(time.DateOnly, last)
	if err != nil {
		return unavailable("read the last day", err)
	}
	to = to.AddDate(0, 0, 1)
	if q.to != "" {
		if end, err := time.Parse(time.DateOnly, q.to); err == nil {
			to = end
		}
	}
	if days := int(to.Sub(from).Hours() / 24); days > maxFlowDays {
		from = to.AddDate(0, 0, -maxFlowDays)
	}
	for day := from; day.Before(to); day = day.AddDate(0, 0, 1) {
		name := day.Format(time.DateOnly)
		known := byDay[name]
		known.Day = name
		d.Flow = append(d.Flow, known)
	}
	return nil
}

func (w *Warehouse) steps(ctx context.Context, q queries, d *analytics.Dashboard) error {
	return w.rows(ctx, "measure steps", q.steps(), func(r driver.Rows) error {
		var s analytics.StepDays
		err := r.Scan(&s.Matter, &s.Step, &s.Count, &s.Median, &s.P90, &s.Limit)
		d.Steps = append(d.Steps, s)
		return err
	})
}

func (w *Warehouse) due(ctx context.Context, q queries, d *analytics.Dashboard, now time.Time) error {
	var ids []string
	err := w.rows(ctx, "list cases that are due", q.due(), func(r driver.Rows) error {
		var c analytics.DueCase
		var due int64
		if err := r.Scan(&c.Case, &c.Number, &c.Theme, &c.Matter, &c.Department, &due); err != nil {
			return err
		}
		c.Due, c.Light = time.Unix(due, 0).In(w.zone), "yellow"
		if due <= now.Unix() {
			c.Light = "red"
		}
		d.Due = append(d.Due, c)
		ids = append(ids, c.Case)
		return nil
	})
	if err != nil || len(ids) == 0 {
		return err
	}
	states := make(map[string]string, len(ids))
	err = w.rows(ctx, "read where due cases stand", q.states(ids), func(r driver.Rows) error {
		var id, state string
		err := r.Scan(&id, &state)
		states[id] = state
		return err
	})
	for i := range d.Due {
		d.Due[i].State = states[d.Due[i].Case]
	}
	return err
}

func (w *Warehouse) savings(ctx context.Context, q queries, d *analytics.Dashboard) error {
	return w.rows(ctx, "measure what merging saved", q.savings(), func(r driver.Rows) error {
		var s analytics.ThemeSaved
		err := r.Scan(&s.Theme, &s.Cases, &s.FieldsBefore, &s.FieldsAfter, &s.MaterialsBefore, &s.MaterialsAfter,
			&s.FieldsSaved, &s.MaterialsSaved)
		d.Savings = append(d.Savings, s)
		return err
	})
}

// Reality holds what certificates promise of themes against what happened.
func (w *Warehouse) Reality(ctx context.Context, f analytics.Filter) ([]analytics.ThemeReal, error) {
	ctx, cancel := context.WithTimeout(ctx, dashboardWithin)
	defer cancel()
	return w.reality(ctx, newQueries(w.database, f, w.zone, f.To))
}

func (w *Warehouse) reality(ctx context.Context, q queries) ([]analytics.ThemeReal, error) {
	of := map[string]*analytics.ThemeReal{}
	theme := func(id string) *analytics.ThemeReal {
		if of[id] == nil {
			of[id] = &analytics.ThemeReal{Theme: id}
		}
		return of[id]
	}
	read := func(doing, sql string, into func(t *analytics.ThemeReal, cases int64, should, median, p90 float64)) error {
		return w.rows(ctx, doing, sql, func(r driver.Rows) error {
			var id string
			var cases int64
			var should, median, p90 float64
			err := r.Scan(&id, &cases, &should, &median, &p90)
			into(theme(id), cases, should, median, p90)
			return err
		})
	}
	err := read("measure the time to fill in", q.filled(), func(t *analytics.ThemeReal, cases int64, should, median, p90 float64) {
		t.Filled, t.ComputedMinutes, t.FillMinutes, t.FillMinutesP90 = cases, &should, &median, &p90
	})
	if err != nil {
		return nil, err
	}
	err = read("measure the days a theme takes", q.taken(), func(t *analytics.ThemeReal, cases int64, should, median, p90 float64) {
		t.Ended, t.PromisedDays, t.TakenDays, t.TakenDaysP90 = cases, &should, &median, &p90
	})
	out := []analytics.ThemeReal{}
	for _, t := range of {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b analytics.ThemeReal) int { return cmp.Compare(a.Theme, b.Theme) })
	return out, err
}
