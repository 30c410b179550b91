package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"syscall"
	"testing"
	"time"
)

type object = map[string]any

const password = "one-matter-2026"

// caller is somebody who talks to a server: by token, or by cookie.
type caller struct {
	base, token, csrf string
	http              *http.Client
}

// reply is an answer that was read to its end.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r *reply) into(v any) error {
	if err := json.Unmarshal(r.body, v); err != nil {
		return fmt.Errorf("status %d: %w: %.300s", r.status, err, r.body)
	}
	return nil
}

// at is the same caller at another server.
func (c *caller) at(s *server) *caller {
	return &caller{base: s.base, token: c.token, csrf: c.csrf, http: c.http}
}

// send asks once. The transport must not repeat for us what a test wants to
// know the fate of: a body that it cannot rewind keeps it from doing so.
func (c *caller) send(method, path string, body any, headers ...string) (*reply, error) {
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case io.Reader:
		r = b
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			return nil, err
		}
		r = bytes.NewReader(raw)
		headers = append(headers, "Content-Type", "application/json")
	}
	req, err := http.NewRequest(method, c.base+path, r)
	if err != nil {
		return nil, err
	}
	req.GetBody = nil
	if method == "POST" && (path == "/api/v1/drafts" || path == "/api/v1/tokens" || path == "/api/v1/webhooks") {
		req.Header.Set("Idempotency-Key", rand.Text())
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.csrf != "" {
		req.Header.Set("X-CSRF-Token", c.csrf)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	return &reply{status: res.StatusCode, header: res.Header, body: raw}, nil
}

// neverSent reports whether nobody was there to take a request.
func neverSent(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }

// ask is send where the server must answer with a status.
func (c *caller) ask(t *testing.T, status int, method, path string, body any, headers ...string) *reply {
	t.Helper()
	r, err := c.send(method, path, body, headers...)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	if r.status != status {
		t.Fatalf("%s %s answered %d, want %d: %.500s", method, path, r.status, status, r.body)
	}
	return r
}

// get reads JSON.
func get[T any](t *testing.T, c *caller, path string) T {
	t.Helper()
	var v T
	if err := c.ask(t, http.StatusOK, "GET", path, nil).into(&v); err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
	return v
}

func newClient() *http.Client {
	return &http.Client{Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
}

// signIn opens a session on a server.
func (s *server) signIn(username string) *caller {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	c := &caller{base: s.base, http: newClient()}
	c.http.Jar = jar
	var me struct{ CSRF string }
	if err := c.ask(s.t, http.StatusOK, "POST", "/api/v1/session", object{"username": username, "password": password}).into(&me); err != nil {
		s.t.Fatalf("sign in: %v", err)
	}
	c.csrf = me.CSRF
	return c
}

// machine makes a token for whoever signs in, and uses it from then on.
func (s *server) machine(username string) *caller {
	s.t.Helper()
	var made struct{ Secret string }
	if err := s.signIn(username).ask(s.t, http.StatusCreated, "POST", "/api/v1/tokens", object{"name": s.t.Name()}).into(&made); err != nil {
		s.t.Fatalf("make a token: %v", err)
	}
	return &caller{base: s.base, token: made.Secret, http: newClient()}
}

// people are the accounts of a place with dogs: one who files, two clerks and
// whoever may see everything.
type people struct{ citizen, clerk, clerk2, admin *caller }

// settle imports the pack of dogs and makes the accounts.
func settle(t *testing.T, p *place) {
	t.Helper()
	p.run(t, "", "import", "pack", "testdata/dogs")
	for name, args := range map[string][]string{
		"citizen": nil,
		"clerk":   {"--role", "clerk", "--organisation", "public-security"},
		"clerk2":  {"--role", "clerk", "--organisation", "public-security"},
		"admin":   {"--role", "administrator"},
	} {
		p.run(t, password+"\n", append([]string{"user", "create", name}, args...)...)
	}
}

func (s *server) people() people {
	s.t.Helper()
	return people{s.machine("citizen"), s.machine("clerk"), s.machine("clerk2"), s.machine("admin")}
}

func (p people) at(s *server) people {
	return people{p.citizen.at(s), p.clerk.at(s), p.clerk2.at(s), p.admin.at(s)}
}

const dogCases = "/api/v1/matters/DOG/cases"

// dog is a complete filing; its name tells it from others.
func dog(name string) object {
	return object{
		"applicant": object{"DG001": "王小明", "DG002": "13912345678", "DG003": "徐汇区龙华中路100号"},
		"dog":       object{"DG101": name, "DG102": 14, "DG103": "2026-01-15", "DG104": true},
	}
}

// receipt is the answer to a filing.
type receipt struct {
	Case      string
	Number    string
	Submitted time.Time
}

// caseHead is a case in a list, as far as tests look.
type caseHead struct {
	ID, Number, State, Status string
	Revision                  int64
}

// logged is one event of the log, as far as tests look.
type logged struct {
	ID, Type, Case, Root, Actor string
	Data                        struct{ From, To, Action, Note string }
}

// history reads the whole log.
func history(t *testing.T, admin *caller) []logged {
	t.Helper()
	var all []logged
	for after := ""; ; {
		page := get[struct {
			Items []logged
			Next  string
		}](t, admin, "/api/v1/events?limit=1000&after="+after)
		if len(page.Items) == 0 {
			return all
		}
		all, after = append(all, page.Items...), page.Next
	}
}

// allCases reads every case the caller may see.
func allCases(t *testing.T, c *caller) []caseHead {
	t.Helper()
	var all []caseHead
	for cursor := ""; ; {
		page := get[struct {
			Items []caseHead
			Next  string
		}](t, c, "/api/v1/cases?limit=200&cursor="+cursor)
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}

// contains finds the first of some words in a text.
func contains(text string, words ...string) (string, bool) {
	for _, w := range words {
		if strings.Contains(text, w) {
			return w, true
		}
	}
	return "", false
}
