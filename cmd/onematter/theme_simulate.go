package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// mostCases bounds one simulation.
const mostCases = 1_000_000

func themeSimulateCommand() *cobra.Command {
	var lang, format, against, assume, day string
	var o catalog.SimulateOptions
	c := configured(&cobra.Command{
		Use:   "simulate PACK THEME",
		Short: "Run synthetic cases through a theme before it is published: dead ends, what is never shown, load, days",
		Long: `Draw situations by the theme's shares, fill in the merged form, and run every
matter's process as the engine does: preconditions, countersigning, opinions,
returns, corrections and silent decisions, each clock counted in working time.

How long people take and what they decide is assumed: a step takes between a tenth
and 1.2 of its limit, usually half of it. The output says for every step where its
time is from. --assume FILE (YAML or JSON) says better: of times and decisions, of
the shares of the guide's answers, of the people of each department and of the
minutes a task is worked on (docs/simulation.md). --format json prints what was
assumed under "assumed".

Where the form accepts no filing, the reasons are told, with their places, rules and
matters, and the cases of that situation are in no figure.

--against compares with another version of the theme, case by case: the same
situations, the same luck. It is a folder, a file that ends in .zip, or a release in the
database: NAME (the one in force), NAME@VERSION or HASH.

The seed is printed; the same seed, day and pack give the same bytes.
Exit status: 0; 1 where a dead end was found, or PACK has no such theme.`,
		Example: `  onematter theme simulate open-a-restaurant T01 --lang en
  onematter theme simulate ./pack T01 --against open-a-restaurant@1.0.0 --cases 20000 --per-day 25
  onematter theme simulate ./pack T01 --assume figures.yaml --format json`,
		Args: cobra.ExactArgs(2),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		if o.Cases < 1 || o.Cases > mostCases {
			return failure(fmt.Sprintf("--cases 须在 1 到 %d 之间", mostCases), fmt.Sprintf("--cases: from 1 to %d", mostCases))
		}
		if !(o.PerDay > 0 && o.PerDay <= mostCases) {
			return failure(fmt.Sprintf("--per-day 须大于 0、不超过 %d", mostCases), fmt.Sprintf("--per-day: above 0, at most %d", mostCases))
		}
		o.Filings = min(o.Cases, catalog.DefaultFilings)
		rel, t, err := themeOfPack(c.Context(), args[0], args[1])
		if err != nil {
			return err
		}
		if !c.Flags().Changed("seed") {
			o.Seed = rel.SimulateSeed(t.Def.ID)
		}
		o.Today = rel.DayOf(t, time.Now())
		if day != "" {
			if o.Today, err = time.Parse(time.DateOnly, day); err != nil {
				return failure("--day："+day+" 不是形如 2026-05-01 的日期", "--day: "+day+" is not a date like 2026-05-01")
			}
		}
		o.Assume = catalog.DefaultAssumptions()
		if assume != "" {
			doc, err := os.ReadFile(assume)
			if err != nil {
				return err
			}
			var ps metamodel.Problems
			if o.Assume, ps = catalog.ReadAssumptions(doc); !ps.Failed() {
				ps = o.Assume.Check(t, o.Today)
			}
			if ps.Failed() {
				return refused(c, ps, lang)
			}
		}
		s, err := simulated(c, cfg, rel, t.Def.ID, against, o)
		if err != nil {
			return refused(c, err, lang)
		}
		if format == "json" {
			err = printJSON(c.OutOrStdout(), s)
		} else {
			printSimulation(visibly{c.OutOrStdout()}, s, lang)
		}
		if err == nil && s.Findings.Failed() {
			return exitError{code: 1}
		}
		return err
	})
	langVar(c.Flags(), &lang, "report")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	c.Flags().IntVar(&o.Cases, "cases", 10_000, "how many synthetic cases")
	c.Flags().Uint64Var(&o.Seed, "seed", 0, "which cases (from the names of pack and theme when left out)")
	finiteVar(c.Flags(), &o.PerDay, "per-day", 10, "filings a calendar day, for what departments have in hand")
	c.Flags().StringVar(&against, "against", "", "another version to compare with")
	c.Flags().StringVar(&assume, "assume", "", "file with what is known better of times, decisions, shares and staff")
	c.Flags().StringVar(&day, "day", "", "the day of the filings, like 2026-05-01 (today when left out); the year after it has the peaks")
	return c
}

