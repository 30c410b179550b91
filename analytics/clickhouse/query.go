package clickhouse

import (
	"strconv"
	"strings"
	"time"

	"github.com/onematter/onematter/analytics"
)

// queries writes the SQL of one dashboard. Values are written in as quoted
// literals, so that what is run is word for word what a manager is shown, and
// because 18.16 knows no {name:Type} parameters.
type queries struct {
	db   string
	f    analytics.Filter
	from string // full-date, "" for no bound
	to   string
	now  int64
}

func newQueries(db string, f analytics.Filter, zone *time.Location, now time.Time) queries {
	q := queries{db: db, f: f, now: now.Unix()}
	// Outside of what ClickHouse's Date can hold there is nothing to leave out.
	if from := f.From.In(zone); from.After(firstDate) {
		q.from = from.Format(time.DateOnly)
	}
	if to := f.To.In(zone); !f.To.IsZero() && to.Before(lastDate) {
		q.to = max(to.Format(time.DateOnly), firstDate.Format(time.DateOnly))
	}
	return q
}

var (
	firstDate = time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC)
	lastDate  = time.Date(2105, 12, 31, 0, 0, 0, 0, time.UTC)
)

// quote makes a string literal. ClickHouse reads backslash escapes.
func quote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\x00", `\0`, "\n", `\n`, "\r", `\r`).Replace(s) + "'"
}

// span narrows by the day of the event.
func (q queries) span() string {
	var b strings.Builder
	if q.from != "" {
		b.WriteString(" AND day >= toDate(" + quote(q.from) + ")")
	}
	if q.to != "" {
		b.WriteString(" AND day < toDate(" + quote(q.to) + ")")
	}
	return b.String()
}

// handler narrows by who handles what.
func (q queries) handler() string {
	var b strings.Builder
	if q.f.Matter != "" {
		b.WriteString(" AND matter = " + quote(q.f.Matter))
	}
	if q.f.Departments != nil && len(q.f.Departments) == 0 {
		b.WriteString(" AND 0") // a manager of no department sees no case
	}
	if len(q.f.Departments) > 0 {
		quoted := make([]string, len(q.f.Departments))
		for i, d := range q.f.Departments {
			quoted[i] = quote(d)
		}
		b.WriteString(" AND department IN (" + strings.Join(quoted, ", ") + ")")
	}
	return b.String()
}

func (q queries) theme() string {
	if q.f.Theme == "" {
		return ""
	}
	return " AND theme = " + quote(q.f.Theme)
}

func (q queries) scope() string { return q.theme() + q.handler() }

// roots narrows theme cases, whose own department is the lead one: by the
// children that a department or matter has started.
func (q queries) roots() string {
	if h := q.handler(); h != "" {
		return q.theme() + ` AND case_id IN (SELECT root_id FROM ` + q.db + `.events WHERE type = 'case.started'` + h + `)`
	}
	return q.theme()
}

// An event may have been carried over more than once. Its copies have one seq
// (the log numbers every event), so numbers are taken over distinct seqs. Of
// what was tried over a million events (FINAL, event ids, case ids) this is the
// fastest on both ClickHouses, up to ten times.

func (q queries) started() string {
	return `SELECT toInt64(uniqExact(seq))
FROM ` + q.db + `.events
WHERE type = 'case.started' AND matter != ''` + q.span() + q.scope()
}

func (q queries) themes() string {
	return `SELECT toInt64(uniqExact(seq))
FROM ` + q.db + `.events
WHERE type = 'case.submitted' AND matter = '' AND theme != ''` + q.span() + q.roots()
}

// endedCases has one row a case that ended in the span; those made void before
// they could start are left out.
func (q queries) endedCases() string {
	return `(
  SELECT seq, any(matter) AS m, any(department) AS d, any(outcome) AS o,
    any(used_seconds) AS used, any(promised_seconds) AS promised, any(day_seconds) AS working
  FROM ` + q.db + `.events
  WHERE type = 'case.ended' AND matter != '' AND outcome != 'void'` + q.span() + q.scope() + `
  GROUP BY seq
)`
}

func (q queries) ended() string {
	return `SELECT toInt64(count()), toInt64(countIf(o = 'issued')),
  toInt64(countIf(promised > 0)), toInt64(countIf(promised > 0 AND used <= promised)),
  toInt64(countIf(working > 0)),
  quantileExactIf(0.5)(used / working, working > 0), quantileExactIf(0.9)(used / working, working > 0)
FROM ` + q.endedCases()
}

func (q queries) endedByMatter() string {
	return `SELECT m, d, toInt64(count()), toInt64(countIf(promised > 0)), toInt64(countIf(promised > 0 AND used <= promised))
FROM ` + q.endedCases() + `
GROUP BY m, d
ORDER BY m, d`
}

