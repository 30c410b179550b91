package metamodel

import (
	"sort"
	"strconv"
	"strings"
)

// A condition has three outcomes, JSON Schema two. So each condition becomes
// two statements about the answers, one that is true when the condition holds
// and one when it fails; neither is when an answer it needs is absent. What
// JSON Schema cannot say becomes a statement that is never true: whatever
// hangs on it is then not demanded, and the schema accepts more, never less.

// claim is a statement about the answers, true or false. Equal claims are the
// same pointer.
type claim struct {
	op    byte // '1' always, '0' never, '&', '|', 'a' an atom
	args  []*claim
	at    atom
	level *groupPlan // of every atom inside, when they are the same
	mixed bool       // atoms of several levels
	id    int
	lost  bool // something could not be said: it is true more seldom than it should be
}

// atom says that the value at path is there and satisfies value, or, absent,
// that it is not so.
type atom struct {
	level *groupPlan // the repeat in whose row path begins; nil: the document
	path  []string
	value any // a schema; nil: any value
	not   bool
}

// outcome is a condition as two claims.
type outcome struct{ yes, no *claim }

// logic makes claims of one form.
type logic struct {
	form   *Form
	made   map[string]*claim
	list   []*claim
	always *claim
	never  *claim
	lost   *claim // never, because it cannot be said

	fields   map[fieldFor]*claim
	groups   map[groupFor]*claim
	sections map[*sectionPlan]*claim
	parsed   map[*condition]outcome
}

type fieldFor struct {
	f   *fieldPlan
	use int // -1: any
}

type groupFor struct {
	g   *groupPlan
	use int
}

func newLogic(f *Form) *logic {
	l := &logic{form: f, made: map[string]*claim{}, fields: map[fieldFor]*claim{}, groups: map[groupFor]*claim{}, sections: map[*sectionPlan]*claim{}, parsed: map[*condition]outcome{}}
	l.always = l.make("1", &claim{op: '1'})
	l.never = l.make("0", &claim{op: '0'})
	l.lost = l.make("?", &claim{op: '0', lost: true})
	return l
}

func (l *logic) make(key string, c *claim) *claim {
	if old, ok := l.made[key]; ok {
		return old
	}
	c.id = len(l.list)
	l.made[key] = c
	l.list = append(l.list, c)
	return c
}

// atom is the claim that a value is there and satisfies a schema.
func (l *logic) atom(level *groupPlan, path []string, value any, not bool) *claim {
	name := ""
	if level != nil {
		name = level.g.Path
	}
	key := "a" + strconv.FormatBool(not) + name + "\x00" + strings.Join(path, "/") + "\x00" + string(canonicalJSON(value))
	return l.make(key, &claim{op: 'a', at: atom{level, path, value, not}, level: level})
}

func (l *logic) and(cs ...*claim) *claim { return l.join('&', l.always, l.never, cs) }

func (l *logic) or(cs ...*claim) *claim { return l.join('|', l.never, l.always, cs) }

// join drops what changes nothing and stops at what decides.
func (l *logic) join(op byte, idle, decides *claim, cs []*claim) *claim {
	seen := map[*claim]bool{}
	var args []*claim
	lost := false
	var add func(c *claim)
	add = func(c *claim) {
		switch {
		case c.op == op:
			for _, a := range c.args {
				add(a)
			}
			lost = lost || c.lost
			return
		case c == l.lost && op == '|':
			lost = true
			return
		case c == idle || seen[c]:
			return
		}
		seen[c] = true
		args = append(args, c)
	}
	for _, c := range cs {
		add(c)
	}
	if seen[decides] {
		return decides
	}
	if seen[l.lost] { // only of '&'
		return l.lost
	}
	sort.Slice(args, func(i, j int) bool { return args[i].id < args[j].id })
	switch {
	case len(args) == 0 && lost:
		return l.lost
	case len(args) == 0:
		return idle
	case len(args) == 1 && !lost:
		return args[0]
	}
	out := &claim{op: op, args: args, lost: lost, level: args[0].level, mixed: args[0].mixed}
	key := string(op)
	for _, a := range args {
		key += "," + strconv.Itoa(a.id)
		out.lost = out.lost || a.lost
		out.mixed = out.mixed || a.mixed || a.level != out.level
	}
	if out.lost {
		key += "?"
	}
	return l.make(key, out)
}

// not is the opposite of a claim that is exact; of another it cannot be said.
func (l *logic) not(c *claim) *claim {
	switch {
	case c.lost:
		return l.lost
	case c.op == '1':
		return l.never
	case c.op == '0':
		return l.always
	case c.op == 'a':
		return l.atom(c.at.level, c.at.path, c.at.value, !c.at.not)
	}
	args := make([]*claim, len(c.args))
	for i, a := range c.args {
		args[i] = l.not(a)
	}
	if c.op == '&' {
		return l.or(args...)
	}
	return l.and(args...)
}

// without takes from a claim what is given anyway.
func (l *logic) without(c *claim, given map[*claim]bool) *claim {
	if given[c] {
		return l.always
	}
	if c.op != '&' && c.op != '|' {
		return c
	}
	args := make([]*claim, len(c.args))
	for i, a := range c.args {
		args[i] = l.without(a, given)
	}
	out := l.or(args...)
	if c.op == '&' {
		out = l.and(args...)
	}
	return l.weakened(out, c.lost)
}

// within reports whether a claim is about one level, or about nothing.
func (c *claim) within(level *groupPlan) bool {
	return c.op == '1' || c.op == '0' || !c.mixed && c.level == level
}

// inline is a claim about one level as a schema of its object.
func (c *claim) inline() any {
	switch c.op {
	case '1':
		return true
	case '0':
		return false
	case 'a':
		return c.at.schema()
	}
	list := make([]any, len(c.args))
	for i, a := range c.args {
		list[i] = a.inline()
	}
	return map[string]any{map[byte]string{'&': "allOf", '|': "anyOf"}[c.op]: list}
}

// weakened marks a claim as true more seldom than it should be.
func (l *logic) weakened(c *claim, lost bool) *claim {
	switch {
	case !lost || c.lost || c.op == '1':
		return c
	case c.op == '0':
		return l.lost
	}
	copied := *c
	copied.lost = true
	return l.make("?"+strconv.Itoa(c.id), &copied)
}

func conjuncts(c *claim) []*claim {
	if c.op == '&' {
		return c.args
	}
	return []*claim{c}
}

// reads reports whether an atom of a claim is about a level.
func (c *claim) reads(level *groupPlan) bool {
	if !c.mixed {
		return c.level == level
	}
	for _, a := range c.args {
		if a.reads(level) {
			return true
		}
	}
	return false
}

func (a *atom) schema() any {
	var s map[string]any
	for i := len(a.path) - 1; i >= 0; i-- {
		out := map[string]any{"type": "object", "required": []string{a.path[i]}}
		switch {
		case s != nil:
			out["properties"] = map[string]any{a.path[i]: s}
		case a.value != nil:
			out["properties"] = map[string]any{a.path[i]: a.value}
		}
		s = out
	}
	if a.not {
		return map[string]any{"not": s}
	}
	return s
}
