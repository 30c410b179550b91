package api

import (
	"net/http"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Matter is a service of one department.
type Matter struct {
	metamodel.Matter
	DepartmentName metamodel.Text            `json:"departmentName"`
	Themes         []string                  `json:"themes"`
	Fields         int                       `json:"fields"`
	Process        *workflows.Workflow       `json:"process"`
	MaterialNames  map[string]metamodel.Text `json:"materialNames" description:"Standard names, by material id"`
}

func (a *API) matterRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/matters", id: "listMatters", tag: "catalog", summary: "Every matter"}, a.listMatters)
	route(a, r, row{method: http.MethodGet, path: "/matters/:id", id: "getMatter", tag: "catalog", summary: "A matter with its workflow and materials"}, a.getMatter)
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
		for _, id := range sortedKeys(rel.Matters) {
			out.Items = append(out.Items, matterOf(rel.Matters[id], rel))
		}
	}
	return out, nil
}

func (a *API) getMatter(c *call[draftID]) (*Matter, error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	m, rel, ok := edition.Matter(c.In.ID)
	if !ok {
		return nil, engine.ErrNotFound
	}
	out := matterOf(m, rel)
	return &out, nil
}
