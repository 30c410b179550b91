package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"sort"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// values is the set of answers a place takes: what its element demands and
// what the place demands in addition. Keywords are read as they are written, so
// that one that is not known here is compared as a whole and never overlooked.
type values struct {
	keys [2]map[string]json.RawMessage // the element's, the place's
}

func valuesOf(element, own metamodel.Constraints) values {
	return values{[2]map[string]json.RawMessage{keywords(element), keywords(own)}}
}

func keywords(c metamodel.Constraints) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	b, err := json.Marshal(c)
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil { // a number or constant built in memory that is no JSON: Encode refuses it too
		panic(fmt.Errorf("catalog: the keywords of a field: %w", err))
	}
	return out
}

// relation of a new set of values to an old one.
type relation int

const (
	same    relation = iota
	looser           // takes all the old one takes
	tighter          // takes less
	other            // cannot be told
)

// valueChange is one keyword that says something else.
type valueChange struct {
	keyword  string
	relation relation
	from, to string
}

// Keywords by what they do to the set of values.
var (
	leastKeys  = []string{"minLength", "minItems", "x-min-items", "x-min-files"}
	mostKeys   = []string{"maxLength", "maxItems", "x-integer-digits", "x-fraction-digits", "x-max-days", "x-max-bytes", "x-max-files"}
	amongKeys  = []string{"enum", "x-accept"} // the value is one of these
	demandKeys = []string{"x-required-parts"} // all of these are demanded
	boundKeys  = []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
)

// compareValues lists what b says differently from a, by keyword.
func compareValues(a, b values) (out []valueChange) {
	note := func(keyword string, r relation, from, to string) {
		if r != same {
			out = append(out, valueChange{keyword, r, from, to})
		}
	}
	note("minimum", relate(a.lower(), b.lower(), true), a.lower().String(), b.lower().String())
	note("maximum", relate(a.upper(), b.upper(), false), a.upper().String(), b.upper().String())
	done := map[string]bool{"x-format-when": true}
	for _, k := range boundKeys {
		done[k] = true
	}
	all := map[string]bool{}
	for _, v := range []values{a, b} {
		for _, m := range v.keys {
			for k := range m {
				all[k] = true
			}
		}
	}
	for _, k := range sortedKeys(all) {
		if done[k] {
			continue
		}
		x, y := a.given(k), b.given(k)
		var r relation
		switch {
		case slices.Contains(leastKeys, k):
			r = relate(greatest(x), greatest(y), true)
		case slices.Contains(mostKeys, k):
			r = relate(smallest(x), smallest(y), false)
		case slices.Contains(amongKeys, k):
			r = subset(common(x), common(y), len(x) > 0, len(y) > 0)
		case slices.Contains(demandKeys, k):
			r = subset(together(y), together(x), true, true) // the more is demanded, the less is taken
		case k == "format":
			r = formats(a, b)
		case k == "x-not-before":
			r = days(x, y, true)
		case k == "x-not-after":
			r = days(x, y, false)
		default: // pattern, const, and whatever there may be
			switch {
			case sameAll(x, y):
			case len(y) == 0 || containsAll(x, y):
				r = looser
			case len(x) == 0 || containsAll(y, x):
				r = tighter
			default:
				r = other
			}
		}
		note(k, r, told(x), told(y))
	}
	if r := whens(a, b); r != same {
		note("x-format-when", r, told(a.given("x-format-when")), told(b.given("x-format-when")))
	}
	return out
}

// given lists what the element and the place say, without repeating.
func (v values) given(keyword string) (out []json.RawMessage) {
	for _, m := range v.keys {
		raw, ok := m[keyword]
		if ok && !slices.ContainsFunc(out, func(o json.RawMessage) bool { return sameJSON(o, raw) }) {
			out = append(out, raw)
		}
	}
	return out
}

// limit is one end of a range; none: there is no limit.
type limit struct {
	at   decimal.Decimal
	open bool
	set  bool
}

func (l limit) String() string {
	switch {
	case !l.set:
		return ""
	case l.open:
		return l.at.String() + " (exclusive)"
	}
	return l.at.String()
}

func (v values) lower() (l limit) {
	for _, m := range v.keys {
		l = l.narrow(m["minimum"], false, true).narrow(m["exclusiveMinimum"], true, true)
	}
	return l
}

func (v values) upper() (l limit) {
	for _, m := range v.keys {
		l = l.narrow(m["maximum"], false, false).narrow(m["exclusiveMaximum"], true, false)
	}
	return l
}

func (l limit) narrow(raw json.RawMessage, open, lower bool) limit {
	d, ok := number(json.Number(raw))
	if !ok {
		return l
	}
	n := limit{d, open, true}
	if !l.set || relate(l, n, lower) == tighter {
		return n
	}
	return l
}

