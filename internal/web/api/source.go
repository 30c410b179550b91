package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// Source is where a department's data come from: a register kept here, or its
// own service.
type Source struct {
	ID         string            `json:"id"`
	Department string            `json:"department"`
	Name       metamodel.Text    `json:"name"`
	Kind       engine.SourceKind `json:"kind" enum:"register,http"`
	Pack       string            `json:"pack"`
	Key        string            `json:"key" description:"Element by which it finds somebody"`
	Elements   []string          `json:"elements"`
	Materials  []string          `json:"materials"`
	URL        string            `json:"url,omitempty"`
	Enabled    bool              `json:"enabled"`
	Rows       int               `json:"rows" description:"Of a register; 0 in lists"`
	Secret     string            `json:"secret,omitempty" description:"Of http: only in the answer to creation"`
	Revision   int64             `json:"revision"`
}

// NewSource sets a source up.
type NewSource struct {
	Department string            `json:"department" validate:"required,max=64"`
	Name       metamodel.Text    `json:"name" validate:"required"`
	Kind       engine.SourceKind `json:"kind" validate:"required,oneof=register http"`
	Pack       string            `json:"pack" validate:"required,max=64"`
	Key        string            `json:"key" validate:"required,max=64"`
	Elements   []string          `json:"elements,omitempty" validate:"max=200,dive,max=64"`
	Materials  []string          `json:"materials,omitempty" validate:"max=200,dive,max=64"`
	URL        string            `json:"url,omitempty" validate:"max=2000" description:"With http"`
}

// ChangeSource is a source as it shall be; whose it is, its kind, pack and key stay.
type ChangeSource struct {
	ID        string         `path:"id" json:"-" description:"Its id, as lists give it"`
	Name      metamodel.Text `json:"name" validate:"required"`
	Elements  []string       `json:"elements,omitempty" validate:"max=200,dive,max=64"`
	Materials []string       `json:"materials,omitempty" validate:"max=200,dive,max=64"`
	URL       string         `json:"url,omitempty" validate:"max=2000"`
	Enabled   bool           `json:"enabled"`
}

// PutRows puts rows into a register, each in the place of the one of the same key.
type PutRows struct {
	ID   string          `path:"id" json:"-" description:"Its id, as lists give it"`
	Rows []engine.NewRow `json:"rows" validate:"required,max=5000" description:"By element, as people type it; a material's id is the document's number, with .issued, .expires and .url the rest"`
}

// RowsPut says how many rows were put.
type RowsPut struct {
	Rows int `json:"rows"`
}

// SourceRow is what a register holds of one person or entity.
type SourceRow struct {
	Key       string                     `json:"key"`
	Values    map[string]json.RawMessage `json:"values" description:"By element"`
	Documents map[string]engine.Document `json:"documents" description:"By material"`
	At        time.Time                  `json:"at"`
}

// RowsIn pages through a register.
type RowsIn struct {
	PageIn
	ID string `path:"id" description:"Its id, as lists give it"`
}

// RowIn names a row of a register.
type RowIn struct {
	ID  string `path:"id" description:"Its id, as lists give it"`
	Key string `path:"key" description:"Whose row"`
}

func (a *API) sourceRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/sources", id: "listSources", tag: "sources", summary: "Every source, oldest first"}, a.listSources)
	route(a, r, row{method: http.MethodPost, path: "/sources", id: "createSource", tag: "sources", summary: "Set a source up; the same key again gives the source it made", status: http.StatusCreated, headers: []string{"Idempotency-Key"}}, a.createSource)
	route(a, r, row{method: http.MethodGet, path: "/sources/:id", id: "getSource", tag: "sources", summary: "A source"}, a.getSource)
	route(a, r, row{method: http.MethodPut, path: "/sources/:id", id: "changeSource", tag: "sources", summary: "Change a source, or switch it on or off", headers: []string{"If-Match"}}, a.changeSource)
	route(a, r, row{method: http.MethodGet, path: "/sources/:id/rows", id: "listSourceRows", tag: "sources", summary: "A register's rows, to the department that keeps it"}, a.listRows)
	route(a, r, row{method: http.MethodPut, path: "/sources/:id/rows", id: "putSourceRows", tag: "sources", summary: "Put rows into a register, all or none"}, a.putRows)
	route(a, r, row{method: http.MethodDelete, path: "/sources/:id/rows/:key", id: "deleteSourceRow", tag: "sources", summary: "Remove a row from a register", status: http.StatusNoContent}, a.deleteRow)
}

