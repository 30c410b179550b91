package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// birth files the certificate of birth for somebody who is not known to be the
// mother: what the police has of her goes to the hospital alone.
func (h *house) birth(p *person) string {
	h.t.Helper()
	v := h.certificate(p)
	r, err := h.engine.Submit(h.t.Context(), engine.Actor{Account: p.id, Name: "林晓月", Roles: []string{"citizen"}}, v.Draft.ID, "")
	must(h.t, err)
	return r.Case
}

// answers hands corrected answers in over the API.
func (p *person) answers(id string, values object) *answer {
	p.house.t.Helper()
	body := object{}
	if values != nil {
		body["answers"] = values
	}
	return p.act(id, "resubmit", body)
}

func TestADeclarationThatIsAskedForAgainIsGivenAnew(t *testing.T) {
	t.Parallel()
	h := open(t)
	police(t, h)
	lin, clerk := h.citizen("lin"), h.someone("wu-min", "health", "clerk")
	id := h.birth(lin)
	const word, day = "filing/DE00603", "filing/DE00602"
	clerk.act(id, "correct", object{"note": "请重新承诺", "fields": []string{day, word}}).want(http.StatusOK)
	for _, f := range objects(lin.get("/api/v1/cases/" + id).want(http.StatusOK).object()["toCorrect"]) {
		if f["answer"] != nil || f["required"] != true {
			t.Errorf("it is asked for as %v", f)
		}
	}
	page := string(lin.get("/cases/" + id + "/corrections/" + id).want(http.StatusOK).body)
	if !strings.Contains(page, `name="filing/DE00603"`) || strings.Contains(page, "checked") || strings.Contains(page, `value="2026"`) {
		t.Errorf("the page is filled in already: %s", page)
	}
	for lang, why := range map[string]string{"zh": "所以请重新填写：申请人承诺、填表日期。", "en": "please fill in anew: Declaration of truth, Date of application."} {
		if page := string(lin.get("/cases/" + id + "/corrections/" + id + "?lang=" + lang).want(http.StatusOK).body); !strings.Contains(page, why) {
			t.Errorf("the page in %s does not say why it is empty: %s", lang, page)
		}
	}
	for _, values := range []object{nil, {}, {word: nil, day: nil}, {word: true}, {day: "2026-03-09"}, {word: false, day: "2026-03-09"}} {
		lin.answers(id, values).want(http.StatusUnprocessableEntity)
	}
	lin.answers(id, object{word: true, day: "2026-03-09"}).want(http.StatusOK)

	// Something else is put right: the word stays. It is asked for, and the day is not: the day stays.
	clerk.act(id, "correct", object{"note": "体重不对", "fields": []string{"newborn/DE00703"}}).want(http.StatusOK)
	if page := string(lin.get("/cases/" + id + "/corrections/" + id).want(http.StatusOK).body); strings.Contains(page, "重新填写") {
		t.Errorf("nothing is to be given anew: %s", page)
	}
	lin.answers(id, object{"newborn/DE00703": 3300}).want(http.StatusOK)
	clerk.act(id, "correct", object{"note": "请重新承诺", "fields": []string{word}}).want(http.StatusOK)
	lin.answers(id, object{}).want(http.StatusUnprocessableEntity)
	lin.answers(id, object{word: true}).want(http.StatusOK)
	// Anything may be changed, and nothing need be.
	clerk.act(id, "correct", object{"note": "请核对"}).want(http.StatusOK)
	lin.answers(id, nil).want(http.StatusOK)
}

func TestACorrectionOfWhatIsWithheldSaysWhoGaveIt(t *testing.T) {
	t.Parallel()
	h := open(t)
	police(t, h)
	lin, clerk := h.citizen("lin"), h.someone("wu-min", "health", "clerk")
	id := h.birth(lin)
	says := func(zh, en string) {
		t.Helper()
		for lang, words := range map[string]string{"zh": zh, "en": en} {
			page := string(lin.get("/cases/" + id + "/corrections/" + id + "?lang=" + lang).want(http.StatusOK).body)
			if !strings.Contains(page, words) || strings.Contains(page, "幸福路") {
				t.Errorf("the page in %s does not say %q:\n%s", lang, words, page)
			}
		}
	}
	clerk.act(id, "correct", object{"note": "地址不全", "fields": []string{"mother/DE00009"}}).want(http.StatusOK)
	says("这一项已由区公安局直接提供给办理部门；可能涉及他人，所以不在这里显示。现在请您自己填写。",
		"The District Public Security Bureau gave this straight to those who handle the case. It is not shown here because it may be about somebody else. Please give your own answer.")
	lin.answers(id, object{"mother/DE00009": nil}).want(http.StatusUnprocessableEntity)
	lin.answers(id, object{"mother/DE00009": "新址 1 号"}).want(http.StatusOK)

	other := h.citizen("wang")
	id, lin = h.birth(other), other
	clerk.act(id, "correct", object{"note": "请核对"}).want(http.StatusOK)
	says("由区公安局直接提供给办理部门，您不用填写", "From the District Public Security Bureau straight to those who handle the case: you need not fill it in")
	lin.answers(id, object{"mother/DE00009": nil}).want(http.StatusOK)
}
