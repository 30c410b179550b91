package api

import (
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// GateReport is what stands between a version and its publishing.
type GateReport struct {
	Blockers metamodel.Problems `json:"blockers"`
	Warnings metamodel.Problems `json:"warnings"`
	Notes    metamodel.Problems `json:"notes" description:"What could not be proved either way"`
}

func reportOf(r catalog.Report) GateReport {
	return GateReport{Blockers: orNone(r.Blockers), Warnings: orNone(r.Warnings), Notes: orNone(r.Notes)}
}

func orNone(ps metamodel.Problems) metamodel.Problems {
	if ps == nil {
		return metamodel.Problems{}
	}
	return ps
}

func (a *API) gateVersion(c *call[idIn]) (*GateReport, error) {
	ctx := c.Request().Context()
	v, err := a.o.Catalog.Version(ctx, c.In.ID)
	if err != nil {
		return nil, err
	}
	report, err := a.o.Catalog.GateVersion(ctx, v)
	if err != nil {
		return nil, err
	}
	out := reportOf(report)
	return &out, nil
}
