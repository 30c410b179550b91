package citizen_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/internal/web/citizen"
)

// monday is Monday, 9 March 2026, 10:00 in Shanghai: a week without holidays.
var monday = time.Date(2026, 3, 9, 2, 0, 0, 0, time.UTC)

// site is the citizen pages over a real engine, database and the built-in packs.
type site struct {
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

func newSite(t testing.TB) *site {
	t.Helper()
	return siteOn(t, filepath.Join(t.TempDir(), "onematter.db"))
}

// siteOn is a site on a database of its own.
func siteOn(t testing.TB, url string) *site {
	t.Helper()
	ctx := context.Background()
	s := &site{t: t, now: monday, log: &lockedBuffer{}}
	var err error
	s.store, err = store.Open(ctx, store.Options{URL: url, Clock: s.time})
	must(t, err)
	t.Cleanup(func() { must(t, s.store.Close()) })
	must(t, s.store.Migrate(ctx))
	cat := catalog.New(s.store)
	s.cat = cat
	for _, p := range builtin() {
		_, ps, err := cat.Publish(ctx, p, monday)
		must(t, err)
		if ps.Failed() {
			t.Fatal(ps)
		}
	}
	blobs, err := store.OpenBlobs(t.TempDir())
	must(t, err)
	t.Cleanup(func() { must(t, blobs.Close()) })
	log := slog.New(slog.NewTextHandler(s.log, nil))
	s.engine = engine.New(engine.Options{Store: s.store, Blobs: blobs, Catalog: cat, Log: log,
		Clock: func(context.Context) (time.Time, error) { return s.time(), nil }})
	must(t, s.engine.EnsureOrganisations(ctx))

	e := echo.New()
	e.Logger.SetOutput(io.Discard)
	e.Use(limit, auth.Middleware(s.engine))
	pages := citizen.Register(auth.Router{Echo: e}, citizen.Options{Engine: s.engine, Catalog: cat, Now: s.time, Base: "https://one.example.gov", Log: log})
	e.HTTPErrorHandler = pages.ErrorPage
	s.Server = httptest.NewServer(e)
	t.Cleanup(s.Close)
	return s
}

// limit bounds bodies before anything reads them, as the server does.
func limit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		most := int64(1 << 20)
		if strings.HasPrefix(c.Request().Header.Get("Content-Type"), "multipart/form-data") {
			most = 11 << 20
		}
		if c.Request().ContentLength > most {
			return &http.MaxBytesError{Limit: most}
		}
		c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, most)
		return next(c)
	}
}

func (s *site) time() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *site) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// account makes an account and gives its actor.
func (s *site) account(username, name, organisation string, roles ...string) engine.Actor {
	s.t.Helper()
	a, err := s.engine.CreateAccount(context.Background(), engine.SystemActor(), engine.NewAccount{
		Username: username, Name: name, Password: password, Roles: roles, Organisation: organisation})
	must(s.t, err)
	actor := engine.Actor{Account: a.ID, Name: name, Roles: roles, Departments: map[string]bool{}}
	if organisation != "" {
		actor.Departments[organisation] = true
	}
	return actor
}

const password = "翻山越岭 2026 又一年"

// browser is one person's browser: it keeps cookies and does not follow
// redirects by itself, so that a test sees each answer.
type browser struct {
	t      testing.TB
	site   *site
	client *http.Client
	*page
}

// page is the answer last seen.
type page struct {
	status int
	url    *url.URL
	header http.Header
	body   string
}

