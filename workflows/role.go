package workflows

import "github.com/onematter/onematter/metamodel"

// roles are the names of those that every department has.
var roles = map[string]metamodel.Text{
	"clerk": metamodel.ZhEn("受理人员", "Clerk"), "reviewer": metamodel.ZhEn("审查人员", "Reviewer"),
	Inspector: metamodel.ZhEn("核查人员", "Inspector"), "approver": metamodel.ZhEn("审批人员", "Approver"),
}

// RoleName is what a role is called that every department has; one of a
// department's own goes by its id.
func RoleName(id string) metamodel.Text {
	if name, ok := roles[id]; ok {
		return name
	}
	return metamodel.ZhEn(id, id)
}
