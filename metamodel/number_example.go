package metamodel

import (
	"slices"

	"github.com/shopspring/decimal"
)

// like ends the words of a problem with a number that the field takes: one of
// the usual when it does, else a round one or a bound; nothing where it is none of these.
func (f *fieldPlan) like(usual ...string) Text {
	if f == nil {
		f = &fieldPlan{} // a value nobody answers
	}
	takes := func(v string) bool { return f.takesNumber(v) }
	fit := slices.DeleteFunc(slices.Clone(usual), func(v string) bool { return !takes(v) })
	if len(fit) == 0 {
		i := slices.IndexFunc(f.roundNumbers(), takes)
		if i < 0 {
			return Text{}
		}
		fit = []string{f.roundNumbers()[i]}
	}
	zh, en := "，例如 "+fit[0], ", like "+fit[0]
	for _, v := range fit[1:] {
		zh, en = zh+" 或 "+v, en+" or "+v
	}
	return ZhEn(zh, en)
}

// takesNumber reports whether the element and every use of the field take v.
func (f *fieldPlan) takesNumber(v string) bool {
	b, ok := appendDecimal(nil, []byte(v))
	if !ok {
		return false
	}
	limits := []*constraints{f.element}
	for i := range f.uses {
		limits = append(limits, f.uses[i].demands)
	}
	for _, c := range limits {
		if c == nil {
			continue
		}
		if c.constant != nil && string(c.constant) != string(b) || c.enum != nil && !slices.Contains(c.enum, string(b)) || c.checkNumber(b) != nil {
			return false
		}
	}
	_, fraction := digitCounts(b)
	return fraction == 0 || f.typ != fieldTypes[TypeInteger]
}

// roundNumbers are what people would call an example, the small first, then
// what the limits themselves name and what lies half way between them.
func (f *fieldPlan) roundNumbers() []string {
	var out []string
	for e := int32(0); e < 15; e++ {
		for _, n := range []int64{1, 2, 5} {
			out = append(out, decimal.New(n, e).String())
		}
	}
	for e := int32(-1); e > -7; e-- {
		out = append(out, decimal.New(5, e).String(), decimal.New(1, e).String())
	}
	out = append(out, "0")
	limits := []*constraints{f.element}
	for i := range f.uses {
		limits = append(limits, f.uses[i].demands)
	}
	var bounds []decimal.Decimal
	for _, c := range limits {
		if c == nil {
			continue
		}
		for _, b := range append([][]byte{c.minimum, c.maximum, c.exclusiveMinimum, c.exclusiveMaximum, c.constant}, bytesOf(c.enum)...) {
			if d, err := decimal.NewFromString(string(b)); err == nil {
				bounds = append(bounds, d)
			}
		}
	}
	for _, a := range bounds {
		out = append(out, a.String(), a.Add(decimal.NewFromInt(1)).String(), a.Sub(decimal.NewFromInt(1)).String())
		for _, b := range bounds {
			half := a.Add(b).Div(decimal.NewFromInt(2))
			out = append(out, half.Floor().String(), half.String())
		}
	}
	return out
}

func bytesOf(list []string) [][]byte {
	out := make([][]byte, len(list))
	for i, s := range list {
		out[i] = []byte(s)
	}
	return out
}
