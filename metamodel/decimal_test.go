package metamodel

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDecimals(t *testing.T) {
	t.Parallel()
	for lit, want := range map[string]string{
		"0": "0", "-0": "0", "0.0": "0", "0e10": "0", "320": "320", "320.50": "320.5", "-0.050": "-0.05", "1e2": "100", "1.25E+1": "12.5", "125e-1": "12.5",
		"1e-3": "0.001", "100e-2": "1", "0.1e1": "1", "12345678901234567890.123456789": "12345678901234567890.123456789",
		"1e39": "1" + strings.Repeat("0", 39), "1e40": "", "1e400": "", "1e-39": "0." + strings.Repeat("0", 38) + "1", "1e-41": "",
		"9999999999999999999999999999999999999999": "9999999999999999999999999999999999999999",
	} {
		got, ok := appendDecimal(nil, []byte(lit))
		if !ok {
			got = nil
		}
		if string(got) != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", lit, got, ok, want)
		}
	}
}

var canonical = regexp.MustCompile(`^(0|-?(0\.[0-9]*[1-9]|[1-9][0-9]*(\.[0-9]*[1-9])?))$`)

func TestDecimalsAreExactAndOrderedAsRationals(t *testing.T) {
	t.Parallel()
	literal := rapid.Custom(func(t *rapid.T) string {
		return rapid.StringMatching(`-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,14})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "literal")
	})
	rapid.Check(t, func(t *rapid.T) {
		la, lb := literal.Draw(t, "a"), literal.Draw(t, "b")
		a, okA := appendDecimal(nil, []byte(la))
		b, okB := appendDecimal(nil, []byte(lb))
		if !okA || !okB {
			return
		}
		ra, _ := new(big.Rat).SetString(la)
		rb, _ := new(big.Rat).SetString(lb)
		for _, d := range [][]byte{a, b} {
			if !canonical.Match(d) {
				t.Fatalf("%s is not canonical", d)
			}
		}
		if back, ok := new(big.Rat).SetString(string(a)); !ok || back.Cmp(ra) != 0 {
			t.Fatalf("%s became %s", la, a)
		}
		if compareDecimals(a, b) != ra.Cmp(rb) {
			t.Fatalf("%s against %s: %d, want %d", a, b, compareDecimals(a, b), ra.Cmp(rb))
		}
	})
}
