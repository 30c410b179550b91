package citizen

import (
	"encoding/json"
	"errors"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

type correctionView struct {
	Page
	CaseID, ChildID string
	Number          string
	Matter          string
	Department      string
	Rectify         bool
	Note            string
	By, Asked       string
	Action          string
	Blocks          []Block
	Shown           []string
	Open            bool // the department named nothing: everything may be changed
	Materials       []correctionUpload
	Revision        int64
	Key             string
	Stale           bool
}

// correctionUpload is one material asked for again.
type correctionUpload struct {
	ID, Name, Accept string
	Limits           []string
	Files            []fileRow
	Error            string
}

// correction shows what a department asked to put right, and only that.
func (p *Pages) correction(c echo.Context) error {
	view, err := p.ownChild(c)
	if err != nil {
		return err
	}
	if view.Case.Status != engine.CaseAsking || view.Case.Correction == nil {
		return see(c, "/cases/"+view.Case.Root)
	}
	return p.render(c, http.StatusOK, "page-correction", p.correctionPage(c, view, view.Record, nil, newKey()))
}

// correctionPage draws it with the answers of rec.
func (p *Pages) correctionPage(c echo.Context, view *engine.CaseView, rec *metamodel.Record, ps metamodel.Problems, key string) correctionView {
	ask := view.Case.Correction
	v := correctionView{Page: p.newPage(c, ""), CaseID: view.Case.Root, ChildID: view.Case.ID, Number: view.Case.Number,
		Revision: view.Case.Revision, Key: key, Note: ask.Note, By: ask.By, Rectify: ask.Kind == workflows.Rectify}
	v.Matter, v.Department, v.Asked = v.In(view.Matter.Def.Name), v.In(view.Matter.Department.Name), v.Moment(ask.Asked)
	v.Title = v.T("correction.title", v.Matter)
	if v.Rectify {
		v.Title = v.T("rectify.title", v.Matter)
	}
	v.Back = "/cases/" + v.CaseID
	v.Action = "/cases/" + v.CaseID + "/corrections/" + v.ChildID
	v.here = &url.URL{Path: v.Action}
	v.Open = len(ask.Fields) == 0 && len(ask.Materials) == 0
	v.Issues = v.issuesOf(ps, func(path string) string {
		if m, ok := strings.CutPrefix(path, "materials/"); ok {
			return "#m-" + m
		}
		return "#" + anchor(path)
	})
	fv := &formView{L: v.L, form: view.Matter.Form, rec: rec, errors: v.errorsOf(ps)}
	for _, s := range flagged(view.Matter.Form, ask) {
		blocks := fv.blocks(s)
		if len(blocks) > 0 && blocks[0].Heading == "" {
			blocks[0].Heading = v.In(s.Title)
		}
		v.Blocks = append(v.Blocks, blocks...)
	}
	v.Shown = fv.shown
	errs := v.errorsOf(ps)
	for _, m := range flaggedMaterials(view, ask) {
		u := correctionUpload{ID: m.Material.ID, Name: v.materialName(m), Error: errs["materials/"+m.Material.ID]}
		u.Limits, u.Accept = p.limits(v.L, m.Material)
		for _, f := range view.Files {
			if f.Material == m.Material.ID {
				u.Files = append(u.Files, v.fileRow(f))
			}
		}
		v.Materials = append(v.Materials, u)
	}
	return v
}

// flagged cuts a form down to the fields a correction names; a path within a
// repeat brings the repeat. Named nothing, it is the whole form.
func flagged(form *metamodel.Form, ask *engine.Correction) []*metamodel.Section {
	if len(ask.Fields) == 0 {
		if len(ask.Materials) > 0 {
			return nil
		}
		return form.Sections
	}
	want := map[string]bool{}
	for _, path := range ask.Fields {
		want[path] = true
		if f, ok := form.Field(path); ok {
			if f.Group.Repeat {
				want[f.Group.Path] = true
			} else {
				want[f.Path] = true
			}
		}
	}
	var out []*metamodel.Section
	for _, s := range form.Sections {
		cut := &metamodel.Section{ID: s.ID, Title: s.Title}
		for _, it := range s.Items {
			if it.Field != nil && want[it.Field.Path] || it.Group != nil && want[it.Group.Path] {
				cut.Items = append(cut.Items, it)
			}
		}
		if len(cut.Items) > 0 {
			out = append(out, cut)
		}
	}
	return out
}

func flaggedMaterials(view *engine.CaseView, ask *engine.Correction) []catalog.MaterialState {
	want := map[string]bool{}
	for _, m := range ask.Materials {
		want[m] = true
	}
	var out []catalog.MaterialState
	for _, m := range view.Wants {
		if want[m.Material.ID] || len(ask.Fields) == 0 && len(ask.Materials) == 0 && m.Asked {
			out = append(out, m)
		}
	}
	return out
}

// correctionAnswer takes the files that came, then hands the answers in. Files
// stay when an answer is refused.
func (p *Pages) correctionAnswer(c echo.Context) error {
	files, err := readMultipart(c)
	if err != nil {
		return err
	}
	view, err := p.ownChild(c)
	if err != nil {
		return err
	}
	if view.Case.Status != engine.CaseAsking || view.Case.Correction == nil {
		return see(c, "/cases/"+view.Case.Root)
	}
	form := c.Request().Form
	key := form.Get("key")
	if key == "" {
		key = newKey()
	}
	act := readRowAction(form.Get("action"))
	answers := correctionAnswers(view, form, act)
	rec := retyped(view, answers)
	if act.add || act.remove {
		return p.render(c, http.StatusOK, "page-correction", p.correctionPage(c, view, rec, nil, key))
	}
	ps, added, err := p.correctionFiles(c, view, files)
	if err != nil {
		return err
	}
	if added > 0 {
		if view, err = p.ownChild(c); err != nil {
			return err
		}
	}
	if ps.Failed() {
		return p.render(c, http.StatusUnprocessableEntity, "page-correction", p.correctionPage(c, view, rec, ps, key))
	}
	revision, err := strconv.ParseInt(form.Get("revision"), 10, 64)
	if err != nil {
		revision = view.Case.Revision
	}
	if added > 0 {
		revision = view.Case.Revision // our own files moved it on
	}
	_, err = p.o.Engine.Apply(c.Request().Context(), auth.Of(c).Actor, view.Case.ID, revision, key,
		engine.Action{Event: resubmitEvent(view), Answers: answers})
	var bad metamodel.Problems
	switch {
	case errors.As(err, &bad):
		return p.render(c, http.StatusUnprocessableEntity, "page-correction", p.correctionPage(c, view, rec, bad, key))
	case errors.Is(err, engine.ErrConflict):
		if view, err = p.ownChild(c); err != nil {
			return err
		}
		if view.Case.Status != engine.CaseAsking || view.Case.Correction == nil {
			return see(c, "/cases/"+view.Case.Root+"?answered=1")
		}
		v := p.correctionPage(c, view, rec, nil, newKey())
		v.Stale, v.Issues = true, []Issue{{Href: "#ask", Text: v.T("correction.stale")}}
		return p.render(c, http.StatusConflict, "page-correction", v)
	case err != nil:
		return err
	}
	return see(c, "/cases/"+view.Case.Root+"?answered=1")
}

// resubmitEvent is the transition by which the citizen answers.
func resubmitEvent(view *engine.CaseView) string {
	for _, a := range view.Actions {
		if a.Kind == workflows.Resubmit {
			return a.Event
		}
	}
	if s, ok := view.Matter.Machine.State(view.Case.State); ok {
		for _, t := range s.On {
			if t.Kind == workflows.Resubmit {
				return t.Event
			}
		}
	}
	return ""
}

// correctionAnswers reads the flagged fields the page showed.
func correctionAnswers(view *engine.CaseView, form url.Values, act rowAction) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for _, s := range flagged(view.Matter.Form, view.Case.Correction) {
		for path, v := range patchOf(s, form, act).Answers {
			out[path] = v
		}
	}
	return out
}

