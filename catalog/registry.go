package catalog

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// registry resolves what forms refer to: the pack itself, then the packs it needs.
type registry []*Pack

func newRegistry(p *Pack, needs []*Release) registry {
	r := registry{p}
	for _, n := range needs {
		r = append(r, n.reg...) // what it needs itself comes along
	}
	return r
}

// Element finds an element; "DE1@1.0.0" means that version of it.
func (r registry) Element(id string) (*metamodel.Element, bool) {
	return findVersion(r, id, func(p *Pack) map[string]*metamodel.Element { return p.Elements }, func(e *metamodel.Element) string { return e.Version })
}

func (r registry) CodeList(id string) (*metamodel.CodeList, bool) {
	return findVersion(r, id, func(p *Pack) map[string]*metamodel.CodeList { return p.CodeLists }, func(l *metamodel.CodeList) string { return l.Version })
}

func (r registry) Subject(id string) (*metamodel.Subject, bool) {
	return find(r, id, func(p *Pack) map[string]*metamodel.Subject { return p.Subjects })
}

func (r registry) ElementGroup(id string) (*metamodel.ElementGroup, bool) {
	return findVersion(r, id, func(p *Pack) map[string]*metamodel.ElementGroup { return p.ElementGroups }, func(g *metamodel.ElementGroup) string { return g.Version })
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

// home is the pack that a matter is defined in; "" where none has it.
func (r *Release) home(matter string) string {
	for _, p := range r.reg {
		if p.Matters[matter] != nil {
			return p.Name
		}
	}
	return ""
}

func find[T any](packs []*Pack, id string, in func(*Pack) map[string]*T) (*T, bool) {
	for _, p := range packs {
		if d, ok := in(p)[id]; ok {
			return d, true
		}
	}
	return nil, false
}

// findVersion is find for "id@version" too: an older one that is kept beside, or
// the one in force while it has that version.
func findVersion[T any](packs []*Pack, id string, in func(*Pack) map[string]*T, version func(*T) string) (*T, bool) {
	if d, ok := find(packs, id, in); ok {
		return d, true
	}
	plain, want, pinned := strings.Cut(id, "@")
	if !pinned {
		return nil, false
	}
	d, ok := find(packs, plain, in)
	if !ok || version(d) != want {
		return nil, false
	}
	return d, true
}

var _ metamodel.Registry = registry(nil)

// Registry resolves elements, code lists and subjects of the release and of the
// packs it needs.
func (r *Release) Registry() metamodel.Registry { return r.reg }
