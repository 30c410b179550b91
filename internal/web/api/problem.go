package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// Problem is the body of every refusal: RFC 9457 application/problem+json.
type Problem struct {
	Type   string              `json:"type" description:"Identifies the kind of problem"`
	Title  string              `json:"title" description:"Short, in the request's language"`
	Status int                 `json:"status"`
	Detail string              `json:"detail,omitempty" description:"What to do about it, in the request's language"`
	Code   string              `json:"code" description:"Stable code of the first error"`
	Errors []metamodel.Problem `json:"errors" description:"Each failure with code, path and message in every language"`
}

// badRequest wraps problems of a request that could not even be read.
type badRequest struct{ metamodel.Problems }

// problem answers with what err means. It is the only place where errors
// become HTTP.
func problem(c echo.Context, err error) error {
	status, ps := judge(err)
	if status == http.StatusInternalServerError {
		slog.ErrorContext(c.Request().Context(), "api: request failed", "method", c.Request().Method, "route", c.Path(), "error", err)
	}
	return Write(c, status, ps)
}

// Write answers with problems under status.
func Write(c echo.Context, status int, ps metamodel.Problems) error {
	lang := auth.Lang(c)
	body := Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Errors: ps}
	if len(ps) > 0 {
		body.Code, body.Detail = ps[0].Code, ps[0].In(lang)
		body.Type = "/api/docs/problems#" + ps[0].Code
	}
	if t, ok := titles[status]; ok {
		body.Title = t.In(lang)
	}
	if status == http.StatusUnauthorized {
		c.Response().Header().Set("WWW-Authenticate", `Bearer realm="onematter"`)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return c.Blob(status, "application/problem+json", raw)
}

var titles = map[int]metamodel.Text{
	400: metamodel.ZhEn("请求无法读取", "The request cannot be read"),
	401: metamodel.ZhEn("请先登录", "Sign in first"),
	403: metamodel.ZhEn("请求被拒绝", "The request is refused"),
	404: metamodel.ZhEn("没有找到", "Not found"),
	405: metamodel.ZhEn("不支持这种请求方法", "Method not allowed"),
	409: metamodel.ZhEn("内容已被更改", "It has been changed meanwhile"),
	413: metamodel.ZhEn("内容过大", "Too large"),
	415: metamodel.ZhEn("不支持的内容类型", "Unsupported media type"),
	422: metamodel.ZhEn("有内容需要更正", "Something needs to be put right"),
	428: metamodel.ZhEn("缺少必需的请求头", "A required header is missing"),
	429: metamodel.ZhEn("请求过于频繁", "Too many requests"),
	500: metamodel.ZhEn("系统出错", "Something went wrong here"),
	503: metamodel.ZhEn("暂不可用", "Unavailable for now"),
}

var statusOf = map[string]int{
	kindNoRevision.Code: http.StatusPreconditionRequired, kindNoKey.Code: http.StatusPreconditionRequired,
	kindBadRevision.Code: http.StatusBadRequest, kindBadKey.Code: http.StatusBadRequest,
	kindMedia.Code: http.StatusUnsupportedMediaType, kindTooLarge.Code: http.StatusRequestEntityTooLarge,
	kindBroken.Code: http.StatusBadRequest, kindJSON.Code: http.StatusBadRequest,
	"cursor.invalid": http.StatusBadRequest, "account.throttled": http.StatusTooManyRequests,
	"file.too_large": http.StatusRequestEntityTooLarge, "file.media": http.StatusUnsupportedMediaType,
	"account.wrong": http.StatusUnauthorized,
}

// judge turns an error into a status and problems.
func judge(err error) (int, metamodel.Problems) {
	var (
		one      metamodel.Problem
		many     metamodel.Problems
		unread   badRequest
		http1    *echo.HTTPError
		tooLarge *http.MaxBytesError
	)
	switch {
	case errors.As(err, &unread):
		return http.StatusBadRequest, unread.Problems
	case errors.As(err, &one):
		many = metamodel.Problems{one}
		fallthrough
	case errors.As(err, &many):
		if len(many) > 0 {
			if status, ok := statusOf[many[0].Code]; ok {
				return status, many
			}
		}
		return http.StatusUnprocessableEntity, many
	case errors.Is(err, engine.ErrNotFound), errors.Is(err, catalog.ErrNoRelease):
		return http.StatusNotFound, metamodel.Problems{kindNotFound.At("")}
	case errors.Is(err, engine.ErrConflict):
		return http.StatusConflict, metamodel.Problems{kindConflict.At("")}
	case errors.Is(err, engine.ErrTaken):
		return http.StatusConflict, metamodel.Problems{kindTaken.At("")}
	case errors.Is(err, auth.ErrStranger):
		return http.StatusUnauthorized, metamodel.Problems{kindStranger.At("")}
	case errors.Is(err, auth.ErrBadToken):
		return http.StatusUnauthorized, metamodel.Problems{kindBadToken.At("Authorization")}
	case errors.Is(err, auth.ErrCSRF):
		return http.StatusForbidden, metamodel.Problems{kindCSRF.At("X-CSRF-Token")}
	case errors.Is(err, analytics.ErrUnavailable):
		return http.StatusServiceUnavailable, metamodel.Problems{kindAnalytics.At("")}
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge, metamodel.Problems{kindTooLarge.At("", "limit", tooLarge.Limit)}
	case errors.As(err, &http1):
		switch http1.Code {
		case http.StatusNotFound:
			return http1.Code, metamodel.Problems{kindNotFound.At("")}
		case http.StatusMethodNotAllowed:
			return http1.Code, metamodel.Problems{kindMethod.At("")}
		case http.StatusTooManyRequests:
			return http1.Code, metamodel.Problems{kindThrottled.At("")}
		case http.StatusRequestEntityTooLarge:
			return http1.Code, metamodel.Problems{kindTooLarge.At("", "limit", "")}
		}
		return http1.Code, metamodel.Problems{kindBroken.At("")}
	}
	return http.StatusInternalServerError, metamodel.Problems{kindInternal.At("")}
}

// HandleError is for what fails outside an operation: unknown paths under
// /api, refusals of the middleware.
func HandleError(c echo.Context, err error) error { return problem(c, err) }
