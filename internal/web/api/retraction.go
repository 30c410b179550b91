package api

import (
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// RetractAct takes back what is said of a matter from a day that is still to come.
type RetractAct struct {
	Pack   string               `path:"name" json:"-" description:"The pack's name"`
	Base   string               `json:"base" validate:"required,max=128" description:"Hash of the release that is changed: the one in force"`
	Matter string               `json:"matter" validate:"required,max=64"`
	Act    catalog.RetractedAct `json:"act" validate:"required,oneof=cancellation delegation" enum:"cancellation,delegation"`
	Reason metamodel.Text       `json:"reason" validate:"required,worded" description:"Why; the draft says so"`
}

func (in *RetractAct) retract(at time.Time) act {
	return func(r *catalog.Release) (*catalog.Pack, metamodel.Problems) {
		return catalog.Retract(r, catalog.Retraction{Matter: in.Matter, Of: in.Act, At: at})
	}
}

func (a *API) previewRetraction(c *call[RetractAct]) (*Restructured, error) {
	return a.previewed(c.Request().Context(), c.In.Pack, c.In.Base, c.In.retract(a.o.Now()))
}

func (a *API) retractAct(c *call[RetractAct]) (*VersionStep, error) {
	return a.begun(c.Request().Context(), c, c.Actor, c.In.Pack, c.In.Base, c.In.Reason, c.In.retract(a.o.Now()))
}
