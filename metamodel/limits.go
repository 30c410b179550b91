package metamodel

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// ParseLimits reads limits as a person configures them,
// "bytes=8388608,depth=64,nodes=400000,number=40,exponent=400"; what is left
// out stays as in base. The error names every part that is wrong.
func ParseLimits(text string, base Limits) (Limits, error) {
	l := base
	// A reader calls itself for each level, and offsets into answers are 32 bits.
	err := ParseBounds(text, []Bound{
		{"bytes", &l.Bytes, 1 << 10, 256 << 20}, {"depth", &l.Depth, 4, 256}, {"nodes", &l.Nodes, 100, 10_000_000},
		{"number", &l.NumberLength, 10, 400}, {"exponent", &l.Exponent, 0, 400},
	})
	if err != nil {
		return base, err
	}
	return l, nil
}

// Bound is a number that a person may configure by name, and between what.
type Bound struct {
	Name        string
	Value       *int
	Least, Most int
}

// ParseBounds reads "name=number" parts into bounds, as ParseLimits does.
func ParseBounds(text string, bounds []Bound) error {
	var wrong []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		name, value, _ := strings.Cut(part, "=")
		n, err := strconv.Atoi(value)
		i := slices.IndexFunc(bounds, func(b Bound) bool { return b.Name == name })
		if i < 0 || err != nil {
			names := make([]string, len(bounds))
			for i, b := range bounds {
				names[i] = b.Name + "="
			}
			last := len(names) - 1
			wrong = append(wrong, fmt.Sprintf("%q: want %s or %s and a number", part, strings.Join(names[:last], ", "), names[last]))
			continue
		}
		*bounds[i].Value = n
	}
	for _, b := range bounds {
		if *b.Value < b.Least || *b.Value > b.Most {
			wrong = append(wrong, fmt.Sprintf("%s=%d: want %d to %d", b.Name, *b.Value, b.Least, b.Most))
		}
	}
	if len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "; "))
	}
	return nil
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
