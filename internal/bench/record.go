package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
)

// kind is a field's type, the same on both sides.
type kind int

const (
	text kind = iota
	digits
	integer
	decimal
	boolean
	date
	email
	choice
)

// field is one of the record's 60 fields, all required.
type field struct {
	name string
	kind kind
}

var choices = []string{"A", "B", "C", "D"}

// fields is the record: 22 texts, 6 digit strings by pattern, 9 integers and 9
// decimals with bounds, 4 booleans, 4 dates, 2 e-mails, 4 choices.
var fields = func() []field {
	counts := []struct {
		kind kind
		n    int
	}{{text, 22}, {digits, 6}, {integer, 9}, {decimal, 9}, {boolean, 4}, {date, 4}, {email, 2}, {choice, 4}}
	var out []field
	for _, c := range counts {
		for range c.n {
			out = append(out, field{fmt.Sprintf("f%02d", len(out)+1), c.kind})
		}
	}
	return out
}()

// values makes one record; the same seed gives the same records to both.
func values(r *rand.Rand) map[string]any {
	out := make(map[string]any, len(fields))
	for _, f := range fields {
		switch f.kind {
		case text:
			out[f.name] = fmt.Sprintf("徐汇区龙华中路%d号%d室", r.IntN(999)+1, r.IntN(2999)+1)
		case digits:
			out[f.name] = fmt.Sprintf("%08d", r.IntN(100_000_000))
		case integer:
			out[f.name] = r.IntN(1000)
		case decimal:
			out[f.name] = json.Number(fmt.Sprintf("%d.%02d", r.IntN(10_000), r.IntN(100)))
		case boolean:
			out[f.name] = true
		case date:
			out[f.name] = fmt.Sprintf("2026-%02d-%02d", r.IntN(12)+1, r.IntN(28)+1)
		case email:
			out[f.name] = fmt.Sprintf("user%d@example.com", r.IntN(1_000_000))
		case choice:
			out[f.name] = choices[r.IntN(len(choices))]
		}
	}
	return out
}

// bodies makes n different bodies, wrapped by wrap.
func bodies(n int, wrap func(map[string]any) any) [][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([][]byte, n)
	for i := range out {
		b, err := json.Marshal(wrap(values(r)))
		if err != nil {
			panic(err)
		}
		out[i] = b
	}
	return out
}
