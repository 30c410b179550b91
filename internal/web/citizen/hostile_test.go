package citizen_test

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/onematter/onematter/internal/web/auth"
)

// hostile is what must come back as text, never as markup.
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>'{{.}}`

func TestWhateverIsTypedComesBackAsText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	b.get("/?q=" + url.QueryEscape(hostile)).want(http.StatusOK)
	harmless(t, b)
	b.get("/themes/T01/guide?Q1=" + url.QueryEscape(hostile) + "&ask=Q2&Q2=" + url.QueryEscape(hostile)).want(http.StatusOK)
	harmless(t, b)
	b.post("/themes/T01/guide", url.Values{"question": {"Q2"}, "answer": {hostile}}).want(http.StatusUnprocessableEntity)
	harmless(t, b)
	b.get("/sign-in?next=" + url.QueryEscape("/"+hostile))

	draft := b.start()
	b.get(draft)
	for _, section := range b.links(sectionLink) {
		if b.get(section); b.status == http.StatusSeeOther { // what was posted before has taken it away
			b.follow().want(http.StatusOK)
			harmless(t, b)
			continue
		}
		form := b.want(http.StatusOK).hidden()
		for _, path := range form["shown"] {
			group, repeat := strings.CutSuffix(path, "[]")
			if repeat {
				form.Set(group+".rows", "1")
				for _, key := range []string{"DE00001", "DE00005", "DE00012", "DE00014", "DE00104"} {
					form.Set(group+"/0/"+key, hostile)
				}
				continue
			}
			form[path] = []string{hostile, hostile}
			form[path+".y"], form[path+".m"], form[path+".d"] = []string{hostile}, []string{hostile}, []string{hostile}
		}
		form.Set("action", "continue")
		form.Set("return", hostile)
		b.post(section, form)
		if b.status != http.StatusUnprocessableEntity && b.status != http.StatusSeeOther {
			b.want(http.StatusUnprocessableEntity)
		}
		harmless(t, b)
		b.get(section)
		harmless(t, b)
	}
	b.get(draft + "/check").want(http.StatusOK)
	harmless(t, b)
	b.upload(draft+"/materials/MT10", "file", hostile+".png", picture(), url.Values{"action": {"upload"}}).want(http.StatusSeeOther)
	b.follow().want(http.StatusOK)
	harmless(t, b)
}

func TestNamesOfFilesAreTextAndStayInTheirHeader(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	here := b.start() + "/materials/MT10"
	b.get(here)
	for given, kept := range map[string]string{
		`"><img src=x onerror=alert(2)>.png`:          "___img src=x onerror=alert(2)_.png",
		"<script>alert(1)</script>.png":               "script_.png",
		"a\r\nSet-Cookie: stolen=1\r\n\r\n<html>.png": "",
		"../../../x.png":                              "x.png",
		`..\..\windows\x.png`:                         "x.png",
		"%2e%2e%2f%00x.png":                           "%2e%2e%2f%00x.png",
		"a;b=c@d,e'f(1)*.png":                         "a;b=c@d,e'f(1)_.png",
		"营业执照\u202egnp.exe.png":                       "营业执照gnp.exe.png",
		"\u2066隐\u2069\ufeff.png":                     "隐.png",
		".png":                                        "文件.png",
		strings.Repeat("长", 5000) + ".png":            strings.Repeat("长", 116) + ".png",
		"javascript:alert(1).png":                     "javascript_alert(1).png",
		"{{.}}${x} & co.png":                          "{{.}}${x} & co.png",
	} {
		b.upload(here, "file", given, picture(), url.Values{"action": {"upload"}}).want(http.StatusSeeOther)
		b.follow().want(http.StatusOK)
		harmless(t, b)
		id := between(t, b.body, `value="remove:`, `"`)
		b.get("/files/" + id).want(http.StatusOK)
		if b.header.Get("Set-Cookie") != "" {
			t.Errorf("%q sets a cookie", given)
		}
		kind, params, err := mime.ParseMediaType(b.header.Get("Content-Disposition"))
		if err != nil || kind != "attachment" {
			t.Errorf("%q comes back as %q: %v", given, b.header.Get("Content-Disposition"), err)
		}
		if name := params["filename"]; kept != "" && name != kept || strings.ContainsAny(name, "/\\<>\"\r\n\u202e") {
			t.Errorf("%q comes back as %q, want %q", given, name, kept)
		}
		b.get(here)
		b.post(here, url.Values{"action": {"remove:" + id}}).want(http.StatusSeeOther)
		b.follow()
	}
}

func harmless(t *testing.T, b *browser) {
	t.Helper()
	for _, bad := range []string{"<script>alert", "<img src=x", `"><script`, `onerror=alert(2)>`} {
		if strings.Contains(b.body, bad) {
			t.Fatalf("%s carries %q", b.url, bad)
		}
	}
}

