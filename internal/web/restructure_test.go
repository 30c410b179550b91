package web_test

import (
	"net/http"
	"testing"
)

// Merging and splitting matters: what it would change is read first, then it
// begins a draft that goes the way of every version.
func TestMattersAreMergedAndSplitOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	author, clerk := h.someone("author", "service-centre", "designer"), h.someone("clerk", "market-regulation", "clerk")
	base := find(author.get("/api/v1/packs").items(), "name", "open-a-restaurant")["hash"].(string)
	text := func(zh, en string) object { return object{"zh": zh, "en": en} }
	const merges, splits = "/api/v1/packs/open-a-restaurant/merges", "/api/v1/packs/open-a-restaurant/splits"

	merge := object{"base": base, "matters": []string{"M06", "M07"}, "id": "M90", "name": text("排水与环保", "Water and environment"), "process": "M06", "on": "2999-01-01", "basis": text("方案", "Plan"), "reason": text("两证合一", "Two become one")}
	seen := author.ask("POST", merges+"/preview", merge).want(http.StatusOK)
	if open := objects(seen.object()["open"]); find(open, "code", "matter.merged_department") == nil || len(objects(seen.object()["changes"])) < 3 {
		t.Errorf("%s", seen.body)
	}
	if n := len(author.get("/api/v1/packs/open-a-restaurant/versions").items()); n != 1 {
		t.Errorf("looking made %d versions", n)
	}
	made := author.ask("POST", merges, merge).want(http.StatusCreated)
	version := made.object()["version"].(object)
	if version["stage"] != "draft" || version["base"] != base || version["version"] != seen.string("version") || version["comment"] != "两证合一" {
		t.Errorf("%s", made.body)
	}
	if again := author.ask("POST", merges, merge).want(http.StatusCreated); again.object()["version"].(object)["id"] != version["id"] {
		t.Error("the same request began another draft")
	}
	diff := author.get("/api/v1/diff?from=" + base + "&to=" + version["id"].(string)).want(http.StatusOK)
	if len(objects(diff.object()["changes"])) != len(objects(seen.object()["changes"])) {
		t.Errorf("the draft is not what was shown: %s", diff.body)
	}
	merge["id"] = "M01"
	author.ask("POST", merges+"/preview", merge).refuses(http.StatusUnprocessableEntity, "matter.merged_taken")

	// All but one field to one part, that one, and what it reads, to the other.
	matter := author.get("/api/v1/matters/M07").want(http.StatusOK).object()
	if matter["pack"] != "open-a-restaurant" {
		t.Errorf("M07 is in %v", matter["pack"])
	}
	form := author.get("/api/v1/matters/M07/form").want(http.StatusOK).object()
	var sections, materials []string
	for _, s := range objects(form["sections"]) {
		sections = append(sections, s["id"].(string))
	}
	for _, m := range objects(matter["materials"]) {
		materials = append(materials, m["material"].(string))
	}
	field := objects(objects(form["sections"])[0]["fields"])[0]["path"].(string)
	split := object{"base": base, "matter": "M07", "on": "2999-01-01", "basis": text("方案", "Plan"), "reason": text("分开办", "Apart"), "parts": []object{
		{"id": "M91", "name": text("登记", "Registration"), "sections": sections, "materials": materials},
		{"id": "M92", "name": text("报告", "Report"), "fields": []string{field}, "result": object{"name": text("报告回执", "Receipt of the report")}},
	}}
	seen = author.ask("POST", splits+"/preview", split).want(http.StatusOK)
	if open := objects(seen.object()["open"]); find(open, "code", "matter.split_result") == nil {
		t.Errorf("%s", seen.body)
	}
	made = author.ask("POST", splits, split).want(http.StatusCreated)
	if again := author.ask("POST", splits, split).want(http.StatusCreated); again.object()["version"].(object)["id"] != made.object()["version"].(object)["id"] {
		t.Error("the same request began another draft")
	}
	files := author.get("/api/v1/versions/" + made.object()["version"].(object)["id"].(string) + "/files").want(http.StatusOK).object()["files"].(object)
	if files["matters/M91.yaml"] == nil || files["forms/M92.yaml"] == nil {
		t.Error("the draft has no new matters")
	}
	parts := split["parts"].([]object)
	parts[0]["sections"] = sections[:len(sections)-1]
	author.ask("POST", splits+"/preview", split).refuses(http.StatusUnprocessableEntity, "matter.split_field")
	split["on"] = "2999-13-01"
	parts[0]["sections"] = sections
	author.ask("POST", splits+"/preview", split).refuses(http.StatusUnprocessableEntity, "matter.cancelled_day")
	split["base"] = "sha256:00"
	author.ask("POST", splits, split).refuses(http.StatusNotFound, "not_found")
	author.ask("POST", "/api/v1/packs/china-calendar/merges", merge).refuses(http.StatusNotFound, "not_found")
	clerk.ask("POST", splits+"/preview", split).refuses(http.StatusNotFound, "not_found")
}
