package web_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/analytics/clickhouse"
	"github.com/onematter/onematter/internal/testch"
	"github.com/onematter/onematter/internal/web"
)

func TestAManagerSeesTheFiguresOfTheirOwnDepartments(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Asia/Shanghai")
	must(t, err)
	w, err := clickhouse.Open(t.Context(), clickhouse.Options{URL: testch.StartServer(t).URL(), Zone: zone})
	must(t, err)
	t.Cleanup(func() { _ = w.Close() })
	h := open(t, func(o *web.Options) { o.Dashboards = w })
	h.citizen("ming").file()
	feeder := &analytics.Feeder{Log: h.store, Warehouse: w, Holder: "test", Zone: zone}
	must(t, feeder.CatchUp(t.Context()))

	count := func(p *person, path string) any {
		t.Helper()
		return p.get(path).want(http.StatusOK).object()["totals"].(object)["submitted"]
	}
	root := h.someone("root", "", "administrator")
	if n := count(root, "/api/v1/dashboard"); n != 2.0 {
		t.Errorf("the administrator counts %v", n)
	}
	env := h.someone("env", "ecology-environment", "manager")
	for path, want := range map[string]any{
		"/api/v1/dashboard": 1.0,
		"/api/v1/dashboard?department=ecology-environment&theme=T01": 1.0,
		"/api/v1/dashboard?matter=M01":                               0.0,
		"/api/v1/dashboard?from=2026-03-09&to=2026-03-09":            1.0,
		"/api/v1/dashboard?from=2026-03-10&to=2026-03-11":            0.0,
	} {
		if n := count(env, path); n != want {
			t.Errorf("%s: want %v, got %v", path, want, n)
		}
	}
	// The filing asked what another department has. Whoever asked, and whoever has
	// it, sees so; the names are the matter's.
	detail := root.get("/api/v1/dashboard/needless").want(http.StatusOK).object()
	first := objects(detail["needless"].(object)["items"])[0]
	if detail["needless"].(object)["filings"] != 1.0 || first["name"].(object)["zh"] == first["item"] || len(objects(detail["last"])) != 1 {
		t.Errorf("asked needlessly: %v", detail)
	}
	own := env.get("/api/v1/dashboard/needless").want(http.StatusOK).object()["needless"].(object)
	for _, d := range objects(own["items"]) {
		narrow := env.get("/api/v1/dashboard/needless?kind=" + d["kind"].(string) + "&item=" + d["item"].(string)).want(http.StatusOK).object()
		for _, by := range objects(narrow["needless"].(object)["demanders"]) {
			if by["id"] != "ecology-environment" && d["source"] != "ecology-environment" {
				t.Errorf("another department's question is told: %v", narrow)
			}
		}
	}
	env.get("/api/v1/dashboard/needless?kind=page").refuses(http.StatusBadRequest, "request.choice")

	env.get("/api/v1/dashboard?department=market-regulation").refuses(http.StatusNotFound, "not_found")
	env.get("/api/v1/dashboard?department=ecology-environment,market-regulation").refuses(http.StatusNotFound, "not_found")
	env.get("/api/v1/dashboard?from=2026-03-10&to=2026-03-09").refuses(http.StatusUnprocessableEntity, "request.span")
	env.get("/api/v1/dashboard?from=2016-03-10").refuses(http.StatusUnprocessableEntity, "request.span")
	env.get("/api/v1/dashboard?from=09.03.2026").refuses(http.StatusBadRequest, "request.query")
	env.get("/api/v1/dashboard?from=2026-02-30").refuses(http.StatusBadRequest, "request.query")

	must(t, w.Close())
	env.get("/api/v1/dashboard").refuses(http.StatusServiceUnavailable, "analytics.unavailable")
}
