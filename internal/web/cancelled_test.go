package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

func TestACancelledMatterSaysSinceWhenWhyAndWhatInstead(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, q := range builtin() {
		if q.Name == "talent-housing" {
			p := *q
			m, next := *q.Matters["H01"], *q.Matters["H01"]
			next.ID, next.Name = "H02", metamodel.ZhEn("保障性租赁住房申请", "Affordable rental housing")
			m.Cancelled = &metamodel.Cancellation{On: "2026-03-11", Basis: metamodel.ZhEn("《取消决定》", "The decision"), Reason: metamodel.ZhEn("两项并为一项", "Two became one"), Successors: []string{"H02"}}
			last := next
			last.ID, last.Name = "H03", metamodel.ZhEn("住房保障申请", "Housing support")
			next.Cancelled = &metamodel.Cancellation{On: "2026-03-15", Basis: m.Cancelled.Basis, Reason: m.Cancelled.Reason, Successors: []string{"H03"}}
			p.Matters = map[string]*metamodel.Matter{"H01": &m, "H02": &next, "H03": &last}
			p.Version, p.Files = "2.0.0", nil
			h.publish(&p)
		}
	}
	ming := h.citizen("ming")
	says := func(path string, words ...string) string {
		t.Helper()
		page := string(ming.get(path).want(http.StatusOK).body)
		for _, w := range words {
			if !strings.Contains(page, w) {
				t.Errorf("%s does not say %q", path, w)
			}
		}
		return page
	}
	if page := says("/matters/H01", "自 2026年3月11日 起，这个事项将取消", "两项并为一项", "《取消决定》", `href="/matters/H02"`); !strings.Contains(page, `action="/drafts"`) {
		t.Error("it cannot be begun before the day")
	}
	if page := says("/", "/matters/H02"); !strings.Contains(page, `/matters/H01"`) {
		t.Error("it is not listed before the day")
	}
	h.wait(3 * 24 * time.Hour)
	ming = h.citizen("later") // a session does not live so long
	if page := says("/matters/H01?lang=en", "Cancelled from 11 March 2026: nobody can apply", "Two became one", "The decision", "Affordable rental housing"); strings.Contains(page, `action="/drafts"`) {
		t.Error("it can be begun after the day")
	}
	if page := says("/", "/matters/H02"); strings.Contains(page, `/matters/H01"`) {
		t.Error("it is listed after the day")
	}
	ming.ask("POST", "/api/v1/drafts", object{"matter": "H01"}).refuses(http.StatusConflict, "matter.cancelled")
	ming.ask("POST", "/api/v1/matters/H01/cases", object{}, "Idempotency-Key", "one-of-a-kind").refuses(http.StatusConflict, "matter.cancelled")
	if c := h.someone("mei", "housing", "designer").get("/api/v1/matters/H01").want(http.StatusOK).object()["cancelled"].(object); c["on"] != "2026-03-11" {
		t.Errorf("%v", c)
	}
	// What replaced it ends as well: the page leads on.
	h.wait(4 * 24 * time.Hour)
	ming = h.citizen("latest")
	if page := says("/matters/H01", "住房保障申请", `href="/matters/H03"`); strings.Contains(page, `href="/matters/H02"`) {
		t.Error("it leads to what can no longer be applied for")
	}
}
