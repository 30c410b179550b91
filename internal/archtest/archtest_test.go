package archtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestTheHouseIsAsItWasDrawn fails with the file, the line and the import.
func TestTheHouseIsAsItWasDrawn(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	breaches, err := OneMatter.Check(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range breaches {
		t.Error(b)
	}
}

// TestACrookedHouseIsSeen proves that each rule can fail: the tree in testdata
// breaks every one of them, and does beside it what is allowed.
func TestACrookedHouseIsSeen(t *testing.T) {
	t.Parallel()
	breaches, err := OneMatter.Check(os.DirFS("testdata/crooked"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range breaches {
		got = append(got, b.String())
	}
	doc, err := os.ReadFile("testdata/crooked/breaches.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(doc)), "\n")
	if !slices.Equal(got, want) {
		t.Errorf("breaches\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, rule := range []string{"folders", "rooms", "names", "order", "tests", "wiring", "library", "pure", "clock"} {
		if !slices.ContainsFunc(breaches, func(b Breach) bool { return b.Rule == rule }) {
			t.Errorf("nothing shows that the rule %q can fail", rule)
		}
	}
}

// The table itself must be an order: no room imports one that may import it.
func TestTheRoomsAreInOrder(t *testing.T) {
	t.Parallel()
	above := map[string]bool{}
	for _, r := range OneMatter.Rooms {
		for _, to := range r.MayImport {
			if !above[to] {
				t.Errorf("%s may import %s, which is not above it", r.Path, to)
			}
		}
		above[r.Path] = true
	}
	for _, o := range OneMatter.Owners {
		for _, r := range o.Rooms {
			if OneMatter.room(r) == nil {
				t.Errorf("%s belongs to %s, which is in no room", o.Library, r)
			}
		}
	}
}

func TestAnEmptyOrBrokenTreeIsNoSoundHouse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := OneMatter.Check(os.DirFS(dir)); err == nil {
		t.Error("no go.mod, no error")
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module m\n")
	breaches, err := OneMatter.Check(os.DirFS(dir))
	if err != nil || !slices.Contains(breaches, Breach{File: "metamodel", Rule: "folders", What: "the room is missing"}) {
		t.Errorf("an empty house: %v, %v", breaches, err)
	}
	write("x.go", "package x\nimport \"unfinished")
	if _, err := OneMatter.Check(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), "x.go") {
		t.Errorf("a broken file gives %v", err)
	}
}
