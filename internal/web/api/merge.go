package api

import (
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// MergeMatters says how several matters of a pack become one.
type MergeMatters struct {
	Pack          string         `path:"name" json:"-" description:"The pack's name"`
	Base          string         `json:"base" validate:"required,max=128" description:"Hash of the release that is changed: the one in force"`
	Matters       []string       `json:"matters" validate:"required,min=2,max=40" description:"By id"`
	ID            string         `json:"id" validate:"required,max=64" description:"Of the new matter"`
	Name          metamodel.Text `json:"name" validate:"required,worded"`
	Process       string         `json:"process,omitempty" validate:"max=64" description:"The matter whose process and department the new one has; absent only where all have the same process"`
	StatutoryDays *float64       `json:"statutoryDays,omitempty" description:"Working days; absent: the longest of theirs"`
	PromisedDays  *float64       `json:"promisedDays,omitempty" description:"Working days; absent: the longest of theirs"`
	On            string         `json:"on" validate:"required,max=10" description:"First day of the new matter (full-date)"`
	Basis         metamodel.Text `json:"basis" validate:"required,worded"`
	Reason        metamodel.Text `json:"reason" validate:"required,worded"`
}

func (in *MergeMatters) texts() []wording {
	return []wording{{"name", in.Name}, {"basis", in.Basis}, {"reason", in.Reason}}
}

func (in *MergeMatters) merge(r *catalog.Release) (*catalog.Pack, metamodel.Problems) {
	return catalog.MergeMatters(r, catalog.MatterMerge{Matters: in.Matters, ID: in.ID, Name: in.Name, Process: in.Process, StatutoryDays: in.StatutoryDays, PromisedDays: in.PromisedDays,
		End: metamodel.Cancellation{On: in.On, Basis: in.Basis, Reason: in.Reason}})
}

func (a *API) previewMerge(c *call[MergeMatters]) (*Restructured, error) {
	return a.previewed(c.Request().Context(), c.In.Pack, c.In.Base, a.worded(c.In.merge, c.In.texts()...))
}

func (a *API) mergeMatters(c *call[MergeMatters]) (*VersionStep, error) {
	return a.begun(c.Request().Context(), c, c.Actor, c.In.Pack, c.In.Base, c.In.Reason, a.worded(c.In.merge, c.In.texts()...))
}
