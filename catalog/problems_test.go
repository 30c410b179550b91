package catalog_test

import (
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

// Problems that need two packs, or answers that no page sends.
func TestRarerProblemsOfPacks(t *testing.T) {
	t.Parallel()
	read := func(manifest string) *catalog.Pack {
		p, ps := catalog.ReadArchive(map[string][]byte{"pack.yaml": []byte(manifest)})
		if ps.Failed() {
			t.Fatal(ps)
		}
		return p
	}
	base, ps := catalog.CompilePack(read("name: base\ntitle: {zh: 底, en: Base}\nversion: 1.0.0\n"))
	if ps.Failed() {
		t.Fatal(ps)
	}
	other := read("name: shop\ntitle: {zh: 店, en: Shop}\nversion: 1.0.0\nneeds: ['base@sha256:" + strings.Repeat("0", 64) + "']\n")
	if _, ps := catalog.CompilePack(other, base); len(ps) != 1 || ps[0].Code != "pack.need_other_version" || ps[0].Path != "needs/0" {
		t.Errorf("a need of other content: %v", ps)
	}
}
