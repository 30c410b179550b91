package catalog

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// What is said of a matter from a day to come can be taken back until that day.
func TestAnActOnAMatterIsTakenBackBeforeItsDay(t *testing.T) {
	t.Parallel()
	eve, day := time.Date(2026, 12, 31, 15, 59, 0, 0, time.UTC), time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC) // where it is filed
	r := shopWith(t)
	p, _, ps := Cancel(r, "A3", metamodel.Cancellation{On: "2027-01-01", Basis: text2("决定"), Reason: text2("原因")})
	if ps.Failed() {
		t.Fatal(ps)
	}
	p, ps = Delegate(compiledAgain(t, p), MatterDelegation{Matter: "A2", At: eve, To: metamodel.Delegation{To: "fire", Kind: metamodel.Entrusted, On: "2027-01-01", Basis: text2("委托书")}})
	if ps.Failed() {
		t.Fatal(ps)
	}
	acts := compiledAgain(t, p)
	for _, x := range []struct {
		name string
		how  Retraction
		code string
	}{
		{"on the day", Retraction{"A3", RetractCancellation, day}, "matter.retract_begun"},
		{"on the day, of the power", Retraction{"A2", RetractDelegation, day}, "matter.retract_begun"},
		{"what is not there", Retraction{"A2", RetractCancellation, eve}, "matter.retract_nothing"},
		{"what is not there either", Retraction{"A3", RetractDelegation, eve}, "matter.retract_nothing"},
		{"nowhere", Retraction{"A99", RetractDelegation, eve}, "matter.unknown"},
	} {
		q, ps := Retract(acts, x.how)
		if q != acts.Pack || !ps.Failed() || x.code != "matter.unknown" && ps[0].Code != x.code {
			t.Errorf("%s: %v", x.name, ps)
		}
	}
	q, ps := Retract(acts, Retraction{"A3", RetractCancellation, eve})
	if ps.Failed() || !slices.Equal(toldCodes(ps), []string{"matter.retract_themes"}) || q.Matters["A3"].Cancelled != nil || q.Matters["A2"].Delegated == nil {
		t.Fatalf("%v", ps)
	}
	q, ps = Retract(compiledAgain(t, q), Retraction{"A2", RetractDelegation, eve})
	if len(ps) > 0 || q.Matters["A2"].Delegated != nil {
		t.Fatalf("%v", ps)
	}
	compiledAgain(t, q)
	if acts.Pack.Matters["A3"].Cancelled == nil || acts.Pack.Matters["A2"].Delegated == nil {
		t.Error("the release itself changed")
	}
	split, ps := SplitMatter(r, splitA2())
	if ps.Failed() {
		t.Fatal(ps)
	}
	if _, ps := Retract(compiledAgain(t, split), Retraction{"A2", RetractCancellation, eve}); !slices.Equal(toldCodes(ps), []string{"matter.retract_became"}) {
		t.Errorf("half of a split: %v", ps)
	}
}

// A matter of a pack that is needed is not this one's to change; it says whose it is.
func TestAnActOnAnotherPacksMatterIsTakenBackThere(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	for of, code := range map[RetractedAct]string{RetractCancellation: CancelElsewhere.Code, RetractDelegation: DelegateElsewhere.Code} {
		_, ps := Retract(all["policies-for-small-businesses"], Retraction{Matter: "M01", Of: of, At: proofDay})
		if len(ps) != 1 || ps[0].Code != code || !strings.Contains(ps[0].Message.In("en"), "“open-a-restaurant”") {
			t.Errorf("%s: %v", of, ps)
		}
	}
}
