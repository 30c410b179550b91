package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

// disk opens a SQLite file of a folder whose syncs a test sees.
func disk(t *testing.T, dir string, flush func(*os.File) error) *Store {
	t.Helper()
	s, err := Open(context.Background(), Options{URL: filepath.Join(dir, "x.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if flush != nil {
		s.w.(*sqliteWriter).sync.flush = flush // read behind the next commit
	}
	return s
}

// keptDraft is a change that is one draft, one event and a receipt.
func keptDraft(id string) *engine.Change {
	return &engine.Change{Receipt: &engine.StoredReceipt{Owner: "owner", Key: id, Request: "r", Body: []byte(`{}`)},
		InsertDrafts: []engine.Draft{{ID: id, Revision: 1}}, Events: []engine.Event{{ID: "event-" + id}}}
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// The power may go at any moment. What the disk holds then is at least what was
// in the files when the last sync that returned began; that is kept here at
// each sync, and what was acknowledged by the next must be in it.
func TestWhatIsAcknowledgedWasBroughtToDiskBefore(t *testing.T) {
	t.Parallel()
	dir, cut := t.TempDir(), t.TempDir()
	var mu sync.Mutex
	acknowledged := map[string]bool{}
	var syncs, looked int
	look := func(keys []string) { // at what a power cut would have left
		found := disk(t, filepath.Join(cut, fmt.Sprint(syncs)), nil)
		for _, key := range keys {
			if _, err := found.Receipt(context.Background(), "owner", key); err != nil {
				t.Errorf("acknowledged behind sync %d and not on disk: %s: %v", syncs, key, err)
			}
		}
		looked += len(keys)
		_ = found.Close()
	}
	s := disk(t, dir, func(f *os.File) error {
		mu.Lock()
		keys := slices.Collect(maps.Keys(acknowledged))
		mu.Unlock()
		if syncs > 0 && syncs%4 == 0 {
			look(keys)
		}
		syncs++
		at := filepath.Join(cut, fmt.Sprint(syncs))
		if err := errors.Join(os.Mkdir(at, 0o750), copyFile(filepath.Join(dir, "x.db"), filepath.Join(at, "x.db")),
			copyFile(filepath.Join(dir, "x.db-wal"), filepath.Join(at, "x.db-wal"))); err != nil {
			return err
		}
		return syncFile(f)
	})
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for i := range 25 {
				key := fmt.Sprintf("%d-%d", n, i)
				if err := s.Commit(context.Background(), keptDraft(key)); err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				acknowledged[key] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	look(slices.Collect(maps.Keys(acknowledged)))
	if len(acknowledged) != 200 || looked < 400 {
		t.Errorf("%d acknowledged, looked for %d", len(acknowledged), looked)
	}
}

func TestNothingIsShownBeforeItIsOnDisk(t *testing.T) {
	t.Parallel()
	asked, goOn := make(chan struct{}), make(chan struct{})
	s := disk(t, t.TempDir(), func(f *os.File) error {
		asked <- struct{}{}
		<-goOn
		return syncFile(f)
	})
	ctx := t.Context()
	done := map[string]chan error{"the commit": make(chan error, 1), "settling": make(chan error, 1), "the log": make(chan error, 1)}
	go func() { done["the commit"] <- s.Commit(ctx, keptDraft("d")) }()
	<-asked // committed, not yet on disk
	if _, err := s.Draft(ctx, "d"); err != nil {
		t.Fatalf("a reader does not see it, so this shows nothing: %v", err)
	}
	go func() { done["settling"] <- s.Settle(ctx) }()
	go func() {
		list, err := s.EventsAfter(ctx, engine.Position{}, 10)
		if err == nil && len(list) != 1 {
			err = fmt.Errorf("%d events", len(list))
		}
		done["the log"] <- err
	}()
	gone, leave := context.WithCancel(ctx)
	leave()
	if err := s.Settle(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("whoever left waits on: %v", err)
	}
	time.Sleep(50 * time.Millisecond) // time enough for what does not wait
	for what, c := range done {
		if len(c) > 0 {
			close(goOn)
			t.Fatalf("%s did not wait for the disk: %v", what, <-c)
		}
	}
	close(goOn)
	for what, c := range done {
		if err := <-c; err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := s.Settle(ctx); err != nil {
		t.Errorf("with nothing on its way: %v", err)
	}
}

// The writer goes on while the disk works, and one sync is for all that it
// wrote meanwhile.
func TestTheWriterGoesOnWhileTheDiskWorks(t *testing.T) {
	t.Parallel()
	asked, goOn := make(chan struct{}, 10), make(chan struct{})
	s := disk(t, t.TempDir(), func(f *os.File) error {
		asked <- struct{}{}
		<-goOn
		return syncFile(f)
	})
	ctx := t.Context()
	var wg sync.WaitGroup
	commit := func(id string) {
		wg.Go(func() {
			if err := s.Commit(ctx, keptDraft(id)); err != nil {
				t.Error(err)
			}
		})
	}
	commit("first")
	<-asked
	for _, id := range []string{"second", "third"} {
		commit(id)
		for { // until it is written
			if _, err := s.Draft(ctx, id); err == nil {
				break
			}
			time.Sleep(time.Millisecond)
		}
	}
	close(goOn)
	wg.Wait()
	if more := len(asked); more != 1 {
		t.Errorf("%d syncs for what was written during the first", more)
	}
}

func TestAfterAFailedSyncNothingIsAcknowledged(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	asked, goOn := make(chan struct{}), make(chan struct{})
	failing := true
	s := disk(t, t.TempDir(), func(f *os.File) error {
		if !failing { // it is back: what it forgot nobody knows
			return syncFile(f)
		}
		failing = false
		asked <- struct{}{}
		<-goOn
		return broken
	})
	ctx := t.Context()
	commit := func(id string) chan error {
		done := make(chan error, 1)
		go func() { done <- s.Commit(ctx, keptDraft(id)) }()
		return done
	}
	first := commit("first")
	<-asked
	second := commit("second") // is written while the disk fails
	for {
		if _, err := s.Draft(ctx, "second"); err == nil {
			break
		}
		time.Sleep(time.Millisecond)
	}
	close(goOn)
	for what, done := range map[string]chan error{"what failed": first, "what was written meanwhile": second, "what came after it": commit("third")} {
		if err := <-done; !errors.Is(err, broken) {
			t.Errorf("%s is acknowledged: %v", what, err)
		}
	}
	for what, err := range map[string]error{"settling": s.Settle(ctx), "ping": s.Ping(ctx)} {
		if !errors.Is(err, broken) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
