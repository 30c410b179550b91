package citizen

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// fragmentHeader marks a script's request for the form alone, unsaved.
const fragmentHeader = "X-Fragment"

type sectionView struct {
	Page
	ID, Name string // of the filing
	Action   string
	Hint     template.HTML
	Blocks   []Block
	Upload   bool // a file can be sent along
	Shown    []string
	Revision int64
	Release  string     // whose form the page shows
	Moved    *movedView // what a migration changed, not read yet
	Read     string     // its mark: saving this page counts as having read it
	Base     string     // fingerprint of this topic's answers as the page was drawn
	Return   string     // "check": the page came from 修改 on the check page
	Loud     bool       // errors of absent answers are shown too
	Number   int
	Total    int
	For      []string // matters these answers go to
	Kept     bool     // typed before a sign-in, saved after it
	Clash    []clash  // somebody else's answers, beside the ones kept here
	Preview  bool     // nothing is saved
}

// clash is one answer that differs between this page and what is saved.
type clash struct{ Label, Theirs, Yours string }

// section shows one topic of a draft.
func (p *Pages) section(c echo.Context) error {
	d, err := p.open(c)
	if err != nil {
		return err
	}
	if d.Draft.Submitted != "" {
		return see(c, "/cases/"+d.Draft.Submitted+"/receipt")
	}
	s, ok := d.Form.Section(c.Param("section"))
	if !ok {
		return errMissing
	}
	if emptyTopic(d, s.ID) {
		return unaskedError{d.Draft.ID, s.ID}
	}
	look := sectionLook{loud: c.QueryParam("errors") == "1"}
	if field := c.QueryParam("field"); field != "" {
		look.query = map[string]string{field: shorten(c.QueryParam("find"), 60)}
	}
	v := p.sectionPage(c, d, s, look)
	v.Return, v.Kept = returnTo(c.QueryParam("return")), c.QueryParam("kept") == "1"
	if v.Return == "check" {
		v.Back = "/drafts/" + v.ID + "/check"
	}
	return p.render(c, http.StatusOK, "page-section", v)
}

