package api

import (
	"context"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// DiffIn names two releases or versions.
type DiffIn struct {
	From string `query:"from" validate:"required,max=128" description:"Hash of a release, or id of a version"`
	To   string `query:"to" validate:"required,max=128" description:"Hash of a release, or id of a version"`
}

// Difference is everything that changed between two versions.
type Difference struct {
	Pack    string        `json:"pack"`
	From    string        `json:"from" description:"Its version"`
	To      string        `json:"to"`
	Class   catalog.Class `json:"class" enum:"compatible,needs_answer,breaking" description:"The worst of the changes"`
	Changes []Change      `json:"changes"`
}

// Change is one difference by a definition's stable key.
type Change struct {
	Kind  string         `json:"kind"`
	Of    Definition     `json:"of"`
	Path  string         `json:"path"`
	From  any            `json:"from,omitempty"`
	To    any            `json:"to,omitempty"`
	Class catalog.Class  `json:"class" enum:"compatible,needs_answer,breaking"`
	Words metamodel.Text `json:"words"`
	Why   metamodel.Text `json:"why,omitempty"`
}

// Definition names one definition of a pack.
type Definition struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

func (a *API) diff(c *call[DiffIn]) (*Difference, error) {
	ctx := c.Request().Context()
	from, err := a.compiled(ctx, c.In.From, "from")
	if err != nil {
		return nil, err
	}
	to, err := a.compiled(ctx, c.In.To, "to")
	if err != nil {
		return nil, err
	}
	if from.Pack.Name != to.Pack.Name {
		return nil, kindOtherPack.At("to", "from", from.Pack.Name, "to", to.Pack.Name)
	}
	d := catalog.Diff(from, to)
	return &Difference{Pack: d.Pack, From: d.From, To: d.To, Class: d.Class, Changes: changesOf(d)}, nil
}

func changesOf(d catalog.Difference) []Change {
	out := make([]Change, 0, len(d.Changes))
	for _, x := range d.Changes {
		out = append(out, Change{Kind: x.Kind, Of: Definition{x.Of.Kind, x.Of.ID}, Path: x.Path, From: x.From, To: x.To, Class: x.Class, Words: x.Words, Why: x.Why})
	}
	return out
}

// under keeps problems of a pack apart from those of the request.
func under(at string, ps metamodel.Problems) metamodel.Problems {
	out := metamodel.Problems{kindUncompiled.At(at)}
	return append(out, ps...)
}

// compiled is a release by hash, or a version that need not be published: its
// problems are the answer when it does not compile.
func (a *API) compiled(ctx context.Context, name, at string) (*catalog.Release, error) {
	if strings.HasPrefix(name, "sha256:") {
		return a.o.Catalog.Release(ctx, name)
	}
	v, err := a.o.Catalog.Version(ctx, name)
	if err != nil {
		return nil, err
	}
	rel, ps, err := a.o.Catalog.Compile(ctx, v)
	if err != nil {
		return nil, err
	}
	if rel == nil {
		return nil, under(at, ps)
	}
	return rel, nil
}
