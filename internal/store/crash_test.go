package store_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

// childURL makes the test binary a server that writes until it is killed.
const childURL = "ONEMATTER_TEST_STORE_CHILD"

func TestMain(m *testing.M) {
	if url := os.Getenv(childURL); url != "" {
		if err := submitForever(url); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// submitForever prints the key of every submission after it was acknowledged.
func submitForever(url string) error {
	s, err := store.Open(context.Background(), store.Options{URL: url})
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range 16 {
		wg.Go(func() {
			for err == nil {
				key := newID()
				if e := s.Commit(context.Background(), submission("owner", key)); e != nil {
					mu.Lock()
					err = e
					mu.Unlock()
					return
				}
				mu.Lock()
				fmt.Println(key)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return err
}

func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		s := mustOpen(t, store.Options{URL: url}) // a second server stays up
		acknowledged := map[string]bool{}
		for cycle := range 6 {
			child := exec.Command(os.Args[0], "-test.run=^$")
			child.Env = append(os.Environ(), childURL+"="+url)
			child.Stderr = os.Stderr
			out, err := child.StdoutPipe()
			must(t, err)
			must(t, child.Start())
			lines := bufio.NewScanner(out)
			for n := 0; lines.Scan(); n++ {
				acknowledged[lines.Text()] = true
				if n == 50+30*cycle {
					must(t, child.Process.Kill())
				}
			}
			if err := child.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
				t.Fatalf("the child ended by itself: %v", err)
			}
			for key := range acknowledged {
				if _, err := s.Receipt(t.Context(), "owner", key); err != nil {
					t.Fatalf("cycle %d: acknowledged and lost: %s: %v", cycle, key, err)
				}
			}
		}
		// Everything that is there, acknowledged or not, is whole. The log gives what
		// was written while another transaction is open only after that one has ended.
		// What was on its way in PostgreSQL when its client was killed may still be
		// committed: the log and the list must have been read in quiet.
		found, roots := withTasks(t, s), map[string]int{}
		for {
			clear(roots)
			for _, e := range log(t, s, 2*len(found)) {
				roots[e.Root]++
			}
			again := withTasks(t, s)
			quiet := len(again) == len(found)
			if found = again; quiet {
				break
			}
		}
		cases := len(found)
		for _, c := range found {
			if roots[c.ID] != 2 {
				t.Errorf("case %s has %d events", c.ID, roots[c.ID])
			}
		}
		if cases != len(roots) || cases < len(acknowledged) {
			t.Errorf("%d cases with tasks, %d with events, %d acknowledged", cases, len(roots), len(acknowledged))
		}
	})
}

// withTasks lists all cases that wait for a clerk.
func withTasks(t *testing.T, s *store.Store) (found []engine.Case) {
	t.Helper()
	p := engine.Page{Limit: 200}
	for {
		list, next, err := s.Cases(t.Context(), engine.CaseFilter{Departments: []string{"market"}, OpenTaskFor: []string{"clerk"}, ByDue: true}, p)
		must(t, err)
		found = append(found, list...)
		if p.Cursor = next; next == "" {
			return found
		}
	}
}
