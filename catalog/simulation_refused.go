package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// SimulatedRefused tells of filings that the form did not accept.
type SimulatedRefused struct {
	Situations int                `json:"situations"`        // in which not one was accepted: nobody is assumed to file there
	Where      []SimulatedRefusal `json:"where"`             // the first of these, those with the most cases before others
	Unsaid     int                `json:"unsaid"`            // situations in which too few were tried to say so
	Tried      int                `json:"tried"`             // filings in all other situations
	Refused    int                `json:"refused"`           // of these
	Reasons    []SimulatedReason  `json:"reasons,omitempty"` // why, the commonest first
}

// SimulatedRefusal is a situation in which no filing was accepted.
type SimulatedRefusal struct {
	Situation metamodel.Text    `json:"situation"`
	Share     float64           `json:"share"` // of the cases
	Tried     int               `json:"tried"`
	Own       int               `json:"own"` // of these, those that each matter's own form accepts: the merge refuses them
	Reasons   []SimulatedReason `json:"reasons"`
	More      int               `json:"more"` // reasons that are not listed
}

// SimulatedReason is why filings were refused. One may have several.
type SimulatedReason struct {
	Path    string           `json:"path"` // of the merged form, without the numbers of rows
	Code    string           `json:"code"`
	Label   metamodel.Text   `json:"label"`
	Rule    string           `json:"rule,omitempty"` // that a department wrote
	Problem metamodel.Text   `json:"problem"`
	Matters []metamodel.Text `json:"matters"` // whose own form refuses it too
	Count   int              `json:"count"`   // of the filings
}

const (
	mostRefusals = 10 // situations that are listed
	mostReasons  = 3  // of one
)

// refusal is a reason while it is counted.
type refusal struct {
	problem metamodel.Problem
	path    string
	count   int
	matters map[string]bool
}

// refuse notes why the form did not accept a filing, and which matters would not
// have taken it alone either.
func (at *situated) refuse(f *filler, tree map[string]any, rec *metamodel.Record) {
	here := map[string][]*refusal{} // by path
	for _, p := range rec.Problems {
		if p.Severity == metamodel.Warning {
			continue
		}
		path, key := withoutRows(p.Path), reasonKey(p)
		r := at.refused[key]
		if r == nil {
			r = &refusal{problem: p, path: path, matters: map[string]bool{}}
			at.refused[key] = r
		}
		if !slices.Contains(here[path], r) { // several rows: one filing
			r.count++
			here[path] = append(here[path], r)
		}
	}
	by := map[*refusal]*[2][]string{} // matters that say the same of the field, and something else
	alone := metamodel.Context{Today: f.today, Awaited: at.awaited}
	told, _ := f.tell(tree, verdictScope{at.scope, at.awaited}, alone)
	taken := true
	for _, m := range f.t.Matters {
		if !at.scope[m.Def.ID] {
			continue
		}
		f.buf = appendPart(f.buf[:0], m.Form.Groups, told)
		for _, p := range m.Form.Check(f.buf, alone).Problems {
			if p.Severity == metamodel.Warning {
				continue
			}
			taken = false
			for _, r := range here[withoutRows(p.Path)] {
				if by[r] == nil {
					by[r] = &[2][]string{}
				}
				likeness := 1
				if reasonKey(p) == reasonKey(r.problem) {
					likeness = 0
				}
				by[r][likeness] = append(by[r][likeness], m.Def.ID)
			}
		}
	}
	for r, matters := range by {
		likest := slices.IndexFunc(matters[:], func(ids []string) bool { return len(ids) > 0 })
		for _, id := range matters[likest] {
			r.matters[id] = true
		}
	}
	count(&at.own, taken)
}

// reasonKey tells reasons apart: by place, kind, bound and rule, not by what was answered.
func reasonKey(p metamodel.Problem) string {
	key := fmt.Sprint(withoutRows(p.Path), " ", p.Code, " ", p.Params["limit"])
	if p.Code == ruleRefused {
		key += p.In("zh")
	}
	return key
}

