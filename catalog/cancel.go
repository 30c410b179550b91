package catalog

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// What is wrong with a cancellation.
var (
	CancelDay       = kind("matter.cancelled_day", "取消日期“{on}”不是一个日期，例如 2027-01-01", "“{on}” is no date like 2027-01-01")
	CancelSuccessor = kind("matter.unknown_successor", "接续办理的事项“{matter}”不存在", "The matter “{matter}” that replaces this one does not exist")
	CancelStandard  = kind("matter.successor_standard", "接续办理的事项“{matter}”是供参照的标准，不能办理", "The matter “{matter}” that replaces this one is a standard and is never filed")
	CancelSelf      = kind("matter.successor_cycle", "事项互相接续形成循环：{cycle}", "Matters replace each other in a circle: {cycle}")
	CancelTwice     = kind("matter.successor_twice", "接续办理的事项“{matter}”写了两次", "The matter “{matter}” is named twice as a replacement")
	CancelledTheme  = kind("theme.matter_cancelled", "事项“{matter}”自 {on} 起取消，主题里须去掉，或换成接续办理的事项", "The matter “{matter}” is cancelled from {on}. Take it out of the theme, or name what replaces it")
	CancelledPolicy = kind("policy.matter_cancelled", "政策“{policy}”通过“{matter}”兑现，它自 {on} 起取消；请写明接续办理的事项", "The policy “{policy}” is claimed through “{matter}”, which is cancelled from {on}. Name what replaces it")
	CancelledBefore = kind("matter.cancelled_already", "事项“{matter}”已自 {on} 起取消", "The matter “{matter}” is cancelled already, from {on}")
	CancelLast      = kind("matter.cancelled_last", "主题“{theme}”只有这一个事项，请写明接续办理的事项，或先停用该主题", "The theme “{theme}” holds this matter only. Name what replaces it, or remove the theme first")
	CancelPast      = kind("matter.cancelled_past", "“{matter}”的取消日期 {on} 已经过去，请写今天或以后的日期", "“{matter}” cannot be cancelled from {on}, which is past. Give today or a later day")
	CancelUndone    = warning("matter.cancelled_undone", "现行 {current} 版里“{matter}”自 {on} 起取消，{version} 版里没有取消，生效后又可以申请；请确认", "“{matter}” is cancelled from {on} in version {current}, which is in force, and not in version {version}: it can be applied for again. Confirm that")
	CancelElsewhere = kind("matter.cancelled_elsewhere", "事项“{matter}”属于所依赖的资源包“{pack}”，请在那里变更", "The matter “{matter}” belongs to the pack “{pack}”, which this one needs. Change it there")
)

// cancellations refuses days that are none and successors that nobody can file.
func (c *compiler) cancellations() {
	graph := map[string][]string{}
	for _, id := range sortedKeys(c.pack.Matters) {
		end := c.pack.Matters[id].Cancelled
		if end == nil {
			continue
		}
		fail := func(p metamodel.Problem) { c.report(metamodel.KindMatter, id, p) }
		if _, err := time.Parse(time.DateOnly, end.On); err != nil {
			fail(CancelDay.At("cancelled/on", "on", end.On))
		}
		for i, next := range end.Successors {
			at := fmt.Sprintf("cancelled/successors/%d", i)
			switch m, ok := c.reg.matter(next); {
			case !ok:
				fail(CancelSuccessor.At(at, "matter", next))
			case m.Standard:
				fail(CancelStandard.At(at, "matter", m.Name))
			case slices.Contains(end.Successors[:i], next):
				fail(CancelTwice.At(at, "matter", next))
			}
		}
		for _, l := range c.pack.leftBehind(id) {
			c.report(l.kind, l.id, l.problem)
		}
		graph[id] = end.Successors
	}
	for _, cycle := range cycles(graph) {
		c.report(metamodel.KindMatter, cycle[0], CancelSelf.At("cancelled/successors", "cycle", strings.Join(cycle, " → ")))
	}
}

// Days is what is wrong with the days of a release at a moment when it would
// replace what is in force: acts that are new in it and begin before.
func (c *Catalog) Days(ctx context.Context, r *Release, at time.Time) (metamodel.Problems, error) {
	was, err := c.replacedBy(ctx, r)
	if err != nil || was == nil {
		return nil, err
	}
	return append(backdated(was, r, at), delegations(was, r, at)...), nil
}

// upsets are what a person should know of a release before it replaces what is in
// force: acts whose day it is not yet, and those that it lets fall.
func (c *Catalog) upsets(ctx context.Context, r *Release, at time.Time) (metamodel.Problems, error) {
	was, err := c.replacedBy(ctx, r)
	if err != nil || was == nil {
		return nil, err
	}
	return slices.Concat(ActsEarly(was, r, at), revived(was, r), recalled(was, r, at)), nil
}