// sectionSave saves what was typed, valid or not, then judges it.
func (p *Pages) sectionSave(c echo.Context) error {
	ctx, actor := c.Request().Context(), auth.Of(c).Actor
	uploads, err := readMultipart(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return badForm(err)
	}
	d, err := p.open(c)
	if err != nil {
		return err
	}
	if d.Draft.Submitted != "" {
		return see(c, "/cases/"+d.Draft.Submitted+"/receipt")
	}
	if release := overtaken(d, form); release != "" {
		return p.saveOvertaken(c, actor, d.Draft.ID, release, c.Param("section"), form, uploads)
	}
	s, ok := d.Form.Section(c.Param("section"))
	if !ok {
		return errMissing
	}
	in := p.inputs(form)
	act, patch := in.act, in.patch(s)
	patch.Release, patch.Read = d.Draft.Release, p.wasRead(d, form)
	if c.Request().Header.Get(fragmentHeader) != "" {
		return p.fragment(c, d.Draft.ID, s, in, patch)
	}
	revision, err := strconv.ParseInt(form.Get("revision"), 10, 64)
	if err != nil || revision < 0 {
		revision = 0
	}
	saved, err := p.o.Engine.SaveAnswers(ctx, actor, d.Draft.ID, revision, patch)
	if errors.Is(err, engine.ErrConflict) {
		theirs, again := p.open(c)
		if again != nil {
			return again
		}
		if theirs.Draft.Release != d.Draft.Release { // moved at this very moment
			return p.saveOvertaken(c, actor, d.Draft.ID, d.Draft.Release, s.ID, form, uploads)
		}
		if base := form.Get("base"); base == "" || base != fingerprint(theirs.Record, s) {
			return p.conflict(c, theirs, s, form, patch)
		}
		// Another topic was changed meanwhile: that disturbs nobody here.
		saved, err = p.o.Engine.SaveAnswers(ctx, actor, d.Draft.ID, theirs.Draft.Revision, patch)
	}
	if err != nil {
		return err
	}
	here := sectionURL(d.Draft.ID, s.ID)
	back := returnTo(form.Get("return"))
	if act.kind == "unfile" && p.l(c).holds(saved.Record, s, act.group, act.id) {
		if err := p.o.Engine.RemoveFile(ctx, actor, act.id); err != nil {
			return err
		}
	}
	refused, err := p.takeFieldFiles(c, saved, s, act, uploads)
	if err != nil {
		return err
	}
	if act.kind == "upload" && len(refused) == 0 && !sent(uploads, act.group) {
		refused = metamodel.Problems{noFile(p.l(c), act.group)}
	}
	switch {
	case len(refused) > 0:
	case act.add():
		last := max(saved.Record.Rows(act.group)-1, 0)
		return see(c, here+query("return", back)+"#"+anchor(act.group+"/"+strconv.Itoa(last)))
	case act.remove(), act.kind == "upload", act.kind == "unfile", act.kind == "narrow":
		return see(c, here+query("return", back)+"#"+anchor(strings.ReplaceAll(act.group, ".", "/")))
	case act.kind == "find":
		q := url.Values{"field": {act.group}, "find": {in.queries()[act.group]}}
		if back != "" {
			q.Set("return", back)
		}
		return see(c, here+"?"+q.Encode()+"#g-"+anchor(act.group))
	case form.Get("action") == "later":
		return see(c, "/drafts/"+d.Draft.ID+"?saved=1")
	}
	if saved, err = p.open(c); err != nil { // with the files that came along
		return err
	}
	if len(refused) > 0 || sectionProblems(saved.Record, s, true).Failed() {
		v := p.sectionPage(c, saved, s, sectionLook{loud: len(refused) == 0 || act.kind == "", query: in.queries(), also: refused})
		v.Return = back
		v.here = &url.URL{Path: here}
		return p.render(c, http.StatusUnprocessableEntity, "page-section", v)
	}
	if back == "check" {
		return see(c, "/drafts/"+d.Draft.ID+"/check")
	}
	return see(c, nextTopic(saved, s))
}

// nextTopic is where 继续 leads: the next topic not yet done, or the task list.
func nextTopic(d *engine.DraftView, from *metamodel.Section) string {
	seen := false
	for _, s := range d.Sections {
		switch {
		case s.Section.ID == from.ID:
			seen = true
		case seen && s.Status != engine.SectionDone && s.Status != engine.SectionEmpty:
			return sectionURL(d.Draft.ID, s.Section.ID)
		}
	}
	return "/drafts/" + d.Draft.ID
}

// fragment answers a script: the form as these answers make it, nothing saved.
func (p *Pages) fragment(c echo.Context, draft string, s *metamodel.Section, in inputs, patch engine.Patch) error {
	form := in.form
	d, err := p.o.Engine.Preview(c.Request().Context(), auth.Of(c).Actor, draft, patch)
	if err != nil {
		return err
	}
	v := p.sectionPage(c, d, s, sectionLook{loud: form.Get("loud") == "1", query: in.queries()})
	v.Return, v.Base = returnTo(form.Get("return")), form.Get("base")
	if r, err := strconv.ParseInt(form.Get("revision"), 10, 64); err == nil {
		v.Revision = r // the page goes on from what it read, not from what is saved meanwhile
	}
	return p.render(c, http.StatusOK, "section-form", v)
}

