package sheets

import (
	"github.com/onematter/onematter/metamodel"
)

// inspections reads the site visits that departments make together: the matters
// of a theme with the same 联合勘验. The row with 勘验牵头 says who arranges it
// and how long the first waits for the others.
func (im *importer) inspections(t *metamodel.Theme, rows []*Row) {
	at := map[string]int{}
	var first []*Row
	leads := map[string]int{}
	for _, r := range rows {
		name := r.Cell("联合勘验")
		if name == "" {
			continue
		}
		if t.Joint == nil {
			t.Joint = &metamodel.Joint{}
		}
		list := &t.Joint.Inspections
		i, known := at[name]
		if !known {
			i = len(*list)
			at[name], first = i, append(first, r)
			*list = append(*list, metamodel.JointInspection{
				ID: im.name("inspection", name, "", slug(name), handle, r.place("联合勘验")), Name: im.text("inspection:"+name, name, "", r.place("联合勘验")),
			})
		}
		in, matter := &(*list)[i], r.Code("事项编码")
		if state := im.stateNamed(matter, r.Cell("勘验环节")); state == "" {
			im.report(r.problem(kindNoStep, "勘验环节", "target", excerpt(r.Cell("勘验环节"))))
		} else {
			in.States = append(in.States, metamodel.JointStep{Matter: matter, State: state})
		}
		if !im.yes(r, "勘验牵头") {
			continue
		}
		leads[name]++
		in.Lead = im.matters[matter].def.Department
		in.Wait, _ = im.number(r, "等候(工作日)")
	}
	for _, r := range first {
		name := r.Cell("联合勘验")
		in := t.Joint.Inspections[at[name]]
		switch {
		case len(in.States) < 2:
			im.report(r.problem(kindInspectsAlone, "联合勘验", "name", excerpt(name)))
		case leads[name] != 1 || in.Wait <= 0:
			im.report(r.problem(kindInspectsLed, "联合勘验", "name", excerpt(name)))
		}
	}
}

// stateNamed is the id of a matter's step, "" for none of that name.
func (im *importer) stateNamed(matter, name string) string {
	w := im.pack.Workflows[matter]
	if w == nil || name == "" {
		return ""
	}
	for _, s := range w.States {
		if s.Name.In("zh") == name {
			return s.ID
		}
	}
	return ""
}
