package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Disclosure is whether the applicant may read what a source gave.
type Disclosure string

const (
	Open     Disclosure = "open"
	Withheld Disclosure = "withheld" // it goes to the departments that handle the case and to nobody else
)

// naturalPerson is the object class of a subject that is somebody.
const naturalPerson = "自然人"

// discretion says what the owner of a draft may read of what sources give. An
// account is a name and a password: it proves nobody's identity. What is known
// of a person is told to an account that was verified as that person, and to no
// other, whatever number is typed into a form.
type discretion struct {
	form   *metamodel.Form
	theme  *catalog.Theme  // or nil,
	matter *catalog.Matter // which is filed alone
	self   string          // who the account is verified to be, as Fetch.Whose; "" for nobody
}

func (p *pinned) discretion(self string) discretion {
	return discretion{p.form(), p.theme, p.matter, self}
}

// whoseKey is the mark of a key's value, however it was typed.
func whoseKey(word string) string {
	raw, _ := json.Marshal(sourceKey(word)) // a string: it cannot fail
	return valueHash(raw)
}

// whose is who the owner of a draft is verified to be.
func (e *Engine) whose(ctx context.Context, account string) (string, error) {
	acc, err := e.o.Store.Account(ctx, account)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading who an account is: %w", err)
	}
	if acc.Verified == nil {
		return "", nil
	}
	return whoseKey(acc.Verified.Number), nil
}

// withholds reports whether an offer's answer is not for the owner to read. A
// key that is personal data, or a person's, tells a person; any other a thing,
// of which only sensitive personal data are withheld.
func (x discretion) withholds(s *Sourced, o *Offer) bool {
	key, ok := x.form.Field(o.KeyField)
	if !ok || personal(key.Element) || ofPerson(key) {
		f := s.fetch(o)
		return f == nil || x.self == "" || f.whose() != x.self
	}
	if f, ok := x.form.Field(o.Item); ok && o.Kind == DutyField {
		return f.Element.Sensitivity == metamodel.SensitivePersonal
	}
	return false
}

// ofPerson reports whether a field is somebody's.
func ofPerson(f *metamodel.Field) bool {
	return f.Group.Subject != nil && f.Group.Subject.ObjectClass == naturalPerson
}

// whose is whom a source was asked about. Drafts from before it was kept have
// the value as it was typed.
func (f *Fetch) whose() string {
	if f.Whose != "" {
		return f.Whose
	}
	return f.Key
}

// decides reports whether anything that the owner of a draft sees hangs on which
// answer it is: the guide, what the form asks, computes or takes, whether a
// material is wanted. All that would tell what the answer is, so that it is asked
// as if there were no source.
func (x discretion) decides(path string) bool {
	if x.form.Tells(path) {
		return true
	}
	reads := func(when *metamodel.Expr) bool { return when != nil && slices.Contains(when.Refs(), path) }
	if x.theme == nil {
		return slices.ContainsFunc(x.matter.Materials, func(m catalog.MatterMaterial) bool { return reads(m.When) })
	}
	return slices.ContainsFunc(x.theme.Def.Guide, func(q metamodel.Question) bool { return q.Field == path }) ||
		slices.ContainsFunc(x.theme.Materials, func(m *catalog.MergedMaterial) bool {
			return slices.ContainsFunc(m.Uses, func(u catalog.MaterialDemand) bool { return reads(u.When) })
		})
}

// leaves reports whether the applicant is asked what a source was asked for: it
// is not for them to read, and would show in what else they see. That it has
// nothing is no more for them to read than what it has.
func (x discretion) leaves(s *Sourced, o *Offer) bool {
	f := s.fetch(o)
	return o.Kind == DutyField && f != nil && f.State != FetchFailed && s.allowed(o) && x.withholds(s, o) && x.decides(o.Item)
}

// part takes out of a draft's answers what a source gave and its owner may not
// read (any more). It is kept with the fetch, and laid over the answers only
// while they are judged, so that what is given out of a draft never holds it.
func (s *Sourced) part(x discretion, tree *answers) (parted bool) {
	for i := range s.Offers {
		o := &s.Offers[i]
		v := s.value(o)
		if v == nil || s.own(o.Item) || !s.laid(o.Item) || !x.withholds(s, o) {
			continue
		}
		if have, ok := tree.root.value(o.Item); ok && canonical(have) == canonical(v) {
			_ = tree.set(o.Item, nil) // a path of the form: it cannot fail
			parted = true
		}
		s.Laid = slices.DeleteFunc(s.Laid, func(item string) bool { return item == o.Item })
	}
	return parted
}

