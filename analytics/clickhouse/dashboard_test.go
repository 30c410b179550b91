package clickhouse_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/analytics/clickhouse"
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

const workday = 7 * 3600 // seconds

// story writes an event log the way the engine does, with the clock of
// Shanghai's wall.
type story struct {
	events []engine.Event
}

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func (s *story) add(when string, kind engine.EventType, id, root string, d engine.EventData) {
	seq := int64(len(s.events) + 1)
	role := "clerk"
	switch kind {
	case engine.EventSubmitted:
		role = "citizen"
	case engine.EventLight:
		role = ""
	}
	e := engine.Event{
		ID: fmt.Sprintf("0190-%06d", seq), Position: engine.Position{Tx: 7, Seq: seq}, Type: kind,
		At: at(when), Case: id, Root: root, Role: role, Data: d,
	}
	if role != "" {
		e.Actor = "someone"
	}
	e.Data.DaySeconds = workday
	s.events = append(s.events, e)
}

func (s *story) facts() []analytics.Fact {
	facts := make([]analytics.Fact, len(s.events))
	for i, e := range s.events {
		facts[i] = analytics.FactOf(e, shanghai)
	}
	return facts
}

// days makes working seconds.
func days(n float64) int64 { return int64(n * workday) }

func licence(d engine.EventData) engine.EventData {
	d.Theme, d.Matter, d.Department = "open-a-restaurant", "business-licence", "market"
	d.PromisedSeconds = days(3)
	return d
}

func signboard(d engine.EventData) engine.EventData {
	d.Theme, d.Matter, d.Department = "open-a-restaurant", "signboard", "city"
	d.PromisedSeconds = days(5)
	return d
}

// now is the moment the story is looked at from.
var now = at("2026-03-12 10:00")

