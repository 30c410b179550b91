package jsonschema_test

import (
	"strings"
	"testing"
)

const (
	person = `{"title":"Person","type":"object","properties":{"kind":{"const":"person","title":"Who"},"name":{"type":"string"},"age":{"type":"integer","minimum":18}},"required":["kind","name","age"]}`
	firm   = `{"title":"Firm","type":"object","properties":{"kind":{"const":"firm"},"name":{"type":"string"},"code":{"type":"string","minLength":4,"maxLength":8}},"required":["kind","code"]}`
)

// A union of objects asks first which of them it is, then what that one asks.
func TestAUnionOfObjectsAsksWhichItIs(t *testing.T) {
	t.Parallel()
	closed := func(s string) string { return strings.TrimSuffix(s, "}") + `,"additionalProperties":false}` }
	for name, schema := range map[string]string{
		"a property":         `{"type":"object","properties":{"applicant":{"oneOf":[` + person + `,` + firm + `]}},"required":["applicant"]}`,
		"one that may be":    `{"type":"object","properties":{"n":{"type":"string"},"applicant":{"type":"object","anyOf":[` + person + `,` + firm + `]}}}`,
		"the whole":          `{"oneOf":[{"$ref":"#/$defs/p"},{"$ref":"#/$defs/f"}],"$defs":{"p":` + person + `,"f":` + firm + `}}`,
		"rows":               `{"type":"object","properties":{"applicants":{"type":"array","items":{"oneOf":[` + person + `,` + firm + `]}}},"required":["applicants"]}`,
		"closed branches":    `{"type":"object","properties":{"applicant":{"oneOf":[` + closed(person) + `,` + closed(firm) + `]}},"required":["applicant"]}`,
		"of several kinds":   `{"type":"object","properties":{"applicant":{"oneOf":[` + strings.Replace(person, `"const":"person"`, `"enum":["person","child"]`, 1) + `,` + firm + `]}},"required":["applicant"]}`,
		"constant of a type": `{"type":"object","properties":{"applicant":{"oneOf":[` + strings.Replace(person, `"const"`, `"type":"string","const"`, 1) + `,` + firm + `]}},"required":["applicant"]}`,
	} {
		r := importOne(t, schema)
		if r.Files == nil {
			t.Errorf("%s: %v", name, r.Problems)
			continue
		}
		form, codes := string(r.Files["forms/licence.yaml"]), string(r.Files["codes/codes.yaml"])
		if p := r.Forms[0].Proof; p.Valid < 50 || p.Invalid < 50 || !strings.Contains(form, ".kind == 'firm'") || !strings.Contains(codes, "Firm") {
			t.Errorf("%s: %+v\n%s%s", name, p, form, codes)
		}
	}
}

// Where nothing tells the branches apart, the union is refused at its place.
func TestAUnionThatNothingTellsApartIsRefusedAtItsPlace(t *testing.T) {
	t.Parallel()
	const two = `[{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]},{"type":"object","properties":{"code":{"type":"string"}},"required":["code"]}]`
	for path, schema := range map[string]string{
		"oneOf":                      `{"oneOf":` + two + `}`,
		"properties/applicant/anyOf": `{"type":"object","properties":{"applicant":{"anyOf":` + two + `}}}`,
		"properties/applicant/oneOf": `{"type":"object","properties":{"applicant":{"type":"object","oneOf":` + two + `}}}`,
	} {
		r := importOne(t, schema)
		if r.Files != nil || !says(r.Problems, "schema.no_form", path, "no property tells the branches apart") {
			t.Errorf("%s: %v", path, r.Problems)
		}
	}
}
