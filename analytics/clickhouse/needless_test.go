package clickhouse_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/analytics/clickhouse"
	"github.com/onematter/onematter/engine"
)

// askedNeedlessly is what R1 and R2 asked: the address, which both matters share
// and the police delivers to whoever consents, and the lease, which the housing
// authority would have.
var (
	addressOf = func(matter, by string, reason engine.NeedlessReason) engine.Needless {
		return engine.Needless{Kind: engine.DutyField, Item: "premises/DE00009", Matter: matter, Demander: by, Source: "police", Confirmed: true, Reason: reason}
	}
	lease        = engine.Needless{Kind: engine.DutyMaterial, Item: "MT07", Matter: "signboard", Demander: "city", Source: "housing", Reason: engine.NeedlessUnproposed}
	neededInOne  = []engine.Needless{addressOf("business-licence", "market", engine.NeedlessRefused), addressOf("signboard", "city", engine.NeedlessRefused), lease}
	neededInNext = []engine.Needless{addressOf("business-licence", "market", engine.NeedlessFailed)}
)

// needlessMarch is what restaurants must show of it.
func needlessMarch() analytics.Needless {
	count := func(id string, times, confirmed, filings int64) analytics.NeedlessCount {
		return analytics.NeedlessCount{ID: id, Times: times, Confirmed: confirmed, Filings: filings}
	}
	return analytics.Needless{
		Times: 3, Confirmed: 2, Filings: 2,
		Items: []analytics.NeedlessItem{
			{Kind: "field", Item: "premises/DE00009", Matter: "business-licence", Sources: []string{"police"}, Times: 2, Confirmed: 2, Filings: 2},
			{Kind: "material", Item: "MT07", Matter: "signboard", Sources: []string{"housing"}, Times: 1, Filings: 1},
		},
		Demanders: []analytics.NeedlessCount{count("city", 2, 1, 1), count("market", 2, 2, 2)},
		Sources:   []analytics.NeedlessCount{count("police", 2, 2, 2), count("housing", 1, 0, 1)},
		Matters:   []analytics.NeedlessCount{count("business-licence", 2, 2, 2), count("signboard", 2, 1, 1)},
		Reasons:   []analytics.NeedlessCount{count("failed", 1, 1, 1), count("refused", 1, 1, 1), count("unproposed", 1, 0, 1)},
		Months:    []analytics.NeedlessCount{count("2026-03", 3, 2, 2)},
	}
}

func opensTheNeedless(t *testing.T, open func() *clickhouse.Warehouse) {
	w := migrated(t, open())
	insert(t, w, restaurants().facts())
	for _, c := range []struct {
		name                      string
		f                         analytics.NeedlessFilter
		times, confirmed, filings int64
		cases, demanders          int
	}{
		{"everything", analytics.NeedlessFilter{}, 3, 2, 2, 2, 2},
		{"an item", analytics.NeedlessFilter{Kind: "field", Item: "premises/DE00009"}, 2, 2, 2, 2, 2},
		{"who asked", analytics.NeedlessFilter{Demander: "city"}, 2, 1, 1, 1, 1},
		{"who has it", analytics.NeedlessFilter{Source: "housing"}, 1, 0, 1, 1, 1},
		{"why", analytics.NeedlessFilter{Reason: "failed"}, 1, 1, 1, 1, 1},
		{"a matter", analytics.NeedlessFilter{Filter: analytics.Filter{Matter: "signboard"}}, 2, 1, 1, 1, 1},
		{"a day", analytics.NeedlessFilter{Filter: analytics.Filter{From: at("2026-03-04 00:00"), To: at("2026-03-05 00:00")}}, 1, 1, 1, 1, 1},
		{"a department that asked", analytics.NeedlessFilter{Filter: analytics.Filter{Departments: []string{"market"}}}, 2, 2, 2, 2, 1},
		{"a department that has it", analytics.NeedlessFilter{Filter: analytics.Filter{Departments: []string{"housing"}}}, 1, 0, 1, 1, 1},
		{"no department", analytics.NeedlessFilter{Filter: analytics.Filter{Departments: []string{}}}, 0, 0, 0, 0, 0},
		{"hostile words", analytics.NeedlessFilter{Item: `' OR 1=1 --`, Reason: `\`}, 0, 0, 0, 0, 0},
	} {
		d, err := w.Needless(t.Context(), c.f)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		n := d.Needless
		if n.Times != c.times || n.Confirmed != c.confirmed || n.Filings != c.filings || len(d.Last) != c.cases || len(n.Demanders) != c.demanders {
			b, _ := json.MarshalIndent(d, "", " ")
			t.Errorf("%s: %s", c.name, b)
		}
	}
	d, err := w.Needless(t.Context(), analytics.NeedlessFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if c := d.Last[0]; c.Case != "R2" || c.Number != "R2" || c.Department != "market" || c.Times != 1 || !c.At.Equal(at("2026-03-04 07:30")) {
		t.Errorf("the newest filing is %+v", c)
	}
	// What two departments have names both.
	w = migrated(t, open())
	facts := restaurants().facts()
	for i := range facts {
		if len(facts[i].Needless) == 1 {
			archived := lease
			archived.Source = "archives"
			facts[i].Needless = append(slices.Clone(facts[i].Needless), archived)
		}
	}
	insert(t, w, facts)
	if d, err = w.Needless(t.Context(), analytics.NeedlessFilter{Kind: "material"}); err != nil {
		t.Fatal(err)
	}
	if n := d.Needless; len(n.Items) != 1 || !slices.Equal(n.Items[0].Sources, []string{"archives", "housing"}) || len(n.Sources) != 2 {
		t.Errorf("what two departments have: %+v", n)
	}
}
