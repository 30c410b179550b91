package citizen

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// draftStart opens a draft with what the guide found out. A stranger signs in
// first and comes back here with everything (carry.go).
func (p *Pages) draftStart(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return badForm(err)
	}
	to, err := p.startDraft(c, auth.Of(c).Actor, form)
	if err != nil {
		return err
	}
	return see(c, to)
}

// startDraft starts a draft for an actor and gives its address.
func (p *Pages) startDraft(c echo.Context, a engine.Actor, form url.Values) (string, error) {
	edition, err := p.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return "", err
	}
	if id := form.Get("matter"); id != "" {
		m, rel, ok := edition.Fileable(id)
		if !ok {
			return "", errMissing
		}
		if over, err := p.o.Engine.Over(c.Request().Context(), rel, m.Def); err != nil {
			return "", err
		} else if over {
			return "/matters/" + url.PathEscape(id), nil // which says why, and what to apply for
		}
		return p.startOnce(c, a, "", id, nil, nil, form.Get("key"))
	}
	if form.Get("start") == "policies" {
		return p.startPolicies(c, a, form)
	}
	t, _, ok := edition.Theme(form.Get("theme"))
	if !ok {
		return "", errMissing
	}
	w := walk(t, form)
	return p.startOnce(c, a, t.Def.ID, "", w.guide, w.answers, form.Get("key"))
}

// startOnce starts a draft: the key in the form makes a second click, a reload
// or a lost answer lead to the first one. Whoever comes back to a page long
// open and starts again after that one was submitted or thrown away wants
// another, and so does whoever comes back and chooses otherwise.
func (p *Pages) startOnce(c echo.Context, a engine.Actor, theme, matter string, guide, answers json.RawMessage, key string) (string, error) {
	ctx := c.Request().Context()
	if key == "" {
		key = newKey()
	}
	d, err := p.o.Engine.StartDraft(ctx, a, theme, matter, guide, answers, key)
	if errors.Is(err, engine.ErrNotFound) || engine.IsAnotherRequest(err) || err == nil && d.Draft.Submitted != "" {
		d, err = p.o.Engine.StartDraft(ctx, a, theme, matter, guide, answers, newKey())
	}
	if err != nil {
		return "", err
	}
	if undecided(d) {
		return "/drafts/" + d.Draft.ID + "/sources", nil
	}
	return "/drafts/" + d.Draft.ID, nil
}

// open reads the draft named in the address; a submitted one leads to its receipt.
func (p *Pages) open(c echo.Context) (*engine.DraftView, error) {
	return p.o.Engine.Draft(c.Request().Context(), auth.Of(c).Actor, c.Param("id"))
}

type draftView struct {
	Page
	ID        string
	Name      string
	Saved     bool   // just now, with 保存，稍后再办
	Unasked   string // the topic or material whose page led here, because it is not asked for now
	Moved     *movedView
	GuideURL  string
	GuideOpen int
	Answers   []guideAnswer
	Sources   *sourcesRow // what departments deliver
	Earlier   *sourcesRow // what was answered in earlier filings
	Topics    []topicRow
	Materials []uploadRow
	Spared    []uploadRow // that something else proves
	Done, All int
	Minutes   int     // to fill in what is left
	Left      []Issue // what is still missing, as links; the first of them
	LeftCount int
	LeftMore  int  // beyond those listed
	Alone     bool // there is no situation to tell: one matter, or some filed together
	Ready     bool
	Matters   []string
	Updated   string
}

// topicRow is one topic of the task list.
type topicRow struct {
	Title, Href string
	Status      string // in words
	Tone        string // class of the status: done, todo, part, bad
	Note        string // "还有 3 项未填"
}

// uploadRow is one material of the task list.
type uploadRow struct {
	ID, Title, Href string
	Status, Tone    string
	Must            bool
	Reason          string
	Proven          bool // by what serves in its place
	Files           []fileRow
}

