package metamodel

import (
	"math"
	"sort"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
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

// where is how a value is reached from the object of its level: the document,
// or a row of its innermost repeat.
func where(g *groupPlan, key string) (level *groupPlan, path []string) {
	path = []string{key}
	for ; g.outer != nil && !g.g.Repeat; g = g.outer {
		path = append([]string{lastPart(g.g.Path)}, path...)
	}
	if g.outer == nil {
		return nil, path
	}
	return g, path
}

// shown claims that a section is on the path.
func (l *logic) shown(p *sectionPlan) *claim {
	if p == nil || !p.conditional() {
		return l.always
	}
	if c, ok := l.sections[p]; ok {
		return c
	}
	parts := []*claim{l.condition(p.visible).yes}
	for _, j := range p.jumpers {
		// The first route that holds is taken.
		earlier, over := l.always, l.never
		for _, r := range j.routes {
			when := l.condition(r.when).yes
			if r.to > p.sec.index {
				over = l.or(over, l.and(earlier, when))
			}
			earlier = l.and(earlier, l.not(when))
		}
		parts = append(parts, l.not(l.and(l.shown(j), over)))
	}
	c := l.and(parts...)
	l.sections[p] = c
	return c
}

// groupVisible claims that a use of a group (-1: any) is visible, every matter
// being in scope.
func (l *logic) groupVisible(g *groupPlan, use int) *claim {
	if g.outer == nil {
		return l.always
	}
	key := groupFor{g, use}
	if c, ok := l.groups[key]; ok {
		return c
	}
	var out *claim
	if use < 0 {
		uses := make([]*claim, len(g.uses))
		for i := range g.uses {
			uses[i] = l.groupVisible(g, i)
		}
		out = l.or(uses...)
	} else {
		u := &g.uses[use]
		outer := -1
		if g.outer.outer != nil {
			outer = u.groupUse
		}
		out = l.and(l.groupVisible(g.outer, -1), l.groupVisible(g.outer, outer), l.shown(g.section), l.condition(u.visible).yes)
	}
	l.groups[key] = out
	return out
}

// fieldVisible claims the same of a field.
func (l *logic) fieldVisible(f *fieldPlan, use int) *claim {
	key := fieldFor{f, use}
	if c, ok := l.fields[key]; ok {
		return c
	}
	var out *claim
	if use < 0 {
		uses := make([]*claim, len(f.uses))
		for i := range f.uses {
			uses[i] = l.fieldVisible(f, i)
		}
		out = l.or(uses...)
	} else {
		u := &f.uses[use]
		out = l.and(l.groupVisible(f.g, -1), l.groupVisible(f.g, u.groupUse), l.shown(f.section), l.condition(u.visible).yes)
	}
	l.fields[key] = out
	return out
}

// seenBy claims that a condition of a matter may read a field.
func (l *logic) seenBy(f *fieldPlan, matter int) *claim {
	if matter >= 0 {
		for i := range f.uses {
			if f.uses[i].matter == matter {
				return l.fieldVisible(f, i)
			}
		}
	}
	return l.fieldVisible(f, -1)
}

func (l *logic) rowsSeenBy(g *groupPlan, matter int) *claim {
	if matter >= 0 {
		for i := range g.uses {
			if g.uses[i].matter == matter {
				return l.groupVisible(g, i)
			}
		}
	}
	return l.groupVisible(g, -1)
}

// condition is what a condition's outcome says of the answers; nil always
// holds.
func (l *logic) condition(k *condition) outcome {
	if k == nil {
		return outcome{l.always, l.never}
	}
	if o, ok := l.parsed[k]; ok {
		return o
	}
	o := outcome{l.lost, l.lost}
	if x, ok := k.prog.expression(); ok {
		o = (&celClaims{logic: l, k: k}).of(x)
	}
	l.parsed[k] = o
	return o
}

// expression is the checked syntax tree, made again from the source: a form
// in use keeps only its program.
func (p *celProgram) expression() (ast.Expr, bool) {
	p.env.mu.Lock()
	defer p.env.mu.Unlock()
	env, err := p.env.in(p.scope)
	if err != nil {
		return nil, false
	}
	parsed, iss := env.Parse(p.source)
	if iss.Err() != nil {
		return nil, false
	}
	(&coercer{env: p.env, scope: p.scope}).expr(parsed.NativeRep().Expr(), nil)
	checked, iss := env.Check(parsed)
	if iss.Err() != nil {
		return nil, false
	}
	return checked.NativeRep().Expr(), true
}

// celClaims translates one condition.
type celClaims struct {
	*logic
	k    *condition
	rowV map[string]*groupPlan // the rows that macros look at, by the name they give them
}

func (c *celClaims) unsaid() outcome { return outcome{c.lost, c.lost} }

// reads is the field that x is, and, inside a composite, the part.
func (c *celClaims) reads(x ast.Expr) (f *fieldPlan, part string) {
	env, sc := c.k.prog.env, c.k.prog.scope
	if x.Kind() == ast.SelectKind && x.AsSelect().IsTestOnly() {
		return nil, ""
	}
	if c.rowV != nil {
		return c.rowField(x), ""
	}
	if p := env.quickField(x, sc); p.f != nil {
		return p.f, ""
	}
	if x.Kind() == ast.SelectKind {
		if p := env.quickField(x.AsSelect().Operand(), sc); p.f != nil && !x.AsSelect().Operand().AsSelect().IsTestOnly() {
			for _, part := range p.f.f.Parts {
				if part.Key == x.AsSelect().FieldName() {
					return p.f, part.Key
				}
			}
		}
	}
	return nil, ""
}

// rowField is the field of the row that a macro looks at.
func (c *celClaims) rowField(x ast.Expr) *fieldPlan {
	if x.Kind() != ast.SelectKind || x.AsSelect().Operand().Kind() != ast.IdentKind {
		return nil
	}
	g := c.rowV[x.AsSelect().Operand().AsIdent()]
	if g == nil {
		return nil
	}
	return g.field(x.AsSelect().FieldName())
}

// anyRow is exists and all over the rows of a repeat. What they ask of a row
// must be about that row alone.
func (c *celClaims) anyRow(x ast.ComprehensionExpr) outcome {
	g := c.rows(x.IterRange())
	if g == nil || c.rowV != nil || x.IterVar2() != "" || x.AccuInit().Kind() != ast.LiteralKind || x.LoopStep().Kind() != ast.CallKind || x.Result().Kind() != ast.IdentKind {
		return c.unsaid()
	}
	step := x.LoopStep().AsCall()
	if len(step.Args()) != 2 || step.Args()[0].Kind() != ast.IdentKind || step.Args()[0].AsIdent() != x.AccuVar() {
		return c.unsaid()
	}
	exists := step.FunctionName() == operators.LogicalOr && x.AccuInit().AsLiteral() == types.False
	if !exists && !(step.FunctionName() == operators.LogicalAnd && x.AccuInit().AsLiteral() == types.True) {
		return c.unsaid()
	}
	seen := c.rowsSeenBy(g, c.k.matter)
	given := map[*claim]bool{}
	for _, a := range append(conjuncts(seen), conjuncts(c.groupVisible(g, -1))...) {
		given[a] = true
	}
	one := (&celClaims{logic: c.logic, k: c.k, rowV: map[string]*groupPlan{x.IterVar(): g}}).of(step.Args()[1])
	one = outcome{c.without(one.yes, given), c.without(one.no, given)}
	if !exists { // all is no exception to: there is one that fails
		one = outcome{one.no, one.yes}
	}
	level, path := where(g.outer, lastPart(g.g.Path))
	out := outcome{c.lost, c.lost}
	if one.yes.within(g) {
		out.yes = c.weakened(c.and(seen, c.atom(level, path, map[string]any{"contains": one.yes.inline()}, false)), one.yes.lost)
	}
	if one.no.within(g) {
		none := c.or(c.atom(level, path, nil, true), c.atom(level, path, map[string]any{"items": one.no.inline()}, false))
		out.no = c.weakened(c.and(seen, none), one.no.lost)
	}
	if !exists {
		out = outcome{out.no, out.yes}
	}
	return out
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

// value is the outcome of a test of a field's value: yes and no are schemas.
func (c *celClaims) value(f *fieldPlan, part string, yes, no any) outcome {
	if f.f.Computed {
		return c.unsaid()
	}
	level, path := where(f.g, f.f.Key)
	if part != "" {
		path = append(path, part)
	}
	seen := c.seenBy(f, c.k.matter)
	return outcome{c.and(seen, c.atom(level, path, yes, false)), c.and(seen, c.atom(level, path, no, false))}
}

func (c *celClaims) of(x ast.Expr) outcome {
	switch x.Kind() {
	case ast.LiteralKind:
		if b, ok := x.AsLiteral().(types.Bool); ok {
			if b {
				return outcome{c.always, c.never}
			}
			return outcome{c.never, c.always}
		}
	case ast.IdentKind, ast.SelectKind:
		if x.Kind() == ast.SelectKind && x.AsSelect().IsTestOnly() {
			f := c.rowField(x)
			if c.rowV == nil {
				f = c.k.prog.env.quickField(x, c.k.prog.scope).f
			}
			if f != nil {
				return c.has(f)
			}
			return c.unsaid()
		}
		if f, part := c.reads(x); f != nil && part == "" && f.f.Element.Type == TypeBoolean {
			return c.value(f, "", map[string]any{"const": true}, map[string]any{"const": false})
		}
	case ast.CallKind:
		return c.call(x.AsCall())
	case ast.ComprehensionKind:
		return c.anyRow(x.AsComprehension())
	}
	return c.unsaid()
}

// has never lacks an answer: what is not there fails.
func (c *celClaims) has(f *fieldPlan) outcome {
	if f.f.Computed {
		return c.unsaid()
	}
	o := c.value(f, "", nil, nil)
	return outcome{o.yes, c.not(o.yes)}
}

func (c *celClaims) call(call ast.CallExpr) outcome {
	args := call.Args()
	switch fn := call.FunctionName(); {
	case fn == operators.LogicalAnd || fn == operators.LogicalOr:
		yes, no := make([]*claim, len(args)), make([]*claim, len(args))
		for i, a := range args {
			o := c.of(a)
			yes[i], no[i] = o.yes, o.no
		}
		if fn == operators.LogicalAnd {
			return outcome{c.and(yes...), c.or(no...)}
		}
		return outcome{c.or(yes...), c.and(no...)}
	case fn == operators.LogicalNot && len(args) == 1:
		o := c.of(args[0])
		return outcome{o.no, o.yes}
	case fn == "filled" && len(args) == 1:
		if f, part := c.reads(args[0]); f != nil && part == "" {
			return c.has(f)
		}
	case fn == operators.NotEquals && len(args) == 2:
		o := c.compare(operators.Equals, args[0], args[1])
		return outcome{o.no, o.yes}
	case fn == operators.In && len(args) == 2:
		return c.in(args[0], args[1])
	case len(args) == 2 && mirrored[fn] != "":
		return c.compare(fn, args[0], args[1])
	}
	return c.unsaid()
}

// mirrored is the comparison with its sides exchanged.
var mirrored = map[string]string{
	operators.Equals: operators.Equals, operators.Less: operators.Greater, operators.LessEquals: operators.GreaterEquals,
	operators.Greater: operators.Less, operators.GreaterEquals: operators.LessEquals,
}

func (c *celClaims) in(x, list ast.Expr) outcome {
	if f, part := c.reads(x); f != nil && list.Kind() == ast.ListKind && len(list.AsList().OptionalIndices()) == 0 {
		var values []any
		for _, el := range list.AsList().Elements() {
			v, ok := literalOf(el)
			if !ok || !f.partOrSelf(part).comparable(v) {
				return c.unsaid()
			}
			values = append(values, v)
		}
		if len(values) == 0 {
			return c.value(f, part, false, map[string]any{})
		}
		return c.value(f, part, map[string]any{"enum": values}, map[string]any{"not": map[string]any{"enum": values}})
	}
	if f, part := c.reads(list); f != nil && part == "" && f.f.Element.Type == TypeCodes {
		if v, ok := literalOf(x); ok {
			has := map[string]any{"contains": map[string]any{"const": v}}
			return c.value(f, "", has, map[string]any{"not": has})
		}
	}
	return c.unsaid()
}

// compare is a comparison of a field, or of the size of something, with a literal.
func (c *celClaims) compare(fn string, a, b ast.Expr) outcome {
	v, ok := literalOf(b)
	if !ok {
		if v, ok = literalOf(a); !ok {
			return c.unsaid()
		}
		a, fn = b, mirrored[fn]
	}
	if x, ok := sizeOf(a); ok {
		return c.size(fn, x, v)
	}
	f, part := c.reads(a)
	if f == nil {
		return c.unsaid()
	}
	if fn == operators.Equals {
		if !f.partOrSelf(part).comparable(v) {
			return c.unsaid()
		}
		same := map[string]any{"const": v}
		return c.value(f, part, same, map[string]any{"not": same})
	}
	switch f.partOrSelf(part).Type {
	case TypeInteger, TypeNumber, TypeMoney:
	default:
		return c.unsaid()
	}
	if _, number := v.(float64); !number {
		if _, whole := v.(int64); !whole {
			return c.unsaid()
		}
	}
	word := map[string][2]string{operators.Less: {"exclusiveMaximum", "minimum"}, operators.LessEquals: {"maximum", "exclusiveMinimum"},
		operators.Greater: {"exclusiveMinimum", "maximum"}, operators.GreaterEquals: {"minimum", "exclusiveMaximum"}}[fn]
	return c.value(f, part, map[string]any{word[0]: v}, map[string]any{word[1]: v})
}

// partOrSelf is the element of a part, or the field's own for "".
func (f *fieldPlan) partOrSelf(part string) *Element {
	for _, p := range f.f.Parts {
		if p.Key == part {
			return p.Element
		}
	}
	return f.f.Element
}

// comparable says that equality with a literal is equality of the JSON.
func (e *Element) comparable(v any) bool {
	switch v := v.(type) {
	case string:
		switch e.Type {
		case TypeString, TypeText, TypeCode, TypePhone, TypeEmail, TypeURL:
			return true
		}
	case bool:
		return e.Type == TypeBoolean
	case int64:
		return e.Type == TypeInteger || e.Type == TypeNumber || e.Type == TypeMoney
	case float64:
		return (e.Type == TypeNumber || e.Type == TypeMoney) && !math.IsNaN(v) && !math.IsInf(v, 0)
	}
	return false
}

// sizeOf is what size(x) or x.size() measures.
func sizeOf(x ast.Expr) (ast.Expr, bool) {
	if x.Kind() != ast.CallKind || x.AsCall().FunctionName() != "size" {
		return nil, false
	}
	call := x.AsCall()
	if call.IsMemberFunction() {
		return call.Target(), len(call.Args()) == 0
	}
	if len(call.Args()) != 1 {
		return nil, false
	}
	return call.Args()[0], true
}

// size compares the length of a text, the number of codes, or the number of rows.
func (c *celClaims) size(fn string, x ast.Expr, v any) outcome {
	n, ok := v.(int64)
	if !ok || n < -1 || n > math.MaxInt32 {
		return c.unsaid()
	}
	// atLeast(k) is known; every comparison is made of it.
	var atLeast func(k int64) outcome
	if f, part := c.reads(x); f != nil {
		low, high := "", ""
		switch f.partOrSelf(part).Type {
		case TypeCodes, TypeFile:
			low, high = "minItems", "maxItems"
		case TypeString, TypeText, TypePhone, TypeEmail, TypeURL, TypeCode:
			low, high = "minLength", "maxLength"
		default:
			return c.unsaid()
		}
		atLeast = func(k int64) outcome {
			if k <= 0 {
				return c.value(f, part, nil, false)
			}
			return c.value(f, part, map[string]any{low: k}, map[string]any{high: k - 1})
		}
	} else if g := c.rows(x); g != nil {
		level, path := where(g.outer, lastPart(g.g.Path))
		seen := c.rowsSeenBy(g, c.k.matter)
		atLeast = func(k int64) outcome {
			there := c.always
			if k > 0 {
				there = c.atom(level, path, map[string]any{"minItems": k}, false)
			}
			return outcome{c.and(seen, there), c.and(seen, c.not(there))}
		}
	} else {
		return c.unsaid()
	}
	turned := func(o outcome) outcome { return outcome{o.no, o.yes} }
	switch fn {
	case operators.GreaterEquals:
		return atLeast(n)
	case operators.Greater:
		return atLeast(n + 1)
	case operators.Less:
		return turned(atLeast(n))
	case operators.LessEquals:
		return turned(atLeast(n + 1))
	}
	low, high := atLeast(n), atLeast(n+1)
	return outcome{c.and(low.yes, high.no), c.or(low.no, high.yes)}
}

// rows is the repeat whose rows x is, where no row lies between.
func (c *celClaims) rows(x ast.Expr) *groupPlan {
	env, sc := c.k.prog.env, c.k.prog.scope
	if sc.siblings != nil || c.rowV != nil {
		return nil
	}
	var g *groupPlan
	switch x.Kind() {
	case ast.IdentKind:
		if name := x.AsIdent(); name != "row" && name != parentRow {
			g = env.plan.root.sub(name)
		}
	case ast.SelectKind:
		if outer, _ := env.quickGroup(x.AsSelect().Operand(), sc); outer != nil {
			g = outer.sub(x.AsSelect().FieldName())
		}
	}
	if g == nil || !g.g.Repeat {
		return nil
	}
	return g
}

// literalOf is a literal as JSON has it.
func literalOf(x ast.Expr) (any, bool) {
	if x.Kind() == ast.CallKind && x.AsCall().FunctionName() == operators.Negate && len(x.AsCall().Args()) == 1 {
		switch v, _ := literalOf(x.AsCall().Args()[0]); v := v.(type) {
		case int64:
			return -v, true
		case float64:
			return -v, true
		}
		return nil, false
	}
	if x.Kind() != ast.LiteralKind {
		return nil, false
	}
	switch v := x.AsLiteral().(type) {
	case types.String:
		return string(v), true
	case types.Bool:
		return bool(v), true
	case types.Int:
		return int64(v), true
	case types.Double:
		return float64(v), true
	}
	return nil, false
}
