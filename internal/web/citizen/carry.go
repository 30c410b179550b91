package citizen

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// A form that is posted after its session ended is not lost: the sign-in page
// carries what was typed, and signing in saves it and leads back to the page.
//
// What is carried is a form like any other and trusted as little: it goes
// through the same reading and the same engine calls, as whoever signs in. It
// is only taken from our own pages, so that a foreign page cannot slip answers
// into somebody's draft by way of their sign-in.

// maxCarry bounds what a sign-in page takes along, in bytes.
const maxCarry = 256 << 10

// askSignIn sends a stranger to sign in, and to come back.
func (p *Pages) askSignIn(c echo.Context) error {
	r := c.Request()
	if r.Header.Get(fragmentHeader) != "" {
		harden(c, "'none'")
		return c.NoContent(http.StatusUnauthorized)
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return see(c, auth.SignInURL(c))
	}
	if !sameOrigin(r) {
		return see(c, "/sign-in")
	}
	v := signInView{Page: p.newPage(c, ""), Next: "/"}
	v.Title, v.Back, v.here = v.T("signin.title"), "/", nil
	if u, err := url.Parse(auth.SignInURL(c)); err == nil {
		v.Next = auth.LocalPath(u.Query().Get("next"))
	}
	if form, err := readMultipart(c); err == nil {
		values := url.Values{}
		for k, list := range r.PostForm {
			if k != auth.CSRFField && k != "password" {
				values[k] = list
			}
		}
		if form != nil {
			for k, list := range form.Value {
				if k != auth.CSRFField {
					values[k] = list
				}
			}
			v.Files = len(form.File) > 0
		}
		if s := values.Encode(); len(s) <= maxCarry && carries(r.URL.Path) {
			v.Carry, v.CarryTo, v.Kept = s, r.URL.Path, true
		}
	}
	return p.render(c, http.StatusUnauthorized, "page-sign-in", v)
}

// sameOrigin reports whether a browser says the request comes from our own pages.
func sameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	for _, h := range []string{"Origin", "Referer"} {
		if v := r.Header.Get(h); v != "" {
			u, err := url.Parse(v)
			return err == nil && strings.EqualFold(u.Host, r.Host)
		}
	}
	return false
}

// carries tells which forms are taken along.
func carries(path string) bool {
	kind, _, _ := carryTarget(path)
	return kind != ""
}

// carryTarget reads an address: "start", or "section" with draft and section.
func carryTarget(path string) (kind, id, part string) {
	s := strings.Split(strings.TrimPrefix(path, "/"), "/")
	switch {
	case len(s) == 1 && s[0] == "drafts":
		return "start", "", ""
	case len(s) == 4 && s[0] == "drafts" && s[2] == "sections":
		return "section", s[1], s[3]
	case len(s) == 4 && s[0] == "cases" && s[2] == "corrections":
		return "correction", s[1], s[3]
	}
	return "", "", ""
}

// goOn continues after signing in: with what was carried, or to the next page.
func (p *Pages) goOn(c echo.Context, v signInView) error {
	actor, _ := c.Get(enteredKey).(engine.Actor)
	next := p.after(actor, v.Next)
	kind, id, part := carryTarget(v.CarryTo)
	if kind == "" || len(v.Carry) > maxCarry || !actor.Has(engine.RoleCitizen) {
		return see(c, next)
	}
	values, err := url.ParseQuery(v.Carry)
	if err != nil {
		return see(c, next)
	}
	switch kind {
	case "start":
		to, err := p.startDraft(c, actor, values)
		if err != nil {
			return err
		}
		return see(c, to)
	case "section":
		return p.saveCarried(c, actor, id, part, values)
	default:
		return p.showCarried(c, v.Page, actor, id, part, values)
	}
}

// saveCarried saves a topic's answers that were typed before signing in. Of
// whatever is not this person's, nothing is learnt: they land on their own page.
func (p *Pages) saveCarried(c echo.Context, a engine.Actor, draft, section string, values url.Values) error {
	ctx := c.Request().Context()
	d, err := p.o.Engine.Draft(ctx, a, draft)
	switch {
	case errors.Is(err, engine.ErrNotFound):
		return see(c, "/me")
	case err != nil:
		return err
	}
	if release := overtaken(d, values); release != "" && d.Draft.Submitted == "" {
		values.Del("revision") // saved over what is there, as below
		return p.saveOvertaken(c, a, d.Draft.ID, release, section, values, nil)
	}
	s, ok := d.Form.Section(section)
	if !ok || d.Draft.Submitted != "" {
		return see(c, "/drafts/"+d.Draft.ID)
	}
	patch := p.unacted(values).patch(s)
	patch.Release = d.Draft.Release
	if _, err := p.o.Engine.SaveAnswers(ctx, a, d.Draft.ID, 0, patch); err != nil {
		return err
	}
	to := sectionURL(d.Draft.ID, s.ID) + "?kept=1"
	if r := returnTo(values.Get("return")); r != "" {
		to += "&return=" + r
	}
	return see(c, to)
}

// unacted reads what was typed; what a button was to do is left undone.
func (p *Pages) unacted(values url.Values) inputs {
	in := p.inputs(values)
	in.act = rowAction{}
	return in
}

// showCarried shows a correction again as it was typed; it is not handed in
// before its button is pressed once more.
func (p *Pages) showCarried(c echo.Context, page Page, a engine.Actor, root, child string, values url.Values) error {
	view, err := p.o.Engine.Case(c.Request().Context(), a, child)
	if err != nil || view.Case.Applicant != a.Account || view.Case.Root != root || view.Matter == nil ||
		gone(view) {
		return see(c, "/me")
	}
	in := p.unacted(values)
	typed, _, _ := correctionAnswers(view, in)
	v := p.correctionPage(c, view, correctionLook{typed: typed, key: newKey(), in: in})
	v.CSRF, v.SignedIn, v.Who, v.Expires = page.CSRF, page.SignedIn, page.Who, page.Expires
	return p.render(c, http.StatusOK, "page-correction", v)
}
