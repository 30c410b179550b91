package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/internal/web/auth"
)

// harmless are the writes that carry neither a key nor a revision, and why one
// that is sent twice does no harm.
var harmless = map[auth.Route]string{
	{Method: "POST", Path: "/api/v1/session"}:                              "another session of the same person; the first one ends by itself",
	{Method: "DELETE", Path: "/api/v1/session"}:                            "signed out is signed out",
	{Method: "POST", Path: "/api/v1/registrations"}:                        "the name is taken",
	{Method: "POST", Path: "/api/v1/me/password"}:                          "the old password is no longer right",
	{Method: "DELETE", Path: "/api/v1/tokens/:id"}:                         "gone is gone",
	{Method: "POST", Path: "/api/v1/accounts"}:                             "the name is taken",
	{Method: "POST", Path: "/api/v1/accounts/:id/password"}:                "the same password again",
	{Method: "PUT", Path: "/api/v1/organisations/:id"}:                     "the same words again",
	{Method: "POST", Path: "/api/v1/themes/:id/guide"}:                     "writes nothing",
	{Method: "DELETE", Path: "/api/v1/drafts/:id"}:                         "gone is gone",
	{Method: "POST", Path: "/api/v1/drafts/:id/materials/:material/files"}: "the same bytes by the same name are the file that is there",
	{Method: "POST", Path: "/api/v1/cases/:id/materials/:material/files"}:  "likewise, within one correction",
	{Method: "POST", Path: "/api/v1/drafts/:id/files"}:                     "likewise, at one field",
	{Method: "POST", Path: "/api/v1/cases/:id/files"}:                      "likewise, at one field of one correction",
	{Method: "DELETE", Path: "/api/v1/files/:id"}:                          "gone is gone",
	{Method: "POST", Path: "/api/v1/versions"}:                             "the same author's draft of the same files is given again",
	{Method: "POST", Path: "/api/v1/versions/archive"}:                     "likewise",
	{Method: "POST", Path: "/api/v1/packs/:name/merges/preview"}:           "writes nothing",
	{Method: "POST", Path: "/api/v1/packs/:name/merges"}:                   "the same author's draft of the same files is given again",
	{Method: "POST", Path: "/api/v1/packs/:name/splits/preview"}:           "writes nothing",
	{Method: "POST", Path: "/api/v1/packs/:name/splits"}:                   "the same author's draft of the same files is given again",
	{Method: "POST", Path: "/api/v1/packs/:name/cancellations/preview"}:    "writes nothing",
	{Method: "POST", Path: "/api/v1/packs/:name/cancellations"}:            "the same author's draft of the same files is given again",
	{Method: "POST", Path: "/api/v1/packs/:name/retractions/preview"}:      "writes nothing",
	{Method: "POST", Path: "/api/v1/packs/:name/retractions"}:              "the same author's draft of the same files is given again",
	{Method: "POST", Path: "/api/v1/packs/:name/delegations/preview"}:      "writes nothing",
	{Method: "POST", Path: "/api/v1/packs/:name/delegations"}:              "the same author's draft of the same files is given again",
	{Method: "POST", Path: "/api/v1/packs/:name/standardisations/preview"}: "writes nothing",
	{Method: "POST", Path: "/api/v1/packs/:name/standardisations"}:         "the same author's draft of the same files is given again",
	{Method: "POST", Path: "/api/v1/releases/:hash/retire"}:                "retired is retired",
	{Method: "POST", Path: "/api/v1/forms/:id/preview"}:                    "writes nothing",
	{Method: "POST", Path: "/api/v1/migrations/dry-run"}:                   "writes nothing",
	{Method: "POST", Path: "/api/v1/migrations/:id/undo"}:                  "what is being undone stays so",
	{Method: "PATCH", Path: "/api/v1/webhooks/:id"}:                        "on is on, off is off",
	{Method: "DELETE", Path: "/api/v1/webhooks/:id"}:                       "gone is gone",
	{Method: "POST", Path: "/api/v1/webhooks/:id/replay"}:                  "an event is on its way to a webhook once; receivers know a repeat by its id",
	{Method: "POST", Path: "/api/v1/deliveries/:id/replay"}:                "likewise",
	{Method: "POST", Path: "/api/v1/policies/evaluate"}:                    "writes nothing",
	{Method: "POST", Path: "/policies"}:                                    "writes nothing: the answers are in the address",
	{Method: "POST", Path: "/themes/:id/guide"}:                            "writes nothing: the answers are in the address",
	{Method: "POST", Path: "/sign-in"}:                                     "another session; a draft that is carried along has its key",
	{Method: "POST", Path: "/register"}:                                    "the name is taken",
	{Method: "POST", Path: "/sign-out"}:                                    "signed out is signed out",
	{Method: "POST", Path: "/api/v1/duties/propose"}:                       "what has a duty is not proposed again",
	{Method: "PUT", Path: "/api/v1/sources/:id/rows"}:                      "the same rows again",
	{Method: "DELETE", Path: "/api/v1/sources/:id/rows/:key"}:              "gone is gone",
	{Method: "POST", Path: "/drafts/:id/sources"}:                          "the same answers again",
	{Method: "POST", Path: "/drafts/:id/earlier"}:                          "what is used is used",
	{Method: "POST", Path: "/drafts/:id/moved"}:                            "read is read",
	{Method: "POST", Path: "/drafts/:id/guide"}:                            "the same answers again",
	{Method: "POST", Path: "/drafts/:id/delete"}:                           "gone is gone",
	{Method: "POST", Path: "/drafts/:id/sections/:section"}:                "carries the revision; the same answers and files again",
	{Method: "POST", Path: "/drafts/:id/materials/:material"}:              "the same bytes by the same name are the file that is there",
	{Method: "POST", Path: "/preview/forms/:id"}:                           "writes nothing",
}

