package citizen

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

type checkView struct {
	Page
	ID, Name  string
	Sections  []answerSection
	Materials []uploadRow
	Spared    []uploadRow // that something else proves
	Answers   []guideAnswer
	GuideURL  string
	Key       string
	Ready     bool
	Left      []Issue // what is still missing, as links; the first of them
	LeftCount int
	LeftMore  int // beyond those listed
	Matters   []string
	Days      string
}

// answerSection is one topic of answers in words.
type answerSection struct {
	ID, Title string
	Change    string
	Rows      []answerRow
}

// answerRow is one answer; Group rows begin a row of a repeat or a subject.
type answerRow struct {
	Path          string // of the answer
	Group         string
	Depth         int // of a group: how many rows it lies in
	Label, Answer string
	Empty         bool
	Change        string
	Files         []fileRow
	Drawn         template.HTML
	Lines         []string // an answer of several lines: the rows of a table
	From          string   // of what was not typed here: where it comes from
	Drop          *dropView
}

// answerRows is a topic's rows as drawn: with 修改 links or, printed, without.
type answerRows struct {
	L
	Rows    []answerRow
	Changes bool
}

// check is 核对信息: everything in words, before it is submitted.
func (p *Pages) check(c echo.Context) error {
	d, err := p.open(c)
	if err != nil {
		return err
	}
	if d.Draft.Submitted != "" {
		return see(c, "/cases/"+d.Draft.Submitted+"/receipt")
	}
	return p.render(c, http.StatusOK, "page-check", p.checkPage(c, d))
}

func (p *Pages) checkPage(c echo.Context, d *engine.DraftView) checkView {
	v := checkView{Page: p.newPage(c, ""), ID: d.Draft.ID, Key: newKey()}
	v.Title, v.Name, v.Back = v.T("check.title"), v.draftName(d), "/drafts/"+d.Draft.ID
	v.GuideURL = "/drafts/" + d.Draft.ID + "/guide"
	if d.Theme != nil {
		for _, q := range d.Guide.Answered {
			v.Answers = append(v.Answers, guideAnswer{Question: v.In(q.Text), Answer: v.answerWords(d.Theme, q, d.Situation[q.ID])})
		}
		for _, m := range d.Theme.Matters {
			if d.Scope[m.Def.ID] {
				v.Matters = append(v.Matters, v.In(m.Def.Name))
			}
		}
		v.Days = v.L.Days(d.Needs.After.Days)
	}
	for _, s := range d.Form.Sections {
		change := sectionURL(d.Draft.ID, s.ID) + "?return=check"
		if a := v.answerSection(d.Record, s); len(a.Rows) > 0 {
			a.Change = change
			for i := range a.Rows {
				if from := v.givenBy(d.Supplied, a.Rows[i].Path); from != "" {
					a.Rows[i].From, a.Rows[i].Change = from, ""
				}
				if a.Rows[i].Change != "" {
					a.Rows[i].Change = change + a.Rows[i].Change
				}
				if engine.TakenOver(d.Earlier.Back, a.Rows[i].Path) != nil {
					a.Rows[i].From = v.T("earlier.changed")
				}
				if k := engine.TakenOver(d.Earlier.Used, a.Rows[i].Path); k != nil {
					a.Rows[i].From = v.takenFrom(k)
					a.Rows[i].Drop = &dropView{L: v.L, Draft: v.ID, ID: k.ID, CSRF: v.CSRF, Label: a.Rows[i].Label}
				}
			}
			v.Sections = append(v.Sections, a)
		}
	}
	for _, m := range asked(d) {
		row := v.upload(d.Draft.ID, m, d.Files)
		row.Href += "?return=check"
		v.Materials = append(v.Materials, row)
	}
	v.Spared = v.spared(d)
	left := v.left(d, d.Missing)
	v.LeftCount = len(left)
	v.Left, v.LeftMore = bounded(left)
	v.Ready = len(v.Left) == 0
	return v
}

