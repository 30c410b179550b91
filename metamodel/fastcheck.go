package metamodel

import (
	"bytes"
	"math"
)

// shortList is the number of entries up to which comparing each is cheaper than
// a map.
const shortList = 12

// fastOf compiles what fast accepts of a field; its kind is slowly when there
// is nothing it can accept.
func fastOf(f *fieldPlan) *fastCheck {
	q := &fastCheck{maxLen: math.MaxInt, lo: math.MinInt64, hi: math.MaxInt64, decimals: decimalPlaces, typeDecimals: decimalPlaces, to: math.MaxInt32, most: -1}
	switch f.f.Element.Type {
	case TypeString, TypeText:
		q.kind = fastText
	case TypeNumber:
		q.kind = fastNumber
	case TypeMoney:
		q.kind, q.typeDecimals = fastNumber, moneyDecimals
	case TypeInteger:
		q.kind, q.typeDecimals = fastNumber, 0
	case TypeBoolean:
		q.kind = fastBoolean
	case TypeDate:
		q.kind = fastDate
	case TypeCode, TypeCodes:
		if f.list.Hierarchical() || f.choosy {
			return new(fastCheck)
		}
		q.kind = fastCode
		if f.f.Element.Type == TypeCodes {
			q.kind = fastCodes
		}
		if n := len(f.list.Entries); n > shortList {
			q.index = f.codes
		} else {
			for _, e := range f.list.Entries {
				q.entries = append(q.entries, e.Code)
			}
		}
	default:
		return new(fastCheck)
	}
	for _, c := range append([]*constraints{f.element}, f.demands()...) {
		if !q.narrow(c) {
			return new(fastCheck)
		}
	}
	return q
}

// narrow takes one set of constraints in; false for what it cannot.
func (q *fastCheck) narrow(c *constraints) bool {
	if c.enum != nil || c.requiredParts != nil || c.accept != nil || c.maxBytes >= 0 || c.maxDays >= 0 {
		return false
	}
	q.minLen = max(q.minLen, c.minLength)
	if c.maxLength >= 0 {
		q.maxLen = min(q.maxLen, c.maxLength)
	}
	if c.pattern != nil {
		p := compileBytes(c.pattern.String())
		if p == nil {
			return false
		}
		q.patterns = append(q.patterns, p)
	}
	if c.format != "" {
		if c.format != FormatMobile && c.format != FormatResidentID && c.format != FormatUSCC {
			return false
		}
		q.formats = append(q.formats, formats[c.format].check)
	}
	for _, b := range []struct {
		at   []byte
		add  int64
		high bool
	}{{c.minimum, 0, false}, {c.exclusiveMinimum, 1, false}, {c.maximum, 0, true}, {c.exclusiveMaximum, -1, true}} {
		if b.at == nil {
			continue
		}
		end, n, _ := plainDecimal(append(append([]byte(nil), b.at...), ','), 0)
		switch {
		case end < 0:
			return false
		case b.high:
			q.hi = min(q.hi, n+b.add)
		default:
			q.lo = max(q.lo, n+b.add)
		}
	}
	if n := c.integerDigits; n >= 0 && n < mostWholeDigits {
		most := int64(decimalScale)
		for range n {
			most *= 10
		}
		q.lo, q.hi = max(q.lo, 1-most), min(q.hi, most-1)
	}
	if c.fractionDigits >= 0 {
		q.decimals = min(q.decimals, c.fractionDigits)
	}
	if b := c.notBefore; b != nil && !q.bound(b, &q.from, fromToday, true) {
		return false
	}
	if b := c.notAfter; b != nil && !q.bound(b, &q.to, toToday, false) {
		return false
	}
	if c.constant != nil {
		if q.constant != nil && !bytes.Equal(q.constant, c.constant) {
			return false
		}
		q.constant = c.constant
	}
	q.items = max(q.items, c.minItems)
	q.most = least(q.most, c.maxItems)
	return true
}

func (q *fastCheck) bound(b *dateBound, at *int32, today todays, early bool) bool {
	switch {
	case b.kind == boundToday:
		q.today |= today
	case b.kind != boundDay:
		return false
	case early:
		*at = max(*at, b.fixed.packed())
	default:
		*at = min(*at, b.fixed.packed())
	}
	return true
}

