package catalog

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// refers notes that a definition names another one than it did; called names it
// in a release.
func (d *differ) refers(k changeKind, of Ref, path, a, b string, called func(*Release, string) metamodel.Text, params ...any) {
	if a == b {
		return
	}
	name := func(r *Release, id string) metamodel.Text {
		if id == "" {
			return said(nil)
		}
		return called(r, id)
	}
	d.add(k, of, path, a, b, append(params, "what", attributeName(path), "from", name(d.a, a), "to", name(d.b, b))...)
}

// What a change names is said by name; by its id where there is none.

func (r *Release) departmentName(id string) metamodel.Text {
	if name := r.DepartmentName(id); name != nil {
		return name
	}
	return metamodel.ZhEn(id, id)
}

func (r *Release) materialName(id string) metamodel.Text {
	if m, ok := r.reg.material(id); ok {
		return m.Name
	}
	return metamodel.ZhEn(id, id)
}

func (r *Release) themeName(id string) metamodel.Text {
	if t, ok := find(r.reg, id, func(p *Pack) map[string]*metamodel.Theme { return p.Themes }); ok {
		return t.Name
	}
	return metamodel.ZhEn(id, id)
}

// elementName is what the element at a path of a form is called.
func (r *Release) elementName(path string) metamodel.Text {
	if e, ok := r.reg.Element(path[strings.LastIndexByte(path, '/')+1:]); ok {
		return e.Name
	}
	return metamodel.ZhEn(path, path)
}

// inspected are the steps that take part in a joint inspection, each with its matter.
func (r *Release) inspected(in *metamodel.JointInspection) metamodel.Text {
	var steps []metamodel.Text
	for _, at := range in.States {
		step := metamodel.ZhEn(at.State, at.State)
		if s, _ := r.side(at.Matter); s.workflow != nil {
			step = stateName(statesOf(s.workflow), at.State)
		}
		steps = append(steps, metamodel.Worded("“{matter}”的{step}", "{step} of “{matter}”", "matter", r.matterName(at.Matter), "step", step))
	}
	return listText(steps)
}

func stateName(states map[string]*workflows.State, id string) metamodel.Text {
	if s := states[id]; s != nil {
		return s.Name
	}
	return metamodel.ZhEn(id, id)
}
