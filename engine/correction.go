package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// maxFlags bounds what one correction can name.
const maxFlags = 500

// Allows reports whether a correction asks for the answer at path: the field
// itself, its row or its repeat. One that names nothing asks for anything.
func (k *Correction) Allows(path string) bool {
	if k == nil {
		return false
	}
	if len(k.Fields) == 0 {
		return len(k.Materials) == 0
	}
	plain := fieldPath(path)
	for _, f := range k.Fields {
		if f == path || f == plain || strings.HasPrefix(path, f+"/") || strings.HasPrefix(plain, f+"/") {
			return true
		}
	}
	return false
}

// namesIn reports whether a correction names something that lies in what is at path.
func (k *Correction) namesIn(path string) bool {
	return k != nil && slices.ContainsFunc(k.Fields, func(f string) bool { return strings.HasPrefix(f, path+"/") })
}

// Wants reports whether a correction asks for a new file of the material. One
// that names nothing takes files for anything the citizen hands in.
func (k *Correction) Wants(material string) bool {
	if k == nil {
		return false
	}
	if len(k.Materials) == 0 {
		return len(k.Fields) == 0
	}
	return k.names(material)
}

// names reports whether a correction asks for the material by its name.
func (k *Correction) names(material string) bool {
	return k != nil && slices.Contains(k.Materials, material)
}

// since is a time at which a correction is answered: never before it was asked
// for, also by a clock that was put back meanwhile.
func (k *Correction) since(at time.Time) time.Time {
	if at.Before(k.Asked) {
		return k.Asked
	}
	return at
}

// ask makes the correction a department asks for. What it names must be the
// matter's own and in the citizen's power.
func (f *family) ask(c *Case, kind workflows.TransitionKind, act Action) (*Correction, error) {
	m := f.matter(c)
	k := &Correction{Kind: kind, Note: act.Note, From: c.State, By: f.by.name, Asked: f.at}
	var ps metamodel.Problems
	if len(act.Fields)+len(act.Materials) > maxFlags {
		return nil, refuse(patchTooLarge, "fields", "max", maxFlags)
	}
	yielded := f.yielded(c)
	copies, err := f.copies(c, c.Answers)
	if err != nil {
		return nil, err
	}
	seen, said := map[string]bool{}, f.record(c, c.Answers, f.filingDay())
	mine, open := askables{said, askedIn(said), yielded}, false
	var hidden metamodel.Problems // unless something asked for opens them
	for _, named := range act.Fields {
		later, refused := mine.may(m.Form, named)
		if refused != nil {
			ps = append(ps, *refused)
			continue
		}
		for _, path := range mine.places(named) {
			path = original(copies, yielded, c.Answers, path)
			if !seen["f "+path] {
				seen["f "+path] = true
				k.Fields = append(k.Fields, path)
			}
		}
		if open = open || later == nil; later != nil {
			hidden = append(hidden, *later)
		}
	}
	if len(k.Fields) > maxFlags {
		return nil, refuse(patchTooLarge, "fields", "max", maxFlags)
	}
	for _, id := range act.Materials {
		mm, ok := matterMaterial(m, id)
		if !ok || !f.bringable(mm.Material) {
			ps = append(ps, correctionMaterial.At("materials", "material", id))
			continue
		}
		if !seen["m "+id] {
			seen["m "+id] = true
			k.Materials = append(k.Materials, id)
		}
	}
	if !open && len(k.Materials) == 0 {
		ps = append(ps, hidden...)
	}
	return k, ps.Err()
}

// asksAnswers reports whether a correction asks for answers, not for materials alone.
func (k *Correction) asksAnswers() bool {
	return k != nil && (len(k.Fields) > 0 || len(k.Materials) == 0)
}

// original is what a correction asks for in the place of the answer at path. One
// person is asked once, also to correct: what was said of them goes along.
func original(copies map[string]copied, yielded map[string]*catalog.Matter, answers json.RawMessage, path string) string {
	if x := copies[path]; x.here && yielded[x.of] == nil && canonical(x.value) == canonical(answerAt(answers, path)) {
		return x.of
	}
	return path
}