// draft is the task list.
func (p *Pages) draft(c echo.Context) error {
	d, err := p.open(c)
	if err != nil {
		return err
	}
	if d.Draft.Submitted != "" {
		return see(c, "/cases/"+d.Draft.Submitted+"/receipt")
	}
	v := draftView{Page: p.newPage(c, ""), ID: d.Draft.ID, Saved: c.QueryParam("saved") == "1"}
	v.Title, v.Name, v.Back = v.T("draft.title"), v.draftName(d), "/me"
	v.Unasked = v.unasked(d, c.QueryParam("unasked"))
	v.Updated = v.Moment(d.Draft.Updated)
	if v.Moved, err = p.movedOf(c, v.Page, d); err != nil {
		return err
	}
	v.GuideURL = "/drafts/" + v.ID + "/guide"
	if d.Theme != nil {
		v.GuideOpen = len(d.Guide.Open)
		for _, q := range d.Guide.Answered {
			v.Answers = append(v.Answers, guideAnswer{Question: v.In(q.Text), Answer: v.answerWords(d.Theme, q, d.Situation[q.ID])})
		}
		for _, m := range d.Theme.Matters {
			if d.Scope[m.Def.ID] {
				v.Matters = append(v.Matters, v.In(m.Def.Name))
			}
		}
	}
	v.Sources = v.sourcesRow(d)
	if v.Earlier, err = p.earlierRow(c, v.L, d); err != nil {
		return err
	}
	for _, s := range d.Sections {
		if s.Status == engine.SectionEmpty {
			continue
		}
		v.Topics = append(v.Topics, v.topic(d.Draft.ID, s))
	}
	for _, m := range asked(d) {
		v.Materials = append(v.Materials, v.upload(d.Draft.ID, m, d.Files))
	}
	v.Spared = v.spared(d)
	v.Done, v.All = v.progress(d)
	v.Ready, v.Alone = len(d.Missing) == 0, d.Theme == nil || len(d.Theme.Def.Guide) == 0
	if left := d.Form.FillTime(d.Record); left.Fields > 0 {
		v.Minutes = minutes(left.Seconds)
	}
	left := v.left(d, d.Missing)
	v.LeftCount = len(left)
	v.Left, v.LeftMore = bounded(left)
	return p.render(c, http.StatusOK, "page-draft", v)
}

// progress counts the topics and required materials of a draft, and those that are done.
func (l L) progress(d *engine.DraftView) (done, all int) {
	for _, s := range d.Sections {
		if s.Status != engine.SectionEmpty {
			all++
		}
		if s.Status == engine.SectionDone {
			done++
		}
	}
	for _, m := range asked(d) {
		if row := l.upload(d.Draft.ID, m, d.Files); row.Must {
			all++
			if len(row.Files) > 0 {
				done++
			}
		}
	}
	return done, all
}

func (l L) draftName(d *engine.DraftView) string {
	if d.Theme != nil {
		return l.In(d.Theme.Def.Name)
	}
	return l.In(d.Matter.Def.Name)
}

func (l L) topic(draft string, s engine.SectionState) topicRow {
	row := topicRow{Title: l.In(s.Section.Title), Href: sectionURL(draft, s.Section.ID)}
	switch s.Status {
	case engine.SectionDone:
		row.Status, row.Tone = l.T("topic.done"), "done"
	case engine.SectionInvalid:
		row.Status, row.Tone = l.T("topic.invalid"), "bad"
	case engine.SectionPartial:
		row.Status, row.Tone = l.T("topic.partial"), "part"
		row.Note = l.T("topic.left", s.Missing)
	default:
		row.Status, row.Tone = l.T("topic.todo"), "todo"
		row.Note = l.T("topic.count", s.Asked)
	}
	return row
}

func (l L) upload(draft string, m catalog.MaterialState, files []engine.File) uploadRow {
	row := uploadRow{
		ID: m.Material.ID, Title: l.materialName(m), Href: materialURL(draft, m.Material.ID),
		Must: m.Required == metamodel.True, Reason: l.In(m.Reason),
	}
	for _, f := range files {
		if f.Material == m.Material.ID {
			row.Files = append(row.Files, l.fileRow(f))
		}
	}
	switch {
	case len(row.Files) > 0:
		row.Status, row.Tone = l.T("material.files", len(row.Files)), "done"
	case row.Must:
		row.Status, row.Tone = l.T("material.todo"), "todo"
	default:
		row.Status, row.Tone = l.T("material.optional"), "none"
	}
	return row
}

func (l L) materialName(m catalog.MaterialState) string { return l.In(m.Called()) }

// spared are the materials that a draft's citizen need not hand in because
// something else proves what they do.
func (l L) spared(d *engine.DraftView) []uploadRow {
	var rows []uploadRow
	for _, m := range d.Materials {
		if len(m.Proven) > 0 {
			rows = append(rows, uploadRow{ID: m.Material.ID, Title: l.materialName(m), Reason: l.In(m.Reason)})
		}
	}
	return rows
}

// asked are the materials a draft's citizen hands in, or may.
func asked(d *engine.DraftView) []catalog.MaterialState {
	var list []catalog.MaterialState
	for _, m := range d.Materials {
		if m.Asked {
			list = append(list, m)
		}
	}
	return list
}

func sectionURL(draft, section string) string { return "/drafts/" + draft + "/sections/" + section }

func materialURL(draft, material string) string { return "/drafts/" + draft + "/materials/" + material }

// ---- the guide, inside a draft ------------------------------------------------

type draftGuideView struct {
	Page
	ID, Name  string
	Release   string // whose guide the page shows
	Questions []*FieldView
}

