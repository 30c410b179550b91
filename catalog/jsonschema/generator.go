package jsonschema

import (
	"math/rand/v2"
	"regexp/syntax"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// generator makes instances around what a schema demands.
type generator struct {
	*rand.Rand
	tries int // left to amend objects until they fit
}

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

// object makes an object; wild of 24 parts are wrong. A tame one is amended,
// member by member, until the conditions between its members hold.
func (g *generator) object(h *holder, wild int) value {
	out := g.anyObject(h, wild)
	if wild > 0 {
		return out
	}
	for try := 1; try < 60 && g.tries > 0 && !h.shape.fits(&out); try++ {
		g.tries--
		if try%12 == 0 {
			out = g.anyObject(h, wild)
		} else {
			g.amend(h, &out)
		}
	}
	return out
}

// amend answers one member anew, or takes it away.
func (g *generator) amend(h *holder, out *value) {
	if len(h.members) == 0 {
		return
	}
	m := h.members[g.IntN(len(h.members))]
	for i, k := range out.keys {
		if k != m.prop {
			continue
		}
		if !m.required && g.chance(1, 2) {
			out.keys, out.list = append(out.keys[:i:i], out.keys[i+1:]...), append(out.list[:i:i], out.list[i+1:]...)
		} else {
			out.list[i] = g.member(m, 0)
		}
		return
	}
	out.add(m.prop, g.member(m, 0))
}

// hints are the constants that the branches around the members name.
func (h *holder) hints() {
	for _, m := range h.members {
		if m.group != nil {
			m.group.hints()
		}
	}
	steps := 0
	var walk func(n *node, depth int)
	walk = func(n *node, depth int) {
		if steps++; depth > 8 || steps > 1000 {
			return
		}
		n.inPlace(func(sub *node, _ string) {
			for _, p := range sub.names {
				if m, is := h.byProp[p]; is && m.group == nil && len(m.hints) < 20 {
					m.hints = append(m.hints, sub.properties[p].named()...)
				}
			}
			walk(sub, depth+1)
		})
	}
	for _, n := range h.shape.nodes {
		walk(n, 0)
	}
}

// named are the texts and numbers that a schema lists.
func (n *node) named() (out []*value) {
	if n.v.kind != 'o' {
		return nil
	}
	list := []*value{n.v.get("const")}
	if e := n.v.get("enum"); e != nil {
		for i := range e.list {
			list = append(list, &e.list[i])
		}
	}
	for _, v := range list {
		if v != nil && (v.kind == 's' || v.kind == 'n') {
			out = append(out, v)
		}
	}
	return out
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
	if len(m.hints) > 0 && g.chance(1, 3) {
		return *m.hints[g.IntN(len(m.hints))]
	}
	if (m.typ == metamodel.TypeEmail || m.typ == metamodel.TypeURL) && len(s.patterns) > 0 && g.chance(1, 2) {
		if t, ok := g.matching(s.patterns[g.IntN(len(s.patterns))].pattern.re.String()); ok {
			return text(t)
		}
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
