package catalog_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func named(t *testing.T, name, version, subject string, needs ...string) *catalog.Pack {
	t.Helper()
	manifest := "name: " + name + "\ntitle: {zh: 甲, en: A}\nversion: " + version + "\n"
	if len(needs) > 0 {
		manifest += "needs: [\"" + strings.Join(needs, "\", \"") + "\"]\n"
	}
	return mustRead(t, map[string]string{"pack.yaml": manifest, "subjects.yaml": "- {id: " + subject + ", name: {zh: 甲, en: A}}\n"})
}

func TestAnImportHoldsToWhatPublishingHoldsTo(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	bring := func(version, subject string, older bool, code string) *catalog.Release {
		t.Helper()
		r, ps, err := c.Import(ctx, named(t, "small", version, subject), older, by("lin", ""))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if ps.Failed() {
			got = ps[0].Code
		}
		if got != code || (r == nil) != (code != "") {
			t.Fatalf("%s %s: %v, want %q", version, subject, ps, code)
		}
		return r
	}
	one := bring("1.0.0", "a", false, "")
	bring("1.0.0", "a", false, "") // the same again
	bring("1.0.0", "b", false, "version.number_taken")
	bring("1.0.0", "b", true, "version.number_taken")
	two := bring("2.0.0", "b", false, "")
	bring("1.5.0", "c", false, "import.older")
	bring("1.0.0", "a", false, "import.older")
	bring("1.0.0", "a", true, "")
	bring("2.0.0", "b", false, "")
	if err := c.Retire(ctx, two.Hash, by("zhao", "")); err != nil {
		t.Fatal(err)
	}
	bring("2.0.0", "b", true, "release.retired")
	bring("2.0.0", "c", true, "version.number_taken")
	if err := c.Retire(ctx, one.Hash, by("zhao", "")); err != nil {
		t.Fatal(err)
	}
	bring("1.0.0", "d", false, "version.number_taken")
}

func TestPacksThatNeedEachOtherAreRefusedWithTheCircle(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	mustPublish(t, c, named(t, "pa", "1.0.0", "a"))
	mustPublish(t, c, named(t, "pb", "1.0.0", "b", "pa@^1.0"))
	mustPublish(t, c, named(t, "pc", "1.0.0", "c", "pb"))
	for want, p := range map[string]*catalog.Pack{
		"pa → pb → pa":      named(t, "pa", "1.1.0", "d", "pb@^1.0"),
		"pa → pc → pb → pa": named(t, "pa", "1.2.0", "d", "pc"),
		"self → self":       named(t, "self", "1.0.0", "d", "self"),
	} {
		_, imported, err := c.Import(ctx, p, false, by("lin", ""))
		if err != nil {
			t.Fatal(err)
		}
		_, published, err := c.Publish(ctx, p, start)
		if err != nil {
			t.Fatal(err)
		}
		for _, ps := range [][]string{{imported.Error(), imported[0].Code}, {published.Error(), published[0].Code}} {
			if !strings.Contains(ps[0], want) || ps[1] != "pack.need_cycle" {
				t.Errorf("%s: %s", want, ps)
			}
		}
	}
	self := named(t, "self", "1.0.0", "d", "self")
	if _, ps := catalog.CompilePack(self); len(ps) != 1 || ps[0].Code != "pack.need_cycle" || ps[0].File != "pack.yaml" || ps[0].Path != "needs/0" {
		t.Error(ps)
	}
}

// A pack that the gate would refuse because people could file nothing, or because
// it rewrites what was, does not come in by another door; what an import undoes
// is told.
func TestAnImportRewritesNothingAndLeavesSomethingToFile(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	evening := time.Date(2026, 12, 1, 18, 0, 0, 0, time.UTC) // in Shanghai it is the second
	noodles := func(version, file, old, now string) *catalog.Pack {
		t.Helper()
		p, ps := catalog.Read(os.DirFS("testdata/noodles"))
		if ps.Failed() {
			t.Fatal(ps)
		}
		files := maps.Clone(p.Files)
		files["pack.yaml"] = []byte(strings.Replace(string(files["pack.yaml"]), "version: 1.0.0", "version: "+version, 1))
		if file != "" {
			was := string(files[file])
			if files[file] = []byte(strings.Replace(was, old, now, 1)); string(files[file]) == was {
				t.Fatalf("%s has no %q", file, old)
			}
		}
		if p, ps = catalog.ReadArchive(files); ps.Failed() {
			t.Fatal(ps)
		}
		return p
	}
	bring := func(p *catalog.Pack, older bool, stops bool, codes ...string) {
		t.Helper()
		r, ps, err := c.Import(ctx, p, older, catalog.By{Who: "lin", At: evening})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range ps {
			if p.Code != "theme.question_unused" { // without the matter its question decides nothing
				got = append(got, p.Code)
			}
		}
		if (r == nil) != stops || ps.Failed() != stops || !slices.Equal(got, codes) {
			t.Fatalf("%s: %v, want %q", p.Version, ps, codes)
		}
	}
	cancelled := func(version, matter, on string) *catalog.Pack {
		p := noodles(version, "", "", "")
		r, ps := catalog.CompilePack(p)
		if ps.Failed() {
			t.Fatal(ps)
		}
		next, _, ps := catalog.Cancel(r, matter, metamodel.Cancellation{On: on, Basis: metamodel.ZhEn("决定", "Decision"), Reason: metamodel.ZhEn("不再需要", "Not needed")})
		if ps.Failed() {
			t.Fatal(ps)
		}
		return next
	}
	bring(noodles("1.0.0", "", "", ""), false, false)
	bring(noodles("1.1.0", "forms/A2.yaml", `{$ref: "element:E21"`, `{$ref: "element:E21", maximum: 200`), false, true, "merge.conflict_range")
	bring(cancelled("1.1.0", "A3", "2026-12-01"), false, true, "matter.cancelled_past")
	bring(cancelled("1.1.0", "A3", "2026-12-02"), false, false)
	bring(cancelled("1.1.0", "A3", "2026-12-02"), false, false) // the same again
	bring(noodles("1.2.0", "", "", ""), false, false, "matter.cancelled_undone")
	evening = evening.AddDate(0, 1, 0)
	bring(cancelled("1.1.0", "A3", "2026-12-02"), true, false, "import.replaces_newer") // its day was judged when it came in
	bring(noodles("1.0.0", "", "", ""), true, false, "import.replaces_newer", "matter.cancelled_undone")
	lent := noodles("1.3.0", "matters/A3.yaml", "department:", "delegated: {to: hall, kind: entrust, on: 2026-12-31, basis: {zh: 决定, en: Decision}}\ndepartment:")
	bring(lent, false, true, "matter.delegated_past")
}