// simulated runs the cases, beside those of another version where one is named.
func simulated(c *cobra.Command, cfg *Config, rel *catalog.Release, theme, against string, o catalog.SimulateOptions) (*catalog.Simulation, error) {
	if against == "" {
		return rel.Simulate(theme, o), nil
	}
	other, err := otherVersion(c, cfg, against)
	if err != nil {
		return nil, err
	}
	if other.Theme(theme) == nil {
		return nil, failure(other.Pack.Name+" "+other.Pack.Version+" 里没有主题 "+theme, other.Pack.Name+" "+other.Pack.Version+" has no theme "+theme)
	}
	return rel.SimulateAgainst(other, theme, o), nil
}

func otherVersion(c *cobra.Command, cfg *Config, words string) (rel *catalog.Release, err error) {
	if err := leadsSomewhere(words); err != nil {
		return nil, err
	}
	if _, err := os.Stat(words); err == nil || strings.HasSuffix(words, ".zip") {
		return compiledOf(c.Context(), words)
	}
	err = cfg.toRead(c.Context(), func(h *house) error {
		rel, err = h.side(c.Context(), words)
		return err
	})
	return rel, err
}

var simulationWords = map[string]map[string]string{
	"zh": {
		"head":    "%s（%s）%s %s\n种子 %d：%d 个模拟办件，%d 种情形；%d 份试填，%d 份被接受\n",
		"ends":    "结果：全部办结 %s，部分办结 %s，未通过 %s，未能结束 %s\n",
		"days":    "从申报到全部办结（工作日，申报当日不计，含等申请人的时间）：平均 %s（标准误差 %s），P50 %s，P80 %s，P95 %s\n",
		"late":    "有事项超过承诺时限的 %s，超过法定时限的 %s；总时长超过承诺路径（平均 %s 个工作日）的 %s\n",
		"matters": "事项\t适用\t启动\t出证\t平均\tP80\tP95\t承诺\t超承诺\t超法定\t在关键路径\n",
		"path":    "时间花在哪里（关键路径）\t\t占比\t天/件\t经过\n",
		"load":    "部门\t待办/千件\t天/项\t日均在手\t最多的一天\t最多的月份\n",
		"staff":   "部门（人数）\t人均在手\t人均最多的一天\t占用工时\t最多积压（工作日）\n",
		"rates":   "按每个自然日 %s 件申报、工作日历 %s 起一年计算\n",
		"rare":    "很少或从不出现\n", "sparing": "另有 %d 项在各种情形下都由系统、部门或其他事项的结果给出，不用填交\n", "rest of": "其余环节按各自时限的 %s 到 %s，通常 %s；申请人答复用 %s 到 %s 个工作日，通常 %s\n", "findings": "发现\n", "none": "没有发现死胡同，也没有从不出现的内容\n", "against": "与 %s %s 相比\n", "assumed": "假设（工作日）\t\t时限\t平均\t来源\n", "chances": "每次停留：要求补正 %s，整改 %s，不予 %s，退回 %s，征求意见 %s；会签不同意 %s\n",
		"unfiled": "%d 个办件所在的情形没有一份试填被接受：办不成申报，不计入以下各项\n", "nothing": "平均用时：—。没有一件能申报，没有用时、工作量和结果可算\n", "no days": "平均用时：—。没有一件办结，没有用时可算\n",
		"nowhere": "没有一份试填被接受的情形：%d 种\n", "tried": "  %s：占办件 %s，试填 %d 份\n", "own": "    其中 %d 份各事项自己的表单都接受，是合并后才不接受的\n", "more": "  另有 %d 种情形未列出\n",
		"some": "其他情形：%d / %d 份试填未被接受（试填的值凑在各条件的界线上，有的只是没有凑成），多因\n", "unsaid": "另有 %d 种情形试填太少，说明不了什么\n",
		"wait": "（%s，等申请人）", "unseen": "一次也没有", "never": "从不（已穷尽）", "excluded": "只在占比为 0 的回答下出现", "spared": "不用填交",
		"limit": "按时限", "rest": "无时限，按剩余承诺时间", "answers": "申请人答复", "given": "假设文件", "measured": "实际办件", "shares": "占比（给定）\t\t假设\t主题\n", "at least": "≥ %s（%s 的待办已知用时）", "piles up": "越积越多", "heaviest": "  人均最多",
		"step": "办理", "sign": "会签", "opinion": "征求意见", "question": "问题", "matter": "事项", "field": "字段", "material": "材料",
	},
	"en": {
		"head":    "%s (%s) %s %s\nSeed %d: %d synthetic case(s) in %d situation(s); %d filled in, %d accepted\n",
		"ends":    "Ends: all issued %s, some issued %s, refused %s, not ended %s\n",
		"days":    "From filing to the last result (working days, the day of filing left out, waiting for the applicant included): mean %s (standard error %s), P50 %s, P80 %s, P95 %s\n",
		"late":    "A matter later than promised: %s, than the law allows: %s; longer in all than the longest way of promises (%s working day(s) on average): %s\n",
		"matters": "matter\tapplies\tstarts\tissued\tmean\tP80\tP95\tpromised\tlate\tpast the law\tcritical\n",
		"path":    "Where the time goes (critical path)\t\tpart\tdays a case\ton the way of\n",
		"load":    "department\ttasks/1,000\tdays a task\tin hand\tbusiest day\tbusiest month\n",
		"staff":   "department (people)\tin hand a person\tbusiest day\tof their time\tmost left over (working days)\n",
		"rates":   "At %s filing(s) a calendar day, over the year from %s by the working calendar\n",
		"rare":    "Rarely or never met\n", "sparing": "%d more (is|are) given in every situation by the system, a department or another matter's result, and not asked\n", "rest of": "Every other step takes from %s of its limit to %s, usually %s; an applicant answers within %s to %s working day(s), usually %s\n", "findings": "Found\n", "none": "No dead end, and nothing that is never met\n", "against": "Compared with %s %s\n", "assumed": "Assumed (working days)\t\tlimit\tmean\tfrom\n", "chances": "A stay in a step: corrections asked %s, to be put right %s, refused %s, sent back %s, opinions asked %s; a signatory disagrees %s\n",
		"unfiled": "%d case(s) (is|are) of situations in which not one filing was accepted: nobody files there, and no figure below counts them\n", "nothing": "Mean days: —. No case can be filed: there are no days, no work and no results to sum up\n", "no days": "Mean days: —. No case ends: there are no days to sum up\n",
		"nowhere": "Not one filing accepted: %d situation(s)\n", "tried": "  %s (share of cases %s): %d filing(s) tried\n", "own": "    each matter’s own form accepts %d of them: the merged form alone refuses\n", "more": "  %d more situation(s) not listed\n",
		"some": "Elsewhere %d of %d filing(s) refused (their values are made up around the lines that conditions draw; for some none was found), mostly because\n", "unsaid": "In %d more situation(s) too few filings were tried to say anything\n",
		"wait": " (%s; the applicant)", "unseen": "not once", "never": "never (all tried)", "excluded": "only with answers whose share is 0", "spared": "not asked",
		"limit": "limit", "rest": "no limit: what the others leave of the promise", "answers": "the applicant's answers", "given": "--assume", "measured": "real cases", "shares": "Shares given\t\tassumed\ttheme\n", "at least": "≥ %s (known of %s)", "piles up": "piles up", "heaviest": "  most a person",
		"step": "step", "sign": "signature", "opinion": "opinion", "question": "question", "matter": "matter", "field": "field", "material": "material",
	},
}

