package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpg"
	"github.com/onematter/onematter/workflows"
)

// fillTown puts many cases of 20 departments into a database, a third of
// them waiting at one of three desks.
const fillTown = `INSERT INTO cases (id, number, root, draft, theme, matter, "release", department, applicant, title, state, status, outcome, desk, light, due, light_next, submitted, started, ended, revision, detail, answers)
	SELECT 'id' || n, 'N' || (n * 7919 % 100003), 'id' || n, '', '', 'food', 'r', 'd' || (n % 20), 'a' || (n % 3000), 'title ' || n, 's',
		CASE WHEN n % 3 = 0 THEN 'running' ELSE 'ended' END, '',
		CASE WHEN n % 3 = 0 THEN CASE n / 20 % 3 WHEN 0 THEN 'clerk' WHEN 1 THEN 'approver' ELSE 'reviewer' END END,
		CASE WHEN n % 3 > 0 THEN 'none' WHEN n % 50 = 0 THEN 'red' ELSE 'green' END,
		CASE WHEN n % 3 = 0 THEN 1000000 + n * 31 % 5000 ELSE 9223372036854775807 END, CASE WHEN n % 3 = 0 THEN 2000000 + n ELSE 0 END, n * 1000, 0, 0, 1, ?, ?
	FROM (?) AS g`

func openTown(tb testing.TB, kind string, cases, answer int) *Store {
	tb.Helper()
	url := filepath.Join(tb.TempDir(), "town.db")
	numbers := "WITH RECURSIVE g (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM g WHERE n < %d) SELECT n FROM g"
	if kind == "postgres" {
		url = testpg.Start(tb)
		numbers = "SELECT n FROM generate_series(1, %d) AS s (n)"
	}
	s, err := Open(context.Background(), Options{URL: url})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	if err := s.Migrate(context.Background()); err != nil {
		tb.Fatal(err)
	}
	err = s.w.write(context.Background(), func(ctx context.Context, db bun.IDB) error {
		_, err := db.NewRaw(fillTown, []byte("{}"), make([]byte, answer), bun.Safe(fmt.Sprintf(numbers, cases))).Exec(ctx)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	if s.pg {
		if _, err := s.db.ExecContext(context.Background(), "ANALYZE"); err != nil {
			tb.Fatal(err)
		}
	}
	return s
}

// recorder keeps the texts of queries.
type recorder struct {
	mu   sync.Mutex
	list []string
}

func (r *recorder) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (r *recorder) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(r.list, e.Query)
}

// lists are the lists people open all day.
var lists = []struct {
	name   string
	f      engine.CaseFilter
	index  string
	orElse string // what PostgreSQL may prefer for its statistics
}{
	{"a clerk's worklist", engine.CaseFilter{Departments: []string{"d6"}, OpenTaskFor: []string{"clerk"}, ByDue: true}, "cases_desk", "cases_desk"},
	{"a worklist of several departments and roles", engine.CaseFilter{Departments: []string{"d3", "d6", "d9"}, OpenTaskFor: []string{"clerk", "reviewer", "approver"}, ByDue: true}, "cases_desk", "cases_desk"},
	{"a citizen's cases", engine.CaseFilter{Applicant: "a42", RootsOnly: true}, "cases_applicant", "cases_applicant"},
	{"a department's newest cases", engine.CaseFilter{Departments: []string{"d6"}}, "cases_department", "cases_submitted"},
	{"departments' newest cases", engine.CaseFilter{Departments: []string{"d6", "d7"}}, "cases_department", "cases_submitted"},
	{"the newest cases", engine.CaseFilter{}, "cases_submitted", "cases_submitted"},
	{"what is late", engine.CaseFilter{Lights: []workflows.Light{workflows.Red}, ByDue: true}, "cases_late", "cases_late"},
	{"a number", engine.CaseFilter{Query: "N7919"}, "number", "number"},
}

func TestListsAreWalksAlongAnIndex(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := openTown(t, kind, 20_000, 100)
			rec := &recorder{}
			s.db = s.db.WithQueryHook(rec)
			for _, l := range lists {
				t.Run(l.name, func(t *testing.T) {
					rec.list = nil
					page, next, err := s.Cases(t.Context(), l.f, engine.Page{Limit: 20})
					if err != nil || len(page) == 0 {
						t.Fatalf("%d cases, %v", len(page), err)
					}
					if next != "" {
						if page, _, err = s.Cases(t.Context(), l.f, engine.Page{Limit: 20, Cursor: next}); err != nil || len(page) == 0 {
							t.Fatalf("second page: %d cases, %v", len(page), err)
						}
					}
					used := false
					for _, q := range append([]string(nil), rec.list...) {
						plan := explain(t, s, q)
						if strings.Contains(plan, l.index) || s.pg && strings.Contains(plan, l.orElse) {
							used = true
						}
						if strings.Contains(plan, "Seq Scan on cases") || strings.Contains(plan, "SCAN cases") || strings.Contains(plan, "SCAN c\n") {
							t.Errorf("a scan of the table:\n%s\n%s", q, plan)
						}
					}
					if !used {
						t.Errorf("no walk along %s: %s", l.index, strings.Join(rec.list, "\n"))
					}
				})
			}
		})
	}
}

