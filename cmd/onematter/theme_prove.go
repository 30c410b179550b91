package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func themeProveCommand() *cobra.Command {
	var lang, format, today string
	var answers int
	var delivered bool
	var seed uint64
	var budget time.Duration
	c := &cobra.Command{
		Use:   "prove PACK THEME",
		Short: "Prove that a theme's merged form loses and widens nothing",
		Long: `Make situations and answers around everything the forms of a theme draw a line at, and
file each twice: on the merged form, and every matter's part on its own form. The
merged form must accept exactly when every matter in scope does, and what it accepts
must reach each matter as if it had been filed there, materials included.

A counterexample is shown with all left out that does not matter to it: the
situation, the answers, what the merged form says and what each matter says. The
same seed tries the same filings; without --seed it comes from the content of the
pack. A proof that --budget ends early says so.

Where no filing with some matters was accepted, that is said: of acceptance nothing
is proven for them. Contradictions that the theme has are listed with it.

Exit status: 0 no counterexample; 1 one was found, nothing at all was accepted, or
PACK has no such theme.`,
		Example: `  onematter theme prove catalog/packs/open-a-restaurant T01 --lang en
  onematter theme prove catalog/packs/open-a-restaurant T01 --answers 200000 --budget 5m --seed 7 --format json`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if answers < 1 {
				return failure("--answers 须不小于 1", "--answers must be 1 or more")
			}
			rel, t, err := themeOfPack(c.Context(), args[0], args[1])
			if err != nil {
				return err
			}
			o := catalog.ProveOptions{Seed: seed, Answers: answers, Today: time.Now(), Demands: true, Delivered: delivered}
			if !c.Flags().Changed("seed") {
				o.Seed = rel.ProofSeed(t.Def.ID)
			}
			if today != "" {
				if o.Today, err = time.Parse(time.DateOnly, today); err != nil {
					return failure("--today："+today+" 不是形如 2026-05-01 的日期", "--today: "+today+" is not a date like 2026-05-01")
				}
			}
			if end := time.Now().Add(budget); budget > 0 {
				o.Enough = func() bool { return time.Now().After(end) }
			}
			proof := t.Prove(o)
			if format == "json" {
				err = printJSON(c.OutOrStdout(), proof)
			} else {
				err = printProof(visibly{c.OutOrStdout()}, t, proof, lang)
			}
			if err == nil && (proof.Counterexample != nil || proof.Accepted == 0) {
				return exitError{code: 1}
			}
			return err
		},
	}
	langVar(c.Flags(), &lang, "report")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	c.Flags().IntVar(&answers, "answers", 10_000, "how many filings to try")
	c.Flags().Uint64Var(&seed, "seed", 0, "which filings to try (from the content of the pack when left out)")
	c.Flags().DurationVar(&budget, "budget", 30*time.Second, "when to end, whatever is left; 0 is never")
	c.Flags().BoolVar(&delivered, "delivered", false, "file all that source departments could deliver as delivered, not as asked")
	c.Flags().StringVar(&today, "today", "", "the day of the filings, like 2026-05-01 (today when left out)")
	return c
}

var proofWords = map[string]map[string]string{
	"zh": {
		"tried": "种子 %d：试了 %d 份申报，涉及 %d 种事项组合；接受 %d 份，拒绝 %d 份\n", "early": "时间到，没有试完\n",
		"nothing": "一份也没有接受：关于接受什么都没有证明\n", "vain": "这些事项一并办理时，试了 %d 份，没有一份被接受，关于接受什么都没有证明：%s\n", "none": "（没有事项适用）", "conflict": "矛盾：%s\n",
		"proven": "没有反例：合并表单接受的，正是各事项自己的表单都接受的\n", "materials": "各事项共要求材料 %d 次：直接提交 %d 次，由别的材料证明 %d 次，由同办事项的结果证明 %d 次，由数源部门证明 %d 次\n", "demands": "各事项的要求共 %d 项，试到 %d 项\n",
		"counts": "  %s：%d 项，试到 %d 项；满足 %d 次，不满足 %d 次\n", "idle": "没有试到的要求：\n",
		"counter": "反例：%s\n", "guide": "  情形：%s\n", "answers": "  答案：%s\n", "merged": "合并表单", "accepts": "  %s：接受\n", "refuses": "  %s：不接受\n", "more": "  ……另有 %d 项\n",
	},
	"en": {
		"tried": "Seed %d: %d filing(s) tried in %d combination(s) of matters; %d accepted, %d refused\n", "early": "The time ran out before all were tried\n",
		"nothing": "Nothing was accepted: of acceptance nothing is proven\n", "vain": "%d filing(s) tried with these matters, not one accepted, so of acceptance nothing is proven: %s\n", "none": "(no matter applies)", "conflict": "Contradiction: %s\n",
		"proven": "No counterexample: the merged form accepts exactly what every matter's own form accepts\n", "materials": "Materials required %d time(s): handed in %d time(s), proven by another %d time(s), by a result %d time(s), by source departments %d time(s)\n", "demands": "%d demand(s) of the matters, %d exercised\n",
		"counts": "  %s: %d, %d exercised; met %d time(s), not met %d time(s)\n", "idle": "Demands that were not exercised:\n",
		"counter": "Counterexample: %s\n", "guide": "  Situation: %s\n", "answers": "  Answers: %s\n", "merged": "The merged form", "accepts": "  %s: accepted\n", "refuses": "  %s: refused\n", "more": "  … and %d more\n",
	},
}

