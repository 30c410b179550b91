package catalog

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"

	"github.com/onematter/onematter/metamodel"
)

//go:embed all:packs
var builtin embed.FS

// Builtin reads the packs in the binary, each after those it needs: the order
// in which to publish them. Problems name their file with the pack before it.
func Builtin() ([]*Pack, metamodel.Problems) {
	entries, err := fs.ReadDir(builtin, "packs")
	if err != nil { // embedded: it is there or the build fails
		panic(fmt.Errorf("catalog: reading the built-in packs: %w", err))
	}
	var packs []*Pack
	var ps metamodel.Problems
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		folder, err := fs.Sub(builtin, "packs/"+e.Name())
		if err != nil {
			panic(fmt.Errorf("catalog: opening the built-in pack %s: %w", e.Name(), err))
		}
		p, problems := Read(folder)
		for _, problem := range problems {
			problem.File = e.Name() + "/" + problem.File
			ps = append(ps, problem)
		}
		if p != nil {
			packs = append(packs, p)
		}
	}
	return Order(packs), ps
}

// BuiltinNames lists the packs in the binary, sorted by folder, without reading
// more of them than their names.
func BuiltinNames() []string {
	files, err := fs.Glob(builtin, "packs/*/pack.yaml")
	if err != nil { // the pattern is ours
		panic(err)
	}
	var names []string
	for _, file := range files {
		b, err := fs.ReadFile(builtin, file)
		if err != nil {
			panic(fmt.Errorf("catalog: reading %s: %w", file, err))
		}
		var m Manifest
		doc, ps := toJSON(file, b)
		if ps = append(ps, decodeManifest(doc, &m)...); !ps.Failed() {
			names = append(names, m.Name)
		}
	}
	return names
}

// Order puts packs after those they need, otherwise by name. Needs that are
// not among them, and cycles, are left to CompilePack to report.
func Order(packs []*Pack) []*Pack {
	byName := map[string]*Pack{}
	sorted := append([]*Pack(nil), packs...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].Name < sorted[j].Name })
	for _, p := range sorted {
		byName[p.Name] = p
	}
	out := make([]*Pack, 0, len(sorted))
	seen := map[*Pack]bool{}
	var place func(p *Pack)
	place = func(p *Pack) {
		if seen[p] {
			return
		}
		seen[p] = true
		for _, s := range p.Needs {
			if need := byName[ParseNeed(s).Name]; need != nil {
				place(need)
			}
		}
		out = append(out, p)
	}
	for _, p := range sorted {
		place(p)
	}
	return out
}