// parted is a draft whose answers hold nothing that its owner may not read.
func parted(d Draft, p *pinned, self string) (Draft, error) {
	s, err := readSourced(d.Sourced)
	if err != nil || s.empty() {
		return d, err
	}
	tree, ps := readAnswers(p.form(), d.Answers)
	if ps.Failed() {
		return d, fmt.Errorf("reading the answers of draft %s: %w", d.ID, ps)
	}
	if s.Laid == nil {
		s.Laid = s.laidBefore(tree)
	}
	if s.part(p.discretion(self), tree) {
		if d.Answers, ps = tree.json(); ps.Failed() {
			return d, ps
		}
	}
	d.Sourced, err = encode(s)
	return d, err
}

// laidBefore is what a draft has of sources from before that was noted.
func (s *Sourced) laidBefore(tree *answers) []string {
	laid := []string{}
	for i := range s.Offers {
		o := &s.Offers[i]
		if have, ok := tree.root.value(o.Item); ok && s.value(o) != nil && canonical(have) == canonical(s.value(o)) {
			laid = append(laid, o.Item)
		}
	}
	return laid
}

// moveSourced follows a migration, which may call fields otherwise.
func moveSourced(raw json.RawMessage, m *mapping) (json.RawMessage, error) {
	s, err := readSourced(raw)
	if err != nil || s.empty() {
		return raw, err
	}
	for i := range s.Offers {
		o := &s.Offers[i]
		if o.KeyField = m.target(o.KeyField); o.Kind == DutyField {
			o.Item = m.target(o.Item)
		}
	}
	for i := range s.Fetches {
		s.Fetches[i].KeyField = m.target(s.Fetches[i].KeyField)
	}
	tried := map[string][]string{}
	for about, hashes := range s.Tried {
		source, key, _ := strings.Cut(about, " ")
		tried[source+" "+m.target(key)] = hashes
	}
	if len(tried) > 0 {
		s.Tried = tried
	}
	for _, list := range [][]string{s.Own, s.Laid} {
		for i := range list {
			list[i] = m.target(list[i])
		}
	}
	return encode(s)
}

// moveGiven follows a migration in what a case keeps of sources.
func moveGiven(raw json.RawMessage, paths map[string]string) (json.RawMessage, error) {
	list, err := readSourcedAnswers(raw)
	if err != nil || len(list) == 0 {
		return raw, err
	}
	for i := range list {
		if to, ok := paths[list[i].Path]; ok {
			list[i].Path = to
		}
		if to, ok := paths[list[i].KeyField]; ok {
			list[i].KeyField = to
		}
	}
	return encode(list)
}

// laid reports whether a source's value was put among the answers. A draft from
// before that was noted has all of them there.
func (s *Sourced) laid(item string) bool { return s.Laid == nil || slices.Contains(s.Laid, item) }

// apart are the answers a source gave that the owner may not read. What was
// typed in their place stands.
func (s *Sourced) apart(x discretion, tree *answers) []SourcedAnswer {
	var out []SourcedAnswer
	for i := range s.Offers {
		o := &s.Offers[i]
		v := s.value(o)
		if v == nil || s.own(o.Item) || x.decides(o.Item) || !x.withholds(s, o) {
			continue
		}
		f, known := x.form.Field(o.Item)
		if have, ok := tree.root.value(o.Item); !known || f.Element.ID != o.Element || ok && canonical(have) != canonical(f.Default) {
			continue
		}
		a := s.given(o)
		a.Path, a.Value, a.Disclosure, a.raw = o.Item, valueHash(v), Withheld, v
		out = append(out, a)
	}
	return out
}