// conflict shows what was saved elsewhere, with what was typed here kept in the form.
func (p *Pages) conflict(c echo.Context, theirs *engine.DraftView, s *metamodel.Section, form url.Values, patch engine.Patch) error {
	yours, err := p.o.Engine.Preview(c.Request().Context(), auth.Of(c).Actor, theirs.Draft.ID, patch)
	if err != nil {
		return err
	}
	v := p.sectionPage(c, yours, s, sectionLook{query: p.inputs(form).queries()})
	v.Revision, v.Base = theirs.Draft.Revision, fingerprint(theirs.Record, s)
	v.Return = returnTo(form.Get("return"))
	v.here = &url.URL{Path: sectionURL(v.ID, s.ID)}
	for _, it := range s.Items {
		switch {
		case it.Group != nil:
			if a, b := string(theirs.Record.Raw(it.Group.Path)), string(yours.Record.Raw(it.Group.Path)); a != b {
				v.Clash = append(v.Clash, clash{Label: v.In(it.Group.Label),
					Theirs: v.T("clash.rows", theirs.Record.Rows(it.Group.Path)), Yours: v.T("clash.rows", yours.Record.Rows(it.Group.Path))})
			}
		case it.Field != nil:
			path := it.Field.Path
			if string(theirs.Record.Raw(path)) == string(yours.Record.Raw(path)) {
				continue
			}
			v.Clash = append(v.Clash, clash{Label: v.In(it.Field.Label),
				Theirs: v.shownAs(theirs.Record, path), Yours: v.shownAs(yours.Record, path)})
		}
	}
	v.Issues = []Issue{{Href: "#clash", Text: v.T("clash.summary")}}
	return p.render(c, http.StatusConflict, "page-section", v)
}

func (l L) shownAs(rec *metamodel.Record, path string) string {
	if s := rec.Own(path, l.Lang); s != "" {
		return s
	}
	return l.T("unanswered")
}

// sectionLook is how a topic is drawn.
type sectionLook struct {
	loud  bool               // errors of absent answers are shown too
	query map[string]string  // what is searched for in long lists
	also  metamodel.Problems // refused uploads
}

// sectionPage draws one topic.
func (p *Pages) sectionPage(c echo.Context, d *engine.DraftView, s *metamodel.Section, look sectionLook) sectionView {
	loud := look.loud
	v := sectionView{Page: p.newPage(c, ""), ID: d.Draft.ID, Action: sectionURL(d.Draft.ID, s.ID),
		Revision: d.Draft.Revision, Base: fingerprint(d.Record, s), Loud: loud}
	v.Title, v.Name, v.Back = v.In(s.Title), v.draftName(d), "/drafts/"+d.Draft.ID
	v.Hint = v.Rich(v.In(s.Hint))
	ps := instead(sectionProblems(d.Record, s, loud), look.also)
	fv := p.formView(v.L, d.Form, d.Record, ps)
	fv.known, fv.unfit, fv.query = v.known(d), v.unfit(d), look.query
	for i := range d.Earlier.Back {
		fv.unfit[d.Earlier.Back[i].Path] = v.T("earlier.changed")
	}
	for i := range d.Earlier.Used {
		k := &d.Earlier.Used[i]
		fv.known[k.Path] = v.takenFrom(k)
	}
	if d.Theme != nil {
		fv.calls = func(path string) []catalog.Wording { return d.Theme.Wordings(path, d.Scope) }
	}
	v.Release = d.Draft.Release
	moved, err := p.movedOf(c, v.Page, d)
	if err != nil { // the form is more important than the notice
		p.o.Log.Error("telling what a migration changed", "draft", d.Draft.ID, "err", err)
	}
	if v.Moved = moved; moved != nil {
		v.Read = moved.Mark
	}
	v.Blocks = fv.blocks(s)
	v.Shown, v.Upload = fv.shown, fv.files
	v.Issues, v.Unsaid = bounded(v.issuesOf(ps, fv.target))
	if fv.point {
		allowPlace(c)
	}
	for _, st := range d.Sections {
		if st.Status == engine.SectionEmpty {
			continue
		}
		v.Total++
		if st.Section.ID == s.ID {
			v.Number = v.Total
		}
	}
	v.For = v.usedBy(d, s)
	return v
}

// instead says why a file was refused, and not that there is none.
func instead(ps, refused metamodel.Problems) metamodel.Problems {
	at := map[string]bool{}
	for _, p := range refused {
		at[p.Path] = true
	}
	out := append(metamodel.Problems(nil), refused...)
	for _, p := range ps {
		if !at[p.Path] {
			out = append(out, p)
		}
	}
	return out
}

