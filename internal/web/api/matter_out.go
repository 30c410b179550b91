package api

import (
	"net/http"
	"reflect"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

func matterOf(m *catalog.Matter, rel *catalog.Release) Matter {
	out := Matter{Matter: *m.Def, Pack: rel.Pack.Name, DepartmentName: m.Department.Name, CategoryName: catalog.CategoryName(m.Def.Category), Themes: []string{}, Fields: len(m.Form.Fields),
		Process: m.Machine.Workflow, MaterialNames: map[string]metamodel.Text{}}
	if m.Delegate != nil {
		out.DelegateName = m.Delegate.Name
	}
	for _, id := range rel.ThemeIDs() {
		for _, tm := range rel.ThemeDef(id).Matters {
			if tm.Matter == m.Def.ID {
				out.Themes = append(out.Themes, id)
			}
		}
	}
	for _, mat := range m.Materials {
		out.MaterialNames[mat.Material.ID] = mat.Material.Name
	}
	return out
}

// answersIn is the body of a direct filing: answers by subject and element,
// judged by the matter's own form.
type answersIn struct {
	ID      string         `path:"id" json:"-" description:"Its id, as lists give it"`
	Answers map[string]any `json:"-"`
}

var submitMatterOp = op{method: http.MethodPost, path: "/api/v1/matters/:id/cases", id: "submitMatter", tag: "cases", status: http.StatusCreated,
	summary: "File a single matter in one call: the body is the answers by subject and element",
	in:      reflect.TypeFor[answersIn](), out: reflect.TypeFor[Receipt](), headers: []string{"Idempotency-Key"}, secured: true}

// submitMatter stands beside route because it is hot: the body goes to the
// compiled form as bytes, without a decoder before it.
func (a *API) submitMatter(c echo.Context) error {
	k, err := key(c)
	if err == nil {
		err = wantJSON(c.Request())
	}
	if err != nil {
		return a.Refuse(c, err)
	}
	body, err := readBody(c)
	if err != nil {
		return a.Refuse(c, err)
	}
	rec, err := a.o.Engine.SubmitMatter(c.Request().Context(), auth.Of(c).Actor, c.Param("id"), body, k)
	if err != nil {
		return a.Refuse(c, err)
	}
	harden(c)
	return c.JSON(http.StatusCreated, receiptOf(rec))
}
