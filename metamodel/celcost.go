package metamodel

import "cel.dev/cel-go/common/cost"

// sizes tells the cost estimate how long answers may be.
type sizes struct {
	env   *celEnv
	scope scope
}

func (z *sizes) EstimateSize(node cost.AstNode) *cost.SizeEstimate {
	path := node.Path()
	if len(path) == 0 {
		return nil
	}
	upTo := func(n int) *cost.SizeEstimate { return &cost.SizeEstimate{Max: uint64(n)} }
	name, rest := path[0], path[1:]
	g := z.env.plan.byName[name]
	if name == "row" {
		g = z.scope.row
	}
	if g == nil {
		if z.scope.siblings != nil {
			if i, ok := z.scope.siblings.byKey[name]; ok {
				return upTo(z.scope.siblings.fields[i].most(rest))
			}
		}
		return upTo(64) // a question: a code or a number
	}
	if g.g.Repeat && name != "row" {
		if len(rest) == 0 {
			return upTo(g.maxRows)
		}
		rest = rest[1:] // @items
	}
	if len(rest) == 0 {
		return upTo(1)
	}
	i, ok := g.byKey[rest[0]]
	if !ok {
		return nil
	}
	return upTo(g.fields[i].most(rest[1:]))
}

// most is the greatest size of a field's value as CEL counts it: characters of
// a string, entries of a list, characters of an entry.
func (f *fieldPlan) most(rest []string) int {
	switch f.f.Element.Type {
	case TypeString, TypeText:
		if f.element.maxLength >= 0 {
			return f.element.maxLength
		}
		return defaultMaxLength
	case TypeCodes:
		if len(rest) == 0 {
			return len(f.codes)
		}
		return 64
	case TypeCode:
		return 64
	}
	return 1
}
