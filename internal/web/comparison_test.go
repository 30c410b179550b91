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
