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

// DepartmentsCalled finds the departments that a standard names: by its id, its
// name, or the short form people use of it, whose characters come in the name
// in their order (卫健委: 区卫生健康委员会). It looks in one list after the other, the
// nearest first: a short form that fits near goes before a whole name far away.
// The words may fit several of a list; none when they fit nothing.
func DepartmentsCalled(words string, lists ...[]*Department) []*Department {
	if words == "" {
		return nil
	}
	for _, list := range lists {
		for _, match := range []func(*Department) bool{
			func(d *Department) bool { return d.Named(words) },
			func(d *Department) bool { return strings.HasSuffix(d.Name.In("zh"), words) },
			func(d *Department) bool {
				return utf8.RuneCountInString(words) >= 3 && abbreviates(words, d.Name.In("zh"))
			},
		} {
			var found []*Department
			for _, d := range list {
				if match(d) {
					found = append(found, d)
				}
			}
			if len(found) > 0 {
				return found
			}
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
