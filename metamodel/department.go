package metamodel

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Department is an organisation that handles matters (实施主体).
type Department struct {
	ID     string `json:"id" validate:"required,max=64"`
	Name   Text   `json:"name" validate:"required"`
	Parent string `json:"parent,omitempty"`
}

// Named reports whether words are the department's id or its whole name.
func (d *Department) Named(words string) bool {
	return d.ID == words || d.Name.In("zh") == words || d.Name.In("en") == words
}

// DepartmentCalled finds the department that a standard names: by its id, its
// name, or the short form people use of it, whose characters come in the name
// in their order (卫健委: 区卫生健康委员会). nil when none or several fit.
func DepartmentCalled(list []*Department, words string) *Department {
	if words == "" {
		return nil
	}
	for _, match := range []func(*Department) bool{
		func(d *Department) bool { return d.Named(words) },
		func(d *Department) bool { return strings.HasSuffix(d.Name.In("zh"), words) },
		func(d *Department) bool {
			return utf8.RuneCountInString(words) >= 3 && abbreviates(words, d.Name.In("zh"))
		},
	} {
		var found *Department
		for _, d := range list {
			if match(d) {
				if found != nil {
					return nil
				}
				found = d
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// abbreviates reports whether a short form's characters stand in the name in
// their order.
func abbreviates(short, name string) bool {
	rest := []rune(name)
	for _, r := range short {
		i := slices.Index(rest, r)
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
	}
	return true
}
