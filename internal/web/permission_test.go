package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/internal/web"
	"github.com/onematter/onematter/internal/web/auth"
)

func TestEveryRouteHasAPermissionRowAndEveryRowARoute(t *testing.T) {
	t.Parallel()
	h := open(t)
	served := map[auth.Route]bool{}
	for _, r := range h.Config.Handler.(*web.Server).Routes() {
		route := auth.Route{Method: r.Method, Path: r.Path}
		if r.Method == http.MethodHead {
			route.Method = http.MethodGet // comes along with it
		}
		served[route] = true
		if _, ok := auth.Table[route]; !ok {
			t.Errorf("%s %s has no permission row", r.Method, r.Path)
		}
	}
	for route := range auth.Table {
		if !served[route] {
			t.Errorf("%s %s has a permission row and no route", route.Method, route.Path)
		}
	}
}

func TestTheOpenAPIDocumentListsExactlyTheRoutesOfTheAPI(t *testing.T) {
	t.Parallel()
	described := map[auth.Route]bool{}
	for path, item := range contract().doc["paths"].(object) {
		for method := range item.(object) {
			described[auth.Route{Method: strings.ToUpper(method), Path: regexp.MustCompile(`\{([^}]+)\}`).ReplaceAllString(path, ":$1")}] = true
		}
	}
	for route, access := range auth.Table {
		if !strings.HasPrefix(route.Path, "/api/v1/") {
			continue
		}
		if !described[route] {
			t.Errorf("%s %s is not described", route.Method, route.Path)
			continue
		}
		delete(described, route)
		op := contract().at("/paths/" + strings.ReplaceAll(regexp.MustCompile(`:(\w+)`).ReplaceAllString(route.Path, "{$1}"), "/", "~1") + "/" + strings.ToLower(route.Method))
		if secured := op["security"] != nil; secured == access.Public {
			t.Errorf("%s %s: public is %v, the document says security %v", route.Method, route.Path, access.Public, op["security"])
		}
	}
	for route := range described {
		t.Errorf("%s %s is described and not served", route.Method, route.Path)
	}
}

