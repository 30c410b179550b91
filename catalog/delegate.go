package catalog

import (
	"time"

	"github.com/onematter/onematter/metamodel"
)

// What is wrong with a delegation.
var (
	DelegateDay       = kind("matter.delegated_day", "委托或下放的日期“{on}”不是一个日期，例如 2027-01-01", "“{on}” is no date like 2027-01-01 on which a delegation could begin or end")
	DelegateOrder     = kind("matter.delegated_order", "委托或下放的截止日 {until} 早于开始日 {on}", "The delegation would end on {until}, before it begins on {on}")
	DelegateTo        = kind("matter.delegated_unknown", "受托或承接的部门“{department}”不存在", "The department “{department}” that the matter is delegated to does not exist")
	DelegateSelf      = kind("matter.delegated_self", "“{matter}”不能委托或下放给原来的部门“{department}”", "“{matter}” cannot be delegated to “{department}”: it is that department's own")
	DelegateUp        = kind("matter.delegated_up", "下放只能向下，“{department}”是“{from}”的上级部门；请改用委托", "A transfer goes down; “{department}” stands above “{from}”. Entrust it instead")
	DelegateStandard  = kind("matter.delegated_standard", "“{matter}”是供参照的标准，没有可委托或下放的办理权", "“{matter}” is a standard: there is no power over it to hand on")
	DelegateCancelled = kind("matter.delegated_cancelled", "“{matter}”自 {end} 起取消，不能再从 {on} 起委托或下放", "“{matter}” is cancelled from {end} and cannot be delegated from {on}")
	DelegateTwice     = kind("matter.delegated_twice", "“{matter}”已{span}交由“{department}”办理，其间不得再委托或下放；{instead}", "“{matter}” is in the hands of “{department}” {span} and cannot be delegated again meanwhile. {instead}")
	DelegatePast      = kind("matter.delegated_past", "“{matter}”的委托或下放从 {on} 开始，已经过去，请写今天或以后的日期", "“{matter}” cannot be delegated from {on}, which is past. Give today or a later day")
	DelegateStands    = kind("matter.delegated_stands", "“{matter}”已定由“{department}”办理（{span}）；要以新的代替，请确认", "“{matter}” is in the hands of “{department}” {span} already. Confirm that the new delegation replaces that")
	DelegateReplaced  = warning("matter.delegated_replaced", "“{matter}”由“{department}”办理（{span}）的安排被代替，这一版生效后不再有效，请确认", "That “{matter}” is in the hands of “{department}” {span} is replaced, and ends when this version takes effect. Confirm that")
	DelegateEnd       = warning("matter.delegated_end", "“{matter}”仍由“{department}”办理，时间改为{span}，请确认", "“{matter}” stays in the hands of “{department}”, now {span}. Confirm that")
	DelegateEnded     = kind("matter.delegated_ended", "“{matter}”的委托或下放不能截止到 {until}，这一天已经过去，请写今天或以后的日期", "The delegation of “{matter}” cannot end on {until}, which is past. Give today or a later day")
	DelegateUndone    = warning("matter.delegated_undone", "现行 {current} 版里“{matter}”由“{department}”办理（{span}），{version} 版里没有，生效后不再有效；请确认", "“{matter}” is in the hands of “{department}” {span} in version {current}, which is in force, and not in version {version}: that ends when it takes effect. Confirm that")
	DelegateElsewhere = kind("matter.delegated_elsewhere", "事项“{matter}”属于所依赖的资源包“{pack}”，请在那里委托或下放", "The matter “{matter}” belongs to the pack “{pack}”, which this one needs. Delegate it there")
)

// delegation refuses days that are none, departments that are not there, and
// power that would come back to whoever hands it on.
func (c *compiler) delegation(m *Matter) {
	def := m.Def
	d := def.Delegated
	if d == nil {
		return
	}
	fail := func(p metamodel.Problem) { c.report(metamodel.KindMatter, def.ID, p) }
	if _, err := time.Parse(time.DateOnly, d.On); err != nil {
		fail(DelegateDay.At("delegated/on", "on", d.On))
	}
	if _, err := time.Parse(time.DateOnly, d.Until); err != nil && d.Until != "" {
		fail(DelegateDay.At("delegated/until", "on", d.Until))
	} else if d.Until != "" && d.Until < d.On {
		fail(DelegateOrder.At("delegated/until", "on", d.On, "until", d.Until))
	}
	to, ok := c.reg.department(d.To)
	m.Delegate = to
	from, ok2 := c.reg.department(def.Department)
	switch {
	case !ok:
		fail(DelegateTo.At("delegated/to", "department", d.To))
	case d.To == def.Department:
		fail(DelegateSelf.At("delegated/to", "matter", def.Name, "department", to.Name))
	case ok2 && d.Kind == metamodel.Transferred && c.above(d.To, from):
		fail(DelegateUp.At("delegated/to", "department", to.Name, "from", from.Name))
	}
	if def.Standard {
		fail(DelegateStandard.At("delegated", "matter", def.Name))
	}
	if def.Ended(d.On) {
		fail(DelegateCancelled.At("delegated/on", "matter", def.Name, "on", d.On, "end", def.Cancelled.On))
	}
}

// above reports whether a department stands above another one.
func (c *compiler) above(id string, d *metamodel.Department) bool {
	seen := map[string]bool{}
	for d.Parent != "" && !seen[d.Parent] {
		if d.Parent == id {
			return true
		}
		seen[d.Parent] = true
		next, ok := c.reg.department(d.Parent)
		if !ok {
			return false // reported as such
		}
		d = next
	}
	return false
}

