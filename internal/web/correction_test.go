package web_test

import (
	"net/http"
	"slices"
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

// pathsOf are the paths of a list of answers.
func pathsOf(list any) (paths []string) {
	for _, o := range objects(list) {
		paths = append(paths, o["path"].(string))
	}
	return paths
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

// One person in two roles: a clerk reads which answer is a copy, and an
// integrator what need not be asked, and what is corrected along.
func TestCopiesAreToldOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	lin, clerk := h.citizen("lin"), h.someone("wu-min", "health", "clerk")
	const mother, agent, ethnic = "mother/DE00005", "agent/DE00005", "father/DE00015"
	draft := lin.ask("POST", "/api/v1/drafts", object{"theme": "T02", "guide": object{"Q1": false, "Q4": false, "Q5": false, "Q6": false, "Q7": false}}).want(http.StatusCreated)
	at := "/api/v1/drafts/" + draft.string("id")
	answers := object{
		mother: "310104199003070026", "mother/DE00001": "林晓月", "mother/DE00004": "111", "mother/DE00003": "1990-03-07", "mother/DE00015": "01",
		"mother/DE00017": "10", "mother/DE00009": "幸福路 8 号", "mother/DE00006": "13800000000",
		"newborn/DE00001": "林小满", "newborn/DE00002": "2", "newborn/DE00003": "2026-03-01", "newborn/DE00702": "08:30", "newborn/DE00707": 39, "newborn/DE00703": 3200,
		"newborn/DE00704": 50, "newborn/DE00705": "1", "newborn/DE00706": "市妇幼保健院", "newborn/DE00015": "01", "newborn/DE00731": "01", "newborn/DE00732": false,
		"household/DE00714": "310104", "household/DE00712": "1", "household/DE00711": "幸福路 8 号", "household/DE00713": "04120008", "household/DE00715": "2",
		"father/DE00001": "陈一鸣", "father/DE00004": "111", "father/DE00005": "310104198506150031", "father/DE00009": "幸福路 8 号",
		"agent/DE00018": "1", "filing/DE00601": "1", "filing/DE00602": "2026-03-09", "filing/DE00603": true,
	}
	draft = lin.ask("PATCH", at, object{"answers": answers}, "If-Match", draft.etag()).want(http.StatusOK)
	asked := map[string]object{}
	for _, s := range objects(draft.object()["sections"]) {
		for _, f := range objects(s["fields"]) {
			asked[f["path"].(string)] = f
		}
	}
	if f := asked[agent]; f["copyOf"] != mother || f["answer"] != answers[mother] || asked[mother]["copyOf"] != nil {
		t.Errorf("the draft tells %v", f)
	}
	for _, m := range objects(draft.object()["materials"]) {
		if m["asked"] == true {
			lin.upload(at+"/materials/"+m["id"].(string)+"/files", "材料.png", picture()).want(http.StatusCreated)
		}
	}
	root := lin.ask("POST", at+"/submit", nil, "Idempotency-Key", "submit-birth").want(http.StatusCreated).string("case")
	id := lin.child(root, "N01")

	now := clerk.get("/api/v1/cases/" + id).want(http.StatusOK).object()
	if a := find(objects(now["answers"]), "path", agent); a["copyOf"] != mother || a["group"].(object)["zh"] != "经办人" {
		t.Errorf("the clerk reads %v", a)
	}
	offered := objects(now["correctable"])
	if c := find(offered, "path", agent); c["copyOf"] != mother || c["empty"] != nil || c["group"].(object)["zh"] != "经办人" || c["section"].(object)["zh"] != "其他" {
		t.Errorf("the copy is offered as %v", c)
	}
	if c := find(offered, "path", ethnic); c["empty"] != true || c["group"].(object)["zh"] != "父亲" {
		t.Errorf("the empty question is offered as %v", c)
	}
	if find(offered, "path", "agent/DE00010") != nil { // the post brings nothing
		t.Error("a question that is not asked is offered")
	}
	if mine := lin.get("/api/v1/cases/" + id).want(http.StatusOK).object(); mine["correctable"] != nil {
		t.Errorf("the applicant is offered %v", mine["correctable"])
	}

	// What is worked out is asked for by what it is worked out from, and told so.
	const number, born = "mother/DE00005", "mother/DE00003"
	from := []string{"mother/DE00004", number}
	if a := find(objects(now["answers"]), "path", born); a["computed"] != true || !slices.Equal(pathsOf(a["computedFrom"]), from) || find(offered, "path", born) != nil {
		t.Errorf("what is worked out is told as %v", a)
	}
	for _, path := range from {
		if c := find(offered, "path", path); !slices.Equal(pathsOf(c["computes"]), []string{born}) || objects(c["computes"])[0]["group"].(object)["zh"] != "母亲" {
			t.Errorf("offered is %v", c)
		}
	}
	if a := find(objects(now["answers"]), "path", agent); a["computed"] != nil || a["computedFrom"] != nil {
		t.Errorf("the copy is told as %v", a)
	}

	toCorrect := func(path string) object {
		return find(objects(lin.get("/api/v1/cases/" + id).want(http.StatusOK).object()["toCorrect"]), "path", path)
	}
	clerk.act(id, "correct", object{"note": "请补填", "fields": []string{mother, ethnic}}).want(http.StatusOK)
	if f := toCorrect(mother); len(texts(f["along"])) != 1 || texts(f["along"])[0] != agent || !slices.Equal(pathsOf(f["computes"]), []string{born}) {
		t.Errorf("asked for is %v", f)
	}
	if f := toCorrect(ethnic); f == nil || f["answer"] != nil || toCorrect(agent) != nil {
		t.Errorf("asked for is %v", f)
	}
	if page := string(lin.get("/cases/" + root + "/corrections/" + id).want(http.StatusOK).body); !strings.Contains(page, `name="`+ethnic+`"`) || !strings.Contains(page, "“母亲”的“出生日期”由此算出，会随之更新") {
		t.Errorf("the page does not ask what was left empty, or not tell what follows: %s", page)
	}
	// The kind of the document is not asked for, and may be changed with its number.
	kind := "mother/DE00004"
	if b := objects(lin.get("/api/v1/cases/" + id).want(http.StatusOK).object()["besideCorrected"]); len(b) != 1 || b[0]["path"] != kind || b[0]["answer"] != "111" ||
		!slices.Equal(texts(b[0]["fits"]), []string{mother}) || b[0]["decides"] != nil || !slices.Equal(texts(b[0]["along"]), []string{"agent/DE00004"}) || toCorrect(kind) != nil {
		t.Errorf("beside that lies %v", b)
	}
	if theirs := clerk.get("/api/v1/cases/" + id).want(http.StatusOK).object(); theirs["besideCorrected"] != nil {
		t.Errorf("the clerk may correct %v", theirs["besideCorrected"])
	}
	if page := string(lin.get("/cases/" + root + "/corrections/" + id + "?lang=en").want(http.StatusOK).body); !strings.Contains(page, "Worked out from it, and changes with it: Mother · ") {
		t.Errorf("the page does not tell what follows: %s", page)
	}
	lin.answers(id, object{mother: "310104199003070042", ethnic: "01"}).want(http.StatusOK)
	// Of everything the copy follows; asked for by itself it is the original that is asked for.
	clerk.act(id, "correct", object{"note": "请核对"}).want(http.StatusOK)
	if f := toCorrect(agent); f["copyOf"] != mother || f["answer"] != "310104199003070042" {
		t.Errorf("asked for is %v", f)
	}
	lin.answers(id, nil).want(http.StatusOK)
	clerk.act(id, "correct", object{"note": "请核对", "fields": []string{agent}}).want(http.StatusOK)
	if f := toCorrect(mother); toCorrect(agent) != nil || len(texts(f["along"])) != 1 {
		t.Errorf("asked for is %v", f)
	}
}
