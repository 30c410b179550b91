package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/internal/web"
)

// monday is Monday, 9 March 2026, 10:00 in Shanghai: a week without holidays.
var monday = time.Date(2026, 3, 9, 2, 0, 0, 0, time.UTC)

const (
	password = "翻山越岭 2026 又一年"
	maxFile  = 256 << 10
)

// house is the whole server over a real engine and database with the built-in
// packs. Whatever it answers under /api is held against its own OpenAPI document.
type house struct {
	*httptest.Server
	t      testing.TB
	engine *engine.Engine
	store  *store.Store
	cat    *catalog.Catalog
	log    *lockedBuffer

	mu  sync.Mutex
	now time.Time
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

var builtin = sync.OnceValue(func() []*catalog.Pack {
	packs, ps := catalog.Builtin()
	if ps.Failed() {
		panic(ps)
	}
	return packs
})

// open makes a house; change may set what is unusual about it.
func open(t testing.TB, change ...func(*web.Options)) *house {
	t.Helper()
	return openOn(t, filepath.Join(t.TempDir(), "onematter.db"), change...)
}

// openOn likewise, on a database.
func openOn(t testing.TB, database string, change ...func(*web.Options)) *house {
	t.Helper()
	ctx := context.Background()
	h := &house{t: t, now: monday, log: &lockedBuffer{}}
	var err error
	h.store, err = store.Open(ctx, store.Options{URL: database, Clock: h.time})
	must(t, err)
	t.Cleanup(func() { must(t, h.store.Close()) })
	must(t, h.store.Migrate(ctx))
	h.cat = catalog.New(h.store)
	for _, p := range builtin() {
		h.publish(p)
	}
	blobs, err := store.OpenBlobs(t.TempDir())
	must(t, err)
	t.Cleanup(func() { must(t, blobs.Close()) })
	log := slog.New(slog.NewTextHandler(h.log, nil))
	h.engine = engine.New(engine.Options{Store: h.store, Blobs: blobs, Catalog: h.cat, Log: log, MaxFile: maxFile, PlainWebhooks: true,
		Clock: func(context.Context) (time.Time, error) { return h.time(), nil }})
	must(t, h.engine.EnsureOrganisations(ctx))
	o := web.Options{Engine: h.engine, Catalog: h.cat, Running: h.store, Figures: analytics.Figures, Now: h.time, Version: "test", MaxFile: maxFile, SignIns: 1000, Log: log}
	for _, c := range change {
		c(&o)
	}
	server, err := web.New(o)
	must(t, err)
	h.Server = httptest.NewServer(server)
	t.Cleanup(h.Close)
	return h
}

func (h *house) publish(p *catalog.Pack) {
	h.t.Helper()
	_, ps, err := h.cat.Publish(context.Background(), p, monday)
	must(h.t, err)
	must(h.t, ps.Err())
}

func (h *house) time() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) wait(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// account makes an account and gives its id.
func (h *house) account(username, organisation string, roles ...string) string {
	h.t.Helper()
	a, err := h.engine.CreateAccount(context.Background(), engine.SystemActor(), engine.NewAccount{
		Username: username, Name: "姓名" + username, Password: password, Roles: roles, Organisation: organisation})
	must(h.t, err)
	return a.ID
}

// person is a browser or a machine that asks the house.
type person struct {
	house  *house
	client *http.Client
	csrf   string
	token  string
	id     string // account
}

func (h *house) stranger() *person {
	jar, err := cookiejar.New(nil)
	must(h.t, err)
	return &person{house: h, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// someone has an account and is signed in.
func (h *house) someone(username, organisation string, roles ...string) *person {
	h.t.Helper()
	id := h.account(username, organisation, roles...)
	p := h.stranger()
	p.signIn(username)
	p.id = id
	return p
}

func (h *house) citizen(username string) *person {
	h.t.Helper()
	return h.someone(username, "", "citizen")
}

var trades = []string{"clerk", "reviewer", "inspector", "approver"}

func (p *person) signIn(username string) {
	p.house.t.Helper()
	me := p.ask("POST", "/api/v1/session", object{"username": username, "password": password}).want(http.StatusOK)
	p.csrf = me.string("csrf")
}

// machine is a client with a token of p's.
func (p *person) machine() *person {
	p.house.t.Helper()
	m := p.house.stranger()
	m.token = p.ask("POST", "/api/v1/tokens", object{"name": "machine"}).want(http.StatusCreated).string("secret")
	m.id = p.id
	return m
}

type object = map[string]any

// raw is a body sent as it is.
type raw string

// answer is what came back.
type answer struct {
	t      testing.TB
	house  *house
	what   string
	status int
	header http.Header
	body   []byte
}

// begins are the writes that people send a key of their own with, each time
// another, unless a test says which.
var (
	begins = map[string]bool{"POST /api/v1/drafts": true, "POST /api/v1/tokens": true, "POST /api/v1/webhooks": true}
	asked  atomic.Int64
)

// ask sends a request. body: nil for none, raw, or a value to encode. headers
// are names and values in turn; an empty value takes a header away.
func (p *person) ask(method, path string, body any, headers ...string) *answer {
	t := p.house.t
	t.Helper()
	var b []byte
	switch v := body.(type) {
	case nil:
	case raw:
		b = []byte(v)
	default:
		var err error
		b, err = json.Marshal(v)
		must(t, err)
	}
	r, err := http.NewRequest(method, p.house.URL+path, bytes.NewReader(b))
	must(t, err)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if p.csrf != "" && method != http.MethodGet && method != http.MethodHead {
		r.Header.Set("X-CSRF-Token", p.csrf)
	}
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	if begins[method+" "+path] {
		r.Header.Set("Idempotency-Key", "one-of-its-own-"+strconv.FormatInt(asked.Add(1), 10))
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
		} else {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	a := p.send(r)
	if sent, ok := body.(object); ok && len(sent) > 0 && a.status < 400 {
		contract().checkBody(t, a, method, r.URL.Path, b)
	}
	return a
}

func (p *person) send(r *http.Request) *answer {
	t := p.house.t
	t.Helper()
	res, err := p.client.Do(r)
	must(t, err)
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	must(t, err)
	a := &answer{t: t, house: p.house, what: r.Method + " " + r.URL.Path, status: res.StatusCode, header: res.Header, body: got}
	contract().check(t, r.Method, r.URL.Path, a)
	return a
}

func (p *person) get(path string) *answer {
	p.house.t.Helper()
	return p.ask("GET", path, nil)
}

// upload sends one file as the part "file".
func (p *person) upload(path, name string, content []byte) *answer {
	p.house.t.Helper()
	body, media := form(p.house.t, part{"file", name, content})
	return p.ask("POST", path, raw(body), "Content-Type", media)
}

type part struct {
	field, name string
	content     []byte
}

func form(t testing.TB, parts ...part) (body, media string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		f, err := w.CreateFormFile(p.field, p.name)
		must(t, err)
		_, err = f.Write(p.content)
		must(t, err)
	}
	must(t, w.Close())
	return b.String(), w.FormDataContentType()
}

func (a *answer) want(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: want %d, got %d: %.2000s\n%s", a.what, status, a.status, a.body, a.house.log)
	}
	return a
}

// refuses wants a problem of a code under a status.
func (a *answer) refuses(status int, code string) *answer {
	a.t.Helper()
	a.want(status)
	if got := a.string("code"); got != code {
		a.t.Fatalf("%s: want %s, got %s", a.what, code, a.body)
	}
	return a
}

func (a *answer) object() object {
	a.t.Helper()
	var v object
	if err := json.Unmarshal(a.body, &v); err != nil {
		a.t.Fatalf("%s answered no object: %v: %.500s", a.what, err, a.body)
	}
	return v
}

func (a *answer) string(name string) string {
	a.t.Helper()
	s, _ := a.object()[name].(string)
	return s
}

func (a *answer) items() []object {
	a.t.Helper()
	return objects(a.object()["items"])
}

func (a *answer) etag() string { return a.header.Get("ETag") }

func objects(v any) []object {
	list, _ := v.([]any)
	out := make([]object, len(list))
	for i, x := range list {
		out[i], _ = x.(object)
	}
	return out
}

func find(list []object, key string, value any) object {
	for _, o := range list {
		if o[key] == value {
			return o
		}
	}
	return nil
}

var picture = sync.OnceValue(func() []byte {
	img := image.NewGray(image.Rect(0, 0, 24, 24))
	img.Set(3, 4, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
})

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestMain: once every test has passed, every operation's answer must have
// been held against the OpenAPI document.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if code == 0 && flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.list").Value.String() == "" && flag.Lookup("test.skip").Value.String() == "" {
		if missing := contract().unseen(); len(missing) > 0 {
			fmt.Fprintln(os.Stderr, "no test has seen these operations succeed:\n\t"+strings.Join(missing, "\n\t"))
			code = 1
		}
	}
	os.Exit(code)
}
