package metamodel

import (
	"regexp/syntax"
	"unicode/utf8"
)

// bytePattern is an anchored regular expression that is a row of character
// classes with counts (^[0-9]{6}$, ^[A-Z]{2}-?\d+$), matched byte by byte. It
// knows ASCII only: what it does not match may still match the expression.
type bytePattern struct{ runs []byteRun }

// byteRun is between least and most bytes of a class; most is -1 for no end.
type byteRun struct {
	class       [4]uint64
	least, most int
}

func (r *byteRun) has(c byte) bool { return r.class[c>>6]>>(c&63)&1 != 0 }

// match takes as many bytes as each run allows; runs that could give some back
// to the next one are not compiled.
func (p *bytePattern) match(v []byte) bool {
	i := 0
	for k := range p.runs {
		r := &p.runs[k]
		n := 0
		for i < len(v) && n != r.most && r.has(v[i]) {
			i++
			n++
		}
		if n < r.least {
			return false
		}
	}
	return i == len(v)
}

// compileBytes is nil for an expression of another shape.
func compileBytes(pattern string) *bytePattern {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || re.Op != syntax.OpConcat {
		return nil
	}
	n := len(re.Sub)
	if n < 3 || re.Sub[0].Op != syntax.OpBeginText || re.Sub[n-1].Op != syntax.OpEndText {
		return nil
	}
	p := &bytePattern{}
	for _, sub := range re.Sub[1 : n-1] {
		if !p.add(sub) {
			return nil
		}
	}
	for k := range p.runs {
		r := &p.runs[k]
		if r.least == r.most {
			continue
		}
		for _, after := range p.runs[k+1:] { // up to the first that must be there
			for i := range r.class {
				if r.class[i]&after.class[i] != 0 {
					return nil
				}
			}
			if after.least > 0 {
				break
			}
		}
	}
	return p
}

func (p *bytePattern) add(re *syntax.Regexp) bool {
	least, most := 1, 1
	switch re.Op {
	case syntax.OpRepeat:
		least, most = re.Min, re.Max
	case syntax.OpStar:
		least, most = 0, -1
	case syntax.OpPlus:
		least, most = 1, -1
	case syntax.OpQuest:
		least, most = 0, 1
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return false
		}
		for _, c := range re.Rune {
			if c >= utf8.RuneSelf {
				return false
			}
			r := byteRun{least: 1, most: 1}
			r.class[c>>6] |= 1 << (c & 63)
			p.runs = append(p.runs, r)
		}
		return true
	}
	one := re
	if re.Op != syntax.OpCharClass {
		if len(re.Sub) != 1 {
			return false
		}
		one = re.Sub[0]
	}
	r := byteRun{least: least, most: most}
	switch {
	case one.Op == syntax.OpCharClass:
		for i := 0; i+1 < len(one.Rune); i += 2 {
			for c := one.Rune[i]; c <= one.Rune[i+1] && c < utf8.RuneSelf; c++ {
				r.class[c>>6] |= 1 << (c & 63)
			}
		}
	case one.Op == syntax.OpLiteral && len(one.Rune) == 1 && one.Rune[0] < utf8.RuneSelf && one.Flags&syntax.FoldCase == 0:
		r.class[one.Rune[0]>>6] |= 1 << (one.Rune[0] & 63)
	default:
		return false
	}
	p.runs = append(p.runs, r)
	return true
}
