package jsonschema_test

import (
	"strconv"
	"strings"
	"testing"
)

// A property that only a branch declares is a field that is shown, and where
// the branch says so required, when the branch holds.
func TestWhatABranchDeclaresBecomesAConditionalField(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		schema string
		says   []string
	}{
		"if": {`{"type":"object","properties":{"animal":{"enum":["Cat","Fish"]}},"required":["animal"],"allOf":[
			{"if":{"properties":{"animal":{"const":"Cat"}}},"then":{"properties":{"food":{"type":"string","enum":["meat","grass"]}},"required":["food"]}},
			{"if":{"properties":{"animal":{"const":"Fish"}}},"then":{"properties":{"water":{"type":"string","enum":["lake","sea"]}},"required":["water"]}}]}`,
			[]string{"x-visible: (has(main.animal) && (main.animal == 'Cat'))", "x-required: (has(main.animal) && (main.animal == 'Fish'))"}},
		"else": {`{"type":"object","properties":{"home":{"type":"boolean"}},"required":["home"],"if":{"properties":{"home":{"const":true}}},
			"then":{"properties":{"street":{"type":"string"}},"required":["street"]},"else":{"properties":{"hotel":{"type":"string"},"street":false}}}`, []string{"x-visible: '!((has(main.home) && (main.home == true)))'"}},
		"dependencies": {`{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"name":{"type":"string"},"credit_card":{"type":"number"}},"required":["name"],
			"dependencies":{"credit_card":{"properties":{"billing_address":{"type":"string"}},"required":["billing_address"]}}}`, []string{"x-visible: has(main.creditCard), x-required: has(main.creditCard)"}},
		"a dependency told apart by a constant": {`{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"pets":{"type":"string","enum":["No","One","More"]}},"required":["pets"],
			"dependencies":{"pets":{"oneOf":[{"properties":{"pets":{"enum":["No"]}}},{"properties":{"pets":{"enum":["One"]},"age":{"type":"number"}},"required":["age"]},
			{"properties":{"pets":{"enum":["More"]},"rid":{"type":"boolean"}},"required":["rid"]}]}}}`, []string{"x-visible: has(main.pets) && (main.pets == 'One')"}},
		"oneOf of a text": {`{"type":"object","properties":{"kind":{"type":"string"}},"required":["kind"],"oneOf":[{"properties":{"kind":{"const":"a"},"x":{"type":"string"}},"required":["x"]},
			{"properties":{"kind":{"const":"b"},"y":{"type":"integer"}}}]}`, []string{"x-visible: has(main.kind) && (main.kind == 'a')"}},
		"the same in two branches": {`{"type":"object","properties":{"k":{"enum":["a","b","c"]}},"required":["k"],"allOf":[{"if":{"properties":{"k":{"const":"a"}}},"then":{"properties":{"x":{"type":"string"}},"required":["x"]}},
			{"if":{"properties":{"k":{"const":"b"}}},"then":{"properties":{"x":{"type":"string"}}}}]}`, []string{"||"}},
		"one branch in another": {`{"type":"object","properties":{"k":{"enum":["a","b"]}},"required":["k"],"if":{"properties":{"k":{"const":"a"}}},"then":{"properties":{"x":{"enum":["u","v"]}},"required":["x"],
			"if":{"properties":{"x":{"const":"u"}},"required":["x"]},"then":{"properties":{"z":{"type":"string"}},"required":["z"]}}}`, []string{"main.x == 'u'"}},
		"in rows": {`{"type":"object","properties":{"r":{"type":"array","items":{"type":"object","required":["k"],"properties":{"k":{"enum":["a","b"]}},"if":{"properties":{"k":{"const":"a"}}},"then":{"properties":{"x":{"type":"string"}},"required":["x"]}}}}}`,
			[]string{"(has(row.k) && (row.k == 'a'))"}},
	} {
		r := importOne(t, c.schema)
		if r.Files == nil {
			t.Errorf("%s: %v", name, r.Problems)
			continue
		}
		form := string(r.Files["forms/licence.yaml"])
		form = strings.Join(strings.Fields(form), " ")
		for _, s := range c.says {
			if !strings.Contains(form, s) {
				t.Errorf("%s: no %s in %s", name, s, form)
			}
		}
		if p := r.Forms[0].Proof; p.Valid < 100 || p.Invalid < 50 {
			t.Errorf("%s: one-sided: %+v", name, p)
		}
	}
}

