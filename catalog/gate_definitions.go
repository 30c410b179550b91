package catalog

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// Words for the state of a definition, as standards and bureaus write them
// where the release state is not given.
var (
	endedWords  = []string{"retired", "withdrawn", "superseded", "deprecated", "inactive", "废止", "已废止", "停用", "已停用", "作废"}
	unripeWords = []string{"draft", "proposed", "preparation", "草案", "编制中", "征求意见", "起草中"}
)

// elements looks at the state and validity of what the pack uses, also of other
// packs' definitions.
func (g *gate) elements() {
	x := &index{uses: map[Ref][]Use{}}
	x.references(g.r.Pack)
	refs := make([]Ref, 0, len(x.uses))
	for ref := range x.uses {
		refs = append(refs, ref)
	}
	slices.SortFunc(refs, func(a, b Ref) int { return strings.Compare(a.Kind+"\x00"+a.ID, b.Kind+"\x00"+b.ID) })
	for _, ref := range refs {
		use := x.uses[ref][0] // told once
		switch ref.Kind {
		case metamodel.KindElement:
			if e, ok := g.r.reg.Element(ref.ID); ok {
				g.state(use, e.Name, string(e.ReleaseState), e.Status)
				g.valid(use, e.Name, e.ValidFrom, e.ValidTo)
			}
		case metamodel.KindCodeList:
			if l, ok := g.r.reg.CodeList(ref.ID); ok {
				g.state(use, l.Name, "", l.Status)
			}
		case metamodel.KindElementGroup:
			if e, ok := g.r.reg.ElementGroup(ref.ID); ok {
				g.state(use, e.Name, "", e.Status)
			}
		}
	}
}

// at reports at a use, by the path of the document.
func (g *gate) at(use Use, k metamodel.Kind, params ...any) {
	path := use.Path
	if use.doc != "" {
		path = use.doc
	}
	g.find(use.Kind, use.ID, k.At(path, params...))
}

func (g *gate) state(use Use, name metamodel.Text, release, status string) {
	if release == "" {
		release = status
	}
	switch word := strings.ToLower(release); {
	case slices.Contains(endedWords, word):
		g.at(use, GateElementRetired, "element", name, "status", release)
	case slices.Contains(unripeWords, word):
		g.at(use, GateElementDraft, "element", name, "status", release)
	}
}

func (g *gate) valid(use Use, name metamodel.Text, from, to string) {
	switch {
	case g.day == "":
	case from != "" && from > g.day:
		g.at(use, GateElementNotYet, "element", name, "from", from)
	case to != "" && to < g.day:
		g.at(use, GateElementExpired, "element", name, "to", to)
	}
}

func (g *gate) materials() {
	for _, id := range sortedKeys(g.r.Pack.Materials) {
		m := g.r.Pack.Materials[id]
		if m.Origin == metamodel.OriginIssuer && strings.TrimSpace(m.Issuer) == "" {
			g.find(metamodel.KindMaterial, id, GateNoIssuer.At("issuer", "material", m.Name))
		}
	}
}

// needless tells what a review would find, as far as it is certain: materials
// that the very department issues, by its id or whole name, and matters that are
// there twice.
func (g *gate) needless() {
	first := map[string]*metamodel.Matter{}
	for _, id := range sortedKeys(g.r.Pack.Matters) {
		m := g.r.Pack.Matters[id]
		if m.Standard || m.Cancelled != nil {
			continue
		}
		d, ok := g.r.reg.department(m.Department)
		for i, u := range m.Materials {
			if material, known := g.r.reg.material(u.Material); ok && known && material.Origin == metamodel.OriginIssuer && d.Named(material.Issuer) {
				g.find(metamodel.KindMatter, id, GateOwnMaterial.At(fmt.Sprintf("materials/%d", i), "matter", m.Name, "material", u.Label, "department", d.Name))
			}
		}
		basis := normalise(m.Basis.In("zh"))
		if basis == "" {
			continue
		}
		key := normalise(m.Name.In("zh")) + " " + basis
		switch other := first[key]; {
		case other == nil:
			first[key] = m
		case !relatives(other, m):
			g.find(metamodel.KindMatter, id, GateMatterTwice.At("name", "matter", m.Name, "other", other.ID))
		}
	}
}

// standards tells what nobody decided about differences from templates.
func (g *gate) standards() {
	for _, id := range sortedKeys(g.r.Pack.Matters) {
		c, ok := g.r.AgainstTemplate(id)
		if !ok {
			continue
		}
		var open []Deviation
		for _, item := range c.Items {
			if item.Verdict == Undecided {
				open = append(open, item)
			}
		}
		if len(open) > 0 {
			g.find(metamodel.KindMatter, id, deviates(c, open))
		}
		for _, idle := range c.Idle {
			g.find(metamodel.KindMatter, id, GateKeptIdle.At("template/kept", "path", placed(idle.Place, idle.Path)))
		}
	}
}

// mostPaths is how many differences from a template are named.
const mostPaths = 5

