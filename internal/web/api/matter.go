package api

import (
	"net/http"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Matter is a service of one department.
type Matter struct {
	metamodel.Matter
	Pack           string                    `json:"pack" description:"Name of the pack it is defined in"`
	DepartmentName metamodel.Text            `json:"departmentName"`
	CategoryName   metamodel.Text            `json:"categoryName,omitempty"`
	DelegateName   metamodel.Text            `json:"delegateName,omitempty" description:"What the department is called that the matter is delegated to"`
	Themes         []string                  `json:"themes"`
	Fields         int                       `json:"fields"`
	Process        *workflows.Workflow       `json:"process"`
	MaterialNames  map[string]metamodel.Text `json:"materialNames" description:"Standard names, by material id"`
}

func (a *API) matterRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/matters", id: "listMatters", tag: "catalog", summary: "Every matter"}, a.listMatters)
	route(a, r, row{method: http.MethodGet, path: "/matters/:id", id: "getMatter", tag: "catalog", summary: "A matter with its workflow and materials"}, a.getMatter)
	route(a, r, row{method: http.MethodGet, path: "/matters/:id/form", id: "getMatterForm", tag: "catalog", summary: "A matter's own form, with what may be chosen"}, a.matterForm)
	route(a, r, row{method: http.MethodGet, path: "/matters/:id/schema", id: "getMatterSchema", tag: "catalog", summary: "A matter's own form as plain JSON Schema 2020-12: what always applies"}, a.matterSchema)
	r.Handle(http.MethodPost, "/api/v1/matters/:id/cases", a.submitMatter)
	a.ops = append(a.ops, submitMatterOp)
}

func (a *API) listMatters(c *call[none]) (*List[Matter], error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	out := &List[Matter]{Items: []Matter{}}
	for _, rel := range edition.Releases {
		for _, id := range rel.Pack.MatterIDs() {
			if m := rel.Matter(id); m != nil {
				out.Items = append(out.Items, matterOf(m, rel))
			}
		}
	}
	return out, nil
}

func (a *API) findMatter(c *call[idIn]) (*catalog.Matter, *catalog.Release, error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, nil, err
	}
	m, rel, ok := edition.Matter(c.In.ID)
	if !ok {
		return nil, nil, engine.ErrNotFound
	}
	return m, rel, nil
}

func (a *API) getMatter(c *call[idIn]) (*Matter, error) {
	m, rel, err := a.findMatter(c)
	if err != nil {
		return nil, err
	}
	out := matterOf(m, rel)
	return &out, nil
}

func (a *API) matterForm(c *call[idIn]) (*Form, error) {
	m, _, err := a.findMatter(c)
	if err != nil {
		return nil, err
	}
	out := formOf(m.Form)
	return &out, nil
}

func (a *API) matterSchema(c *call[idIn]) (*FormSchema, error) {
	m, _, err := a.findMatter(c)
	if err != nil {
		return nil, err
	}
	return schemaOf(m.Form)
}
