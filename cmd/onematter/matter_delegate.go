package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func matterDelegateCommand() *cobra.Command {
	var lang, out, kind string
	var how catalog.MatterDelegation
	var basis, reason bilingual
	c := &cobra.Command{
		Use:   "delegate PACK/MATTER",
		Short: "Hand the power over a matter to another department from a day on",
		Long: `Write a pack in which what is filed of a matter from a day on goes to another department.
Entrusted (委托) it decides in the name of the matter's own department; transferred (下放) it
is the authority itself. Cases filed before stay where they are.

A matter has one delegation. One that is not over yet is replaced with --replace only; the
same department from the same day with another --until gives it another end.`,
		Example: `  onematter matter delegate ./pack/M04 --to township --kind entrust --on 2027-01-01 --until 2028-12-31 --basis "《行政许可委托书》" --basis-en "Letter of entrustment" --out ./next`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := givenWords("basis", basis.zh); err != nil {
				return err
			}
			how.To.Kind, how.To.Basis, how.To.Reason, how.At = metamodel.DelegationKind(kind), basis.text(), reason.text(), time.Now()
			var told metamodel.Problems
			err := restate(c, args[0], out, lang, func(r *catalog.Release, id string) (*catalog.Pack, error) {
				how.Matter = id
				p, ps := catalog.Delegate(r, how)
				for i, p := range ps {
					if p.Code == catalog.DelegateStands.Code {
						ps[i].Message = metamodel.ZhEn(p.In("zh")+"（加 --replace）", p.In("en")+" with --replace")
					}
				}
				if ps.Failed() {
					return nil, ps
				}
				told = ps
				r, err := recompiled(p)
				if err != nil {
					return nil, err
				}
				return r.Pack, nil
			})
			if err == nil && len(told) > 0 {
				err = printProblems(c, told, lang, "text")
			}
			return err
		},
	}
	f := c.Flags()
	f.StringVar(&out, "out", "", "folder to write to; must be empty or absent")
	f.StringVar(&how.To.To, "to", "", "the department that handles it from then on")
	choiceVar(f, &kind, "kind", "entrust", "in whose name it decides: its principal's, or its own", "entrust", "transfer")
	f.StringVar(&how.To.On, "on", "", "the first day, like 2027-01-01")
	f.StringVar(&how.To.Until, "until", "", "the last day; left out: no end")
	f.BoolVar(&how.Replace, "replace", false, "take out the delegation that stands there already")
	basis.vars(f, "basis", "by what it is delegated")
	reason.vars(f, "reason", "why")
	langVar(f, &lang, "messages")
	for _, name := range []string{"out", "to", "on", "basis"} {
		_ = c.MarkFlagRequired(name)
	}
	return c
}
