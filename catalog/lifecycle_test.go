package catalog_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func by(who, comment string) catalog.By { return catalog.By{Who: who, At: start, Comment: comment} }

// small is a pack of one subject in a version.
func small(version string) map[string][]byte {
	return map[string][]byte{
		"pack.yaml":     []byte("name: small\ntitle: {zh: 小包, en: Small}\nversion: \"" + version + "\"\n"),
		"subjects.yaml": []byte("- {id: applicant, name: {zh: 申请人, en: Applicant}}\n"),
	}
}

func mustDraft(t *testing.T, c *catalog.Catalog, files map[string][]byte, who string) catalog.Version {
	t.Helper()
	v, _, err := c.CreateDraft(t.Context(), files, inForce(t, c, "small"), by(who, "begun"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// published takes files all the way.
func published(t *testing.T, c *catalog.Catalog, files map[string][]byte) *catalog.Release {
	t.Helper()
	v := mustDraft(t, c, files, "lin")
	v, _, err := c.Submit(t.Context(), v.ID, v.Revision, by("lin", "please look"))
	if err != nil {
		t.Fatal(err)
	}
	if v, err = c.Approve(t.Context(), v.ID, v.Revision, by("zhao", "good")); err != nil {
		t.Fatal(err)
	}
	r, report, err := c.PublishVersion(t.Context(), v.ID, v.Revision, by("zhao", "in force"))
	if err != nil || r == nil {
		t.Fatal(report.Blockers, err)
	}
	return r
}

func wantProblem(t *testing.T, err error, code string) {
	t.Helper()
	var ps metamodel.Problems
	if !errors.As(err, &ps) || len(ps) != 1 || ps[0].Code != code {
		t.Errorf("refused with %v, want %s", err, code)
		return
	}
	if ps[0].In("zh") == "" || ps[0].In("en") == "" || strings.Contains(ps[0].In("zh")+ps[0].In("en"), "{") {
		t.Errorf("%s says %v", code, ps[0].Message)
	}
}

func TestAVersionTravelsFromDraftToRetired(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	v := mustDraft(t, c, small("1.0.0"), "lin")
	if v.Stage != catalog.StageDraft || v.Revision != 1 || v.Pack != "small" || v.Base != "" {
		t.Fatalf("%+v", v)
	}
	files := small("1.0.0")
	files["subjects.yaml"] = append(files["subjects.yaml"], "- {id: agent, name: {zh: 经办人, en: Agent}}\n"...)
	v, ps, err := c.SaveDraft(ctx, v.ID, v.Revision, files, "", by("lin", "an agent"))
	if err != nil || ps.Failed() || v.Revision != 2 || v.Hash != catalog.Hash(files) {
		t.Fatal(v, ps, err)
	}
	v, report, err := c.Submit(ctx, v.ID, v.Revision, by("lin", "please look"))
	if err != nil || v.Stage != catalog.StageReview || !report.Passed() {
		t.Fatal(v, report, err)
	}
	if _, _, err := c.SaveDraft(ctx, v.ID, v.Revision, small("1"), "", by("lin", "")); err == nil {
		t.Error("what is under review was changed")
	} else {
		wantProblem(t, err, "version.stage")
	}
	_, _, err = c.PublishVersion(ctx, v.ID, v.Revision, by("zhao", ""))
	wantProblem(t, err, "version.not_approved")
	_, err = c.Approve(ctx, v.ID, v.Revision, by("lin", "mine is good"))
	wantProblem(t, err, "version.four_eyes")
	_, err = c.Approve(ctx, v.ID, v.Revision, by(" ", ""))
	wantProblem(t, err, "version.nobody")
	if v, err = c.Approve(ctx, v.ID, v.Revision, by("zhao", "good")); err != nil || len(v.Approvals) != 1 || v.Approvals[0].Hash != v.Hash {
		t.Fatal(v, err)
	}
	_, err = c.Approve(ctx, v.ID, v.Revision, by("zhao", "good"))
	wantProblem(t, err, "version.approved_twice")
	r, report, err := c.PublishVersion(ctx, v.ID, v.Revision, by("zhao", "in force"))
	if err != nil || r == nil {
		t.Fatal(report, err)
	}
	if e, err := c.Current(ctx); err != nil || len(e.Releases) != 1 || e.Releases[0].Hash != r.Hash {
		t.Error("not in force", err)
	}
	if again, _, err := c.PublishVersion(ctx, v.ID, v.Revision, by("zhao", "in force")); err != nil || again.Hash != r.Hash {
		t.Error("the same request again:", again, err)
	}
	if err := c.Retire(ctx, r.Hash, by("zhao", "no longer offered")); err != nil {
		t.Fatal(err)
	}
	if err := c.Retire(ctx, r.Hash, by("zhao", "no longer offered")); err != nil {
		t.Error("the same request again:", err)
	}
	if e, err := c.Current(ctx); err != nil || len(e.Releases) != 0 {
		t.Error("still in force", err)
	}
	if kept, err := c.Release(ctx, r.Hash); err != nil || kept.Hash != r.Hash {
		t.Error("what runs has lost its release:", err)
	}
	if v, err = c.Version(ctx, v.ID); err != nil || v.Stage != catalog.StageRetired {
		t.Error(v.Stage, err)
	}
	// Nothing brings it back.
	if _, ps, err := c.Publish(ctx, mustRead(t, strings2(files)), start); err != nil || len(ps) != 1 || ps[0].Code != "release.retired" {
		t.Errorf("a retired release came back: %v %v", ps, err)
	}
	history, err := c.History(ctx, "small", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, e := range history {
		said = append([]string{fmt.Sprint(e.Step, " by ", e.Who, ": ", e.Comment)}, said...)
		if !e.At.Equal(start) || e.Pack != "small" || e.From == "" && e.To == "" {
			t.Errorf("%+v", e)
		}
	}
	want := []string{"create by lin: begun", "save by lin: an agent", "submit by lin: please look", "approve by zhao: good", "publish by zhao: in force", "retire by zhao: no longer offered"}
	if strings.Join(said, "\n") != strings.Join(want, "\n") {
		t.Errorf("the history is\n%s", strings.Join(said, "\n"))
	}
}

func strings2(files map[string][]byte) map[string]string {
	out := map[string]string{}
	for name, b := range files {
		out[name] = string(b)
	}
	return out
}

func TestTwoEditorsNeverOverwriteEachOther(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	v := mustDraft(t, c, small("1.0.0"), "lin")
	var wg sync.WaitGroup
	var mu sync.Mutex
	won, stale := 0, 0
	for i := range 8 {
		wg.Go(func() {
			files := small(fmt.Sprintf("1.0.%d", i+1))
			_, _, err := c.SaveDraft(ctx, v.ID, v.Revision, files, "", by(fmt.Sprint("editor ", i), ""))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case errors.Is(err, catalog.ErrStale):
				stale++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won != 1 || stale != 7 {
		t.Errorf("%d saved, %d were stale", won, stale)
	}
	now, err := c.Version(ctx, v.ID)
	if err != nil || now.Revision != 2 || now.Hash != catalog.Hash(now.Files) {
		t.Fatal(now, err)
	}
	// The winner's request, sent again, is no conflict.
	if again, _, err := c.SaveDraft(ctx, v.ID, v.Revision, now.Files, "", by(now.Editors[0], "")); err != nil || again.Revision != 2 {
		t.Error(again.Revision, err)
	}
	// Whoever wrote a part may not approve the whole.
	now, _, err = c.Submit(ctx, v.ID, now.Revision, by("lin", ""))
	if err != nil {
		t.Fatal(err)
	}
	if again, _, err := c.Submit(ctx, v.ID, now.Revision-1, by("lin", "")); err != nil || again.Revision != now.Revision {
		t.Error("submitted twice:", err)
	}
	_, err = c.Approve(ctx, v.ID, now.Revision, by(now.Editors[0], ""))
	wantProblem(t, err, "version.four_eyes")
	if now, err = c.Return(ctx, v.ID, now.Revision, by("zhao", "the title is wrong")); err != nil || now.Stage != catalog.StageDraft {
		t.Fatal(now, err)
	}
	if err := c.Discard(ctx, v.ID, now.Revision-1, by("lin", "")); !errors.Is(err, catalog.ErrStale) {
		t.Error(err)
	}
	if err := c.Discard(ctx, v.ID, now.Revision, by("lin", "not needed")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Version(ctx, v.ID); !errors.Is(err, catalog.ErrNoVersion) {
		t.Error(err)
	}
	if h, err := c.History(ctx, "small", 0, 1); err != nil || len(h) != 1 || h[0].Step != catalog.StepDiscard {
		t.Error(h, err)
	}
}

func TestRulesMayAskForMoreOrFewerEyes(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	c.Govern(catalog.Rules{OwnApproval: true, Approvals: 2})
	v := mustDraft(t, c, small("1.0.0"), "lin")
	v, _, err := c.Submit(ctx, v.ID, v.Revision, by("lin", ""))
	if err != nil {
		t.Fatal(err)
	}
	if v, err = c.Approve(ctx, v.ID, v.Revision, by("lin", "")); err != nil {
		t.Fatal(err)
	}
	_, _, err = c.PublishVersion(ctx, v.ID, v.Revision, by("lin", ""))
	wantProblem(t, err, "version.not_approved")
	if v, err = c.Approve(ctx, v.ID, v.Revision, by("zhao", "")); err != nil {
		t.Fatal(err)
	}
	if r, report, err := c.PublishVersion(ctx, v.ID, v.Revision, by("lin", "")); err != nil || r == nil {
		t.Fatal(report, err)
	}
}

func TestADraftDoesNotOverwriteAReleaseItDoesNotKnow(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	one := published(t, c, small("1.0.0"))
	late := mustDraft(t, c, small("1.1.0"), "lin")
	if late.Base != one.Hash {
		t.Fatalf("it starts from %s", late.Base)
	}
	two := published(t, c, small("1.0.1"))
	late, report, err := c.Submit(ctx, late.ID, late.Revision, by("lin", ""))
	if err != nil || len(report.Blockers) != 1 || report.Blockers[0].Code != "version.base" {
		t.Fatal(report, err)
	}
	if late, err = c.Return(ctx, late.ID, late.Revision, by("zhao", "")); err != nil {
		t.Fatal(err)
	}
	if late, _, err = c.SaveDraft(ctx, late.ID, late.Revision, late.Files, two.Hash, by("lin", "took 1.0.1 in")); err != nil || late.Base != two.Hash {
		t.Fatal(late, err)
	}
	late, report, err = c.Submit(ctx, late.ID, late.Revision, by("lin", ""))
	if err != nil || !report.Passed() {
		t.Fatal(report, err)
	}
	// Nor does one that does not say what it was made from, or says it wrong.
	for base, code := range map[string]string{"": "version.base_unsaid", one.Hash: "version.base", "sha256:00": "version.base_unknown"} {
		_, _, err := c.CreateDraft(ctx, small("1.2.0"), base, by("lin", ""))
		wantProblem(t, err, code)
	}
	_, _, err = c.SaveDraft(ctx, late.ID, late.Revision, late.Files, "sha256:00", by("lin", ""))
	wantProblem(t, err, "version.stage")
	// A number is published once.
	same := mustDraft(t, c, map[string][]byte{"pack.yaml": small("1.0.1")["pack.yaml"]}, "lin")
	report, err = c.GateVersion(ctx, same)
	if err != nil || len(report.Blockers) != 1 || report.Blockers[0].Code != "version.number_taken" {
		t.Error(report, err)
	}
	_, _, err = c.SaveDraft(ctx, same.ID, same.Revision, map[string][]byte{"pack.yaml": []byte("name: other\ntitle: {zh: 甲, en: A}\nversion: 1.0.0\n")}, "", by("lin", ""))
	wantProblem(t, err, "version.pack")
	_, _, err = c.SaveDraft(ctx, same.ID, same.Revision, same.Files, "sha256:00", by("lin", ""))
	wantProblem(t, err, "version.base_unknown")
	_, _, err = c.CreateDraft(ctx, map[string][]byte{"pack.yaml": []byte("name: other\ntitle: {zh: 甲, en: A}\nversion: 1.0.0\n")}, one.Hash, by("lin", ""))
	wantProblem(t, err, "version.pack")
}

func TestADraftMayBeBrokenButIsNotPublished(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	files := small("1.0.0")
	files["forms/X.yaml"] = []byte("$id: [half")
	v, ps, err := c.CreateDraft(ctx, files, "", by("lin", ""))
	if err != nil || !ps.Failed() {
		t.Fatal(ps, err)
	}
	v, report, err := c.Submit(ctx, v.ID, v.Revision, by("lin", ""))
	if err != nil || report.Passed() {
		t.Fatal(report, err)
	}
	if v, err = c.Approve(ctx, v.ID, v.Revision, by("zhao", "")); err != nil {
		t.Fatal(err)
	}
	r, report, err := c.PublishVersion(ctx, v.ID, v.Revision, by("zhao", ""))
	if r != nil || err != nil || report.Passed() {
		t.Error(r, report, err)
	}
	if got, err := c.Version(ctx, v.ID); err != nil || !maps.EqualFunc(got.Files, files, func(a, b []byte) bool { return string(a) == string(b) }) {
		t.Error("the draft is not what was typed", err)
	}
	for _, bad := range []map[string][]byte{{}, {"pack.yaml": nil}, {"pack.yaml": small("1")["pack.yaml"], "../x": nil}} {
		if _, _, err := c.CreateDraft(ctx, bad, "", by("lin", "")); err == nil {
			t.Errorf("%v was kept", bad)
		}
	}
}

func TestTheSameContentIsTheSameReleaseToTheByte(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	var hashes []string
	var kept []map[string][]byte
	for range 2 {
		s := mustStore(t)
		c := catalog.New(s)
		mustPublish(t, c, builtin(t, "china-calendar"))
		r := published(t, c, builtin(t, "open-a-restaurant").Files)
		stored, err := s.Release(ctx, r.Hash)
		if err != nil {
			t.Fatal(err)
		}
		hashes, kept = append(hashes, r.Hash), append(kept, stored.Files)
		imported := mustPublish(t, catalog.New(s), builtin(t, "open-a-restaurant"))
		if imported.Hash != r.Hash {
			t.Error("published and imported are two releases")
		}
	}
	if hashes[0] != hashes[1] || !maps.EqualFunc(kept[0], kept[1], func(a, b []byte) bool { return string(a) == string(b) }) {
		t.Error("two houses made two releases of one content")
	}
}

// Two people bring the same content through review: whoever publishes second, or
// at the same moment, is told that it is done, and there is one release.
func TestTheSameContentPublishedByAnotherDraftIsDone(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	base := published(t, c, small("1.0.0")).Hash
	var ready []catalog.Version
	for _, who := range []string{"lin", "chen", "sun"} {
		v := mustDraft(t, c, small("1.1.0"), who)
		v, _, err := c.Submit(ctx, v.ID, v.Revision, by(who, ""))
		if err != nil {
			t.Fatal(err)
		}
		if v, err = c.Approve(ctx, v.ID, v.Revision, by("zhao", "good")); err != nil {
			t.Fatal(err)
		}
		ready = append(ready, v)
	}
	hashes := make([]string, len(ready))
	publish := func(i int) {
		r, report, err := c.PublishVersion(ctx, ready[i].ID, ready[i].Revision, by("zhao", "in force"))
		if err != nil || r == nil {
			t.Errorf("%s: %v, %v", ready[i].Author, report.Blockers, err)
			return
		}
		hashes[i] = r.Hash
	}
	var wg sync.WaitGroup
	for i := range 2 { // at the same moment
		wg.Go(func() { publish(i) })
	}
	wg.Wait()
	publish(2) // and later
	if hashes[0] == "" || hashes[0] == base || hashes[1] != hashes[0] || hashes[2] != hashes[0] {
		t.Errorf("published are %q", hashes)
	}
	list, err := c.Releases(ctx, "small")
	if err != nil || len(list) != 2 || !list[0].Current || list[0].Hash != hashes[0] {
		t.Errorf("%v: %d releases", err, len(list))
	}
	for _, v := range ready {
		if now, err := c.Version(ctx, v.ID); err != nil || now.Stage != catalog.StagePublished || now.Hash != hashes[0] {
			t.Errorf("%v: the draft of %s is %s", err, v.Author, now.Stage)
		}
	}
}

func TestAnImportIsInTheHistoryOnce(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	one := mustPublish(t, c, mustRead(t, strings2(small("1.0.0"))))
	mustPublish(t, c, mustRead(t, strings2(small("1.0.0"))))
	two := mustPublish(t, c, mustRead(t, strings2(small("2.0.0"))))
	h, err := c.History(ctx, "", 0, 10)
	if err != nil || len(h) != 2 {
		t.Fatal(h, err)
	}
	if h[0].From != one.Hash || h[0].To != two.Hash || h[0].Step != catalog.StepImport || h[1].From != "" || h[1].To != one.Hash {
		t.Errorf("%+v", h)
	}
	list, err := c.Releases(ctx, "small")
	if err != nil || len(list) != 2 || list[0].Files != nil {
		t.Error(list, err)
	}
}

func TestAPackThatAnotherNeedsIsNotRetired(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	calendar := mustPublish(t, c, builtin(t, "china-calendar"))
	shop := mustPublish(t, c, builtin(t, "open-a-restaurant"))
	wantProblem(t, c.Retire(ctx, calendar.Hash, by("zhao", "")), "release.needed")
	if err := c.Retire(ctx, shop.Hash, by("zhao", "")); err != nil {
		t.Fatal(err)
	}
	if err := c.Retire(ctx, calendar.Hash, by("zhao", "")); err != nil {
		t.Error(err)
	}
	if err := c.Retire(ctx, "sha256:00", by("zhao", "")); !errors.Is(err, catalog.ErrNoRelease) {
		t.Error(err)
	}
}

func TestANeedIsMetByTheVersionsOfItsRange(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	pack := func(version string) *catalog.Pack {
		return mustRead(t, map[string]string{"pack.yaml": "name: base\ntitle: {zh: 甲, en: A}\nversion: " + version + "\n", "subjects.yaml": "- {id: s" + strings.ReplaceAll(version, ".", "") + ", name: {zh: 甲, en: A}}\n"})
	}
	hash := map[string]string{}
	for _, v := range []string{"1.2.0", "1.3.0", "1.10.0", "2.0.0"} {
		hash[v] = mustPublish(t, c, pack(v)).Hash
	}
	top := func(need string) *catalog.Pack {
		return mustRead(t, map[string]string{"pack.yaml": "name: top\ntitle: {zh: 乙, en: B}\nversion: 1.0.0\nneeds: [\"" + need + "\"]\n"})
	}
	for need, want := range map[string]string{"base": "2.0.0", "base@^1.2": "1.10.0", "base@~1.3": "1.3.0", "base@>= 1.0, < 3": "2.0.0", "base@1.2.0": "1.2.0"} {
		r, ps, err := c.Publish(ctx, top(need), start)
		if err != nil || r == nil {
			t.Errorf("%s: %v %v", need, ps, err)
			continue
		}
		if r.Pack.Needs[0] != "base@"+hash[want] || r.Pack.Subjects != nil {
			t.Errorf("%s is met by %s, want %s", need, r.Pack.Needs[0], want)
		}
	}
	for need, code := range map[string]string{"base@^3": "pack.need_not_in_range", "base@newest": "pack.need_range", "other@^1": "pack.need_missing"} {
		if _, ps, err := c.Publish(ctx, top(need), start); err != nil || len(ps) != 1 || ps[0].Code != code || ps[0].Path != "needs/0" {
			t.Errorf("%s: %v %v", need, ps, err)
		}
	}
	// A retired version is not what a range finds.
	if err := c.Retire(ctx, hash["1.10.0"], by("zhao", "")); err != nil {
		t.Fatal(err)
	}
	if r, ps, err := c.Publish(ctx, top("base@^1.2"), start.Add(time.Hour)); err != nil || r == nil || r.Pack.Needs[0] != "base@"+hash["1.3.0"] {
		t.Error(ps, err)
	}
}

// Who was competent is not rewritten, and power that was lent is not lent on.
func TestADelegationIsNotBackdatedAndNotHandedOn(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	p, ps := catalog.Read(os.DirFS("testdata/noodles"))
	if p == nil {
		t.Fatal(ps)
	}
	day := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	r, ps, err := c.Publish(ctx, p, day)
	if r == nil || err != nil {
		t.Fatal(ps, err)
	}
	gate := func(d metamodel.Delegation, at time.Time) (*catalog.Pack, string) {
		t.Helper()
		next, ps := catalog.ReadArchive(p.Encode())
		if ps.Failed() {
			t.Fatal(ps)
		}
		d.Basis = metamodel.ZhEn("决定", "Decision")
		next.Version, next.Files, next.Matters["A3"].Delegated = "1.0.1", nil, &d
		report, err := c.Gate(ctx, next, at)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range report.Blockers {
			if strings.HasPrefix(b.Code, "matter.delegated") {
				return next, b.Code
			}
		}
		return next, ""
	}
	d := metamodel.Delegation{To: "hall", Kind: metamodel.Entrusted, On: "2026-11-30"}
	if _, said := gate(d, day); said != "matter.delegated_past" {
		t.Errorf("from yesterday: %q", said)
	}
	d.On = "2026-12-01"
	next, said := gate(d, day)
	if said != "" {
		t.Errorf("from today: %q", said)
	}
	if r, ps, err = c.Publish(ctx, next, day); r == nil || err != nil {
		t.Fatal(ps, err)
	}
	if _, said := gate(d, day.AddDate(0, 1, 0)); said != "" {
		t.Errorf("the same again: %q", said)
	}
	other := metamodel.Delegation{To: "market", Kind: metamodel.Entrusted, On: "2027-03-01"}
	if _, said := gate(other, day.AddDate(0, 1, 0)); said != "matter.delegated_twice" {
		t.Errorf("handed on: %q", said)
	}
	// It may end from today on, not on a day that is past, and stays of its kind.
	for until, want := range map[string]string{"2026-12-31": "matter.delegated_ended", "2027-01-01": ""} {
		d.Until = until
		if _, said := gate(d, day.AddDate(0, 1, 0)); said != want {
			t.Errorf("until %s: %q", until, said)
		}
	}
	d.Kind, d.Until = metamodel.Transferred, ""
	if _, said := gate(d, day.AddDate(0, 1, 0)); said != "matter.delegated_twice" {
		t.Errorf("another kind: %q", said)
	}
}

// Who applied in good faith is not told that there was nothing to apply for.
func TestNobodyCancelsAMatterForDaysThatArePast(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	p, ps := catalog.Read(os.DirFS("testdata/noodles"))
	if p == nil {
		t.Fatal(ps)
	}
	day := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	r, ps, err := c.Publish(ctx, p, day)
	if r == nil || err != nil {
		t.Fatal(ps, err)
	}
	for on, past := range map[string]bool{"2026-11-30": true, "2026-12-01": false, "2027-01-01": false} {
		next, _, ps := catalog.Cancel(r, "A3", metamodel.Cancellation{On: on, Basis: metamodel.ZhEn("决定", "Decision"), Reason: metamodel.ZhEn("不再需要", "Not needed")})
		if ps.Failed() {
			t.Fatal(ps)
		}
		report, err := c.Gate(ctx, next, day)
		if err != nil {
			t.Fatal(err)
		}
		said := slices.ContainsFunc(report.Blockers, func(p metamodel.Problem) bool { return p.Code == "matter.cancelled_past" })
		if said != past {
			t.Errorf("from %s: %v", on, report.Blockers)
		}
	}
}
