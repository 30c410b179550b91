package jsonschema

import (
	"math/rand/v2"
	"regexp/syntax"
	"strings"
	"time"
	"unicode"

	"github.com/onematter/onematter/metamodel"
)

// Proof compares a form with the schema it came from on generated instances.
type Proof struct {
	Seed      uint64 `json:"seed"`
	Instances int    `json:"instances"`
	Valid     int    `json:"valid"`
	Invalid   int    `json:"invalid"`
	// Normalised instances are judged differently on purpose: what a form
	// changes before it judges (Reason) makes the difference, and without it the
	// two agree.
	Normalised    int            `json:"normalised"`
	Reasons       map[string]int `json:"reasons,omitempty"`
	Disagreements []Disagreement `json:"disagreements,omitempty"`
}

// Disagreement is an instance on which the two differ.
type Disagreement struct {
	Instance string `json:"instance"`
	Schema   bool   `json:"schema"` // valid for the schema
	Form     string `json:"form"`   // the form's problems
}

// What a form changes on purpose.
const (
	ReasonBlank    = "blank"    // a text of spaces, or of nothing, is no answer
	ReasonSpaces   = "spaces"   // spaces around a text and line breaks in a line are dropped
	ReasonNull     = "null"     // null is no answer
	ReasonOthers   = "others"   // properties the schema does not name
	ReasonEmpty    = "empty"    // an empty object or list and none are the same
	ReasonHidden   = "hidden"   // an answer that is not asked for is left out
	ReasonReading  = "reading"  // 1998-1-20 is read as 1998-01-20, as people write it
	ReasonControl  = "control"  // control characters cannot be shown
	ReasonStricter = "stricter" // of a format, see the notes
	ReasonAssumed  = "assumed"  // no object where the schema names properties and no type, see the notes
	ReasonLimits   = "limits"   // beyond what any form takes: 40 digits, 64-bit integers, 1000 rows
)

// today only matters to forms with moving bounds, which no schema has.
var today = metamodel.Context{Today: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)}

// prove judges generated instances by both.
func (h *holder) prove(form *metamodel.Form, o ImportOptions) Proof {
	p := Proof{Seed: o.Seed, Reasons: map[string]int{}}
	g := &generator{Rand: rand.New(rand.NewPCG(o.Seed, 1))}
	for range o.Instances {
		v := g.object(h, []int{0, 0, 2, 8}[g.IntN(4)])
		p.judge(h, form, v.json(nil))
	}
	return p
}

// judge compares the verdicts on one instance.
func (p *Proof) judge(h *holder, form *metamodel.Form, doc []byte) {
	p.Instances++
	v, ps := read(doc, Limits)
	if ps.Failed() {
		return
	}
	theirs, ps := h.schema.check(v)
	if ps.Failed() {
		return
	}
	c := compared{reasons: map[string]bool{}}
	answers := h.answers(v, &c)
	rec := form.Check(answers, today)
	ours := len(rec.Problems) == 0
	if theirs == ours {
		if ours {
			p.Valid++
		} else {
			p.Invalid++
		}
		return
	}
	// What the form makes of the instance, judged by the schema.
	var clean value
	if ours {
		back, ps := read(rec.JSON(), Limits)
		if !ps.Failed() {
			clean = h.instance(back, true)
			if clean.canonical() != v.canonical() && len(c.reasons) == 0 {
				c.reasons[ReasonHidden] = clean.leaves() < v.leaves()
				c.reasons[ReasonReading] = !c.reasons[ReasonHidden]
			}
		}
	} else {
		clean = h.clean(v)
		for _, q := range rec.Problems {
			switch q.Code {
			case "answer.number_too_long", "json.number_too_long", "json.exponent", "json.too_deep", "json.too_many_values", "answer.many_rows":
				c.reasons[ReasonLimits] = true
			case "answer.control_character":
				c.reasons[ReasonControl] = true
			case "answer.email", "answer.not_datetime", "answer.url":
				c.reasons[ReasonStricter] = true
			}
		}
	}
	again, ps := h.schema.check(&clean)
	ours = len(form.Check(h.answers(&clean, &compared{reasons: map[string]bool{}}), today).Problems) == 0
	if len(c.reasons) > 0 && (again == ours && !ps.Failed() || c.reasons[ReasonLimits] || c.reasons[ReasonStricter] || c.reasons[ReasonControl] || c.reasons[ReasonAssumed]) {
		p.Normalised++
		for r, given := range c.reasons {
			if given {
				p.Reasons[r]++
			}
		}
		return
	}
	if len(p.Disagreements) < 10 {
		p.Disagreements = append(p.Disagreements, Disagreement{Instance: string(doc), Schema: theirs, Form: rec.Problems.Error()})
	}
}

