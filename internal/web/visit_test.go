package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// inspecting is a restaurant whose food and fire cases are in their inspection:
// the address of the theme case and of both.
func inspecting(t *testing.T, h *house, ming *person) (root, food, fire string) {
	t.Helper()
	root = "/api/v1/cases/" + ming.file()
	at := map[string]string{}
	for _, c := range objects(ming.get(root).want(http.StatusOK).object()["children"]) {
		at[c["matter"].(string)] = "/api/v1/cases/" + c["id"].(string)
	}
	market := h.someone("counter", "market-regulation", "clerk", "reviewer", "approver")
	brigade := h.someone("brigade-counter", "fire-rescue", "clerk", "reviewer")
	act := func(p *person, path string, body object) {
		t.Helper()
		tag := p.get(path).want(http.StatusOK).etag()
		p.ask("POST", path+"/actions", body, "If-Match", tag, "Idempotency-Key", "act-"+path[len(path)-12:]+strings.Trim(tag, `"`)).want(http.StatusOK)
	}
	act(market, at["M01"], object{"event": "pass"})
	act(market, at["M01"], object{"event": "approve"})
	act(market, at["M01"], object{"event": "deliver", "result": object{"applicant/DE00102": "91310104MA1FRX8K38", "applicant/DE00106": "2026-03-09"}})
	for _, event := range []string{"pass", "pass"} {
		act(market, at["M02"], object{"event": event})
		act(brigade, at["M03"], object{"event": event})
	}
	return root, at["M02"], at["M03"]
}

func TestAJointInspectionIsArrangedHeldAndDecidedOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	root, food, fire := inspecting(t, h, ming)
	li, wang := h.someone("li-food", "market-regulation", "inspector"), h.someone("wang-fire", "fire-rescue", "inspector")
	visit := func(p *person, at string) object {
		t.Helper()
		list := objects(p.get(at).want(http.StatusOK).object()["visits"])
		if len(list) != 1 {
			t.Fatalf("%s shows %v", at, list)
		}
		return list[0]
	}
	do := func(p *person, at, key string, body object) *answer {
		t.Helper()
		body["inspection"] = "before-opening"
		return p.ask("POST", at+"/visit", body, "If-Match", quoted(visit(p, at)["revision"]), "Idempotency-Key", "visit-key-"+key)
	}
	row := func(p *person) object {
		t.Helper()
		for _, item := range objects(p.get("/api/v1/worklist").want(http.StatusOK).object()["items"]) {
			if w, ok := item["wanted"].(object); ok && w["kind"] == "visit" {
				return item
			}
		}
		return nil
	}
	if got := row(li); got == nil || got["wanted"].(object)["about"].(object)["zh"] != "开业前联合勘验" {
		t.Fatalf("the lead's worklist has %v", got)
	}
	if got := row(wang); got != nil {
		t.Errorf("the other's worklist has %v", got)
	}
	date := h.time().Add(3 * time.Hour).Format(time.RFC3339)
	arrange := func() object {
		return object{"do": "arrange", "at": date, "place": "天钥桥路 800 号", "people": "食品 李科长、消防 王参谋", "ready": "请开放后厨"}
	}
	do(wang, fire, "a", arrange()).refuses(http.StatusUnprocessableEntity, "visit.do")
	stale := visit(li, food)["revision"]
	do(li, food, "b", arrange()).want(http.StatusOK)
	body := arrange()
	body["inspection"] = "before-opening"
	li.ask("POST", food+"/visit", body, "If-Match", quoted(stale), "Idempotency-Key", "visit-key-b").want(http.StatusOK) // once more
	li.ask("POST", food+"/visit", body, "If-Match", quoted(stale), "Idempotency-Key", "visit-key-c").want(http.StatusConflict)
	if got := row(li)["wanted"].(object)["at"]; got == nil {
		t.Error("the worklist does not say when")
	}
	seen := visit(ming, root)
	if seen["place"] != "天钥桥路 800 号" || seen["ready"] != "请开放后厨" || len(objects(seen["matters"])) != 2 {
		t.Errorf("the applicant sees %v", seen)
	}

	n := 0
	act := func(p *person, at string, body object) *answer {
		t.Helper()
		n++
		return p.ask("POST", at+"/actions", body, "If-Match", p.get(at).want(http.StatusOK).etag(), "Idempotency-Key", fmt.Sprint("later-act-", n))
	}
	act(li, food, object{"event": "qualified"}).refuses(http.StatusUnprocessableEntity, "visit.awaited")
	do(li, root, "d", object{"do": "hold", "note": "到场查看"}).want(http.StatusOK)
	act(li, food, object{"event": "qualified"}).refuses(http.StatusUnprocessableEntity, "visit.finding")
	do(li, food, "e", object{"do": "record", "note": "后厨合格"}).want(http.StatusOK)
	do(wang, fire, "f", object{"do": "record", "note": "通道合格"}).want(http.StatusOK)
	act(li, food, object{"event": "qualified"}).want(http.StatusOK)
	act(wang, fire, object{"event": "qualified"}).want(http.StatusOK)

	for who, want := range map[*person][2]bool{li: {true, false}, wang: {false, true}, ming: {false, false}} {
		at := map[*person]string{li: food, wang: fire, ming: root}[who]
		doc := string(who.get(at).want(http.StatusOK).body)
		if strings.Contains(doc, "后厨合格") != want[0] || strings.Contains(doc, "通道合格") != want[1] {
			t.Errorf("%s reads %s", at, doc)
		}
		if !strings.Contains(doc, `"visit.held"`) || strings.Contains(doc, "到场查看") == (who == ming) {
			t.Errorf("%s does not tell of the visit as it should", at)
		}
	}
}

func quoted(revision any) string { return fmt.Sprintf("\"%v\"", revision) }
