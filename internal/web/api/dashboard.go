package api

import (
	"net/http"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// DashboardIn filters a dashboard; days are local and inclusive. Without dates:
// the last 30 days.
type DashboardIn struct {
	From       time.Time `query:"from" description:"First day; with neither: the last 30 days"`
	To         time.Time `query:"to" description:"Last day, inclusive"`
	Theme      string    `query:"theme" validate:"max=800" description:"Of this theme"`
	Department []string  `query:"department" validate:"max=50" description:"Of any of these departments; absent: of every one the caller may see"`
	Matter     string    `query:"matter" validate:"max=64" description:"Of this matter"`
}

func (a *API) dashboardRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/dashboard", id: "dashboard", tag: "dashboard", summary: "Every metric of the managers' page, each with its definition and query"}, a.dashboard)
}

func (a *API) dashboard(c *call[DashboardIn]) (*analytics.Dashboard, error) {
	if a.o.Dashboards == nil {
		return nil, analytics.ErrUnavailable
	}
	ctx := c.Request().Context()
	edition, err := a.o.Catalog.Current(ctx)
	if err != nil {
		return nil, err
	}
	zone := time.UTC
	if cal, ok := edition.Calendar("cn"); ok {
		zone = cal.Zone
	}
	now := a.o.Now()
	local := now.In(zone)
	today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
	in := c.In
	f := analytics.Filter{From: today.AddDate(0, 0, -29), To: today.AddDate(0, 0, 1), Theme: in.Theme, Matter: in.Matter}
	if !in.From.IsZero() {
		f.From = time.Date(in.From.Year(), in.From.Month(), in.From.Day(), 0, 0, 0, 0, zone)
	}
	if !in.To.IsZero() {
		f.To = time.Date(in.To.Year(), in.To.Month(), in.To.Day()+1, 0, 0, 0, 0, zone)
	}
	if !f.From.Before(f.To) || f.To.Sub(f.From) > 5*366*24*time.Hour {
		return nil, kindSpan.At("from")
	}
	if f.Departments, err = visibleDepartments(c.Actor, in.Department); err != nil {
		return nil, err
	}
	return a.o.Dashboards.Dashboard(ctx, f, now)
}

// visibleDepartments narrows the wish to what the actor may see; administrators
// see all, and nil means all.
func visibleDepartments(actor engine.Actor, wish []string) ([]string, error) {
	if actor.Has(engine.RoleAdministrator) {
		return wish, nil
	}
	if len(wish) == 0 {
		return sortedKeys(actor.Departments), nil
	}
	for _, d := range wish {
		if !actor.Departments[d] {
			return nil, engine.ErrNotFound
		}
	}
	return wish, nil
}
