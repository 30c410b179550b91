package catalog

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// trueOf leaves out of what is wrong with a condition that a subject does not
// exist which does: the condition could not be read far enough to find what is
// asked of it. Where nothing else is wrong it stands, for then it is not asked for.
func (c *compiler) trueOf(ps metamodel.Problems) metamodel.Problems {
	untrue := func(p metamodel.Problem) bool {
		name, ok := p.Params["name"].(string)
		if !ok || p.Code != "expr.unknown_name" {
			return false
		}
		_, known := c.reg.Subject(name)
		return known
	}
	left := slices.DeleteFunc(slices.Clone(ps), untrue)
	if !left.Failed() {
		return ps
	}
	return left
}
