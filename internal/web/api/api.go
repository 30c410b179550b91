package api

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/onematter/onematter/internal/web/auth"
)

// Register adds every operation to the router. The OpenAPI document is made
// when somebody first asks for it: a start need not wait for it.
func Register(r auth.Router, o Options) *API {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	a := &API{o: o}
	a.sessionRoutes(r)
	a.accountRoutes(r)
	a.identityRoutes(r)
	a.tokenRoutes(r)
	a.themeRoutes(r)
	a.policyRoutes(r)
	a.certificateRoutes(r)
	a.simulationRoutes(r)
	a.draftRoutes(r)
	a.earlierRoutes(r)
	a.fileRoutes(r)
	a.matterRoutes(r)
	a.comparisonRoutes(r)
	a.reviewRoutes(r)
	a.caseRoutes(r)
	a.handoverRoutes(r)
	a.delegationRoutes(r)
	a.clockRoutes(r)
	a.catalogRoutes(r)
	a.versionRoutes(r)
	a.restructureRoutes(r)
	a.impactRoutes(r)
	a.previewRoutes(r)
	a.migrationRoutes(r)
	a.dutyRoutes(r)
	a.sourceRoutes(r)
	a.dashboardRoutes(r)
	a.eventRoutes(r)
	a.webhookRoutes(r)
	a.spec = sync.OnceValues(a.openapi)
	r.Handle(http.MethodGet, "/api/openapi.json", a.serveSpec)
	return a
}
