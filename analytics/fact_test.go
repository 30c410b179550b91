package analytics_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

func TestAFactCountsForItsLocalDay(t *testing.T) {
	t.Parallel()
	shanghai := time.FixedZone("Asia/Shanghai", 8*3600)
	for at, want := range map[string]string{
		"2026-03-03T15:59:59Z": "2026-03-03",
		"2026-03-03T16:00:00Z": "2026-03-04",
		"2026-12-31T23:30:00Z": "2027-01-01",
	} {
		when, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		f := analytics.FactOf(engine.Event{At: when}, shanghai)
		if got := f.Day.Format(time.RFC3339); got != want+"T00:00:00Z" {
			t.Errorf("%s counts for %s, want %s", at, got, want)
		}
	}
}

func TestAFactTellsWhoActedButNotAsWhom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ actor, role, want string }{
		{"0190-a", "citizen", analytics.ActorCitizen},
		{"0190-a", "reviewer", analytics.ActorStaff},
		{"0190-a", "fire-inspector", analytics.ActorStaff},
		{"", "", analytics.ActorEngine},
	} {
		f := analytics.FactOf(engine.Event{Actor: c.actor, Role: c.role}, time.UTC)
		if f.ActorKind != c.want || f.Role != c.role {
			t.Errorf("%q as %q is %q in role %q, want %q", c.actor, c.role, f.ActorKind, f.Role, c.want)
		}
	}
}

func TestAFactCarriesNothingPersonal(t *testing.T) {
	t.Parallel()
	const secret = "王小明 110101199003070011"
	e := engine.Event{Actor: secret, Role: "clerk", Data: engine.EventData{
		Title: secret, Note: secret,
		Correction: &engine.Correction{Note: secret, By: secret, Fields: []string{secret}},
		Result:     &engine.Result{Number: secret, Fields: map[string]json.RawMessage{secret: json.RawMessage(`"` + secret + `"`)}},
	}}
	b, err := json.Marshal(analytics.FactOf(e, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), secret) {
		t.Errorf("the fact tells what is personal: %s", b)
	}
}

func TestAMergeThatAsksForMoreSavesNothing(t *testing.T) {
	t.Parallel()
	f := analytics.FactOf(engine.Event{Data: engine.EventData{
		Before: &catalog.Burden{Forms: 2, Fields: 10, Materials: 3}, After: &catalog.Burden{Forms: 1, Fields: 12, Materials: 1},
	}}, time.UTC)
	if f.SavedFields != 0 || f.SavedMaterials != 2 || f.FieldsAfter != 12 {
		t.Errorf("got %+v", f)
	}
}
