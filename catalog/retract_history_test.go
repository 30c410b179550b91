package catalog_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// cancel publishes that a matter ends one day.
func (k *chronicle) cancel(matter string, successors ...string) {
	k.t.Helper()
	p, _, ps := catalog.Cancel(k.r, matter, metamodel.Cancellation{On: "2999-01-01", Basis: text("决定"), Reason: text("不再需要"), Successors: successors})
	k.publish(p, ps)
}

// retract is the pack in which an act is taken back, as what is published tells.
func (k *chronicle) retract(matter string, act catalog.RetractedAct) (*catalog.Pack, metamodel.Problems) {
	k.t.Helper()
	was, err := k.c.Before(k.t.Context(), k.r.Pack.Name, matter, act)
	if err != nil {
		k.t.Fatal(err)
	}
	return catalog.Retract(k.r, catalog.Retraction{Matter: matter, Of: act, At: k.day, Was: was})
}

// decided publishes a pack by way of a draft that says why it was written.
func (k *chronicle) decided(p *catalog.Pack, why string) {
	k.t.Helper()
	ctx, by := k.t.Context(), func(who, said string) catalog.By { return catalog.By{Who: who, At: k.day, Comment: said} }
	k.n++
	k.day = k.day.AddDate(0, 0, 1)
	p.Version, p.Files = "1."+string(rune('0'+k.n))+".0", nil
	v, ps, err := k.c.CreateDraft(ctx, p.Encode(), k.r.Hash, by("lin", why))
	if err != nil || ps.Failed() {
		k.t.Fatal(ps, err)
	}
	if v, _, err = k.c.Submit(ctx, v.ID, v.Revision, by("lin", "")); err != nil {
		k.t.Fatal(err)
	}
	if v, err = k.c.Approve(ctx, v.ID, v.Revision, by("zhao", "")); err != nil {
		k.t.Fatal(err)
	}
	r, report, err := k.c.PublishVersion(ctx, v.ID, v.Revision, by("zhao", "同意"))
	if err != nil || r == nil {
		k.t.Fatal(report.Blockers, err)
	}
	k.r = r
}

// Whatever order cancellations are taken back in, everything is as it was.
func TestCancellationsAreTakenBackInAnyOrder(t *testing.T) {
	t.Parallel()
	for _, order := range [][]string{{"A2", "A3"}, {"A3", "A2"}} {
		k := newChronicle(t)
		theme := func() string {
			b, err := json.Marshal(k.r.Pack.Themes["T1"])
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		}
		before := theme()
		k.cancel("A3")
		without := theme()
		k.cancel("A2")
		for i, matter := range order {
			p, ps := k.retract(matter, catalog.RetractCancellation)
			if len(ps) > 0 {
				t.Errorf("%s of %v: %v", matter, order, ps)
			}
			k.publish(p, ps)
			if i == 0 && (theme() == before || (theme() == without) != (matter == "A2")) {
				t.Errorf("%s of %v: the theme is %s", matter, order, theme())
			}
		}
		if theme() != before {
			t.Errorf("%v: the theme is %s\nand was %s", order, theme(), before)
		}
	}
	// A theme that somebody changed meanwhile is told, not put back.
	k := newChronicle(t)
	k.cancel("A3")
	k.cancel("A2")
	k.edit(func(p *catalog.Pack) { p.Matters["A3"].Cancelled = nil })
	if _, ps := k.retract("A2", catalog.RetractCancellation); len(ps) != 1 || ps[0].Code != catalog.RetractChanged.Code {
		t.Errorf("a theme that still lacks another matter: %v", ps)
	}
}

// A cancellation that was taken back leads nowhere, and both decisions are told
// with their reasons, where it replaced something too.
func TestAHistoryDoesNotFollowWhatWasTakenBack(t *testing.T) {
	t.Parallel()
	k := newChronicle(t)
	k.cancel("A3", "A1")
	p, ps := k.retract("A3", catalog.RetractCancellation)
	if ps.Failed() {
		t.Fatal(ps)
	}
	k.decided(p, "暂缓 / Put off")
	for matter, want := range map[string][]string{
		"A3": {"1.3.0 A3: reinstated", "1.2.0 A3: cancelled", "1.1.0 A3: appeared"},
		"A1": {"1.3.0 A1: released", "1.2.0 A1: succeeds", "1.1.0 A1: appeared"},
	} {
		h, _, err := k.c.MatterHistory(t.Context(), matter)
		if err != nil || len(h.Predecessors)+len(h.Successors) > 0 {
			t.Errorf("%s: from %v to %v, %v", matter, h.Predecessors, h.Successors, err)
		}
		if got := k.lines(matter); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s", matter, strings.Join(got, "\n"))
		}
		if said := "reinstated: not cancelled from 2999-01-01 any more · 暂缓 / Put off\n"; matter == "A3" && !strings.Contains(h.Text("en"), said) {
			t.Errorf("%q is not said:\n%s", said, h.Text("en"))
		}
	}
}

