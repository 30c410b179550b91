package catalog

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Standing is how somebody stands to a policy.
type Standing string

const (
	Eligible    Standing = "eligible" // every criterion is met
	Nearly      Standing = "nearly"   // little is missing, it is known what, and it can be had: see Judged
	Open        Standing = "open"     // answers are missing, see Judged.Waits
	NotEligible Standing = "not"      // a criterion is not met, and nothing can be done, or too much would have to be
	Over        Standing = "over"     // its last day has passed
)

// mostMissing is how many criteria may be unmet, or unknown beside one that is,
// of what somebody is nearly entitled to.
const mostMissing = 2

// Judged is one policy for one situation.
//
// Nobody is nearly entitled who cannot get there: every criterion that is unmet
// says what can be done (its remedy), and two criteria at most are not met. Nor
// is anybody by not having answered, or by what holds for most people: a
// criterion is unmet, and another one met that saying “no” does not meet. Who meets
// all of a policy that opens later is nearly entitled, too.
type Judged struct {
	*Policy
	Standing Standing
	Criteria []metamodel.Truth // of each criterion
	Met      int
	Unmet    int
	Unknown  int
	OpensIn  int // days until it can be claimed; 0: now
	EndsIn   int // days until its last one, 0 for today; -1: it has none, or it has passed

	set *judgedSet
}

// judgedSet is one pack's policies for one situation.
type judgedSet struct {
	set  *PolicySet
	rec  *metamodel.Record
	ctx  metamodel.Context
	held []metamodel.Truth // of each condition
}

// SituationQuestion is one thing people are asked to find out what they are
// entitled to: the same element of the same subject is asked once, however many
// policies want to know.
type SituationQuestion struct {
	Set      *PolicySet // whose form has the field
	Field    *metamodel.Field
	Answered bool
	Weight   int // policies neither ruled out nor certain that wait for the answer; 0: it can change nothing any more
	Reach    int // policies that ask it at all
}

// Entitlements is what somebody is entitled to.
type Entitlements struct {
	Judged    []Judged            // in the edition's order: by pack, then id
	Questions []SituationQuestion // those that the most policies ask first

	sets []judgedSet
}

// Entitlements judges all policies in force. answers is a JSON object by subject
// and element; what is no answer to anything counts as not given. The same
// answers on the same day give the same.
func (e *Edition) Entitlements(answers json.RawMessage, ctx metamodel.Context) *Entitlements {
	var sets []*PolicySet
	for _, r := range e.Releases {
		if s := r.Policies(); s != nil {
			sets = append(sets, s)
		}
	}
	return judge(sets, answers, ctx)
}

// answerUnknown is the code of an answer that a form does not ask for.
const answerUnknown = "answer.unknown"

// Ignored are the answers that no policy asks for.
func (e *Entitlements) Ignored() (ps metamodel.Problems) {
	ps, _ = e.unread()
	return ps
}

// Wrong are the answers to what policies ask that cannot be what was asked for.
func (e *Entitlements) Wrong() (ps metamodel.Problems) {
	_, ps = e.unread()
	return ps
}

// unread says of which answers nothing was made.
func (e *Entitlements) unread() (ignored, wrong metamodel.Problems) {
	asked := map[string]bool{}
	for _, q := range e.Questions {
		asked[q.Field.Path] = true
	}
	seen := map[string]bool{}
	for i := range e.sets {
		for _, p := range e.sets[i].rec.Problems {
			at, known := p.Path+" "+p.Code, asked[p.Path]
			for path := range asked {
				known = known || strings.HasPrefix(path, p.Path+"/")
			}
			// What one pack does not ask, another may.
			if seen[at] || p.Code == answerUnknown && known {
				continue
			}
			seen[at] = true
			if p.Code == answerUnknown {
				ignored = append(ignored, p)
			} else {
				wrong = append(wrong, p)
			}
		}
	}
	return ignored, wrong
}

// SituationFields are the fields that policies in force ask about, each element
// of a subject once.
func (e *Edition) SituationFields() (fields []*metamodel.Field) {
	seen := map[string]bool{}
	for _, r := range e.Releases {
		if s := r.Policies(); s != nil {
			for _, f := range s.fields {
				if !seen[f.Path] {
					seen[f.Path] = true
					fields = append(fields, f)
				}
			}
		}
	}
	return fields
}

// Policies are all policies in force, by pack, then id.
func (e *Edition) Policies() (list []*Policy) {
	for _, r := range e.Releases {
		if s := r.Policies(); s != nil {
			list = append(list, s.Policies...)
		}
	}
	return list
}

// Judge judges the policies of one pack.
func (s *PolicySet) Judge(answers json.RawMessage, ctx metamodel.Context) *Entitlements {
	return judge([]*PolicySet{s}, answers, ctx)
}

func judge(sets []*PolicySet, answers json.RawMessage, ctx metamodel.Context) *Entitlements {
	out := &Entitlements{sets: make([]judgedSet, len(sets))}
	n, criteria := 0, 0
	for _, s := range sets {
		n += len(s.Policies)
		for _, p := range s.Policies {
			criteria += len(p.conditions)
		}
	}
	out.Judged = make([]Judged, 0, n)
	truths := make([]metamodel.Truth, 0, criteria)
	day := ctx.Today.Format(time.DateOnly)
	for i, s := range sets {
		js := &out.sets[i]
		*js = judgedSet{set: s, ctx: ctx, rec: s.Form.Check(answers, ctx), held: make([]metamodel.Truth, len(s.conditions))}
		for c, x := range s.conditions {
			js.held[c] = js.rec.Eval(x)
		}
		for _, p := range s.Policies {
			from := len(truths)
			for _, c := range p.conditions {
				truths = append(truths, js.held[c])
			}
			j := Judged{Policy: p, Criteria: truths[from:len(truths):len(truths)], set: js}
			j.stand(ctx.Today, day)
			out.Judged = append(out.Judged, j)
		}
	}
	out.ask()
	return out
}