// answerSection puts a topic's visible answers into words. Change holds the
// fragment of each control.
func (l L) answerSection(rec *metamodel.Record, s *metamodel.Section) answerSection {
	a := answerSection{ID: s.ID, Title: l.In(s.Title)}
	subjects := map[string]bool{}
	for _, it := range s.Items {
		if it.Field != nil && !it.Field.Hidden && rec.Visible(it.Field.Path) {
			subjects[it.Field.Group.Path] = true
		}
	}
	last := ""
	rec.Walk(s, func(p metamodel.Place) {
		switch {
		case p.Text != nil:
		case p.Field != nil:
			g := p.Field.Group
			if p.Depth == 0 {
				if len(subjects) > 1 && g.Path != last && g.Path != metamodel.FilingSubject {
					a.Rows = append(a.Rows, answerRow{Group: l.In(g.Label)})
				}
				last = g.Path
			}
			a.Rows = append(a.Rows, l.answerRow(rec, p.Field, p.Path))
		case p.Row >= 0:
			a.Rows = append(a.Rows, answerRow{Group: l.rowTitleOf(rec, p.Group, p.Path, p.Row), Depth: p.Depth})
		case !p.Group.Repeat:
			a.Rows = append(a.Rows, answerRow{Group: l.In(p.Group.Label), Depth: p.Depth})
		case rec.Rows(p.Path) == 0:
			a.Rows = append(a.Rows, answerRow{Label: l.In(p.Group.Label), Empty: true, Change: "#" + anchor(p.Path)})
			last = ""
		default:
			last = ""
		}
	})
	return a
}

func (l L) answerRow(rec *metamodel.Record, f *metamodel.Field, path string) answerRow {
	words := rec.Own(path, l.Lang)
	if rec.Concealed(path) {
		words = l.T("withheld")
	}
	row := answerRow{Path: path, Label: l.In(f.Label), Answer: words, Empty: words == "", Change: "#" + anchor(path)}
	if !rec.Asked(path) {
		row.Change = ""
		if rec.Computed(path) && rec.Concealed(path) {
			row.From = l.T("withheld.computed")
		} else if same := l.sameAs(rec, path); same != "" {
			row.From = same
		} else if rec.Computed(path) && !row.Empty {
			row.From = l.T("shown.computed.short")
		}
	}
	switch f.Element.Type {
	case metamodel.TypeFile:
		if row.Files = l.fileValues(rec.Raw(path)); len(row.Files) > 0 {
			row.Answer = ""
		}
	case metamodel.TypeSignature:
		row.Drawn = l.drawn(strokesOf(rec.Raw(path)))
	case metamodel.TypeTable:
		if lines := strings.FieldsFunc(words, func(r rune) bool { return r == '；' || r == ';' }); len(lines) > 1 {
			row.Lines, row.Answer = lines, ""
		}
	}
	return row
}

// left turns what stands between a draft and its submission into links.
func (l L) left(d *engine.DraftView, ps metamodel.Problems) []Issue {
	within := make([]map[string]bool, len(d.Form.Sections)) // once, not for each of thousands
	for i, s := range d.Form.Sections {
		within[i] = paths(s)
	}
	return l.issuesOf(ps, func(path string) string {
		if _, ok := strings.CutPrefix(path, "guide"); ok {
			return "/drafts/" + d.Draft.ID + "/guide"
		}
		if m, ok := strings.CutPrefix(path, "materials/"); ok {
			return materialURL(d.Draft.ID, m) + "?return=check"
		}
		for i, s := range d.Form.Sections {
			if within[i][root(path, within[i])] {
				return sectionURL(d.Draft.ID, s.ID) + "?return=check&errors=1#" + anchor(path)
			}
		}
		return "/drafts/" + d.Draft.ID
	})
}

// submit turns the draft into a case. The key in the form makes a second
// click, a reload or a lost answer give the first receipt.
func (p *Pages) submit(c echo.Context) error {
	ctx, actor := c.Request().Context(), auth.Of(c).Actor
	key := c.FormValue("key")
	if key == "" {
		key = newKey()
	}
	receipt, err := p.o.Engine.Submit(ctx, actor, c.Param("id"), key)
	var ps metamodel.Problems
	if errors.As(err, &ps) {
		d, again := p.open(c)
		if again != nil {
			return again
		}
		if d.Draft.Submitted != "" {
			return see(c, "/cases/"+d.Draft.Submitted+"/receipt")
		}
		v := p.checkPage(c, d)
		v.Key = key
		v.Issues, v.Unsaid = bounded(v.left(d, ps))
		v.Left = nil
		v.here = &url.URL{Path: "/drafts/" + d.Draft.ID + "/check"}
		return p.render(c, http.StatusUnprocessableEntity, "page-check", v)
	}
	if err != nil {
		return err
	}
	return see(c, "/cases/"+receipt.Case+"/receipt")
}

// newKey is an idempotency key.
func newKey() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails since Go 1.24
	return hex.EncodeToString(raw[:])
}
