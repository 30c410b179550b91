package catalog

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// mostCondition bounds the condition that routes become, in bytes: half of what
// an expression may have, so that a field's own still fits beside it.
const mostCondition = 2000

// pathConditions say, section by section, when the path through a form comes
// by: its own condition holds, and no section that is shown leads past it. ""
// is always. A condition that cannot be told does not hold, and a route whose
// condition cannot be told is not taken: holds says so.
func pathConditions(f *metamodel.Form) []string {
	index := map[string]int{"end": len(f.Sections)}
	for i, s := range f.Sections {
		index[s.ID] = i
	}
	out := make([]string, len(f.Sections))
	for k, s := range f.Sections {
		out[k] = always(s.Visible)
		for j := range k {
			over := routesPast(f.Sections[j].Next, index, k)
			if over == "" || len(out[k]) > mostCondition || len(out[j]) > mostCondition {
				continue
			}
			if skips := bothHold(out[j], over); skips == "true" {
				out[k] = "false"
			} else {
				out[k] = bothHold(out[k], "!holds("+skips+")")
			}
		}
	}
	return out
}

// routesPast is the condition under which routes lead past section k, "" where
// none does. The first that holds is taken.
func routesPast(routes []metamodel.Route, index map[string]int, k int) string {
	var past []string
	earlier := ""
	for _, r := range routes {
		when := always(r.When)
		if index[r.To] > k {
			if both := bothHold(earlier, when); both != "" {
				past = append(past, both)
			} else {
				past = append(past, "true")
			}
		}
		if when == "" {
			break
		}
		earlier = bothHold(earlier, "!holds("+when+")")
	}
	switch len(past) {
	case 0:
		return ""
	case 1:
		return past[0]
	}
	return "(" + strings.Join(past, ") || (") + ")"
}

// always is a condition without what only says that it holds.
func always(cel string) string {
	if c := strings.TrimSpace(cel); c != "true" {
		return c
	}
	return ""
}
