package jsonschema

import (
	"net/netip"
	"strings"
	"unicode/utf8"
)

// formats that can be checked, each to the letter of what the drafts name:
// RFC 3339, 5321, 3986, 3987, 6570, 4122, 6901 and ECMA-262. Host names are
// not among them: since IDNA 2008 they need tables of Unicode that go stale.
var formats = map[string]func(string) bool{
	"date": isDate, "time": isTime, "date-time": isDateTime, "duration": isDuration,
	"email": func(s string) bool { return isEmail(s, false) }, "idn-email": func(s string) bool { return isEmail(s, true) },
	"ipv4": isIPv4, "ipv6": isIPv6,
	"uri":           func(s string) bool { return isURI(s, true, false) },
	"uri-reference": func(s string) bool { return isURI(s, false, false) },
	"iri":           func(s string) bool { return isURI(s, true, true) },
	"iri-reference": func(s string) bool { return isURI(s, false, true) },
	"uri-template":  isURITemplate,
	"uuid":          isUUID, "json-pointer": isPointer, "relative-json-pointer": isRelativePointer,
	"regex": func(s string) bool {
		_, _, fault := translate(s)
		return fault == nil || !fault.wrong
	},
}

// twoDigits reads two ASCII digits.
func twoDigits(s string) (int, bool) {
	if len(s) < 2 || !digit(s[0]) || !digit(s[1]) {
		return 0, false
	}
	return int(s[0]-'0')*10 + int(s[1]-'0'), true
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func isDate(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	century, ok1 := twoDigits(s)
	year, ok2 := twoDigits(s[2:])
	month, ok3 := twoDigits(s[5:])
	day, ok4 := twoDigits(s[8:])
	if !ok1 || !ok2 || !ok3 || !ok4 || month < 1 || month > 12 || day < 1 {
		return false
	}
	year += 100 * century
	last := [13]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		last = 29
	}
	return day <= last
}

// isTime is RFC 3339's full-time; second 60 only at the end of a UTC day.
func isTime(s string) bool {
	if len(s) < 9 || s[2] != ':' || s[5] != ':' {
		return false
	}
	hour, ok1 := twoDigits(s)
	minute, ok2 := twoDigits(s[3:])
	second, ok3 := twoDigits(s[6:])
	if !ok1 || !ok2 || !ok3 || hour > 23 || minute > 59 || second > 60 {
		return false
	}
	s = s[8:]
	if s[0] == '.' {
		n := 1
		for n < len(s) && digit(s[n]) {
			n++
		}
		if n == 1 {
			return false
		}
		s = s[n:]
	}
	offset := 0
	switch {
	case s == "Z" || s == "z":
	case len(s) == 6 && (s[0] == '+' || s[0] == '-') && s[3] == ':':
		h, ok1 := twoDigits(s[1:])
		m, ok2 := twoDigits(s[4:])
		if !ok1 || !ok2 || h > 23 || m > 59 {
			return false
		}
		offset = h*60 + m
		if s[0] == '-' {
			offset = -offset
		}
	default:
		return false
	}
	if second == 60 {
		const day = 24 * 60
		return (hour*60+minute-offset+2*day)%day == day-1
	}
	return true
}

func isDateTime(s string) bool {
	return len(s) > 11 && (s[10] == 'T' || s[10] == 't') && isDate(s[:10]) && isTime(s[11:])
}

// isDuration is the grammar of RFC 3339, appendix A.
func isDuration(s string) bool {
	s, ok := strings.CutPrefix(s, "P")
	if !ok || s == "" {
		return false
	}
	if w, ok := strings.CutSuffix(s, "W"); ok {
		return w != "" && strings.Trim(w, "0123456789") == ""
	}
	date, clock, timed := strings.Cut(s, "T")
	return (!timed || clock != "" && unitsInRow(clock, "HMS")) && (date == "" || unitsInRow(date, "YMD"))
}

// unitsInRow: number and unit, again and again, the units following each other
// in order without a gap.
func unitsInRow(s, units string) bool {
	last := -1
	for s != "" {
		n := 0
		for n < len(s) && digit(s[n]) {
			n++
		}
		if n == 0 || n == len(s) {
			return false
		}
		at := strings.IndexByte(units, s[n])
		if at < 0 || last >= 0 && at != last+1 {
			return false
		}
		last, s = at, s[n+1:]
	}
	return true
}

func isIPv4(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is4()
}

func isIPv6(s string) bool {
	if strings.Contains(s, "%") {
		return false
	}
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is6()
}

const atext = "!#$%&'*+-/=?^_`{|}~"

func alnum(c byte) bool { return digit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// isEmail is RFC 5321's Mailbox; international: RFC 6531's.
func isEmail(s string, international bool) bool {
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at > 64 {
		return false
	}
	local, domain := s[:at], s[at+1:]
	wide := func(r rune) bool { return international && r >= utf8.RuneSelf }
	if local[0] == '"' {
		if len(local) < 2 || local[len(local)-1] != '"' {
			return false
		}
		escaped := false
		for _, r := range local[1 : len(local)-1] {
			switch {
			case escaped:
				if escaped = false; !(r >= ' ' && r <= '~') {
					return false
				}
			case r == '\\':
				escaped = true
			case r == '"', !(r >= ' ' && r <= '~') && !wide(r):
				return false
			}
		}
		if escaped {
			return false
		}
	} else {
		for _, atom := range strings.Split(local, ".") {
			if atom == "" {
				return false
			}
			for _, r := range atom {
				if !wide(r) && (r >= utf8.RuneSelf || !alnum(byte(r)) && strings.IndexByte(atext, byte(r)) < 0) {
					return false
				}
			}
		}
	}
	if lit, ok := strings.CutPrefix(domain, "["); ok {
		lit, ok = strings.CutSuffix(lit, "]")
		if v6, is := strings.CutPrefix(lit, "IPv6:"); is {
			return ok && isIPv6(v6)
		}
		return ok && isIPv4(lit)
	}
	if domain == "" || len(domain) > 255 {
		return false
	}
	for _, label := range strings.Split(domain, ".") {
		if label == "" || len(label) > 63 && !international || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, r := range label {
			if r != '-' && !wide(r) && (r >= utf8.RuneSelf || !alnum(byte(r))) {
				return false
			}
		}
	}
	return true
}

func isHex(s string) bool { return s != "" && strings.Trim(s, "0123456789abcdefABCDEF") == "" }

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
		} else if !isHex(s[i : i+1]) {
			return false
		}
	}
	return true
}

func isPointer(s string) bool {
	if s != "" && s[0] != '/' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] == '~' && (i+1 == len(s) || s[i+1] != '0' && s[i+1] != '1') {
			return false
		}
	}
	return true
}

func isRelativePointer(s string) bool {
	n := 0
	for n < len(s) && digit(s[n]) {
		n++
	}
	if n == 0 || s[0] == '0' && n > 1 {
		return false
	}
	return s[n:] == "#" || isPointer(s[n:])
}
