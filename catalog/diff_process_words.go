package catalog

import (
	"math"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

func roleNames(ids []string) metamodel.Text {
	var names []metamodel.Text
	for _, id := range ids {
		names = append(names, workflows.RoleName(id))
	}
	return listText(names)
}

// signIn puts how a step is countersigned into words; a dash where it is not.
func signIn(r *Release, s *workflows.Sign) metamodel.Text {
	if s == nil {
		return metamodel.ZhEn("—", "—")
	}
	var by []metamodel.Text
	for _, p := range s.By {
		who := roleNames(p.Roles)
		if p.Department != "" {
			who = metamodel.Worded("{department}（{roles}）", "{department} ({roles})", "department", r.departmentName(p.Department), "roles", who)
		}
		by = append(by, who)
	}
	names := listText(by)
	switch s.Mode {
	case workflows.SignAny:
		return metamodel.Worded("{names}中一方同意即可", "any one of {names}", "names", names)
	case workflows.SignSequence:
		return metamodel.Worded("{names}依次同意", "{names} one after another", "names", names)
	case workflows.SignRatio:
		return metamodel.Worded("{names}中 {percent}% 同意", "of {names}, {percent}%", "names", names, "percent", math.Round(s.Ratio*1e4)/100)
	}
	return metamodel.Worded("{names}一致同意", "all of {names}", "names", names)
}

// opinionsIn puts whom a step may ask, and how, into words; a dash for nobody.
func opinionsIn(r *Release, o *workflows.Opinions) metamodel.Text {
	if o == nil {
		return metamodel.ZhEn("—", "—")
	}
	whom := metamodel.ZhEn("各部门", "any department")
	if len(o.Departments) > 0 {
		var names []metamodel.Text
		for _, id := range o.Departments {
			names = append(names, r.departmentName(id))
		}
		whom = listText(names)
	}
	if len(o.Roles) > 0 {
		whom = metamodel.Worded("{whom}的{roles}", "{whom} ({roles})", "whom", whom, "roles", roleNames(o.Roles))
	}
	silence := metamodel.ZhEn("逾期视为没有意见", "silence is no opinion")
	if o.Silence == workflows.SilenceAgrees {
		silence = metamodel.ZhEn("逾期视为同意", "silence agrees")
	}
	said := metamodel.Worded("{whom}，至多 {n} 个工作日，{silence}", "{whom}, at most {n} working day(s), {silence}", "whom", whom, "n", o.Limit, "silence", silence)
	if o.Pauses {
		said = metamodel.Worded("{said}，其间不计时", "{said}, the clocks stand still meanwhile", "said", said)
	}
	if o.Required {
		said = metamodel.Worded("{said}，答复前不能决定", "{said}, nothing is decided before", "said", said)
	}
	if len(o.Basis) > 0 {
		said = metamodel.Worded("{said}（{basis}）", "{said} ({basis})", "said", said, "basis", o.Basis)
	}
	return said
}
