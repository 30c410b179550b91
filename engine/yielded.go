package engine

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/onematter/onematter/catalog"
)

// yielded tells which answers of a matter's case are given, or to be given, by a
// matter's result, by path: they are as its department issued them, and not the
// applicant's to correct. What the applicant put in its place is theirs.
func (f *family) yielded(c *Case) map[string]*catalog.Matter {
	out := map[string]*catalog.Matter{}
	form := f.matter(c).Form
	for _, k := range f.cases() {
		m := f.matter(k)
		for path := range m.Yields {
			if _, ok := form.Field(path); !ok {
				continue
			}
			if k.Result != nil && k != c {
				if given, ok := k.Result.Fields[path]; ok && canonical(given) != canonical(answerAt(c.Answers, path)) {
					continue
				}
			}
			out[path] = m
		}
	}
	return out
}

// cases are those that run a matter.
func (f *family) cases() []*Case {
	if f.pin.theme == nil {
		return []*Case{f.root}
	}
	return f.children
}

// answerAt reads an answer outside of rows, as yields are; nil when there is none.
func answerAt(answers json.RawMessage, path string) json.RawMessage {
	group, field, _ := strings.Cut(path, "/")
	var groups, members map[string]json.RawMessage
	if json.Unmarshal(answers, &groups) != nil || json.Unmarshal(groups[group], &members) != nil {
		return nil
	}
	return members[field]
}

// keepYielded leaves out of a correction what it does not change of the answers
// that a result gave: left empty they stay as they were issued. A case may have
// been asked for one before nobody could be.
func (c *Case) keepYielded(patch map[string]json.RawMessage, yielded map[string]*catalog.Matter) map[string]json.RawMessage {
	patch = maps.Clone(patch)
	for path := range yielded {
		if v, ok := patch[path]; ok && c.Correction.Allows(path) && (len(v) == 0 || string(v) == "null" || canonical(v) == canonical(answerAt(c.Answers, path))) {
			delete(patch, path)
		}
	}
	return patch
}

// ToCorrect reports whether the applicant is asked to correct the answer at path.
func (v *CaseView) ToCorrect(path string) bool {
	k := v.Case.Correction
	return k.Allows(path) && !k.closes(path, v.Yielded)
}

// closes reports whether a correction leaves an answer alone that a result gave:
// it may be changed only where it was asked for by its own name.
func (k *Correction) closes(path string, yielded map[string]*catalog.Matter) bool {
	plain := fieldPath(path)
	return yielded[plain] != nil && !slices.Contains(k.Fields, plain)
}
