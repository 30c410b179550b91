package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// What cannot be decided about differences from a template.
var (
	StandardOverlap  = kind("standard.overlap", "“{path}”与“{other}”重叠，请只决定其中一处", "“{path}” and “{other}” overlap. Decide about one of them")
	StandardReason   = kind("standard.reason", "“{path}”与模板不同，请写明理由", "Say why “{path}” differs from the template")
	StandardNotAsked = kind("standard.not_proposed", "“{matter}”没有建议采纳“{path}”", "“{matter}” does not propose “{path}”")
	StandardElse     = kind("standard.follower", "“{matter}”不以“{template}”为模板", "“{matter}” does not follow “{template}”")
)

// TemplateDo is what is done about one difference between a matter and its template.
type TemplateDo string

const (
	DoAdopt   TemplateDo = "adopt"   // be like the template there
	DoKeep    TemplateDo = "keep"    // stay different, for a reason
	DoPropose TemplateDo = "propose" // so, and the template should do likewise
	DoReopen  TemplateDo = "reopen"  // what was kept or proposed is to be decided anew
)

// TemplateDecision is a decision about what lies at a path of a comparison, and below.
type TemplateDecision struct {
	Path   string         `json:"path" validate:"required,max=500" description:"As the comparison names it"`
	Do     TemplateDo     `json:"do" validate:"required,oneof=adopt keep propose reopen" enum:"adopt,keep,propose,reopen" description:"adopt: be like the template. keep: stay different. propose: stay different, and propose it to the template. reopen: decide anew"`
	Reason metamodel.Text `json:"reason,omitempty" validate:"omitempty,worded" description:"Why it differs, of keep and propose"`
}

// Standardisation says what is done about a matter's differences from its template.
// With a follower the matter is the template, and takes over what that proposes.
type Standardisation struct {
	Matter    string
	Decisions []TemplateDecision
	Follower  string   // "": decisions are about the matter's own template
	In        *Release // where the follower is
}

// Standardise carries decisions about differences from a template out. The pack
// that comes back is a new one, with how much nobody has decided about yet as a
// warning; a refusal comes with the pack as it was.
func Standardise(r *Release, how Standardisation) (*Pack, metamodel.Problems) {
	found, from, ps := r.differences(how)
	if ps.Failed() {
		return r.Pack, ps
	}
	if ps = decidable(found, how); ps.Failed() {
		return r.Pack, ps
	}
	p, ps := r.Pack.clone()
	if ps.Failed() {
		return r.Pack, ps
	}
	if from.form, ps = copiedForm(from.form); ps.Failed() { // what is taken over is written to
		return r.Pack, ps
	}
	m := p.Matters[how.Matter]
	for i, d := range how.Decisions {
		switch d.Do {
		case DoAdopt:
			for _, refused := range adopt(p, m, from, d.Path) {
				refused.Path = at(i, "path")
				ps = append(ps, refused)
			}
			if how.Follower == "" {
				m.Template.Kept = slices.DeleteFunc(m.Template.Kept, func(k metamodel.Kept) bool { return liesIn(k.Path, d.Path) })
			}
		case DoKeep, DoPropose:
			forget(m, d.Path)
			m.Template.Kept = append(m.Template.Kept, metamodel.Kept{Path: d.Path, Reason: d.Reason, Propose: d.Do == DoPropose})
		case DoReopen:
			forget(m, d.Path)
		}
	}
	if ps.Failed() {
		return r.Pack, ps
	}
	p.Files = nil
	if how.Follower != "" {
		return p, nil
	}
	return p, undecided(found, how, m.Template.Kept)
}

// forget takes out what is said of the very place: what is said of places in it stays.
func forget(m *metamodel.Matter, path string) {
	m.Template.Kept = slices.DeleteFunc(m.Template.Kept, func(k metamodel.Kept) bool { return k.Path == path })
}

// at is the place of a decision's part in what was asked.
func at(i int, part string) string { return fmt.Sprintf("decisions/%d/%s", i, part) }

// differences are those that decisions are about, and the side that is taken over from.
func (r *Release) differences(how Standardisation) (*Comparison, side, metamodel.Problems) {
	fail := func(p metamodel.Problem) (*Comparison, side, metamodel.Problems) {
		return nil, side{}, metamodel.Problems{p}
	}
	m := r.Pack.Matters[how.Matter]
	if m == nil {
		return fail(MatterNowhere.At("matter", "pack", r.Pack.Name, "matter", how.Matter))
	}
	if how.Follower != "" {
		from, ok := how.In.side(how.Follower)
		if !ok || from.matter.Template == nil || from.matter.Template.Matter != m.ID {
			return fail(StandardElse.At("follower", "matter", how.Follower, "template", m.Name))
		}
		c, ok := CompareMatters(r, m.ID, how.In, how.Follower)
		if !ok {
			return fail(StandardElse.At("follower", "matter", how.Follower, "template", m.Name))
		}
		return c, from, nil
	}
	c, ok := r.AgainstTemplate(m.ID)
	if !ok {
		return fail(AdoptNoTemplate.At("matter", "matter", m.Name))
	}
	from, _ := r.side(c.Template.ID)
	return c, from, nil
}

