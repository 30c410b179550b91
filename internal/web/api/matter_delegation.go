package api

import (
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// DelegateMatter says to which department the power over a matter goes.
type DelegateMatter struct {
	Pack    string                   `path:"name" json:"-" description:"The pack's name"`
	Base    string                   `json:"base" validate:"required,max=128" description:"Hash of the release that is changed: the one in force"`
	Matter  string                   `json:"matter" validate:"required,max=64"`
	To      string                   `json:"to" validate:"required,max=64" description:"The department, by id"`
	Kind    metamodel.DelegationKind `json:"kind" validate:"required,oneof=entrust transfer" enum:"entrust,transfer" description:"entrust: it decides in the name of the matter's department; transfer: in its own"`
	On      string                   `json:"on" validate:"required,max=10" description:"First day (full-date)"`
	Until   string                   `json:"until,omitempty" validate:"max=10" description:"Last day (full-date); absent: no end"`
	Basis   metamodel.Text           `json:"basis" validate:"required,worded"`
	Reason  metamodel.Text           `json:"reason,omitempty" validate:"omitempty,worded"`
	Replace bool                     `json:"replace,omitempty" description:"Take out the delegation that stands there and is not over; without it that is refused"`
}

// delegate hands the power on; at is now.
func (in *DelegateMatter) delegate(at time.Time) act {
	return func(r *catalog.Release) (*catalog.Pack, metamodel.Problems) {
		return catalog.Delegate(r, catalog.MatterDelegation{Matter: in.Matter, Replace: in.Replace, At: at,
			To: metamodel.Delegation{To: in.To, Kind: in.Kind, On: in.On, Until: in.Until, Basis: in.Basis, Reason: in.Reason}})
	}
}

func (in *DelegateMatter) texts() []wording {
	return []wording{{"basis", in.Basis}, {"reason", in.Reason}}
}

// why is what the draft says of itself.
func (in *DelegateMatter) why() metamodel.Text {
	if in.Reason.In("zh") != "" {
		return in.Reason
	}
	return in.Basis
}

func (a *API) previewMatterDelegation(c *call[DelegateMatter]) (*Restructured, error) {
	return a.previewed(c.Request().Context(), c.In.Pack, c.In.Base, a.worded(c.In.delegate(a.o.Now()), c.In.texts()...))
}

func (a *API) delegateMatter(c *call[DelegateMatter]) (*VersionStep, error) {
	return a.begun(c.Request().Context(), c, c.Actor, c.In.Pack, c.In.Base, c.In.why(), a.worded(c.In.delegate(a.o.Now()), c.In.texts()...))
}
