package catalog

import (
	"testing"

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
	q, ps := Delegate(r, "A3", d)
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
	// Power that was lent is not lent on; once it is back it can be lent again.
	d.On, d.Until = "2027-12-31", ""
	if _, ps := Delegate(again, "A3", d); len(ps) != 1 || ps[0].Code != DelegateTwice.Code {
		t.Errorf("twice: %v", ps)
	}
	d.On, d.Kind = "2028-01-01", metamodel.Transferred
	if q, ps = Delegate(again, "A3", d); ps.Failed() || compiledAgain(t, q).Matter("A3").Def.AuthorityOn("2028-01-01") != "hall" {
		t.Errorf("anew: %v", ps)
	}
	if _, ps := Delegate(r, "A9", d); len(ps) != 1 || ps[0].Code != DelegateElsewhere.Code {
		t.Errorf("a stranger: %v", ps)
	}
}
