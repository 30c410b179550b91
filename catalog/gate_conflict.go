package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// preconditions finds matters that wait for one that never applies with them.
func (g *gate) preconditions(id string, t *Theme) {
	for i, m := range t.Matters {
		if _, ever := t.occasion(m); !ever {
			continue // said of the matter itself
		}
		for _, before := range m.Preconditions {
			if _, both := t.occasion(m, t.matterOf(before)); !both {
				g.find(metamodel.KindTheme, id, GatePreconditionNever.At(fmt.Sprintf("matters/%d/matter", i), "matter", m.Def.Name, "before", t.matterOf(before).Def.Name))
			}
		}
	}
}

// shownTogether finds what compiling does not: demands of two matters on a field
// that not both always show, with answers to which both show it.
func (g *gate) shownTogether(id string, t *Theme) {
	r := newRivals(t, g.r.packs())
	var tr *trial
	try := func() *trial { // nil where it cannot be tried
		if tr == nil {
			tr = newTrial(g.r, t.Merged)
		}
		return tr
	}
	for _, f := range t.Merged.Fields {
		if len(f.Uses) < 2 || rowOf(f.Group) != nil {
			continue // of rows nothing is claimed
		}
		shown, demands, some := make([][]string, len(f.Uses)), make([]string, len(f.Uses)), false
		forbidden := slices.ContainsFunc(f.Uses, forbids)
		for i := range f.Uses {
			shown[i], demands[i] = conditionsOf(f, &f.Uses[i]), demandOf(&f.Uses[i], forbidden)
			some = some || len(shown[i]) > 0 || demandedWhen(&f.Uses[i]) != "" || f.Uses[i].ValueWhen != ""
		}
		if !some {
			continue
		}
		settled := map[[2]string]bool{} // each difference is looked at once, and told once
		for i := range f.Uses {
			for j := i + 1; j < len(f.Uses); j++ {
				a, b := f.Uses[i], f.Uses[j]
				pair := [2]string{wanted(&a, demands[i]), wanted(&b, demands[j])}
				if demands[i] == demands[j] || settled[pair] {
					continue
				}
				tries, found := meetings(&a, shown[i], &b, shown[j]), contradict(a, b)
				if len(found) == 0 {
					found = r.values(f.Path, f.Uses, i, j)
				}
				if c := computedApart(&a, &b); len(found) == 0 && c != nil {
					tries, found = []meeting{{whileComputed(shown[i], &a), whileComputed(shown[j], &b), false}}, []clash{*c}
				}
				if len(tries) == 0 {
					continue
				}
				if len(found) == 0 {
					settled[pair] = true
					continue
				}
				if _, both := r.both(a.Matter, b.Matter); !both {
					continue
				}
				if try() == nil {
					return
				}
				for _, m := range tries {
					witness, met := tr.meet(t, a.Matter, m.first, b.Matter, m.second)
					if !met {
						continue
					}
					settled[pair] = true
					for _, c := range found {
						r.tell(f.Path, f.Label, witness, c, m.demanded)
					}
					break
				}
			}
		}
	}
	r.rulesShownTogether(try)
	for _, p := range r.problems {
		g.find(metamodel.KindTheme, id, escalated(p, g.rules))
	}
}

// whileComputed is what has to hold for a use to be shown and computed.
func whileComputed(shown []string, u *metamodel.FieldUse) []string {
	if u.ValueWhen == "" {
		return shown
	}
	return append(slices.Clone(shown), u.ValueWhen)
}

// wanted is what a use demands, and when it demands an answer, as a key.
func wanted(u *metamodel.FieldUse, demand string) string {
	if wantsAnswer(*u) {
		return demand + " required"
	}
	return demand + " required if " + squeezed(demandedWhen(u))
}

// meeting is what has to hold for demands of two matters on a field to meet.
type meeting struct {
	first, second []string // conditions, each over what its matter sees
	demanded      bool     // an answer is demanded then
}

