package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
)

func matterSplitCommand() *cobra.Command {
	var to written
	var plan string
	var outline bool
	var how catalog.MatterSplit
	var basis, reason bilingual
	c := &cobra.Command{
		Use:   "split PACK MATTER",
		Short: "Make several matters of one from a day on",
		Long: `Write a pack in which a matter is several. --plan FILE (YAML or JSON) says which sections,
fields and materials go where; what their conditions, formulas and rules read goes along.
Every field and material must go somewhere, and each result to exactly one part: the part
that says no result issues what the old matter did. Fee, limits, process, lights, extension,
delegation and template are copied where the plan says nothing.
The old one is cancelled from the day with the new ones as successors; themes and policies
name all of them, matters that waited for it the one that issues its result. What somebody
has yet to decide is listed. --outline prints a plan to begin from.`,
		Example: `  onematter matter split ./pack M02 --outline > plan.yaml
  onematter matter split ./pack M02 --plan plan.yaml --on 2027-01-01 --basis "《…改革方案》" --basis-en "Reform plan" --reason "证照分离" --reason-en "Permits apart" --dry-run`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if outline {
				r, id, err := sideOf(c, args[0]+"/"+args[1])
				if err != nil {
					return err
				}
				if r.Matter(id) == nil {
					return failure("事项 "+id+" 的定义有误，请先运行 check", "the matter "+id+" is faulty: run check first")
				}
				_, err = fmt.Fprint(c.OutOrStdout(), visible(catalog.SplitOutline(r.Matter(id), to.lang)))
				return err
			}
			for flag, words := range map[string]string{"plan": plan, "on": how.End.On, "basis": basis.zh, "reason": reason.zh} {
				if err := givenWords(flag, words); err != nil {
					return err
				}
			}
			if err := to.check(); err != nil {
				return err
			}
			doc, err := os.ReadFile(plan)
			if err != nil {
				return err
			}
			parts, ps := catalog.ReadSplit(doc)
			if ps.Failed() {
				return refused(c, ps, to.lang)
			}
			how.Matter, how.Parts, how.End.Basis, how.End.Reason = args[1], parts, basis.text(), reason.text()
			r, err := compiledOf(c.Context(), args[0])
			if err != nil {
				return err
			}
			p, ps := catalog.SplitMatter(r, how)
			return to.write(c, r, p, ps)
		},
	}
	f := c.Flags()
	f.StringVar(&plan, "plan", "", "file that says what goes where")
	f.BoolVar(&outline, "outline", false, "print a plan to begin from, and nothing else")
	f.StringVar(&how.End.On, "on", "", "first day of the new matters, like 2027-01-01")
	basis.vars(f, "basis", "by what it is split")
	reason.vars(f, "reason", "why")
	to.vars(c)
	return c
}
