package web_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

func TestAnAdministratorKeepsAccountsAndOffices(t *testing.T) {
	t.Parallel()
	h := open(t)
	root := h.someone("root", "", "administrator")
	root.ask("PUT", "/api/v1/organisations/water-north", object{"name": object{"zh": "北部水务所", "en": "Northern water office"}, "parent": "water"}).want(http.StatusOK)
	root.ask("PUT", "/api/v1/organisations/lost", object{"name": object{"zh": "无", "en": "None"}, "parent": "nowhere"}).want(http.StatusUnprocessableEntity)
	made := root.ask("POST", "/api/v1/accounts", object{"username": "north", "name": "北所", "password": password, "roles": trades, "organisation": "water-north"}).want(http.StatusCreated)
	if strings.Contains(string(made.body), "argon2") {
		t.Error("the hash of a password is shown")
	}
	root.ask("POST", "/api/v1/accounts", object{"username": "south", "name": "南所", "password": password, "roles": trades}).refuses(http.StatusUnprocessableEntity, "account.organisation")
	at := "/api/v1/accounts/" + made.string("id")

	north := h.stranger()
	north.signIn("north")
	if me := north.get("/api/v1/me").want(http.StatusOK); len(objects(me.object()["departments"])) != 1 {
		t.Errorf("the northern office is %s", me.body)
	}
	now := root.get(at).want(http.StatusOK)
	change := object{"name": "北部水务所", "roles": []string{"clerk"}, "organisation": "water"}
	root.ask("PUT", at, change).refuses(http.StatusPreconditionRequired, "request.revision_missing")
	moved := root.ask("PUT", at, change, "If-Match", now.etag()).want(http.StatusOK)
	root.ask("PUT", at, change, "If-Match", now.etag()).refuses(http.StatusConflict, "conflict")
	if me := north.get("/api/v1/me").want(http.StatusOK); me.string("name") != "北部水务所" || len(objects(me.object()["departments"])) != 2 || me.string("organisation") != "water" {
		t.Errorf("moved up, it is %s", me.body)
	}
	root.ask("POST", at+"/password", object{"password": "another password"}).want(http.StatusNoContent)
	north.get("/api/v1/me").refuses(http.StatusUnauthorized, "auth.required")
	north.ask("POST", "/api/v1/session", object{"username": "north", "password": "another password"}).want(http.StatusOK)
	change["disabled"] = true
	root.ask("PUT", at, change, "If-Match", root.get(at).etag()).want(http.StatusOK)
	north.get("/api/v1/me").refuses(http.StatusUnauthorized, "auth.required")
	north.ask("POST", "/api/v1/session", object{"username": "north", "password": "another password"}).refuses(http.StatusUnauthorized, "account.wrong")
	if moved.etag() == now.etag() {
		t.Error("the revision stands still")
	}
	first := root.get("/api/v1/accounts?limit=1").want(http.StatusOK)
	second := root.get("/api/v1/accounts?limit=1&cursor=" + first.string("next")).want(http.StatusOK)
	if len(first.items()) != 1 || len(second.items()) != 1 || second.string("next") != "" || first.items()[0]["id"] == second.items()[0]["id"] {
		t.Errorf("paged as %s and %s", first.body, second.body)
	}
}

