package catalog

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// prover makes filings of a theme that its forms tell apart: values on either
// side of every line that a constraint or a condition draws, most of them in
// filings that are right but for a few answers.
type prover struct {
	*rand.Rand
	*court
	samples map[*metamodel.Field][]json.RawMessage
	liked   map[*metamodel.Field][]json.RawMessage // no matter finds fault with them by themselves
	guide   map[string][]json.RawMessage           // by question that is no field
	bases   []filed
	known   map[string]int // accepted filings kept, by scope
	vain    int            // repairs that did not help since one did
	steady  bool           // nobody answers wrongly on purpose
}

// filed is a filing that was accepted.
type filed struct {
	guide []byte
	tree  map[string]any
}

const (
	mostBases    = 400 // filings kept to start from
	basesOfScope = 12
	mostRepairs  = 12
)

func newProver(c *court, rnd *rand.Rand) *prover {
	t := c.t
	pr := &prover{Rand: rnd, court: c, samples: map[*metamodel.Field][]json.RawMessage{}, liked: map[*metamodel.Field][]json.RawMessage{},
		guide: map[string][]json.RawMessage{}, known: map[string]int{}}
	lits := t.guide.literals()
	for _, f := range t.Merged.Fields {
		list := f.Samples()
		for _, l := range lits[strings.ReplaceAll(f.Path, "/", ".")] {
			list = append(list, around(l, f.Element.Type)...)
		}
		pr.samples[f] = list
		pr.liked[f] = pr.good(f, list)
	}
	for _, q := range t.guide.questions {
		if q.form == nil || q.def.Field != "" {
			continue
		}
		list := q.form.Fields[0].Samples()
		for _, l := range lits[q.def.ID] {
			list = append(list, around(l, q.def.Type)...)
		}
		pr.guide[q.def.ID] = list
	}
	return pr
}

// good are the samples that are no problem in themselves, whichever matters
// apply.
func (pr *prover) good(f *metamodel.Field, samples []json.RawMessage) (out []json.RawMessage) {
	for _, s := range samples {
		tree := tree0()
		at := makeRoom(tree, f.Group)
		objects := instances(tree, f.Group)
		objects[0][f.Key] = s
		rec := pr.t.Merged.Check(writeTree(tree), metamodel.Context{Today: pr.today})
		if !slices.ContainsFunc(rec.Problems, func(p metamodel.Problem) bool {
			return p.Severity != metamodel.Warning && strings.HasPrefix(p.Path+"/", join(at, f.Key)+"/") && p.Code != "answer.required"
		}) {
			out = append(out, s)
		}
	}
	return out
}

// makeRoom makes room for an answer of a group, in first rows, and tells where.
func makeRoom(tree map[string]any, g *metamodel.Group) (at string) {
	if g.Parent != nil {
		at = makeRoom(tree, g.Parent)
		tree = instances(tree, g.Parent)[0]
	}
	at = join(at, keyOf(g))
	if tree[keyOf(g)] == nil {
		if g.Repeat {
			tree[keyOf(g)] = []any{tree0()}
		} else {
			tree[keyOf(g)] = tree0()
		}
	}
	if g.Repeat {
		at += "/0"
	}
	return at
}

// literal is what a condition may compare with.
var literal = regexp.MustCompile(`'[^']*'|"[^"]*"|\b\d+(?:\.\d+)?\b`)

// name is what a condition may read, with or without a group before it.
var name = regexp.MustCompile(`\b[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*\b`)