// mostIdle is how many demands that were not exercised are listed.
const mostIdle = 20

func printProof(out io.Writer, t *catalog.Theme, p catalog.Proof, lang string) error {
	say := func(key string, params ...any) {
		fmt.Fprint(out, metamodel.Counted(proofWords[lang][key], params...))
	}
	fmt.Fprintf(out, "%s (%s)\n", t.Def.Name.In(lang), p.Theme)
	say("tried", p.Seed, p.Answers, p.Situations, p.Accepted, p.Refused)
	if p.Early {
		say("early")
	}
	if c := p.Counterexample; c != nil {
		printCounterexample(out, t, c, lang)
		return nil
	}
	if p.Accepted == 0 {
		say("nothing")
	} else {
		say("proven")
	}
	printVain(out, t, p, lang)
	m := p.Materials
	say("materials", m.Required, m.Handed, m.Another, m.Result, m.Sourced)
	printDemands(out, t, p, lang)
	return nil
}

// mostVain is how many sets of matters are listed with which nothing was accepted.
const mostVain = 10

// printVain lists with which matters nothing was accepted, and what contradicts itself.
func printVain(out io.Writer, t *catalog.Theme, p catalog.Proof, lang string) {
	words := proofWords[lang]
	for _, v := range p.Vain[:min(len(p.Vain), mostVain)] {
		var names []string
		for _, id := range v.Matters {
			names = append(names, nameOf(t, id).In(lang))
		}
		if len(names) == 0 {
			names = []string{words["none"]}
		}
		fmt.Fprint(out, metamodel.Counted(words["vain"], v.Tried, strings.Join(names, map[string]string{"zh": "、", "en": ", "}[lang])))
	}
	if n := len(p.Vain) - mostVain; n > 0 {
		fmt.Fprintf(out, words["more"], n)
	}
	for _, c := range t.Conflicts {
		fmt.Fprintf(out, words["conflict"], c.In(lang))
	}
}

func printCounterexample(out io.Writer, t *catalog.Theme, c *catalog.Counterexample, lang string) {
	words := proofWords[lang]
	fmt.Fprintf(out, words["counter"], c.Differs.In(lang))
	fmt.Fprintf(out, words["guide"], c.Guide)
	fmt.Fprintf(out, words["answers"], c.Answers)
	verdict := func(who string, accepted bool, ps metamodel.Problems) {
		if accepted {
			fmt.Fprintf(out, words["accepts"], who)
			return
		}
		fmt.Fprintf(out, words["refuses"], who)
		for _, p := range ps {
			if p.Severity != metamodel.Warning {
				fmt.Fprintf(out, "    %s: %s [%s]\n", p.Path, p.In(lang), p.Code)
			}
		}
	}
	verdict(words["merged"], c.Accepted, c.Merged)
	for _, o := range c.Own {
		verdict(o.Matter+" "+nameOf(t, o.Matter).In(lang), o.Accepted, o.Problems)
	}
}

func nameOf(t *catalog.Theme, matter string) metamodel.Text {
	for _, m := range t.Matters {
		if m.Def.ID == matter {
			return m.Def.Name
		}
	}
	return nil
}

// printDemands sums up the demands by matter and keyword, and lists what was
// not exercised.
func printDemands(out io.Writer, t *catalog.Theme, p catalog.Proof, lang string) {
	type sum struct{ of, exercised, held, stopped int }
	words := proofWords[lang]
	fmt.Fprint(out, metamodel.Counted(words["demands"], len(p.Demands), p.Exercised()))
	matter, keywords, sums := "", []string(nil), map[string]*sum{}
	var idle []string
	flush := func() {
		for _, k := range keywords {
			s := sums[k]
			fmt.Fprint(out, metamodel.Counted(words["counts"], k, s.of, s.exercised, s.held, s.stopped))
		}
		keywords, sums = nil, map[string]*sum{}
	}
	for _, d := range p.Demands {
		if d.Matter != matter {
			flush()
			matter = d.Matter
			fmt.Fprintf(out, "%s %s\n", matter, nameOf(t, matter).In(lang))
		}
		s := sums[d.Keyword]
		if s == nil {
			s = &sum{}
			sums[d.Keyword], keywords = s, append(keywords, d.Keyword)
		}
		s.of, s.held, s.stopped = s.of+1, s.held+d.Held, s.stopped+d.Stopped
		if d.Held+d.Stopped > 0 {
			s.exercised++
		} else {
			idle = append(idle, strings.Join([]string{d.Matter, d.Path, d.Keyword}, " "))
		}
	}
	flush()
	if len(idle) == 0 {
		return
	}
	fmt.Fprint(out, words["idle"])
	for _, s := range idle[:min(len(idle), mostIdle)] {
		fmt.Fprintln(out, "  "+s)
	}
	if n := len(idle) - mostIdle; n > 0 {
		fmt.Fprintf(out, words["more"], n)
	}
}
