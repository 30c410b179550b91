package catalog

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

func (l *MatterLine) act(k ActKind, a MatterAct, params ...any) {
	a.Kind = k
	if a.Words == nil {
		a.Words = filled(actWords[k], params...)
	}
	l.Acts = append(l.Acts, a)
}

// appeared tells that a matter is new, out of which others it was made, or that
// it is there from now on for one that was not cancelled before, or no more.
func (l *MatterLine) appeared(isNew bool, was, r *Release) {
	told := false
	for _, k := range []struct {
		into  metamodel.Became
		words metamodel.Text
	}{{metamodel.Merged, formedMerged}, {metamodel.Split, formedSplit}, {"", formedReplaced}} {
		act := MatterAct{}
		for _, id := range r.Pack.MatterIDs() {
			end := r.Pack.Matters[id].Cancelled
			if end == nil || end.Into != k.into || !slices.Contains(end.Successors, l.Matter) || was.succeeds(id, l.Matter) {
				continue
			}
			act.Matters, act.On = append(act.Matters, id), end.On
		}
		if len(act.Matters) == 0 {
			continue
		}
		told = true
		act.Words = filled(k.words, "names", r.matterNames(act.Matters))
		if isNew {
			l.act(ActAppeared, act)
		} else {
			l.act(ActSucceeds, act)
		}
	}
	if isNew && !told {
		l.act(ActAppeared, MatterAct{})
	}
	if was == nil {
		return
	}
	var freed []string
	for _, id := range r.Pack.MatterIDs() {
		if was.succeeds(id, l.Matter) && !r.succeeds(id, l.Matter) {
			freed = append(freed, id)
		}
	}
	if len(freed) > 0 {
		l.act(ActReleased, MatterAct{Matters: freed}, "names", r.matterNames(freed))
	}
}

// succeeds reports whether a release, nil for none, says that a matter replaces another.
func (r *Release) succeeds(old, matter string) bool {
	if r == nil || r.Pack.Matters[old] == nil {
		return false
	}
	end := r.Pack.Matters[old].Cancelled
	return end != nil && slices.Contains(end.Successors, matter)
}

// compare lists the attributes that changed, and those that a template gave.
func (l *MatterLine) compare(was, r *Release, id string) {
	x, ok := was.side(id)
	y, ok2 := r.side(id)
	if !ok || !ok2 {
		return
	}
	of := Ref{metamodel.KindMatter, id}
	d := &differ{a: was, b: r}
	d.ownMatter(of, x.matter, y.matter)
	d.under(of, "form/", func() { d.form(of, x.form, y.form) })
	d.under(of, "process/", func() { d.workflow(of, x.workflow, y.workflow) })
	settled := was.settledBy(r, id)
	adopted := 0
	for _, c := range d.changes {
		if toldAsAct(c, x.matter, y.matter) {
			continue
		}
		change := MatterChange{Change: c, Adopted: slices.ContainsFunc(settled, func(path string) bool { return liesIn(path, c.Path) || liesIn(c.Path, path) })}
		if change.Adopted {
			adopted++
		}
		l.Changes = append(l.Changes, change)
	}
	if adopted > 0 {
		l.act(ActAdopted, MatterAct{}, "n", adopted)
	}
}

// toldAsAct reports whether a change is what an act tells.
func toldAsAct(c Change, a, b *metamodel.Matter) bool {
	switch {
	case liesIn(c.Path, "cancelled"):
		return a.Cancelled == nil || b.Cancelled == nil
	case liesIn(c.Path, "delegated"):
		return otherHands(a, b)
	case c.Path == "template/matter":
		return b.Template != nil
	case liesIn(c.Path, "template/kept"):
		return b.Template != nil && slices.ContainsFunc(b.Template.Kept, func(k metamodel.Kept) bool { return c.Path == "template/kept/"+k.Path })
	}
	return false
}

// settledBy lists the paths at which a matter differed from its template, and
// does not any more.
func (r *Release) settledBy(next *Release, id string) (paths []string) {
	before, ok := r.AgainstTemplate(id)
	after, ok2 := next.AgainstTemplate(id)
	if !ok || !ok2 || before.Template.ID != after.Template.ID {
		return nil
	}
	left := map[string]bool{}
	for i := range after.Items {
		left[after.Items[i].Path] = true
	}
	for i := range before.Items {
		if path := before.Items[i].Path; !left[path] {
			paths = append(paths, path)
		}
	}
	return paths
}

// otherHands reports whether a delegation began, ended, or took that of another
// department: where one that was replaced is put back, too.
func otherHands(a, b *metamodel.Matter) bool {
	switch x, y := a.Delegated, b.Delegated; {
	case x == nil || y == nil:
		return x != y
	default:
		return x.To != y.To
	}
}

// acts tells what was done to the matter as a whole.
func (l *MatterLine) acts(was, r *Release, a, b *metamodel.Matter) {
	switch end := b.Cancelled; {
	case a.Cancelled == nil && end != nil:
		act := MatterAct{On: end.On, Basis: end.Basis, Reason: end.Reason, Matters: end.Successors}
		names := r.matterNames(end.Successors)
		switch {
		case end.Into == metamodel.Merged:
			l.act(ActMerged, act, "on", end.On, "names", names)
		case end.Into == metamodel.Split:
			l.act(ActSplit, act, "on", end.On, "names", names)
		case len(end.Successors) > 0:
			l.act(ActCancelled, act, "on", end.On, "next", metamodel.ZhEn("，改办“"+names.In("zh")+"”", ", replaced by “"+names.In("en")+"”"))
		default:
			l.act(ActCancelled, act, "on", end.On, "next", metamodel.ZhEn("", ""))
		}
	case a.Cancelled != nil && end == nil:
		l.act(ActReinstated, MatterAct{}, "on", a.Cancelled.On)
	}
	if otherHands(a, b) {
		if d := a.Delegated; d != nil {
			l.act(ActRecalled, MatterAct{}, "to", was.DepartmentName(d.To))
		}
		if d := b.Delegated; d != nil {
			l.act(ActDelegated, MatterAct{On: d.On, Basis: d.Basis, Reason: d.Reason}, "span", spanOf(d), "how", delegationWords[d.Kind], "to", r.DepartmentName(d.To))
		}
	}
	kept := map[string]metamodel.Kept{}
	if a.Template != nil {
		for _, k := range a.Template.Kept {
			kept[k.Path] = k
		}
	}
	if b.Template == nil {
		return
	}
	if a.Template == nil || a.Template.Matter != b.Template.Matter {
		l.act(ActFollowed, MatterAct{Matters: []string{b.Template.Matter}}, "names", r.matterName(b.Template.Matter))
	}
	for _, k := range b.Template.Kept {
		before, had := kept[k.Path]
		place := r.placeName(l.Matter, k.Path)
		switch {
		case had && k.Propose == before.Propose && sameText(before.Reason, k.Reason):
		case k.Propose:
			l.act(ActProposed, MatterAct{Reason: k.Reason}, "place", place)
		case before.Propose:
			l.act(ActKept, MatterAct{Reason: k.Reason, Words: filled(keptOnly, "place", place)})
		default:
			l.act(ActKept, MatterAct{Reason: k.Reason}, "place", place)
		}
	}
}

// back gives acts that took others back the reason that their draft was begun
// with: the pack has no place for it.
func (l *MatterLine) back(why string) {
	if why == "" || why == l.Comment {
		return
	}
	for i := range l.Acts {
		if a := &l.Acts[i]; a.Kind == ActReinstated || a.Kind == ActRecalled {
			a.Reason = metamodel.ZhEn(why, why)
		}
	}
}
