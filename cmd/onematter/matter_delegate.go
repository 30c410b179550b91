package main

import (
	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func matterDelegateCommand() *cobra.Command {
	var lang, out, kind string
	var d metamodel.Delegation
	var basis, reason bilingual
	c := &cobra.Command{
		Use:   "delegate PACK/MATTER",
		Short: "Hand the power over a matter to another department from a day on",
		Long: `Write a pack in which what is filed of a matter from a day on goes to another department.
Entrusted (委托) it decides in the name of the matter's own department; transferred (下放) it
is the authority itself. Cases filed before stay where they are.`,
		Example: `  onematter matter delegate ./pack/M04 --to township --kind entrust --on 2027-01-01 --until 2028-12-31 --basis "《行政许可委托书》" --basis-en "Letter of entrustment" --out ./next`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := givenWords("basis", basis.zh); err != nil {
				return err
			}
			d.Kind, d.Basis, d.Reason = metamodel.DelegationKind(kind), basis.text(), reason.text()
			return restate(c, args[0], out, lang, func(r *catalog.Release, id string) (*catalog.Pack, error) {
				p, ps := catalog.Delegate(r, id, d)
				if ps.Failed() {
					return nil, ps
				}
				r, err := recompiled(p)
				if err != nil {
					return nil, err
				}
				return r.Pack, nil
			})
		},
	}
	f := c.Flags()
	f.StringVar(&out, "out", "", "folder to write to; must be empty or absent")
	f.StringVar(&d.To, "to", "", "the department that handles it from then on")
	choiceVar(f, &kind, "kind", "entrust", "in whose name it decides: its principal's, or its own", "entrust", "transfer")
	f.StringVar(&d.On, "on", "", "the first day, like 2027-01-01")
	f.StringVar(&d.Until, "until", "", "the last day; left out: no end")
	basis.vars(f, "basis", "by what it is delegated")
	reason.vars(f, "reason", "why")
	langVar(f, &lang, "messages")
	for _, name := range []string{"out", "to", "on", "basis"} {
		_ = c.MarkFlagRequired(name)
	}
	return c
}
