package catalog

import (
	"fmt"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// askFirst reads from the theme's layout which questions of the guide staff want
// asked before all others. A question whose field is filled in only on some
// answers to another one comes behind that one all the same, and that is told.
func (t *Theme) askFirst(c *compiler) {
	if t.Def.Layout == nil {
		return
	}
	tell := func(p metamodel.Problem) {
		t.Loose = append(t.Loose, p)
		c.report(metamodel.KindTheme, t.Def.ID, p)
	}
	g := t.guide
	var place func(q int, way []int, at string)
	place = func(q int, way []int, at string) {
		if slices.Contains(g.first, q) || slices.Contains(way, q) {
			return
		}
		for _, by := range t.decidersOf(q) {
			if !slices.Contains(g.first, by) {
				tell(LayoutWaits.At(at, "what", g.questions[q].def.Text, "by", g.questions[by].def.Text))
				place(by, append(way, q), at)
			}
		}
		g.first = append(g.first, q)
	}
	for i, id := range t.Def.Layout.Questions {
		at := fmt.Sprintf("layout/questions/%d", i)
		q, ok := g.byID[id]
		if !ok {
			tell(LayoutGone.At(at, "what", questionName(id)))
			continue
		}
		place(q, nil, at)
	}
}

// questionName names a question by its id: what is gone has no words.
func questionName(id string) metamodel.Text { return metamodel.ZhEn("问题 "+id, "question "+id) }

// decidersOf are the questions whose answers decide whether the field of another one
// is filled in at all: every matter that has the field shows it only on a
// condition, and one of these reads them.
func (t *Theme) decidersOf(q int) (out []int) {
	f, ok := t.Merged.Field(t.guide.questions[q].def.Field)
	if !ok || f.Path != t.guide.questions[q].def.Field {
		return nil
	}
	var sources []string
	for _, u := range f.Uses {
		around := ""
		for _, w := range f.Group.Uses {
			if w.Matter == u.Matter {
				around = w.Visible
			}
		}
		if u.Visible == "" && around == "" {
			return nil
		}
		sources = append(sources, u.Visible, around)
	}
	for i, other := range t.guide.questions {
		if i != q && other.def.Field != "" && slices.ContainsFunc(sources, func(s string) bool { return slices.Contains(refsIn(s), other.def.Field) }) {
			out = append(out, i)
		}
	}
	return out
}

// among are those of some questions that are open, in their order.
func among(questions, open []int) (out []int) {
	for _, q := range questions {
		if slices.Contains(open, q) {
			out = append(out, q)
		}
	}
	return out
}

// opening are the questions as they come while nothing is answered; derived
// leaves out what staff want asked first.
func (p *plan) opening(derived bool) (ids []string) {
	state := p.blank()
	open := p.open(state)
	order := p.inOrder
	if derived {
		order = p.derived
	}
	for _, q := range order(state, open, p.pulls(state, open)) {
		ids = append(ids, p.t.guide.questions[q].def.ID)
	}
	return ids
}

// Questions are all of the guide, for a page that shows them at once: what staff
// want asked first, then as they are written.
func (t *Theme) Questions() (out []metamodel.Question) {
	for _, q := range t.guide.first {
		out = append(out, t.guide.questions[q].def)
	}
	for q, asked := range t.guide.questions {
		if !slices.Contains(t.guide.first, q) {
			out = append(out, asked.def)
		}
	}
	return out
}
