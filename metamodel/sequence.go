package metamodel

import (
	"strings"

	"cel.dev/cel-go/common/ast"
)

// conditions compiles every expression of the form.
func (c *compiler) conditions() {
	env, problems := newCelEnv(c.plan, nil, c.reg)
	c.problems = append(c.problems, problems...)
	if problems.Failed() {
		return
	}
	type seen struct {
		prog   *celProgram
		matter int
	}
	memo := map[seen]int{}
	compile := func(sc scope, matter int, path, source string) *condition {
		prog := env.compile(sc, path, source, &c.sink)
		if prog == nil {
			return nil
		}
		k := &condition{prog: prog, memo: -1, matter: matter}
		if sc == (scope{}) {
			i, ok := memo[seen{prog, matter}]
			if !ok {
				i = len(memo)
				memo[seen{prog, matter}] = i
			}
			k.memo = i
		}
		return k
	}
	for _, name := range sortedKeys(c.plan.byName) {
		g := c.plan.byName[name]
		gd := c.doc.Properties[name]
		for i := range g.uses {
			path := join(g.docPath, "x-visible")
			if len(gd.Uses) > 0 {
				path = join(useAt(g.docPath, i), "visible")
			}
			g.uses[i].visible = compile(scope{}, g.uses[i].matter, path, g.g.Uses[i].Visible)
		}
		sc := scope{}
		if g.g.Repeat {
			sc.row = g
		}
		for _, f := range g.fields {
			merged := f.f.Uses[0].Matter != ""
			for i := range f.uses {
				u, src := &f.uses[i], &f.f.Uses[i]
				in, visible, required, check := f.docPath, "x-visible", "x-required", "x-check"
				if merged {
					in, visible, required, check = useAt(f.docPath, i), "visible", "requiredIf", "check"
				}
				u.visible = compile(sc, u.matter, join(in, visible), src.Visible)
				if strings.TrimSpace(src.RequiredIf) != "" {
					u.requiredIf = compile(sc, u.matter, join(in, required), src.RequiredIf)
					u.required = u.required || u.requiredIf == nil
				}
				for j, k := range src.Checks {
					at := at(join(in, check), j)
					rule := compile(sc, u.matter, join(at, "rule"), k.Rule)
					if len(k.Message) == 0 {
						c.add(formNoMessage, join(at, "message"))
					}
					if rule != nil {
						u.checks = append(u.checks, checkPlan{rule: rule, message: k.Message})
					}
				}
				if u.demands != nil {
					c.formatWhen(env, f, u.matter, u.demands, src.FormatWhen, join(in, "x-format-when"))
				}
			}
			c.formatWhen(env, f, -1, f.element, f.f.Element.FormatWhen, join(f.docPath, "$ref"))
			f.shaped = f.element.format != "" || f.element.pattern != nil
			for i := range f.uses {
				d := f.uses[i].demands
				f.shaped = f.shaped || d != nil && (d.format != "" || d.pattern != nil)
			}
		}
	}
	c.plan.memos = len(memo)
}

// formatWhen compiles the condition of a format over the siblings. When it
// names an element this group does not ask for, the format is not demanded.
func (c *compiler) formatWhen(env *celEnv, f *fieldPlan, matter int, d *constraints, source, path string) {
	if d.format == "" || strings.TrimSpace(source) == "" {
		return
	}
	if parsed, iss := env.base.Parse(source); iss.Err() == nil {
		for _, name := range freeNames(parsed.NativeRep().Expr()) {
			if _, asked := f.g.byKey[name]; asked {
				continue
			}
			if _, known := c.reg.Element(name); known {
				c.add(formFormatUnasked, path, "name", name, "format", d.format)
				d.format, d.unasked = "", true
				return
			}
		}
	}
	if prog := env.compile(scope{siblings: f.g}, path, source, &c.sink); prog != nil {
		d.formatWhen = &condition{prog: prog, memo: -1, matter: matter}
	}
}

// freeNames lists the identifiers an unchecked expression expects from outside.
func freeNames(e ast.Expr) []string {
	seen := map[string]bool{}
	walkExpr(e, nil, func(x ast.Expr, bound map[string]bool) {
		if x.Kind() == ast.IdentKind && !bound[x.AsIdent()] {
			seen[x.AsIdent()] = true
		}
	})
	return sortedKeys(seen)
}

// sequence orders groups and fields so that a condition is decided after what
// it reads. A cycle is a problem.
func (c *compiler) sequence() {
	s := &sequencer{c: c, state: map[step]int{}}
	for _, g := range c.plan.groups {
		if !s.visit(step{group: g}) {
			return
		}
	}
	for _, fd := range c.form.Fields {
		g := c.plan.byName[fd.Group.Path]
		if !s.visit(step{g, g.fields[g.byKey[fd.Key]]}) {
			return
		}
	}
	c.plan.order = s.order
}

type sequencer struct {
	c     *compiler
	state map[step]int // 1 open, 2 done
	stack []step
	order []step
}

func (s step) path() string {
	if s.field != nil {
		return s.field.f.Path
	}
	return s.group.g.Path
}

func (s *sequencer) visit(n step) bool {
	switch s.state[n] {
	case 2:
		return true
	case 1:
		var names []string
		for i := len(s.stack) - 1; i >= 0; i-- {
			names = append([]string{s.stack[i].path()}, names...)
			if s.stack[i] == n {
				break
			}
		}
		path := n.group.docPath
		if n.field != nil {
			path = n.field.docPath
		}
		s.c.add(formCycle, path, "cycle", strings.Join(append(names, n.path()), " → "))
		return false
	}
	s.state[n] = 1
	s.stack = append(s.stack, n)
	for _, m := range s.reads(n) {
		if !s.visit(m) {
			return false
		}
	}
	s.stack = s.stack[:len(s.stack)-1]
	s.state[n] = 2
	s.order = append(s.order, n)
	return true
}

// reads lists what must be decided before n.
func (s *sequencer) reads(n step) []step {
	var out []step
	need := func(k *condition) {
		if k == nil {
			return
		}
		for _, r := range k.prog.refs {
			name, key, single := strings.Cut(r, "/")
			g := s.c.plan.byName[name]
			out = append(out, step{group: g})
			if single {
				out = append(out, step{g, g.fields[g.byKey[key]]})
			}
		}
	}
	if n.field == nil {
		for i := range n.group.uses {
			need(n.group.uses[i].visible)
		}
		return out
	}
	out = append(out, step{group: n.group})
	for i := range n.field.uses {
		need(n.field.uses[i].visible)
	}
	n.field.usedFormats(func(d *constraints) { need(d.formatWhen) })
	return out
}