// literals collects, by what conditions read (a field's path with dots, a
// question's id), the literals that stand in the same conditions.
func (t *Theme) literals() map[string][]string {
	out := map[string][]string{}
	note := func(source, row string) {
		lits := literal.FindAllString(source, -1)
		for _, n := range name.FindAllString(literal.ReplaceAllString(source, " "), -1) {
			if rest, ok := strings.CutPrefix(n, "row."); ok && row != "" {
				n = row + "." + rest
			}
			for _, l := range lits {
				if !slices.Contains(out[n], l) && len(out[n]) < 60 {
					out[n] = append(out[n], l)
				}
			}
		}
	}
	for _, m := range t.Matters {
		for _, f := range m.Form.Fields {
			row := ""
			if r := rowOf(f.Group); r != nil {
				row = strings.ReplaceAll(r.Path, "/", ".")
			}
			for _, u := range f.Uses {
				note(u.Visible, row)
				note(u.RequiredIf, row)
				note(u.Value, row)
				note(u.ValueWhen, row)
				for _, c := range u.Checks {
					note(c.Rule, row)
				}
			}
		}
		for _, g := range m.Form.Groups {
			for _, u := range g.Uses {
				note(u.Visible, "")
			}
		}
		for _, s := range m.Form.Sections {
			note(s.Visible, "")
			for _, r := range s.Next {
				note(r.When, "")
			}
		}
	}
	for _, m := range t.Def.Matters {
		note(m.When, "")
	}
	for _, s := range t.Def.Same {
		note(s.When, "")
	}
	for _, q := range t.Def.Guide {
		if q.Field != "" {
			path := strings.ReplaceAll(q.Field, "/", ".")
			out[path] = append(out[path], out[q.ID]...)
		}
	}
	return out
}

// around are answers of a type on and beside a literal of a condition.
func around(lit string, t metamodel.Type) (out []json.RawMessage) {
	text := strings.Trim(lit, `'"`)
	add := func(s string) { out = append(out, json.RawMessage(s)) }
	switch t {
	case metamodel.TypeInteger, metamodel.TypeNumber, metamodel.TypeMoney:
		d, err := decimal.NewFromString(text)
		if err != nil || text != lit {
			return nil
		}
		if t == metamodel.TypeInteger {
			d = d.Truncate(0)
		}
		one := decimal.NewFromInt(1)
		add(d.String())
		add(d.Sub(one).String())
		add(d.Add(one).String())
	case metamodel.TypeDate:
		if d, err := time.Parse(time.DateOnly, text); err == nil {
			for _, by := range []int{0, -1, 1} {
				add(strconv.Quote(d.AddDate(0, 0, by).Format(time.DateOnly)))
			}
		}
	case metamodel.TypeString, metamodel.TypeText, metamodel.TypeCode:
		if text != lit {
			if b, err := json.Marshal(text); err == nil {
				add(string(b))
			}
		}
	}
	return out
}

// filing is the next situation and answers to try.
func (pr *prover) filing() (guide []byte, tree map[string]any) {
	if len(pr.bases) > 0 && pr.IntN(10) < 7 {
		b := pr.bases[pr.IntN(len(pr.bases))]
		guide, tree = b.guide, cloneTree(b.tree).(map[string]any)
		if pr.IntN(4) == 0 {
			guide = pr.pose()
		}
		for range 1 + pr.IntN(4) {
			pr.change(tree)
		}
		return guide, tree
	}
	guide, tree = pr.pose(), tree0()
	for _, g := range pr.t.Merged.Groups {
		pr.fill(tree, g, 9)
	}
	// Repairing takes long, and is in vain where matters contradict each other.
	if pr.IntN(2+len(pr.bases)/4+min(pr.vain, 20)) < 2 {
		pr.repair(guide, tree)
	}
	return guide, tree
}

// pose answers most questions of the guide that are no fields.
func (pr *prover) pose() []byte {
	own := map[string]json.RawMessage{}
	for _, id := range sortedKeys(pr.guide) {
		if list := pr.guide[id]; len(list) > 0 && pr.IntN(12) > 0 {
			own[id] = list[pr.IntN(len(list))]
		}
	}
	return write(own)
}

// fill answers most of a group: density of ten fields.
func (pr *prover) fill(object map[string]any, g *metamodel.Group, density int) {
	key := keyOf(g)
	if !g.Repeat {
		inner := tree0()
		object[key] = inner
		pr.members(inner, g, density)
		return
	}
	n := pr.IntN(4)
	for _, u := range g.Uses {
		if u.MinItems != nil && *u.MinItems > n && *u.MinItems < 50 && pr.IntN(4) > 0 {
			n = *u.MinItems
		}
	}
	rows := make([]any, n)
	for i := range rows {
		row := tree0()
		pr.members(row, g, density)
		rows[i] = row
	}
	object[key] = rows
}