// relate tells what becomes of the values when the limit a is replaced by b.
func relate(a, b limit, lower bool) relation {
	switch {
	case !a.set && !b.set:
		return same
	case !b.set:
		return looser
	case !a.set:
		return tighter
	}
	c := b.at.Cmp(a.at)
	if !lower {
		c = -c
	}
	switch {
	case c > 0 || c == 0 && b.open && !a.open:
		return tighter
	case c < 0 || c == 0 && a.open && !b.open:
		return looser
	}
	return same
}

func greatest(list []json.RawMessage) limit { return extreme(list, true) }
func smallest(list []json.RawMessage) limit { return extreme(list, false) }

func extreme(list []json.RawMessage, lower bool) (l limit) {
	for _, raw := range list {
		l = l.narrow(raw, false, lower)
	}
	if lower && l.set && !l.at.IsPositive() {
		return limit{} // at least none is no demand
	}
	return l
}

// common are the entries that all lists allow; together those of any.
func common(lists []json.RawMessage) (out []string) {
	for i, raw := range lists {
		entries := entriesOf(raw)
		if i == 0 {
			out = entries
			continue
		}
		out = slices.DeleteFunc(out, func(e string) bool { return !slices.Contains(entries, e) })
	}
	return out
}

func together(lists []json.RawMessage) (out []string) {
	for _, raw := range lists {
		for _, e := range entriesOf(raw) {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

func entriesOf(raw json.RawMessage) (out []string) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return []string{string(raw)}
	}
	for _, e := range list {
		var b bytes.Buffer
		if d, ok := number(json.Number(e)); ok {
			out = append(out, d.String())
		} else if json.Compact(&b, e) == nil {
			out = append(out, b.String())
		}
	}
	return out
}

// subset relates two lists of allowed entries; a list that is not there allows all.
func subset(a, b []string, hasA, hasB bool) relation {
	switch {
	case !hasA && !hasB:
		return same
	case !hasB:
		return looser
	case !hasA:
		return tighter
	}
	more := slices.ContainsFunc(b, func(e string) bool { return !slices.Contains(a, e) })
	fewer := slices.ContainsFunc(a, func(e string) bool { return !slices.Contains(b, e) })
	switch {
	case more && fewer:
		return other
	case more:
		return looser
	case fewer:
		return tighter
	}
	return same
}

// formats relates the named formats; a demand that became conditional is looser.
func formats(a, b values) relation {
	x, y := a.given("format"), b.given("format")
	switch {
	case sameAll(x, y):
		return same
	case len(y) == 0:
		return looser
	}
	return tighter
}

// whens relates the conditions of formats that stayed.
func whens(a, b values) relation {
	x, y := a.given("x-format-when"), b.given("x-format-when")
	if sameAll(x, y) || !sameAll(a.given("format"), b.given("format")) {
		return same // or told by the format
	}
	if len(x) == 0 {
		return looser
	}
	return tighter
}

// days relates bounds of dates; today is known only on the day.
func days(a, b []json.RawMessage, lower bool) relation {
	if sameAll(a, b) {
		return same
	}
	x, y := dayOf(a, lower), dayOf(b, lower)
	switch {
	case len(b) == 0:
		return looser
	case len(a) == 0:
		return tighter
	case x == "" || y == "":
		return other
	case x == y:
		return same
	case (y > x) == lower:
		return tighter
	}
	return looser
}

// dayOf is the one fixed bound, "" when it is not one date.
func dayOf(list []json.RawMessage, lower bool) (out string) {
	for _, raw := range list {
		var s string
		if json.Unmarshal(raw, &s) != nil || len(s) != len("2006-01-02") {
			return ""
		}
		if out == "" || (s > out) == lower {
			out = s
		}
	}
	return out
}

func sameAll(a, b []json.RawMessage) bool { return containsAll(a, b) && containsAll(b, a) }

// containsAll reports whether everything said in b is said in a.
func containsAll(a, b []json.RawMessage) bool {
	for _, raw := range b {
		if !slices.ContainsFunc(a, func(o json.RawMessage) bool { return sameJSON(o, raw) }) {
			return false
		}
	}
	return true
}

func told(list []json.RawMessage) string {
	var out []string
	for _, raw := range list {
		var s string
		if json.Unmarshal(raw, &s) != nil {
			s = string(raw)
		}
		out = append(out, s)
	}
	sort.Strings(out)
	switch len(out) {
	case 0:
		return ""
	case 1:
		return out[0]
	}
	return fmt.Sprint(out)
}

// values notes the keywords that changed, at a place.
func (d *differ) values(of Ref, path string, a, b values) {
	for _, c := range compareValues(a, b) {
		k := map[relation]changeKind{looser: changeLoosened, tighter: changeTightened, other: changeConstraint}[c.relation]
		d.add(k, of, join(path, c.keyword), c.from, c.to, "keyword", c.keyword)
	}
}
