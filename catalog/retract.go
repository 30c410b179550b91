package catalog

import (
	"time"

	"github.com/onematter/onematter/metamodel"
)

// What is wrong with taking back an act on a matter.
var (
	RetractNothing = kind("matter.retract_nothing", "“{matter}”没有可以撤回的取消、委托或下放", "Nothing of the kind is said of “{matter}”: there is nothing to take back")
	RetractBegun   = kind("matter.retract_begun", "“{matter}”自 {on} 起已经{what}，不能撤回；{instead}", "“{matter}” {what} since {on}, which cannot be taken back. {instead}")
	RetractBecame  = kind("matter.retract_became", "“{matter}”由合并或拆分产生的事项接续，只撤回取消会让同一件事有两个事项；请放弃那一版草稿", "“{matter}” was merged or split: taken back alone, there would be two matters for one thing. Discard the version that did it")
	RetractChanged = warning("matter.retract_changed", "“{name}”与取消“{matter}”之前相比还有别的不同，没有恢复原样；需要的话请自行放回“{matter}”", "“{name}” differs from what it was before “{matter}” was cancelled in more than that, and is left as it is. Put “{matter}” back where it belongs")
	RetractLost    = warning("matter.retract_replaced", "“{matter}”在这项安排之前由“{department}”办理（{span}），已被它代替，撤回后不会恢复；需要的话请重新委托或下放", "Before that, “{matter}” was in the hands of “{department}” {span}, which was replaced and does not come back. Delegate it anew if it should")
	RetractThemes  = warning("matter.retract_themes", "“{matter}”不在任何主题里，取消时已从主题去掉；需要的话请放回", "“{matter}” is in no theme: cancelling took it out. Put it back where it belongs")
)

// Retraction names an act on a matter that has not begun: its cancellation, or
// that another department handles it.
type Retraction struct {
	Matter string
	Of     RetractedAct
	At     time.Time // now
	Was    Past      // see Catalog.Before
}

// RetractedAct is what is taken back.
type RetractedAct string

const (
	RetractCancellation RetractedAct = "cancellation"
	RetractDelegation   RetractedAct = "delegation"
)

// Retract takes back an act on a matter of the release's pack before its first
// day. Themes and policies that a cancellation changed, and nothing else but others,
// are as without it; a delegation that it replaced stands again where it has not
// begun. The pack that comes back is a new one, with what a person has yet to
// put right as warnings; a refusal comes with the pack as it was.
func Retract(r *Release, how Retraction) (*Pack, metamodel.Problems) {
	m := r.Pack.Matters[how.Matter]
	switch {
	case m == nil && r.MatterDef(how.Matter) == nil:
		return r.Pack, metamodel.Problems{MatterNowhere.At("", "pack", r.Pack.Name, "matter", how.Matter)}
	case m == nil && how.Of == RetractCancellation:
		return r.Pack, metamodel.Problems{CancelElsewhere.At("", "matter", how.Matter, "pack", r.home(how.Matter))}
	case m == nil:
		return r.Pack, metamodel.Problems{DelegateElsewhere.At("", "matter", how.Matter, "pack", r.home(how.Matter))}
	}
	if refused := retractable(m, how.Of, today(r, how.At)); refused != nil {
		return r.Pack, metamodel.Problems{*refused}
	}
	p, ps := r.Pack.clone()
	if ps.Failed() {
		return r.Pack, ps
	}
	var told metamodel.Problems
	if how.Of == RetractDelegation {
		p.Matters[how.Matter].Delegated, told = r.delegatedBefore(m, how)
	} else {
		var known bool
		told, known = putBack(p, how)
		if p.Matters[how.Matter].Cancelled = nil; !known && !p.inTheme(how.Matter) {
			told = append(told, RetractThemes.At("cancelled", "matter", m.Name))
		}
	}
	p.Files = nil
	return p, told
}

// delegatedBefore is the delegation that the one to be taken back replaced, where
// it is still to begin. One that had begun is told instead: meanwhile nobody held
// the power by it, and a delegation from a past day would say that somebody did.
func (r *Release) delegatedBefore(m *metamodel.Matter, how Retraction) (*metamodel.Delegation, metamodel.Problems) {
	if how.Was.Release == nil || how.Was.Release.Pack.Matters[m.ID] == nil {
		return nil, nil
	}
	before, day := how.Was.Release.Pack.Matters[m.ID].Delegated, today(r, how.At)
	if before == nil || before.Until != "" && before.Until < day {
		return nil, nil
	}
	if _, there := r.reg.department(before.To); there && before.On > day && before.To != m.Department && !m.Ended(before.On) {
		again := *before
		return &again, nil
	}
	return nil, metamodel.Problems{RetractLost.At("delegated", "matter", m.Name, "department", how.Was.Release.DepartmentName(before.To), "span", spanOf(before))}
}

// retractable is why an act cannot be taken back on a day, nil when it can.
func retractable(m *metamodel.Matter, of RetractedAct, day string) *metamodel.Problem {
	c, d := m.Cancelled, m.Delegated
	var p metamodel.Problem
	switch {
	case of == RetractCancellation && c == nil, of == RetractDelegation && d == nil:
		p = RetractNothing.At("", "matter", m.Name)
	case of == RetractCancellation && c.Into != "":
		p = RetractBecame.At("cancelled", "matter", m.Name)
	case of == RetractCancellation && c.On <= day:
		p = RetractBegun.At("cancelled/on", "matter", m.Name, "on", c.On, "what", metamodel.ZhEn("取消", "is cancelled"), "instead", metamodel.ZhEn("可以另立新的事项", "Describe a new matter"))
	case of == RetractDelegation && d.On <= day:
		p = RetractBegun.At("delegated/on", "matter", m.Name, "on", d.On, "what", metamodel.ZhEn("由其他部门办理", "is handled by another department"), "instead", metamodel.ZhEn("可以改写它的截止日", "Give the delegation an end"))
	default:
		return nil
	}
	return &p
}

// inTheme reports whether a theme of the pack has a matter.
func (p *Pack) inTheme(matter string) bool {
	for _, t := range p.Themes {
		for _, m := range t.Matters {
			if m.Matter == matter {
				return true
			}
		}
	}
	return false
}
