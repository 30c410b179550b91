package catalog

import (
	"context"
	"errors"

	"github.com/onematter/onematter/metamodel"
)

// PublishVersion puts an approved version in force: review → published. The
// gate decides; without a release the report says why. What is published
// already, by the same request or by another one with the same content, is
// answered as done.
func (c *Catalog) PublishVersion(ctx context.Context, id string, revision int64, by By) (*Release, Report, error) {
	r, report, err := c.publishReviewed(ctx, id, revision, by)
	if r != nil {
		return r, report, err
	}
	// Whatever stood in the way may be the same request, which was faster.
	v, failed := c.store.Version(ctx, id)
	if failed != nil || !isPublished(v, revision) {
		return r, report, err
	}
	r, err = c.release(ctx, v.Hash)
	c.inForce(nil)
	return r, Report{}, err
}

func (c *Catalog) publishReviewed(ctx context.Context, id string, revision int64, by By) (*Release, Report, error) {
	v, err := c.at(ctx, id, revision, StepPublish, StageReview)
	if err != nil {
		return nil, Report{}, err
	}
	good := 0
	for _, a := range v.Approvals {
		if a.Hash == v.Hash {
			good++
		}
	}
	if missing := c.rules.approvals() - good; missing > 0 {
		return nil, Report{}, metamodel.Problems{VersionApprovals.At("", "missing", missing)}
	}
	p, ps := ReadArchive(v.Files)
	if p == nil {
		return nil, ReportOf(ps), nil
	}
	seen, refused, err := c.mayFollow(ctx, p, v.Base, by.At)
	if err != nil || refused.Failed() {
		return nil, ReportOf(refused), err
	}
	r, stored, report, err := c.gated(ctx, p, by)
	if err != nil || len(report.Blockers) > 0 {
		return nil, report, err
	}
	from := v.Hash
	v.Stage, v.Hash, v.Files = StagePublished, r.Hash, stored.Files
	err = c.take(ctx, &v, StepPublish, from, by, Step{Release: &stored, Over: &seen})
	switch {
	case errors.Is(err, ErrRetired):
		return nil, ReportOf(metamodel.Problems{ReleaseRetired.At("", "pack", v.Pack, "version", v.Version)}), nil
	case errors.Is(err, ErrReplaced):
		if _, refused, err := c.mayFollow(ctx, p, v.Base, by.At); err != nil || refused.Failed() {
			return nil, ReportOf(refused), err
		}
		return nil, Report{}, ErrStale
	case err != nil:
		return nil, report, err
	}
	c.inForce(r)
	return r, report, nil
}

// isPublished reports whether a version is what a request to publish it, which
// saw revision, asks for.
func isPublished(v Version, revision int64) bool {
	return v.Stage == StagePublished && (v.Revision == revision || v.Revision == revision+1)
}
