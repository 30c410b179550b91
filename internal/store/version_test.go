package store_test

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/metamodel"
)

// taken is a step of a version with its line in the history.
func step(v *catalog.Version, kind catalog.StepKind) catalog.Step {
	return catalog.Step{Version: v, Entry: catalog.Entry{Pack: v.Pack, Draft: v.ID, Version: v.Version, Step: kind, Who: "林", At: day, Comment: "it's", From: "a", To: "b"}}
}

func version(id, pack string) catalog.Version {
	v := fill[catalog.Version](id)
	v.ID, v.Pack, v.Revision = id, pack, 0
	v.Files = map[string][]byte{"pack.yaml": []byte("名"), "empty": {}}
	return v
}

func TestVersionsComeBackAsTheyWereWritten(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		a, b := version("a", "p"), version("b", "p")
		b.Created = a.Created.Add(time.Second)
		other := version("c", "q")
		for _, v := range []*catalog.Version{&a, &b, &other} {
			must(t, s.TakeStep(ctx, step(v, catalog.StepCreate)))
			v.Revision = 1
		}
		same(t, "version", got[catalog.Version](t)(s.Version(ctx, "a")), a)
		if err := s.TakeStep(ctx, step(&catalog.Version{ID: "a"}, catalog.StepCreate)); !errors.Is(err, catalog.ErrStale) {
			t.Errorf("created twice: %v", err)
		}
		changed := fill[catalog.Version]("changed")
		changed.ID, changed.Pack, changed.Revision, changed.Created = "a", "p", 1, a.Created
		changed.Files = map[string][]byte{"pack.yaml": []byte("other")}
		must(t, s.TakeStep(ctx, step(&changed, catalog.StepSave)))
		if err := s.TakeStep(ctx, step(&changed, catalog.StepSave)); !errors.Is(err, catalog.ErrStale) {
			t.Errorf("an old revision: %v", err)
		}
		changed.Revision = 2
		same(t, "changed", got[catalog.Version](t)(s.Version(ctx, "a")), changed)
		kept := changed
		kept.Files = nil // leaves what is stored
		must(t, s.TakeStep(ctx, step(&kept, catalog.StepSubmit)))
		changed.Revision = 3
		same(t, "files kept", got[catalog.Version](t)(s.Version(ctx, "a")), changed)

		changed.Files, b.Files = nil, nil
		same(t, "of a pack, newest first", got[[]catalog.Version](t)(s.Versions(ctx, "p")), []catalog.Version{b, changed})
		if list := got[[]catalog.Version](t)(s.Versions(ctx, "")); len(list) != 3 {
			t.Errorf("%d versions", len(list))
		}
		history := got[[]catalog.Entry](t)(s.History(ctx, "p", 0, 0))
		if len(history) != 4 || history[0].Step != catalog.StepSubmit || history[3].Step != catalog.StepCreate {
			t.Fatalf("%+v", history)
		}
		want := step(&b, catalog.StepCreate).Entry
		want.Seq = history[2].Seq
		same(t, "line", history[2], want)
		same(t, "page", got[[]catalog.Entry](t)(s.History(ctx, "p", history[1].Seq, 1)), history[2:3])
		if list := got[[]catalog.Entry](t)(s.History(ctx, "", 0, 0)); len(list) != 5 {
			t.Errorf("%d lines", len(list))
		}

		drop := step(&changed, catalog.StepDiscard)
		drop.Drop = true
		must(t, s.TakeStep(ctx, drop))
		if err := s.TakeStep(ctx, drop); !errors.Is(err, catalog.ErrStale) {
			t.Errorf("thrown away twice: %v", err)
		}
		for _, id := range []string{"a", "", "a\x00b", "\xff"} {
			if _, err := s.Version(ctx, id); !errors.Is(err, catalog.ErrNoVersion) {
				t.Errorf("Version(%q): %v", id, err)
			}
		}
		for _, pack := range []string{"nothing", "a\x00b", "\xff"} {
			v, err := s.Versions(ctx, pack)
			r, err2 := s.Releases(ctx, pack)
			h, err3 := s.History(ctx, pack, 0, 0)
			if len(v)+len(r)+len(h) != 0 || errors.Join(err, err2, err3) != nil {
				t.Errorf("%q: %v %v %v %v", pack, v, r, h, errors.Join(err, err2, err3))
			}
		}
	})
}