func printSimulation(out io.Writer, s *catalog.Simulation, lang string) {
	w := simulationWords[lang]
	say := func(key string, params ...any) { fmt.Fprint(out, metamodel.Counted(w[key], params...)) }
	say("head", s.Name.In(lang), s.Theme, s.Pack, s.Version, s.Seed, s.Cases, s.Situations, s.Filings, s.Accepted)
	if s.Unfiled > 0 {
		say("unfiled", s.Unfiled)
	}
	if s.Unfiled == s.Cases {
		say("nothing")
		printRefused(out, s, lang)
		printFindings(out, s, lang)
		return
	}
	say("ends", share(s.Outcomes.Issued), share(s.Outcomes.Partial), share(s.Outcomes.Refused), share(s.Outcomes.Unended))
	if s.Days == nil {
		say("no days")
	} else {
		say("days", number(s.Days.Mean), fmt.Sprintf("%.3f", s.Days.Error), number(s.Days.P50), number(s.Days.P80), number(s.Days.P95))
	}
	say("late", share(s.Late.Promised), share(s.Late.Statutory), number(s.Late.PromisedDays), share(s.Late.Over))

	rows := table{w["matters"]}
	for _, m := range s.Matters {
		starts, issued, mean, p80, p95, late, pastLaw := "—", "—", "—", "—", "—", "—", "—"
		if m.Filed {
			starts, issued = share(m.Started), share(m.Issued)
		}
		if d := m.Days; d != nil {
			mean, p80, p95, late, pastLaw = number(d.Mean), number(d.P80), number(d.P95), share(m.Late), share(m.LateLaw)
		}
		rows.add(m.Matter+" "+m.Name.In(lang), share(m.Applies), starts, issued, mean, p80, p95, number(m.Promised), late, pastLaw, share(m.Critical))
	}
	rows.print(out)

	rows = table{w["path"]}
	for _, p := range s.Path[:min(len(s.Path), mostPath)] {
		step := p.Step.In(lang)
		if p.Type == workflows.Wait {
			step += fmt.Sprintf(w["wait"], p.Back.In(lang))
		}
		rows.add(p.Matter+" "+p.Name.In(lang), step, share(p.Part), number(p.Days), share(p.Share))
	}
	rows.print(out)

	rows = table{w["load"]}
	for _, d := range s.Load {
		rows.add(d.Name.In(lang), number(d.Tasks), number(d.Days), number(d.InHand), peak(d.PeakDay), peak(d.PeakMonth))
		for _, t := range d.Steps {
			rows.add("  "+t.Matter+" "+t.Step.In(lang)+" · "+w[string(t.Kind)]+" · "+roleNames(t.Roles, lang), number(t.Tasks), number(t.Days), "", "", "")
		}
	}
	rows.print(out)
	say("rates", number(s.PerDay), s.Day)
	printStaff(out, s, lang)
	printRefused(out, s, lang)
	printRare(out, s, lang)
	printAssumed(out, s, lang)
	printFindings(out, s, lang)
	if a := s.Against; a != nil {
		fmt.Fprintf(out, "\n"+w["against"], a.Pack, a.Version)
		for _, t := range a.Words {
			fmt.Fprintln(out, "  "+t.In(lang))
		}
	}
}

