package jsonschema_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/catalog/jsonschema"
)

const licence = `{
 "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Food licence", "x-title": {"zh": "食品经营许可", "en": "Food licence"}, "type": "object", "additionalProperties": false,
 "required": ["name", "kind", "area", "address", "staff"],
 "properties": {
  "name": {"type": "string", "title": "名称", "minLength": 2, "maxLength": 50},
  "kind": {"oneOf": [{"const": "shop", "title": "Shop", "x-title": {"zh": "店", "en": "Shop"}}, {"const": "stall", "title": "Stall"}]},
  "area": {"$ref": "#/$defs/area"},
  "opened": {"type": "string", "format": "date"},
  "online": {"type": "boolean", "default": false},
  "site": {"type": "string", "pattern": "^[a-z]+\\.example$"},
  "seats": {"type": "integer", "minimum": 0, "multipleOf": 2},
  "price": {"type": "number", "multipleOf": 0.01, "exclusiveMinimum": 0},
  "items": {"type": "array", "uniqueItems": true, "minItems": 1, "items": {"enum": ["hot", "cold", "raw"]}},
  "tags": {"type": "array", "items": {"type": "string", "maxLength": 5}, "maxItems": 3},
  "code": {"type": ["string", "null"], "format": "uuid"},
  "level": {"type": "integer", "enum": [1, 2, 3]},
  "address": {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}, "zip": {"type": "string", "pattern": "^\\d{6}$"}}},
  "owner": {"type": "object", "required": ["first"], "properties": {"first": {"type": "string"}, "last": {"type": "string"}, "contact": {"type": "object", "required": ["phone"], "properties": {"phone": {"type": "string"}, "mail": {"type": "string", "format": "email"}}}}},
  "staff": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 16}, "papers": {"type": "array", "items": {"type": "object", "required": ["no"], "properties": {"no": {"type": "string"}, "until": {"type": "string", "format": "date"}}}}},
    "if": {"properties": {"age": {"maximum": 17}}, "required": ["age"]}, "then": {"required": ["papers"]}}}
 },
 "if": {"properties": {"kind": {"const": "stall"}}},
 "then": {"properties": {"seats": false}, "required": ["opened"]},
 "else": {"properties": {"area": {"minimum": 10}}},
 "dependentRequired": {"online": ["site"]},
 "allOf": [{"anyOf": [{"required": ["seats"]}, {"required": ["price"]}], "description": "Seats or a price"}],
 "$defs": {"area": {"type": "number", "minimum": 1, "maximum": 1000}}
}`

func importOne(t testing.TB, schema string) *jsonschema.Result {
	t.Helper()
	return jsonschema.Import([]jsonschema.File{{Name: "licence.schema.json", Doc: []byte(schema)}}, jsonschema.ImportOptions{Seed: 7, Instances: 1000})
}

func TestASchemaBecomesAFormThatJudgesTheSame(t *testing.T) {
	t.Parallel()
	r := importOne(t, licence)
	if r.Files == nil {
		for _, f := range r.Forms {
			t.Logf("%+v", f.Proof)
		}
		t.Fatal(r.Problems)
	}
	p := r.Forms[0].Proof
	t.Logf("%+v", p)
	if p.Valid < 100 || p.Invalid < 100 || len(p.Disagreements) > 0 {
		t.Errorf("%+v", p)
	}
	var fields []string
	for _, f := range r.Forms[0].Fields {
		fields = append(fields, f.Property+" → "+f.Field)
	}
	if got := strings.Join(fields, "\n"); !strings.Contains(got, "staff/items/papers/items/no → staff/papers/no") {
		t.Error(got)
	}
}

