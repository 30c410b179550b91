package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/labstack/echo/v4"
)

func TestBuiltFilesAreServedCompressedToThoseWhoTakeIt(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte("export {}")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	e.GET("/assets/*", files(fstest.MapFS{"assets/big-1.js.gz": {Data: packed.Bytes()}, "assets/small-1.css": {Data: []byte("p{}")}, "index.html": {Data: []byte("no")}}, "assets"))
	for _, c := range []struct {
		path, takes  string
		status       int
		coding, body string
	}{
		{"big-1.js", "br, gzip", http.StatusOK, "gzip", packed.String()},
		{"big-1.js", "", http.StatusOK, "", "export {}"},
		{"small-1.css", "gzip", http.StatusOK, "", "p{}"},
		{"", "gzip", http.StatusNotFound, "", ""},
		{"../index.html", "gzip", http.StatusNotFound, "", ""},
	} {
		r, w := httptest.NewRequest(http.MethodGet, "/assets/"+c.path, nil), httptest.NewRecorder()
		r.Header.Set("Accept-Encoding", c.takes)
		e.ServeHTTP(w, r)
		if w.Code != c.status || w.Header().Get("Content-Encoding") != c.coding || c.body != "" && w.Body.String() != c.body {
			t.Errorf("%s to who takes %q: %d, %v, %q", c.path, c.takes, w.Code, w.Header(), w.Body.String())
		}
	}
}
