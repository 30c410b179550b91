package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// ExtendedClocks are the clocks of the matter that an extension lengthens: those
// it names that have a limit.
func (m *Matter) ExtendedClocks() []workflows.ClockName {
	if m.Def.Extend == nil {
		return nil
	}
	var list []workflows.ClockName
	for _, name := range workflows.ClockNames {
		if slices.Contains(m.Def.Extend.Named(), string(name)) && m.limited(name) {
			list = append(list, name)
		}
	}
	return list
}

// limited reports whether a clock of the matter has a limit, a step's in any step.
func (m *Matter) limited(name workflows.ClockName) bool {
	switch name {
	case workflows.PromisedClock:
		return m.Def.PromisedDays > 0
	case workflows.StatutoryClock:
		return m.Def.StatutoryDays > 0
	}
	return slices.ContainsFunc(m.Machine.Workflow.States, func(s workflows.State) bool { return s.Limit > 0 })
}

// matterExtension holds an extension against the limits it lengthens: they must
// be there, and what is promised must not come to lie behind the law's own limit.
func (c *compiler) matterExtension(m *Matter) {
	x := m.Def.Extend
	if x == nil || m.Machine == nil {
		return
	}
	fail := func(p metamodel.Problem) { c.report(metamodel.KindMatter, m.Def.ID, p) }
	seen := map[string]bool{}
	for i, name := range x.Clocks {
		at := fmt.Sprintf("extend/clocks/%d", i)
		switch {
		case seen[name]:
			fail(ExtendTwice.At(at, "clock", workflows.ClockName(name).Text()))
		case !m.limited(workflows.ClockName(name)):
			fail(ExtendNoLimit.At(at, "clock", workflows.ClockName(name).Text()))
		}
		seen[name] = true
	}
	extended := m.ExtendedClocks()
	if len(x.Clocks) == 0 && len(extended) == 0 {
		fail(ExtendNothing.At("extend"))
	}
	if slices.Contains(extended, workflows.PromisedClock) && !slices.Contains(extended, workflows.StatutoryClock) && m.Def.StatutoryDays > 0 {
		if longest := m.Def.PromisedDays + float64(x.Days*x.Most()); longest > m.Def.StatutoryDays {
			fail(ExtendTooLong.At("extend/days", "promised", longest, "statutory", m.Def.StatutoryDays))
		}
	}
}

// extension compares how running cases may be given more time.
func (d *differ) extension(of Ref, a, b *metamodel.Extend) {
	x, y := extensionIn(a), extensionIn(b)
	switch {
	case a == nil && b != nil:
		d.add(changeExtendAdded, of, "extend", nil, y)
	case a != nil && b == nil:
		d.add(changeExtendRemoved, of, "extend", x, nil)
	case a != nil && (x.In("zh") != y.In("zh") || x.In("en") != y.In("en")):
		d.add(changeExtend, of, "extend", x, y)
	}
}

// extensionIn puts into words who may extend what, how far and by which law.
func extensionIn(x *metamodel.Extend) metamodel.Text {
	if x == nil {
		return nil
	}
	var zh, en []string
	for _, name := range x.Named() {
		t := workflows.ClockName(name).Text()
		zh, en = append(zh, t.In("zh")), append(en, t.In("en"))
	}
	roles := strings.Join(x.Roles, ", ")
	return metamodel.Worded("每次最多 {days} 个工作日，最多 {times} 次；{clocks}；{roles}；{basis}", "at most {days} working day(s) at a time, {times} time(s) at most; {clocks}; {roles}; {basis}",
		"days", x.Days, "times", x.Most(), "clocks", metamodel.ZhEn(strings.Join(zh, "、"), strings.Join(en, ", ")), "roles", roles, "basis", x.Basis)
}