// leaves counts the plain values.
func (v *value) leaves() int {
	if v.kind != 'o' && v.kind != 'a' {
		return 1
	}
	n := 0
	for i := range v.list {
		n += v.list[i].leaves()
	}
	return n
}

// compared gathers why an instance may be judged differently.
type compared struct{ reasons map[string]bool }

// answers writes an instance as answers to the form. What has no place keeps a
// name that the form cannot have.
func (h *holder) answers(v *value, c *compared) []byte {
	if v.kind != 'o' {
		return v.json(nil)
	}
	if h.up != nil {
		return h.object(nil, v, c)
	}
	var main, rest []byte
	main, rest = append(main, '{'), append(rest, '{')
	for i, k := range v.keys {
		m := h.byProp[k]
		if m != nil && m.group == nil {
			main = h.put(main, m, &v.list[i], c)
			continue
		}
		rest = h.put(rest, m, &v.list[i], c)
		if m == nil && !h.shape.closed {
			c.reasons[ReasonOthers] = true
		}
	}
	if len(main) > 1 {
		if len(rest) > 1 {
			rest = append(rest, ',')
		}
		rest = append(append(append(rest, `"`+mainGroup+`":`...), main...), '}')
	}
	return append(rest, '}')
}

func (h *holder) object(out []byte, v *value, c *compared) []byte {
	if v.kind != 'o' {
		if !h.shape.typed {
			c.reasons[ReasonAssumed] = true
		}
		return v.json(out)
	}
	if len(v.keys) == 0 {
		c.reasons[ReasonEmpty] = true
	}
	from := len(out)
	out = append(out, '{')
	for i, k := range v.keys {
		m := h.byProp[k]
		if m == nil && !h.shape.closed {
			c.reasons[ReasonOthers] = true
		}
		out = append(out[:from:from], h.put(out[from:], m, &v.list[i], c)...)
	}
	return append(out, '}')
}

// put adds a member to an object that is being written.
func (h *holder) put(out []byte, m *member, v *value, c *compared) []byte {
	key := "!"
	switch {
	case m == nil:
		for i := 0; strings.Contains(string(out), `"`+key+`":`) && i < 100; i++ {
			key += "!"
		}
	case m.group != nil:
		key = m.group.name
	default:
		key = m.key
	}
	if v.kind == 'z' && m != nil && m.shape.nullable {
		c.reasons[ReasonNull] = true
		return out
	}
	if len(out) > 1 {
		out = append(out, ',')
	}
	out = append(appendJSONString(out, key), ':')
	switch {
	case m == nil || m.group == nil:
		c.text(m, v)
		return v.json(out)
	case !m.group.repeat:
		return append(out, m.group.object(nil, v, c)...)
	case v.kind != 'a':
		return v.json(out)
	}
	if len(v.list) == 0 {
		c.reasons[ReasonEmpty] = true
	}
	out = append(out, '[')
	for i := range v.list {
		if i > 0 {
			out = append(out, ',')
		}
		if m.plain {
			one := m.group.members[0]
			c.text(one, &v.list[i])
			out = append(append(appendJSONString(append(out, '{'), one.key), ':'), v.list[i].json(nil)...)
			out = append(out, '}')
			continue
		}
		out = append(out, m.group.object(nil, &v.list[i], c)...)
	}
	return append(out, ']')
}

// text notes what a form drops from a text.
func (c *compared) text(m *member, v *value) {
	if v.kind == 'a' && len(v.list) == 0 {
		c.reasons[ReasonEmpty] = true
	}
	if v.kind != 's' || m == nil {
		return
	}
	switch t := strings.TrimFunc(v.text, blank); {
	case t == "":
		c.reasons[ReasonBlank] = true
	case t != v.text || strings.IndexFunc(v.text, func(r rune) bool { return unicode.IsControl(r) || r >= 0xff01 && r <= 0xff5e }) >= 0:
		c.reasons[ReasonSpaces] = true
	}
}

