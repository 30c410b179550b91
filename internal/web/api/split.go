package api

import (
	"fmt"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// SplitMatter says how a matter of a pack becomes several.
type SplitMatter struct {
	Pack   string              `path:"name" json:"-" description:"The pack's name"`
	Base   string              `json:"base" validate:"required,max=128" description:"Hash of the release that is changed: the one in force"`
	Matter string              `json:"matter" validate:"required,max=64"`
	Parts  []catalog.SplitPart `json:"parts" validate:"required,max=12"`
	On     string              `json:"on" validate:"required,max=10" description:"First day of the new matters (full-date)"`
	Basis  metamodel.Text      `json:"basis" validate:"required,worded"`
	Reason metamodel.Text      `json:"reason" validate:"required,worded"`
}

func (in *SplitMatter) texts() []wording {
	out := []wording{{"basis", in.Basis}, {"reason", in.Reason}}
	for i, p := range in.Parts {
		at := fmt.Sprintf("parts/%d/", i)
		if out = append(out, wording{at + "name", p.Name}); p.Result != nil {
			out = append(out, wording{at + "result/name", p.Result.Name})
		}
	}
	return out
}

func (in *SplitMatter) split(r *catalog.Release) (*catalog.Pack, metamodel.Problems) {
	return catalog.SplitMatter(r, catalog.MatterSplit{Matter: in.Matter, Parts: in.Parts, End: metamodel.Cancellation{On: in.On, Basis: in.Basis, Reason: in.Reason}})
}

func (a *API) previewSplit(c *call[SplitMatter]) (*Restructured, error) {
	return a.previewed(c.Request().Context(), c.In.Pack, c.In.Base, a.worded(c.In.split, c.In.texts()...))
}

func (a *API) splitMatter(c *call[SplitMatter]) (*VersionStep, error) {
	return a.begun(c.Request().Context(), c, c.Actor, c.In.Pack, c.In.Base, c.In.Reason, a.worded(c.In.split, c.In.texts()...))
}
