package web_test

import (
	"bytes"
	"net/http"
	"os"
	"testing"

	"github.com/onematter/onematter/catalog"
)

// fair is a street fair filed: other departments are asked on the way.
func fair(t *testing.T, h *house) (at string) {
	t.Helper()
	p, ps := catalog.Read(os.DirFS("../testpack/testdata/fair"))
	must(t, ps.Err())
	h.publish(p)
	must(t, h.engine.EnsureOrganisations(t.Context()))
	made := h.citizen("ming").ask("POST", "/api/v1/matters/SF/cases", object{"applicant": object{"SF1": "福满堂"}, "fair": object{"SF2": "人民广场", "SF3": 300}}, "Idempotency-Key", "filed-once").want(http.StatusCreated)
	return "/api/v1/cases/" + made.string("case")
}

func TestOthersAreAskedAndSignOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	at := fair(t, h)
	wu, yan := h.someone("wu-min", "fair-office", "reviewer"), h.someone("yan-li", "fair-office", "reviewer")
	health, fire := h.someone("health", "fair-health", "reviewer"), h.someone("fire", "fair-fire", "approver")
	n := 0
	do := func(p *person, path string, body object) *answer {
		t.Helper()
		n++
		return p.ask("POST", at+path, body, "If-Match", p.get(at).want(http.StatusOK).etag(), "Idempotency-Key", "key-number-"+string(rune('a'+n)))
	}
	do(wu, "/handover", object{"do": "claim"}).want(http.StatusOK)
	do(yan, "/actions", object{"event": "countersign"}).refuses(http.StatusUnprocessableEntity, "action.handover.taken")
	do(wu, "/handover", object{"do": "release"}).want(http.StatusOK)

	asked := objects(do(wu, "/opinions", object{"department": "fair-traffic", "question": "交通能否承受？"}).want(http.StatusOK).object()["asked"])
	if len(asked) != 1 || asked[0]["kind"] != "opinion" {
		t.Fatalf("asked %v", asked)
	}
	do(wu, "/opinions/"+asked[0]["task"].(string)+"/revocation", object{}).want(http.StatusOK)
	do(wu, "/opinions", object{"department": "fair-health", "question": "卫生条件如何？"}).want(http.StatusOK)
	mine := find(objects(health.get(at).want(http.StatusOK).object()["asked"]), "mine", true)
	do(health, "/answers", object{"task": mine["task"], "answer": "agree"}).want(http.StatusOK)
	do(wu, "/actions", object{"event": "countersign"}).want(http.StatusOK)
	sign := find(objects(fire.get(at).want(http.StatusOK).object()["asked"]), "mine", true)
	if sign == nil || sign["kind"] != "sign" {
		t.Fatalf("the fire brigade is asked for %v", sign)
	}
	do(fire, "/answers", object{"task": sign["task"], "answer": "disagree"}).refuses(http.StatusUnprocessableEntity, "sign.note")
	if last := do(fire, "/answers", object{"task": sign["task"], "answer": "disagree", "note": "消防通道不足"}).want(http.StatusOK); last.status != http.StatusOK {
		t.Error(last.status)
	}
	if done := wu.get(at).want(http.StatusOK).object(); done["state"] != "refused" && done["status"] != "ended" {
		t.Errorf("after one of a sequence disagreed the case is %v %v", done["state"], done["status"])
	}
}

func TestACaseIsExtendedOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	at := fair(t, h)
	head, wu := h.someone("head", "fair-office", "approver"), h.someone("wu-min", "fair-office", "reviewer")
	now := head.get(at).want(http.StatusOK)
	may := now.object()["mayExtend"].(object)
	if clocks := objects(may["clocks"]); may["days"] != 10.0 || may["left"] != 1.0 || len(clocks) != 3 || len(clocks[0]["until"].([]any)) != 10 {
		t.Fatalf("it may be extended by %v", may)
	}
	until := objects(may["clocks"])[0]["until"].([]any)[4]
	if seen := wu.get(at).want(http.StatusOK).object(); seen["mayExtend"] != nil {
		t.Error("a reviewer may extend it")
	}
	wu.ask("POST", at+"/extension", object{"days": 5, "note": "情况复杂"}, "If-Match", now.etag(), "Idempotency-Key", "not-a-head").refuses(http.StatusUnprocessableEntity, "extension.role")
	head.ask("POST", at+"/extension", object{"days": 11, "note": "情况复杂"}, "If-Match", now.etag(), "Idempotency-Key", "far-too-long").refuses(http.StatusUnprocessableEntity, "extension.days")
	head.ask("POST", at+"/extension", object{"days": 5, "note": ""}, "If-Match", now.etag(), "Idempotency-Key", "without-a-why").refuses(http.StatusUnprocessableEntity, "action.note")
	for range 2 { // the second time with the same key
		out := head.ask("POST", at+"/extension", object{"days": 5, "note": "需要现场核查"}, "If-Match", now.etag(), "Idempotency-Key", "extended-once").want(http.StatusOK).object()
		if promised := out["promised"].(object); promised["limit"] != 12.0 || promised["due"] != until || out["mayExtend"] != nil || len(objects(out["extensions"])) != 1 {
			t.Errorf("extended it is %v, %v", promised, out["extensions"])
		}
	}
	ming := h.stranger()
	ming.signIn("ming")
	mine := ming.get(at).want(http.StatusOK).object()
	last := objects(mine["history"])[len(objects(mine["history"]))-1]
	if last["type"] != "clock.extended" || last["note"] != "需要现场核查" || last["actor"] != nil || last["extended"].(object)["days"] != 5.0 {
		t.Errorf("the applicant reads %v", last)
	}
	if x := objects(mine["extensions"])[0]; x["by"] != nil || x["note"] != "需要现场核查" || x["basis"] == nil {
		t.Errorf("the applicant is told %v", x)
	}
}

func TestASourceIsChangedAndADutyConfirmedOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	root := h.someone("root", "", "administrator")
	source := root.ask("POST", "/api/v1/sources", object{"department": "ecology-environment", "name": object{"zh": "排污登记库"}, "kind": "register",
		"pack": "open-a-restaurant", "key": "DE00102", "elements": []string{"DE00203"}}, "Idempotency-Key", "the-first-source").want(http.StatusCreated)
	path := "/api/v1/sources/" + source.string("id")
	root.ask("PUT", path, object{"name": object{"zh": "排污登记总库"}, "elements": []string{"DE00203"}, "enabled": true}, "If-Match", root.get(path).want(http.StatusOK).etag()).want(http.StatusOK)
	duty := root.ask("POST", "/api/v1/duties", object{"matter": "M07", "kind": "field", "item": "premises/DE00203", "department": "market-regulation"}, "Idempotency-Key", "the-first-duty").want(http.StatusCreated)
	at := "/api/v1/duties/" + duty.string("id")
	manager := h.someone("head", "market-regulation", "manager")
	// The lists as files: whose it is reads it in theirs, and others do not.
	for format, begins := range map[string]string{"csv": "\xEF\xBB\xBF序号,", "xlsx": "PK"} {
		file := manager.get("/api/v1/duties/file?list=duty&lang=zh&format=" + format).want(http.StatusOK)
		if !bytes.HasPrefix(file.body, []byte(begins)) || file.header.Get("Content-Disposition") != `attachment; filename="duty-list-zh.`+format+`"` {
			t.Errorf("%s begins with %.20q, %s", format, file.body, file.header.Get("Content-Disposition"))
		}
	}
	lines := func(p *person, query string) int {
		return bytes.Count(p.get("/api/v1/duties/file?format=csv&"+query).want(http.StatusOK).body, []byte("\r\n")) - 1
	}
	clerk := h.someone("clerk-of-env", "ecology-environment", "clerk")
	for query, want := range map[string][3]int{
		"list=duty": {1, 0, 1}, "list=demand": {0, 1, 1}, "list=demand&department=market-regulation": {0, 0, 0}, "list=duty&matter=M01": {0, 0, 0},
	} {
		if got := [3]int{lines(manager, query), lines(clerk, query), lines(root, query)}; got != want {
			t.Errorf("%s gives %v lines, want %v", query, got, want)
		}
	}
	manager.get("/api/v1/duties/file?list=all&format=csv").refuses(http.StatusBadRequest, "request.choice")
	back := manager.ask("POST", at+"/steps", object{"event": "return", "note": "不归我局"}, "If-Match", manager.get(at).want(http.StatusOK).etag(), "Idempotency-Key", "returned-once").want(http.StatusOK)
	if back.object()["state"] != "returned" {
		t.Errorf("the duty is %v", back.object()["state"])
	}
}
