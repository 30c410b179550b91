package web_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestTheClocksOfACaseAreToldLineByLine(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	office := h.someone("market", "market-regulation", trades...)
	licence := office.child(ming.file(), "M01")
	office.act(licence, "correct", object{"note": "名称请写全", "fields": []string{"applicant/DE00101"}}).want(http.StatusOK)

	at := "/api/v1/cases/" + licence + "/clocks"
	one := objects(office.get(at).want(http.StatusOK).object()["cases"])[0]
	clocks, ledger := objects(one["clocks"]), objects(one["ledger"])
	if len(ledger) != 6 || len(clocks) != 3 {
		t.Fatalf("told are %v", one)
	}
	pause := find(ledger, "kind", "pause")
	if pause["reason"] != "名称请写全" || pause["by"] == nil || pause["basis"] == nil || pause["text"].(object)["zh"] != "等待申请人补正" {
		t.Errorf("the pause is %v", pause)
	}
	promise := find(clocks, "clock", "promised")
	if promise["light"] != "paused" || promise["due"] != nil || promise["first"] == nil || len(objects(promise["ranges"])) == 0 {
		t.Errorf("the promise is %v", promise)
	}
	legend := office.get("/api/v1/lights").want(http.StatusOK).object()
	if rules := objects(legend["rules"]); len(rules) == 0 || rules[0]["matter"] != nil || legend["early"] != false || rules[0]["red"].(object)["en"] != "the limit is used up" {
		t.Errorf("the thresholds are told as %v", legend)
	}
	if rule := office.get("/api/v1/cases/" + licence).want(http.StatusOK).object()["lights"].(object); rule["yellow"] == nil || rule["early"] != nil {
		t.Errorf("of the case they are told as %v", rule)
	}
	steps := 0
	for _, r := range objects(legend["rules"]) {
		if r["of"].(object)["id"] != "M06" {
			continue
		}
		want := "3 working days left"
		if step, ok := r["step"].(object); ok {
			steps++
			if want = "1 working day left"; step["id"] != "inspect" {
				t.Errorf("a step of its own is %v", step)
			}
		}
		if r["yellow"].(object)["en"] != want {
			t.Errorf("of the sewer permit is told %v", r)
		}
	}
	if steps != 1 {
		t.Errorf("%d steps have thresholds of their own", steps)
	}
	mine := objects(ming.get(at).want(http.StatusOK).object()["cases"])[0]
	if p := find(objects(mine["ledger"]), "kind", "pause"); p["by"] != nil || p["reason"] != "名称请写全" {
		t.Errorf("the citizen reads %v", p)
	}
	ming.get(at + "?at=2020-01-01").want(http.StatusOK)
	if long := ming.get(at + "?at=0001-01-01").want(http.StatusOK); !strings.HasPrefix(long.string("at"), "0001-01-01") {
		t.Errorf("the first day there is is answered as of %s", long.string("at"))
	}
	ming.get(at+"?at=yesterday").refuses(http.StatusBadRequest, "request.query")
	ming.get(at+"?at=2999-01-01T00:00:00Z").refuses(http.StatusUnprocessableEntity, "clocks.ahead")
	h.citizen("hong").get(at).want(http.StatusNotFound)
}
