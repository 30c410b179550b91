package catalog

import (
	"os"
	"testing"
)

// mustCompile reads and compiles a pack folder and what it needs.
func mustCompile(t testing.TB, dir string, needs ...*Release) *Release {
	t.Helper()
	p, ps := Read(os.DirFS(dir))
	if ps.Failed() {
		t.Fatalf("%s: %v", dir, ps)
	}
	r, ps := CompilePack(p, needs...)
	if ps.Failed() {
		t.Fatalf("%s: %v", dir, ps)
	}
	for _, w := range ps {
		t.Logf("%s: %s: %s", w.File, w.Path, w.In("en"))
	}
	return r
}

func TestFixtureCompiles(t *testing.T) {
	t.Parallel()
	mustCompile(t, "testdata/noodles")
}