func (q queries) flow() string {
	return `SELECT toString(day) AS date, toInt64(uniqExactIf(seq, type = 'case.started')), toInt64(uniqExactIf(seq, type = 'case.ended'))
FROM ` + q.db + `.events
WHERE type IN ('case.started', 'case.ended') AND matter != '' AND outcome != 'void'` + q.span() + q.scope() + `
GROUP BY date
ORDER BY date`
}

// inWork reads each case's latest state: FINAL keeps the row with the highest seq.
func (q queries) inWork() string {
	now := strconv.FormatInt(q.now, 10)
	return `SELECT matter, department, toInt64(count()), toInt64(countIf(status = 'asking')),
  toInt64(countIf(status = 'running' AND due > 0 AND due <= ` + now + `)),
  toInt64(countIf(status = 'running' AND due > ` + now + ` AND light IN ('yellow', 'red')))
FROM ` + q.db + `.case_states FINAL
WHERE status != 'ended'` + q.scope() + `
GROUP BY matter, department
ORDER BY matter, department`
}

// maxDue bounds the list of cases to look at.
const maxDue = 200

func (q queries) due() string {
	now := strconv.FormatInt(q.now, 10)
	return `SELECT case_id, number, theme, matter, department, due
FROM ` + q.db + `.case_states FINAL
WHERE status = 'running' AND due > 0 AND (due <= ` + now + ` OR light IN ('yellow', 'red'))` + q.scope() + `
ORDER BY due, case_id
LIMIT ` + strconv.Itoa(maxDue)
}

// states is where some cases stand: lights change without telling the state.
func (q queries) states(cases []string) string {
	quoted := make([]string, len(cases))
	for i, c := range cases {
		quoted[i] = quote(c)
	}
	return `SELECT case_id, argMax(to_state, seq)
FROM ` + q.db + `.events
WHERE type IN ('case.started', 'case.moved') AND to_state != '' AND case_id IN (` + strings.Join(quoted, ", ") + `)
GROUP BY case_id`
}

func (q queries) steps() string {
	return `SELECT m, f, toInt64(count()), quantileExact(0.5)(spent / working), quantileExact(0.9)(spent / working), argMax(allowed / working, seq)
FROM (
  SELECT seq, any(matter) AS m, any(from_state) AS f, any(step_seconds) AS spent, any(step_limit) AS allowed, any(day_seconds) AS working
  FROM ` + q.db + `.events
  WHERE type = 'case.moved' AND matter != '' AND from_state != '' AND kind != 'resubmit' AND day_seconds > 0` + q.span() + q.scope() + `
  GROUP BY seq
)
GROUP BY m, f
ORDER BY m, f`
}

func (q queries) savings() string {
	return `SELECT t, toInt64(count()), avg(fb), avg(fa), avg(mb), avg(ma), sum(sf), sum(sm)
FROM (
  SELECT seq, any(theme) AS t, any(fields_before) AS fb, any(fields_after) AS fa,
    any(materials_before) AS mb, any(materials_after) AS ma, any(saved_fields) AS sf, any(saved_materials) AS sm
  FROM ` + q.db + `.events
  WHERE type = 'case.submitted' AND matter = '' AND theme != ''` + q.span() + q.roots() + `
  GROUP BY seq
)
GROUP BY t
ORDER BY t`
}

// filled has one row a theme: how long filling in took.
func (q queries) filled() string {
	return `SELECT t, toInt64(count()), quantileExact(0.5)(computed / 60), quantileExact(0.5)(spent / 60), quantileExact(0.9)(spent / 60)
FROM (
  SELECT seq, any(theme) AS t, any(computed_seconds) AS computed, any(fill_seconds) AS spent
  FROM ` + q.db + `.events
  WHERE type = 'case.submitted' AND matter = '' AND theme != '' AND fill_seconds > 0` + q.span() + q.roots() + `
  GROUP BY seq
)
GROUP BY t
ORDER BY t`
}

// taken has one row a theme: how long it took until every matter had ended.
func (q queries) taken() string {
	return `SELECT t, toInt64(count()), quantileExact(0.5)(promised / working), quantileExact(0.5)(used / working), quantileExact(0.9)(used / working)
FROM (
  SELECT seq, any(theme) AS t, any(promised_seconds) AS promised, any(used_seconds) AS used, any(day_seconds) AS working
  FROM ` + q.db + `.events
  WHERE type = 'case.ended' AND matter = '' AND theme != '' AND promised_seconds > 0 AND day_seconds > 0` + q.span() + q.roots() + `
  GROUP BY seq
)
GROUP BY t
ORDER BY t`
}

func (q queries) newest() string {
	return `SELECT toInt64(toUnixTimestamp(max(at))), toInt64(count()) FROM ` + q.db + `.events`
}