// Whatever has no counterpart in a form is refused by keyword and path.
func TestWhatAFormCannotHonourIsRefusedByNameAndPath(t *testing.T) {
	t.Parallel()
	property := func(schema string) string {
		return `{"type":"object","properties":{"a":` + schema + `,"b":{"type":"string"}}}`
	}
	for _, c := range []struct{ schema, code, path, keyword string }{
		{property(`{}`), "schema.no_form", "properties/a/type", "type"},
		{property(`{"type":["string","integer"]}`), "schema.no_form", "properties/a/type", "type"},
		{property(`{"type":"null"}`), "schema.no_form", "properties/a/type", "type"},
		{property(`{"type":"string","format":"ipv6"}`), "schema.no_form", "properties/a/format", "format"},
		{property(`{"type":"number","multipleOf":0.3}`), "schema.no_form", "properties/a/multipleOf", "multipleOf"},
		{property(`{"enum":["x",1]}`), "schema.no_form", "properties/a/enum", "enum"},
		{property(`{"enum":[" x"]}`), "schema.no_form", "properties/a/enum", "enum"},
		{property(`{"type":"string","enum":[1]}`), "schema.no_form", "properties/a/enum", "enum"},
		{property(`{"type":"array"}`), "schema.no_form", "properties/a/items", "items"},
		{property(`{"type":"array","prefixItems":[{"type":"string"}]}`), "schema.no_form", "properties/a/prefixItems", "prefixItems"},
		{property(`{"type":"array","uniqueItems":true,"items":{"type":"string"}}`), "schema.no_form", "properties/a/uniqueItems", "uniqueItems"},
		{property(`{"type":"array","items":{"type":"array","items":{"type":"string"}}}`), "schema.no_form", "properties/a/items/type", "type"},
		{property(`{"type":"array","contains":{"const":1},"items":{"type":"integer"}}`), "schema.no_form", "properties/a/contains", "contains"},
		{property(`{"type":"object"}`), "schema.no_form", "properties/a/properties", "properties"},
		{property(`{"type":"object","properties":{"x":{"type":"string"}},"patternProperties":{"^y":{}}}`), "schema.no_form", "properties/a/patternProperties", "patternProperties"},
		{property(`{"type":"object","properties":{"x":{"type":"string"}},"additionalProperties":{"type":"string"}}`), "schema.no_form", "properties/a/additionalProperties", "additionalProperties"},
		{property(`{"type":"object","properties":{"x":{"type":"string"}},"required":["y"]}`), "schema.no_form", "properties/a/required", "required"},
		{property(`{"$ref":"#"}`), "schema.recursive", "properties/a/$ref", "$ref"},
		{`{"type":"object","properties":{"a":{"type":"string"}},"if":{"properties":{"a":{"format":"email"}}},"then":{"required":["a"]}}`, "schema.no_form", "if", "if"},
		{`{"type":"object","required":["a"],"properties":{"a":{"type":["string","null"]}}}`, "schema.no_form", "properties/a/type", "type"},
		{`{"allOf":[{"properties":{"a":{"type":"string"}},"additionalProperties":false},{"properties":{"b":{"type":"string"}}}],"type":"object"}`, "schema.no_form", "allOf/0/additionalProperties", "additionalProperties"},
		{`{"type":"object","properties":{"a":{"enum":["x","y"]}},"not":{"properties":{"c":{"const":1}}}}`, "schema.no_form", "not/properties/c", "properties"},
		{`{"type":"object","properties":{"a":{"enum":["x","y"]}},"if":{"properties":{"c":{"const":1}}},"then":{"required":["a"]}}`, "schema.no_form", "if/properties/c", "properties"},
		{`{"type":"object","properties":{"a":{"enum":["x","y"]}},"dependentSchemas":{"z":{"properties":{"c":{"type":"string"}}}}}`, "schema.no_form", "dependentSchemas/z/properties/c", "properties"},
		{`{"type":"object","properties":{"age":{"type":"integer"}},"anyOf":[{"properties":{"firstName":{"type":"string"}},"required":["firstName"]},{"properties":{"idCode":{"type":"string"}},"required":["idCode"]}]}`, "schema.no_form", "anyOf/0/properties/firstName", "properties"},
		{`{"type":"object","properties":{"a":{"enum":["x","y"]}},"if":{"properties":{"a":{"const":"x"}}},"then":{"properties":{"c":{}}}}`, "schema.no_form", "then/properties/c/type", "type"},
		{`[]`, "schema.malformed", "", ""},
		{`{"type":"string"}`, "schema.not_object", "type", "type"},
		{`{"type":"object"}`, "schema.not_object", "type", "type"},
		{`{"properties":{"a":{"$ref":"x.json"}}}`, "schema.remote", "properties/a/$ref", "$ref"},
	} {
		r := importOne(t, c.schema)
		found := false
		for _, p := range r.Problems {
			found = found || p.Code == c.code && p.Path == c.path && p.Params["keyword"] == c.keyword && p.File != "" && p.In("zh") != p.In("en") && !strings.Contains(p.In("en")+p.In("zh"), "“”")
		}
		if !found || r.Files != nil {
			t.Errorf("%s: %v, want %s at %s by %s", c.schema, r.Problems, c.code, c.path, c.keyword)
		}
	}
}

