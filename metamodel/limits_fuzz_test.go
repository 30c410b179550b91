package metamodel_test

import (
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// Limits are configured by hand: refused and as they were, or all within what
// a reader bears.
func FuzzLimits(f *testing.F) {
	for _, s := range []string{"", "bytes=8388608,depth=64,nodes=400000,number=40,exponent=400", "depth=3", "depth==4", "depth=9999999999999999999", " , ", "bytes=1024 bytes=2048", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := metamodel.ParseLimits(text, metamodel.DefinitionLimits)
		if err != nil {
			if l != metamodel.DefinitionLimits || err.Error() == "" {
				t.Fatalf("%q: %v and %v", text, l, err)
			}
			return
		}
		if l.Bytes < 1<<10 || l.Bytes > 256<<20 || l.Depth < 4 || l.Depth > 256 || l.Nodes < 100 || l.Nodes > 10_000_000 || l.NumberLength < 10 || l.NumberLength > 400 || l.Exponent < 0 || l.Exponent > 400 {
			t.Fatalf("%q gives %+v", text, l)
		}
	})
}
