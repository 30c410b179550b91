package citizen

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

//go:embed templates
var templateFiles embed.FS

func parseTemplates(a *assets) *template.Template {
	t := template.New("").Funcs(template.FuncMap{
		"asset": a.url,
		"rows":  func(l L, rows []answerRow) answerRows { return answerRows{L: l, Rows: rows, Changes: true} },
		"plain": func(l L, rows []answerRow) answerRows { return answerRows{L: l, Rows: rows} },
	})
	return template.Must(t.ParseFS(templateFiles, "templates/*.html", "templates/fields/*.html"))
}

// Page is what the frame around every page needs. Views embed it.
type Page struct {
	L
	Title    string
	Back     string // address of the Back link; "": none
	Issues   []Issue
	Unsaid   int  // issues beyond those listed
	Wide     bool // the page draws its own columns
	Full     bool // … from edge to edge
	Bare     bool // no header and footer: preview
	Print    bool // meant to be printed
	CSRF     string
	SignedIn bool
	Staff    bool
	Who      string // is signed in, as shown
	Elder    bool
	Expires  time.Time
	Home     string // the staff app
	Max      int64  // bytes of one upload in all

	here *url.URL // the page's own GET address
}

// Issue is one line of the error summary.
type Issue struct{ Href, Text string }

// newPage begins a view. It must be called before anything is written: it may
// set the CSRF cookie of a stranger.
func (p *Pages) newPage(c echo.Context, title string) Page {
	id := auth.Of(c)
	page := Page{
		L:     L{Lang: auth.Lang(c), zone: p.o.Zone},
		Title: title,
		CSRF:  auth.CSRFToken(c),
		Elder: elder(c),
		Home:  p.o.StaffHome,
		Max:   p.o.MaxFile,
		here:  c.Request().URL,
	}
	if id.Known {
		page.SignedIn, page.Who, page.Staff = true, id.Actor.Name, id.Actor.Staff() || id.Actor.Has(engine.RoleAdministrator)
	}
	if id.Session != nil {
		page.Expires = id.Session.Expires
	}
	return page
}

// l is the language of a request, for wording outside of a page.
func (p *Pages) l(c echo.Context) L { return L{Lang: auth.Lang(c), zone: p.o.Zone} }

// Failed reports whether the page came back with errors: its title says so.
func (p Page) Failed() bool { return len(p.Issues) > 0 }

// TooLarge says that an upload is larger than Max.
func (p Page) TooLarge() string { return p.T("upload.large", p.Size(p.Max)) }

// LangURL is this page in the other language.
func (p Page) LangURL() string {
	other := "en"
	if p.Lang == "en" {
		other = "zh"
	}
	return p.with("lang", other)
}

// ElderURL is this page with the large-type edition switched.
func (p Page) ElderURL() string {
	if p.Elder {
		return p.with("elder", "0")
	}
	return p.with("elder", "1")
}

// SignInURL signs in and comes back to this page.
func (p Page) SignInURL() string {
	if p.here == nil || p.here.Path == "/sign-in" || p.here.Path == "/register" {
		return "/sign-in"
	}
	return "/sign-in?next=" + url.QueryEscape(p.here.RequestURI())
}

func (p Page) with(key, value string) string {
	if p.here == nil {
		return "/?" + key + "=" + value
	}
	q := p.here.Query()
	q.Set(key, value)
	return (&url.URL{Path: p.here.Path, RawQuery: q.Encode()}).RequestURI()
}

const elderCookie = "elder"

func elder(c echo.Context) bool {
	if q := c.QueryParam("elder"); q != "" {
		return q == "1"
	}
	cookie, err := c.Cookie(elderCookie)
	return err == nil && cookie.Value == "1"
}

// remember keeps what ?lang= and ?elder= ask for, a year long.
func remember(c echo.Context) {
	if strings.HasPrefix(c.Path(), "/preview/") {
		return // the designer looks at both editions without changing their own
	}
	set := func(name, value string) {
		c.SetCookie(&http.Cookie{Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 60 * 60,
			HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.Scheme() == "https"})
	}
	if v := c.QueryParam("lang"); v == "zh" || v == "en" {
		set("lang", v)
	}
	if v := c.QueryParam("elder"); v == "0" || v == "1" {
		set(elderCookie, v)
	}
}

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors "

// allowPlace lets the page ask the browser where it is: only where a field
// wants to know.
func allowPlace(c echo.Context) { c.Set(placeKey, true) }

const placeKey = "citizen.place"

// harden sets the headers of every page.
func harden(c echo.Context, ancestors string) {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", csp+ancestors)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	place := ""
	if c.Get(placeKey) == true {
		place = "self"
	}
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=("+place+"), payment=()")
	h.Set("Cache-Control", "private, no-store")
	if ancestors == "'none'" {
		h.Set("X-Frame-Options", "DENY")
	} else {
		h.Set("X-Frame-Options", "SAMEORIGIN")
	}
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render writes a page whole or not at all.
func (p *Pages) render(c echo.Context, status int, name string, view any) error {
	harden(c, "'none'")
	return p.write(c, status, name, view)
}

func (p *Pages) write(c echo.Context, status int, name string, view any) error {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer buffers.Put(b)
	if err := p.tmpl.ExecuteTemplate(b, name, view); err != nil {
		return fmt.Errorf("rendering %s: %w", name, err)
	}
	return c.HTMLBlob(status, b.Bytes())
}

// see answers a POST by sending the browser to a page.
func see(c echo.Context, to string) error {
	harden(c, "'none'")
	return c.Redirect(http.StatusSeeOther, to)
}

// mostIssues bounds the lines of a summary: nobody reads three thousand, and
// what is put right makes room for the rest.
const mostIssues = 50

// bounded cuts a list of issues to what is listed, and tells how many are not.
func bounded(list []Issue) ([]Issue, int) {
	if len(list) <= mostIssues {
		return list, 0
	}
	return list[:mostIssues:mostIssues], len(list) - mostIssues
}

// issuesOf turns problems into lines of the error summary, href gives the
// anchor of a path ("" for none).
func (l L) issuesOf(ps metamodel.Problems, href func(path string) string) []Issue {
	var list []Issue
	for _, p := range ps {
		if p.Severity == metamodel.Warning {
			continue
		}
		list = append(list, Issue{Href: href(p.Path), Text: p.In(l.Lang)})
	}
	return list
}

// anchor is the id of the control at a path: "f-premises-DE00203".
func anchor(path string) string { return "f-" + strings.ReplaceAll(path, "/", "-") }
