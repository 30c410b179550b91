package catalog

import (
	"context"
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
	DelegateTwice     = kind("matter.delegated_twice", "“{matter}”已自 {on} 起交由“{department}”办理，不得再委托或下放；请先写明它的截止日", "“{matter}” is in the hands of “{department}” from {on} and cannot be delegated again. Give that an end first")
	DelegatePast      = kind("matter.delegated_past", "“{matter}”的委托或下放从 {on} 开始，已经过去，请写今天或以后的日期", "“{matter}” cannot be delegated from {on}, which is past. Give today or a later day")
	DelegateElsewhere = kind("matter.delegated_elsewhere", "事项“{matter}”属于所依赖的资源包，请在那里委托或下放", "The matter “{matter}” belongs to a pack that this one needs. Delegate it there")
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
func (c *Catalog) delegations(ctx context.Context, r *Release, at time.Time) (ps metamodel.Problems, err error) {
	ed, err := c.current(ctx)
	if err != nil {
		return nil, err
	}
	day := today(r, at)
	for _, was := range ed.Releases {
		if was.Pack.Name != r.Pack.Name {
			continue
		}
		for _, id := range sortedKeys(r.Pack.Matters) {
			m, old := r.Pack.Matters[id], was.Pack.Matters[id]
			if old == nil || m.Delegated == nil {
				continue
			}
			switch d, before := m.Delegated, old.Delegated; {
			case before != nil && before.To == d.To && before.On == d.On:
			case before != nil && before.On <= day && before.Holds(d.On):
				ps = append(ps, r.Pack.at(metamodel.KindMatter, id, DelegateTwice.At("delegated/to", "matter", m.Name, "on", before.On, "department", was.DepartmentName(before.To))))
			case d.On < day:
				ps = append(ps, r.Pack.at(metamodel.KindMatter, id, DelegatePast.At("delegated/on", "matter", m.Name, "on", d.On)))
			}
		}
	}
	return ps, nil
}

// Delegate hands the power over a matter of the release's pack to another
// department. The pack that comes back is a new one; a refusal comes with the
// pack as it was.
func Delegate(r *Release, matter string, d metamodel.Delegation) (*Pack, metamodel.Problems) {
	m := r.Pack.Matters[matter]
	if m == nil {
		return r.Pack, metamodel.Problems{DelegateElsewhere.At("", "matter", matter)}
	}
	if was := m.Delegated; was != nil && (was.Until == "" || d.On <= was.Until) {
		return r.Pack, metamodel.Problems{DelegateTwice.At("delegated/to", "matter", m.Name, "on", was.On, "department", r.DepartmentName(was.To))}
	}
	p, ps := r.Pack.clone()
	if ps.Failed() {
		return r.Pack, ps
	}
	p.Matters[matter].Delegated = &d
	p.Files = nil
	return p, nil
}
