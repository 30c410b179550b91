package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// judged is a filing as it would be after the migration, with the verdict.
type judged struct {
	MigrationVerdict
	draft  *Draft  // of a draft
	was    Draft   // as it was
	family *family // of a case, moved already
	before caseFamily
	read   []Unmoved // what the verdict is about
}

func (j *judged) block(p metamodel.Problem, matter string, label metamodel.Text) {
	j.Sort = MigrationBlocked
	j.Findings = append(j.Findings, found(p, matter, label))
}

func (j *judged) need(p metamodel.Problem, matter string, label metamodel.Text) {
	if j.Sort == MigrationSafe {
		j.Sort = MigrationNeeds
	}
	j.Findings = append(j.Findings, found(p, matter, label))
}

func (j *judged) tell(p metamodel.Problem, matter string, label metamodel.Text) {
	j.Findings = append(j.Findings, found(p, matter, label))
}

// sum leaves every finding in once: the theme's answers are those of its
// matters, and what cannot be read need not be called wrong as well.
func (j *judged) sum() {
	unreadable, told := map[string]bool{}, map[string]bool{}
	for _, f := range j.Findings {
		if f.Code == blockedType.Code {
			unreadable[f.Path] = true
		}
		if f.Matter != "" {
			told[f.Code+" "+f.Path] = true
		}
	}
	list := j.Findings[:0]
	seen := map[string]bool{}
	for _, f := range j.Findings {
		key := f.Code + " " + f.Path
		if f.Matter == "" && told[key] || unreadable[f.Path] && f.Code != blockedType.Code || seen[f.Matter+" "+key] {
			continue
		}
		seen[f.Matter+" "+key] = true
		list = append(list, f)
	}
	j.Findings = list
}

// judgeDraft moves a draft in memory and compares what stands between it and
// submission before and after.
func (e *Engine) judgeDraft(ctx context.Context, d Draft, mv *move) (*judged, error) {
	j := &judged{MigrationVerdict: MigrationVerdict{Kind: FilingDraft, Filing: d.ID, Revision: d.Revision, Sort: MigrationSafe}, was: d,
		read: []Unmoved{{Draft: d.ID, Revision: d.Revision}}}
	if mv.to == nil {
		j.block(blockedGone.At("", "name", mv.name()), "", nil)
		return j, nil
	}
	cal, err := e.calendar(ctx, mv.from.rel, mv.from.theme)
	if err != nil {
		return nil, err
	}
	calTo, err := e.calendar(ctx, mv.to.rel, mv.to.theme)
	if err != nil {
		return nil, err
	}
	at, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	files, err := e.o.Store.FilesOfDraft(ctx, d.ID)
	if err != nil {
		return nil, fmt.Errorf("listing a draft's files: %w", err)
	}
	self, err := e.whose(ctx, d.Owner)
	if err != nil {
		return nil, err
	}
	if j.was, err = parted(d, mv.from, self); err != nil {
		j.block(blockedDamaged.At("", "detail", err.Error()), "", nil)
		return j, nil
	}
	err = j.moveDraft(mv, cal, calTo, at, files, self)
	j.sum()
	return j, err
}

// name is what people call the theme or matter that is moved.
func (mv *move) name() metamodel.Text { return mv.from.name() }

func (j *judged) moveDraft(mv *move, cal, calTo *workflows.Calendar, at time.Time, files []File, self string) error {
	old, err := evaluate(j.was, mv.from, cal, at, files, self)
	if err != nil {
		j.block(blockedDamaged.At("", "detail", err.Error()), "", nil)
		return nil
	}
	m := &mapping{m: &mv.m.Map, from: mv.from.form(), to: mv.to.form(), release: mv.m.From}
	refused := map[string]bool{}
	for {
		d, c, err := j.carryDraft(mv, m, refused)
		if err != nil {
			j.block(blockedDamaged.At("", "detail", err.Error()), "", nil)
			return nil
		}
		now, err := evaluate(*d, mv.to, calTo, at, files, self)
		if err != nil {
			return err
		}
		// An answer of another type now that cannot be read any more. Where the plan
		// allows it, it is kept aside and the draft looked at once more.
		broken := unreadable(c, old.Record, now.Record)
		if m.refuse(broken, refused) {
			continue
		}
		j.draft = d
		j.compareDrafts(mv, m, c, broken, old, now)
		return nil
	}
}

// carryDraft makes the draft as it would be.
func (j *judged) carryDraft(mv *move, m *mapping, refused map[string]bool) (*Draft, *carried, error) {
	d := j.was
	c, err := m.carry(d.Answers, d.Kept, refused)
	if err != nil {
		return nil, nil, err
	}
	d.Release = mv.m.To
	guide, err := carryGuide(mv, c, d.Guide)
	if err != nil {
		return nil, nil, err
	}
	if d.Guide, err = encode(guide); err != nil {
		return nil, nil, err
	}
	if d.Answers, err = c.tree.json(); err != nil {
		return nil, nil, err
	}
	kept, err := c.finish(m, d.Answers, mv.m.To, nil)
	if err != nil {
		return nil, nil, err
	}
	j.Kept = len(kept)
	if d.Kept, err = writeKept(kept); err != nil {
		return nil, nil, err
	}
	if d.Sourced, err = moveSourced(d.Sourced, m); err != nil {
		return nil, nil, err
	}
	d.Earlier, err = moveEarlier(d.Earlier, c.paths)
	return &d, c, err
}

