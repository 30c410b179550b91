package catalog

import (
	"regexp"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// ThemeUnasked says why a field that a theme's condition names has no question.
var ThemeUnasked = kind("theme.field_unasked", "条件里的“{field}”不能在引导里提问：{reason}", "The condition reads “{field}”, which the guide cannot ask for: {reason}")

// trueOf puts what is wrong with a matter's condition in a theme as it is. A
// subject that exists is said not to, because only questions have a name there:
// it is the field that cannot be asked for. Where something else is wrong that is
// told alone: the condition could not be read far enough.
func (c *compiler) trueOf(ps metamodel.Problems, t *metamodel.Theme, when string) metamodel.Problems {
	var out metamodel.Problems
	var unasked []metamodel.Problem // one a subject
	for _, p := range ps {
		name, ok := p.Params["name"].(string)
		if _, known := c.reg.Subject(name); !ok || !known || p.Code != "expr.unknown_name" {
			out = append(out, p)
		} else if !slices.ContainsFunc(unasked, func(o metamodel.Problem) bool { return o.Params["name"] == name }) {
			unasked = append(unasked, p)
		}
	}
	if out.Failed() {
		return out
	}
	for _, p := range unasked {
		subject := p.Params["name"].(string)
		for _, field := range fieldsNamed(when, subject) {
			out = append(out, ThemeUnasked.At(p.Path, "field", field, "reason", c.whyUnasked(t, field)))
		}
	}
	return out
}

// fieldsNamed lists the fields of a subject that a condition names, each once;
// the subject itself where it is named alone.
func fieldsNamed(when, subject string) (fields []string) {
	name := regexp.MustCompile(`\b` + regexp.QuoteMeta(subject) + `(\.[A-Za-z_]\w*)?\b`)
	outsideQuotes(when, func(code string) string {
		for _, field := range name.FindAllString(code, -1) {
			if !slices.Contains(fields, field) {
				fields = append(fields, field)
			}
		}
		return code
	})
	return fields
}
