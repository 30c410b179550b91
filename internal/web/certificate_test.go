package web_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/analytics/clickhouse"
	"github.com/onematter/onematter/internal/testch"
	"github.com/onematter/onematter/internal/web"
)

func TestStaffTakeAReductionCertificateHome(t *testing.T) {
	t.Parallel()
	h := open(t)
	staff := h.someone("mei", "market-regulation", "clerk")
	at := "/api/v1/themes/T01/certificate"
	cert := staff.get(at).want(http.StatusOK).object()
	if cert["situations"] != float64(160) || cert["whole"] != true || len(objects(cert["rows"])) == 0 {
		t.Errorf("the certificate tells of %v situations", cert["situations"])
	}
	for format, begins := range map[string]string{"pdf": "%PDF-", "xlsx": "PK", "html": "<!doctype html>", "json": "{"} {
		file := staff.get(at + "/file?format=" + format + "&lang=en").want(http.StatusOK)
		if !bytes.HasPrefix(file.body, []byte(begins)) || file.header.Get("Content-Disposition") != `attachment; filename="T01-en.`+format+`"` {
			t.Errorf("%s begins with %.20q, %s", format, file.body, file.header.Get("Content-Disposition"))
		}
	}
	staff.get(at+"/file").refuses(http.StatusBadRequest, "request.required")
	staff.get(at+"/file?format=exe").refuses(http.StatusBadRequest, "request.choice")
	staff.get("/api/v1/themes/T99/certificate").refuses(http.StatusNotFound, "not_found")
	staff.get("/api/v1/themes/together~M04~M07/certificate").refuses(http.StatusNotFound, "not_found") // more of these than could be kept
	h.stranger().get(at).refuses(http.StatusUnauthorized, "auth.required")
}

func TestACertificateTellsWhatTheDutiesOfThisInstallationSave(t *testing.T) {
	t.Parallel()
	h := open(t)
	staff := h.someone("mei", "market-regulation", "clerk")
	at := "/api/v1/themes/T02/certificate"
	given := func() (list []object, merged, delivered object) {
		c := staff.get(at + "?delivered=true").want(http.StatusOK).object()
		d := c["delivered"].(object)
		return objects(d["given"]), c["after"].(object), d["after"].(object)
	}
	if list, merged, delivered := given(); len(list) != 0 || delivered["fields"] != merged["fields"] {
		t.Errorf("before any duty: %v, %v and %v", list, merged, delivered)
	}
	police(t, h)
	list, merged, delivered := given() // of today, not what was kept before
	if len(list) != 2 || list[0]["department"].(object)["zh"] != "区公安局" || list[0]["personal"] != true {
		t.Errorf("given: %v", list)
	}
	// One answer less and the consent more; one document less.
	if delivered["fields"].(float64) != merged["fields"].(float64) || delivered["materials"].(float64) >= merged["materials"].(float64) || delivered["signatures"].(float64) != merged["signatures"].(float64)+1 {
		t.Errorf("merged %v, delivered %v", merged, delivered)
	}
	if plain := staff.get(at).want(http.StatusOK).object(); plain["delivered"] != nil || plain["real"] != nil || objects(plain["rows"])[0]["delivered"] != nil {
		t.Error("a certificate tells what nobody asked for")
	}
	file := string(staff.get(at + "/file?format=html&lang=zh&delivered=true").want(http.StatusOK).body)
	if !strings.Contains(file, "再由部门提供") || !strings.Contains(file, "区公安局") {
		t.Error("the page does not tell who delivers")
	}
	staff.get(at+"?delivered=maybe").refuses(http.StatusBadRequest, "request.query")
}

func TestACertificateIsHeldToWhatReallyHappened(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Asia/Shanghai")
	must(t, err)
	w, err := clickhouse.Open(t.Context(), clickhouse.Options{URL: testch.StartServer(t).URL(), Zone: zone})
	must(t, err)
	t.Cleanup(func() { _ = w.Close() })
	h := open(t, func(o *web.Options) { o.Dashboards = w })
	feeder := &analytics.Feeder{Log: h.store, Warehouse: w, Holder: "test", Zone: zone}
	must(t, feeder.CatchUp(t.Context()))
	staff := h.someone("mei", "market-regulation", "clerk")
	real := func(theme string) object {
		return staff.get("/api/v1/themes/" + theme + "/certificate?real=true").want(http.StatusOK).object()["real"].(object)
	}
	for _, theme := range []string{"T01", "T02"} {
		if r := real(theme); r["filed"] != 0.0 || r["ended"] != 0.0 || r["fillMinutes"] != nil {
			t.Errorf("%s before anybody filed: %v", theme, r)
		}
	}
	ming := h.citizen("ming")
	draft := ming.fill()
	draftAt := "/api/v1/drafts/" + draft.string("id")
	h.wait(7 * time.Minute)
	ming.ask("PATCH", draftAt, object{"answers": object{"premises/DE00203": 320}}, "If-Match", draft.etag()).want(http.StatusOK)
	ming.ask("POST", draftAt+"/submit", nil, "Idempotency-Key", "submit-once").want(http.StatusCreated)
	must(t, feeder.CatchUp(t.Context()))
	if r := real("T01"); r["filed"] != 1.0 || r["computedMinutes"].(float64) <= 0 || r["fillMinutes"] != 7.0 || r["ended"] != 0.0 {
		t.Errorf("one was filed: %v", r)
	}
	if r := real("T02"); r["filed"] != 0.0 {
		t.Errorf("the other theme counts it as well: %v", r)
	}
	file := string(staff.get("/api/v1/themes/T01/certificate/file?format=html&lang=en&real=true").want(http.StatusOK).body)
	if !strings.Contains(file, "Promised and real") {
		t.Error("the page does not tell")
	}
	// A warehouse that does not answer takes nothing else away.
	must(t, w.Close())
	if c := staff.get("/api/v1/themes/T01/certificate?real=true").want(http.StatusOK).object(); c["real"] != nil || c["situations"] != 160.0 {
		t.Errorf("without the warehouse: %v", c["real"])
	}
}
