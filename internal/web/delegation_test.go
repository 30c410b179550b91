package web_test

import (
	"net/http"
	"testing"
)

func TestADeputySignsAndActsOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	at := fair(t, h)
	wu, fire, police := h.someone("wu-min", "fair-office", "reviewer"), h.someone("fire", "fair-fire", "approver"), h.someone("police", "fair-police", "approver")
	head := h.someone("head", "fair-fire", "manager")
	aide, deputy := h.someone("aide", "fair-office", "inspector"), h.someone("deputy", "fair-fire", "inspector")
	n := 0
	do := func(p *person, path string, body object) *answer {
		t.Helper()
		n++
		return p.ask("POST", at+path, body, "If-Match", p.get(at).want(http.StatusOK).etag(), "Idempotency-Key", "key-number-"+string(rune('a'+n)))
	}
	do(wu, "/handover", object{"do": "claim"}).want(http.StatusOK)
	do(aide, "/actions", object{"event": "countersign"}).refuses(http.StatusForbidden, "action.role")

	choice := wu.get("/api/v1/delegations/deputies").want(http.StatusOK).object()
	if d := find(objects(choice["deputies"]), "id", aide.id); d == nil || len(objects(choice["officers"])) != 1 {
		t.Errorf("offered %v", choice)
	}
	if d := find(objects(head.get("/api/v1/delegations/deputies?officer=" + fire.id).want(http.StatusOK).object()["deputies"]), "id", deputy.id); d == nil {
		t.Error("a manager is offered no deputy for an officer")
	}
	var named *answer
	for range 2 { // the second time with the same key
		named = wu.ask("POST", "/api/v1/delegations", object{"deputy": aide.id, "until": "2026-03-13", "note": "出差"}, "Idempotency-Key", "wu-is-away").want(http.StatusCreated)
	}
	if d := named.object(); d["inForce"] != true || d["from"] != "2026-03-09" || d["until"] != "2026-03-13" || len(objects(wu.get("/api/v1/delegations?open=true").object()["items"])) != 1 {
		t.Errorf("named %v", d)
	}
	wu.ask("POST", "/api/v1/delegations", object{"deputy": aide.id, "until": "2026-03-14"}, "Idempotency-Key", "wu-is-away").refuses(http.StatusUnprocessableEntity, "idempotency.mismatch")
	wu.ask("POST", "/api/v1/delegations", object{"deputy": aide.id, "until": "2026-03-14"}).want(http.StatusPreconditionRequired)
	if held := aide.get(at).want(http.StatusOK).object()["holder"].(object); held["mine"] != true || held["behalf"] != "姓名wu-min" {
		t.Errorf("to the deputy it is held as %v", held)
	}
	if moved := objects(do(aide, "/actions", object{"event": "countersign"}).want(http.StatusOK).object()["history"]); moved[len(moved)-1]["actor"] != "姓名aide" || moved[len(moved)-1]["behalf"] != "姓名wu-min" {
		t.Errorf("the history says %v", moved[len(moved)-1])
	}

	deputy.get(at).want(http.StatusNotFound)
	made := head.ask("POST", "/api/v1/delegations", object{"officer": fire.id, "deputy": deputy.id, "roles": []string{"approver"}, "from": "2026-03-09", "until": "2026-03-09"}, "Idempotency-Key", "fire-is-ill").want(http.StatusCreated)
	row := find(objects(deputy.get("/api/v1/worklist").want(http.StatusOK).object()["items"]), "id", at[len("/api/v1/cases/"):])
	if row == nil || row["wanted"] == nil {
		t.Fatalf("the deputy's worklist has %v", row)
	}
	task := find(objects(deputy.get(at).want(http.StatusOK).object()["asked"]), "mine", true)
	do(deputy, "/answers", object{"task": task["task"], "answer": "agree"}).want(http.StatusOK)
	signed := find(objects(wu.get(at).want(http.StatusOK).object()["asked"]), "task", task["task"])
	if signed["by"] != "姓名deputy" || signed["behalf"] != "姓名fire" {
		t.Errorf("signed by %v for %v", signed["by"], signed["behalf"])
	}
	// Ended early it is worth nothing; the police never was the deputy's.
	path := "/api/v1/delegations/" + made.string("id") + "/end"
	police.ask("POST", path, nil, "If-Match", made.etag(), "Idempotency-Key", "not-the-police").want(http.StatusNotFound)
	deputy.ask("POST", path, nil, "If-Match", `"7"`, "Idempotency-Key", "some-other-page").want(http.StatusConflict)
	for range 2 {
		if over := deputy.ask("POST", path, nil, "If-Match", made.etag(), "Idempotency-Key", "back-in-health").want(http.StatusOK).object(); over["ended"] == nil || over["mayEnd"] != false {
			t.Errorf("ended %v", over)
		}
	}
	deputy.get(at).want(http.StatusNotFound)
	fire.ask("POST", path, nil, "If-Match", `"2"`, "Idempotency-Key", "over-and-over").refuses(http.StatusConflict, "delegation.over")
}