// Conditions, one a schema, each proved on generated instances.
func TestConditionsBecomeRules(t *testing.T) {
	t.Parallel()
	const members = `"type":"object","additionalProperties":false,"properties":{"k":{"enum":["a","b","c"]},"n":{"type":"integer","minimum":0,"maximum":9},"s":{"type":"string","maxLength":4},"t":{"type":"boolean"},` +
		`"o":{"type":"object","required":["p"],"properties":{"p":{"type":"string"},"q":{"type":"integer"}}},"r":{"type":"array","maxItems":3,"items":{"type":"object","required":["x"],"properties":{"x":{"type":"integer"},"y":{"type":"string"}},"dependentRequired":{"y":["x"]}}},"m":{"type":"array","uniqueItems":true,"items":{"enum":["u","v"]}}}`
	for _, rule := range []string{
		`"if":{"properties":{"k":{"const":"a"}},"required":["k"]},"then":{"required":["n"]}`,
		`"if":{"properties":{"k":{"const":"a"}}},"then":{"required":["n"]},"else":{"required":["s"]}`,
		`"if":{"required":["t"]},"then":{"properties":{"n":{"minimum":5},"k":{"enum":["a","b"]}}},"else":{"properties":{"s":{"minLength":2}}}`,
		`"if":{"properties":{"o":{"properties":{"q":{"minimum":1}},"required":["q"]}},"required":["o"]},"then":{"required":["m"]}`,
		`"if":{"properties":{"r":{"minItems":2}},"required":["r"]},"then":{"required":["s"]}`,
		`"if":{"properties":{"m":{"contains":{"const":"u"}}},"required":["m"]},"then":{"properties":{"t":{"const":true}},"required":["t"]}`,
		`"if":{"not":{"required":["k"]}},"then":{"required":["o"]}`,
		`"dependentRequired":{"k":["n","s"]}`, `"dependentSchemas":{"t":{"required":["r"],"properties":{"n":{"multipleOf":1}}}}`,
		`"anyOf":[{"required":["k"]},{"required":["n"]},{"properties":{"t":{"const":false}},"required":["t"]}]`,
		`"oneOf":[{"required":["k"]},{"required":["n"]}]`, `"not":{"required":["k","n"]}`,
		`"allOf":[{"if":{"required":["k"]},"then":{"required":["n"]}},{"if":{"required":["n"]},"then":{"properties":{"s":{"pattern":"^[a-c]"}}}}]`,
		`"minProperties":0,"if":{"properties":{"n":{"exclusiveMinimum":3,"maximum":7}},"required":["n"]},"then":{"if":{"required":["k"]},"then":{"required":["t"]}}`,
	} {
		r := importOne(t, "{"+members+","+rule+"}")
		if r.Files == nil {
			t.Errorf("%s: %v", rule, r.Problems)
			continue
		}
		if p := r.Forms[0].Proof; p.Valid < 100 || p.Invalid < 100 {
			t.Errorf("%s: one-sided: %+v", rule, p)
		}
	}
}

// The proof is one: a form that judges otherwise is found.
func TestAFormThatJudgesOtherwiseIsFound(t *testing.T) {
	t.Parallel()
	schema := func(most string) string {
		return `{"type":"object","properties":{"a":{"type":"integer","maximum":` + most + `}}}`
	}
	if ps := jsonschema.ProveWrong(t, schema("5"), schema("6")); !ps.Failed() || ps[0].Code != "schema.disagrees" ||
		ps[0].In("en") != `The form and the schema disagree on {"a":6}: the schema says valid, the form not valid` || !strings.Contains(ps[0].In("zh"), "模式认为有效，表单认为无效") {
		t.Errorf("a maximum of 5 and one of 6: %v", ps)
	}
	if ps := jsonschema.ProveWrong(t, schema("5"), schema("5")); len(ps) > 0 {
		t.Errorf("%v", ps)
	}
}

// The same schemas give the same bytes.
func TestAnImportIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	first, second := importOne(t, licence), importOne(t, licence)
	for name, body := range first.Files {
		if string(second.Files[name]) != string(body) {
			t.Errorf("%s differs", name)
		}
	}
}

// Properties are bound to elements that mean them and allow exactly what the
// schema does.
func TestPropertiesAreBoundToElementsOfAPool(t *testing.T) {
	t.Parallel()
	packs, ps := catalog.Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	var pools []*catalog.Release
	for _, p := range packs {
		if p.Name == "talent-housing" { // it has a name of a person of its own: one of two would be a guess
			continue
		}
		rel, ps := catalog.CompilePack(p, pools...)
		if rel == nil {
			t.Fatal(ps)
		}
		pools = append(pools, rel)
	}
	r := jsonschema.Import([]jsonschema.File{{Name: "p.json", Doc: []byte(`{"type":"object","properties":{
		"fullName":{"type":"string","title":"姓名","maxLength":50},
		"long":{"type":"string","title":"经营场所地址"},
		"birth":{"type":"string","title":"出生日期","format":"date"},
		"colour":{"type":"string","title":"颜色"}}}`)}}, jsonschema.ImportOptions{Pools: pools})
	if r.Files == nil {
		t.Fatal(r.Problems)
	}
	if form := string(r.Files["forms/p.yaml"]); !strings.Contains(form, "element:DE00001") || !strings.Contains(form, "element:long") || !strings.Contains(form, "element:birth") || !strings.Contains(form, "element:colour") {
		t.Error(form)
	}
	if m := string(r.Files["pack.yaml"]); !strings.Contains(m, "open-a-restaurant") {
		t.Error(m)
	}
	bound := map[string]bool{}
	for _, b := range r.Bindings {
		bound[b.Element] = b.Bound
		if !b.Bound && (b.Why["zh"] == "" || b.Why["en"] == "") {
			t.Errorf("%+v: it is not said why", b)
		}
	}
	if !bound["DE00001"] || bound["DE00202"] {
		t.Errorf("%v", bound)
	}
}

