package metamodel

import "bytes"

// normaliseEmail narrows width; letters keep their case, which may matter
// before the @. A space inside is a mistake of which nobody knows what was
// meant, so it stays and is refused.
func normaliseEmail(v []byte) []byte {
	v, _ = narrow(v)
	return v
}

// checkEmail accepts the addresses mail actually reaches (RFC 5321 dot-atom
// before the @, at least two labels after it), not every form RFC 5322 allows.
func checkEmail(v []byte, _ day) *fault {
	at := bytes.LastIndexByte(v, '@')
	if at < 1 || at > 64 || len(v) > 254 {
		return failed(answerEmail)
	}
	local, domain := v[:at], v[at+1:]
	if local[0] == '.' || local[len(local)-1] == '.' || bytes.Contains(local, []byte("..")) {
		return failed(answerEmail)
	}
	for _, c := range local {
		if !isWord(c) && bytes.IndexByte([]byte(".!#$%&'*+/=?^`{|}~-"), c) < 0 {
			return failed(answerEmail)
		}
	}
	labels := bytes.Split(domain, []byte("."))
	if len(labels) < 2 || len(labels[len(labels)-1]) < 2 {
		return failed(answerEmail)
	}
	for _, l := range labels {
		if len(l) == 0 || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return failed(answerEmail)
		}
		for _, c := range l {
			if !isWord(c) && c != '-' || c == '_' {
				return failed(answerEmail)
			}
		}
	}
	if last := labels[len(labels)-1]; allDigits(string(last)) {
		return failed(answerEmail)
	}
	return nil
}
