package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// PreviewIn tries answers on a form, of a release or of a version on its way.
type PreviewIn struct {
	ID      string          `path:"id" json:"-" description:"The form's id, or that of a theme for its merged form"`
	Release string          `json:"release,omitempty" validate:"max=256" description:"Hash of a release, or id of a version; absent: what is in force"`
	Answers json.RawMessage `json:"answers,omitempty" description:"By subject and element"`
	Explain []string        `json:"explain,omitempty" validate:"max=200" description:"Pages (page:ID), questions, groups and texts (text:ID) to explain"`
}

// Preview is a form with answers laid over it.
type Preview struct {
	Journey  metamodel.Journey       `json:"journey"`
	FillTime metamodel.FillTime      `json:"fillTime" description:"Of the whole form, computed"`
	Problems metamodel.Problems      `json:"problems"`
	Answers  json.RawMessage         `json:"answers" description:"As they would be stored: normalised, only what is shown"`
	Explains []metamodel.Explanation `json:"explains"`
}

// SchemaIn names a form, and in which release.
type SchemaIn struct {
	ID      string `path:"id" description:"The form's id"`
	Release string `query:"release" validate:"max=256" description:"Hash of a release, or id of a version; absent: what is in force"`
}

// EntriesIn searches a large code list.
type EntriesIn struct {
	ID     string `path:"id" description:"The list's id"`
	Query  string `query:"q" validate:"max=100" description:"Code, name, path or synonym; what begins with it comes first"`
	Parent string `query:"parent" validate:"max=64" description:"Only entries right below this code; without q and parent: the top"`
	Limit  int    `query:"limit" validate:"min=0,max=200" description:"Entries at most; 0 or absent: 50"`
}

// CodeEntry is an entry of a code list with where it lies.
type CodeEntry struct {
	metamodel.Code
	PathName   metamodel.Text `json:"pathName" description:"With the names above it"`
	Selectable bool           `json:"selectable"`
	Children   int            `json:"children" description:"Entries right below it"`
}

func (a *API) previewRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/forms/:id/schema", id: "getFormSchema", tag: "catalog", summary: "A form as plain JSON Schema 2020-12: what always applies"}, a.formSchema)
	route(a, r, row{method: http.MethodPost, path: "/forms/:id/preview", id: "previewForm", tag: "versions", summary: "Try answers on a form: the journey, what is wrong, and why a question is shown"}, a.previewForm)
	route(a, r, row{method: http.MethodGet, path: "/code-lists/:id/entries", id: "listCodes", tag: "catalog", summary: "Entries of a code list, searched or level by level"}, a.listCodes)
}

// findForm finds a form by id, a theme's merged one by the theme's, in a
// release or version, or in what is in force.
func (a *API) findForm(c interface {
	Request() *http.Request
}, id, in string) (*metamodel.Form, *catalog.Release, error) {
	ctx := c.Request().Context()
	var releases []*catalog.Release
	if in != "" {
		rel, err := a.compiled(ctx, in, "release")
		if err != nil {
			return nil, nil, err
		}
		releases = []*catalog.Release{rel}
	} else {
		edition, err := a.o.Catalog.Current(ctx)
		if err != nil {
			return nil, nil, err
		}
		releases = edition.Releases
	}
	for _, rel := range releases {
		if f := rel.Form(id); f != nil {
			return f, rel, nil
		}
		if t := rel.Theme(id); t != nil {
			return t.Merged, rel, nil
		}
	}
	return nil, nil, engine.ErrNotFound
}

func (a *API) formSchema(c *call[SchemaIn]) (*FormSchema, error) {
	f, _, err := a.findForm(c, c.In.ID, c.In.Release)
	if err != nil {
		return nil, err
	}
	return schemaOf(f)
}

func (a *API) previewForm(c *call[PreviewIn]) (*Preview, error) {
	f, rel, err := a.findForm(c, c.In.ID, c.In.Release)
	if err != nil {
		return nil, err
	}
	now := a.o.Now()
	if ids := rel.CalendarIDs(); len(ids) > 0 {
		now = now.In(rel.Calendar(ids[0]).Zone)
	}
	rec := f.Check(c.In.Answers, metamodel.Context{Today: now})
	out := &Preview{Journey: rec.Journey(), FillTime: f.FillTime(nil), Problems: orNone(rec.Problems), Answers: rec.JSON(), Explains: []metamodel.Explanation{}}
	var ps metamodel.Problems
	for _, path := range c.In.Explain {
		x, ok := rec.Explain(path, false)
		if !ok {
			ps = append(ps, kindNoPath.At("explain", "path", printable(path)))
			continue
		}
		if x.Reasons == nil {
			x.Reasons = []metamodel.Reason{}
		}
		out.Explains = append(out.Explains, x)
	}
	return out, ps.Err()
}

func (a *API) listCodes(c *call[EntriesIn]) (*List[CodeEntry], error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	limit := c.In.Limit
	if limit == 0 {
		limit = 50
	}
	for _, rel := range edition.Releases {
		list, ok := rel.Pack.CodeLists[c.In.ID]
		if !ok {
			continue
		}
		out := &List[CodeEntry]{Items: []CodeEntry{}}
		for _, e := range codesOf(list, strings.TrimSpace(c.In.Query), c.In.Parent, limit) {
			entry := CodeEntry{Code: e, PathName: metamodel.Text{}, Selectable: list.Selectable(e.Code)}
			for _, lang := range metamodel.Languages {
				entry.PathName[lang] = list.PathName(e.Code, lang)
			}
			if list.Hierarchical() {
				entry.Children = len(list.Children(e.Code))
			}
			out.Items = append(out.Items, entry)
		}
		return out, nil
	}
	return nil, engine.ErrNotFound
}

func codesOf(list *metamodel.CodeList, query, parent string, limit int) []metamodel.Code {
	if query == "" {
		below := list.Children(parent)
		return below[:min(limit, len(below))]
	}
	if parent == "" {
		return list.Search(query, limit)
	}
	var hits []metamodel.Code
	for _, e := range list.Search(query, len(list.Entries)) {
		if above := list.Path(e.Code); slices.ContainsFunc(above[:max(0, len(above)-1)], func(x metamodel.Code) bool { return x.Code == parent }) {
			if hits = append(hits, e); len(hits) == limit {
				break
			}
		}
	}
	return hits
}
