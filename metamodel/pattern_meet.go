package metamodel

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// mostMeets bounds the states that are looked at before it stays undecided.
const mostMeets = 20_000

// PatternsMeet looks for a text of min to max characters (max -1: any; at least
// one) in which every pattern is found. decided is false where the patterns say
// more than runs of characters and both ends of the text, or too much.
func PatternsMeet(patterns []string, least, most int) (witness string, meet, decided bool) {
	m := make(meeting, len(patterns))
	for i, p := range patterns {
		re, err := syntax.Parse(p, syntax.Perl)
		if err != nil {
			return "", false, false
		}
		if m[i], err = syntax.Compile(re.Simplify()); err != nil {
			return "", false, false
		}
		for _, in := range m[i].Inst {
			if in.Op == syntax.InstEmptyWidth && syntax.EmptyOp(in.Arg)&^(syntax.EmptyBeginText|syntax.EmptyEndText) != 0 {
				return "", false, false
			}
		}
	}
	least = max(least, 1)
	type node struct {
		at   []spotSet
		text string
		n    int
	}
	start := node{at: make([]spotSet, len(m))}
	seen := map[string]bool{}
	runes := m.alphabet()
	for queue := []node{start}; len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		if n.n >= least && m.found(n.at, n.n == 0) {
			return n.text, true, true
		}
		if n.n == most {
			continue
		}
		for _, r := range runes {
			next := node{m.step(n.at, r, n.n == 0), n.text + string(r), n.n + 1}
			key := fmt.Sprint(next.at, min(next.n, least))
			if seen[key] {
				continue
			}
			if len(seen) == mostMeets {
				return "", false, false
			}
			seen[key] = true
			queue = append(queue, next)
		}
	}
	return "", false, true
}

// meeting is patterns that are followed side by side.
type meeting []*syntax.Prog

// spotSet is where a pattern may stand, in order; done once it was found.
type spotSet struct {
	at   []uint32
	done bool
}

// alphabet has a character of each kind that any pattern tells apart.
func (m meeting) alphabet() []rune {
	var out []rune
	add := func(r rune) {
		if r > 0 && r <= unicode.MaxRune && (r == '\n' || !unicode.IsControl(r)) && (r < 0xd800 || r > 0xdfff) && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	add('a')
	add('某')
	for _, p := range m {
		for _, in := range p.Inst {
			for _, r := range in.Rune {
				add(r)
				add(r - 1)
				add(r + 1)
				for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
					add(f)
				}
			}
			if in.Op == syntax.InstRuneAnyNotNL {
				add('\n')
			}
		}
	}
	return out
}

// reach follows a pattern to the characters it may read next.
func reach(p *syntax.Prog, from []uint32, begin, end bool) (readers []uint32, found bool) {
	seen := map[uint32]bool{}
	var follow func(pc uint32)
	follow = func(pc uint32) {
		if seen[pc] {
			return
		}
		seen[pc] = true
		switch in := &p.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			follow(in.Out)
			follow(in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			follow(in.Out)
		case syntax.InstEmptyWidth:
			op := syntax.EmptyOp(in.Arg)
			if (op&syntax.EmptyBeginText == 0 || begin) && (op&syntax.EmptyEndText == 0 || end) {
				follow(in.Out)
			}
		case syntax.InstMatch:
			found = true
		case syntax.InstFail:
		default:
			readers = append(readers, pc)
		}
	}
	for _, pc := range from {
		follow(pc)
	}
	follow(uint32(p.Start)) // a match may begin anywhere
	return readers, found
}

func (m meeting) step(at []spotSet, r rune, begin bool) []spotSet {
	out := make([]spotSet, len(m))
	for i, p := range m {
		readers, found := reach(p, at[i].at, begin, false)
		if at[i].done || found {
			out[i] = spotSet{done: true}
			continue
		}
		for _, pc := range readers {
			if in := &p.Inst[pc]; in.MatchRune(r) && !slices.Contains(out[i].at, in.Out) {
				out[i].at = append(out[i].at, in.Out)
			}
		}
		slices.Sort(out[i].at)
	}
	return out
}

// found says that every pattern is found in a text that ends here.
func (m meeting) found(at []spotSet, begin bool) bool {
	for i, p := range m {
		if at[i].done {
			continue
		}
		if _, found := reach(p, at[i].at, begin, true); !found {
			return false
		}
	}
	return true
}

// Takes reports whether one use of a merged field, by its place, and the
// element take a value, as far as that hangs on no day and no other answer.
func (f *Form) Takes(path string, use int, value []byte) bool {
	fp, ok := f.plan.byPath[path]
	if !ok || use >= len(fp.uses) {
		return false
	}
	raw, text, what := literal(value, fp, fp.typ)
	if what != nil || strings.TrimSpace(text) == "" {
		return false
	}
	for _, d := range []*constraints{fp.element, fp.uses[use].demands} {
		if d == nil {
			continue
		}
		timeless := *d
		timeless.notBefore, timeless.notAfter = nil, nil
		if fp.satisfies(&timeless, raw, []byte(text), moment{day: theLastDay}, false) != nil {
			return false
		}
	}
	return true
}
