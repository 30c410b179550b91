package metamodel

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// numberType is an exact decimal: its canonical digits are stored and
// compared; only expressions see a double.
type numberType struct{ single }

var numberKeywords = []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "x-integer-digits", "x-fraction-digits", "const", "enum"}

func (numberType) keywords() []string { return numberKeywords }

func (numberType) control() string { return "number" }

func (numberType) input(values []string) json.RawMessage { return inputNumber(values) }

// inputNumber accepts what people write: full-width digits, a plus sign,
// thousands separators in their places, a missing zero before the point. All
// else, also 1e5, 0x1 and 1_000, stays a string.
func inputNumber(values []string) json.RawMessage {
	typed, ok := lastValue(values)
	if !ok {
		return nil
	}
	if lit := plainNumber(typed); lit != nil {
		if out, ok := appendDecimal(nil, lit); ok {
			return out
		}
	}
	return appendString(nil, typed)
}

// plainNumber reads a decimal without exponent into a JSON literal, nil when
// it is none.
func plainNumber(typed string) []byte {
	b, _ := narrow(trimSpace([]byte(typed)))
	s := strings.ReplaceAll(string(b), "。", ".")
	sign := ""
	switch {
	case strings.HasPrefix(s, "-"), strings.HasPrefix(s, "−"):
		sign = "-"
		s = strings.TrimPrefix(strings.TrimPrefix(s, "-"), "−")
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	}
	whole, fraction, point := strings.Cut(s, ".")
	if parts := strings.Split(whole, ","); len(parts) > 1 {
		for i, p := range parts {
			if len(p) != 3 && (i > 0 || len(p) == 0 || len(p) > 3) {
				return nil
			}
		}
		whole = strings.Join(parts, "")
	}
	if !allDigits(whole) || !allDigits(fraction) || whole == "" && fraction == "" {
		return nil
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	out := sign + whole
	if point && fraction != "" {
		out += "." + fraction
	}
	return []byte(out)
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func (numberType) read(w *writer, f *fieldPlan, t token) *fault {
	if t.kind != 'n' {
		return notNumber(f, t, answerNotNumber, "320", "12.5")
	}
	return w.putDecimal(t)
}

// putDecimal stores the canonical form of a number token.
func (w *writer) putDecimal(t token) *fault {
	from := len(w.buf)
	out, ok := appendDecimal(w.buf, t.raw)
	if !ok {
		return failed(answerHugeNumber)
	}
	w.buf = out
	w.raw = span{uint32(from), uint32(len(out))}
	w.val = w.raw
	return nil
}

// notNumber explains a value that should have been a number, with an example
// that the field takes.
func notNumber(f *fieldPlan, t token, k Kind, usual ...string) *fault {
	if t.kind != 's' {
		return failed(answerType, "expected", expectNumber)
	}
	text := trimSpace(t.decoded())
	if len(text) > 0 && plainNumber(string(text)) != nil {
		if _, ok := appendDecimal(nil, plainNumber(string(text))); !ok {
			return failed(answerHugeNumber)
		}
		return failed(answerType, "expected", expectNumber)
	}
	return failed(k, "like", f.like(usual...))
}

func (numberType) check(c *constraints, v []byte, _ moment) *fault { return c.checkNumber(v) }

func (c *constraints) checkNumber(v []byte) *fault {
	if c.minimum != nil {
		if d := compareDecimals(v, c.minimum); d < 0 {
			return failed(answerTooSmall, "limit", c.withUnit(c.minimum))
		}
	}
	if c.exclusiveMinimum != nil && compareDecimals(v, c.exclusiveMinimum) <= 0 {
		return failed(answerNotAbove, "limit", c.withUnit(c.exclusiveMinimum))
	}
	if c.maximum != nil && compareDecimals(v, c.maximum) > 0 {
		return failed(answerTooLarge, "limit", c.withUnit(c.maximum))
	}
	if c.exclusiveMaximum != nil && compareDecimals(v, c.exclusiveMaximum) >= 0 {
		return failed(answerNotBelow, "limit", c.withUnit(c.exclusiveMaximum))
	}
	if c.integerDigits < 0 && c.fractionDigits < 0 {
		return nil
	}
	whole, fraction := digitCounts(v)
	if c.integerDigits >= 0 && whole > c.integerDigits {
		return failed(answerIntDigits, "limit", c.integerDigits)
	}
	if c.fractionDigits >= 0 && fraction > c.fractionDigits {
		if c.fractionDigits == 0 {
			return failed(answerNoFraction)
		}
		return failed(answerFracDigits, "limit", c.fractionDigits)
	}
	return nil
}

// withUnit is a bound in words: 300 平方米.
func (c *constraints) withUnit(bound []byte) Text {
	out := Text{}
	for _, lang := range Languages {
		out[lang] = withUnit(string(bound), c.unit, lang)
	}
	return out
}

func withUnit(number string, unit Text, lang string) string {
	u := unit.In(lang)
	if u == "" {
		return number
	}
	// 50 万元 is 500,000 yuan: a unit that is so many of another is multiplied out.
	if many, one, ok := strings.Cut(u, " "); ok && many[0] >= '1' && many[0] <= '9' {
		if factor, err := decimal.NewFromString(strings.ReplaceAll(many, ",", "")); err == nil {
			if n, err := decimal.NewFromString(number); err == nil {
				return Thousands(n.Mul(factor).String()) + " " + one
			}
		}
	}
	return number + " " + u
}

// Thousands sets the thousands of a plain decimal apart: 12,345.5.
func Thousands(number string) string {
	whole, rest, point := strings.Cut(number, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if point {
		rest = "." + rest
	}
	return sign + whole + rest
}

func (numberType) celType() *cel.Type { return cel.DoubleType }

func (numberType) celValue(v []byte) ref.Val {
	d, err := strconv.ParseFloat(string(v), 64)
	if err != nil {
		return types.WrapErr(err)
	}
	return types.Double(d)
}

func (numberType) display(f *Field, v, lang string) string {
	return withUnit(v, f.Element.Unit, lang)
}

func (t numberType) masked(f *Field, v, lang string) string { return mask(t.display(f, v, lang)) }

func (numberType) schema(_ *fieldPlan, out map[string]any) { out["type"] = "number" }

func (numberType) samples(*Field) []string {
	return []string{"0", "0.5", "3", "12.5", "320"}
}
