package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// Restructured is what an act on matters would write: a merge, a split, a
// cancellation, a delegation, decisions about its template.
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
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/cancellations/preview", id: "previewCancellation", tag: "versions", summary: "What cancelling a matter would change, and who still counts on it; nothing is kept"}, a.previewCancellation)
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/cancellations", id: "cancelMatter", tag: "versions", summary: "Begin a draft of the pack in which a matter ends; the same again gives the draft it began", status: http.StatusCreated}, a.cancelMatter)
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/delegations/preview", id: "previewMatterDelegation", tag: "versions", summary: "What handing the power over a matter to another department would change and replace; nothing is kept"}, a.previewMatterDelegation)
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/delegations", id: "delegateMatter", tag: "versions", summary: "Begin a draft of the pack in which another department handles a matter; the same again gives the draft it began", status: http.StatusCreated}, a.delegateMatter)
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/retractions/preview", id: "previewRetraction", tag: "versions", summary: "What taking back a cancellation or a delegation before its day would change; nothing is kept"}, a.previewRetraction)
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/retractions", id: "retractAct", tag: "versions", summary: "Begin a draft of the pack in which a cancellation or a delegation is taken back before its day; the same again gives the draft it began", status: http.StatusCreated}, a.retractAct)
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/standardisations/preview", id: "previewStandardisation", tag: "versions", summary: "What decisions about a matter's differences from its template would change, and what is still undecided; nothing is kept"}, a.previewStandardisation)
	route(a, r, row{method: http.MethodPost, path: "/packs/:name/standardisations", id: "standardiseMatter", tag: "versions", summary: "Begin a draft of the pack in which differences from a matter's template are adopted, kept, proposed or open again, or in which a template takes over what a matter proposes; the same again gives the draft it began", status: http.StatusCreated}, a.standardiseMatter)
	route(a, r, row{method: http.MethodGet, path: "/packs/:name/departments", id: "listDepartments", tag: "catalog", summary: "The departments that the matters of a pack in force can be given to"}, a.listDepartments)
}

// act changes a release into the next version of its pack, with what is left to
// decide; a refusal is an error among the problems.
type act func(r *catalog.Release) (*catalog.Pack, metamodel.Problems)

// wording is a text that an act puts into a pack, and where a request has it.
type wording struct {
	at   string
	text metamodel.Text
}

// worded is an act that is refused while its texts lack a language that the gate
// demands. One that says nothing even in the language that all fall back to may be
// left out, or is refused as such.
func (a *API) worded(change act, texts ...wording) act {
	var ps metamodel.Problems
	for _, w := range texts {
		if strings.TrimSpace(w.text[metamodel.Languages[0]]) != "" {
			ps = append(ps, a.o.Catalog.Unworded(w.at, w.text)...)
		}
	}
	return func(r *catalog.Release) (*catalog.Pack, metamodel.Problems) {
		if ps.Failed() {
			return r.Pack, ps
		}
		return change(r)
	}
}

// restructured is the release that base names and the next version of its pack.
func (a *API) restructured(ctx context.Context, pack, base string, change act) (from *catalog.Release, next *catalog.Pack, open metamodel.Problems, err error) {
	from, err = a.o.Catalog.Release(ctx, base)
	if err != nil {
		return nil, nil, nil, err
	}
	if from.Pack.Name != pack {
		return nil, nil, nil, engine.ErrNotFound
	}
	next, open = change(from)
	if open.Failed() {
		return nil, nil, nil, open
	}
	next.Version = catalog.NextVersion(next.Version)
	next.Files = next.Encode()
	return from, next, open, nil
}

// previewed compiles what an act makes of a pack: what does not hold together is
// told before there is a draft, and so is that its base is not in force any more.
func (a *API) previewed(ctx context.Context, pack, base string, change act) (*Restructured, error) {
	from, next, open, err := a.restructured(ctx, pack, base, change)
	if err != nil {
		return nil, err
	}
	if old, err := a.o.Catalog.StartsFrom(ctx, pack, base); err != nil {
		return nil, err
	} else if old.Failed() {
		return nil, old
	}
	read, ps := catalog.ReadArchive(next.Files)
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
	now := a.o.Now()
	late, err := a.o.Catalog.Days(ctx, to, now)
	if err != nil {
		return nil, err
	}
	if late.Failed() {
		return nil, late
	}
	return &Restructured{Version: next.Version, Changes: changesOf(catalog.Diff(from, to)), Open: orNone(append(catalog.ActsEarly(from, to, now), open...))}, nil
}

// begun begins a draft of what an act makes of a pack.
func (a *API) begun(ctx context.Context, c tagged, who engine.Actor, pack, base string, why metamodel.Text, change act) (*VersionStep, error) {
	_, next, _, err := a.restructured(ctx, pack, base, change)
	if err != nil {
		return nil, err
	}
	return a.begin(ctx, c, who, next.Files, base, why.In("zh"))
}

// listDepartments are those of the pack and of the packs it needs.
func (a *API) listDepartments(c *call[packIn]) (*List[Named], error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	for _, rel := range edition.Releases {
		if rel.Pack.Name != c.In.Name {
			continue
		}
		out := &List[Named]{Items: []Named{}}
		for _, id := range rel.DepartmentIDs() {
			out.Items = append(out.Items, Named{id, rel.DepartmentName(id)})
		}
		return out, nil
	}
	return nil, engine.ErrNotFound
}
