package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// UseEarlier says which earlier answers a draft uses: exactly those, by the ids
// EarlierAnswers gave, and no longer those it used before; none is a no. What was
// typed is never overwritten, and what was changed since stays. The same key
// gives the first outcome again.
func (e *Engine) UseEarlier(ctx context.Context, a Actor, draft string, revision int64, key string, use []string) (*DraftView, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	use = slices.Compact(slices.Sorted(slices.Values(use)))
	request := requestHash(append([]string{"earlier", draft}, use...)...)
	for range retries {
		if done, known, err := firstOutcome[started](ctx, e, a, key, request); err != nil {
			return nil, err
		} else if known {
			return e.draft(ctx, a, done.Draft)
		}
		v, err := e.useEarlier(ctx, a, draft, revision, key, request, use)
		var dup *DuplicateError
		switch {
		case errors.Is(err, ErrConflict) && revision == 0:
			continue
		case errors.As(err, &dup):
			done, err := outcomeOf[started](dup.First, request)
			if err != nil {
				return nil, err
			}
			return e.draft(ctx, a, done.Draft)
		}
		return v, err
	}
	return nil, ErrConflict
}

func (e *Engine) useEarlier(ctx context.Context, a Actor, draft string, revision int64, key, request string, use []string) (*DraftView, error) {
	offered, err := e.EarlierAnswers(ctx, a, draft)
	if err != nil {
		return nil, err
	}
	was := offered.Draft
	if revision != 0 && revision != was.Draft.Revision {
		return nil, ErrConflict
	}
	now, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	next := Earlier{Consent: ConsentDenied, ConsentAt: now}
	patch := Patch{Answers: map[string]json.RawMessage{}}
	for _, k := range was.Earlier.Used {
		if slices.Contains(use, k.ID) {
			next.Used = append(next.Used, k)
		} else {
			patch.Answers[k.Path] = nil
		}
	}
	for _, o := range offered.Offers {
		if slices.Contains(use, o.ID) {
			next.Used = append(next.Used, o.EarlierAnswer)
			patch.Answers[o.Path] = o.value
		}
	}
	if len(next.Used) != len(use) {
		return nil, refuse(earlierGone, "use")
	}
	if len(use) > 0 {
		next.Consent = ConsentGiven
	}
	d, pin, err := e.patched(ctx, a, draft, was.Draft.Revision, patch, true)
	if err != nil {
		return nil, err
	}
	told, err := readEarlier(d.Earlier)
	if err != nil {
		return nil, err
	}
	next.Back = told.Back
	if d.Earlier, err = encode(next); err != nil {
		return nil, err
	}
	d.worked(now)
	change := Change{UpdateDrafts: []Draft{d}}
	if key != "" {
		body, err := encode(started{Draft: d.ID})
		if err != nil {
			return nil, err
		}
		change.Receipt = &StoredReceipt{Owner: a.Account, Key: key, Request: request, Status: 200, Body: body, At: now}
	}
	if err := e.o.Store.Commit(ctx, &change); err != nil {
		return nil, fmt.Errorf("using earlier answers: %w", err)
	}
	d.Revision++
	return e.viewDraft(ctx, d, pin)
}
