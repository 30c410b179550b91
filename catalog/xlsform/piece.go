package xlsform

import "strings"

// piece is CEL source and how tightly it binds.
type piece struct {
	cel  string
	prec int
}

// Precedences of CEL, from the loosest.
const (
	precChoice = iota
	precOr
	precAnd
	precCompare
	precAdd
	precMultiply
	precSign
	precPrimary
)

// within writes a piece as an operand of an operator of that precedence.
func (p piece) within(prec int) string {
	if p.prec < prec {
		return "(" + p.cel + ")"
	}
	return p.cel
}

func primary(cel string) piece { return piece{cel, precPrimary} }

var (
	always = primary("true")
	never  = primary("false")
)

// allOf and anyOf join conditions; what is settled or said already is left out.
func allOf(list ...piece) piece { return joined(list, " && ", precAnd, always, never) }
func anyOf(list ...piece) piece { return joined(list, " || ", precOr, never, always) }

func joined(list []piece, op string, prec int, neutral, final piece) piece {
	var kept []piece
	seen := map[string]bool{}
	for _, p := range list {
		if p == final {
			return final
		}
		if p == neutral || seen[p.cel] {
			continue
		}
		seen[p.cel] = true
		kept = append(kept, p)
	}
	switch len(kept) {
	case 0:
		return neutral
	case 1:
		return kept[0]
	}
	for i := 0; i+1 < len(kept); i++ { // said again at the beginning of the next
		if strings.HasPrefix(kept[i+1].cel, kept[i].within(prec)+op) && kept[i+1].prec == prec {
			kept = append(kept[:i], kept[i+1:]...)
			i--
		}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	parts := make([]string, len(kept))
	for i, p := range kept {
		parts[i] = p.within(prec)
		if p.prec == prec {
			parts[i] = p.cel
		}
	}
	return piece{strings.Join(parts, op), prec}
}

func notOf(p piece) piece {
	switch p {
	case always:
		return never
	case never:
		return always
	}
	return piece{"!" + p.within(precSign+1), precSign}
}

func chosen(when, then, otherwise piece) piece {
	switch {
	case when == always:
		return then
	case when == never:
		return otherwise
	case then == otherwise:
		return then
	}
	return piece{when.within(precOr) + " ? " + then.within(precOr) + " : " + otherwise.within(precChoice), precChoice}
}

func infix(a piece, op string, b piece, prec int) piece {
	return piece{a.within(prec) + " " + op + " " + b.within(prec+1), prec}
}

// quote writes a CEL string.
func quote(s string) piece {
	return primary("'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + "'")
}
