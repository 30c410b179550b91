package web

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"
)

// settled holds every answer back until what it tells is on disk: a power cut
// takes back nothing that somebody was shown. An answer that cannot be given so
// breaks off; what says that we failed tells nothing that was read.
func settled(settle func(context.Context) error, log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Response().Before(func() {
				if err := settle(c.Request().Context()); err != nil && c.Response().Status < http.StatusInternalServerError {
					if c.Request().Context().Err() == nil {
						log.Error("web: an answer is not given", "route", c.Path(), "error", err)
					}
					panic(http.ErrAbortHandler)
				}
			})
			return next(c)
		}
	}
}
