package catalog

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// DerivedGuide is the shortest question tree that follows from the conditions
// of a theme, behind what staff want asked first. Ways that have the same left to decide run together, so it is
// drawn as a graph whose steps only go forward.
type DerivedGuide struct {
	Theme     string            `json:"theme"`
	Name      metamodel.Text    `json:"name"`
	Questions []DerivedQuestion `json:"questions"`     // of the guide, in the order written
	InForm    []DerivedQuestion `json:"inForm"`        // what conditions read and the form asks, not the guide
	Steps     []GuideStep       `json:"steps"`         // the first is where it starts
	Whole     bool              `json:"whole"`         // no step was left out
	First     []string          `json:"first"`         // questions that staff want asked before all others, in this order
	Expected  float64           `json:"expected"`      // questions asked on average
	Derived   float64           `json:"derivedOrder"`  // likewise without what staff want asked first
	Written   float64           `json:"writtenOrder"`  // likewise in the order written, leaving out what can change nothing
	Fewest    bool              `json:"provenFewest"`  // no order asks fewer than expected
	Exact     bool              `json:"exactExpected"` // the averages are over all ways, not over some by lot
}

// DerivedQuestion is a question with all it can change.
type DerivedQuestion struct {
	ID      string         `json:"id"`
	Text    metamodel.Text `json:"text"`
	Field   string         `json:"field,omitempty"`
	Derived bool           `json:"derived"` // nobody wrote it: a condition needs it
	Source  metamodel.Text `json:"source"`  // of its shares; empty: its answers count alike
	Effect  QuestionEffect `json:"effect"`  // before anything is answered
	Reads   []string       `json:"reads"`   // conditions that read a field of the form, as they are written
}

// GuideStep is a question at a place in the tree.
type GuideStep struct {
	Number   int           `json:"number"` // from 1
	Question string        `json:"question"`
	Share    float64       `json:"share"` // of the people, who come here
	Answers  []GuideBranch `json:"answers"`
}

// GuideBranch is where answers that nothing tells apart lead.
type GuideBranch struct {
	Label     metamodel.Text `json:"label"`
	Values    []any          `json:"values"` // one for each range of a number
	Share     float64        `json:"share"`  // of those who are asked
	In        []string       `json:"in"`     // matters that apply from here on
	Out       []string       `json:"out"`    // matters that do not
	Fields    int            `json:"fields"` // fields decided that had waited
	Materials []string       `json:"materials"`
	Next      int            `json:"next"` // the next step, 0: nothing is left to ask, -1: left out
}

// mostSteps bounds what is drawn of a tree.
const mostSteps = 400

// ShortestGuide computes the guide of a theme from its conditions: the same theme,
// the same bytes.
func (t *Theme) ShortestGuide() *DerivedGuide {
	p := t.guide.plan()
	d := &DerivedGuide{Theme: t.Def.ID, Name: t.Def.Name, Questions: []DerivedQuestion{}, First: []string{}, InForm: t.inForm(), Steps: []GuideStep{}, Whole: true, Fewest: true, Exact: true}
	for i, q := range t.guide.questions {
		out := DerivedQuestion{ID: q.def.ID, Text: q.def.Text, Field: q.def.Field, Derived: t.needed[q.def.ID] != "", Source: metamodel.Text{}, Reads: []string{}}
		for _, s := range t.Def.Shares {
			if s.Question == q.def.ID {
				out.Source = s.Source
			}
		}
		out.Effect, _ = t.Effect(Situation{}, q.def.ID)
		for _, h := range t.guide.hangs {
			if h.expr != nil && slices.Contains(h.reads, i) && !slices.Contains(out.Reads, h.expr.Source) {
				out.Reads = append(out.Reads, h.expr.Source)
			}
		}
		d.Questions = append(d.Questions, out)
	}
	for _, q := range p.first {
		d.First = append(d.First, t.guide.questions[q].def.ID)
	}
	a := p.asks()
	d.Expected, d.Derived, d.Written, d.Fewest, d.Exact = a.now, a.derived, a.written, a.fewest, a.exact
	(&drawer{p: p, d: d, at: map[string]int{}}).draw()
	return d
}

// askedOnAverage is how many questions are asked.
type askedOnAverage struct {
	now, derived, written float64 // with what staff want first, without it, as written
	fewest                bool    // no order asks fewer than now
	exact                 bool    // over all ways
}

