package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// restaurant is everything the merged form asks of a restaurant of 320 m² with
// a signboard, alcohol, stoves and staff, by path.
func restaurant() object {
	v := object{
		"applicant/DE00101": "上海市徐汇区福满堂餐饮有限公司", "applicant/DE00103": "1130", "applicant/DE00104": 50,
		"applicant/DE00105": "餐饮服务；酒类零售", "applicant/DE00107": 20, "applicant/DE00108": 12,
		"applicant/DE00301": "21", "applicant/DE00302": []string{"01", "02"}, "applicant/DE00303": false,
		"applicant/DE00305": "零售", "applicant/DE00306": "白酒、啤酒、葡萄酒",
		"premises/DE00201": "310104", "premises/DE00202": "上海市徐汇区天钥桥路 800 号", "premises/DE00203": 320,
		"premises/DE00204": "2", "premises/DE00205": "陈国华", "premises/DE00207": "2031-12-31",
		"premises/DE00208": 1, "premises/DE00209": "2", "premises/DE00210": 2, "premises/DE00211": 120,
		"premises/DE00212": false, "premises/DE00213": 80, "premises/DE00214": "1", "premises/DE00215": 4, "premises/DE00216": 110,
		"premises/DE00501": 12.5, "premises/DE00502": true, "premises/DE00503": "厨房东侧沉淀池", "premises/DE00504": "静电式油烟净化",
		"premises/DE00505": 80, "premises/DE00506": 6,
		"signboard/DE00401": "1", "signboard/DE00402": 4.2, "signboard/DE00403": 1.2, "signboard/DE00404": "福满堂", "signboard/DE00405": true,
		"legalRep/DE00002": "1", "legalRep/DE00008": "fu@example.cn", "legalRep/DE00009": "上海市徐汇区",
		"agent/DE00008": "agent@example.cn", "agent/DE00010": "上海市徐汇区天钥桥路 800 号", "agent/DE00011": "200030",
		"filing/DE00601": "1", "filing/DE00602": "2026-03-09", "filing/DE00603": true,
		"shareholder": []object{{"DE00001": "王小明", "DE00005": "310104198506150031", "DE00104": 50}},
		"employee":    []object{{"DE00001": "赵六", "DE00005": "310104199001020017", "DE00014": "厨师", "DE00012": "J2026001", "DE00013": "2026-12-31"}},
	}
	for _, p := range [][]string{
		{"legalRep", "王小明", "310104198506150031", "13800138000"}, {"agent", "王小明", "310104198506150031", "13800138000"},
		{"foodSafetyManager", "孙七", "11010519491231002X", "13900139000"}, {"fireSafetyManager", "周八", "11010519491231002X", "13700137000"},
	} {
		v[p[0]+"/DE00001"], v[p[0]+"/DE00004"], v[p[0]+"/DE00005"], v[p[0]+"/DE00006"] = p[1], "111", p[2], p[3]
	}
	return v
}

// known keeps of answers what a form has.
func known(form, answers object) object {
	paths := map[string]bool{}
	for _, s := range objects(form["sections"]) {
		for _, f := range objects(s["fields"]) {
			paths[f["path"].(string)] = true
		}
		if groups, ok := s["groups"].([]any); ok {
			for _, g := range groups {
				paths[g.(string)] = true
			}
		}
	}
	for path := range answers {
		if !paths[path] {
			delete(answers, path)
		}
	}
	return answers
}

// fill opens a draft and fills it in over the API alone: the guide, the
// answers, the materials.
func (p *person) fill() *answer {
	t := p.house.t
	t.Helper()
	draft := p.ask("POST", "/api/v1/drafts", object{"theme": "T01", "guide": object{"Q3": true, "Q4": true, "Q5": true, "Q6": true, "Q7": false}}).want(http.StatusCreated)
	at := "/api/v1/drafts/" + draft.string("id")
	form := p.get("/api/v1/themes/T01/form").want(http.StatusOK).object()
	draft = p.ask("PATCH", at, object{"answers": known(form, restaurant())}, "If-Match", draft.etag()).want(http.StatusOK)
	for _, m := range objects(draft.object()["materials"]) {
		if m["asked"] == true && m["required"] == "yes" {
			p.upload(at+"/materials/"+m["id"].(string)+"/files", "材料.png", picture()).want(http.StatusCreated)
		}
	}
	draft = p.get(at).want(http.StatusOK)
	if missing := objects(draft.object()["missing"]); len(missing) > 0 {
		t.Fatalf("the restaurant is not complete: %v", missing)
	}
	return draft
}

