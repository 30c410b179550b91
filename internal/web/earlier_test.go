package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// Somebody files again over the API: what they answered before is offered,
// what they name is used, once, and the case tells a department of when it is.
func TestEarlierAnswersAreListedAndUsedOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming, other := h.citizen("ming"), h.citizen("other")
	first := ming.get("/api/v1/cases/" + ming.file()).want(http.StatusOK)
	draft := ming.ask("POST", "/api/v1/drafts", object{"theme": "T01", "guide": object{"Q3": true, "Q4": true, "Q5": true, "Q6": true, "Q7": false}}).want(http.StatusCreated)
	at := "/api/v1/drafts/" + draft.string("id") + "/earlier"
	other.get(at).refuses(http.StatusNotFound, "not_found")
	listed := ming.get(at).want(http.StatusOK)
	offers := objects(listed.object()["offers"])
	name, id := find(offers, "path", "applicant/DE00101"), find(offers, "path", "legalRep/DE00005")
	if name == nil || id == nil || listed.object()["consent"] != nil {
		t.Fatalf("offered are %v", listed.object())
	}
	filing := name["filing"].(map[string]any)
	if filing["number"] != first.string("number") || filing["submitted"] != first.string("submitted") || name["sensitive"] != false || id["sensitive"] != true || id["text"].(map[string]any)["zh"] != "310***********0031" {
		t.Errorf("the offers say %v and %v", name, id)
	}
	for _, never := range []string{"filing/DE00601", "filing/DE00603", "signboard/DE00405", "employee", "premises/DE00203"} {
		if o := find(offers, "path", never); (o != nil) != (never == "signboard/DE00405") {
			t.Errorf("%s: %v", never, o)
		}
	}
	use := object{"use": []any{name["id"]}}
	ming.ask("POST", at, use, "If-Match", "", "Idempotency-Key", "use-it-once").refuses(http.StatusPreconditionRequired, "request.revision_missing")
	ming.ask("POST", at, use, "If-Match", listed.etag(), "Idempotency-Key", "").refuses(http.StatusPreconditionRequired, "request.key_missing")
	ming.ask("POST", at, object{"use": []string{"none-such"}}, "If-Match", listed.etag(), "Idempotency-Key", "use-what").refuses(http.StatusUnprocessableEntity, "earlier.gone")
	other.ask("POST", at, use, "If-Match", listed.etag(), "Idempotency-Key", "use-theirs").refuses(http.StatusNotFound, "not_found")
	used := ming.ask("POST", at, use, "If-Match", listed.etag(), "Idempotency-Key", "use-it-once").want(http.StatusOK)
	again := ming.ask("POST", at, use, "If-Match", listed.etag(), "Idempotency-Key", "use-it-once").want(http.StatusOK)
	if used.etag() != again.etag() || string(used.body) != string(again.body) {
		t.Errorf("used twice: %s and %s", used.etag(), again.etag())
	}
	ming.ask("POST", at, use, "If-Match", listed.etag(), "Idempotency-Key", "use-it-later").refuses(http.StatusConflict, "conflict")
	var field object
	for _, s := range objects(used.object()["sections"]) {
		if f := find(objects(s["fields"]), "path", "applicant/DE00101"); f != nil {
			field = f
		}
	}
	if field["answer"] != "上海市徐汇区福满堂餐饮有限公司" || field["earlier"].(map[string]any)["number"] != first.string("number") {
		t.Errorf("the draft says %v", field)
	}
	now := ming.get(at).want(http.StatusOK).object()
	if now["consent"] != "given" || len(objects(now["used"])) != 1 || find(objects(now["offers"]), "path", "applicant/DE00101") != nil {
		t.Errorf("afterwards %v", now)
	}

	form := ming.get("/api/v1/themes/T01/form").want(http.StatusOK).object()
	rest := known(form, restaurant())
	delete(rest, "applicant/DE00101")
	path := "/api/v1/drafts/" + draft.string("id")
	draft = ming.ask("PATCH", path, object{"answers": rest}, "If-Match", used.etag()).want(http.StatusOK)
	for _, m := range objects(draft.object()["materials"]) {
		if m["asked"] == true && m["required"] == "yes" {
			ming.upload(path+"/materials/"+m["id"].(string)+"/files", "材料.png", picture()).want(http.StatusCreated)
		}
	}
	root := ming.ask("POST", path+"/submit", nil, "Idempotency-Key", "submit-again").want(http.StatusCreated).string("case")
	office := h.someone("market", "market-regulation", trades...)
	theirs := find(objects(office.get("/api/v1/cases/" + ming.child(root, "M01")).want(http.StatusOK).object()["answers"]), "path", "applicant/DE00101")
	mine := find(objects(ming.get("/api/v1/cases/" + root).want(http.StatusOK).object()["answers"]), "path", "applicant/DE00101")
	of, _ := theirs["earlier"].(map[string]any)
	if len(of) != 1 || of["submitted"] != first.string("submitted") || mine["earlier"].(map[string]any)["case"] != first.string("id") {
		t.Errorf("the case says %v, to its applicant %v", theirs, mine)
	}
}