// formView begins to draw a form with what is wrong in it.
func (p *Pages) formView(l L, form *metamodel.Form, rec *metamodel.Record, ps metamodel.Problems) *formView {
	v := &formView{L: l, pages: p, form: form, rec: rec, errors: map[string]string{}, first: map[string]string{}}
	for path, words := range l.errorsOf(ps) {
		v.errors[anchor(path)] = words
	}
	return v
}

// inputs reads what a page posted.
func (p *Pages) inputs(form url.Values) inputs {
	return inputs{form: form, act: readRowAction(form.Get("action")), today: p.o.Now().In(p.o.Zone).Format(time.DateOnly)}
}

// errorsOf keeps the first problem of each path, in words.
func (l L) errorsOf(ps metamodel.Problems) map[string]string {
	m := map[string]string{}
	for _, p := range ps {
		if _, ok := m[p.Path]; !ok {
			m[p.Path] = p.In(l.Lang)
		}
	}
	return m
}

// unfit are the answers that a department gave and this form does not take: the
// applicant puts them right, and reads where they came from.
func (l L) unfit(d *engine.DraftView) map[string]string {
	m := map[string]string{}
	for _, a := range d.Unfit {
		m[a.Path] = l.T("sources.unfit", l.In(a.ByName))
	}
	return m
}

// known are the answers the guide already gave (已填).
func (l L) known(d *engine.DraftView) map[string]string {
	m := map[string]string{}
	for path := range d.Guided {
		m[path] = l.T("source.guide")
	}
	return m
}

// usedBy names the matters that read this topic's answers: why it is asked,
// and that it is asked only once.
func (l L) usedBy(d *engine.DraftView, s *metamodel.Section) []string {
	if d.Theme == nil {
		return nil
	}
	used := map[string]bool{}
	for _, it := range s.Items {
		if it.Group != nil {
			if d.Record.Visible(it.Group.Path) {
				for _, u := range it.Group.Uses {
					used[u.Matter] = true
				}
			}
			continue
		}
		if it.Field != nil && d.Record.Visible(it.Field.Path) {
			for _, u := range it.Field.Uses {
				used[u.Matter] = true
			}
		}
	}
	var names []string
	for _, m := range d.Theme.Matters {
		if used[m.Def.ID] && d.Scope[m.Def.ID] {
			names = append(names, l.In(m.Def.Name))
		}
	}
	return names
}

// fingerprint tells whether a topic's answers are still those a page was drawn from.
func fingerprint(rec *metamodel.Record, s *metamodel.Section) string {
	h := sha256.New()
	for _, it := range s.Items {
		switch {
		case it.Group != nil:
			printGroup(h, rec, it.Group, it.Group.Path)
		case it.Field != nil && it.Field.Element.Type != metamodel.TypeFile: // files come one by one
			fmt.Fprintf(h, "%s=%q;", it.Field.Path, rec.Typed(it.Field.Path))
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// printGroup writes a repeat's rows, or a group within a row, with all in them.
func printGroup(h io.Writer, rec *metamodel.Record, g *metamodel.Group, path string) {
	at := []string{path}
	if g.Repeat {
		n := rec.Rows(path)
		fmt.Fprintf(h, "%s=%d;", path, n)
		at = at[:0]
		for i := range n {
			at = append(at, path+"/"+strconv.Itoa(i))
		}
	}
	for _, row := range at {
		for _, f := range g.Fields {
			fmt.Fprintf(h, "%q;", rec.Typed(row+"/"+f.Key))
		}
		for _, inner := range g.Groups {
			printGroup(h, rec, inner, row+"/"+inner.Key())
		}
	}
}

func returnTo(v string) string {
	if v == "check" {
		return v
	}
	return ""
}

func query(key, value string) string {
	if value == "" {
		return ""
	}
	return "?" + key + "=" + url.QueryEscape(value)
}

// badForm keeps a body that is too large apart from one that cannot be read.
func badForm(err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return err
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
}
