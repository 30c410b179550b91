package citizen

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

type caseView struct {
	Page
	ID, Number, Name string
	Entity           string
	Submitted        string
	Rows             []progressRow
	Counts           []countView
	Sentence         string
	Asking           []progressRow // what waits for the citizen, first of all
	Answered         bool          // a correction was just handed in
	AnsweredBefore   bool          // one was not taken, as another page had handed it in
	Withdrawn        bool          // something was just taken back
	Withdraw         string        // address to take all back, "" when there is nothing
	Over             bool
	Moved            *movedView
	Notice           *noticeCall
	Visits           []visitView
}

// countView is one part of the overview bar; X and W are in percent.
type countView struct {
	Word, Tone string
	N          int
	X, W       float64
}

// caseShow shows how far every department is.
func (p *Pages) caseShow(c echo.Context) error {
	view, err := p.ownCase(c)
	if err != nil {
		return err
	}
	if !view.Case.IsRoot() {
		return see(c, "/cases/"+view.Case.Root+"#c-"+view.Case.ID)
	}
	v := caseView{Page: p.newPage(c, ""), ID: view.Case.ID, Number: view.Case.Number, Entity: view.Case.Title}
	v.Wide = true
	v.Name = v.caseName(view)
	v.Title, v.Back = v.T("case.title", v.Name), "/me"
	v.Submitted = v.Moment(view.Case.Submitted)
	v.Answered, v.Withdrawn = c.QueryParam("answered") == "1", c.QueryParam("withdrawn") == "1"
	v.AnsweredBefore = c.QueryParam("answered") == "before"
	if view.Withdraw != nil {
		v.Withdraw = "/cases/" + view.Case.ID + "/withdraw/" + view.Case.ID
	}
	if v.Rows, err = p.ways(c.Request().Context(), v.L, auth.Of(c).Actor, view); err != nil {
		return err
	}
	if v.Moved, err = p.movedOfCase(c, v.L, view, v.Rows); err != nil {
		return err
	}
	days, err := p.days(c.Request().Context(), v.L, auth.Of(c).Actor, view.Case.ID)
	if err != nil {
		return err
	}
	for i := range v.Rows {
		v.Rows[i].Days = days[v.Rows[i].ID]
	}
	for _, r := range v.Rows {
		if r.Correction != "" {
			v.Asking = append(v.Asking, r)
		}
	}
	v.Notice, v.Visits = v.notices(view), v.appointments(view)
	v.Counts = v.counts(v.Rows)
	var parts []string
	for _, n := range v.Counts {
		parts = append(parts, v.T("case.count", n.Word, n.N))
	}
	v.Sentence = v.T("case.sentence", len(v.Rows), v.L.List(parts))
	v.Over = view.Case.Status == engine.CaseEnded
	return p.render(c, http.StatusOK, "page-case", v)
}

// ownCase reads the case in the address. These pages are the applicant's: a
// member of staff sees cases in the staff app.
func (p *Pages) ownCase(c echo.Context) (*engine.CaseView, error) {
	actor := auth.Of(c).Actor
	view, err := p.o.Engine.Case(c.Request().Context(), actor, c.Param("id"))
	if err != nil {
		return nil, err
	}
	if view.Case.Applicant != actor.Account {
		return nil, errMissing
	}
	return view, nil
}

// ownChild reads the child in the address and proves it belongs to the case
// there. For a matter filed alone both are the same.
func (p *Pages) ownChild(c echo.Context) (*engine.CaseView, error) {
	actor := auth.Of(c).Actor
	view, err := p.o.Engine.Case(c.Request().Context(), actor, c.Param("child"))
	if err != nil {
		return nil, err
	}
	if view.Case.Applicant != actor.Account || view.Case.Root != c.Param("id") || view.Matter == nil {
		return nil, errMissing
	}
	return view, nil
}

func (l L) caseName(v *engine.CaseView) string {
	if v.Theme != nil {
		return l.In(v.Theme.Def.Name)
	}
	return l.In(v.Matter.Def.Name)
}

func (l L) counts(rows []progressRow) []countView {
	n := map[string]int{}
	for _, r := range rows {
		n[r.Tone]++
	}
	n["run"] += n["late"]
	words := map[string]string{"done": l.T("tone.done"), "run": l.T("tone.run"), "ask": l.T("tone.ask"), "wait": l.T("tone.wait"), "stop": l.T("tone.stop")}
	var list []countView
	x := 0.0
	for _, tone := range []string{"done", "run", "ask", "wait", "stop"} {
		if n[tone] == 0 {
			continue
		}
		w := float64(n[tone]) * 100 / float64(len(rows))
		list = append(list, countView{Word: words[tone], Tone: tone, N: n[tone], X: x, W: w})
		x += w
	}
	return list
}

type receiptView struct {
	Page
	ID, Number, Name string
	Entity           string
	Submitted        string
	Rows             []receiptRow
	Days             string
	Lookup           string
	Asking, Over     bool // something waits for the citizen; all is decided
}

type receiptRow struct{ Number, Name, Department, Next string }