// keyed are the pages whose form carries a key; their tests send it twice.
var keyed = []auth.Route{
	{Method: "POST", Path: "/drafts"},
	{Method: "POST", Path: "/drafts/:id/submit"},
	{Method: "POST", Path: "/cases/:id/corrections/:child"},
	{Method: "POST", Path: "/cases/:id/withdraw/:child"},
}

func TestEveryWriteMayBeSentTwice(t *testing.T) {
	t.Parallel()
	for route := range auth.Table {
		if route.Method == http.MethodGet || route.Method == http.MethodHead {
			continue
		}
		_, known := harmless[route]
		marked := slices.Contains(keyed, route)
		if strings.HasPrefix(route.Path, "/api/v1/") {
			marked = slices.ContainsFunc(requiredHeaders(route), func(h string) bool { return h == "Idempotency-Key" || h == "If-Match" })
		}
		switch {
		case marked && known:
			t.Errorf("%s %s carries a key or a revision: it need not be excused", route.Method, route.Path)
		case !marked && !known:
			t.Errorf("%s %s takes no Idempotency-Key and no If-Match: give it one, or say here why sending it twice does no harm", route.Method, route.Path)
		}
	}
	for _, route := range keyed {
		if _, ok := auth.Table[route]; !ok {
			t.Errorf("%s %s is keyed and no route", route.Method, route.Path)
		}
	}
	for route := range harmless {
		if _, ok := auth.Table[route]; !ok {
			t.Errorf("%s %s is excused and no route", route.Method, route.Path)
		}
	}
}

// requiredHeaders are those the API's document demands of an operation.
func requiredHeaders(route auth.Route) (names []string) {
	path := regexp.MustCompile(`:(\w+)`).ReplaceAllString(route.Path, "{$1}")
	op := contract().at("/paths/" + strings.ReplaceAll(path, "/", "~1") + "/" + strings.ToLower(route.Method))
	for _, p := range objects(op["parameters"]) {
		if p["in"] == "header" && p["required"] == true {
			names = append(names, p["name"].(string))
		}
	}
	return names
}

func TestADraftIsStartedOnceByItsKeyOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	const at = "/api/v1/drafts"
	theme := object{"theme": "T01", "guide": object{"Q3": true}}
	ming.ask("POST", at, theme, "Idempotency-Key", "").refuses(http.StatusPreconditionRequired, "request.key_missing")
	ming.ask("POST", at, theme, "Idempotency-Key", "short").refuses(http.StatusBadRequest, "request.key_invalid")
	first := ming.ask("POST", at, theme, "Idempotency-Key", "the-first-draft").want(http.StatusCreated)
	again := ming.ask("POST", at, theme, "Idempotency-Key", "the-first-draft").want(http.StatusCreated)
	if string(first.body) != string(again.body) || first.etag() != again.etag() {
		t.Errorf("the same key gives %s and then %s", first.body, again.body)
	}
	ming.ask("POST", at, object{"theme": "T01"}, "Idempotency-Key", "the-first-draft").refuses(http.StatusUnprocessableEntity, "idempotency.mismatch")
	if n := len(ming.get(at).want(http.StatusOK).items()); n != 1 {
		t.Errorf("%d drafts are open", n)
	}
}