// What a change touches is asked for while staff look at it.
func TestFilingsOfAReleaseAreFoundAlongAnIndex(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := openTown(t, kind, 20_000, 100)
			rec := &recorder{}
			s.db = s.db.WithQueryHook(rec)
			for name, ask := range map[string]func() (int, error){
				"counts": func() (int, error) {
					n, err := s.CountRunning(t.Context(), catalog.RunningFilter{Releases: []string{"r8", "r9"}})
					return n.Cases + 1, err
				},
				"a page": func() (int, error) {
					list, err := s.CasesAt(t.Context(), engine.FilingsAt{Release: "r", Matter: "food", After: "id5"}, 50)
					return len(list), err
				},
			} {
				rec.list = nil
				if n, err := ask(); err != nil || n == 0 {
					t.Fatalf("%s: %d, %v", name, n, err)
				}
				for _, q := range append([]string(nil), rec.list...) {
					if plan := explain(t, s, q); strings.Contains(q, "cases") && !strings.Contains(plan, "cases_release") {
						t.Errorf("%s is no walk along cases_release:\n%s\n%s", name, q, plan)
					}
				}
			}
		})
	}
}

// One's own filings by activity cost a leap in the log for each of them, and no
// index of the cases that a step would move.
func TestFilingsByActivityAreAWalkAlongTheApplicantAndLeapsInTheLog(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := openTown(t, kind, 20_000, 100)
			fillLog(t, s)
			rec := &recorder{}
			s.db = s.db.WithQueryHook(rec)
			list, _, err := s.Filings(t.Context(), filingsOf("a42"), engine.Page{Limit: 5})
			if err != nil || len(list) != 5 {
				t.Fatalf("%d filings, %v", len(list), err)
			}
			for _, q := range append([]string(nil), rec.list...) {
				plan := explain(t, s, q)
				if strings.Contains(q, "events") && !(strings.Contains(plan, "cases_applicant") && strings.Contains(plan, "events_root")) ||
					strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "SCAN cases") || strings.Contains(plan, "SCAN c\n") || strings.Contains(plan, "SCAN e") {
					t.Errorf("%s\n%s", q, plan)
				}
			}
		})
	}
}

func filingsOf(applicant string) engine.ActivityFilter {
	return engine.ActivityFilter{CaseFilter: engine.CaseFilter{Applicant: applicant}, Events: []engine.EventType{engine.EventMoved, engine.EventSubmitted},
		Quiet: []engine.Pinned{{Theme: "T", Release: "r"}}, Still: []engine.EventType{engine.EventSubmitted}}
}

