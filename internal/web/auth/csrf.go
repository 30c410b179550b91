package auth

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

const (
	csrfHeader = "X-CSRF-Token"
	// CSRFField is the form field that carries the token. In a form with files
	// it stands before them.
	CSRFField = "csrf"

	minToken = 32      // characters of a stranger's token
	maxToken = 512     // characters read of any
	peeked   = 8 << 10 // bytes of an upload looked at for the token
)

// CSRFToken is the token a form must send back in the field "csrf", a script in
// the header X-CSRF-Token. Strangers have one too (double-submit cookie), so
// that signing in is protected.
func CSRFToken(c echo.Context) string {
	if s := Of(c).Session; s != nil {
		return s.CSRF
	}
	if t, ok := c.Get("onematter.csrf").(string); ok {
		return t
	}
	if cookie, err := c.Cookie(cookieName(c, "om_csrf")); err == nil && len(cookie.Value) >= minToken {
		return cookie.Value
	}
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails since Go 1.24
	token := base64.RawURLEncoding.EncodeToString(raw[:])
	c.Set("onematter.csrf", token)
	c.SetCookie(newCookie(c, "om_csrf", token, 0))
	return token
}

// csrfOK judges an unsafe request that rides on cookies: it must come from our
// own pages and carry the token.
func csrfOK(c echo.Context) bool {
	r := c.Request()
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	if origin := r.Header.Get("Origin"); origin != "" && origin != "null" {
		u, err := url.Parse(origin)
		if err != nil || !strings.EqualFold(u.Host, r.Host) {
			return false
		}
	}
	media, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil {
		media = ""
	}
	var want string
	switch s := Of(c).Session; {
	case s != nil:
		want = s.CSRF
	case r.Method != http.MethodPost || media == echo.MIMEApplicationJSON || r.ContentLength == 0:
		// Nobody's rights ride along. Another site's page can send neither such a
		// method nor such a type without asking us first, which we refuse, and
		// nothing at all says nothing in anybody's name.
		return true
	default:
		if cookie, err := c.Cookie(cookieName(c, "om_csrf")); err == nil && len(cookie.Value) >= minToken {
			want = cookie.Value
		}
	}
	if want == "" {
		return false
	}
	got := r.Header.Get(csrfHeader)
	if got == "" {
		got = formToken(r, media)
	}
	return subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}

// formToken finds the token in a form. A form with files stays to be read:
// nobody's upload is taken in before it is known whose it is.
func formToken(r *http.Request, media string) string {
	switch media {
	case echo.MIMEApplicationForm:
		return r.PostFormValue(CSRFField)
	case echo.MIMEMultipartForm:
	default:
		return ""
	}
	_, params, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || params["boundary"] == "" {
		return ""
	}
	head := make([]byte, peeked)
	n, _ := io.ReadFull(r.Body, head) // a body that ends or breaks does so again for whoever reads it
	r.Body = readCloser{io.MultiReader(bytes.NewReader(head[:n]), r.Body), r.Body}
	form := multipart.NewReader(bytes.NewReader(head[:n]), params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return ""
		}
		if part.FormName() != CSRFField || part.FileName() != "" {
			continue
		}
		token, err := io.ReadAll(io.LimitReader(part, maxToken))
		if err != nil {
			return ""
		}
		return string(token)
	}
}

// readCloser reads from one and closes another.
type readCloser struct {
	io.Reader
	io.Closer
}
