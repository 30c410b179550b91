package jsonschema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	oracle "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/onematter/onematter/catalog/jsonschema"
)

// writer makes random schemas and instances that meet each other.
type writer struct{ *rand.Rand }

func (w writer) pick(s ...string) string { return s[w.IntN(len(s))] }

func (w writer) instance(depth int) string {
	if depth > 0 && w.IntN(2) == 0 {
		if w.IntN(2) == 0 {
			return "[" + join(w.IntN(4), func(int) string { return w.instance(depth - 1) }) + "]"
		}
		names := w.Perm(4)
		return "{" + join(w.IntN(4), func(i int) string { return fmt.Sprintf(`"%c":%s`, 'a'+names[i], w.instance(depth-1)) }) + "}"
	}
	return w.pick(`null`, `true`, `false`, `0`, `1`, `1.0`, `-1.5`, `3e1`, `2.5`, `"a"`, `"ab"`, `"b1"`, `""`, `"😀"`, `[]`, `{}`, `{"a":1}`, `[1,"a"]`)
}

func (w writer) list(depth int) string {
	return "[" + join(1+w.IntN(3), func(int) string { return w.schema(depth - 1) }) + "]"
}

func (w writer) members(depth int) string {
	names := w.Perm(4)
	return "{" + join(w.IntN(4), func(i int) string { return fmt.Sprintf(`"%c":%s`, 'a'+names[i], w.schema(depth-1)) }) + "}"
}

