package api

import (
	"errors"
	"net/http"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// ImpactIn names a definition of what is in force.
type ImpactIn struct {
	Kind string `query:"kind" validate:"required,max=32" description:"element, codeList, elementGroup, form, workflow, material, matter, theme …"`
	ID   string `query:"id" validate:"required,max=64" description:"Its id"`
}

// Impact is everything a change of a definition reaches.
type Impact struct {
	Of      Definition            `json:"of"`
	Touched []Touched             `json:"touched" description:"Nearest first"`
	Themes  []string              `json:"themes"`
	Matters []string              `json:"matters"`
	Running catalog.RunningCounts `json:"running" description:"Drafts and running cases of these themes and matters"`
	Figures []catalog.Figure      `json:"figures" description:"Figures of dashboards that read it"`
}

// Touched is one place that a change reaches.
type Touched struct {
	Kind    string             `json:"kind"`
	ID      string             `json:"id"`
	Name    metamodel.Text     `json:"name"`
	Path    string             `json:"path,omitempty"`
	Label   metamodel.Text     `json:"label,omitempty" description:"What it is called there"`
	Pack    string             `json:"pack"`
	Through []Definition       `json:"through" description:"The way from the definition to this place, both left out"`
	Choices []catalog.Decision `json:"choices" description:"What may be decided here: follow, pin, override"`
}

func (a *API) impactRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/impact", id: "impact", tag: "versions", summary: "What a change of a definition touches: definitions, drafts, running cases, dashboards"}, a.impact)
}

func (a *API) impact(c *call[ImpactIn]) (*Impact, error) {
	found, err := a.o.Catalog.Impact(c.Request().Context(), catalog.Ref{Kind: c.In.Kind, ID: c.In.ID}, a.o.Running, a.o.Figures)
	if errors.Is(err, catalog.ErrNoDefinition) {
		return nil, engine.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	out := &Impact{Of: Definition{found.Of.Kind, found.Of.ID}, Touched: make([]Touched, 0, len(found.Touched)), Themes: list(found.Themes), Matters: list(found.Matters),
		Running: found.Running, Figures: found.Figures}
	if out.Figures == nil {
		out.Figures = []catalog.Figure{}
	}
	for i := range out.Figures {
		if out.Figures[i].Name == nil {
			out.Figures[i].Name = metamodel.Text{}
		}
	}
	for _, t := range found.Touched {
		x := Touched{Kind: t.Kind, ID: t.ID, Name: t.Name, Path: t.Path, Label: t.Label, Pack: t.Pack, Through: []Definition{}, Choices: t.Choices}
		if x.Choices == nil {
			x.Choices = []catalog.Decision{}
		}
		if x.Name == nil {
			x.Name = metamodel.Text{}
		}
		for _, w := range t.Through {
			x.Through = append(x.Through, Definition{w.Kind, w.ID})
		}
		out.Touched = append(out.Touched, x)
	}
	return out, nil
}
