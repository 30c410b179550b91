package citizen

import (
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

// handler names the department that has a case, and the one it acts for.
func (l L) handler(rel *catalog.Release, c *engine.Case) string {
	name := l.In(rel.DepartmentName(c.Department))
	if c.Authority == "" {
		return name
	}
	return l.T("department.entrusted", name, l.In(rel.DepartmentName(c.Authority)))
}

// departmentOf names whose matter it is, and who handles it from when on.
func (l L) departmentOf(m *catalog.Matter) string {
	name, d := l.In(m.Department.Name), m.Def.Delegated
	switch {
	case d == nil || m.Delegate == nil:
		return name
	case d.Until != "":
		return l.T("department.delegated.until", name, l.ISODate(d.On), l.ISODate(d.Until), l.In(m.Delegate.Name))
	}
	return l.T("department.delegated", name, l.ISODate(d.On), l.In(m.Delegate.Name))
}
