package engine

import (
	"encoding/json"
	"maps"

	"github.com/onematter/onematter/metamodel"
)

// givenAnew are the answers of a correction that nobody may find as they left
// them: somebody's own word — a declaration, a consent, a signature — that the
// department asks for by name, and the days of the filing beside it. A word is
// given for what is handed in now.
func givenAnew(k *Correction, rec *metamodel.Record) []string {
	if k == nil || len(k.Fields) == 0 {
		return nil
	}
	var words, days []string
	for _, s := range rec.Form.Sections {
		rec.Walk(s, func(p metamodel.Place) {
			switch f := p.Field; {
			case f == nil || !k.Allows(p.Path) || !rec.Asked(p.Path):
			case ownWord(f) && f.Element.Type != metamodel.TypeFile:
				words = append(words, p.Path)
			case f.Element.Type == metamodel.TypeDate && f.Group.Path == metamodel.FilingSubject:
				days = append(days, p.Path)
			}
		})
	}
	if len(words) == 0 {
		return nil
	}
	return append(words, days...)
}

// withoutOld takes the old words out of a correction that does not give them anew.
func withoutOld(patch map[string]json.RawMessage, anew []string) map[string]json.RawMessage {
	if len(anew) == 0 {
		return patch
	}
	out := map[string]json.RawMessage{}
	maps.Copy(out, patch)
	for _, path := range anew {
		if !patched(patch, path) {
			out[path] = nil
		}
	}
	return out
}

// LayOver lays what was typed over the answers as the correction asks for them.
func (v *CaseView) LayOver(patch map[string]json.RawMessage) (json.RawMessage, error) {
	tree, ps := uncomputed(v.Record, v.Case.Answers)
	if ps.Failed() {
		return nil, ps
	}
	said, ps := tree.json()
	if ps.Failed() {
		return nil, ps
	}
	return LayOver(v.Matter.Form, said, withoutOld(patch, v.Anew), v.Files)
}
