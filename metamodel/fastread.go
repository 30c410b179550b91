package metamodel

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// Most answers come in the form in which they are stored: a program or our own
// pages wrote them. Those are read and judged here without a token, a copy or a
// call through an interface. Every way in this file only ever says yes; what it
// does not know goes the general way, which alone says what is wrong. A test
// holds both ways against each other.

// fastKind is how a type's stored form is recognised.
type fastKind uint8

const (
	slowly fastKind = iota
	fastText
	fastNumber
	fastBoolean
	fastDate
	fastCode
	fastCodes
)

// fastCheck accepts stored forms of a field that satisfy its element and every
// use, whichever applies.
type fastCheck struct {
	kind           fastKind
	minLen, maxLen int // bytes; of texts, minLen holds for ASCII
	lo, hi         int64
	decimals       int // most
	typeDecimals   int // more make no value of the type
	from, to       int32
	today          todays
	items, most    int // codes
	constant       []byte
	patterns       []*bytePattern
	formats        []func([]byte, day) *fault
	entries        []string       // of a short list, in order
	index          map[string]int // of a long one
}

// todays says which ends of a range of dates are the day itself.
type todays uint8

const (
	fromToday todays = 1 << iota
	toToday
)

// fast reads a value at the scanner's place into a slot when it has its stored
// form, and says whether it also satisfies everything demanded.
func (st *recordState) fast(s *scanner, q *fastCheck, sl *slot) (read, accepted bool) {
	b, from := s.b, s.pos
	if from >= len(b) {
		return false, false
	}
	switch q.kind {
	case fastText:
		if b[from] != '"' {
			return false, false
		}
		end, high := plainString(b, from+1)
		if end < 0 || end == from+1 {
			return false, false
		}
		v := b[from+1 : end]
		if c := v[0]; c <= ' ' || c == 0x7F || maySpace[c] {
			return false, false
		}
		if c := v[len(v)-1]; c <= ' ' || c >= utf8.RuneSelf && endsInSpace(v) {
			return false, false
		}
		if high && (!utf8.Valid(v) || hidesText(v)) {
			return false, false
		}
		st.keep(s, sl, from, end+1, 1)
		return true, q.text(v, high, st.today.day)
	case fastNumber:
		end, scaled, decimals := plainDecimal(b, from)
		if end < 0 || decimals > q.typeDecimals {
			return false, false
		}
		st.keep(s, sl, from, end, 0)
		return true, scaled >= q.lo && scaled <= q.hi && decimals <= q.decimals && q.is(b[from:end])
	case fastBoolean:
		n := 4
		if b[from] == 'f' {
			n = 5
		}
		if from+n > len(b) || string(b[from:from+n]) != "true" && string(b[from:from+n]) != "false" {
			return false, false
		}
		st.keep(s, sl, from, from+n, 0)
		return true, q.is(b[from : from+n])
	case fastDate:
		if from+12 > len(b) || b[from] != '"' || b[from+11] != '"' {
			return false, false
		}
		d, ok := parseDay(b[from+1 : from+11])
		if !ok {
			return false, false
		}
		st.keep(s, sl, from, from+12, 1)
		return true, q.date(d, st.today.day) && q.is(b[from:from+12])
	case fastCode:
		if b[from] != '"' {
			return false, false
		}
		end, _ := plainString(b, from+1)
		if end < 0 || q.entry(b[from+1:end]) < 0 {
			return false, false
		}
		st.keep(s, sl, from, end+1, 1)
		return true, q.is(b[from : end+1])
	case fastCodes:
		return st.fastCodes(s, q, sl)
	}
	return false, false
}

// keep stores a part of the input as the answer; quote is what surrounds its
// text.
func (st *recordState) keep(s *scanner, sl *slot, from, to, quote int) {
	s.nodes++
	s.pos = to
	sl.raw = span{uint32(from), uint32(to)}
	sl.val = span{uint32(from + quote), uint32(to - quote)}
	sl.state = good
}

func (st *recordState) fastCodes(s *scanner, q *fastCheck, sl *slot) (read, accepted bool) {
	b, from := s.b, s.pos
	if b[from] != '[' || s.depth >= s.lim.Depth {
		return false, false
	}
	out := len(st.w.buf)
	last, n := -1, 0
	for i := from + 1; ; i++ {
		if i >= len(b) || b[i] != '"' {
			break
		}
		end, _ := plainString(b, i+1)
		if end < 0 || end+1 >= len(b) {
			break
		}
		at := q.entry(b[i+1 : end])
		if at <= last { // unknown, twice, or not in the list's order
			break
		}
		last = at
		if n++; n > 1 {
			st.w.buf = append(st.w.buf, listSep)
		}
		st.w.buf = append(st.w.buf, b[i+1:end]...)
		switch i = end + 1; b[i] {
		case ',':
			continue
		case ']':
			s.nodes += n
			st.keep(s, sl, from, i+1, 0)
			sl.val = span{uint32(out), uint32(len(st.w.buf))}
			return true, n >= q.items && (q.most < 0 || n <= q.most)
		}
		break
	}
	st.w.buf = st.w.buf[:out]
	return false, false
}

