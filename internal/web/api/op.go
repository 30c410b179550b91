// Package api is the JSON API under /api/v1: everything the pages do. Each
// operation is one row: route, words, Go types in and out; binding, OpenAPI and
// permission follow from it.
package api

import (
	"log/slog"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// Options wire the API.
type Options struct {
	Engine     *engine.Engine
	Catalog    *catalog.Catalog
	Dashboards analytics.Dashboards // nil: dashboards answer 503
	Running    catalog.Running      // nil: what is under way is not counted
	Figures    catalog.Figures      // nil: dashboards are not looked at
	Now        func() time.Time     // nil: time.Now
	Version    string
	Log        *slog.Logger // nil: slog.Default
}

// API serves the operations.
type API struct {
	o    Options
	ops  []op
	spec func() ([]byte, error)

	certificates certificates
	simulations  simulations
}

// op is one operation, as OpenAPI will tell it.
type op struct {
	method, path string // echo syntax: /api/v1/drafts/:id
	id           string
	summary      string
	tag          string
	status       int
	in, out      reflect.Type
	secured      bool
	headers      []string // If-Match, Idempotency-Key: required request headers
	person       bool     // a token is not enough
}

// row is what a route's author writes.
type row struct {
	method, path string
	id, summary  string
	tag          string
	status       int      // of success; 0: 200
	headers      []string // required request headers
}

// none is the input or output of an operation that has none.
type none struct{}

// call is one request with its decoded input.
type call[I any] struct {
	echo.Context
	In    I
	Actor engine.Actor
	ID    auth.Identity
}

// route registers an operation: decode I from path, query, headers and body,
// run fn, encode O as JSON.
func route[I, O any](a *API, r auth.Router, w row, fn func(c *call[I]) (*O, error)) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	path := "/api/v1" + w.path
	access := auth.Table[auth.Route{Method: w.method, Path: path}]
	o := op{method: w.method, path: path, id: w.id, summary: w.summary, tag: w.tag, status: w.status,
		in: reflect.TypeFor[I](), out: reflect.TypeFor[O](), headers: w.headers, secured: !access.Public, person: access.Person}
	a.ops = append(a.ops, o)
	r.Handle(o.method, o.path, func(c echo.Context) error {
		id := auth.Of(c)
		k := &call[I]{Context: c, Actor: id.Actor, ID: id}
		if err := bind(c, &k.In); err != nil {
			return a.Refuse(c, err)
		}
		out, err := fn(k)
		if err != nil {
			return a.Refuse(c, err)
		}
		if c.Response().Committed {
			return nil
		}
		harden(c)
		if out == nil || o.out == reflect.TypeFor[none]() {
			return c.NoContent(http.StatusNoContent)
		}
		return c.JSON(w.status, out)
	})
}

// harden sets the headers of every answer: it is for whoever asked, now, and
// it is no page.
func harden(c echo.Context) {
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
}

// revision reads If-Match: "7" as written by etag. Proxies that compress weaken
// a tag; the revision it names is the same.
func revision(c echo.Context) (int64, error) {
	tags := c.Request().Header["If-Match"]
	if len(tags) == 0 {
		return 0, errNoRevision
	}
	tag := strings.TrimPrefix(strings.TrimSpace(tags[0]), "W/")
	if len(tags) > 1 || len(tag) < 3 || tag[0] != '"' || tag[len(tag)-1] != '"' {
		return 0, errBadRevision
	}
	n, err := strconv.ParseUint(tag[1:len(tag)-1], 10, 63) // no sign
	if err != nil || n < 1 {
		return 0, errBadRevision
	}
	return int64(n), nil
}

func etag(c echo.Context, revision int64) {
	c.Response().Header().Set("ETag", `"`+strconv.FormatInt(revision, 10)+`"`)
}

// key reads Idempotency-Key: 8 to 128 visible ASCII characters.
func key(c echo.Context) (string, error) {
	keys := c.Request().Header["Idempotency-Key"]
	if len(keys) == 0 {
		return "", errNoKey
	}
	k := keys[0]
	if len(keys) > 1 || len(k) < 8 || len(k) > 128 {
		return "", errBadKey
	}
	for i := range len(k) {
		if k[i] < '!' || k[i] > '~' {
			return "", errBadKey
		}
	}
	return k, nil
}
