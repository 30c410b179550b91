package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/internal/testpack"
)

// What `make bench-start` prints: a server that holds a thousand published
// forms of sixty fields, each with its matter, as a process of its own.
const (
	startForms  = 1000
	startFields = 60

	// The bounds are the product's (1 s, 300 MB).
	startTime   = time.Second
	startMemory = 300 << 20
)

func TestAThousandFormsStartFastAndStaySmall(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("memory is read from /proc")
	}
	if testing.Short() {
		t.Skip("publishes a thousand forms")
	}
	p := newPlace(t)
	p.run(t, password+"\n", "user", "create", "admin", "--role", "administrator")
	dir := filepath.Join(t.TempDir(), "pack")
	writePack(t, dir, testpack.Files(startForms, startFields))
	begin := time.Now()
	p.run(t, "", "import", "pack", dir)
	published := time.Since(begin)

	started := time.Now()
	s := p.serve(t)
	ready(t, s)
	took := time.Since(started)
	resting := resident(t, s)

	// The list of packs, and a hundred forms that nobody has used yet.
	admin := s.signIn("admin")
	admin.ask(t, http.StatusOK, http.MethodGet, "/api/v1/packs", nil)
	for i := range 100 {
		admin.ask(t, http.StatusOK, http.MethodGet, fmt.Sprintf("/api/v1/matters/G%04d/form", i*7%startForms), nil)
	}
	used := resident(t, s)
	for i := range startForms {
		admin.ask(t, http.StatusOK, http.MethodGet, fmt.Sprintf("/api/v1/matters/G%04d/form", i), nil)
	}
	all := resident(t, s)
	peak := peakResident(t, s)
	t.Logf("%d forms of %d fields: published in %s; ready in %s; resident %d MB at rest, %d MB after 100 forms, %d MB after all of them (peak %d MB)",
		startForms, startFields, published.Round(time.Millisecond), took.Round(time.Millisecond), resting>>20, used>>20, all>>20, peak>>20)
	// Time depends on the machine, and how far garbage piles up on what else it does
	// meanwhile: `make bench-start` demands both.
	if os.Getenv("ONEMATTER_BENCH") != "" && (took > startTime || peak > startMemory) {
		t.Errorf("ready after %s, at most %d MB resident: not within %s, or more than %d", took, peak>>20, startTime, startMemory>>20)
	}
	until(t, patience, fmt.Sprintf("at most %d MB stay resident", startMemory>>20), func() bool { return resident(t, s) <= startMemory })
	s.stop()
}

func writePack(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for name, b := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// ready waits until the server says that it can be used.
func ready(t *testing.T, s *server) {
	t.Helper()
	until(t, patience, "the server is ready", func() bool {
		r, err := http.Get(s.base + "/readyz")
		if err != nil {
			return false
		}
		_ = r.Body.Close()
		return r.StatusCode == http.StatusOK
	})
}

// resident is the memory that a server's process holds, in bytes.
func resident(t *testing.T, s *server) int64 { return ofProcess(t, s, "VmRSS:") }

func peakResident(t *testing.T, s *server) int64 { return ofProcess(t, s, "VmHWM:") }

func ofProcess(t *testing.T, s *server, what string) int64 {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(b), "\n") {
		if rest, ok := strings.CutPrefix(line, what); ok {
			kb, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return kb << 10
		}
	}
	t.Fatalf("no %s in /proc", what)
	return 0
}
