package sheets

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// readShares reads how often a question is answered how: "是：30%；否：70%",
// codes by code or name, numbers by range ("<300：80%；≥300：20%").
func (im *importer) readShares(t *metamodel.Theme, q metamodel.Question, r *Row) {
	text := r.Cell("回答占比")
	if text == "" {
		return
	}
	source := r.Cell("占比来源")
	if source == "" {
		im.report(r.problem(kindEmptyCell, "占比来源"))
		return
	}
	out := metamodel.QuestionShares{Question: q.ID, Source: im.text("shares:"+source, source, "", r.place("占比来源"))}
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == ';' || c == '；' || c == '\n' }) {
		a, ok := im.answerShare(q, strings.TrimSpace(part))
		if !ok {
			im.report(r.problem(kindShare, "回答占比", "value", excerpt(part)))
			return
		}
		out.Answers = append(out.Answers, a)
	}
	t.Shares = append(t.Shares, out)
}

var shareText = regexp.MustCompile(`^(.+?)\s*[:：]\s*(\d+(?:\.\d+)?)\s*%$`)

func (im *importer) answerShare(q metamodel.Question, part string) (a metamodel.AnswerShare, ok bool) {
	m := shareText.FindStringSubmatch(part)
	if m == nil {
		return a, false
	}
	answer := strings.TrimSpace(m[1])
	hundredths, err := strconv.ParseFloat(m[2], 64)
	if err != nil {
		return a, false
	}
	// The decimal the cell says, not what dividing leaves of it.
	if a.Share, err = strconv.ParseFloat(strconv.FormatFloat(hundredths/100, 'f', 6, 64), 64); err != nil {
		return a, false
	}
	switch q.Type {
	case metamodel.TypeBoolean:
		switch strings.ToLower(fold(answer)) {
		case "是", "yes", "true":
			a.Answer = "true"
		case "否", "no", "false":
			a.Answer = "false"
		default:
			return a, false
		}
		return a, true
	case metamodel.TypeCode:
		list := im.pack.CodeLists[q.CodeList]
		if list == nil {
			return a, false
		}
		i := slices.IndexFunc(list.Entries, func(e metamodel.Code) bool { return e.Code == answer || e.Name["zh"] == answer })
		if i < 0 {
			return a, false
		}
		a.Answer = list.Entries[i].Code
		return a, true
	}
	r, ok := catalog.ReadShareRange(answer)
	r.Share = a.Share
	return r, ok
}