// carryGuide moves the guide's own answers. A question that became a field of
// the form is answered there, unless the field is; one that is gone is kept.
func carryGuide(mv *move, c *carried, raw json.RawMessage) (fields, error) {
	own := fields{}
	if len(raw) > 0 && string(raw) != "null" {
		if err := json.Unmarshal(raw, &own); err != nil {
			return nil, err
		}
	}
	// What was kept of the guide comes back when it is asked again.
	rest := c.kept[:0:0]
	for _, k := range c.kept {
		id, ok := guideQuestion(k.Path)
		if q := question(mv.to.theme, id); ok && q != nil && own[id] == nil {
			own[id] = k.Value
			continue
		}
		rest = append(rest, k)
	}
	c.kept = rest
	for _, id := range sortedKeys(own) {
		q := question(mv.to.theme, id)
		if q != nil && q.Field == "" {
			continue
		}
		if q == nil || !c.tree.put(mv.to.form(), q.Field, own[id]) {
			k := KeptAnswer{Path: "guide/" + id, Field: "guide/" + id, Value: own[id], Release: mv.m.From}
			if was := question(mv.from.theme, id); was != nil {
				k.Label = was.Text
			}
			c.kept = append(c.kept, k)
		}
		delete(own, id)
	}
	return own, nil
}

func guideQuestion(path string) (string, bool) {
	const guide = "guide/"
	if len(path) > len(guide) && path[:len(guide)] == guide {
		return path[len(guide):], true
	}
	return "", false
}

// unreadable lists answers that were fine, whose field has another type now,
// and that the new form cannot read.
func unreadable(c *carried, old, now *metamodel.Record) []movedAnswer {
	wasWrong, isWrong := wrong(old), wrong(now)
	var list []movedAnswer
	for _, a := range c.moved {
		was, ok := fieldAt(old.Form, a.field)
		if ok && was.Element.Type != a.def.Element.Type && isWrong[a.to] && !wasWrong[a.path] {
			list = append(list, a)
		}
	}
	return list
}

// refuse adds to refused what the new form cannot read and the plan lets be
// kept aside; it reports whether there was any, and it must be moved once more.
func (m *mapping) refuse(broken []movedAnswer, refused map[string]bool) (more bool) {
	for _, a := range broken {
		if m.mayKeep(a.field) && !refused[a.field] {
			refused[a.field], more = true, true
		}
	}
	return more
}

// wrong is the set of answered paths with a problem; a part's problem is its
// answer's.
func wrong(r *metamodel.Record) map[string]bool {
	set := map[string]bool{}
	for _, p := range r.Problems {
		if p.Severity == metamodel.Warning {
			continue
		}
		for at := p.Path; at != ""; at = parent(at) {
			set[at] = true
			if _, ok := fieldAt(r.Form, spotOf(r.Form, at).field); ok {
				break
			}
		}
	}
	return set
}

// compareDrafts sorts the draft by what is new between it and submission.
func (j *judged) compareDrafts(mv *move, m *mapping, c *carried, broken []movedAnswer, old, now *DraftView) {
	j.compare(m, c, broken, "")
	for _, id := range sortedKeys(old.Scope) {
		if !old.Scope[id] {
			continue
		}
		name := metamodel.Zh(id)
		if was := mv.from.rel.MatterDef(id); was != nil {
			name = was.Name
		}
		inTheme := slices.ContainsFunc(mv.to.theme.Def.Matters, func(t metamodel.ThemeMatter) bool { return t.Matter == id })
		switch {
		case !inTheme:
			j.block(blockedMatter.At("", "name", name), id, nil)
		case !now.Scope[id] && !slices.Contains(now.Guide.Undecided, id):
			j.tell(toldScope.At("guide", "name", name), id, nil)
		}
	}
	for _, p := range fresh(m, c, old.Missing, now.Missing) {
		j.need(p, "", j.labelOf(now, p.Path))
	}
}

func (j *judged) labelOf(v *DraftView, path string) metamodel.Text {
	if id, ok := guideQuestion(path); ok {
		if q := question(v.Theme, id); q != nil {
			return q.Text
		}
		return nil
	}
	for _, s := range v.Materials {
		if path == "materials/"+s.Material.ID {
			return s.Called()
		}
	}
	return labelAt(v.Form, path)
}

// compare says what cannot be carried, and what is kept aside.
func (j *judged) compare(m *mapping, c *carried, broken []movedAnswer, matter string) {
	for _, l := range c.lost {
		label := labelAt(m.from, l.path)
		j.block(blockedShape.At(l.path, "field", label), matter, label)
	}
	for _, a := range broken {
		label := labelAt(m.to, a.to)
		j.block(blockedType.At(a.to, "field", label), matter, label)
	}
	for _, k := range c.kept {
		if k.Release == m.release {
			j.tell(toldCode.At(k.Path, "field", k.Label), matter, k.Label)
		}
	}
}

// fresh are the problems of the new form that the old one did not have at the
// same answer.
func fresh(m *mapping, c *carried, old, now metamodel.Problems) metamodel.Problems {
	known := map[string]bool{}
	for _, p := range old {
		path := p.Path
		if to, ok := c.paths[path]; ok {
			path = to
		} else if s := spotOf(m.from, path); true {
			s.field = m.target(s.field)
			if to, ok := s.in(m.to); ok {
				path = to
			}
		}
		known[p.Code+" "+path] = true
	}
	var list metamodel.Problems
	for _, p := range now {
		if p.Severity != metamodel.Warning && !known[p.Code+" "+p.Path] {
			list = append(list, p)
		}
	}
	return list
}
