package api

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// File is an uploaded file; its bytes are at /files/{id}/content.
type File struct {
	ID       string    `json:"id"`
	Material string    `json:"material" description:"Empty: it is for a file field"`
	Name     string    `json:"name"`
	Media    string    `json:"media" description:"Judged by its bytes"`
	Size     int64     `json:"size"`
	SHA256   string    `json:"sha256"`
	Added    time.Time `json:"added"`
}

// uploadIn names what is uploaded; the bytes are the multipart part "file".
type uploadIn struct {
	ID       string `path:"id" description:"Its id, as lists give it"`
	Material string `path:"material" description:"A standard material's id"`
}

// fieldUploadIn names the file field that an upload is for.
type fieldUploadIn struct {
	ID   string `path:"id" description:"Its id, as lists give it"`
	Path string `query:"path" validate:"required,max=500" description:"Of the field in the answers: employer/HD106, member/0/certificate/1/HD213"`
}

func (a *API) fileRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodPost, path: "/drafts/:id/materials/:material/files", id: "uploadFile", tag: "files", summary: "Hand in a material of a draft: one file a request, in the part \"file\"", status: http.StatusCreated}, a.uploadFile)
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/materials/:material/files", id: "uploadCorrectionFile", tag: "files", summary: "Hand in a material a department asked for again; id is the matter's case", status: http.StatusCreated}, a.uploadCorrectionFile)
	route(a, r, row{method: http.MethodPost, path: "/drafts/:id/files", id: "uploadFieldFile", tag: "files", summary: "Give a file for a file field of a draft: one a request, in the part \"file\"; it is added to the answer", status: http.StatusCreated}, a.uploadFieldFile)
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/files", id: "uploadCorrectionFieldFile", tag: "files", summary: "Bring a file for a file field that a correction asks for, or that corrected answers do; its id is then part of the answer that is handed in", status: http.StatusCreated}, a.uploadCorrectionFieldFile)
	route(a, r, row{method: http.MethodDelete, path: "/files/:id", id: "removeFile", tag: "files", summary: "Remove a file from a draft, or from a correction not handed in yet", status: http.StatusNoContent}, a.removeFile)
	route(a, r, row{method: http.MethodGet, path: "/files/:id/content", id: "getFile", tag: "files", summary: "A file's bytes"}, a.fileContent)
}

func fileOf(f engine.File) File {
	return File{ID: f.ID, Material: f.Material, Name: f.Name, Media: f.Media, Size: f.Size, SHA256: f.SHA256, Added: f.Added}
}

// upload is a body whose part "file" is being read.
type upload struct {
	form *multipart.Reader
	part *multipart.Part
}

// openUpload finds the part "file" without reading the body into memory first.
func openUpload(c echo.Context) (*upload, error) {
	form, err := c.Request().MultipartReader()
	if err != nil {
		return nil, kindUpload.At("Content-Type", "got", printable(c.Request().Header.Get(echo.HeaderContentType)))
	}
	u := &upload{form: form}
	if err := u.next(); errors.Is(err, io.EOF) {
		return nil, kindNoFile.At("file")
	} else if err != nil {
		return nil, err
	}
	return u, nil
}

// next goes on to the next part "file"; io.EOF when there is none.
func (u *upload) next() error {
	for {
		part, err := u.form.NextPart()
		if err != nil {
			return reading(err)
		}
		if part.FormName() == "file" {
			u.part = part
			return nil
		}
	}
}

func (u *upload) Read(p []byte) (int, error) {
	n, err := u.part.Read(p)
	return n, reading(err)
}

// take lets the engine keep an upload. A second file in the same request would
// be lost without a word: then the first one is not kept either.
func take[In any](a *API, c *call[In], keep func(name string, body io.Reader) (engine.File, error)) (*File, error) {
	u, err := openUpload(c)
	if err != nil {
		return nil, err
	}
	f, err := keep(u.part.FileName(), u)
	if err != nil {
		return nil, err
	}
	if err := u.next(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = kindOneFile.At("file")
		}
		if gone := a.o.Engine.RemoveFile(c.Request().Context(), c.Actor, f.ID); gone != nil {
			return nil, gone
		}
		return nil, err
	}
	out := fileOf(f)
	return &out, nil
}

func (a *API) uploadFile(c *call[uploadIn]) (*File, error) {
	return take(a, c, func(name string, body io.Reader) (engine.File, error) {
		return a.o.Engine.AddFile(c.Request().Context(), c.Actor, c.In.ID, c.In.Material, name, body)
	})
}

func (a *API) uploadCorrectionFile(c *call[uploadIn]) (*File, error) {
	return take(a, c, func(name string, body io.Reader) (engine.File, error) {
		return a.o.Engine.AddCorrectionFile(c.Request().Context(), c.Actor, c.In.ID, c.In.Material, name, body)
	})
}

func (a *API) uploadFieldFile(c *call[fieldUploadIn]) (*File, error) {
	return take(a, c, func(name string, body io.Reader) (engine.File, error) {
		return a.o.Engine.AddFieldFile(c.Request().Context(), c.Actor, c.In.ID, c.In.Path, name, body)
	})
}

func (a *API) uploadCorrectionFieldFile(c *call[fieldUploadIn]) (*File, error) {
	return take(a, c, func(name string, body io.Reader) (engine.File, error) {
		return a.o.Engine.AddCorrectionFieldFile(c.Request().Context(), c.Actor, c.In.ID, c.In.Path, name, body)
	})
}

func (a *API) removeFile(c *call[idIn]) (*none, error) {
	return nil, a.o.Engine.RemoveFile(c.Request().Context(), c.Actor, c.In.ID)
}

func (a *API) fileContent(c *call[idIn]) (*Binary, error) {
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

// sendFile answers with a file that was made here.
func sendFile(c echo.Context, name, media string, body []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, name))
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method != http.MethodHead {
		_, _ = c.Response().Write(body) // the status is out; a broken connection is the client's loss
	}
	return nil
}

// ServeFile streams an uploaded file so that nothing in it can act on our
// origin: judged media type, no sniffing, a sandbox, and a name that cannot
// break the header.
func ServeFile(c echo.Context, f engine.File, body io.Reader) {
	h := c.Response().Header()
	disposition := "attachment"
	if strings.HasPrefix(f.Media, "image/") || f.Media == "application/pdf" {
		disposition = "inline"
	}
	h.Set("Content-Disposition", disposition+`; filename="file"; filename*=UTF-8''`+strings.ReplaceAll(url.QueryEscape(f.Name), "+", "%20")) // RFC 8187 allows neither = nor @
	h.Set("Content-Type", f.Media)
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return
	}
	_, _ = io.Copy(c.Response(), body) // the status is out; a broken connection is the client's loss
}
