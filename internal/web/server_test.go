package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/internal/web"
)

// broken is a dashboard whose code has a fault.
type broken struct{}

func (broken) Dashboard(context.Context, analytics.Filter, time.Time) (*analytics.Dashboard, error) {
	panic("a fault of ours about 王小明")
}

func (broken) Needless(context.Context, analytics.NeedlessFilter) (*analytics.NeedlessDetail, error) {
	panic("a fault of ours about 王小明")
}

func (broken) Reality(context.Context, analytics.Filter) ([]analytics.ThemeReal, error) {
	panic("a fault of ours about 王小明")
}

func (broken) Ready(context.Context) error { return nil }

func TestAFaultOfOursIsAnAnswerAndNotTheEnd(t *testing.T) {
	t.Parallel()
	h := open(t, func(o *web.Options) {
		o.Dashboards = broken{}
		o.Ready = map[string]func(context.Context) error{"database": func(context.Context) error { panic("a fault") }}
	})
	root := h.someone("root", "", "administrator")
	for range 3 {
		a := root.get("/api/v1/dashboard").refuses(http.StatusInternalServerError, "internal")
		if strings.Contains(string(a.body), "fault") || strings.Contains(string(a.body), "goroutine") {
			t.Errorf("the fault is told: %s", a.body)
		}
	}
	page := root.get("/readyz")
	if page.status != http.StatusInternalServerError || strings.Contains(string(page.body), "a fault") || !strings.Contains(page.header.Get("Content-Type"), "text/html") {
		t.Errorf("a page that fails answers %d %s", page.status, page.body)
	}
	if log := h.log.String(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, "route=/api/v1/dashboard") || !strings.Contains(log, "broken.Dashboard") {
		t.Errorf("the log does not say where:\n%s", log)
	}
	root.get("/api/v1/me").want(http.StatusOK)
}

func TestReadyMeansEverythingNeededAnswers(t *testing.T) {
	t.Parallel()
	var down error
	h := open(t, func(o *web.Options) {
		o.Ready = map[string]func(context.Context) error{"database": func(context.Context) error { return nil }, "warehouse": func(context.Context) error { return down }}
	})
	if a := h.stranger().get("/readyz"); a.status != http.StatusOK || strings.TrimSpace(string(a.body)) != `{"database":"ok","warehouse":"ok"}` {
		t.Errorf("ready: %d %s", a.status, a.body)
	}
	down = errors.New("dial tcp 10.0.0.7:9000: secret detail")
	a := h.stranger().get("/readyz")
	if a.status != http.StatusServiceUnavailable || strings.TrimSpace(string(a.body)) != `{"database":"ok","warehouse":"unavailable"}` {
		t.Errorf("not ready: %d %s", a.status, a.body)
	}
	if !strings.Contains(h.log.String(), "secret detail") {
		t.Error("the log does not say why")
	}
}

func TestMetricsCountRoutesAndTellNothingElse(t *testing.T) {
	t.Parallel()
	reg := prometheus.NewRegistry()
	h := open(t, func(o *web.Options) { o.Metrics = reg })
	ming := h.citizen("ming")
	id := ming.ask("POST", "/api/v1/drafts", object{"theme": "T01"}).want(http.StatusCreated).string("id")
	ming.get("/api/v1/drafts/" + id).want(http.StatusOK)
	ming.get("/api/v1/cases?q=" + "wangxiaoming").want(http.StatusOK)
	ming.get("/secret/place/of/ming")
	ming.get("/api/v1/secret")
	for _, method := range []string{"BREW", "MING", "X1", "X2"} {
		ming.ask(method, "/api/v1/me", nil)
	}
	ming.ask("PATCH", "/api/v1/drafts/"+id, object{}).want(http.StatusPreconditionRequired)
	text := string(h.stranger().get("/metrics").want(http.StatusOK).body)
	for _, want := range []string{`method="POST",route="/api/v1/drafts",status="201"`, `method="GET",route="/api/v1/drafts/:id",status="200"`, `method="other",route="/api/v1/me",status="405"`, `route="unknown",status="404"`, `status="428"`} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing is counted under %s", want)
		}
	}
	for _, leak := range []string{id, "ming", "MING", "BREW", "secret", "wangxiaoming"} {
		if strings.Contains(text, leak) {
			t.Errorf("the metrics tell %q", leak)
		}
	}
	if log := h.log.String(); strings.Contains(log, id) || strings.Contains(log, "ming") {
		t.Errorf("the log tells who asked:\n%s", log)
	}

	// They are for the inner network, and for administrators.
	root := h.someone("root", "", "administrator").machine()
	ask := func(from, header, value, token string) int {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr = from
		r.Header.Set(header, value)
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		h.Config.Handler.ServeHTTP(w, r)
		return w.Code
	}
	for _, c := range []struct {
		from, header, value, token string
		want                       int
	}{
		{"127.0.0.1:1", "X", "", "", 200},
		{"[::1]:1", "X", "", "", 200},
		{"10.1.2.3:1", "X", "", "", 200},
		{"[fd00::1]:1", "X", "", "", 200},
		{"[::ffff:192.168.1.1]:1", "X", "", "", 200},
		{"203.0.113.9:1", "X", "", "", 404},
		{"[2001:db8::1]:1", "X", "", "", 404},
		{"127.0.0.1:1", "X-Forwarded-For", "203.0.113.9", "", 404},
		{"127.0.0.1:1", "X-Forwarded-For", "127.0.0.1", "", 404},
		{"127.0.0.1:1", "Forwarded", "for=203.0.113.9", "", 404},
		{"127.0.0.1:1", "X-Real-IP", "203.0.113.9", "", 404},
		{"127.0.0.1:1", "Via", "1.1 proxy", "", 404},
		{"nonsense", "X", "", "", 404},
		{"203.0.113.9:1", "X", "", root.token, 200},
		{"203.0.113.9:1", "X", "", ming.machine().token, 404},
	} {
		if got := ask(c.from, c.header, c.value, c.token); got != c.want {
			t.Errorf("from %s with %s %s: want %d, got %d", c.from, c.header, c.value, c.want, got)
		}
	}
}

func TestBehindAProxyTheClientIsWhoTheProxySays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		trust bool
		want  int
	}{{true, http.StatusUnprocessableEntity}, {false, http.StatusTooManyRequests}} {
		h := open(t, func(o *web.Options) { o.SignIns, o.TrustProxy = 0.01, c.trust })
		for range 40 {
			h.stranger().ask("POST", "/api/v1/session", object{}, "X-Forwarded-For", "203.0.113.1")
		}
		h.stranger().ask("POST", "/api/v1/session", object{}, "X-Forwarded-For", "203.0.113.1").want(http.StatusTooManyRequests)
		h.stranger().ask("POST", "/api/v1/session", object{}, "X-Forwarded-For", "198.51.100.1").want(c.want)
		// Whoever makes up the left of the list is still the one on its right.
		h.stranger().ask("POST", "/api/v1/session", object{}, "X-Forwarded-For", "198.51.100.77, 203.0.113.1").want(http.StatusTooManyRequests)
	}
}
