package web

import (
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

// observer counts and logs every request by its route, never by its address:
// paths and queries may name people.
type observer struct {
	log  *slog.Logger
	took *prometheus.HistogramVec

	mu     sync.RWMutex
	series map[labels]prometheus.Observer // looked up at every request: cheaper than the vector's own way
}

// labels come from a closed set: what a client makes up becomes "other" or
// "unknown", or it could fill the memory with series.
type labels struct {
	method, route string
	status        int
}

func observe(reg *prometheus.Registry, log *slog.Logger) *observer {
	o := &observer{log: log, series: map[labels]prometheus.Observer{}, took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "onematter_http_request_seconds", Help: "Time to answer, by route and status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"method", "route", "status"})}
	reg.MustRegister(o.took)
	return o
}

func (o *observer) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		if err := next(c); err != nil {
			c.Error(err) // answered here, so that the status below is the real one
		}
		spent := time.Since(start)
		l := labels{methodOf(c.Request().Method), c.Path(), c.Response().Status}
		if l.route == "" {
			l.route = "unknown"
		}
		o.of(l).Observe(spent.Seconds())
		level := slog.LevelDebug
		if l.status >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		if ctx := c.Request().Context(); o.log.Enabled(ctx, level) {
			o.log.LogAttrs(ctx, level, "request", slog.String("method", l.method), slog.String("route", l.route),
				slog.Int("status", l.status), slog.Int64("ms", spent.Milliseconds()))
		}
		return nil
	}
}

func (o *observer) of(l labels) prometheus.Observer {
	o.mu.RLock()
	s := o.series[l]
	o.mu.RUnlock()
	if s != nil {
		return s
	}
	s = o.took.WithLabelValues(l.method, l.route, strconv.Itoa(l.status))
	o.mu.Lock()
	defer o.mu.Unlock()
	o.series[l] = s
	return s
}

func methodOf(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}
