package api

import (
	"net/http"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// Element is a standard data element with where it is used.
type Element struct {
	metamodel.Element
	Pack string `json:"pack"`
	Uses []Use  `json:"uses"`
}

// CodeList is a value domain with where it is used.
type CodeList struct {
	*metamodel.CodeList
	Pack string `json:"pack"`
	Uses []Use  `json:"uses"`
}

// StandardMaterial is a material with where it is asked for.
type StandardMaterial struct {
	metamodel.Material
	CategoryName metamodel.Text `json:"categoryName,omitempty"`
	Pack         string         `json:"pack"`
	Uses         []Use          `json:"uses"`
}

// Use is one place that refers to a definition.
type Use struct {
	Kind  string         `json:"kind" enum:"element,form,matter,theme,material,policy"`
	ID    string         `json:"id"`
	Name  metamodel.Text `json:"name"`
	Path  string         `json:"path,omitempty"`
	Label metamodel.Text `json:"label,omitempty" description:"What it is called there"`
}

// Pack is a current release.
type Pack struct {
	Name     string         `json:"name"`
	Title    metamodel.Text `json:"title"`
	Version  string         `json:"version"`
	Hash     string         `json:"hash"`
	Elements int            `json:"elements"`
	Codes    int            `json:"codeLists"`
	Forms    int            `json:"forms"`
	Matters  int            `json:"matters"`
	Themes   int            `json:"themes"`
	Policies int            `json:"policies"`
}

// SearchIn searches by code, name, synonym, pinyin or its initials.
type SearchIn struct {
	Query string `query:"q" validate:"max=100" description:"Code, name, synonym, pinyin or its initials"`
}

func (a *API) catalogRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/packs", id: "listPacks", tag: "catalog", summary: "Current releases"}, a.listPacks)
	route(a, r, row{method: http.MethodGet, path: "/elements", id: "listElements", tag: "catalog", summary: "Elements, best match first; without q, by id"}, a.listElements)
	route(a, r, row{method: http.MethodGet, path: "/elements/:id", id: "getElement", tag: "catalog", summary: "An element with where it is used"}, a.getElement)
	route(a, r, row{method: http.MethodGet, path: "/code-lists", id: "listCodeLists", tag: "catalog", summary: "Code lists, best match first; without q, by id"}, a.listCodeLists)
	route(a, r, row{method: http.MethodGet, path: "/code-lists/:id", id: "getCodeList", tag: "catalog", summary: "A code list with its entries and where it is used"}, a.getCodeList)
	route(a, r, row{method: http.MethodGet, path: "/materials", id: "listMaterials", tag: "catalog", summary: "Standard materials with where they are asked for"}, a.listMaterials)
	route(a, r, row{method: http.MethodGet, path: "/forms", id: "listForms", tag: "catalog", summary: "Every form"}, a.listForms)
	route(a, r, row{method: http.MethodGet, path: "/forms/:id", id: "getForm", tag: "catalog", summary: "A compiled form with its sections and fields"}, a.getForm)
}

func (a *API) listPacks(c *call[none]) (*List[Pack], error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	out := &List[Pack]{Items: []Pack{}}
	for _, rel := range edition.Releases {
		p := rel.Pack
		out.Items = append(out.Items, Pack{Name: p.Name, Title: p.Title, Version: p.Version, Hash: rel.Hash, Elements: len(p.Elements),
			Codes: len(p.CodeLists), Forms: len(p.FormIDs()), Matters: len(p.Matters), Themes: len(p.Themes), Policies: len(p.Policies)})
	}
	return out, nil
}

func (a *API) listElements(c *call[SearchIn]) (*List[Element], error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	out := &List[Element]{Items: []Element{}}
	for _, hit := range edition.SearchElements(c.In.Query) {
		out.Items = append(out.Items, elementOf(edition, hit))
	}
	return out, nil
}

func (a *API) getElement(c *call[idIn]) (*Element, error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	for _, rel := range edition.Releases {
		if e, ok := rel.Pack.Elements[c.In.ID]; ok {
			out := elementOf(edition, e)
			return &out, nil
		}
	}
	return nil, engine.ErrNotFound
}

func (a *API) listCodeLists(c *call[SearchIn]) (*List[CodeList], error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	out := &List[CodeList]{Items: []CodeList{}}
	for _, hit := range edition.SearchCodeLists(c.In.Query) {
		out.Items = append(out.Items, codeListOf(edition, hit))
	}
	return out, nil
}

func (a *API) getCodeList(c *call[idIn]) (*CodeList, error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	for _, rel := range edition.Releases {
		if l, ok := rel.Pack.CodeLists[c.In.ID]; ok {
			out := codeListOf(edition, l)
			return &out, nil
		}
	}
	return nil, engine.ErrNotFound
}

func (a *API) listMaterials(c *call[none]) (*List[StandardMaterial], error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	out := &List[StandardMaterial]{Items: []StandardMaterial{}}
	for _, rel := range edition.Releases {
		for _, id := range sortedKeys(rel.Pack.Materials) {
			out.Items = append(out.Items, StandardMaterial{Material: *rel.Pack.Materials[id], CategoryName: catalog.CategoryName(rel.Pack.Materials[id].Category), Pack: rel.Pack.Name,
				Uses: usesOf(edition, catalog.Ref{Kind: metamodel.KindMaterial, ID: id})})
		}
	}
	return out, nil
}

func (a *API) listForms(c *call[none]) (*List[Form], error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	out := &List[Form]{Items: []Form{}}
	for _, rel := range edition.Releases {
		for _, id := range rel.Pack.FormIDs() {
			form := rel.Form(id)
			if form == nil {
				continue
			}
			f := formOf(form)
			f.ID, f.Sections, f.Matters = id, []FormSection{}, mattersWith(rel, id)
			out.Items = append(out.Items, f)
		}
	}
	return out, nil
}

func (a *API) getForm(c *call[idIn]) (*Form, error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	for _, rel := range edition.Releases {
		if f := rel.Form(c.In.ID); f != nil {
			out := formOf(f)
			out.ID, out.Matters = c.In.ID, mattersWith(rel, c.In.ID)
			return &out, nil
		}
	}
	return nil, engine.ErrNotFound
}

func mattersWith(rel *catalog.Release, form string) []string {
	out := []string{}
	for _, id := range rel.MatterIDs() {
		if rel.MatterDef(id).Form == form {
			out = append(out, id)
		}
	}
	return out
}

func elementOf(e *catalog.Edition, x *metamodel.Element) Element {
	return Element{Element: *x, Pack: packOf(e, func(p *catalog.Pack) bool { return p.Elements[x.ID] == x }),
		Uses: usesOf(e, catalog.Ref{Kind: metamodel.KindElement, ID: x.ID})}
}

func codeListOf(e *catalog.Edition, x *metamodel.CodeList) CodeList {
	return CodeList{CodeList: x, Pack: packOf(e, func(p *catalog.Pack) bool { return p.CodeLists[x.ID] == x }),
		Uses: usesOf(e, catalog.Ref{Kind: metamodel.KindCodeList, ID: x.ID})}
}

func packOf(e *catalog.Edition, has func(*catalog.Pack) bool) string {
	for _, rel := range e.Releases {
		if has(rel.Pack) {
			return rel.Pack.Name
		}
	}
	return ""
}

func usesOf(e *catalog.Edition, ref catalog.Ref) []Use {
	out := []Use{}
	for _, u := range e.WhereUsed(ref) {
		out = append(out, Use{Kind: u.Kind, ID: u.ID, Name: u.Name, Path: u.Path, Label: u.Label})
	}
	return out
}
