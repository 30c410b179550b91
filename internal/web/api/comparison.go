package api

import (
	"net/http"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// ComparisonIn says what a matter is compared with.
type ComparisonIn struct {
	ID   string `path:"id" json:"-" description:"Its id, as lists give it"`
	With string `query:"with" validate:"max=64" description:"Another matter, as it is in force; absent: the template that the matter names, as its pack was built with"`
}

func (a *API) comparisonRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/matters/:id/comparison", id: "compareMatter", tag: "catalog", summary: "A matter beside its template or another matter, attribute by attribute and field by field"}, a.comparison)
	route(a, r, row{method: http.MethodGet, path: "/matters/:id/followers", id: "listFollowers", tag: "catalog", summary: "The matters that follow this one as their template: how much they differ, and what they propose to it"}, a.listFollowers)
	route(a, r, row{method: http.MethodGet, path: "/matters/:id/history", id: "getMatterHistory", tag: "catalog", summary: "What published versions changed of a matter, and of those it came from and became: who, what, when and why"}, a.matterHistory)
}

// MatterHistory is what happened to a matter.
type MatterHistory struct {
	catalog.MatterHistory
	People map[string]string `json:"people" description:"Names of accounts that lines name"`
}

func (a *API) matterHistory(c *call[idIn]) (*MatterHistory, error) {
	h, ok, err := a.o.Catalog.MatterHistory(c.Request().Context(), c.In.ID)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, engine.ErrNotFound
	}
	var ids []string
	for i := range h.Lines {
		ids = append(ids, h.Lines[i].Who)
	}
	names, err := a.o.Engine.Names(c.Request().Context(), c.Actor, ids)
	if err != nil {
		return nil, err
	}
	return &MatterHistory{MatterHistory: *h, People: names}, nil
}

func (a *API) comparison(c *call[ComparisonIn]) (*catalog.Comparison, error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	m, rel, ok := edition.Matter(c.In.ID)
	if !ok {
		return nil, engine.ErrNotFound
	}
	if c.In.With == "" && m.Def.Template != nil { // as the gate and those who decide see it
		out, ok := rel.AgainstTemplate(m.Def.ID)
		if !ok {
			return nil, engine.ErrNotFound
		}
		if _, now, ok := edition.Matter(out.Template.ID); ok && now.Pack.Version != out.Template.Version {
			out.Newer = now.Pack.Version
		}
		return out, nil
	}
	with, from := c.In.With, rel
	if _, r, ok := edition.Matter(with); ok {
		from = r
	}
	out, ok := catalog.CompareMatters(from, with, rel, m.Def.ID)
	if !ok {
		return nil, engine.ErrNotFound
	}
	return out, nil
}
