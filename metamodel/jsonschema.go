package metamodel

import (
	"encoding/json"
	"fmt"
	"strings"
)

// JSONSchema is the form as plain JSON Schema 2020-12 that any tool can use:
// elements become $defs, our keywords become standard ones where there is one.
// It describes the normalised answers (Record.JSON) and holds what always
// applies: nothing that hangs on a condition, on the day, or on the matters in
// scope, and no check digits.
func (f *Form) JSONSchema() ([]byte, error) {
	defs, props := map[string]any{}, map[string]any{}
	var required []string
	for _, g := range f.plan.groups {
		fields := map[string]any{}
		var must []string
		for _, fp := range g.fields {
			if _, done := defs[fp.f.Key]; !done {
				d := map[string]any{"title": fp.f.Element.Name.In("zh")}
				fp.typ.schema(fp, d)
				fp.element.schema(d)
				defs[fp.f.Key] = d
			}
			s := map[string]any{"$ref": "#/$defs/" + fp.f.Key}
			if u := fp.always(); u != nil {
				if u.demands != nil {
					u.demands.schema(s)
				}
				if u.required {
					must = append(must, fp.f.Key)
				}
			}
			fields[fp.f.Key] = s
		}
		o := map[string]any{"type": "object", "properties": fields, "additionalProperties": false}
		if len(must) > 0 {
			o["required"] = must
		}
		fixed := len(g.uses) == 1 && g.uses[0].matter < 0 && g.uses[0].visible == nil
		if !g.g.Repeat {
			if fixed && len(must) > 0 {
				required = append(required, g.g.Path)
			}
			props[g.g.Path] = o
			continue
		}
		a := map[string]any{"type": "array", "items": o, "maxItems": g.maxRows}
		if fixed && g.uses[0].min > 0 {
			a["minItems"] = g.uses[0].min
			required = append(required, g.g.Path)
		}
		props[g.g.Path] = a
	}
	root := map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f.Doc.ID, "title": f.Title.In("zh"),
		"type": "object", "properties": props, "additionalProperties": false, "$defs": defs,
	}
	if len(required) > 0 {
		root["required"] = required
	}
	out, err := json.Marshal(root)
	if err != nil {
		return nil, fmt.Errorf("writing the JSON Schema of form %s: %w", f.ID, err)
	}
	return out, nil
}

// always is the one use of a field that applies whenever its group does, nil
// when its demands depend on anything.
func (f *fieldPlan) always() *usePlan {
	if len(f.uses) == 1 && f.uses[0].matter < 0 && f.uses[0].visible == nil {
		return &f.uses[0]
	}
	return nil
}

var formatPatterns = map[Format]string{
	FormatMobile:     `^1[3-9][0-9]{9}$`,
	FormatResidentID: `^[1-9][0-9]{5}[0-9]{8}[0-9]{3}[0-9X]$`,
	FormatUSCC:       `^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$`,
	FormatEmail:      `^[^@ ]+@[^@ ]+$`,
}

// schema adds what c demands to a field's or element's schema.
func (c *constraints) schema(out map[string]any) {
	number := func(k string, d []byte) {
		if d != nil {
			out[k] = json.Number(d)
		}
	}
	if c.minLength > 0 {
		out["minLength"] = c.minLength
	}
	if c.maxLength >= 0 {
		out["maxLength"] = c.maxLength
	}
	var patterns []any
	if c.pattern != nil {
		patterns = append(patterns, map[string]any{"pattern": c.pattern.String()})
	}
	if c.format != "" && c.formatWhen == nil {
		patterns = append(patterns, map[string]any{"pattern": formatPatterns[c.format]})
	}
	if len(patterns) > 0 {
		out["allOf"] = patterns
	}
	number("minimum", c.minimum)
	number("maximum", c.maximum)
	number("exclusiveMinimum", c.exclusiveMinimum)
	number("exclusiveMaximum", c.exclusiveMaximum)
	if n := c.integerDigits; n >= 0 && n <= maxDigits {
		over := []byte("1" + strings.Repeat("0", n))
		if c.exclusiveMaximum == nil || compareDecimals(over, c.exclusiveMaximum) < 0 {
			number("exclusiveMaximum", over)
		}
		under := append([]byte("-"), over...)
		if c.exclusiveMinimum == nil || compareDecimals(under, c.exclusiveMinimum) > 0 {
			number("exclusiveMinimum", under)
		}
	}
	if n := c.fractionDigits; n == 0 {
		out["multipleOf"] = 1
	} else if n > 0 && n <= maxDigits {
		out["multipleOf"] = json.Number("0." + strings.Repeat("0", n-1) + "1")
	}
	if c.constant != nil {
		out["const"] = json.RawMessage(c.constant)
	}
	if c.minItems > 0 {
		out["minItems"] = c.minItems
	}
	if c.maxItems >= 0 {
		out["maxItems"] = c.maxItems
	}
}
