package catalog

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// adoptPaths says of each difference what is adopted for it, all below included: an
// attribute, a material, a field, what is said of a group, the whole process. Where
// what differs of a group cannot be told apart (one form lacks it, it repeats in one
// only, a group in it differs) the group is adopted as a whole for all of it.
func adoptPaths(items []Deviation, x, y side) {
	whole := map[string]bool{}
	for i := range items {
		if parts := strings.Split(items[i].Path, "/"); parts[0] == "form" && !oneByOne(parts[1:], x.form, y.form) {
			whole[parts[1]] = true
		}
	}
	for i := range items {
		parts := strings.Split(items[i].Path, "/")
		if items[i].Kind != changeFieldMoved.kind { // where something stands is layout
			items[i].Adopt = strings.Join(adopted(parts, whole), "/")
		}
		items[i].Elsewhere = parts[0] == "form" && y.pack.FormDoc(FormID(y.matter.Form)) == nil || parts[0] == "process" && y.pack.Workflows[y.matter.Workflow] == nil
	}
}

// adopted are the parts of a path that name what is adopted; none where only a hand helps.
func adopted(parts []string, whole map[string]bool) []string {
	switch {
	case parts[0] == "process":
		return parts[:1]
	case parts[0] == "form" && (parts[1] == "sections" || parts[1] == "texts"):
		return nil
	case parts[0] == "form" && whole[parts[1]]:
		return parts[:2]
	case parts[0] == "form":
		return parts[:min(len(parts), 3)]
	case parts[0] == "materials":
		return parts[:2]
	case parts[0] != "result":
		return parts[:1]
	case parts[1] == "name":
		return parts[:2]
	case parts[1] == "yields" || parts[1] == "check":
		return parts
	}
	return nil
}

// oneByOne reports whether what differs at a path of two forms can be taken over by itself.
func oneByOne(parts []string, x, y *metamodel.FormDoc) bool {
	switch {
	case parts[0] == "title" || parts[0] == "sections" || parts[0] == "texts":
		return true
	case len(parts) == 1:
		return false
	}
	a, b := x.Properties[parts[0]], y.Properties[parts[0]]
	if a == nil || b == nil || a.Elements != "" || b.Elements != "" || (a.Items == nil) != (b.Items == nil) {
		return false
	}
	from, _ := fieldsOf(a)
	to, _ := fieldsOf(b)
	f, g := from[parts[1]], to[parts[1]]
	if f == nil && g == nil {
		return groupAttributes[parts[1]] != nil
	}
	nested := func(f *metamodel.FieldDoc) bool { return f != nil && f.Type != "" }
	return a.Items != nil || !nested(f) && !nested(g)
}
