package clickhouse

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/onematter/onematter/analytics"
)

const (
	maxNeedlessItems = 100
	maxNeedlessCases = 50
)

// needlessQueries writes the SQL of what was asked needlessly.
type needlessQueries struct {
	queries
	n analytics.NeedlessFilter
}

// asking narrows by who asked and who had it: what a department asked, and what
// others asked that it has, is the business of both.
func (q needlessQueries) asking() string {
	var b strings.Builder
	b.WriteString(q.theme())
	if q.f.Departments != nil && len(q.f.Departments) == 0 {
		b.WriteString(" AND 0")
	}
	if len(q.f.Departments) > 0 {
		quoted := make([]string, len(q.f.Departments))
		for i, d := range q.f.Departments {
			quoted[i] = quote(d)
		}
		in := " IN (" + strings.Join(quoted, ", ") + ")"
		b.WriteString(" AND (department" + in + " OR source" + in + ")")
	}
	for _, c := range [][2]string{{"matter", q.f.Matter}, {"kind", q.n.Kind}, {"item", q.n.Item}, {"department", q.n.Demander}, {"source", q.n.Source}, {"reason", q.n.Reason}} {
		if c[1] != "" {
			b.WriteString(" AND " + c[0] + " = " + quote(c[1]))
		}
	}
	return b.String()
}

// counted are the three numbers: an item of a filing counts once, however many
// matters asked for it and however often its row was carried over.
const counted = `toInt64(uniqExact(root_id, kind, item)) AS times, toInt64(uniqExactIf(root_id, kind, item, confirmed = 1)), toInt64(uniqExact(root_id))`

func (q needlessQueries) rows(columns, rest string) string {
	return "SELECT " + columns + `
FROM ` + q.db + `.needless
WHERE 1` + q.span() + q.asking() + rest
}

func (q needlessQueries) total() string { return q.rows(counted, "") }

func (q needlessQueries) items() string {
	return q.rows("kind, item, min(matter), arraySort(groupUniqArray(source)), "+counted, `
GROUP BY kind, item
ORDER BY times DESC, kind, item
LIMIT `+strconv.Itoa(maxNeedlessItems))
}

func (q needlessQueries) by(column string) string {
	return q.rows(column+" AS id, "+counted, `
GROUP BY id
ORDER BY times DESC, id`)
}

func (q needlessQueries) months() string {
	return q.rows("substring(toString(day), 1, 7) AS id, "+counted, `
GROUP BY id
ORDER BY id`)
}

func (q needlessQueries) cases() string {
	return q.rows("root_id, max(number), max(lead), toInt64(toUnixTimestamp(max(at))) AS newest, toInt64(uniqExact(kind, item))", `
GROUP BY root_id
ORDER BY newest DESC, root_id
LIMIT `+strconv.Itoa(maxNeedlessCases))
}

// all is the SQL shown behind the number.
func (q needlessQueries) all() []string {
	return []string{q.total(), q.items(), q.by("department"), q.by("source"), q.by("matter"), q.by("reason"), q.months()}
}

func noNeedless() analytics.Needless {
	none := []analytics.NeedlessCount{}
	return analytics.Needless{Items: []analytics.NeedlessItem{}, Demanders: none, Sources: none, Matters: none, Reasons: none, Months: none}
}

func (w *Warehouse) needless(ctx context.Context, q needlessQueries, n *analytics.Needless) error {
	if err := w.row(ctx, "count what was asked needlessly", q.total(), &n.Times, &n.Confirmed, &n.Filings); err != nil {
		return err
	}
	if n.Times == 0 {
		return nil
	}
	err := w.rows(ctx, "list what was asked needlessly", q.items(), func(r driver.Rows) error {
		var i analytics.NeedlessItem
		err := r.Scan(&i.Kind, &i.Item, &i.Matter, &i.Sources, &i.Times, &i.Confirmed, &i.Filings)
		n.Items = append(n.Items, i)
		return err
	})
	for _, g := range []struct {
		sql  string
		into *[]analytics.NeedlessCount
	}{{q.by("department"), &n.Demanders}, {q.by("source"), &n.Sources}, {q.by("matter"), &n.Matters}, {q.by("reason"), &n.Reasons}, {q.months(), &n.Months}} {
		if err != nil {
			return err
		}
		err = w.rows(ctx, "group what was asked needlessly", g.sql, func(r driver.Rows) error {
			var c analytics.NeedlessCount
			err := r.Scan(&c.ID, &c.Times, &c.Confirmed, &c.Filings)
			*g.into = append(*g.into, c)
			return err
		})
	}
	return err
}

// Needless opens what was asked needlessly.
func (w *Warehouse) Needless(ctx context.Context, f analytics.NeedlessFilter) (*analytics.NeedlessDetail, error) {
	ctx, cancel := context.WithTimeout(ctx, dashboardWithin)
	defer cancel()
	q := needlessQueries{newQueries(w.database, f.Filter, w.zone, time.Time{}), f}
	d := &analytics.NeedlessDetail{Needless: noNeedless(), Last: []analytics.NeedlessCase{}}
	if err := w.needless(ctx, q, &d.Needless); err != nil || d.Needless.Times == 0 {
		return d, err
	}
	err := w.rows(ctx, "list the filings that asked needlessly", q.cases(), func(r driver.Rows) error {
		var c analytics.NeedlessCase
		var at int64
		err := r.Scan(&c.Case, &c.Number, &c.Department, &at, &c.Times)
		c.At = time.Unix(at, 0).In(w.zone)
		d.Last = append(d.Last, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// insertNeedless stores what filings asked needlessly.
func (w *Warehouse) insertNeedless(ctx context.Context, facts []analytics.Fact) error {
	var batch driver.Batch
	for i := range facts {
		f := &facts[i]
		for _, a := range f.Needless {
			if batch == nil {
				var err error
				if batch, err = w.conn.PrepareBatch(ctx, "INSERT INTO "+w.database+`.needless
					(event_id, day, at, root_id, number, lead, theme, matter, department, source, kind, item, confirmed, reason)`); err != nil {
					return err
				}
			}
			confirmed := uint8(0)
			if a.Confirmed {
				confirmed = 1
			}
			if err := batch.Append(f.EventID, f.Day, f.At, f.Root, f.Number, f.Department, f.Theme, a.Matter, a.Demander, a.Source,
				string(a.Kind), a.Item, confirmed, string(a.Reason)); err != nil {
				batch.Abort()
				return err
			}
		}
	}
	if batch == nil {
		return nil
	}
	return batch.Send()
}
