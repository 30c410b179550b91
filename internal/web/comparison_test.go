package web_test

import (
	"net/http"
	"testing"
)

func TestStaffCompareMatters(t *testing.T) {
	t.Parallel()
	h := open(t)
	staff := h.someone("mei", "market-regulation", "designer")
	c := staff.get("/api/v1/matters/M05/comparison?with=M02").want(http.StatusOK).object()
	items := objects(c["items"])
	if at := find(items, "path", "promisedDays"); at == nil || at["burden"] != "lighter" || at["verdict"] != "open" {
		t.Errorf("the promised days: %v", at)
	}
	if c["things"].(float64) < 40 || c["alike"].(float64) <= 0 || c["alike"].(float64) >= 1 {
		t.Errorf("%v things, %v alike", c["things"], c["alike"])
	}
	staff.get("/api/v1/matters/M05/comparison").refuses(http.StatusNotFound, "not_found") // names no template
	staff.get("/api/v1/matters/M05/comparison?with=M99").refuses(http.StatusNotFound, "not_found")
}

// Staff decide about what differs from a standard: it is looked at first, begins a
// draft once, and what was proposed is read on the standard's page and taken over.
func TestDifferencesFromAStandardAreDecidedAboutOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	author, clerk := h.someone("author", "service-centre", "designer"), h.someone("clerk", "human-resources", "clerk")
	const pack = "/api/v1/packs/policies-for-small-businesses"
	base := find(author.get("/api/v1/packs").items(), "name", "policies-for-small-businesses")["hash"].(string)
	items := objects(author.get("/api/v1/matters/SB01/comparison").want(http.StatusOK).object()["items"])
	if at := find(items, "path", "process/states/accept/limit"); at == nil || at["adopt"] != "process" || at["verdict"] != "open" {
		t.Errorf("the step's limit: %v", at)
	}
	if at := find(items, "path", "materials/SM01"); at == nil || at["kept"] != "materials/SM01" || at["verdict"] != "kept" {
		t.Errorf("the material: %v", at)
	}

	because := object{"zh": "按人数上浮", "en": "Larger employers get more"}
	decide := func(list ...object) object { return object{"base": base, "matter": "SB01", "decisions": list} }
	keep := object{"path": "form/applicant/DE00108", "do": "keep", "reason": because}
	seen := author.ask("POST", pack+"/standardisations/preview", decide(keep)).want(http.StatusOK).object()
	open := objects(seen["open"])
	if len(open) != 1 || open[0]["code"] != "gate.differs_from_template" || len(objects(seen["changes"])) != 1 {
		t.Errorf("%v", seen)
	}
	all := decide(keep, object{"path": "process", "do": "adopt"}, object{"path": "promisedDays", "do": "reopen"})
	version := author.ask("POST", pack+"/standardisations", all).want(http.StatusCreated).object()["version"].(object)
	if version["stage"] != "draft" || version["comment"] != "SB01 与模板的差别：采用 1 处，保留 1 处，重新考虑 1 处" {
		t.Errorf("%v", version)
	}
	if again := author.ask("POST", pack+"/standardisations", all).want(http.StatusCreated).object()["version"].(object); again["id"] != version["id"] {
		t.Error("the same request began another draft")
	}

	followers := author.get("/api/v1/matters/SBT1/followers").want(http.StatusOK).items()
	if len(followers) != 1 || followers[0]["matter"].(object)["id"] != "SB01" || followers[0]["open"] != 2.0 || followers[0]["kept"] != 3.0 || objects(followers[0]["proposals"])[0]["path"] != "promisedDays" {
		t.Errorf("%v", followers)
	}
	take := func(path, do string) object {
		return object{"base": base, "matter": "SBT1", "follower": "SB01", "decisions": []object{{"path": path, "do": do}}}
	}
	version = author.ask("POST", pack+"/standardisations", take("promisedDays", "adopt")).want(http.StatusCreated).object()["version"].(object)
	if version["comment"] != "SBT1 采纳 SB01 的建议：1 处" {
		t.Errorf("%v", version)
	}

	for _, tt := range []struct {
		body object
		at   string
	}{
		{decide(), "decisions request.required"},
		{decide(object{"path": "fee", "do": "adopt"}), "decisions/0/path adopt.no_difference"},
		{decide(object{"path": "process", "do": "nothing"}), "decisions/0/do request.choice"},
		{decide(object{"path": "process", "do": "keep"}), "decisions/0/reason standard.reason"},
		{decide(object{"path": "process", "do": "keep", "reason": object{"zh": "本区如此"}}), "decisions/0/reason/en gate.missing_words"},
		{decide(keep, object{"path": "form/applicant", "do": "adopt"}), "decisions/1/path standard.overlap"},
		{take("promisedDays", "keep"), "decisions/0/path standard.not_proposed"},
		{take("process", "adopt"), "decisions/0/path standard.not_proposed"},
	} {
		r := author.ask("POST", pack+"/standardisations/preview", tt.body).want(http.StatusUnprocessableEntity)
		first := objects(r.object()["errors"])[0]
		if got := first["path"].(string) + " " + first["code"].(string); got != tt.at {
			t.Errorf("%v: %s, not %s", tt.body, got, tt.at)
		}
	}
	strange := take("promisedDays", "adopt")
	strange["follower"] = "M99"
	author.ask("POST", pack+"/standardisations/preview", strange).refuses(http.StatusNotFound, "not_found")
	author.get("/api/v1/matters/M99/followers").refuses(http.StatusNotFound, "not_found")
	clerk.ask("POST", pack+"/standardisations/preview", all).refuses(http.StatusNotFound, "not_found")
}
