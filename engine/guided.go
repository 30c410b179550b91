package engine

import (
	"bytes"
	"encoding/json"

	"github.com/onematter/onematter/catalog"
)

// A question of the guide may be a field of the form: it is asked once, wherever
// it is answered first. That the guide was told is kept beside the answer.

// ofGuide are the answers of such fields, of a filing that begins with its guide.
func (t *answers) ofGuide(theme *catalog.Theme) fields {
	guided := fields{}
	if theme == nil {
		return guided
	}
	for _, q := range theme.Def.Guide {
		if v, ok := t.root.value(q.Field); ok {
			guided[q.Field] = v
		}
	}
	return guided
}

// guided are the answers that the guide was told, of those that still stand.
func (t *answers) guided(raw json.RawMessage) (fields, error) {
	guided := fields{}
	if len(raw) == 0 {
		return guided, nil
	}
	if err := json.Unmarshal(raw, &guided); err != nil {
		return nil, err
	}
	for path, told := range guided {
		if now, ok := t.root.value(path); !ok || !bytes.Equal(now, told) {
			delete(guided, path)
		}
	}
	return guided, nil
}

// readGuided says which answers of a draft the guide was told.
func readGuided(d *Draft, p *pinned) (map[string]bool, error) {
	if len(d.Guided) == 0 {
		return nil, nil
	}
	tree, ps := readAnswers(p.form(), d.Answers)
	if ps.Failed() {
		return nil, ps
	}
	guided, err := tree.guided(d.Guided)
	if err != nil {
		return nil, err
	}
	paths := make(map[string]bool, len(guided))
	for path := range guided {
		paths[path] = true
	}
	return paths, nil
}
