package api

import (
	"fmt"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/engine/dutylist"
	"github.com/onematter/onematter/internal/web/auth"
)

// DutyFileIn says which list is wanted, and as what; its language is that of the
// request.
type DutyFileIn struct {
	List       string   `query:"list" validate:"required,oneof=demand duty" enum:"demand,duty" description:"demand: what departments need from whom; duty: what they must deliver to whom"`
	Format     string   `query:"format" validate:"required,oneof=xlsx csv" enum:"xlsx,csv" description:"csv is UTF-8 with a byte order mark, as Excel needs it"`
	Department []string `query:"department" validate:"max=50" description:"Of any of these departments; absent: of every one the caller may see"`
	Matter     string   `query:"matter" validate:"max=64" description:"Of this matter"`
}

var listMedia = map[string]string{
	"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

func (a *API) dutyFile(c *call[DutyFileIn]) (*Binary, error) {
	ctx, in := c.Request().Context(), c.In
	edition, err := a.o.Catalog.Current(ctx)
	if err != nil {
		return nil, err
	}
	departments := in.Department
	if len(departments) == 0 && !c.Actor.Has(engine.RoleDesigner, engine.RoleAdministrator) {
		departments = sortedKeys(c.Actor.Departments) // their own lists, not those of whom they deal with
	}
	f := engine.DutyFilter{Demanders: departments}
	if in.List == string(dutylist.Duty) {
		f = engine.DutyFilter{Departments: departments}
	}
	if in.Matter != "" {
		f.Matters = []string{in.Matter}
	}
	list, names, sources, err := a.o.Engine.DutyFile(ctx, c.Actor, f)
	if err != nil {
		return nil, err
	}
	zone := time.UTC
	if cal, ok := edition.Calendar("cn"); ok {
		zone = cal.Zone
	}
	l := &dutylist.List{Kind: dutylist.Kind(in.List), Duties: list, Names: names, Sources: sources, Zone: zone, Lang: auth.Lang(c)}
	draw := l.CSV
	if in.Format == "xlsx" {
		draw = l.Workbook
	}
	body, err := draw()
	if err != nil {
		return nil, err
	}
	return nil, sendFile(c, fmt.Sprintf("%s-list-%s.%s", in.List, l.Lang, in.Format), listMedia[in.Format], body)
}
