// Package testch gives tests real ClickHouses: Debian's server, started by the
// test on free ports in a folder of its own, and the embedded engine. Where one
// is missing the test fails and says how to install it; it never skips.
//
// A test program that uses Engine calls embedded.RunIfChild first in TestMain.
package testch

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics/embedded"
)

// ready is how long a ClickHouse may take to answer on a busy machine.
const ready = 60 * time.Second

// Engine starts the embedded engine in a folder of the test's own.
func Engine(t testing.TB) *embedded.Engine {
	t.Helper()
	return EngineIn(t, t.TempDir())
}

// EngineIn starts the embedded engine on a data folder.
func EngineIn(t testing.TB, dir string) *embedded.Engine {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), ready)
	defer cancel()
	e, err := embedded.Start(ctx, embedded.Options{
		Dir: dir, Backoff: 20 * time.Millisecond, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatalf("the embedded engine is needed by this test: %v", err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// Server is a running clickhouse-server.
type Server struct {
	TCP, HTTP string // host:port of the native protocol and of HTTP
	dir       string
	cmd       *exec.Cmd
}

// URL is its address in the form analytics/clickhouse takes.
func (s *Server) URL() string { return "clickhouse://" + s.TCP }

// StartServer starts Debian's clickhouse-server; the test's end stops it.
func StartServer(t testing.TB) *Server {
	t.Helper()
	s := &Server{dir: t.TempDir(), TCP: freePort(t), HTTP: freePort(t)}
	s.configure(t)
	t.Cleanup(s.Stop)
	s.Start(t)
	return s
}

// Start starts the server again on its folder and ports, after Stop.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	program, err := exec.LookPath("clickhouse-server")
	if err != nil {
		t.Fatal("a ClickHouse server is needed by this test: install it with `apt-get install clickhouse-server`")
	}
	log, err := os.Create(filepath.Join(s.dir, "server.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	s.cmd = exec.Command(program, "--config-file="+filepath.Join(s.dir, "config.xml"))
	s.cmd.Dir = s.dir
	s.cmd.Stdout, s.cmd.Stderr = log, log
	diesWithParent(s.cmd)
	if err := s.cmd.Start(); err != nil {
		t.Fatalf("start clickhouse-server: %v", err)
	}
	for deadline := time.Now().Add(ready); ; {
		if conn, err := net.Dial("tcp", s.TCP); err == nil {
			conn.Close()
			return
		}
		if time.Now().After(deadline) || s.cmd.Process.Signal(syscall.Signal(0)) != nil {
			words, _ := os.ReadFile(log.Name())
			t.Fatalf("clickhouse-server does not answer on %s:\n%s", s.TCP, words)
		}
		time.Sleep(20 * time.Millisecond) // nothing tells when a foreign process listens
	}
}

// Stop ends the server; its data stays for another Start.
func (s *Server) Stop() {
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Kill()
	s.cmd.Wait()
	s.cmd = nil
}

func (s *Server) configure(t testing.TB) {
	t.Helper()
	tcp, http := s.TCP[strings.LastIndex(s.TCP, ":")+1:], s.HTTP[strings.LastIndex(s.HTTP, ":")+1:]
	config := fmt.Sprintf(`<?xml version="1.0"?>
<yandex>
  <logger><level>error</level><console>1</console></logger>
  <listen_host>127.0.0.1</listen_host>
  <tcp_port>%s</tcp_port>
  <http_port>%s</http_port>
  <path>%s/data/</path>
  <tmp_path>%s/tmp/</tmp_path>
  <users_config>users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <mark_cache_size>67108864</mark_cache_size>
</yandex>
`, tcp, http, s.dir, s.dir)
	users := `<?xml version="1.0"?>
<yandex>
  <profiles><default><max_memory_usage>2000000000</max_memory_usage></default></profiles>
  <users><default>
    <password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
  </default></users>
  <quotas><default></default></quotas>
</yandex>
`
	for name, text := range map[string]string{"config.xml": config, "users.xml": users} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// freePort asks the system for a port that nobody uses now.
func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