// ruleRefused is the code of a problem that a department's rule finds.
const ruleRefused = "answer.check"

// withoutRows is where a field lies in its form: a path of answers without the
// numbers of rows.
func withoutRows(path string) string {
	steps := slices.DeleteFunc(strings.Split(path, "/"), func(step string) bool { _, err := strconv.Atoi(step); return err == nil })
	return strings.Join(steps, "/")
}

// unfileable reports whether nobody is assumed to file in a situation: enough was
// tried there, or nowhere was anything accepted.
func (s *simulating) unfileable(at *situated) bool {
	return len(at.matters) > 0 && at.accepted == 0 && (at.tried >= mostTries || s.shown.nothing)
}

// filed is how many cases are filed: all but those in situations in which nobody can.
func (s *simulating) filed() int { return s.o.Cases - s.end.unfiled }

// perCase is a figure of each case; -1 for one that is not filed.
func (s *simulating) perCase() []float64 {
	out := make([]float64, s.o.Cases)
	for i, at := range s.at {
		if s.unfileable(at) {
			out[i] = -1
		}
	}
	return out
}

// refused sums up what was not accepted; nil where everything was.
func (s *simulating) refused() *SimulatedRefused {
	out := &SimulatedRefused{Where: []SimulatedRefusal{}}
	elsewhere := map[string]*refusal{}
	for _, at := range s.unfileables() {
		out.Situations++
		if at.tried == 0 || len(out.Where) == mostRefusals {
			continue
		}
		reasons := s.reasons(at.refused)
		told := reasons[:min(len(reasons), mostReasons)]
		out.Where = append(out.Where, SimulatedRefusal{Situation: s.words(at), Share: round4(float64(at.cases) / float64(max(s.o.Cases, 1))), Tried: at.tried, Own: at.own, Reasons: told, More: len(reasons) - len(told)})
	}
	for _, at := range s.lots.ends {
		if s.unfileable(at) || len(at.matters) == 0 {
			continue
		}
		out.Tried += at.tried
		out.Refused += at.tried - at.accepted
		count(&out.Unsaid, at.tried > 0 && at.accepted == 0)
		gather(elsewhere, at.refused)
	}
	if out.Situations == 0 && out.Refused == 0 {
		return nil
	}
	reasons := s.reasons(elsewhere)
	out.Reasons = reasons[:min(len(reasons), mostReasons)]
	return out
}

// gather adds reasons to those of other situations.
func gather(all, of map[string]*refusal) {
	for key, r := range of {
		if all[key] == nil {
			all[key] = &refusal{problem: r.problem, path: r.path, matters: map[string]bool{}}
		}
		all[key].count += r.count
		for m := range r.matters {
			all[key].matters[m] = true
		}
	}
}

// unfileables are the situations in which nobody can file, those with the most cases first.
func (s *simulating) unfileables() []*situated {
	out := slices.DeleteFunc(slices.Clone(s.lots.ends), func(at *situated) bool { return !s.unfileable(at) })
	slices.SortStableFunc(out, func(a, b *situated) int { return cmp.Compare(b.cases, a.cases) })
	return out
}

// refusedAt reports whether something is wrong there in some filing.
func (at *situated) refusedAt(path string) bool {
	for _, r := range at.refused {
		if r.path == path {
			return true
		}
	}
	return false
}

// reasons are the reasons of a situation, the commonest first.
func (s *simulating) reasons(of map[string]*refusal) []SimulatedReason {
	out := []SimulatedReason{}
	for _, key := range sortedKeys(of) {
		out = append(out, s.reason(of[key]))
	}
	slices.SortStableFunc(out, func(a, b SimulatedReason) int { return cmp.Compare(b.Count, a.Count) })
	return out
}

