package store_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

func TestBlobsComeBackAndKeysDoNotLeadElsewhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b, err := store.OpenBlobs(filepath.Join(dir, "blobs"))
	must(t, err)
	defer b.Close()
	read := func(key string) string {
		r, err := b.Open(t.Context(), key)
		must(t, err)
		defer r.Close()
		return string(got[[]byte](t)(io.ReadAll(r)))
	}
	big := strings.Repeat("x", 3<<20)
	must(t, b.Put(t.Context(), "2026/11/a-b_C.9", strings.NewReader(big)))
	must(t, b.Put(t.Context(), "empty", bytes.NewReader(nil)))
	same(t, "big", read("2026/11/a-b_C.9") == big, true)
	same(t, "empty", read("empty"), "")
	must(t, b.Put(t.Context(), "empty", strings.NewReader("replaced")))
	same(t, "replaced", read("empty"), "replaced")

	must(t, os.WriteFile(filepath.Join(dir, "secret"), []byte("secret"), 0o600))
	must(t, os.Symlink(dir, filepath.Join(dir, "blobs", "link")))
	for _, key := range []string{"", ".", "..", "../secret", "/etc/passwd", "a/../../secret", "a//b", "a/", "/a", ".unfinished/x", ".hidden", "a\\b", "a b", "a\x00", "c:", "名", "dot.", strings.Repeat("k", 201)} {
		if err := b.Put(t.Context(), key, strings.NewReader("bad")); err == nil {
			t.Errorf("put %q was allowed", key)
		}
		if _, err := b.Open(t.Context(), key); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("open %q: %v", key, err)
		}
		if err := b.Delete(t.Context(), key); err == nil {
			t.Errorf("delete %q was allowed", key)
		}
	}
	if r, err := b.Open(t.Context(), "link/secret"); err == nil {
		r.Close()
		t.Error("a link led outside")
	}
	if _, err := b.Open(t.Context(), "2026"); !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("a folder is no blob: %v", err)
	}
	must(t, b.Delete(t.Context(), "empty"))
	must(t, b.Delete(t.Context(), "empty"))
	if _, err := b.Open(t.Context(), "empty"); !errors.Is(err, engine.ErrNotFound) {
		t.Error(err)
	}
}

func TestABlobThatIsCutOffLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b, err := store.OpenBlobs(dir)
	must(t, err)
	defer b.Close()
	must(t, b.Put(t.Context(), "kept", strings.NewReader("old")))
	broken := io.MultiReader(strings.NewReader("half"), readerThatFails{})
	if err := b.Put(t.Context(), "kept", broken); !errors.Is(err, errCutOff) {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Put(ctx, "kept", strings.NewReader("new")); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	r, err := b.Open(t.Context(), "kept")
	must(t, err)
	defer r.Close()
	same(t, "as before", string(got[[]byte](t)(io.ReadAll(r))), "old")
	left, err := os.ReadDir(filepath.Join(dir, ".unfinished"))
	must(t, err)
	same(t, "leftovers", len(left), 0)
}

var errCutOff = errors.New("cut off")

type readerThatFails struct{}

func (readerThatFails) Read([]byte) (int, error) { return 0, errCutOff }
