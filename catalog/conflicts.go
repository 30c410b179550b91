package catalog

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// rivals looks for demands of two matters of a theme on one field that no
// answer can satisfy in a situation to which both apply. Compiling looks for
// what can be seen without running the form's conditions: fields both matters
// always show. The gate looks at the others, see shownTogether.
type rivals struct {
	t        *Theme
	name     map[string]metamodel.Text
	together map[[2]string]occasion
	sources  sources
	problems metamodel.Problems
}

// newRivals takes the packs that the matters' forms are in, the theme's first.
func newRivals(t *Theme, packs []*Pack) *rivals {
	r := &rivals{t: t, name: map[string]metamodel.Text{}, together: map[[2]string]occasion{}, sources: sources{packs: packs}}
	for _, m := range t.Matters {
		r.name[m.Def.ID] = m.Def.Name
	}
	return r
}

func conflicts(t *Theme, doc *metamodel.FormDoc, packs []*Pack) metamodel.Problems {
	r := newRivals(t, packs)
	for _, g := range sortedKeys(doc.Properties) {
		group := doc.Properties[g]
		hidden, least := map[string]bool{}, map[string]int{}
		for i, a := range group.Uses {
			hidden[a.Matter] = a.Visible != ""
			if a.MinItems != nil {
				least[a.Matter] = *a.MinItems
			}
			for _, b := range group.Uses[i+1:] {
				for _, pair := range [][2]metamodel.GroupUse{{a, b}, {b, a}} {
					if lo, hi := pair[0], pair[1]; lo.Visible == "" && hi.Visible == "" && above(lo.MinItems, hi.MaxItems) {
						if when, both := r.both(lo.Matter, hi.Matter); both {
							r.tell(g, groupName(g, group), when, clash{ConflictItems, lo.Matter, hi.Matter, *lo.MinItems, *hi.MaxItems}, true)
						}
					}
				}
			}
		}
		fields, _ := fieldDocs(group)
		around := rows(nil)
		if group.Type == "array" {
			around = around.within(least)
		}
		r.fields(g, fields, hidden, around)
	}
	r.rulesTogether()
	return r.problems
}

func (r *rivals) fields(path string, fields map[string]*metamodel.FieldDoc, hidden map[string]bool, around rows) {
	for _, key := range sortedKeys(fields) {
		f := fields[key]
		at := path + "/" + key
		label := f.Label
		if len(label) == 0 {
			label = metamodel.Zh(at)
		}
		// Of two hundred matters most ask for the same: only what differs is
		// compared, and each difference once.
		told := len(r.problems)
		sorts, n := demandSorts(f.Uses, hidden)
		harmless := make([]bool, n*n)
		for i, x := range sorts {
			for j := i + 1; j < len(sorts); j++ {
				y := sorts[j]
				if x == y || x < 0 || y < 0 || harmless[x*n+y] || harmless[y*n+x] {
					continue
				}
				a, b := f.Uses[i], f.Uses[j]
				found := contradict(a, b)
				if len(found) == 0 && f.Type == "" {
					found = r.values(at, f.Uses, i, j)
				}
				if len(found) == 0 {
					harmless[x*n+y] = true
					continue
				}
				when, both := r.both(a.Matter, b.Matter)
				if !both {
					continue
				}
				for _, c := range found {
					r.tell(at, label, when, c, wantsAnswer(a, b) && around.certain(a.Matter, b.Matter))
				}
			}
		}
		if f.Type == "" && n > 2 && len(r.problems) == told {
			r.several(at, label, f, sorts, around)
		}
		if f.Type != "" {
			inner, least := maps.Clone(hidden), map[string]int{}
			for i := range f.Uses {
				u := &f.Uses[i]
				inner[u.Matter] = hidden[u.Matter] || u.Visible != ""
				if u.MinItems != nil {
					least[u.Matter] = *u.MinItems
				}
			}
			r.fields(at, f.Properties, inner, around)
			if f.Items != nil {
				r.fields(at, f.Items.Properties, inner, around.within(least))
			}
		}
	}
}

// demandSorts numbers uses by what they demand of a value: those that demand
// the same have the same number, of n; a use that is not always shown has -1.
func demandSorts(uses []metamodel.FieldUse, hidden map[string]bool) (sorts []int, n int) {
	if len(uses) < 2 {
		return nil, 0
	}
	sorts = make([]int, len(uses))
	forbidden := slices.ContainsFunc(uses, forbids) // then who demands an answer counts
	known := map[string]int{}
	for i := range uses {
		u := &uses[i]
		if u.Visible != "" || hidden[u.Matter] {
			sorts[i] = -1
			continue
		}
		key := demandOf(u, forbidden)
		at, seen := known[key]
		if !seen {
			at = len(known)
			known[key] = at
		}
		sorts[i] = at
	}
	return sorts, len(known)
}

// demandOf is what a use demands of a value, as a key; who demands an answer at
// all counts where another takes none.
func demandOf(u *metamodel.FieldUse, forbidden bool) string {
	demand, err := json.Marshal(u.Constraints)
	if err != nil { // it was read from JSON
		panic(err)
	}
	key := string(demand) + squeezed(u.Value) + " " + squeezed(u.ValueWhen)
	if forbidden && u.Required {
		key += " required"
	}
	return key
}

// clash is two demands that leave nothing.
type clash struct {
	kind          metamodel.Kind
	first, second string // matters
	a, b          any
}

// tell reports two demands on what stands at path. always says that an answer
// is demanded in that situation.
func (r *rivals) tell(path string, label, when metamodel.Text, c clash, always bool) {
	p := c.kind.At("merged/"+path, "path", label, "first", r.name[c.first], "firstAt", r.source(c.first, path), "second", r.name[c.second], "secondAt", r.source(c.second, path),
		"a", c.a, "b", c.b, "situation", when)
	r.add(p, path, when, always)
}

func (r *rivals) add(p metamodel.Problem, path string, when metamodel.Text, always bool) {
	if always && !sameText(when, untriedSituation) && !r.yielded(path) {
		p.Params[unfileable] = true
	}
	r.problems = append(r.problems, p)
}

// source is where a matter's form says what it demands.
func (r *rivals) source(matter, path string) string {
	return r.sources.of(r.t.matterOf(matter).Matter, path)
}

func groupName(path string, g *metamodel.GroupDoc) metamodel.Text {
	if len(g.Label) > 0 {
		return g.Label
	}
	return metamodel.Zh(path)
}

// contradict looks at bounds alone.
func contradict(a, b metamodel.FieldUse) (out []clash) {
	add := func(k metamodel.Kind, lo, hi metamodel.FieldUse, x, y any) {
		out = append(out, clash{k, lo.Matter, hi.Matter, x, y})
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
		if lo.Required && lo.Asks() && forbids(hi) {
			add(ConflictForbidden, lo, hi, "", "")
		}
		// Full dates compare as text; today is known only on the day.
		if n, m := lo.NotBefore, hi.NotAfter; n != "" && m != "" && n != "today" && m != "today" && n > m {
			add(ConflictDates, lo, hi, n, m)
		}
	}
	return out
}

// forbids says that a use takes no answer at all.
func forbids(u metamodel.FieldUse) bool {
	return u.MaxLength != nil && *u.MaxLength == 0 || u.MaxItems != nil && *u.MaxItems == 0 || string(u.Const) == `""` || string(u.Const) == "[]"
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
