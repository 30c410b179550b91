package workflows

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// agreedAtEnd is the definition: what a countersigning means once everybody
// has voted. The ratio is compared as whole ten-thousandths.
func agreedAtEnd(s *Sign, votes []Vote) bool {
	agrees := 0
	for _, v := range votes {
		if v == Agrees {
			agrees++
		}
	}
	switch s.Mode {
	case SignAny:
		return agrees > 0
	case SignRatio:
		share := new(big.Rat).SetFrac64(int64(agrees), int64(len(votes)))
		ratio := new(big.Rat).SetFloat64(s.Ratio)
		ratio.Sub(ratio, big.NewRat(1, 20_000)) // what was written is rounded
		return share.Cmp(ratio) >= 0 && agrees > 0
	}
	return agrees == len(votes)
}

// ends lists whether the outcomes of all ways to complete the votes agree.
func ends(s *Sign, votes []Vote) (yes, no bool) {
	i := slices.Index(votes, Unsaid)
	if i < 0 {
		if agreedAtEnd(s, votes) {
			return true, false
		}
		return false, true
	}
	for _, v := range []Vote{Agrees, Disagrees} {
		next := slices.Clone(votes)
		next[i] = v
		y, n := ends(s, next)
		yes, no = yes || y, no || n
	}
	return yes, no
}

// Every state of every round of up to six signatories: decided exactly when no
// vote to come can change it, and then as the votes will have it.
func TestARoundIsDecidedAsSoonAsNoVoteCanChangeIt(t *testing.T) {
	t.Parallel()
	rounds := 0
	for n := 1; n <= 6; n++ {
		signs := []*Sign{{Mode: SignAny}, {Mode: SignAll}, {Mode: SignSequence}}
		for _, r := range []float64{0.0001, 0.1, 0.25, 0.3333, 0.5, 0.51, 0.6667, 0.75, 0.8, 0.9, 0.99, 1} {
			signs = append(signs, &Sign{Mode: SignRatio, Ratio: r})
		}
		for _, s := range signs {
			s.By = make([]Signatory, n)
			total := 1
			for range n {
				total *= 3
			}
			for code := range total {
				votes := make([]Vote, n)
				for i, c := 0, code; i < n; i, c = i+1, c/3 {
					votes[i] = []Vote{Unsaid, Agrees, Disagrees}[c%3]
				}
				yes, no := ends(s, votes)
				want := Undecided
				switch {
				case yes && !no:
					want = Agreed
				case no && !yes:
					want = Disagreed
				}
				if got := s.Verdict(votes); got != want {
					t.Fatalf("%s %v of %q: %q, want %q", s.Mode, s.Ratio, votes, got, want)
				}
				var open []int
				for i, v := range votes {
					if v == Unsaid && want == Undecided && (s.Mode != SignSequence || !slices.Contains(votes[:i], Unsaid)) {
						open = append(open, i)
					}
				}
				if got := s.Open(votes); !slices.Equal(got, open) {
					t.Fatalf("%s of %q: open are %v, want %v", s.Mode, votes, got, open)
				}
				rounds++
			}
		}
	}
	if rounds < 16_000 {
		t.Errorf("only %d rounds", rounds)
	}
}

func TestTwoThirdsMayBeWrittenAsADecimal(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		ratio   float64
		n, need int
	}{{0.6667, 3, 2}, {0.6666, 3, 2}, {0.667, 3, 3}, {0.5, 4, 2}, {0.5, 5, 3}, {1, 50, 50}, {0.02, 50, 1}, {0.0201, 50, 2}, {0.3333, 3, 1}, {0.1, 10, 1}, {0.7, 10, 7}} {
		s := &Sign{Mode: SignRatio, Ratio: x.ratio, By: make([]Signatory, x.n)}
		if got := s.Needed(); got != x.need {
			t.Errorf("%v of %d needs %d, want %d", x.ratio, x.n, got, x.need)
		}
	}
}

// joint is a sound workflow with a step that is countersigned and asks.
func joint() *Workflow {
	return &Workflow{ID: "J", Title: metamodel.ZhEn("流程", "Flow"), Initial: "review", States: []State{
		{ID: "review", Name: metamodel.ZhEn("会签", "Countersigning"), Type: Step, Roles: []string{"clerk"}, Limit: 3,
			Sign:     &Sign{Mode: SignAll, By: []Signatory{{Department: "fire", Roles: []string{"approver"}}, {Roles: []string{"approver"}}}, Agreed: "yes", Disagreed: "no"},
			Opinions: &Opinions{Departments: []string{"health"}, Limit: 5, Silence: SilenceAgrees, Pauses: true, Basis: metamodel.ZhEn("第四十五条", "Article 45")},
			On: []Transition{{Event: "yes", Label: metamodel.ZhEn("同意", "Agreed"), Target: "issue", Kind: Approve},
				{Event: "no", Label: metamodel.ZhEn("不同意", "Not agreed"), Target: "refused", Kind: Refuse},
				{Event: "correct", Label: metamodel.ZhEn("补正", "Correct"), Target: "wait", Kind: Correct}}},
		{ID: "wait", Name: metamodel.ZhEn("待补正", "Waiting"), Type: Wait, On: []Transition{{Event: "again", Label: metamodel.ZhEn("提交", "Resubmit"), Target: "review", Kind: Resubmit}}},
		{ID: "issue", Name: metamodel.ZhEn("发证", "Issue"), Type: Step, Roles: []string{"clerk"}, On: []Transition{{Event: "issue", Label: metamodel.ZhEn("发证", "Issue"), Target: "issued", Kind: Deliver}}},
		{ID: "issued", Name: metamodel.ZhEn("办结", "Issued"), Type: Final, Outcome: Issued},
		{ID: "refused", Name: metamodel.ZhEn("不予", "Refused"), Type: Final, Outcome: Refused},
	}}
}