// is compares with the constant, if there is one.
func (q *fastCheck) is(raw []byte) bool {
	return q.constant == nil || string(raw) == string(q.constant)
}

func (q *fastCheck) text(v []byte, high bool, today day) bool {
	if len(v) > q.maxLen || len(v) < q.minLen || high && q.minLen > 0 {
		return false
	}
	for _, p := range q.patterns {
		if !p.match(v) {
			return false
		}
	}
	if len(q.formats) > 0 && !capitals(v) {
		return false
	}
	for _, check := range q.formats {
		if check(v, today) != nil {
			return false
		}
	}
	return q.constant == nil
}

func (q *fastCheck) date(d, today day) bool {
	n := d.packed()
	if q.today&fromToday != 0 && n < today.packed() || q.today&toToday != 0 && n > today.packed() {
		return false
	}
	return n >= q.from && n <= q.to
}

func (d day) packed() int32 { return int32(d.year*10000 + d.month*100 + d.day) }

// entry is the place of a code in its list, -1 for none.
func (q *fastCheck) entry(code []byte) int {
	if q.index != nil {
		if i, ok := q.index[string(code)]; ok {
			return i
		}
		return -1
	}
	for i, e := range q.entries {
		if string(code) == e {
			return i
		}
	}
	return -1
}

const (
	everyByte = 0x0101010101010101
	highBits  = 0x8080808080808080
)

// plainString finds the quote that ends a string without escapes, eight bytes
// at a time; -1 when the string has escapes, control characters or no end. high
// says that it is not ASCII.
func plainString(b []byte, i int) (end int, high bool) {
	for i+8 <= len(b) {
		w := binary.LittleEndian.Uint64(b[i:])
		quote, slash := w^(everyByte*'"'), w^(everyByte*'\\')
		// The lowest hit is exact; only hits above one may be false.
		hit := ((quote-everyByte)&^quote | (slash-everyByte)&^slash | (w-everyByte*0x20)&^w) & highBits
		if hit == 0 {
			high = high || w&highBits != 0
			i += 8
			continue
		}
		n := bits.TrailingZeros64(hit) / 8
		high = high || w&highBits&(1<<(8*n)-1) != 0
		if b[i+n] != '"' {
			return -1, high
		}
		return i + n, high
	}
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i, high
		case c == '\\' || c < 0x20:
			return -1, high
		case c >= utf8.RuneSelf:
			high = true
		}
	}
	return -1, high
}

// maySpace are the first bytes of characters that trimSpace takes away.
var maySpace = [256]bool{0xC2: true, 0xE1: true, 0xE2: true, 0xE3: true, 0xEF: true}

// endsInSpace reports whether a text that ends beyond ASCII may end in a
// character that trimSpace takes away.
func endsInSpace(v []byte) bool {
	n := len(v)
	return n >= 2 && v[n-2] == 0xC2 || n >= 3 && maySpace[v[n-3]]
}

// decimalScale is the unit of numbers compared as integers: a millionth.
const (
	decimalScale    = 1_000_000
	decimalPlaces   = 6
	mostWholeDigits = 12
)

var powers = [decimalPlaces + 1]int64{1, 10, 100, 1000, 10_000, 100_000, 1_000_000}

// plainDecimal reads a number in its stored form that is followed by the end of
// the value; end is -1 for any other.
func plainDecimal(b []byte, i int) (end int, scaled int64, decimals int) {
	from, neg := i, false
	if i < len(b) && b[i] == '-' {
		neg = true
		i++
	}
	first := i
	for i < len(b) && b[i]-'0' <= 9 {
		scaled = scaled*10 + int64(b[i]-'0')
		i++
		if i-first > mostWholeDigits {
			return -1, 0, 0
		}
	}
	if i == first || b[first] == '0' && i-first > 1 {
		return -1, 0, 0
	}
	if i < len(b) && b[i] == '.' {
		i++
		point := i
		for i < len(b) && b[i]-'0' <= 9 {
			scaled = scaled*10 + int64(b[i]-'0')
			i++
			if i-point > decimalPlaces {
				return -1, 0, 0
			}
		}
		if decimals = i - point; decimals == 0 || b[i-1] == '0' {
			return -1, 0, 0
		}
	}
	if i >= len(b) || b[i] != ',' && b[i] != '}' || neg && scaled == 0 || i-from > mostWholeDigits+decimalPlaces {
		return -1, 0, 0
	}
	scaled *= powers[decimalPlaces-decimals]
	if neg {
		scaled = -scaled
	}
	return i, scaled, decimals
}

// capitals reports whether v has digits and capital letters only: no format
// changes such a text but a number with its country code.
func capitals(v []byte) bool {
	for _, c := range v {
		if c-'0' > 9 && c-'A' > 25 {
			return false
		}
	}
	return true
}
