package web

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/designer"
	"github.com/onematter/onematter/internal/web/auth"
)

// noncePlace is where the build leaves room for the request's nonce.
const noncePlace = "__ONEMATTER_NONCE__"

// staffRoutes serve the staff app and the API's documentation, both built by
// npm into designer/dist. Without that build the addresses say how to make it;
// everything else works.
func staffRoutes(r auth.Router) error {
	dist, err := fs.Sub(designer.Dist, "dist")
	if err != nil {
		return err
	}
	app := shell(dist, "index.html")
	r.Handle(http.MethodGet, "/staff", app)
	r.Handle(http.MethodGet, "/staff/*", app)
	r.Handle(http.MethodGet, "/staff/assets/*", files(dist, "assets"))
	r.Handle(http.MethodGet, "/api/docs", shell(dist, "docs.html"))
	return nil
}

// shell serves an HTML entry with a fresh nonce for the style elements that
// the component library makes; scripts come from our own host only.
func shell(dist fs.FS, name string) echo.HandlerFunc {
	return func(c echo.Context) error {
		page, err := fs.ReadFile(dist, name)
		if errors.Is(err, fs.ErrNotExist) {
			return c.String(http.StatusServiceUnavailable, "工作人员页面尚未构建：请运行 make build\nThe staff pages are not built: run make build\n")
		}
		if err != nil {
			return err
		}
		var raw [16]byte
		_, _ = rand.Read(raw[:]) // never fails since Go 1.24
		nonce := base64.StdEncoding.EncodeToString(raw[:])
		h := c.Response().Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"+nonce+"'; style-src-attr 'unsafe-inline'; "+
			"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		h.Set("Cache-Control", "no-store")
		return c.HTML(http.StatusOK, strings.ReplaceAll(string(page), noncePlace, nonce))
	}
}

// files serves built assets: their names carry a hash of their content, so
// they may be kept for ever. The build keeps most of them compressed only.
func files(dist fs.FS, dir string) echo.HandlerFunc {
	return func(c echo.Context) error {
		full := dir + path.Clean("/"+c.Param("*"))
		raw, err := fs.ReadFile(dist, full)
		packed := errors.Is(err, fs.ErrNotExist)
		if packed {
			raw, err = fs.ReadFile(dist, full+".gz")
		}
		if err != nil { // a folder cannot be read either
			return echo.ErrNotFound
		}
		h := c.Response().Header()
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		if packed {
			h.Set("Vary", "Accept-Encoding")
			if strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
				h.Set("Content-Encoding", "gzip")
			} else if raw, err = gunzip(raw); err != nil {
				return err
			}
		}
		return c.Blob(http.StatusOK, mediaOf(full), raw)
	}
}

func gunzip(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func mediaOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".json":
		return "application/json"
	}
	return "application/octet-stream"
}
