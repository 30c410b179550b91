package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// verify says who somebody is.
func (h *house) verify(p *person, name, number string) {
	h.t.Helper()
	acc, err := h.engine.Account(context.Background(), engine.SystemActor(), p.id)
	must(h.t, err)
	_, err = h.engine.VerifyIdentity(context.Background(), engine.SystemActor(), p.id, acc.Revision, engine.NewIdentity{Name: name, Number: number, How: "窗口核验"})
	must(h.t, err)
}

// An identity provider's machine says over the API who somebody is.
func TestAnIdentityIsVerifiedOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	lin := h.citizen("lin")
	provider := h.someone("provider", "service-centre", "verifier").machine()
	const at = "/api/v1/identities/lin"
	who := object{"name": "林晓岚", "number": "310104199003070026", "how": "统一身份认证"}
	before := provider.get(at).want(http.StatusOK)
	if before.object()["verified"] != nil || before.object()["name"] != "姓名lin" {
		t.Errorf("before: %s", before.body)
	}
	lin.get(at).refuses(http.StatusNotFound, "not_found")
	lin.ask("PUT", at, who, "If-Match", before.etag()).refuses(http.StatusNotFound, "not_found")
	provider.get("/api/v1/identities/nobody").refuses(http.StatusNotFound, "not_found")
	provider.get("/api/v1/accounts/"+lin.id).refuses(http.StatusNotFound, "not_found")
	provider.ask("PUT", at, who).refuses(http.StatusPreconditionRequired, "request.revision_missing")
	provider.ask("PUT", at, object{"name": "林晓岚", "number": "310104199003070027", "how": "窗口核验"}, "If-Match", before.etag()).refuses(http.StatusUnprocessableEntity, "identity.number")
	after := provider.ask("PUT", at, who, "If-Match", before.etag()).want(http.StatusOK)
	verified := after.object()["verified"].(object)
	if verified["number"] != "310***********0026" || verified["name"] != "林晓岚" || verified["how"] != "统一身份认证" || strings.Contains(string(after.body), "310104199003070026") {
		t.Errorf("verified: %s", after.body)
	}
	provider.ask("PUT", at, who, "If-Match", before.etag()).refuses(http.StatusConflict, "conflict")
	if page := string(lin.get("/me?lang=en").want(http.StatusOK).body); !strings.Contains(page, "You are verified as 林晓岚, 310***********0026") {
		t.Error("she does not read that she is verified")
	}
	provider.ask("PUT", "/api/v1/identities/provider", who, "If-Match", provider.get("/api/v1/identities/provider").want(http.StatusOK).etag()).refuses(http.StatusUnprocessableEntity, "identity.own")
	h.citizen("xiaolan")
	const other = "/api/v1/identities/xiaolan"
	provider.ask("PUT", other, who, "If-Match", provider.get(other).want(http.StatusOK).etag()).refuses(http.StatusUnprocessableEntity, "identity.taken")
	provider.ask("PUT", other, object{"name": "林晓岚", "number": "E12345678"}, "If-Match", provider.get(other).want(http.StatusOK).etag()).refuses(http.StatusUnprocessableEntity, "request.required")
	lin.ask("POST", at+"/revocation", object{"how": "证件遗失"}, "If-Match", after.etag()).refuses(http.StatusNotFound, "not_found")
	provider.ask("POST", at+"/revocation", object{"how": "证件遗失"}).refuses(http.StatusPreconditionRequired, "request.revision_missing")
	gone := provider.ask("POST", at+"/revocation", object{"how": "证件遗失"}, "If-Match", after.etag()).want(http.StatusOK)
	steps := objects(gone.object()["steps"])
	if gone.object()["verified"] != nil || len(steps) != 2 || steps[0]["verified"] != false || steps[0]["how"] != "证件遗失" || steps[1]["by"] != "姓名provider" {
		t.Errorf("revoked: %s", gone.body)
	}
	provider.ask("POST", at+"/revocation", object{"how": "证件遗失"}, "If-Match", gone.etag()).refuses(http.StatusUnprocessableEntity, "identity.none")
	// Who looked whom up is in the server's log.
	if log := h.log.String(); !strings.Contains(log, "was looked up") || strings.Contains(log, "310104199003070026") {
		t.Error("the log does not tell who looked, or tells the number")
	}
	if page := string(lin.get("/me?lang=zh").want(http.StatusOK).body); !strings.Contains(page, "您的账号还没有核验身份") {
		t.Error("she does not read how to be verified")
	}
}

