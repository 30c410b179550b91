package api

import (
	"encoding/json"
	"errors"
	"io"
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

// Refuse answers with what err means. It is the only place where errors become
// HTTP: of operations, of the middleware before them, of unknown addresses.
func (a *API) Refuse(c echo.Context, err error) error {
	status, ps := judge(err)
	if status == http.StatusInternalServerError {
		if c.Request().Context().Err() != nil { // nobody waits for the answer
			status, ps = http.StatusServiceUnavailable, metamodel.Problems{kindGone.At("")}
		} else {
			a.o.Log.ErrorContext(c.Request().Context(), "api: request failed", "method", c.Request().Method, "route", c.Path(), "error", err)
		}
	}
	return write(c, status, ps)
}

// write answers with problems under status.
func write(c echo.Context, status int, ps metamodel.Problems) error {
	lang := auth.Lang(c)
	body := Problem{Type: "urn:onematter:problem:" + ps[0].Code, Title: titles[status].In(lang), Status: status,
		Detail: ps[0].In(lang), Code: ps[0].Code, Errors: ps}
	if body.Title == "" {
		body.Title = http.StatusText(status)
	}
	harden(c)
	h := c.Response().Header()
	h.Set("Content-Language", map[string]string{"zh": "zh-CN", "en": "en"}[lang])
	switch status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="onematter"`)
	case http.StatusTooManyRequests:
		if h.Get("Retry-After") == "" {
			h.Set("Retry-After", "30")
		}
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "30")
	case http.StatusRequestEntityTooLarge:
		// A client that is still sending would see a broken connection instead of
		// this answer: take in some more, and throw it away.
		_, _ = io.CopyN(io.Discard, c.Request().Body, drain)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return c.Blob(status, "application/problem+json", raw)
}

// drain bounds what is read and thrown away of a body that is too large.
const drain = 32 << 20

var titles = map[int]metamodel.Text{
	400: metamodel.ZhEn("请求无法读取", "The request cannot be read"),
	401: metamodel.ZhEn("请先登录", "Sign in first"),
	403: metamodel.ZhEn("请求被拒绝", "The request is refused"),
	404: metamodel.ZhEn("没有找到", "Not found"),
	405: metamodel.ZhEn("不支持这种请求方法", "Method not allowed"),
	409: metamodel.ZhEn("与现在的状态不符", "In conflict with how things stand now"),
	413: metamodel.ZhEn("内容过大", "Too large"),
	415: metamodel.ZhEn("不支持的内容类型", "Unsupported media type"),
	422: metamodel.ZhEn("有内容需要更正", "Something needs to be put right"),
	428: metamodel.ZhEn("缺少必需的前提", "A required precondition is missing"),
	429: metamodel.ZhEn("请求过于频繁", "Too many requests"),
	500: metamodel.ZhEn("系统出错", "Something went wrong here"),
	503: metamodel.ZhEn("暂不可用", "Unavailable for now"),
}

var statusOf = map[string]int{
	kindNoRevision.Code: http.StatusPreconditionRequired, kindNoKey.Code: http.StatusPreconditionRequired,
	kindBadRevision.Code: http.StatusBadRequest, kindBadKey.Code: http.StatusBadRequest,
	kindMedia.Code: http.StatusUnsupportedMediaType, kindTooLarge.Code: http.StatusRequestEntityTooLarge,
	kindBroken.Code: http.StatusBadRequest, kindJSON.Code: http.StatusBadRequest,
	kindCoding.Code: http.StatusUnsupportedMediaType, kindNoFile.Code: http.StatusBadRequest, kindOneFile.Code: http.StatusBadRequest,
	kindCursor.Code: http.StatusBadRequest, "json.too_large": http.StatusRequestEntityTooLarge,

	"account.throttled": http.StatusTooManyRequests, "account.wrong": http.StatusUnauthorized, "account.taken": http.StatusConflict,
	"idempotency.key": http.StatusBadRequest,
	"file.too_large":  http.StatusRequestEntityTooLarge, "file.media": http.StatusUnsupportedMediaType,
	catalog.PackTooLarge.Code: http.StatusRequestEntityTooLarge, catalog.FileTooLarge.Code: http.StatusRequestEntityTooLarge, catalog.TooManyFiles.Code: http.StatusRequestEntityTooLarge,
	"action.role": http.StatusForbidden, "delegation.over": http.StatusConflict,
	"draft.submitted": http.StatusConflict, "matter.cancelled": http.StatusConflict, "file.submitted": http.StatusConflict, "action.ended": http.StatusConflict, "action.decided": http.StatusConflict,
	"version.stage": http.StatusConflict, "version.four_eyes": http.StatusForbidden, "version.approved_twice": http.StatusConflict,
	"version.not_approved": http.StatusConflict, "version.number_taken": http.StatusConflict, "version.base": http.StatusConflict, "version.base_unsaid": http.StatusPreconditionRequired,
	"release.retired": http.StatusConflict, "release.needed": http.StatusConflict, "migration.status": http.StatusConflict, "migration.busy": http.StatusConflict,
	"action.waiting": http.StatusConflict, "action.votes": http.StatusConflict, "task.closed": http.StatusConflict, "sign.twice": http.StatusConflict, "correction.none": http.StatusConflict,
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
		return statusFor(unread.Problems, http.StatusBadRequest), unread.Problems
	case errors.As(err, &one):
		many = metamodel.Problems{one}
		return statusFor(many, http.StatusUnprocessableEntity), many
	case errors.As(err, &many) && len(many) > 0:
		return statusFor(many, http.StatusUnprocessableEntity), many
	case errors.Is(err, engine.ErrNotFound), errors.Is(err, catalog.ErrNoRelease), errors.Is(err, catalog.ErrNoVersion):
		return http.StatusNotFound, metamodel.Problems{kindNotFound.At("")}
	case errors.Is(err, engine.ErrConflict), errors.Is(err, catalog.ErrStale), errors.Is(err, catalog.ErrRetired):
		return http.StatusConflict, metamodel.Problems{kindConflict.At("")}
	case errors.Is(err, engine.ErrTaken):
		return http.StatusConflict, metamodel.Problems{kindTaken.At("")}
	case errors.Is(err, auth.ErrStranger):
		return http.StatusUnauthorized, metamodel.Problems{kindStranger.At("")}
	case errors.Is(err, auth.ErrBadToken):
		return http.StatusUnauthorized, metamodel.Problems{kindBadToken.At("Authorization")}
	case errors.Is(err, auth.ErrPerson):
		return http.StatusForbidden, metamodel.Problems{kindPerson.At("")}
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
		}
	}
	return http.StatusInternalServerError, metamodel.Problems{kindInternal.At("")}
}

// statusFor is the status of the first problem's code, or else the usual one.
func statusFor(ps metamodel.Problems, usual int) int {
	if status, ok := statusOf[ps[0].Code]; ok {
		return status
	}
	return usual
}
