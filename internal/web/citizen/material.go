package citizen

import (
	"errors"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

type materialView struct {
	Page
	ID, Name string // of the filing
	Material uploadRow
	Action   string
	Limits   []string
	For      string
	ForCount int
	Also     string   // what its departments call it
	Replace  *fileRow // the file a new one takes the place of
	Accept   string
	Full     bool
	Return   string
	Done     string // "uploaded", "removed"
	Error    string
}

// fileRow is one uploaded file.
type fileRow struct {
	ID, Name, Size, Added, Href string
	Type                        string
}

func (l L) fileRow(f engine.File) fileRow {
	return fileRow{ID: f.ID, Name: f.Name, Size: l.Size(f.Size), Added: l.Moment(f.Added), Href: "/files/" + f.ID, Type: mediaName(f.Media)}
}

func mediaName(media string) string {
	switch media {
	case "application/pdf":
		return "PDF"
	case "image/jpeg":
		return "JPG"
	case "image/png":
		return "PNG"
	}
	if i := strings.LastIndexByte(media, '/'); i >= 0 {
		return strings.ToUpper(media[i+1:])
	}
	return media
}

// material is the page of one requirement.
func (p *Pages) material(c echo.Context) error {
	d, m, err := p.openMaterial(c)
	if err != nil {
		return err
	}
	if d.Draft.Submitted != "" {
		return see(c, "/cases/"+d.Draft.Submitted+"/receipt")
	}
	v := p.materialPage(c, d, m)
	v.Return = returnTo(c.QueryParam("return"))
	if v.Return == "check" {
		v.Back = "/drafts/" + v.ID + "/check"
	}
	v.Done = c.QueryParam("done")
	for i := range v.Material.Files {
		if v.Material.Files[i].ID == c.QueryParam("replace") {
			v.Replace = &v.Material.Files[i]
		}
	}
	return p.render(c, http.StatusOK, "page-material", v)
}

func (p *Pages) openMaterial(c echo.Context) (*engine.DraftView, catalog.MaterialState, error) {
	d, err := p.open(c)
	if err != nil {
		return nil, catalog.MaterialState{}, err
	}
	for _, m := range asked(d) {
		if m.Material.ID == c.Param("material") {
			return d, m, nil
		}
	}
	if m := unaskedMaterial(d, c.Param("material")); m != nil {
		return nil, catalog.MaterialState{}, unaskedError{d.Draft.ID, m.ID}
	}
	return nil, catalog.MaterialState{}, errMissing
}

func (p *Pages) materialPage(c echo.Context, d *engine.DraftView, m catalog.MaterialState) materialView {
	v := materialView{Page: p.newPage(c, ""), ID: d.Draft.ID, Action: materialURL(d.Draft.ID, m.Material.ID)}
	v.Material = v.upload(d.Draft.ID, m, d.Files)
	v.Title, v.Name, v.Back = v.Material.Title, v.draftName(d), "/drafts/"+d.Draft.ID
	v.Limits, v.Accept = p.limits(v.L, m.Material)
	v.Also = v.otherNames(m)
	v.Full = len(v.Material.Files) >= maxFiles(m.Material)
	var names []string
	if d.Theme != nil {
		for _, tm := range d.Theme.Matters {
			for _, id := range serving(m) {
				if id == tm.Def.ID {
					names = append(names, v.In(tm.Def.Name))
				}
			}
		}
	}
	v.For, v.ForCount = v.List(names), len(names)
	return v
}

func maxFiles(m *metamodel.Material) int {
	if m.MaxFiles > 0 {
		return m.MaxFiles
	}
	return 5
}

// limits says what may be uploaded, before anybody tries.
func (p *Pages) limits(l L, m *metamodel.Material) (words []string, accept string) {
	return p.limitsOf(l, m.Accept, m.MaxBytes, maxFiles(m))
}

// limitsOf puts limits into words. No media and no size: the engine's own.
func (p *Pages) limitsOf(l L, media []string, size int64, most int) (words []string, accept string) {
	if len(media) == 0 {
		media = []string{"application/pdf", "image/jpeg", "image/png"}
	}
	var names, exts []string
	for _, t := range media {
		names = append(names, mediaName(t))
		exts = append(exts, t)
	}
	if size == 0 || size > p.o.MaxFile {
		size = p.o.MaxFile
	}
	return []string{
		l.T("limit.types", l.List(names)),
		l.T("limit.size", l.Size(size)),
		l.T("limit.files", most),
	}, strings.Join(exts, ",")
}

// materialChange uploads, replaces or deletes.
func (p *Pages) materialChange(c echo.Context) error {
	ctx, actor := c.Request().Context(), auth.Of(c).Actor
	form, err := readMultipart(c)
	if err != nil {
		return err
	}
	d, m, err := p.openMaterial(c)
	if err != nil {
		return err
	}
	if d.Draft.Submitted != "" {
		return see(c, "/cases/"+d.Draft.Submitted+"/receipt")
	}
	back := returnTo(c.FormValue("return"))
	here := func(done string) string {
		u := materialURL(d.Draft.ID, m.Material.ID) + "?done=" + done
		if back != "" {
			u += "&return=" + back
		}
		return u
	}
	action := c.FormValue("action")
	if id, ok := strings.CutPrefix(action, "remove:"); ok {
		if !ownFile(d.Files, id, m.Material.ID) {
			return errMissing
		}
		if err := p.o.Engine.RemoveFile(ctx, actor, id); err != nil {
			return err
		}
		return see(c, here("removed"))
	}
	var files []*multipart.FileHeader
	if form != nil {
		files = form.File["file"]
	}
	if action == "continue" && len(files) == 0 {
		if back == "check" {
			return see(c, "/drafts/"+d.Draft.ID+"/check")
		}
		return see(c, nextUpload(d, m.Material.ID))
	}
	old, again := c.FormValue("replace"), false // again: by itself
	ps := p.take(c, files, func(h *multipart.FileHeader, f multipart.File) error {
		file, err := p.o.Engine.AddFile(ctx, actor, d.Draft.ID, m.Material.ID, h.Filename, f)
		again = again || err == nil && file.ID == old
		return err
	})
	if ps.err != nil {
		return ps.err
	}
	if len(ps.issues) == 0 && old != "" && !again && ownFile(d.Files, old, m.Material.ID) {
		if err := p.o.Engine.RemoveFile(ctx, actor, old); err != nil {
			return err
		}
	}
	if len(ps.issues) == 0 {
		return see(c, here("uploaded"))
	}
	if d, m, err = p.openMaterial(c); err != nil {
		return err
	}
	v := p.materialPage(c, d, m)
	v.Return = back
	v.here = &url.URL{Path: materialURL(d.Draft.ID, m.Material.ID)}
	for _, text := range ps.issues {
		v.Issues = append(v.Issues, Issue{Href: "#file", Text: text})
	}
	v.Error = v.Issues[0].Text
	return p.render(c, http.StatusUnprocessableEntity, "page-material", v)
}

// taken is the outcome of a batch of uploads: files that were refused do not
// stop the others.
type taken struct {
	issues []string
	err    error
}

func (p *Pages) take(c echo.Context, files []*multipart.FileHeader, add func(*multipart.FileHeader, multipart.File) error) taken {
	l := p.l(c)
	if len(files) == 0 {
		return taken{issues: []string{l.T("upload.none")}}
	}
	var out taken
	for _, h := range files {
		f, err := h.Open()
		if err != nil {
			return taken{err: badForm(err)}
		}
		err = add(h, f)
		_ = f.Close()
		var ps metamodel.Problems
		var one metamodel.Problem
		switch {
		case err == nil:
		case errors.As(err, &ps) && len(ps) > 0:
			out.issues = append(out.issues, l.T("upload.refused", shorten(h.Filename, 60), ps[0].In(l.Lang)))
		case errors.As(err, &one):
			out.issues = append(out.issues, l.T("upload.refused", shorten(h.Filename, 60), one.In(l.Lang)))
		default:
			return taken{err: err}
		}
	}
	return out
}

// readMultipart parses an upload; a plain form has no files.
func readMultipart(c echo.Context) (*multipart.Form, error) {
	if !strings.HasPrefix(c.Request().Header.Get("Content-Type"), "multipart/form-data") {
		if _, err := c.FormParams(); err != nil {
			return nil, badForm(err)
		}
		return nil, nil
	}
	form, err := c.MultipartForm()
	if err != nil {
		return nil, badForm(err)
	}
	return form, nil
}

func ownFile(files []engine.File, id, material string) bool {
	for _, f := range files {
		if f.ID == id && f.Material == material {
			return true
		}
	}
	return false
}

// nextUpload is the next requirement without a file, or the task list.
func nextUpload(d *engine.DraftView, from string) string {
	have := map[string]bool{}
	for _, f := range d.Files {
		have[f.Material] = true
	}
	seen := false
	for _, m := range asked(d) {
		switch {
		case m.Material.ID == from:
			seen = true
		case seen && m.Required == metamodel.True && !have[m.Material.ID]:
			return materialURL(d.Draft.ID, m.Material.ID)
		}
	}
	return "/drafts/" + d.Draft.ID
}
