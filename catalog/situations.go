package catalog

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// SituationShare is one way through the guide.
type SituationShare struct {
	Situation Situation
	Asked     []string // questions in the order in which they were asked
	Share     float64  // of all ways, by the theme's shares; where a question has none its answers count alike
}

// Situations walks the guide: each time the question that decides most, until
// none can change anything. A number is answered once in every range that the
// conditions tell apart, a code once for each code that they name and once for
// all others. With more than most ways, so many are drawn by lot, the same every
// time, and whole is false.
func (t *Theme) Situations(most int) (ways []SituationShare, whole bool) {
	w := &walk{t: t, most: most, answers: map[string][]reply{}}
	for _, q := range t.guide.questions {
		w.answers[q.def.ID] = t.replies(q)
	}
	if w.every(Situation{}, nil, 1) {
		return w.ways, true
	}
	w.ways = nil
	w.byLot()
	return w.ways, false
}

// reply is an answer that stands for so many.
type reply struct {
	value     any
	weight    float64
	low, high *cut // numbers: what it stands for lies between; nil: no bound
	others    bool // codes: it stands for all that are no reply of their own
}

type walk struct {
	t       *Theme
	most    int
	answers map[string][]reply
	ways    []SituationShare
}

// next is the question that is asked, and what may be answered; none at the end.
func (w *walk) next(s Situation) (string, []reply) {
	for _, q := range w.t.Guide(s).Open {
		if r := w.answers[q.ID]; len(r) > 0 {
			return q.ID, r
		}
	}
	return "", nil
}

func (w *walk) every(s Situation, asked []string, share float64) bool {
	id, replies := w.next(s)
	if id == "" {
		if len(w.ways) == w.most {
			return false
		}
		w.ways = append(w.ways, SituationShare{cloneSituation(s), slices.Clone(asked), share})
		return true
	}
	all := 0.0
	for _, r := range replies {
		all += r.weight
	}
	for _, r := range replies {
		s[id] = r.value
		ok := w.every(s, append(asked, id), share*r.weight/all)
		delete(s, id)
		if !ok {
			return false
		}
	}
	return true
}

func (w *walk) byLot() {
	lot := rand.New(rand.NewPCG(1, uint64(w.most)))
	for range w.most {
		s, asked := Situation{}, []string(nil)
		for {
			id, replies := w.next(s)
			if id == "" {
				break
			}
			all := 0.0
			for _, r := range replies {
				all += r.weight
			}
			at := lot.Float64() * all
			for i, r := range replies {
				if at -= r.weight; at < 0 || i == len(replies)-1 {
					s[id] = r.value
					break
				}
			}
			asked = append(asked, id)
		}
		w.ways = append(w.ways, SituationShare{s, asked, 1 / float64(w.most)})
	}
}

func cloneSituation(s Situation) Situation {
	out := make(Situation, len(s))
	for id, v := range s {
		out[id] = v
	}
	return out
}

// replies are the answers of a question that may lead to different ends,
// weighed by the theme's shares.
func (t *Theme) replies(q question) (out []reply) {
	if q.form == nil {
		return nil
	}
	add := func(raw string, r reply) bool {
		v, _, ps := q.read(json.RawMessage(raw))
		if ps.Failed() || v == nil {
			return false
		}
		r.value = v
		out = append(out, r)
		return true
	}
	switch q.def.Type {
	case metamodel.TypeBoolean:
		add("true", reply{weight: 1})
		add("false", reply{weight: 1})
	case metamodel.TypeCode:
		t.codeReplies(q, func(code string, weight float64, others bool) bool {
			return add(quote(code), reply{weight: weight, others: others})
		})
	default:
		for _, r := range ranges(t.comparisons(q), q.def.Type == metamodel.TypeInteger) {
			for _, c := range r.candidates {
				if add(c.String(), reply{weight: 1, low: r.low, high: r.high}) {
					break
				}
			}
		}
	}
	if i := slices.IndexFunc(t.Def.Shares, func(s metamodel.QuestionShares) bool { return s.Question == q.def.ID }); i >= 0 {
		q.weigh(t.Def.Shares[i].Answers, out)
	}
	return out
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil { // a string always is JSON
		panic(err)
	}
	return string(b)
}

// severalCodes is up to how many codes each is a reply of its own.
const severalCodes = 12

func (t *Theme) codeReplies(q question, add func(code string, weight float64, others bool) bool) {
	list := q.form.Fields[0].CodeList
	if list == nil {
		return
	}
	named := map[string]bool{}
	for _, source := range t.conditionsOf(q) {
		for _, l := range quotedText.FindAllString(source, -1) {
			named[strings.Trim(l, `'"`)] = true
		}
	}
	other, others := "", 0.0
	for _, e := range list.Entries {
		if len(list.Entries) <= severalCodes || named[e.Code] {
			add(e.Code, 1, false)
			continue
		}
		if other == "" {
			other = e.Code
		}
		others++
	}
	if other != "" {
		add(other, others, true)
	}
}