func (pr *prover) members(object map[string]any, g *metamodel.Group, density int) {
	for _, f := range g.Fields {
		if pr.IntN(10) < density {
			if v := pr.value(f); v != nil {
				object[f.Key] = v
			}
		}
	}
	for _, inner := range g.Groups {
		pr.fill(object, inner, density)
	}
}

// wrong are values that hardly any field takes.
var wrong = []json.RawMessage{[]byte(`""`), []byte(`" "`), []byte(`"x"`), []byte(`-1`), []byte(`1e9`), []byte(`0.001`), []byte(`true`), []byte(`[]`), []byte(`{}`), []byte(`"1900-01-01"`)}

func (pr *prover) value(f *metamodel.Field) json.RawMessage {
	list := pr.samples[f]
	if !pr.steady && pr.IntN(60) == 0 || len(list) == 0 {
		return wrong[pr.IntN(len(wrong))]
	}
	if good := pr.liked[f]; len(good) > 0 && (pr.steady || pr.IntN(6) > 0) {
		list = good
	}
	return list[pr.IntN(len(list))]
}

// change alters one thing: an answer, a row, or what is answered at all.
func (pr *prover) change(tree map[string]any) {
	if pr.IntN(12) == 0 && len(pr.t.Merged.Groups) > 0 {
		pr.fill(tree, pr.t.Merged.Groups[pr.IntN(len(pr.t.Merged.Groups))], 9)
		return
	}
	f := pr.t.Merged.Fields[pr.IntN(len(pr.t.Merged.Fields))]
	objects := instances(tree, f.Group)
	if len(objects) == 0 {
		return
	}
	object := objects[pr.IntN(len(objects))]
	if _, answered := object[f.Key]; answered && pr.IntN(4) == 0 {
		delete(object, f.Key)
		return
	}
	object[f.Key] = pr.value(f)
}

// instances are the objects of a group in a tree, in order.
func instances(tree map[string]any, g *metamodel.Group) (out []map[string]any) {
	eachObject(tree, g, func(_ string, o map[string]any) { out = append(out, o) })
	return out
}

func eachObject(tree map[string]any, g *metamodel.Group, visit func(at string, object map[string]any)) {
	inside := func(at string, o map[string]any) {
		at = join(at, keyOf(g))
		switch v := o[keyOf(g)].(type) {
		case map[string]any:
			visit(at, v)
		case []any:
			for i, row := range v {
				if r, ok := row.(map[string]any); ok {
					visit(join(at, strconv.Itoa(i)), r)
				}
			}
		}
	}
	if g.Parent == nil {
		inside("", tree)
		return
	}
	eachObject(tree, g.Parent, inside)
}

// repair puts right most of what the merged form complains about: random
// answers alone are hardly ever accepted.
func (pr *prover) repair(guide []byte, tree map[string]any) {
	for range mostRepairs {
		pr.buf = appendTree(pr.buf[:0], tree)
		rec := pr.merged(pr.buf, pr.situation(guide, tree))
		if !rec.Problems.Failed() {
			pr.vain = 0
			return
		}
		for _, p := range rec.Problems {
			if p.Severity != metamodel.Warning {
				pr.mend(tree, p.Path)
			}
		}
	}
	pr.vain++
}

func (pr *prover) mend(tree map[string]any, path string) {
	for at := path; at != ""; at, _, _ = cutLast(at) {
		if f, ok := pr.t.Merged.Field(at); ok {
			if object, key := holder(tree, at); object != nil {
				object[key] = pr.value(f)
			}
			return
		}
		g, ok := pr.t.Merged.Group(at)
		if !ok {
			continue
		}
		outer, _, nested := cutLast(at)
		object := tree
		if nested {
			inside, key := holder(tree, outer)
			switch v := inside[key].(type) {
			case map[string]any:
				object = v
			case []any: // at names a row
				return
			default:
				return
			}
		}
		pr.fill(object, g, 10)
		return
	}
}

// accepted keeps a filing to start others from.
func (pr *prover) accepted(scope []string, guide []byte, tree map[string]any) {
	key := strings.Join(scope, " ")
	if pr.known[key] >= basesOfScope || len(pr.bases) >= mostBases {
		return
	}
	pr.known[key]++
	pr.bases = append(pr.bases, filed{guide, cloneTree(tree).(map[string]any)})
}