// retyped lays what was typed over a case's answers, for showing it again.
func retyped(view *engine.CaseView, patch map[string]json.RawMessage) *metamodel.Record {
	tree := map[string]json.RawMessage{}
	_ = json.Unmarshal(view.Case.Answers, &tree) // the engine wrote it
	for path, v := range patch {
		group, key, inner := strings.Cut(path, "/")
		if !inner {
			if v == nil {
				delete(tree, group)
			} else {
				tree[group] = v
			}
			continue
		}
		fields := map[string]json.RawMessage{}
		_ = json.Unmarshal(tree[group], &fields) // absent is an empty group
		if v == nil {
			delete(fields, key)
		} else {
			fields[key] = v
		}
		b, err := json.Marshal(fields)
		if err != nil {
			continue // raw messages out of FromInput always marshal
		}
		tree[group] = b
	}
	b, err := json.Marshal(tree)
	if err != nil {
		return view.Record
	}
	return view.Matter.Form.Check(b, metamodel.Context{Today: view.Now.In(view.Calendar.Zone), WorkingDays: view.Calendar.WorkingDays, Awaited: view.Matter.Yields})
}

// correctionFiles takes the files of every flagged material.
func (p *Pages) correctionFiles(c echo.Context, view *engine.CaseView, form *multipart.Form) (metamodel.Problems, int, error) {
	var ps metamodel.Problems
	added := 0
	if form == nil {
		return nil, 0, nil
	}
	for _, m := range flaggedMaterials(view, view.Case.Correction) {
		id := m.Material.ID
		files := form.File["file."+id]
		if len(files) == 0 {
			continue
		}
		got := p.take(c, files, func(h *multipart.FileHeader, f multipart.File) error {
			_, err := p.o.Engine.AddCorrectionFile(c.Request().Context(), auth.Of(c).Actor, view.Case.ID, id, h.Filename, f)
			if err == nil {
				added++
			}
			return err
		})
		if got.err != nil {
			return nil, added, got.err
		}
		for _, text := range got.issues {
			ps = append(ps, metamodel.Problem{Code: "file.refused", Severity: metamodel.Error, Path: "materials/" + id, Message: metamodel.Text{p.l(c).Lang: text}})
		}
	}
	return ps, added, nil
}
