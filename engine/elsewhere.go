package engine

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Corrected is an answer that the applicant corrected in a matter's case, or a
// repeat that has other rows since.
type Corrected struct {
	Path string    `json:"path"`
	At   time.Time `json:"at"`
}

// Elsewhere says of an answer that it was corrected in another matter of the same
// filing, where it is another one now. A department's correction changes its own
// case alone: whoever holds the same answer is told that it was, not to what.
type Elsewhere struct {
	Path   string // of the answer, or of the repeat
	Matter *catalog.Matter
	At     time.Time
	Value  json.RawMessage // to the applicant, whose answer it is: nil for nothing, a repeat or a file
}

// noteCorrected notes what a correction changed. Somebody's word and the day it
// was given are given for one matter, and change no fact.
func (f *family) noteCorrected(c *Case, form *metamodel.Form, paths []string) {
	changed := map[string]bool{}
	for _, path := range paths {
		fd, ok := form.Field(path)
		if ok && (ownWord(fd) || fd.Element.Type == metamodel.TypeDate && fd.Group.Path == metamodel.FilingSubject) || Covered(changed, path) {
			continue // of other rows than before no single answer is told
		}
		changed[path] = true
	}
	if len(changed) == 0 {
		return
	}
	list := slices.DeleteFunc(slices.Clone(c.Corrected), func(k Corrected) bool { return changed[k.Path] })
	for _, path := range sortedKeys(changed) {
		list = append(list, Corrected{path, f.at})
	}
	c.Corrected = list
}

// tellElsewhere says which of a case's answers were corrected in another matter,
// the latest of each.
func (v *CaseView) tellElsewhere(a Actor, f *family, c *Case) error {
	own, mine := f.record(c, c.Answers, f.filingDay()), a.Account == c.Applicant
	for _, k := range f.children {
		if k == c || len(k.Corrected) == 0 {
			continue
		}
		said := f.record(k, k.Answers, f.filingDay())
		differs := func(path string) (json.RawMessage, bool) {
			if g, ok := own.Form.Group(path); ok {
				return nil, g.Repeat && own.Visible(path) && own.Rows(path) != said.Rows(path)
			}
			is := said.Raw(path)
			return is, own.Visible(path) && canonical(own.Raw(path)) != canonical(is)
		}
		if mine {
			given, err := readSourcedAnswers(k.Sourced)
			if err != nil {
				return err
			}
			judgeOlder(given, said.Form)
			given = slices.DeleteFunc(given, func(s SourcedAnswer) bool { return s.Disclosure != Withheld })
			said.Conceal(withheldPaths(standing(given, said))...)
		}
		for _, x := range k.Corrected {
			if said.Concealed(x.Path) {
				continue
			}
			value, ok := differs(x.Path)
			if i := slices.IndexFunc(v.elsewhere, func(o Elsewhere) bool { return o.Path == x.Path }); !ok || i >= 0 && !v.elsewhere[i].At.Before(x.At) {
				continue
			} else if i >= 0 {
				v.elsewhere = slices.Delete(v.elsewhere, i, i+1)
			}
			if fd, ok := own.Form.Field(x.Path); !mine || ok && fd.Element.Type == metamodel.TypeFile {
				value = nil
			}
			v.elsewhere = append(v.elsewhere, Elsewhere{x.Path, f.matter(k), x.At, value})
		}
	}
	return nil
}

// Elsewhere says whether the answer at a path, or the repeat whose row it lies in,
// was corrected in another matter of the filing and differs since; nil for no.
func (v *CaseView) Elsewhere(path string) *Elsewhere {
	for p := path; p != ""; p = parent(p) {
		if i := slices.IndexFunc(v.elsewhere, func(x Elsewhere) bool { return x.Path == p }); i >= 0 {
			return &v.elsewhere[i]
		}
	}
	return nil
}
