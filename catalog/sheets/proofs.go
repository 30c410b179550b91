package sheets

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

const (
	colProves  = "证明内容"
	likeProves = "DE00001@法定代表人，DE00005@法定代表人"
	colKeeps   = "保留材料"
	likeKeeps  = "MT21：要核验原件"
)

// readProves reads what a standard material proves: “DE00001@法定代表人，DE00005@法定代表人”.
// One row of a material suffices; two that differ contradict each other.
func (im *importer) readProves(st *standard, r *Row) {
	paths := list(r.Cell(colProves))
	if len(paths) == 0 {
		return
	}
	if st.proves != nil {
		if foldCode(st.proves.Cell(colProves)) != foldCode(r.Cell(colProves)) {
			im.report(r.problem(kindProves, colProves, "material", st.def.ID, "other", st.proves.Number))
		}
		return
	}
	st.proves = r
	for _, one := range paths {
		element, subject, _ := strings.Cut(foldCode(one), "@")
		e, s := im.pack.Elements[element], im.subjectNamed(subject)
		switch {
		case !elementName.MatchString(element) && e == nil:
			im.report(r.problem(kindAsked, colProves, "value", excerpt(one), "like", likeProves))
		case e == nil:
			im.report(r.problem(kindNoElement, colProves, "element", element))
		case s == nil:
			im.report(r.problem(kindNoSubject, colProves, "subject", excerpt(subject)))
		default:
			st.def.Proves = append(st.def.Proves, s.ID+"/"+e.ID)
		}
	}
}

// keeps reads which materials a theme keeps on the citizen's list, and why:
// “MT21：要核验原件；MT04”.
func (im *importer) keeps(t *metamodel.Theme, r *Row) {
	for _, one := range strings.FieldsFunc(r.Cell(colKeeps), func(c rune) bool { return c == ';' || c == '；' || c == '\n' }) {
		code, why := one, ""
		if at := strings.IndexAny(one, ":："); at >= 0 {
			code, why = one[:at], strings.TrimSpace(strings.TrimLeft(one[at:], ":："))
		}
		code = foldCode(code)
		switch {
		case !identifierText.MatchString(code):
			im.report(r.problem(kindAsked, colKeeps, "value", excerpt(one), "like", likeKeeps))
			continue
		case im.origins[code] == nil:
			im.report(r.problem(kindNoMaterial, colKeeps, "material", code))
			continue
		}
		k := metamodel.KeptMaterial{Material: code}
		if why != "" {
			k.Reason = im.text("keep:"+why, why, "", r.place(colKeeps))
		}
		t.Keep = append(t.Keep, k)
	}
}
