package metamodel

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// formatPatterns are the formats as far as a pattern can say them: check digits
// and real dates of birth are beyond it.
var formatPatterns = map[Format]string{
	FormatMobile:     `^1[3-9][0-9]{9}$`,
	FormatResidentID: `^[1-9][0-9]{5}[0-9]{8}[0-9]{3}[0-9X]$`,
	FormatUSCC:       `^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$`,
	FormatEmail:      `^[A-Za-z0-9_!#$%&'*+/=?^` + "`" + `{|}~-]+(\.[A-Za-z0-9_!#$%&'*+/=?^` + "`" + `{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9]$`,
}

// schema writes what a format demands.
func (f Format) schema(out map[string]any) {
	merge(out, map[string]any{"pattern": formatPatterns[f]})
	if f == FormatEmail {
		merge(out, map[string]any{"maxLength": 254, "pattern": `^[^@]{1,64}@`, "not": map[string]any{"pattern": `\.[0-9]+$`}})
	}
}

// also adds a demand beside those that are there.
func also(out map[string]any, more map[string]any) {
	all, _ := out["allOf"].([]any)
	out["allOf"] = append(all, more)
}

// schema adds what c demands of f to a field's or element's schema.
func (c *constraints) schema(f *fieldPlan, out map[string]any) {
	atLeast := func(k string, n int) {
		if old, ok := out[k].(int); !ok || n > old {
			out[k] = n
		}
	}
	atMost := func(k string, n int) {
		if old, ok := out[k].(int); !ok || n < old {
			out[k] = n
		}
	}
	number := func(k string, d []byte) {
		if d != nil {
			out[k] = json.Number(d)
		}
	}
	if c.minLength > 0 {
		atLeast("minLength", c.minLength)
	}
	if c.maxLength >= 0 {
		atMost("maxLength", c.maxLength)
	}
	if c.pattern != nil {
		if p, ok := ecmaPattern(c.pattern.String()); ok {
			merge(out, map[string]any{"pattern": p})
		}
	}
	if c.format != "" && !c.conditional {
		c.format.schema(out)
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
	if c.fractionDigits == 0 { // of decimals see unsayable
		out["multipleOf"] = json.Number("1")
	}
	if c.constant != nil {
		out["const"] = json.RawMessage(c.constant)
	}
	if c.minItems > 0 {
		atLeast("minItems", c.minItems)
	}
	if c.maxItems >= 0 {
		atMost("maxItems", c.maxItems)
	}
	if c.enum != nil {
		c.enumSchema(f, out)
	}
	if c.requiredParts != nil {
		c.partsSchema(f, out)
	}
	file := map[string]any{}
	if c.accept != nil {
		var either []string
		for _, a := range c.accept {
			either = append(either, strings.NewReplacer(".", `\.`, "+", `\+`, "*", "[^/]+").Replace(a))
		}
		file["media"] = map[string]any{"pattern": "^(?:" + strings.Join(either, "|") + ")$"}
	}
	if c.maxBytes >= 0 {
		file["size"] = map[string]any{"maximum": c.maxBytes}
	}
	if len(file) > 0 {
		merge(out, map[string]any{"items": map[string]any{"properties": file}})
	}
	c.boundsSchema(f, out)
}

func (c *constraints) enumSchema(f *fieldPlan, out map[string]any) {
	values := make([]any, len(c.enum))
	for i, v := range c.enum {
		switch f.f.Element.Type {
		case TypeInteger, TypeNumber, TypeMoney:
			values[i] = json.Number(v)
		default:
			values[i] = v
		}
	}
	if f.f.Element.Type == TypeCodes {
		merge(out, map[string]any{"items": map[string]any{"enum": values}})
		return
	}
	merge(out, map[string]any{"enum": values})
}

func (c *constraints) partsSchema(f *fieldPlan, out map[string]any) {
	t, table := f.typ.(*tableType)
	if !table {
		merge(out, map[string]any{"required": c.requiredParts})
		return
	}
	rows, codes := map[string]any{}, []string{}
	for _, r := range t.rows {
		codes = append(codes, r.Code)
		rows[r.Code] = map[string]any{"required": c.requiredParts}
	}
	merge(out, map[string]any{"required": codes, "properties": rows})
}

// boundsSchema says bounds of days and times of day that stand still.
func (c *constraints) boundsSchema(f *fieldPlan, out map[string]any) {
	for _, b := range []struct {
		bound *dateBound
		least bool
	}{{c.notBefore, true}, {c.notAfter, false}} {
		if b.bound == nil || b.bound.moving() {
			continue
		}
		shape := digitsAtMost
		if b.least {
			shape = digitsAtLeast
		}
		switch f.f.Element.Type {
		case TypeDate:
			merge(out, map[string]any{"pattern": shape(b.bound.fixed.String())})
		case TypeDateRange:
			part := map[string]any{"pattern": shape(b.bound.fixed.String())}
			merge(out, map[string]any{"properties": map[string]any{"from": part, "to": part}})
		case TypeTime:
			// Written with or without seconds.
			sec := int(b.bound.at)
			long := fmt.Sprintf("%02d:%02d:%02d", sec/3600, sec/60%60, sec%60)
			minute := sec / 60
			if b.least && sec%60 > 0 {
				minute++
			}
			either := []any{map[string]any{"pattern": shape(long)}}
			if minute < 24*60 {
				either = append(either, map[string]any{"pattern": shape(fmt.Sprintf("%02d:%02d", minute/60, minute%60))})
			}
			merge(out, map[string]any{"anyOf": either})
		}
	}
}

// valueSchema is the schema of a field's value by its type and element.
func (f *fieldPlan) valueSchema() map[string]any {
	out := map[string]any{"title": f.f.Element.Name.In("zh")}
	f.typ.schema(f, out)
	switch f.f.Element.Type {
	case TypeInteger: // 64 bits
		if low, _ := f.element.lower(); low.at == nil {
			out["minimum"] = json.Number("-9223372036854775808")
		}
		if high, _ := f.element.upper(); high.at == nil {
			out["maximum"] = json.Number("9223372036854775807")
		}
	case TypeEmail:
		delete(out, "pattern")
		FormatEmail.schema(out)
	case TypeDate, TypeDateTime: // there is no year 0
		merge(out, map[string]any{"not": map[string]any{"pattern": "^0000"}})
	case TypePerson, TypeIdentity:
		out["dependentRequired"] = map[string]any{"idType": []string{"idNumber"}, "idNumber": []string{"idType"}}
	}
	f.element.schema(f, out)
	return out
}

// decimals: c bounds them. That is left unsaid: validators that count in
// doubles find 0.07 to be no multiple of 0.01.
func (c *constraints) decimals(f *fieldPlan) bool {
	return c.fractionDigits > 0 || c.fractionDigits < 0 && c == f.element && f.f.Element.Type == TypeMoney
}

// parts are the fields that a value is made of.
func (f *fieldPlan) parts() []*fieldPlan {
	switch t := f.typ.(type) {
	case *composite:
		return t.parts
	case *tableType:
		return t.columns
	}
	return nil
}

// unsayable lists what c demands of f beyond what a schema can say.
func (c *constraints) unsayable(f *fieldPlan) (out []string) {
	if c.decimals(f) || c == f.element && slices.ContainsFunc(f.parts(), func(p *fieldPlan) bool { return p.element.decimals(p) }) {
		out = append(out, "x-fraction-digits")
	}
	if c.pattern != nil {
		if _, ok := ecmaPattern(c.pattern.String()); !ok {
			out = append(out, "pattern")
		}
	}
	switch c.format {
	case FormatResidentID, FormatUSCC:
		out = append(out, "format")
	}
	still := slices.Contains([]Type{TypeDate, TypeDateRange, TypeTime}, f.f.Element.Type)
	if b := c.notBefore; b != nil && (b.moving() || !still) {
		out = append(out, "x-not-before")
	}
	if b := c.notAfter; b != nil && (b.moving() || !still) {
		out = append(out, "x-not-after")
	}
	if c.maxDays >= 0 {
		out = append(out, "x-max-days")
	}
	return out
}

// unsayableTypes have rules of their own that a schema cannot say: the order
// of two dates, the number of an identity card, a signature's day, what makes
// an address of a page.
var unsayableTypes = []Type{TypeDateRange, TypePerson, TypeIdentity, TypeOrganisation, TypeSignature, TypeURL, TypeFile}
