package embedded_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics/embedded"
)

// orphan makes this test program a parent that starts the engine, tells the
// child's process id and waits to be killed.
const orphan = "ONEMATTER_TEST_ORPHAN"

func TestMain(m *testing.M) {
	embedded.RunIfChild()
	if dir := os.Getenv(orphan); dir != "" {
		e, err := embedded.Start(context.Background(), embedded.Options{Dir: dir})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(e.Status().PID)
		select {}
	}
	os.Exit(m.Run())
}

func start(t *testing.T, o embedded.Options) *embedded.Engine {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	o.Logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	o.Backoff = 10 * time.Millisecond
	e, err := embedded.Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// asker speaks plain HTTP to the engine.
type asker struct {
	t      *testing.T
	client *http.Client
}

func ask(t *testing.T, e *embedded.Engine) asker {
	return asker{t, &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return e.DialContext(ctx, "") },
	}}}
}

// post sends a body with parameters (name, value, …) and gives status and answer.
func (a asker) post(body io.Reader, args ...string) (int, http.Header, string) {
	a.t.Helper()
	q := url.Values{}
	for i := 0; i+1 < len(args); i += 2 {
		q.Set(args[i], args[i+1])
	}
	resp, err := a.client.Post("http://embedded/?"+q.Encode(), "application/octet-stream", body)
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(b)
}

// sql runs a statement that must succeed.
func (a asker) sql(statement string, args ...string) string {
	a.t.Helper()
	code, _, body := a.post(strings.NewReader(statement), args...)
	if code != http.StatusOK {
		a.t.Fatalf("%s\n%d %s", statement, code, body)
	}
	return strings.TrimSuffix(body, "\n")
}

func TestTheEngineSpeaksClickHousesHTTP(t *testing.T) {
	t.Parallel()
	a := ask(t, start(t, embedded.Options{}))
	a.sql("CREATE DATABASE shop")
	a.sql("CREATE TABLE shop.t (id UInt32, name String) ENGINE = MergeTree() ORDER BY id")

	if code, _, body := a.post(strings.NewReader("1\t面馆\n2\t茶楼\n"), "query", "INSERT INTO shop.t (id, name) FORMAT TabSeparated"); code != 200 {
		t.Fatalf("insert rows of the body: %d %s", code, body)
	}
	if code, _, body := a.post(strings.NewReader("(3, 'Bar')"), "query", "insert into t values", "database", "shop"); code != 200 {
		t.Fatalf("insert values of the body: %d %s", code, body)
	}
	a.sql("INSERT INTO shop.t VALUES (4, 'it''s')")
	for _, c := range []struct {
		name, sql, want string
		args            []string
	}{
		{"rows come back as text by default", "SELECT name FROM shop.t ORDER BY id", "面馆\n茶楼\nBar\nit\\'s", nil},
		{"the statement's own format wins", "SELECT id FROM shop.t ORDER BY id LIMIT 1 FORMAT JSONEachRow", `{"id":1}`, []string{"default_format", "Native"}},
		{"a database may be named", "SELECT count() FROM t", "4", []string{"database", "shop"}},
		{"and is forgotten afterwards", "SELECT currentDatabase()", "default", nil},
		{"parameters are bound, not pasted", "SELECT {x:String}", "\\' OR 1 \\\\ --", []string{"param_x", `' OR 1 \ --`}},
		{"a setting holds for its statement", "SELECT getSetting('max_threads')", "1", []string{"max_threads", "1"}},
		{"and goes back to the engine's limit", "SELECT getSetting('max_threads')", "2", nil},
		{"the memory of a query is bounded", "SELECT getSetting('max_memory_usage')", strconv.Itoa(1 << 29), nil},
	} {
		for range 8 { // whichever session of the pool answers
			if got := a.sql(c.sql, c.args...); got != c.want {
				t.Errorf("%s: got %q, want %q", c.name, got, c.want)
			}
		}
	}
}

