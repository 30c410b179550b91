package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/catalog/certificate"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// CertificateFileIn says in which form a certificate is wanted; its language is
// that of the request.
type CertificateFileIn struct {
	ID     string `path:"id" json:"-" description:"Its id, as lists give it"`
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

func (k *certificates) of(theme string, rel *catalog.Release, a *API) *catalog.Certificate {
	today := a.o.Now().UTC()
	day := today.Format("2006-01-02")
	k.mu.Lock()
	if k.day != day {
		k.day, k.kept = day, map[string]func() *catalog.Certificate{}
	}
	draw := k.kept[rel.Hash+theme]
	if draw == nil {
		draw = sync.OnceValue(func() *catalog.Certificate { c, _ := rel.Certificate(theme, today); return c })
		k.kept[rel.Hash+theme] = draw
	}
	k.mu.Unlock()
	return draw()
}

// certified finds a theme that somebody wrote: of filings put together by policies
// there are more than certificates could be kept of.
func (a *API) certified(ctx context.Context, id string) (*catalog.Theme, *catalog.Release, error) {
	if catalog.IsJoint(id) {
		return nil, nil, engine.ErrNotFound
	}
	return a.findTheme(ctx, id)
}

func (a *API) certificate(c *call[idIn]) (*catalog.Certificate, error) {
	t, rel, err := a.certified(c.Request().Context(), c.In.ID)
	if err != nil {
		return nil, err
	}
	return a.certificates.of(t.Def.ID, rel, a), nil
}

// media types of the forms of a certificate.
var certificateMedia = map[string]string{
	"pdf": "application/pdf", "html": "text/html; charset=utf-8", "json": "application/json; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

func (a *API) certificateFile(c *call[CertificateFileIn]) (*Binary, error) {
	t, rel, err := a.certified(c.Request().Context(), c.In.ID)
	if err != nil {
		return nil, err
	}
	cert, lang := a.certificates.of(t.Def.ID, rel, a), auth.Lang(c)
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
	return nil, sendFile(c, fmt.Sprintf("%s-%s.%s", t.Def.ID, lang, c.In.Format), certificateMedia[c.In.Format], body)
}
