package citizen

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// guideWalk is where somebody stands in a theme's guide. Its whole state is
// the query string, so that it works for strangers, without JavaScript, with
// the browser's Back, and as a link sent to a partner.
type guideWalk struct {
	theme          *catalog.Theme
	guide, answers []byte
	situation      catalog.Situation
	state          catalog.GuideState
	query          url.Values // the answers that could be read
}

func walk(t *catalog.Theme, q url.Values) *guideWalk {
	w := &guideWalk{theme: t, guide: []byte("{}"), answers: []byte("{}"), query: url.Values{}}
	for _, question := range t.Def.Guide {
		w.set(question, q[question.ID])
	}
	w.situation, _ = t.Situation(w.guide, w.answers)
	w.state = t.Guide(w.situation)
	return w
}

// set takes one answer; what cannot be read is a problem and changes nothing.
func (w *guideWalk) set(q metamodel.Question, input []string) metamodel.Problems {
	if len(input) == 0 || strings.TrimSpace(input[0]) == "" || len(input[0]) > 200 {
		return nil
	}
	guide, answers, ps := w.theme.SetAnswer(q.ID, input[:1], w.guide, w.answers)
	if ps.Failed() {
		return ps
	}
	w.guide, w.answers = guide, answers
	w.query.Set(q.ID, input[0])
	return nil
}

func (w *guideWalk) url(page string, extra ...string) string {
	q := url.Values{}
	for k, v := range w.query {
		q[k] = v
	}
	for i := 0; i+1 < len(extra); i += 2 {
		q.Set(extra[i], extra[i+1])
	}
	u := url.URL{Path: "/themes/" + w.theme.Def.ID + page, RawQuery: q.Encode()}
	return u.String()
}

func (w *guideWalk) question(id string) (metamodel.Question, bool) {
	for _, q := range w.theme.Def.Guide {
		if q.ID == id {
			return q, true
		}
	}
	return metamodel.Question{}, false
}

type guideView struct {
	Page
	ID, Name string
	Question *FieldView
	Asked    string // question id
	Action   string
	Number   int
	Left     int
	Answers  []guideAnswer
}

// guideAnswer is one line of the answers so far.
type guideAnswer struct {
	Question, Answer, Change string
	Current                  bool
}

// guide asks the next question that still matters, or the one to be changed.
func (p *Pages) guide(c echo.Context) error {
	t, _, err := p.findTheme(c)
	if err != nil {
		return err
	}
	w := walk(t, c.QueryParams())
	asked, ok := w.question(c.QueryParam("ask"))
	if !ok {
		if w.state.Next == nil {
			return see(c, w.url("/needs"))
		}
		asked = *w.state.Next
	}
	return p.ask(c, http.StatusOK, w, asked, nil, nil)
}

// guideAnswer takes an answer and goes on.
func (p *Pages) guideAnswer(c echo.Context) error {
	t, _, err := p.findTheme(c)
	if err != nil {
		return err
	}
	w := walk(t, c.QueryParams())
	q, ok := w.question(c.FormValue("question"))
	if !ok {
		return errMissing
	}
	l := p.l(c)
	typed := c.FormValue("answer")
	if strings.TrimSpace(typed) == "" {
		key := "guide.empty.choose"
		if q.Type == metamodel.TypeInteger || q.Type == metamodel.TypeNumber {
			key = "guide.empty.number"
		}
		return p.ask(c, http.StatusUnprocessableEntity, w, q, nil, []Issue{{Href: "#answer", Text: l.T(key)}})
	}
	if len(typed) > 200 {
		return p.ask(c, http.StatusUnprocessableEntity, w, q, nil, []Issue{{Href: "#answer", Text: l.T("guide.too_long")}})
	}
	if ps := w.set(q, []string{typed}); ps.Failed() {
		return p.ask(c, http.StatusUnprocessableEntity, w, q, []string{typed}, l.issuesOf(ps, func(string) string { return "#answer" }))
	}
	w.situation, _ = t.Situation(w.guide, w.answers)
	w.state = t.Guide(w.situation)
	if w.state.Next == nil {
		return see(c, w.url("/needs"))
	}
	return see(c, w.url("/guide"))
}