func FuzzImport(f *testing.F) {
	f.Add(licence)
	f.Add(`{"type":"object","properties":{"a":{"anyOf":[{"type":"null"},{"const":"x"}]}},"oneOf":[{"required":["a"]},{"not":{"required":["a"]}}]}`)
	f.Add(`{"properties":{"":{"properties":{"0":{"type":"string","pattern":"0"}}},"rows":{"type":"array","items":{"properties":{"a":{"type":"integer"}}}}}}`)
	f.Fuzz(func(t *testing.T, schema string) {
		if len(schema) > 5000 {
			return
		}
		r := jsonschema.Import([]jsonschema.File{{Name: "f.json", Doc: []byte(schema)}}, jsonschema.ImportOptions{Instances: 20})
		if r.Files == nil && !r.Problems.Failed() {
			t.Fatal("neither a pack nor a problem")
		}
		for _, p := range r.Problems {
			if p.Code == "schema.disagrees" {
				t.Fatalf("%v\n%+v", p, r.Forms[0].Proof)
			}
		}
	})
}

// Every problem and note that a schema can bring has a schema that brings it.
func TestEveryProblemIsBrought(t *testing.T) {
	t.Parallel()
	chain := func(n int, one func(i int) string) string {
		return `{"$ref":"#/$defs/0","$defs":{"` + strconv.Itoa(n) + `":{},` + join(n, func(i int) string { return `"` + strconv.Itoa(i) + `":` + one(i) }) + `}}`
	}
	to := func(i int) string { return `{"$ref":"#/$defs/` + strconv.Itoa(i) + `"}` }
	for code, schema := range map[string]string{
		"schema.expansion":        chain(20, func(i int) string { return `{"allOf":[` + to(i+1) + `,` + to(i+1) + `]}` }),
		"schema.nesting":          chain(300, func(i int) string { return to(i + 1) }),
		"schema.regexes":          `{"patternProperties":{` + join(60, func(i int) string { return `"a{900}x` + strconv.Itoa(i) + `":{}` }) + `}}`,
		"schema.too_many_fields":  `{"type":"object","properties":{` + join(2500, func(i int) string { return `"p` + strconv.Itoa(i) + `":{"type":"string"}` }) + `}}`,
		"schema.type_assumed":     `{"properties":{"a":{"type":"string"}}}`,
		"schema.default_left_out": `{"type":"object","properties":{"a":{"type":"string","default":5}}}`,
		"schema.open":             `{"type":"object","properties":{"a":{"type":"string"}}}`,
		"schema.stricter":         `{"type":"object","properties":{"a":{"type":"string","format":"uri"}}}`,
		"schema.none_valid":       `{"type":"object","required":["a"],"properties":{"a":{"type":"string","format":"uri","pattern":"^ftp://a$"}}}`,
		"schema.unproved":         `{"type":"object","required":["a"],"properties":{"a":{"type":"string","pattern":"^b"}},"not":{"properties":{"a":{"pattern":"^."}}}}`,
		"schema.never":            `{"type":"object","required":["a"],"properties":{"a":{"type":"string"}},"not":{"required":["a"]}}`,
		"schema.other_draft":      `{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"a":{"type":"string"}},"prefixItems":[]}`,
		"json.duplicate_key":      `{"type":"object","type":"object"}`,
	} {
		found := false
		for _, p := range importOne(t, schema).Problems {
			found = found || p.Code == code && p.In("zh") != p.In("en") && p.In("zh") != ""
		}
		if !found {
			t.Errorf("%s is not brought by %.100s", code, schema)
		}
	}
	if r := jsonschema.Import(nil, jsonschema.ImportOptions{}); len(r.Problems) != 1 || r.Problems[0].Code != "schema.nothing" {
		t.Errorf("%v", r.Problems)
	}
}
