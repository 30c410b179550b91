package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/internal/testpack"
)

// An officer reads on the worklist and on the case what will happen by itself,
// and afterwards in the history by what law it did.
func TestOfficersSeeWhatSilenceWillDecide(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, ps := catalog.ReadArchive(testpack.Silence(testpack.GrantedAfterFiveDays))
	must(t, ps.Err())
	h.publish(p)
	must(t, h.engine.EnsureOrganisations(t.Context()))
	ming := h.citizen("ming")
	made := ming.ask("POST", "/api/v1/matters/QM/cases", object{"applicant": object{"QE1": "甲"}}, "Idempotency-Key", "filed-once").want(http.StatusCreated)
	clerk := h.someone("clerk", "quiet", "clerk")
	due := h.time().AddDate(0, 0, 7).Format(time.RFC3339)
	check := func(of object) {
		t.Helper()
		s, _ := of["silence"].(map[string]any)
		if s == nil || s["at"] != due || s["kind"] != "approve" || !strings.Contains(s["basis"].(map[string]any)["en"].(string), "Article 8") {
			t.Errorf("silence decides %v, want on %s", s, due)
		}
	}
	for _, c := range clerk.get("/api/v1/worklist").want(http.StatusOK).items() {
		check(c)
	}
	at := "/api/v1/cases/" + made.string("case")
	before := clerk.get(at).want(http.StatusOK)
	check(before.object())
	h.wait(7 * 24 * time.Hour)
	for n := 1; n > 0; {
		var err error
		n, err = h.engine.Sweep(t.Context())
		must(t, err)
	}
	clerk.signIn("clerk") // a week is longer than a session
	clerk.ask("POST", at+"/actions", object{"event": "deny", "note": "不符合条件"}, "If-Match", before.etag(), "Idempotency-Key", "too-late-1").refuses(http.StatusConflict, "conflict")
	after := clerk.get(at).want(http.StatusOK).object()
	moved := find(objects(after["history"]), "type", "case.moved")
	s, _ := moved["silence"].(map[string]any)
	if after["silence"] != nil || s["days"] != 5.0 || s["clock"] != "step" || moved["actor"] != nil || moved["role"] != nil {
		t.Errorf("the history says %v", moved)
	}
}
