package api

import (
	"context"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// RetractAct takes back what is said of a matter from a day that is still to come.
type RetractAct struct {
	Pack   string               `path:"name" json:"-" description:"The pack's name"`
	Base   string               `json:"base" validate:"required,max=128" description:"Hash of the release that is changed: the one in force"`
	Matter string               `json:"matter" validate:"required,max=64"`
	Act    catalog.RetractedAct `json:"act" validate:"required,oneof=cancellation delegation" enum:"cancellation,delegation"`
	Reason metamodel.Text       `json:"reason" validate:"required,worded" description:"Why; the draft and the matter's history say so"`
}

// why is what the draft says of itself, in both languages: nothing else keeps it.
func (in *RetractAct) why() metamodel.Text {
	zh, en := in.Reason.In("zh"), strings.TrimSpace(in.Reason["en"])
	if en == "" || en == zh {
		return in.Reason
	}
	return metamodel.Zh(zh + " / " + en)
}

// retraction looks up what was before the act, which is put back.
func (a *API) retraction(ctx context.Context, in *RetractAct) (act, error) {
	was, err := a.o.Catalog.Before(ctx, in.Pack, in.Matter, in.Act)
	if err != nil {
		return nil, err
	}
	how := catalog.Retraction{Matter: in.Matter, Of: in.Act, At: a.o.Now(), Was: was}
	return func(r *catalog.Release) (*catalog.Pack, metamodel.Problems) { return catalog.Retract(r, how) }, nil
}

func (a *API) previewRetraction(c *call[RetractAct]) (*Restructured, error) {
	ctx := c.Request().Context()
	back, err := a.retraction(ctx, &c.In)
	if err != nil {
		return nil, err
	}
	return a.previewed(ctx, c.In.Pack, c.In.Base, back)
}

func (a *API) retractAct(c *call[RetractAct]) (*VersionStep, error) {
	ctx := c.Request().Context()
	back, err := a.retraction(ctx, &c.In)
	if err != nil {
		return nil, err
	}
	return a.begun(ctx, c, c.Actor, c.In.Pack, c.In.Base, c.In.why(), back)
}
