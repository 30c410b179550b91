// Package web is the one HTTP server: citizen pages, staff app, API, and the
// server's own addresses, under one set of middleware.
package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/api"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/internal/web/citizen"
)

// Options wire the server.
type Options struct {
	Engine     *engine.Engine
	Catalog    *catalog.Catalog
	Dashboards analytics.Dashboards                   // nil: dashboards answer 503
	Running    catalog.Running                        // nil: what is under way is not counted
	Figures    catalog.Figures                        // nil: dashboards are not looked at
	Ready      map[string]func(context.Context) error // by what is asked; all must be nil for /readyz
	Metrics    *prometheus.Registry
	Now        func() time.Time // nil: time.Now
	Base       string           // public address, printed on receipts
	Version    string
	MaxFile    int64        // bytes of one upload
	MaxBody    int64        // bytes of any other body; 0: 1 MiB
	SignIns    rate.Limit   // per second and address; 0: 1
	TrustProxy bool         // take the client's address from X-Forwarded-For
	Log        *slog.Logger // nil: slog.Default; never personal data
}

// Server is the assembled handler.
type Server struct{ echo *echo.Echo }

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// OpenAPI is the API's description, without a server.
func OpenAPI(version string) ([]byte, error) {
	return api.Register(auth.Router{Echo: echo.New()}, api.Options{Version: version}).Spec()
}

// New assembles the server. A route without a permission entry fails here.
func New(o Options) (*Server, error) {
	if o.MaxBody == 0 {
		o.MaxBody = 1 << 20
	}
	if o.MaxFile == 0 {
		o.MaxFile = 10 << 20
	}
	if o.SignIns == 0 {
		o.SignIns = 1
	}
	if o.Metrics == nil {
		o.Metrics = prometheus.NewRegistry()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	if o.TrustProxy {
		e.IPExtractor = echo.ExtractIPFromXFFHeader()
	}
	e.Logger.SetLevel(99) // what matters goes to slog, below
	r := auth.Router{Echo: e}

	e.Pre(withoutSlash)
	guesses := &throttle{every: o.SignIns, now: o.Now, byNet: map[netip.Prefix]*rate.Limiter{}}
	e.Use(observe(o.Metrics, o.Log).middleware, settled(o.Engine.Settle, o.Log), recoverTo(o.Log), limitBody(o), guesses.middleware, auth.Middleware(o.Engine))

	pages := citizen.Register(r, citizen.Options{Engine: o.Engine, Catalog: o.Catalog, Now: o.Now, Base: o.Base, MaxFile: o.MaxFile, Log: o.Log})
	machines := api.Register(r, api.Options{Engine: o.Engine, Catalog: o.Catalog, Dashboards: o.Dashboards, Running: o.Running, Figures: o.Figures, Now: o.Now, Version: o.Version, Log: o.Log})
	if err := staffRoutes(r); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	houseRoutes(r, o)

	e.HTTPErrorHandler = func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		if path := c.Request().URL.Path; path == "/api" || strings.HasPrefix(path, "/api/") {
			if err := machines.Refuse(c, err); err != nil {
				o.Log.Error("web: answer an error", "error", err)
			}
			return
		}
		pages.ErrorPage(err, c)
	}
	return &Server{echo: e}, nil
}

// recoverTo turns a panic into an error page; the process lives on.
func recoverTo(log *slog.Logger) echo.MiddlewareFunc {
	return middleware.RecoverWithConfig(middleware.RecoverConfig{DisableStackAll: true, StackSize: 8 << 10, LogErrorFunc: func(c echo.Context, err error, stack []byte) error {
		log.Error("web: panic", "route", c.Path(), "error", err, "stack", string(stack))
		return errors.New("web: panic in " + c.Path())
	}})
}

// limitBody bounds every body before anything reads it.
func limitBody(o Options) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			limit := o.MaxBody
			if strings.HasPrefix(r.Header.Get(echo.HeaderContentType), "multipart/form-data") {
				limit = o.MaxFile + 1<<20 // the file and the form around it
			}
			if r.ContentLength > limit {
				return &http.MaxBytesError{Limit: limit}
			}
			r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
			return next(c)
		}
	}
}

// withoutSlash sends an address that ends in a slash to the one that does not,
// method and body unchanged. It stays on this host whatever the path begins with.
func withoutSlash(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		path := u.EscapedPath()
		if len(path) < 2 || !strings.HasSuffix(path, "/") {
			return next(c)
		}
		to := "/" + strings.Trim(path, "/")
		if u.RawQuery != "" {
			to += "?" + u.RawQuery
		}
		return c.Redirect(http.StatusPermanentRedirect, to)
	}
}
