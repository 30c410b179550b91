package web_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/onematter/onematter/internal/web"
)

func TestTheOpenAPIDocumentIsOpenAPI(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/openapi-3.1.schema.json")
	must(t, err)
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	must(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	must(t, c.AddResource("https://spec.openapis.org/oas/3.1/schema", schema))
	s, err := c.Compile("https://spec.openapis.org/oas/3.1/schema")
	must(t, err)
	spec, err := web.OpenAPI("test")
	must(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(spec))
	must(t, err)
	if err := s.Validate(doc); err != nil {
		t.Error(err)
	}
	delete(doc.(object), "info")
	if s.Validate(doc) == nil {
		t.Error("the schema takes a document without info: it judges nothing")
	}
	again, err := web.OpenAPI("test")
	must(t, err)
	if !bytes.Equal(spec, again) {
		t.Error("the same types give another document")
	}
	h := open(t)
	if got := h.stranger().get("/api/openapi.json"); got.status != 200 || !bytes.Equal(got.body, spec) || got.header.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("served %d %v", got.status, got.header)
	}
}

// What the schema of OpenAPI cannot see: the links inside the document, and
// that everything in it is explained.
func TestTheOpenAPIDocumentHoldsTogether(t *testing.T) {
	t.Parallel()
	o := contract()
	ids := map[string]bool{}
	for path, item := range o.doc["paths"].(object) {
		for method, v := range item.(object) {
			op := v.(object)
			name := strings.ToUpper(method) + " " + path
			id := op["operationId"].(string)
			if ids[id] {
				t.Errorf("%s: the id %s is taken", name, id)
			}
			ids[id] = true
			if op["summary"] == "" || len(texts(op["tags"])) != 1 {
				t.Errorf("%s is not explained", name)
			}
			declared := map[string]bool{}
			for _, p := range objects(op["parameters"]) {
				at := p["in"].(string) + " " + p["name"].(string)
				if declared[at] {
					t.Errorf("%s declares %s twice", name, at)
				}
				declared[at] = true
				if s, _ := p["description"].(string); s == "" {
					t.Errorf("%s: %s is not explained", name, at)
				}
				if p["in"] == "path" && p["required"] != true {
					t.Errorf("%s: %s is not required", name, at)
				}
			}
			for _, m := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(path, -1) {
				if !declared["path "+m[1]] {
					t.Errorf("%s does not declare %s", name, m[1])
				}
			}
			if n := len(slices.DeleteFunc(slices.Collect(keys(declared)), func(s string) bool { return !strings.HasPrefix(s, "path ") })); n != strings.Count(path, "{") {
				t.Errorf("%s declares %d path parameters", name, n)
			}
			body, _ := op["requestBody"].(object)
			if body != nil && body["required"] != true {
				t.Errorf("%s: the body is not required", name)
			}
			if body != nil && (method == "get" || method == "delete") {
				t.Errorf("%s has a body", name)
			}
			responses := op["responses"].(object)
			if refusal, _ := responses["default"].(object); refusal == nil || refusal["content"].(object)["application/problem+json"] == nil {
				t.Errorf("%s does not say how it refuses", name)
			}
			if len(responses) != 2 {
				t.Errorf("%s has %d answers", name, len(responses))
			}
		}
	}
	refs := 0
	each(o.doc, func(m object) {
		ref, ok := m["$ref"].(string)
		if !ok {
			return
		}
		refs++
		if target, local := strings.CutPrefix(ref, "#"); !local || o.at(target) == nil {
			t.Errorf("%s leads nowhere", ref)
		}
	})
	if refs < 100 {
		t.Errorf("only %d references looked at", refs)
	}
	for name := range o.doc["components"].(object)["schemas"].(object) {
		if !regexp.MustCompile(`^[A-Z][A-Za-z]+$`).MatchString(name) {
			t.Errorf("a schema is called %s", name)
		}
		if _, err := o.schema("/components/schemas/" + name); err != nil {
			t.Errorf("the schema %s: %v", name, err)
		}
	}
}

func keys(m map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// each visits every object of a document.
func each(v any, visit func(object)) {
	switch v := v.(type) {
	case object:
		visit(v)
		for _, x := range v {
			each(x, visit)
		}
	case []any:
		for _, x := range v {
			each(x, visit)
		}
	}
}
