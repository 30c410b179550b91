package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// started is what is kept under the idempotency key of a new draft.
type started struct {
	Draft string `json:"draft"`
}

func (e *Engine) startDraft(ctx context.Context, a Actor, theme, matter string, guide, given json.RawMessage, key string) (*DraftView, error) {
	if a.Account == "" || (theme == "") == (matter == "") {
		return nil, ErrNotFound
	}
	if err := checkKey(key); err != nil {
		return nil, err
	}
	request := requestHash("start", theme, matter, string(guide), string(given))
	// Before the edition is looked at: what was begun stays begun when its
	// theme is retired meanwhile.
	if done, known, err := firstOutcome[started](ctx, e, a, key, request); err != nil {
		return nil, err
	} else if known {
		return e.draft(ctx, a, done.Draft)
	}
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the current edition: %w", err)
	}
	p := &pinned{}
	var ok bool
	if theme != "" {
		p.theme, p.rel, ok = ed.Theme(theme)
	} else {
		p.matter, p.rel, ok = ed.Fileable(matter)
	}
	if !ok {
		return nil, ErrNotFound
	}
	if err := e.notOver(ctx, p); err != nil {
		return nil, err
	}
	now, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	tree, ps := readAnswers(p.form(), given)
	if ps.Failed() {
		return nil, ps
	}
	tree.bind(nil) // a new draft has no files yet
	guided := fields{}
	if len(guide) > 0 { // otherwise something else was asked before
		guided = tree.ofGuide(p.theme)
	}
	tree.begin(p.theme)
	own, gps := readGuide(p.theme, guide)
	if gps.Failed() {
		return nil, gps
	}
	d := Draft{
		ID: newID(), Owner: a.Account, Theme: theme, Matter: matter, Release: p.rel.Hash,
		Revision: 1, Created: now, Updated: now,
	}
	if err := e.beginSourced(ctx, &d, p, tree); err != nil {
		return nil, err
	}
	if d.Answers, ps = tree.json(); ps.Failed() {
		return nil, ps
	}
	if d.Guide, err = encode(own); err != nil {
		return nil, err
	}
	if d.Guided, err = encode(guided); err != nil {
		return nil, err
	}
	change := Change{InsertDrafts: []Draft{d}}
	if key != "" {
		body, err := encode(started{Draft: d.ID})
		if err != nil {
			return nil, err
		}
		change.Receipt = &StoredReceipt{Owner: a.Account, Key: key, Request: request, Status: 201, Body: body, At: now}
	}
	err = e.o.Store.Commit(ctx, &change)
	var dup *DuplicateError
	if errors.As(err, &dup) {
		done, err := outcomeOf[started](dup.First, request)
		if err != nil {
			return nil, err
		}
		return e.draft(ctx, a, done.Draft)
	}
	if err != nil {
		return nil, fmt.Errorf("saving a new draft: %w", err)
	}
	return e.viewDraft(ctx, d, p)
}

// begin gives a new filing what its controls start with. What nobody is asked
// for has that value and no other, unless a question of the guide asked for it.
func (t *answers) begin(theme *catalog.Theme) {
	start := &answers{form: t.form, root: newBranch()}
	start.defaults()
	if theme != nil {
		for _, q := range theme.Def.Guide {
			if f, ok := t.form.Field(q.Field); ok && !asked(f) {
				if raw, ok := t.root.value(q.Field); ok {
					start.set(q.Field, raw)
				}
			}
		}
	}
	t.guard(start)
	t.defaults()
}

// value is the answer of a field that lies in no repeat.
func (b *branch) value(path string) (json.RawMessage, bool) {
	group, rest, inner := strings.Cut(path, "/")
	if !inner {
		v, ok := b.fields[path]
		return v, ok
	}
	if b = b.single[group]; b == nil {
		return nil, false
	}
	return b.value(rest)
}

// pinned is the release a draft or a case is pinned to, with its theme or matter.
type pinned struct {
	rel    *catalog.Release
	theme  *catalog.Theme
	matter *catalog.Matter
}

