package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func packPromoteCommand() *cobra.Command {
	var trusted, lang, format, who, comment string
	var seen catalog.Confirmed
	var yes bool
	c := configured(&cobra.Command{
		Use:   "promote FILE.zip|DIR|URL",
		Short: "Take a signed pack over from another environment",
		Long: `Take a signed pack over from another environment (staging → production). What it
changes here is shown first: the difference to what is in force, and what the
gate finds. It is applied only with --yes, or with --confirm and --over: the hash
of the pack, and of the version in force that the difference was shown against.
When another one is in force by then, nothing is done: look again. Both are printed.

Refused by name: no signature, a key that is not trusted, content that is not
what was signed, a version older than the one in force, a need that is not here.

Exit status: 0 it was applied, or is in force already; 1 it is refused; 3 it was only shown.`,
		Example: `  onematter pack promote restaurant.zip --trusted-keys staging.pub
  onematter pack promote restaurant.zip --trusted-keys staging.pub --confirm sha256:… --over sha256:…`,
		Args: cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		keys, err := readTrusted(trusted)
		if err != nil {
			return err
		}
		p, s, ps, err := loadPack(c.Context(), args[0])
		if err != nil {
			return err
		}
		if p == nil {
			return refusedAt(c, ps, lang, args[0])
		}
		in := cfg.toRead
		if yes || seen.Hash != "" {
			in = cfg.toChange
		}
		return in(c.Context(), func(h *house) error {
			now, err := h.store.Now(c.Context())
			if err != nil {
				return err
			}
			by := catalog.By{Who: whoIs(who), At: now, Comment: comment}
			plan, ps, err := h.catalog.PlanPromotion(c.Context(), p.Files, s, keys, by)
			if err != nil {
				return err
			}
			if plan.Hash != "" {
				if err := printPromotion(c, plan, lang, format); err != nil {
					return err
				}
			}
			switch {
			case ps.Failed():
				return refused(c, ps, lang)
			case plan.Done:
				return nil
			case yes:
				seen = catalog.Confirmed{Hash: plan.Hash, Over: plan.InForce}
			case seen.Hash == "":
				flags := "--confirm " + plan.Hash
				if plan.InForce != "" {
					flags += " --over " + plan.InForce
				}
				fmt.Fprintln(c.ErrOrStderr(), metamodel.ZhEn("尚未生效。确认无误后执行："+flags, "Nothing was changed. To apply it: "+flags).In(lang))
				return exitError{code: 3}
			}
			r, _, ps, err := h.catalog.Promote(c.Context(), p.Files, s, keys, seen, by)
			if err != nil {
				return err
			}
			if r == nil {
				return refused(c, ps, lang)
			}
			if format == "text" {
				fmt.Fprintf(c.OutOrStdout(), "%s %s %s\n", r.Pack.Name, r.Pack.Version, r.Hash)
			}
			return h.engine.EnsureOrganisations(c.Context())
		})
	})
	f := c.Flags()
	trustedVar(f, &trusted)
	f.BoolVar(&yes, "yes", false, "apply what is shown")
	f.StringVar(&seen.Hash, "confirm", "", "apply, if the pack has exactly this hash")
	f.StringVar(&seen.Over, "over", "", "hash of the version in force that the difference was shown against; empty: there was none")
	c.MarkFlagsMutuallyExclusive("yes", "confirm")
	langVar(f, &lang, "messages")
	choiceVar(f, &format, "format", "text", "how to print", "text", "json")
	asVar(f, &who, &comment)
	return c
}

func printPromotion(c *cobra.Command, plan catalog.Promotion, lang, format string) error {
	if format == "json" {
		return printJSON(c.OutOrStdout(), plan)
	}
	out := c.OutOrStdout()
	fmt.Fprintf(out, "%s %s %s (%s, %s)\n\n", plan.Pack, plan.Version, plan.Hash, plan.Signature.Key, plan.Signature.Created.Format(time.RFC3339))
	switch {
	case plan.Done:
		fmt.Fprintln(out, metamodel.ZhEn("这个版本已经在用，无需再做", "This version is in force already: there is nothing to do").In(lang))
	case plan.Difference != nil:
		fmt.Fprintln(out, visible(plan.Difference.Text(lang)))
	default:
		fmt.Fprintln(out, metamodel.ZhEn("现在没有生效的版本", "No version of this pack is in force").In(lang))
	}
	return printReport(c, plan.Report, lang, format, noFiles)
}
