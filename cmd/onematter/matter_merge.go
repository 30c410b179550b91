package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
)

func matterMergeCommand() *cobra.Command {
	var to written
	var how catalog.MatterMerge
	var name, basis, reason bilingual
	var statutory, promised float64
	c := &cobra.Command{
		Use:   "merge PACK MATTER,MATTER...",
		Short: "Make one matter of several from a day on",
		Long: `Write a pack in which several matters are one: its form asks once for all that theirs ask,
its materials, preconditions and results are those of all, its time limits the longest.
The old ones are cancelled from the day with the new one as successor; themes, policies and
other matters name the new one. What demands contradict each other is refused with both
matters named; what somebody has yet to decide is listed.`,
		Example: `  onematter matter merge ./pack M02,M03 --into M20 --name "餐饮开业许可" --name-en "Permit to open a restaurant" --process M02 --on 2027-01-01 --basis "《…改革方案》" --basis-en "Reform plan" --reason "两证合一" --reason-en "Two permits become one" --dry-run`,
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			for flag, words := range map[string]string{"name": name.zh, "basis": basis.zh, "reason": reason.zh, "into": how.ID} {
				if err := givenWords(flag, words); err != nil {
					return err
				}
			}
			if err := to.check(); err != nil {
				return err
			}
			how.Matters = strings.Split(args[1], ",")
			how.Name, how.End.Basis, how.End.Reason = name.text(), basis.text(), reason.text()
			if c.Flags().Changed("statutory-days") {
				how.StatutoryDays = &statutory
			}
			if c.Flags().Changed("promised-days") {
				how.PromisedDays = &promised
			}
			r, err := compiledOf(c.Context(), args[0])
			if err != nil {
				return err
			}
			p, ps := catalog.MergeMatters(r, how)
			return to.write(c, r, p, ps)
		},
	}
	f := c.Flags()
	f.StringVar(&how.ID, "into", "", "id of the new matter")
	name.vars(f, "name", "name of the new matter")
	f.StringVar(&how.Process, "process", "", "the matter whose process and department the new one has; needed where they differ")
	f.StringVar(&how.End.On, "on", "", "first day of the new matter, like 2027-01-01")
	basis.vars(f, "basis", "by what they are merged")
	reason.vars(f, "reason", "why")
	finiteVar(f, &statutory, "statutory-days", 0, "statutory working days; left out: the longest of theirs")
	finiteVar(f, &promised, "promised-days", 0, "promised working days; left out: the longest of theirs")
	to.vars(c)
	for _, flag := range []string{"into", "name", "on", "basis", "reason"} {
		_ = c.MarkFlagRequired(flag)
	}
	return c
}
