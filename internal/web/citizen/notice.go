package citizen

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// noticeView is a result notice: what was decided of every matter of a filing.
type noticeView struct {
	Page
	CaseID, Number, No string
	Name, Entity       string
	Deciders           string // the departments that decided
	Submitted, Sent    string
	Matters            []noticeMatter
	Open               int // matters that are still worked on
	Appeal             string
}

// noticeMatter is one matter on it.
type noticeMatter struct {
	Name, Department, Number string
	Tone, Word               string
	Decision, On             string // in words, and the day of it
	Reason                   string
	Result, ResultNo, Href   string // the document
	Fields                   []answerRow
}

// noticeCall is what the page of a case says of its result notice.
type noticeCall struct {
	L
	Sent []noticeLink
	Done string // how many matters are over, and what comes; "" when everything was told
}

type noticeLink struct{ Href, Words string }

// notice shows one result notice.
func (p *Pages) notice(c echo.Context) error {
	view, err := p.ownCase(c)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil || view.Notice == nil || !view.Case.IsRoot() || n < 1 || n > len(view.Notice.Sent) || strconv.Itoa(n) != c.Param("n") {
		return errMissing
	}
	sent := view.Notice.Sent[n-1]
	v := noticeView{Page: p.newPage(c, ""), CaseID: view.Case.ID, Number: view.Case.Number, No: view.Case.Number + "-" + c.Param("n"), Entity: view.Case.Title}
	v.Title, v.Back, v.Print = v.T("notice.title"), "/cases/"+v.CaseID, true
	v.Name = v.caseName(view)
	v.Submitted, v.Sent = v.Date(view.Case.Submitted), v.Date(sent.At)
	v.Appeal = v.In(view.Theme.Def.Joint.Appeal)
	var deciders []string
	for i := range view.Children {
		k := &view.Children[i]
		told := view.Notice.Told(k.Matter)
		over := k.Status == engine.CaseEnded
		if !over || told > n { // as it was when the notice was sent
			v.Open++
			continue
		}
		v.Matters = append(v.Matters, v.noticed(view, k, told, told > 0 && told < n))
		if by := v.Matters[len(v.Matters)-1].Department; !slices.Contains(deciders, by) {
			deciders = append(deciders, by)
		}
	}
	v.Deciders = v.L.List(deciders)
	return p.render(c, http.StatusOK, "page-notice", v)
}

// noticed puts what was decided of a matter into words.
func (l L) noticed(view *engine.CaseView, k *engine.Case, told int, before bool) noticeMatter {
	m := view.Release.Matter(k.Matter)
	row := progressRow{L: l}
	note, silence := "", (*engine.Silence)(nil)
	for _, e := range view.History {
		if e.Case == k.ID && (e.Type == engine.EventMoved || e.Type == engine.EventWithdrawn) {
			note, silence = e.Data.Note, e.Data.Silence
		}
	}
	l.sayEnd(&row, k, m, "")
	out := noticeMatter{Name: l.In(m.Def.Name), Department: l.In(m.Department.Name), Number: k.Number, Tone: row.Tone, Word: row.Word,
		Decision: row.Words, On: l.Date(decidedOn(k))}
	if before {
		out.Decision += l.T("sentence.sep") + l.T("notice.before", told)
	}
	if k.Outcome == workflows.Refused || k.Outcome == workflows.Withdrawn {
		out.Reason = note
	}
	if silence != nil {
		out.Reason = strings.TrimSpace(out.Reason + " " + l.T("way.silence.done", l.In(silence.Basis)))
	}
	if r := k.Result; r != nil && k.Outcome == workflows.Issued {
		out.Result, out.ResultNo, out.Href = l.In(m.Def.Result.Name), r.Number, row.Result
		one := *view
		one.Matter = m
		for _, path := range m.Def.Result.Yields {
			if raw, ok := r.Fields[path]; ok {
				out.Fields = append(out.Fields, l.yielded(&one, path, raw))
			}
		}
	}
	return out
}

// notices tells on the page of a case which notices there are and what is still
// to come.
func (l L) notices(view *engine.CaseView) *noticeCall {
	n := view.Notice
	if n == nil {
		return nil
	}
	v := &noticeCall{L: l}
	for i, sent := range n.Sent {
		words := l.T("notice.sent", l.Date(sent.At))
		if n.Done < n.Of || len(n.Sent) > 1 {
			words = l.T("notice.sent.n", i+1, l.Date(sent.At), len(sent.Matters))
		}
		v.Sent = append(v.Sent, noticeLink{"/cases/" + view.Case.ID + "/notices/" + strconv.Itoa(i+1), words})
	}
	if n.Done < n.Of {
		v.Done = l.T("notice.done", n.Of, n.Done)
		if !n.By.IsZero() {
			v.Done += l.T("sentence.sep") + l.T("notice.by", l.Date(n.By))
		}
	}
	if len(v.Sent) == 0 && v.Done == "" {
		return nil
	}
	return v
}

// sayTogether says in a matter's row that its result comes with the others'.
func (l L) sayTogether(row *progressRow, c *engine.Case, joint *metamodel.Joint) {
	if joint.OneNotice() && c.Status == engine.CaseRunning && c.State != "" && row.Due.IsZero() && row.Detail == "" {
		row.Detail = l.T("notice.row")
	}
}

// decidedOn is the day of the decision, not of what was issued upon it.
func decidedOn(k *engine.Case) time.Time {
	if k.Decided.IsZero() || k.Outcome == workflows.Withdrawn {
		return k.Ended
	}
	return k.Decided
}
