package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/onematter/onematter/internal/web/auth"
)

// Register adds every operation to the router and builds the OpenAPI document.
func Register(r auth.Router, o Options) (*API, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	a := &API{o: o}
	a.sessionRoutes(r)
	a.accountRoutes(r)
	a.tokenRoutes(r)
	a.themeRoutes(r)
	a.draftRoutes(r)
	a.fileRoutes(r)
	a.matterRoutes(r)
	a.caseRoutes(r)
	a.catalogRoutes(r)
	a.dashboardRoutes(r)
	a.eventRoutes(r)
	a.webhookRoutes(r)
	spec, err := a.openapi()
	if err != nil {
		return nil, err
	}
	a.spec = spec
	r.Handle(http.MethodGet, "/api/openapi.json", a.serveSpec)
	return a, nil
}
