//go:build unix

package citizen_test

import (
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"
)

// serve measures one page without a network: the server's own time.
func serve(b *testing.B, path func(*browser) string, signedIn bool) {
	s := newSite(b)
	br := s.browser()
	if signedIn {
		br = s.citizen("chen", "陈一鸣")
	}
	to := path(br)
	r := httptest.NewRequest(http.MethodGet, to, nil)
	for _, c := range br.client.Jar.Cookies(mustURL(b, s.URL)) {
		r.AddCookie(c)
	}
	before := cpu(b)
	b.ResetTimer()
	for b.Loop() {
		w := httptest.NewRecorder()
		s.Config.Handler.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatalf("%s answered %d", to, w.Code)
		}
	}
	each := (cpu(b) - before) / time.Duration(b.N)
	b.ReportMetric(float64(each.Microseconds())/1000, "cpu-ms/op")
	if b.N > 10 && each > 5*time.Millisecond {
		b.Errorf("%s takes %s, the goal is 5 ms", to, each)
	}
}

// cpu is the processor time used so far: a machine that is busy with something
// else does not make a page slow.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkThemePage(b *testing.B) {
	serve(b, func(*browser) string { return "/themes/T01" }, false)
}

func BenchmarkNeedsPage(b *testing.B) {
	serve(b, func(*browser) string { return "/themes/T01/needs" + guided }, false)
}

func BenchmarkFormPage(b *testing.B) {
	serve(b, func(br *browser) string { return br.start() + "/sections/premises" }, true)
}
