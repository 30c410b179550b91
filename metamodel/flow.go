package metamodel

import (
	"slices"
	"sync"
)

// flow is what depends on what, forwards. Most records are checked once and
// never changed, so it is made when it is first needed.
type flow struct {
	once    sync.Once
	at      map[step]int32
	readers [][]int32      // by step: the steps that read it, all of them later
	memos   [][]int32      // by step: the remembered conditions that read it
	watch   [][]*fieldPlan // by step: the fields whose rules or requirement read it
}

func (p *plan) flows() *flow {
	w := &p.flow
	w.once.Do(func() {
		w.at = make(map[step]int32, len(p.order))
		for i, n := range p.order {
			w.at[n] = int32(i)
		}
		n := len(p.order)
		w.readers, w.memos, w.watch = make([][]int32, n), make([][]int32, n), make([][]*fieldPlan, n)
		for i, n := range p.order {
			for _, m := range p.reads(n) {
				w.readers[w.at[m]] = append(w.readers[w.at[m]], int32(i))
			}
		}
		p.conditions(func(k *condition, f *fieldPlan) {
			for _, r := range k.prog.refs {
				i, ok := w.at[step{field: p.byPath[r]}]
				if p.byPath[r] == nil {
					i, ok = w.at[step{group: p.byName[r]}]
				}
				if !ok {
					continue
				}
				if k.memo >= 0 {
					w.memos[i] = append(w.memos[i], int32(k.memo))
				}
				if f != nil {
					w.watch[i] = append(w.watch[i], f)
				}
			}
		})
		for i, n := range p.order { // a field is required where one copied from it is
			if n.field != nil {
				n.field.behind(func(of *fieldPlan) { w.watch[i] = append(w.watch[i], of) })
			}
		}
		for i := range p.order {
			slices.Sort(w.readers[i])
			w.readers[i] = slices.Compact(w.readers[i])
			slices.Sort(w.memos[i])
			w.memos[i] = slices.Compact(w.memos[i])
			w.watch[i] = slices.Compact(w.watch[i])
		}
	})
	return w
}

// conditions calls yield with every condition of the form; f is the field when
// the condition is about its problems only.
func (p *plan) conditions(yield func(k *condition, f *fieldPlan)) {
	one := func(k *condition, f *fieldPlan) {
		if k != nil {
			yield(k, f)
		}
	}
	for _, s := range p.sections {
		one(s.visible, nil)
		for _, r := range s.routes {
			one(r.when, nil)
		}
	}
	for _, t := range p.texts {
		for i := range t.uses {
			one(t.uses[i].visible, nil)
		}
	}
	for _, g := range p.groups {
		for i := range g.uses {
			one(g.uses[i].visible, nil)
		}
		for _, f := range g.fields {
			for i := range f.uses {
				u := &f.uses[i]
				one(u.visible, nil)
				one(u.value, nil)
				one(u.valueWhen, nil)
				one(u.options, nil)
				one(u.requiredIf, f)
				f.behind(func(of *fieldPlan) { one(u.requiredIf, of) })
				for _, c := range u.checks {
					one(c.rule, f)
				}
			}
			for _, t := range f.twins {
				one(t.when, nil)
			}
			f.usedFormats(func(d *constraints) { one(d.formatWhen, nil) })
		}
	}
}

// Dependents lists, sorted, the definition paths of the fields and groups that
// hang on the answer at path, directly or through others: what they show, what
// they compute, whether they are required and what their rules say.
func (f *Form) Dependents(path string) []string {
	p := f.plan
	fp, ok := p.byPath[definitionPath(path)]
	if !ok {
		return nil
	}
	w := p.flows()
	found := map[string]bool{}
	seen := make([]bool, len(p.order))
	var follow func(i int32)
	follow = func(i int32) {
		if seen[i] {
			return
		}
		seen[i] = true
		for _, r := range w.readers[i] {
			if n := p.order[r]; n.section == nil {
				found[n.path()] = true
			}
			follow(r)
		}
		for _, f := range w.watch[i] {
			found[f.f.Path] = true
		}
	}
	follow(w.at[step{field: fp}])
	delete(found, fp.f.Path)
	return sortedKeys(found)
}
