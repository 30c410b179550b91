package citizen_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// asking is a page that asks who files for a newborn, and what the mother is called.
func asking(t *testing.T) (b *browser, here string, status func() engine.CaseStatus) {
	t.Helper()
	s := newSite(t)
	r := s.born("lin")
	hospital := s.account("hospital", "沈护士", "health", allRoles...)
	s.act(hospital, r.Case, "N01", "correct", engine.Action{Note: "是谁来办的？", Fields: []string{who, "mother/DE00001"}})
	b = s.browser()
	b.signIn("lin")
	id := s.child(hospital, r.Case, "N01").ID
	return b, "/cases/" + r.Case + "/corrections/" + id, func() engine.CaseStatus { return s.child(hospital, r.Case, "N01").Status }
}

const who, agentName = "agent/DE00018", "agent/DE00001"

// chosen are the entries chosen on the page last seen, as a browser posts them.
func (b *browser) chosen() url.Values {
	v := url.Values{}
	for _, m := range regexp.MustCompile(`name="([^"]+)" type="radio" value="([^"]*)" checked>`).FindAllStringSubmatch(b.body, -1) {
		v.Set(m[1], m[2])
	}
	return v
}

// says hands in the page last seen with these answers.
func (b *browser) says(here string, values map[string]string) *browser {
	b.t.Helper()
	form := b.hidden()
	maps.Copy(form, b.chosen())
	for name, v := range values {
		form.Set(name, v)
	}
	form.Set("action", "submit")
	return b.post(here, form)
}

// live posts a page as its script does while it is filled in.
func (b *browser) live(here string, form url.Values) *browser {
	b.t.Helper()
	form.Set("csrf", b.csrf())
	r, err := http.NewRequest(http.MethodPost, b.site.URL+here, strings.NewReader(form.Encode()))
	must(b.t, err)
	for k, v := range map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Origin": b.site.URL, "X-Fragment": "1"} {
		r.Header.Set(k, v)
	}
	return b.do(r)
}

// The questions that corrected answers open were never on a page: they are asked
// for, and are errors only when they are left empty there.
func TestWhatACorrectionOpensIsNoErrorTheFirstTime(t *testing.T) {
	t.Parallel()
	b, here, status := asking(t)
	errors := func() bool {
		return strings.Contains(b.body, "govuk-error-summary") || strings.Contains(b.body, "govuk-error-message")
	}
	b.get(here).want(http.StatusOK).seesNot("还需要")
	said := map[string]string{who: "3", "mother/DE00001": "林晓月"}
	b.says(here, said).want(http.StatusUnprocessableEntity).sees("因为您改了“经办人 · 与新生儿关系”，还需要填写", "经办人姓名")
	if errors() || !strings.Contains(b.body, `name="`+agentName+`"`) {
		t.Errorf("it is asked as an error: %s", text(b.body))
	}
	// Something else is wrong: that is told, and what is asked anew still is not.
	b.get(here).says(here, map[string]string{who: "3", "mother/DE00001": ""}).want(http.StatusUnprocessableEntity)
	if strings.Count(b.body, `<li><a href="#f-`) != 1 || !strings.Contains(b.body, `<li><a href="#f-mother-DE00001">`) {
		t.Errorf("told is %s", text(b.body))
	}
	b.says(here, said).want(http.StatusUnprocessableEntity).sees("还需要填写")
	if !errors() || !strings.Contains(b.body, `<a href="#f-agent-DE00001">`) || strings.Contains(b.body, `id="new"`) {
		t.Errorf("left empty it is no error: %s", text(b.body))
	}
	b.get(here+"?lang=en").says(here, said).want(http.StatusUnprocessableEntity).sees("we also need", "Because you changed “")
	if status() != engine.CaseAsking {
		t.Error("it was handed in")
	}
}

// So is a document that a corrected answer calls for.
func TestADocumentThatACorrectionCallsForIsNoErrorTheFirstTime(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	b.fill(draft)
	root := b.submit(draft)
	market := s.account("market", "周正", "market-regulation", allRoles...)
	s.act(market, root, "M01", "forward", engine.Action{})
	s.act(market, root, "M01", "approve", engine.Action{})
	s.act(market, root, "M01", "deliver", engine.Action{Result: map[string]json.RawMessage{"applicant/DE00102": raw("91310104MA1FRX8K38"), "applicant/DE00106": raw("2026-03-09")}})
	s.act(s.account("city", "何队", "greenery-appearance", allRoles...), root, "M04", "correct", engine.Action{Note: "招牌多高？", Fields: []string{"signboard/DE00403"}})
	here := "/cases/" + root + "/corrections/" + s.child(engine.SystemActor(), root, "M04").ID
	high := map[string]string{"signboard/DE00403": "3.5"}
	b.get(here).want(http.StatusOK).says(here, high).want(http.StatusUnprocessableEntity).sees("还需要这份材料。")
	if !strings.Contains(b.body, `href="#m-MT17"`) || strings.Contains(b.body, "error-message") {
		t.Errorf("it is asked as an error, or not at all: %s", text(b.body))
	}
	b.says(here, high).want(http.StatusUnprocessableEntity)
	if !strings.Contains(b.body, "govuk-error-message") {
		t.Errorf("left out it is no error: %s", text(b.body))
	}
	form := b.hidden()
	form.Set("signboard/DE00403", "3.5")
	form.Set("action", "submit")
	b.upload(here, "file.MT17", "结构说明.png", picture(), form).want(http.StatusSeeOther)
}

