package jsonschema_test

import (
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog/jsonschema"
)

func mustParse(t testing.TB, doc string, o jsonschema.Options) *jsonschema.Schema {
	t.Helper()
	s, ps := jsonschema.Parse([]byte(doc), o)
	if s == nil {
		t.Fatalf("%s\n%v", doc, ps)
	}
	return s
}

func TestWhatCannotBeHonouredIsRefusedByNameAndPath(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ schema, code, path, keyword string }{
		{`{"properties":{"a":{"$ref":"http://example.com/x.json"}}}`, "schema.remote", "properties/a/$ref", "$ref"},
		{`{"items":{"$ref":"#/$defs/none"}}`, "schema.dangling", "items/$ref", "$ref"},
		{`{"$ref":"#none"}`, "schema.dangling", "$ref", "$ref"},
		{`{"allOf":[{},{"$dynamicRef":"#a"}]}`, "schema.keyword", "allOf/1/$dynamicRef", "$dynamicRef"},
		{`{"$schema":"https://json-schema.org/draft/2019-09/schema","$recursiveRef":"#"}`, "schema.keyword", "$recursiveRef", "$recursiveRef"},
		{`{"$vocabulary":{"https://example.com/v":true}}`, "schema.keyword", "$vocabulary", "$vocabulary"},
		{`{"$schema":"http://json-schema.org/draft-04/schema#"}`, "schema.dialect", "$schema", "$schema"},
		{`{"properties":{"a":{"pattern":"^(?=x)"}}}`, "schema.regex", "properties/a/pattern", "pattern"},
		{`{"patternProperties":{"(a)\\1":{}}}`, "schema.regex", "patternProperties", "patternProperties"},
		{`{"pattern":"("}`, "schema.regex", "pattern", "pattern"},
		{`{"not":{"$ref":"#"}}`, "schema.endless", "not/$ref", "$ref"},
		{`{"$ref":"#/$defs/a","$defs":{"a":{"minLength":-1}}}`, "schema.malformed", "$defs/a/minLength", "minLength"},
		{`{"type":"text"}`, "schema.malformed", "type", "type"},
		{`{"multipleOf":0}`, "schema.malformed", "multipleOf", "multipleOf"},
		{`{"$defs":{"a":{"$id":"x"},"b":{"$id":"x"}}}`, "schema.identity", "$defs/b/$id", "$id"},
		{`{"properties":{"a":7}}`, "schema.malformed", "properties/a", "properties"},
		{`{"format":"hostname"}`, "schema.format", "format", "format"},
		{`{"contentEncoding":"quoted-printable"}`, "schema.content", "contentEncoding", "contentEncoding"},
	} {
		s, ps := jsonschema.Parse([]byte(c.schema), jsonschema.Options{AssertFormat: true, AssertContent: true})
		if s != nil || len(ps) == 0 {
			t.Errorf("%s was accepted", c.schema)
			continue
		}
		if p := ps[0]; p.Code != c.code || p.Path != c.path || p.Params["keyword"] != c.keyword || p.In("zh") == "" || p.In("en") == "" || strings.Contains(p.In("en")+p.In("zh"), "{") && p.Code != "schema.malformed" {
			t.Errorf("%s: %+v, want %s at %s by %s", c.schema, p, c.code, c.path, c.keyword)
		}
	}
}

// A keyword of another draft means nothing, as the drafts say; it is told.
func TestAKeywordOfAnotherDraftIsTold(t *testing.T) {
	t.Parallel()
	s := mustParse(t, `{"$schema":"http://json-schema.org/draft-07/schema#","dependentRequired":{"a":["b"]},"prefixItems":[false]}`, jsonschema.Options{})
	if ok, _ := s.Check([]byte(`{"a":1}`)); !ok || len(s.Problems) != 2 || s.Problems[0].Code != "schema.other_draft" || s.Problems[1].Path != "prefixItems" {
		t.Errorf("%v", s.Problems)
	}
}

func TestNumbersAreExact(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		schema, instance string
		valid            bool
	}{
		{`{"multipleOf":0.01}`, `0.29`, true},
		{`{"multipleOf":0.01}`, `0.295`, false},
		{`{"multipleOf":1e-400}`, `1e400`, true},
		{`{"multipleOf":3}`, `1e400`, false},
		{`{"multipleOf":3}`, `300000000000000000000000000000000000000000000000000000000000000000003`, true},
		{`{"maximum":0.1}`, `0.1000000000000000000000000000000000000000000000000001`, false},
		{`{"exclusiveMaximum":9007199254740993}`, `9007199254740992`, true},
		{`{"minimum":-9007199254740993}`, `-9007199254740994`, false},
		{`{"const":1.0}`, `1`, true},
		{`{"const":{"a":[1e2]}}`, `{"a":[100.0]}`, true},
		{`{"enum":[0]}`, `-0.0`, true},
		{`{"enum":[false]}`, `0`, false},
		{`{"uniqueItems":true}`, `[1,1.0]`, false},
		{`{"uniqueItems":true}`, `[[1],["1"],{"a":1},{"a":"1"}]`, true},
		{`{"uniqueItems":true}`, `[{"a":1,"b":2},{"b":2,"a":1}]`, false},
		{`{"type":"integer"}`, `1e2`, true},
		{`{"type":"integer"}`, `12e-1`, false},
		{`{"minLength":2.0}`, `"😀"`, false},
	} {
		s := mustParse(t, c.schema, jsonschema.Options{})
		if got, ps := s.Check([]byte(c.instance)); ps.Failed() || got != c.valid {
			t.Errorf("%s of %s: %t, want %t %v", c.schema, c.instance, got, c.valid, ps)
		}
	}
}

