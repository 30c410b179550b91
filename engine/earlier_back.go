package engine

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// takeEarlierBack takes answers of earlier filings out of a draft that is about
// somebody else now: they came with a word for one person, or one firm. What was
// changed since is the applicant's own and stays. before is the draft as it was.
func takeEarlierBack(d *Draft, form *metamodel.Form, before, tree *answers, ctx metamodel.Context) error {
	s, err := readEarlier(d.Earlier)
	if err != nil || len(s.Used) == 0 {
		return err
	}
	was, ps := before.json()
	is, more := tree.json()
	if ps = append(ps, more...); ps.Failed() {
		return ps
	}
	then, now := form.Check(was, ctx), form.Check(is, ctx)
	kept := s.Used[:0]
	for _, a := range s.Used {
		if !elsewhere(a, then, now) {
			kept = append(kept, a)
			continue
		}
		raw := now.Raw(a.Path)
		if now.Computed(a.Path) { // what was taken over would come back when it is asked again
			raw = answerAt(is, a.Path)
		}
		if raw != nil && valueHash(raw) == a.Value {
			if ps := tree.set(a.Path, nil); ps.Failed() {
				return ps
			}
			s.Back = append(slices.DeleteFunc(s.Back, func(b EarlierAnswer) bool { return b.Path == a.Path }), a)
		}
	}
	s.Used = kept
	d.Earlier, err = encode(s)
	return err
}

// elsewhere reports whether an answer's subject is another one now. A number that
// is not valid yet is nobody's.
func elsewhere(a EarlierAnswer, then, now *metamodel.Record) bool {
	if len(a.Of) > 0 {
		for path, hash := range a.Of {
			if is := identifying(now, path); is != "" && is != hash {
				return true
			}
		}
		return false
	}
	// From before it was noted: by what changes.
	f, ok := now.Form.Field(a.Path)
	if !ok || f.Group.Subject == nil {
		return false
	}
	for _, other := range now.Form.Fields {
		if !repeatable(other, nil) || !tells(other.Element) || other.Group.Subject.ID != f.Group.Subject.ID {
			continue
		}
		if was, is := identifying(then, other.Path), identifying(now, other.Path); was != "" && is != "" && was != is {
			return true
		}
	}
	return false
}

// identifying is the mark of a valid answer, "" for none.
func identifying(rec *metamodel.Record, path string) string {
	if raw := rec.Raw(path); raw != nil && !problemsAt(rec.Problems, path).Failed() {
		return valueHash(raw)
	}
	return ""
}

// due keeps of what was taken back those that nobody has answered since.
func due(list []EarlierAnswer, rec *metamodel.Record) []EarlierAnswer {
	return slices.DeleteFunc(slices.Clone(list), func(a EarlierAnswer) bool { return rec.Answered(a.Path) || !rec.Visible(a.Path) })
}
