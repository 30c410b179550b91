package xlsform

// cond is a condition of XPath, which is true or false for every answer given
// or not, in CEL, where a condition over an absent answer is unknown. Four
// readings serve the places conditions stand at.
type cond struct {
	holds    piece // true exactly when the condition holds; else false or unknown
	fails    piece // true exactly when it does not hold; else false or unknown
	total    piece // true or false, never unknown
	totalNot piece

	// apart: a part of it does not read the field itself, so that it may fail
	// although the field is empty.
	apart bool
}

func constant(holds bool) cond {
	if holds {
		return cond{always, never, always, never, true}
	}
	return cond{never, always, never, always, true}
}

func (c cond) not() cond { return cond{c.fails, c.holds, c.totalNot, c.total, c.apart} }

func (c cond) and(d cond) cond {
	return cond{allOf(c.holds, d.holds), anyOf(c.fails, d.fails), allOf(c.total, d.total), anyOf(c.totalNot, d.totalNot), c.apart || d.apart}
}

func (c cond) or(d cond) cond { return c.not().and(d.not()).not() }

// atom is a comparison that is good while all answers are there. absent is the
// verdict when one is not; strict says that CEL's outcome is then unknown.
func atom(good, opposite piece, there presence, absent, strict, self bool) cond {
	c := cond{good, opposite, good, opposite, !self || !there.always()}
	if there.always() {
		return c
	}
	if absent {
		c.total, c.totalNot = anyOf(there.neg(), good), allOf(there.pos(), opposite)
		c.holds = c.total
		if !strict {
			c.fails = c.totalNot
		}
		return c
	}
	c.total, c.totalNot = allOf(there.pos(), good), anyOf(there.neg(), opposite)
	c.fails = c.totalNot
	if !strict {
		c.holds = c.total
	}
	return c
}

// presence is what must hold for a value to be there, all of it; each with its
// opposite, and none of them ever unknown.
type presence []pair

type pair struct{ pos, neg piece }

func (p presence) always() bool { return len(p) == 0 }

func (p presence) pos() piece {
	list := make([]piece, len(p))
	for i, x := range p {
		list[i] = x.pos
	}
	return allOf(list...)
}

func (p presence) neg() piece {
	list := make([]piece, len(p))
	for i, x := range p {
		list[i] = x.neg
	}
	return anyOf(list...)
}

func (p presence) and(q presence) presence {
	out := append(presence(nil), p...)
	for _, x := range q {
		known := false
		for _, y := range out {
			known = known || x == y
		}
		if !known {
			out = append(out, x)
		}
	}
	return out
}