func (p *pinned) form() *metamodel.Form {
	if p.theme != nil {
		return p.theme.Merged
	}
	return p.matter.Form
}

// name is what people call it.
func (p *pinned) name() metamodel.Text {
	if p.theme != nil {
		return p.theme.Def.Name
	}
	return p.matter.Def.Name
}

// pin resolves a release by hash and finds a theme or a matter in it.
func (e *Engine) pin(ctx context.Context, release, theme, matter string) (*pinned, error) {
	rel, err := e.o.Catalog.Release(ctx, release)
	if err != nil {
		return nil, fmt.Errorf("reading release %s: %w", release, err)
	}
	p := &pinned{rel: rel}
	if theme != "" {
		p.theme = rel.Theme(theme)
	} else {
		p.matter = rel.Matter(matter)
	}
	if p.theme == nil && p.matter == nil {
		return nil, fmt.Errorf("release %s has no theme %q or matter %q", release, theme, matter)
	}
	return p, nil
}

// readGuide reads the guide's own answers: of known questions that are no fields.
func readGuide(t *catalog.Theme, raw json.RawMessage) (fields, metamodel.Problems) {
	own := fields{}
	if len(raw) == 0 || string(raw) == "null" {
		return own, nil
	}
	if ps := metamodel.Gate(raw, metamodel.AnswerLimits); ps.Failed() {
		return nil, under("guide", ps)
	}
	if json.Unmarshal(raw, &own) != nil {
		return nil, metamodel.Problems{answersShape.At("guide")}
	}
	var ps metamodel.Problems
	for _, id := range sortedKeys(own) {
		if q := question(t, id); q == nil || q.Field != "" {
			ps = append(ps, guideUnknown.At("guide/"+id, "question", id))
		}
	}
	return own, ps
}

func question(t *catalog.Theme, id string) *metamodel.Question {
	if t == nil {
		return nil
	}
	for i := range t.Def.Guide {
		if t.Def.Guide[i].ID == id {
			return &t.Def.Guide[i]
		}
	}
	return nil
}

// ownDraft reads a draft of the actor's.
func (e *Engine) ownDraft(ctx context.Context, a Actor, id string) (Draft, error) {
	if a.Account == "" || id == "" {
		return Draft{}, ErrNotFound
	}
	d, err := e.o.Store.Draft(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound):
		return Draft{}, ErrNotFound
	case err != nil:
		return Draft{}, fmt.Errorf("reading a draft: %w", err)
	case d.Owner != a.Account:
		return Draft{}, ErrNotFound
	}
	return d, nil
}

func (e *Engine) draft(ctx context.Context, a Actor, id string) (*DraftView, error) {
	d, err := e.ownDraft(ctx, a, id)
	if err != nil {
		return nil, err
	}
	p, err := e.pin(ctx, d.Release, d.Theme, d.Matter)
	if err != nil {
		return nil, err
	}
	return e.viewDraft(ctx, d, p)
}

func (e *Engine) drafts(ctx context.Context, a Actor, p Page) ([]Draft, string, error) {
	if a.Account == "" {
		return nil, "", ErrNotFound
	}
	list, next, err := e.o.Store.DraftsOf(ctx, a.Account, p)
	if err != nil {
		return nil, "", fmt.Errorf("listing drafts: %w", err)
	}
	return list, next, nil
}

func (e *Engine) deleteDraft(ctx context.Context, a Actor, id string) error {
	d, err := e.ownDraft(ctx, a, id)
	if err != nil {
		return err
	}
	if d.Submitted != "" {
		return refuse(draftSubmitted, "")
	}
	files, err := e.o.Store.FilesOfDraft(ctx, id)
	if err != nil {
		return fmt.Errorf("listing a draft's files: %w", err)
	}
	if err := e.o.Store.Commit(ctx, &Change{DeleteDrafts: []DraftDelete{{Draft: id, Revision: d.Revision}}}); err != nil {
		return fmt.Errorf("deleting a draft: %w", err)
	}
	// The rows are gone: a blob that stays behind costs space, nothing else.
	for _, f := range files {
		e.dropBlob(ctx, f.Blob)
	}
	return nil
}