// Who takes back what opened a question finds again what was typed for it, and
// sees it before it is handed in.
func TestWhatWasTypedForAnOpenedQuestionComesBack(t *testing.T) {
	t.Parallel()
	b, here, status := asking(t)
	agent := map[string]string{agentName: "林国强 & 子", "agent/DE00004": "414", "agent/DE00005": "E12345678", "agent/DE00006": "13800138000"}
	with := func(who string, more map[string]string) map[string]string {
		said := map[string]string{"agent/DE00018": who, "mother/DE00001": ""} // which is refused
		maps.Copy(said, more)
		return said
	}
	b.get(here).says(here, with("3", nil)).says(here, with("3", agent)).want(http.StatusUnprocessableEntity)
	for _, posted := range []map[string]string{agent, nil} { // the second page has no such fields
		b.says(here, with("1", posted)).want(http.StatusUnprocessableEntity)
		if strings.Contains(b.body, `id="f-agent-DE00001"`) || b.hidden().Get(agentName) != agent[agentName] {
			t.Fatalf("what was typed is not kept: %v", b.hidden())
		}
	}
	// Complete with what was typed before, which the page did not show.
	b.says(here, map[string]string{who: "3", "mother/DE00001": "林晓月"}).want(http.StatusUnprocessableEntity).sees("因为您改了“经办人 · 与新生儿关系”，还需要下面的内容")
	for path, v := range agent {
		if id := `id="f-` + strings.ReplaceAll(path, "/", "-"); !strings.Contains(b.body, id) {
			t.Errorf("%s is not asked again", path)
		} else if path != "agent/DE00004" && !strings.Contains(b.body, `value="`+strings.ReplaceAll(v, "&", "&amp;")+`"`) {
			t.Errorf("%s is asked again without %s", path, v)
		}
	}
	if strings.Contains(b.body, `name="kept"`) || status() != engine.CaseAsking {
		t.Error("it is hidden besides, or handed in unseen")
	}
}

// A script’s page asks what the answers open while they are given.
func TestAScriptsCorrectionAsksWhatItsAnswersOpen(t *testing.T) {
	t.Parallel()
	b, here, status := asking(t)
	live := func(form url.Values) *browser { return b.live(here, form) }
	says := func(values map[string]string) url.Values {
		form := b.hidden()
		for k, v := range values {
			form.Set(k, v)
		}
		return form
	}
	other := map[string]string{who: "3", "mother/DE00001": "林晓月"}
	b.get(here).want(http.StatusOK)
	for range 2 { // asked again it is no error yet
		live(says(other)).want(http.StatusOK).sees("还需要填写")
		if strings.Contains(b.body, "<h1") || strings.Contains(b.body, "error") || !strings.Contains(b.body, `name="`+agentName+`"`) {
			t.Errorf("the fragment is %s", b.body)
		}
	}
	live(says(map[string]string{who: "1", "mother/DE00001": "林晓月", agentName: "林国强"})).want(http.StatusOK)
	if strings.Contains(b.body, `id="f-agent-DE00001"`) {
		t.Error("who is known is asked for")
	}
	live(says(other)).want(http.StatusOK)
	if !strings.Contains(b.body, `value="林国强"`) || status() != engine.CaseAsking {
		t.Errorf("what was typed did not come back: %s", b.body)
	}
	// Handed in once, what is missing is told, also while something else is changed.
	b.post(here, says(map[string]string{who: "3", "mother/DE00001": "林晓月", agentName: "", "action": "submit"})).want(http.StatusUnprocessableEntity)
	live(says(other)).want(http.StatusOK)
	if !strings.Contains(b.body, "govuk-error-message") {
		t.Error("what was left empty is told no more")
	}
	old := says(other)
	old.Set("revision", "0")
	live(old).want(http.StatusConflict)
}
