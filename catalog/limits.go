package catalog

import (
	"sync"

	"github.com/onematter/onematter/metamodel"
)

// Limits bound a pack as a whole, in a folder, a ZIP file or a request alike;
// one file of it is bound by metamodel.DefinitionLimits.
type Limits struct {
	Files   int // how many
	Bytes   int // of all files together, unpacked
	Path    int // bytes of a file's name with its folder
	Segment int // bytes of a part of it; most file systems keep 255
}

// PackLimits are those in force; see SetLimits.
var PackLimits = Limits{Files: 5_000, Bytes: 64 << 20, Path: 512, Segment: 255}

// ParseLimits reads limits as a person configures them,
// "files=5000,bytes=67108864,path=512,segment=255"; what is left out stays as
// in base. The error names every part that is wrong.
func ParseLimits(text string, base Limits) (Limits, error) {
	l := base
	err := metamodel.ParseBounds(text, []metamodel.Bound{
		{Name: "files", Value: &l.Files, Least: 1, Most: 100_000}, {Name: "bytes", Value: &l.Bytes, Least: 1 << 10, Most: 1 << 30},
		{Name: "path", Value: &l.Path, Least: 32, Most: 4096}, {Name: "segment", Value: &l.Segment, Least: 16, Most: 1024},
	})
	if err != nil {
		return base, err
	}
	return l, nil
}

// SetLimits replaces PackLimits. It is for the start of a program, before
// anything is read: limits do not change under a reader.
func SetLimits(l Limits) {
	setLimits.Lock()
	defer setLimits.Unlock()
	if l != PackLimits {
		PackLimits = l
	}
}

var setLimits sync.Mutex

// MostZip bounds a pack in one file, in bytes: stored as it is, with its directory.
func MostZip() int { return PackLimits.Bytes + 8<<20 }
