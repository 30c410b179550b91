package engine

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// organisationCalled finds the organisation that a standard names: by its id, its
// name, or the short form people use of it, whose characters come in the name
// in their order (卫健委: 区卫生健康委员会). "" when none or several fit.
func organisationCalled(orgs []Organisation, words string) string {
	for _, match := range []func(Organisation) bool{
		func(o Organisation) bool {
			return o.ID == words || o.Name.In("zh") == words || o.Name.In("en") == words
		},
		func(o Organisation) bool { return strings.HasSuffix(o.Name.In("zh"), words) },
		func(o Organisation) bool {
			return utf8.RuneCountInString(words) >= 3 && abbreviates(words, o.Name.In("zh"))
		},
	} {
		found := ""
		for _, o := range orgs {
			if match(o) {
				if found != "" {
					return ""
				}
				found = o.ID
			}
		}
		if found != "" {
			return found
		}
	}
	return ""
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
