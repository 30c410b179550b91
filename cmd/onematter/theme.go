package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
)

func themeCommand() *cobra.Command {
	return family("theme", "Look at a theme: one form of many matters", themeProveCommand())
}

// themeOfPack compiles a pack and finds a theme of it.
func themeOfPack(dir, id string) (*catalog.Release, *catalog.Theme, error) {
	if err := isFolder(dir); err != nil {
		return nil, nil, err
	}
	p, ps := catalog.Read(os.DirFS(dir))
	if p == nil {
		return nil, nil, packProblems(dir, ps)
	}
	needs, _, err := builtinReleases(p.Needs)
	if err != nil {
		return nil, nil, err
	}
	rel, ps := catalog.CompilePack(p, needs...)
	if rel == nil {
		return nil, nil, packProblems(dir, ps)
	}
	t := rel.Theme(id)
	if t == nil {
		return nil, nil, failure("资源包 "+p.Name+" 里没有主题 "+id+"，或者它有问题", "the pack "+p.Name+" has no theme "+id+", or one with problems")
	}
	return rel, t, nil
}
