package jsonschema

import "strings"

// Draft is an edition of JSON Schema.
type Draft int

const (
	Draft7    Draft = 7
	Draft2019 Draft = 2019
	Draft2020 Draft = 2020
)

var draftNames = map[Draft]string{Draft7: "draft-07", Draft2019: "2019-09", Draft2020: "2020-12"}

func (d Draft) String() string { return draftNames[d] }

// draftOf reads the value of $schema.
func draftOf(uri string) (Draft, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSuffix(uri, "#"), "https://")
	if !ok {
		rest, ok = strings.CutPrefix(strings.TrimSuffix(uri, "#"), "http://")
	}
	switch {
	case !ok:
		return 0, false
	case rest == "json-schema.org/draft-07/schema":
		return Draft7, true
	case rest == "json-schema.org/draft/2019-09/schema":
		return Draft2019, true
	case rest == "json-schema.org/draft/2020-12/schema":
		return Draft2020, true
	}
	return 0, false
}

// content is what a keyword's value holds.
type content int

const (
	plain   content = iota // no schema
	single                 // one schema
	list                   // an array of schemas
	members                // an object whose members are schemas
)

// keyword says where a keyword is known and whether we honour it.
type keyword struct {
	name    string
	from    Draft // first draft that has it; 0: all
	until   Draft // last draft that has it; 0: all
	shape   content
	refused bool // its demands cannot be honoured
	silent  bool // it demands nothing of an instance
}

// keywords in the order of the documentation.
var keywords = []keyword{
	{name: "$schema", silent: true}, {name: "$id", silent: true}, {name: "$anchor", from: Draft2019, silent: true}, {name: "$dynamicAnchor", from: Draft2020, silent: true},
	{name: "$recursiveAnchor", from: Draft2019, until: Draft2019, silent: true},
	{name: "$ref"}, {name: "$dynamicRef", from: Draft2020, refused: true}, {name: "$recursiveRef", from: Draft2019, until: Draft2019, refused: true},
	{name: "$vocabulary", from: Draft2019, refused: true}, {name: "$comment", silent: true},
	{name: "$defs", from: Draft2019, shape: members, silent: true}, {name: "definitions", shape: members, silent: true},

	{name: "type"}, {name: "enum"}, {name: "const"},
	{name: "multipleOf"}, {name: "maximum"}, {name: "exclusiveMaximum"}, {name: "minimum"}, {name: "exclusiveMinimum"},
	{name: "maxLength"}, {name: "minLength"}, {name: "pattern"}, {name: "format"},
	{name: "maxItems"}, {name: "minItems"}, {name: "uniqueItems"}, {name: "maxContains", from: Draft2019}, {name: "minContains", from: Draft2019},
	{name: "maxProperties"}, {name: "minProperties"}, {name: "required"}, {name: "dependentRequired", from: Draft2019},

	{name: "allOf", shape: list}, {name: "anyOf", shape: list}, {name: "oneOf", shape: list}, {name: "not", shape: single},
	{name: "if", shape: single}, {name: "then", shape: single}, {name: "else", shape: single},
	{name: "dependentSchemas", from: Draft2019, shape: members}, {name: "dependencies", shape: members},
	{name: "prefixItems", from: Draft2020, shape: list}, {name: "items", shape: single}, {name: "additionalItems", until: Draft2019, shape: single}, {name: "contains", shape: single},
	{name: "properties", shape: members}, {name: "patternProperties", shape: members}, {name: "additionalProperties", shape: single}, {name: "propertyNames", shape: single},
	{name: "unevaluatedItems", from: Draft2019, shape: single}, {name: "unevaluatedProperties", from: Draft2019, shape: single},

	{name: "title", silent: true}, {name: "description", silent: true}, {name: "default", silent: true}, {name: "examples", silent: true},
	{name: "deprecated", from: Draft2019, silent: true}, {name: "readOnly", silent: true}, {name: "writeOnly", silent: true},
	{name: "contentEncoding", silent: true}, {name: "contentMediaType", silent: true}, {name: "contentSchema", from: Draft2019, shape: single, silent: true},
}

var keywordOf = func() map[string]*keyword {
	m := map[string]*keyword{}
	for i := range keywords {
		m[keywords[i].name] = &keywords[i]
	}
	return m
}()

// in reports whether a draft has the keyword.
func (k *keyword) in(d Draft) bool {
	return k != nil && d >= k.from && (k.until == 0 || d <= k.until)
}

// subschemas walks the schemas directly inside a schema object.
func subschemas(v *value, d Draft, yield func(sub *value, key, name string)) {
	for i, name := range v.keys {
		k, at := keywordOf[name], &v.list[i]
		if !k.in(d) {
			continue
		}
		switch {
		case k.shape == single && at.kind == 'a' && name == "items" && d < Draft2020, k.shape == list && at.kind == 'a':
			for j := range at.list {
				yield(&at.list[j], name, itoa(j))
			}
		case k.shape == single:
			yield(at, name, "")
		case k.shape == members && at.kind == 'o':
			for j, member := range at.keys {
				if name == "dependencies" && at.list[j].kind == 'a' {
					continue
				}
				yield(&at.list[j], name, member)
			}
		}
	}
}

// Keywords lists every keyword of the drafts, in the order of the documentation.
func Keywords() []string {
	out := make([]string, len(keywords))
	for i, k := range keywords {
		out[i] = k.name
	}
	return out
}

// HasKeyword reports whether a draft knows the keyword.
func HasKeyword(d Draft, name string) bool { return keywordOf[name].in(d) }