func blank(r rune) bool {
	return unicode.IsSpace(r) || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r == 0x2060 || r == 0xfeff
}

// clean is an instance without what a form drops.
func (h *holder) clean(v *value) value {
	if v.kind != 'o' {
		return *v
	}
	out := value{kind: 'o'}
	for i, k := range v.keys {
		m, x := h.byProp[k], v.list[i]
		if m == nil {
			if h.shape.closed {
				out.add(k, x)
			}
			continue
		}
		if x.kind == 'z' && m.shape.nullable {
			continue
		}
		if x = m.clean(&x); x.kind == 0 {
			continue
		}
		out.add(k, x)
	}
	h.complete(&out)
	return out
}

func (v *value) add(name string, x value) {
	v.keys = append(v.keys, name)
	v.list = append(v.list, x)
}

// complete adds the empty objects and lists that must be there.
func (h *holder) complete(v *value) {
	for _, m := range h.members {
		if !m.required || v.get(m.prop) != nil {
			continue
		}
		switch {
		case m.group != nil && !m.group.repeat:
			inner := value{kind: 'o'}
			m.group.complete(&inner)
			v.add(m.prop, inner)
		case m.group != nil, m.empty:
			v.add(m.prop, value{kind: 'a'})
		}
	}
}

// clean is a member's value without what a form drops; kind 0 for nothing.
func (m *member) clean(v *value) value {
	switch {
	case m.group == nil:
		if v.kind == 's' {
			t := strings.TrimFunc(v.text, blank)
			if m.typ == metamodel.TypeString {
				t = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(t)
			}
			if t == "" {
				return value{}
			}
			return value{kind: 's', text: t}
		}
		if v.kind == 'a' && len(v.list) == 0 && !m.empty {
			return value{}
		}
		return *v
	case !m.group.repeat:
		out := m.group.clean(v)
		if out.kind == 'o' && len(out.keys) == 0 && !m.required {
			return value{}
		}
		return out
	case v.kind != 'a':
		return *v
	}
	out := value{kind: 'a'}
	for i := range v.list {
		if !m.plain {
			out.list = append(out.list, m.group.clean(&v.list[i]))
		} else if x := m.group.members[0].clean(&v.list[i]); x.kind != 0 {
			out.list = append(out.list, x)
		}
	}
	if len(out.list) == 0 && !m.required {
		return value{}
	}
	return out
}

// instance writes the form's answers as an instance of the schema.
func (h *holder) instance(v *value, root bool) value {
	out := value{kind: 'o'}
	for _, m := range h.members {
		from, key := v, m.key
		if m.group != nil {
			key = m.group.name
		} else if root {
			from = v.get(mainGroup)
		}
		x := from.get(key)
		switch {
		case x == nil:
		case m.group == nil:
			out.add(m.prop, *x)
		case !m.group.repeat:
			if inner := m.group.instance(x, false); len(inner.keys) > 0 {
				out.add(m.prop, inner)
			}
		default:
			list := value{kind: 'a'}
			for i := range x.list {
				if !m.plain {
					list.list = append(list.list, m.group.instance(&x.list[i], false))
				} else if one := x.list[i].get(m.group.members[0].key); one != nil {
					list.list = append(list.list, *one)
				}
			}
			if len(list.list) > 0 {
				out.add(m.prop, list)
			}
		}
	}
	h.complete(&out)
	return out
}

// generator makes instances around what a schema demands.
type generator struct{ *rand.Rand }

func (g *generator) chance(n, of int) bool { return g.IntN(of) < n }

// fits judges by every schema of a place.
func (s *shape) fits(v *value) bool {
	for _, n := range s.nodes {
		r := run{}
		if !r.judge(n, v) {
			return false
		}
	}
	return true
}

// object makes an object; wild of 24 parts are wrong. A tame one is tried a few
// times: conditions between its members are not aimed at.
func (g *generator) object(h *holder, wild int) value {
	for try := 0; ; try++ {
		out := g.anyObject(h, wild)
		if wild > 0 || try == 5 || h.shape.fits(&out) {
			return out
		}
	}
}