// meetings are those to be looked for, the worst first. What both matters always
// show was told by compiling, unless an answer is demanded on some answers only.
func meetings(a *metamodel.FieldUse, ofA []string, b *metamodel.FieldUse, ofB []string) (out []meeting) {
	hidden := len(ofA)+len(ofB) > 0
	if wantsAnswer(*a, *b) {
		if hidden {
			out = append(out, meeting{ofA, ofB, true})
		}
		return out
	}
	if when := demandedWhen(a); when != "" {
		out = append(out, meeting{append(slices.Clone(ofA), when), ofB, true})
	}
	if when := demandedWhen(b); when != "" {
		out = append(out, meeting{ofA, append(slices.Clone(ofB), when), true})
	}
	if hidden {
		out = append(out, meeting{ofA, ofB, false})
	}
	return out
}

// conditionsOf are the conditions under which one matter shows a field.
func conditionsOf(f *metamodel.Field, u *metamodel.FieldUse) (out []string) {
	add := func(source string) {
		if !sameSource(source, "") {
			out = append(out, source)
		}
	}
	add(u.Visible)
	for g := f.Group; g != nil; g = g.Parent {
		for i := range g.Uses {
			if g.Uses[i].Matter == u.Matter {
				add(g.Uses[i].Visible)
			}
		}
	}
	return out
}

// meet looks for answers to which two matters of a theme apply and their
// conditions hold together, and says them.
func (tr *trial) meet(t *Theme, a string, ofA []string, b string, ofB []string) (witness metamodel.Text, met bool) {
	type demand struct {
		matter string
		x      *metamodel.Expr
	}
	var all []demand
	var from []condition
	for _, side := range []struct {
		matter  string
		sources []string
	}{{a, ofA}, {b, ofB}} {
		for _, source := range side.sources {
			x, ps := tr.env.Condition("", source)
			if ps.Failed() {
				return nil, false
			}
			all = append(all, demand{side.matter, x})
			from = append(from, condition{source, nil})
		}
	}
	vars, _ := tr.variables(from)
	if len(vars) == 0 {
		return nil, false
	}
	lits := t.guide.literals()
	for i := range vars { // a question of the guide is cut by what matters apply by, too
		for _, q := range t.guide.questions {
			if q.def.Field == vars[i].field.Path {
				for _, l := range lits[q.def.ID] {
					vars[i].values = append(vars[i].values, around(l, q.def.Type)...)
				}
			}
		}
	}
	tr.each(vars, func(rec *metamodel.Record) bool {
		if slices.ContainsFunc(all, func(d demand) bool { return rec.EvalFor(d.matter, d.x) != metamodel.True }) {
			return false
		}
		told, _ := t.Situation(nil, rec.JSON())
		when, both := t.occasionBeside(told, t.matterOf(a), t.matterOf(b))
		if !both {
			return false
		}
		met = true
		var zh, en []string
		for _, v := range vars {
			path := join(instance(v.field.Group), v.field.Key)
			if rec.Answered(path) {
				zh = append(zh, "“"+v.field.Label.In("zh")+"”答“"+rec.Display(path, "zh", false)+"”")
				en = append(en, "“"+v.field.Label.In("en")+"” is answered “"+rec.Display(path, "en", false)+"”")
			}
		}
		witness = withAnswers(when, metamodel.ZhEn(strings.Join(zh, "，"), strings.Join(en, ", ")))
		return true
	})
	return witness, met
}

// withAnswers adds answers to a situation.
func withAnswers(when, answers metamodel.Text) metamodel.Text {
	switch {
	case answers.In("zh") == "":
		return when
	case when.In("zh") == anySituation.In("zh"):
		return metamodel.ZhEn(answers.In("zh"), "when "+answers.In("en"))
	}
	return metamodel.ZhEn(when.In("zh")+"，"+answers.In("zh"), when.In("en")+", "+answers.In("en"))
}
