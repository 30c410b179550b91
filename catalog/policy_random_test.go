package catalog

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/internal/testpack"
	"github.com/onematter/onematter/metamodel"
)

var policyDay = metamodel.Context{Today: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)}

// policyMaker draws policies over the elements of testpack.
type policyMaker struct{ *rand.Rand }

var askable = []string{"GE02", "GE03", "GE04", "GE05", "GE09"}

func (m policyMaker) field() string {
	return fmt.Sprintf("subject%d.%s", m.IntN(4), askable[m.IntN(len(askable))])
}

// atom is a comparison, by the type of its element.
func (m policyMaker) atom() string {
	f := m.field()
	op := []string{"==", "!=", "<", "<=", ">", ">="}[m.IntN(6)]
	switch f[len(f)-1] {
	case '2':
		if m.IntN(2) == 0 {
			return f + " in ['1', '3']"
		}
		return fmt.Sprintf("%s %s '%d'", f, op[:1]+"=", 1+m.IntN(3))
	case '3':
		return fmt.Sprintf("%s %s %d", f, op, 1+m.IntN(9))
	case '4':
		return fmt.Sprintf("%s %s %d.5", f, op, 1+m.IntN(9))
	case '5':
		return fmt.Sprintf("%s %s timestamp('2026-0%d-15T00:00:00Z')", f, op, 1+m.IntN(9))
	}
	return []string{f + " == true", f + " == false", "!" + f, f}[m.IntN(4)]
}

func (m policyMaker) condition(depth int) string {
	switch {
	case depth == 0 || m.IntN(3) == 0:
		return m.atom()
	case m.IntN(2) == 0:
		return "(" + m.condition(depth-1) + " && " + m.condition(depth-1) + ")"
	}
	return "(" + m.condition(depth-1) + " || " + m.condition(depth-1) + ")"
}

// answers leave out about one element in three.
func (m policyMaker) answers() map[string]map[string]any {
	out := map[string]map[string]any{}
	for s := range 4 {
		group := map[string]any{}
		for _, id := range askable {
			if m.IntN(3) == 0 {
				continue
			}
			switch id {
			case "GE02":
				group[id] = fmt.Sprint(1 + m.IntN(3))
			case "GE03":
				group[id] = m.IntN(12)
			case "GE04":
				group[id] = float64(m.IntN(24)) / 2
			case "GE05":
				group[id] = fmt.Sprintf("2026-%02d-15", 1+m.IntN(10))
			case "GE09":
				group[id] = m.IntN(2) == 0
			}
		}
		if len(group) > 0 {
			out[fmt.Sprintf("subject%d", s)] = group
		}
	}
	return out
}

// policies writes a pack with n policies of up to five criteria.
func (m policyMaker) policies(t testing.TB, n, depth int) *PolicySet {
	t.Helper()
	files := testpack.Files(1, 48)
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "id: P%04d\nname: {zh: 政策 %d, en: Policy %d}\ndepartment: bureau\nbenefit: {what: {zh: 补贴, en: Grant}}\nmatters: [G0000]\ncriteria:\n", i, i, i)
		for k := range 1 + m.IntN(5) {
			fmt.Fprintf(&b, "  - {id: c%d, text: {zh: 条件, en: Criterion}, when: %q", k, m.condition(depth))
			if m.IntN(2) == 0 {
				b.WriteString(", remedy: {zh: 补办, en: Do it}")
			}
			b.WriteString("}\n")
		}
		files[fmt.Sprintf("policies/P%04d.yaml", i)] = []byte(b.String())
	}
	p, ps := ReadArchive(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return r.Policies()
}

// directly evaluates a condition with CEL's interpreter, over a form of nothing
// but what the condition names: what is joined to it has no quicker way, and
// changes nothing.
func directly(t *testing.T, reg registry, source string, answers []byte) metamodel.Truth {
	t.Helper()
	c := &compiler{reg: reg}
	groups := map[string]map[string]bool{}
	for _, path := range c.elementsIn(source) {
		group, key, _ := strings.Cut(path, "/")
		if groups[group] == nil {
			groups[group] = map[string]bool{}
		}
		groups[group][key] = true
	}
	form, ps := metamodel.Compile(situationDoc(groups, reg), reg)
	if ps.Failed() {
		t.Fatal(ps)
	}
	env, ps := metamodel.NewEnv(form, nil, reg)
	if ps.Failed() {
		t.Fatal(ps)
	}
	x, ps := env.Condition("", "("+source+") && size([1, 2]) == 2")
	if ps.Failed() {
		t.Fatal(ps)
	}
	return form.Check(answers, policyDay).Eval(x)
}

// allNo answers “no” to what can be answered so.
func allNo(fields []*metamodel.Field) json.RawMessage {
	groups := map[string]map[string]bool{}
	for _, f := range fields {
		if f.Element.Type == metamodel.TypeBoolean {
			groups[f.Group.Path] = map[string]bool{}
		}
	}
	for _, f := range fields {
		if f.Element.Type == metamodel.TypeBoolean {
			groups[f.Group.Path][f.Key] = false
		}
	}
	doc, _ := json.Marshal(groups)
	return doc
}