var quotedText = regexp.MustCompile(`'[^']*'|"[^"]*"`)

// conditionsOf are the conditions that read a question, as they are written.
func (t *Theme) conditionsOf(q question) (sources []string) {
	note := func(source string, name string) {
		if name != "" && strings.Contains(source, name) && !slices.Contains(sources, source) {
			sources = append(sources, source)
		}
	}
	for _, m := range t.Def.Matters {
		note(m.When, q.def.ID)
	}
	if q.def.Field == "" {
		return sources
	}
	field := strings.ReplaceAll(q.def.Field, "/", ".")
	for _, g := range t.Merged.Groups {
		for _, u := range g.Uses {
			note(u.Visible, field)
		}
	}
	for _, f := range t.Merged.Fields {
		for _, u := range f.Uses {
			note(u.Visible, field)
			note(u.RequiredIf, field)
			note(u.ValueWhen, field)
		}
	}
	for _, m := range t.Materials {
		for _, u := range m.Uses {
			note(u.Use.When, field)
		}
	}
	return sources
}

// cut is a place between numbers: right below a number, or right above it.
type cut struct {
	at    decimal.Decimal
	above bool
}

func (c cut) before(d cut) bool {
	if !c.at.Equal(d.at) {
		return c.at.LessThan(d.at)
	}
	return !c.above && d.above
}

// comparisons finds where the conditions of a question tell numbers apart.
func (t *Theme) comparisons(q question) (cuts []cut) {
	names := regexp.QuoteMeta(q.def.ID)
	if q.def.Field != "" {
		names += "|" + regexp.QuoteMeta(strings.ReplaceAll(q.def.Field, "/", "."))
	}
	const op, num = `(>=|<=|==|!=|>|<)`, `(-?\d+(?:\.\d+)?)`
	right := regexp.MustCompile(`(?:` + names + `)\s*` + op + `\s*` + num)
	left := regexp.MustCompile(num + `\s*` + op + `\s*(?:` + names + `)\b`)
	turned := map[string]string{">=": "<=", "<=": ">=", ">": "<", "<": ">"}
	note := func(op, number string) {
		at, err := decimal.NewFromString(number)
		if err != nil {
			return
		}
		if op != ">" && op != "<=" {
			cuts = append(cuts, cut{at, false})
		}
		if op != ">=" && op != "<" {
			cuts = append(cuts, cut{at, true})
		}
	}
	for _, source := range t.conditionsOf(q) {
		for _, m := range right.FindAllStringSubmatch(source, -1) {
			note(m[1], m[2])
		}
		for _, m := range left.FindAllStringSubmatch(source, -1) {
			op := m[2]
			if o, ok := turned[op]; ok {
				op = o
			}
			note(op, m[1])
		}
	}
	sort.Slice(cuts, func(i, j int) bool { return cuts[i].before(cuts[j]) })
	return slices.CompactFunc(cuts, func(a, b cut) bool { return !a.before(b) && !b.before(a) })
}

// span is a range between cuts, with numbers that lie in it, the plainest first.
type span struct {
	low, high  *cut
	candidates []decimal.Decimal
}

func (c *cut) under(d decimal.Decimal) bool {
	return c == nil || c.at.LessThan(d) || !c.above && c.at.Equal(d)
}

func (c *cut) over(d decimal.Decimal) bool {
	return c == nil || c.at.GreaterThan(d) || c.above && c.at.Equal(d)
}

// ranges are the ranges that cuts tell apart.
func ranges(cuts []cut, whole bool) (out []span) {
	one := decimal.NewFromInt(1)
	if len(cuts) == 0 {
		return []span{{nil, nil, []decimal.Decimal{one, decimal.NewFromInt(30), decimal.NewFromInt(1000)}}}
	}
	inside := func(low, high *cut, candidates ...decimal.Decimal) {
		s := span{low: low, high: high}
		for _, c := range candidates {
			if whole {
				c = c.Floor()
			}
			if low.under(c) && high.over(c) {
				s.candidates = append(s.candidates, c)
			}
		}
		out = append(out, s)
	}
	first, last := cuts[0], cuts[len(cuts)-1]
	inside(nil, &first, first.at, first.at.Sub(one), first.at.Div(decimal.NewFromInt(2)))
	for i := 1; i < len(cuts); i++ {
		low, high := cuts[i-1], cuts[i]
		inside(&low, &high, low.at, low.at.Add(one), low.at.Add(high.at).Div(decimal.NewFromInt(2)), high.at)
	}
	inside(&last, nil, last.at, last.at.Add(one))
	return out
}