// stand decides the standing out of the criteria and the day.
func (j *Judged) stand(today time.Time, day string) {
	for _, t := range j.Criteria {
		switch t {
		case metamodel.True:
			j.Met++
		case metamodel.False:
			j.Unmet++
		default:
			j.Unknown++
		}
	}
	j.EndsIn = -1
	if j.Def.Until != "" && day <= j.Def.Until {
		j.EndsIn = daysTo(today, j.Def.Until)
	}
	if j.Def.From > day {
		j.OpensIn = daysTo(today, j.Def.From)
	}
	beyond := false
	for i, t := range j.Criteria {
		beyond = beyond || t == metamodel.False && len(j.Def.Criteria[i].Remedy) == 0
	}
	switch {
	case j.Def.Until != "" && j.Def.Until < day:
		j.Standing = Over
	case beyond || j.Unmet > mostMissing:
		j.Standing = NotEligible
	case j.Unmet > 0 && j.Unmet+j.Unknown <= mostMissing && j.spoken():
		j.Standing = Nearly
	case j.Unknown > 0:
		j.Standing = Open
	case j.Unmet > 0:
		j.Standing = NotEligible
	case j.OpensIn > 0:
		j.Standing = Nearly
	default:
		j.Standing = Eligible
	}
}

// spoken reports whether a criterion is met that a mere “no” does not meet.
func (j *Judged) spoken() bool {
	for i, t := range j.Criteria {
		if t == metamodel.True && !j.Policy.Set.excludes[j.conditions[i]]() {
			return true
		}
	}
	return false
}

// Waits are the fields whose answers would tell of the criteria that are unknown.
func (j *Judged) Waits() (fields []*metamodel.Field) {
	s := j.Policy.Set
	for i, t := range j.Criteria {
		if t != metamodel.Unknown {
			continue
		}
		for _, at := range s.reads[j.conditions[i]] {
			if f := s.fields[at]; !slices.Contains(fields, f) && !j.set.rec.Answered(f.Path) {
				fields = append(fields, f)
			}
		}
	}
	return fields
}

// daysTo counts the days to a full-date; 0 for one that is none.
func daysTo(today time.Time, day string) int {
	to, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	from := time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC)
	return int(to.Sub(from).Hours() / 24)
}

// ask works out what there is to be asked.
func (e *Entitlements) ask() {
	at := 0
	seen := map[string]int{} // path to its place in Questions
	for i := range e.sets {
		js := &e.sets[i]
		s := js.set
		questions := make([]SituationQuestion, len(s.fields))
		for f, field := range s.fields {
			questions[f] = SituationQuestion{Set: s, Field: field, Answered: js.rec.Answered(field.Path)}
		}
		marked := make([]int, len(s.fields)) // the policy that counted a field last, and one
		waits := make([]int, len(s.fields))
		for range s.Policies {
			j := &e.Judged[at]
			at++
			for k, c := range j.conditions {
				undecided := j.Criteria[k] == metamodel.Unknown && j.Standing != NotEligible && j.Standing != Over
				for _, f := range s.reads[c] {
					if marked[f] != at {
						marked[f] = at
						questions[f].Reach++
					}
					if undecided && waits[f] != at {
						waits[f] = at
						questions[f].Weight++
					}
				}
			}
		}
		for _, q := range questions {
			n, twice := seen[q.Field.Path]
			if !twice {
				seen[q.Field.Path] = len(e.Questions)
				e.Questions = append(e.Questions, q)
				continue
			}
			e.Questions[n].Weight += q.Weight
			e.Questions[n].Reach += q.Reach
		}
	}
	sort.SliceStable(e.Questions, func(i, j int) bool {
		a, b := &e.Questions[i], &e.Questions[j]
		if a.Reach != b.Reach {
			return a.Reach > b.Reach
		}
		return a.Field.Path < b.Field.Path
	})
}

// Ask gives the questions to show: those answered, and of the others that can
// still change something the n that most policies wait for, in an order that no
// answer changes. more is how many are left out.
func (e *Entitlements) Ask(n int) (list []SituationQuestion, more int) {
	var open []int
	for i, q := range e.Questions {
		if !q.Answered && q.Weight > 0 {
			open = append(open, i)
		}
	}
	more = max(len(open)-n, 0)
	first := slices.Clone(open)
	sort.SliceStable(first, func(a, b int) bool { return e.Questions[first[a]].Weight > e.Questions[first[b]].Weight })
	first = first[:len(open)-more]
	for i, q := range e.Questions {
		if q.Answered || slices.Contains(first, i) {
			list = append(list, q)
		}
	}
	return list, more
}

// Answers are those that could be read, by subject and element.
func (e *Entitlements) Answers() map[string]map[string]json.RawMessage {
	out := map[string]map[string]json.RawMessage{}
	for i := range e.sets {
		js := &e.sets[i]
		bad := map[string]bool{}
		for _, p := range js.rec.Problems {
			bad[p.Path] = true
		}
		for _, f := range js.set.fields {
			raw := js.rec.Raw(f.Path)
			if raw == nil || bad[f.Path] {
				continue
			}
			group := f.Group.Path
			if out[group] == nil {
				out[group] = map[string]json.RawMessage{}
			}
			if out[group][f.Key] == nil {
				out[group][f.Key] = raw
			}
		}
	}
	return out
}

// Record is the answers as the form of a question's pack reads them.
func (e *Entitlements) Record(s *PolicySet) *metamodel.Record {
	for i := range e.sets {
		if e.sets[i].set == s {
			return e.sets[i].rec
		}
	}
	return nil
}