// still marks what hangs on no condition: it is decided once, when the form is
// compiled, and answers of such fields are judged as they are read.
func (p *plan) still() {
	for _, g := range p.groups {
		g.still = g.outer == p.root || g.outer.still
		g.still = g.still && g.section == nil
		for i := range g.uses {
			g.still = g.still && g.uses[i].visible == nil
		}
	}
	for _, t := range p.tables {
		spare := 0
		if t.index == 0 && len(p.tables) > 1 {
			spare = min(len(t.fields)/2, 512) + 8
		}
		t.slots, t.states = make([]slot, len(t.fields), len(t.fields)+spare), make([]groupState, len(t.groups))
		for i, g := range t.groups {
			if g.still {
				t.states[i].uses = firstUses(len(g.uses))
			}
		}
		for i, f := range t.fields {
			f.still = f.g.still && f.section == nil && !f.computes && !f.choosy
			f.usedFormats(func(d *constraints) { f.still = f.still && d.formatWhen == nil })
			watched := len(f.takers) > 0
			for k := range f.uses {
				u := &f.uses[k]
				f.still = f.still && u.visible == nil
				f.must = f.must || u.required
				watched = watched || u.requiredIf != nil || len(u.checks) > 0
			}
			f.must = f.must && f.still
			if f.still {
				t.slots[i] = slot{settled: true, uses: firstUses(len(f.uses))}
			}
			if f.must {
				t.must++
			}
			if watched || !f.still {
				t.watched = append(t.watched, f)
			}
		}
		for _, n := range t.order {
			if n.field != nil && !n.field.still || n.field == nil && !n.group.still {
				t.moving = append(t.moving, n)
			}
		}
		for _, g := range t.groups {
			if g.g.Repeat {
				t.repeats = append(t.repeats, g)
			}
		}
	}
	for _, n := range p.order {
		if n.section != nil || n.field != nil && !n.field.still || n.field == nil && n.section == nil && !n.group.still {
			p.moving = append(p.moving, n)
		}
	}
	p.readings()
}

// readings fills in what members are read with.
func (p *plan) readings() {
	keys, shared := map[string]string{}, map[fastKey]*fastCheck{}
	for _, g := range p.groups {
		for i := range g.members {
			m := &g.members[i]
			if m.field == nil {
				continue
			}
			if keys[m.json] == "" {
				keys[m.json] = m.json
			}
			m.json = keys[m.json]
			m.reading = reading{fast: sharedFast(m.field, shared), pos: int32(m.field.pos), still: m.field.still, must: m.field.must}
		}
	}
}

// fastKey is all that fastOf looks at in a field that adds no demands to its
// element's.
type fastKey struct {
	element *Element
	list    *CodeList
	format  Format // not demanded where its condition cannot be asked
	choosy  bool
}

func sharedFast(f *fieldPlan, shared map[fastKey]*fastCheck) *fastCheck {
	if len(f.demands()) > 0 {
		return fastOf(f)
	}
	k := fastKey{f.f.Element, f.list, f.element.format, f.choosy}
	if shared[k] == nil {
		shared[k] = fastOf(f)
	}
	return shared[k]
}

// clean reports that there is nothing to report, without looking at what was
// judged as it was read. Only a record in which everything counts can tell.
func (st *recordState) clean() bool {
	if !st.whole || st.left > 0 || len(st.faults) > 0 || len(st.unknown) > 0 {
		return false
	}
	for _, t := range st.plan.tables {
		if len(t.watched)+len(t.repeats) == 0 {
			continue
		}
		for row := st.tables[t.index].first; row >= 0; row = st.rows[row].next {
			for _, g := range t.repeats {
				gi := st.group(g, row)
				gs := &st.groups[gi]
				if gs.uses.none() {
					continue
				}
				if fewest, most := st.rowLimits(g, gi); gs.excess || int(gs.rows) < fewest || most >= 0 && int(gs.rows) > most {
					return false
				}
			}
			for _, f := range t.watched {
				if !st.quiet(f, row) {
					return false
				}
			}
		}
	}
	return true
}

// quiet reports that a field is not missing and breaks no rule.
func (st *recordState) quiet(f *fieldPlan, row int32) bool {
	s := st.slot(f, row)
	if s.uses.none() {
		return true
	}
	if s.state == absent && st.required(f, row) {
		return false
	}
	for i := range f.uses {
		if !s.uses.has(i) {
			continue
		}
		for _, k := range f.uses[i].checks {
			if st.truth(k.rule, row) == False {
				return false
			}
		}
	}
	return true
}
