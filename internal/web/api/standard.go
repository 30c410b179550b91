package api

import (
	"context"
	"fmt"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// StandardiseMatter decides about differences between a matter and its template.
type StandardiseMatter struct {
	Pack      string                     `path:"name" json:"-" description:"The pack's name"`
	Base      string                     `json:"base" validate:"required,max=128" description:"Hash of the release that is changed: the one in force"`
	Matter    string                     `json:"matter" validate:"required,max=64"`
	Follower  string                     `json:"follower,omitempty" validate:"max=64" description:"Matter is the template, and takes over what this one proposes"`
	Decisions []catalog.TemplateDecision `json:"decisions" validate:"required,min=1,max=500,dive"`
	Reason    metamodel.Text             `json:"reason,omitempty" validate:"omitempty,worded" description:"Why; the draft says so. Absent: it says what was decided"`
}

func (in *StandardiseMatter) texts() (out []wording) {
	for i, d := range in.Decisions {
		if d.Do == catalog.DoKeep || d.Do == catalog.DoPropose {
			out = append(out, wording{fmt.Sprintf("decisions/%d/reason", i), d.Reason})
		}
	}
	return out
}

// why is what the draft says of itself: given, or what is decided.
func (in *StandardiseMatter) why() metamodel.Text {
	for _, lang := range metamodel.Languages {
		if said := strings.TrimSpace(in.Reason[lang]); said != "" {
			return metamodel.Zh(said)
		}
	}
	if in.Follower != "" {
		return metamodel.Zh(fmt.Sprintf("%s 采纳 %s 的建议：%d 处", in.Matter, in.Follower, len(in.Decisions)))
	}
	count := map[catalog.TemplateDo]int{}
	for _, d := range in.Decisions {
		count[d.Do]++
	}
	var parts []string
	for _, k := range []struct {
		do    catalog.TemplateDo
		words string
	}{{catalog.DoAdopt, "采用"}, {catalog.DoKeep, "保留"}, {catalog.DoPropose, "建议模板采纳"}, {catalog.DoReopen, "重新考虑"}} {
		if n := count[k.do]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d 处", k.words, n))
		}
	}
	return metamodel.Zh(fmt.Sprintf("%s 与模板的差别：%s", in.Matter, strings.Join(parts, "，")))
}

// standardisation finds the follower, which may be in another pack than the template.
func (a *API) standardisation(ctx context.Context, in *StandardiseMatter) (act, error) {
	how := catalog.Standardisation{Matter: in.Matter, Follower: in.Follower, Decisions: in.Decisions}
	if in.Follower != "" {
		edition, err := a.o.Catalog.Current(ctx)
		if err != nil {
			return nil, err
		}
		_, rel, ok := edition.Matter(in.Follower)
		if !ok {
			return nil, engine.ErrNotFound
		}
		how.In = rel
	}
	return a.worded(func(r *catalog.Release) (*catalog.Pack, metamodel.Problems) { return catalog.Standardise(r, how) }, in.texts()...), nil
}

func (a *API) previewStandardisation(c *call[StandardiseMatter]) (*Restructured, error) {
	ctx := c.Request().Context()
	change, err := a.standardisation(ctx, &c.In)
	if err != nil {
		return nil, err
	}
	return a.previewed(ctx, c.In.Pack, c.In.Base, change)
}

func (a *API) standardiseMatter(c *call[StandardiseMatter]) (*VersionStep, error) {
	ctx := c.Request().Context()
	change, err := a.standardisation(ctx, &c.In)
	if err != nil {
		return nil, err
	}
	return a.begun(ctx, c, c.Actor, c.In.Pack, c.In.Base, c.In.why(), change)
}

// listFollowers are the matters that follow one as their template.
func (a *API) listFollowers(c *call[idIn]) (*List[catalog.Follower], error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	if _, _, ok := edition.Matter(c.In.ID); !ok {
		return nil, engine.ErrNotFound
	}
	return &List[catalog.Follower]{Items: edition.Followers(c.In.ID)}, nil
}
