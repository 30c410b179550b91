package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func packDecideCommand() *cobra.Command {
	var lang, choice, from, out string
	var uses []string
	c := configured(&cobra.Command{
		Use:   "decide DIR|FILE.zip KIND ID",
		Short: "Let uses of a changed definition follow it, pin the old version, or keep what differed",
		Long: `The pack holds the new definition; the old one comes from the release in force, or
from --from (as in diff). Each --use is a place as impact lists it: KIND/ID/PATH.

follow changes nothing; pin keeps the old version beside the new one; override keeps
what differed as the use's own demands, and is refused where that would widen the new
definition. The pack with the decisions is written to --out.`,
		Example: "  onematter pack decide ./pack element DE00203 --use form/M02/premises/DE00203 --choice pin --out ./decided",
		Args:    cobra.ExactArgs(3),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		h, err := cfg.open(c.Context(), slog.Default())
		if err != nil {
			return err
		}
		defer func() { _ = h.close() }()
		next, err := h.side(c.Context(), args[0])
		if err != nil {
			return refused(c, err, lang)
		}
		old, err := h.old(c.Context(), next.Pack.Name, from)
		if err != nil {
			return refused(c, err, lang)
		}
		edition, err := h.catalog.Current(c.Context())
		if err != nil {
			return err
		}
		var needs []*catalog.Release
		for _, r := range edition.Releases {
			if r.Pack.Name != next.Pack.Name {
				needs = append(needs, r)
			}
		}
		of := catalog.Ref{Kind: args[1], ID: args[2]}
		places := map[string]catalog.Use{}
		for _, u := range (&catalog.Edition{Releases: []*catalog.Release{next}}).WhereUsed(of) {
			places[u.Kind+"/"+u.ID+"/"+u.Path] = u
		}
		p := next.Pack
		for _, words := range uses {
			use, ok := places[words]
			if !ok {
				return fmt.Errorf("%s %s is not used at %s: see onematter impact", of.Kind, of.ID, words)
			}
			decided, ps := catalog.Decide(p, old, of, use, catalog.Decision(choice), needs...)
			if ps.Failed() {
				return refused(c, ps, lang)
			}
			p = decided
		}
		files := p.Files
		if files == nil {
			files = p.Encode()
		}
		// Decided uses may not fit together: a merged field has one version.
		whole, ps := catalog.ReadArchive(files)
		if whole != nil {
			r, more, err := h.catalog.CompileCurrent(c.Context(), whole)
			if err != nil {
				return err
			}
			if ps = more; r != nil {
				ps = nil
			}
		}
		if ps.Failed() {
			return refused(c, ps, lang)
		}
		if err := writeFiles(out, files); err != nil {
			return err
		}
		for _, words := range uses {
			fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", words, choice)
		}
		fmt.Fprintln(c.OutOrStdout(), metamodel.ZhEn("已写入 "+out, "Written to "+out).In(lang))
		return nil
	})
	f := c.Flags()
	f.StringArrayVar(&uses, "use", nil, "place of a use, KIND/ID/PATH; more than once for more places")
	choiceVar(f, &choice, "choice", string(catalog.Follow), "what the uses do", string(catalog.Follow), string(catalog.Pin), string(catalog.Override))
	f.StringVar(&from, "from", "", "where the old definition is; empty: the release in force")
	f.StringVar(&out, "out", "", "folder to write to; must be empty or absent")
	langVar(f, &lang, "messages")
	_ = c.MarkFlagRequired("use")
	_ = c.MarkFlagRequired("out")
	return c
}

// old is where the definition before its change is: the release in force, never
// a folder that happens to have the pack's name.
func (h *house) old(ctx context.Context, name, from string) (*catalog.Release, error) {
	if from == "" {
		return h.find(ctx, name)
	}
	return h.side(ctx, from)
}
