package catalog

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// randomParts deals the sections, fields and materials of a matter out to two or
// three parts; some things go to several.
func randomParts(m *packMaker, old *Matter) []SplitPart {
	parts := make([]SplitPart, 2+m.IntN(2))
	for i := range parts {
		parts[i] = SplitPart{ID: "N" + string(rune('0'+i)), Name: metamodel.ZhEn("新", "New")}
		if i > 0 {
			parts[i].Result = &SplitResult{Name: metamodel.ZhEn("另一个证", "Another licence")}
		}
	}
	deal := func(put func(p *SplitPart)) {
		put(&parts[m.IntN(len(parts))])
		if m.chance(1, 8) {
			put(&parts[m.IntN(len(parts))])
		}
	}
	for _, s := range old.Form.Sections {
		if m.chance(1, 6) {
			deal(func(p *SplitPart) { p.Sections = append(p.Sections, s.ID) })
			continue
		}
		for _, f := range old.Form.Fields {
			if f.Section == s {
				deal(func(p *SplitPart) { p.Fields = append(p.Fields, f.Path) })
			}
		}
	}
	for _, u := range old.Def.Materials {
		deal(func(p *SplitPart) { p.Materials = append(p.Materials, u.Material) })
	}
	return parts
}

// What a matter accepts its parts accept, and the other way round; and what each
// makes of its answers is what the whole made of them: over random packs, with
// the answers that the prover tries.
func TestTheMattersThatOneBecomesAcceptWhatItDid(t *testing.T) {
	t.Parallel()
	const packs, answers = 90, 60
	var split, refused, brought, accepted, turned int
	for seed := range uint64(packs) {
		m := newPackMaker(700_000 + seed)
		p, ps := Read(m.theme(2))
		if ps.Failed() {
			t.Fatalf("seed %d: %v", seed, ps)
		}
		r, ps := CompilePack(p)
		if ps.Failed() {
			t.Fatalf("seed %d: %v", seed, ps)
		}
		how := MatterSplit{Matter: "M0", Parts: randomParts(m, r.Matter("M0")), End: metamodel.Cancellation{On: "2027-01-01", Basis: metamodel.ZhEn("决定", "Decision"), Reason: metamodel.ZhEn("拆分", "Split")}}
		next, ps := SplitMatter(r, how)
		if ps.Failed() {
			refused++
			for _, p := range ps {
				if p.Severity != metamodel.Warning && p.Code != SplitEmpty.Code {
					t.Errorf("seed %d: %s", seed, saidOf(ps, "en"))
				}
			}
			continue
		}
		again, problems := next.clone()
		if problems.Failed() {
			t.Fatalf("seed %d: %v", seed, problems)
		}
		to, problems := CompilePack(again)
		if problems.Failed() {
			t.Errorf("seed %d: what was written does not compile: %s", seed, saidOf(problems, "en"))
			continue
		}
		split++
		for _, w := range ps {
			if w.Code == SplitBrought.Code {
				brought++
			}
		}
		theme := *r.ThemeDef("T")
		theme.Matters, theme.Layout, theme.Keep = []metamodel.ThemeMatter{{Matter: "M0", When: "true"}}, nil, nil
		alone, problems := r.Merge(&theme)
		if problems.Failed() {
			t.Fatalf("seed %d: %v", seed, problems)
		}
		court := newCourt(alone, proofDay)
		pr := newProver(court, rand.New(rand.NewPCG(seed, 2)))
		old, today := r.Matter("M0").Form, metamodel.Context{Today: proofDay}
		for range answers {
			guide, tree := pr.filing()
			whole := old.Check(appendPart(nil, old.Groups, tree), today)
			before, after := !whole.Problems.Failed(), true
			said := ""
			for _, part := range how.Parts {
				form := to.Matter(part.ID).Form
				rec := form.Check(appendPart(nil, form.Groups, tree), today)
				after = after && !rec.Problems.Failed()
				said += saidOf(rec.Problems, "en")
				if a, b := rec.JSON(), whole.Project(form); before && !bytes.Equal(a, b) {
					t.Errorf("seed %d: %s holds %s, the whole %s of it", seed, part.ID, a, b)
				}
			}
			if after != before {
				t.Errorf("seed %d: the old one accepts: %v (%v), its parts: %v (%s)\n%s", seed, before, saidOf(whole.Problems, "en"), after, said, writeTree(tree))
				break
			}
			if before {
				accepted++
				pr.accepted([]string{"M0"}, guide, tree)
			} else {
				turned++
			}
		}
	}
	t.Logf("%d split, %d refused, %d fields brought; %d answers accepted, %d refused", split, refused, brought, accepted, turned)
	if split < packs*3/4 || brought < split || accepted < split*5 || turned < split*5 {
		t.Errorf("one-sided: %d split, %d refused, %d fields brought; %d accepted, %d refused", split, refused, brought, accepted, turned)
	}
}
