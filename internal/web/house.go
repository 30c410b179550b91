package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"sort"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// houseRoutes are the server's own: is it alive, is it ready, how is it doing.
func houseRoutes(r auth.Router, o Options) {
	r.Handle(http.MethodGet, "/healthz", func(c echo.Context) error {
		return c.String(http.StatusOK, "ok\n")
	})
	r.Handle(http.MethodGet, "/readyz", func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
		defer cancel()
		names := make([]string, 0, len(o.Ready))
		for name := range o.Ready {
			names = append(names, name)
		}
		sort.Strings(names)
		status, answer := http.StatusOK, map[string]string{}
		for _, name := range names {
			answer[name] = "ok"
			if err := o.Ready[name](ctx); err != nil {
				o.Log.Warn("web: not ready", "what", name, "error", err)
				status, answer[name] = http.StatusServiceUnavailable, "unavailable"
			}
		}
		return c.JSON(status, answer)
	})
	metrics := echo.WrapHandler(promhttp.HandlerFor(o.Metrics, promhttp.HandlerOpts{ErrorLog: slog.NewLogLogger(o.Log.Handler(), slog.LevelError)}))
	r.Handle(http.MethodGet, "/metrics", func(c echo.Context) error {
		if !inside(c.Request()) && !auth.Of(c).Actor.Has(engine.RoleAdministrator) {
			return engine.ErrNotFound
		}
		return metrics(c)
	})
}

// inside reports whether a request comes straight from the machine or its
// network. What came through a proxy came from anywhere.
func inside(r *http.Request) bool {
	for _, passed := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(passed) != "" {
			return false
		}
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	ip := from.Addr().Unmap()
	return ip.IsLoopback() || ip.IsPrivate()
}
