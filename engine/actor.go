// Package engine runs cases: drafts, submissions, cases and their children,
// tasks, clocks and the event log. It decides; its Store only keeps.
package engine

import "github.com/onematter/onematter/workflows"

// Role is what an account may do, within its organisation.
type Role string

const (
	RoleCitizen       Role = "citizen"
	RoleClerk         Role = "clerk"             // 窗口人员
	RoleReviewer      Role = "reviewer"          // 审查人
	RoleInspector     Role = workflows.Inspector // 核查人员
	RoleApprover      Role = "approver"          // 审批人
	RoleDesigner      Role = "designer"          // browses the catalog
	RoleManager       Role = "manager"           // dashboards of its departments
	RoleVerifier      Role = "verifier"          // says who an account belongs to: an identity provider, a clerk at the counter
	RoleAdministrator Role = "administrator"     // accounts, tokens, webhooks, packs
)

// Actor is who acts: every engine call takes one and answers ErrNotFound for
// whatever the actor may not see.
type Actor struct {
	Account     string
	Name        string
	Roles       []string        // Role values, or a department's own role ids out of a workflow
	Departments map[string]bool // its organisation and everything below it
	Own         string          // its organisation
	Stands      []Stand         // for whom they stand in now
}

// Has reports whether the actor holds any of the roles.
func (a Actor) Has(roles ...Role) bool {
	for _, r := range a.Roles {
		for _, want := range roles {
			if r == string(want) {
				return true
			}
		}
	}
	return false
}

// Staff reports whether the actor works for a department.
func (a Actor) Staff() bool { return len(a.Departments) > 0 }
