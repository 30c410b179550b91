package catalog

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkMergeBesideAllOf takes turns with json-schema-merge-allof, which
// merges the schemas that the same forms export: constraints and titles, with
// neither conditions nor who asks, materials, pages or the guide. It needs what
// `make bench-merge` installs.
func BenchmarkMergeBesideAllOf(b *testing.B) {
	for _, n := range []int{8, 50, 200} {
		b.Run(fmt.Sprintf("matters=%d", n), func(b *testing.B) {
			r, def := broadTheme(b, n)
			dir := b.TempDir()
			for _, m := range def.Matters {
				schema, err := r.Matter(m.Matter).Form.JSONSchema()
				if err != nil {
					b.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, m.Matter+".json"), schema, 0o600); err != nil {
					b.Fatal(err)
				}
			}
			peer := startPeer(b, dir)
			peer(1) // compiled by now
			var ours, theirs []float64
			for range max(b.N, 5) {
				from := time.Now()
				if _, ps := r.Merge(def); ps.Failed() {
					b.Fatal(ps)
				}
				ours = append(ours, float64(time.Since(from).Microseconds())/1000)
				theirs = append(theirs, peer(1))
			}
			slices.Sort(ours)
			slices.Sort(theirs)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(ours[len(ours)/2], "ms-ours")
			b.ReportMetric(theirs[len(theirs)/2], "ms-allof")
			b.ReportMetric(theirs[len(theirs)/2]/ours[len(ours)/2], "times-faster")
		})
	}
}

// startPeer starts the other; it merges so many times and gives the
// milliseconds of one.
func startPeer(b *testing.B, dir string) func(rounds int) float64 {
	b.Helper()
	cmd := exec.Command("node", "peer.mjs", dir)
	cmd.Dir, cmd.Stderr = "../internal/benchmerge", os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	lines := bufio.NewReader(out)
	return func(rounds int) float64 {
		fmt.Fprintln(in, rounds)
		line, err := lines.ReadString('\n')
		if err != nil {
			b.Fatalf("json-schema-merge-allof: %v", err)
		}
		ms, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
		if err != nil {
			b.Fatal(err)
		}
		return ms
	}
}
