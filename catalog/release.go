package catalog

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Release is a compiled pack: immutable and addressed by the hash of its
// content. Drafts and cases are pinned to one. What it gives by id are its own
// definitions and those of the packs it needs; Pack holds only its own.
//
// A release that has just been compiled holds everything. One that comes out of
// a store was compiled before it got there: its forms, matters and themes are
// decoded and compiled when they are first asked for, and kept in the catalog's
// cache of compiled definitions (see mostCompiled).
type Release struct {
	Pack *Pack
	Hash string // "sha256:…", over the sorted files

	forms     map[string]*metamodel.Form
	machines  map[string]*workflows.Machine
	calendars map[string]*workflows.Calendar
	matters   map[string]*Matter
	themes    map[string]*Theme
	policies  *PolicySet // nil: none
	together  compiled   // joint filings, see joint.go
	needs     []*Release
	reg       registry
	later     *deferred // nil: everything is compiled
}

// Form is a form of the release, nil when there is none.
func (r *Release) Form(id string) *metamodel.Form {
	return given(r, id, func(r *Release) *metamodel.Form {
		if f := r.forms[id]; f != nil || r.later == nil || !r.Pack.HasForm(id) {
			return f
		}
		return r.later.form(r, id)
	})
}

// Matter is a matter with all it refers to, nil when there is none.
func (r *Release) Matter(id string) *Matter {
	return given(r, id, func(r *Release) *Matter {
		if m := r.matters[id]; m != nil || r.later == nil || r.Pack.Matters[id] == nil {
			return m
		}
		return r.later.matter(r, id)
	})
}

// Theme is a theme with its matters and its merged form, nil when there is none.
//
// A joint filing (see JointID) is a theme too.
func (r *Release) Theme(id string) *Theme {
	if IsJoint(id) {
		return r.joint(id)
	}
	return given(r, id, func(r *Release) *Theme {
		if t := r.themes[id]; t != nil || r.later == nil || r.Pack.Themes[id] == nil {
			return t
		}
		return r.later.theme(r, id)
	})
}

// Policies are those the pack itself defines, nil when there are none.
func (r *Release) Policies() *PolicySet {
	if r.policies != nil || r.later == nil || len(r.Pack.Policies) == 0 {
		return r.policies
	}
	return r.later.policies(r)
}

// Machine is a workflow's machine, nil when there is none.
func (r *Release) Machine(id string) *workflows.Machine {
	return given(r, id, func(r *Release) *workflows.Machine {
		if m := r.machines[id]; m != nil || r.later == nil || r.Pack.Workflows[id] == nil {
			return m
		}
		return r.later.machine(r, id)
	})
}

// Calendar is a working calendar, nil when there is none.
func (r *Release) Calendar(id string) *workflows.Calendar {
	return given(r, id, func(r *Release) *workflows.Calendar {
		if c := r.calendars[id]; c != nil || r.later == nil || r.Pack.Calendars[id] == nil {
			return c
		}
		return r.later.calendar(r, id)
	})
}

// given looks for a definition in a release, then in those it needs.
func given[T any](r *Release, id string, own func(*Release) *T) *T {
	if d := own(r); d != nil {
		return d
	}
	for _, n := range r.needs {
		if d := given(n, id, own); d != nil {
			return d
		}
	}
	return nil
}

// FormIDs lists the forms of the release, sorted.
func (r *Release) FormIDs() []string {
	return r.ids(func(p *Pack) []string { return p.FormIDs() })
}

// MatterIDs lists the matters of the release, sorted.
func (r *Release) MatterIDs() []string {
	return r.ids((*Pack).MatterIDs)
}

// ThemeIDs lists the themes of the release, sorted.
func (r *Release) ThemeIDs() []string {
	return r.ids((*Pack).ThemeIDs)
}

// CalendarIDs lists the working calendars of the release, sorted.
func (r *Release) CalendarIDs() []string {
	return r.ids(func(p *Pack) []string { return sortedKeys(p.Calendars) })
}

// DepartmentIDs lists the departments that the release's matters can be given to, sorted.
func (r *Release) DepartmentIDs() []string {
	return r.ids(func(p *Pack) []string { return sortedKeys(p.Departments) })
}

func (r *Release) ids(of func(*Pack) []string) []string {
	out := of(r.Pack)
	for _, n := range r.needs {
		out = append(out, n.ids(of)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// MatterDef is a matter as it is written, nil when there is none: nothing is
// compiled for it.
func (r *Release) MatterDef(id string) *metamodel.Matter {
	m, _ := r.reg.matter(id)
	return m
}

// ThemeDef is a theme as it is written, nil when there is none.
func (r *Release) ThemeDef(id string) *metamodel.Theme {
	if IsJoint(id) {
		return r.jointDef(id)
	}
	t, _ := find(r.reg, id, func(p *Pack) map[string]*metamodel.Theme { return p.Themes })
	return t
}

// MaterialDef is a standard material, nil when there is none.
func (r *Release) MaterialDef(id string) *metamodel.Material {
	m, _ := r.reg.material(id)
	return m
}

// DepartmentName is what a department is called; empty when there is none of
// that id.
func (r *Release) DepartmentName(id string) metamodel.Text {
	if d, ok := r.reg.department(id); ok {
		return d.Name
	}
	return nil
}
