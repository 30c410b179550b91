package api

import (
	"net/http"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

func (a *API) reviewRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/packs/:name/review", id: "reviewPack", tag: "catalog", summary: "What the matters of a pack in force ask needlessly, and what is there twice, with what could be saved"}, a.review)
}

func (a *API) review(c *call[packIn]) (*catalog.Review, error) {
	ctx := c.Request().Context()
	known, err := a.o.Engine.Known(ctx, c.Actor)
	if err != nil {
		return nil, err
	}
	edition, err := a.o.Catalog.Current(ctx)
	if err != nil {
		return nil, err
	}
	for _, rel := range edition.Releases {
		if rel.Pack.Name == c.In.Name {
			return rel.Review(known), nil
		}
	}
	return nil, engine.ErrNotFound
}