// file submits a filled draft and gives the theme case.
func (p *person) file() string {
	p.house.t.Helper()
	id := p.fill().string("id")
	return p.ask("POST", "/api/v1/drafts/"+id+"/submit", nil, "Idempotency-Key", "submit-"+id).want(http.StatusCreated).string("case")
}

// child finds a matter's case.
func (p *person) child(root, matter string) string {
	p.house.t.Helper()
	c := find(objects(p.get("/api/v1/cases/" + root).want(http.StatusOK).object()["children"]), "matter", matter)
	if c == nil {
		p.house.t.Fatalf("%s has no case of %s", root, matter)
	}
	return c["id"].(string)
}

// act does the action of a kind on a case.
func (p *person) act(id, kind string, with object) *answer {
	p.house.t.Helper()
	at := "/api/v1/cases/" + id
	now := p.get(at).want(http.StatusOK)
	offered := find(objects(now.object()["actions"]), "kind", kind)
	if offered == nil {
		p.house.t.Fatalf("%s offers no %s: %v", id, kind, now.object()["actions"])
	}
	body := object{"event": offered["event"]}
	for k, v := range with {
		body[k] = v
	}
	return p.ask("POST", at+"/actions", body, "If-Match", now.etag(), "Idempotency-Key", fmt.Sprintf("%s-%s-%s", id, kind, now.etag()[1:2]))
}

