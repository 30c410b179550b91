package catalog_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/metamodel"
)

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// watched is a real store that counts what is asked of it.
type watched struct {
	catalog.Store
	current, single atomic.Int64
}

func (w *watched) CurrentReleases(ctx context.Context) ([]catalog.StoredRelease, error) {
	w.current.Add(1)
	return w.Store.CurrentReleases(ctx)
}

func (w *watched) Release(ctx context.Context, hash string) (catalog.StoredRelease, error) {
	w.single.Add(1)
	return w.Store.Release(ctx, hash)
}

func mustStore(t *testing.T) *watched {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{URL: filepath.Join(t.TempDir(), "catalog.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &watched{Store: s}
}

func mustPublish(t *testing.T, c *catalog.Catalog, p *catalog.Pack) *catalog.Release {
	t.Helper()
	r, ps, err := c.Publish(t.Context(), p, start)
	if err != nil || ps.Failed() {
		t.Fatal(ps, err)
	}
	return r
}

func builtin(t *testing.T, name string) *catalog.Pack {
	t.Helper()
	packs, ps := catalog.Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	for _, p := range packs {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("no pack %s", name)
	return nil
}

func mustRead(t *testing.T, files map[string]string) *catalog.Pack {
	t.Helper()
	b := map[string][]byte{}
	for name, s := range files {
		b[name] = []byte(s)
	}
	p, ps := catalog.ReadArchive(b)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return p
}

func TestAPublishedPackIsServedByHashAndAsCurrent(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	c := catalog.New(s)
	calendar := mustPublish(t, c, builtin(t, "china-calendar"))
	shop := mustPublish(t, c, builtin(t, "open-a-restaurant"))
	if again := mustPublish(t, c, builtin(t, "open-a-restaurant")); again.Hash != shop.Hash {
		t.Errorf("published again as %s", again.Hash)
	}
	if need := shop.Pack.Needs[0]; need != "china-calendar@"+calendar.Hash {
		t.Errorf("needs %s", need)
	}
	// Another server, with nothing in memory.
	other := catalog.New(s)
	r, err := other.Release(t.Context(), shop.Hash)
	if err != nil || r.Hash != shop.Hash || len(r.Theme("T01").Matters) != 8 {
		t.Fatal(r, err)
	}
	e, err := other.Current(t.Context())
	if err != nil || len(e.Releases) != 2 {
		t.Fatal(e, err)
	}
	if th, r, ok := e.Theme("T01"); !ok || r.Hash != shop.Hash || th.Def.ID != "T01" {
		t.Error("no theme")
	}
	if m, _, ok := e.Matter("M03"); !ok || m.Department == nil {
		t.Error("no matter")
	}
	if _, ok := e.Calendar("cn"); !ok {
		t.Error("no calendar")
	}
	if _, _, ok := e.Theme("T99"); ok {
		t.Error("a theme that is not there")
	}
	if _, err := other.Release(t.Context(), "sha256:00"); !errors.Is(err, catalog.ErrNoRelease) {
		t.Errorf("unknown hash: %v", err)
	}
}

func TestANewHolidayReachesTheCurrentCalendarButNotThePinnedRelease(t *testing.T) {
	t.Parallel()
	c := catalog.New(mustStore(t))
	calendar := builtin(t, "china-calendar")
	mustPublish(t, c, calendar)
	shop := mustPublish(t, c, builtin(t, "open-a-restaurant"))
	day := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC) // a Wednesday
	if !shop.Calendar("cn").WorkingDay(day) {
		t.Fatal("an ordinary Wednesday is not worked")
	}
	cn := calendar.Calendars["cn"]
	cn.Holidays = append(cn.Holidays, metamodel.CalendarDay{Date: "2026-11-25", Name: metamodel.ZhEn("临时放假", "Extra holiday")})
	calendar.Files = nil
	mustPublish(t, c, calendar)
	e, err := c.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if now, _ := e.Calendar("cn"); now.WorkingDay(day) {
		t.Error("the current calendar does not know the new holiday")
	}
	if !shop.Calendar("cn").WorkingDay(day) {
		t.Error("a pinned release has changed")
	}
}

func TestABadPackIsNotPublished(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	c := catalog.New(s)
	p := mustRead(t, map[string]string{"pack.yaml": "name: x\ntitle: {zh: 甲, en: A}\nversion: \"1\"\nneeds: [nowhere]\n"})
	r, ps, err := c.Publish(t.Context(), p, start)
	if r != nil || err != nil || !ps.Failed() || ps[0].Code != "pack.need_missing" {
		t.Error(r, ps, err)
	}
	if e, err := c.Current(t.Context()); err != nil || len(e.Releases) != 0 {
		t.Error(e, err)
	}
}

func TestAPackMayNotDefineWhatAPackItNeedsDefines(t *testing.T) {
	t.Parallel()
	c := catalog.New(mustStore(t))
	subjects := "- {id: applicant, name: {zh: 甲, en: A}}\n"
	first := mustPublish(t, c, mustRead(t, map[string]string{"pack.yaml": "name: base\ntitle: {zh: 甲, en: A}\nversion: \"1\"\n", "subjects.yaml": subjects}))
	_, ps, err := c.Publish(t.Context(), mustRead(t, map[string]string{"pack.yaml": "name: top\ntitle: {zh: 乙, en: B}\nversion: \"1\"\nneeds: [base]\n", "subjects.yaml": subjects}), start)
	if err != nil || len(ps) != 1 || ps[0].Code != "pack.defined_elsewhere" || ps[0].File != "subjects.yaml" {
		t.Error(ps, err)
	}
	// A version may be asked for by its hash: there, it is taken; not there, it is missing.
	mustPublish(t, c, mustRead(t, map[string]string{"pack.yaml": "name: base\ntitle: {zh: 甲, en: A}\nversion: \"2\"\n"}))
	top := "name: top\ntitle: {zh: 乙, en: B}\nversion: \"1\"\nneeds: [\"base@%s\"]\n"
	_, ps, err = c.Publish(t.Context(), mustRead(t, map[string]string{"pack.yaml": fmt.Sprintf(top, first.Hash), "subjects.yaml": subjects}), start)
	if err != nil || len(ps) != 1 || ps[0].Code != "pack.defined_elsewhere" {
		t.Errorf("the old version: %v %v", ps, err)
	}
	_, ps, err = c.Publish(t.Context(), mustRead(t, map[string]string{"pack.yaml": fmt.Sprintf(top, "sha256:00")}), start)
	if err != nil || len(ps) != 1 || ps[0].Code != "pack.need_missing" {
		t.Errorf("an unknown version: %v %v", ps, err)
	}
}

func TestTheCurrentEditionIsReadOnceASecond(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	c := catalog.New(s)
	now := start
	c.SetClock(func() time.Time { return now })
	pack := func(version string) *catalog.Pack {
		return mustRead(t, map[string]string{"pack.yaml": "name: x\ntitle: {zh: 甲, en: A}\nversion: \"" + version + "\"\n"})
	}
	mustPublish(t, c, pack("1"))
	read := func() *catalog.Edition {
		e, err := c.Current(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	first := read()
	asked := s.current.Load()
	for range 100 {
		if read() != first {
			t.Fatal("another edition")
		}
	}
	if s.current.Load() != asked {
		t.Errorf("the store was asked %d times", s.current.Load()-asked)
	}
	mustPublish(t, catalog.New(s), pack("2")) // on another server
	if read().Releases[0].Pack.Version != "1" {
		t.Error("the edition changed within its second")
	}
	now = now.Add(time.Second)
	if got := read().Releases[0].Pack.Version; got != "2" {
		t.Errorf("a second later the version is %s", got)
	}
	now = now.Add(time.Second)
	if second := read(); second == first || second != read() {
		t.Error("an unchanged edition is not kept")
	}
	mustPublish(t, c, pack("3")) // on this one: at once
	if got := read().Releases[0].Pack.Version; got != "3" {
		t.Errorf("after publishing here the version is %s", got)
	}
}

func TestManyCallersCompileAReleaseOnce(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	publisher := catalog.New(s)
	mustPublish(t, publisher, builtin(t, "china-calendar"))
	hash := mustPublish(t, publisher, builtin(t, "open-a-restaurant")).Hash
	c := catalog.New(s)
	s.single.Store(0)
	var wg sync.WaitGroup
	got := make([]*catalog.Release, 16)
	for i := range got {
		wg.Go(func() {
			r, err := c.Release(t.Context(), hash)
			if err != nil {
				t.Error(err)
			}
			got[i] = r
		})
	}
	wg.Wait()
	for _, r := range got {
		if r != got[0] {
			t.Error("compiled twice")
		}
	}
	if n := s.single.Load(); n != 2 { // the pack and its calendar
		t.Errorf("the store was asked %d times", n)
	}
}

func TestACallerWhoGivesUpGetsTheirOwnError(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	hash := mustPublish(t, catalog.New(s), mustRead(t, map[string]string{"pack.yaml": "name: x\ntitle: {zh: 甲, en: A}\nversion: \"1\"\n"})).Hash
	c := catalog.New(s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Release(ctx, hash); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := c.Release(t.Context(), hash); err != nil {
		t.Errorf("the next caller: %v", err)
	}
}

func TestADamagedReleaseIsNotServed(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	p := mustRead(t, map[string]string{"pack.yaml": "name: x\ntitle: {zh: 甲, en: A}\nversion: \"1\"\n"})
	wrong := "sha256:" + strings.Repeat("0", 64)
	if err := s.SaveRelease(t.Context(), catalog.StoredRelease{Hash: wrong, Name: "x", Version: "1", Files: p.Files, Loaded: start}); err != nil {
		t.Fatal(err)
	}
	if _, err := catalog.New(s).Release(t.Context(), wrong); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Error(err)
	}
}

func TestBuiltinPacksComeAfterThoseTheyNeed(t *testing.T) {
	t.Parallel()
	packs, ps := catalog.Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	seen := map[string]bool{}
	for _, p := range packs {
		for _, need := range p.Needs {
			if !seen[catalog.ParseNeed(need).Name] {
				t.Errorf("%s comes before %s", p.Name, need)
			}
		}
		seen[p.Name] = true
	}
	folders, err := os.ReadDir("packs")
	if err != nil || len(folders) != len(packs) {
		t.Errorf("%d packs of %d folders, %v", len(packs), len(folders), err)
	}
	loop := []*catalog.Pack{{Manifest: catalog.Manifest{Name: "a", Needs: []string{"b"}}}, {Manifest: catalog.Manifest{Name: "b", Needs: []string{"a"}}}}
	if got := catalog.Order(loop); len(got) != 2 {
		t.Errorf("%d packs", len(got))
	}
}
