package auth

import (
	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"
)

const langCookie = "lang"

var languages = language.NewMatcher([]language.Tag{language.Chinese, language.English, language.TraditionalChinese}) // whoever reads the one reads the other

// Lang is the language of the request: ?lang=, then the cookie "lang", then
// Accept-Language; "zh" unless English is asked for.
func Lang(c echo.Context) string {
	if q := c.QueryParam("lang"); q == "zh" || q == "en" {
		return q
	}
	if cookie, err := c.Cookie(langCookie); err == nil && (cookie.Value == "zh" || cookie.Value == "en") {
		return cookie.Value
	}
	header := c.Request().Header.Get("Accept-Language")
	if header == "" || len(header) > 512 {
		return "zh"
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return "zh"
	}
	if _, i, confidence := languages.Match(tags...); i == 1 && confidence > language.No {
		return "en"
	}
	return "zh"
}
