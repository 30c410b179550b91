package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/onematter/onematter/engine"
)

// Blobs keeps uploaded bytes as files of a folder. It implements engine.Blobs.
type Blobs struct{ root *os.Root }

var _ engine.Blobs = (*Blobs)(nil)

// OpenBlobs opens a folder for blobs, making it when it is missing. What a crash
// cut off stays in a folder of its own and is never seen.
func OpenBlobs(dir string) (*Blobs, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("store: opening the blobs: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("store: opening the blobs: %w", err)
	}
	b := &Blobs{root}
	if err := root.MkdirAll(unfinished, 0o750); err != nil {
		return nil, errors.Join(fmt.Errorf("store: opening the blobs: %w", err), root.Close())
	}
	return b, nil
}

// Close lets go of the folder.
func (b *Blobs) Close() error { return b.root.Close() }

// unfinished is the folder of files that are still being written. No key
// begins with a dot.
const unfinished = ".unfinished"

const maxBlobKey = 200

// checkBlobKey accepts slash-separated names of letters, digits, - _ and inner
// dots: the same name on every file system, and none that leads elsewhere.
func checkBlobKey(key string) error {
	if key == "" || len(key) > maxBlobKey {
		return fmt.Errorf("store: a blob key is 1 to %[2]d long, in bytes, this one %[1]d", len(key), maxBlobKey)
	}
	for part := range strings.SplitSeq(key, "/") {
		bad := part == "" || part[0] == '.' || part[len(part)-1] == '.'
		for _, r := range part {
			bad = bad || (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_' && r != '.'
		}
		if bad {
			return fmt.Errorf("store: blob key %q is not allowed", key)
		}
	}
	return nil
}

// Put writes a blob under a key and returns when it is on disk. A reader sees
// all of it or nothing; putting a key again replaces it as a whole.
func (b *Blobs) Put(ctx context.Context, key string, r io.Reader) (err error) {
	if err := checkBlobKey(key); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("store: writing blob %s: %w", key, err)
		}
	}()
	if err := ctx.Err(); err != nil {
		return err
	}
	name, f, err := b.create()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = b.root.Remove(name)
		}
	}()
	if _, err = io.Copy(f, readerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(p)
	})); err != nil {
		return errors.Join(err, f.Close())
	}
	if err = f.Sync(); err != nil {
		return errors.Join(err, f.Close())
	}
	if err = f.Close(); err != nil {
		return err
	}
	dir := filepath.Dir(filepath.FromSlash(key))
	if err = b.folder(dir); err != nil {
		return err
	}
	if err = b.root.Rename(name, filepath.FromSlash(key)); err != nil {
		return err
	}
	return b.syncFolder(dir)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func (b *Blobs) create() (string, *os.File, error) {
	name := filepath.Join(unfinished, rand.Text())
	f, err := b.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	return name, f, err
}

// folder makes a folder durably: each new level is written down in the one above.
func (b *Blobs) folder(dir string) error {
	if _, err := b.root.Stat(dir); err == nil || dir == "." {
		return err
	}
	above := filepath.Dir(dir)
	if err := b.folder(above); err != nil {
		return err
	}
	if err := b.root.Mkdir(dir, 0o750); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return b.syncFolder(above)
}

func (b *Blobs) syncFolder(dir string) error {
	d, err := b.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open reads a blob: engine.ErrNotFound without one.
func (b *Blobs) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	if err := checkBlobKey(key); err != nil {
		return nil, fmt.Errorf("%w (%v)", engine.ErrNotFound, err)
	}
	f, err := b.root.Open(filepath.FromSlash(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("store: opening blob %s: %w", key, engine.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("store: opening blob %s: %w", key, err)
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(fmt.Errorf("store: opening blob %s: %w", key, engine.ErrNotFound), err, f.Close())
	}
	return f, nil
}

// Delete removes a blob; one that is gone already is no error.
func (b *Blobs) Delete(ctx context.Context, key string) error {
	if err := checkBlobKey(key); err != nil {
		return err
	}
	err := b.root.Remove(filepath.FromSlash(key))
	if err == nil {
		err = b.syncFolder(filepath.Dir(filepath.FromSlash(key)))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("store: deleting blob %s: %w", key, err)
	}
	return nil
}
