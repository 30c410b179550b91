package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

func TestStaffSimulateAThemeInForce(t *testing.T) {
	t.Parallel()
	h := open(t)
	staff := h.someone("mei", "market-regulation", "clerk")
	at := "/api/v1/themes/T01/simulation"
	s := staff.get(at + "?cases=200&perDay=25&seed=7").want(http.StatusOK).object()
	if s["cases"] != float64(200) || s["seed"] != float64(7) || s["perDay"] != float64(25) || len(objects(s["matters"])) != 8 || len(objects(s["load"])) != 6 || s["against"] != nil {
		t.Errorf("simulated %v cases with seed %v: %d matters, %d departments", s["cases"], s["seed"], len(objects(s["matters"])), len(objects(s["load"])))
	}
	again := staff.get(at + "?cases=200&perDay=25&seed=7").want(http.StatusOK)
	if other := staff.get(at + "?cases=200&perDay=25&seed=8").want(http.StatusOK); string(again.body) == string(other.body) {
		t.Error("another seed gave the same")
	}
	staff.get(at+"?perDay=0").refuses(http.StatusBadRequest, "request.too_low")
	staff.get(at+"?cases=0").refuses(http.StatusBadRequest, "request.too_low")
	staff.get(at+"?seed=0").refuses(http.StatusBadRequest, "request.too_low")
	if own := staff.get(at + "?cases=100&seed=9007199254740991").want(http.StatusOK).object(); own["seed"] != float64(9007199254740991) {
		t.Errorf("a seed of 53 bits, as one that was drawn has: %v", own["seed"])
	}
	staff.get(at+"?cases=99").refuses(http.StatusBadRequest, "request.too_low")
	staff.get(at+"?cases=100001").refuses(http.StatusBadRequest, "request.too_high")
	staff.get(at+"?perDay=0.5").refuses(http.StatusBadRequest, "request.query")
	staff.get(at+"?times=guessed").refuses(http.StatusBadRequest, "request.choice")
	// Assumptions of their own, held to the theme.
	assumed := staff.get(at + "?cases=200&seed=7&assume=" + url.QueryEscape(`{"correct": 0, "steps": {"M02/inspect": {"days": {"least": 20, "usual": 20, "most": 20}}}}`)).want(http.StatusOK).object()
	if odds := assumed["assumed"].(object)["odds"].(object); odds["correct"] != 0.0 || odds["refuse"] != s["assumed"].(object)["odds"].(object)["refuse"] {
		t.Errorf("assumed %v", odds)
	}
	days := func(s object) float64 {
		return find(objects(s["matters"]), "matter", "M02")["days"].(object)["mean"].(float64)
	}
	if days(assumed) < days(s)+5 {
		t.Errorf("M02 takes %v days, with an inspection of 20 %v", days(s), days(assumed))
	}
	shared := staff.get(at + "?cases=200&seed=7&assume=" + url.QueryEscape(`{"shares": {"Q2": {"<300": 0, ">=300": 1}}, "staff": {"fire-rescue": 2, "water": 1}, "work": 20}`)).want(http.StatusOK).object()
	if m := find(objects(shared["matters"]), "matter", "M03"); m["applies"] != 1.0 {
		t.Errorf("all have 300 m² or more: %v", m["applies"])
	}
	q2 := find(objects(shared["assumed"].(object)["shares"]), "question", "Q2")
	if a := objects(q2["answers"]); q2["source"] != "given" || a[0]["answer"] != "<300" || a[0]["share"] != 0.0 || a[0]["theme"] != 0.85 || find(objects(s["assumed"].(object)["shares"]), "question", "Q2")["source"] != "theme" {
		t.Errorf("shares %v", q2)
	}
	if fire := find(objects(shared["load"]), "department", "fire-rescue")["staff"].(object); fire["people"] != 2.0 || fire["work"].(object)["used"].(float64) <= 0 || find(objects(s["load"]), "department", "fire-rescue")["staff"] != nil {
		t.Errorf("staff %v", fire)
	}
	for doc, code := range map[string]string{
		`{"shares": {"Q3": {"true": 0.3}}}`: "theme.share_sum", `{"staff": {"fire": 2}}`: "simulate.assume_department", `{"work": -1}`: "simulate.assume_work",
		`{"correct": 2}`: "simulate.assume_chance", `{"steps": {"M02/nowhere": {}}}`: "simulate.assume_step", `{"corrects": 1}`: "simulate.assume", `{`: "json.syntax", `{"step": {"least": 3}}`: "simulate.assume_spread",
	} {
		staff.get(at+"?assume="+url.QueryEscape(doc)).refuses(http.StatusUnprocessableEntity, code)
	}
	staff.get("/api/v1/themes/T99/simulation").refuses(http.StatusNotFound, "not_found")
	staff.get("/api/v1/themes/together~M04~M07/simulation").refuses(http.StatusNotFound, "not_found") // more of these than could be kept
	h.stranger().get(at).refuses(http.StatusUnauthorized, "auth.required")
}

// What day it is depends on where the theme is filed: at 16:30 UTC it is half an
// hour into the next day in Shanghai.
func TestTheDayOfASimulationIsThatOfTheThemesCalendar(t *testing.T) {
	t.Parallel()
	h := open(t)
	evening := time.Date(2026, 3, 9, 15, 30, 0, 0, time.UTC)
	h.wait(evening.Sub(h.time()))
	staff := h.someone("mei", "market-regulation", "clerk")
	day := func() any {
		return staff.get("/api/v1/themes/T01/simulation?cases=100").want(http.StatusOK).object()["day"]
	}
	if got := day(); got != "2026-03-09" {
		t.Errorf("at 23:30 it is %v", got)
	}
	h.wait(time.Hour)
	if got := day(); got != "2026-03-10" {
		t.Errorf("at 00:30 it is %v", got)
	}
}

func TestAVersionIsSimulatedBesideWhatIsInForce(t *testing.T) {
	t.Parallel()
	h := open(t)
	root := h.someone("root", "", "administrator")
	first := find(root.get("/api/v1/packs").items(), "name", "open-a-restaurant")["hash"].(string)
	files := root.get("/api/v1/releases/" + first + "/files").want(http.StatusOK).object()["files"]
	made := root.ask("POST", "/api/v1/versions", object{"files": edited(files, "1.1.0", "workflows/M02.yaml", "roles: [inspector]\n    limit: 3", "roles: [inspector]\n    limit: 12"), "base": first}).want(http.StatusCreated)
	at := "/api/v1/versions/" + made.object()["version"].(object)["id"].(string) + "/simulation"
	out := root.get(at + "?cases=300").want(http.StatusOK).object()
	themes := objects(out["themes"])
	if len(themes) != 1 || themes[0]["id"] != "T01" {
		t.Fatalf("themes %v", themes)
	}
	against := out["simulation"].(object)["against"].(object)
	days := against["days"].(object)
	if against["release"] != first || days["beyond"] != true || days["change"].(float64) <= 0 || len(against["words"].([]any)) == 0 {
		t.Errorf("compared: %v", against)
	}
	root.get(at+"?theme=T99").refuses(http.StatusNotFound, "not_found")
	root.get("/api/v1/versions/nowhere/simulation").refuses(http.StatusNotFound, "not_found")
}
