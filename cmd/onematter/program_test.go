package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything may take on a busy machine.
const patience = 3 * time.Minute

// folderOfProgram is where TestMain lets the program be built.
var folderOfProgram string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "onematter-program-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	folderOfProgram = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// build builds the program as it is shipped, once for all tests.
var build = sync.OnceValues(func() (string, error) {
	path := filepath.Join(folderOfProgram, "onematter")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return path, nil
})

func program(t *testing.T) string {
	t.Helper()
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// place is what several runs of the program share: a data folder and settings.
type place struct {
	dir string
	env []string
}

// newPlace is an empty data folder; settings are NAME=value, without ONEMATTER_.
func newPlace(t *testing.T, settings ...string) *place {
	t.Helper()
	p := &place{dir: t.TempDir()}
	t.Cleanup(func() { engineIsGone(t, p.dir) })
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "ONEMATTER_") {
			p.env = append(p.env, v)
		}
	}
	for _, s := range append([]string{"DATA=" + p.dir, "ADDR=127.0.0.1:0", "CLICKHOUSE_URL=off", "LANG=en"}, settings...) {
		p.env = append(p.env, "ONEMATTER_"+s)
	}
	return p
}

// engineIsGone waits until no engine uses the folder. The one of a server that
// was killed closes its tables first, and writes files meanwhile; it holds the
// folder's lock until then.
func engineIsGone(t *testing.T, dir string) {
	t.Helper()
	lock, err := os.Open(filepath.Join(dir, "clickhouse", "onematter.lock"))
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	until(t, patience, "the engine lets go of its folder", func() bool {
		return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
	})
}

func (p *place) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(context.Background(), program(t), args...)
	c.Env = p.env
	return c
}

// run runs one command to its good end.
func (p *place) run(t *testing.T, input string, args ...string) {
	t.Helper()
	c := p.command(t, args...)
	c.Stdin = strings.NewReader(input)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

// server is one running `onematter serve`.
type server struct {
	t    *testing.T
	cmd  *exec.Cmd
	base string
	log  *journal
	done chan struct{} // closed when the process has ended …
	err  error         // … with this

	killed bool // by the test, which then knows why it ended
}

// serve starts a server and waits until it listens. The test's end kills it.
func (p *place) serve(t *testing.T, args ...string) *server {
	t.Helper()
	s := p.launch(t, args...)
	addr := s.log.await(t, s.done, "msg=serving addr=")
	s.base = "http://" + addr
	return s
}

// launch starts a server and does not wait.
func (p *place) launch(t *testing.T, args ...string) *server {
	t.Helper()
	s := &server{t: t, cmd: p.command(t, append([]string{"serve"}, args...)...), log: newJournal(), done: make(chan struct{})}
	s.cmd.Stderr = s.log
	s.cmd.Stdout = s.log
	diesWithUs(s.cmd)
	s.cmd.WaitDelay = 5 * time.Second // a child of its own may outlive it with our pipe
	if err := s.cmd.Start(); err != nil {
		t.Fatalf("start the program: %v", err)
	}
	go func() {
		s.err = s.cmd.Wait()
		close(s.done)
	}()
	t.Cleanup(func() {
		known := s.killed
		s.kill()
		if t.Failed() && !known {
			t.Logf("the end of the server's log:\n%s", s.log.tail(30))
		}
	})
	return s
}

// kill is kill -9; it returns when the process is gone.
func (s *server) kill() {
	s.killed = true
	_ = s.cmd.Process.Kill() // it may have ended by itself
	<-s.done
}

// stop asks the server to end and wants it to end well.
func (s *server) stop() {
	s.t.Helper()
	s.signal(syscall.SIGTERM)
	s.ends()
}

func (s *server) signal(what syscall.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(what); err != nil {
		s.t.Fatalf("send %s to the server: %v", what, err)
	}
}

// ends waits for a good end.
func (s *server) ends() {
	s.t.Helper()
	select {
	case <-s.done:
	case <-time.After(patience):
		s.t.Fatalf("the server does not end:\n%s", s.log.tail(30))
	}
	if s.err != nil {
		s.t.Errorf("the server ended with %v:\n%s", s.err, s.log.tail(30))
	}
}

// journal keeps what a server wrote and lets tests wait for a line of it.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
	news chan struct{} // closed and replaced at every write
}

func newJournal() *journal { return &journal{news: make(chan struct{})} }

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	close(j.news)
	j.news = make(chan struct{})
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// await gives the word that follows mark in the log, as soon as it is there.
func (j *journal) await(t *testing.T, done <-chan struct{}, mark string) string {
	t.Helper()
	late := time.After(patience)
	for {
		j.mu.Lock()
		text, news := j.text.String(), j.news
		j.mu.Unlock()
		if _, rest, ok := strings.Cut(text, mark); ok && strings.Contains(rest, "\n") {
			word, _, _ := strings.Cut(rest, "\n")
			word, _, _ = strings.Cut(word, " ")
			return word
		}
		select {
		case <-news:
		case <-done:
			if !strings.Contains(j.String(), mark) {
				t.Fatalf("the server ended before it said %q:\n%s", mark, j.String())
			}
		case <-late:
			t.Fatalf("the server did not say %q:\n%s", mark, j.String())
		}
	}
}

func (j *journal) tail(n int) string {
	var lines []string
	for s := bufio.NewScanner(strings.NewReader(j.String())); s.Scan(); {
		lines = append(lines, s.Text())
	}
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// until polls what nothing announces.
func until(t *testing.T, within time.Duration, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(within)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("not within %s: %s", within, what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