// lay puts answers that are kept apart over a draft's own.
func lay(form *metamodel.Form, own json.RawMessage, apart []SourcedAnswer) json.RawMessage {
	if !slices.ContainsFunc(apart, func(a SourcedAnswer) bool { return a.raw != nil }) {
		return own
	}
	tree, ps := readAnswers(form, own)
	if ps.Failed() {
		return own
	}
	for _, a := range apart {
		if a.raw != nil {
			ps = append(ps, tree.set(a.Path, a.raw)...)
		}
	}
	if raw, more := tree.json(); !ps.Failed() && !more.Failed() {
		return raw
	}
	return own
}

// withhold leaves of a draft what its owner may read.
func (v *DraftView) withhold() {
	v.Supplied, v.Unfit = withheldFrom(v.Supplied), withheldFrom(v.Unfit)
	v.Record.Conceal(withheldPaths(v.Supplied)...)
}

// withheldPaths are the answers in a list that its reader is not told.
func withheldPaths(list []SourcedAnswer) []string {
	var paths []string
	for _, a := range list {
		if a.Path != "" && a.Disclosure == Withheld {
			paths = append(paths, a.Path)
		}
	}
	return paths
}

// withheldFrom leaves of what sources gave who gave it.
func withheldFrom(list []SourcedAnswer) []SourcedAnswer {
	out := slices.Clone(list)
	for i := range out {
		if a := &out[i]; a.Disclosure == Withheld {
			a.raw, a.Value = nil, ""
			if a.Document != nil {
				a.Document = &Document{}
			}
		}
	}
	return out
}

// judgeOlder decides of answers that a case has from before it was noted who
// may read them: nobody was verified then.
func judgeOlder(list []SourcedAnswer, form *metamodel.Form) {
	for i := range list {
		a := &list[i]
		if a.Disclosure != "" {
			continue
		}
		a.Disclosure = Withheld
		if f, ok := form.Field(a.Path); ok && !personal(f.Element) && !ofPerson(f) {
			a.Disclosure = Open
		}
	}
}

// keepWithheld leaves out of a correction the empty places of what its applicant
// cannot see: left empty it stays as the source gave it, unless a department
// asks for that very answer, or it was given of somebody else.
func (c *Case) keepWithheld(with along, rec *metamodel.Record) (map[string]json.RawMessage, error) {
	patch := with.patch
	unseen, err := c.unseen(rec)
	if err != nil || len(unseen) == 0 {
		return patch, err
	}
	patch = maps.Clone(patch)
	for _, path := range unseen {
		if v, ok := patch[path]; ok && (len(v) == 0 || string(v) == "null") && !slices.Contains(c.Correction.Fields, path) && !with.freed[path] {
			delete(patch, path)
		}
	}
	return patch, nil
}

// unseen are the answers of a case, as rec has them, that its applicant cannot see.
func (c *Case) unseen(rec *metamodel.Record) ([]string, error) {
	list, err := readSourcedAnswers(c.Sourced)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	judgeOlder(list, rec.Form)
	return withheldPaths(standing(list, rec)), nil
}

// withholdsFrom reports whether a case's answers are read by its applicant, who
// does not handle it.
func withholdsFrom(a Actor, c *Case) bool {
	return a.Account != "" && a.Account == c.Applicant && !(officer(a) && a.Departments[c.Department])
}

// withhold leaves of a case's view what its applicant may read.
func (v *CaseView) withhold(a Actor) error {
	if !withholdsFrom(a, &v.Case) {
		return nil
	}
	all, err := readSourcedAnswers(v.Case.Sourced)
	if err != nil {
		return err
	}
	judgeOlder(all, v.Record.Form)
	v.withheld = slices.DeleteFunc(all, func(s SourcedAnswer) bool { return s.Disclosure != Withheld })
	if len(v.withheld) == 0 {
		return nil
	}
	v.Sourced, v.Case.Sourced = withheldFrom(v.Sourced), nil
	v.Conceal(v.Record)
	kept, err := v.Case.KeptAnswers()
	if err != nil {
		return err
	}
	v.Case.Kept, err = writeKept(slices.DeleteFunc(kept, func(k KeptAnswer) bool { return slices.Contains(withheldPaths(v.withheld), k.Path) }))
	return err
}

// Conceal withholds from a record of the case's answers what the viewer may not
// read: what a source gave, as long as it stands as it was given.
func (v *CaseView) Conceal(rec *metamodel.Record) {
	rec.Conceal(withheldPaths(standing(v.withheld, rec))...)
}
