package catalog

import (
	"github.com/onematter/onematter/metamodel"
)

// unfileable marks a conflict for which a situation was found in which nothing
// can be filed: an answer is demanded there and no answer will do. The gate
// refuses it. Where the field may be left empty, people can file without, and
// it is a warning.
const unfileable = "unfileable"

// rows says whether the repeats around a field have a row for certain where
// these matters apply; nil: there are no repeats around it.
type rows func(matters ...string) bool

func (r rows) certain(matters ...string) bool { return r == nil || r(matters...) }

// within is what is certain of the rows of a repeat inside of others.
func (r rows) within(least map[string]int) rows {
	return func(matters ...string) bool {
		for _, m := range matters {
			if least[m] > 0 {
				return r.certain(matters...)
			}
		}
		return false
	}
}

// wantsAnswer says that one of these uses wants an answer whatever else is
// answered. What is computed is answered by itself; at times, only then.
func wantsAnswer(uses ...metamodel.FieldUse) bool {
	for i := range uses {
		if u := &uses[i]; u.ValueWhen == "" && (u.Required || u.Value != "") {
			return true
		}
	}
	return false
}

// demandedWhen is the condition under which a use wants an answer that it does
// not always want; "" for none.
func demandedWhen(u *metamodel.FieldUse) string {
	switch {
	case u.ValueWhen == "":
		return u.RequiredIf
	case u.Required:
		return "!holds(" + u.ValueWhen + ")"
	case u.RequiredIf != "":
		return bothHold(u.RequiredIf, "!holds("+u.ValueWhen+")")
	}
	return ""
}

// yielded says that some matter of the theme makes a field known: then nobody
// is asked for it where that matter applies.
func (r *rivals) yielded(path string) bool {
	for _, m := range r.t.Matters {
		if m.Matter != nil && m.Yields[path] {
			return true
		}
	}
	return false
}

// escalated is a conflict as the gate sees it.
func escalated(p metamodel.Problem, rules GateRules) metamodel.Problem {
	if conflict(p.Code) && (rules.Conflicts || p.Params[unfileable] == true) {
		p.Severity = metamodel.Error
	}
	return p
}

// contradictions are the problems of compiling a release, and what the gate
// finds of the demands of its themes' matters: what leaves people nothing to file
// is an error. Who does not go through the whole gate is held to this much.
func contradictions(r *Release, ps metamodel.Problems) (out metamodel.Problems) {
	for _, p := range ps {
		out = append(out, escalated(p, GateRules{}))
	}
	g := &gate{r: r}
	for _, id := range sortedKeys(r.Pack.Themes) {
		if t := r.Theme(id); t != nil {
			g.shownTogether(id, t)
			g.refused(id, t)
		}
	}
	return append(append(out, g.report.Blockers...), g.report.Warnings...)
}
