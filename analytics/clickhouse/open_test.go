package clickhouse_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/analytics/clickhouse"
	"github.com/onematter/onematter/analytics/embedded"
	"github.com/onematter/onematter/internal/testch"
)

// kill ends the engine's process the hard way and returns when it is seen.
func kill(t *testing.T, e *embedded.Engine) {
	t.Helper()
	before := e.Status()
	p, err := os.FindProcess(before.PID)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(3 * time.Minute); e.Status().Restarts == before.Restarts; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nobody noticed that the engine died")
		}
	}
}

func TestOpenRefusesAddressesThatNoWaitingCures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ url, database, says string }{
		{"", "", "starts with"},
		{"postgres://localhost/x", "", `starts with "postgres"`},
		{"clickhouse://", "", "names no host"},
		{"clickhouse://u:secret@host:port with space/x", "", "cannot be read"},
		{"clickhouse://localhost:9000/a-b", "", "letters, digits"},
		{"clickhouse://localhost:9000/x", "a`b; DROP", "letters, digits"},
		{"clickhouse://localhost:9000/x?dial_timeout=never", "", "cannot be used"},
	} {
		_, err := clickhouse.Open(t.Context(), clickhouse.Options{URL: c.url, Database: c.database})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("Open(%q, %q) says %v, want %q in it", c.url, c.database, err, c.says)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
	for _, url := range []string{
		"clickhouse://localhost", "clickhouse://u:p@one:9000,two:9000/db", "clickhouses://host:9440/db", "http://host:8123/db", "https://host/db?compress=true",
	} {
		w, err := clickhouse.Open(t.Context(), clickhouse.Options{URL: url})
		if err != nil {
			t.Errorf("Open(%q): %v", url, err)
			continue
		}
		w.Close()
	}
}

func TestAnOldServersHTTPPortIsExplained(t *testing.T) {
	t.Parallel()
	w := open(t, clickhouse.Options{URL: "http://" + testch.StartServer(t).HTTP})
	err := w.Ready(t.Context())
	if !errors.Is(err, analytics.ErrUnavailable) || !strings.Contains(err.Error(), "clickhouse:// and its native port") {
		t.Errorf("got %v", err)
	}
}