func (p *Pages) ask(c echo.Context, status int, w *guideWalk, q metamodel.Question, typed []string, issues []Issue) error {
	v := guideView{Page: p.newPage(c, ""), ID: w.theme.Def.ID, Asked: q.ID}
	v.Name = v.In(w.theme.Def.Name)
	v.Title, v.Issues = v.In(q.Text), issues
	v.here = &url.URL{Path: "/themes/" + v.ID + "/guide", RawQuery: c.QueryString()}
	if typed == nil {
		typed = w.query[q.ID]
	}
	v.Question = v.questionField(w.theme, q, typed)
	v.Question.Hint = v.Rich(v.why(w.theme, w.situation, q))
	if len(issues) > 0 {
		v.Question.Error = issues[0].Text
	}
	v.Action = w.url("/guide")
	v.Number = len(w.state.Answered) + 1
	for i, a := range w.state.Answered {
		if a.ID == q.ID {
			v.Number = i + 1
		}
	}
	for _, o := range w.state.Open {
		if o.ID != q.ID {
			v.Left++
		}
	}
	v.Back = "/themes/" + v.ID
	for _, a := range w.state.Answered {
		if a.ID == q.ID {
			break
		}
		v.Back = w.url("/guide", "ask", a.ID)
	}
	v.Answers = w.answered(v.L, q.ID)
	return p.render(c, status, "page-guide", v)
}

func (w *guideWalk) answered(l L, current string) []guideAnswer {
	var list []guideAnswer
	for _, a := range w.state.Answered {
		list = append(list, guideAnswer{
			Question: l.In(a.Text), Answer: l.answerWords(w.theme, a, w.situation[a.ID]),
			Change: w.url("/guide", "ask", a.ID), Current: a.ID == current,
		})
	}
	return list
}

// questionField draws a question with the same templates as a form's fields.
func (l L) questionField(t *catalog.Theme, q metamodel.Question, typed []string) *FieldView {
	f := &FieldView{L: l, ID: "answer", Name: "answer", Label: l.In(q.Text), Heading: true, Values: typed,
		InputType: "text", Unit: l.In(l.unit(t, q))}
	switch q.Type {
	case metamodel.TypeBoolean:
		f.Kind, f.Options = "boolean", l.yesNo(f.ID, f.Value())
	case metamodel.TypeCode:
		f.Kind = "radios"
		list, ok := t.CodeList(q)
		if ok && len(list.Entries) > maxRadios {
			f.Kind = "select"
		}
		if ok {
			f.Options = l.options(f.ID, list.Entries, typed)
		}
	case metamodel.TypeInteger:
		f.Kind, f.InputMode, f.Width = "number", "numeric", "10"
	default:
		f.Kind, f.InputMode, f.Width = "number", "decimal", "10"
	}
	return f
}

// wordsOf is a situation's value as a person would type it.
func wordsOf(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case bool:
		return strconv.FormatBool(x)
	case json.Number:
		return x.String()
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// mostWhy is how many matters a line names.
const mostWhy = 3

// why says in a line what a question can change.
func (l L) why(t *catalog.Theme, s catalog.Situation, q metamodel.Question) string {
	e, ok := t.Effect(s, q.ID)
	if !ok || len(e.Matters)+len(e.Hung) == 0 {
		return ""
	}
	var fewer, differ []string
	if e.MoreFields > 0 {
		fewer, differ = append(fewer, l.T("guide.fewer.fields", e.MoreFields)), append(differ, l.T("guide.differ.fields", e.MoreFields))
	}
	if e.MoreMaterials > 0 {
		fewer, differ = append(fewer, l.T("guide.fewer.materials", e.MoreMaterials)), append(differ, l.T("guide.differ.materials", e.MoreMaterials))
	}
	var names []string
	for _, m := range t.Matters {
		for _, id := range e.Matters {
			if m.Def.ID == id {
				names = append(names, l.T("guide.quoted", l.In(m.Def.Name)))
			}
		}
	}
	line := l.T("guide.why.form")
	if len(names) > mostWhy {
		line = l.T("guide.why.many", l.List(names[:mostWhy]), len(names))
	} else if len(names) > 0 {
		line = l.T("guide.why.matters", l.List(names))
	}
	and := l.T("guide.and")
	switch {
	case len(fewer) == 0:
	case len(names) == 1 && len(e.Always) == 1:
		line += l.T("guide.why.fewer", strings.Join(fewer, and))
	default:
		line += l.T("guide.why.differ", strings.Join(differ, and))
	}
	return line + l.T("guide.why.end")
}
