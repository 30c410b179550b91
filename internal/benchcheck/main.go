// Command benchcheck measures the way from the raw bytes of a citizen's
// answers to a checked, normalised record or its problems, beside validators of
// JSON Schema on the schema that the same form exports: ajv (compiled to
// JavaScript, in Node), santhosh-tekuri/jsonschema and qri-io/jsonschema. All
// take turns in one run; medians are compared.
//
// OneMatter does more than the others: it reports duplicate keys and wrong
// UTF-8, normalises, checks digits of identity numbers and decides what is
// visible. ajv is also shown from an already decoded string, which no server has.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	sizes := flag.String("fields", "60,300,10000", "sizes of the forms")
	rounds := flag.Int("rounds", 7, "rounds; the median counts")
	stretch := flag.Duration("time", 300*time.Millisecond, "time measured per side and round")
	peers := flag.Bool("peers", true, "measure the others as well; without, Node is not needed")
	flag.Parse()
	if err := run(*sizes, *rounds, *stretch, *peers); err != nil {
		fmt.Fprintln(os.Stderr, "benchcheck:", err)
		os.Exit(1)
	}
}

// series is one line of the table: a side on good or on bad answers.
type series struct {
	side
	made    *made
	bad     bool
	samples []sample
}

func run(sizes string, rounds int, stretch time.Duration, peers bool) error {
	dir, err := os.MkdirTemp("", "benchcheck-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	sides := []side{ours, oursWritten}
	if peers {
		n, err := startNode(dir)
		if err != nil {
			return fmt.Errorf("start node: %w", err)
		}
		defer func() { _ = n.stop() }()
		sides = append(sides, ajvSide{n, false}, ajvSide{n, true}, bySanthosh, byQri)
	}
	reg, err := newRegistry()
	if err != nil {
		return err
	}
	fmt.Printf("%s, %d cores; %d rounds of %s in turns; median (least to most)\n", runtime.Version(), runtime.NumCPU(), rounds, stretch)
	var scaling []*series
	for _, s := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			return err
		}
		bodies := max(2, min(32, 4000/n)) // the large ones are few, so that all fit
		m, err := makeForm(reg, n, bodies, false)
		if err != nil {
			return fmt.Errorf("form of %d fields: %w", n, err)
		}
		ruled, err := makeForm(reg, n, bodies, true)
		if err != nil {
			return fmt.Errorf("form of %d fields with conditions: %w", n, err)
		}
		fmt.Printf("\n%d fields and %d rows of %d: %d bytes, %d answers; compiled in %s, with %d conditions in %s\n",
			n, rowsOfRepeat, len(columns), len(m.good[0]), m.values(), m.compiled.Round(10*time.Microsecond), (n+11)/12*2, ruled.compiled.Round(10*time.Microsecond))
		var list []*series
		for _, sd := range sides {
			if err := sd.prepare(m); err != nil {
				return err
			}
			list = append(list, &series{side: sd, made: m})
		}
		if err := ours.prepare(ruled); err != nil {
			return err
		}
		list = append(list, &series{side: ours, made: ruled})
		for _, sd := range sides {
			list = append(list, &series{side: sd, made: m, bad: true})
		}
		for round := range rounds + 1 { // the first warms up
			for _, l := range list {
				d := stretch
				if round == 0 {
					d /= 2
				}
				got, err := l.run(l.made, l.bad, d)
				if err != nil {
					return fmt.Errorf("%s: %w", l.name(), err)
				}
				if round > 0 {
					l.samples = append(l.samples, got)
				}
			}
		}
		printTable(list, ruled)
		scaling = append(scaling, list[0])
	}
	fmt.Printf("\nOneMatter by size\n%12s %12s %12s\n", "fields", "ns/check", "ns/answer")
	for _, l := range scaling {
		ns := l.median()
		fmt.Printf("%12d %12.0f %12.1f\n", l.made.fields, ns, ns/float64(l.made.values()))
	}
	return nil
}

func (l *series) sorted() []float64 {
	var out []float64
	for _, s := range l.samples {
		out = append(out, s.ns)
	}
	slices.Sort(out)
	return out
}

func (l *series) median() float64 { s := l.sorted(); return s[len(s)/2] }

func printTable(list []*series, ruled *made) {
	fmt.Printf("%-10s %-28s %12s %27s %10s %10s %8s\n", "answers", "", "µs/check", "", "allocs", "bytes", "ratio")
	base := map[bool]float64{false: list[0].median()}
	for _, l := range list {
		if l.bad && base[true] == 0 {
			base[true] = l.median()
		}
		answers, name := "valid", l.name()
		if l.bad {
			answers = "3 wrong"
		}
		if l.made == ruled {
			name += " with conditions"
		}
		s, allocs, size := l.sorted(), "–", "–"
		if last := l.samples[len(l.samples)-1]; last.allocs >= 0 {
			allocs, size = fmt.Sprintf("%.1f", last.allocs), fmt.Sprintf("%.0f", last.bytes)
		}
		span := fmt.Sprintf("(%.2f to %.2f)", s[0]/1e3, s[len(s)-1]/1e3)
		fmt.Printf("%-10s %-28s %12.2f %27s %10s %10s %7.2f×\n", answers, name, l.median()/1e3, span, allocs, size, l.median()/base[l.bad])
	}
}