func (g *generator) anyObject(h *holder, wild int) value {
	out := value{kind: 'o'}
	for _, m := range h.members {
		if m.required && !g.chance(wild, 60) || !m.required && g.chance(5, 8) {
			out.add(m.prop, g.member(m, wild))
		}
	}
	if g.chance(wild, 100) {
		out.add("stranger", value{kind: 't'})
	}
	return out
}

var aliens = []value{{kind: 'z'}, {kind: 't'}, {kind: 'n', text: "17"}, {kind: 'n', text: "-0.5"}, {kind: 's', text: "文字"}, {kind: 'a', list: []value{{kind: 'n', text: "1"}}}, {kind: 'o', keys: []string{"x"}, list: []value{{kind: 'n', text: "1"}}}, {kind: 's'}, {kind: 's', text: " a "}}

func (g *generator) member(m *member, wild int) value {
	if g.chance(wild, 60) {
		return aliens[g.IntN(len(aliens))]
	}
	switch {
	case m.group == nil && m.typ == metamodel.TypeCodes:
		item := m.codes()
		out := value{kind: 'a'}
		for _, i := range g.Perm(len(item)) {
			if len(out.list) > 0 && g.chance(1, 2) && len(out.list) >= m.shape.minItems {
				break
			}
			out.list = append(out.list, *item[i])
		}
		if g.chance(wild, 40) && len(out.list) > 0 {
			out.list = append(out.list, out.list[0])
		}
		return out
	case m.group == nil:
		return g.value(m, wild)
	case !m.group.repeat:
		return g.object(m.group, wild)
	}
	out := value{kind: 'a'}
	n := max(m.shape.minItems, 0)
	if g.chance(2, 3) {
		n += g.IntN(3)
	}
	if m.group.most >= 0 && !g.chance(wild, 24) {
		n = min(n, m.shape.maxItems)
	}
	for range min(n, 20) {
		if m.plain {
			out.list = append(out.list, g.value(m.group.members[0], wild))
		} else {
			out.list = append(out.list, g.object(m.group, wild))
		}
	}
	return out
}

// codes are the values that a choice of several is made of.
func (m *member) codes() (out []*value) {
	for _, n := range m.shape.items {
		out = append(out, m.choicesIn(n)...)
	}
	return out
}

func (m *member) choicesIn(n *node) []*value {
	for n.ref != nil {
		n = n.ref
	}
	if v := n.v.get("enum"); v != nil {
		var out []*value
		for i := range v.list {
			out = append(out, &v.list[i])
		}
		return out
	}
	var out []*value
	for _, list := range [][]*node{n.anyOf, n.oneOf, n.allOf} {
		for _, s := range list {
			if c := s.v.get("const"); c != nil {
				out = append(out, c)
			} else {
				out = append(out, m.choicesIn(s)...)
			}
		}
	}
	return out
}

// value makes a plain value: mostly one that fits, near its bounds.
func (g *generator) value(m *member, wild int) value {
	for try := 0; ; try++ {
		v := g.anyValue(m, wild)
		if try == 5 || g.chance(wild, 24) || m.shape.fits(&v) {
			return v
		}
	}
}