func TestBadStatementsAreRefusedAndTheEngineLives(t *testing.T) {
	t.Parallel()
	e := start(t, embedded.Options{})
	a := ask(t, e)
	a.sql("CREATE TABLE t (id UInt32) ENGINE = MergeTree() ORDER BY id")
	pid := e.Status().PID
	for _, c := range []struct {
		name, body string
		args       []string
		status     int
		code, says string
	}{
		{"nothing", "", nil, 400, "", "empty"},
		{"no SQL", "SELEC 1", nil, 500, "62", "Syntax error"},
		{"an unknown function", "SELECT nofunc()", nil, 500, "46", "nofunc"},
		{"an unknown table", "SELECT * FROM nowhere", nil, 500, "60", "nowhere"},
		{"an unknown database", "SELECT 1", []string{"database", "no`where"}, 500, "81", "where"},
		{"an unknown setting", "SELECT 1", []string{"no_such_setting", "1"}, 500, "115", "no_such_setting"},
		{"a setting that is none", "SELECT 1", []string{"a = 1, max_threads", "1"}, 500, "115", "Unknown setting"},
		{"a setting of the wrong kind", "SELECT 1", []string{"max_threads", "many"}, 500, "", "many"},
		{"rows that are none", "x\ty\n", []string{"query", "INSERT INTO t FORMAT TabSeparated"}, 500, "27", "Cannot parse"},
		{"rows in Native that are none", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", []string{"query", "INSERT INTO t FORMAT Native"}, 500, "", "DB::Exception"},
		{"rows in a format that is none", "x", []string{"query", "INSERT INTO t FORMAT Nonsense"}, 500, "73", "Nonsense"},
		{"rows for no table", "1\n", []string{"query", "INSERT INTO nowhere FORMAT TabSeparated"}, 500, "60", "nowhere"},
		{"more memory than a query may use", "SELECT groupArray(toString(number) || repeat('x', 1000)) FROM numbers(10000000)", []string{"max_memory_usage", "50000000"}, 500, "241", "emory limit"},
		{"compression", "SELECT 1", []string{"compress", "1"}, 400, "", "compress"},
		{"a statement of 17 MB", "SELECT '" + strings.Repeat("x", 17<<20) + "'", nil, 400, "", "too long"},
		{"a parameter that is missing", "SELECT {x:Int64}", nil, 500, "456", "x"},
	} {
		status, header, body := a.post(strings.NewReader(c.body), c.args...)
		if status != c.status || c.code != "" && header.Get("X-ClickHouse-Exception-Code") != c.code || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d code %q %.300q, want %d code %q saying %q", c.name, status, header.Get("X-ClickHouse-Exception-Code"), body, c.status, c.code, c.says)
		}
	}
	for _, r := range []struct {
		method, path string
		status       int
	}{{"GET", "/?query=SELECT+1", 405}, {"POST", "/elsewhere", 404}, {"GET", "/ping", 200}, {"POST", "/?%zz", 400}} {
		req := &http.Request{Method: r.method, URL: &url.URL{Scheme: "http", Host: "embedded", Opaque: "//embedded" + r.path}, Header: http.Header{}}
		resp, err := a.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != r.status {
			t.Errorf("%s %s gives %d, want %d", r.method, r.path, resp.StatusCode, r.status)
		}
	}
	if got := a.sql("SELECT count() FROM t"); got != "0" {
		t.Errorf("refused rows left %s behind", got)
	}
	if now := e.Status(); now.PID != pid || now.Restarts != 0 {
		t.Errorf("the engine was restarted: %+v", now)
	}
}

func TestASenderThatGoesAwayLeavesNoRows(t *testing.T) {
	t.Parallel()
	e := start(t, embedded.Options{})
	a := ask(t, e)
	a.sql("CREATE TABLE t (id UInt32) ENGINE = MergeTree() ORDER BY id")
	for range 6 { // more often than there are sessions: none may stay behind
		ctx, cancel := context.WithCancel(t.Context())
		rows, w := io.Pipe()
		req, err := http.NewRequestWithContext(ctx, "POST", "http://embedded/?query="+url.QueryEscape("INSERT INTO t FORMAT TabSeparated"), rows)
		if err != nil {
			t.Fatal(err)
		}
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			if resp, err := a.client.Do(req); err == nil {
				resp.Body.Close()
				t.Errorf("half an insert was answered with %d", resp.StatusCode)
			}
		}()
		w.Write(bytes.Repeat([]byte("7\n"), 100_000))
		cancel()
		w.CloseWithError(context.Canceled) // or the client waits for more to send
		<-gone
	}
	for range 8 {
		if got := a.sql("SELECT count() FROM t"); got != "0" {
			t.Fatalf("%s rows of senders that went away were kept", got)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	a := ask(t, start(t, embedded.Options{}))
	a.sql("CREATE TABLE t (id UInt32) ENGINE = MergeTree() ORDER BY id")
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			code, _, body := a.post(strings.NewReader(strconv.Itoa(i)+"\n"), "query", "INSERT INTO t FORMAT TabSeparated")
			if code != 200 {
				t.Errorf("insert %d: %d %s", i, code, body)
			}
			a.sql("SELECT sum(id), uniq(id) FROM t")
		})
	}
	all.Wait()
	if got := a.sql("SELECT count(), sum(id) FROM t"); got != "32\t496" {
		t.Errorf("got %q", got)
	}
}

