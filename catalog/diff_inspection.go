package catalog

import (
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// inspections compares the site visits that departments make together. What is
// asked of citizens and what is decided stays as it is.
func (d *differ) inspections(of Ref, a, b *metamodel.Joint) {
	byID := func(j *metamodel.Joint) map[string]*metamodel.JointInspection {
		out := map[string]*metamodel.JointInspection{}
		for i := 0; j != nil && i < len(j.Inspections); i++ {
			out[j.Inspections[i].ID] = &j.Inspections[i]
		}
		return out
	}
	steps := func(in *metamodel.JointInspection) string {
		var list []string
		for _, s := range in.States {
			list = append(list, s.Matter+"/"+s.State)
		}
		slices.Sort(list)
		return strings.Join(list, ", ")
	}
	old, now := byID(a), byID(b)
	for _, id := range union(old, now) {
		x, y, path := old[id], now[id], "joint/inspections/"+id
		switch {
		case x == nil:
			d.add(changeInspectAdded, of, path, nil, y.Name, "name", y.Name)
		case y == nil:
			d.add(changeInspectRemoved, of, path, x.Name, nil, "name", x.Name)
		default:
			d.text(of, path+"/name", x.Name, y.Name)
			if s, t := steps(x), steps(y); s != t {
				d.add(changeInspectStates, of, path+"/states", s, t, "name", y.Name, "from", d.a.inspected(x), "to", d.b.inspected(y))
			}
			d.refers(changeInspectLead, of, path+"/lead", x.Lead, y.Lead, (*Release).departmentName, "name", y.Name)
			d.limit(of, path+"/wait", y.Name, x.Wait, y.Wait)
		}
	}
}
