package sheets

import (
	"regexp"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

const (
	colValue     = "计算"
	colValueWhen = "计算条件"
	colRules     = "校验"
	likeRules    = "DE00018@经办人 == '1' || DE00005@经办人 != DE00005@母亲：经办人的证件号码与母亲的相同"
)

// nameInValue is how a computation names a field: DE00005@母亲.
var nameInValue = regexp.MustCompile(`([A-Za-z]+[0-9][A-Za-z0-9_]*)@(\pL[\pL\pN_]*)`)

// computed reads what a field is computed from: CEL that names fields as
// conditions do, idBirthDate(DE00005@母亲), and while what.
func (b *formBuilder) computed(f *field, fd *metamodel.FieldDoc) {
	s := b.scope(f, colValue)
	fd.Value = nameInValue.ReplaceAllStringFunc(fold(f.row.Cell(colValue)), func(name string) string {
		element, subject, _ := strings.Cut(name, "@")
		x, problem := s.field(element, subject)
		if problem != nil {
			b.im.report(*problem)
			return name
		}
		return x.cel
	})
	if text := f.row.Cell(colValueWhen); text != "" {
		fd.ValueWhen = b.im.condition(f.row, colValueWhen, text, b.scope(f, colValueWhen))
	}
}

// checks reads what an answer must keep to beside others, one a line: a condition
// and the words for whoever does not meet it.
func (b *formBuilder) checks(f *field, fd *metamodel.FieldDoc) {
	for _, line := range strings.Split(f.row.Cell(colRules), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		rule, words, ok := strings.Cut(strings.Replace(line, "：", ":", 1), ":")
		if words = strings.TrimSpace(words); !ok || words == "" {
			b.im.report(f.row.problem(kindAsked, colRules, "value", excerpt(line), "like", likeRules))
			continue
		}
		if rule = b.im.condition(f.row, colRules, strings.TrimSpace(rule), b.scope(f, colRules)); rule != "" {
			fd.Checks = append(fd.Checks, metamodel.Check{Rule: rule, Message: b.im.text("check:"+words, words, "", f.row.place(colRules))})
		}
	}
}
