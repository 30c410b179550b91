package metamodel

import "slices"

// A field narrows its element. For the values this holds by construction: an
// answer is checked by the element's constraints and by the field's, so what a
// field accepts the element accepts. The compiler reports, beside that, every
// constraint that says more than the element does (constraints.narrows), and
// here what is no constraint on a value.

// keeps reports where a matter's own field asks for less than its element
// wants: an answer that must be there, or one that nobody types.
func (c *compiler) keeps(f *fieldPlan, fd *FieldDoc, required bool, path string) {
	e := f.f.Element
	if e.ReleaseState == ReleaseRetired {
		c.add(formRetired, join(path, "$ref"), "element", e.ID)
	}
	if len(fd.Uses) > 0 { // the matters' own forms were checked
		return
	}
	if !required && !f.f.Computed && (e.Obligation == "mandatory" || e.Cardinality != nil && e.Cardinality.Min > 0) {
		c.add(formObligation, path, "element", e.ID)
	}
	if e.Prefill == "mandatory" && !f.f.ReadOnly && !f.f.Hidden {
		c.add(formPrefill, path, "element", e.ID)
	}
}

// cardinal puts an element's cardinality into the limits of a type that holds
// several values.
func (c *constraints) cardinal(e *Element, typ fieldType) {
	if e.Cardinality == nil || !slices.Contains(typ.keywords(), "minItems") {
		return
	}
	c.minItems = max(c.minItems, e.Cardinality.Min)
	if e.Cardinality.Max != nil {
		c.maxItems = least(c.maxItems, *e.Cardinality.Max)
	}
}

// enumerations are the sets of codes an answer must be in.
type enumerations [][]string

// enums are those of the element and of the uses that are visible.
func (f *fieldPlan) enums(uses useSet) enumerations {
	var out enumerations
	if f.element.enum != nil {
		out = append(out, f.element.enum)
	}
	for i := range f.uses {
		if d := f.uses[i].demands; d != nil && d.enum != nil && uses.has(i) {
			out = append(out, d.enum)
		}
	}
	return out
}

func (e enumerations) allow(code string) bool {
	for _, set := range e {
		if !slices.Contains(set, code) {
			return false
		}
	}
	return true
}
