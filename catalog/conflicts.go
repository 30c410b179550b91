package catalog

import (
	"bytes"
	"encoding/json"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// conflicts finds demands of two matters on one field that no answer can
// satisfy while both apply. Only what can be seen without running conditions
// is looked for: fields both matters always show.
func conflicts(doc *metamodel.FormDoc, name func(matter string) metamodel.Text) (ps metamodel.Problems) {
	for _, g := range sortedKeys(doc.Properties) {
		group := doc.Properties[g]
		hidden := map[string]bool{}
		for i, a := range group.Uses {
			hidden[a.Matter] = a.Visible != ""
			for _, b := range group.Uses[i+1:] {
				for _, pair := range [][2]metamodel.GroupUse{{a, b}, {b, a}} {
					if lo, hi := pair[0], pair[1]; lo.Visible == "" && hi.Visible == "" && above(lo.MinItems, hi.MaxItems) {
						ps = append(ps, ConflictItems.At("merged/"+g, "path", groupName(g, group), "first", name(lo.Matter), "second", name(hi.Matter), "a", *lo.MinItems, "b", *hi.MaxItems))
					}
				}
			}
		}
		fields, _ := fieldDocs(group)
		for _, key := range sortedKeys(fields) {
			f := fields[key]
			for i, a := range f.Uses {
				for _, b := range f.Uses[i+1:] {
					if a.Visible == "" && b.Visible == "" && !hidden[a.Matter] && !hidden[b.Matter] {
						ps = append(ps, contradict("merged/"+g+"/"+key, f.Label, a, b, name)...)
					}
				}
			}
		}
	}
	return ps
}

func groupName(path string, g *metamodel.GroupDoc) metamodel.Text {
	if len(g.Label) > 0 {
		return g.Label
	}
	return metamodel.Zh(path)
}

func contradict(path string, label metamodel.Text, a, b metamodel.FieldUse, name func(string) metamodel.Text) (ps metamodel.Problems) {
	add := func(k metamodel.Kind, lo, hi metamodel.FieldUse, x, y any) {
		ps = append(ps, k.At(path, "path", label, "first", name(lo.Matter), "second", name(hi.Matter), "a", x, "b", y))
	}
	if len(a.Const) > 0 && len(b.Const) > 0 && !sameJSON(a.Const, b.Const) {
		add(ConflictConst, a, b, string(a.Const), string(b.Const))
	}
	for _, pair := range [][2]metamodel.FieldUse{{a, b}, {b, a}} {
		lo, hi := pair[0], pair[1]
		low, lowOpen, hasLow := lowest(lo.Constraints)
		high, highOpen, hasHigh := highest(hi.Constraints)
		if hasLow && hasHigh && (low.GreaterThan(high) || low.Equal(high) && (lowOpen || highOpen)) {
			add(ConflictRange, lo, hi, low.String(), high.String())
		}
		if c, ok := number(json.Number(lo.Const)); ok {
			low, lowOpen, hasLow := lowest(hi.Constraints)
			if hasHigh && (c.GreaterThan(high) || highOpen && c.Equal(high)) || hasLow && (c.LessThan(low) || lowOpen && c.Equal(low)) {
				add(ConflictOnlyRow, lo, hi, c.String(), "")
			}
		}
		if above(lo.MinLength, hi.MaxLength) {
			add(ConflictLength, lo, hi, *lo.MinLength, *hi.MaxLength)
		}
		if above(lo.MinItems, hi.MaxItems) {
			add(ConflictItems, lo, hi, *lo.MinItems, *hi.MaxItems)
		}
		// Full dates compare as text; today is known only on the day.
		if n, m := lo.NotBefore, hi.NotAfter; n != "" && m != "" && n != "today" && m != "today" && n > m {
			add(ConflictDates, lo, hi, n, m)
		}
	}
	return ps
}

func above(low, high *int) bool { return low != nil && high != nil && *low > *high }

// lowest is the lower bound of a constraint, and whether the bound itself is out.
func lowest(c metamodel.Constraints) (bound decimal.Decimal, open, ok bool) {
	bound, ok = number(c.Minimum)
	if x, given := number(c.ExclusiveMinimum); given && (!ok || !x.LessThan(bound)) {
		return x, true, true
	}
	return bound, false, ok
}

func highest(c metamodel.Constraints) (bound decimal.Decimal, open, ok bool) {
	bound, ok = number(c.Maximum)
	if x, given := number(c.ExclusiveMaximum); given && (!ok || !x.GreaterThan(bound)) {
		return x, true, true
	}
	return bound, false, ok
}

func number(n json.Number) (decimal.Decimal, bool) {
	if !jsonNumber.MatchString(n.String()) {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(n.String())
	return d, err == nil
}

func sameJSON(a, b json.RawMessage) bool {
	if x, ok := number(json.Number(a)); ok {
		y, ok := number(json.Number(b))
		return ok && x.Equal(y)
	}
	var x, y bytes.Buffer
	return json.Compact(&x, a) == nil && json.Compact(&y, b) == nil && bytes.Equal(x.Bytes(), y.Bytes())
}
