package web_test

import (
	"net/http"
	"testing"
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
	staff.get(at+"?cases=99").refuses(http.StatusBadRequest, "request.too_low")
	staff.get(at+"?cases=100001").refuses(http.StatusBadRequest, "request.too_high")
	staff.get(at+"?perDay=0.5").refuses(http.StatusBadRequest, "request.query")
	staff.get(at+"?times=guessed").refuses(http.StatusBadRequest, "request.choice")
	staff.get("/api/v1/themes/T99/simulation").refuses(http.StatusNotFound, "not_found")
	staff.get("/api/v1/themes/together~M04~M07/simulation").refuses(http.StatusNotFound, "not_found") // more of these than could be kept
	h.stranger().get(at).refuses(http.StatusUnauthorized, "auth.required")
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
