package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/api"
	"github.com/onematter/onematter/metamodel"
)

func caseCommand() *cobra.Command {
	c := &cobra.Command{Use: "case", Short: "Look at cases", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(caseClocksCommand())
	return c
}

func caseClocksCommand() *cobra.Command {
	var lang, format, at string
	c := configured(&cobra.Command{
		Use:   "clocks CASE",
		Short: "Say how the time of a case was counted, day by day and line by line",
		Long: `Read the clock ledger of a case, or of all matters of a theme case, and account for
each limit: which days counted, which did not and why, and why it is due when it
is. CASE is its id or its number. --at tells it as of a moment (RFC 3339) or the
end of a date, at most a year ahead. Nothing is changed.`,
		Example: `  onematter case clocks M07-20260309-7K2M9QXW4R
  onematter case clocks M07-20260309-7K2M9QXW4R --at 2026-03-12 --format json`,
		Args: cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		moment, day, err := api.Moment(at)
		if err != nil {
			return failure("--at："+at+" 不是形如 2026-05-01 的日期，也不是时刻", "--at: "+at+" is neither a date like 2026-05-01 nor a moment")
		}
		return cfg.toRead(c.Context(), func(h *house) error {
			v, err := h.engine.Clocks(c.Context(), engine.SystemActor(), args[0], moment, day)
			var ps metamodel.Problems
			switch {
			case errors.Is(err, engine.ErrNotFound):
				return failure("没有办件 "+args[0], "there is no case "+args[0])
			case errors.As(err, &ps):
				return failure(saidOf(ps, "zh"), ps.Error())
			case err != nil:
				return err
			}
			told := api.ClocksOf(v)
			if format == "json" {
				enc := json.NewEncoder(c.OutOrStdout())
				enc.SetIndent("", "  ")
				enc.SetEscapeHTML(false)
				return enc.Encode(told)
			}
			printClocks(c.OutOrStdout(), told, v.Calendar.Zone, lang)
			return nil
		})
	})
	langVar(c.Flags(), &lang, "the account")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	c.Flags().StringVar(&at, "at", "", "a moment (RFC 3339), or a date for its end (now when left out)")
	return c
}

// printClocks writes the account of each clock, and the ledger behind it.
func printClocks(w io.Writer, told *api.Clocks, zone *time.Location, lang string) {
	say := func(zh, en string, params ...any) { fmt.Fprintln(w, metamodel.Worded(zh, en, params...).In(lang)) }
	when := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04") }
	for i := range told.Cases {
		k := &told.Cases[i]
		say("{number} {matter}，截至 {at}", "{number} {matter}, as of {at}", "number", k.Number, "matter", k.MatterName, "at", when(told.At))
		if len(k.Clocks) == 0 && len(k.Ledger) == 0 {
			say("  还没有计时：办件那时尚未开始", "  no time was counted: the case had not begun then")
		}
		for _, a := range k.Clocks {
			name := a.Name.In(lang)
			if len(a.Step) > 0 {
				name += " · " + a.Step.In(lang)
			}
			fmt.Fprintln(w)
			say("{clock}：已用 {used} / {limit} 个工作日", "{clock}: {used} of {limit} working day(s) used", "clock", name, "used", a.Used, "limit", a.Limit)
			switch {
			case a.Ended != nil:
				say("  已于 {at} 停止计时", "  stopped on {at}", "at", when(*a.Ended))
			case a.Due == nil:
				say("  暂停计时", "  it stands still")
			case a.First != nil && !a.First.Equal(*a.Due):
				say("  {at} 到期，最初为 {first}", "  due on {at}, at first {first}", "at", when(*a.Due), "first", when(*a.First))
			default:
				say("  {at} 到期", "  due on {at}", "at", when(*a.Due))
			}
			for _, s := range a.Shifts {
				fmt.Fprintf(w, "  * %s%s\n", s.Text.In(lang), bracketed(s.Basis, s.Reason, lang))
			}
			for _, r := range a.Ranges {
				days := r.From
				if r.To != r.From {
					days += " – " + r.To
				}
				fmt.Fprintf(w, "  %-23s  %5v / %v  %s\n", days, r.Used, a.Limit, r.Text.In(lang))
			}
		}
		if len(k.Ledger) > 0 {
			fmt.Fprintln(w)
			say("台账", "Ledger")
		}
		for _, l := range k.Ledger {
			by := l.By
			if by == "" {
				by = metamodel.ZhEn("系统", "the system").In(lang)
			}
			fmt.Fprintf(w, "  %3d  %s  %s %s: %s%s [%s] %v / %v\n", l.Seq, when(l.At), l.Name.In(lang), l.KindName.In(lang), l.Text.In(lang), bracketed(l.Basis, l.Reason, lang), by, l.Used, l.Limit)
		}
		fmt.Fprintln(w)
	}
}

// bracketed is the law something rests on and what was written to the applicant.
func bracketed(basis metamodel.Text, reason, lang string) string {
	out := ""
	if len(basis) > 0 {
		out += " (" + basis.In(lang) + ")"
	}
	if reason != "" {
		out += " “" + reason + "”"
	}
	return out
}