// draftGuide shows the guide's questions on one page: those answered, to be
// changed, and those that still matter.
func (p *Pages) draftGuide(c echo.Context) error {
	d, err := p.open(c)
	if err != nil {
		return err
	}
	return p.showDraftGuide(c, http.StatusOK, d, nil, nil)
}

func (p *Pages) showDraftGuide(c echo.Context, status int, d *engine.DraftView, form url.Values, bad map[string]string) error {
	if d.Theme == nil {
		return errMissing
	}
	v := draftGuideView{Page: p.newPage(c, ""), ID: d.Draft.ID, Release: d.Draft.Release}
	v.Title, v.Name, v.Back = v.T("guide.draft.title"), v.draftName(d), "/drafts/"+d.Draft.ID
	idle := map[string]bool{}
	for _, q := range d.Guide.Idle {
		idle[q.ID] = true
	}
	for _, q := range d.Theme.Questions() {
		if idle[q.ID] {
			continue
		}
		typed := []string{}
		if value, ok := d.Situation[q.ID]; ok {
			typed = []string{wordsOf(value)}
		}
		if form != nil {
			typed = form[q.ID]
		}
		f := v.questionField(d.Theme, q, typed)
		f.Hint = v.Rich(v.why(d.Theme, d.Situation, q))
		f.ID, f.Name, f.Heading, f.Error = "q-"+q.ID, q.ID, false, bad[q.ID]
		for i := range f.Options {
			f.Options[i].ID = "q-" + q.ID + "-" + strconv.Itoa(i)
		}
		if len(f.Options) > 0 {
			f.Options[0].ID = f.ID
		}
		if f.Error != "" {
			v.Issues = append(v.Issues, Issue{Href: "#" + f.ID, Text: f.Error})
		}
		v.Questions = append(v.Questions, f)
	}
	return p.render(c, status, "page-draft-guide", v)
}

// draftGuideSave saves the answers given.
func (p *Pages) draftGuideSave(c echo.Context) error {
	d, err := p.open(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return badForm(err)
	}
	if release := overtaken(d, form); release != "" && d.Draft.Submitted == "" {
		return p.guideOvertaken(c, d.Draft.ID, release, form)
	}
	if d.Theme == nil {
		return errMissing
	}
	patch := engine.Patch{Release: d.Draft.Release, Guide: map[string]json.RawMessage{}}
	bad := map[string]string{}
	l := p.l(c)
	for _, q := range d.Theme.Def.Guide {
		typed := form.Get(q.ID)
		if typed == "" {
			continue
		}
		value, ps, err := guideValue(d.Theme, q, typed)
		if err != nil {
			return err
		}
		if ps.Failed() {
			bad[q.ID] = ps[0].In(l.Lang)
			continue
		}
		patch.Guide[q.ID] = value
	}
	if len(bad) > 0 {
		return p.showDraftGuide(c, http.StatusUnprocessableEntity, d, form, bad)
	}
	if _, err := p.o.Engine.SaveAnswers(c.Request().Context(), auth.Of(c).Actor, d.Draft.ID, 0, patch); err != nil {
		return err
	}
	return see(c, "/drafts/"+d.Draft.ID)
}

// guideValue is one question's answer as JSON.
func guideValue(t *catalog.Theme, q metamodel.Question, typed string) (json.RawMessage, metamodel.Problems, error) {
	guide, _, ps := t.SetAnswer(q.ID, []string{typed}, []byte("{}"), []byte("{}"))
	if ps.Failed() {
		return nil, ps, nil
	}
	if q.Field != "" {
		f, ok := t.Merged.Field(q.Field)
		if !ok {
			return nil, ps, nil
		}
		return f.FromInput([]string{typed}), nil, nil
	}
	var own map[string]json.RawMessage
	if err := json.Unmarshal(guide, &own); err != nil {
		return nil, nil, fmt.Errorf("reading the answer of question %s: %w", q.ID, err)
	}
	return own[q.ID], nil, nil
}

// ---- throwing a draft away -----------------------------------------------------

type draftDeleteView struct {
	Page
	ID, Name string
	Files    int
}

func (p *Pages) draftDeleteAsk(c echo.Context) error {
	d, err := p.open(c)
	if err != nil {
		return err
	}
	v := draftDeleteView{Page: p.newPage(c, ""), ID: d.Draft.ID, Files: len(d.Files)}
	v.Title, v.Name, v.Back = v.T("draft.delete.title"), v.draftName(d), "/drafts/"+d.Draft.ID
	return p.render(c, http.StatusOK, "page-draft-delete", v)
}

func (p *Pages) draftDelete(c echo.Context) error {
	if err := p.o.Engine.DeleteDraft(c.Request().Context(), auth.Of(c).Actor, c.Param("id")); err != nil {
		return err
	}
	return see(c, "/me")
}
