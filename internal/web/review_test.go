package web_test

import (
	"net/http"
	"testing"
)

func TestStaffReviewAPackWithWhatSourcesDeliver(t *testing.T) {
	t.Parallel()
	h := open(t)
	root := h.someone("root", "", "administrator")
	staff := h.someone("mei", "market-regulation", "designer")
	found := func(code, matter, path string) object {
		for _, f := range objects(staff.get("/api/v1/packs/open-a-restaurant/review").want(http.StatusOK).object()["findings"]) {
			if at := objects(f["places"])[0]; f["code"] == code && at["id"] == matter && at["path"] == path {
				return f
			}
		}
		return nil
	}
	if f := found("field.delivered", "M07", "form/premises/DE00203"); f != nil {
		t.Fatalf("before there is a source: %v", f)
	}
	root.ask("POST", "/api/v1/sources", object{"department": "ecology-environment", "name": object{"zh": "排污登记库", "en": "Discharge register"}, "kind": "register",
		"pack": "open-a-restaurant", "key": "DE00102", "elements": []string{"DE00203"}}, "Idempotency-Key", "the-first-source").want(http.StatusCreated)
	f := found("field.delivered", "M07", "form/premises/DE00203")
	if f == nil {
		t.Fatal("a source delivers the floor area, and nothing is said")
	}
	if source := objects(f["places"])[1]; source["kind"] != "source" || source["name"].(object)["en"] != "Discharge register" || f["saves"].(object)["fields"] != 1.0 {
		t.Errorf("%v", f)
	}
	staff.get("/api/v1/packs/nothing/review").refuses(http.StatusNotFound, "not_found")
	h.citizen("lihua").get("/api/v1/packs/open-a-restaurant/review").refuses(http.StatusNotFound, "not_found")
}
