package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/onematter/onematter/metamodel"
)

// KeptWords are answers kept aside in words for people, by the forms they were
// given in. They are the applicant's own: whoever asks has proved to be them.
func (e *Engine) KeptWords(ctx context.Context, theme, matter string, kept []KeptAnswer, lang string) ([]string, error) {
	forms := map[string]*pinned{}
	trees := map[string]answerTree{}
	own := Draft{Theme: theme, Matter: matter}
	for _, k := range kept {
		p, ok := forms[k.Release]
		if !ok {
			var err error
			if p, err = e.pinOf(ctx, &own, k.Release); err != nil && !errors.Is(err, ErrNotFound) {
				return nil, err
			}
			forms[k.Release], trees[k.Release] = p, answerTree{}
		}
		if p != nil {
			trees[k.Release].put(p.form(), k.Path, k.Value)
		}
	}
	at, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	records := map[string]*metamodel.Record{}
	for release, p := range forms {
		if p == nil {
			continue
		}
		raw, err := trees[release].json()
		if err != nil {
			return nil, fmt.Errorf("writing the answers kept aside: %w", err)
		}
		records[release] = p.form().Check(raw, metamodel.Context{Today: at})
	}
	words := make([]string, len(kept))
	for i, k := range kept {
		if r := records[k.Release]; r != nil {
			words[i] = r.Display(k.Path, lang, true)
		}
		if words[i] == "" {
			words[i] = e.plainWords(forms[k.Release], k, lang)
		}
	}
	return words, nil
}

// plainWords says a value without a form: a question of the guide, a whole
// group, or what was typed and never read.
func (e *Engine) plainWords(p *pinned, k KeptAnswer, lang string) string {
	var v any
	if json.Unmarshal(k.Value, &v) != nil {
		return string(k.Value)
	}
	if id, ok := guideQuestion(k.Path); ok && p != nil {
		if q := question(p.theme, id); q != nil && q.Type == metamodel.TypeCode {
			if list, ok := p.theme.CodeList(*q); ok {
				if entry, ok := list.Entry(fmt.Sprint(v)); ok {
					return entry.Name.In(lang)
				}
			}
		}
	}
	switch v := v.(type) {
	case string:
		return v
	case bool:
		if v {
			return metamodel.ZhEn("是", "Yes").In(lang)
		}
		return metamodel.ZhEn("否", "No").In(lang)
	}
	return string(k.Value)
}
