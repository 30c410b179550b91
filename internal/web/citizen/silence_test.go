package citizen_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/internal/testpack"
)

// The citizen reads what silence will make of it, and afterwards what it made.
func TestACitizenReadsWhatSilenceMeans(t *testing.T) {
	t.Parallel()
	for event, words := range map[string][3]string{
		"grant": {"2026年3月16日 10:00前没有答复的，视为同意（《办法》第八条）", "it counts as granted (Article 8 of the Rules)", "正在“制证”"},
		"deny":  {"2026年3月16日 10:00前没有答复的，视为不同意（《办法》第八条）", "it counts as refused (Article 8 of the Rules)", "部门作出了不予办理的决定"},
	} {
		s := newSite(t)
		p, ps := catalog.ReadArchive(testpack.Silence(strings.Replace(testpack.GrantedAfterFiveDays, "grant", event, 1)))
		must(t, ps.Err())
		_, ps, err := s.cat.Publish(t.Context(), p, monday)
		must(t, err)
		must(t, ps.Err())
		me := s.account("ming", "王小明", "", "citizen")
		r, err := s.engine.SubmitMatter(t.Context(), me, "QM", []byte(`{"applicant":{"QE1":"甲"}}`), "")
		must(t, err)
		b := s.browser()
		b.signIn("ming")
		at := "/cases/" + r.Case
		b.get(at).want(http.StatusOK).sees(words[0])
		b.get(at + "?lang=en").want(http.StatusOK).sees(words[1])
		b.get(at + "?lang=zh").want(http.StatusOK)
		s.wait(7 * 24 * time.Hour)
		for n := 1; n > 0; {
			n, err = s.engine.Sweep(t.Context())
			must(t, err)
		}
		b = s.browser() // a week is longer than a session
		b.signIn("ming")
		b.get(at).want(http.StatusOK).sees(words[2], "依法自动生效（《办法》第八条）").seesNot("没有答复的")
	}
}
