package api

import (
	"context"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

// VersionStep is a version after a step, with what the gate says to it.
type VersionStep struct {
	Version PackVersion `json:"version"`
	Gate    GateReport  `json:"gate"`
}

// VersionStepIn is a step of a version, in its author's or reviewer's words.
type VersionStepIn struct {
	ID      string `path:"id" json:"-" description:"Its id, as lists give it"`
	Comment string `json:"comment,omitempty" validate:"max=2000"`
}

// step gives a version as it is now, with what the gate says, known or asked.
func (a *API) step(ctx context.Context, c tagged, who engine.Actor, id string, report *catalog.Report) (*VersionStep, error) {
	v, err := a.o.Catalog.Version(ctx, id)
	if err != nil {
		return nil, err
	}
	if report == nil {
		found, err := a.o.Catalog.GateVersion(ctx, v)
		if err != nil {
			return nil, err
		}
		report = &found
	}
	list, err := a.versionOf(ctx, who, v)
	if err != nil {
		return nil, err
	}
	c.tag(v.Revision)
	return &VersionStep{Version: list[0], Gate: reportOf(*report)}, nil
}

// stepped takes a step that If-Match guards.
func (a *API) stepped(c *call[VersionStepIn], take func(rev int64, by catalog.By) (*catalog.Report, error)) (*VersionStep, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	by := a.by(c.Actor, c.In.Comment)
	report, err := take(rev, by)
	if err != nil {
		return nil, err
	}
	return a.step(ctx, c, c.Actor, c.In.ID, report)
}

func (a *API) submitVersion(c *call[VersionStepIn]) (*VersionStep, error) {
	return a.stepped(c, func(rev int64, by catalog.By) (*catalog.Report, error) {
		_, report, err := a.o.Catalog.Submit(c.Request().Context(), c.In.ID, rev, by)
		return &report, err
	})
}

func (a *API) returnVersion(c *call[VersionStepIn]) (*VersionStep, error) {
	return a.stepped(c, func(rev int64, by catalog.By) (*catalog.Report, error) {
		_, err := a.o.Catalog.Return(c.Request().Context(), c.In.ID, rev, by)
		return nil, err
	})
}

func (a *API) approveVersion(c *call[VersionStepIn]) (*VersionStep, error) {
	return a.stepped(c, func(rev int64, by catalog.By) (*catalog.Report, error) {
		_, err := a.o.Catalog.Approve(c.Request().Context(), c.In.ID, rev, by)
		return nil, err
	})
}

func (a *API) publishVersion(c *call[VersionStepIn]) (*VersionStep, error) {
	ctx := c.Request().Context()
	return a.stepped(c, func(rev int64, by catalog.By) (*catalog.Report, error) {
		rel, report, err := a.o.Catalog.PublishVersion(ctx, c.In.ID, rev, by)
		if err == nil && rel == nil {
			err = report.Blockers // why not: each with file and path
		}
		if err == nil {
			err = a.o.Engine.EnsureOrganisations(ctx)
		}
		return &report, err
	})
}
