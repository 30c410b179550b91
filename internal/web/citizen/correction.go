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
	Live            bool // somebody is changing something
	Loud            bool // errors of absent answers are shown too
	Materials       []correctionUpload
	Because         string  // why more is needed
	More            []Block // the questions that the answers here open
	Doubted         []Block // the answers that do not agree with those here
	New             []Issue // of both, what is on the page for the first time, and no error yet
	NewTitle        string
	Untold          []string // what is missing and not said to be
	Closed          []string // what was changed and may not be, and was said not to be
	Kept            []hidden // what was posted and has no place on this page
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
	if gone(view) {
		return see(c, "/cases/"+view.Case.Root)
	}
	return p.render(c, http.StatusOK, "page-correction", p.correctionPage(c, view, correctionLook{key: newKey()}))
}

// correctionLook is how a correction is drawn.
type correctionLook struct {
	typed   map[string]json.RawMessage // nil before anything was
	ps      metamodel.Problems
	key     string
	in      inputs // what the page before it posted
	loud    bool   // errors of absent answers are shown too
	live    bool   // for a script: nothing was handed in
	refused bool   // it was handed in, and is not taken as it is
}

// correctionPage draws it.
func (p *Pages) correctionPage(c echo.Context, view *engine.CaseView, look correctionLook) correctionView {
	typed, ps := look.typed, look.ps
	ask, rec := view.Case.Correction, view.Record
	if typed != nil || len(view.Anew) > 0 {
		rec = retyped(view, typed)
	}
	v := correctionView{Page: p.newPage(c, ""), CaseID: view.Case.Root, ChildID: view.Case.ID, Number: view.Case.Number,
		Revision: view.Case.Revision, Key: look.key, Live: look.live, Loud: look.loud, Note: ask.Note, By: ask.By, Rectify: ask.Kind == workflows.Rectify}
	v.Matter, v.Department, v.Asked = v.In(view.Matter.Def.Name), v.handler(view.Release, &view.Case), v.Moment(ask.Asked)
	v.Title = v.T("correction.title", v.Matter)
	if v.Rectify {
		v.Title = v.T("rectify.title", v.Matter)
	}
	v.Back = "/cases/" + v.CaseID
	v.Action = "/cases/" + v.CaseID + "/corrections/" + v.ChildID
	v.here = &url.URL{Path: v.Action}
	v.Open = len(ask.Fields) == 0 && len(ask.Materials) == 0
	opened := view.Opened(typed)
	told, untold := look.tell(view, rec, opened)
	told = append(v.disagreements(view, rec, told), told...)
	fv := p.formView(v.L, view.Matter.Form, rec, told)
	fv.query, fv.here, fv.unfit = look.in.queries(), v.Action, v.notShown(view, rec)
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
	v.Blocks = fv.besideBlocks(view, opened, fv.flagged(flagged(view, nil, opened, nil)))
	needed, doubted := parted(view, rec, opened)
	v.More, v.Doubted = fv.flagged(openedOnly(view.Matter.Form, needed)), fv.flagged(openedOnly(view.Matter.Form, doubted))
	v.Because = v.because(view, rec)
	if v.NewTitle = v.T("correction.more.top", v.Because); len(v.More) == 0 && len(v.Doubted) > 0 {
		v.NewTitle = v.T("correction.doubted.top")
	}
	v.Closed = slices.Clone(look.in.form["closed"])
	v.Shown, v.Kept = fv.shown, look.in.without(fv.shown)
	target := func(path string) string {
		if m, ok := strings.CutPrefix(path, materialPath); ok {
			return "#m-" + m
		}
		return fv.target(path)
	}
	v.Issues, v.Unsaid = bounded(v.issuesOf(told, target))
	for _, p := range untold {
		v.Untold = append(v.Untold, p.Path)
	}
	if fv.point {
		allowPlace(c)
	}
	errs := v.errorsOf(told)
	for _, m := range flaggedMaterials(view, ask, v.errorsOf(ps)) {
		u := correctionUpload{ID: m.Material.ID, Name: v.materialName(m), Error: errs[materialPath+m.Material.ID]}
		u.Limits, u.Accept = p.limits(v.L, m.Material)
		v.Shown = append(v.Shown, materialPath+m.Material.ID)
		switch {
		case !ask.Wants(m.Material.ID):
			u.Note = v.T("correction.more.material", v.Because)
		case m.Asked:
			u.Note = v.In(m.Reason)
		}
		for _, f := range view.Files {
			if f.Serves(&m) {
				u.Files = append(u.Files, v.fileRow(f))
			}
		}
		v.Materials = append(v.Materials, u)
	}
	if look.refused {
		for _, path := range look.in.unseen(v.Shown) {
			v.New = append(v.New, Issue{Href: target(path), Text: v.called(view, rec, path)})
		}
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
	inRows  []inRow
}

// inRow is one field, or one repeat, in one row.
type inRow struct {
	field *metamodel.Field // nil of a repeat
	group *metamodel.Group
	path  string
}

// flagged cuts a form down to what a correction names: fields, fields of single
// rows, and whole repeats, with the questions that the corrected answers open. What
// is drawn elsewhere, and what was on a page before, is left out where it is the
// same or holds it. Named nothing, it is the whole form.
func flagged(view *engine.CaseView, opened, elsewhere, before map[string]bool) []flags {
	ask := view.Case.Correction
	open := len(ask.Fields) == 0
	if open && len(ask.Materials) > 0 {
		return nil
	}
	paths := map[string]bool{}
	for _, path := range ask.Fields {
		paths[path] = !engine.Covered(elsewhere, path)
	}
	for path := range opened {
		paths[path] = opened[path] || paths[path]
	}
	out := outermost(paths)
	for _, path := range slices.Sorted(maps.Keys(before)) {
		if before[path] && !engine.Covered(paths, path) && !slices.ContainsFunc(out, func(p string) bool { return strings.HasPrefix(p, path+"/") }) {
			out = append(out, path)
		}
	}
	return cut(view.Matter.Form, out, open, func(path string) bool { return view.ToCorrect(path) || opened[path] || before[path] })
}

// openedOnly cuts a form down to the questions that corrected answers open.
func openedOnly(form *metamodel.Form, opened map[string]bool) []flags {
	return cut(form, outermost(opened), false, func(path string) bool { return opened[path] })
}

// outermost are the paths that lie in no other one, sorted: each answer is drawn once.
func outermost(paths map[string]bool) (out []string) {
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		if i := strings.LastIndexByte(path, '/'); paths[path] && (i < 0 || !engine.Covered(paths, path[:i])) {
			out = append(out, path)
		}
	}
	return out
}