// delegations refuses what is new in a pack and would rewrite who was competent
// (from a day that is past), and power that is handed on by whom it was lent to.
func delegations(was, r *Release, at time.Time) (ps metamodel.Problems) {
	day := today(r, at)
	for _, id := range sortedKeys(r.Pack.Matters) {
		m, old := r.Pack.Matters[id], was.Pack.Matters[id]
		if old == nil || m.Delegated == nil {
			continue
		}
		switch d, before := m.Delegated, old.Delegated; {
		case before != nil && again(before, d):
			if d.Until != before.Until && d.Until != "" && d.Until < day { // who was competent until now was
				ps = append(ps, r.Pack.at(metamodel.KindMatter, id, DelegateEnded.At("delegated/until", "matter", m.Name, "until", d.Until)))
			}
		case before != nil && before.On <= day && before.Holds(d.On):
			ps = append(ps, r.Pack.at(metamodel.KindMatter, id, lentTwice(m, before, was)))
		case d.On < day:
			ps = append(ps, r.Pack.at(metamodel.KindMatter, id, DelegatePast.At("delegated/on", "matter", m.Name, "on", d.On)))
		}
	}
	return ps
}

// recalled tells of delegations in what is in force that are not over, and not in
// a pack that would replace it.
func recalled(was, r *Release, at time.Time) (ps metamodel.Problems) {
	day := today(r, at)
	for _, id := range sortedKeys(r.Pack.Matters) {
		m, old := r.Pack.Matters[id], was.Pack.Matters[id]
		if old == nil || old.Delegated == nil || old.Delegated.Until != "" && old.Delegated.Until < day || m.Delegated != nil && again(old.Delegated, m.Delegated) {
			continue
		}
		ps = append(ps, r.Pack.at(metamodel.KindMatter, id, DelegateUndone.At("delegated", "matter", m.Name, "department", was.DepartmentName(old.Delegated.To), "span", spanOf(old.Delegated), "current", was.Pack.Version, "version", r.Pack.Version)))
	}
	return ps
}

// MatterDelegation says how the power over a matter is handed on.
type MatterDelegation struct {
	Matter string
	To     metamodel.Delegation
	// Replace takes out what is said of the matter already; without it that is refused.
	Replace bool
	At      time.Time // now: what is over by then may be replaced without a word
}

// Delegate hands the power over a matter of the release's pack to another
// department. A matter has one delegation: what stands there and is not over is
// replaced on demand only, and named in a warning. The same kind to the same
// department from the same day with another end is not a second delegation, so it
// may be written while the first runs. The pack that comes back is a new one; a refusal comes
// with the pack as it was.
func Delegate(r *Release, how MatterDelegation) (*Pack, metamodel.Problems) {
	m := r.Pack.Matters[how.Matter]
	switch {
	case m == nil && r.MatterDef(how.Matter) == nil:
		return r.Pack, metamodel.Problems{MatterNowhere.At("", "pack", r.Pack.Name, "matter", how.Matter)}
	case m == nil:
		return r.Pack, metamodel.Problems{DelegateElsewhere.At("", "matter", how.Matter, "pack", r.home(how.Matter))}
	}
	var told metamodel.Problems
	if was, day := m.Delegated, today(r, how.At); was != nil && (was.Until == "" || was.Until >= day) {
		switch same := again(was, &how.To); {
		case same && how.To.Until != was.Until && how.To.Until != "" && how.To.Until < day:
			return r.Pack, metamodel.Problems{DelegateEnded.At("delegated/until", "matter", m.Name, "until", how.To.Until)}
		case same:
			told = append(told, DelegateEnd.At("delegated", "matter", m.Name, "span", spanOf(&how.To), "department", r.DepartmentName(was.To)))
		case was.On <= day && was.Holds(how.To.On):
			return r.Pack, metamodel.Problems{lentTwice(m, was, r)}
		case !how.Replace:
			return r.Pack, metamodel.Problems{DelegateStands.At("delegated", "matter", m.Name, "span", spanOf(was), "department", r.DepartmentName(was.To))}
		default:
			told = append(told, DelegateReplaced.At("delegated", "matter", m.Name, "span", spanOf(was), "department", r.DepartmentName(was.To)))
		}
	}
	p, ps := r.Pack.clone()
	if ps.Failed() {
		return r.Pack, ps
	}
	p.Matters[how.Matter].Delegated = &how.To
	p.Files = nil
	return p, told
}

// again reports whether two delegations are one: to the same department, of the
// same kind, from the same day on.
func again(a, b *metamodel.Delegation) bool { return a.To == b.To && a.Kind == b.Kind && a.On == b.On }

// lentTwice says that a delegation runs on the day from which another one would,
// and what can be done: it is given an end, or the other one begins after it.
func lentTwice(m *metamodel.Matter, runs *metamodel.Delegation, in *Release) metamodel.Problem {
	instead := metamodel.ZhEn("请先写明它的截止日", "Give that an end first")
	if runs.Until != "" {
		instead = metamodel.ZhEn("新的安排可在 "+runs.Until+" 之后开始", "A new one may begin after "+runs.Until)
	}
	return DelegateTwice.At("delegated/to", "matter", m.Name, "span", spanOf(runs), "department", in.DepartmentName(runs.To), "instead", instead)
}

// spanOf says from when to when a delegation holds.
func spanOf(d *metamodel.Delegation) metamodel.Text {
	if d.Until == "" {
		return metamodel.ZhEn("自 "+d.On+" 起", "from "+d.On)
	}
	return metamodel.ZhEn("自 "+d.On+" 至 "+d.Until, "from "+d.On+" to "+d.Until)
}
