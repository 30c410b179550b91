package jsonschema

import (
	"sort"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// AsForm is a schema as the only property of a form: how the test suite's
// schemas, most of which are no objects, are held against forms.
type AsForm struct {
	form *metamodel.Form
	root *holder
}

// valueProperty is the property that the wrapped schema judges.
const valueProperty = "value"

// newNode is a schema that demands nothing yet.
func newNode(v *value, p place) *node {
	return &node{v: v, place: p, minLength: -1, maxLength: -1, minItems: -1, maxItems: -1, minContains: -1, maxContains: -1, minProperties: -1, maxProperties: -1}
}

// Form wraps the schema and imports it, assuming nothing that is not said. like
// "" takes the schema as it is; an instance demands its JSON type besides, for
// a field has one type: of that instance the schema still says the same.
func (s *Schema) Form(like []byte) (*AsForm, metamodel.Problems) {
	v := &value{kind: 'o'}
	judged := s.root
	if like != nil {
		x, ps := read(like, Limits)
		if ps.Failed() {
			return nil, ps
		}
		typed := newNode(&value{kind: 'o'}, place{draft: s.Draft})
		if typed.types = typeOf(x); typed.types&(isNumber|isInteger) != 0 {
			typed.types = isNumber | isInteger
		}
		judged = newNode(&value{kind: 'o'}, place{draft: s.Draft})
		judged.allOf = []*node{s.root, typed}
	}
	wrapper := newNode(v, place{draft: s.Draft})
	wrapper.types, wrapper.properties, wrapper.names = isObject, map[string]*node{valueProperty: judged}, []string{valueProperty}
	im := newImporter(ImportOptions{strict: true})
	if im.words(s); im.problems.Failed() {
		return nil, im.problems
	}
	im.schema = &Schema{Draft: s.Draft, root: wrapper, value: v, lib: s.lib}
	shape := im.merge([]*node{wrapper})
	if shape == nil {
		return nil, im.problems
	}
	f := im.build(shape, metamodel.ZhEn("表", "Form"), "wrapped", 0)
	if f == nil {
		return nil, im.problems
	}
	im.manifest(nil)
	im.pack.Name = "wrapped"
	rel, ps := catalog.CompilePack(im.pack)
	if rel == nil {
		return nil, ps
	}
	return &AsForm{rel.Form(f.ID), f.root}, nil
}

// Judge wraps an instance and checks it as an answer. purpose tells what the
// form changes before it judges, where that makes the difference from want.
func (a *AsForm) Judge(data []byte, want bool) (valid bool, purpose []string, ps metamodel.Problems) {
	v, ps := read(data, Limits)
	if ps.Failed() {
		return false, nil, ps
	}
	p := Proof{Reasons: map[string]int{}}
	wrapped := value{kind: 'o', keys: []string{valueProperty}, list: []value{*v}}
	p.judge(a.root, a.form, wrapped.json(nil))
	switch {
	case p.Normalised > 0:
		for r := range p.Reasons {
			purpose = append(purpose, r)
		}
		sort.Strings(purpose)
		return want, purpose, nil
	case len(p.Disagreements) > 0:
		return !want, nil, nil
	}
	return p.Valid > 0, nil, nil
}