// certificate fills in the certificate of birth with what the police gives.
func (h *house) certificate(p *person) *engine.DraftView {
	h.t.Helper()
	ctx, a := context.Background(), engine.Actor{Account: p.id, Name: "林晓月", Roles: []string{"citizen"}}
	v, err := h.engine.StartDraft(ctx, a, "", "N01", nil, nil, "")
	must(h.t, err)
	patch := engine.Patch{Consent: engine.ConsentGiven, Answers: map[string]json.RawMessage{}}
	for path, value := range map[string]string{
		"mother/DE00005": `"310104199003070026"`, "mother/DE00001": `"林晓月"`, "mother/DE00004": `"111"`, "mother/DE00003": `"1990-03-07"`, "mother/DE00015": `"01"`,
		"mother/DE00017": `"10"`, "newborn/DE00001": `"林小满"`, "newborn/DE00002": `"2"`, "newborn/DE00003": `"2026-03-01"`, "newborn/DE00702": `"08:30"`,
		"newborn/DE00707": "39", "newborn/DE00703": "3200", "newborn/DE00704": "50", "newborn/DE00705": `"1"`, "newborn/DE00706": `"市妇幼保健院"`,
		"agent/DE00001": `"林晓月"`, "agent/DE00018": `"1"`, "agent/DE00004": `"111"`, "agent/DE00005": `"310104199003070026"`, "agent/DE00006": `"13800000000"`,
		"filing/DE00601": `"1"`, "filing/DE00602": `"2026-03-09"`, "filing/DE00603": "true",
	} {
		patch.Answers[path] = json.RawMessage(value)
	}
	v, err = h.engine.SaveAnswers(ctx, a, v.Draft.ID, 0, patch)
	must(h.t, err)
	for _, m := range v.Materials {
		if m.Asked {
			_, err := h.engine.AddFile(ctx, a, v.Draft.ID, m.Material.ID, "a.pdf", strings.NewReader("%PDF-1.4\n%%EOF\n"))
			must(h.t, err)
		}
	}
	return v
}

// Every page and every answer of the API that an applicant can open is looked
// through for what the police has of somebody else.
func TestNoPageShowsAnApplicantWhatIsKnownOfSomebodyElse(t *testing.T) {
	t.Parallel()
	const secret, card = "幸福路 8 号", "https://cards.example.gov/1"
	for _, c := range []struct {
		name, number string
		shown        bool
	}{{"林晓月", "310104199003070026", true}, {"王小明", "310104198506150031", false}, {"", "", false}} {
		h := open(t)
		police(t, h)
		lin := h.citizen("lin")
		if c.number != "" {
			h.verify(lin, c.name, c.number)
		}
		v := h.certificate(lin)
		draft, seen := v.Draft.ID, false
		pages := []string{"/api/v1/drafts/" + draft, "/api/v1/drafts", "/drafts/" + draft, "/drafts/" + draft + "/sources", "/drafts/" + draft + "/earlier", "/drafts/" + draft + "/check", "/me", "/"}
		for _, s := range v.Form.Sections {
			pages = append(pages, "/drafts/"+draft+"/sections/"+s.ID)
		}
		look := func(pages ...string) {
			for _, page := range pages {
				for _, lang := range []string{"zh", "en"} {
					body := string(lin.get(page + "?lang=" + lang).want(http.StatusOK).body)
					seen = seen || strings.Contains(body, secret)
					if !c.shown && (strings.Contains(body, secret) || strings.Contains(body, "31010419900307002") && strings.HasPrefix(page, "/cases/")) || strings.Contains(body, card) {
						t.Errorf("%s in %s shows %q what is known of the mother", page, lang, c.name)
					}
				}
			}
		}
		look(pages...)
		if !c.shown {
			for page, words := range map[string]string{
				"/drafts/" + draft + "/sources":         "直接提供给办理部门，不在这里显示",
				"/drafts/" + draft + "/check":           "由区公安局直接提供给办理部门，您不用填写",
				"/drafts/" + draft + "/sources?lang=en": "Goes straight to those who handle the case; not shown here",
				"/drafts/" + draft + "/check?lang=en":   "From the District Public Security Bureau straight to those who handle the case",
				"/api/v1/drafts/" + draft:               `"withheld":true`,
			} {
				join := "?"
				if strings.Contains(page, "?") {
					join = "&"
				}
				if !strings.Contains(page, "lang=") {
					page += join + "lang=zh"
				}
				if body := string(lin.get(page).want(http.StatusOK).body); !strings.Contains(body, words) {
					t.Errorf("%s does not say %q", page, words)
				}
			}
		}
		k := lin.ask("POST", "/api/v1/drafts/"+draft+"/submit", nil, "Idempotency-Key", "submit-it-once").want(http.StatusCreated).string("case")
		look("/api/v1/cases/"+k, "/api/v1/cases", "/cases/"+k, "/cases/"+k+"/receipt", "/cases/"+k+"/application/"+k, "/me", "/")
		clerk := h.someone("wu-min", "health", "clerk")
		taken := clerk.get("/api/v1/cases/" + k).want(http.StatusOK)
		if !strings.Contains(string(taken.body), secret) || !strings.Contains(string(taken.body), card) {
			t.Error("the department that handles it does not receive it")
		}
		clerk.ask("POST", "/api/v1/cases/"+k+"/actions", object{"event": "correct", "note": "请核对", "fields": []string{"mother/DE00009"}}, "If-Match", taken.etag(), "Idempotency-Key", "correct-it-once").want(http.StatusOK)
		look("/api/v1/cases/"+k, "/cases/"+k, "/cases/"+k+"/corrections/"+k)
		if page := string(lin.get("/cases/" + k + "/corrections/" + k).want(http.StatusOK).body); !strings.Contains(page, `name="mother/DE00009"`) {
			t.Error("the correction does not ask for what it is about")
		}
		if seen != c.shown {
			t.Errorf("%q: shown %v", c.name, seen)
		}
	}
}
