package citizen

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
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
	Results         []string // what was asked for before nobody could be: it comes with a matter's result
	Anew            string   // what is asked for again from scratch, by its labels
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
	Note             string // what served in its place until now
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
	return p.render(c, http.StatusOK, "page-correction", p.correctionPage(c, view, nil, nil, newKey(), nil))
}

// correctionPage draws it with what was typed, nil before anything was, and what
// is searched for.
func (p *Pages) correctionPage(c echo.Context, view *engine.CaseView, typed map[string]json.RawMessage, ps metamodel.Problems, key string, query map[string]string) correctionView {
	ask, rec := view.Case.Correction, view.Record
	if typed != nil || len(view.Anew) > 0 {
		rec = retyped(view, typed)
	}
	v := correctionView{Page: p.newPage(c, ""), CaseID: view.Case.Root, ChildID: view.Case.ID, Number: view.Case.Number,
		Revision: view.Case.Revision, Key: key, Note: ask.Note, By: ask.By, Rectify: ask.Kind == workflows.Rectify}
	v.Matter, v.Department, v.Asked = v.In(view.Matter.Def.Name), v.handler(view.Release, &view.Case), v.Moment(ask.Asked)
	v.Title = v.T("correction.title", v.Matter)
	if v.Rectify {
		v.Title = v.T("rectify.title", v.Matter)
	}
	v.Back = "/cases/" + v.CaseID
	v.Action = "/cases/" + v.CaseID + "/corrections/" + v.ChildID
	v.here = &url.URL{Path: v.Action}
	v.Open = len(ask.Fields) == 0 && len(ask.Materials) == 0
	fv := p.formView(v.L, view.Matter.Form, rec, ps)
	fv.query, fv.here, fv.unfit = query, v.Action, v.notShown(view, rec)
	for _, path := range ask.Fields {
		if m := view.Yielded[path]; m != nil && !rec.Visible(path) {
			field, _ := view.Matter.Form.Field(path)
			v.Results = append(v.Results, v.T("correction.result", v.In(field.Label), v.In(m.Def.Name)))
		}
	}
	var anew []string
	for _, path := range view.Anew {
		if field, ok := view.Matter.Form.Field(path); ok {
			anew = append(anew, v.In(field.Label))
		}
	}
	v.Anew = v.List(anew)
	fv.along = v.along(view, rec)
	for _, f := range flagged(view, view.Opened(typed)) {
		blocks := fv.blocks(f.section)
		for _, row := range f.inRows {
			if fv.visible(row.field, row.path) {
				blocks = append(blocks, Block{Heading: fv.whichRow(row.field, row.path), Field: fv.control(row.field, row.path)})
				fv.note(row.field, row.path)
			}
		}
		if len(blocks) > 0 && blocks[0].Heading == "" {
			blocks[0].Heading = v.askedOf(f.section)
		}
		v.Blocks = append(v.Blocks, blocks...)
	}
	v.Shown = fv.shown
	v.Issues, v.Unsaid = bounded(v.issuesOf(ps, func(path string) string {
		if m, ok := strings.CutPrefix(path, "materials/"); ok {
			return "#m-" + m
		}
		return fv.target(path)
	}))
	if fv.point {
		allowPlace(c)
	}
	errs := v.errorsOf(ps)
	for _, m := range flaggedMaterials(view, ask, errs) {
		u := correctionUpload{ID: m.Material.ID, Name: v.materialName(m), Error: errs["materials/"+m.Material.ID]}
		u.Limits, u.Accept = p.limits(v.L, m.Material)
		if m.Asked {
			u.Note = v.In(m.Reason)
		}
		for _, f := range view.Files {
			if f.Serves(&m) {
				u.Files = append(u.Files, v.fileRow(f))
			}
		}
		v.Materials = append(v.Materials, u)
	}
	return v
}