// What would take for ever is said to.
func TestAJudgementThatTakesTooLongIsNone(t *testing.T) {
	t.Parallel()
	s := mustParse(t, `{"allOf":[{"properties":{"a":{"$ref":"#"}}},{"properties":{"a":{"$ref":"#"}}},{"properties":{"a":{"$ref":"#"}}}]}`, jsonschema.Options{})
	_, ps := s.Check([]byte(strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40)))
	if len(ps) != 1 || ps[0].Code != "schema.work" {
		t.Errorf("%v", ps)
	}
}

func TestRegularExpressionsOfECMAScript(t *testing.T) {
	t.Parallel()
	const sound, beyond, wrong = "sound", "beyond RE2", "wrong"
	for _, c := range []struct {
		pattern, is string
		match, miss string // |-separated
	}{
		{`^\d+$`, sound, "42", "৪২|a|"},
		{`^\w$`, sound, "a|_|0", "é|-"},
		{`^\s$`, sound, "\u00a0|\ufeff|\u2003|\n", "\u200b|a"},
		{`^\S$`, sound, "\u200b|a", "\u00a0"},
		{`^.$`, sound, "a|😀", "\n|\r|\u2028"},
		{`^[^]$`, sound, "\n", "ab"},
		{`[]`, sound, "", "a"},
		{`^\cA\x41\u0041\u{1F600}\uD83D\uDE00\0\/\-$`, sound, "\x01AA😀😀\x00/-", "A"},
		{`^\p{Script=Han}\p{Lu}\P{L}$`, sound, "汉A1", "aA1"},
		{`^\p{Letter}[\p{Nd}x][^\p{L}]$`, sound, "é৪1|ax-", "1"},
		{`^[\d\-x]+$`, sound, "1-x", "y"},
		{`^[\S\s]$`, sound, "\n|a", ""},
		{`^(?<year>\d{4})-(?:a|b)??$`, sound, "2026-|2026-a", "26-"},
		{`^a{2,3}?$`, sound, "aa|aaa", "a|aaaa"},
		{`\bfoo\B`, sound, "fooo", "foo"},
		{`^[\b]$`, sound, "\b", "b"},
		{`(?=a)`, beyond, "", ""}, {`(?<!a)b`, beyond, "", ""}, {`(a)\1`, beyond, "", ""}, {`(?<n>a)\k<n>`, beyond, "", ""},
		{`\p{Emoji}`, beyond, "", ""}, {`a{2000}`, beyond, "", ""}, {`((a{99}){99}){99}`, beyond, "", ""}, {`\ud800`, beyond, "", ""},
		{`(`, wrong, "", ""}, {`)`, wrong, "", ""}, {`[a`, wrong, "", ""}, {`a**`, wrong, "", ""}, {`*`, wrong, "", ""}, {`\`, wrong, "", ""}, {`[z-a]`, wrong, "", ""},
		{`a{3,2}`, wrong, "", ""}, {`\a`, wrong, "", ""}, {`\Z`, wrong, "", ""}, {`(?i)a`, wrong, "", ""}, {`(?P<n>a)`, wrong, "", ""}, {`^*`, wrong, "", ""}, {`{`, wrong, "", ""},
		{`(?<a>x)(?<a>y)`, wrong, "", ""}, {`\u{110000}`, wrong, "", ""}, {`\p`, wrong, "", ""}, {`\k`, wrong, "", ""},
	} {
		re, beyondRE2, isWrong := jsonschema.TranslateRegex(c.pattern)
		is := sound
		if beyondRE2 {
			is = beyond
		}
		if isWrong {
			is = wrong
		}
		if is != c.is {
			t.Errorf("%s is %s, want %s", c.pattern, is, c.is)
			continue
		}
		if re == nil {
			continue
		}
		for _, s := range strings.Split(c.match, "|") {
			if (s != "" || c.match == "" && c.miss == "") && !re.MatchString(s) {
				t.Errorf("%s (%s) does not match %q", c.pattern, re, s)
			}
		}
		for _, s := range strings.Split(c.miss, "|") {
			if s != "" && re.MatchString(s) {
				t.Errorf("%s (%s) matches %q", c.pattern, re, s)
			}
		}
	}
}