// receipt says it is in, what happens next and by when.
func (p *Pages) receipt(c echo.Context) error {
	view, err := p.ownCase(c)
	if err != nil {
		return err
	}
	if !view.Case.IsRoot() {
		return see(c, "/cases/"+view.Case.Root+"/receipt")
	}
	v := receiptView{Page: p.newPage(c, ""), ID: view.Case.ID, Number: view.Case.Number, Entity: view.Case.Title}
	v.Name, v.Title, v.Print = v.caseName(view), v.T("receipt.title"), true
	v.Submitted = v.Moment(view.Case.Submitted)
	v.Lookup = p.o.Base + "/cases/" + view.Case.Number
	if p.o.Base == "" { // a path alone is no address on paper
		v.Lookup = c.Scheme() + "://" + c.Request().Host + v.Lookup
	}
	v.Days = v.L.Days(view.Case.After.Days)
	if view.Matter != nil {
		v.Days = v.L.Days(view.Matter.Def.PromisedDays)
	}
	rows, err := p.ways(c.Request().Context(), v.L, auth.Of(c).Actor, view)
	if err != nil {
		return err
	}
	v.Over = view.Case.Status == engine.CaseEnded
	for _, r := range rows {
		v.Asking = v.Asking || r.Correction != ""
		next := r.Words
		if r.Detail != "" {
			next += v.T("sentence.sep") + r.Detail
		}
		v.Rows = append(v.Rows, receiptRow{Number: r.Number, Name: r.Name, Department: r.Department, Next: next})
	}
	return p.render(c, http.StatusOK, "page-receipt", v)
}

type resultView struct {
	Page
	CaseID     string
	Number     string
	ResultNo   string
	Result     string
	Matter     string
	Department string // in whose name it was decided
	Handler    string // who decided, where that is another one
	Entity     string
	Issued     string
	Fields     []answerRow
}

// result shows what a department issued.
func (p *Pages) result(c echo.Context) error {
	view, err := p.ownChild(c)
	if err != nil {
		return err
	}
	r := view.Case.Result
	if r == nil {
		return errMissing
	}
	v := resultView{Page: p.newPage(c, ""), CaseID: view.Case.Root, Number: view.Case.Number, ResultNo: r.Number, Entity: view.Case.Title}
	v.Result, v.Matter, v.Department = v.In(view.Matter.Def.Result.Name), v.In(view.Matter.Def.Name), v.In(view.Release.DepartmentName(view.Case.Decider()))
	if view.Case.Authority != "" {
		v.Handler = v.In(view.Release.DepartmentName(view.Case.Department))
	}
	v.Title, v.Back, v.Print, v.Issued = v.Result, "/cases/"+v.CaseID, true, v.Date(r.Issued)
	for _, path := range view.Matter.Def.Result.Yields {
		if raw, ok := r.Fields[path]; ok {
			v.Fields = append(v.Fields, v.yielded(view, path, raw))
		}
	}
	return p.render(c, http.StatusOK, "page-result", v)
}

// yielded puts one field of a result into words. The form that asks for it may
// be another matter's: the theme's merged form knows it, and so does its element.
func (l L) yielded(view *engine.CaseView, path string, raw json.RawMessage) answerRow {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		text = string(raw)
	}
	row := answerRow{Label: path, Answer: text}
	forms := []*metamodel.Form{view.Matter.Form}
	if view.Theme != nil {
		forms = append(forms, view.Theme.Merged)
	}
	for _, form := range forms {
		if f, ok := form.Field(path); ok {
			row.Label = l.In(f.Label)
			if f.Element.Type == metamodel.TypeDate {
				if t, err := time.ParseInLocation(time.DateOnly, text, l.zone); err == nil {
					row.Answer = l.Date(t)
				}
			}
			if f.CodeList != nil {
				if e, ok := f.CodeList.Entry(text); ok {
					row.Answer = l.In(e.Name)
				}
			}
			return row
		}
	}
	return row
}

type applicationView struct {
	Page
	CaseID, Number string
	Form           string
	Matter         string
	Department     string
	Submitted      string
	Sections       []answerSection
	Materials      []uploadRow
}

// application is the form the system makes out of the answers, one a matter.
func (p *Pages) application(c echo.Context) error {
	view, err := p.ownChild(c)
	if err != nil {
		return err
	}
	v := applicationView{Page: p.newPage(c, ""), CaseID: view.Case.Root, Number: view.Case.Number}
	v.Form, v.Matter, v.Department = v.In(view.Matter.Form.Title), v.In(view.Matter.Def.Name), v.handler(view.Release, &view.Case)
	v.Title, v.Back, v.Print, v.Submitted = v.Form, "/cases/"+v.CaseID, true, v.Date(view.Case.Submitted)
	for _, s := range view.Matter.Form.Sections {
		if a := v.answerSection(view.Record, s); len(a.Rows) > 0 {
			for i := range a.Rows {
				if from := v.givenBy(view.Sourced, a.Rows[i].Path); from != "" {
					a.Rows[i].From = from
				}
				if k := engine.TakenOver(view.Earlier, a.Rows[i].Path); k != nil {
					a.Rows[i].From = v.takenFrom(k)
				}
			}
			v.Sections = append(v.Sections, a)
		}
	}
	for _, w := range view.Wants {
		row := uploadRow{ID: w.Material.ID, Title: v.materialName(w), Must: w.Required == metamodel.True, Reason: v.In(w.Reason), Proven: len(w.Proven) > 0}
		for _, f := range view.Files {
			if f.Serves(&w) {
				row.Files = append(row.Files, v.fileRow(f))
			}
		}
		if w.Asked || row.Reason != "" {
			v.Materials = append(v.Materials, row)
		}
	}
	return p.render(c, http.StatusOK, "page-application", v)
}
