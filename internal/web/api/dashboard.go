package api

import (
	"context"
	"net/http"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/catalog"
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

// NeedlessIn narrows what was asked needlessly.
type NeedlessIn struct {
	DashboardIn
	Kind     string `query:"kind" validate:"omitempty,oneof=field material" description:"Fields or materials"`
	Item     string `query:"item" validate:"max=200" description:"Path in the form, or standard material id"`
	Demander string `query:"demander" validate:"max=64" description:"That this department asked"`
	Source   string `query:"source" validate:"max=64" description:"That this department has"`
	Reason   string `query:"reason" validate:"max=64" description:"For this reason"`
}

func (a *API) dashboardRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/dashboard", id: "dashboard", tag: "dashboard", summary: "Every metric of the managers' page, each with its definition and query"}, a.dashboard)
	route(a, r, row{method: http.MethodGet, path: "/dashboard/needless", id: "dashboardNeedless", tag: "dashboard", summary: "What applicants were asked although another department has it: narrowed, with the filings behind the number"}, a.needless)
}

func (a *API) dashboard(c *call[DashboardIn]) (*analytics.Dashboard, error) {
	f, edition, now, err := a.dashboardFilter(c.Request().Context(), c.Actor, c.In)
	if err != nil {
		return nil, err
	}
	d, err := a.o.Dashboards.Dashboard(c.Request().Context(), f, now)
	if err != nil {
		return nil, err
	}
	nameNeedless(edition, &d.Needless)
	return d, nil
}

func (a *API) needless(c *call[NeedlessIn]) (*analytics.NeedlessDetail, error) {
	in := c.In
	f, edition, _, err := a.dashboardFilter(c.Request().Context(), c.Actor, in.DashboardIn)
	if err != nil {
		return nil, err
	}
	d, err := a.o.Dashboards.Needless(c.Request().Context(), analytics.NeedlessFilter{Filter: f, Kind: in.Kind, Item: in.Item, Demander: in.Demander, Source: in.Source, Reason: in.Reason})
	if err != nil {
		return nil, err
	}
	nameNeedless(edition, &d.Needless)
	if in.Item != "" && len(d.Needless.Items) > 0 {
		d.Name = d.Needless.Items[0].Name
	}
	return d, nil
}

// nameNeedless puts the words of the matters to what was asked.
func nameNeedless(edition *catalog.Edition, n *analytics.Needless) {
	for i := range n.Items {
		item := &n.Items[i]
		item.Name = engine.ItemName(edition, item.Matter, engine.DutyKind(item.Kind), item.Item)
	}
}

// dashboardFilter reads what a manager wants to see, as far as they may.
func (a *API) dashboardFilter(ctx context.Context, actor engine.Actor, in DashboardIn) (f analytics.Filter, edition *catalog.Edition, now time.Time, err error) {
	if a.o.Dashboards == nil {
		return f, nil, now, analytics.ErrUnavailable
	}
	if edition, err = a.o.Catalog.Current(ctx); err != nil {
		return f, nil, now, err
	}
	zone := time.UTC
	if cal, ok := edition.Calendar("cn"); ok {
		zone = cal.Zone
	}
	now = a.o.Now()
	local := now.In(zone)
	today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
	f = analytics.Filter{From: today.AddDate(0, 0, -29), To: today.AddDate(0, 0, 1), Theme: in.Theme, Matter: in.Matter}
	if !in.From.IsZero() {
		f.From = time.Date(in.From.Year(), in.From.Month(), in.From.Day(), 0, 0, 0, 0, zone)
	}
	if !in.To.IsZero() {
		f.To = time.Date(in.To.Year(), in.To.Month(), in.To.Day()+1, 0, 0, 0, 0, zone)
	}
	if !f.From.Before(f.To) || f.To.Sub(f.From) > 5*366*24*time.Hour {
		return f, nil, now, kindSpan.At("from")
	}
	f.Departments, err = visibleDepartments(actor, in.Department)
	return f, edition, now, err
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
