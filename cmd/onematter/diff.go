package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func diffCommand() *cobra.Command {
	var lang, format string
	c := configured(&cobra.Command{
		Use:   "diff A B",
		Short: "What changed between two releases or packs, and what it means for answers given",
		Long: `Compare two packs by the stable keys of their definitions. A and B are a folder, a
file that ends in .zip, or a release in the database: NAME (the one in force),
NAME@VERSION, NAME@HASH or HASH. The packs that a folder or file needs are looked
for among those in force.

Each change is compatible (every good answer stays good), in need of an answer
(?), or breaking (!).`,
		Example: `  onematter diff open-a-restaurant@1.0.0 open-a-restaurant
  onematter diff open-a-restaurant ./pack --format json`,
		Args: cobra.ExactArgs(2),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		for _, words := range args {
			if err := leadsSomewhere(words); err != nil {
				return err
			}
		}
		return cfg.toRead(c.Context(), func(h *house) error {
			var sides [2]*catalog.Release
			for i, words := range args {
				r, err := h.side(c.Context(), words)
				if err != nil {
					return refused(c, err, lang)
				}
				sides[i] = r
			}
			d := catalog.Diff(sides[0], sides[1])
			if format == "json" {
				return printJSON(c.OutOrStdout(), d)
			}
			_, err := fmt.Fprint(c.OutOrStdout(), visible(d.Text(lang)))
			return err
		})
	})
	langVar(c.Flags(), &lang, "difference")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	return c
}

// leadsSomewhere refuses a path that leads nowhere, so that it is not looked for
// among the names of packs, in a database that may not be there either.
func leadsSomewhere(words string) error {
	if !strings.ContainsAny(words, `/\`) || strings.Contains(words, "://") {
		return nil
	}
	_, err := os.Stat(words)
	return err
}

// side is one side of a comparison: a release, or a pack compiled against what
// is in force.
func (h *house) side(ctx context.Context, words string) (*catalog.Release, error) {
	if _, err := os.Stat(words); err != nil && !strings.HasSuffix(words, ".zip") {
		return h.find(ctx, words)
	}
	p, _, ps, err := loadPack(ctx, words)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, ps
	}
	r, ps, err := h.catalog.CompileCurrent(ctx, p)
	if err == nil && r == nil {
		err = ps
	}
	return r, err
}

func impactCommand() *cobra.Command {
	var lang, format string
	kinds := []string{metamodel.KindElement, metamodel.KindElementGroup, metamodel.KindCodeList, metamodel.KindForm, metamodel.KindMaterial, metamodel.KindWorkflow,
		metamodel.KindMatter, metamodel.KindTheme, metamodel.KindCalendar, metamodel.KindSubject, metamodel.KindDepartment}
	c := configured(&cobra.Command{
		Use:   "impact PACK KIND ID",
		Short: "What a change of a definition would touch: definitions, drafts, cases, figures",
		Long: `List every place that a change of one definition in force would reach, directly or
through others, what may be decided there (follow, pin, override), how many drafts
and cases run in the themes and matters it reaches, and the figures of the
dashboards that read it. Kinds: ` + strings.Join(kinds, ", ") + ".",
		Example: "  onematter impact open-a-restaurant element DE00203",
		Args:    cobra.ExactArgs(3),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		return cfg.toRead(c.Context(), func(h *house) error {
			r, err := h.find(c.Context(), args[0])
			if err != nil {
				return err
			}
			of := catalog.Ref{Kind: args[1], ID: args[2]}
			if !r.Pack.Has(of) {
				return failure(r.Pack.Name+" "+r.Pack.Version+" 里没有 "+of.Kind+" "+of.ID, r.Pack.Name+" "+r.Pack.Version+" defines no "+of.Kind+" "+of.ID)
			}
			i, err := h.catalog.Impact(c.Context(), of, h.store, analytics.Figures)
			if err != nil {
				return err
			}
			if format == "json" {
				return printJSON(c.OutOrStdout(), i)
			}
			return printImpact(c, i, lang)
		})
	})
	langVar(c.Flags(), &lang, "report")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	return c
}

func printImpact(c *cobra.Command, i catalog.Impact, lang string) error {
	out := c.OutOrStdout()
	for _, t := range i.Touched {
		line := fmt.Sprintf("%s %s (%s) %s", t.Kind, t.ID, t.Name.In(lang), t.Path)
		for _, r := range t.Through {
			line += " ← " + r.Kind + " " + r.ID
		}
		if len(t.Choices) > 0 {
			var words []string
			for _, d := range t.Choices {
				words = append(words, string(d))
			}
			line += " [" + strings.Join(words, " | ") + "]"
		}
		fmt.Fprintln(out, visible(line))
	}
	var figures []string
	for _, f := range i.Figures {
		figures = append(figures, f.Name.In(lang))
	}
	said := metamodel.ZhEn("涉及一件事 %d 个、事项 %d 个；在填草稿 %d 份、在办办件 %d 件；统计指标：%s\n", "%d theme(s), %d matter(s); %d draft(s) and %d case(s) under way; figures: %s\n").In(lang)
	_, err := fmt.Fprint(out, metamodel.Counted(said, len(i.Themes), len(i.Matters), i.Running.Drafts, i.Running.Cases, visible(strings.Join(figures, ", "))))
	return err
}