// notShown says of answers which the applicant may not read whose they are, and
// whether theirs is wanted in their place.
func (l L) notShown(view *engine.CaseView, rec *metamodel.Record) map[string]string {
	said := map[string]string{}
	for _, a := range view.Sourced {
		if a.Path == "" || !view.Record.Concealed(a.Path) || rec.Answered(a.Path) && !rec.Concealed(a.Path) {
			continue
		}
		key := "sources.withheld"
		if slices.Contains(view.Case.Correction.Fields, a.Path) {
			key = "correction.withheld"
		}
		said[a.Path] = l.T(key, l.In(a.ByName))
	}
	return said
}

// flags are the fields of one topic that a correction names.
type flags struct {
	section *metamodel.Section // cut down to the fields and repeats named as a whole
	inRows  []rowField
}

// rowField is one field in one row.
type rowField struct {
	field *metamodel.Field
	path  string
}

// flagged cuts a form down to what a correction names: fields, fields of single
// rows, and whole repeats, with the questions that the corrected answers open.
// Named nothing, it is the whole form.
func flagged(view *engine.CaseView, opened map[string]bool) []flags {
	form, ask := view.Matter.Form, view.Case.Correction
	var out []flags
	open := len(ask.Fields) == 0
	if open && len(ask.Materials) > 0 {
		return nil
	}
	paths := slices.Clone(ask.Fields)
	for _, path := range slices.Sorted(maps.Keys(opened)) {
		if opened[path] && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	for _, s := range form.Sections {
		cut := flags{section: &metamodel.Section{ID: s.ID, Title: s.Title}}
		for _, it := range s.Items {
			switch {
			case it.Field != nil && (view.ToCorrect(it.Field.Path) || opened[it.Field.Path]), open && it.Field == nil:
				cut.section.Items = append(cut.section.Items, it)
			case it.Group != nil && (opened[it.Group.Path] || wholeRepeat(form, it.Group, ask)):
				cut.section.Items = append(cut.section.Items, it)
			case it.Group != nil:
				for _, path := range paths {
					if f, ok := form.Field(path); ok && strings.HasPrefix(path, it.Group.Path+"/") {
						cut.inRows = append(cut.inRows, rowField{f, path})
					}
				}
			}
		}
		if len(cut.section.Items)+len(cut.inRows) > 0 {
			out = append(out, cut)
		}
	}
	return out
}

// wholeRepeat reports whether a correction names a repeat, or a field in all of
// its rows.
func wholeRepeat(form *metamodel.Form, g *metamodel.Group, ask *engine.Correction) bool {
	for _, path := range ask.Fields {
		if path == g.Path {
			return true
		}
		if f, ok := form.Field(path); ok && f.Path == path && strings.HasPrefix(path, g.Path+"/") {
			return true
		}
	}
	return false
}

// whichRow says in which row of which repeat a field lies, outermost first.
func (v *formView) whichRow(f *metamodel.Field, path string) string {
	var words []string
	for g := f.Group; g != nil; g = g.Parent {
		path = path[:strings.LastIndexByte(path, '/')]
		if !g.Repeat {
			continue
		}
		i, err := strconv.Atoi(path[strings.LastIndexByte(path, '/')+1:])
		if err != nil {
			break
		}
		words = append(words, v.rowTitle(g, path, i))
		path = path[:strings.LastIndexByte(path, '/')]
	}
	slices.Reverse(words)
	return strings.Join(words, " · ")
}

// flaggedMaterials are those that a correction asks for, and those that a
// corrected answer made necessary.
func flaggedMaterials(view *engine.CaseView, ask *engine.Correction, errs map[string]string) []catalog.MaterialState {
	want := map[string]bool{}
	for _, m := range ask.Materials {
		want[m] = true
	}
	var out []catalog.MaterialState
	for _, m := range view.Wants {
		if want[m.Material.ID] || errs["materials/"+m.Material.ID] != "" || len(ask.Fields) == 0 && len(ask.Materials) == 0 && m.Asked {
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
	form := c.Request().Form
	key := form.Get("key")
	if key == "" {
		key = newKey()
	}
	if view.Case.Status != engine.CaseAsking || view.Case.Correction == nil {
		return p.correctionGone(c, view, key)
	}
	revision, err := strconv.ParseInt(form.Get("revision"), 10, 64)
	if err != nil {
		revision = view.Case.Revision
	}
	stale := revision != view.Case.Revision // by the case as it was before our own files move it on
	in := p.inputs(form)
	in.files = true
	if in.act.kind == "unfile" {
		form[in.act.group] = slices.DeleteFunc(form[in.act.group], func(id string) bool { return id == in.act.id })
	}
	refused, brought, err := p.correctionFieldFiles(c, view, in, files)
	if err != nil {
		return err
	}
	if in.act.kind == "upload" && len(refused) == 0 && brought == 0 {
		refused = metamodel.Problems{noFile(p.l(c), in.act.group)}
	}
	if brought > 0 {
		if view, err = p.ownChild(c); err != nil {
			return err
		}
	}
	answers := correctionAnswers(view, in)
	again := func(status int, ps metamodel.Problems) error {
		if stale {
			status, key = http.StatusConflict, newKey()
		}
		v := p.correctionPage(c, view, answers, ps, key, in.queries())
		if v.Stale = stale; stale {
			v.Issues = append([]Issue{{Href: "#ask", Text: v.T("correction.stale")}}, v.Issues...)
		}
		return p.render(c, status, "page-correction", v)
	}
	if len(refused) > 0 {
		return again(http.StatusUnprocessableEntity, refused)
	} else if in.act.kind != "" {
		return again(http.StatusOK, nil)
	}
	ps, added, err := p.correctionFiles(c, view, files)
	if err != nil {
		return err
	}
	if added += brought; added > 0 {
		if view, err = p.ownChild(c); err != nil {
			return err
		}
	}
	if ps.Failed() || stale {
		return again(http.StatusUnprocessableEntity, ps)
	}
	_, err = p.o.Engine.Act(c.Request().Context(), auth.Of(c).Actor, view.Case.ID, view.Case.Revision, key,
		engine.Action{Event: resubmitEvent(view), Answers: answers})
	var bad metamodel.Problems
	switch {
	case errors.As(err, &bad):
		return again(http.StatusUnprocessableEntity, bad)
	case errors.Is(err, engine.ErrConflict):
		if view, err = p.ownChild(c); err != nil {
			return err
		}
		if view.Case.Status != engine.CaseAsking || view.Case.Correction == nil {
			return p.correctionGone(c, view, key)
		}
		stale = true
		return again(http.StatusConflict, nil)
	case err != nil:
		return err
	}
	return see(c, "/cases/"+view.Case.Root+"?answered=1")
}

// correctionGone answers a page whose correction is answered already: by this
// very page, whose key is known then, or by another one.
func (p *Pages) correctionGone(c echo.Context, view *engine.CaseView, key string) error {
	_, err := p.o.Engine.Act(c.Request().Context(), auth.Of(c).Actor, view.Case.ID, view.Case.Revision, key, engine.Action{Event: resubmitEvent(view)})
	if err == nil || engine.IsAnotherRequest(err) {
		return see(c, "/cases/"+view.Case.Root+"?answered=1")
	}
	return see(c, "/cases/"+view.Case.Root+"?answered=before")
}

// askedOf heads the fields of a section that a correction asks for: whose they
// are, too, where the section's title does not tell.
func (l L) askedOf(s *metamodel.Section) string {
	title := l.In(s.Title)
	for _, it := range s.Items {
		if it.Field == nil || it.Field.Group.Path == metamodel.FilingSubject {
			continue
		}
		if whose := l.In(it.Field.Group.Label); !strings.Contains(title, whose) {
			return title + " · " + whose
		}
		break
	}
	return title
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
func correctionAnswers(view *engine.CaseView, in inputs) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	shown := map[string]bool{}
	for _, path := range in.form["shown"] {
		shown[strings.TrimSuffix(path, "[]")] = true // of a repeat
	}
	in.files = true
	for _, f := range flagged(view, shown) {
		for path, v := range in.patch(f.section).Answers {
			out[path] = v
		}
		for _, row := range f.inRows {
			if shown[row.path] && answerable(row.field) {
				out[row.path] = in.read(row.field, row.path)
			}
		}
	}
	// What was theirs to give for a moment, and is no more with what they say now.
	opened := view.Opened(out)
	maps.DeleteFunc(out, func(path string, _ json.RawMessage) bool {
		return !view.ToCorrect(path) && !engine.Covered(opened, path)
	})
	return out
}

// along says of an answer whose copies are corrected with it which these are, and
// to what the applicant corrected it for another matter.
func (l L) along(view *engine.CaseView, rec *metamodel.Record) map[string]string {
	labels, freed := map[string][]string{}, view.Freed(rec)
	for _, f := range view.Matter.Form.Fields {
		if of := view.Copies[f.Path]; of != "" && !freed[f.Path] {
			labels[of] = append(labels[of], l.T("correction.along.field", l.In(f.Group.Label), l.In(f.Label)))
		}
	}
	said := map[string]string{}
	for path, list := range labels {
		said[path] = l.T("correction.along", l.List(list))
	}
	for _, f := range view.Matter.Form.Fields {
		x := view.Elsewhere(f.Path)
		if x == nil || x.Value == nil || !view.ToCorrect(f.Path) {
			continue
		}
		typed := retyped(view, map[string]json.RawMessage{f.Path: x.Value})
		if words := typed.Own(f.Path, l.Lang); words != "" && words != rec.Own(f.Path, l.Lang) {
			said[f.Path] = strings.TrimSpace(l.T("correction.elsewhere", l.In(x.Matter.Def.Name), words) + " " + said[f.Path])
		}
	}
	return said
}

// retyped lays what was typed over a case's answers, for showing it again.
func retyped(view *engine.CaseView, patch map[string]json.RawMessage) *metamodel.Record {
	answers, err := view.LayOver(patch)
	if err != nil {
		return view.Record
	}
	rec := view.Matter.Form.Check(answers, metamodel.Context{Today: view.Now.In(view.Calendar.Zone), WorkingDays: view.Calendar.WorkingDays, Awaited: view.Awaited})
	if freed := view.Freed(rec); len(freed) > 0 {
		given := map[string]json.RawMessage{}
		maps.Copy(given, patch)
		for path := range freed {
			if _, said := given[path]; !said {
				given[path] = nil
			}
		}
		if len(given) > len(patch) {
			return retyped(view, given)
		}
	}
	view.Conceal(rec)
	return rec
}

// correctionFieldFiles takes the files of file fields. What was taken is added
// to what the page posted, as if it had been there before.
func (p *Pages) correctionFieldFiles(c echo.Context, view *engine.CaseView, in inputs, form *multipart.Form) (metamodel.Problems, int, error) {
	brought := 0
	ps, err := p.fieldFiles(c, form, in.act, func(path, name string, r io.Reader) error {
		file, err := p.o.Engine.AddCorrectionFieldFile(c.Request().Context(), auth.Of(c).Actor, view.Case.ID, path, name, r)
		if err == nil {
			brought++
			if !slices.Contains(in.form[path], file.ID) {
				in.form[path] = append(in.form[path], file.ID)
			}
		}
		return err
	})
	return ps, brought, err
}

// correctionFiles takes the files of every material that came; the engine knows
// which are asked for.
func (p *Pages) correctionFiles(c echo.Context, view *engine.CaseView, form *multipart.Form) (metamodel.Problems, int, error) {
	var ps metamodel.Problems
	added := 0
	if form == nil {
		return nil, 0, nil
	}
	for _, m := range view.Wants {
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