func printFindings(out io.Writer, s *catalog.Simulation, lang string) {
	w := simulationWords[lang]
	if len(s.Findings) == 0 {
		fmt.Fprint(out, "\n"+w["none"])
	} else {
		fmt.Fprint(out, "\n"+w["findings"])
		for _, p := range s.Findings {
			fmt.Fprintf(out, "  %s: %s [%s]\n", p.Path, p.In(lang), p.Code)
		}
	}
}

// printRefused says where the form did not accept what was filled in, and why.
func printRefused(out io.Writer, s *catalog.Simulation, lang string) {
	no := s.Refused
	if no == nil {
		return
	}
	w := simulationWords[lang]
	reasons := func(list []catalog.SimulatedReason) {
		for _, r := range list {
			said := "    " + r.Words().In(lang)
			if r.Rule != "" {
				said += " " + r.Rule
			}
			fmt.Fprintln(out, said+" ["+r.Path+" "+r.Code+"]")
		}
	}
	if no.Situations > 0 {
		fmt.Fprint(out, "\n"+metamodel.Counted(w["nowhere"], no.Situations))
	}
	for _, at := range no.Where {
		fmt.Fprint(out, metamodel.Counted(w["tried"], at.Situation.In(lang), share(at.Share), at.Tried))
		if at.Own > 0 {
			fmt.Fprint(out, metamodel.Counted(w["own"], at.Own))
		}
		reasons(at.Reasons)
	}
	if more := no.Situations - len(no.Where); more > 0 {
		fmt.Fprint(out, metamodel.Counted(w["more"], more))
	}
	if no.Refused > 0 {
		fmt.Fprint(out, "\n"+metamodel.Counted(w["some"], no.Refused, no.Tried))
		reasons(no.Reasons)
	}
	if no.Unsaid > 0 {
		fmt.Fprint(out, metamodel.Counted(w["unsaid"], no.Unsaid))
	}
}

