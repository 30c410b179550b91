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
	k := &conditioner{c: c, env: env, memo: map[memoKey]int{}, free: map[string][]string{}}
	for _, name := range sortedKeys(c.plan.byName) { // conditions want to know what can be chosen
		for _, f := range c.plan.byName[name].fields {
			k.filter(f)
		}
	}
	for _, name := range sortedKeys(c.plan.byName) {
		g := c.plan.byName[name]
		k.group(g)
		for _, f := range g.fields {
			k.field(f)
		}
	}
	k.journey()
	c.plan.memos = len(k.memo)
}

// conditioner compiles expressions; those that read no row are remembered by a
// record, each once.
type conditioner struct {
	c    *compiler
	env  *celEnv
	memo map[memoKey]int
	free map[string][]string // what a format's condition expects from outside
}

type memoKey struct {
	prog   *celProgram
	matter int
}

func (k *conditioner) compile(sc scope, matter int, path, source string) *condition {
	prog := k.env.compile(sc, path, source, &k.c.sink)
	if prog == nil {
		return nil
	}
	out := &condition{prog: prog, memo: -1, matter: matter}
	if prog.scope == (scope{}) {
		key := memoKey{prog, matter}
		i, ok := k.memo[key]
		if !ok {
			i = len(k.memo)
			k.memo[key] = i
		}
		out.memo = i
	}
	return out
}

func (k *conditioner) group(g *groupPlan) {
	sc := scope{row: g.outer.repeat()}
	for i := range g.uses {
		src := &g.g.Uses[i]
		if src.Visible == "" {
			continue
		}
		path := join(g.docPath, "x-visible")
		if src.Matter != "" {
			path = join(useAt(g.docPath, i), "visible")
		}
		g.uses[i].visible = k.compile(sc, g.uses[i].matter, path, src.Visible)
	}
}

// filter compiles which entries of its list a field offers.
func (k *conditioner) filter(f *fieldPlan) {
	for i := range f.uses {
		u, src := &f.uses[i], &f.f.Uses[i]
		if strings.TrimSpace(src.Options) == "" {
			continue
		}
		in, options := f.docPath, "x-options"
		if src.Matter != "" {
			in, options = useAt(f.docPath, i), "options"
		}
		if f.codes == nil {
			k.c.add(formNotForType, join(in, options), "keyword", options, "type", f.f.Element.Type)
		} else if prog := k.env.compile(scope{row: f.g.repeat(), option: true}, join(in, options), src.Options, &k.c.sink); prog != nil {
			u.options = &condition{prog: prog, memo: -1, matter: u.matter}
			f.choosy = true
		}
	}
}

func (k *conditioner) field(f *fieldPlan) {
	sc := scope{row: f.g.repeat()}
	for i := range f.uses {
		u, src := &f.uses[i], &f.f.Uses[i]
		in := func(own, merged string) string {
			if src.Matter != "" {
				return join(useAt(f.docPath, i), merged)
			}
			return join(f.docPath, own)
		}
		if src.Visible != "" {
			u.visible = k.visible(f, u.matter, in("x-visible", "visible"), src.Visible)
		}
		if strings.TrimSpace(src.RequiredIf) != "" {
			u.requiredIf = k.compile(sc, u.matter, in("x-required", "requiredIf"), src.RequiredIf)
			u.required = u.required || u.requiredIf == nil
		}
		for j, rule := range src.Checks {
			at := at(in("x-check", "check"), j)
			cond := k.compile(sc, u.matter, join(at, "rule"), rule.Rule)
			if len(rule.Message) == 0 {
				k.c.add(formNoMessage, join(at, "message"))
			}
			if cond != nil {
				u.checks = append(u.checks, checkPlan{rule: cond, message: rule.Message})
			}
		}
		if strings.TrimSpace(src.Value) != "" {
			if prog := k.env.compileFor(f, sc, in("x-value", "value"), src.Value, &k.c.sink); prog != nil {
				u.value = &condition{prog: prog, memo: -1, matter: u.matter}
				k.inputs(f, i, sc, src.Value)
			}
			if strings.TrimSpace(src.ValueWhen) != "" {
				u.valueWhen = k.compile(sc, u.matter, in("x-value-when", "valueWhen"), src.ValueWhen)
			}
		}
		// Nobody can be asked for it; what another matter asks for stays required
		// where no visible use computes it.
		if f.f.ReadOnly || f.f.Hidden || u.value != nil && u.valueWhen == nil {
			u.required, u.requiredIf = false, nil
		}
		if u.demands != nil {
			k.formatWhen(f, u.matter, u.demands, src.FormatWhen, in("x-format-when", "x-format-when"))
		}
	}
	k.c.twins(f, f.same, k)
	if when := f.f.Element.FormatWhen; when != "" {
		k.formatWhen(f, -1, f.element, when, join(f.docPath, "$ref"))
	}
	f.shaped = f.element.format != "" || f.element.pattern != nil
	for i := range f.uses {
		d := f.uses[i].demands
		f.shaped = f.shaped || d != nil && (d.format != "" || d.pattern != nil)
	}
}