// cut leaves of a form the fields that are wanted and what of its repeats the
// paths name; with rest, all besides the fields.
func cut(form *metamodel.Form, paths []string, rest bool, wanted func(path string) bool) []flags {
	var out []flags
	for _, s := range form.Sections {
		cut := flags{section: &metamodel.Section{ID: s.ID, Title: s.Title}}
		for _, it := range s.Items {
			switch {
			case it.Field != nil && wanted(it.Field.Path), rest && it.Field == nil:
				cut.section.Items = append(cut.section.Items, it)
			case it.Group != nil && slices.ContainsFunc(paths, func(path string) bool { return path == it.Group.Path || strings.HasPrefix(it.Group.Path, path+"/") }):
				cut.section.Items = append(cut.section.Items, it)
			case it.Group != nil:
				for _, path := range paths {
					if !strings.HasPrefix(path, it.Group.Path+"/") {
						continue
					} else if f, ok := form.Field(path); ok {
						cut.inRows = append(cut.inRows, inRow{f, f.Group, path})
					} else if g, ok := form.Group(path); ok {
						cut.inRows = append(cut.inRows, inRow{nil, g, path})
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

// flagged draws what a form was cut down to.
func (v *formView) flagged(list []flags) []Block {
	var out []Block
	for _, f := range list {
		blocks := v.blocks(f.section)
		for _, row := range f.inRows {
			switch {
			case row.field == nil && v.rec.Visible(row.path):
				which := v.whichRow(row.group.Parent, parentPath(row.path))
				blocks = append(blocks, Block{Heading: which, Repeat: v.repeat(row.group, row.path, which)})
				v.shown = append(v.shown, row.path+"[]")
			case row.field != nil && v.visible(row.field, row.path):
				blocks = append(blocks, Block{Heading: v.whichRow(row.group, parentPath(row.path)), Field: v.control(row.field, row.path)})
				v.note(row.field, row.path)
			}
		}
		if len(blocks) > 0 && blocks[0].Heading == "" {
			blocks[0].Heading = v.askedOf(f.section)
		}
		out = append(out, blocks...)
	}
	return out
}

func parentPath(path string) string { return path[:strings.LastIndexByte(path, '/')] }

// whichRow says in which row of which repeat what lies at path, in a group, does:
// outermost first.
func (v *formView) whichRow(g *metamodel.Group, path string) string {
	var words []string
	for ; g != nil; g = g.Parent {
		if g.Repeat {
			i, err := strconv.Atoi(path[strings.LastIndexByte(path, '/')+1:])
			if err != nil {
				break
			}
			words = append(words, v.rowTitle(g, path, i))
			path = parentPath(path)
		}
		if g.Parent != nil {
			path = parentPath(path)
		}
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
		if want[m.Material.ID] || errs[materialPath+m.Material.ID] != "" || len(ask.Fields) == 0 && len(ask.Materials) == 0 && m.Asked {
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

// along says of an answer whose copies are corrected with it which these are,
// what is worked out from it, and to what the applicant corrected it for another matter.
func (l L) along(view *engine.CaseView, rec *metamodel.Record) map[string][]string {
	labels, copies := map[string][]string{}, view.CopiesIn(rec)
	for _, f := range view.Matter.Form.Fields {
		if of := copies[f.Path]; of != "" {
			labels[of] = append(labels[of], l.fieldOf(f))
		}
	}
	said := map[string][]string{}
	for path, list := range labels {
		said[path] = append(said[path], l.T("correction.along", l.List(list)))
	}
	for path, list := range view.Computation(rec).To {
		said[path] = append(said[path], l.T("correction.computes", l.List(l.fieldsOf(view.Matter.Form, list))))
	}
	for _, f := range view.Matter.Form.Fields {
		x := view.Elsewhere(f.Path)
		if x == nil || x.Value == nil || !view.MayCorrect(f.Path) {
			continue
		}
		typed := retyped(view, map[string]json.RawMessage{f.Path: x.Value})
		if words := typed.Own(f.Path, l.Lang); words != "" && words != rec.Own(f.Path, l.Lang) {
			said[f.Path] = append([]string{l.T("correction.elsewhere", l.In(x.Matter.Def.Name), words)}, said[f.Path]...)
		}
	}
	return said
}

// fieldOf names a field and whose it is.
func (l L) fieldOf(f *metamodel.Field) string {
	return l.T("correction.along.field", l.In(f.Group.Label), l.T("correction.along.label", l.In(f.Label)))
}

// fieldsOf names the fields at paths, whose they are once for all of them.
func (l L) fieldsOf(form *metamodel.Form, paths []string) (names []string) {
	var groups []*metamodel.Group
	labels := map[*metamodel.Group][]string{}
	for _, path := range paths {
		f, ok := form.Field(path)
		if !ok {
			continue
		}
		if labels[f.Group] == nil {
			groups = append(groups, f.Group)
		}
		if label := l.T("correction.along.label", l.In(f.Label)); !slices.Contains(labels[f.Group], label) {
			labels[f.Group] = append(labels[f.Group], label)
		}
	}
	for _, g := range groups {
		names = append(names, l.T("correction.along.field", l.In(g.Label), l.List(labels[g])))
	}
	return names
}
