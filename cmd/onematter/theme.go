package main

import (
	"context"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
)

func themeCommand() *cobra.Command {
	return family("theme", "Look at a theme: one form of many matters", themeProveCommand(), themeGuideCommand(), themeLayoutCommand(), themeReportCommand(), themeVerifyCommand(), themeSimulateCommand())
}

// themeOfPack compiles a pack (a folder, a ZIP file, an address, or the name of
// a built-in one) and finds a theme of it.
func themeOfPack(ctx context.Context, source, id string) (*catalog.Release, *catalog.Theme, error) {
	rel, err := compiledOf(ctx, source)
	if err != nil {
		return nil, nil, err
	}
	t := rel.Theme(id)
	if t == nil {
		return nil, nil, failure("资源包 "+rel.Pack.Name+" 里没有主题 "+id+"，或者它有问题", "the pack "+rel.Pack.Name+" has no theme "+id+", or one with problems")
	}
	return rel, t, nil
}

func compiledOf(ctx context.Context, source string) (*catalog.Release, error) {
	if _, err := os.Stat(source); os.IsNotExist(err) && slices.Contains(catalog.BuiltinNames(), source) {
		list, ps, err := builtinReleases([]string{source})
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if r.Pack.Name == source {
				return r, nil
			}
		}
		return nil, packProblems(source, ps)
	}
	p, _, ps, err := loadPack(ctx, source)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, packProblems(source, ps)
	}
	needs, _, err := builtinReleases(p.Needs)
	if err != nil {
		return nil, err
	}
	r, ps := catalog.CompilePack(p, needs...)
	if r == nil {
		return nil, packProblems(source, ps)
	}
	return r, nil
}