// belongs reports whether path is a field or a group of the form, or a field or a
// repeat in one of its rows.
func belongs(form *metamodel.Form, path string) bool {
	if fd, ok := form.Field(path); ok {
		return fd.Path == path || fd.Path == fieldPath(path)
	}
	g, ok := form.Group(path)
	return ok && (g.Path == path || g.Repeat && g.Path == fieldPath(path))
}

// resubmit takes the citizen's answer to a correction: corrected answers, and
// new files that are here already. With any problem nothing changes.
func (e *Engine) resubmit(ctx context.Context, f *family, c *Case, act Action) error {
	m, err := e.mend(ctx, f, c, act.Answers)
	if err != nil {
		return err
	}
	if m.problems.Failed() {
		return m.problems
	}
	if len(act.Answers) > 0 || len(givenAnew(c.Correction, f.record(c, c.Answers, f.filingDay()))) > 0 {
		c.Answers = m.raw
	}
	return nil
}

// mended is a case as a correction would leave it, and what is still wrong or missing.
type mended struct {
	rec      *metamodel.Record
	raw      json.RawMessage
	states   []catalog.MaterialState
	problems metamodel.Problems
}

// mend lays a correction over a case and judges the result, documents too.
func (e *Engine) mend(ctx context.Context, f *family, c *Case, patch map[string]json.RawMessage) (m mended, err error) {
	files, err := e.o.Store.FilesOfCase(ctx, c.ID)
	if err != nil {
		return m, fmt.Errorf("listing a correction's files: %w", err)
	}
	all, err := e.filesOf(ctx, f)
	if err != nil {
		return m, err
	}
	if m.rec, m.raw, m.problems, err = f.corrected(c, patch, all); err != nil {
		return m, err
	}
	// Also those that the case had no use for before it was corrected.
	here := slices.DeleteFunc(slices.Clone(all), func(file File) bool { return !f.reaches(file, c) })
	if m.states, err = f.materials(c, m.rec, all); err != nil {
		return m, err
	}
	if c.Correction != nil {
		for _, id := range c.Correction.Materials {
			if mm, ok := matterMaterial(f.matter(c), id); ok && !newSince(files, id, c.Correction) {
				missing := materialMissing // what was spared was never here
				if slices.ContainsFunc(here, func(file File) bool { return file.Material == id }) {
					missing = correctionFile
				}
				m.problems = append(m.problems, missing.At("materials/"+id, "material", mm.Use.Label))
			}
		}
	}
	// A corrected answer may be what makes a material required.
	for _, p := range missingMaterials(m.states, here) {
		if len(problemsAt(m.problems, p.Path)) == 0 {
			m.problems = append(m.problems, p)
		}
	}
	return m, nil
}

func newSince(files []File, material string, k *Correction) bool {
	for _, f := range files {
		if f.Material == material && !f.Added.Before(k.Asked) {
			return true
		}
	}
	return false
}