func TestNobodySeesWhatIsNotTheirs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	b.fill(draft)
	b.get(draft + "/materials/MT10")
	file := between(t, b.body, `href="/files/`, `"`)
	root := b.submit(draft)
	b.get("/cases/" + root)
	application := between(t, b.body, `href="/cases/`+root+`/application/`, `"`)
	second := b.start()

	paths := []string{draft, draft + "/check", second, second + "/sections/premises", second + "/materials/MT10", second + "/check", second + "/guide", second + "/delete",
		"/cases/" + root, "/cases/" + root + "/receipt", "/cases/" + root + "/application/" + application, "/cases/" + root + "/corrections/" + application,
		"/cases/" + root + "/results/" + application, "/files/" + file}
	other := s.citizen("lin", "林晓岚")
	for _, path := range paths {
		other.get(path).want(http.StatusNotFound).sees("找不到这个页面")
	}
	other.get("/me") // for a token
	for path, form := range map[string]url.Values{
		second + "/sections/premises":                    {"shown": {"premises/DE00202"}, "premises/DE00202": {"别人的店"}},
		second + "/delete":                               {},
		second + "/submit":                               {"key": {"k"}},
		second + "/guide":                                {"Q3": {"false"}},
		second + "/materials/MT10":                       {"action": {"remove:" + file}},
		draft + "/submit":                                {"key": {"k"}},
		"/cases/" + root + "/corrections/" + application: {"action": {"submit"}},
	} {
		other.post(path, form).want(http.StatusNotFound)
		other.get("/sign-in") // signed in: leads on
		other.get("/me")
	}
	b.get(second + "/sections/premises").want(http.StatusOK).seesNot("别人的店")

	// A child under somebody else's root, or its own under a wrong one, is nothing.
	mine := other.start()
	other.fill(mine)
	otherRoot := other.submit(mine)
	for _, path := range []string{"/cases/" + otherRoot + "/application/" + application, "/cases/" + root + "/application/" + application} {
		other.get(path).want(http.StatusNotFound)
	}
	b.get("/cases/" + otherRoot + "/application/" + application).want(http.StatusNotFound)

	// Staff see cases in the staff app, not here; strangers sign in first.
	s.account("market", "周正", "market-regulation", allRoles...)
	staff := s.browser()
	staff.signIn("market")
	if to := staff.header.Get("Location"); to != "/staff" {
		t.Errorf("staff are led to %s", to)
	}
	staff.get("/cases/" + root).want(http.StatusNotFound)
	for _, path := range paths {
		stranger := s.browser()
		stranger.get(path).want(http.StatusSeeOther)
		if to := stranger.header.Get("Location"); !strings.HasPrefix(to, "/sign-in?next=%2F") {
			t.Errorf("%s leads a stranger to %s", path, to)
		}
	}
}

func TestBadAddressesAreNotFound(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	for _, path := range []string{
		"/nope", "/themes/T99", "/themes/T99/guide", "/themes/..%2f..%2fetc%2fpasswd", "/themes/T01/nope", "/drafts/x", "/drafts/%00", "/drafts/..",
		draft + "/sections/nope", draft + "/sections/..%2Fcheck", draft + "/materials/nope",
		"/cases/nope", "/cases/00000000-0000-7000-8000-000000000000", "/files/..%2f..%2fonematter.db", "/assets/../citizen.go", "/assets/citizen.css",
		"/themes/" + strings.Repeat("a", 4000), "/cases/" + url.PathEscape(hostile), "/drafts/" + url.PathEscape("' or 1=1 --"),
	} {
		b.get(path).want(http.StatusNotFound)
		if strings.HasPrefix(path, "/assets/") {
			continue
		}
		b.sees("找不到这个页面", "回到首页")
		harmless(t, b)
	}
	r, err := http.NewRequest(http.MethodPut, s.URL+"/me", nil)
	must(t, err)
	if b.do(r).status < 400 {
		t.Error("a method nobody asked for is answered")
	}
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Errorf("bad addresses were logged as failures of ours:\n%s", s.log)
	}
}

func TestAPostWithoutOurTokenDoesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	b.get(draft)
	for _, form := range []url.Values{{}, {"csrf": {"wrong"}}, {"csrf": {strings.Repeat("x", 100_000)}}} {
		b.postRaw(draft+"/delete", form).want(http.StatusForbidden).sees("页面已过期")
	}
	b.get(draft).want(http.StatusOK)
	token := b.csrf()
	r, err := http.NewRequest(http.MethodPost, s.URL+draft+"/delete", strings.NewReader("csrf="+url.QueryEscape(token)))
	must(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://evil.example")
	b.do(r).want(http.StatusForbidden)
	b.get(draft).want(http.StatusOK)
}

func TestHugeAndMalformedBodiesAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	form := b.get(draft + "/sections/applicant").hidden()
	form.Set("applicant/DE00105", strings.Repeat("大", 1<<19))
	b.post(draft+"/sections/applicant", form).want(http.StatusRequestEntityTooLarge).sees("文件太大", "10 MB")

	// Just under the limit of a body: kept or refused by the form, never a crash.
	form.Set("applicant/DE00105", strings.Repeat("a", 900_000))
	form.Set("action", "later")
	b.get(draft + "/sections/applicant")
	if b.post(draft+"/sections/applicant", form); b.status >= 500 {
		t.Errorf("a long answer is answered with %d", b.status)
	}
	b.get(draft + "/materials/MT10")
	b.upload(draft+"/materials/MT10", "file", "大图.png", bytes.Repeat([]byte{1}, 12<<20), url.Values{"action": {"upload"}}).want(http.StatusRequestEntityTooLarge)

	form = b.get(draft + "/sections/employee").hidden()
	form.Set("employee.rows", "999999999")
	form.Set("action", "add:employee")
	if b.post(draft+"/sections/employee", form); b.status >= 500 {
		t.Errorf("a billion rows are answered with %d", b.status)
	}
	b.get(draft)
	for _, body := range []struct{ media, text string }{
		{"multipart/form-data", "no boundary"}, {"multipart/form-data; boundary=x", "--x\r\nbroken"}, {"application/x-www-form-urlencoded", "csrf=%zz"},
		{"application/json", `{"csrf":1}`},
	} {
		r, err := http.NewRequest(http.MethodPost, s.URL+draft+"/materials/MT10", strings.NewReader(body.text))
		must(t, err)
		r.Header.Set("Content-Type", body.media)
		r.Header.Set("X-CSRF-Token", b.csrf())
		b.do(r)
		if b.status < 400 || b.status >= 500 {
			t.Errorf("%s %q is answered with %d", body.media, body.text, b.status)
		}
		b.get(draft).want(http.StatusOK)
	}
	if strings.Contains(s.log.String(), "panic") {
		t.Error(s.log)
	}
}

func TestSigningInLeadsOnlyToOurOwnPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.account("chen", "陈一鸣", "", "citizen")
	for next, want := range map[string]string{
		"/me": "/me", "//evil.example": "/", "https://evil.example/": "/", `/\evil.example`: "/", "javascript:alert(1)": "/", "": "/", "/me\r\nX: y": "/",
		"/themes/T01/needs?Q1=1130&Q2=320": "/themes/T01/needs?Q1=1130&Q2=320",
	} {
		b := s.browser()
		b.get("/sign-in?next=" + url.QueryEscape(next)).want(http.StatusOK)
		b.post("/sign-in", url.Values{"username": {"chen"}, "password": {password}, "next": {next}}).want(http.StatusSeeOther)
		if got := b.header.Get("Location"); got != want {
			t.Errorf("next=%q leads to %q, want %q", next, got, want)
		}
		b.get("/me").want(http.StatusOK)
		b.post("/sign-out", url.Values{}).want(http.StatusSeeOther)
		b.get("/me").want(http.StatusSeeOther)
	}
}

func TestEveryPageIsHardened(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	for _, path := range []string{"/", "/themes/T01", "/themes/T01/guide", "/themes/T01/needs", draft, draft + "/sections/premises", draft + "/check", draft + "/materials/MT10", "/me", "/help", "/nope", "/drafts/nope"} {
		b.get(path)
		h := b.header
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: the policy lacks %s: %s", path, want, csp)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", path, csp)
		}
		for k, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY", "Cache-Control": "private, no-store"} {
			if h.Get(k) != want {
				t.Errorf("%s: %s is %q", path, k, h.Get(k))
			}
		}
		for _, bad := range []string{" style=", " onclick=", "<style", "javascript:", "https://", "http://"} {
			body := strings.ReplaceAll(b.body, `xmlns="http://www.w3.org/2000/svg"`, "")
			if strings.Contains(body, bad) {
				t.Errorf("%s carries %q", path, bad)
			}
		}
		if strings.Count(b.body, "<script") != 1 {
			t.Errorf("%s has %d scripts", path, strings.Count(b.body, "<script"))
		}
	}
}

func TestEveryRowOfThePagesHasAPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	for route, access := range auth.Table {
		if strings.HasPrefix(route.Path, "/api") || strings.HasPrefix(route.Path, "/staff") || strings.Contains("/healthz /readyz /metrics", route.Path) && route.Path != "/" {
			continue
		}
		if route.Method != http.MethodGet || access.Public {
			continue
		}
		path := strings.NewReplacer(":id", "x", ":section", "x", ":material", "x", ":child", "x").Replace(route.Path)
		b.get(path).want(http.StatusSeeOther)
		if to := b.header.Get("Location"); !strings.HasPrefix(to, "/sign-in") {
			t.Errorf("%s lets a stranger on to %s", path, to)
		}
	}
}

// Whoever closes a page before it has come has not found a fault of ours.
func TestAPageThatNobodyWaitsForIsNoErrorInTheLog(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	here, err := url.Parse(s.URL)
	must(t, err)
	ctx, leave := context.WithCancel(t.Context())
	leave()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/", nil)
	for _, cookie := range b.client.Jar.Cookies(here) {
		r.AddCookie(cookie)
	}
	rec := httptest.NewRecorder()
	s.Config.Handler.ServeHTTP(rec, r)
	if rec.Code < http.StatusInternalServerError || strings.Contains(s.log.String(), "ERROR") {
		t.Errorf("%d: %s", rec.Code, s.log)
	}
}
