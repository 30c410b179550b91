package citizen

import (
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// A page may be open while its draft is moved to a new form. What it then posts
// is read by the form it was drawn from: what the new form asks for is saved
// there, the rest is kept aside, and the citizen is told.

// overtries bounds how often a page is read anew because the draft was saved
// at that very moment.
const overtries = 5

// overtaken is the release a posted page was drawn from, "" when it is the
// draft's own.
func overtaken(d *engine.DraftView, form url.Values) string {
	if release := form.Get("release"); release != d.Draft.Release {
		return release
	}
	return ""
}

// saveOvertaken saves a topic posted by a page drawn from an earlier release.
func (p *Pages) saveOvertaken(c echo.Context, actor engine.Actor, draft, release, section string, form url.Values, uploads *multipart.Form) error {
	ctx := c.Request().Context()
	if c.Request().Header.Get(fragmentHeader) != "" {
		harden(c, "'none'")
		return c.NoContent(http.StatusConflict) // the script leaves the page, and what is typed in it, as it is
	}
	old, _, err := p.o.Engine.FormAt(ctx, actor, draft, release)
	if err != nil {
		return err
	}
	s, ok := old.Section(section)
	if !ok {
		return errMissing
	}
	in := p.inputs(form)
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64) // none reads as a page that is sure of itself
	for range overtries {
		o, err := p.o.Engine.Overtake(ctx, actor, draft, release, max(revision, 0), in.patch(s))
		if err != nil {
			return err
		}
		if revision > 0 && !o.Follows {
			err = p.overtakenConflict(c, actor, draft, section, o)
		} else if _, err = p.o.Engine.SaveAnswers(ctx, actor, draft, o.Revision, o.Patch); err == nil {
			lost, err := p.overtakenFiles(c, actor, draft, in, uploads)
			if err != nil {
				return err
			}
			return see(c, "/drafts/"+draft+"?moved=1"+lost)
		}
		if !errors.Is(err, engine.ErrConflict) {
			return err
		}
	}
	return engine.ErrConflict
}

// overtakenFiles takes the files that came along where the new form still asks
// for them; what it says else goes with the address of the task list.
func (p *Pages) overtakenFiles(c echo.Context, actor engine.Actor, draft string, in inputs, uploads *multipart.Form) (string, error) {
	lost := ""
	refused, err := p.fieldFiles(c, uploads, in.act, func(path, name string, r io.Reader) error {
		_, err := p.o.Engine.AddFieldFile(c.Request().Context(), actor, draft, path, name, r)
		if errors.Is(err, engine.ErrNotFound) {
			lost = "&files=1"
			return nil
		}
		return err
	})
	if len(refused) > 0 {
		lost = "&files=1"
	}
	return lost, err
}

// guideOvertaken saves the guide's page of an earlier release.
func (p *Pages) guideOvertaken(c echo.Context, draft, release string, form url.Values) error {
	ctx, actor := c.Request().Context(), auth.Of(c).Actor
	_, old, err := p.o.Engine.FormAt(ctx, actor, draft, release)
	if err != nil {
		return err
	}
	if old == nil {
		return errMissing
	}
	patch := engine.Patch{Guide: map[string]json.RawMessage{}}
	for _, q := range old.Def.Guide {
		if typed := form.Get(q.ID); typed != "" {
			value, ps, err := guideValue(old, q, typed)
			if err != nil {
				return err
			}
			if !ps.Failed() {
				patch.Guide[q.ID] = value
			}
		}
	}
	for range overtries {
		o, err := p.o.Engine.Overtake(ctx, actor, draft, release, 0, patch)
		if err != nil {
			return err
		}
		_, err = p.o.Engine.SaveAnswers(ctx, actor, draft, o.Revision, o.Patch)
		if !errors.Is(err, engine.ErrConflict) {
			if err != nil {
				return err
			}
			return see(c, "/drafts/"+draft+"?moved=1")
		}
	}
	return engine.ErrConflict
}

// overtakenConflict is for a page that others overtook besides: what has no
// place any more is kept at once, the rest is shown beside what is saved.
func (p *Pages) overtakenConflict(c echo.Context, actor engine.Actor, draft, section string, o *engine.Overtaken) error {
	ctx := c.Request().Context()
	theirs, err := p.o.Engine.Draft(ctx, actor, draft)
	if err != nil {
		return err
	}
	s := p.topicOf(theirs.Form, section, o.Patch)
	aside := o.Patch.Aside
	yours := engine.Patch{Answers: o.Patch.Answers, Guide: o.Patch.Guide}
	if s == nil {
		yours = engine.Patch{}
	} else {
		within := paths(s)
		for path, v := range o.Patch.Answers {
			if !within[root(path, within)] {
				delete(yours.Answers, path)
				if f, ok := theirs.Form.Field(path); ok && len(v) > 0 {
					aside = append(aside, engine.KeptAnswer{Path: path, Field: path, Value: v, Label: f.Label, Release: theirs.Draft.Release})
				}
			}
		}
	}
	now, err := p.o.Engine.SaveAnswers(ctx, actor, draft, o.Revision, engine.Patch{Aside: aside, Release: o.Patch.Release})
	if err != nil {
		return err
	}
	if s == nil {
		return see(c, "/drafts/"+draft+"?moved=1")
	}
	return p.conflict(c, now, s, url.Values{}, yours)
}

// topicOf is the topic of the new form that shows what a page's topic asked.
func (p *Pages) topicOf(form *metamodel.Form, section string, patch engine.Patch) *metamodel.Section {
	if s, ok := form.Section(section); ok {
		return s
	}
	for _, s := range form.Sections {
		within := paths(s)
		for path := range patch.Answers {
			if within[root(path, within)] {
				return s
			}
		}
	}
	return nil
}
