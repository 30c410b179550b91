package catalog

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/metamodel"
)

// What all of several matters accept the one that they become accepts, and the
// other way round: over random packs, with the answers that the prover tries.
func TestAMergedMatterAcceptsWhatTheOldOnesDid(t *testing.T) {
	t.Parallel()
	const packs, answers = 120, 80
	var merged, refused, loose, accepted, turned int
	for seed := range uint64(packs) {
		m := newPackMaker(900_000 + seed)
		n := 2 + m.IntN(2)
		p, ps := Read(plainer(m.theme(n), m.Rand))
		if ps.Failed() {
			t.Fatalf("seed %d: %v", seed, ps)
		}
		r, ps := CompilePack(p)
		if ps.Failed() {
			t.Fatalf("seed %d: %v", seed, ps)
		}
		how := MatterMerge{ID: "N", Name: metamodel.ZhEn("新", "New"), Process: "M0", End: metamodel.Cancellation{On: "2027-01-01", Basis: metamodel.ZhEn("决定", "Decision"), Reason: metamodel.ZhEn("合并", "Merged")}}
		for i := range n {
			how.Matters = append(how.Matters, matterID(i))
		}
		next, ps := MergeMatters(r, how)
		if ps.Failed() {
			refused++
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
		exact := true
		for _, w := range ps {
			exact = exact && w.Code != MergedStricter.Code && w.Code != MergedView.Code && w.Code != MergedComputed.Code && w.Code != MergeDiffers.Code
		}
		if !exact {
			loose++
			continue
		}
		merged++
		theme := *r.ThemeDef("T")
		for i := range theme.Matters {
			theme.Matters[i].When = "true"
		}
		all, ps := r.Merge(&theme)
		if ps.Failed() {
			t.Fatalf("seed %d: %v", seed, ps)
		}
		court := newCourt(all, proofDay)
		pr := newProver(court, rand.New(rand.NewPCG(seed, 1)))
		form := to.Matter("N").Form
		today := metamodel.Context{Today: proofDay}
		for range answers {
			guide, tree := pr.filing()
			j := pr.judge(guide, tree)
			before := true
			for _, o := range j.Own {
				before = before && o.Accepted
			}
			told, _ := court.tell(tree, court.situation(guide, tree), metamodel.Context{Today: proofDay, Awaited: court.situation(guide, tree).awaited})
			rec := form.Check(appendPart(nil, form.Groups, told), today)
			if after := !rec.Problems.Failed(); after != before {
				t.Errorf("seed %d: the old ones accept: %v (%v), the new one: %v (%s)\n%s", seed, before, saidOf(j.Merged, "en"), after, saidOf(rec.Problems, "en"), writeTree(tree))
				break
			}
			if before {
				accepted++
				pr.accepted(j.Scope, guide, tree)
			} else {
				turned++
			}
		}
	}
	t.Logf("%d merged exactly, %d with warnings, %d refused; %d answers accepted, %d refused", merged, loose, refused, accepted, turned)
	if merged < packs/4 || loose == 0 || accepted < merged || turned < merged {
		t.Errorf("one-sided: %d merged, %d with warnings, %d refused; %d accepted, %d refused", merged, loose, refused, accepted, turned)
	}
}

// plainer keeps the conditions of forms that read only the first elements of
// the pool, and lets those be shown always: where every field hangs on others,
// matters that share fields nearly always see what others show, and the merge
// warns of that instead of promising the same.
func plainer(files fstest.MapFS, rnd *rand.Rand) fstest.MapFS {
	var visit func(v any, own string)
	visit = func(v any, own string) {
		switch v := v.(type) {
		case map[string]any:
			for _, key := range sortedKeys(v) {
				switch key {
				case "x-visible", "visible", "next", "x-value":
					said, _ := v[key].(string)
					if (!settledFirst.MatchString(own) && own != "" && key == "x-visible" && settled(said)) || rnd.IntN(20) == 0 {
						continue
					}
					delete(v, key)
					if key == "x-value" {
						delete(v, "x-value-when")
					}
				case "x-value-when": // goes and stays with what is computed
				default:
					next := ""
					if madeKey.MatchString(key) {
						next = key
					}
					visit(v[key], next)
				}
			}
		case []any:
			for _, one := range v {
				visit(one, "")
			}
		}
	}
	for _, name := range sortedKeys(files) {
		if !strings.HasPrefix(name, "forms/") {
			continue
		}
		var doc any
		if err := json.Unmarshal(files[name].Data, &doc); err != nil {
			panic(err)
		}
		visit(doc, "")
		b, err := json.Marshal(doc)
		if err != nil {
			panic(err)
		}
		files[name] = &fstest.MapFile{Data: b}
	}
	return files
}

var (
	madeKey      = regexp.MustCompile(`^E\d+$`)
	settledFirst = regexp.MustCompile(`^E[0-7]$`)
	madeNamed    = regexp.MustCompile(`\bE\d+\b`)
)

// settled reports whether a condition reads the first elements only.
func settled(condition string) bool {
	for _, key := range madeNamed.FindAllString(condition, -1) {
		if !settledFirst.MatchString(key) {
			return false
		}
	}
	return true
}