func (s *site) browser() *browser {
	jar, err := cookiejar.New(nil)
	must(s.t, err)
	return &browser{t: s.t, site: s, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// citizen is a signed-in person.
func (s *site) citizen(username, name string) *browser {
	s.account(username, name, "", "citizen")
	b := s.browser()
	b.signIn(username)
	return b
}

func (b *browser) signIn(username string) {
	b.t.Helper()
	b.get("/sign-in")
	b.post("/sign-in", url.Values{"username": {username}, "password": {password}})
	b.want(http.StatusSeeOther)
}

func (b *browser) do(r *http.Request) *browser {
	b.t.Helper()
	res, err := b.client.Do(r)
	must(b.t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(b.t, err)
	b.page = &page{status: res.StatusCode, url: r.URL, header: res.Header, body: string(body)}
	return b
}

func (b *browser) get(path string) *browser {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.site.URL+path, nil)
	must(b.t, err)
	return b.do(r)
}

// follow goes where the last answer sends the browser.
func (b *browser) follow() *browser {
	b.t.Helper()
	to := b.header.Get("Location")
	if b.status != http.StatusSeeOther || to == "" {
		b.t.Fatalf("%s answered %d without sending on: %s", b.url.Path, b.status, text(b.body))
	}
	return b.get(to)
}

var csrfField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// csrf is the token of the page last seen.
func (b *browser) csrf() string {
	b.t.Helper()
	if b.page != nil {
		if m := csrfField.FindStringSubmatch(b.body); m != nil {
			return m[1]
		}
	}
	b.t.Fatalf("the page has no form")
	return ""
}

// post submits a form of the page last seen.
func (b *browser) post(path string, values url.Values) *browser {
	b.t.Helper()
	values.Set("csrf", b.csrf())
	return b.postRaw(path, values)
}

func (b *browser) postRaw(path string, values url.Values) *browser {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.site.URL+path, strings.NewReader(values.Encode()))
	must(b.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", b.site.URL)
	if b.page != nil {
		r.Header.Set("Referer", b.url.String())
	}
	return b.do(r)
}

// upload posts a form with a file.
func (b *browser) upload(path, field, name string, content []byte, values url.Values) *browser {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	values.Set("csrf", b.csrf())
	for k, list := range values {
		for _, v := range list {
			must(b.t, w.WriteField(k, v))
		}
	}
	f, err := w.CreateFormFile(field, name)
	must(b.t, err)
	_, err = f.Write(content)
	must(b.t, err)
	must(b.t, w.Close())
	r, err := http.NewRequest(http.MethodPost, b.site.URL+path, &body)
	must(b.t, err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Origin", b.site.URL)
	return b.do(r)
}

func (b *browser) want(status int) *browser {
	b.t.Helper()
	if b.status != status {
		b.t.Fatalf("%s: want %d, got %d (Location %q): %s\n%s", b.url.Path, status, b.status, b.header.Get("Location"), text(b.body), b.site.log)
	}
	return b
}

// sees fails unless the page says every one of words.
func (b *browser) sees(words ...string) *browser {
	b.t.Helper()
	plain := text(b.body)
	for _, w := range words {
		if !strings.Contains(plain, w) {
			b.t.Fatalf("%s does not say %q:\n%s", b.url, w, plain)
		}
	}
	return b
}

func (b *browser) seesNot(words ...string) *browser {
	b.t.Helper()
	plain := text(b.body)
	for _, w := range words {
		if strings.Contains(plain, w) {
			b.t.Fatalf("%s says %q:\n%s", b.url, w, plain)
		}
	}
	return b
}

var tags = regexp.MustCompile(`(?s)<(script|style|svg|head)\b.*?</(script|style|svg|head)>|<[^>]*>`)

// text is what a page says.
func text(body string) string {
	s := tags.ReplaceAllString(body, "\n")
	s = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&#43;", "+").Replace(s)
	var lines []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

// hidden collects what a section's form carries along unseen.
func (b *browser) hidden() url.Values {
	v := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`).FindAllStringSubmatch(b.body, -1) {
		if m[1] != "csrf" {
			v.Add(m[1], strings.NewReplacer("&amp;", "&", "&#43;", "+", "&#34;", `"`).Replace(m[2]))
		}
	}
	return v
}

// act lets a department do an action of the kind on a matter's case.
func (s *site) act(a engine.Actor, root, matter, kind string, act engine.Action) {
	s.t.Helper()
	ctx := context.Background()
	view, err := s.engine.Case(ctx, a, root)
	must(s.t, err)
	for _, c := range view.Children {
		if c.Matter != matter {
			continue
		}
		child, err := s.engine.Case(ctx, a, c.ID)
		must(s.t, err)
		for _, offered := range child.Actions {
			if string(offered.Kind) == kind {
				act.Event = offered.Event
				_, err := s.engine.Apply(ctx, a, c.ID, child.Case.Revision, fmt.Sprintf("%s-%s-%d", matter, kind, child.Case.Revision), act)
				must(s.t, err)
				return
			}
		}
		s.t.Fatalf("%s offers no %s at %s", matter, kind, child.Case.State)
	}
	s.t.Fatalf("no case of %s", matter)
}

// child finds a matter's case.
func (s *site) child(a engine.Actor, root, matter string) engine.Case {
	s.t.Helper()
	view, err := s.engine.Case(context.Background(), a, root)
	must(s.t, err)
	for _, c := range view.Children {
		if c.Matter == matter {
			return c
		}
	}
	s.t.Fatal(errors.New("no case of " + matter))
	return engine.Case{}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func mustURL(t testing.TB, s string) *url.URL {
	u, err := url.Parse(s)
	must(t, err)
	return u
}