func (w writer) schema(depth int) string {
	if depth == 0 || w.IntN(12) == 0 {
		return w.pick(`true`, `false`, `{}`, `{"type":"string"}`, `{"type":["object","null"]}`, `{"type":"integer"}`, `{"const":1}`, `{"enum":["a",[],{"a":1.0}]}`, `{"minLength":2}`, `{"maximum":1}`, `{"$ref":"#/$defs/x"}`)
	}
	keys := map[string]string{}
	for range 1 + w.IntN(3) {
		switch w.IntN(24) {
		case 0:
			keys["type"] = w.pick(`"object"`, `"array"`, `"number"`, `["string","integer"]`)
		case 1:
			keys["properties"] = w.members(depth)
		case 2:
			keys["additionalProperties"] = w.schema(depth - 1)
		case 3:
			keys["patternProperties"] = `{"` + w.pick("^a", "b$", "[c-d]", ".") + `":` + w.schema(depth-1) + "}"
		case 4:
			keys["required"] = w.pick(`["a"]`, `["a","b"]`, `[]`)
		case 5:
			keys["items"] = w.schema(depth - 1)
		case 6:
			keys["prefixItems"] = w.list(depth)
		case 7:
			keys["contains"] = w.schema(depth - 1)
		case 8:
			keys["minContains"], keys["maxContains"] = w.pick("0", "1", "2"), w.pick("1", "2", "3")
		case 9:
			keys["allOf"] = w.list(depth)
		case 10:
			keys["anyOf"] = w.list(depth)
		case 11:
			keys["oneOf"] = w.list(depth)
		case 12:
			keys["not"] = w.schema(depth - 1)
		case 13:
			keys["if"] = w.schema(depth - 1)
		case 14:
			keys["then"], keys["else"] = w.schema(depth-1), w.schema(depth-1)
		case 15:
			keys["dependentSchemas"] = w.members(depth)
		case 16:
			keys["dependentRequired"] = `{"a":["b"],"c":[]}`
		case 17:
			keys["unevaluatedProperties"] = w.schema(depth - 1)
		case 18:
			keys["unevaluatedItems"] = w.schema(depth - 1)
		case 19:
			keys["propertyNames"] = w.schema(depth - 1)
		case 20:
			keys["multipleOf"], keys["exclusiveMinimum"] = w.pick("0.5", "1", "3"), w.pick("0", "1", "-2")
		case 21:
			keys["uniqueItems"], keys["maxItems"] = "true", w.pick("1", "2")
		case 22:
			keys["minProperties"], keys["pattern"] = w.pick("1", "2"), w.pick(`"^a"`, `"\\d"`, `"."`)
		case 23:
			keys["$ref"] = `"#/$defs/x"`
		}
	}
	var parts []string
	for _, k := range keywordOrder {
		if v, ok := keys[k]; ok {
			parts = append(parts, `"`+k+`":`+v)
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

var keywordOrder = strings.Fields("type properties additionalProperties patternProperties required items prefixItems contains minContains maxContains allOf anyOf oneOf not if then else dependentSchemas dependentRequired unevaluatedProperties unevaluatedItems propertyNames multipleOf exclusiveMinimum uniqueItems maxItems minProperties pattern $ref")

// A full implementation says the same of schemas that combine everything.
func TestRandomSchemasAreJudgedAsAnotherImplementationJudges(t *testing.T) {
	t.Parallel()
	const seed, schemas, instances = 1, 3000, 30
	verdicts := map[bool]int{}
	for i := range schemas {
		w := writer{rand.New(rand.NewPCG(seed, uint64(i)))}
		doc := strings.TrimSuffix(w.schema(3), "}")
		if !strings.HasPrefix(doc, "{") {
			continue
		}
		if doc != "{" {
			doc += ","
		}
		doc += `"$defs":{"x":` + w.pick(`{"type":["array","object"]}`, `{"properties":{"a":{"$ref":"#/$defs/x"}},"not":{"const":1}}`, `{"items":{"$ref":"#/$defs/x"},"maxItems":2}`) + `}}`
		ours, ps := jsonschema.Parse([]byte(doc), jsonschema.Options{})
		if ours == nil {
			t.Fatalf("seed %d, schema %d: %v\n%s", seed, i, ps, doc)
		}
		parsed, err := oracle.UnmarshalJSON(strings.NewReader(doc))
		if err != nil {
			t.Fatal(err)
		}
		c := oracle.NewCompiler()
		if err := c.AddResource("s.json", parsed); err != nil {
			t.Fatal(err)
		}
		theirs, err := c.Compile("s.json")
		if err != nil {
			t.Fatalf("%v\n%s", err, doc)
		}
		for range instances {
			text := w.instance(3)
			v, err := oracle.UnmarshalJSON(bytes.NewReader([]byte(text)))
			if err != nil {
				t.Fatal(err)
			}
			want := theirs.Validate(v) == nil
			got, ps := ours.Check([]byte(text))
			if got != want || ps.Failed() {
				t.Fatalf("seed %d, schema %d:\n%s\nof %s: %t %v, want %t", seed, i, doc, text, got, ps, want)
			}
			verdicts[want]++
		}
	}
	if verdicts[true] < 1000 || verdicts[false] < 1000 {
		t.Errorf("one-sided: %v", verdicts)
	}
	t.Logf("seed %d: %v", seed, verdicts)
}

func FuzzSchema(f *testing.F) {
	for i := range 20 {
		w := writer{rand.New(rand.NewPCG(2, uint64(i)))}
		f.Add(w.schema(3), w.instance(3))
	}
	f.Add(`{"$id":"urn:a:b","$defs":{"x":{"$anchor":"y"}},"$ref":"#y"}`, `1`)
	f.Add(`{"$schema":"http://json-schema.org/draft-07/schema#","items":[{}],"dependencies":{"a":["b"]}}`, `{}`)
	f.Fuzz(func(t *testing.T, schema, instance string) {
		s, ps := jsonschema.Parse([]byte(schema), jsonschema.Options{AssertFormat: true})
		if s == nil {
			if !ps.Failed() {
				t.Fatal("neither a schema nor a problem")
			}
			return
		}
		first, ps := s.Check([]byte(instance))
		second, _ := s.Check([]byte(instance))
		if first != second || first && ps.Failed() {
			t.Fatalf("%t, then %t, %v", first, second, ps)
		}
		if !ps.Failed() && !json.Valid([]byte(instance)) {
			t.Fatal("judged what is no JSON")
		}
	})
}

func FuzzRegex(f *testing.F) {
	for _, s := range []string{`^\d{2,}[^\s\p{L}]*?(?:a|b)+$`, `[\w-]`, `(?<n>\u{1f600})\cA`, `a{1000}`, `[]^`, `\p{Script=Han}`} {
		f.Add(s, "ab1")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		re, beyond, wrong := jsonschema.TranslateRegex(pattern)
		if re == nil != (beyond || wrong) {
			t.Fatal("neither a pattern nor a fault")
		}
		if re != nil && len(text) < 1000 {
			re.MatchString(text)
		}
	})
}
