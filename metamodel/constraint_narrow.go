package metamodel

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// bound is one end of a range of numbers.
type bound struct {
	at   []byte
	open bool // exclusive
}

func (c *constraints) lower() (bound, string) {
	b, k := bound{at: c.minimum}, "minimum"
	if c.exclusiveMinimum != nil && (b.at == nil || compareDecimals(c.exclusiveMinimum, b.at) >= 0) {
		b, k = bound{c.exclusiveMinimum, true}, "exclusiveMinimum"
	}
	return b, k
}

func (c *constraints) upper() (bound, string) {
	b, k := bound{at: c.maximum}, "maximum"
	if c.exclusiveMaximum != nil && (b.at == nil || compareDecimals(c.exclusiveMaximum, b.at) <= 0) {
		b, k = bound{c.exclusiveMaximum, true}, "exclusiveMaximum"
	}
	return b, k
}

// narrows reports whether c, standing beside an element's constraints e, is
// wider anywhere, and whether both together leave a value.
func (c *constraints) narrows(e *constraints, path string, s *sink) {
	widens := func(k string, element any) { s.add(formWidens, join(path, k), "keyword", k, "element", element) }
	if c.minLength >= 0 && c.minLength < e.minLength {
		widens("minLength", e.minLength)
	}
	if c.maxLength >= 0 && e.maxLength >= 0 && c.maxLength > e.maxLength {
		widens("maxLength", e.maxLength)
	}
	if c.integerDigits >= 0 && e.integerDigits >= 0 && c.integerDigits > e.integerDigits {
		widens("x-integer-digits", e.integerDigits)
	}
	if c.fractionDigits >= 0 && e.fractionDigits >= 0 && c.fractionDigits > e.fractionDigits {
		widens("x-fraction-digits", e.fractionDigits)
	}
	if c.minItems >= 0 && c.minItems < e.minItems {
		widens("minItems", e.minItems)
	}
	if c.maxItems >= 0 && e.maxItems >= 0 && c.maxItems > e.maxItems {
		widens("maxItems", e.maxItems)
	}
	if lo, k := c.lower(); lo.at != nil {
		if el, _ := e.lower(); el.at != nil {
			if d := compareDecimals(lo.at, el.at); d < 0 || d == 0 && el.open && !lo.open {
				widens(k, string(el.at))
			}
		}
	}
	if hi, k := c.upper(); hi.at != nil {
		if eh, _ := e.upper(); eh.at != nil {
			if d := compareDecimals(hi.at, eh.at); d > 0 || d == 0 && eh.open && !hi.open {
				widens(k, string(eh.at))
			}
		}
	}
	earlier := func(k string, mine, element *dateBound, sign bool) {
		if mine == nil || element == nil || mine.moving() || element.moving() {
			return
		}
		if sign && mine.first(moment{}) < element.first(moment{}) || !sign && element.last(moment{}) < mine.last(moment{}) {
			widens(k, element.String())
		}
	}
	earlier("x-not-before", c.notBefore, e.notBefore, true)
	earlier("x-not-after", c.notAfter, e.notAfter, false)
	if c.format != "" && e.format != "" && c.format != e.format {
		s.add(formFormatConflict, join(path, "format"), "element", e.format, "format", c.format)
	}
	switch {
	case e.constant == nil:
	case c.constant != nil && !bytes.Equal(c.constant, e.constant):
		widens("const", e.constantText)
	case c.constant == nil && slices.ContainsFunc(c.enum, func(v string) bool { return v != e.constantText }):
		widens("enum", e.constantText)
	}
	if c.maxDays >= 0 && e.maxDays >= 0 && c.maxDays > e.maxDays {
		widens("x-max-days", e.maxDays)
	}
	if c.maxBytes >= 0 && e.maxBytes >= 0 && c.maxBytes > e.maxBytes {
		widens("x-max-bytes", e.maxBytes)
	}
	if e.enum != nil && slices.ContainsFunc(c.enum, func(v string) bool { return !slices.Contains(e.enum, v) }) {
		widens("enum", strings.Join(e.enum, ", "))
	}
	if e.accept != nil && slices.ContainsFunc(c.accept, func(m string) bool { return !accepts(e.accept, m) }) {
		widens("x-accept", strings.Join(e.accept, ", "))
	}
}

// possible reports ranges of c (beside e, which may be nil) that no value can
// satisfy.
func (c *constraints) possible(e *constraints, f *fieldPlan, path string, s *sink) {
	both := *c
	if e != nil {
		both.minLength = max(c.minLength, e.minLength)
		both.maxLength = least(c.maxLength, e.maxLength)
		both.minItems = max(c.minItems, e.minItems)
		both.maxItems = least(c.maxItems, e.maxItems)
		for _, x := range []struct {
			mine *[]byte
			its  []byte
			up   bool
		}{{&both.minimum, e.minimum, true}, {&both.exclusiveMinimum, e.exclusiveMinimum, true}, {&both.maximum, e.maximum, false}, {&both.exclusiveMaximum, e.exclusiveMaximum, false}} {
			if *x.mine == nil || x.its != nil && (compareDecimals(x.its, *x.mine) > 0) == x.up {
				*x.mine = x.its
			}
		}
	}
	if both.maxLength >= 0 && both.minLength > both.maxLength {
		s.add(formEmptyRange, path, "low", fmt.Sprintf("minLength %d", both.minLength), "high", fmt.Sprintf("maxLength %d", both.maxLength))
	}
	if both.maxItems >= 0 && both.minItems > both.maxItems {
		s.add(formEmptyRange, path, "low", fmt.Sprintf("minItems %d", both.minItems), "high", fmt.Sprintf("maxItems %d", both.maxItems))
	}
	lo, lk := both.lower()
	hi, hk := both.upper()
	if lo.at != nil && hi.at != nil {
		if d := compareDecimals(lo.at, hi.at); d > 0 || d == 0 && (lo.open || hi.open) {
			s.add(formEmptyRange, path, "low", lk+" "+string(lo.at), "high", hk+" "+string(hi.at))
		}
	}
	if both.notBefore != nil && both.notAfter != nil && !both.notBefore.moving() && !both.notAfter.moving() && both.notAfter.last(moment{}) < both.notBefore.first(moment{}) {
		s.add(formEmptyRange, path, "low", "x-not-before "+both.notBefore.String(), "high", "x-not-after "+both.notAfter.String())
	}
	if c.constant == nil && len(c.enum) == 0 {
		return
	}
	// A constant, and every value of an enumeration, must itself pass what does
	// not depend on the day or on others.
	for _, d := range []*constraints{c, e} {
		if d == nil {
			continue
		}
		timeless := *d
		timeless.notBefore, timeless.notAfter, timeless.constant, timeless.enum, timeless.minItems = nil, nil, nil, nil, 0
		format := d.format != "" && !d.conditional
		if c.constant != nil {
			timeless.enum = d.enum
			if fl := f.satisfies(&timeless, c.constant, []byte(c.constantText), moment{day: theLastDay}, format); fl != nil {
				s.add(formConst, join(path, "const"), "detail", fl.labelled("", f.f.Label).Message)
			}
			timeless.enum = nil
		}
		for i, v := range c.enum {
			if fl := f.satisfies(&timeless, nil, []byte(v), moment{day: theLastDay}, format); fl != nil {
				s.add(formEnum, at(join(path, "enum"), i), "detail", fl.labelled("", f.f.Label).Message)
			}
		}
	}
}

// theLastDay is after every date of birth.
var theLastDay = day{9999, 12, 31}
