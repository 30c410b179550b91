package catalog

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// mostChoices is how many values of a field are gone through one by one.
const mostChoices = 500

// values looks at what two uses of a merged field take, where that can be
// decided: a few values, patterns, and what both compute.
func (r *rivals) values(path string, uses []metamodel.FieldUse, i, j int) []clash {
	field, ok := r.t.Merged.Field(path)
	if !ok {
		return nil
	}
	a, b := uses[i], uses[j]
	if a.Value != "" && b.Value != "" {
		if c := computedApart(&a, &b); c != nil && a.ValueWhen == "" && b.ValueWhen == "" {
			return []clash{*c}
		}
		return nil
	}
	if c := r.choices(field, i, j); c != nil {
		return []clash{*c}
	}
	if c := shapes(field, i, j); c != nil {
		return []clash{*c}
	}
	return nil
}

// computedApart is what two uses compute, where that is not the same.
func computedApart(a, b *metamodel.FieldUse) *clash {
	if one, other := squeezed(a.Value), squeezed(b.Value); one != "" && other != "" && one != other {
		return &clash{ConflictValue, a.Matter, b.Matter, one, other}
	}
	return nil
}

func squeezed(source string) string { return strings.Join(strings.Fields(source), " ") }

// choices goes through all values of a field that has few: what one use takes
// the other must take some of.
func (r *rivals) choices(f *metamodel.Field, i, j int) *clash {
	all := fewValues(f, i, j)
	if len(all) == 0 || len(all) > mostChoices {
		return nil
	}
	var one, other []json.RawMessage
	for _, v := range all {
		in, out := r.t.Merged.Takes(f.Path, i, v), r.t.Merged.Takes(f.Path, j, v)
		if in && out {
			return nil
		}
		if in {
			one = append(one, v)
		}
		if out {
			other = append(other, v)
		}
	}
	if len(one) == 0 || len(other) == 0 { // one of them leaves nothing by itself
		return nil
	}
	return &clash{ConflictValues, f.Uses[i].Matter, f.Uses[j].Matter, listValues(f, one), listValues(f, other)}
}

// fewValues are all values that could be in question, nil where there are more.
func fewValues(f *metamodel.Field, i, j int) (out []json.RawMessage) {
	for _, c := range []metamodel.Constraints{f.Uses[i].Constraints, f.Uses[j].Constraints, f.Element.Constraints} {
		several := f.Element.Type == metamodel.TypeCodes
		if len(c.Const) > 0 && !several {
			out = append(out, c.Const)
		}
		for _, v := range c.Enum {
			if several { // one code alone stands for all choices with it
				v = slices.Concat([]byte("["), v, []byte("]"))
			}
			out = append(out, v)
		}
	}
	// What is outside of one use's list it does not take: its list is enough.
	listed := func(c metamodel.Constraints) bool { return len(c.Enum) > 0 || len(c.Const) > 0 }
	switch {
	case f.Element.Type == metamodel.TypeCodes && (atLeastTwo(f.Uses[i].Constraints) || atLeastTwo(f.Uses[j].Constraints) || atLeastTwo(f.Element.Constraints)):
		return nil
	case listed(f.Uses[i].Constraints) && listed(f.Uses[j].Constraints), f.Element.Type != metamodel.TypeCodes && listed(f.Element.Constraints):
		return out
	case f.Element.Type == metamodel.TypeBoolean:
		return []json.RawMessage{json.RawMessage("true"), json.RawMessage("false")}
	case listed(f.Uses[i].Constraints) || listed(f.Uses[j].Constraints):
		// The other one has no list: whether it takes any of these says enough,
		// but what else it takes is not known.
		if f.CodeList != nil {
			return append(out, everyCode(f)...)
		}
		return append(out, f.Samples()...)
	}
	return nil
}

func atLeastTwo(c metamodel.Constraints) bool { return c.MinItems != nil && *c.MinItems > 1 }

func everyCode(f *metamodel.Field) (out []json.RawMessage) {
	for _, e := range f.CodeList.Entries {
		b, err := json.Marshal(e.Code)
		if err != nil {
			continue
		}
		if f.Element.Type == metamodel.TypeCodes {
			b = slices.Concat([]byte("["), b, []byte("]"))
		}
		out = append(out, b)
	}
	return out
}

// mostNamed is how many values a conflict names for each side.
const mostNamed = 5

// listValues says values as people read them.
func listValues(f *metamodel.Field, values []json.RawMessage) metamodel.Text {
	var names []metamodel.Text
	seen := map[string]bool{}
	for _, v := range values {
		if seen[string(v)] {
			continue
		}
		seen[string(v)] = true
		if len(names) == mostNamed {
			names = append(names, metamodel.ZhEn("……", "…"))
			break
		}
		var code string
		if json.Unmarshal([]byte(strings.Trim(string(v), "[]")), &code) == nil && f.CodeList != nil {
			if e, ok := f.CodeList.Entry(code); ok {
				names = append(names, e.Name)
				continue
			}
		}
		switch said := strings.Trim(string(v), `"`); {
		case said == "true":
			names = append(names, metamodel.ZhEn("是", "yes"))
		case said == "false":
			names = append(names, metamodel.ZhEn("否", "no"))
		default:
			names = append(names, metamodel.Zh(said))
		}
	}
	return listText(names)
}

// shapes looks for a text that fits the patterns and lengths of both uses.
func shapes(f *metamodel.Field, i, j int) *clash {
	if t := f.Element.Type; t != metamodel.TypeString && t != metamodel.TypeText {
		return nil
	}
	a, b := f.Uses[i].Constraints, f.Uses[j].Constraints
	if a.Pattern == "" && b.Pattern == "" {
		return nil
	}
	if _, meet, decided := patternsOf(f, a, b); meet || !decided {
		return nil
	}
	one, meetA, _ := patternsOf(f, a)
	other, meetB, _ := patternsOf(f, b)
	if !meetA || !meetB {
		return nil
	}
	return &clash{ConflictPattern, f.Uses[i].Matter, f.Uses[j].Matter, one, other}
}

// patternsOf looks for a text of a field that several constraints take.
func patternsOf(f *metamodel.Field, list ...metamodel.Constraints) (witness string, meet, decided bool) {
	var patterns []string
	least, most := 0, -1
	for _, c := range append(list, f.Element.Constraints) {
		if c.Pattern != "" {
			patterns = append(patterns, c.Pattern)
		}
		if c.MinLength != nil {
			least = max(least, *c.MinLength)
		}
		if c.MaxLength != nil && (most < 0 || *c.MaxLength < most) {
			most = *c.MaxLength
		}
	}
	return metamodel.PatternsMeet(patterns, least, most)
}