// restaurants: two theme cases R1 and R2 with a licence (L) and a signboard (S)
// each, and one licence filed alone (A).
//
//	L1 ended in time after 2 days (1 in acceptance, 1 in review), S1 ended late after 6
//	L2 runs and is overdue, S2 waits for the citizen; S3 of R2 was made void
//	A  was refused after 1 day; N runs and is nearly overdue
func restaurants() *story {
	s := &story{}
	theme := func(id string, fb, fa, mb, ma int, filled, computed int64, needless []engine.Needless) engine.EventData {
		return engine.EventData{
			Number: id, Theme: "open-a-restaurant", Department: "market", Status: engine.CaseRunning,
			Before:  &catalog.Burden{Forms: 2, Fields: fb, Materials: mb},
			After:   &catalog.Burden{Forms: 1, Fields: fa, Materials: ma},
			Matters: []string{"business-licence", "signboard"}, FillSeconds: filled, ComputedSeconds: computed, Needless: needless,
		}
	}
	s.add("2026-03-02 09:00", engine.EventSubmitted, "R1", "R1", theme("R1", 60, 40, 10, 6, 1200, 900, neededInOne))
	s.add("2026-03-02 09:00", engine.EventStarted, "L1", "R1", licence(engine.EventData{Number: "L-1", To: "accept", Status: engine.CaseRunning, Light: workflows.Green, DueUnix: at("2026-03-05 17:00").Unix()}))
	s.add("2026-03-02 09:00", engine.EventStarted, "S1", "R1", signboard(engine.EventData{Number: "S-1", To: "accept", Status: engine.CaseRunning, Light: workflows.Green, DueUnix: at("2026-03-09 17:00").Unix()}))
	s.add("2026-03-03 09:00", engine.EventMoved, "L1", "R1", licence(engine.EventData{Number: "L-1", From: "accept", To: "review", Kind: workflows.Forward, Status: engine.CaseRunning, Light: workflows.Green, StepSeconds: days(1), StepLimit: days(1), UsedSeconds: days(1), DueUnix: at("2026-03-05 17:00").Unix()}))
	s.add("2026-03-04 09:00", engine.EventMoved, "L1", "R1", licence(engine.EventData{Number: "L-1", From: "review", To: "issued", Kind: workflows.Deliver, Status: engine.CaseEnded, Light: workflows.None, StepSeconds: days(1), UsedSeconds: days(2), Outcome: workflows.Issued}))
	s.add("2026-03-04 09:00", engine.EventEnded, "L1", "R1", licence(engine.EventData{Number: "L-1", Status: engine.CaseEnded, Outcome: workflows.Issued, UsedSeconds: days(2)}))
	// 23:30 UTC on the 3rd is the 4th in Shanghai.
	s.add("2026-03-04 07:30", engine.EventSubmitted, "R2", "R2", theme("R2", 50, 40, 8, 8, 660, 720, neededInNext))
	s.add("2026-03-04 07:30", engine.EventStarted, "L2", "R2", licence(engine.EventData{Number: "L-2", To: "accept", Status: engine.CaseRunning, Light: workflows.Green, DueUnix: at("2026-03-09 17:00").Unix()}))
	s.add("2026-03-04 07:30", engine.EventStarted, "S2", "R2", signboard(engine.EventData{Number: "S-2", To: "accept", Status: engine.CaseRunning, Light: workflows.Green, DueUnix: at("2026-03-11 17:00").Unix()}))
	s.add("2026-03-05 09:00", engine.EventMoved, "S2", "R2", signboard(engine.EventData{Number: "S-2", From: "accept", To: "correcting", ToType: workflows.Wait, Kind: workflows.Correct, Status: engine.CaseAsking, Light: workflows.Paused, StepSeconds: days(1.5), StepLimit: days(1), UsedSeconds: days(1.5)}))
	s.add("2026-03-05 10:00", engine.EventEnded, "S3", "R2", signboard(engine.EventData{Number: "S-3", Status: engine.CaseEnded, Outcome: workflows.Void}))
	s.add("2026-03-06 09:00", engine.EventSubmitted, "A", "A", engine.EventData{Number: "A", Matter: "business-licence", Department: "market"})
	s.add("2026-03-06 09:00", engine.EventStarted, "A", "A", engine.EventData{Number: "A", Matter: "business-licence", Department: "market", PromisedSeconds: days(3), To: "accept", Status: engine.CaseRunning, Light: workflows.Green, DueUnix: at("2026-03-11 17:00").Unix()})
	s.add("2026-03-09 09:00", engine.EventMoved, "A", "A", engine.EventData{Number: "A", Matter: "business-licence", Department: "market", From: "accept", To: "refused", Kind: workflows.Refuse, Status: engine.CaseEnded, StepSeconds: days(1), StepLimit: days(1), UsedSeconds: days(1), PromisedSeconds: days(3)})
	s.add("2026-03-09 09:00", engine.EventEnded, "A", "A", engine.EventData{Number: "A", Matter: "business-licence", Department: "market", Status: engine.CaseEnded, Outcome: workflows.Refused, UsedSeconds: days(1), PromisedSeconds: days(3)})
	s.add("2026-03-09 17:01", engine.EventLight, "L2", "R2", licence(engine.EventData{Number: "L-2", Status: engine.CaseRunning, Light: workflows.Red, UsedSeconds: days(3), DueUnix: at("2026-03-09 17:00").Unix()}))
	s.add("2026-03-10 09:00", engine.EventMoved, "S1", "R1", signboard(engine.EventData{Number: "S-1", From: "accept", To: "issued", Kind: workflows.Deliver, Status: engine.CaseEnded, StepSeconds: days(6), StepLimit: days(1), UsedSeconds: days(6)}))
	s.add("2026-03-10 09:00", engine.EventEnded, "S1", "R1", signboard(engine.EventData{Number: "S-1", Status: engine.CaseEnded, Outcome: workflows.Issued, UsedSeconds: days(6)}))
	s.add("2026-03-10 09:00", engine.EventEnded, "R1", "R1", engine.EventData{Number: "R1", Theme: "open-a-restaurant", Department: "market", Status: engine.CaseEnded, Outcome: workflows.Issued, UsedSeconds: days(6), PromisedSeconds: days(5)})
	s.add("2026-03-10 09:30", engine.EventStarted, "N", "N", engine.EventData{Number: "N", Matter: "business-licence", Department: "market", PromisedSeconds: days(3), To: "accept", Status: engine.CaseRunning, Light: workflows.Green, DueUnix: at("2026-03-12 17:00").Unix()})
	s.add("2026-03-12 09:00", engine.EventLight, "N", "N", engine.EventData{Number: "N", Matter: "business-licence", Department: "market", PromisedSeconds: days(3), Status: engine.CaseRunning, Light: workflows.Yellow, DueUnix: at("2026-03-12 17:00").Unix()})
	return s
}

