package jsonschema

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// number is an exact decimal: ±0.digits × 10^exp, without zeros at either end
// of the digits. Zero has none. The gate has bounded digits and exponent.
type number struct {
	neg    bool
	digits string
	exp    int
}

// numberOf reads a JSON number literal.
func numberOf(lit string) number {
	var n number
	if strings.HasPrefix(lit, "-") {
		n.neg, lit = true, lit[1:]
	}
	if i := strings.IndexAny(lit, "eE"); i >= 0 {
		n.exp, _ = strconv.Atoi(strings.TrimPrefix(lit[i+1:], "+"))
		lit = lit[:i]
	}
	whole, fraction, _ := strings.Cut(lit, ".")
	d := whole + fraction
	n.exp += len(whole)
	t := strings.TrimLeft(d, "0")
	n.exp -= len(d) - len(t)
	n.digits = strings.TrimRight(t, "0")
	if n.digits == "" {
		return number{}
	}
	return n
}

func (n number) canonical() string {
	sign := "+"
	if n.neg {
		sign = "-"
	}
	return sign + n.digits + "e" + strconv.Itoa(n.exp)
}

// compare gives -1, 0 or 1.
func (n number) compare(o number) int {
	sign := func(x number) int {
		switch {
		case x.digits == "":
			return 0
		case x.neg:
			return -1
		}
		return 1
	}
	a, b := sign(n), sign(o)
	if a != b {
		if a < b {
			return -1
		}
		return 1
	}
	switch {
	case n.exp < o.exp:
		return -a
	case n.exp > o.exp:
		return a
	}
	return a * strings.Compare(n.digits, o.digits)
}

// whole reports whether the number is an integer, as 1.0 and 1e2 are.
func (n number) whole() bool { return n.digits == "" || n.exp >= len(n.digits) }

// multipleOf is exact. m is above zero.
func (n number) multipleOf(m number) bool {
	if n.digits == "" {
		return true
	}
	a, b := n.exp-len(n.digits), m.exp-len(m.digits)
	least := min(a, b)
	scaled := func(x number, by int) *big.Int {
		i, _ := new(big.Int).SetString(x.digits, 10)
		return i.Mul(i, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(by)), nil))
	}
	rest := new(big.Int).Rem(scaled(n, a-least), scaled(m, b-least))
	return rest.Sign() == 0
}

// count is the number as a count of something: 2 of 2.0; ok is false for
// fractions and what is below zero. What is beyond any document becomes the
// largest int.
func (n number) count() (int, bool) {
	switch {
	case n.neg, !n.whole():
		return 0, false
	case n.exp > 15:
		return math.MaxInt, true
	}
	i, _ := strconv.Atoi(n.digits + strings.Repeat("0", n.exp-len(n.digits)))
	return i, true
}
