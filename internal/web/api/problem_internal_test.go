package api

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// What the decoder says beyond a wrong type, and a caller who has gone, have
// words of their own.
func TestRarerAnswersOfTheAPI(t *testing.T) {
	t.Parallel()
	if p := decodeProblem("", errors.New("words of a later version")); p.Code != "request.json" {
		t.Errorf("%v", p)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	rec := httptest.NewRecorder()
	c := echo.New().NewContext(httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil), rec)
	a := &API{}
	if err := a.Refuse(c, errors.New("the database is slow")); err != nil {
		t.Fatal(err)
	}
	if rec.Code != http.StatusServiceUnavailable || !strings.Contains(rec.Body.String(), "request.gone") {
		t.Errorf("%d: %s", rec.Code, rec.Body)
	}
}