// printStaff says what the work comes to for each of the people assumed.
func printStaff(out io.Writer, s *catalog.Simulation, lang string) {
	w, rows := simulationWords[lang], table{}
	for _, d := range s.Load {
		if d.Staff == nil {
			continue
		}
		if len(rows) == 0 {
			rows = table{w["staff"]}
		}
		used, queue, most := "—", "—", ""
		if k := d.Staff.Work; k != nil {
			used = share(k.Used)
			if k.Covered < 1 {
				used = fmt.Sprintf(w["at least"], used, share(k.Covered))
			}
			if k.Queue != nil {
				queue = number(k.Queue.Days) + " (" + k.Queue.When + ")"
			}
			if k.Used > 1 {
				queue = w["piles up"]
			}
		}
		if d.Staff.Heaviest {
			most = w["heaviest"]
		}
		rows.add(d.Name.In(lang)+" ("+number(d.Staff.People)+")"+most, number(d.Staff.InHand), number(d.Staff.Peak), used, queue)
	}
	rows.print(out)
}

// printShares says which shares were assumed otherwise than the theme says.
func printShares(out io.Writer, s *catalog.Simulation, lang string) {
	w, rows := simulationWords[lang], table{}
	for _, q := range s.Assumed.Shares {
		if q.Source != catalog.SharesGiven {
			continue
		}
		if len(rows) == 0 {
			rows = table{w["shares"]}
		}
		for i, a := range q.Answers {
			name, was := "", "—"
			if i == 0 {
				name = q.Question + " " + q.Text.In(lang)
			}
			if a.Theme != nil {
				was = share(*a.Theme)
			}
			rows.add(name, a.Label.In(lang), share(a.Share), was)
		}
	}
	rows.print(out)
}

// roleNames are what roles are called; a department's own go by their ids.
func roleNames(ids []string, lang string) string {
	var said []string
	for _, id := range ids {
		said = append(said, workflows.RoleName(id).In(lang))
	}
	return strings.Join(said, map[string]string{"zh": "、", "en": ", "}[lang])
}

// mostPath is how many parts of the critical path are printed.
const mostPath = 12

func printRare(out io.Writer, s *catalog.Simulation, lang string) {
	w, head, spared := simulationWords[lang], false, 0
	for _, e := range s.Shown {
		switch e.Verdict {
		case catalog.Spared:
			spared++
			continue
		case catalog.ShownOften:
			continue
		}
		if !head {
			fmt.Fprint(out, "\n"+w["rare"])
			head = true
		}
		said := share(e.Share)
		if e.Verdict != catalog.ShownRare {
			said = w[string(e.Verdict)]
		}
		fmt.Fprintf(out, "  %s %s %s: %s\n", w[string(e.Kind)], e.ID, e.Name.In(lang), said)
	}
	if spared > 0 {
		fmt.Fprint(out, "\n"+metamodel.Counted(w["sparing"], spared))
	}
}

func printAssumed(out io.Writer, s *catalog.Simulation, lang string) {
	printShares(out, s, lang)
	w, a := simulationWords[lang], s.Assumed
	rows := table{w["assumed"]}
	for _, st := range a.Steps {
		if st.Source == catalog.FromLimit || st.Source == catalog.FromAnswers {
			continue // as all others
		}
		limit := "—"
		if st.Limit > 0 {
			limit = number(st.Limit)
		}
		rows.add(st.Matter, st.Name.In(lang), limit, number(st.Mean), w[string(st.Source)])
	}
	rows.print(out)
	o := a.Odds
	if !o.Step.Measured() && !o.Answer.Measured() {
		fmt.Fprint(out, "\n"+metamodel.Counted(w["rest of"], share(o.Step.Least), share(o.Step.Most), share(o.Step.Usual), number(o.Answer.Least), number(o.Answer.Most), number(o.Answer.Usual)))
	}
	fmt.Fprintf(out, w["chances"], share(o.Correct), share(o.Rectify), share(o.Refuse), share(o.Return), share(o.Ask), share(o.Disagree))
}

func share(v float64) string { return number(float64(int(v*1000+0.5))/10) + "%" }

func number(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
}

func peak(p *catalog.SimulatedPeak) string {
	if p == nil {
		return "—"
	}
	return number(p.Tasks) + " (" + p.When + ")"
}
