package metamodel

import "bytes"

// normaliseMobile drops spaces, hyphens and the country code.
func normaliseMobile(v []byte) []byte {
	v = compact(v, "-")
	for _, prefix := range []string{"+86", "0086"} {
		if rest, ok := bytes.CutPrefix(v, []byte(prefix)); ok && len(rest) == 11 {
			return rest
		}
	}
	if len(v) == 13 && bytes.HasPrefix(v, []byte("86")) {
		return v[2:]
	}
	return v
}

// checkMobile wants 11 digits that begin with 13 to 19.
func checkMobile(v []byte, _ day) *fault {
	if len(v) != 11 || v[0] != '1' || v[1] < '3' {
		return failed(answerMobile)
	}
	if _, ok := digits(v); !ok {
		return failed(answerMobile)
	}
	return nil
}