func sourceOf(s engine.SourceConfig, rows int) Source {
	out := Source{ID: s.ID, Department: s.Department, Name: s.Name, Kind: s.Kind, Pack: s.Pack, Key: s.Key, Elements: s.Elements, Materials: s.Materials,
		URL: s.URL, Enabled: s.Enabled, Rows: rows, Secret: s.Secret, Revision: s.Revision}
	if out.Elements == nil {
		out.Elements = []string{}
	}
	if out.Materials == nil {
		out.Materials = []string{}
	}
	return out
}

func (a *API) listSources(c *call[none]) (*List[Source], error) {
	list, err := a.o.Engine.SourceList(c.Request().Context(), c.Actor)
	if err != nil {
		return nil, err
	}
	out := &List[Source]{Items: []Source{}}
	for _, s := range list {
		out.Items = append(out.Items, sourceOf(s, 0))
	}
	return out, nil
}

func (a *API) createSource(c *call[NewSource]) (*Source, error) {
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	in := c.In
	s, err := a.o.Engine.SaveSource(c.Request().Context(), c.Actor, engine.SourceConfig{Department: in.Department, Name: in.Name, Kind: in.Kind, Pack: in.Pack,
		Key: in.Key, Elements: in.Elements, Materials: in.Materials, URL: in.URL}, 0, k)
	if err != nil {
		return nil, err
	}
	c.tag(s.Revision)
	out := sourceOf(s, 0)
	return &out, nil
}

func (a *API) getSource(c *call[idIn]) (*Source, error) {
	s, rows, err := a.o.Engine.Source(c.Request().Context(), c.Actor, c.In.ID)
	if err != nil {
		return nil, err
	}
	c.tag(s.Revision)
	out := sourceOf(s, rows)
	return &out, nil
}

func (a *API) changeSource(c *call[ChangeSource]) (*Source, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	ctx, in := c.Request().Context(), c.In
	if _, err := a.o.Engine.SaveSource(ctx, c.Actor, engine.SourceConfig{ID: in.ID, Name: in.Name, Elements: in.Elements, Materials: in.Materials,
		URL: in.URL, Enabled: in.Enabled}, rev, ""); err != nil {
		return nil, err
	}
	s, rows, err := a.o.Engine.Source(ctx, c.Actor, in.ID)
	if err != nil {
		return nil, err
	}
	c.tag(s.Revision)
	out := sourceOf(s, rows)
	return &out, nil
}

func (a *API) listRows(c *call[RowsIn]) (*List[SourceRow], error) {
	list, next, err := a.o.Engine.SourceRows(c.Request().Context(), c.Actor, c.In.ID, page(c.In.Cursor, c.In.Limit))
	if err != nil {
		return nil, err
	}
	out := &List[SourceRow]{Items: []SourceRow{}, Next: next}
	for _, r := range list {
		item := SourceRow{Key: r.Key, Values: r.Values, Documents: r.Documents, At: r.At}
		if item.Values == nil {
			item.Values = map[string]json.RawMessage{}
		}
		if item.Documents == nil {
			item.Documents = map[string]engine.Document{}
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

func (a *API) putRows(c *call[PutRows]) (*RowsPut, error) {
	n, err := a.o.Engine.PutSourceRows(c.Request().Context(), c.Actor, c.In.ID, c.In.Rows)
	if err != nil {
		return nil, err
	}
	return &RowsPut{Rows: n}, nil
}

func (a *API) deleteRow(c *call[RowIn]) (*none, error) {
	return nil, a.o.Engine.DropSourceRow(c.Request().Context(), c.Actor, c.In.ID, c.In.Key)
}
