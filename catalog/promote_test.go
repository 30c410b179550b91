package catalog_test

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

func key(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

// Two environments: what was published in staging is signed, shown in
// production, confirmed, and in force there, the same release to the byte.
func TestAPackIsPromotedFromStagingToProduction(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	staging, production := catalog.New(mustStore(t)), catalog.New(mustStore(t))
	trusted := []ed25519.PublicKey{key(1).Public().(ed25519.PublicKey)}
	mustPublish(t, staging, builtin(t, "china-calendar"))
	one := mustPublish(t, staging, builtin(t, "open-a-restaurant"))
	next := strings2(builtin(t, "open-a-restaurant").Files)
	next["pack.yaml"] = strings.Replace(next["pack.yaml"], "version: 1.0.0", "version: 1.1.0", 1)
	if !strings.Contains(next["pack.yaml"], "1.1.0") {
		t.Fatal(next["pack.yaml"])
	}
	two := mustPublish(t, staging, mustRead(t, next))
	sign := func(r *catalog.Release) *catalog.Signature {
		s := catalog.Sign(r.Pack, key(1), start)
		return &s
	}
	who := by("zhao", "as agreed")
	refused := func(name, code string, files map[string][]byte, s *catalog.Signature, keys []ed25519.PublicKey, confirm string) {
		t.Helper()
		r, _, ps, err := production.Promote(ctx, files, s, keys, catalog.Confirmed{Hash: confirm, Over: inForce(t, production, "open-a-restaurant")}, who)
		if r != nil || err != nil || len(ps) == 0 || ps[0].Code != code || ps[0].In("zh") == "" || strings.Contains(ps[0].In("zh")+ps[0].In("en"), "{") {
			t.Errorf("%s: %v %v, want %s", name, ps, err, code)
		}
	}
	refused("a need that is not there", "pack.need_missing", one.Pack.Files, sign(one), trusted, one.Hash)
	mustPublish(t, production, builtin(t, "china-calendar"))

	plan, ps, err := production.PlanPromotion(ctx, one.Pack.Files, sign(one), trusted, who)
	if err != nil || ps.Failed() || plan.Hash != one.Hash || plan.InForce != "" || plan.Difference != nil || !plan.Report.Passed() {
		t.Fatal(plan, ps, err)
	}
	if e, err := production.Current(ctx); err != nil || len(e.Releases) != 1 {
		t.Fatal("showing it has changed something", err)
	}
	refused("another hash", "promote.not_confirmed", one.Pack.Files, sign(one), trusted, two.Hash)
	refused("no hash", "promote.not_confirmed", one.Pack.Files, sign(one), trusted, "")
	r, _, ps, err := production.Promote(ctx, one.Pack.Files, sign(one), trusted, catalog.Confirmed{Hash: one.Hash}, who)
	if err != nil || r == nil || r.Hash != one.Hash {
		t.Fatal(ps, err)
	}
	h, err := production.History(ctx, "open-a-restaurant", 0, 1)
	if err != nil || h[0].Step != catalog.StepPromote || h[0].Who != "zhao" || !strings.Contains(h[0].Comment, "as agreed; signed by ed25519:") {
		t.Errorf("%+v %v", h, err)
	}
	if again, plan, ps, err := production.Promote(ctx, one.Pack.Files, sign(one), trusted, catalog.Confirmed{Hash: one.Hash}, who); err != nil || again == nil || again.Hash != one.Hash || !plan.Done {
		t.Error("the same again:", ps, err)
	}
	if h, err := production.History(ctx, "open-a-restaurant", 0, 0); err != nil || len(h) != 1 {
		t.Errorf("done once, the history is %v %v", h, err)
	}

	plan, ps, err = production.PlanPromotion(ctx, two.Pack.Files, sign(two), trusted, who)
	if err != nil || ps.Failed() || plan.InForce != one.Hash || plan.Difference == nil || plan.Difference.From != "1.0.0" || plan.Difference.To != "1.1.0" {
		t.Fatal(plan, ps, err)
	}
	refused("no signature", "signature.missing", two.Pack.Files, nil, trusted, two.Hash)
	refused("a stranger's signature", "signature.unknown_key", two.Pack.Files, func() *catalog.Signature { s := catalog.Sign(two.Pack, key(2), start); return &s }(), trusted, two.Hash)
	refused("no keys", "promote.no_keys", two.Pack.Files, sign(two), nil, two.Hash)
	tampered := map[string][]byte{}
	for name, b := range two.Pack.Files {
		tampered[name] = b
	}
	tampered["subjects.yaml"] = append([]byte("# harmless\n"), tampered["subjects.yaml"]...)
	refused("tampered with", "signature.other_content", tampered, sign(two), trusted, two.Hash)
	loose := mustRead(t, next) // as it was before it was published: its need is a name
	s := catalog.Sign(loose, key(1), start)
	refused("needs that are not pinned", "promote.not_pinned", loose.Files, &s, trusted, s.Hash)
	// It was looked at while nothing was in force, or something else was.
	for _, over := range []string{"", two.Hash} {
		_, _, ps, err := production.Promote(ctx, two.Pack.Files, sign(two), trusted, catalog.Confirmed{Hash: two.Hash, Over: over}, who)
		if err != nil || len(ps) != 1 || ps[0].Code != "promote.replaced" || !strings.Contains(ps[0].In("en"), "1.0.0 "+one.Hash) {
			t.Errorf("over %q: %v %v", over, ps, err)
		}
	}
	if r, _, ps, err := production.Promote(ctx, two.Pack.Files, sign(two), trusted, catalog.Confirmed{Hash: two.Hash, Over: one.Hash}, who); err != nil || r == nil {
		t.Fatal(ps, err)
	}
	refused("an older version", "promote.older", one.Pack.Files, sign(one), trusted, one.Hash)
	if err := production.Retire(ctx, two.Hash, who); err != nil {
		t.Fatal(err)
	}
	refused("a retired version", "release.retired", two.Pack.Files, sign(two), trusted, two.Hash)
}

// inForce is the hash of a pack's release that is in force, "" for none.
func inForce(t *testing.T, c *catalog.Catalog, pack string) string {
	t.Helper()
	list, err := c.Releases(t.Context(), pack)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		if r.Current {
			return r.Hash
		}
	}
	return ""
}
