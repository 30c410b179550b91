package sheets

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

const (
	colSame  = "同一人"
	likeSame = "经办人=母亲：DE00018@经办人 == '1'"
)

// same reads when a subject of a theme is another one, and so is asked once:
// “经办人=母亲：DE00018@经办人 == '1'”, one a line.
func (im *importer) same(t *metamodel.Theme, r *Row) {
	for _, one := range strings.FieldsFunc(r.Cell(colSame), func(c rune) bool { return c == ';' || c == '；' || c == '\n' }) {
		who, when, ok := strings.Cut(strings.ReplaceAll(one, "：", ":"), ":")
		name, as, both := strings.Cut(strings.ReplaceAll(who, "＝", "="), "=")
		if !ok || !both || strings.TrimSpace(when) == "" {
			im.report(r.problem(kindAsked, colSame, "value", excerpt(one), "like", likeSame))
			continue
		}
		line := metamodel.SameSubject{}
		for _, s := range []struct {
			name string
			id   *string
		}{{name, &line.Subject}, {as, &line.As}} {
			subject := im.subjectNamed(strings.TrimSpace(s.name))
			if subject == nil {
				im.report(r.problem(kindNoSubject, colSame, "subject", excerpt(s.name)))
				continue
			}
			*s.id = subject.ID
		}
		if line.When = im.condition(r, colSame, strings.TrimSpace(when), im.themeScope(t, r, colSame)); line.When != "" && line.Subject != "" && line.As != "" {
			t.Same = append(t.Same, line)
		}
	}
}

// themeScope resolves elements of the forms of a theme's matters.
func (im *importer) themeScope(t *metamodel.Theme, r *Row, column string) scope {
	var all []scope
	for _, place := range t.Matters {
		if m := im.matters[place.Matter]; m != nil {
			all = append(all, im.formScope(m, r, column))
		}
	}
	out := scope{problem: func(k metamodel.Kind, params ...any) metamodel.Problem { return r.problem(k, column, params...) }}
	out.field = func(element, subject string) (x operand, p *metamodel.Problem) {
		for _, s := range all {
			if x, p = s.field(element, subject); p == nil {
				break
			}
		}
		return x, p
	}
	out.compile = func(source string) (ps metamodel.Problems) {
		for _, s := range all {
			if ps = s.compile(source); !ps.Failed() {
				break
			}
		}
		return ps
	}
	return out
}
