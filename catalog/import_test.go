package catalog_test

import (
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
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