func ptr(f float64) *float64 { return &f }

// march is what restaurants must show for 1 to 12 March, unfiltered.
func march() *analytics.Dashboard {
	return &analytics.Dashboard{
		Totals: analytics.Totals{
			Submitted: 6, ThemeSubmitted: 2, Ended: 3, Issued: 2, InWork: 3, Asking: 1, Overdue: 1, NearlyOverdue: 1,
			OnTime: ptr(2.0 / 3), MedianDays: ptr(2), P90Days: ptr(6),
		},
		Flow: []analytics.FlowDay{
			{Day: "2026-03-01"}, {Day: "2026-03-02", In: 2}, {Day: "2026-03-03"}, {Day: "2026-03-04", In: 2, Out: 1}, {Day: "2026-03-05"},
			{Day: "2026-03-06", In: 1}, {Day: "2026-03-07"}, {Day: "2026-03-08"}, {Day: "2026-03-09", Out: 1},
			{Day: "2026-03-10", In: 1, Out: 1}, {Day: "2026-03-11"}, {Day: "2026-03-12"},
		},
		Matters: []analytics.InWork{
			{ID: "business-licence", Department: "market", InWork: 2, Overdue: 1, Ended: 2, OnTime: ptr(1)},
			{ID: "signboard", Department: "city", InWork: 1, Asking: 1, Ended: 1, OnTime: ptr(0)},
		},
		Departments: []analytics.InWork{
			{ID: "market", InWork: 2, Overdue: 1, Ended: 2, OnTime: ptr(1)},
			{ID: "city", InWork: 1, Asking: 1, Ended: 1, OnTime: ptr(0)},
		},
		Steps: []analytics.StepDays{
			{Matter: "business-licence", Step: "accept", Count: 2, Median: 1, P90: 1, Limit: 1},
			{Matter: "business-licence", Step: "review", Count: 1, Median: 1, P90: 1},
			{Matter: "signboard", Step: "accept", Count: 2, Median: 6, P90: 6, Limit: 1},
		},
		Due: []analytics.DueCase{
			{Case: "L2", Number: "L-2", Theme: "open-a-restaurant", Matter: "business-licence", Department: "market", State: "accept", Light: "red", Due: at("2026-03-09 17:00")},
			{Case: "N", Number: "N", Matter: "business-licence", Department: "market", State: "accept", Light: "yellow", Due: at("2026-03-12 17:00")},
		},
		Savings: []analytics.ThemeSaved{{
			Theme: "open-a-restaurant", Cases: 2, FieldsBefore: 55, FieldsAfter: 40, MaterialsBefore: 9, MaterialsAfter: 7,
			FieldsSaved: 30, MaterialsSaved: 4,
		}},
		Reality: []analytics.ThemeReal{{
			Theme: "open-a-restaurant", Filled: 2, ComputedMinutes: ptr(15), FillMinutes: ptr(20), FillMinutesP90: ptr(20),
			Ended: 1, PromisedDays: ptr(5), TakenDays: ptr(6), TakenDaysP90: ptr(6),
		}},
		Needless: needlessMarch(),
		AsOf:     at("2026-03-12 09:00"),
	}
}

