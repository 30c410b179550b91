package jsonschema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog/jsonschema"
)

// The bounds on what is judged are told by name.
func TestSchemasBeyondTheBoundsAreRefusedByName(t *testing.T) {
	t.Parallel()
	chain := func(n int, each string) string {
		return `{"$ref":"#/$defs/0","$defs":{"` + fmt.Sprint(n) + `":{},` + join(n, func(i int) string { return fmt.Sprintf(`"%d":`+each, i, i+1, i+1) }) + `}}`
	}
	for code, doc := range map[string]string{
		"schema.expansion": chain(20, `{"allOf":[{"$ref":"#/$defs/%d"},{"$ref":"#/$defs/%d"}]}`),
		"schema.nesting":   chain(500, `{"allOf":[{"$ref":"#/$defs/%d"},{"not":{"const":%d}}]}`),
		"schema.regexes":   `{"properties":{` + join(2_000, func(i int) string { return fmt.Sprintf(`"p%d":{"pattern":"^(a{1,200}|b{1,%d})$"}`, i, 1+i%200) }) + `}}`,
	} {
		_, ps := jsonschema.Parse([]byte(doc), jsonschema.Options{})
		var codes []string
		for _, p := range ps {
			codes = append(codes, p.Code)
		}
		if !strings.Contains(strings.Join(codes, " "), code) {
			t.Errorf("%s: %.300s", code, strings.Join(codes, " "))
		}
	}
}
