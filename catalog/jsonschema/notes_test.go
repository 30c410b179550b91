package jsonschema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog/jsonschema"
)

// What an import leaves out, assumes or cannot take is told by name.
func TestWhatAnImportChangesIsTold(t *testing.T) {
	t.Parallel()
	for code, schema := range map[string]string{
		"schema.default_left_out": `{"type": "object", "properties": {"a": {"type": "integer", "default": "x"}}}`,
		"schema.open":             `{"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": true}`,
		"schema.stricter":         `{"type": "object", "properties": {"a": {"type": "string", "format": "email"}}}`,
		"schema.too_many_fields":  `{"type": "object", "properties": {` + join(10_001, func(i int) string { return fmt.Sprintf(`"p%d":{"type":"string"}`, i) }) + `}}`,
		"schema.type_assumed":     `{"properties": {"a": {"type": "string"}}}`,
	} {
		r := jsonschema.Import([]jsonschema.File{{Name: "a.json", Doc: []byte(schema)}}, jsonschema.ImportOptions{Seed: 7, Instances: 10})
		var codes []string
		for _, p := range r.Problems {
			codes = append(codes, p.Code)
		}
		if !strings.Contains(strings.Join(codes, " "), code) {
			t.Errorf("%s: %.300s", code, strings.Join(codes, " "))
		}
	}
	if r := jsonschema.Import(nil, jsonschema.ImportOptions{}); len(r.Problems) != 1 || r.Problems[0].Code != "schema.nothing" {
		t.Errorf("no schema: %v", r.Problems)
	}
}
