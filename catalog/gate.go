package catalog

import (
	"context"

	"github.com/onematter/onematter/metamodel"
)

// GateRules are what an organisation may decide about the gate.
type GateRules struct {
	// Retention makes personal data without a retention rule a blocker.
	Retention bool
}

// Report is what the gate has to say about a pack, in plain words.
type Report struct {
	Blockers metamodel.Problems `json:"blockers"` // it cannot be published
	Warnings metamodel.Problems `json:"warnings"` // it can; somebody should look
	Notes    metamodel.Problems `json:"notes"`    // what the gate could not prove either way
}

// Passed reports whether nothing stops the pack.
func (r Report) Passed() bool { return len(r.Blockers) == 0 }

// reportOf sorts problems into blockers and warnings.
func reportOf(ps metamodel.Problems) (r Report) {
	for _, p := range ps {
		if p.Severity == metamodel.Warning {
			r.Warnings = append(r.Warnings, p)
		} else {
			r.Blockers = append(r.Blockers, p)
		}
	}
	return r
}

// Gate says whether a pack could be published now, against what is in force.
func (c *Catalog) Gate(ctx context.Context, p *Pack) (Report, error) {
	_, _, report, err := c.gated(ctx, p, By{})
	return report, err
}

// GateVersion is Gate for a draft or version, also one that cannot be read.
func (c *Catalog) GateVersion(ctx context.Context, v Version) (Report, error) {
	p, ps := ReadArchive(v.Files)
	if p == nil {
		return reportOf(ps), nil
	}
	report, err := c.Gate(ctx, p)
	if err == nil && (v.Stage == StageDraft || v.Stage == StageReview) {
		var refused metamodel.Problems
		refused, err = c.mayFollow(ctx, p, v.Base)
		report.Blockers = append(report.Blockers, refused...)
	}
	return report, err
}

// gated compiles a pack and lets the gate look at it.
func (c *Catalog) gated(ctx context.Context, p *Pack, by By) (*Release, StoredRelease, Report, error) {
	r, stored, ps, err := c.prepare(ctx, p, by.At)
	if err != nil || r == nil {
		return nil, StoredRelease{}, reportOf(ps), err
	}
	return r, stored, GateRelease(r, ps, c.rules.Gate), nil
}

// GateRelease looks at a compiled pack; ps are the problems of compiling it.
func GateRelease(r *Release, ps metamodel.Problems, rules GateRules) Report {
	return reportOf(ps)
}
