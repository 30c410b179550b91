// Command benchtransition moves the same case through the same process in
// OneMatter (SQLite and PostgreSQL) and in Temporal's development server, one
// after the other in one run, and prints durable transitions a second and ratios.
//
// The case: one start and four events; five transitions. Each is acknowledged
// before the next is asked for, and only when it is on disk:
//
//   - OneMatter: engine.SubmitMatter and engine.Act, each with an idempotency
//     key, called in this process as cmd/onematter calls them. Answers are checked;
//     case, task, clocks, events and receipt are one transaction, acknowledged when the
//     log is on disk; PostgreSQL with fsync and synchronous_commit on.
//   - Temporal: `temporal server start-dev` in a process of its own with a SQLite
//     file that is as durable as ours (journal_mode=WAL, synchronous=FULL; its default,
//     a rollback journal, is slower), the Go SDK's client and worker in this process. The
//     events are sent in two ways: as updates, acknowledged when the workflow has
//     taken the transition (what Act does), and as signals, acknowledged when they
//     are recorded, the case counting when the workflow has ended. Ratios are to
//     the faster of the two.
//
// Temporal does what we do not (it replays code after a crash) and we what it
// does not (forms, tasks, working time, history for people): both are measured at what
// their users get for one acknowledged step of a case.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// side is one system under test. A case is used by one caller at a time.
type side interface {
	name() string
	open(ctx context.Context, dir string) error
	// run takes a new case through its five transitions and calls done after
	// each that is acknowledged.
	run(ctx context.Context, serial int64, done func(n int)) error
	close() error
}

// events of the case after its start.
var events = [...]string{"accept", "review", "approve", "deliver"}

func main() {
	callers := flag.String("callers", "1,16,64,256", "cases at once")
	seconds := flag.Duration("time", 6*time.Second, "time measured")
	warm := flag.Duration("warm", 2*time.Second, "warm-up before it")
	rounds := flag.Int("rounds", 3, "rounds; the median counts")
	binary := flag.String("temporal", "temporal", "Temporal's program; empty: OneMatter alone")
	flag.Parse()
	if err := run(*callers, *warm, *seconds, *rounds, *binary); err != nil {
		fmt.Fprintln(os.Stderr, "benchtransition:", err)
		os.Exit(1)
	}
}

func run(callers string, warm, d time.Duration, rounds int, binary string) error {
	var counts []int
	for _, s := range strings.Split(callers, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			return err
		}
		counts = append(counts, n)
	}
	sides := []side{&oneMatter{database: "SQLite"}, &oneMatter{database: "PostgreSQL"}}
	if binary != "" {
		sides = append(sides, &temporal{binary: binary, updates: true}, &temporal{binary: binary})
	}
	rates := make([]map[int][]float64, len(sides)) // by side, callers and round
	for range rounds {
		for i, s := range sides {
			if rates[i] == nil {
				rates[i] = map[int][]float64{}
			}
			if err := measure(s, counts, warm, d, rates[i]); err != nil {
				return fmt.Errorf("%s: %w", s.name(), err)
			}
		}
	}
	fmt.Printf("durable transitions a second, median of %d rounds of %s\n%8s", rounds, d, "callers")
	for _, s := range sides {
		fmt.Printf("  %20s", s.name())
	}
	if binary != "" {
		fmt.Printf("  %13s  %17s", "ratio, SQLite", "ratio, PostgreSQL")
	}
	fmt.Println()
	for _, n := range counts {
		fmt.Printf("%8d", n)
		mid := make([]float64, len(sides))
		for i := range sides {
			mid[i] = median(rates[i][n])
			fmt.Printf("  %20.0f", mid[i])
		}
		if binary != "" {
			best := max(mid[2], mid[3])
			fmt.Printf("  %12.1f×  %16.1f×", mid[0]/best, mid[1]/best)
		}
		fmt.Println()
	}
	return nil
}

// measure opens a side afresh, so that nobody else's server runs meanwhile.
func measure(s side, counts []int, warm, d time.Duration, rates map[int][]float64) error {
	dir, err := os.MkdirTemp("", "benchtransition-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	ctx := context.Background()
	if err := s.open(ctx, dir); err != nil {
		return fmt.Errorf("open: %w", err)
	}
	for _, n := range counts {
		rate, err := load(ctx, s, n, warm, d)
		if err != nil {
			_ = s.close()
			return err
		}
		rates[n] = append(rates[n], rate)
	}
	return s.close()
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}
