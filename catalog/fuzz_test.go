package catalog

import (
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// Whatever is uploaded as a definition, it is read or refused; what is read is
// JSON that passes the gate.
func FuzzReadArchive(f *testing.F) {
	for name, b := range tree(f, "testdata/noodles") {
		f.Add(name, b)
	}
	f.Add("elements/x.json", []byte(`[{"id":"X"}]`))
	f.Add("codes/x.yaml", []byte("- &a [*a]"))
	f.Add("themes/x.yml", []byte("? {a: b}\n: c"))
	base := tree(f, "testdata/noodles")
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		if doc, ps := yamlToJSON(b); !ps.Failed() {
			for _, p := range metamodel.Gate(doc, metamodel.DefinitionLimits) {
				switch p.Code { // what is left to the gate
				case "json.number_too_long", "json.exponent", "json.utf8":
				default:
					t.Errorf("%q became %s: %v", b, doc, p)
				}
			}
		}
		files := map[string][]byte{name: b}
		for n, content := range base {
			if n != name {
				files[n] = content
			}
		}
		p, ps := ReadArchive(files)
		if (p == nil) != ps.Failed() {
			t.Fatalf("a pack and errors, or neither: %v", ps)
		}
		if p != nil {
			if r, ps := CompilePack(p); (r == nil) != ps.Failed() {
				t.Fatalf("a release and errors, or neither: %v", ps)
			}
		}
	})
}
