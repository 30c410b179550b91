package catalog

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed all:packs
var builtin embed.FS

// Builtin lists the names of the packs in the binary, sorted: a pack comes after
// those it needs (ReadBuiltin tells), so load them until nothing is missing.
func Builtin() []string {
	entries, err := fs.ReadDir(builtin, "packs")
	if err != nil { // embedded: it is there or the build fails
		panic(fmt.Errorf("catalog: reading the built-in packs: %w", err))
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// BuiltinFS is the folder of one built-in pack.
func BuiltinFS(name string) (fs.FS, error) {
	sub, err := fs.Sub(builtin, "packs/"+name)
	if err != nil {
		return nil, fmt.Errorf("opening the built-in pack %s: %w", name, err)
	}
	if _, err := fs.Stat(sub, "."); err != nil {
		return nil, fmt.Errorf("opening the built-in pack %s: %w", name, err)
	}
	return sub, nil
}