// inputs notes what a mixed field's value is computed from, for the one who is
// told that it is missing.
func (k *conditioner) inputs(f *fieldPlan, use int, sc scope, source string) {
	if !f.mixed {
		return
	}
	if f.inputs == nil {
		f.inputs = make([]Text, len(f.uses))
	}
	var labels []Text
	for _, ref := range k.env.reads(sc, source) {
		if in, ok := k.c.plan.byPath[ref]; ok {
			labels = append(labels, in.f.Label)
		} else if g, ok := k.c.plan.byName[ref]; ok {
			labels = append(labels, g.g.Label)
		}
	}
	said := Text{}
	for _, lang := range Languages {
		words := make([]string, len(labels))
		for i, l := range labels {
			words[i] = l.In(lang)
		}
		said[lang] = listed(words, lang)
	}
	f.inputs[use] = said
}

// formatWhen compiles the condition of a format over the siblings. When it
// names an element this group does not ask for, the format is not demanded.
func (k *conditioner) formatWhen(f *fieldPlan, matter int, d *constraints, source, path string) {
	if d.format == "" || strings.TrimSpace(source) == "" {
		return
	}
	names, known := k.free[source]
	if !known { // the same element's in every group that asks for it
		if parsed, iss := k.env.base.Parse(source); iss.Err() == nil {
			names = freeNames(parsed.NativeRep().Expr())
		}
		k.free[source] = names
	}
	for _, name := range names {
		if f.g.field(name) != nil {
			continue
		}
		if _, known := k.c.reg.Element(name); known {
			k.c.add(formFormatUnasked, path, "name", name, "format", d.format)
			d.format, d.unasked = "", true
			return
		}
	}
	if prog := k.env.compile(scope{siblings: f.g}, path, source, &k.c.sink); prog != nil {
		d.formatWhen = &condition{prog: prog, memo: -1, matter: matter}
	}
}

// journey compiles when sections and texts are shown, and where sections lead.
func (k *conditioner) journey() {
	c := k.c
	c.routes()
	for _, p := range c.plan.sections {
		p.visible = k.compile(scope{}, -1, join(p.docPath, "visible"), p.sec.Visible)
		for i := range p.routes {
			r := &p.routes[i]
			r.when = k.compile(scope{}, -1, join(at(join(p.docPath, "next"), r.at), "when"), p.sec.Next[r.at].When)
		}
	}
	c.reachable()
	for _, id := range sortedKeys(c.plan.texts) {
		t := c.plan.texts[id]
		doc, at := c.doc.Layout.Texts[id], join("x-layout/texts", id)
		if len(doc.Uses) == 0 {
			t.uses = []textUse{{-1, k.compile(scope{}, -1, join(at, "visible"), doc.Visible)}}
		}
		for i, u := range doc.Uses {
			matter := c.matter(u.Matter)
			t.uses = append(t.uses, textUse{matter, k.compile(scope{}, matter, join(useAt(at, i), "visible"), u.Visible)})
		}
	}
	for _, p := range c.plan.sections {
		if !p.conditional() {
			continue
		}
		c.plan.journey = true
		for _, it := range p.sec.Items {
			switch {
			case it.Field != nil:
				c.plan.byPath[it.Field.Path].section = p
			case it.Group != nil:
				c.plan.byName[it.Group.Path].section = p
			}
		}
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