func TestAMachineFollowsTheLogAndItsWebhooks(t *testing.T) {
	t.Parallel()
	h := open(t)
	root := h.someone("root", "", "administrator").machine()
	var (
		mu  sync.Mutex
		got []string
	)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		got = append(got, string(b))
	}))
	t.Cleanup(receiver.Close)
	hook := root.ask("POST", "/api/v1/webhooks", object{"url": receiver.URL, "types": []string{"case.submitted"}}).want(http.StatusCreated)
	at := "/api/v1/webhooks/" + hook.string("id")
	root.ask("POST", "/api/v1/webhooks", object{"url": "ftp://example.com"}).refuses(http.StatusUnprocessableEntity, "webhook.url")
	root.ask("POST", "/api/v1/webhooks", object{"url": receiver.URL, "types": []string{"nothing"}}).refuses(http.StatusUnprocessableEntity, "webhook.type")
	if list := root.get("/api/v1/webhooks").want(http.StatusOK); hook.string("secret") == "" || strings.Contains(string(list.body), hook.string("secret")) {
		t.Error("the secret is shown again, or is none")
	}

	start := root.get("/api/v1/events").want(http.StatusOK).string("next")
	theme := h.citizen("ming").file()
	d := engine.NewDispatcher(engine.DispatcherOptions{Store: h.store, AllowPrivate: true, Log: nil})
	deliver := func(want int) {
		t.Helper()
		for {
			n, err := d.Collect(t.Context())
			must(t, err)
			if n == 0 {
				break
			}
		}
		_, err := d.Send(t.Context())
		must(t, err)
		mu.Lock()
		defer mu.Unlock()
		if len(got) != want {
			t.Fatalf("%d messages, want %d: %v", len(got), want, got)
		}
	}
	deliver(1)
	var message engine.WebhookMessage
	must(t, json.Unmarshal([]byte(got[0]), &message))
	if message.Data.Root != theme || message.Type != engine.EventSubmitted {
		t.Errorf("told %s", got[0])
	}
	var log []object
	for {
		page := root.get("/api/v1/events?limit=4&after=" + start).want(http.StatusOK)
		log = append(log, page.items()...)
		if start = page.string("next"); len(page.items()) < 4 {
			break
		}
	}
	if len(log) < 3 || find(log, "type", "case.submitted")["case"] != theme {
		t.Errorf("the log says %v", log)
	}
	for i, e := range log {
		if find(log[i+1:], "id", e["id"]) != nil {
			t.Errorf("%v came twice", e["id"])
		}
	}
	sent := root.get(at + "/deliveries").want(http.StatusOK).items()
	if len(sent) != 1 || sent[0]["status"] != float64(200) {
		t.Errorf("delivered %v", sent)
	}
	root.ask("POST", "/api/v1/deliveries/"+sent[0]["id"].(string)+"/replay", nil).want(http.StatusNoContent)
	deliver(2)

	if off := root.ask("PATCH", at, object{"enabled": false}).want(http.StatusOK); off.object()["enabled"] != false {
		t.Errorf("switched off: %s", off.body)
	}
	h.wait(time.Second)
	h.citizen("hua").file()
	deliver(2)
	root.ask("PATCH", at, object{"enabled": true}).want(http.StatusOK)
	deliver(2)
	if n := root.ask("POST", at+"/replay", object{}).want(http.StatusOK).object()["deliveries"]; n != float64(2) {
		t.Errorf("%v events replayed", n)
	}
	deliver(4)
	root.ask("DELETE", at, nil).want(http.StatusNoContent)
	root.ask("PATCH", at, object{"enabled": true}).refuses(http.StatusNotFound, "not_found")
}

func TestTheStaffAppIsServedUnderAStrictPolicy(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.stranger()
	for _, path := range []string{"/staff", "/staff/cases/x/y", "/api/docs"} {
		a := p.get(path)
		if a.status == http.StatusServiceUnavailable { // not built here: it says how to
			if !strings.Contains(string(a.body), "make build") {
				t.Errorf("%s answered %s", path, a.body)
			}
			continue
		}
		a.want(http.StatusOK)
		csp := a.header.Get("Content-Security-Policy")
		for _, rule := range []string{"default-src 'none'", "script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, rule) {
				t.Errorf("%s: the policy %q lacks %s", path, csp, rule)
			}
		}
		nonce, _, _ := strings.Cut(csp[strings.Index(csp, "'nonce-")+7:], "'")
		if again := p.get(path).header.Get("Content-Security-Policy"); strings.Contains(again, nonce) || len(nonce) < 20 {
			t.Errorf("%s: the nonce %q is used twice", path, nonce)
		}
		if strings.Contains(string(a.body), "__ONEMATTER_NONCE__") || a.header.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s: %v", path, a.header)
		}
	}
	for _, path := range []string{"/staff/assets/", "/staff/assets/../index.html", "/staff/assets/..%2findex.html", "/staff/assets/%2e%2e/index.html", "/staff/assets/nope.js", "/staff/assets/%00"} {
		if a := p.get(path); a.status == http.StatusOK && !strings.Contains(a.header.Get("Content-Security-Policy"), "default-src 'none'") || a.status >= 500 && a.status != 503 {
			t.Errorf("%s answered %d", path, a.status)
		}
	}
}
