package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// unseen are notes of which nothing is to be seen.
var unseen = []string{"\u200b", " \u200b\u2060\ufeff ", "\u3164", "\u2800\u2800", "\u00ad\ufe0f", "\u0301", "\u202e\u2066", "\n\t "}

func TestSignaturesOpinionsReturnsAndHandoversTakeNothingForeign(t *testing.T) {
	t.Parallel()
	h := open(t)
	at, other := fair(t, h), ""
	{
		made := h.citizen("hong").ask("POST", "/api/v1/matters/SF/cases", object{"applicant": object{"SF1": "顺和堂"}, "fair": object{"SF2": "东门", "SF3": 80}}, "Idempotency-Key", "filed-by-hong").want(http.StatusCreated)
		other = "/api/v1/cases/" + made.string("case")
	}
	wu, yan := h.someone("wu-min", "fair-office", "reviewer"), h.someone("yan-li", "fair-office", "reviewer")
	health, fire := h.someone("health", "fair-health", "reviewer"), h.someone("fire", "fair-fire", "approver")
	police, traffic := h.someone("police", "fair-police", "approver"), h.someone("traffic", "fair-traffic", "reviewer")
	n := 0
	try := func(p *person, path, etag string, body object) *answer {
		t.Helper()
		n++
		return p.ask("POST", path, body, "If-Match", etag, "Idempotency-Key", fmt.Sprintf("hostile-number-%d", n))
	}
	now := func(path string) string { t.Helper(); return wu.get(path).want(http.StatusOK).etag() }
	long := strings.Repeat("长", 2001)
	invalid, missing, stale := http.StatusUnprocessableEntity, http.StatusNotFound, http.StatusConflict

	// Questions.
	ask := func(question string, more object) *answer {
		t.Helper()
		body := object{"department": "fair-health", "question": question}
		for k, v := range more {
			body[k] = v
		}
		return try(wu, at+"/opinions", now(at), body)
	}
	for _, nothing := range unseen {
		ask(nothing, nil).refuses(invalid, "opinion.question")
	}
	ask(long, nil).refuses(invalid, "request.too_long")
	ask("可否？", object{"days": -1}).refuses(invalid, "request.too_low")
	ask("可否？", object{"days": 1e300}).refuses(invalid, "opinion.days")
	ask("可否？", object{"department": "fair-police"}).refuses(invalid, "opinion.department")
	ask("可否？", object{"department": "fair-office"}).refuses(invalid, "opinion.department")
	ask("可否？", object{"department": "market-regulation"}).refuses(invalid, "opinion.department")
	try(police, at+"/opinions", now(at), object{"department": "fair-health", "question": "可否？"}).want(missing)
	try(wu, at+"/opinions", `"1000000"`, object{"department": "fair-health", "question": "可否？"}).want(stale)
	ask("卫生条件如何？", nil).want(http.StatusOK)
	try(wu, other+"/opinions", now(other), object{"department": "fair-health", "question": "另一场如何？"}).want(http.StatusOK)

	// Answers: of whoever is asked, about what they are asked, and visibly.
	task := func(p *person, at string) string {
		t.Helper()
		return find(objects(p.get(at).want(http.StatusOK).object()["asked"]), "mine", true)["task"].(string)
	}
	mine, foreign := task(health, at), task(health, other)
	answers := at + "/answers"
	try(traffic, answers, now(at), object{"task": mine, "answer": "agree"}).want(missing)
	try(wu, answers, now(at), object{"task": mine, "answer": "agree"}).refuses(http.StatusForbidden, "action.role")
	try(health, answers, now(at), object{"task": foreign, "answer": "agree"}).refuses(http.StatusForbidden, "action.role")
	try(health, answers, now(at), object{"task": "nonesuch", "answer": "agree"}).refuses(http.StatusForbidden, "action.role")
	try(health, answers, now(at), object{"task": mine, "answer": "remarks", "note": long}).refuses(invalid, "request.too_long")
	for _, nothing := range unseen {
		try(health, answers, now(at), object{"task": mine, "answer": "remarks", "note": nothing}).refuses(invalid, "opinion.text")
	}
	try(health, answers, `"1000000"`, object{"task": mine, "answer": "agree"}).want(stale)
	try(health, at+"/opinions/"+mine+"/revocation", now(at), object{}).refuses(http.StatusForbidden, "action.role")
	try(wu, at+"/opinions/"+foreign+"/revocation", now(at), object{}).refuses(stale, "task.closed")
	try(health, answers, now(at), object{"task": mine, "answer": "agree"}).want(http.StatusOK)
	try(health, answers, now(at), object{"task": mine, "answer": "disagree", "note": "改了主意"}).refuses(stale, "task.closed")
	told := health.get(at).want(http.StatusOK).object()
	if told["title"] != "" || told["applicant"] != "" || told["answers"] != nil && len(told["answers"].([]any)) > 0 || told["number"] == "" {
		t.Errorf("who has answered still reads %v of %v", told["title"], told["applicant"])
	}
	if body := health.get(at).body; strings.Contains(string(body), "福满堂") {
		t.Error("who has answered still reads whose case it is")
	}

	// Hands.
	hand := func(p *person, body object) *answer { t.Helper(); return try(p, at+"/handover", now(at), body) }
	for _, do := range []string{"claim", "release", "take_back"} {
		if do == "release" {
			hand(wu, object{"do": "claim"}).want(http.StatusOK)
		}
		if do == "take_back" {
			hand(wu, object{"do": "delegate", "to": yan.id}).want(http.StatusOK)
		}
		hand(wu, object{"do": do, "to": yan.id}).refuses(invalid, "action.extra")
	}
	hand(wu, object{"do": "transfer", "to": fire.id}).refuses(invalid, "action.handover.to")
	hand(wu, object{"do": "transfer"}).refuses(invalid, "action.handover.to")
	hand(wu, object{"do": "transfer", "to": yan.id, "note": long}).refuses(invalid, "request.too_long")
	hand(health, object{"do": "claim"}).refuses(invalid, "action.handover")
	hand(fire, object{"do": "claim"}).want(missing)
	try(wu, at+"/handover", `"1000000"`, object{"do": "release"}).want(stale)
	hand(wu, object{"do": "release"}).want(http.StatusOK)

	// Signatures: in their order, of their places.
	try(wu, at+"/actions", now(at), object{"event": "countersign"}).want(http.StatusOK)
	sign := task(fire, at)
	try(police, answers, now(at), object{"task": sign, "answer": "agree"}).want(missing)
	try(wu, answers, now(at), object{"task": sign, "answer": "agree"}).refuses(http.StatusForbidden, "action.role")
	try(wu, at+"/actions", now(at), object{"event": "agreed"}).refuses(stale, "action.votes")
	try(fire, at+"/actions", now(at), object{"event": "back"}).refuses(http.StatusForbidden, "action.role")
	for _, nothing := range unseen {
		try(fire, answers, now(at), object{"task": sign, "answer": "disagree", "note": nothing}).refuses(invalid, "sign.note")
	}
	try(fire, answers, now(at), object{"task": mine, "answer": "agree"}).refuses(http.StatusForbidden, "action.role")
	try(fire, answers, now(at), object{"task": sign, "answer": "agree"}).want(http.StatusOK)
	try(fire, answers, now(at), object{"task": task(police, at), "answer": "agree"}).refuses(http.StatusForbidden, "action.role")
}
