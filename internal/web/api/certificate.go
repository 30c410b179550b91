package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/catalog/certificate"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// CertificateIn says of which theme a certificate is wanted.
type CertificateIn struct {
	ID string `path:"id" json:"-" description:"Its id, as lists give it"`
	CertificateBeside
}

// CertificateBeside is what this installation can tell beside what merging saves.
type CertificateBeside struct {
	Delivered bool `query:"delivered" description:"With what source departments in duty deliver instead of the applicant: before, merged, merged and delivered"`
	Real      bool `query:"real" description:"With what really happened to the theme's cases of the last year: measured time to fill in, working days. Left out where the warehouse does not answer"`
}

// CertificateFileIn says in which form a certificate is wanted; its language is
// that of the request.
type CertificateFileIn struct {
	CertificateIn
	Format string `query:"format" validate:"required,oneof=pdf xlsx html json" enum:"pdf,xlsx,html,json" description:"pdf and html are for people, xlsx and json hold every situation"`
}

func (a *API) certificateRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/themes/:id/certificate", id: "getCertificate", tag: "themes", summary: "A theme's reduction certificate: what merging saves, in every situation and on average"}, a.certificate)
	route(a, r, row{method: http.MethodGet, path: "/themes/:id/certificate/file", id: "getCertificateFile", tag: "themes", summary: "The reduction certificate as a file"}, a.certificateFile)
}

// certificates keeps the certificates of one day: measuring thousands of
// situations takes long enough to do it once. Releases never change.
type certificates struct {
	mu   sync.Mutex
	day  string
	kept map[string]func() *catalog.Certificate
}

// mostCertificates bounds those that are kept: duties may change all day.
const mostCertificates = 256

func (k *certificates) of(key string, today time.Time, draw func() *catalog.Certificate) *catalog.Certificate {
	day := today.Format(time.DateOnly)
	k.mu.Lock()
	if k.day != day || len(k.kept) >= mostCertificates {
		k.day, k.kept = day, map[string]func() *catalog.Certificate{}
	}
	kept := k.kept[key]
	if kept == nil {
		kept = sync.OnceValue(draw)
		k.kept[key] = kept
	}
	k.mu.Unlock()
	return kept()
}

// certified finds a theme that somebody wrote: of filings put together by policies
// there are more than certificates could be kept of.
func (a *API) certified(ctx context.Context, id string) (*catalog.Theme, *catalog.Release, error) {
	if catalog.IsJoint(id) {
		return nil, nil, engine.ErrNotFound
	}
	return a.findTheme(ctx, id)
}

func (a *API) certificate(c *call[CertificateIn]) (*catalog.Certificate, error) {
	return a.drawn(c.Request().Context(), c.In)
}

// drawn is a theme's certificate of today with what is wanted beside it.
func (a *API) drawn(ctx context.Context, in CertificateIn) (*catalog.Certificate, error) {
	t, rel, err := a.certified(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	today := a.o.Now().UTC()
	theme, key := t.Def.ID, rel.Hash+t.Def.ID
	draw := func() *catalog.Certificate { c, _ := rel.Certificate(theme, today); return c }
	if in.Delivered {
		given, err := a.o.Engine.CertDeliveries(ctx, rel, t, today)
		if err != nil {
			return nil, err
		}
		of, err := json.Marshal(given)
		if err != nil {
			return nil, err
		}
		key += string(of)
		draw = func() *catalog.Certificate { c, _ := rel.CertificateDelivered(theme, today, given); return c }
	}
	kept := a.certificates.of(key, today, draw)
	if !in.Real {
		return kept, nil
	}
	own := *kept // what is kept stays as it is
	own.Real = a.real(ctx, theme, today)
	return &own, nil
}

// realWithin is how long the warehouse may take to tell of a theme's cases.
const realWithin = 5 * time.Second

// real is what became of a theme's cases in the last year, nil where the
// warehouse does not say.
func (a *API) real(ctx context.Context, theme string, today time.Time) *catalog.CertReal {
	if a.o.Dashboards == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, realWithin)
	defer cancel()
	year := analytics.RealYear(theme, today)
	list, err := a.o.Dashboards.Reality(ctx, year)
	if err != nil {
		a.o.Log.Info("a certificate without real figures", "theme", theme, "error", err)
		return nil
	}
	return analytics.CertReal(year, list)
}

// media types of the forms of a certificate.
var certificateMedia = map[string]string{
	"pdf": "application/pdf", "html": "text/html; charset=utf-8", "json": "application/json; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

func (a *API) certificateFile(c *call[CertificateFileIn]) (*Binary, error) {
	cert, err := a.drawn(c.Request().Context(), c.In.CertificateIn)
	if err != nil {
		return nil, err
	}
	lang := auth.Lang(c)
	var body []byte
	switch c.In.Format {
	case "pdf":
		body, err = certificate.PDF(cert, nil, lang)
	case "xlsx":
		body, err = certificate.Workbook(cert, lang)
	case "html":
		body, err = certificate.HTML(cert, nil, lang)
	default:
		body, err = json.MarshalIndent(cert, "", "  ")
	}
	if err != nil {
		return nil, err
	}
	return nil, sendFile(c, fmt.Sprintf("%s-%s.%s", cert.Theme, lang, c.In.Format), certificateMedia[c.In.Format], body)
}
