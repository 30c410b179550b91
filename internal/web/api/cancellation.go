package api

import (
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// CancelMatter says from when and why nobody applies for a matter any more.
type CancelMatter struct {
	Pack       string         `path:"name" json:"-" description:"The pack's name"`
	Base       string         `json:"base" validate:"required,max=128" description:"Hash of the release that is changed: the one in force"`
	Matter     string         `json:"matter" validate:"required,max=64"`
	On         string         `json:"on" validate:"required,max=10" description:"First day without it (full-date)"`
	Basis      metamodel.Text `json:"basis" validate:"required,worded"`
	Reason     metamodel.Text `json:"reason" validate:"required,worded"`
	Successors []string       `json:"successors,omitempty" validate:"max=12" description:"Matters to apply for instead, by id; where a theme lacks the first, that takes its place"`
}

func (in *CancelMatter) texts() []wording {
	return []wording{{"basis", in.Basis}, {"reason", in.Reason}}
}

func (in *CancelMatter) cancel(r *catalog.Release) (*catalog.Pack, metamodel.Problems) {
	p, _, ps := catalog.Cancel(r, in.Matter, metamodel.Cancellation{On: in.On, Basis: in.Basis, Reason: in.Reason, Successors: in.Successors})
	return p, ps
}

func (a *API) previewCancellation(c *call[CancelMatter]) (*Restructured, error) {
	return a.previewed(c.Request().Context(), c.In.Pack, c.In.Base, a.worded(c.In.cancel, c.In.texts()...))
}

func (a *API) cancelMatter(c *call[CancelMatter]) (*VersionStep, error) {
	return a.begun(c.Request().Context(), c, c.Actor, c.In.Pack, c.In.Base, c.In.Reason, a.worded(c.In.cancel, c.In.texts()...))
}
