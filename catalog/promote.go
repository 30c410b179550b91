package catalog

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"

	"github.com/onematter/onematter/metamodel"
)

// Promotion is what taking a signed pack over from another environment would
// do here: it is shown before anything is done.
type Promotion struct {
	Pack       string      `json:"pack"`
	Version    string      `json:"version"`
	Hash       string      `json:"hash"`
	Signature  Signature   `json:"signature"`
	InForce    string      `json:"inForce,omitempty"`    // hash of the release it replaces, "" for none
	Done       bool        `json:"done,omitempty"`       // it is in force already: there is nothing to do
	Difference *Difference `json:"difference,omitempty"` // nil when it replaces none
	Report     Report      `json:"report"`
}

// Confirmed is what a person looked at who confirms a promotion.
type Confirmed struct {
	Hash string // of the pack
	Over string // hash of the release in force that it was compared with, "" for none
}

// Problems of a promotion, beside those of its signature.
var (
	PromoteOlder     = kind("promote.older", "现行的是 {current} 版，不能用更旧的 {version} 版替换", "Version {current} is in force. The older {version} cannot replace it")
	PromoteUnpinned  = kind("promote.not_pinned", "资源包的依赖没有固定到具体版本，请在发布它的环境导出", "What the pack needs is not pinned to releases. Export it where it was published")
	PromoteUnsure    = kind("promote.not_confirmed", "确认的是 {confirmed}，而资源包是 {hash}", "What was confirmed is {confirmed}; this pack is {hash}")
	PromoteReplaced  = kind("promote.replaced", "现行版本在您查看之后变了（现在是 {current}），请重新查看差异后再确认", "The version in force has changed since you looked (it is {current} now). Look at the difference again, then confirm")
	PromoteUntrusted = kind("promote.no_keys", "没有配置可信的公钥", "No trusted keys are configured")
)

// PlanPromotion says what promoting a pack would do, or why it is refused. It
// changes nothing. by.At is the day it is judged on.
func (c *Catalog) PlanPromotion(ctx context.Context, files map[string][]byte, s *Signature, trusted []ed25519.PublicKey, by By) (Promotion, metamodel.Problems, error) {
	_, plan, _, ps, err := c.promotion(ctx, files, s, trusted, by)
	return plan, ps, err
}

func (c *Catalog) promotion(ctx context.Context, files map[string][]byte, s *Signature, trusted []ed25519.PublicKey, by By) (*Release, Promotion, StoredRelease, metamodel.Problems, error) {
	refuse := func(ps ...metamodel.Problem) (*Release, Promotion, StoredRelease, metamodel.Problems, error) {
		return nil, Promotion{}, StoredRelease{}, ps, nil
	}
	if len(trusted) == 0 {
		return refuse(PromoteUntrusted.At(""))
	}
	p, ps := ReadArchive(files)
	if p == nil {
		return refuse(ps...)
	}
	if ps := Verify(p, s, trusted); ps.Failed() {
		return refuse(ps...)
	}
	list, err := c.store.Releases(ctx, p.Name)
	if err != nil {
		return nil, Promotion{}, StoredRelease{}, nil, err
	}
	plan := Promotion{Pack: p.Name, Version: p.Version, Hash: s.Hash, Signature: *s}
	for _, r := range list {
		switch {
		case r.Hash == s.Hash && !r.Retired.IsZero():
			return refuse(ReleaseRetired.At("", "pack", p.Name, "version", p.Version))
		case r.Hash == s.Hash && r.Current:
			plan.Done = true
		case r.Version == p.Version && r.Hash != s.Hash:
			return refuse(in("pack.yaml", VersionNumber.At("version", "pack", p.Name, "version", p.Version)))
		case r.Current && compareVersions(p.Version, r.Version) < 0:
			return refuse(in("pack.yaml", PromoteOlder.At("version", "version", p.Version, "current", r.Version)))
		}
		if r.Current {
			plan.InForce = r.Hash
		}
	}
	if plan.Done {
		r, err := c.release(ctx, s.Hash)
		return r, plan, StoredRelease{}, nil, err
	}
	r, stored, report, err := c.gated(ctx, p, by)
	plan.Report = report
	switch {
	case err != nil:
		return nil, plan, StoredRelease{}, nil, err
	case r == nil:
		return nil, plan, StoredRelease{}, report.Blockers, nil
	case r.Hash != s.Hash:
		return refuse(in("pack.yaml", PromoteUnpinned.At("needs")))
	}
	if plan.InForce != "" {
		old, err := c.release(ctx, plan.InForce)
		if err != nil {
			return nil, plan, StoredRelease{}, nil, fmt.Errorf("promoting %s: %w", p.Name, err)
		}
		d := Diff(old, r)
		plan.Difference = &d
	}
	return r, plan, stored, report.Blockers, nil
}

// Promote puts a signed pack in force. Another content than the one confirmed is
// refused, and so is a difference that was shown against another release than
// the one in force when the step is written, and whatever PlanPromotion
// refuses, also when it changed since. What is in force already is done.
func (c *Catalog) Promote(ctx context.Context, files map[string][]byte, s *Signature, trusted []ed25519.PublicKey, seen Confirmed, by By) (*Release, Promotion, metamodel.Problems, error) {
	r, plan, stored, ps, err := c.promotion(ctx, files, s, trusted, by)
	if err != nil || ps.Failed() || r == nil {
		return nil, plan, ps, err
	}
	if seen.Hash != r.Hash {
		return nil, plan, metamodel.Problems{PromoteUnsure.At("", "confirmed", seen.Hash, "hash", r.Hash)}, nil
	}
	if plan.Done {
		return r, plan, nil, nil
	}
	comment := by.Comment
	if comment != "" {
		comment += "; "
	}
	entry := Entry{Pack: plan.Pack, Version: plan.Version, Step: StepPromote, Who: by.Who, At: by.At, Comment: comment + "signed by " + s.Key, To: r.Hash}
	err = c.store.TakeStep(ctx, Step{Release: &stored, Over: &seen.Over, Entry: entry})
	switch {
	case errors.Is(err, ErrReplaced):
		now, err := c.nowInForce(ctx, plan.Pack)
		current := any(noRelease)
		if now.Hash != "" {
			current = now.Version + " " + now.Hash
		}
		return nil, plan, metamodel.Problems{PromoteReplaced.At("", "current", current)}, err
	case errors.Is(err, ErrRetired):
		return nil, plan, metamodel.Problems{ReleaseRetired.At("", "pack", plan.Pack, "version", plan.Version)}, nil
	case err != nil:
		return nil, plan, nil, fmt.Errorf("promoting %s: %w", plan.Pack, err)
	}
	c.inForce(r)
	return r, plan, nil, nil
}

var noRelease = metamodel.ZhEn("没有", "none")