// Everybody asks for everything. What is not theirs is not there for them (404);
// what comes after the door (409, 415, 422 …) shows that they were let in.
func TestEverybodyAsksForEverything(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.citizen("owner")
	people := []*person{
		h.stranger(),
		owner,
		h.citizen("other"),
		h.someone("right", "ecology-environment", trades...), // of the department that has M07
		h.someone("wrong", "water", trades...),
		h.someone("centre", "service-centre", trades...), // leads the theme
		h.someone("manager", "ecology-environment", "manager"),
		h.someone("designer", "service-centre", "designer"),
		h.someone("root", "", "administrator"),
	}
	root := people[8]
	lone := h.someone("both", "water", "citizen", "clerk")

	id := map[string]string{"draft": owner.ask("POST", "/api/v1/drafts", object{"theme": "T01"}).want(http.StatusCreated).string("id")}
	filled := owner.fill()
	for _, m := range objects(filled.object()["materials"]) {
		if files := objects(m["files"]); len(files) > 0 && id["file"] == "" && contains(strings.Split(strings.Join(texts(m["matters"]), ","), ","), "M07") {
			id["file"], id["material"] = files[0]["id"].(string), m["id"].(string)
		}
	}
	id["filed"] = filled.string("id")
	id["theme"] = owner.ask("POST", "/api/v1/drafts/"+id["filed"]+"/submit", nil, "Idempotency-Key", "the-only-key").want(http.StatusCreated).string("case")
	id["case"] = owner.child(id["theme"], "M07")
	id["token"] = owner.ask("POST", "/api/v1/tokens", object{"name": "x"}).want(http.StatusCreated).string("id")
	id["webhook"] = root.ask("POST", "/api/v1/webhooks", object{"url": "https://example.com/hook"}).want(http.StatusCreated).string("id")
	root.ask("POST", "/api/v1/webhooks/"+id["webhook"]+"/replay", object{}).want(http.StatusOK)
	id["delivery"] = root.get("/api/v1/webhooks/" + id["webhook"] + "/deliveries").want(http.StatusOK).items()[0]["id"].(string)
	id["account"] = owner.id
	id["release"] = find(root.get("/api/v1/packs").items(), "name", "open-a-restaurant")["hash"].(string)
	id["version"] = root.ask("POST", "/api/v1/versions", object{"files": edited(root.get("/api/v1/releases/" + id["release"] + "/files").want(http.StatusOK).object()["files"], "7.0.0"), "base": id["release"]}).
		want(http.StatusCreated).object()["version"].(object)["id"].(string)

	id["duty"] = root.ask("POST", "/api/v1/duties", object{"matter": "M07", "kind": "field", "item": "premises/DE00203", "department": "market-regulation"}, "Idempotency-Key", "the-first-duty").want(http.StatusCreated).string("id")
	id["source"] = root.ask("POST", "/api/v1/sources", object{"department": "ecology-environment", "name": object{"zh": "排污登记库"}, "kind": "register",
		"pack": "open-a-restaurant", "key": "DE00102", "elements": []string{"DE00203"}}, "Idempotency-Key", "the-first-source").want(http.StatusCreated).string("id")

	id["delegation"] = people[3].ask("POST", "/api/v1/delegations", object{"deputy": h.account("aide", "ecology-environment", "clerk"), "until": "2026-03-20"}, "Idempotency-Key", "the-first-deputy").
		want(http.StatusCreated).string("id")

	var asked []auth.Route
	stale := []string{"If-Match", `"999"`, "Idempotency-Key", "some-other-key"}
	key := []string{"Idempotency-Key", "some-other-key"}
	// want, in the order of people: stranger, owner, other citizen, the right
	// department, a wrong one, the leading one, manager, designer, administrator.
	for _, c := range []struct {
		method, path string
		body         any
		headers      []string
		want         [9]int
	}{
		{"GET", "/api/v1/session", nil, nil, same(200)},
		{"POST", "/api/v1/session", object{}, nil, same(422)},
		{"POST", "/api/v1/registrations", object{}, nil, same(422)},
		{"GET", "/api/v1/me", nil, nil, signedIn(200)},
		{"POST", "/api/v1/me/password", object{}, nil, signedIn(422)},
		{"GET", "/api/v1/tokens", nil, nil, signedIn(200)},
		{"POST", "/api/v1/tokens", object{}, nil, signedIn(422)},
		{"DELETE", "/api/v1/tokens/nope", nil, nil, signedIn(404)},

		{"GET", "/api/v1/accounts", nil, nil, administrators(200)},
		{"POST", "/api/v1/accounts", object{}, nil, administrators(422)},
		{"GET", "/api/v1/accounts/{account}", nil, nil, administrators(200)},
		{"PUT", "/api/v1/accounts/{account}", object{"name": "新名", "roles": []string{"administrator"}}, stale, administrators(409)},
		{"GET", "/api/v1/identities/owner", nil, nil, administrators(200)},
		{"PUT", "/api/v1/identities/owner", object{"name": "林晓岚", "number": "310104199003070026", "how": "窗口核验"}, stale, administrators(409)},
		{"POST", "/api/v1/identities/owner/revocation", object{"how": "证件遗失"}, stale, administrators(409)},
		{"POST", "/api/v1/accounts/{account}/password", object{"password": "short"}, nil, administrators(422)},
		{"GET", "/api/v1/organisations", nil, nil, staff(200)},
		{"PUT", "/api/v1/organisations/new", object{}, nil, administrators(422)},

		{"GET", "/api/v1/themes", nil, nil, same(200)},
		{"GET", "/api/v1/themes/T01", nil, nil, same(200)},
		{"POST", "/api/v1/themes/T01/guide", object{"answers": object{}}, nil, same(200)},
		{"GET", "/api/v1/themes/T01/form", nil, nil, same(200)},
		{"GET", "/api/v1/themes/T01/schema", nil, nil, same(200)},
		{"GET", "/api/v1/policies", nil, nil, same(200)},
		{"GET", "/api/v1/policies/ZC01", nil, nil, same(200)},
		{"POST", "/api/v1/policies/evaluate", object{"answers": object{}}, nil, same(200)},
		{"GET", "/api/v1/themes/T01/certificate", nil, nil, staff(200)},
		{"GET", "/api/v1/themes/T01/certificate/file?format=json", nil, nil, staff(200)},
		{"GET", "/api/v1/themes/T01/simulation?cases=100", nil, nil, staff(200)},
		{"GET", "/api/v1/themes/T01/guide", nil, nil, same(200)},
		{"GET", "/api/v1/matters", nil, nil, same(200)},
		{"GET", "/api/v1/matters/M07", nil, nil, same(200)},
		{"GET", "/api/v1/matters/M07/form", nil, nil, same(200)},
		{"GET", "/api/v1/matters/M07/schema", nil, nil, same(200)},
		{"GET", "/api/v1/matters/M05/comparison?with=M02", nil, nil, staff(200)},
		{"GET", "/api/v1/matters/M05/followers", nil, nil, staff(200)},
		{"GET", "/api/v1/matters/M05/history", nil, nil, staff(200)},
		{"GET", "/api/v1/packs/having-a-baby/review", nil, nil, staff(200)},
		{"POST", "/api/v1/matters/M07/cases", object{}, key, citizens(422)},

		{"GET", "/api/v1/drafts", nil, nil, citizens(200)},
		{"POST", "/api/v1/drafts", object{}, nil, citizens(422)},
		{"GET", "/api/v1/drafts/{draft}", nil, nil, only(200)},
		{"PATCH", "/api/v1/drafts/{draft}", object{}, stale, only(409)},
		{"GET", "/api/v1/drafts/{draft}/earlier", nil, nil, only(200)},
		{"POST", "/api/v1/drafts/{draft}/earlier", object{"use": []string{}}, stale, only(409)},
		{"POST", "/api/v1/drafts/{draft}/submit", nil, key, only(422)},
		{"POST", "/api/v1/drafts/{draft}/materials/MT01/files", raw("no form"), nil, citizens(415)},
		{"DELETE", "/api/v1/drafts/{filed}", nil, nil, only(409)},
		{"POST", "/api/v1/cases/{case}/materials/{material}/files", raw("no form"), nil, citizens(415)},
		{"POST", "/api/v1/drafts/{draft}/files?path=premises/DE00203", raw("no form"), nil, citizens(415)},
		{"POST", "/api/v1/cases/{case}/files?path=premises/DE00203", raw("no form"), nil, citizens(415)},
		{"DELETE", "/api/v1/files/{file}", nil, nil, only(409)},
		{"GET", "/api/v1/files/{file}/content", nil, nil, [9]int{401, 200, 404, 200, 404, 404, 200, 404, 200}},

		{"GET", "/api/v1/cases", nil, nil, signedIn(200)},
		{"GET", "/api/v1/cases/{theme}", nil, nil, [9]int{401, 200, 404, 200, 200, 200, 200, 404, 200}}, // each its part
		{"GET", "/api/v1/cases/{case}", nil, nil, [9]int{401, 200, 404, 200, 404, 404, 200, 404, 200}},
		{"GET", "/api/v1/cases/{case}/clocks", nil, nil, [9]int{401, 200, 404, 200, 404, 404, 200, 404, 200}},
		{"POST", "/api/v1/cases/{case}/actions", object{"event": "pass"}, stale, [9]int{401, 409, 404, 409, 404, 404, 409, 404, 409}},
		{"POST", "/api/v1/cases/{case}/return", object{"to": "accept", "note": "再看"}, stale, [9]int{401, 404, 404, 409, 404, 404, 409, 404, 409}},
		{"POST", "/api/v1/cases/{case}/extension", object{"days": 1, "note": "情况复杂"}, stale, [9]int{401, 404, 404, 409, 404, 404, 409, 404, 409}},
		{"GET", "/api/v1/cases/{case}/officers", nil, nil, [9]int{401, 404, 404, 200, 404, 404, 200, 404, 200}},
		{"POST", "/api/v1/cases/{case}/handover", object{"do": "claim"}, stale, [9]int{401, 404, 404, 409, 404, 404, 409, 404, 409}},
		{"POST", "/api/v1/cases/{case}/visit", object{"do": "cancel", "inspection": "none", "note": "?"}, stale, [9]int{401, 404, 404, 422, 404, 404, 422, 404, 422}},
		{"POST", "/api/v1/cases/{case}/answers", object{"task": "t", "answer": "agree"}, stale, [9]int{401, 404, 404, 409, 404, 404, 409, 404, 409}},
		{"POST", "/api/v1/cases/{case}/opinions", object{"department": "fire-rescue", "question": "?"}, stale, [9]int{401, 404, 404, 409, 404, 404, 409, 404, 409}},
		{"POST", "/api/v1/cases/{case}/opinions/t/revocation", nil, stale, [9]int{401, 404, 404, 409, 404, 404, 409, 404, 409}},
		{"POST", "/api/v1/cases/{case}/withdrawal", object{}, stale, only(409)},
		{"GET", "/api/v1/worklist", nil, nil, staff(200)},
		{"GET", "/api/v1/lights", nil, nil, staff(200)},

		{"GET", "/api/v1/packs", nil, nil, staff(200)},
		{"GET", "/api/v1/elements", nil, nil, staff(200)},
		{"GET", "/api/v1/elements/DE00101", nil, nil, staff(200)},
		{"GET", "/api/v1/code-lists", nil, nil, staff(200)},
		{"GET", "/api/v1/code-lists/{list}", nil, nil, staff(200)},
		{"GET", "/api/v1/materials", nil, nil, staff(200)},
		{"GET", "/api/v1/forms", nil, nil, staff(200)},
		{"GET", "/api/v1/forms/{form}", nil, nil, staff(200)},

		{"GET", "/api/v1/packs/open-a-restaurant/versions", nil, nil, studio(200)},
		{"GET", "/api/v1/packs/open-a-restaurant/history", nil, nil, studio(200)},
		{"POST", "/api/v1/versions", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/merges/preview", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/merges", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/splits/preview", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/splits", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/cancellations/preview", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/cancellations", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/standardisations/preview", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/standardisations", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/retractions/preview", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/retractions", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/delegations/preview", object{}, nil, studio(422)},
		{"POST", "/api/v1/packs/open-a-restaurant/delegations", object{}, nil, studio(422)},
		{"GET", "/api/v1/packs/open-a-restaurant/departments", nil, nil, staff(200)},
		{"POST", "/api/v1/versions/archive", raw("no form"), nil, studio(415)},
		{"GET", "/api/v1/versions/nope", nil, nil, studio(404)},
		{"GET", "/api/v1/versions/{version}", nil, nil, studio(200)},
		{"GET", "/api/v1/versions/{version}/files", nil, nil, studio(200)},
		{"GET", "/api/v1/versions/{version}/gate", nil, nil, studio(200)},
		{"GET", "/api/v1/versions/{version}/simulation?cases=100", nil, nil, studio(200)},
		{"PUT", "/api/v1/versions/{version}/files", object{"files": object{"pack.yaml": "name: open-a-restaurant\ntitle: {zh: 开饭店, en: Restaurant}\nversion: 7.0.0\n"}}, stale, studio(409)},
		{"POST", "/api/v1/versions/{version}/submit", object{}, stale, studio(409)},
		{"POST", "/api/v1/versions/{version}/return", object{}, stale, studio(409)},
		{"POST", "/api/v1/versions/{version}/approve", object{}, stale, studio(409)},
		{"POST", "/api/v1/versions/{version}/publish", object{}, stale, administrators(409)},
		{"DELETE", "/api/v1/versions/{version}", nil, stale, studio(409)},
		{"GET", "/api/v1/releases/{release}/files", nil, nil, studio(200)},
		{"POST", "/api/v1/releases/sha256:none/retire", object{}, nil, administrators(404)},
		{"GET", "/api/v1/diff?from={release}&to={version}", nil, nil, studio(200)},
		{"GET", "/api/v1/impact?kind=element&id=DE00203", nil, nil, studio(200)},
		{"GET", "/api/v1/forms/{form}/schema", nil, nil, staff(200)},
		{"POST", "/api/v1/forms/{form}/preview", object{}, nil, studio(200)},
		{"GET", "/api/v1/code-lists/{list}/entries", nil, nil, staff(200)},
		{"POST", "/api/v1/migrations/dry-run", object{}, nil, administrators(422)},
		{"POST", "/api/v1/migrations", object{}, key, administrators(422)},
		{"GET", "/api/v1/migrations", nil, nil, administrators(200)},
		{"GET", "/api/v1/migrations/nope", nil, nil, administrators(404)},
		{"GET", "/api/v1/migrations/nope/items", nil, nil, administrators(404)},
		{"POST", "/api/v1/migrations/nope/undo", nil, nil, administrators(404)},

		{"GET", "/api/v1/delegations", nil, nil, officers(200)},
		{"POST", "/api/v1/delegations", object{"deputy": "nobody", "until": "2026-03-20"}, key, officers(422)},
		{"GET", "/api/v1/delegations/deputies", nil, nil, officers(200)},
		{"GET", "/api/v1/delegations/{delegation}", nil, nil, just(200, 3, 6, 8)}, // of the department, and administrators
		{"POST", "/api/v1/delegations/{delegation}/end", nil, stale, just(409, 3, 6, 8)},
		{"GET", "/api/v1/duties", nil, nil, staff(200)},
		{"GET", "/api/v1/duties/file?list=demand&format=csv", nil, nil, staff(200)},
		{"POST", "/api/v1/duties", object{}, key, studio(422)},
		{"POST", "/api/v1/duties/propose", object{"matter": "M04"}, nil, studio(200)},
		{"GET", "/api/v1/duties/{duty}", nil, nil, just(200, 3, 6, 7, 8)}, // the department that needs it, business staff, administrators
		{"POST", "/api/v1/duties/{duty}/steps", object{"event": "return"}, stale, just(409, 3, 6, 7, 8)},
		{"GET", "/api/v1/sources", nil, nil, staff(200)},
		{"POST", "/api/v1/sources", object{}, key, just(422, 6, 8)},
		{"GET", "/api/v1/sources/{source}", nil, nil, staff(200)},
		{"PUT", "/api/v1/sources/{source}", object{"name": object{"zh": "库"}, "enabled": true}, stale, just(409, 6, 8)},
		{"GET", "/api/v1/sources/{source}/rows", nil, nil, just(200, 6)}, // an administrator runs the machine; the rows are the department's
		{"PUT", "/api/v1/sources/{source}/rows", object{"rows": []object{}}, nil, just(200, 6)},
		{"DELETE", "/api/v1/sources/{source}/rows/nobody", nil, nil, just(204, 6)},

		{"GET", "/api/v1/dashboard", nil, nil, [9]int{401, 404, 404, 404, 404, 404, 503, 404, 503}}, // no warehouse here
		{"GET", "/api/v1/dashboard/needless", nil, nil, [9]int{401, 404, 404, 404, 404, 404, 503, 404, 503}},
		{"GET", "/api/v1/events", nil, nil, administrators(200)},
		{"GET", "/api/v1/webhooks", nil, nil, administrators(200)},
		{"POST", "/api/v1/webhooks", object{}, nil, administrators(422)},
		{"PATCH", "/api/v1/webhooks/{webhook}", object{}, nil, administrators(422)},
		{"GET", "/api/v1/webhooks/{webhook}/deliveries", nil, nil, administrators(200)},
		{"POST", "/api/v1/webhooks/{webhook}/replay", object{"after": "?"}, nil, administrators(400)},
		{"POST", "/api/v1/deliveries/{delivery}/replay", nil, nil, administrators(204)},
		{"DELETE", "/api/v1/webhooks/{webhook}", nil, nil, administrators(204)},
		{"DELETE", "/api/v1/session", nil, nil, same(204)}, // the last: everybody leaves
	} {
		if id["list"] == "" && strings.Contains(c.path, "{list}") {
			id["list"] = root.get("/api/v1/code-lists").items()[0]["id"].(string)
		}
		if strings.Contains(c.path, "{form}") {
			id["form"] = root.get("/api/v1/forms").items()[0]["id"].(string)
		}
		path := regexp.MustCompile(`\{(\w+)\}`).ReplaceAllStringFunc(c.path, func(s string) string { return id[strings.Trim(s, "{}")] })
		asked = append(asked, auth.Route{Method: c.method, Path: strings.Split(c.path, "?")[0]})
		h.wait(time.Second) // sixty addresses, one network: not slowed down
		for i, p := range people {
			if got := p.ask(c.method, path, c.body, c.headers...); got.status != c.want[i] {
				t.Errorf("%s %s by %d: want %d, got %d: %.300s", c.method, c.path, i, c.want[i], got.status, got.body)
			}
		}
	}
	lone.get("/api/v1/drafts").want(http.StatusOK) // who is both may do both
	lone.get("/api/v1/worklist").want(http.StatusOK)

	// The table leaves nothing out.
	for route := range auth.Table {
		if !strings.HasPrefix(route.Path, "/api/v1/") {
			continue
		}
		if !slices.ContainsFunc(asked, func(row auth.Route) bool { return row.Method == route.Method && matches(route.Path, row.Path) }) {
			t.Errorf("nobody asked %s %s", route.Method, route.Path)
		}
	}
}

// matches compares an address with a route, step by step.
func matches(route, path string) bool {
	steps, want := strings.Split(path, "/"), strings.Split(route, "/")
	for i, s := range want {
		if len(steps) != len(want) || !strings.HasPrefix(s, ":") && s != steps[i] {
			return false
		}
	}
	return true
}

func same(status int) (all [9]int) {
	for i := range all {
		all[i] = status
	}
	return all
}

func signedIn(status int) [9]int {
	all := same(status)
	all[0] = http.StatusUnauthorized
	return all
}

func just(status int, who ...int) [9]int {
	all := signedIn(http.StatusNotFound)
	for _, i := range who {
		all[i] = status
	}
	return all
}

func only(status int) [9]int           { return just(status, 1) }
func citizens(status int) [9]int       { return just(status, 1, 2) }
func staff(status int) [9]int          { return just(status, 3, 4, 5, 6, 7, 8) }
func officers(status int) [9]int       { return just(status, 3, 4, 5, 6, 8) }
func administrators(status int) [9]int { return just(status, 8) }
func studio(status int) [9]int         { return just(status, 7, 8) }

func texts(v any) []string {
	list, _ := v.([]any)
	out := make([]string, len(list))
	for i, x := range list {
		out[i], _ = x.(string)
	}
	return out
}

// What each sees of one filing: their own part.
func TestADepartmentSeesItsOwnPartOfAFiling(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.citizen("owner")
	theme := owner.file()
	own := owner.get("/api/v1/cases/" + theme).want(http.StatusOK)
	if n := len(objects(own.object()["children"])); n != 8 || len(objects(own.object()["answers"])) == 0 {
		t.Errorf("the applicant sees %d matters and %d answers", n, len(objects(own.object()["answers"])))
	}
	water := h.someone("water", "water", trades...)
	part := water.get("/api/v1/cases/" + theme).want(http.StatusOK)
	if children := objects(part.object()["children"]); len(children) != 1 || children[0]["matter"] != "M06" || len(objects(part.object()["answers"])) != 0 {
		t.Errorf("the water authority sees %s", part.body)
	}
	lead := h.someone("lead", "service-centre", trades...)
	progress := lead.get("/api/v1/cases/" + theme).want(http.StatusOK)
	if children := objects(progress.object()["children"]); len(children) != 8 || len(objects(progress.object()["answers"])) != 0 {
		t.Errorf("the leading office sees %s", progress.body)
	}
	if list := water.get("/api/v1/cases").want(http.StatusOK).items(); len(list) != 1 || list[0]["matter"] != "M06" {
		t.Errorf("the water authority's list is %v", list)
	}
	if list := water.get("/api/v1/cases?department=market-regulation").want(http.StatusOK).items(); len(list) != 0 {
		t.Errorf("asked for another's cases it got %v", list)
	}
	if list := h.citizen("other").get("/api/v1/cases").want(http.StatusOK).items(); len(list) != 0 {
		t.Errorf("another citizen sees %v", list)
	}
	water.ask("POST", "/api/v1/cases/"+theme+"/actions", object{"event": "pass"}, "If-Match", progress.etag(), "Idempotency-Key", "on-the-theme").refuses(http.StatusUnprocessableEntity, "action.theme")
}