// decidable tells what of decisions makes no sense: each is about differences, or
// about what was said to stay, none about what another one adopts, and what differs
// has a reason.
func decidable(found *Comparison, how Standardisation) (ps metamodel.Problems) {
	for i, d := range how.Decisions {
		if p := found.refuses(d, how.Follower != ""); p != nil {
			part := "path"
			if p.Code == StandardReason.Code {
				part = "reason"
			}
			p.Path = at(i, part)
			ps = append(ps, *p)
		}
		for _, other := range how.Decisions[:i] {
			adopts := d.Do == DoAdopt && other.Do != DoReopen || other.Do == DoAdopt && d.Do != DoReopen
			if d.Path == other.Path || adopts && (liesIn(d.Path, other.Path) || liesIn(other.Path, d.Path)) {
				ps = append(ps, StandardOverlap.At(at(i, "path"), "path", d.Path, "other", other.Path))
				break
			}
		}
	}
	return ps
}

// refuses is why a decision makes no sense; nil: it does. A template takes over only
// what a follower proposes.
func (c *Comparison) refuses(d TemplateDecision, takesOver bool) *metamodel.Problem {
	fail := func(k metamodel.Kind, args ...any) *metamodel.Problem {
		p := k.At("", args...)
		return &p
	}
	if takesOver && d.Do != DoAdopt {
		return fail(StandardNotAsked, "matter", c.Matter.Name, "path", d.Path)
	}
	if d.Do == DoReopen {
		if slices.ContainsFunc(c.kept, func(k metamodel.Kept) bool { return k.Path == d.Path }) {
			return nil
		}
		return fail(AdoptNoChange, "path", d.Path)
	}
	in, whole := 0, ""
	for _, item := range c.Items {
		switch {
		case liesIn(item.Path, d.Path):
			in++
		case d.Do == DoAdopt && liesIn(d.Path, item.Path):
		default:
			continue
		}
		if d.Do == DoAdopt && item.Elsewhere && !takesOver {
			return fail(AdoptElsewhere, "path", d.Path)
		}
		if whole == "" || item.Adopt == d.Path || liesIn(item.Adopt, d.Path) {
			whole = item.Adopt
		}
		if takesOver && item.Verdict != Proposed {
			return fail(StandardNotAsked, "matter", c.Matter.Name, "path", item.Path)
		}
	}
	switch {
	case d.Do != DoAdopt && in == 0, d.Do == DoAdopt && in == 0 && whole == "":
		return fail(AdoptNoChange, "path", d.Path)
	case d.Do != DoAdopt && strings.TrimSpace(d.Reason[metamodel.Languages[0]]) == "":
		return fail(StandardReason, "path", d.Path)
	case d.Do != DoAdopt, whole == d.Path, isGroup(d.Path) && liesIn(whole, d.Path):
		return nil
	case whole == "":
		return fail(AdoptByHand, "path", d.Path)
	}
	return fail(AdoptWhole, "path", d.Path, "whole", whole)
}

// isGroup reports whether a path names a group of a form, which may be adopted with
// all in it though each of that could be alone.
func isGroup(path string) bool {
	return strings.HasPrefix(path, "form/") && strings.Count(path, "/") == 1 && path != "form/title" && path != "form/sections" && path != "form/texts"
}

// undecided tells of differences from a matter's own template that are neither adopted
// nor said to stay.
func undecided(found *Comparison, how Standardisation, kept []metamodel.Kept) metamodel.Problems {
	var open []Deviation
	for _, item := range found.Items {
		adopted := slices.ContainsFunc(how.Decisions, func(d TemplateDecision) bool {
			return d.Do == DoAdopt && item.Adopt != "" && liesIn(item.Adopt, d.Path)
		})
		if !adopted && !slices.ContainsFunc(kept, func(k metamodel.Kept) bool { return liesIn(item.Path, k.Path) }) {
			open = append(open, item)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return metamodel.Problems{deviates(found, open)}
}

// refusals are the problems that are no warnings.
func refusals(ps metamodel.Problems) (out metamodel.Problems) {
	for _, p := range ps {
		if p.Severity != metamodel.Warning {
			out = append(out, p)
		}
	}
	return out
}
