package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"github.com/onematter/onematter/internal/web"
)

func TestASessionIsOpenedUsedAndEnded(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.account("ming", "", "citizen")
	p := h.stranger()

	start := p.get("/api/v1/session").want(http.StatusOK)
	if start.string("csrf") == "" || start.object()["me"] != nil {
		t.Errorf("a stranger's session is %s", start.body)
	}
	p.get("/api/v1/me").refuses(http.StatusUnauthorized, "auth.required")
	p.ask("POST", "/api/v1/session", object{"username": "ming", "password": "not it"}).refuses(http.StatusUnauthorized, "account.wrong")
	p.ask("POST", "/api/v1/session", object{"username": "nobody", "password": "not it"}).refuses(http.StatusUnauthorized, "account.wrong")
	signed := p.ask("POST", "/api/v1/session", object{"username": " Ming ", "password": password}).want(http.StatusOK)
	cookie := signed.header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "om_session=") || !strings.Contains(cookie, "; HttpOnly; SameSite=Lax") || !strings.Contains(cookie, "Path=/;") || strings.Contains(cookie, "Max-Age") {
		t.Errorf("the cookie is %q", cookie)
	}
	p.csrf = signed.string("csrf")
	now := p.get("/api/v1/session").want(http.StatusOK)
	if now.string("csrf") != p.csrf || now.object()["me"].(object)["csrf"] != p.csrf || p.get("/api/v1/me").want(http.StatusOK).string("name") != "姓名ming" {
		t.Errorf("the session is %s", now.body)
	}

	old := cookieOf(p)
	p.ask("DELETE", "/api/v1/session", nil).want(http.StatusNoContent)
	p.csrf = ""
	p.get("/api/v1/me").refuses(http.StatusUnauthorized, "auth.required")
	p.ask("DELETE", "/api/v1/session", nil).want(http.StatusNoContent) // twice is no error
	thief := h.stranger()
	thief.ask("GET", "/api/v1/me", nil, "Cookie", old).refuses(http.StatusUnauthorized, "auth.required")
	if !strings.Contains(thief.ask("GET", "/api/v1/session", nil, "Cookie", old).want(http.StatusOK).header.Get("Set-Cookie"), "om_session=; Path=/; Max-Age=0") {
		t.Error("a dead session's cookie is left with the browser")
	}
}

func TestUnderTLSTheCookieIsBoundToTheHost(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.account("ming", "", "citizen")
	a := h.stranger().ask("POST", "/api/v1/session", object{"username": "ming", "password": password}, "X-Forwarded-Proto", "https").want(http.StatusOK)
	if c := a.header.Get("Set-Cookie"); !strings.HasPrefix(c, "__Host-om_session=") || !strings.Contains(c, "; Secure") || strings.Contains(c, "Domain") {
		t.Errorf("the cookie is %q", c)
	}
}

func TestASessionCannotBeChosenForSomebody(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.account("ming", "", "citizen")
	mallory := h.citizen("mallory")
	planted := cookieOf(mallory)

	// The victim's browser carries a session the attacker knows, made up or real.
	for _, cookie := range []string{"om_session=" + strings.Repeat("A", 43), planted} {
		victim := h.stranger()
		a := victim.ask("POST", "/api/v1/session", object{"username": "ming", "password": password}, "Cookie", cookie, "X-CSRF-Token", mallory.csrf).want(http.StatusOK)
		if secret := cookieOf(victim); secret == "" || secret == cookie {
			t.Errorf("signed in under %q", secret)
		}
		if a.string("csrf") == mallory.csrf {
			t.Error("the new session has the old token")
		}
		h.stranger().ask("GET", "/api/v1/me", nil, "Cookie", cookie).refuses(http.StatusUnauthorized, "auth.required") // and the old one is over
	}
}

func TestSessionsEndByThemselves(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	for range 5 {
		h.wait(119 * time.Minute)
		ming.get("/api/v1/me").want(http.StatusOK)
	}
	h.wait(2*time.Hour + 3*time.Second)
	ming.get("/api/v1/me").refuses(http.StatusUnauthorized, "auth.required")
	ming.signIn("ming")
	ming.ask("POST", "/api/v1/drafts", object{"theme": "T01"}).want(http.StatusCreated)
	h.wait(13 * time.Hour)
	ming.ask("POST", "/api/v1/drafts", object{"theme": "T01"}).refuses(http.StatusUnauthorized, "auth.required")
}

