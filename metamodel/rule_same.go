package metamodel

import (
	"slices"
	"strconv"
	"strings"
)

// mostRuleCodes is up to how many codes of a list are gone through one by one.
const mostRuleCodes = 500

// mostRuleTexts is how many of them are tried for one way.
const mostRuleTexts = 2000

// unnamed begins a text that no rule names.
const unnamed = "\x00"

// assign gives texts, codes and truths to what is compared, so that all that is
// settled of them holds: a value each of those that rules name, of a short list,
// or one that none of them names. open: there were too many to try.
func (m *ruleSearch) assign(s *state) (texts map[*ruleVar]string, ok, open bool) {
	var vars []*ruleVar
	var universe []string
	among := map[string]bool{} // of a field of several codes each code stands for itself
	for _, k := range s.same {
		if k.rule.op == ruleAmong {
			key := k.rule.a.f.f.Path + "\x00" + k.rule.value
			if was, known := among[key]; known && was != k.is {
				return nil, false, false
			}
			among[key] = k.is
			continue
		}
		for _, v := range []*ruleVar{k.rule.a, k.rule.b} {
			if v != nil && !slices.Contains(vars, v) {
				vars = append(vars, v)
			}
		}
		if k.rule.b == nil {
			universe = append(universe, k.rule.value)
		}
	}
	if len(vars) == 0 {
		return nil, true, false
	}
	domains := make([][]string, len(vars))
	for i, v := range vars {
		domains[i] = m.domain(v.f)
		universe = append(universe, domains[i]...)
	}
	for i := range vars {
		universe = append(universe, unnamed+strconv.Itoa(i))
	}
	slices.Sort(universe)
	universe = slices.Compact(universe)
	for i, v := range vars {
		if domains[i] == nil {
			domains[i] = universe
		}
		domains[i] = slices.DeleteFunc(slices.Clone(domains[i]), func(text string) bool { return !m.takes(v.f, text) })
	}
	out := map[*ruleVar]string{}
	holds := func() bool {
		for _, k := range s.same {
			if k.rule.op == ruleAmong {
				continue
			}
			a, ok := out[k.rule.a]
			if !ok {
				continue
			}
			b := k.rule.value
			if k.rule.b != nil {
				if b, ok = out[k.rule.b]; !ok {
					continue
				}
			}
			if (a == b) != k.is {
				return false
			}
		}
		return true
	}
	left := mostRuleTexts
	var set func(i int) bool
	set = func(i int) bool {
		if i == len(vars) {
			return true
		}
		for _, text := range domains[i] {
			if left--; left < 0 {
				return false
			}
			out[vars[i]] = text
			if holds() && set(i+1) {
				return true
			}
		}
		delete(out, vars[i])
		return false
	}
	if !set(0) {
		return nil, left < 0, left < 0
	}
	for v, text := range out {
		if strings.HasPrefix(text, unnamed) {
			out[v] = ""
		}
	}
	return out, true, false
}

// domain are all values of a field that has few, nil for any other.
func (m *ruleSearch) domain(f *fieldPlan) []string {
	switch f.f.Element.Type {
	case TypeBoolean:
		return []string{"true", "false"}
	case TypeCode:
		if f.list != nil && len(f.list.Entries) <= mostRuleCodes {
			return f.codeNames()
		}
		return nil
	}
	for _, c := range append([]*constraints{f.element}, m.demands[f]...) {
		switch {
		case c.constant != nil:
			return []string{c.constantText}
		case c.enum != nil:
			return c.enum
		}
	}
	return nil
}

// takes reports whether a field and the bounds laid on it take a text. One that
// no rule names may be any that they take.
func (m *ruleSearch) takes(f *fieldPlan, text string) bool {
	if strings.HasPrefix(text, unnamed) {
		return true
	}
	value := jsonString(text)
	if f.f.Element.Type == TypeBoolean {
		value = text
	}
	raw, read, what := literal([]byte(value), f, f.typ)
	if what != nil || read != text {
		return false
	}
	for _, c := range append([]*constraints{f.element}, m.demands[f]...) {
		if f.satisfies(c, raw, []byte(read), moment{day: theLastDay}, false) != nil {
			return false
		}
	}
	return true
}
