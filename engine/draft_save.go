package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/onematter/onematter/metamodel"
)

// retries bounds how often a decision is taken anew because something it also
// touches was changed meanwhile. Each try makes somebody's progress, so that
// it suffices for as many at once as a theme has matters, many times over.
const retries = 50

func (e *Engine) saveAnswers(ctx context.Context, a Actor, id string, revision int64, p Patch) (*DraftView, error) {
	for range retries {
		d, pin, err := e.patched(ctx, a, id, revision, p, true)
		if err != nil {
			return nil, err
		}
		now, err := e.now(ctx)
		if err != nil {
			return nil, err
		}
		d.worked(now)
		err = e.o.Store.Commit(ctx, &Change{UpdateDrafts: []Draft{d}})
		if errors.Is(err, ErrConflict) && revision == 0 {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("saving answers: %w", err)
		}
		d.Revision++
		return e.viewDraft(ctx, d, pin)
	}
	return nil, ErrConflict
}

func (e *Engine) preview(ctx context.Context, a Actor, id string, p Patch) (*DraftView, error) {
	d, pin, err := e.patched(ctx, a, id, 0, p, false)
	if err != nil {
		return nil, err
	}
	return e.viewDraft(ctx, d, pin)
}

// patched reads a draft and lays a patch over it, unsaved. fetch also asks the
// sources about whoever is known by now.
func (e *Engine) patched(ctx context.Context, a Actor, id string, revision int64, p Patch, fetch bool) (Draft, *pinned, error) {
	d, err := e.ownDraft(ctx, a, id)
	if err != nil {
		return Draft{}, nil, err
	}
	if d.Submitted != "" {
		return Draft{}, nil, refuse(draftSubmitted, "")
	}
	if revision != 0 && revision != d.Revision || p.Release != "" && p.Release != d.Release {
		return Draft{}, nil, ErrConflict
	}
	pin, err := e.pin(ctx, d.Release, d.Theme, d.Matter)
	if err != nil {
		return Draft{}, nil, err
	}
	self, err := e.whose(ctx, d.Owner)
	if err != nil {
		return Draft{}, nil, err
	}
	if d, err = parted(d, pin, self); err != nil { // before anything is laid over it
		return Draft{}, nil, err
	}
	tree, ps := readAnswers(pin.form(), d.Answers)
	if ps.Failed() {
		return Draft{}, nil, fmt.Errorf("reading the answers of draft %s: %w", d.ID, ps)
	}
	own, gps := readGuide(pin.theme, d.Guide)
	if gps.Failed() {
		return Draft{}, nil, fmt.Errorf("reading the guide of draft %s: %w", d.ID, gps)
	}
	before, ps := readAnswers(pin.form(), d.Answers)
	ps = append(ps, tree.apply(p.Answers)...)
	if ps.Failed() {
		return Draft{}, nil, ps
	}
	tree.guard(before)
	guided, err := tree.guided(d.Guided)
	if err != nil {
		return Draft{}, nil, fmt.Errorf("reading what the guide of draft %s was told: %w", d.ID, err)
	}
	if ps = applyGuide(pin, tree, own, guided, p.Guide); ps.Failed() {
		return Draft{}, nil, ps
	}
	if takesFiles(pin.form()) {
		files, err := e.o.Store.FilesOfDraft(ctx, d.ID)
		if err != nil {
			return Draft{}, nil, fmt.Errorf("listing a draft's files: %w", err)
		}
		tree.bind(files)
	}
	now, err := e.now(ctx)
	if err != nil {
		return Draft{}, nil, err
	}
	if err := takeEarlierBack(&d, pin.form(), before, tree, metamodel.Context{Today: now}); err != nil {
		return Draft{}, nil, err
	}
	if fetch {
		if err := e.updateSourced(ctx, &d, pin, tree, p); err != nil {
			return Draft{}, nil, err
		}
	}
	if d.Answers, ps = tree.json(); ps.Failed() {
		return Draft{}, nil, ps
	}
	if d.Guide, err = encode(own); err != nil {
		return Draft{}, nil, err
	}
	if d.Guided, err = encode(guided); err != nil {
		return Draft{}, nil, err
	}
	if p.Read {
		if err := d.readMoves(); err != nil {
			return Draft{}, nil, err
		}
	}
	if err := d.setAside(p.Aside); err != nil {
		return Draft{}, nil, err
	}
	return d, pin, nil
}

// applyGuide puts answers of questions where they belong: those bound to a
// field into the form's answers, where they are asked only once.
func applyGuide(pin *pinned, tree *answers, own, guided fields, patch map[string]json.RawMessage) metamodel.Problems {
	var ps metamodel.Problems
	for _, id := range sortedKeys(patch) {
		v := patch[id]
		q := question(pin.theme, id)
		switch {
		case q == nil:
			ps = append(ps, guideUnknown.At("guide/"+id, "question", id))
		case q.Field != "":
			was, _ := tree.root.value(q.Field)
			ps = append(ps, tree.set(q.Field, v)...)
			if now, ok := tree.root.value(q.Field); !ok {
				delete(guided, q.Field)
			} else if !bytes.Equal(was, now) { // otherwise it is only said again
				guided[q.Field] = now
			}
		case len(v) == 0 || string(v) == "null":
			delete(own, id)
		default:
			if gps := metamodel.Gate(v, metamodel.AnswerLimits); gps.Failed() {
				ps = append(ps, under("guide/"+id, gps)...)
				continue
			}
			own[id] = v
		}
	}
	return ps
}
