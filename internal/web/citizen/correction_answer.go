package citizen

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

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
	live := c.Request().Header.Get(fragmentHeader) != ""
	if gone(view) && !live {
		return p.correctionGone(c, view, key)
	} else if gone(view) {
		return c.NoContent(http.StatusConflict) // the page stays as it is until it is handed in
	}
	revision, err := strconv.ParseInt(form.Get("revision"), 10, 64)
	if err != nil {
		revision = view.Case.Revision
	}
	stale := revision != view.Case.Revision // by the case as it was before our own files move it on
	in := p.inputs(form)
	in.files = true
	if live && !stale {
		return p.correctionFragment(c, view, in, key)
	} else if live {
		return c.NoContent(http.StatusConflict)
	}
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
	if brought > 0 || len(refused) > 0 { // taking files takes time: another of the same pages may be through
		if view, err = p.ownChild(c); err != nil {
			return err
		}
		if gone(view) {
			return p.correctionGone(c, view, key)
		}
	}
	typed, answers, closed := correctionAnswers(view, in)
	again := func(status int, ps metamodel.Problems) error {
		if stale {
			status, key = http.StatusConflict, newKey()
		}
		v := p.correctionPage(c, view, correctionLook{typed: typed, ps: ps, key: key, in: in,
			loud: in.act.kind == "" || form.Get("loud") != "", refused: in.act.kind == "" && !stale})
		for _, path := range closed {
			v.Issues = append([]Issue{{Href: "#ask", Text: v.T("correction.closed", v.called(view, view.Record, path))}}, v.Issues...)
		}
		v.Closed = append(v.Closed, closed...)
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
	if added += brought; added > 0 || ps.Failed() {
		if view, err = p.ownChild(c); err != nil {
			return err
		}
		if gone(view) {
			return p.correctionGone(c, view, key)
		}
	}
	if ps.Failed() || stale || len(closed) > 0 || returned(view, typed, answers) {
		return again(http.StatusUnprocessableEntity, ps)
	}
	_, err = p.o.Engine.Act(c.Request().Context(), auth.Of(c).Actor, view.Case.ID, view.Case.Revision, key,
		engine.Action{Event: resubmitEvent(view), Answers: answers})
	var bad metamodel.Problems
	switch {
	case errors.As(err, &bad) && !engine.IsAnotherRequest(err):
		return again(http.StatusUnprocessableEntity, bad)
	case errors.Is(err, engine.ErrConflict) || errors.As(err, &bad): // of the same page twice each brings files of its own
		if view, err = p.ownChild(c); err != nil {
			return err
		}
		if gone(view) {
			return p.correctionGone(c, view, key)
		}
		stale = true
		return again(http.StatusConflict, nil)
	case err != nil:
		return err
	}
	return see(c, "/cases/"+view.Case.Root+"?answered=1")
}

// gone reports whether nothing is asked to be corrected any more.
func gone(view *engine.CaseView) bool {
	return view.Case.Status != engine.CaseAsking || view.Case.Correction == nil
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

// correctionFragment answers a script: the form as these answers make it, nothing
// handed in.
func (p *Pages) correctionFragment(c echo.Context, view *engine.CaseView, in inputs, key string) error {
	typed, _, _ := correctionAnswers(view, in)
	_, ps, err := p.o.Engine.PreviewCorrection(c.Request().Context(), auth.Of(c).Actor, view.Case.ID, typed)
	if err != nil && !errors.As(err, &ps) {
		return err
	}
	return p.render(c, http.StatusOK, "correction-form", p.correctionPage(c, view,
		correctionLook{typed: typed, ps: ps, key: key, in: in, loud: in.form.Get("loud") != "", live: true}))
}

// correctionAnswers reads the flagged fields of a page: all that was typed there
// and has a place with it, and what of it the page showed, which alone is handed in.
// Closed are the answers that were changed while they did not agree with others and
// are not theirs to change now that they do; each is told once.
func correctionAnswers(view *engine.CaseView, in inputs) (typed, handed map[string]json.RawMessage, closed []string) {
	shown := in.form["shown"]
	in.form, in.files = maps.Clone(in.form), true
	in.form["shown"] = slices.Concat(shown, in.form["kept"])
	typed = map[string]json.RawMessage{}
	here, before, asked := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i, path := range in.form["shown"] {
		path = strings.TrimSuffix(path, "[]") // of a repeat
		if asked[path] = true; i < len(shown) {
			here[path] = true
		} else {
			before[path] = true
		}
	}
	for _, f := range flagged(view, here, nil, before) {
		maps.Copy(typed, in.patch(f.section).Answers)
		for _, row := range f.inRows {
			switch {
			case !asked[row.path]:
			case row.field == nil:
				typed[row.path] = in.rows(row.group, row.path)
			case answerable(row.field):
				typed[row.path] = in.read(row.field, row.path)
			}
		}
	}
	// What was theirs to give for a moment, and is no more with what they say now.
	opened, all := view.Opened(typed), maps.Clone(typed)
	maps.DeleteFunc(typed, func(path string, _ json.RawMessage) bool {
		return !view.ToCorrect(path) && !engine.Covered(opened, path)
	})
	handed = maps.Clone(typed)
	maps.DeleteFunc(handed, func(path string, _ json.RawMessage) bool { return !covers(shown, path) })
	if len(all) == len(typed) {
		return typed, handed, nil
	}
	rec := retyped(view, typed)
	copies := view.CopiesIn(rec)
	for _, path := range slices.Sorted(maps.Keys(all)) {
		if len(closed) == mostClosed {
			break
		}
		if _, taken := typed[path]; !taken && all[path] != nil && rec.Visible(path) && !rec.Computed(path) && copies[path] == "" && !slices.Contains(in.form["closed"], path) && changes(view, path, all[path]) {
			closed = append(closed, path)
		}
	}
	return typed, handed, closed
}

// mostClosed is of how many answers a page says that they are not changed.
const mostClosed = 20

// changes reports whether v would be another answer at path than the case has.
func changes(view *engine.CaseView, path string, v json.RawMessage) (other bool) {
	was, is := view.Record, retyped(view, map[string]json.RawMessage{path: v})
	for _, s := range was.Form.Sections {
		is.Walk(s, func(p metamodel.Place) {
			if p.Path == path || strings.HasPrefix(p.Path, path+"/") {
				other = other || p.Field != nil && string(was.Raw(p.Path)) != string(is.Raw(p.Path)) || p.Group != nil && p.Group.Repeat && p.Row < 0 && was.Rows(p.Path) != is.Rows(p.Path)
			}
		})
	}
	return other
}

// returned reports whether something that was typed before is asked again and was
// not on the page: it is seen first, and handed in then.
func returned(view *engine.CaseView, typed, handed map[string]json.RawMessage) bool {
	if len(typed) == len(handed) {
		return false
	}
	rec := retyped(view, typed)
	for path := range typed {
		_, repeat := rec.Form.Group(path)
		if _, ok := handed[path]; !ok && (rec.Asked(path) || repeat && rec.Visible(path)) {
			return true
		}
	}
	return false
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
