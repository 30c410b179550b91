package citizen_test

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

// trader is a business that three policies want: ZC02 and ZC05 through matters
// of their own pack, ZC08 through the theme of the restaurant.
func trader() url.Values {
	return url.Values{"applicant/DE00108": {"6"}, "applicant/SB004": {"true"}, "applicant/SB010": {"false"}, "applicant/SB003": {"1"}, "applicant/SB012": {"true"}, "premises/DE00203": {"80"},
		"applicant/DE00106.y": {"2025"}, "applicant/DE00106.m": {"6"}, "applicant/DE00106.d": {"1"}}
}

var draftLink = regexp.MustCompile(`href="/drafts/([^/"?]+)"`)

// The restaurant is published anew: what is chosen stays one application, of
// what is in force. Where it cannot be one, the page says so before the click.
func TestChosenPoliciesStayOneApplicationWhenANeededPackIsPublishedAnew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	restaurant := func(version, file, was, is string) {
		t.Helper()
		for _, p := range builtin() {
			if p.Name != "open-a-restaurant" {
				continue
			}
			files := maps.Clone(p.Files)
			files["pack.yaml"] = bytes.Replace(files["pack.yaml"], []byte("version: 1.0.0"), []byte("version: "+version), 1)
			files[file] = bytes.ReplaceAll(files[file], []byte(was), []byte(is))
			anew, ps := catalog.ReadArchive(files)
			must(t, ps.Err())
			_, ps, err := s.cat.Publish(context.Background(), anew, monday)
			must(t, err)
			must(t, ps.Err())
		}
	}
	choose := func(b *browser) url.Values {
		form := trader()
		form["policy"] = []string{"ZC02", "ZC05", "ZC08"}
		b.get("/policies?see=1&" + form.Encode())
		return form
	}
	start := func(b *browser) *browser {
		form := choose(b)
		form.Set("start", "policies")
		return b.post("/drafts", form).follow()
	}

	restaurant("1.0.1", "themes/T01.yaml", "开饭店一件事", "开小饭店一件事")
	ming := s.citizen("ming", "王小明")
	choose(ming)
	ming.sees("选中的政策合并成一份申请", "吸纳高校毕业生社会保险补贴")
	start(ming)
	if !strings.HasPrefix(ming.url.Path, "/drafts/") {
		t.Fatalf("the click leads to %s: %s", ming.url, text(ming.body))
	}
	if ming.get("/me"); len(draftLink.FindAllString(ming.body, -1)) == 0 || strings.Count(text(ming.body), "开小饭店一件事") == 0 {
		t.Errorf("the draft is not of what is in force: %s", text(ming.body))
	}

	restaurant("1.1.0", "themes/T01.yaml", "id: T01", "id: T09")
	hong := s.citizen("hong", "李红")
	choose(hong)
	hong.want(http.StatusOK).seesNot("合并成一份申请")
}

// What merely waits for answers is not nearly had: it is counted apart, with how
// many answers are missing.
func TestPoliciesThatWaitForAnswersAreNoNearMisses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	b.get("/policies?see=1&applicant/SB010=false").sees("可享受 0 项，接近符合 0 项", "还需回答才能判断（", "还需回答 1 个问题才能判断", "节能厨房设备补贴").seesNot("接近符合（")
	b.get("/policies?see=1&lang=en&applicant/SB010=false").sees("Answer more questions to know (", "Answer 1 more question to know")
	// Enough people, and not insured: something speaks for it, and it is said what is missing.
	form := trader()
	form.Set("applicant/SB004", "false")
	b.get("/policies?see=1&lang=zh&"+form.Encode()).sees("接近符合（", "为全体员工办理参保登记")
	form.Set("applicant/DE00106.y", "2020")
	b.get("/policies?see=1&lang=en&" + form.Encode()).seesNot("2020-06-01").sees("1 June 2020")
}
