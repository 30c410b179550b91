package citizen

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// noticeView is a result notice: what was decided, and first told with it.
type noticeView struct {
	Page
	CaseID, Number, No string
	Name, Entity       string
	Deciders           string // the departments that decided
	Submitted, Sent    string
	Overtaken          []noticeLink   // decisions on it that hold no longer
	Matters            []noticeMatter // told with it
	Before             []noticeBefore // told before; the time to object ran from then on
	Withdrawn          string         // matters that the applicant took back, and what that left without a way
	Open               int            // matters that were still worked on
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

// noticeBefore is a matter that another notice told of.
type noticeBefore struct {
	Name string
	noticeLink
}

// noticeCall is what the page of a case says of its result notice.
type noticeCall struct {
	L
	Sent []noticeLink
	Left string // what is still to come; "" when everything was told
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
	then := asSent(view.History, n)
	var deciders, withdrawn []string
	for i := range view.Children {
		k := &view.Children[i]
		m := view.Release.Matter(k.Matter)
		d, before := decided(k, m, then), toldIn(view, k.Matter, n-1)
		switch {
		case slices.Contains(sent.Matters, k.Matter):
			row := v.noticed(view, k, d)
			if before > 0 {
				row.Decision += v.T("sentence.sep") + v.T("notice.instead", before, v.Date(view.Notice.Sent[before-1].At))
			}
			v.Matters = append(v.Matters, row)
			if !slices.Contains(deciders, row.Department) {
				deciders = append(deciders, row.Department)
			}
			if link := v.overtaken(view, k, n); link != nil {
				v.Overtaken = append(v.Overtaken, *link)
			}
		case before > 0 && !d.on.IsZero():
			v.Before = append(v.Before, noticeBefore{v.In(m.Def.Name), v.noticeLink(view, before, "notice.before")})
		case d.over:
			withdrawn = append(withdrawn, v.In(m.Def.Name))
		default:
			v.Open++
		}
	}
	v.Deciders, v.Withdrawn = v.L.List(deciders), v.L.List(withdrawn)
	return p.render(c, http.StatusOK, "page-notice", v)
}

// asSent is the history of a filing up to its n-th notice: what is read on it
// stays what it was, whatever happens later.
func asSent(history []engine.Event, n int) []engine.Event {
	for i := range history {
		if e := &history[i]; e.Type == engine.EventNotified && e.Data.Notice == n {
			return history[:i]
		}
	}
	return history
}

// toldIn is the last of the first n notices that told of a matter; 0 for none.
func toldIn(view *engine.CaseView, matter string, n int) int {
	first := engine.NoticeView{Sent: view.Notice.Sent[:n]}
	return first.Told(matter)
}

// decision is what was decided of a matter, as a history tells it.
type decision struct {
	on      time.Time // zero for nothing yet
	over    bool
	outcome workflows.Outcome // once it is over
	note    string
	silence *engine.Silence
	result  *engine.Result // once it was issued
}

func decided(k *engine.Case, m *catalog.Matter, history []engine.Event) (d decision) {
	for i := range history {
		e := &history[i]
		if e.Case != k.ID {
			continue
		}
		switch e.Type {
		case engine.EventMoved:
			certain := d.result != nil || e.Data.Kind == workflows.Deliver || e.Data.ToType == workflows.Final || m.Machine.Decided(e.Data.To)
			switch {
			case !certain:
				d = decision{}
			case d.on.IsZero():
				d.on, d.note, d.silence = e.At, e.Data.Note, e.Data.Silence
			}
		case engine.EventIssued:
			d.result = e.Data.Result
		case engine.EventWithdrawn:
			d.on, d.note = e.At, e.Data.Note
		case engine.EventEnded:
			d.over, d.outcome = true, e.Data.Outcome
			if d.on.IsZero() {
				d.on = e.At
			}
		}
	}
	return d
}

// noticed puts what was decided of a matter into words.
func (l L) noticed(view *engine.CaseView, k *engine.Case, d decision) noticeMatter {
	m := view.Release.Matter(k.Matter)
	row := progressRow{L: l}
	if d.over {
		then := *k
		then.Outcome = d.outcome
		l.sayEnd(&row, &then, m, "")
	} else {
		row.Tone, row.Word, row.Words = "done", l.T("tone.granted"), l.T("notice.granted", l.In(m.Def.Result.Name))
	}
	out := noticeMatter{Name: l.In(m.Def.Name), Department: l.In(m.Department.Name), Number: k.Number, Tone: row.Tone, Word: row.Word,
		Decision: row.Words, On: l.Date(d.on)}
	if d.outcome == workflows.Refused {
		out.Reason = d.note
	}
	if d.silence != nil {
		out.Reason = strings.TrimSpace(out.Reason + " " + l.T("way.silence.done", l.In(d.silence.Basis)))
	}
	if r := d.result; r != nil {
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

// overtaken says that a decision on a notice was taken back since, and where the
// one in its place is told; nil while it holds.
func (l L) overtaken(view *engine.CaseView, k *engine.Case, n int) *noticeLink {
	name := l.In(view.Release.Matter(k.Matter).Def.Name)
	switch last := view.Notice.Told(k.Matter); {
	case last > n:
		link := l.noticeLink(view, last, "notice.before")
		link.Words = l.T("notice.replaced", name, last, l.Date(view.Notice.Sent[last-1].At))
		return &link
	case k.Decided.IsZero():
		return &noticeLink{Words: l.T("notice.revoked", name)}
	}
	return nil
}

// noticeLink leads to a notice, named by its number and date.
func (l L) noticeLink(view *engine.CaseView, n int, words string) noticeLink {
	return noticeLink{"/cases/" + view.Case.ID + "/notices/" + strconv.Itoa(n), l.T(words, n, l.Date(view.Notice.Sent[n-1].At))}
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
		if n.Left > 0 || len(n.Sent) > 1 {
			words = l.T("notice.sent.n", i+1, l.Date(sent.At), len(sent.Matters))
		}
		v.Sent = append(v.Sent, noticeLink{"/cases/" + view.Case.ID + "/notices/" + strconv.Itoa(i+1), words})
	}
	if n.Left > 0 {
		if v.Left = l.T("notice.all"); len(n.Sent) > 0 {
			v.Left = l.T("notice.left", n.Left)
		}
		if !n.By.IsZero() {
			v.Left += l.T("sentence.sep") + l.T("notice.by", l.Date(n.By))
		}
	}
	if len(v.Sent) == 0 && v.Left == "" {
		return nil
	}
	return v
}

// sayTogether says in a matter's row that its result comes with the others', or
// what a notice told of it, which may hold no longer.
func (l L) sayTogether(row *progressRow, c *engine.Case, n *engine.NoticeView) {
	if n == nil || c.Status != engine.CaseRunning && c.Status != engine.CaseAsking {
		return
	}
	add := func(s string) {
		if row.Detail != "" {
			s += l.T("sentence.sep") + row.Detail
		}
		row.Detail = s
	}
	switch told := n.Told(c.Matter); {
	case told > 0 && c.Decided.IsZero():
		add(l.T("notice.row.revoked", told))
	case told > 0 && c.State != "":
		add(l.T("notice.row.granted"))
	case c.Status == engine.CaseRunning && c.State != "" && row.Due.IsZero() && row.Detail == "":
		add(l.T("notice.row"))
	}
}
