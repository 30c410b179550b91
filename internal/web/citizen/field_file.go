package citizen

import (
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// FilesView is a file field: what is taken is said first, a plain input works
// alone, what was uploaded can be opened and removed.
type FilesView struct {
	Limits  []string
	Accept  string
	List    []fileRow
	Full    bool
	Input   string // name of the input
	Upload  string // action of the button
	Remove  string // action of a file's button, without its id
	Many    bool
	Max     int64  // bytes of one request
	TooMuch string // said when more is chosen
}

// fileSuffix follows a field's name in the name of its file input.
const fileSuffix = ".file"

// filesView draws a file field. raw is its answer: files the engine has taken.
func (p *Pages) filesView(l L, f *metamodel.Field, path string, raw json.RawMessage) *FilesView {
	media, size, most := f.Files()
	v := &FilesView{Input: path + fileSuffix, Upload: "upload:" + path, Remove: "unfile:" + path + ":", Many: most > 1, Max: p.o.MaxFile}
	v.Limits, v.Accept = p.limitsOf(l, media, size, most)
	v.TooMuch = l.T("upload.large", l.Size(p.o.MaxFile))
	v.List = l.fileValues(raw)
	v.Full = len(v.List) >= most
	return v
}

// fileValues are the files an answer names.
func (l L) fileValues(raw json.RawMessage) []fileRow {
	var list []engine.FileValue
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	rows := make([]fileRow, 0, len(list))
	for _, f := range list {
		if f.ID != "" {
			rows = append(rows, fileRow{ID: f.ID, Name: f.Name, Size: l.Size(f.Size), Href: "/files/" + f.ID, Type: mediaName(f.Media)})
		}
	}
	return rows
}

// takeFieldFiles takes what came along for the file fields of a topic. Files
// that are refused do not stop the others.
func (p *Pages) takeFieldFiles(c echo.Context, d *engine.DraftView, s *metamodel.Section, act rowAction, form *multipart.Form) (metamodel.Problems, error) {
	within := paths(s)
	return p.fieldFiles(c, form, act, func(path, name string, r io.Reader) error {
		if !within[root(path, within)] {
			return engine.ErrNotFound
		}
		_, err := p.o.Engine.AddFieldFile(c.Request().Context(), auth.Of(c).Actor, d.Draft.ID, path, name, r)
		return err
	})
}

// fieldFiles gives each file of a page's file fields to add. Refusals are
// collected, at their field's path.
func (p *Pages) fieldFiles(c echo.Context, form *multipart.Form, act rowAction, add func(path, name string, r io.Reader) error) (metamodel.Problems, error) {
	if form == nil {
		return nil, nil
	}
	l := p.l(c)
	names := make([]string, 0, len(form.File))
	for name := range form.File {
		names = append(names, name)
	}
	slices.Sort(names)
	var ps metamodel.Problems
	for _, name := range names {
		path, ok := strings.CutSuffix(name, fileSuffix)
		if ok {
			path, ok = moved(path, act)
		}
		if !ok {
			continue
		}
		for _, h := range form.File[name] {
			f, err := h.Open()
			if err != nil {
				return nil, badForm(err)
			}
			err = add(path, h.Filename, f)
			_ = f.Close()
			var refused metamodel.Problems
			if errors.As(err, &refused) && len(refused) > 0 {
				words := l.T("upload.refused", shorten(h.Filename, 60), refused[0].In(l.Lang))
				ps = append(ps, metamodel.Problem{Code: refused[0].Code, Severity: metamodel.Error, Path: path, Message: metamodel.Text{l.Lang: words}})
				continue
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return ps, nil
}

// moved is where the row of a path is after a row was removed; false for the
// row that is gone.
func moved(path string, act rowAction) (string, bool) {
	rest, ok := strings.CutPrefix(path, act.group+"/")
	if !act.remove() || !ok {
		return path, true
	}
	at, inner, _ := strings.Cut(rest, "/")
	i, err := strconv.Atoi(at)
	switch {
	case err != nil || i < act.index:
		return path, true
	case i == act.index:
		return "", false
	}
	return act.group + "/" + strconv.Itoa(i-1) + "/" + inner, true
}

// sent reports whether a file came for the field at path.
func sent(form *multipart.Form, path string) bool {
	return form != nil && len(form.File[path+fileSuffix]) > 0
}

// noFile is said to whoever uploads without a file.
func noFile(l L, path string) metamodel.Problem {
	return metamodel.Problem{Code: "file.none", Severity: metamodel.Error, Path: path, Message: metamodel.Text{l.Lang: l.T("upload.none")}}
}

// holds reports whether the answer at a path of a topic names a file.
func (l L) holds(rec *metamodel.Record, s *metamodel.Section, path, id string) bool {
	within := paths(s)
	return within[root(path, within)] && slices.ContainsFunc(l.fileValues(rec.Raw(path)), func(f fileRow) bool { return f.ID == id })
}
