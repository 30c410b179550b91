package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// Whoever reads the log, at its most talkative, must not learn who did what.
func TestTheLogNamesNobody(t *testing.T) {
	t.Parallel()
	const (
		name, mobile, address, dogName = "欧阳雪梅", "13987654321", "龙华中路四百五十六号", "旺财二世"
		note, typo, fileName           = "请欧阳女士补齐证明", "13987654321x", "欧阳雪梅身份证"
	)
	// A receiver that fails: what goes wrong is logged with care, too.
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, name, http.StatusInternalServerError) }))
	t.Cleanup(receiver.Close)
	home := newPlace(t, "LOG_LEVEL=debug", "WEBHOOK_PRIVATE=true")
	settle(t, home)
	s := home.serve(t)
	who := s.people()
	stranger := &caller{base: s.base, http: newClient()}
	send := func(c *caller, method, path string, body any, headers ...string) *reply {
		t.Helper()
		r, err := c.send(method, path, body, headers...)
		if err != nil {
			t.Fatalf("%s %s: %v", method, path, err)
		}
		if r.status >= 500 {
			t.Errorf("%s %s answered %d: %.300s", method, path, r.status, r.body)
		}
		return r
	}
	var hook struct{ ID, Secret string }
	if err := who.admin.ask(t, http.StatusCreated, "POST", "/api/v1/webhooks", object{"url": receiver.URL + "/hook?token=of-the-receiver"}).into(&hook); err != nil {
		t.Fatal(err)
	}

	// What goes well …
	filing := dog(dogName)
	filing["applicant"] = object{"DG001": name, "DG002": mobile, "DG003": address}
	var got receipt
	if err := who.citizen.ask(t, http.StatusCreated, "POST", dogCases, filing, "Idempotency-Key", "key-of-ouyang").into(&got); err != nil {
		t.Fatal(err)
	}
	who.clerk.ask(t, http.StatusOK, "POST", "/api/v1/cases/"+got.Case+"/actions", object{"event": "accept", "note": note}, "If-Match", `"1"`, "Idempotency-Key", "key-of-a-clerk")
	who.clerk.ask(t, http.StatusOK, "GET", "/api/v1/cases?q="+url.QueryEscape(name), nil)
	send(stranger, "POST", "/api/v1/registrations", object{"username": "ouyang.xuemei", "name": name, "password": "mimi-ouyang-9"})
	send(stranger, "POST", "/api/v1/session", object{"username": "ouyang.xuemei", "password": "mimi-ouyang-9"})

	// … and what does not.
	filing["applicant"] = object{"DG001": name, "DG002": typo, "DG003": address}
	who.citizen.ask(t, http.StatusUnprocessableEntity, "POST", dogCases, filing, "Idempotency-Key", "key-of-ouyang-2")
	who.citizen.ask(t, http.StatusUnprocessableEntity, "POST", dogCases, filing, "Idempotency-Key", "key-of-ouyang")
	send(who.citizen, "POST", dogCases, strings.NewReader(`{"applicant":{"DG001":"`+name+`"`), "Content-Type", "application/json", "Idempotency-Key", "key-of-ouyang-3")
	send(who.citizen, "POST", dogCases, object{name: mobile}, "Idempotency-Key", "key-of-ouyang-4")
	send(stranger, "POST", "/api/v1/session", object{"username": "ouyang.xuemei", "password": "mimi-0uyang-9"})
	send(stranger, "GET", "/"+url.PathEscape(name)+"?mobile="+mobile, nil)
	send(stranger, "GET", "/api/v1/cases/"+url.PathEscape(name), nil)
	send(stranger, "POST", "/sign-in", strings.NewReader("username=ouyang.xuemei&password=mimi-ouyang-9"), "Content-Type", "application/x-www-form-urlencoded")
	send(&caller{base: s.base, http: newClient(), token: "token-of-ouyang"}, "GET", "/api/v1/me", nil)
	for _, bytesOf := range [][]byte{picture(t), []byte("%PDF-1.7 " + name)} {
		form, media := formOf(t, fileName+".png", bytesOf)
		send(who.citizen, "POST", s.restaurant(who.citizen).upload, form, "Content-Type", media)
	}
	// Not even HTTP.
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "GET /%s HTTP/9.9\r\nHost: %s\r\n\r\n", mobile, address)
	if _, err := io.ReadAll(conn); err != nil {
		t.Fatal(err)
	}
	client := conn.LocalAddr().String()
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}

	until(t, patience, "the failing webhook was tried", func() bool {
		// Only the first is tried as long as it fails: the others wait for their turn.
		list := get[struct{ Items []struct{ Attempts int } }](t, who.admin, "/api/v1/webhooks/"+hook.ID+"/deliveries")
		return slices.ContainsFunc(list.Items, func(d struct{ Attempts int }) bool { return d.Attempts > 0 })
	})
	s.stop()

	log := s.log.String()
	if strings.Count(log, "level=DEBUG") < 10 {
		t.Fatalf("the log hardly says anything: this proves nothing\n%s", log)
	}
	secrets := []string{name, "欧阳", mobile, address, dogName, note, typo, fileName, "ouyang", "mimi-", password, hook.Secret, "of-the-receiver",
		who.citizen.token, who.clerk.token, who.admin.token, "token-of-", got.Number, client, url.PathEscape(name), "goroutine "}
	for _, line := range strings.Split(log, "\n") {
		if word, ok := contains(line, secrets...); ok {
			t.Errorf("the log says %q: %s", word, line)
		}
	}
}
