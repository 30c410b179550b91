package metamodel

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// formatSamples are texts that a format takes.
var formatSamples = map[Format][]string{
	FormatEmail:      {"name@example.com"},
	FormatMobile:     {"13800138000", "+86 138 0013 8000"},
	FormatResidentID: {"11010519491231002X", "440524188001010014", "110105194912310021"}, // the last has a wrong check digit
	FormatUSCC:       {"91350100M000100Y43"},
}

// Samples are answers worth trying, as JSON, without repetition and always the
// same: one of every shape of the type, and those on, just inside and just
// outside the bounds that the element and the form's uses set. Most are
// valid; not all.
func (f *Field) Samples() []json.RawMessage {
	sets := make([]*Constraints, 1, 1+len(f.Uses))
	sets[0] = &f.Element.Constraints
	for i := range f.Uses {
		sets = append(sets, &f.Uses[i].Constraints)
	}
	// What constraints name comes first: it is more often what is asked for.
	var said []string
	for _, c := range sets {
		said = append(said, c.samples(f.Element.Type)...)
	}
	if f.typ != nil {
		said = append(said, f.typ.samples(f)...)
	}
	var out []json.RawMessage
	seen := map[string]bool{}
	for _, s := range said {
		if !seen[s] && json.Valid([]byte(s)) {
			seen[s] = true
			out = append(out, json.RawMessage(s))
		}
	}
	return out
}

func jsonString(s string) string { return string(appendString(nil, s)) }

// samples are values around what c sets.
func (c *Constraints) samples(t Type) (out []string) {
	if len(c.Const) > 0 {
		out = append(out, string(c.Const))
	}
	for _, raw := range c.Enum {
		if t == TypeCodes {
			raw = append(append([]byte("["), raw...), ']')
		}
		out = append(out, string(raw))
	}
	for _, s := range formatSamples[c.Format] {
		out = append(out, jsonString(s))
	}
	if c.Pattern != "" {
		out = append(out, patternSamples(c.Pattern)...)
	}
	for _, n := range []*int{c.MinLength, c.MaxLength} {
		if n == nil || *n > 300 || t != TypeString && t != TypeText {
			continue
		}
		for _, k := range []int{*n, *n - 1, *n + 1} {
			if k > 0 {
				out = append(out, jsonString(strings.Repeat("某", k)))
			}
		}
	}
	step := decimal.NewFromInt(1)
	if c.FractionDigits != nil && *c.FractionDigits >= 0 && *c.FractionDigits < 20 {
		step = decimal.New(1, int32(-*c.FractionDigits))
	}
	for _, n := range []json.Number{c.Minimum, c.Maximum, c.ExclusiveMinimum, c.ExclusiveMaximum} {
		if d, err := decimal.NewFromString(n.String()); n != "" && err == nil && d.Exponent() > -40 && d.Exponent() < 40 {
			out = append(out, d.String(), d.Sub(step).String(), d.Add(step).String())
		}
	}
	for _, n := range []*int{c.IntegerDigits, c.FractionDigits} {
		if n == nil || *n < 0 || *n > 15 {
			continue
		}
		if n == c.IntegerDigits {
			out = append(out, "1"+strings.Repeat("0", *n), strings.Repeat("9", max(1, *n)))
		} else {
			out = append(out, "0."+strings.Repeat("1", *n+1))
		}
	}
	for _, s := range []string{c.NotBefore, c.NotAfter} {
		if d, err := time.Parse(time.DateOnly, s); err == nil && t == TypeDate {
			for _, by := range []int{0, -1, 1} {
				out = append(out, strconv.Quote(d.AddDate(0, 0, by).Format(time.DateOnly)))
			}
		}
	}
	return out
}

// patternSamples are texts that a pattern probably matches, the same each time.
func patternSamples(pattern string) (out []string) {
	g := &patternMaker{uint64(len(pattern))}
	for range 4 {
		if s, ok := g.text(pattern); ok && utf8.ValidString(s) && !slices.Contains(out, jsonString(s)) {
			out = append(out, jsonString(s))
		}
	}
	return out
}
