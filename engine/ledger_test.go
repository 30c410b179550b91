package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpg"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// keptCalendars compiles the calendars that a world's ledgers name.
func (w *world) keptCalendars() workflows.Calendars {
	known := map[string]*workflows.Calendar{}
	return func(v string) *workflows.Calendar {
		if known[v] == nil {
			raw := got[json.RawMessage](w.t)(w.store.KeptCalendar(context.Background(), v))
			var def metamodel.Calendar
			must(w.t, json.Unmarshal(raw, &def))
			cal, ps := workflows.NewCalendar(&def)
			if ps.Failed() {
				w.t.Fatal(ps)
			}
			known[v] = cal
		}
		return known[v]
	}
}

// checkLedger holds a case's kept clocks against its kept ledger, replayed and
// told day by day.
func (w *world) checkLedger(id string) int {
	w.t.Helper()
	c := w.kept(id)
	lines := got[[]workflows.Line](w.t)(w.store.LedgerOf(context.Background(), id))
	if len(lines) != c.Ledger {
		w.t.Fatalf("%s %s counts %d lines, %d are kept", c.Matter, c.Status, c.Ledger, len(lines))
	}
	cals := w.keptCalendars()
	clocks, err := workflows.Replay(lines, w.time(), cals)
	must(w.t, err)
	accounts, err := workflows.Reckon(lines, w.time(), w.calendar(), cals)
	must(w.t, err)
	for name, k := range map[workflows.ClockName]workflows.Clock{workflows.PromisedClock: c.Promised, workflows.StatutoryClock: c.Statutory, workflows.StepClock: c.Step} {
		r := clocks[name]
		if r.Limit != k.Limit || r.Used != k.Used || !r.Since.Equal(k.Since) || !r.Started.Equal(k.Started) || !r.Stopped.Equal(k.Stopped) {
			w.t.Fatalf("%s, %s: kept is %+v, the ledger gives %+v\n%s", c.Matter, name, k, r, written(lines))
		}
		i := len(accounts) - 1
		for i >= 0 && accounts[i].Clock != name {
			i--
		}
		if i < 0 {
			if !k.Started.IsZero() {
				w.t.Fatalf("%s: no account of %s", c.Matter, name)
			}
			continue
		}
		a := accounts[i]
		sum := a.Carried
		for _, d := range a.Days {
			sum += d.Counted
		}
		if sum != k.UsedAt(w.time(), w.calendar()) || !a.Due.Equal(k.Due(w.calendar())) {
			w.t.Fatalf("%s, %s: %v counted, due %v; the clock says %v, %v\n%s", c.Matter, name, sum, a.Due, k.UsedAt(w.time(), w.calendar()), k.Due(w.calendar()), written(lines))
		}
	}
	return len(lines)
}

func written(lines []workflows.Line) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%d %s %s %s at %s from %s, %v of %v, %s\n", l.Seq, l.Clock, l.Kind, l.Reason.Code, l.At, l.From, l.Used, l.Limit, l.Calendar)
	}
	return b.String()
}

// laterCalendar publishes an edition of the calendar with one more holiday.
func (w *world) laterCalendar(version string, day time.Time) bool {
	w.t.Helper()
	i := slices.IndexFunc(builtin(), func(p *catalog.Pack) bool { return p.Name == "china-calendar" })
	def := *w.calendar().Def
	date := day.Format(time.DateOnly)
	if !w.calendar().WorkingDay(day) || slices.ContainsFunc(def.MakeUp, func(d metamodel.CalendarDay) bool { return d.Date == date }) {
		return false
	}
	def.Holidays = append(slices.Clone(def.Holidays), metamodel.CalendarDay{Date: date, Name: metamodel.ZhEn("台风停工", "Typhoon")})
	raw, err := json.Marshal(&def)
	must(w.t, err)
	files := map[string][]byte{"pack.yaml": []byte(strings.Replace(string(builtin()[i].Files["pack.yaml"]), builtin()[i].Version, version, 1)), "calendars/cn.json": raw}
	p, ps := catalog.Read(asFS(files))
	if ps.Failed() {
		w.t.Fatal(ps)
	}
	w.publish(p)
	return true
}

