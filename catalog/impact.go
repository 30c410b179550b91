package catalog

import (
	"context"

	"github.com/onematter/onematter/metamodel"
)

// Touched is one place that a change of a definition reaches.
type Touched struct {
	Use
	Pack    string     `json:"pack"`
	Through []Ref      `json:"through"`           // the way from the changed definition to this one, both left out
	Choices []Decision `json:"choices,omitempty"` // what may be decided here; none for a place reached through another
}

// Decision is what a use does when the definition it uses changes.
type Decision string

const (
	Follow   Decision = "follow"   // takes the new version: nothing to write
	Pin      Decision = "pin"      // stays with the old one, which is kept beside the new
	Override Decision = "override" // takes the new one and keeps what differed as demands of its own
)

// Running tells how much is under way. The engine's store implements it.
type Running interface {
	CountRunning(ctx context.Context, f RunningFilter) (RunningCounts, error)
}

// RunningFilter names what may be touched: a thing counts when it is pinned to
// one of the releases, or to one of the themes or matters. Empty lists match nothing.
type RunningFilter struct {
	Releases []string
	Themes   []string
	Matters  []string
}

// RunningCounts is what runs.
type RunningCounts struct {
	Drafts int `json:"drafts"`
	Cases  int `json:"cases"`
}

// Figures tells which figures of the dashboards read a definition. analytics
// provides it.
type Figures func(Ref) []Figure

// Figure is one figure of a dashboard.
type Figure struct {
	ID   string         `json:"id"`
	Name metamodel.Text `json:"name"`
}

// Impact is everything a change of one definition reaches.
type Impact struct {
	Of      Ref           `json:"of"`
	Touched []Touched     `json:"touched"` // by kind, id, path
	Themes  []string      `json:"themes"`
	Matters []string      `json:"matters"`
	Running RunningCounts `json:"running"`
	Figures []Figure      `json:"figures"`
}
