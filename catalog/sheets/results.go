package sheets

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

const (
	colChecks  = "结果校验"
	likeChecks = "DE00106@申请主体 >= filed；DE00106@申请主体 <= today"
)

// checkDays are the days that a check names by themselves: that on which the
// department enters the result, and that on which the case was submitted.
var checkDays = map[string]metamodel.Text{
	"today": metamodel.ZhEn("今天", "today"),
	"filed": metamodel.ZhEn("申请提交之日", "the day of submission"),
}

// resultChecks reads what the results of matters must keep to: comparisons of what
// a department enters with what the form asks, or with one of those days.
func (im *importer) resultChecks() {
	for _, id := range im.matterOrder {
		m := im.matters[id]
		text := fold(m.row.Cell(colChecks))
		if text == "" {
			continue
		}
		for _, part := range strings.Split(text, ";") {
			part = strings.ReplaceAll(part, " ", "")
			c, ok := im.resultCheck(m, part)
			if ok && !contains(m.def.Result.Yields, c.Field) {
				im.report(m.row.problem(kindNotYielded, colChecks, "value", excerpt(part)))
				continue
			}
			if !ok {
				im.report(m.row.problem(kindAsked, colChecks, "value", excerpt(part), "like", likeChecks))
				continue
			}
			m.def.Result.Check = append(m.def.Result.Check, c)
		}
	}
}

func (im *importer) resultCheck(m *matter, part string) (c metamodel.ResultCheck, ok bool) {
	at := strings.IndexAny(part, "<>=!")
	if at < 0 {
		return c, false
	}
	b := domainBound.FindStringSubmatch(part[at:])
	if b == nil {
		return c, false
	}
	op, right := b[1], b[2]
	if op == "=" {
		op = "=="
	}
	e, s := im.named(part[:at])
	if e == nil || s == nil {
		return c, false
	}
	rule := s.ID + "." + e.ID + " " + op + " "
	path := s.ID + "/" + e.ID
	if day := checkDays[right]; day != nil {
		return metamodel.ResultCheck{Field: path, Rule: rule + right + "()", Message: comparisonWords(e.Type, op, e.Name, day, "%s")}, e.Type == metamodel.TypeDate
	}
	oe, os := im.named(right)
	for _, f := range m.fields {
		if oe != nil && f.element == oe && f.subject == os && f.repeat == nil && oe.Type == e.Type {
			return metamodel.ResultCheck{Field: path, Rule: rule + os.ID + "." + oe.ID, Message: comparisonWords(e.Type, op, e.Name, im.labelOf(f), "“%s”")}, true
		}
	}
	return c, false
}

// named finds what a name like DE00106@申请主体 stands for.
func (im *importer) named(name string) (*metamodel.Element, *metamodel.Subject) {
	element, subject, _ := strings.Cut(name, "@")
	return im.pack.Elements[foldCode(element)], im.subjectNamed(subject)
}
