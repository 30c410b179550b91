package catalog

import (
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

func TestDelegatingAMatter(t *testing.T) {
	t.Parallel()
	p, ps := ReadArchive(tree(t, "testdata/noodles"))
	if p == nil {
		t.Fatal(ps)
	}
	r, _ := CompilePack(p)
	d := metamodel.Delegation{To: "hall", Kind: metamodel.Entrusted, On: "2027-01-01", Until: "2027-12-31", Basis: metamodel.ZhEn("委托书", "Letter")}
	before, within := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC)
	how := MatterDelegation{Matter: "A3", To: d, At: before}
	q, ps := Delegate(r, how)
	if ps.Failed() || p.Matters["A3"].Delegated != nil {
		t.Fatal(ps)
	}
	again := compiledAgain(t, q)
	m := again.Matter("A3")
	for day, want := range map[string][2]string{"2026-12-31": {"fire", "fire"}, "2027-01-01": {"hall", "fire"}, "2027-12-31": {"hall", "fire"}, "2028-01-01": {"fire", "fire"}} {
		if got := [2]string{m.Def.HandledBy(day), m.Def.AuthorityOn(day)}; got != want {
			t.Errorf("on %s: %v, not %v", day, got, want)
		}
	}
	if m.Delegate == nil || m.Delegate.ID != "hall" {
		t.Errorf("the delegate is %+v", m.Delegate)
	}
	if c, _ := CompareMatters(again, "A2", again, "A3"); c.Matter.Delegate.In("en") != "District service centre" {
		t.Errorf("a comparison says %+v", c.Matter)
	}
	// What stands there is replaced on demand only, and named then.
	how.To.To, how.To.On, how.To.Until = "market", "2028-01-01", ""
	refused := func(r *Release, how MatterDelegation, code, words string) {
		t.Helper()
		if p, ps := Delegate(r, how); len(ps) != 1 || ps[0].Code != code || !strings.Contains(ps[0].In("en"), words) || p != r.Pack {
			t.Errorf("%v, not %s", ps, code)
		}
	}
	refused(again, how, DelegateStands.Code, "“District service centre” from 2027-01-01 to 2027-12-31")
	how.Replace = true
	q, ps = Delegate(again, how)
	if len(ps) != 1 || ps[0].Code != DelegateReplaced.Code || !strings.Contains(ps[0].In("zh"), "自 2027-01-01 至 2027-12-31") || q.Matters["A3"].Delegated.To != "market" {
		t.Errorf("replaced: %v", ps)
	}
	if words := Diff(again, compiledAgain(t, q)).Text("en"); !strings.Contains(words, "“delegation · department” was District service centre and is Market supervision") || !strings.Contains(words, "“delegation · first day” was 2027-01-01 and is 2028-01-01") {
		t.Errorf("the difference says %s", words)
	}
	// Power that was lent is not lent on, whatever is said.
	how.At, how.To.On = within, "2027-12-31"
	refused(again, how, DelegateTwice.Code, "“District service centre” from 2027-01-01 to 2027-12-31 and cannot be delegated again meanwhile. A new one may begin after 2027-12-31")
	how.Replace = false
	refused(again, how, DelegateTwice.Code, "2027-01-01")
	endless := compiledAgain(t, q)
	later := metamodel.Delegation{To: "hall", Kind: metamodel.Entrusted, On: "2029-01-01"}
	refused(endless, MatterDelegation{Matter: "A3", To: later, Replace: true, At: time.Date(2028, 6, 1, 0, 0, 0, 0, time.UTC)}, DelegateTwice.Code, "“Market supervision” from 2028-01-01 and cannot be delegated again meanwhile. Give that an end first")
	// It may be given another end while it runs.
	how.To = d
	how.To.Until = "2027-06-30"
	if q, ps = Delegate(again, how); len(ps) != 1 || ps[0].Code != DelegateEnd.Code || !strings.Contains(ps[0].In("en"), "“District service centre”, now from 2027-01-01 to 2027-06-30") || q.Matters["A3"].Delegated.Until != "2027-06-30" {
		t.Errorf("another end: %v", ps)
	}
	// Not one that is past, and not another kind: who was competent was.
	how.To.Until = "2027-05-31"
	refused(again, how, DelegateEnded.Code, "2027-05-31")
	how.To.Until, how.To.Kind, how.Replace = "2027-12-31", metamodel.Transferred, true
	refused(again, how, DelegateTwice.Code, "2027-01-01")
	// Once it is over it can be lent again without a word.
	how = MatterDelegation{Matter: "A3", To: d, At: time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)}
	how.To.On, how.To.Until, how.To.Kind = "2028-01-01", "", metamodel.Transferred
	if q, ps = Delegate(again, how); len(ps) != 0 || compiledAgain(t, q).Matter("A3").Def.AuthorityOn("2028-01-01") != "hall" {
		t.Errorf("anew: %v", ps)
	}
	how.Matter = "A9"
	refused(r, how, MatterNowhere.Code, "has no matter A9")
}
