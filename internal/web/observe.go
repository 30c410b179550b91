package web

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

// observe counts and logs every request by its route, never by its address:
// paths and queries may name people.
func observe(reg *prometheus.Registry, log *slog.Logger) echo.MiddlewareFunc {
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "onematter_http_request_seconds", Help: "Time to answer, by route and status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"method", "route", "status"})
	reg.MustRegister(took)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			err := next(c)
			if err != nil {
				c.Error(err) // answered here, so that the status below is the real one
			}
			route := c.Path()
			if route == "" {
				route = "unknown"
			}
			spent := time.Since(start)
			status := c.Response().Status
			took.WithLabelValues(c.Request().Method, route, strconv.Itoa(status)).Observe(spent.Seconds())
			level := slog.LevelDebug
			if status >= http.StatusInternalServerError {
				level = slog.LevelError
			}
			log.Log(c.Request().Context(), level, "request", "method", c.Request().Method, "route", route, "status", status, "ms", spent.Milliseconds())
			return nil
		}
	}
}
