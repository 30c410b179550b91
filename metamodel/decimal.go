package metamodel

import "bytes"

// Numbers are kept as canonical decimal text ("320", "-0.5", "0"): exact,
// comparable, and the same bytes for the same number.

// maxDigits is how many digits a canonical number may have. More is no answer
// to any question a public service asks.
const maxDigits = 40

// appendDecimal writes the canonical form of a JSON number literal; false when
// it would need more than maxDigits digits.
func appendDecimal(dst, lit []byte) ([]byte, bool) {
	neg := false
	i := 0
	if i < len(lit) && lit[i] == '-' {
		neg = true
		i++
	}
	var digits [2 * maxDigits]byte
	n, point, seenPoint := 0, 0, false
	exp := 0
scan:
	for ; i < len(lit); i++ {
		switch c := lit[i]; {
		case c == '.':
			seenPoint = true
		case c == 'e' || c == 'E':
			break scan
		default:
			if c == '0' && n == 0 { // a leading zero
				if seenPoint {
					point--
				}
				continue
			}
			if n == len(digits) {
				return dst, false
			}
			digits[n] = c
			n++
			if !seenPoint {
				point++
			}
		}
	}
	if i < len(lit) {
		i++
		sign := 1
		if lit[i] == '+' {
			i++
		} else if lit[i] == '-' {
			sign = -1
			i++
		}
		for ; i < len(lit); i++ {
			if exp = exp*10 + int(lit[i]-'0'); exp > 1<<20 {
				exp = 1 << 20
			}
		}
		exp *= sign
	}
	for n > 0 && digits[n-1] == '0' {
		n--
	}
	if n == 0 {
		return append(dst, '0'), true
	}
	point += exp
	if max(point, n) > maxDigits || n-min(point, 0) > maxDigits {
		return dst, false
	}
	if neg {
		dst = append(dst, '-')
	}
	if point <= 0 {
		dst = append(dst, '0', '.')
		for ; point < 0; point++ {
			dst = append(dst, '0')
		}
		return append(dst, digits[:n]...), true
	}
	for k := 0; k < max(point, n); k++ {
		if k == point {
			dst = append(dst, '.')
		}
		if k < n {
			dst = append(dst, digits[k])
		} else {
			dst = append(dst, '0')
		}
	}
	return dst, true
}

// compareDecimals compares two canonical numbers.
func compareDecimals(a, b []byte) int {
	an, bn := a[0] == '-', b[0] == '-'
	switch {
	case an && !bn:
		return -1
	case bn && !an:
		return 1
	case an:
		return comparePositive(b[1:], a[1:])
	}
	return comparePositive(a, b)
}

func comparePositive(a, b []byte) int {
	ai, af := splitDecimal(a)
	bi, bf := splitDecimal(b)
	if len(ai) != len(bi) {
		if len(ai) < len(bi) {
			return -1
		}
		return 1
	}
	if c := bytes.Compare(ai, bi); c != 0 {
		return c
	}
	return bytes.Compare(af, bf) // no trailing zeros: a prefix is the smaller
}

// splitDecimal gives the digits before and after the point, without sign.
func splitDecimal(d []byte) (whole, fraction []byte) {
	if len(d) > 0 && d[0] == '-' {
		d = d[1:]
	}
	if p := bytes.IndexByte(d, '.'); p >= 0 {
		return d[:p], d[p+1:]
	}
	return d, nil
}

// digitCounts are the significant digits before the point ("0.5" has none)
// and after it.
func digitCounts(d []byte) (whole, fraction int) {
	w, f := splitDecimal(d)
	if len(w) == 1 && w[0] == '0' {
		return 0, len(f)
	}
	return len(w), len(f)
}