// replacedBy is the release in force that a release of its pack would replace, nil for none.
func (c *Catalog) replacedBy(ctx context.Context, r *Release) (*Release, error) {
	ed, err := c.current(ctx)
	if err != nil {
		return nil, err
	}
	for _, was := range ed.Releases {
		if was.Pack.Name == r.Pack.Name {
			return was, nil
		}
	}
	return nil, nil
}

// backdated refuses cancellations that are new in a pack and begin before it is
// published: people applied in good faith.
func backdated(was, r *Release, at time.Time) (ps metamodel.Problems) {
	day := today(r, at)
	for _, id := range sortedKeys(r.Pack.Matters) {
		m, old := r.Pack.Matters[id], was.Pack.Matters[id]
		if old != nil && old.Cancelled == nil && m.Cancelled != nil && m.Cancelled.On < day {
			ps = append(ps, r.Pack.at(metamodel.KindMatter, id, CancelPast.At("cancelled/on", "matter", m.Name, "on", m.Cancelled.On)))
		}
	}
	return ps
}

// revived tells of matters that are cancelled in what is in force and are not in
// a pack that would replace it.
func revived(was, r *Release) (ps metamodel.Problems) {
	for _, id := range sortedKeys(r.Pack.Matters) {
		if m, old := r.Pack.Matters[id], was.Pack.Matters[id]; old != nil && old.Cancelled != nil && m.Cancelled == nil {
			ps = append(ps, r.Pack.at(metamodel.KindMatter, id, CancelUndone.At("cancelled", "matter", m.Name, "on", old.Cancelled.On, "current", was.Pack.Version, "version", r.Pack.Version)))
		}
	}
	return ps
}

// today is the day it is at a moment where the release's matters are filed. Where
// its calendars know several, it is the earliest: what is past is past everywhere.
func today(r *Release, at time.Time) string {
	day := ""
	for _, id := range r.CalendarIDs() {
		if cal := r.Calendar(id); cal != nil {
			if here := at.In(cal.Zone).Format(time.DateOnly); day == "" || here < day {
				day = here
			}
		}
	}
	if day == "" {
		return at.UTC().Format(time.DateOnly)
	}
	return day
}

// CancelFrom is Cancel on the day of a moment: from a day that is past where the
// matter is filed it is refused, as publishing it would be.
func CancelFrom(r *Release, matter string, end metamodel.Cancellation, at time.Time) (p *Pack, themes []string, ps metamodel.Problems) {
	_, err := time.Parse(time.DateOnly, end.On) // what is no day is told when the pack is compiled
	if p, themes, ps = Cancel(r, matter, end); !ps.Failed() && err == nil && end.On < today(r, at) {
		return r.Pack, nil, metamodel.Problems{CancelPast.At("cancelled/on", "matter", r.Pack.Matters[matter].Name, "on", end.On)}
	}
	return p, themes, ps
}

// Cancel ends a matter of the release's pack. Themes lose it, with what they said
// of it; where one lacks the first of its successors, that takes its place, and in
// policies too. The pack that comes back is a new one; the themes that changed are
// named, and what else changed or still counts on the matter is told as warnings.
// A refusal comes with the pack as it was.
func Cancel(r *Release, matter string, end metamodel.Cancellation) (p *Pack, themes []string, ps metamodel.Problems) {
	switch m := r.Pack.Matters[matter]; {
	case m == nil && r.MatterDef(matter) == nil:
		return r.Pack, nil, metamodel.Problems{MatterNowhere.At("", "pack", r.Pack.Name, "matter", matter)}
	case m == nil:
		return r.Pack, nil, metamodel.Problems{CancelElsewhere.At("", "matter", matter, "pack", r.home(matter))}
	case m.Cancelled != nil:
		return r.Pack, nil, metamodel.Problems{CancelledBefore.At("cancelled", "matter", m.Name, "on", m.Cancelled.On)}
	}
	p, ps = r.Pack.clone()
	if ps.Failed() {
		return r.Pack, nil, ps
	}
	p.Matters[matter].Cancelled = &end
	x := canceller{r: r, pack: p, of: p.Matters[matter]}
	for _, id := range p.ThemeIDs() {
		t := p.Themes[id]
		if !slices.ContainsFunc(t.Matters, func(m metamodel.ThemeMatter) bool { return m.Matter == matter }) {
			continue
		}
		themes = append(themes, id)
		if !x.theme(t) {
			return r.Pack, nil, metamodel.Problems{CancelLast.At("matters", "theme", t.Name)}
		}
	}
	x.policies()
	ps = x.told
	for _, l := range p.leftBehind(matter) {
		ps = append(ps, p.at(l.kind, l.id, l.problem))
	}
	p.Files = nil
	return p, themes, ps
}
