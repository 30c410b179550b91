package citizen

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// drain bounds what is read and thrown away of a body that is too large.
const drain = 64 << 20

// failView is an error page: what happened, and what can be done.
type failView struct {
	Page
	Status int
	Lead   string
	Next   string
}

// fail answers an error with a page of its own: 404 for whatever may not be
// seen, the sign-in page for strangers, never a stack or an internal word.
func (p *Pages) fail(c echo.Context, err error) error {
	if errors.Is(err, auth.ErrStranger) {
		return p.askSignIn(c)
	}
	var unasked unaskedError
	if errors.As(err, &unasked) {
		return see(c, unasked.url())
	}
	status := statusOf(err)
	if left := c.Request().Context().Err() != nil && errors.Is(err, context.Canceled); status >= http.StatusInternalServerError && !left {
		p.o.Log.Error("page failed", "method", c.Request().Method, "route", c.Path(), "err", err)
	}
	if status == http.StatusRequestEntityTooLarge {
		// A browser that is still sending sees a broken connection instead of the
		// page that explains: take in some more, and throw it away.
		_, _ = io.CopyN(io.Discard, c.Request().Body, drain)
	}
	if c.Request().Header.Get(fragmentHeader) != "" {
		harden(c, "'none'")
		return c.NoContent(status)
	}
	v := failView{Page: p.newPage(c, ""), Status: status}
	l := v.L
	switch status {
	case http.StatusNotFound:
		v.Title, v.Lead, v.Next = l.T("fail.404.title"), l.T("fail.404.lead"), l.T("fail.404.next")
	case http.StatusForbidden:
		v.Title, v.Lead, v.Next = l.T("fail.403.title"), l.T("fail.403.lead"), l.T("fail.403.next")
	case http.StatusConflict:
		v.Title, v.Lead, v.Next = l.T("fail.409.title"), l.T("fail.409.lead"), l.T("fail.409.next")
	case http.StatusRequestEntityTooLarge:
		v.Title, v.Lead, v.Next = l.T("fail.413.title"), l.T("fail.413.lead", l.Size(p.o.MaxFile)), l.T("fail.413.next")
	case http.StatusTooManyRequests:
		v.Title, v.Lead, v.Next = l.T("fail.429.title"), l.T("fail.429.lead"), l.T("fail.429.next")
	case http.StatusUnprocessableEntity:
		v.Title, v.Lead, v.Next = l.T("fail.422.title"), l.T("fail.422.lead"), l.T("fail.422.next")
		var ps metamodel.Problems
		var one metamodel.Problem
		if errors.As(err, &ps) {
			v.Issues, v.Unsaid = bounded(l.issuesOf(ps, func(string) string { return "" }))
		} else if errors.As(err, &one) {
			v.Issues = []Issue{{Text: one.In(l.Lang)}}
		}
	case http.StatusInternalServerError:
		v.Title, v.Lead, v.Next = l.T("fail.500.title"), l.T("fail.500.lead"), l.T("fail.500.next")
	default:
		v.Title, v.Lead, v.Next = l.T("fail.400.title"), l.T("fail.400.lead"), l.T("fail.400.next")
	}
	if c.Request().Method != http.MethodGet {
		v.here = nil
	}
	return p.render(c, status, "page-fail", v)
}

// statusOf maps an error to a status, once for all pages.
func statusOf(err error) int {
	var ps metamodel.Problems
	var one metamodel.Problem
	var big *http.MaxBytesError
	var he *echo.HTTPError
	switch {
	case errors.Is(err, errMissing), errors.Is(err, engine.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, engine.ErrConflict):
		return http.StatusConflict
	case errors.Is(err, auth.ErrCSRF):
		return http.StatusForbidden
	case errors.Is(err, auth.ErrBadToken):
		return http.StatusForbidden
	case errors.As(err, &big):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &ps), errors.As(err, &one):
		return http.StatusUnprocessableEntity
	case errors.As(err, &he):
		switch {
		case he.Code == http.StatusMethodNotAllowed:
			return http.StatusNotFound
		case he.Code >= 400 && he.Code < 600:
			return he.Code
		}
	}
	return http.StatusInternalServerError
}
