package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

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
from --from (as in diff). Each --use is a place as impact lists it:
KIND/ID/PATH, or KIND/ID where a definition as a whole uses it.

follow changes nothing; pin keeps the old version beside the new one; override keeps
what differed as the use's own demands, and is refused where that would widen the new
definition. The pack with the decisions is written to --out.`,
		Example: "  onematter pack decide ./pack element DE00203 --use form/M02/premises/DE00203 --choice pin --out ./decided",
		Args:    cobra.ExactArgs(3),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		if err := leadsSomewhere(args[0]); err != nil {
			return err
		}
		return cfg.toRead(c.Context(), func(h *house) error {
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
				places[placeOf(u)] = u
			}
			p := next.Pack
			for _, words := range uses {
				use, err := useAt(places, of, words, lang)
				if err != nil {
					return err
				}
				with, ps := catalog.Decide(p, old, of, use, catalog.Decision(choice), needs...)
				if ps.Failed() {
					return refused(c, ps, lang)
				}
				p = with
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
				fmt.Fprintln(c.OutOrStdout(), visible(decided(catalog.Decision(choice), of, old, words).In(lang)))
			}
			fmt.Fprintln(c.OutOrStdout(), metamodel.ZhEn("已写入 "+out, "Written to "+out).In(lang))
			return nil
		})
	})
	f := c.Flags()
	f.StringArrayVar(&uses, "use", nil, "place of a use, KIND/ID/PATH or KIND/ID; more than once for more places")
	choiceVar(f, &choice, "choice", string(catalog.Follow), "what the uses do with the change", string(catalog.Follow), string(catalog.Pin), string(catalog.Override))
	f.StringVar(&from, "from", "", "where the old definition is; empty: the release in force")
	f.StringVar(&out, "out", "", "folder to write to; must be empty or absent")
	langVar(f, &lang, "messages")
	_ = c.MarkFlagRequired("use")
	_ = c.MarkFlagRequired("out")
	return c
}

// placeOf is how a use is named on the command line; a use by a definition as a
// whole has no path.
func placeOf(u catalog.Use) string {
	return strings.TrimSuffix(u.Kind+"/"+u.ID+"/"+u.Path, "/")
}

// useAt finds the use that words name; what is refused says what may be written.
func useAt(places map[string]catalog.Use, of catalog.Ref, words, lang string) (catalog.Use, error) {
	if u, ok := places[words]; ok {
		return u, nil
	}
	all := slices.Sorted(maps.Keys(places))
	within := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return !strings.HasPrefix(p, strings.TrimSuffix(words, "/")+"/") })
	switch {
	case len(within) > 0:
		list := strings.Join(within, ", ")
		return catalog.Use{}, errors.New(metamodel.ZhEn(words+" 没有写明位置，请写：--use "+list, words+" does not say which place: write --use "+list).In(lang))
	case len(all) > 0:
		list := strings.Join(all, ", ")
		return catalog.Use{}, errors.New(metamodel.ZhEn(words+" 没有用到 "+of.Kind+" "+of.ID+"，用到它的是："+list, of.Kind+" "+of.ID+" is not used at "+words+"; it is used at "+list).In(lang))
	}
	return catalog.Use{}, errors.New(metamodel.ZhEn("没有地方用到 "+of.Kind+" "+of.ID, of.Kind+" "+of.ID+" is not used at "+words+", nor anywhere else").In(lang))
}

// decided says what a use makes of the change.
func decided(d catalog.Decision, of catalog.Ref, old *catalog.Release, words string) metamodel.Text {
	what, was := of.Kind+" "+of.ID, old.Pack.Version
	switch d {
	case catalog.Pin:
		return metamodel.ZhEn(words+"：保留 "+what+" 的旧版本（"+was+" 版中的）", words+": stays with the old "+what+", as in "+was)
	case catalog.Override:
		return metamodel.ZhEn(words+"：采用新的 "+what+"，原来不同的要求保留为这里自己的要求", words+": takes the new "+what+" and keeps what differed as its own demands")
	}
	return metamodel.ZhEn(words+"：采用新的 "+what, words+": takes the new "+what)
}

// old is where the definition before its change is: the release in force, never
// a folder that happens to have the pack's name.
func (h *house) old(ctx context.Context, name, from string) (*catalog.Release, error) {
	if from == "" {
		return h.find(ctx, name)
	}
	return h.side(ctx, from)
}