// Random histories of the restaurant and of a harbour whose matters are
// migrated, put back, and whose calendar changes: no clock of any case ever
// differs from what its ledger replays to.
func TestNoClockDiffersFromItsLedger(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			url := filepath.Join(t.TempDir(), "onematter.db")
			if kind == "postgres" {
				url = testpg.Start(t)
			}
			seed := uint64(20261126)
			if s := os.Getenv("LEDGER_SEED"); s != "" {
				_, err := fmt.Sscan(s, &seed)
				must(t, err)
			}
			walk(t, newWorldOn(t, url), rand.New(rand.NewPCG(seed, uint64(len(kind)))))
		})
	}
}

func walk(t *testing.T, w *world, rnd *rand.Rand) {
	ctx := context.Background()
	me := citizen("ming")
	h := newHarbour()
	releases := []string{w.release(h)}
	var ids []string
	filings := 0
	add := func(r engine.Receipt) {
		ids = append(ids, r.Children...)
		filings++
	}
	add(w.file(me))
	add(w.filed(me))
	seen := map[string]int{}
	var undoable []string
	editions := 0
	for step := range 260 {
		switch n := rnd.IntN(40); {
		case n == 0 && filings < 6:
			add(w.filed(me))
		case n == 1:
			editions++
			if w.laterCalendar(fmt.Sprintf("9.%d.0", editions), w.time().Add(time.Duration(rnd.IntN(20)-5)*24*time.Hour)) {
				seen["calendar"]++
			}
		case n == 2 || n == 3:
			old := releases[len(releases)-1]
			releases = append(releases, w.release(h.with(t, fmt.Sprintf("%d.0.0", len(releases)+1),
				"matters/MA.yaml", "promisedDays: 5", fmt.Sprintf("promisedDays: %d", 3+rnd.IntN(5)), "matters/MB.yaml", "statutoryDays: 20", fmt.Sprintf("statutoryDays: %d", 15+rnd.IntN(10)))))
			m := w.migrate(engine.Migration{Theme: "TH", From: old, To: releases[len(releases)-1]})
			undoable = append(undoable, m.ID)
			seen["migration"]++
		case n == 4 && len(undoable) > 0:
			w.undo(undoable[len(undoable)-1])
			undoable = undoable[:len(undoable)-1]
			seen["undo"]++
		case n == 5:
			_, err := w.Sweep(ctx)
			must(t, err)
		case n == 6:
			id := ids[rnd.IntN(len(ids))]
			if _, err := w.Withdraw(ctx, me, id, w.kept(id).Revision, "", "不办了"); err == nil {
				seen["withdrawal"]++
			}
		default:
			id := ids[rnd.IntN(len(ids))]
			w.anything(rnd, me, id, seen)
		}
		if rnd.IntN(3) > 0 {
			w.wait(time.Duration(rnd.Int64N(int64([]time.Duration{time.Minute, 5 * time.Hour, 60 * time.Hour}[rnd.IntN(3)]))).Truncate(time.Microsecond))
		}
		if step%5 == 0 {
			for _, id := range ids {
				w.checkLedger(id)
			}
		}
	}
	lines := 0
	for _, id := range ids {
		lines += w.checkLedger(id)
	}
	t.Logf("%d cases, %d lines, %v", len(ids), lines, seen)
	for _, what := range []string{"calendar", "migration", "undo", "correct", "resubmit", "forward", "deliver", "withdrawal"} {
		if seen[what] == 0 {
			t.Errorf("no %s happened", what)
		}
	}
}

