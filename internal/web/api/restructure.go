package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// MergeMatters says how several matters of a pack become one.
type MergeMatters struct {
	Pack          string         `path:"name" json:"-" description:"The pack's name"`
	Base          string         `json:"base" validate:"required,max=128" description:"Hash of the release that is changed: the one in force"`
	Matters       []string       `json:"matters" validate:"required,min=2,max=40" description:"By id"`
	ID            string         `json:"id" validate:"required,max=64" description:"Of the new matter"`
	Name          metamodel.Text `json:"name" validate:"required"`
	Process       string         `json:"process,omitempty" validate:"max=64" description:"The matter whose process and department the new one has; absent only where all have the same process"`
	StatutoryDays *float64       `json:"statutoryDays,omitempty" description:"Working days; absent: the longest of theirs"`
	PromisedDays  *float64       `json:"promisedDays,omitempty" description:"Working days; absent: the longest of theirs"`
	On            string         `json:"on" validate:"required,max=10" description:"First day of the new matter (full-date)"`
	Basis         metamodel.Text `json:"basis" validate:"required"`
	Reason        metamodel.Text `json:"reason" validate:"required"`
}

// SplitMatter says how a matter of a pack becomes several.
type SplitMatter struct {
	Pack   string              `path:"name" json:"-" description:"The pack's name"`
	Base   string              `json:"base" validate:"required,max=128" description:"Hash of the release that is changed: the one in force"`
	Matter string              `json:"matter" validate:"required,max=64"`
	Parts  []catalog.SplitPart `json:"parts" validate:"required,max=12"`
	On     string              `json:"on" validate:"required,max=10" description:"First day of the new matters (full-date)"`
	Basis  metamodel.Text      `json:"basis" validate:"required"`
	Reason metamodel.Text      `json:"reason" validate:"required"`
}

// Restructured is what a merge or a split of matters would write.
type Restructured struct {
	Version string             `json:"version" description:"Of the draft that it begins"`
	Changes []Change           `json:"changes"`
	Open    metamodel.Problems `json:"open" description:"What a person has yet to decide"`
}

func (a *API) restructureRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/merges/preview", id: "previewMerge", tag: "versions", summary: "What merging matters would change, and leave to decide; nothing is kept"}, a.previewMerge)
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/merges", id: "mergeMatters", tag: "versions", summary: "Begin a draft of the pack in which several matters are one; the same again gives the draft it began", status: http.StatusCreated}, a.mergeMatters)
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/splits/preview", id: "previewSplit", tag: "versions", summary: "What splitting a matter would change, and leave to decide; nothing is kept"}, a.previewSplit)
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/splits", id: "splitMatter", tag: "versions", summary: "Begin a draft of the pack in which a matter is several; the same again gives the draft it began", status: http.StatusCreated}, a.splitMatter)
}

// restructured is a pack in which matters became others, the release it was made
// of, and what is left to decide.
type restructured struct {
	from *catalog.Release
	next *catalog.Pack
	open metamodel.Problems
}

// restructure makes the next version of a pack of the release that base names.
func (a *API) restructure(ctx context.Context, pack, base string, change func(r *catalog.Release) (*catalog.Pack, metamodel.Problems)) (*restructured, error) {
	from, err := a.o.Catalog.Release(ctx, base)
	if err != nil {
		return nil, err
	}
	if from.Pack.Name != pack {
		return nil, engine.ErrNotFound
	}
	p, open := change(from)
	if open.Failed() {
		return nil, open
	}
	p.Version = catalog.NextVersion(p.Version)
	p.Files = p.Encode()
	return &restructured{from, p, open}, nil
}

// preview compiles what was restructured: what does not hold together is told
// before there is a draft.
func (a *API) preview(ctx context.Context, x *restructured) (*Restructured, error) {
	read, ps := catalog.ReadArchive(x.next.Files)
	if ps.Failed() {
		return nil, ps
	}
	to, ps, err := a.o.Catalog.CompileCurrent(ctx, read)
	if err != nil {
		return nil, err
	}
	if to == nil {
		return nil, slices.DeleteFunc(ps, func(p metamodel.Problem) bool { return p.Severity == metamodel.Warning })
	}
	out := &Restructured{Version: x.next.Version, Changes: changesOf(catalog.Diff(x.from, to)), Open: x.open}
	if out.Open == nil {
		out.Open = metamodel.Problems{}
	}
	return out, nil
}

func (in *MergeMatters) merge(r *catalog.Release) (*catalog.Pack, metamodel.Problems) {
	return catalog.MergeMatters(r, catalog.MatterMerge{Matters: in.Matters, ID: in.ID, Name: in.Name, Process: in.Process, StatutoryDays: in.StatutoryDays, PromisedDays: in.PromisedDays,
		End: metamodel.Cancellation{On: in.On, Basis: in.Basis, Reason: in.Reason}})
}

func (in *SplitMatter) split(r *catalog.Release) (*catalog.Pack, metamodel.Problems) {
	return catalog.SplitMatter(r, catalog.MatterSplit{Matter: in.Matter, Parts: in.Parts, End: metamodel.Cancellation{On: in.On, Basis: in.Basis, Reason: in.Reason}})
}

func (a *API) previewMerge(c *call[MergeMatters]) (*Restructured, error) {
	x, err := a.restructure(c.Request().Context(), c.In.Pack, c.In.Base, c.In.merge)
	if err != nil {
		return nil, err
	}
	return a.preview(c.Request().Context(), x)
}

func (a *API) mergeMatters(c *call[MergeMatters]) (*VersionStep, error) {
	ctx := c.Request().Context()
	x, err := a.restructure(ctx, c.In.Pack, c.In.Base, c.In.merge)
	if err != nil {
		return nil, err
	}
	return a.begin(ctx, c, c.Actor, x.next.Files, c.In.Base, c.In.Reason.In("zh"))
}

func (a *API) previewSplit(c *call[SplitMatter]) (*Restructured, error) {
	x, err := a.restructure(c.Request().Context(), c.In.Pack, c.In.Base, c.In.split)
	if err != nil {
		return nil, err
	}
	return a.preview(c.Request().Context(), x)
}

func (a *API) splitMatter(c *call[SplitMatter]) (*VersionStep, error) {
	ctx := c.Request().Context()
	x, err := a.restructure(ctx, c.In.Pack, c.In.Base, c.In.split)
	if err != nil {
		return nil, err
	}
	return a.begin(ctx, c, c.Actor, x.next.Files, c.In.Base, c.In.Reason.In("zh"))
}
