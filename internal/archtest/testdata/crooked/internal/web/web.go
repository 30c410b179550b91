package web

import (
	_ "example.org/crooked/analytics/embedded"
	_ "example.org/crooked/designer"
	_ "example.org/crooked/internal/attic"
	_ "example.org/crooked/internal/store"
	_ "github.com/labstack/echo/v4"
)
