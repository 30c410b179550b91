package api

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// File is an uploaded file; its bytes are at /files/{id}/content.
type File struct {
	ID       string    `json:"id"`
	Material string    `json:"material"`
	Name     string    `json:"name"`
	Media    string    `json:"media" description:"Judged by its bytes"`
	Size     int64     `json:"size"`
	SHA256   string    `json:"sha256"`
	Added    time.Time `json:"added"`
}

// uploadIn names what is uploaded; the bytes are the multipart part "file".
type uploadIn struct {
	ID       string `path:"id"`
	Material string `path:"material"`
}

func (a *API) fileRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodPost, path: "/drafts/:id/materials/:material/files", id: "uploadFile", tag: "files", summary: "Hand in a material of a draft (multipart/form-data, part \"file\")", status: http.StatusCreated}, a.uploadFile)
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/materials/:material/files", id: "uploadCorrectionFile", tag: "files", summary: "Hand in a material a department asked for again", status: http.StatusCreated}, a.uploadCorrectionFile)
	route(a, r, row{method: http.MethodDelete, path: "/files/:id", id: "removeFile", tag: "files", summary: "Remove a file from a draft", status: http.StatusNoContent}, a.removeFile)
	route(a, r, row{method: http.MethodGet, path: "/files/:id/content", id: "getFile", tag: "files", summary: "A file's bytes"}, a.fileContent)
}

func fileOf(f engine.File) File {
	return File{ID: f.ID, Material: f.Material, Name: f.Name, Media: f.Media, Size: f.Size, SHA256: f.SHA256, Added: f.Added}
}

// part finds the part "file" without reading the body into memory first.
func part(c echo.Context) (string, io.ReadCloser, error) {
	mr, err := c.Request().MultipartReader()
	if err != nil {
		return "", nil, kindMedia.At("Content-Type", "got", c.Request().Header.Get("Content-Type"))
	}
	for {
		p, err := mr.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, kindNoFile.At("file")
		}
		if err != nil {
			return "", nil, kindBroken.At("file")
		}
		if p.FormName() == "file" {
			return p.FileName(), p, nil
		}
	}
}

func (a *API) uploadFile(c *call[uploadIn]) (*File, error) {
	name, body, err := part(c)
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }()
	f, err := a.o.Engine.AddFile(c.Request().Context(), c.Actor, c.In.ID, c.In.Material, name, body)
	if err != nil {
		return nil, err
	}
	out := fileOf(f)
	return &out, nil
}

func (a *API) uploadCorrectionFile(c *call[uploadIn]) (*File, error) {
	name, body, err := part(c)
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }()
	f, err := a.o.Engine.AddCorrectionFile(c.Request().Context(), c.Actor, c.In.ID, c.In.Material, name, body)
	if err != nil {
		return nil, err
	}
	out := fileOf(f)
	return &out, nil
}

func (a *API) removeFile(c *call[draftID]) (*none, error) {
	return nil, a.o.Engine.RemoveFile(c.Request().Context(), c.Actor, c.In.ID)
}

func (a *API) fileContent(c *call[draftID]) (*Binary, error) {
	f, body, err := a.o.Engine.OpenFile(c.Request().Context(), c.Actor, c.In.ID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }()
	ServeFile(c, f, body)
	return nil, nil
}

// Binary is an answer that is no JSON.
type Binary struct{}

// ServeFile streams an uploaded file so that nothing in it can act on our
// origin: judged media type, no sniffing, a sandbox, and a name that cannot
// break the header.
func ServeFile(c echo.Context, f engine.File, body io.Reader) {
	h := c.Response().Header()
	disposition := "attachment"
	if strings.HasPrefix(f.Media, "image/") || f.Media == "application/pdf" {
		disposition = "inline"
	}
	ascii := mime.FormatMediaType(disposition, map[string]string{"filename": "file"})
	h.Set("Content-Disposition", fmt.Sprintf("%s; filename*=UTF-8''%s", ascii, url.PathEscape(f.Name)))
	h.Set("Content-Type", f.Media)
	h.Set("Content-Length", fmt.Sprint(f.Size))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	c.Response().WriteHeader(http.StatusOK)
	_, _ = io.Copy(c.Response(), body) // the status is out; a broken connection is the client's loss
}
