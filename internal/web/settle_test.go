package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"
)

func TestAnAnswerWaitsUntilWhatItTellsIsOnDisk(t *testing.T) {
	t.Parallel()
	asked, goOn := make(chan struct{}), make(chan error, 1)
	e := echo.New()
	e.Use(settled(func(context.Context) error { asked <- struct{}{}; return <-goOn }, slog.New(slog.DiscardHandler)))
	e.GET("/told", func(c echo.Context) error { return c.String(http.StatusOK, "decided") })
	e.GET("/failed", func(echo.Context) error { return errors.New("a fault of ours") })
	server := httptest.NewServer(e)
	defer server.Close()

	get := func(path string) chan int {
		status := make(chan int, 1)
		go func() {
			r, err := http.Get(server.URL + path)
			if err != nil {
				status <- 0
				return
			}
			_ = r.Body.Close()
			status <- r.StatusCode
		}()
		<-asked
		return status
	}
	told := get("/told")
	if len(told) > 0 {
		t.Error("answered before")
	}
	goOn <- nil
	if s := <-told; s != http.StatusOK {
		t.Errorf("status %d", s)
	}

	told = get("/told")
	goOn <- errors.New("the disk is gone")
	go func() { // a client asks once more when its connection broke off
		for range asked {
			goOn <- errors.New("the disk is gone")
		}
	}()
	if s := <-told; s != 0 {
		t.Errorf("what may be lost was told with status %d", s)
	}
	r, err := http.Get(server.URL + "/failed")
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	if r.StatusCode != http.StatusInternalServerError {
		t.Errorf("a failure answers %d", r.StatusCode)
	}
}
