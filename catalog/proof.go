package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// ProveOptions bound a proof.
type ProveOptions struct {
	Seed    uint64
	Answers int              // situations with answers to try
	Today   time.Time        // the day of the filings
	Enough  func() bool      // asked now and then; true ends the proof early. nil: never
	Judge   func(*Judgement) // sees every judgement; nil: nobody does
}

// Proof is what trying a merged form against its matters' own forms showed.
// What was promised: for any situation and any answers the merged form accepts
// exactly when the form of every matter in scope accepts its own part, and
// what it accepts reaches each matter as if it had been filed there.
type Proof struct {
	Theme          string          `json:"theme"`
	Seed           uint64          `json:"seed"`
	Answers        int             `json:"answers"` // tried
	Accepted       int             `json:"accepted"`
	Refused        int             `json:"refused"`
	Situations     int             `json:"situations"`         // different sets of matters in scope
	Demands        int             `json:"demands"`            // matters' demands on fields
	Exercised      int             `json:"exercised"`          // of those, answered in a filing that was accepted
	Counterexample *Counterexample `json:"counterexample,omitempty"`
}

// Counterexample is a filing on which the two differ, with everything left out
// that does not matter to it.
type Counterexample struct {
	Guide   json.RawMessage `json:"guide"`
	Answers json.RawMessage `json:"answers"`
	Judgement
}

// Judgement is the verdicts on one filing.
type Judgement struct {
	Scope    []string           `json:"scope"` // the matters that apply, in the theme's order
	Accepted bool               `json:"accepted"`
	Merged   metamodel.Problems `json:"merged,omitempty"`
	Own      []OwnJudgement     `json:"own"` // of the matters in scope
	Differs  metamodel.Text     `json:"differs,omitempty"`

	record *metamodel.Record
}

// OwnJudgement is a matter's own form's verdict on its part.
type OwnJudgement struct {
	Matter   string             `json:"matter"`
	Accepted bool               `json:"accepted"`
	Problems metamodel.Problems `json:"problems,omitempty"`
}

// Judge files answers in both ways: on the merged form, and each matter's part
// on its own form.
func (t *Theme) Judge(guide, answers []byte, today time.Time) Judgement {
	tree, err := readTree(answers)
	if err != nil {
		tree = tree0()
	}
	return t.judge(guide, answers, tree, today)
}

func (t *Theme) judge(guide, answers []byte, tree map[string]any, today time.Time) (j Judgement) {
	s, _ := t.Situation(guide, answers)
	scope := t.Scope(s)
	awaited := t.Awaited(scope)
	j.record = t.Merged.Check(answers, metamodel.Context{Today: today, Scope: scope, Awaited: awaited})
	j.Accepted = !j.record.Problems.Failed()
	if !j.Accepted {
		j.Merged = j.record.Problems
	}
	all := true
	for _, m := range t.Matters {
		if !scope[m.Def.ID] {
			continue
		}
		j.Scope = append(j.Scope, m.Def.ID)
		alone := metamodel.Context{Today: today, Awaited: awaited}
		own := m.Form.Check(writeTree(part(m.Form.Groups, tree)), alone)
		o := OwnJudgement{Matter: m.Def.ID, Accepted: !own.Problems.Failed()}
		if !o.Accepted {
			o.Problems, all = own.Problems, false
		}
		j.Own = append(j.Own, o)
		if !j.Accepted || len(j.Differs) > 0 || !o.Accepted {
			continue
		}
		handed := m.Form.Check(j.record.Project(m.Form), alone)
		switch {
		case handed.Problems.Failed():
			j.Differs = metamodel.ZhEn(
				fmt.Sprintf("合并表单接受，交给“%s”的部分却不被其自己的表单接受：%s", m.Def.Name.In("zh"), saidOf(handed.Problems, "zh")),
				fmt.Sprintf("The merged form accepts, but what reaches “%s” is refused by its own form: %s", m.Def.Name.In("en"), saidOf(handed.Problems, "en")))
		case !bytes.Equal(handed.JSON(), own.JSON()):
			j.Differs = metamodel.ZhEn(
				fmt.Sprintf("交给“%s”的内容与单独申报的不同：%s，单独申报是 %s", m.Def.Name.In("zh"), handed.JSON(), own.JSON()),
				fmt.Sprintf("What reaches “%s” is not what filing it alone gives: %s; alone it is %s", m.Def.Name.In("en"), handed.JSON(), own.JSON()))
		}
	}
	switch {
	case j.Accepted && !all:
		j.Differs = metamodel.ZhEn("合并表单接受，"+refusers(t, j.Own, "zh"), "The merged form accepts; "+refusers(t, j.Own, "en"))
	case !j.Accepted && all:
		j.Differs = metamodel.ZhEn("各事项的表单都接受，合并表单却不接受："+saidOf(j.Merged, "zh"), "Every matter’s own form accepts; the merged form refuses: "+saidOf(j.Merged, "en"))
	}
	return j
}

func refusers(t *Theme, own []OwnJudgement, lang string) string {
	var said []string
	for _, o := range own {
		if o.Accepted {
			continue
		}
		for _, m := range t.Matters {
			if m.Def.ID == o.Matter && lang == "zh" {
				said = append(said, "“"+m.Def.Name.In(lang)+"”不接受（"+saidOf(o.Problems, lang)+"）")
			} else if m.Def.ID == o.Matter {
				said = append(said, "“"+m.Def.Name.In(lang)+"” refuses ("+saidOf(o.Problems, lang)+")")
			}
		}
	}
	if lang == "zh" {
		return strings.Join(said, "，")
	}
	return strings.Join(said, ", ")
}

// told is the first errors, with where they are.
func saidOf(ps metamodel.Problems, lang string) string {
	var said []string
	for _, p := range ps {
		if p.Severity == metamodel.Warning {
			continue
		}
		if len(said) == 3 {
			said = append(said, "…")
			break
		}
		said = append(said, p.Path+": "+p.In(lang))
	}
	if lang == "zh" {
		return strings.Join(said, "；")
	}
	return strings.Join(said, "; ")
}

// Prove tries situations and answers at random around what the forms draw
// lines at, and ends at the first on which merged and own forms differ. The same
// options give the same proof.
func (t *Theme) Prove(o ProveOptions) Proof {
	p := Proof{Theme: t.Def.ID, Seed: o.Seed}
	pr := newProver(t, rand.New(rand.NewPCG(o.Seed, 0x6f6e65)), o.Today)
	for _, f := range t.Merged.Fields {
		p.Demands += len(f.Uses)
	}
	scopes := map[string]bool{}
	exercised := map[string]bool{}
	for p.Answers < o.Answers {
		if p.Answers%64 == 63 && o.Enough != nil && o.Enough() {
			break
		}
		guide, tree := pr.filing()
		answers := writeTree(tree)
		j := t.judge(guide, answers, tree, o.Today)
		p.Answers++
		scopes[strings.Join(j.Scope, " ")] = true
		if j.Accepted {
			p.Accepted++
			pr.accepted(j.Scope, guide, tree)
			for _, f := range pr.answered(j.record, tree) {
				for _, u := range f.Uses {
					for _, m := range j.Scope {
						if m == u.Matter {
							exercised[m+" "+f.Path] = true
						}
					}
				}
			}
		} else {
			p.Refused++
		}
		if o.Judge != nil {
			o.Judge(&j)
		}
		if len(j.Differs) > 0 {
			p.Counterexample = t.shrunk(guide, tree, o.Today)
			break
		}
	}
	p.Situations, p.Exercised = len(scopes), len(exercised)
	return p
}