// A delegation that another one replaced stands again when that is taken back, or
// its loss is told where it had begun.
func TestADelegationThatWasReplacedIsNotLostWithoutAWord(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		on, until string // of the one before
		stands    bool
		told      []string
	}{
		"it runs":     {"2026-12-03", "2998-12-31", false, []string{catalog.RetractLost.Code}},
		"it comes":    {"2998-01-01", "2998-12-31", true, nil},
		"it is over":  {"2026-12-03", "2026-12-03", false, nil},
		"there is no": {},
	} {
		k := newChronicle(t)
		hand := func(to, on, until string) {
			t.Helper()
			p, ps := catalog.Delegate(k.r, catalog.MatterDelegation{Matter: "A3", At: k.day, Replace: true, To: metamodel.Delegation{To: to, Kind: metamodel.Entrusted, On: on, Until: until, Basis: text("委托书")}})
			k.publish(p, ps)
		}
		if c.on != "" {
			hand("hall", c.on, c.until)
		}
		k.day = k.day.AddDate(0, 0, 2)
		hand("market", "2999-01-01", "")
		p, ps := k.retract("A3", catalog.RetractDelegation)
		var told []string
		for _, p := range ps {
			told = append(told, p.Code)
		}
		d := p.Matters["A3"].Delegated
		if !slices.Equal(told, c.told) || (d != nil) != c.stands || d != nil && (d.To != "hall" || d.On != c.on) {
			t.Errorf("%s: %v, told %v", name, d, ps)
		}
		k.decided(p, "暂缓")
		h, _, err := k.c.MatterHistory(t.Context(), "A3")
		if err != nil {
			t.Fatal(err)
		}
		acts := h.Lines[0].Acts
		if acts[0].Kind != catalog.ActRecalled || acts[0].Reason.In("zh") != "暂缓" || (len(acts) == 2) != c.stands || c.stands && (acts[1].Kind != catalog.ActDelegated || acts[1].On != c.on) || len(h.Lines[0].Changes) > 0 {
			t.Errorf("%s: %+v, %+v", name, acts, h.Lines[0].Changes)
		}
	}
}

// A version in which a delegation that is not over is missing, or another one
// stands, says so before it replaces what is in force.
func TestAVersionTellsOfADelegationThatItLacks(t *testing.T) {
	t.Parallel()
	k := newChronicle(t)
	d := metamodel.Delegation{To: "hall", Kind: metamodel.Entrusted, On: "2027-01-01", Until: "2027-06-30", Basis: text("委托书")}
	p, ps := catalog.Delegate(k.r, catalog.MatterDelegation{Matter: "A3", To: d, At: k.day})
	k.publish(p, ps)
	told := func(change func(m *metamodel.Matter)) (gate, brought bool) {
		t.Helper()
		p, ps := catalog.ReadArchive(k.r.Pack.Encode())
		if ps.Failed() {
			t.Fatal(ps)
		}
		change(p.Matters["A3"])
		p.Version, p.Files = "2.0.0", nil
		if p, ps = catalog.ReadArchive(p.Encode()); ps.Failed() {
			t.Fatal(ps)
		}
		of := func(ps metamodel.Problems) bool {
			return slices.ContainsFunc(ps, func(p metamodel.Problem) bool { return p.Code == catalog.DelegateUndone.Code })
		}
		report, err := k.c.Gate(t.Context(), p, k.day)
		if err != nil {
			t.Fatal(err)
		}
		c := catalog.New(mustStore(t))
		for _, p := range []*catalog.Pack{k.r.Pack, p} {
			if _, ps, err = c.Import(t.Context(), p, false, catalog.By{At: k.day}); err != nil || ps.Failed() {
				t.Fatal(ps, err)
			}
		}
		return of(report.Warnings), of(ps)
	}
	for name, c := range map[string]struct {
		change func(m *metamodel.Matter)
		tells  bool
	}{
		"none":        {func(m *metamodel.Matter) { m.Delegated = nil }, true},
		"another":     {func(m *metamodel.Matter) { m.Delegated.To = "market" }, true},
		"another end": {func(m *metamodel.Matter) { m.Delegated.Until = "" }, false},
		"the same":    {func(m *metamodel.Matter) { m.PromisedDays-- }, false},
	} {
		if gate, brought := told(c.change); gate != c.tells || brought != c.tells {
			t.Errorf("%s: the gate %v, an import %v", name, gate, brought)
		}
	}
	k.day = k.day.AddDate(1, 0, 0)
	if gate, _ := told(func(m *metamodel.Matter) { m.Delegated = nil }); gate {
		t.Error("one that is over is told")
	}
}