func TestAPasswordIsChangedInPersonAndEndsEveryOtherSession(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming, elsewhere := h.citizen("ming"), h.stranger()
	elsewhere.signIn("ming")
	machine := ming.machine()
	change := object{"current": password, "password": "a new password"}
	machine.ask("POST", "/api/v1/me/password", change).refuses(http.StatusForbidden, "auth.person")
	h.stranger().ask("POST", "/api/v1/me/password", change).refuses(http.StatusUnauthorized, "auth.required")
	ming.ask("POST", "/api/v1/me/password", object{"current": "guess", "password": "a new password"}).refuses(http.StatusUnprocessableEntity, "account.password.wrong")
	ming.ask("POST", "/api/v1/me/password", object{"current": password, "password": "short"}).refuses(http.StatusUnprocessableEntity, "account.password")
	me := ming.ask("POST", "/api/v1/me/password", change).want(http.StatusOK)
	ming.csrf = me.string("csrf")
	ming.ask("POST", "/api/v1/drafts", object{"theme": "T01"}).want(http.StatusCreated)
	elsewhere.get("/api/v1/me").refuses(http.StatusUnauthorized, "auth.required")
	h.stranger().ask("POST", "/api/v1/session", object{"username": "ming", "password": password}).refuses(http.StatusUnauthorized, "account.wrong")
}

func TestTokensActForTheirAccountAndNeverMakeMore(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	expires := monday.Add(time.Hour)
	made := ming.ask("POST", "/api/v1/tokens", object{"name": "counter", "expires": expires}).want(http.StatusCreated)
	machine := h.stranger()
	machine.token = made.string("secret")
	if !strings.HasPrefix(machine.token, "omt_") || strings.Contains(string(ming.get("/api/v1/tokens").want(http.StatusOK).body), machine.token) {
		t.Error("the secret is shown again, or is none")
	}
	machine.ask("POST", "/api/v1/drafts", object{"theme": "T01"}).want(http.StatusCreated) // without a CSRF token
	if s := machine.get("/api/v1/session").want(http.StatusOK); s.header.Get("Set-Cookie") != "" || s.object()["me"] == nil {
		t.Errorf("a machine's session is %s with %v", s.body, s.header)
	}
	machine.ask("POST", "/api/v1/tokens", object{"name": "heir"}).refuses(http.StatusForbidden, "auth.person")
	for _, bad := range []string{"Bearer", "Bearer ", "Bearer omt_nonsense", "Basic bWluZzptaW5n", "Bearer " + machine.token + "x", machine.token, "Bearer " + strings.Repeat("a", 20_000)} {
		h.stranger().ask("GET", "/api/v1/me", nil, "Authorization", bad).refuses(http.StatusUnauthorized, "auth.token")
		h.stranger().ask("GET", "/api/v1/themes", nil, "Authorization", bad).refuses(http.StatusUnauthorized, "auth.token") // not even what is public
	}
	h.stranger().ask("GET", "/api/v1/me", nil, "Authorization", "bearer  "+machine.token).want(http.StatusOK)
	r, err := http.NewRequest("GET", h.URL+"/api/v1/me", nil)
	must(t, err)
	r.Header["Authorization"] = []string{"Bearer " + machine.token, "Bearer " + machine.token}
	h.stranger().send(r).refuses(http.StatusUnauthorized, "auth.token")

	hua := h.citizen("hua")
	hua.ask("DELETE", "/api/v1/tokens/"+made.string("id"), nil).refuses(http.StatusNotFound, "not_found")
	h.wait(2 * time.Hour)
	machine.get("/api/v1/me").refuses(http.StatusUnauthorized, "auth.token")
	ming.signIn("ming")
	ming.ask("POST", "/api/v1/tokens", object{"name": "late", "expires": monday}).refuses(http.StatusUnprocessableEntity, "token.expires")
	second := ming.machine()
	second.get("/api/v1/me").want(http.StatusOK)
	for _, tok := range ming.get("/api/v1/tokens").items() {
		ming.ask("DELETE", "/api/v1/tokens/"+tok["id"].(string), nil).want(http.StatusNoContent)
	}
	second.get("/api/v1/me").refuses(http.StatusUnauthorized, "auth.token")
}