var inMarch = analytics.Filter{From: at("2026-03-01 00:00"), To: at("2026-03-13 00:00")}

func show(t *testing.T, w *clickhouse.Warehouse, f analytics.Filter) *analytics.Dashboard {
	t.Helper()
	d, err := w.Dashboard(t.Context(), f, now)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// same compares as JSON, where a person can read the difference, without the
// definitions, which have a test of their own.
func same(t *testing.T, got, want *analytics.Dashboard) {
	t.Helper()
	text := func(d *analytics.Dashboard) string {
		copied := *d
		copied.Metrics = nil
		b, err := json.MarshalIndent(copied, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if g, w := text(got), text(want); g != w {
		t.Errorf("the dashboard differs\n--- got\n%s\n--- want\n%s", g, w)
	}
}

func insert(t *testing.T, w *clickhouse.Warehouse, facts []analytics.Fact) {
	t.Helper()
	if err := w.Insert(t.Context(), facts); err != nil {
		t.Fatal(err)
	}
}

func countsByHand(t *testing.T, open func() *clickhouse.Warehouse) {
	w := migrated(t, open())
	insert(t, w, restaurants().facts())
	d := show(t, w, inMarch)
	same(t, d, march())
	for i, m := range d.Metrics {
		if m.ID != analytics.Definitions()[i].ID || m.Definition["zh"] == "" || m.Definition["en"] == "" || !strings.Contains(m.Query, "SELECT") {
			t.Errorf("metric %d tells no definition in both languages with its query: %+v", i, m)
		}
	}
}

func countsOnce(t *testing.T, open func() *clickhouse.Warehouse) {
	w := migrated(t, open())
	facts := restaurants().facts()
	insert(t, w, facts)
	insert(t, w, facts[3:]) // a batch sent again after its cursor was not saved
	reversed := slices.Clone(facts)
	slices.Reverse(reversed)
	insert(t, w, append(reversed, facts...)) // even out of order and within one batch
	same(t, show(t, w, inMarch), march())
}

func narrows(t *testing.T, open func() *clickhouse.Warehouse) {
	w := migrated(t, open())
	insert(t, w, restaurants().facts())
	type figures struct {
		in, themes, ended, work, due int64
		days, steps, saved           int
	}
	read := func(f analytics.Filter) figures {
		d := show(t, w, f)
		x := figures{d.Totals.Submitted, d.Totals.ThemeSubmitted, d.Totals.Ended, d.Totals.InWork, int64(len(d.Due)), len(d.Flow), len(d.Steps), 0}
		for _, s := range d.Savings {
			x.saved += int(s.FieldsSaved)
		}
		return x
	}
	for _, c := range []struct {
		name string
		f    analytics.Filter
		want figures
	}{
		{"everything; the days run from the first event to today", analytics.Filter{}, figures{6, 2, 3, 3, 2, 11, 3, 30}},
		{"a theme", analytics.Filter{Theme: "open-a-restaurant"}, figures{4, 2, 2, 2, 1, 11, 3, 30}},
		{"a theme that does not exist", analytics.Filter{Theme: "none"}, figures{0, 0, 0, 0, 0, 0, 0, 0}},
		{"a department", analytics.Filter{Departments: []string{"city"}}, figures{2, 2, 1, 1, 0, 11, 1, 30}},
		{"two departments", analytics.Filter{Departments: []string{"city", "market"}}, figures{6, 2, 3, 3, 2, 11, 3, 30}},
		{"no department at all", analytics.Filter{Departments: []string{}}, figures{0, 0, 0, 0, 0, 0, 0, 0}},
		{"a matter", analytics.Filter{Matter: "business-licence"}, figures{4, 2, 2, 2, 2, 11, 2, 30}},
		{"a matter in another department", analytics.Filter{Matter: "signboard", Departments: []string{"market"}}, figures{0, 0, 0, 0, 0, 0, 0, 0}},
		{"a span by local dates, the last day left out", analytics.Filter{From: at("2026-03-04 00:00"), To: at("2026-03-09 00:00")}, figures{3, 1, 1, 3, 2, 5, 2, 10}},
		{"a span given in another zone", analytics.Filter{From: at("2026-03-04 00:00").UTC(), To: at("2026-03-05 00:00").UTC()}, figures{2, 1, 1, 3, 2, 1, 1, 10}},
		{"a span that ends before it begins", analytics.Filter{From: at("2026-03-09 00:00"), To: at("2026-03-04 00:00")}, figures{0, 0, 0, 3, 2, 0, 0, 0}},
	} {
		if got := read(c.f); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

// Two themes beside each other: of each its own filings, its own ends, and
// nothing where nothing happened yet.
func holdsThemesToTheirPromises(t *testing.T, open func() *clickhouse.Warehouse) {
	w := migrated(t, open())
	s := restaurants()
	born := func(id, filed string, filled, computed int64) {
		s.add(filed, engine.EventSubmitted, id, id, engine.EventData{Number: id, Theme: "having-a-baby", Department: "health", Status: engine.CaseRunning, FillSeconds: filled, ComputedSeconds: computed})
	}
	born("B1", "2026-03-03 09:00", 600, 480)
	born("B2", "2026-03-04 09:00", 900, 540)
	born("B3", "2026-03-05 09:00", 0, 0) // by a machine: nobody typed
	s.add("2026-03-06 09:00", engine.EventEnded, "B1", "B1", engine.EventData{Number: "B1", Theme: "having-a-baby", Department: "health", Status: engine.CaseEnded, UsedSeconds: days(3), PromisedSeconds: days(4)})
	insert(t, w, s.facts())
	insert(t, w, s.facts()[5:]) // once more, after a cursor was lost
	restaurant := march().Reality[0]
	baby := analytics.ThemeReal{Theme: "having-a-baby", Filled: 2, ComputedMinutes: ptr(9), FillMinutes: ptr(15), FillMinutesP90: ptr(15), Ended: 1, PromisedDays: ptr(4), TakenDays: ptr(3), TakenDaysP90: ptr(3)}
	early := analytics.ThemeReal{Theme: "having-a-baby", Filled: 1, ComputedMinutes: ptr(8), FillMinutes: ptr(10), FillMinutesP90: ptr(10)}
	for _, c := range []struct {
		name string
		f    analytics.Filter
		want []analytics.ThemeReal
	}{
		{"both", inMarch, []analytics.ThemeReal{baby, restaurant}},
		{"the second", analytics.Filter{From: inMarch.From, To: inMarch.To, Theme: "having-a-baby"}, []analytics.ThemeReal{baby}},
		{"filed, not yet ended", analytics.Filter{From: at("2026-03-03 00:00"), To: at("2026-03-04 00:00")}, []analytics.ThemeReal{early}},
		{"nothing yet", analytics.Filter{From: at("2026-02-01 00:00"), To: at("2026-02-28 00:00")}, []analytics.ThemeReal{}},
		{"a theme nobody filed", analytics.Filter{From: inMarch.From, To: inMarch.To, Theme: "moving-house"}, []analytics.ThemeReal{}},
	} {
		got, err := w.Reality(t.Context(), c.f)
		if err != nil {
			t.Fatal(c.name, err)
		}
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(c.want)
		if string(a) != string(b) {
			t.Errorf("%s:\n%s, want\n%s", c.name, a, b)
		}
		if d := show(t, w, c.f); !reflect.DeepEqual(d.Reality, got) {
			t.Errorf("%s: the dashboard says %+v, the certificate %+v", c.name, d.Reality, got)
		}
	}
}

func startsEmpty(t *testing.T, open func() *clickhouse.Warehouse) {
	w := migrated(t, open())
	got := show(t, w, analytics.Filter{From: at("2026-03-11 00:00")})
	want := &analytics.Dashboard{
		Flow: []analytics.FlowDay{{Day: "2026-03-11"}, {Day: "2026-03-12"}}, Matters: []analytics.InWork{}, Departments: []analytics.InWork{},
		Steps: []analytics.StepDays{}, Due: []analytics.DueCase{}, Savings: []analytics.ThemeSaved{}, Reality: []analytics.ThemeReal{},
		Needless: analytics.Needless{Items: []analytics.NeedlessItem{}, Demanders: []analytics.NeedlessCount{}, Sources: []analytics.NeedlessCount{},
			Matters: []analytics.NeedlessCount{}, Reasons: []analytics.NeedlessCount{}, Months: []analytics.NeedlessCount{}},
	}
	same(t, got, want)
}

func takesHostileFilters(t *testing.T, open func() *clickhouse.Warehouse) {
	w := migrated(t, open())
	insert(t, w, restaurants().facts())
	for i, s := range []string{
		`'`, `\`, `\'`, `' OR 1=1 --`, `\' OR 1=1 --`, "a\x00b", "?", "{x:String}", "@x", "$1", "\n", "\xff\xfe", "开饭店'一件事", strings.Repeat("长", 10_000),
		"{db}", "'); DROP TABLE events; --",
	} {
		f := []analytics.Filter{{Theme: s}, {Matter: s}, {Departments: []string{"city", s}, Theme: s}}[i%3]
		d := show(t, w, f)
		if d.Totals.Submitted != 0 || d.Totals.InWork != 0 || d.Totals.ThemeSubmitted != 0 || len(d.Due) != 0 {
			t.Errorf("filter %.40q finds cases: %+v", s, d.Totals)
		}
	}
	same(t, show(t, w, inMarch), march())
	far := analytics.Filter{From: time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC), To: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}
	d, err := w.Dashboard(t.Context(), far, now)
	if err != nil {
		t.Fatalf("a span of ten thousand years: %v", err)
	}
	if d.Totals.Submitted != 6 || len(d.Flow) > 3660 {
		t.Errorf("a span of ten thousand years counts %d cases and lists %d days", d.Totals.Submitted, len(d.Flow))
	}
}

func takesLongSpans(t *testing.T, open func() *clickhouse.Warehouse) {
	w := migrated(t, open())
	s := &story{}
	for month := range 9 * 12 { // an insert of ClickHouse takes 100 partitions, one a month
		day := time.Date(2017, time.Month(1+month), 15, 12, 0, 0, 0, shanghai).Format("2006-01-02 15:04")
		s.add(day, engine.EventStarted, fmt.Sprint("C", month), fmt.Sprint("C", month), licence(engine.EventData{Status: engine.CaseRunning, To: "accept"}))
	}
	insert(t, w, s.facts())
	if d := show(t, w, analytics.Filter{}); d.Totals.Submitted != 108 {
		t.Errorf("%d of 108 cases arrived", d.Totals.Submitted)
	}
}

func migratesRepeatedly(t *testing.T, open func() *clickhouse.Warehouse) {
	w := open()
	var all sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		all.Go(func() { errs[i] = w.Migrate(t.Context()) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	insert(t, w, restaurants().facts())
	migrated(t, w)
	same(t, show(t, w, inMarch), march())
}

func knowsLast(t *testing.T, open func() *clickhouse.Warehouse) {
	w := migrated(t, open())
	last := func() engine.Position {
		p, err := w.Last(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if p := last(); p != (engine.Position{}) {
		t.Errorf("an empty warehouse is at %+v", p)
	}
	facts := restaurants().facts()[:3]
	facts[0].Tx, facts[0].Seq = 8, 4
	facts[1].Tx, facts[1].Seq = 9, 2
	facts[2].Tx, facts[2].Seq = 8, 9
	insert(t, w, facts)
	if p := last(); !reflect.DeepEqual(p, engine.Position{Tx: 9, Seq: 2}) {
		t.Errorf("the newest position is %+v", p)
	}
}