func (p *plan) asks() askedOnAverage {
	a := askedOnAverage{fewest: true, exact: true}
	for _, x := range p.parts {
		weighed := func(order partOrder, first []int) float64 {
			e, all := p.expected(x, order, first)
			a.exact = a.exact && all
			return e
		}
		if x.size > 0 {
			now, fewest := p.weighed(x)
			a.now, a.derived = a.now+now, a.derived+fewest
		} else {
			a.fewest = false
			now := weighed(x.order, p.first)
			a.now += now
			if len(p.first) > 0 {
				now = min(weighed(greedy, nil), weighed(asWritten, nil))
			}
			a.derived += now
		}
		a.written += weighed(asWritten, nil)
	}
	a.fewest = a.fewest && a.now <= a.derived+nearly
	for _, f := range []*float64{&a.now, &a.derived, &a.written} {
		*f = math.Round(*f*1e4) / 1e4
	}
	return a
}

// weighed is how many questions of a part whose states are all known are asked:
// with what staff want first, and without it.
func (p *plan) weighed(x *part) (now, fewest float64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	state, known := p.blank(), map[int]float64{}
	var cost func() float64
	cost = func() float64 {
		first := among(p.first, p.relevant(x, state))
		if len(first) == 0 {
			return p.cost(x, state)
		}
		at, q := x.at(state), first[0]
		if e, ok := known[at]; ok {
			return e
		}
		sum := 1.0
		for _, class := range p.classesOf(q) {
			if share := p.share(q, class); share > 0 {
				state[q] = class[0]
				sum += share * cost()
			}
		}
		state[q] = unanswered
		known[at] = sum
		return sum
	}
	return cost(), p.cost(x, state)
}

// inForm are the fields that conditions read and the form asks for.
func (t *Theme) inForm() []DerivedQuestion {
	out := []DerivedQuestion{}
	at := map[string]int{}
	note := func(source string, on Hung) {
		for _, ref := range refsIn(source) {
			f, ok := t.Merged.Field(ref)
			if !ok || f.Path != ref || slices.ContainsFunc(t.guide.questions, func(q question) bool { return q.def.Field == ref }) {
				continue
			}
			i, known := at[ref]
			if !known {
				subject, element, _ := strings.Cut(ref, "/")
				q, ok := t.guide.ask(subject, element)
				if !ok || f.Group.Repeat {
					continue
				}
				i = len(out)
				at[ref] = i
				out = append(out, DerivedQuestion{ID: q.ID, Text: q.Text, Field: ref, Derived: true, Source: metamodel.Text{}, Reads: []string{},
					Effect: QuestionEffect{Matters: []string{}, Always: []string{}, Hung: []Hung{}}})
			}
			out[i].Effect.Hung = append(out[i].Effect.Hung, on)
			if !slices.Contains(out[i].Reads, source) {
				out[i].Reads = append(out[i].Reads, source)
			}
		}
	}
	t.eachCondition(note)
	return out
}

// drawer draws the tree.
type drawer struct {
	p  *plan
	d  *DerivedGuide
	at map[string]int // steps by what is left to decide
}

func (w *drawer) draw() {
	w.step(w.p.blank())
	// Steps were numbered on the way back, so that every step only leads to lower
	// numbers: turned round they only lead forward.
	n := len(w.d.Steps)
	slices.Reverse(w.d.Steps)
	shares := make([]float64, n)
	if n > 0 {
		shares[0] = 1
	}
	for i := range w.d.Steps {
		s := &w.d.Steps[i]
		s.Number = i + 1
		s.Share = math.Round(shares[i]*1e6) / 1e6
		for j := range s.Answers {
			b := &s.Answers[j]
			if b.Next > 0 {
				b.Next = n - b.Next + 1
				shares[b.Next-1] += shares[i] * b.Share
			}
			b.Share = math.Round(b.Share*1e6) / 1e6
		}
	}
}