func TestPublishingIsOneStepOrNone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		v := version("v", "p")
		must(t, s.TakeStep(ctx, step(&v, catalog.StepCreate)))
		rel := catalog.StoredRelease{Hash: "h1", Name: "p", Version: "1", Loaded: day, Files: v.Files}
		stale := v
		stale.Revision = 7
		bad := step(&stale, catalog.StepPublish)
		bad.Release = &rel
		if err := s.TakeStep(ctx, bad); !errors.Is(err, catalog.ErrStale) {
			t.Fatal(err)
		}
		if _, err := s.Release(ctx, "h1"); !errors.Is(err, catalog.ErrNoRelease) {
			t.Fatalf("half a step was taken: %v", err)
		}
		v.Revision, v.Stage, v.Hash = 1, catalog.StagePublished, "h1"
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs { // four servers at once: one wins
			wg.Go(func() {
				good := step(&v, catalog.StepPublish)
				good.Release = &rel
				errs[i] = s.TakeStep(ctx, good)
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, catalog.ErrStale) {
				t.Error(err)
			}
		}
		if list := got[[]catalog.StoredRelease](t)(s.CurrentReleases(ctx)); won != 1 || len(list) != 1 || list[0].Hash != "h1" {
			t.Errorf("%d published, in force %v", won, list)
		}
		if h := got[[]catalog.Entry](t)(s.History(ctx, "p", 0, 0)); len(h) != 2 {
			t.Errorf("%+v", h)
		}

		retire := catalog.Step{Retire: "h1", Entry: catalog.Entry{Pack: "p", Step: catalog.StepRetire, Who: "赵", At: at(3), From: "h1"}}
		must(t, s.TakeStep(ctx, retire))
		must(t, s.TakeStep(ctx, retire)) // again: nothing changes
		if h := got[[]catalog.Entry](t)(s.History(ctx, "p", 0, 0)); len(h) != 3 {
			t.Errorf("%+v", h)
		}
		r := got[catalog.StoredRelease](t)(s.Release(ctx, "h1"))
		if !r.Retired.Equal(at(3)) || r.Current {
			t.Errorf("%+v", r)
		}
		if now := got[catalog.Version](t)(s.Version(ctx, "v")); now.Stage != catalog.StageRetired || now.Revision != 3 {
			t.Errorf("%+v", now)
		}
		if err := s.SaveRelease(ctx, rel); !errors.Is(err, catalog.ErrRetired) {
			t.Errorf("it came back: %v", err)
		}
		if err := s.TakeStep(ctx, catalog.Step{Retire: "nothing"}); !errors.Is(err, catalog.ErrNoRelease) {
			t.Error(err)
		}
		for i := range 3 {
			must(t, s.SaveRelease(ctx, catalog.StoredRelease{Hash: fmt.Sprint("n", i), Name: "p", Version: fmt.Sprint(i), Loaded: at(10 + i)}))
		}
		var all []string
		for _, r := range got[[]catalog.StoredRelease](t)(s.Releases(ctx, "p")) {
			all = append(all, r.Hash)
		}
		same(t, "releases, newest first", all, []string{"n2", "n1", "n0", "h1"})
	})
}

// Two people look at one release in force and put two others in its place: the
// second has not seen what the first did.
func TestAReleaseReplacesOnlyWhatWasSeen(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		put := func(hash string, over *string) error {
			return s.TakeStep(ctx, catalog.Step{Over: over, Release: &catalog.StoredRelease{Hash: hash, Name: "p", Version: hash, Loaded: day},
				Entry: catalog.Entry{Pack: "p", Version: hash, Step: catalog.StepPromote, Who: "林", At: day, To: hash}})
		}
		none, first := "", "h1"
		must(t, put("h1", &none))
		must(t, put("h1", &none)) // again: it is in force
		var wg sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs { // each of two, three times
			wg.Go(func() { errs[i] = put(fmt.Sprint("n", i%2), &first) })
		}
		wg.Wait()
		list := got[[]catalog.StoredRelease](t)(s.CurrentReleases(ctx))
		if len(list) != 1 {
			t.Fatalf("in force %v", list)
		}
		for i, err := range errs {
			if won := fmt.Sprint("n", i%2) == list[0].Hash; won && err != nil || !won && !errors.Is(err, catalog.ErrReplaced) {
				t.Errorf("with %s in force, n%d: %v", list[0].Hash, i%2, err)
			}
		}
		if all := got[[]catalog.StoredRelease](t)(s.Releases(ctx, "p")); len(all) != 2 {
			t.Errorf("half a step was taken: %v", all)
		}
		if h := got[[]catalog.Entry](t)(s.History(ctx, "p", 0, 0)); len(h) != 2 || h[0].From != "h1" {
			t.Errorf("%+v", h)
		}
	})
}

// The whole way, on both databases: of two promotions that were confirmed
// against the same release one is told to look again, and of the same publish
// sent four times each is answered as done.
func TestPromotionsAndPublishesAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		c := catalog.New(s)
		who := catalog.By{Who: "林", At: day}
		pack := func(version string) *catalog.Pack {
			p, ps := catalog.ReadArchive(map[string][]byte{"pack.yaml": []byte("name: p\ntitle: {zh: 甲, en: A}\nversion: " + version + "\n")})
			if p == nil {
				t.Fatal(ps)
			}
			return p
		}
		v, _, err := c.CreateDraft(ctx, pack("1.0.0").Files, "", who)
		must(t, err)
		v, _, err = c.Submit(ctx, v.ID, v.Revision, who)
		must(t, err)
		v, err = c.Approve(ctx, v.ID, v.Revision, catalog.By{Who: "赵", At: day})
		must(t, err)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if r, report, err := c.PublishVersion(ctx, v.ID, v.Revision, who); err != nil || r == nil {
					t.Errorf("the same publish: %v %v", report.Blockers, err)
				}
			})
		}
		wg.Wait()
		first := got[[]catalog.StoredRelease](t)(s.CurrentReleases(ctx))[0].Hash

		key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
		trusted := []ed25519.PublicKey{key.Public().(ed25519.PublicKey)}
		won, told := make([]bool, 2), make([]metamodel.Problems, 2)
		for i, version := range []string{"2.0.0", "2.1.0"} {
			p := pack(version)
			sig := catalog.Sign(p, key, day)
			wg.Go(func() {
				r, _, ps, err := c.Promote(ctx, p.Files, &sig, trusted, catalog.Confirmed{Hash: sig.Hash, Over: first}, who)
				if won[i], told[i] = r != nil, ps; err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won[0] == won[1] {
			t.Fatalf("promoted: %v, told %v", won, told)
		}
		lost := told[0]
		if won[0] {
			lost = told[1]
		}
		// Judged after the other was in force, an older number is refused as such.
		if len(lost) != 1 || lost[0].Code != "promote.replaced" && lost[0].Code != "promote.older" {
			t.Errorf("the other was told %v", lost)
		}
		if h := got[[]catalog.Entry](t)(s.History(ctx, "p", 0, 0)); len(h) != 5 || h[0].From != first || h[1].Step != catalog.StepPublish {
			t.Errorf("%+v", h)
		}
	})
}
