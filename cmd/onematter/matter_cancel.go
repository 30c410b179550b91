package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func matterCancelCommand() *cobra.Command {
	var lang, out, on string
	var basis, reason bilingual
	var successors []string
	c := &cobra.Command{
		Use:   "cancel PACK/MATTER",
		Short: "End a matter from a day on, and say what replaces it",
		Long: `Write a pack in which nobody can begin to apply for a matter from a day on. Cases that run
go on to their end, and drafts begun before may still be submitted. Themes lose the
matter; where one lacks the first successor, that takes its place.`,
		Example: `  onematter matter cancel ./pack/M04 --on 2027-01-01 --basis "《国务院关于取消…的决定》" --basis-en "Decision of the State Council" --reason "改为告知承诺" --reason-en "Replaced by a declaration" --successor M02 --out ./next`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			for flag, words := range map[string]string{"basis": basis.zh, "reason": reason.zh} {
				if err := givenWords(flag, words); err != nil {
					return err
				}
			}
			end := metamodel.Cancellation{On: on, Basis: basis.text(), Reason: reason.text(), Successors: successors}
			var themes []string
			var left metamodel.Problems
			err := restate(c, args[0], out, lang, func(r *catalog.Release, id string) (*catalog.Pack, error) {
				now := time.Now()
				p, changed, ps := catalog.CancelFrom(r, id, end, now)
				if ps.Failed() {
					return nil, ps
				}
				next, err := recompiled(p)
				if err != nil {
					return nil, err
				}
				themes, left = changed, append(catalog.ActsEarly(r, next, now), ps...)
				return next.Pack, nil
			})
			if err == nil && len(left) > 0 {
				err = printProblems(c, left, lang, "text")
			}
			if err == nil && len(themes) > 0 {
				fmt.Fprintln(c.OutOrStdout(), metamodel.ZhEn("主题已随之改动："+strings.Join(themes, "、"), "Themes that changed: "+strings.Join(themes, ", ")).In(lang))
			}
			return err
		},
	}
	f := c.Flags()
	f.StringVar(&out, "out", "", "folder to write to; must be empty or absent")
	f.StringVar(&on, "on", "", "first day without the matter, today or later, like 2027-01-01")
	basis.vars(f, "basis", "by what it is cancelled")
	reason.vars(f, "reason", "why")
	f.StringSliceVar(&successors, "successor", nil, "a matter to apply for instead; may be given again")
	langVar(f, &lang, "messages")
	for _, name := range []string{"out", "on", "basis", "reason"} {
		_ = c.MarkFlagRequired(name)
	}
	return c
}