// step draws what follows a state and gives its number, 0 at the end.
func (w *drawer) step(state []int) int {
	q := w.p.next(state)
	if q < 0 {
		return 0
	}
	key := w.key(state, q)
	if n, ok := w.at[key]; ok {
		return n
	}
	if len(w.at) >= mostSteps {
		w.d.Whole = false
		return -1
	}
	w.at[key] = 0 // counts; no state comes back to itself
	s := GuideStep{Question: w.p.t.guide.questions[q].def.ID}
	for _, class := range w.p.classesOf(q) {
		b := GuideBranch{Label: w.p.t.branchLabel(q, w.p.replies[q], class), Share: w.p.share(q, class), In: []string{}, Out: []string{}, Materials: []string{}}
		for _, r := range class {
			b.Values = append(b.Values, w.p.replies[q][r].value)
		}
		after := slices.Clone(state)
		after[q] = class[0]
		w.decides(&b, state, after, q)
		b.Next = w.step(after)
		s.Answers = append(s.Answers, b)
	}
	w.d.Steps = append(w.d.Steps, s)
	w.at[key] = len(w.d.Steps)
	return len(w.d.Steps)
}

// key tells what is left to decide in a state: two states with the same go on
// alike.
func (w *drawer) key(state []int, next int) string {
	var b strings.Builder
	fmt.Fprint(&b, next, ":")
	for i := range w.p.items {
		it := &w.p.items[i]
		if w.p.decided(it, state) {
			continue
		}
		fmt.Fprint(&b, i)
		for _, q := range it.reads() {
			fmt.Fprint(&b, ",", state[q])
		}
		b.WriteByte(';')
	}
	return b.String()
}

// decides notes what an answer decides.
func (w *drawer) decides(b *GuideBranch, before, after []int, q int) {
	for _, i := range w.p.of[q] {
		it := &w.p.items[i]
		matter := w.p.t.Matters[it.matter].Def.ID
		if it.hang < 0 {
			was := it.when.verdict(before)
			switch now := it.when.verdict(after); {
			case was != open:
			case now == yes:
				b.In = append(b.In, matter)
			case now == no:
				b.Out = append(b.Out, matter)
			}
			continue
		}
		was := it.cond.verdict(before)
		now := it.cond.verdict(after)
		if was != open || now == open || w.p.decided(it, before) {
			continue
		}
		for _, h := range w.p.t.guide.hangs[it.hang].on {
			switch {
			case h.Kind != "material":
				b.Fields++
			case now == yes && !slices.Contains(b.Materials, h.Path):
				b.Materials = append(b.Materials, h.Path)
			}
		}
	}
}

// mostLabelled is how many codes a label names.
const mostLabelled = 3

// branchLabel says in words which answers take a branch.
func (t *Theme) branchLabel(q int, replies []reply, class []int) metamodel.Text {
	out := metamodel.Text{}
	for _, lang := range metamodel.Languages {
		var words []string
		more := 0
		for _, r := range class {
			if len(words) == mostLabelled && t.guide.questions[q].def.Type == metamodel.TypeCode {
				more++
				continue
			}
			words = append(words, t.replyRange(t.guide.questions[q], replies[r]).In(lang))
		}
		comma, etc := ", ", " and %d more"
		if lang == "zh" {
			comma, etc = "、", "等另外 %d 种"
		}
		out[lang] = strings.Join(words, comma)
		if more > 0 {
			out[lang] += fmt.Sprintf(etc, more)
		}
	}
	return out
}

// replyRange says a reply in words, a number as the range it stands for.
func (t *Theme) replyRange(q question, r reply) metamodel.Text {
	if r.others {
		return metamodel.ZhEn("其他", "any other")
	}
	if r.low == nil && r.high == nil {
		if q.numeric() {
			return metamodel.ZhEn("任意", "any")
		}
		return t.replyLabel(q, r.value)
	}
	out := metamodel.Text{}
	for _, lang := range metamodel.Languages {
		var words string
		switch {
		case r.low == nil && r.high.above:
			words = "≤ " + r.high.at.String()
		case r.low == nil:
			words = "< " + r.high.at.String()
		case r.high == nil && r.low.above:
			words = "> " + r.low.at.String()
		case r.high == nil:
			words = "≥ " + r.low.at.String()
		case r.low.at.Equal(r.high.at):
			words = r.low.at.String()
		default:
			words = r.low.at.String() + " – " + r.high.at.String()
		}
		out[lang] = strings.TrimSpace(words + " " + t.unitOf(q).In(lang))
	}
	return out
}

func (t *Theme) unitOf(q question) metamodel.Text {
	if len(q.def.Unit) > 0 || q.form == nil {
		return q.def.Unit
	}
	return q.form.Fields[0].Element.Unit
}