// Every way in which another site's page could make a browser write.
func TestNobodyElsesPageCanWrite(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.account("someone", "", "citizen")
	ming := h.citizen("ming")
	host := strings.TrimPrefix(h.URL, "http://")
	start := object{"theme": "T01"}
	signIn := object{"username": "someone", "password": password}
	form := raw(url.Values{"csrf": {ming.csrf}, "theme": {"T01"}}.Encode())
	upload, media := form2(t, ming.csrf)
	wrong := "x"
	if ming.csrf[0] == 'x' { // one token in 64 begins so
		wrong = "y"
	}
	for _, c := range []struct {
		name    string
		signed  bool
		path    string
		body    any
		headers []string
		want    int
	}{
		{"own page", true, "/api/v1/drafts", start, []string{"Origin", h.URL, "Sec-Fetch-Site", "same-origin"}, 201},
		{"an old browser without either header", true, "/api/v1/drafts", start, nil, 201},
		{"no token", true, "/api/v1/drafts", start, []string{"X-CSRF-Token", ""}, 403},
		{"a wrong token", true, "/api/v1/drafts", start, []string{"X-CSRF-Token", wrong + ming.csrf[1:]}, 403},
		{"a longer token", true, "/api/v1/drafts", start, []string{"X-CSRF-Token", ming.csrf + "x"}, 403},
		{"the token in the address", true, "/api/v1/drafts?csrf=" + ming.csrf, start, []string{"X-CSRF-Token", ""}, 403},
		{"the token in a form, to the API", true, "/api/v1/drafts", form, []string{"X-CSRF-Token", "", "Content-Type", "application/x-www-form-urlencoded"}, 415},
		{"the token in an upload's form", true, "/api/v1/drafts", raw(upload), []string{"X-CSRF-Token", "", "Content-Type", media}, 415},
		{"another site, even with the token", true, "/api/v1/drafts", start, []string{"Origin", "https://evil.example"}, 403},
		{"another site by the browser's word", true, "/api/v1/drafts", start, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a neighbouring host", true, "/api/v1/drafts", start, []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"another port", true, "/api/v1/drafts", start, []string{"Origin", "http://127.0.0.1:1"}, 403},
		{"an origin that is none", true, "/api/v1/drafts", start, []string{"Origin", "://"}, 403},
		{"a host that only begins alike", true, "/api/v1/drafts", start, []string{"Origin", "http://" + host + ".evil.example"}, 403},
		{"an unknown token beside a session", true, "/api/v1/drafts", start, []string{"X-CSRF-Token", "", "Authorization", "Bearer omt_x"}, 401},
		{"a stranger's JSON", false, "/api/v1/session", signIn, nil, 200},
		{"sign-in from another site", false, "/api/v1/session", signIn, []string{"Origin", "https://evil.example"}, 403},
		{"sign-in as text, which needs no asking", false, "/api/v1/session", signIn, []string{"Content-Type", "text/plain"}, 403},
		{"sign-in as text that says JSON", false, "/api/v1/session", signIn, []string{"Content-Type", "text/plain; application/json"}, 403},
		{"sign-in without a type", false, "/api/v1/session", signIn, []string{"Content-Type", ""}, 403},
		{"sign-in as a form without the cookie", false, "/sign-in", raw("username=ming&csrf=" + ming.csrf), []string{"Content-Type", "application/x-www-form-urlencoded"}, 403},
		{"sign-in as a form with an empty cookie", false, "/sign-in", raw("username=ming&csrf="), []string{"Content-Type", "application/x-www-form-urlencoded", "Cookie", "om_csrf="}, 403},
		{"sign-in as a form with a cookie too short to be ours", false, "/sign-in", raw("username=ming&csrf=a"), []string{"Content-Type", "application/x-www-form-urlencoded", "Cookie", "om_csrf=a"}, 403},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := h.stranger()
			if c.signed {
				p.csrf = ming.csrf
				c.headers = append([]string{"Cookie", cookieOf(ming)}, c.headers...)
			}
			p.ask("POST", c.path, c.body, c.headers...).want(c.want)
		})
	}
	r, err := http.NewRequest(http.MethodOptions, h.URL+"/api/v1/session", nil)
	must(t, err)
	r.Header.Set("Origin", "https://evil.example")
	r.Header.Set("Access-Control-Request-Method", "POST")
	asked := h.stranger().send(r)
	for name := range asked.header {
		if strings.HasPrefix(name, "Access-Control-") {
			t.Errorf("another site's asking is answered with %s", name)
		}
	}
	ming.ask("PATCH", "/api/v1/drafts/x", object{}, "X-CSRF-Token", "").refuses(http.StatusForbidden, "auth.csrf")
	ming.ask("DELETE", "/api/v1/session", nil, "X-CSRF-Token", "").refuses(http.StatusForbidden, "auth.csrf")
}

