package sheets

import (
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

const (
	colExtend  = "延期"
	likeExtend = "10个工作日；1次；审批人；依据《中华人民共和国行政许可法》第四十二条"
)

// extension reads who may give a running case of a matter more time: “10个工作日；
// 1次；审批人；承诺时限，法定时限；依据《…》”. How often and which clocks may be left out.
func (im *importer) extension(r *Row) *metamodel.Extend {
	text := fold(r.Cell(colExtend))
	if text == "" {
		return nil
	}
	x := &metamodel.Extend{}
	for _, part := range strings.Split(text, ";") {
		if !im.extensionPart(r, x, strings.TrimSpace(part)) {
			x.Days = 0
			break
		}
	}
	if x.Days == 0 || len(x.Roles) == 0 || x.Basis == nil {
		im.report(r.problem(kindAsked, colExtend, "value", excerpt(text), "like", likeExtend))
		return nil
	}
	return x
}

// extensionPart reads what stands between two semicolons; each is said once.
func (im *importer) extensionPart(r *Row, x *metamodel.Extend, part string) bool {
	if d, ok := workingDays(part); ok {
		first := x.Days == 0
		x.Days = int(d)
		return first && float64(x.Days) == d && x.Days >= 1 && x.Days <= 100
	}
	if n, ok := strings.CutSuffix(part, "次"); ok {
		first := x.Times == 0
		x.Times, ok = whole(strings.TrimSpace(n))
		return first && ok && x.Times >= 1 && x.Times <= 10
	}
	if strings.HasPrefix(part, basisMark) {
		first := x.Basis == nil
		x.Basis = im.basis(part, r, colExtend)
		return first
	}
	if len(x.Clocks) == 0 && clockWords[strings.TrimSpace(strings.Split(part, ",")[0])] != "" {
		for _, word := range strings.Split(part, ",") {
			clock := string(clockWords[strings.TrimSpace(word)])
			if clock == "" || slices.Contains(x.Clocks, clock) {
				return false
			}
			x.Clocks = append(x.Clocks, clock)
		}
		return true
	}
	if len(x.Roles) > 0 {
		return false
	}
	for _, word := range strings.Split(part, ",") {
		if word = strings.TrimSpace(word); !im.knownRole(word) {
			return false
		}
		if role := im.role(word, r.place(colExtend)); !slices.Contains(x.Roles, role) {
			x.Roles = append(x.Roles, role)
		}
	}
	return true
}

// knownRole reports whether a word is a role every department has or one that a step names.
func (im *importer) knownRole(word string) bool {
	if _, ok := roleWords[word]; ok {
		return true
	}
	return word != "" && slices.ContainsFunc(im.book.rows(Steps), func(r *Row) bool { return slices.Contains(list(r.Cell("角色")), word) })
}
