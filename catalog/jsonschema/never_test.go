package jsonschema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog/jsonschema"
	"github.com/onematter/onematter/metamodel"
)

// A schema that plainly contradicts itself is refused where it does.
func TestAContradictionIsRefusedWhereItStands(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ schema, path string }{
		{`{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"not":{"required":["a"]}}`, "not"},
		{`{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"allOf":[{"not":{"type":"object"}}]}`, "allOf/0/not"},
		{`{"type":"object","properties":{"a":{"type":"string","not":{}}}}`, "properties/a/not"},
		{`{"type":"object","properties":{"k":{"enum":["x","y"]}},"required":["k"],"anyOf":[{"properties":{"k":{"const":"z"}}},{"properties":{"k":{"type":"integer"}}}]}`, "anyOf"},
		{`{"type":"object","properties":{"k":{"enum":["x"]},"a":{"type":"string"}},"required":["k"],"if":{"properties":{"k":{"const":"x"}}},"then":{"properties":{"k":{"const":"y"}}}}`, "then"},
		{`{"type":"object","properties":{"o":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"not":{"required":["a"]}}}}`, "properties/o/not"},
		{`{"type":"object","properties":{"a":{"type":"string","minLength":5,"maxLength":2}}}`, "properties/a/maxLength"},
		{`{"type":"object","properties":{"a":{"type":"integer","minimum":5,"allOf":[{"maximum":2}]}}}`, "properties/a/allOf/0/maximum"},
		{`{"type":"object","properties":{"a":{"type":"number","exclusiveMinimum":5,"maximum":5}}}`, "properties/a/maximum"},
		{`{"type":"object","properties":{"a":{"type":"array","minItems":3,"maxItems":2,"items":{"type":"string"}}}}`, "properties/a/maxItems"},
	} {
		r := importOne(t, c.schema)
		if r.Files != nil || !says(r.Problems, "schema.never", c.path, "satisfy") {
			t.Errorf("%s: %v, want it at %s", c.schema, r.Problems, c.path)
		}
		for _, p := range r.Problems {
			if p.File != "licence.schema.json" {
				t.Errorf("%s: a problem in %s", c.schema, p.File)
			}
		}
		if words := r.Report().Terminal("en"); strings.Contains(words, "→ form") {
			t.Errorf("%s: told as made: %s", c.schema, words)
		}
	}
	// What only looks like one is not.
	for _, schema := range []string{
		`{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a"],"not":{"required":["a","b"]}}`,
		`{"type":"object","properties":{"k":{"enum":["x","y"]},"a":{"type":"string"}},"not":{"properties":{"k":{"enum":["x","y"]}},"required":["k"]}}`,
		`{"type":"object","properties":{"k":{"enum":["x","y"]}},"anyOf":[{"properties":{"k":{"const":"z"}}},{"properties":{"k":{"const":"x"}}}]}`,
		`{"type":"object","properties":{"a":{"type":"integer","minimum":5,"maximum":5}}}`,
	} {
		if r := importOne(t, schema); r.Files == nil || r.Forms[0].Proof.Valid == 0 {
			t.Errorf("%s: %v", schema, r.Problems)
		}
	}
}

// What the pack would be refused for is said of the schema, once.
func TestProblemsPointIntoTheSchema(t *testing.T) {
	t.Parallel()
	values := func(n int) string { return join(n, func(i int) string { return fmt.Sprintf(`"value%03d"`, i) }) }
	many := `{"type":"object","properties":{"a":{"enum":[` + join(900, func(i int) string { return fmt.Sprintf(`"v%d"`, i) }) + `]},"b":{"type":"string"}},"allOf":[` +
		join(900, func(i int) string {
			return fmt.Sprintf(`{"if":{"properties":{"a":{"const":"v%d"}},"required":["a"]},"then":{"required":["b"]}}`, i)
		}) + `]}`
	for _, c := range []struct{ schema, path, en string }{
		{many, "properties/b", "more than 4000 characters"},
		{`{"type":"object","properties":{"o":{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"string"}},"if":{"properties":{"a":{"enum":[` + values(180) + `]}}},"then":{"properties":{"b":{"enum":[` + values(180) + `]}}}}}}`, "properties/o/properties/b", "4000"},
	} {
		r := importOne(t, c.schema)
		errors := 0
		for _, p := range r.Problems {
			if p.File != "licence.schema.json" {
				t.Errorf("%s: a problem in %s", c.path, p.File)
			}
			if p.Severity == metamodel.Error {
				errors++
				if p.Path != c.path || !strings.Contains(p.In("en"), c.en) {
					t.Errorf("%v, want it at %s", p, c.path)
				}
			}
		}
		if r.Files != nil || errors != 1 {
			t.Errorf("%s: %v", c.path, r.Problems)
		}
	}
}

// A time of JSON Schema has an offset; a form takes it as a text of that shape.
func TestATimeIsATextWithItsOffset(t *testing.T) {
	t.Parallel()
	r := jsonschema.Import([]jsonschema.File{{Name: "a.json", Doc: []byte(`{"type":"object","additionalProperties":false,"required":["at"],"properties":{"at":{"type":"string","format":"time"}}}`)}}, jsonschema.ImportOptions{})
	if r.Files == nil || r.Forms[0].Proof.Valid < 100 || !says(r.Problems, "schema.stricter", "properties/at/format", "09:30:00+08:00") {
		t.Errorf("%v", r.Problems)
	}
}
