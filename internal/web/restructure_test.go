package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
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
	if open := objects(seen.object()["open"]); open[0]["code"] != "matter.act_early" || find(open, "code", "matter.merged_department") == nil || len(objects(seen.object()["changes"])) < 3 {
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
	if warned := objects(made.object()["gate"].(object)["warnings"]); warned[0]["code"] != "matter.act_early" {
		t.Errorf("the draft does not say first what changes at once: %v", warned[0])
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

// Cancelling a matter tells who still counts on it; handing it to another
// department never ends what stands there without being asked to.
func TestMattersAreCancelledAndDelegatedOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	author, clerk := h.someone("author", "service-centre", "designer"), h.someone("clerk", "market-regulation", "clerk")
	base := func(pack string) string {
		return find(author.get("/api/v1/packs").items(), "name", pack)["hash"].(string)
	}
	text := func(zh, en string) object { return object{"zh": zh, "en": en} }
	codes := func(list []object) (out []string) {
		for _, p := range list {
			out = append(out, p["code"].(string))
		}
		return out
	}
	// begins looks first, which keeps nothing, and begins the draft twice; open is what is left to decide, the rest of it sorted.
	begins := func(path string, body object, open ...string) object {
		t.Helper()
		pack := strings.Split(path, "/")[4]
		before := len(author.get("/api/v1/packs/" + pack + "/versions").items())
		seen := author.ask("POST", path+"/preview", body).want(http.StatusOK)
		got := codes(objects(seen.object()["open"]))
		slices.Sort(got[min(1, len(got)):])
		if !slices.Equal(got, open) {
			t.Errorf("%s leaves %v to decide, not %v", path, got, open)
		}
		if n := len(author.get("/api/v1/packs/" + pack + "/versions").items()); n != before {
			t.Errorf("looking made %d versions", n-before)
		}
		version := author.ask("POST", path, body).want(http.StatusCreated).object()["version"].(object)
		if version["stage"] != "draft" || version["base"] != body["base"] || version["version"] != seen.string("version") {
			t.Errorf("%v", version)
		}
		if again := author.ask("POST", path, body).want(http.StatusCreated); again.object()["version"].(object)["id"] != version["id"] {
			t.Error("the same request began another draft")
		}
		diff := author.get("/api/v1/diff?from=" + body["base"].(string) + "&to=" + version["id"].(string)).want(http.StatusOK)
		if n := len(objects(diff.object()["changes"])); n == 0 || n != len(objects(seen.object()["changes"])) {
			t.Errorf("the draft is not what was shown: %s", diff.body)
		}
		return version
	}

	const baby = "/api/v1/packs/having-a-baby/cancellations"
	end := object{"base": base("having-a-baby"), "matter": "N02", "on": "2999-01-01", "basis": text("决定", "Decision"), "reason": text("改为告知承诺", "Replaced by a declaration")}
	if v := begins(baby, end, "matter.act_early", "material.result_cancelled", "matter.waits_cancelled", "matter.waits_cancelled", "matter.waits_cancelled"); v["comment"] != "改为告知承诺" {
		t.Errorf("%v", v)
	}
	waits := find(objects(author.ask("POST", baby+"/preview", end).object()["open"]), "code", "matter.waits_cancelled")["message"].(object)
	if !strings.Contains(waits["en"].(string), "” waits for “") {
		t.Errorf("nobody knows who waits: %v", waits)
	}
	end["successors"] = []string{"N99"}
	author.ask("POST", baby+"/preview", end).refuses(http.StatusUnprocessableEntity, "matter.unknown_successor")
	delete(end, "successors")
	end["on"] = "2020-01-01"
	author.ask("POST", baby+"/preview", end).refuses(http.StatusUnprocessableEntity, "matter.cancelled_past")
	end["on"] = "2999-01-01"
	back := object{"base": base("having-a-baby"), "matter": "N02", "act": "cancellation", "reason": text("暂缓", "Put off")}
	author.ask("POST", "/api/v1/packs/having-a-baby/retractions/preview", back).refuses(http.StatusUnprocessableEntity, "matter.retract_nothing")
	const needy = "policies-for-small-businesses"
	theirs := object{"base": base(needy), "matter": "M01", "on": "2999-01-01", "basis": text("决定", "Decision"), "reason": text("理由", "Reason")}
	author.ask("POST", "/api/v1/packs/"+needy+"/cancellations", theirs).refuses(http.StatusUnprocessableEntity, "matter.cancelled_elsewhere")
	if refused := author.ask("POST", "/api/v1/packs/"+needy+"/cancellations", theirs); !strings.Contains(string(refused.body), "“open-a-restaurant”") {
		t.Errorf("it does not say which pack that is: %s", refused.body)
	}
	theirs["to"], theirs["kind"] = "market-regulation", "entrust"
	author.ask("POST", "/api/v1/packs/"+needy+"/delegations", theirs).refuses(http.StatusUnprocessableEntity, "matter.delegated_elsewhere")
	author.ask("POST", "/api/v1/packs/china-calendar/cancellations", end).refuses(http.StatusNotFound, "not_found")
	clerk.ask("POST", baby+"/preview", end).refuses(http.StatusNotFound, "not_found")

	// The archive's matter is with the township for this year.
	p := register(t)
	p.Departments["town"] = &metamodel.Department{ID: "town", Name: metamodel.ZhEn("东桥镇便民中心", "Dongqiao township centre"), Parent: "records"}
	p.Departments["west"] = &metamodel.Department{ID: "west", Name: metamodel.ZhEn("西桥镇便民中心", "Xiqiao township centre"), Parent: "records"}
	p.Matters["R60"].Delegated = &metamodel.Delegation{To: "town", Kind: metamodel.Entrusted, On: "2026-06-01", Until: "2998-12-31", Basis: metamodel.ZhEn("《委托书》", "The letter of entrustment")}
	p.Files = nil
	h.publish(p)
	departments := clerk.get("/api/v1/packs/" + p.Name + "/departments").want(http.StatusOK).items()
	if find(departments, "id", "west")["name"].(object)["en"] != "Xiqiao township centre" {
		t.Errorf("%v", departments)
	}
	author.get("/api/v1/packs/nope/departments").refuses(http.StatusNotFound, "not_found")
	path := "/api/v1/packs/" + p.Name + "/delegations"
	hand := object{"base": base(p.Name), "matter": "R60", "to": "west", "kind": "transfer", "on": "2999-01-01", "basis": text("通知", "Notice")}
	for _, at := range []string{path + "/preview", path} {
		if said := author.ask("POST", at, hand).refuses(http.StatusUnprocessableEntity, "matter.delegated_stands"); !strings.Contains(string(said.body), "东桥镇便民中心") {
			t.Errorf("nobody knows what stands there: %s", said.body)
		}
	}
	hand["replace"] = true
	if v := begins(path, hand, "matter.delegated_replaced"); v["comment"] != "通知" {
		t.Errorf("%v", v)
	}
	hand["reason"] = text("就近办理", "Closer to people")
	if v := begins(path, hand, "matter.delegated_replaced"); v["comment"] != "就近办理" {
		t.Errorf("%v", v)
	}
	hand["kind"] = "lend"
	author.ask("POST", path+"/preview", hand).want(http.StatusUnprocessableEntity)
	hand["kind"], hand["on"] = "entrust", "2020-01-01"
	author.ask("POST", path+"/preview", hand).refuses(http.StatusUnprocessableEntity, "matter.delegated_past")
	hand["on"], hand["to"] = "2999-01-01", "nowhere"
	author.ask("POST", path+"/preview", hand).refuses(http.StatusUnprocessableEntity, "matter.delegated_unknown")
	clerk.ask("POST", path, hand).refuses(http.StatusNotFound, "not_found")
}

// An act on a matter is taken back before its day: the draft is the pack as it
// would be had nobody decided it.
func TestAnActIsTakenBackOverTheAPIBeforeItsDay(t *testing.T) {
	t.Parallel()
	h := open(t)
	author, clerk := h.someone("author", "service-centre", "designer"), h.someone("clerk", "market-regulation", "clerk")
	p := register(t)
	p.Departments["town"] = &metamodel.Department{ID: "town", Name: metamodel.ZhEn("东桥镇便民中心", "Dongqiao township centre"), Parent: "records"}
	p.Matters["R60"].Delegated = &metamodel.Delegation{To: "town", Kind: metamodel.Transferred, On: "2998-01-01", Basis: metamodel.ZhEn("《下放目录》", "The list of powers handed down")}
	p.Files = nil
	h.publish(p)
	path := "/api/v1/packs/" + p.Name + "/retractions"
	back := object{"base": find(author.get("/api/v1/packs").items(), "name", p.Name)["hash"], "matter": "R60", "act": "delegation", "reason": object{"zh": "暂缓下放", "en": "Put off"}}
	for _, at := range []string{path + "/preview", path} {
		clerk.ask("POST", at, back).refuses(http.StatusNotFound, "not_found")
		none := maps.Clone(back)
		none["act"] = "cancellation"
		author.ask("POST", at, none).refuses(http.StatusUnprocessableEntity, "matter.retract_nothing")
	}
	seen := author.ask("POST", path+"/preview", back).want(http.StatusOK).object()
	versions := "/api/v1/packs/" + p.Name + "/versions"
	if n := len(author.get(versions).items()); n != 1 {
		t.Errorf("looking made %d versions", n-1)
	}
	made := author.ask("POST", path, back).want(http.StatusCreated).object()["version"].(object)
	if made["stage"] != "draft" || made["base"] != back["base"] || made["comment"] != "暂缓下放 / Put off" || made["version"] != seen["version"] {
		t.Errorf("%v", made)
	}
	if again := author.ask("POST", path, back).want(http.StatusCreated).object()["version"].(object); again["id"] != made["id"] {
		t.Error("the same request began another draft")
	}
	if n := len(author.get(versions).items()); n != 2 {
		t.Errorf("there are %d versions", n)
	}
	changes := objects(author.get("/api/v1/diff?from=" + made["base"].(string) + "&to=" + made["id"].(string)).want(http.StatusOK).object()["changes"])
	if len(changes) != 1 || len(objects(seen["changes"])) != 1 {
		t.Errorf("the draft changes %v, and %v was shown", changes, seen["changes"])
	}
	file := author.get("/api/v1/versions/" + made["id"].(string) + "/files").want(http.StatusOK).object()["files"].(object)["matters/R60.yaml"]
	if strings.Contains(fmt.Sprint(file), "delegated") {
		t.Errorf("the draft still hands the matter down: %v", file)
	}
}

// A cancellation that is taken back leaves everything as it was before it, the
// joint inspection that the matter took part in too.
func TestACancellationIsTakenBackAsIfItHadNotBeen(t *testing.T) {
	t.Parallel()
	h := open(t)
	author := h.someone("author", "service-centre", "designer")
	hash := func() string {
		return find(author.get("/api/v1/packs").items(), "name", "open-a-restaurant")["hash"].(string)
	}
	before, text := hash(), func(zh, en string) object { return object{"zh": zh, "en": en} }
	const pack = "/api/v1/packs/open-a-restaurant"
	cancel := object{"base": before, "matter": "M02", "on": "2999-01-01", "basis": text("方案", "Plan"), "reason": text("改为承诺", "Declared")}
	draft := author.ask("POST", pack+"/cancellations", cancel).want(http.StatusCreated).object()["version"].(object)
	read, ps := catalog.ReadArchive(author.archive(draft["id"].(string)))
	must(t, ps.Err())
	h.publish(read)
	back := object{"base": hash(), "matter": "M02", "act": "cancellation", "reason": text("暂缓", "Put off")}
	if open := objects(author.ask("POST", pack+"/retractions/preview", back).want(http.StatusOK).object()["open"]); len(open) > 0 {
		t.Errorf("left to decide is %v", open)
	}
	made := author.ask("POST", pack+"/retractions", back).want(http.StatusCreated).object()["version"].(object)
	if changes := objects(author.get("/api/v1/diff?from=" + before + "&to=" + made["id"].(string)).want(http.StatusOK).object()["changes"]); len(changes) > 0 {
		t.Errorf("something is not as it was: %v", changes)
	}
}

// archive are the files of a version.
func (p *person) archive(version string) map[string][]byte {
	p.house.t.Helper()
	files := map[string][]byte{}
	for path, text := range p.get("/api/v1/versions/" + version + "/files").want(http.StatusOK).object()["files"].(object) {
		files[path] = []byte(text.(string))
	}
	return files
}

// What would be refused later is refused before anybody works on it: words that
// say nothing, a release that is not in force any more, a matter there is not.
func TestPreviewsRefuseWhatDraftsDo(t *testing.T) {
	t.Parallel()
	h := open(t)
	author := h.someone("author", "service-centre", "designer")
	p := register(t)
	p.Departments["town"] = &metamodel.Department{ID: "town", Name: metamodel.ZhEn("东桥镇便民中心", "Dongqiao township centre"), Parent: "records"}
	p.Files = nil
	h.publish(p)
	text := func(zh, en string) object { return object{"zh": zh, "en": en} }
	base := find(author.get("/api/v1/packs").items(), "name", p.Name)["hash"].(string)
	with := func(more object) object {
		body := object{"base": base, "on": "2999-01-01", "basis": text("决定", "Decision"), "reason": text("理由", "Reason")}
		maps.Copy(body, more)
		return body
	}
	parts := []object{{"id": "R61", "name": text("甲", "One"), "fields": []string{"applicant"}}, {"id": "R62", "name": text("乙", "Two"), "fields": []string{"applicant/RE000"}, "result": object{"name": text("证", "Paper")}}}
	acts := map[string]object{
		"merges":        with(object{"matters": []string{"R60", "R60"}, "id": "R61", "name": text("新", "New")}),
		"splits":        with(object{"matter": "R60", "parts": parts}),
		"cancellations": with(object{"matter": "R60"}),
		"delegations":   with(object{"matter": "R60", "to": "town", "kind": "entrust"}),
	}
	refused := func(path string, body object, status int, code, at string) {
		t.Helper()
		for _, path := range []string{path + "/preview", path} {
			said := author.ask("POST", path, body).refuses(status, code)
			if got := objects(said.object()["errors"])[0]; got["path"] != at && !(at == "" && got["path"] == nil) {
				t.Errorf("%s: %v is not at %q", path, got, at)
			}
		}
	}
	const packs = "/api/v1/packs/"
	for act, body := range acts {
		path := packs + p.Name + "/" + act
		for _, member := range []string{"basis", "reason"} {
			was := body[member]
			for _, said := range []object{text("　 \u200b", "Decision"), {}} {
				if body[member] = said; len(said) > 0 || member == "basis" {
					refused(path, body, http.StatusUnprocessableEntity, "request.wordless", member)
				}
			}
			body[member] = text("只有中文", " ")
			refused(path, body, http.StatusUnprocessableEntity, "gate.missing_words", member+"/en")
			body[member] = was
		}
	}
	blank := func(list []object) []object {
		return []object{list[0], {"id": "R62", "name": text(" ", ""), "fields": list[1]["fields"]}}
	}
	refused(packs+p.Name+"/splits", with(object{"matter": "R60", "parts": blank(parts)}), http.StatusUnprocessableEntity, "matter.split_unnamed", "parts/1")
	refused(packs+p.Name+"/merges", with(object{"matters": []string{"R60", "R60"}, "id": "R61", "name": text(" ", "New")}), http.StatusUnprocessableEntity, "request.wordless", "name")
	refused(packs+p.Name+"/merges", with(object{"matters": []string{"R60", "R60"}, "id": "R61", "name": text("新", "")}), http.StatusUnprocessableEntity, "gate.missing_words", "name/en")
	unsaid := []object{parts[0], maps.Clone(parts[1])}
	unsaid[1]["result"] = object{"name": object{"zh": "证"}}
	refused(packs+p.Name+"/splits", with(object{"matter": "R60", "parts": unsaid}), http.StatusUnprocessableEntity, "gate.missing_words", "parts/1/result/name/en")
	for act, said := range map[string]object{"merges": {"matters": []string{"R60", "R99"}}, "splits": {"matter": "R99"}, "cancellations": {"matter": "R99"}, "delegations": {"matter": "R99"}} {
		body := maps.Clone(acts[act])
		maps.Copy(body, said)
		refused(packs+p.Name+"/"+act, body, http.StatusUnprocessableEntity, "matter.not_in_pack", "")
	}

	// Another release takes effect meanwhile.
	for _, act := range []string{"splits", "cancellations", "delegations"} {
		author.ask("POST", packs+p.Name+"/"+act+"/preview", acts[act]).want(http.StatusOK)
	}
	next := register(t)
	next.Departments["town"] = p.Departments["town"]
	next.Version, next.Files = "1.0.1", nil
	h.publish(next)
	for _, act := range []string{"splits", "cancellations", "delegations"} {
		refused(packs+p.Name+"/"+act, acts[act], http.StatusConflict, "version.base", "base")
	}
}
