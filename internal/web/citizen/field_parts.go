package citizen

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// composite draws a field that has parts: each part is a field of its own,
// under one legend.
func (l L) composite(v *FieldView, c control) {
	v.Kind, v.Shape = "parts", string(c.field.Element.Type)
	v.Locate = c.field.Element.Type == metamodel.TypePoint
	wanted := requiredParts(c.field)
	whole := c.typed
	if len(whole) == 1 { // a value that is no object: it is shown where it will be seen
		whole = append(append([]string(nil), whole...), make([]string, 16)...)
	}
	for _, p := range c.field.Parts {
		n := max(1, len(p.Controls()))
		var typed []string
		if len(whole) >= n {
			typed, whole = whole[:n:n], whole[n:]
		}
		must, may := partOf(c.field, p, wanted)
		if !must && !may && !given(typed) {
			continue
		}
		part := l.field(control{field: p, path: c.path + "/" + p.Key, name: c.name + "." + p.Key, typed: typed,
			required: must || !c.required, group: c.group})
		part.Inner = true
		l.partHint(part, c.field, p)
		v.Parts = append(v.Parts, part)
	}
}

func given(typed []string) bool {
	return slices.ContainsFunc(typed, func(s string) bool { return s != "" })
}

// requiredParts are the parts a form wants whenever there is an answer.
func requiredParts(f *metamodel.Field) map[string]bool {
	set := map[string]bool{}
	for _, k := range f.Element.RequiredParts {
		set[k] = true
	}
	for i := range f.Uses {
		for _, k := range f.Uses[i].RequiredParts {
			set[k] = true
		}
	}
	return set
}

// optionalParts of each type; the others belong to every answer.
var optionalParts = map[metamodel.Type][]string{
	metamodel.TypePerson:       {"idType", "idNumber", "phone"},
	metamodel.TypeAddress:      {"postcode"},
	metamodel.TypeOrganisation: {"creditCode"},
}

// partOf tells whether a part must be there, and whether it may: a form that
// says which parts it wants is not asked for more.
func partOf(f, part *metamodel.Field, wanted map[string]bool) (must, may bool) {
	if !slices.Contains(optionalParts[f.Element.Type], part.Key) {
		return true, true
	}
	return wanted[part.Key], len(wanted) == 0
}

// partHint adds what a part's own element does not say.
func (l L) partHint(v *FieldView, whole, part *metamodel.Field) {
	switch part.Key {
	case "name":
		switch whole.Element.Type {
		case metamodel.TypePerson:
			v.Width, v.Autocomplete = "30", "name"
		case metamodel.TypeOrganisation:
			v.Width, v.Autocomplete = "", "organization"
		}
	case "idNumber":
		v.Width, v.Spellcheck = "20", false
		v.hint(l.T("hint.id_number"))
	case "creditCode":
		v.Width, v.Spellcheck = "20", false
		v.hint(l.T("hint.uscc"))
	case "detail":
		v.Width, v.Autocomplete = "", "street-address"
		v.hint(l.T("hint.detail"))
	case "postcode":
		v.Width, v.InputMode, v.Autocomplete = "5", "numeric", "postal-code"
	case "longitude":
		v.hint(l.T("hint.longitude"))
	case "latitude":
		v.hint(l.T("hint.latitude"))
	}
}