func (s *simulating) reason(r *refusal) SimulatedReason {
	out := SimulatedReason{Path: r.path, Code: r.problem.Code, Problem: r.problem.Message, Matters: []metamodel.Text{}, Count: r.count,
		Label: placeWords(r.path, func(at string) metamodel.Text { return labelOf(s.t.Merged, at) })}
	for _, m := range s.t.Matters {
		if r.matters[m.Def.ID] {
			out.Matters = append(out.Matters, m.Def.Name)
		}
	}
	f, ok := s.t.Merged.Field(r.path)
	if !ok || r.problem.Code != ruleRefused {
		return out
	}
	for _, u := range f.Uses {
		for _, c := range u.Checks {
			if sameText(c.Message, r.problem.Message) {
				out.Rule = c.Rule
			}
		}
	}
	return out
}

// Words says a reason, “规模：不能大于 100（乙事项，24 份）”.
func (r *SimulatedReason) Words() metamodel.Text {
	by := listText(r.Matters)
	zh, en := fmt.Sprintf("%d 份", r.Count), metamodel.Counted("%d filing(s)", r.Count)
	if len(r.Matters) > 0 {
		zh, en = by.In("zh")+"，"+zh, by.In("en")+", "+en
	}
	return metamodel.ZhEn(r.Label.In("zh")+"："+r.Problem.In("zh")+"（"+zh+"）", r.Label.In("en")+": "+r.Problem.In("en")+" ("+en+")")
}

// unfiled tells of situations in which no filing was accepted, together those whose
// filings fail at the same place.
func (s *simulating) unfiled(add func(metamodel.Problem)) {
	type told struct {
		first      *situated
		why        metamodel.Problem
		nobody     bool
		tried, own int
		situations int
		refused    map[string]*refusal
	}
	var list []*told
	for _, at := range s.unfileables() {
		if at.tried == 0 {
			continue
		}
		is := told{first: at, refused: map[string]*refusal{}}
		if is.why, is.nobody = s.refusesGuide(at); !is.nobody {
			is.why = metamodel.Problem{Path: s.reasons(at.refused)[0].Path}
		}
		i := slices.IndexFunc(list, func(o *told) bool {
			return o.nobody == is.nobody && (o.why.Path == is.why.Path || !is.nobody && at.refusedAt(o.why.Path))
		})
		if i < 0 {
			i = len(list)
			list = append(list, &is)
		}
		list[i].tried += at.tried
		list[i].own += at.own
		list[i].situations++
		gather(list[i].refused, at.refused)
	}
	for _, is := range list[:min(len(list), mostUnfiled)] {
		situation, at := s.words(is.first), "merged/"+is.why.Path
		if is.nobody {
			add(SimulateNobody.At(at, "problem", is.why.Message, "n", is.situations, "situation", situation))
			continue
		}
		var why []metamodel.Text
		reasons := s.reasons(is.refused)
		for _, r := range reasons[:min(len(reasons), mostReasons)] {
			why = append(why, r.Words())
		}
		merge := metamodel.Text{}
		if is.own > 0 {
			merge = metamodel.Worded("其中 {n} 份各事项自己的表单都接受，是合并后才不接受的。", " Each matter’s own form accepts {n} of them: the merged form alone refuses.", "n", is.own)
		}
		add(SimulateUnfiled.At(at, "tried", is.tried, "n", is.situations, "reasons", sentenceOf(why), "merge", merge, "situation", situation))
	}
}

// mostUnfiled bounds how many places are told at which filings fail.
const mostUnfiled = 5

// refusesGuide is the problem of an answer given in the guide that no other answer
// of the form can mend.
func (s *simulating) refusesGuide(at *situated) (metamodel.Problem, bool) {
	known := s.t.Merged.Check(s.t.boundTree(at.situation).with(s.t.Merged), metamodel.Context{Today: s.o.Today, Scope: at.scope, Awaited: at.awaited})
	for _, p := range known.Problems {
		for _, q := range s.t.guide.questions {
			if _, answered := at.situation[q.def.ID]; answered && q.def.Field == p.Path && p.Severity != metamodel.Warning && p.Code != ruleRefused {
				return p, true
			}
		}
	}
	return metamodel.Problem{}, false
}
