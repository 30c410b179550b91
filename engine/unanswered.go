package engine

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// unanswered are the answers that a correction asks for by name and that what
// came does not give: given again as it was, an answer is confirmed; left out, it
// says nothing. What is not the applicant's to give with these answers, or
// follows another one, is not missed.
func (f *family) unanswered(c *Case, patch map[string]json.RawMessage, a amended, yielded map[string]*catalog.Matter) (metamodel.Problems, error) {
	k, form := c.Correction, f.matter(c).Form
	if k == nil || len(k.Fields) == 0 {
		return nil, nil
	}
	unseen, err := c.unseen(f.record(c, c.Answers, f.filingDay()))
	if err != nil {
		return nil, err
	}
	var ps metamodel.Problems
	missing := func(path string, label metamodel.Text) {
		if !problemsAt(a.left, path).Failed() && !problemsAt(ps, path).Failed() {
			ps = append(ps, correctionUnanswered.At(path, "field", label))
		}
	}
	for _, s := range form.Sections {
		a.rec.Walk(s, func(p metamodel.Place) {
			switch {
			case !k.Allows(p.Path) || gives(form, patch, p.Path):
			case p.Group != nil && p.Group.Repeat && p.Row < 0 && a.rec.Rows(p.Path) == 0 && (slices.Contains(k.Fields, p.Path) || slices.Contains(k.Fields, fieldPath(p.Path))):
				missing(p.Path, p.Group.Label)
			case p.Field == nil || !a.rec.Asked(p.Path) || k.closes(p.Path, yielded) || yielded[p.Path] != nil:
			case slices.Contains(unseen, p.Path) && !slices.Contains(k.Fields, p.Path):
			case a.of[p.Path] == "":
				missing(p.Path, p.Field.Label)
			}
		})
	}
	return ps, nil
}

// gives reports whether a patch says what the answer at path is, be it none: by
// itself, with its group, or with a row or a repeat, which are told as a whole.
func gives(form *metamodel.Form, patch map[string]json.RawMessage, path string) bool {
	for p := path; p != ""; p = parent(p) {
		v, ok := patch[p]
		if !ok {
			continue
		}
		if g, group := form.Group(fieldPath(p)); p == path || !group || g.Repeat || holds(v, strings.Split(path[len(p)+1:], "/")) {
			return true
		}
	}
	return false
}

// holds reports whether a group's value tells what lies along the keys.
func holds(v json.RawMessage, keys []string) bool {
	for _, key := range keys {
		if _, err := strconv.Atoi(key); err == nil || len(v) == 0 || string(v) == "null" {
			return true
		}
		var members map[string]json.RawMessage
		if json.Unmarshal(v, &members) != nil {
			return false
		}
		inner, ok := members[key]
		if !ok {
			return false
		}
		v = inner
	}
	return true
}