// Where that would not be faithful, it is refused by name and path.
func TestWhatABranchDeclaresIsRefusedWhereItCannotBeSaid(t *testing.T) {
	t.Parallel()
	const k = `{"type":"object","properties":{"k":{"enum":["a","b"]}},"required":["k"],`
	for _, c := range []struct{ schema, path, says string }{
		{k + `"if":{"properties":{"k":{"const":"a"}}},"then":{"properties":{"x":{"type":"string"}}},"else":{"properties":{"x":{"type":"integer"}}}}`, "else/properties/x", "differently"},
		{k + `"if":{"properties":{"k":{"const":"a"}}},"then":{"properties":{"x":{"type":"object","properties":{"y":{"type":"string"}}}}}}`, "then/properties/x/properties", "must be a value"},
		{k + `"additionalProperties":false,"if":{"properties":{"k":{"const":"a"}}},"then":{"properties":{"x":{"type":"string"}}}}`, "additionalProperties", "x"},
		{`{"type":"object","properties":{"k":{"enum":["a","b"]}},"oneOf":[{"properties":{"k":{"const":"a"},"x":{"type":"string"}}},{"properties":{"k":{"const":"b"}}}]}`, "oneOf", "must be required"},
		{k + `"if":{"properties":{"k":{"const":"a"}}},"then":{"properties":{"x":{"type":"string"}}},"allOf":[{"required":["x"]}]}`, "required", "not defined"},
	} {
		r := importOne(t, c.schema)
		found := false
		for _, p := range r.Problems {
			found = found || p.Code == "schema.no_form" && p.Path == c.path && strings.Contains(p.In("en"), c.says)
		}
		if !found || r.Files != nil {
			t.Errorf("%s: %v, want %s at %s", c.schema, r.Problems, c.says, c.path)
		}
	}
}

// A rule without words of its own names the fields it reads.
func TestARuleNamesTheFieldsItReads(t *testing.T) {
	t.Parallel()
	r := importOne(t, `{"type":"object","properties":{"k":{"enum":["a","b"],"title":"Kind"},"nn":{"type":"integer","title":"Number"},"n":{"type":"integer","title":"Other"}},"if":{"properties":{"k":{"const":"a"}},"required":["k"]},"then":{"properties":{"nn":{"minimum":5}}}}`)
	form := string(r.Files["forms/licence.yaml"])
	for _, s := range []string{"“Kind” and “Number” do not go together. Check them", "“Kind”和“Number”不相符，请核对"} {
		if !strings.Contains(form, s) {
			t.Errorf("no %s in %s", s, form)
		}
	}
}

// Groups nested too deep are one problem, however many ways lead to them.
func TestTooDeepIsSaidOnce(t *testing.T) {
	t.Parallel()
	const deep = 20
	r := importOne(t, `{"type":"object","properties":{"a":{"$ref":"#/$defs/d0"}},"$defs":{"d20":{"type":"object","properties":{"x":{"type":"string"}}},`+join(deep, func(i int) string {
		next := `{"$ref":"#/$defs/d` + strconv.Itoa(i+1) + `"}`
		return `"d` + strconv.Itoa(i) + `":{"type":"object","properties":{"l":` + next + `,"r":` + next + `}}`
	})+`}}`)
	n := 0
	for _, p := range r.Problems {
		if p.Code == "schema.recursive" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("said %d times: %v", n, r.Problems)
	}
}
