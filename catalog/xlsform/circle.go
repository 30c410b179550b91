package xlsform

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// circleOf names the members of a circle as the sheet does: “a → b → a”.
func circleOf(members []*item) string {
	names := make([]string, 0, len(members)+1)
	for _, it := range append(members[:len(members):len(members)], members[0]) {
		names = append(names, it.name)
	}
	return strings.Join(names, " → ")
}

// circle is what a problem of the form calls a circle, as questions, groups and
// repeats of the sheet; it begins with the one that is highest there.
func (im *importer) circle(p metamodel.Problem) []*item {
	at := map[string]*item{}
	for it, path := range im.paths {
		at[answerPath(path)] = it
	}
	said, _ := p.Params["cycle"].(string)
	var members []*item
	for _, name := range strings.Split(said, " → ") {
		it := at[name]
		if it == nil {
			it = im.groups[name]
		}
		if it != nil && it.row != nil && (len(members) == 0 || members[len(members)-1] != it) {
			members = append(members, it)
		}
	}
	if n := len(members); n > 1 && members[n-1] == members[0] {
		members = members[:n-1]
	}
	first := 0
	for i, it := range members {
		if it.row.Number < members[first].row.Number {
			first = i
		}
	}
	return append(members[first:len(members):len(members)], members[:first]...)
}

// answerPath is where the answer to a property of the form lies.
func answerPath(property string) string {
	var out []string
	steps := strings.Split(property, "/")
	for i := 0; i < len(steps); i++ {
		if steps[i] == "properties" && i+1 < len(steps) {
			i++
			out = append(out, steps[i])
		}
	}
	return strings.Join(out, "/")
}
