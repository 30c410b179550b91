package catalog

import "github.com/onematter/onematter/metamodel"

// policies are no part of an answer or a case: whatever changes in them, what
// was filed stays as it is.
func (d *differ) policies() {
	name := func(p *metamodel.Policy) metamodel.Text { return p.Name }
	pairs(d, metamodel.KindPolicy, d.a.Pack.Policies, d.b.Pack.Policies, name, Compatible, func(of Ref, a, b *metamodel.Policy) {
		d.text(of, "name", a.Name, b.Name)
		d.text(of, "summary", a.Summary, b.Summary)
		d.text(of, "basis", a.Basis, b.Basis)
		d.refers(changeAttribute, of, "department", a.Department, b.Department, (*Release).departmentName)
		d.text(of, "benefit/what", a.Benefit.What, b.Benefit.What)
		d.plain(of, "benefit/amount", a.Benefit.Amount, b.Benefit.Amount)
		d.plain(of, "from", a.From, b.From)
		d.plain(of, "until", a.Until, b.Until)
		d.refers(changeAttribute, of, "theme", a.Theme, b.Theme, (*Release).themeName)
		d.lists(of, "matters", changeClaimAdded, changeClaimRemoved, a.Matters, b.Matters, (*Release).matterName)
		d.plain(of, "materials", a.Materials, b.Materials)
		d.criteria(of, a, b)
	})
}

func (d *differ) criteria(of Ref, a, b *metamodel.Policy) {
	byID := func(p *metamodel.Policy) map[string]*metamodel.Criterion {
		out := map[string]*metamodel.Criterion{}
		for i := range p.Criteria {
			out[p.Criteria[i].ID] = &p.Criteria[i]
		}
		return out
	}
	old, now := byID(a), byID(b)
	for _, id := range union(old, now) {
		x, y, path := old[id], now[id], "criteria/"+id
		switch {
		case x == nil:
			d.add(changeCriterionAdded, of, path, nil, y.When, "name", y.Text)
		case y == nil:
			d.add(changeCriterionGone, of, path, x.When, nil, "name", x.Text)
		default:
			d.text(of, path+"/text", x.Text, y.Text)
			d.text(of, path+"/remedy", x.Remedy, y.Remedy)
			if !sameSource(x.When, y.When) {
				d.add(changeCriterionWhen, of, path+"/when", x.When, y.When, "name", y.Text)
			}
		}
	}
}
