package web_test

import (
	"net/http"
	"testing"
)

// What the answer to a correction changed is told by name, in the history and at
// the answers, and never from what to what.
func TestWhatTheAnswerToACorrectionChangedIsTold(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming, office := h.citizen("ming"), h.someone("market", "market-regulation", trades...)
	root := ming.file()
	licence, food := office.child(root, "M01"), office.child(root, "M02")
	for _, kind := range []string{"forward", "approve"} {
		office.act(licence, kind, nil).want(http.StatusOK)
	}
	office.act(licence, "deliver", object{"result": object{"applicant/DE00102": "91310104MA1FR0AB4W", "applicant/DE00106": "2026-03-09"}}).want(http.StatusOK)
	const online, platform, job = "applicant/DE00303", "applicant/DE00304", "employee/0/DE00014"
	office.act(food, "correct", object{"note": "请核对", "fields": []string{online, job}}).want(http.StatusOK)
	ming.answers(food, object{online: true, platform: "某外卖平台", job: "主厨"}).want(http.StatusOK)

	now := office.get("/api/v1/cases/" + food).want(http.StatusOK).object()
	changes := objects(find(objects(now["history"]), "kind", "resubmit")["changes"])
	if len(changes) != 3 || changes[0]["path"] != platform || changes[0]["unasked"] != true || changes[0]["label"].(object)["zh"] != "外卖平台名称" || changes[0]["group"] == nil {
		t.Errorf("told is %v", changes)
	}
	if c := find(changes, "path", job); c["unasked"] != nil || c["label"].(object)["en"] != "Job title" || objects(c["rows"])[0]["index"] != 0.0 {
		t.Errorf("of the row is told %v", c)
	}
	for path, unasked := range map[string]any{platform: true, online: nil, job: nil} {
		if x, ok := find(objects(now["answers"]), "path", path)["changed"].(object); !ok || x["unasked"] != unasked || x["at"] == nil {
			t.Errorf("%s is marked as %v", path, x)
		}
	}
	if a := find(objects(now["answers"]), "path", "employee/0/DE00012"); a["changed"] != nil {
		t.Errorf("what stayed is marked: %v", a)
	}
	for _, e := range objects(h.someone("fire", "fire-rescue", trades...).get("/api/v1/cases/" + root).want(http.StatusOK).object()["history"]) {
		if e["changes"] != nil {
			t.Errorf("another department reads %v", e)
		}
	}

	// Other rows are marked once.
	office.act(food, "correct", object{"note": "请补全", "fields": []string{"employee"}}).want(http.StatusOK)
	row := object{"DE00001": "赵六", "DE00005": "310104199001020017", "DE00014": "主厨", "DE00012": "J2026001", "DE00013": "2027-03-01"}
	ming.answers(food, object{"employee": []object{row, row, row}}).want(http.StatusOK)
	rows := 0
	for _, a := range objects(office.get("/api/v1/cases/" + food).want(http.StatusOK).object()["answers"]) {
		if x, ok := a["changed"].(object); ok && x["rows"] == true {
			rows++
		}
	}
	if rows != 1 {
		t.Errorf("that there are other rows is told %d times", rows)
	}
}