// The number is changed to somebody else's: what was of the first is taken back,
// and both the pages and the API say so.
func TestPagesTellWhatWasTakenBackWhenThePersonChanges(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	ming.file()
	draft := ming.ask("POST", "/api/v1/drafts", object{"theme": "T01", "guide": object{"Q3": true, "Q4": true, "Q5": true, "Q6": true, "Q7": false}}).want(http.StatusCreated)
	at := "/api/v1/drafts/" + draft.string("id")
	listed := ming.get(at + "/earlier").want(http.StatusOK)
	var use []any
	for _, path := range []string{"legalRep/DE00001", "legalRep/DE00005", "legalRep/DE00006", "applicant/DE00101"} {
		use = append(use, find(objects(listed.object()["offers"]), "path", path)["id"])
	}
	used := ming.ask("POST", at+"/earlier", object{"use": use}, "If-Match", listed.etag(), "Idempotency-Key", "use-it-once").want(http.StatusOK)
	if used.object()["takenBack"] != nil {
		t.Errorf("nothing has changed yet: %v", used.object()["takenBack"])
	}
	saved := ming.ask("PATCH", at, object{"answers": object{"legalRep/DE00005": "310104199003070026"}}, "If-Match", used.etag()).want(http.StatusOK)
	if back := strings.Join(texts(saved.object()["takenBack"]), " "); back != "legalRep/DE00001 legalRep/DE00006" {
		t.Errorf("taken back are %s", back)
	}
	var section string
	for _, s := range objects(saved.object()["sections"]) {
		if f := find(objects(s["fields"]), "path", "legalRep/DE00006"); f != nil {
			section = s["id"].(string)
			if f["answer"] != nil || f["earlier"] != nil {
				t.Errorf("it stays: %v", f)
			}
		}
		if f := find(objects(s["fields"]), "path", "applicant/DE00101"); f != nil && f["answer"] == nil {
			t.Error("what is of the firm is taken back, too")
		}
	}
	page := "/drafts/" + draft.string("id")
	for path, words := range map[string]string{
		page + "?lang=zh":                          "证件号码变了，以前申请中的 2 项内容已撤回",
		page + "?lang=en":                          "2 answers of earlier applications were taken back",
		page + "/sections/" + section + "?lang=zh": "证件号码改变后已撤回，请重新填写",
		page + "/sections/" + section + "?lang=en": "The identity number has changed, so it was taken back",
		page + "/check?lang=zh":                    "证件号码改变后已撤回，请重新填写",
	} {
		if body := string(ming.get(path).want(http.StatusOK).body); !strings.Contains(body, words) || strings.Contains(body, "13800138000") {
			t.Errorf("%s does not say %q", path, words)
		}
	}
}