// form2 is an upload whose form carries the token before the file.
func form2(t *testing.T, csrf string) (body, media string) {
	body, media = form(t, part{"file", "a.png", picture()})
	boundary := strings.TrimPrefix(media, "multipart/form-data; boundary=")
	return fmt.Sprintf("--%s\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n%s", boundary, csrf, body), media
}

func TestAHundredSignInsAtOnceAreSlowedDownAndServed(t *testing.T) {
	t.Parallel()
	h := open(t, func(o *web.Options) { o.SignIns = rate.Every(10 * time.Second) })
	ming := h.citizen("ming")
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		got = map[int]int{}
	)
	for i := range 100 {
		wg.Go(func() {
			a := h.stranger().ask("POST", "/api/v1/session", object{"username": "ming", "password": fmt.Sprintf("guess %d", i)})
			mu.Lock()
			got[a.status]++
			mu.Unlock()
		})
	}
	wg.Wait()
	if got[http.StatusUnauthorized] == 0 || got[http.StatusUnauthorized] > 10 || got[http.StatusTooManyRequests] < 90 || got[http.StatusUnauthorized]+got[http.StatusTooManyRequests] != 100 {
		t.Errorf("answered %v", got)
	}
	if a := h.stranger().ask("POST", "/api/v1/session", object{"username": "other", "password": "x"}); a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") != "10" {
		t.Errorf("the address is not slowed down: %d %v", a.status, a.header)
	}
	h.stranger().ask("POST", "/api/v1/registrations", object{"username": "new.one", "name": "新", "password": password}).refuses(http.StatusTooManyRequests, "request.throttled")
	ming.get("/api/v1/me").want(http.StatusOK) // whoever is in stays in
	h.wait(time.Hour)
	h.stranger().signIn("ming")
}

func TestACitizenRegistersOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.stranger()
	a := p.ask("POST", "/api/v1/registrations", object{"username": "Xiao.Hong", "name": "小红", "password": password}).want(http.StatusCreated)
	if a.string("username") != "xiao.hong" || strings.Contains(string(a.body), "argon2") {
		t.Errorf("registered %s", a.body)
	}
	p.ask("POST", "/api/v1/registrations", object{"username": "xiao.hong", "name": "小红", "password": password}).refuses(http.StatusConflict, "account.taken")
	p.ask("POST", "/api/v1/registrations", object{"username": "x", "name": "小红", "password": "short"}).refuses(http.StatusUnprocessableEntity, "account.username")
	p.ask("POST", "/api/v1/registrations", object{"username": "xiao.lan", "name": "小兰", "password": password, "roles": []string{"administrator"}}).refuses(http.StatusBadRequest, "request.unknown")
	p.signIn("xiao.hong")
	p.get("/api/v1/drafts").want(http.StatusOK)
}

// cookieOf is the session cookie of a browser.
func cookieOf(p *person) string {
	u, err := url.Parse(p.house.URL)
	must(p.house.t, err)
	for _, c := range p.client.Jar.Cookies(u) {
		if c.Name == "om_session" {
			return c.Name + "=" + c.Value
		}
	}
	return ""
}
