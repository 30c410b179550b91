package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// memoryMB bounds a server without ClickHouse at rest.
const memoryMB = 100

func TestAServerWithoutClickHouseStaysSmall(t *testing.T) {
	t.Parallel()
	home := newPlace(t)
	home.run(t, password+"\n", "user", "create", "citizen")
	s := home.serve(t)
	ming := s.signIn("citizen")
	d := s.restaurant(ming)
	pages := []string{"/", "/help", "/sign-in", "/themes/T01", "/themes/T01/guide", "/themes/T01/needs", "/me", "/drafts/" + d.id, "/drafts/" + d.id + "/guide", "/drafts/" + d.id + "/check",
		"/api/v1/themes/T01", "/api/v1/themes/T01/form", "/api/v1/drafts/" + d.id, "/api/openapi.json"}
	for _, section := range get[struct{ Sections []struct{ ID string } }](t, ming, "/api/v1/drafts/"+d.id).Sections {
		pages = append(pages, "/drafts/"+d.id+"/sections/"+section.ID)
	}
	const rounds, readers = 300, 4
	var wg sync.WaitGroup
	for reader := range readers {
		wg.Go(func() {
			for n := reader; n < max(rounds, 3*len(pages)); n += readers {
				path := pages[n%len(pages)]
				if r, err := ming.send("GET", path, nil); err != nil || r.status != http.StatusOK || len(r.body) < 500 {
					t.Errorf("GET %s: %+v, %v", path, r, err)
					return
				}
			}
		})
	}
	wg.Wait()
	now := 0
	until(t, patience/6, fmt.Sprintf("less than %d MB are resident", memoryMB), func() bool { // what a sign-in takes is given back two seconds later
		now = s.memory("VmRSS:")
		return now < memoryMB
	})
	t.Logf("resident after %d pages of %d kinds: %d MB, at most %d MB", rounds, len(pages), now, s.memory("VmHWM:"))
}

// memory reads a figure of the kernel's about the server, in MB.
func (s *server) memory(figure string) int {
	s.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, figure); ok {
			kB, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				s.t.Fatal(err)
			}
			return kB / 1000
		}
	}
	s.t.Fatalf("the kernel tells no %s:\n%s", figure, status)
	return 0
}

func TestAnEngineThatDiesDisturbsNobodyAndCountsEverything(t *testing.T) {
	t.Parallel()
	home := newPlace(t, "CLICKHOUSE_URL=")
	settle(t, home)
	s := home.serve(t)
	who := s.people()
	until(t, patience, "the dashboard answers", func() bool { _, ok := s.counted(who.admin); return ok })

	filed := s.fileUntil(who.citizen, func() {
		for n := range 3 {
			child := 0
			until(t, patience, "the engine runs", func() bool { child = s.child(); return child != 0 })
			if err := syscall.Kill(child, syscall.SIGKILL); err != nil {
				t.Errorf("kill %d of the engine: %v", n+1, err)
			}
			until(t, patience, "the engine is gone", func() bool { return s.child() != child })
		}
	})
	until(t, patience/2, fmt.Sprintf("the dashboard counts all %d cases", filed), func() bool { n, ok := s.counted(who.admin); return ok && n == filed })
	t.Logf("%d filings while the engine was killed three times", filed)
	s.stop()

	s = home.serve(t) // what was counted is kept
	until(t, patience, "the dashboard of the next server counts the same", func() bool {
		n, ok := s.counted(who.admin.at(s))
		if ok && n > filed {
			t.Fatalf("%d cases are counted of %d", n, filed)
		}
		return ok && n == filed
	})
}

// child finds the engine's process; 0: there is none.
func (s *server) child() int {
	s.t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it ended meanwhile
		}
		pid, rest, _ := strings.Cut(string(stat), " (")
		_, rest, _ = strings.Cut(rest[max(0, strings.LastIndex(rest, ")")):], ") ")
		fields := strings.Fields(rest) // state, parent, …
		if len(fields) > 1 && fields[0] != "Z" && fields[1] == strconv.Itoa(s.cmd.Process.Pid) {
			n, err := strconv.Atoi(pid)
			if err != nil {
				s.t.Fatal(err)
			}
			return n
		}
	}
	return 0
}
