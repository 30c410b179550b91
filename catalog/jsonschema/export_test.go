package jsonschema

import (
	"regexp"
	"testing"

	"github.com/onematter/onematter/catalog"
)

// ProveWrong holds the form of one schema against another schema of the same
// properties.
func ProveWrong(t *testing.T, schema, other string) []Disagreement {
	t.Helper()
	r := Import([]File{{Name: "f.json", Doc: []byte(schema)}}, ImportOptions{})
	s, ps := Parse([]byte(other), Options{})
	if r.Files == nil || s == nil {
		t.Fatal(r.Problems, ps)
	}
	rel, ps := catalog.CompilePack(r.Pack)
	if rel == nil {
		t.Fatal(ps)
	}
	h := r.Forms[0].root
	h.schema = s
	return h.prove(rel.Form("f"), ImportOptions{Instances: 500}).Disagreements
}

// TranslateRegex is for tests: the compiled pattern, or which fault it has.
func TranslateRegex(pattern string) (re *regexp.Regexp, beyond, wrong bool) {
	re, _, fault := compileRegex(pattern)
	if fault != nil {
		return nil, !fault.wrong, fault.wrong
	}
	return re, false, false
}