// fillLog gives every case of a town three events.
func fillLog(tb testing.TB, s *Store) {
	tb.Helper()
	err := s.w.write(context.Background(), func(ctx context.Context, db bun.IDB) error {
		_, err := db.NewRaw(`INSERT INTO events (id, type, at, case_id, root, actor, role, data)
			SELECT c.id || n.n, CASE n.n WHEN 3 THEN 'clock.light' ELSE 'case.moved' END, c.submitted + n.n, c.id, c.root, '', '', c.detail
			FROM cases AS c CROSS JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) AS n`).Exec(ctx)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	if s.pg {
		if _, err := s.db.ExecContext(context.Background(), "ANALYZE"); err != nil {
			tb.Fatal(err)
		}
	}
}

func explain(t *testing.T, s *Store, query string) string {
	t.Helper()
	if !s.pg {
		rows, err := s.db.DB.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var b strings.Builder
		for rows.Next() {
			var id, parent, x int
			var detail string
			if err := rows.Scan(&id, &parent, &x, &detail); err != nil {
				t.Fatal(err)
			}
			b.WriteString(detail + "\n")
		}
		return b.String()
	}
	var lines []string
	if err := s.db.NewRaw("EXPLAIN "+query).Scan(t.Context(), &lines); err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n") + "\n"
}

// BenchmarkLists reads a page of 20 out of 60,000 cases.
func BenchmarkLists(b *testing.B) {
	for _, kind := range []string{"sqlite", "postgres"} {
		s := openTown(b, kind, 60_000, 2000)
		for _, l := range lists {
			b.Run(kind+"/"+l.name, func(b *testing.B) {
				for b.Loop() {
					if list, _, err := s.Cases(b.Context(), l.f, engine.Page{Limit: 20}); err != nil || len(list) == 0 {
						b.Fatal(len(list), err)
					}
				}
			})
		}
		fillLog(b, s)
		for _, l := range []struct{ name, applicant string }{{"a citizen's 20 filings by activity", "a42"}, {"somebody's 20,000 filings by activity", "many"}} {
			if l.applicant == "many" {
				err := s.w.write(context.Background(), func(ctx context.Context, db bun.IDB) error {
					_, err := db.NewRaw("UPDATE cases SET applicant = 'many' WHERE seq % 3 = 1").Exec(ctx)
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.Run(kind+"/"+l.name, func(b *testing.B) {
				for b.Loop() {
					if list, _, err := s.Filings(b.Context(), filingsOf(l.applicant), engine.Page{Limit: 20}); err != nil || len(list) == 0 {
						b.Fatal(len(list), err)
					}
				}
			})
		}
		b.Run(kind+"/counts of a worklist", func(b *testing.B) {
			for b.Loop() {
				if counts, err := s.CountCases(b.Context(), lists[1].f); err != nil || len(counts) == 0 {
					b.Fatal(counts, err)
				}
			}
		})
	}
}

// The settings on which durability rests.
func TestSQLiteIsDurableAndReadersCannotWrite(t *testing.T) {
	t.Parallel()
	s, err := Open(context.Background(), Options{URL: filepath.Join(t.TempDir(), "x.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w := s.w.(*sqliteWriter)
	for name, conn := range map[string]bun.IConn{"writer": w.conn, "checkpointer": w.check.conn} {
		synchronous := "2"
		if name == "writer" {
			synchronous = "1" // the syncer's part: TestWhatIsAcknowledgedWasBroughtToDiskBefore
		}
		for pragma, want := range map[string]string{"synchronous": synchronous, "journal_mode": "wal", "foreign_keys": "1"} {
			var got string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s: %s is %s, not %s (%v)", name, pragma, got, want, err)
			}
		}
	}
	if _, err := s.db.ExecContext(t.Context(), "CREATE TABLE x (y)"); err == nil {
		t.Error("a reader wrote")
	}
}

// What a department was asked for waits beside its own cases, however many
// others were asked for something.
func TestAWorklistIsAWalkAlongTwoIndexes(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := openTown(t, kind, 20_000, 100)
			err := s.w.write(context.Background(), func(ctx context.Context, db bun.IDB) error {
				_, err := db.NewRaw(`INSERT INTO tasks (case_id, id, root, department, roles, state, opened, closed, closed_by, kind, desk, due, light)
					SELECT id, 't' || id, root, 'd' || (seq % 23), 'clerk', 's', 1, 0, '', 'sign', 'clerk', due, light FROM cases`).Exec(ctx)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if s.pg {
				if _, err := s.db.ExecContext(t.Context(), "ANALYZE"); err != nil {
					t.Fatal(err)
				}
			}
			rec := &recorder{}
			s.db = s.db.WithQueryHook(rec)
			f := engine.CaseFilter{Departments: []string{"d6", "d9"}, OpenTaskFor: []string{"clerk", "reviewer"}}
			list, next, err := s.Worklist(t.Context(), f, engine.Page{Limit: 20})
			if err != nil || len(list) != 20 || next == "" {
				t.Fatalf("%d rows, %v", len(list), err)
			}
			if list, _, err = s.Worklist(t.Context(), f, engine.Page{Limit: 20, Cursor: next}); err != nil || len(list) != 20 {
				t.Fatalf("second page: %d rows, %v", len(list), err)
			}
			plans := ""
			for _, q := range append([]string(nil), rec.list...) {
				plans += q + "\n" + explain(t, s, q)
			}
			for _, index := range []string{"cases_desk", "tasks_desk"} {
				if !strings.Contains(plans, index) {
					t.Errorf("no walk along %s:\n%s", index, plans)
				}
			}
			for _, scan := range []string{"Seq Scan on cases", "Seq Scan on tasks", "SCAN c\n", "SCAN t\n"} {
				if strings.Contains(plans, scan) {
					t.Errorf("a scan of a table:\n%s", plans)
				}
			}
		})
	}
}