// anything does one of the actions that are offered on a case.
func (w *world) anything(rnd *rand.Rand, me engine.Actor, id string, seen map[string]int) {
	c := w.kept(id)
	who := staff("officer", c.Department, "clerk", "reviewer", "inspector", "approver")
	if c.Status == engine.CaseAsking {
		who = me
	}
	v := got[*engine.CaseView](w.t)(w.Case(context.Background(), who, id))
	if len(v.Actions) == 0 {
		return
	}
	a := v.Actions[rnd.IntN(len(v.Actions))]
	if a.Kind == workflows.Refuse && rnd.IntN(4) > 0 {
		return
	}
	act := engine.Action{Event: a.Event}
	if a.NoteRequired {
		act.Note = "请补充说明"
	}
	if c.Matter == "M01" && a.Kind == workflows.Deliver {
		act.Result = licence(w.time().In(shanghai).Format(time.DateOnly)).Result
	}
	if _, err := w.Apply(context.Background(), who, id, c.Revision, "", act); err != nil {
		var ps metamodel.Problems
		if !errors.As(err, &ps) {
			w.t.Fatal(err)
		}
		seen["refused"]++
		return
	}
	seen[string(a.Kind)]++
}

// What a clock is, only the ledger says: no other file of this room sets one.
func TestClocksAreSetNowhereButInTheLedger(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	must(t, err)
	set := token.NewFileSet()
	found := false
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "visibility.go" { // which blanks what is shown
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		must(t, err)
		clock := func(e ast.Expr) bool {
			s, ok := e.(*ast.SelectorExpr)
			if !ok {
				return false
			}
			if of, inner := s.X.(*ast.SelectorExpr); inner && of.Sel.Name == "Answered" {
				return false // a mark on a clock, not the clock
			}
			return slices.Contains([]string{"Promised", "Statutory", "Step"}, s.Sel.Name)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if slices.ContainsFunc(n.Lhs, clock) {
					t.Errorf("%s sets a clock", set.Position(n.Pos()))
				}
			case *ast.UnaryExpr:
				if n.Op == token.AND && clock(n.X) {
					if name == "ledger.go" {
						found = true
						return true
					}
					t.Errorf("%s takes a clock's address", set.Position(n.Pos()))
				}
			}
			return true
		})
	}
	if !found {
		t.Error("the ledger sets no clock either: this test looks past it")
	}
}

// A case from before there was a ledger begins one with how its clocks stood.
func TestACaseOlderThanTheLedgerBeginsOneWithItsClocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	w.release(newHarbour())
	old := w.child(w.filed(me), "MA")
	w.wait(26 * time.Hour)
	w.act(staff("clerk", "harbour-office", "clerk"), old.ID, engine.Action{Event: "correct", Note: "请写明泊位"})
	// The same case as an older program had kept it.
	before := w.kept(old.ID)
	copied := before
	copied.ID, copied.Number, copied.Root, copied.Ledger = "01a20000-0000-7000-8000-000000000001", "MA-20260309-2222222222", "01a20000-0000-7000-8000-000000000001", 0
	copied.Theme = ""
	must(t, w.store.Commit(ctx, &engine.Change{InsertCases: []engine.Case{copied}}))
	w.wait(48 * time.Hour)
	w.act(me, copied.ID, engine.Action{Event: "resubmit"})
	if n := w.checkLedger(copied.ID); n != 6 {
		t.Errorf("the ledger has %d lines", n)
	}
	lines := got[[]workflows.Line](t)(w.store.LedgerOf(ctx, copied.ID))
	for _, l := range lines[:3] {
		if l.Kind != workflows.LineCarried || l.Account != "" || l.Used == 0 {
			t.Errorf("it begins with %+v", l)
		}
	}
	if got, want := w.kept(copied.ID).Promised.Used, before.Promised.Used; got != want {
		t.Errorf("%v used, %v before", got, want)
	}
}

func asFS(files map[string][]byte) fstest.MapFS {
	out := fstest.MapFS{}
	for name, body := range files {
		out[name] = &fstest.MapFile{Data: body}
	}
	return out
}
