package catalog

import (
	"encoding/json"
	"math"
	"slices"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// lots draws the situations of synthetic cases: the guide is walked, and each
// question answered by its shares, those that are assumed before the theme's. What is answered depends on the case
// and the question alone, so that in another version of the theme the same case
// answers the same questions alike.
type lots struct {
	walk
	root  *junction
	nodes int
	ends  []*situated // met so far, in the order in which they were met
}

// junction is where a walk through the guide stands.
type junction struct {
	luck    uint64
	id      string
	replies []reply
	total   float64
	next    []*junction
	end     *situated // of the last
}

// situated is a situation with what it decides.
type situated struct {
	situation Situation
	asked     []string
	guide     []byte // what was answered that is no field
	scope     map[string]bool
	awaited   map[string]bool
	matters   []int   // in scope, each after those it waits for
	before    [][]int // by place in matters: the places of those it waits for
	promised  float64 // longest way, working days
	statutory float64
	supposed  bool // every answer on a way to it has a share
	cases     int
	tried     int // filings
	accepted  int
	own       int                 // of those refused, that each matter's own form accepts
	refused   map[string]*refusal // why not
}

// mostJunctions bounds what is remembered of a guide.
const mostJunctions = 100_000

func newLots(t *Theme, assume *Assumptions) *lots {
	l := &lots{walk: walk{t: t, answers: map[string][]reply{}}}
	for _, q := range t.guide.questions {
		replies := t.replies(q)
		assume.weigh(t, q, replies)
		l.answers[q.def.ID] = replies
	}
	l.root = l.junction(Situation{}, nil)
	return l
}

func (l *lots) junction(s Situation, asked []string) *junction {
	l.nodes++
	id, replies := l.next(s)
	if id == "" {
		end := l.t.situated(s, asked)
		l.ends = append(l.ends, end)
		return &junction{end: end}
	}
	j := &junction{luck: workflows.Luck(0, id), id: id, replies: replies, next: make([]*junction, len(replies))}
	for _, r := range replies {
		j.total += r.weight
	}
	return j
}

// draw is the situation of a case.
func (l *lots) draw(luck uint64) *situated {
	s, asked := Situation{}, []string(nil)
	at := l.root
	for at.end == nil {
		u := workflows.Throw(luck^at.luck) * at.total
		n := slices.IndexFunc(at.replies, func(r reply) bool { u -= r.weight; return u < 0 })
		for n < 0 || at.replies[n].weight <= 0 { // dust of adding up
			n = slices.IndexFunc(at.replies, func(r reply) bool { return r.weight > 0 })
		}
		s[at.id] = at.replies[n].value
		asked = append(asked, at.id)
		to := at.next[n]
		if to == nil {
			to = l.junction(s, asked)
			if l.nodes < mostJunctions {
				at.next[n] = to
			}
		}
		at = to
	}
	at.end.supposed = true
	return at.end
}

// situated works out what a situation decides.
func (t *Theme) situated(s Situation, asked []string) *situated {
	e := &situated{situation: cloneSituation(s), asked: slices.Clone(asked), scope: t.Scope(s), refused: map[string]*refusal{}}
	e.awaited = t.awaited(e.scope)
	own := map[string]json.RawMessage{}
	for _, q := range t.guide.questions {
		if v, answered := s[q.def.ID]; answered && q.def.Field == "" {
			raw, err := json.Marshal(v)
			if err != nil { // an answer is JSON
				panic(err)
			}
			own[q.def.ID] = raw
		}
	}
	e.guide = write(own)
	for i, m := range t.Matters {
		if e.scope[m.Def.ID] {
			e.matters = append(e.matters, i)
		}
	}
	slices.SortStableFunc(e.matters, func(a, b int) int { return t.Matters[a].Stage - t.Matters[b].Stage })
	e.before = make([][]int, len(e.matters))
	for place, i := range e.matters {
		for _, id := range t.Matters[i].Preconditions {
			if at := slices.IndexFunc(e.matters, func(o int) bool { return t.Matters[o].Def.ID == id }); at >= 0 {
				e.before[place] = append(e.before[place], at)
			}
		}
	}
	e.promised = t.longestWay(e.scope, func(m *metamodel.Matter) float64 { return m.PromisedDays })
	e.statutory = t.longestWay(e.scope, func(m *metamodel.Matter) float64 { return m.StatutoryDays })
	return e
}

// round2 and round4 keep figures free of what a machine's arithmetic leaves
// behind the digits that mean something.
func round2(v float64) float64 { return math.Round(v*1e2) / 1e2 }
func round4(v float64) float64 { return math.Round(v*1e4) / 1e4 }