// deviates tells of differences that nobody has decided about.
func deviates(c *Comparison, open []Deviation) metamodel.Problem {
	var zh, en []string
	for _, item := range open[:min(len(open), mostPaths)] {
		at := placed(item.Place, item.Path)
		zh, en = append(zh, at.In("zh")), append(en, at.In("en"))
	}
	if len(open) > mostPaths {
		zh, en = append(zh, "…"), append(en, "…")
	}
	return GateDeviates.At("template", "n", len(open), "template", c.Template.Name, "paths", metamodel.ZhEn(strings.Join(zh, "、"), strings.Join(en, ", ")))
}

// placed names a place by its words, and by the path that commands take.
func placed(place metamodel.Text, path string) metamodel.Text {
	return metamodel.ZhEn(place.In("zh")+"（"+path+"）", place.In("en")+" ("+path+")")
}

// matters tries out when materials are asked for.
func (g *gate) matters() {
	for _, id := range sortedKeys(g.r.Pack.Matters) {
		m := g.r.Matter(id)
		if m == nil || m.Form == nil {
			continue
		}
		tr := newTrial(g.r, m.Form)
		if tr == nil {
			continue
		}
		for i, use := range m.Def.Materials {
			if use.When == "" {
				continue
			}
			at := fmt.Sprintf("materials/%d/when", i)
			g.costly(metamodel.KindMatter, id, at, use.When, tr.inspect(use.When, nil))
			if o := tr.outcome(use.When, nil); o.closed && !o.holds {
				g.find(metamodel.KindMatter, id, GateMaterialNever.At(at, "material", use.Label, "condition", use.When))
			}
		}
	}
}

// themes tries out which matters apply.
func (g *gate) themes() {
	for _, id := range sortedKeys(g.r.Pack.Themes) {
		t := g.r.Theme(id)
		if t == nil {
			continue
		}
		g.proven(id, t)
		g.guide(id, t)
		g.refused(id, t)
		g.simulated(id, t)
		g.preconditions(id, t)
		g.shownTogether(id, t)
		asked := make([]metamodel.Question, len(t.guide.questions))
		for i, q := range t.guide.questions {
			asked[i] = q.def
		}
		env, ps := metamodel.NewEnv(nil, asked, g.r.reg)
		if ps.Failed() {
			continue
		}
		for i, m := range t.Matters {
			when := t.Def.Matters[i].When
			if sameSource(when, "") || m.When == nil {
				continue
			}
			seen, ps := env.Inspect(when, nil)
			if ps.Failed() {
				continue
			}
			at := fmt.Sprintf("matters/%d/when", i)
			g.costly(metamodel.KindTheme, id, at, when, seen)
			if holds, closed := g.applies(t, m, seen); closed && !holds {
				g.find(metamodel.KindTheme, id, GateMatterNever.At(at, "matter", m.Def.Name, "condition", when))
			}
		}
	}
}

// applies tries every answer of the questions a matter's condition reads: one
// of each part into which it cuts what the question takes. For a question that
// is a field, that is what the field's element takes.
func (g *gate) applies(t *Theme, m *ThemeMatter, seen metamodel.Inspection) (holds, closed bool) {
	options := make([][]any, len(seen.Reads))
	size := 1
	for i, r := range seen.Reads {
		if r.Question == nil {
			return false, false
		}
		q := t.guide.questions[t.guide.byID[r.Question.ID]]
		if q.form == nil {
			return false, false
		}
		values, whole := q.cut(g.r, r.Literals)
		if !whole {
			return false, false
		}
		for _, raw := range values {
			if v, _, ps := q.read(raw); !ps.Failed() && v != nil {
				options[i] = append(options[i], v)
			}
		}
		options[i] = append(options[i], nil)
		if size *= len(options[i]); size > mostTrials {
			return false, false
		}
	}
	answers := map[string]any{}
	for n := range size {
		clear(answers)
		for i, r := range seen.Reads {
			if v := options[i][n%len(options[i])]; v != nil {
				answers[r.Question.ID] = v
			}
			n /= len(options[i])
		}
		if m.When.EvalQuestions(answers) == metamodel.True {
			return true, seen.Closed
		}
	}
	return false, seen.Closed
}

// cut is one value of each part into which literals cut what a question takes;
// whole says that there is no other part.
func (q *question) cut(r *Release, lits []json.RawMessage) (values []json.RawMessage, whole bool) {
	f := q.form.Fields[0]
	switch own := f.Element.Constraints; {
	case len(own.Const) > 0:
		return []json.RawMessage{own.Const}, true
	case len(own.Enum) > 0:
		return own.Enum, true
	case own.IntegerDigits != nil: // a bound like any other
		most := decimal.New(1, int32(*own.IntegerDigits))
		lits = append(slices.Clone(lits), json.RawMessage(most.String()), json.RawMessage(most.Neg().String()))
	case f.CodeList != nil: // all of them, however long the list is
		return everyCode(f), f.Element.Type == metamodel.TypeCode
	}
	return (&trial{release: r, form: q.form}).values(f, lits)
}

// costly warns of an expression that may cost more than half of what it may.
func (g *gate) costly(kind, id, path, source string, seen metamodel.Inspection) {
	if seen.Limit > 0 && seen.Cost > seen.Limit/2 {
		g.find(kind, id, GateCost.At(path, "condition", source, "cost", seen.Cost, "limit", seen.Limit))
	}
}
