package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
)

func matterReviewCommand() *cobra.Command {
	var lang, format string
	c := &cobra.Command{
		Use:   "review PACK",
		Short: "Find duplicate matters and what they ask needlessly",
		Long: `Look through all matters of a pack: materials that are a department's own data or another
matter's result, or that prove what is proven or asked anyway; fields asked twice, or
asked though they follow from others; matters, materials and elements that are there
twice. Each finding names its places, what it spares for each filing, and what could be done.

What sources deliver is known to a server only: see the staff app, or GET /api/v1/packs/PACK/review.`,
		Example: `  onematter matter review open-a-restaurant
  onematter matter review ./pack --format json`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := compiledOf(c.Context(), args[0])
			if err != nil {
				return err
			}
			found := r.Review(catalog.Known{})
			if format == "json" {
				return printJSON(c.OutOrStdout(), found)
			}
			_, err = fmt.Fprint(c.OutOrStdout(), visible(found.Text(lang)))
			return err
		},
	}
	langVar(c.Flags(), &lang, "review")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	return c
}
