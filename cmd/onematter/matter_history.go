package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func matterHistoryCommand() *cobra.Command {
	var lang, format string
	c := configured(&cobra.Command{
		Use:   "history PACK MATTER",
		Short: "What published versions changed of a matter, and of those it came from and became",
		Long: `Tell version by version, newest first, who changed what of a matter, when and why: its
attributes, form, materials and process; that it was cancelled, delegated, merged, split, or
taken back; what it took over from its template, kept or proposed. The matters it came from
and those that replace it are followed.`,
		Example: "  onematter matter history open-a-restaurant M02 --lang en",
		Args:    cobra.ExactArgs(2),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		return cfg.toRead(c.Context(), func(h *house) error {
			found, ok, err := h.catalog.MatterHistory(c.Context(), args[1])
			if err != nil {
				return err
			}
			if ok {
				ok = false
				for i := range found.Lines {
					ok = ok || found.Lines[i].Matter == args[1] && found.Lines[i].Pack == args[0]
				}
			}
			if !ok {
				return failure("资源包 "+args[0]+" 从来没有事项 "+args[1], "the pack "+args[0]+" never had a matter "+args[1])
			}
			if format == "json" {
				return printJSON(c.OutOrStdout(), found)
			}
			_, err = fmt.Fprint(c.OutOrStdout(), visible(found.Text(lang)))
			return err
		})
	})
	langVar(c.Flags(), &lang, "history")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	return c
}
