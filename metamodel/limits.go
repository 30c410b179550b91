package metamodel

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// ParseLimits reads limits as a person configures them,
// "bytes=8388608,depth=64,nodes=400000,number=40,exponent=400"; what is left
// out stays as in base. The error names every part that is wrong.
func ParseLimits(text string, base Limits) (Limits, error) {
	l := base
	var wrong []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		name, value, _ := strings.Cut(part, "=")
		n, err := strconv.Atoi(value)
		into := l.named()[name]
		if into == nil || err != nil {
			wrong = append(wrong, fmt.Sprintf("%q: want bytes=, depth=, nodes=, number= or exponent= and a number", part))
			continue
		}
		*into.value = n
	}
	for _, name := range []string{"bytes", "depth", "nodes", "number", "exponent"} {
		if p := l.named()[name]; *p.value < p.least || *p.value > p.most {
			wrong = append(wrong, fmt.Sprintf("%s=%d: want %d to %d", name, *p.value, p.least, p.most))
		}
	}
	if len(wrong) > 0 {
		return base, fmt.Errorf("%s", strings.Join(wrong, "; "))
	}
	return l, nil
}

// allowed is one number of Limits and between what it may be set: a reader calls
// itself for each level, and offsets into answers are 32 bits.
type allowed struct {
	value       *int
	least, most int
}

func (l *Limits) named() map[string]*allowed {
	return map[string]*allowed{
		"bytes": {&l.Bytes, 1 << 10, 256 << 20}, "depth": {&l.Depth, 4, 256}, "nodes": {&l.Nodes, 100, 10_000_000},
		"number": {&l.NumberLength, 10, 400}, "exponent": {&l.Exponent, 0, 400},
	}
}

var setLimits sync.Mutex

// SetLimits replaces DefinitionLimits and AnswerLimits. It is for the start of
// a program, before anything is read: limits do not change under a reader.
func SetLimits(definitions, answers Limits) {
	setLimits.Lock()
	defer setLimits.Unlock()
	if definitions != DefinitionLimits {
		DefinitionLimits = definitions
	}
	if answers != AnswerLimits {
		AnswerLimits = answers
	}
}
