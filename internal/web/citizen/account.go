package citizen

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

type signInView struct {
	Page
	Username string
	Next     string
	Carry    string // what was typed on the page that asked to sign in (carry.go)
	CarryTo  string
	Kept     bool
	Files    bool // files cannot be kept
	Errors   map[string]string
	FullName string // register
}

func (p *Pages) signIn(c echo.Context) error {
	next := auth.LocalPath(c.QueryParam("next"))
	if auth.Of(c).Known {
		return see(c, p.after(auth.Of(c).Actor, next))
	}
	v := signInView{Page: p.newPage(c, ""), Next: next}
	v.Title, v.Back = v.T("signin.title"), "/"
	return p.render(c, http.StatusOK, "page-sign-in", v)
}

// after is where somebody goes who has signed in.
func (p *Pages) after(a engine.Actor, next string) string {
	if next == "/" && !a.Has(engine.RoleCitizen) && (a.Staff() || a.Has(engine.RoleAdministrator)) {
		return p.o.StaffHome
	}
	return next
}

func (p *Pages) signInTry(c echo.Context) error {
	v := signInView{Page: p.newPage(c, ""), Username: shorten(c.FormValue("username"), 100),
		Next: auth.LocalPath(c.FormValue("next")), Carry: c.FormValue("carry"), CarryTo: c.FormValue("carry-to")}
	v.Title, v.Back, v.Kept = v.T("signin.title"), "/", c.FormValue("carry") != ""
	v.here = nil
	v.Errors = map[string]string{}
	password := c.FormValue("password")
	if strings.TrimSpace(v.Username) == "" {
		v.wrong("username", v.T("signin.username.empty"))
	}
	if password == "" {
		v.wrong("password", v.T("signin.password.empty"))
	}
	if v.Failed() {
		return p.render(c, http.StatusUnprocessableEntity, "page-sign-in", v)
	}
	ok, err := p.enter(c, v.Username, password, &v)
	if err != nil {
		return err
	}
	if !ok {
		return p.render(c, http.StatusUnprocessableEntity, "page-sign-in", v)
	}
	return p.goOn(c, v)
}

// wrong notes an error at a field.
func (v *signInView) wrong(field, text string) {
	v.Issues = append(v.Issues, Issue{Href: "#" + field, Text: text})
	if _, ok := v.Errors[field]; !ok {
		v.Errors[field] = text
	}
}

// enter signs in and sets the cookie; problems go into the view.
func (p *Pages) enter(c echo.Context, username, password string, v *signInView) (bool, error) {
	session, secret, err := p.o.Engine.SignIn(c.Request().Context(), username, password)
	if words, ok := v.problemOf(err); ok {
		v.wrong("username", words)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	auth.SetSession(c, secret)
	actor, _, err := p.o.Engine.Resume(c.Request().Context(), secret)
	if err != nil {
		return false, err
	}
	v.entered(actor, session)
	c.Set(enteredKey, actor)
	return true, nil
}

const enteredKey = "citizen.entered"

// entered turns a stranger's page into that of whoever just signed in.
func (p *Page) entered(a engine.Actor, s engine.Session) {
	p.CSRF, p.SignedIn, p.Who, p.Expires = s.CSRF, true, a.Name, s.Expires
}

// problemOf gives the first user-facing problem of an error, in words.
func (l L) problemOf(err error) (string, bool) {
	var ps metamodel.Problems
	var one metamodel.Problem
	switch {
	case errors.As(err, &ps) && len(ps) > 0:
		return ps[0].In(l.Lang), true
	case errors.As(err, &one):
		return one.In(l.Lang), true
	}
	return "", false
}

func (p *Pages) register(c echo.Context) error {
	next := auth.LocalPath(c.QueryParam("next"))
	if auth.Of(c).Known {
		return see(c, p.after(auth.Of(c).Actor, next))
	}
	v := signInView{Page: p.newPage(c, ""), Next: next}
	v.Title, v.Back = v.T("register.title"), "/sign-in"+query("next", next)
	return p.render(c, http.StatusOK, "page-register", v)
}

func (p *Pages) registerTry(c echo.Context) error {
	v := signInView{Page: p.newPage(c, ""), Username: shorten(strings.TrimSpace(c.FormValue("username")), 100),
		FullName: shorten(strings.TrimSpace(c.FormValue("name")), 100), Next: auth.LocalPath(c.FormValue("next")),
		Carry: c.FormValue("carry"), CarryTo: c.FormValue("carry-to"), Errors: map[string]string{}}
	v.Title, v.Back, v.here = v.T("register.title"), "/sign-in", nil
	password := c.FormValue("password")
	if v.FullName == "" {
		v.wrong("name", v.T("register.name.empty"))
	}
	if v.Username == "" {
		v.wrong("username", v.T("signin.username.empty"))
	}
	if password == "" {
		v.wrong("password", v.T("signin.password.empty"))
	}
	if v.Failed() {
		return p.render(c, http.StatusUnprocessableEntity, "page-register", v)
	}
	_, err := p.o.Engine.CreateAccount(c.Request().Context(), auth.Of(c).Actor, engine.NewAccount{
		Username: v.Username, Name: v.FullName, Password: password, Roles: []string{string(engine.RoleCitizen)}})
	if err != nil {
		if !v.accountProblems(err) {
			return err
		}
		return p.render(c, http.StatusUnprocessableEntity, "page-register", v)
	}
	ok, err := p.enter(c, v.Username, password, &v)
	if err != nil {
		return err
	}
	if !ok {
		return p.render(c, http.StatusUnprocessableEntity, "page-register", v)
	}
	return p.goOn(c, v)
}

// accountProblems puts the engine's problems beside the fields they belong to.
func (v *signInView) accountProblems(err error) bool {
	var ps metamodel.Problems
	var one metamodel.Problem
	switch {
	case errors.As(err, &ps):
	case errors.As(err, &one):
		ps = metamodel.Problems{one}
	case errors.Is(err, engine.ErrTaken):
		v.wrong("username", v.T("register.taken"))
		return true
	default:
		return false
	}
	for _, p := range ps {
		field := p.Path
		if field != "name" && field != "password" {
			field = "username"
		}
		v.wrong(field, p.In(v.Lang))
	}
	return true
}

func (p *Pages) signOut(c echo.Context) error {
	if secret := auth.SessionSecret(c); secret != "" {
		if err := p.o.Engine.SignOut(c.Request().Context(), secret); err != nil && !errors.Is(err, engine.ErrNotFound) {
			return err
		}
	}
	auth.ClearSession(c)
	return see(c, "/")
}

type helpView struct {
	Page
	Base string
}

func (p *Pages) help(c echo.Context) error {
	v := helpView{Page: p.newPage(c, ""), Base: p.o.Base}
	v.Title, v.Back = v.T("help.title"), "/"
	if u, err := url.Parse(c.Request().Referer()); err == nil && u.Host == c.Request().Host && u.Path != "/help" {
		v.Back = auth.LocalPath(u.RequestURI())
	}
	return p.render(c, http.StatusOK, "page-help", v)
}