func TestTheEngineIsPrivate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	start(t, embedded.Options{Dir: dir})
	for path, want := range map[string]os.FileMode{"clickhouse": 0o700 | os.ModeDir, "clickhouse/http.sock": 0o600 | os.ModeSocket} {
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode(), want)
		}
	}
}

func TestADataFolderWithALongPathWorks(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), strings.Repeat("数据", 30), "更深的文件夹")
	a := ask(t, start(t, embedded.Options{Dir: dir}))
	if got := a.sql("SELECT 1"); got != "1" {
		t.Errorf("got %q", got)
	}
}

func TestDataOutlivesTheEngine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := start(t, embedded.Options{Dir: dir})
	a := ask(t, first)
	a.sql("CREATE TABLE t (id UInt32) ENGINE = MergeTree() ORDER BY id")
	a.sql("INSERT INTO t VALUES (1), (2)")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := first.Wait(t.Context()); err == nil {
		t.Error("a closed engine says it answers")
	}
	if got := ask(t, start(t, embedded.Options{Dir: dir})).sql("SELECT count() FROM t"); got != "2" {
		t.Errorf("%s of 2 rows are left", got)
	}
}

func TestAKilledEngineComesBack(t *testing.T) {
	t.Parallel()
	e := start(t, embedded.Options{})
	a := ask(t, e)
	a.sql("CREATE TABLE t (id UInt32) ENGINE = MergeTree() ORDER BY id")
	for i := range 3 {
		a.sql(fmt.Sprintf("INSERT INTO t VALUES (%d)", i))
		if err := syscall.Kill(e.Status().PID, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		until(t, "the death is noticed", func() bool { return e.Status().Restarts == i+1 })
		if err := e.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := a.sql("SELECT count() FROM t"); got != strconv.Itoa(i+1) {
			t.Errorf("after death %d there are %s rows, want %d", i+1, got, i+1)
		}
	}
}

func TestTheChildDiesWithItsParent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), orphan+"="+dir)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 64)
	n, _ := out.Read(line)
	child, err := strconv.Atoi(strings.TrimSpace(string(line[:n])))
	if err != nil {
		t.Fatalf("the parent says %q", line[:n])
	}
	parent.Process.Kill()
	parent.Wait()
	until(t, "the child ends", func() bool { return syscall.Kill(child, 0) != nil })
	// And the folder is free for the next one.
	if got := ask(t, start(t, embedded.Options{Dir: dir})).sql("SELECT 1"); got != "1" {
		t.Errorf("got %q", got)
	}
}

func TestAMissingOrBrokenLibraryIsExplained(t *testing.T) {
	t.Parallel()
	_, err := embedded.Launch(t.Context(), embedded.Options{Dir: t.TempDir(), Library: "/no/such/libchdb.so"})
	if !errors.Is(err, embedded.ErrLibraryMissing) || !strings.Contains(err.Error(), "/no/such/libchdb.so") {
		t.Errorf("a missing library gives %v", err)
	}
	broken := filepath.Join(t.TempDir(), "libchdb.so")
	if err := os.WriteFile(broken, []byte("not a library"), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := embedded.Launch(t.Context(), embedded.Options{Dir: t.TempDir(), Library: broken, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), Backoff: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	until(t, "the failure is known", func() bool { return e.Status().Restarts == 1 })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Wait(ctx); err == nil || !strings.Contains(err.Error(), "load "+broken) {
		t.Errorf("a broken library gives %v", err)
	}
}

func TestTheChildExplainsHowItIsStarted(t *testing.T) {
	t.Parallel()
	if err := embedded.Main(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "--socket") {
		t.Errorf("without arguments: %v", err)
	}
}

// until waits for something another process does.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within three minutes: %s", what)
		}
	}
}
