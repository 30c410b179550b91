package jsonschema_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/onematter/onematter/catalog/jsonschema"
)

// What many fields bring together is bounded: each compiles its own pattern,
// and each choice is a code of the pack. Not parallel: the counter is the
// process's.
func TestWhatFieldsBringTogetherIsBounded(t *testing.T) {
	for _, c := range []struct{ name, schema, code, en string }{
		{"patterns", `{"type":"object","properties":{` + join(1000, func(i int) string { return fmt.Sprintf(`"p%d":{"type":"string","pattern":"(a{1,100}){1,9}"}`, i) }) + `}}`, "schema.regexes", "too large together"},
		{"a choice", `{"type":"object","properties":{"a":{"enum":[` + join(9000, func(i int) string { return fmt.Sprintf(`"v%d"`, i) }) + `]}}}`, "schema.no_form", "too many choices"},
		{"choices", `{"type":"object","properties":{` + join(9, func(f int) string {
			return fmt.Sprintf(`"p%d":{"enum":[`, f) + join(1000, func(i int) string { return fmt.Sprintf(`"v%d-%d"`, f, i) }) + `]}`
		}) + `}}`, "schema.no_form", "too many choices"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := jsonschema.Import([]jsonschema.File{{Name: "a.json", Doc: []byte(c.schema)}}, jsonschema.ImportOptions{})
		runtime.ReadMemStats(&after)
		found := false
		for _, p := range r.Problems {
			found = found || says(r.Problems, c.code, p.Path, c.en)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; r.Files != nil || !found || used > 64 {
			t.Errorf("%s: %d MB, %.300v", c.name, used, r.Problems)
		}
	}
	// The proof of a large form takes fewer instances.
	r := jsonschema.Import([]jsonschema.File{{Name: "a.json", Doc: []byte(`{"type":"object","properties":{` + join(1000, func(i int) string { return fmt.Sprintf(`"p%d":{"type":"boolean"}`, i) }) + `}}`)}}, jsonschema.ImportOptions{})
	if r.Files == nil || r.Forms[0].Proof.Instances != 80 {
		t.Errorf("%v", r.Problems)
	}
}
