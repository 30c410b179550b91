package jsonschema

import (
	"strings"
	"unicode/utf8"
)

// isURI is the grammar of RFC 3986 (international: RFC 3987); absolute demands
// a scheme.
func isURI(s string, absolute, international bool) bool {
	rest, fragment, _ := strings.Cut(s, "#")
	u := uriText{international}
	if !u.only(fragment, ":@/?", false) {
		return false
	}
	rest, query, _ := strings.Cut(rest, "?")
	if !u.only(query, ":@/?", true) {
		return false
	}
	scheme := false
	if i := strings.IndexAny(rest, ":/"); i >= 0 && rest[i] == ':' {
		if !isScheme(rest[:i]) {
			return false
		}
		scheme, rest = true, rest[i+1:]
	}
	if absolute && !scheme {
		return false
	}
	if after, ok := strings.CutPrefix(rest, "//"); ok {
		authority, path := after, ""
		if i := strings.IndexByte(after, '/'); i >= 0 {
			authority, path = after[:i], after[i:]
		}
		return u.authority(authority) && u.only(path, ":@/", false)
	}
	return u.only(rest, ":@/", false)
}

func isScheme(s string) bool {
	for i := 0; i < len(s); i++ {
		letter := s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z'
		if !letter && (i == 0 || !digit(s[i]) && strings.IndexByte("+-.", s[i]) < 0) {
			return false
		}
	}
	return s != ""
}

type uriText struct{ international bool }

// only: unreserved characters, sub-delims, percent triplets and what more says.
func (u uriText) only(s, more string, private bool) bool {
	for i, r := range s {
		switch {
		case r == '%':
			if i+3 > len(s) || !isHex(s[i+1:i+3]) {
				return false
			}
		case r < utf8.RuneSelf:
			if !alnum(byte(r)) && strings.IndexByte("-._~!$&'()*+,;=", byte(r)) < 0 && strings.IndexByte(more, byte(r)) < 0 {
				return false
			}
		case !u.international || !ucschar(r, private):
			return false
		}
	}
	return true
}

// ucschar of RFC 3987; private: iprivate too, as a query may have.
func ucschar(r rune, private bool) bool {
	switch {
	case r >= 0xa0 && r <= 0xd7ff, r >= 0xf900 && r <= 0xfdcf, r >= 0xfdf0 && r <= 0xffef:
		return true
	case r >= 0x10000 && r < 0xe0000:
		return r&0xffff <= 0xfffd
	case r >= 0xe1000 && r < 0xf0000:
		return r&0xffff <= 0xfffd
	case r >= 0xe000 && r <= 0xf8ff, r >= 0xf0000:
		return private && r&0xffff <= 0xfffd
	}
	return false
}

func (u uriText) authority(s string) bool {
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		if !u.only(s[:i], ":", false) {
			return false
		}
		s = s[i+1:]
	}
	host, port := s, ""
	if strings.HasPrefix(s, "[") {
		end := strings.IndexByte(s, ']')
		if end < 0 {
			return false
		}
		host, port = s[1:end], s[end+1:]
		if port != "" && port[0] != ':' {
			return false
		}
		if !isIPv6(host) && !isIPvFuture(host) {
			return false
		}
	} else {
		if i := strings.IndexByte(s, ':'); i >= 0 {
			host, port = s[:i], s[i:]
		}
		if !u.only(host, "", false) {
			return false
		}
	}
	return strings.Trim(strings.TrimPrefix(port, ":"), "0123456789") == ""
}

func isIPvFuture(s string) bool {
	if s == "" || s[0]|0x20 != 'v' {
		return false
	}
	version, rest, ok := strings.Cut(s[1:], ".")
	return ok && isHex(version) && rest != "" && !strings.Contains(rest, "%") && uriText{}.only(rest, ":", false)
}

// isURITemplate is the grammar of RFC 6570.
func isURITemplate(s string) bool {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '{':
			end := strings.IndexByte(s[i:], '}')
			if end < 0 || !templateExpression(s[i+1:i+end]) {
				return false
			}
			n = end + 1
		case r == '%':
			if i+3 > len(s) || !isHex(s[i+1:i+3]) {
				return false
			}
			n = 3
		case r <= ' ' || r == 0x7f || r < utf8.RuneSelf && strings.ContainsRune(`"<>\^`+"`"+`|}`, r):
			return false
		case r >= utf8.RuneSelf && !ucschar(r, true):
			return false
		}
		i += n
	}
	return true
}

func templateExpression(s string) bool {
	if s != "" && strings.IndexByte("+#./;?&=,!@|", s[0]) >= 0 {
		if strings.IndexByte("=,!@|", s[0]) >= 0 {
			return false // reserved
		}
		s = s[1:]
	}
	for _, spec := range strings.Split(s, ",") {
		if name, ok := strings.CutSuffix(spec, "*"); ok {
			spec = name
		} else if name, prefix, ok := strings.Cut(spec, ":"); ok {
			if prefix == "" || len(prefix) > 4 || prefix[0] == '0' || strings.Trim(prefix, "0123456789") != "" {
				return false
			}
			spec = name
		}
		for _, part := range strings.Split(spec, ".") {
			if part == "" {
				return false
			}
			for i := 0; i < len(part); i++ {
				if part[i] == '%' {
					if i+3 > len(part) || !isHex(part[i+1:i+3]) {
						return false
					}
					i += 2
				} else if !alnum(part[i]) && part[i] != '_' {
					return false
				}
			}
		}
	}
	return true
}