func (g *generator) anyValue(m *member, wild int) value {
	s := m.shape
	text := func(t string) value { return value{kind: 's', text: t} }
	num := func(t string) value { return value{kind: 'n', text: t} }
	if len(s.enum) > 0 && !g.chance(wild, 24) {
		return *s.enum[g.IntN(len(s.enum))]
	}
	switch m.typ {
	case metamodel.TypeBoolean:
		return value{kind: "tf"[g.IntN(2)]}
	case metamodel.TypeInteger, metamodel.TypeNumber:
		around := []string{"0", "1", "2", "-1", "0.5", "10", "99.99", "1000"}
		for _, b := range []*number{s.minimum, s.maximum, s.exclusiveMinimum, s.exclusiveMaximum} {
			if b == nil {
				continue
			}
			if lit, ok := rawNumber(b); ok {
				around = append(around, string(lit), string(lit)+"e0")
				if b.whole() && len(b.digits) < 12 && b.exp < 12 {
					around = append(around, shifted(string(lit), 1), shifted(string(lit), -1))
				}
			}
		}
		for _, n := range s.multiples {
			around = append(around, n.v.get("multipleOf").text)
		}
		return num(around[g.IntN(len(around))])
	case metamodel.TypeDate:
		return text([]string{"2026-05-01", "2024-02-29", "1999-12-31", "2023-02-29"}[g.IntN(3+min(wild, 1))])
	case metamodel.TypeDateTime:
		return text([]string{"2026-05-01T09:30:00Z", "2026-05-01T09:30:00+08:00", "2026-05-01 09:30"}[g.IntN(2+min(wild, 1))])
	case metamodel.TypeEmail:
		return text([]string{"name@example.cn", "a.b@c-d.org", "nobody"}[g.IntN(2+min(wild, 1))])
	case metamodel.TypeURL:
		return text([]string{"https://www.example.cn/a", "http://example.org", "nowhere at all"}[g.IntN(2+min(wild, 1))])
	}
	if len(s.patterns) > 0 && !g.chance(wild, 24) {
		if t, ok := g.matching(s.patterns[g.IntN(len(s.patterns))].pattern.re.String()); ok {
			return text(t)
		}
	}
	for _, f := range s.formats {
		if p := formatPatterns[f]; p != "" && !g.chance(wild, 24) {
			if t, ok := g.matching(p); ok {
				return text(t)
			}
		}
	}
	least, most := max(s.minLength, 1), 12
	if s.maxLength >= 0 {
		most = s.maxLength
	}
	n := least
	if most > least {
		n += g.IntN(min(most-least, 12) + 1)
	}
	if g.chance(1, 4) && s.maxLength > 0 && s.maxLength < 5000 {
		n = s.maxLength
	}
	if wild > 0 && g.chance(1, 6) {
		n += []int{-1, 1}[g.IntN(2)]
	}
	var b strings.Builder
	for range max(min(n, 5000), 0) {
		b.WriteRune(letters[g.IntN(len(letters))])
	}
	return text(b.String())
}

func shifted(lit string, by int) string {
	n, ok := numberOf(strings.TrimPrefix(lit, "-")).count()
	if !ok {
		return lit
	}
	if strings.HasPrefix(lit, "-") {
		n = -n
	}
	return itoa(n + by)
}

// matching makes a text that a pattern probably matches.
func (g *generator) matching(re2 string) (string, bool) {
	re, err := syntax.Parse(re2, syntax.Perl)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	g.expand(&b, re, 0)
	t := b.String()
	return t, strings.TrimFunc(t, blank) == t && t != ""
}

func (g *generator) expand(b *strings.Builder, re *syntax.Regexp, depth int) {
	if depth > 50 || b.Len() > 500 {
		return
	}
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			b.WriteRune(r)
		}
	case syntax.OpCharClass:
		if len(re.Rune) > 0 {
			i := g.IntN(len(re.Rune)/2) * 2
			lo, hi := re.Rune[i], re.Rune[i+1]
			if lo < ' ' && hi > ' ' {
				lo = '!'
			}
			r := lo + rune(g.IntN(int(min(hi-lo, 40))+1))
			if r >= 0xd800 && r < 0xe000 {
				r = 0xe000
			}
			b.WriteRune(r)
		}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteRune([]rune("ab1甲")[g.IntN(4)])
	case syntax.OpCapture, syntax.OpConcat:
		for _, s := range re.Sub {
			g.expand(b, s, depth+1)
		}
	case syntax.OpAlternate:
		g.expand(b, re.Sub[g.IntN(len(re.Sub))], depth+1)
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		least, most := 0, 3
		switch re.Op {
		case syntax.OpPlus:
			least = 1
		case syntax.OpQuest:
			most = 1
		case syntax.OpRepeat:
			least = re.Min
			if most = re.Max; most < 0 {
				most = least + 3
			}
		}
		n := least
		if most > least {
			n += g.IntN(most - least + 1)
		}
		for range min(n, 200) {
			g.expand(b, re.Sub[0], depth+1)
		}
	}
}

var letters = []rune("abcxyzABC0129甲乙丙丁😀")