// corrected is a case's answers as a correction leaves them, and what is wrong
// with them.
func (f *family) corrected(c *Case, patch map[string]json.RawMessage, files []File) (*metamodel.Record, json.RawMessage, metamodel.Problems, error) {
	form := f.matter(c).Form
	if _, ps := readAnswers(form, c.Answers); ps.Failed() {
		return nil, nil, nil, fmt.Errorf("reading the answers of case %s: %w", c.ID, ps)
	}
	awaited, yielded := f.awaited(), f.yielded(c)
	patch = withoutBlanks(form, patch)
	came := patch
	patch = c.keepYielded(withoutOld(patch, givenAnew(c.Correction, f.record(c, c.Answers, f.filingDay()))), yielded)
	opened, a, err := f.opens(c, patch, files, yielded)
	if err != nil {
		return nil, nil, nil, err
	}
	var refused metamodel.Problems
	for _, path := range sortedKeys(patch) {
		if awaited[fieldPath(path)] || c.Correction.closes(path, yielded) || !c.Correction.Allows(path) && !Covered(opened, path) {
			refused = append(refused, correctionPath.At(path))
		}
	}
	if refused = append(refused, a.refuse...); refused.Failed() {
		return nil, nil, nil, refused
	}
	missing, err := f.unanswered(c, came, a, yielded)
	if err != nil {
		return nil, nil, nil, err
	}
	switch left := append(a.left, missing...); {
	case left.Failed():
		return a.rec, nil, left, nil
	case a.then == nil:
		return a.rec, a.rec.JSON(), nil, nil
	}
	// Only age stands against the old answers: keep them beside the new ones.
	kept, ps := readAnswers(form, a.rec.JSON())
	for _, p := range a.rec.Problems {
		path := answerPath(form, p.Path)
		v := a.then.Raw(path)
		if yielded[path] != nil {
			v = answerAt(a.raw, path)
		}
		if v != nil {
			ps = append(ps, kept.set(path, v)...)
		}
	}
	raw, jps := kept.json()
	if ps = append(ps, jps...); ps.Failed() {
		return nil, nil, nil, fmt.Errorf("keeping the answers of case %s: %w", c.ID, ps)
	}
	return a.then, raw, nil, nil
}

// withoutBlanks says of empty texts that they are no answers, as the form reads
// them: what follows, or stays, tells an answer from none.
func withoutBlanks(form *metamodel.Form, patch map[string]json.RawMessage) map[string]json.RawMessage {
	patch = maps.Clone(patch)
	for path, v := range patch {
		var text string
		if _, field := form.Field(path); field && len(v) > 0 && v[0] == '"' && json.Unmarshal(v, &text) == nil && strings.TrimSpace(text) == "" {
			patch[path] = nil
		}
	}
	return patch
}

// answerPath is the path of the answer a problem is about: what lies behind a
// field (a part of an address) is not part of it.
func answerPath(form *metamodel.Form, path string) string {
	level := (*metamodel.Group)(nil)
	parts := strings.Split(path, "/")
	for i := 0; i < len(parts); i++ {
		f, g := member(form, level, parts[i])
		switch {
		case f != nil:
			return strings.Join(parts[:i+1], "/")
		case g == nil:
			return path
		case g.Repeat:
			i++ // the row's index
		}
		level = g
	}
	return path
}

// patched reports whether the answer at path is new with the patch.
func patched(patch map[string]json.RawMessage, path string) bool {
	for p := path; p != ""; p = parent(p) {
		if _, ok := patch[p]; ok {
			return true
		}
	}
	return false
}

// PreviewCorrection judges corrected answers without handing them in, for a
// page that shows them again with what is wrong. The view's Record holds the
// patched answers; problems of the patch itself are returned as an error.
func (e *Engine) PreviewCorrection(ctx context.Context, a Actor, caseID string, patch map[string]json.RawMessage) (*CaseView, metamodel.Problems, error) {
	v, err := e.caseView(ctx, a, caseID)
	if err != nil {
		return nil, nil, err
	}
	if v.Case.Applicant != a.Account || v.Case.Status != CaseAsking {
		return nil, nil, refuse(correctionNone, "")
	}
	whole, err := e.findCase(ctx, v.Case.ID) // the view is what its applicant may read
	if err != nil {
		return nil, nil, err
	}
	f, err := e.loadFamily(ctx, whole)
	if err != nil {
		return nil, nil, err
	}
	c := f.find(v.Case.ID)
	if c == nil {
		return nil, nil, ErrNotFound
	}
	f.hide(a)
	m, err := e.mend(ctx, f, c, patch)
	if err != nil {
		return nil, nil, err
	}
	v.Record, v.Wants = m.rec, m.states
	v.Conceal(m.rec)
	return v, m.problems, nil
}
