package jsonschema

import (
	"regexp"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// ProveWrong ends the import of one schema with another schema of the same
// properties, and gives what it says.
func ProveWrong(t *testing.T, schema, other string) metamodel.Problems {
	t.Helper()
	r := Import([]File{{Name: "f.json", Doc: []byte(schema)}}, ImportOptions{})
	s, ps := Parse([]byte(other), Options{})
	if r.Files == nil || s == nil {
		t.Fatal(r.Problems, ps)
	}
	r.Forms[0].root.schema = s
	im := newImporter(ImportOptions{Instances: 500})
	im.pack = r.Pack
	im.finish(&Result{Forms: r.Forms})
	return im.problems
}

// TranslateRegex is for tests: the compiled pattern, or which fault it has.
func TranslateRegex(pattern string) (re *regexp.Regexp, beyond, wrong bool) {
	re, _, fault := compileRegex(pattern)
	if fault != nil {
		return nil, !fault.wrong, fault.wrong
	}
	return re, false, false
}
