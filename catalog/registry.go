package catalog

import "github.com/onematter/onematter/metamodel"

// registry resolves what forms refer to: the pack itself, then the packs it needs.
type registry []*Pack

func newRegistry(p *Pack, needs []*Release) registry {
	r := registry{p}
	for _, n := range needs {
		r = append(r, n.reg...) // what it needs itself comes along
	}
	return r
}

func (r registry) Element(id string) (*metamodel.Element, bool) {
	return find(r, id, func(p *Pack) map[string]*metamodel.Element { return p.Elements })
}

func (r registry) CodeList(id string) (*metamodel.CodeList, bool) {
	return find(r, id, func(p *Pack) map[string]*metamodel.CodeList { return p.CodeLists })
}

func (r registry) Subject(id string) (*metamodel.Subject, bool) {
	return find(r, id, func(p *Pack) map[string]*metamodel.Subject { return p.Subjects })
}

func (r registry) ElementGroup(id string) (*metamodel.ElementGroup, bool) {
	return find(r, id, func(p *Pack) map[string]*metamodel.ElementGroup { return p.ElementGroups })
}

func (r registry) department(id string) (*metamodel.Department, bool) {
	return find(r, id, func(p *Pack) map[string]*metamodel.Department { return p.Departments })
}

func (r registry) material(id string) (*metamodel.Material, bool) {
	return find(r, id, func(p *Pack) map[string]*metamodel.Material { return p.Materials })
}

func (r registry) matter(id string) (*metamodel.Matter, bool) {
	return find(r, id, func(p *Pack) map[string]*metamodel.Matter { return p.Matters })
}

func find[T any](packs []*Pack, id string, in func(*Pack) map[string]*T) (*T, bool) {
	for _, p := range packs {
		if d, ok := in(p)[id]; ok {
			return d, true
		}
	}
	return nil, false
}

var _ metamodel.Registry = registry(nil)

// Registry resolves elements, code lists and subjects of the release and of the
// packs it needs.
func (r *Release) Registry() metamodel.Registry { return r.reg }
