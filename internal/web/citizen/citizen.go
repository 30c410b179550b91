// Package citizen is what the public meets: server-rendered pages that work
// without JavaScript. It decides nothing: the engine does.
package citizen

import (
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// Options configure the pages.
type Options struct {
	Engine    *engine.Engine
	Catalog   *catalog.Catalog
	Now       func() time.Time // nil: time.Now
	Base      string           // public address without a trailing slash ("https://one.example.gov"), printed on receipts; may be ""
	MaxFile   int64            // bytes of one upload, as the engine was told; 0: 10 MiB
	StaffHome string           // where a member of staff goes after signing in; "": "/staff"
	Zone      *time.Location   // of the dates shown; nil: Asia/Shanghai
	Log       *slog.Logger     // nil: slog.Default()
}

// Pages serves the citizen pages.
type Pages struct {
	o      Options
	tmpl   *template.Template
	assets *assets
}

// Register adds every page to the router and returns the pages, whose
// ErrorPage answers errors of routes that are not theirs.
func Register(r auth.Router, o Options) *Pages {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MaxFile == 0 {
		o.MaxFile = 10 << 20
	}
	if o.StaffHome == "" {
		o.StaffHome = "/staff"
	}
	if o.Zone == nil {
		o.Zone = shanghai()
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	p := &Pages{o: o, assets: loadAssets()}
	p.tmpl = parseTemplates(p.assets)
	for route, h := range p.routes() {
		r.Handle(route.Method, route.Path, p.page(h))
	}
	r.Handle(http.MethodGet, "/assets/:name", p.assets.serve)
	r.Handle(http.MethodGet, "/favicon.ico", p.assets.favicon)
	return p
}

// routes is every page and the handler that shows it.
func (p *Pages) routes() map[auth.Route]echo.HandlerFunc {
	get := func(path string) auth.Route { return auth.Route{Method: http.MethodGet, Path: path} }
	post := func(path string) auth.Route { return auth.Route{Method: http.MethodPost, Path: path} }
	return map[auth.Route]echo.HandlerFunc{
		get("/"):                         p.home,
		get("/themes/:id"):               p.theme,
		get("/matters/:id"):              p.matter,
		get("/themes/:id/guide"):         p.guide,
		post("/themes/:id/guide"):        p.guideAnswer,
		get("/themes/:id/needs"):         p.needs,
		post("/drafts"):                  p.draftStart,
		get("/drafts/:id"):               p.draft,
		post("/drafts/:id/moved"):        p.movedRead,
		post("/drafts/:id/delete"):       p.draftDelete,
		get("/drafts/:id/delete"):        p.draftDeleteAsk,
		get("/drafts/:id/sources"):       p.sources,
		post("/drafts/:id/sources"):      p.sourcesSave,
		get("/drafts/:id/earlier"):       p.earlier,
		post("/drafts/:id/earlier"):      p.earlierSave,
		get("/drafts/:id/guide"):         p.draftGuide,
		post("/drafts/:id/guide"):        p.draftGuideSave,
		get("/drafts/:id/check"):         p.check,
		post("/drafts/:id/submit"):       p.submit,
		get("/cases/:id"):                p.caseShow,
		get("/cases/:id/receipt"):        p.receipt,
		get("/files/:id"):                p.file,
		get("/me"):                       p.me,
		get("/sign-in"):                  p.signIn,
		post("/sign-in"):                 p.signInTry,
		get("/register"):                 p.register,
		post("/register"):                p.registerTry,
		post("/sign-out"):                p.signOut,
		get("/policies"):                 p.policies,
		post("/policies"):                p.policiesAnswer,
		get("/help"):                     p.help,
		get("/preview/forms/:id"):        p.preview,
		post("/preview/forms/:id"):       p.previewTry,
		get("/cases/:id/results/:child"): p.result,
		get("/cases/:id/notices/:n"):     p.notice,

		get("/drafts/:id/sections/:section"):    p.section,
		post("/drafts/:id/sections/:section"):   p.sectionSave,
		get("/drafts/:id/materials/:material"):  p.material,
		post("/drafts/:id/materials/:material"): p.materialChange,
		get("/cases/:id/corrections/:child"):    p.correction,
		post("/cases/:id/corrections/:child"):   p.correctionAnswer,
		get("/cases/:id/application/:child"):    p.application,
		get("/cases/:id/withdraw/:child"):       p.withdrawAsk,
		post("/cases/:id/withdraw/:child"):      p.withdraw,
	}
}

// page wraps a handler: the security headers, what the address asks to
// remember (language, 长辈版), and errors answered in style.
func (p *Pages) page(h echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		remember(c)
		if err := h(c); err != nil {
			return p.fail(c, err)
		}
		return nil
	}
}

// ErrorPage answers an error of a request for a page, also one that met no
// route. It is meant for echo's HTTPErrorHandler.
func (p *Pages) ErrorPage(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	if err := p.fail(c, err); err != nil {
		p.o.Log.Error("error page", "err", err)
		_ = c.NoContent(http.StatusInternalServerError)
	}
}

// errMissing is what a page says when the thing named in the address does not exist.
var errMissing = errors.New("citizen: no such page")

func shanghai() *time.Location {
	if z, err := time.LoadLocation("Asia/Shanghai"); err == nil {
		return z
	}
	return time.FixedZone("CST", 8*60*60)
}
