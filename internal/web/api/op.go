// Package api is the JSON API under /api/v1: everything the pages do. Each
// operation is one row: route, words, Go types in and out; binding, OpenAPI and
// permission follow from it.
package api

import (
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
	Store      engine.Store // for lists that only read: organisations, webhooks, events
	Catalog    *catalog.Catalog
	Dashboards analytics.Dashboards // nil: dashboards answer 503
	Now        func() time.Time
	Version    string
}

// API serves the operations.
type API struct {
	o    Options
	ops  []op
	spec []byte
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
	o := op{method: w.method, path: "/api/v1" + w.path, id: w.id, summary: w.summary, tag: w.tag, status: w.status,
		in: reflect.TypeFor[I](), out: reflect.TypeFor[O](), headers: w.headers,
		secured: !auth.Table[auth.Route{Method: w.method, Path: "/api/v1" + w.path}].Public}
	a.ops = append(a.ops, o)
	r.Handle(o.method, o.path, func(c echo.Context) error {
		id := auth.Of(c)
		k := &call[I]{Context: c, Actor: id.Actor, ID: id}
		if err := bind(c, &k.In); err != nil {
			return problem(c, err)
		}
		out, err := fn(k)
		if err != nil {
			return problem(c, err)
		}
		if c.Response().Committed {
			return nil
		}
		if out == nil || o.out == reflect.TypeFor[none]() {
			return c.NoContent(http.StatusNoContent)
		}
		return c.JSON(w.status, out)
	})
}

// revision reads If-Match: "7" as written by etag.
func revision(c echo.Context) (int64, error) {
	tag := strings.TrimPrefix(strings.TrimSpace(c.Request().Header.Get("If-Match")), "W/")
	if tag == "" {
		return 0, errNoRevision
	}
	n, err := strconv.ParseInt(strings.Trim(tag, `"`), 10, 64)
	if err != nil || n < 1 {
		return 0, errBadRevision
	}
	return n, nil
}

func etag(c echo.Context, revision int64) {
	c.Response().Header().Set("ETag", `"`+strconv.FormatInt(revision, 10)+`"`)
}

// key reads Idempotency-Key: 8 to 128 visible ASCII characters.
func key(c echo.Context) (string, error) {
	k := c.Request().Header.Get("Idempotency-Key")
	if k == "" {
		return "", errNoKey
	}
	if len(k) < 8 || len(k) > 128 {
		return "", errBadKey
	}
	for _, r := range k {
		if r < '!' || r > '~' {
			return "", errBadKey
		}
	}
	return k, nil
}
