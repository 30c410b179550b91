package citizen

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/designer"
)

//go:embed assets/dist
var dist embed.FS

// asset is one static file, served under a name that changes with its content.
type asset struct {
	name  string // "citizen.3f2a91bc0d.css"
	media string
	body  []byte
	gzip  []byte
}

// assets are few and small: they are kept in memory, compressed once.
type assets struct {
	byPlain map[string]*asset // "citizen.css"
	byName  map[string]*asset
}

// loadAssets reads the embedded build. The style sheet begins with the design
// tokens, read from where staff pages read them too.
func loadAssets() *assets {
	a := &assets{byPlain: map[string]*asset{}, byName: map[string]*asset{}}
	tokens, err := designer.Tokens.ReadFile("tokens/tokens.css")
	if err != nil {
		panic(err) // embedded
	}
	entries, err := dist.ReadDir("assets/dist")
	if err != nil {
		panic(err) // embedded
	}
	for _, e := range entries {
		body, err := dist.ReadFile("assets/dist/" + e.Name())
		if err != nil {
			panic(err) // embedded
		}
		if e.Name() == "citizen.css" {
			body = append(squeeze(tokens), body...)
		}
		a.add(e.Name(), body)
	}
	return a
}

// squeeze drops comments and indentation of a style sheet that is kept readable.
func squeeze(css []byte) []byte {
	s := string(css)
	for {
		from := strings.Index(s, "/*")
		if from < 0 {
			break
		}
		to := strings.Index(s[from:], "*/")
		if to < 0 {
			break
		}
		s = s[:from] + s[from+to+2:]
	}
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return []byte(strings.Join(lines, ""))
}

func (a *assets) add(plain string, body []byte) {
	sum := sha256.Sum256(body)
	ext := path.Ext(plain)
	f := &asset{
		name:  strings.TrimSuffix(plain, ext) + "." + hex.EncodeToString(sum[:6]) + ext,
		media: mime.TypeByExtension(ext),
		body:  body,
	}
	if ext == ".svg" {
		f.media = "image/svg+xml"
	}
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = w.Write(body) // a buffer takes everything
	_ = w.Close()
	f.gzip = b.Bytes()
	a.byPlain[plain] = f
	a.byName[f.name] = f
}

// url is the address of an asset by its plain name, for templates.
func (a *assets) url(plain string) string {
	f, ok := a.byPlain[plain]
	if !ok {
		panic("citizen: no asset " + plain)
	}
	return "/assets/" + f.name
}

func (a *assets) serve(c echo.Context) error {
	f, ok := a.byName[c.Param("name")]
	if !ok {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Vary", "Accept-Encoding")
	if strings.HasSuffix(f.name, ".svg") {
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	}
	if strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		return c.Blob(http.StatusOK, f.media, f.gzip)
	}
	return c.Blob(http.StatusOK, f.media, f.body)
}

// favicon answers browsers that ask by habit.
func (a *assets) favicon(c echo.Context) error {
	return c.Redirect(http.StatusMovedPermanently, a.url("mark.svg"))
}
