package citizen

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
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
