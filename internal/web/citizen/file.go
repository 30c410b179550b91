package citizen

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/internal/web/auth"
)

// file downloads an uploaded file. It is saved, never shown: whatever is in
// it runs nowhere in our name.
func (p *Pages) file(c echo.Context) error {
	f, body, err := p.o.Engine.OpenFile(c.Request().Context(), auth.Of(c).Actor, c.Param("id"))
	if err != nil {
		return err
	}
	defer body.Close()
	h := c.Response().Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	h.Set("Content-Disposition", "attachment; filename=\"file\"; filename*=UTF-8''"+strings.ReplaceAll(url.QueryEscape(f.Name), "+", "%20")) // RFC 8187 allows neither = nor @
	if err := c.Stream(http.StatusOK, f.Media, body); err != nil {
		return fmt.Errorf("sending file %s: %w", f.ID, err)
	}
	return nil
}
