package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/analytics/clickhouse"
	"github.com/onematter/onematter/internal/testch"
	"github.com/onematter/onematter/internal/web"
	"github.com/onematter/onematter/metamodel"
)

// The archive entrusts its matter to the centre from Wednesday on.
func TestADelegatedMatterSaysWhoHandlesItAndInWhoseName(t *testing.T) {
	t.Parallel()
	h := open(t)
	first, p := register(t), register(t)
	h.publish(first)
	p.Matters["R60"].Delegated = &metamodel.Delegation{To: "town", Kind: metamodel.Entrusted, On: "2026-03-11", Basis: metamodel.ZhEn("《委托书》", "The letter of entrustment")}
	p.Departments["town"] = &metamodel.Department{ID: "town", Name: metamodel.ZhEn("东桥镇便民中心", "Dongqiao township centre")}
	p.Version, p.Files = "2.0.0", nil
	h.publish(p)
	ming := h.citizen("ming")
	// The language stays as it was asked for last, so every page says which.
	for path, words := range map[string][]string{
		"/matters/R60?lang=zh": {"2026年3月11日起由东桥镇便民中心办理", "委托或下放的依据：《委托书》"},
		"/matters/R60?lang=en": {"from 11 March 2026: Dongqiao township centre", "Handled by another department by: The letter of entrustment"},
	} {
		page := string(ming.get(path).want(http.StatusOK).body)
		for _, w := range words {
			if !strings.Contains(page, w) {
				t.Errorf("%s does not say %q", path, w)
			}
		}
	}
	designer := h.someone("mei", "housing", "designer")
	if m := designer.get("/api/v1/matters/R60").want(http.StatusOK).object(); m["delegateName"].(object)["en"] != "Dongqiao township centre" || m["delegated"].(object)["kind"] != "entrust" {
		t.Errorf("%v", m["delegated"])
	}
	lines := objects(designer.get("/api/v1/matters/R60/history").want(http.StatusOK).object()["lines"])
	if len(lines) != 2 || objects(lines[0]["acts"])[0]["kind"] != "delegated" || objects(lines[1]["acts"])[0]["kind"] != "appeared" {
		t.Errorf("the history: %v", lines)
	}
	designer.get("/api/v1/matters/M99/history").refuses(http.StatusNotFound, "not_found")

	h.wait(2 * 24 * time.Hour)
	bot := h.citizen("bot")
	filed := bot.ask("POST", "/api/v1/matters/R60/cases", entry(), "Idempotency-Key", "the-only-key").want(http.StatusCreated).string("case")
	c := bot.get("/api/v1/cases/" + filed).want(http.StatusOK).object()
	if c["department"].(object)["id"] != "town" || c["authority"].(object)["id"] != "records" {
		t.Errorf("the case lies with %v in the name of %v", c["department"], c["authority"])
	}
	// The archive answers for it: it reads the case and finds it among what it entrusted.
	must(t, h.engine.EnsureOrganisations(t.Context()))
	archive := h.someone("archivist", "records", "clerk")
	if k := archive.get("/api/v1/cases/" + filed).want(http.StatusOK).object(); k["answers"] == nil || len(objects(k["actions"])) > 0 {
		t.Errorf("the authority reads %v", k)
	}
	if list := objects(archive.get("/api/v1/cases?entrusted=true").want(http.StatusOK).object()["items"]); len(list) != 1 || list[0]["id"] != filed {
		t.Errorf("entrusted: %v", list)
	}
	archive.ask("POST", "/api/v1/cases/"+filed+"/actions", object{"event": "enter"}, "If-Match", `"1"`, "Idempotency-Key", "not-mine-to-act").refuses(http.StatusForbidden, "action.role")
	h.someone("stranger", "housing", "clerk").get("/api/v1/cases/"+filed).refuses(http.StatusNotFound, "not_found")
	if page := string(bot.get("/cases/" + filed).want(http.StatusOK).body); !strings.Contains(page, "东桥镇便民中心（受") {
		t.Error("the applicant does not read who has it, and for whom")
	}
}

// The result is the authority's, and says who handled it; the figures are those
// of the department that has the case.
func TestADelegatedMattersResultAndFiguresNameTheRightDepartment(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Asia/Shanghai")
	must(t, err)
	w, err := clickhouse.Open(t.Context(), clickhouse.Options{URL: testch.StartServer(t).URL(), Zone: zone})
	must(t, err)
	t.Cleanup(func() { _ = w.Close() })
	h := open(t, func(o *web.Options) { o.Dashboards = w })
	p := register(t)
	p.Departments["town"] = &metamodel.Department{ID: "town", Name: metamodel.ZhEn("东桥镇便民中心", "Dongqiao township centre"), Parent: "records"}
	p.Matters["R60"].Delegated = &metamodel.Delegation{To: "town", Kind: metamodel.Entrusted, On: "2026-03-11", Basis: metamodel.ZhEn("《委托书》", "The letter of entrustment")}
	p.Files = nil
	h.publish(p)
	must(t, h.engine.EnsureOrganisations(t.Context()))
	before := h.citizen("ming").ask("POST", "/api/v1/matters/R60/cases", entry(), "Idempotency-Key", "the-day-before").want(http.StatusCreated).string("case")
	h.wait(2 * 24 * time.Hour)
	bot, teller := h.citizen("bot"), h.someone("teller", "town", "clerk")
	filed := bot.ask("POST", "/api/v1/matters/R60/cases", entry(), "Idempotency-Key", "the-only-key").want(http.StatusCreated).string("case")
	teller.get("/api/v1/cases/"+before).refuses(http.StatusNotFound, "not_found")
	teller.act(filed, "deliver", nil).want(http.StatusOK)
	for lang, words := range map[string][]string{"zh": {"档案馆", "东桥镇便民中心"}, "en": {"Records Office", "Dongqiao township centre"}} {
		page := string(bot.get("/cases/" + filed + "/results/" + filed + "?lang=" + lang).want(http.StatusOK).body)
		for _, word := range words {
			if !strings.Contains(page, word) {
				t.Errorf("the result does not say %q:\n%s", word, page)
			}
		}
		if strings.Index(page, words[0]) > strings.Index(page, words[1]) {
			t.Errorf("%s is not first the authority's", lang)
		}
	}
	must(t, (&analytics.Feeder{Log: h.store, Warehouse: w, Holder: "test", Zone: zone}).CatchUp(t.Context()))
	root, town := h.someone("root", "", "administrator"), h.someone("head", "town", "manager")
	for _, c := range []struct {
		who  *person
		path string
		want any
	}{
		{root, "/api/v1/dashboard?department=town", 1.0}, {root, "/api/v1/dashboard?department=records", 1.0}, {root, "/api/v1/dashboard", 2.0},
		{town, "/api/v1/dashboard", 1.0}, {town, "/api/v1/dashboard?department=town", 1.0},
	} {
		if n := c.who.get(c.path).want(http.StatusOK).object()["totals"].(object)["submitted"]; n != c.want {
			t.Errorf("%s: want %v, got %v", c.path, c.want, n)
		}
	}
	town.get("/api/v1/dashboard?department=records").refuses(http.StatusNotFound, "not_found")
}
