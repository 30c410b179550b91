package jsonschema

import (
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// valueRule is anyOf, oneOf or not over a plain value.
func (im *importer) valueRule(r rule, x string, m *member) (string, bool) {
	return im.combine(r, func(n *node) (string, bool) {
		c, ok := im.valueTest(n, x, m)
		if c == "" {
			c = "true"
		}
		return c, ok
	})
}

// valueTest is what a schema says of a value that is there: "" for nothing.
func (im *importer) valueTest(n *node, x string, m *member) (string, bool) {
	var parts []string
	text := m.typ == metamodel.TypeString || m.typ == metamodel.TypeText || m.typ == metamodel.TypeCode
	numeric := m.typ == metamodel.TypeInteger || m.typ == metamodel.TypeNumber
	for _, s := range im.gather([]*node{n}) {
		if s.never {
			return "false", true
		}
		if s.v.kind != 'o' {
			continue
		}
		for i, k := range s.v.keys {
			v := &s.v.list[i]
			switch k {
			case "$ref", "allOf":
			case "const", "enum":
				values := []*value{v}
				if k == "enum" {
					values = nil
					for j := range v.list {
						values = append(values, &v.list[j])
					}
				}
				c, ok := im.equals(x, m, values)
				if !ok {
					return "", false
				}
				parts = append(parts, c)
			case "type":
				if !allowsType(s.types, m.typ) {
					return "", false
				}
			case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
				if !numeric {
					return "", false
				}
				by := numberOf(v.text)
				lit, ok := rawNumber(&by)
				if !ok || len(by.digits) > 15 {
					return "", false
				}
				op := map[string]string{"minimum": " >= ", "maximum": " <= ", "exclusiveMinimum": " > ", "exclusiveMaximum": " < "}[k]
				parts = append(parts, x+op+celNumber(string(lit)))
			case "multipleOf":
				by, ok := s.multipleOf.count()
				if m.typ != metamodel.TypeInteger || !ok || by > 1<<30 {
					return "", false
				}
				if by > 1 {
					parts = append(parts, x+" % "+strconv.Itoa(by)+" == 0")
				}
			case "minLength", "maxLength":
				if !text {
					return "", false
				}
				c, ok := numberOf(v.text).count()
				if !ok || c > 1<<30 {
					return "", false
				}
				parts = append(parts, "size("+x+")"+map[string]string{"minLength": " >= ", "maxLength": " <= "}[k]+strconv.Itoa(c))
			case "pattern":
				if !text || s.pattern == nil {
					return "", false
				}
				re2, _, _ := translate(s.pattern.source)
				parts = append(parts, x+".matches("+strconv.Quote(re2)+")")
			case "contains":
				if m.typ != metamodel.TypeCodes || s.contains == nil || !s.contains.isConst || len(s.contains.v.keys) > 1 || s.contains.v.get("const").kind != 's' {
					return "", false
				}
				c := s.contains.v.get("const").text
				if !im.known(m, c) {
					parts = append(parts, "false")
				} else {
					parts = append(parts, quoted(c)+" in "+x)
				}
			case "then", "else":
			case "if":
				c, ok := im.valueTest(s.cond, x, m)
				if !ok {
					return "", false
				}
				if c == "" {
					c = "true"
				}
				for i, b := range []*node{s.then, s.other} {
					if b == nil {
						continue
					}
					t, ok := im.valueTest(b, x, m)
					if !ok {
						return "", false
					}
					if t != "" {
						parts = append(parts, "("+[]string{"!", ""}[i]+"("+c+") || ("+t+"))")
					}
				}
			case "anyOf", "oneOf", "not":
				if im.nullable[s] {
					continue
				}
				c, ok := im.valueRule(rule{s, k}, x, m)
				if !ok {
					return "", false
				}
				parts = append(parts, "("+c+")")
			default:
				if !keywordOf[k].quiet() {
					return "", false
				}
			}
		}
	}
	c := strings.Join(unique(parts), " && ")
	return c, len(c) <= longest
}

// allowsType: the condition's type is that of the field anyway.
func allowsType(set typeSet, t metamodel.Type) bool {
	switch t {
	case metamodel.TypeInteger:
		return set&isInteger != 0
	case metamodel.TypeNumber:
		return set&isNumber != 0
	case metamodel.TypeBoolean:
		return set&isBoolean != 0
	case metamodel.TypeCodes:
		return set&isArray != 0
	}
	return set&isString != 0
}

func celNumber(lit string) string {
	if strings.HasPrefix(lit, "-") {
		return "(" + lit + ")"
	}
	return lit
}

func quoted(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`, "\r", `\r`).Replace(s) + "'"
}

// known: the code is one that the field can have.
func (im *importer) known(m *member, code string) bool {
	values := m.shape.enum
	if m.typ == metamodel.TypeCodes {
		values = m.item.enum
	}
	for _, v := range values {
		if v.kind == 's' && v.text == code {
			return true
		}
	}
	return false
}

// equals compares a value with constants.
func (im *importer) equals(x string, m *member, values []*value) (string, bool) {
	var list []string
	for _, v := range values {
		switch {
		case v.kind == 's' && (m.typ == metamodel.TypeString || m.typ == metamodel.TypeText):
			list = append(list, quoted(v.text))
		case v.kind == 's' && m.typ == metamodel.TypeCode:
			if im.known(m, v.text) {
				list = append(list, quoted(v.text))
			}
		case (v.kind == 't' || v.kind == 'f') && m.typ == metamodel.TypeBoolean:
			list = append(list, map[byte]string{'t': "true", 'f': "false"}[v.kind])
		case v.kind == 'n' && (m.typ == metamodel.TypeInteger || m.typ == metamodel.TypeNumber):
			by := numberOf(v.text)
			lit, ok := rawNumber(&by)
			if !ok || len(by.digits) > 15 {
				return "", false
			}
			if m.typ == metamodel.TypeInteger && !by.whole() {
				continue
			}
			list = append(list, celNumber(string(lit)))
		case m.typ == metamodel.TypeCodes, v.kind == 's' && m.typ != metamodel.TypeBoolean && m.typ != metamodel.TypeInteger && m.typ != metamodel.TypeNumber:
			return "", false // dates and the like are not compared as texts
		}
		// A constant of another type is never the value.
	}
	switch len(list) {
	case 0:
		return "false", true
	case 1:
		return x + " == " + list[0], true
	}
	return x + " in [" + strings.Join(list, ", ") + "]", true
}