func TestARestaurantIsOpenedOverTheAPIAlone(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	office := h.someone("market", "market-regulation", trades...)

	guide := ming.ask("POST", "/api/v1/themes/T01/guide", object{"answers": object{"Q2": "320"}}).want(http.StatusOK).object()
	if guide["next"] == nil || len(guide["open"].([]any)) == 0 {
		t.Errorf("the guide has nothing left to ask: %v", guide)
	}
	done := ming.ask("POST", "/api/v1/themes/T01/guide", object{"answers": object{"Q1": "1130", "Q2": 320, "Q3": true, "Q4": true, "Q5": true, "Q6": true, "Q7": false}}).want(http.StatusOK).object()
	if done["next"] != nil || len(done["in"].([]any)) == 0 {
		t.Errorf("the guide is not done: %v", done)
	}

	draft := ming.fill()
	at := "/api/v1/drafts/" + draft.string("id")
	if n := len(ming.get("/api/v1/drafts").want(http.StatusOK).items()); n != 1 {
		t.Errorf("%d drafts are open", n)
	}
	ming.ask("POST", at+"/submit", nil, "Idempotency-Key", "the first key").refuses(http.StatusBadRequest, "request.key_invalid")
	receipt := ming.ask("POST", at+"/submit", nil, "Idempotency-Key", "the-first-key").want(http.StatusCreated)
	again := ming.ask("POST", at+"/submit", nil, "Idempotency-Key", "the-first-key").want(http.StatusCreated)
	other := ming.ask("POST", at+"/submit", nil, "Idempotency-Key", "another-key").want(http.StatusCreated)
	if string(again.body) != string(receipt.body) || string(other.body) != string(receipt.body) {
		t.Errorf("submitted once, acknowledged as\n%s\n%s\n%s", receipt.body, again.body, other.body)
	}
	root := receipt.string("case")
	if c := ming.get("/api/v1/cases/" + receipt.string("number")).want(http.StatusOK); c.string("id") != root {
		t.Errorf("the number leads to %s", c.body)
	}
	if list := ming.get("/api/v1/cases?order=activity").want(http.StatusOK).items(); len(list) != 1 || list[0]["id"] != root || list[0]["active"] == nil {
		t.Errorf("one's own filings by activity: %v", list)
	}
	if n := len(ming.get("/api/v1/cases?status=running&q=" + receipt.string("number")).want(http.StatusOK).items()); n != 1 {
		t.Errorf("%d cases of that number", n)
	}
	ming.ask("PATCH", at, object{"answers": object{"premises/DE00203": 1}}, "If-Match", draft.etag()).refuses(http.StatusConflict, "draft.submitted")

	// The department asks for a correction; the citizen answers with a value and a file.
	licence := office.child(root, "M01")
	work := office.get("/api/v1/worklist?light=green").want(http.StatusOK)
	if find(work.items(), "id", licence) == nil {
		t.Errorf("the worklist lacks the case: %s", work.body)
	}
	asked := office.act(licence, "correct", object{"note": "名称请写全，并重新上传", "fields": []string{"applicant/DE00101"}, "materials": []string{material(office, licence)}}).want(http.StatusOK)
	if asked.string("status") != "asking" || asked.object()["toCorrect"] != nil {
		t.Errorf("asked for a correction: %s", asked.body)
	}
	mine := ming.get("/api/v1/cases/" + licence).want(http.StatusOK)
	fields := objects(mine.object()["toCorrect"])
	if len(fields) != 1 || fields[0]["path"] != "applicant/DE00101" || fields[0]["answer"] == "" {
		t.Errorf("asked to correct %v", fields)
	}
	fix := object{"answers": object{"applicant/DE00101": "上海福满堂餐饮管理有限公司"}}
	ming.act(licence, "resubmit", fix).refuses(http.StatusUnprocessableEntity, "correction.file")
	m := mine.object()["correction"].(object)["materials"].([]any)[0].(string)
	wrong := ming.upload("/api/v1/cases/"+licence+"/materials/"+m+"/files", "错.png", picture()).want(http.StatusCreated)
	ming.ask("DELETE", "/api/v1/files/"+wrong.string("id"), nil).want(http.StatusNoContent)
	file := ming.upload("/api/v1/cases/"+licence+"/materials/"+m+"/files", "新.png", picture()).want(http.StatusCreated)
	ming.act(licence, "resubmit", object{"answers": object{"applicant/DE00103": "1151"}}).refuses(http.StatusUnprocessableEntity, "correction.path")
	h.wait(time.Hour)
	ming.act(licence, "resubmit", fix).want(http.StatusOK)
	content := office.get("/api/v1/files/" + file.string("id") + "/content").want(http.StatusOK)
	if string(content.body) != string(picture()) || content.header.Get("Content-Type") != "image/png" || content.header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" {
		t.Errorf("the file came as %v", content.header)
	}

	// The licence is issued; what waited for it starts with its number.
	for range 6 {
		now := office.get("/api/v1/cases/" + licence).object()
		if find(objects(now["actions"]), "kind", "deliver") != nil {
			break
		}
		kind := "forward"
		if find(objects(now["actions"]), "kind", kind) == nil {
			kind = "approve"
		}
		office.act(licence, kind, nil).want(http.StatusOK)
	}
	office.act(licence, "deliver", nil).refuses(http.StatusUnprocessableEntity, "result.missing")
	result := object{}
	for _, f := range objects(find(objects(office.get("/api/v1/cases/" + licence).object()["actions"]), "kind", "deliver")["fields"]) {
		result[f["path"].(string)] = map[string]any{"date": "2026-03-09", "string": "91310104MA1FRX8K38"}[f["type"].(string)]
	}
	result["applicant/DE00102"] = "91310104MA1FR00010" // a wrong check character
	office.act(licence, "deliver", object{"result": result}).refuses(http.StatusUnprocessableEntity, "answer.cn_uscc_digit")
	result["applicant/DE00102"] = "91310104MA1FRX8K38"
	office.act(licence, "deliver", object{"result": result}).want(http.StatusOK)
	var issued struct {
		Result struct {
			Number string
			Fields []struct{ Path string }
		}
		History []struct{ Type, Actor string }
	}
	must(t, json.Unmarshal(ming.get("/api/v1/cases/"+licence).want(http.StatusOK).body, &issued))
	if issued.Result.Number == "" || len(issued.Result.Fields) != len(result) {
		t.Errorf("the citizen sees the result %+v", issued.Result)
	}
	for _, e := range issued.History {
		if e.Actor == "姓名market" {
			t.Error("the citizen reads who in the department acted")
		}
	}
	if c := find(objects(ming.get("/api/v1/cases/" + root).object()["children"]), "matter", "M02"); c["status"] != "running" {
		t.Errorf("what waited for the licence is %v", c["status"])
	}
}

// material is one the applicant hands in for a case.
func material(p *person, id string) string {
	for _, m := range objects(p.get("/api/v1/cases/" + id).want(http.StatusOK).object()["materials"]) {
		if m["asked"] == true {
			return m["id"].(string)
		}
	}
	p.house.t.Fatalf("%s asks for no material", id)
	return ""
}

func TestAnApplicantWithdrawsOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.citizen("owner")
	theme := owner.ask("POST", "/api/v1/drafts/"+owner.fill().string("id")+"/submit", nil, "Idempotency-Key", "withdrawn-later").want(http.StatusCreated).string("case")
	first := owner.child(theme, "M01")
	now := owner.get("/api/v1/cases/" + first).want(http.StatusOK)
	ahead := now.object()["withdrawal"].(object)
	if takes, voids := ahead["takes"].([]any), ahead["voids"].([]any); len(takes) != 1 || takes[0] != first || len(voids) != 6 {
		t.Fatalf("it would do %v", ahead)
	}
	for range 2 { // the second time with the same key
		out := owner.ask("POST", "/api/v1/cases/"+first+"/withdrawal", object{"note": "不开了"}, "If-Match", now.etag(), "Idempotency-Key", "take-it-back").want(http.StatusOK).object()
		if out["status"] != "ended" || out["outcome"] != "withdrawn" || out["withdrawal"] != nil {
			t.Errorf("taken back it is %v, %v", out["status"], out["outcome"])
		}
	}
	again := owner.get("/api/v1/cases/" + first)
	owner.ask("POST", "/api/v1/cases/"+first+"/withdrawal", object{}, "If-Match", again.etag(), "Idempotency-Key", "once-more").refuses(http.StatusConflict, "action.ended")
	officer := h.someone("market", "market-regulation", trades...)
	if seen := officer.get("/api/v1/cases/" + first).want(http.StatusOK).object(); seen["withdrawal"] != nil || seen["outcome"] != "withdrawn" {
		t.Errorf("the department sees %v", seen)
	}
}

func TestAnOfficerSendsACaseBackOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.citizen("owner")
	theme := owner.ask("POST", "/api/v1/drafts/"+owner.fill().string("id")+"/submit", nil, "Idempotency-Key", "sent-back-later").want(http.StatusCreated).string("case")
	officer := h.someone("market", "market-regulation", trades...)
	licence := owner.child(theme, "M01")
	officer.act(licence, "forward", nil).want(http.StatusOK)
	officer.act(licence, "approve", nil).want(http.StatusOK)
	officer.act(licence, "deliver", object{"result": object{"applicant/DE00102": "91310104MA1FR0AB4W", "applicant/DE00106": "2026-03-09"}}).want(http.StatusOK)
	food := owner.child(theme, "M02")
	officer.act(food, "forward", nil).want(http.StatusOK)
	officer.act(food, "forward", object{"event": "skip-inspection"}).want(http.StatusOK)
	now := officer.get("/api/v1/cases/" + food).want(http.StatusOK)
	returns := objects(now.object()["returns"])
	if len(returns) != 2 || returns[0]["id"] != "review" || returns[1]["id"] != "accept" {
		t.Fatalf("it may be returned to %v", returns)
	}
	officer.ask("POST", "/api/v1/cases/"+food+"/return", object{"to": "inspect", "note": "再看"}, "If-Match", now.etag(), "Idempotency-Key", "not-there").refuses(http.StatusUnprocessableEntity, "action.return.nowhere")
	for i, note := range append(unseen, strings.Repeat("长", 2001)) {
		code := "action.return.note"
		if i == len(unseen) {
			code = "request.too_long"
		}
		officer.ask("POST", "/api/v1/cases/"+food+"/return", object{"to": "review", "note": note}, "If-Match", now.etag(), "Idempotency-Key", fmt.Sprintf("says-nothing-%d", i)).refuses(http.StatusUnprocessableEntity, code)
	}
	officer.ask("POST", "/api/v1/cases/"+food+"/return", object{"to": "review", "note": "再看"}, "If-Match", `"1000000"`, "Idempotency-Key", "too-late-for-that").want(http.StatusConflict)
	h.someone("rescue", "fire-rescue", trades...).ask("POST", "/api/v1/cases/"+food+"/return", object{"to": "review", "note": "再看"}, "If-Match", now.etag(), "Idempotency-Key", "not-mine-to-send").want(http.StatusNotFound)
	for range 2 { // the second time with the same key
		out := officer.ask("POST", "/api/v1/cases/"+food+"/return", object{"to": "review", "note": "请核对面积"}, "If-Match", now.etag(), "Idempotency-Key", "go-back-once").want(http.StatusOK).object()
		last := objects(out["history"])[len(objects(out["history"]))-1]
		if out["state"] != "review" || last["kind"] != "return" || last["note"] != "请核对面积" || last["to"] == nil {
			t.Errorf("returned it is in %v after %v", out["state"], last)
		}
	}
	seen := owner.get("/api/v1/cases/" + food).want(http.StatusOK).object()
	if last := objects(seen["history"])[len(objects(seen["history"]))-1]; last["kind"] != "return" || last["note"] != nil || seen["returns"] != nil {
		t.Errorf("the applicant reads %v and may return it to %v", last, seen["returns"])
	}
}