// Whatever the policies and the answers, every criterion is what CEL makes of it
// alone, and the standing follows from the criteria.
func TestPoliciesAreJudgedAsCELJudgesEachCriterion(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	m := policyMaker{rand.New(rand.NewPCG(seed, 1))}
	seen := map[metamodel.Truth]int{}
	for range 3 {
		set := m.policies(t, 20, 2)
		for range 10 {
			answers := m.answers()
			doc, err := json.Marshal(answers)
			if err != nil {
				t.Fatal(err)
			}
			e := set.Judge(doc, policyDay)
			again := set.Judge(doc, policyDay)
			for i, j := range e.Judged {
				met, unmet, beyond, spoken := 0, 0, false, false
				for k, cr := range j.Def.Criteria {
					want := directly(t, set.Release.reg, cr.When, doc)
					seen[want]++
					if j.Criteria[k] != want {
						t.Fatalf("%s over %s: %v, CEL says %v", cr.When, doc, j.Criteria[k], want)
					}
					switch want {
					case metamodel.True:
						met++
						spoken = spoken || directly(t, set.Release.reg, cr.When, allNo(j.Reads(k))) != metamodel.True
					case metamodel.False:
						unmet++
						beyond = beyond || len(cr.Remedy) == 0
					}
				}
				n := len(j.Criteria)
				want := Eligible
				switch unknown := n - met - unmet; {
				case beyond || unmet > 2:
					want = NotEligible
				case unmet > 0 && unmet+unknown <= 2 && spoken:
					want = Nearly
				case unknown > 0:
					want = Open
				case unmet > 0:
					want = NotEligible
				}
				if j.Standing != want || again.Judged[i].Standing != want {
					t.Fatalf("%s is %s, not %s: %v", j.Def.ID, j.Standing, want, j.Criteria)
				}
				for k := range j.Criteria {
					if said := j.Shortfalls(k); j.Criteria[k] == metamodel.True && len(said) > 0 {
						t.Fatalf("%s is met and falls short: %v", j.Def.Criteria[k].When, said)
					}
				}
			}
			for _, q := range e.Questions {
				group, key, _ := strings.Cut(q.Field.Path, "/")
				if _, given := answers[group][key]; given != q.Answered {
					t.Fatalf("%s is answered: %v", q.Field.Path, q.Answered)
				}
				if q.Answered && q.Weight > 0 && q.Reach == 0 {
					t.Fatalf("%s: %+v", q.Field.Path, q)
				}
			}
		}
	}
	if seen[metamodel.True] < 100 || seen[metamodel.False] < 100 || seen[metamodel.Unknown] < 100 {
		t.Errorf("not much was tried: %v", seen)
	}
}

// A question that is not asked any more can change nothing: whatever it is
// answered with, every policy stands as it did, or is still ruled out.
func TestAQuestionWithoutWeightChangesNothing(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	m := policyMaker{rand.New(rand.NewPCG(seed, 2))}
	idle := 0
	for range 3 {
		set := m.policies(t, 6, 2)
		for range 60 {
			answers := m.answers()
			doc, _ := json.Marshal(answers)
			e := set.Judge(doc, policyDay)
			for _, q := range e.Questions {
				if q.Answered || q.Weight > 0 {
					continue
				}
				idle++
				group, key, _ := strings.Cut(q.Field.Path, "/")
				for range 3 {
					more := m.answers()[group][key]
					if more == nil {
						continue
					}
					given := map[string]map[string]any{group: {}}
					for g, fields := range answers {
						given[g] = map[string]any{}
						for k, v := range fields {
							given[g][k] = v
						}
					}
					given[group][key] = more
					doc, _ := json.Marshal(given)
					for i, j := range set.Judge(doc, policyDay).Judged {
						if j.Standing != e.Judged[i].Standing {
							t.Fatalf("%s was %s, and is %s with %s = %v", j.Def.ID, e.Judged[i].Standing, j.Standing, q.Field.Path, more)
						}
					}
				}
			}
		}
	}
	if idle < 50 {
		t.Errorf("only %d idle questions were met", idle)
	}
}

// A page of a thousand policies: judged, the questions to ask chosen, and what
// is missing told for those that a page shows.
func BenchmarkEntitlements(b *testing.B) {
	m := policyMaker{rand.New(rand.NewPCG(1, 1))}
	set := m.policies(b, 1000, 1)
	doc, err := json.Marshal(m.answers())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		e := set.Judge(doc, policyDay)
		e.Ask(10)
		shown := 0
		for i := range e.Judged {
			j := &e.Judged[i]
			if j.Standing != Nearly || shown == 50 {
				continue
			}
			shown++
			for k := range j.Criteria {
				j.Shortfalls(k)
			}
		}
	}
}
