package citizen_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Staff want two questions asked first: the guide asks them first, whoever's
// browser it is, and the page that shows all of them has them on top; what
// applies at the end is what applied.
func TestTheGuideAsksFirstWhatStaffWantFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	answers := map[string]string{"Q1": "1130", "Q2": "320", "Q3": "true", "Q4": "true", "Q5": "true", "Q6": "false", "Q7": "false"}
	walk := func(b *browser) (asked []string, needs url.Values) {
		given := url.Values{}
		b.get("/themes/T01/guide").want(http.StatusOK)
		for !strings.HasSuffix(b.url.Path, "/needs") {
			q := b.hidden().Get("question")
			asked = append(asked, q)
			b.post("/themes/T01/guide?"+given.Encode(), url.Values{"question": {q}, "answer": {answers[q]}}).want(http.StatusSeeOther)
			given.Set(q, answers[q])
			b.follow().want(http.StatusOK)
		}
		return asked, b.url.Query()
	}
	b := s.citizen("chen", "陈一鸣")
	derived, before := walk(b)
	if derived[0] == "Q5" {
		t.Fatalf("derived: %v", derived)
	}
	s.edition("1.0.1", "themes/T01.yaml", "guide:\n", "layout: {questions: [Q5, Q2]}\nguide:\n")
	asked, after := walk(b)
	if asked[0] != "Q5" || asked[1] != "Q2" || len(asked) != len(derived) {
		t.Errorf("asked %v, derived %v", asked, derived)
	}
	if after.Encode() != before.Encode() {
		t.Errorf("answered %v, derived %v", after, before)
	}
	b.get(b.start() + "/guide").want(http.StatusOK)
	at := func(q string) int { return strings.Index(b.body, `name="`+q+`"`) }
	if at("Q5") < 0 || at("Q5") > at("Q2") || at("Q2") > at("Q1") || at("Q1") > at("Q3") {
		t.Errorf("Q5 at %d, Q2 at %d, Q1 at %d, Q3 at %d", at("Q5"), at("Q2"), at("Q1"), at("Q3"))
	}
}
