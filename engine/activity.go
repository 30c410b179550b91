package engine

import (
	"context"
	"fmt"
	"time"
)

// ActiveCase is a filing with when it last moved as its applicant knows it.
type ActiveCase struct {
	Case
	Active time.Time
}

// ActivityFilter chooses an applicant's filings and what counts as their moving.
type ActivityFilter struct {
	CaseFilter             // Applicant is set
	Events     []EventType // that move a filing
	Quiet      []Pinned    // filings that move by QuietEvents, and by what the applicant does
	Still      []EventType // of Quiet
}

// Pinned is a theme as it stands in one release.
type Pinned struct{ Theme, Release string }

// movesFiling are the events an applicant sees as the filing going on: not who in a
// department has it in hand, whom else it asks, or how its clocks stand.
var movesFiling = []EventType{
	EventSubmitted, EventStarted, EventMoved, EventWithdrawn, EventIssued, EventEnded, EventNotified, EventExtended, EventFileAdded,
	EventVisitArranged, EventVisitMoved, EventVisitCancelled, EventVisitHeld,
}

// movesQuietly are those that tell nothing of a decision before its notice: a
// grant is still delivered after it, a refusal is not, and when something last
// happened would say which it was.
var movesQuietly = []EventType{
	EventSubmitted, EventNotified, EventExtended, EventVisitArranged, EventVisitMoved, EventVisitCancelled,
}

// filings lists what the actor filed themselves: first what waits for them, then
// what moved last.
func (e *Engine) filings(ctx context.Context, a Actor, f CaseFilter, p Page) ([]ActiveCase, string, error) {
	if a.Account == "" {
		return nil, "", ErrNotFound
	}
	f.Applicant, f.RootsOnly, f.Departments = a.Account, true, nil
	pins, err := e.o.Store.PinsOf(ctx, a.Account)
	if err != nil {
		return nil, "", fmt.Errorf("listing what somebody filed: %w", err)
	}
	by := ActivityFilter{CaseFilter: f, Events: movesFiling, Still: movesQuietly}
	for _, pin := range pins {
		rel, err := e.o.Catalog.Release(ctx, pin.Release)
		if err != nil {
			return nil, "", fmt.Errorf("listing what somebody filed: %w", err)
		}
		if t := rel.ThemeDef(pin.Theme); t != nil && t.Joint.OneNotice() {
			by.Quiet = append(by.Quiet, pin)
		}
	}
	list, next, err := e.o.Store.Filings(ctx, by, p)
	if err != nil {
		return nil, "", fmt.Errorf("listing what somebody filed: %w", err)
	}
	for i := range list {
		list[i].Case = listed(a, []Case{list[i].Case})[0]
	}
	return list, next, nil
}
