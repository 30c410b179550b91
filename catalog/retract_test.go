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
		{"on the day", Retraction{Matter: "A3", Of: RetractCancellation, At: day}, "matter.retract_begun"},
		{"on the day, of the power", Retraction{Matter: "A2", Of: RetractDelegation, At: day}, "matter.retract_begun"},
		{"what is not there", Retraction{Matter: "A2", Of: RetractCancellation, At: eve}, "matter.retract_nothing"},
		{"what is not there either", Retraction{Matter: "A3", Of: RetractDelegation, At: eve}, "matter.retract_nothing"},
		{"nowhere", Retraction{Matter: "A99", Of: RetractDelegation, At: eve}, "matter.unknown"},
	} {
		q, ps := Retract(acts, x.how)
		if q != acts.Pack || !ps.Failed() || x.code != "matter.unknown" && ps[0].Code != x.code {
			t.Errorf("%s: %v", x.name, ps)
		}
	}
	q, ps := Retract(acts, Retraction{Matter: "A3", Of: RetractCancellation, At: eve})
	if ps.Failed() || !slices.Equal(toldCodes(ps), []string{"matter.retract_themes"}) || q.Matters["A3"].Cancelled != nil || q.Matters["A2"].Delegated == nil {
		t.Fatalf("%v", ps)
	}
	q, ps = Retract(compiledAgain(t, q), Retraction{Matter: "A2", Of: RetractDelegation, At: eve})
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
	if _, ps := Retract(compiledAgain(t, split), Retraction{Matter: "A2", Of: RetractCancellation, At: eve}); !slices.Equal(toldCodes(ps), []string{"matter.retract_became"}) {
		t.Errorf("half of a split: %v", ps)
	}
}

// Taken back, a cancellation is as if it had not been, also in the themes and
// policies that it changed and nobody since: the second of two first.
func TestWhatACancellationChangedIsPutBack(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	cancelled := func(r *Release, id string, instead ...string) *Release {
		p, _, ps := Cancel(r, id, ended(instead...))
		if ps.Failed() {
			t.Fatal(ps)
		}
		return compiledAgain(t, p, all["china-calendar"], all["open-a-restaurant"])
	}
	back := func(r, was *Release, id string) (*Pack, string) {
		p, ps := Retract(r, Retraction{Matter: id, Of: RetractCancellation, At: proofDay, Was: Past{Release: was}})
		if ps.Failed() {
			t.Fatal(ps)
		}
		return p, toldBy(ps)
	}
	zero := all["open-a-restaurant"]
	one := cancelled(zero, "M02")
	two := cancelled(one, "M05")
	if p, told := back(two, zero, "M02"); told != RetractChanged.Code || !saySame(p.Themes["T01"], two.Pack.Themes["T01"]) {
		t.Errorf("a theme that was changed since: %s", told)
	}
	p, told := back(two, one, "M05")
	if told != "" || !saySame(p.Themes["T01"], one.Pack.Themes["T01"]) {
		t.Errorf("the second: %s", told)
	}
	p, told = back(compiledAgain(t, p, all["china-calendar"]), zero, "M02")
	if told != "" || !saySame(p.Themes["T01"], zero.Pack.Themes["T01"]) || !saySame(p.Matters["M02"], zero.Pack.Matters["M02"]) {
		t.Errorf("the first: %s", told)
	}
	if _, told := back(one, nil, "M02"); told != RetractThemes.Code {
		t.Errorf("of what nobody knows what was before: %s", told)
	}
	// A theme that is not there any more is not put back, and told.
	gone, ps := one.Pack.clone()
	if ps.Failed() {
		t.Fatal(ps)
	}
	delete(gone.Themes, "T01")
	gone.Files = nil
	if p, told := back(compiledAgain(t, gone, all["china-calendar"]), zero, "M02"); told != RetractChanged.Code || p.Themes["T01"] != nil {
		t.Errorf("a theme that is gone: %s", told)
	}
	policies := all["policies-for-small-businesses"]
	if p, told := back(cancelled(policies, "SB01", "SB02"), policies, "SB01"); told != "" || !saySame(p.Policies["ZC01"], policies.Pack.Policies["ZC01"]) {
		t.Errorf("policies: %s, %v", told, p.Policies["ZC01"].Matters)
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