func TestAStepThatAsksOthersIsChecked(t *testing.T) {
	t.Parallel()
	if m, ps := Compile(joint()); m == nil {
		t.Fatal(ps)
	}
	for _, x := range []struct {
		name string
		edit func(w *Workflow)
		want string
	}{
		{"mode", func(w *Workflow) { w.States[0].Sign.Mode = "most" }, "workflow.sign.mode states/0/sign/mode"},
		{"no ratio", func(w *Workflow) { w.States[0].Sign.Mode = SignRatio }, "workflow.sign.ratio states/0/sign/ratio"},
		{"ratio above one", func(w *Workflow) { w.States[0].Sign.Mode, w.States[0].Sign.Ratio = SignRatio, 1.01 }, "workflow.sign.ratio states/0/sign/ratio"},
		{"ratio of another mode", func(w *Workflow) { w.States[0].Sign.Ratio = 0.5 }, "workflow.sign.ratio.unused states/0/sign/ratio"},
		{"nobody", func(w *Workflow) { w.States[0].Sign.By = nil }, "workflow.sign.by states/0/sign/by"},
		{"too many", func(w *Workflow) {
			w.States[0].Sign.By = nil
			for i := range 51 {
				w.States[0].Sign.By = append(w.States[0].Sign.By, Signatory{Department: fmt.Sprint(i), Roles: []string{"x"}})
			}
		}, "workflow.sign.by states/0/sign/by"},
		{"no roles", func(w *Workflow) { w.States[0].Sign.By[1].Roles = nil }, "workflow.state.roles states/0/sign/by/1/roles"},
		{"twice", func(w *Workflow) {
			w.States[0].Sign.By = append(w.States[0].Sign.By, Signatory{Department: "fire", Roles: []string{"approver", "approver"}})
		}, "workflow.sign.twice states/0/sign/by/2"},
		{"one action for both", func(w *Workflow) { w.States[0].Sign.Disagreed = "yes" }, "workflow.sign.same states/0/sign/disagreed workflow.sign.kind states/0/sign/disagreed"},
		{"an action that is not there", func(w *Workflow) { w.States[0].Sign.Agreed = "ja" }, "workflow.sign.event states/0/sign/agreed workflow.sign.past states/0/on/0"},
		{"a correction by vote", func(w *Workflow) { w.States[0].Sign.Disagreed = "correct" }, "workflow.sign.kind states/0/sign/disagreed"},
		{"an approval past the votes", func(w *Workflow) {
			w.States[0].On = append(w.States[0].On, Transition{Event: "past", Label: metamodel.Zh("直接"), Target: "issue", Kind: Approve})
		}, "workflow.sign.past states/0/on/3"},
		{"a way round the votes", func(w *Workflow) {
			w.States[0].On = append(w.States[0].On, Transition{Event: "past", Label: metamodel.Zh("直接"), Target: "issue", Kind: Forward})
		}, "workflow.sign.past states/0/on/3"},
		{"required", func(w *Workflow) { w.States[0].Opinions.Required = true }, "workflow.sign.required states/0/opinions/required"},
		{"signed while waiting", func(w *Workflow) { w.States[1].Sign = w.States[0].Sign }, "workflow.state.misplaced states/1/sign"},
		{"asked at the end", func(w *Workflow) { w.States[3].Opinions = w.States[0].Opinions }, "workflow.state.misplaced states/3/opinions"},
		{"no time", func(w *Workflow) { w.States[0].Opinions.Limit = 0 }, "workflow.opinions.limit states/0/opinions/limit"},
		{"no word on silence", func(w *Workflow) { w.States[0].Opinions.Silence = "" }, "workflow.opinions.silence states/0/opinions/silence"},
		{"asked twice", func(w *Workflow) { w.States[0].Opinions.Departments = []string{"a", "a"} }, "workflow.opinions.departments states/0/opinions/departments/1"},
		{"no law", func(w *Workflow) { w.States[0].Opinions.Basis = nil }, "workflow.opinions.basis states/0/opinions/basis"},
		{"no role to answer", func(w *Workflow) { w.States[0].Opinions.Roles = []string{""} }, "workflow.state.roles states/0/opinions/roles"},
	} {
		w := joint()
		x.edit(w)
		m, ps := Compile(w)
		var got []string
		for _, p := range ps {
			got = append(got, p.Code, p.Path)
		}
		if m != nil || strings.Join(got, " ") != x.want {
			t.Errorf("%s: %s, want %s", x.name, strings.Join(got, " "), x.want)
		}
	}
}

// The engine alone takes what the votes decide.
func TestVotesTakeTheActionsTheyDecide(t *testing.T) {
	t.Parallel()
	s := &joint().States[0]
	for event, want := range map[string]bool{"yes": true, "no": true, "correct": false} {
		if s.Takes(event) != want {
			t.Errorf("%s: %v", event, !want)
		}
	}
	if (&State{}).Takes("") {
		t.Error("a step without countersigning takes nothing")
	}
}
