package jsonschema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog/jsonschema"
	"github.com/onematter/onematter/metamodel"
)

// says reports whether one of the problems is that, in both languages.
func says(ps metamodel.Problems, code, path, en string) bool {
	for _, p := range ps {
		if p.Code == code && p.Path == path && strings.Contains(p.In("en"), en) && p.In("zh") != p.In("en") && p.File != "" {
			return true
		}
	}
	return false
}

// A keyword that nobody knows is refused by name and path, wherever it stands.
func TestAnUnknownKeywordIsRefusedByNameAndPath(t *testing.T) {
	t.Parallel()
	property := func(more string) string {
		return `{"type":"object","properties":{"a":{"type":"string"` + more + `}}}`
	}
	for _, c := range []struct{ schema, path, en string }{
		{property(`,"maxLenght":5`), "properties/a/maxLenght", "Did you mean maxLength?"},
		{property(`,"minlength":5`), "properties/a/minlength", "Did you mean minLength?"},
		{property(`,"nullable":true`), "properties/a/nullable", `Did you mean "type": ["string", "null"]?`},
		{property(`,"foo":1`), "properties/a/foo", "begin words of your own with x-"},
		{`{"type":"object","properties":{"a":{"type":"string"}},"requried":["a"]}`, "requried", "Did you mean required?"},
		{`{"type":"object","properties":{"a":{"type":"string"}},"$defs":{"b":{"pattren":"x"}}}`, "$defs/b/pattren", "Did you mean pattern?"},
		{`{"type":"object","properties":{"a":{"type":"string"}},"allOf":[{"if":{"requird":["a"]},"then":{}}]}`, "allOf/0/if/requird", "Did you mean required?"},
		{`{"type":"object","properties":{"a":{"$ref":"#/x-parts/p"}},"x-parts":{"p":{"type":"string","maxLenght":3}}}`, "x-parts/p/maxLenght", "Did you mean maxLength?"},
	} {
		r := importOne(t, c.schema)
		if r.Files != nil || !says(r.Problems, "schema.unknown", c.path, c.en) {
			t.Errorf("%s: %v, want %s at %s", c.schema, r.Problems, c.en, c.path)
		}
	}
	// However many there are, it is bounded, and nothing is written.
	r := importOne(t, `{"type":"object","properties":{"a":{"type":"string",`+join(5000, func(i int) string { return fmt.Sprintf(`"x-%d":1,"word%d":1`, i, i) })+`}}}`)
	if r.Files != nil || len(r.Problems) > 300 {
		t.Errorf("%d problems", len(r.Problems))
	}
}

// What says nothing to a form is told by path, and what explains is silent.
func TestWhatAFormPassesOverIsTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ property, code, path, en string }{
		{`{"type":"string","x-order":1}`, "schema.own_word", "properties/a/x-order", "x-order"},
		{`{"type":"string","writeOnly":true}`, "schema.passed_over", "properties/a/writeOnly", "writeOnly"},
		{`{"type":"string","contentEncoding":"base64"}`, "schema.passed_over", "properties/a/contentEncoding", "contentEncoding"},
		{`{"type":"string","contentMediaType":"text/html"}`, "schema.passed_over", "properties/a/contentMediaType", "contentMediaType"},
		{`{"type":"string","readOnly":true}`, "schema.read_only", "properties/a/readOnly", "nobody can fill it in"},
		{`{"type":"string","readOnly":true,"default":""}`, "schema.default_left_out", "properties/a/default", "left out"},
		{`{"type":"object","default":{},"properties":{"x":{"type":"string"}}}`, "schema.passed_over", "properties/a/default", "single question"},
		{`{"type":"array","readOnly":true,"items":{"type":"string"}}`, "schema.passed_over", "properties/a/readOnly", "single question"},
		{`{"type":"object","required":["x"],"properties":{"x":{"type":"string","readOnly":true,"default":"d"}}}`, "schema.passed_over", "properties/a/properties/x/readOnly", "must be answered"},
	} {
		r := importOne(t, `{"type":"object","properties":{"a":`+c.property+`}}`)
		if r.Files == nil || !says(r.Problems, c.code, c.path, c.en) {
			t.Errorf("%s: %v, want %s at %s", c.property, r.Problems, c.code, c.path)
		}
	}
	r := importOne(t, `{"$id":"https://a.example/s","$comment":"c","title":"T","x-title":{"zh":"表","en":"T"},"type":"object","additionalProperties":false,"$defs":{},
		"properties":{"a":{"type":"string","title":"A","description":"d","examples":["x"],"deprecated":true,"$comment":"k","default":"x","writeOnly":false,"readOnly":false}}}`)
	if r.Files == nil || len(r.Problems) > 0 {
		t.Errorf("%v", r.Problems)
	}
}

// A default is what the question starts with, also where it cannot be changed.
func TestADefaultIsTheForms(t *testing.T) {
	t.Parallel()
	r := importOne(t, `{"type":"object","additionalProperties":false,"properties":{"a":{"type":"string","default":"d","readOnly":true},"b":{"type":"integer","default":3},"k":{"enum":["x","y"]}},"if":{"properties":{"k":{"const":"x"}},"required":["k"]},"then":{"required":["a"]}}`)
	if r.Files == nil || !strings.Contains(string(r.Files["forms/licence.yaml"]), "default: d") || strings.Contains(string(r.Files["forms/licence.yaml"]), "readOnly: true") || !says(r.Problems, "schema.passed_over", "properties/a/readOnly", "must be answered") {
		t.Errorf("%v %s", r.Problems, r.Files["forms/licence.yaml"])
	}
	r = jsonschema.Import([]jsonschema.File{{Name: "a.json", Doc: []byte(`{"type":"object","additionalProperties":false,"properties":{"a":{"type":"string","default":"d","readOnly":true}}}`)}}, jsonschema.ImportOptions{})
	if form := string(r.Files["forms/a.yaml"]); len(r.Problems) > 0 || !strings.Contains(form, "readOnly: true") || !strings.Contains(form, "default: d") {
		t.Errorf("%v %s", r.Problems, form)
	}
}
