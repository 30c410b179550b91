package web_test

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

// situation is somebody whose first business is a year and a half old, with six
// employees in leased premises.
var situation = object{
	"applicant": object{"SB001": true, "DE00106": "2024-11-23", "SB010": false, "DE00108": 3, "SB004": true, "SB002": "10"},
	"premises":  object{"DE00204": "2", "DE00203": 80},
}

func TestPoliciesAreListedReadOutAndJudged(t *testing.T) {
	t.Parallel()
	h := open(t)
	anyone, staff := h.stranger(), h.someone("mei", "market-regulation", "designer")
	all := objects(anyone.get("/api/v1/policies").want(http.StatusOK).object()["items"])
	if len(all) != 8 {
		t.Errorf("%d policies", len(all))
	}
	if few := objects(anyone.get("/api/v1/policies?q=loan").want(http.StatusOK).object()["items"]); len(few) != 1 || few[0]["id"] != "ZC04" {
		t.Errorf("loan: %v", few)
	}
	one := anyone.get("/api/v1/policies/ZC02").want(http.StatusOK).object()
	if cr := objects(one["criteria"])[0]; cr["words"].(object)["en"] != "“Number of employees” is at least 5 people" || !slices.Equal(texts(cr["reads"]), []string{"applicant/DE00108"}) {
		t.Errorf("%v", cr)
	}
	// The pack needs another one: what that defines is listed once.
	for _, list := range []string{"themes", "matters", "forms"} {
		seen := map[string]bool{}
		for _, x := range objects(staff.get("/api/v1/" + list).want(http.StatusOK).object()["items"]) {
			if id := x["id"].(string); seen[id] {
				t.Errorf("%s lists %s twice", list, id)
			} else {
				seen[id] = true
			}
		}
	}
	anyone.get("/api/v1/policies/ZC99").refuses(http.StatusNotFound, "not_found")

	got := anyone.ask("POST", "/api/v1/policies/evaluate", object{"answers": situation, "chosen": []any{"ZC01", "ZC02", "ZC03", "ZC99"}}).want(http.StatusOK).object()
	if ignored := objects(got["ignored"]); len(ignored) != 0 {
		t.Errorf("of a readable situation nothing is made of %v", ignored)
	}
	// By path as well; what is told in both ways is told once.
	flat := anyone.ask("POST", "/api/v1/policies/evaluate", object{"answers": object{"applicant/SB001": true, "applicant/DE00108": 3, "applicant": object{"SB004": true, "DE00108": 9}}}).want(http.StatusOK).object()
	nested := anyone.ask("POST", "/api/v1/policies/evaluate", object{"answers": object{"applicant": object{"SB001": true, "DE00108": 3, "SB004": true}}}).want(http.StatusOK).object()
	if !reflect.DeepEqual(flat, nested) {
		t.Errorf("by path %v, nested %v", flat["policies"], nested["policies"])
	}
	// What cannot be what is asked for is refused where it stands; what no policy asks is told.
	wrong := anyone.ask("POST", "/api/v1/policies/evaluate", object{"answers": object{
		"applicant": object{"SB010": "perhaps", "DE00106": "yesterday", "DE00108": -5, "NOPE": 1}, "applicant/SB001": "yes", "premises": 7}})
	wrong.want(http.StatusUnprocessableEntity)
	var at []string
	for _, p := range objects(wrong.object()["errors"]) {
		at = append(at, p["path"].(string))
	}
	slices.Sort(at)
	if !slices.Equal(at, []string{"answers/applicant/DE00106", "answers/applicant/DE00108", "answers/applicant/SB001", "answers/applicant/SB010", "answers/premises"}) {
		t.Errorf("wrong are %v", at)
	}
	odd := anyone.ask("POST", "/api/v1/policies/evaluate", object{"answers": object{
		"applicant": object{"DE00108": 3, "NOPE": 1}, "nobody": object{"DE00108": 3}, "nobody/else": 1, "applicant/MORE": 1,
	}}).want(http.StatusOK).object()
	paths := map[string]string{}
	for _, p := range objects(odd["ignored"]) {
		paths[p["path"].(string)] = p["code"].(string)
	}
	if len(paths) != 3 || paths["applicant/NOPE"] != "answer.unknown" || paths["applicant/MORE"] != "answer.unknown" || paths["nobody"] != "answer.unknown" {
		t.Errorf("ignored are %v", paths)
	}
	standing := map[string]string{}
	for _, p := range objects(got["policies"]) {
		standing[p["id"].(string)] = p["standing"].(string)
	}
	if standing["ZC01"] != "eligible" || standing["ZC02"] != "nearly" || standing["ZC03"] != "eligible" || standing["ZC04"] != "open" {
		t.Errorf("%v", standing)
	}
	for _, p := range objects(got["policies"]) {
		if p["id"] == "ZC04" && len(texts(p["waits"])) == 0 {
			t.Error("what ZC04 waits for is not said")
		}
		if p["id"] == "ZC02" {
			if gaps := objects(objects(p["criteria"])[0]["gaps"]); len(gaps) != 1 || gaps[0]["en"] != "“Number of employees” is 3 people; it must be at least 5 people: 2 people more" {
				t.Errorf("%v", gaps)
			}
		}
	}
	claims := objects(got["claims"])
	if len(claims) != 1 || claims[0]["theme"] != catalog.JointID("", []string{"SB01", "SB02"}) || !slices.Equal(texts(claims[0]["policies"]), []string{"ZC01", "ZC02", "ZC03"}) {
		t.Fatalf("%v", claims)
	}
	if a := claims[0]["answers"].(object)["applicant"].(object); a["DE00108"] != 3.0 || a["SB010"] != nil {
		t.Errorf("what the form does not ask is left out: %v", a)
	}

	// The filing is begun as any other, and named by its matters wherever it is listed.
	ming := h.citizen("ming")
	draft := ming.ask("POST", "/api/v1/drafts", object{"theme": claims[0]["theme"]}).want(http.StatusCreated).object()
	form := ming.get("/api/v1/drafts/" + draft["id"].(string)).want(http.StatusOK).object()
	if !slices.Equal(texts(form["scope"]), []string{"SB01", "SB02"}) {
		t.Errorf("scope %v", form["scope"])
	}
	for _, id := range []string{"together~SB02~SB01", "together~SB01", "together~SB01~SB01", "together~SB01~SB99", "together~", "together~.T99~SB01", "together~." + "together~SB01~SB02~SB03", "together~" + strings.Repeat("SB01~", 12) + "SB02"} {
		ming.ask("POST", "/api/v1/drafts", object{"theme": id}).refuses(http.StatusNotFound, "not_found")
	}
	// A theme and a matter more are one filing, too.
	both := anyone.ask("POST", "/api/v1/policies/evaluate", object{"answers": object{"applicant": object{"SB012": true}}, "chosen": []any{"ZC08", "ZC01"}}).want(http.StatusOK).object()
	if claims := objects(both["claims"]); len(claims) != 1 || claims[0]["theme"] != catalog.JointID("T01", []string{"SB01"}) {
		t.Errorf("%v", claims)
	}
}
