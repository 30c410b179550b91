package metamodel

import (
	"bytes"
	"unicode/utf8"
)

// scanner reads JSON strictly (RFC 8259, UTF-8, no duplicate keys, limits) in
// one pass. The first fault ends it: fault is then set and every method
// returns false.
type scanner struct {
	b     []byte
	pos   int
	lim   Limits
	nodes int
	depth int
	fault *Problem
	keys  []key  // keys of the open objects, innermost last
	text  []byte // decoded keys that had escapes
}

type key struct{ name []byte }

// token is one scalar or the span of a composite value.
type token struct {
	kind  byte   // 's' string, 'n' number, 't' true, 'f' false, 'z' null, 'a' array, 'o' object
	raw   []byte // the JSON text
	start int    // offset of raw
	esc   bool   // a string with escapes
}

var (
	wantValue   = ZhEn("此处应为一个值", "expected a value")
	wantKey     = ZhEn("此处应为带双引号的键", "expected a quoted key")
	wantColon   = ZhEn("键后应为冒号", "expected a colon after the key")
	wantComma   = ZhEn("此处应为逗号或结束括号", "expected a comma or a closing bracket")
	wantEnd     = ZhEn("内容结束后还有多余字符", "unexpected characters after the end")
	wantObject  = ZhEn("应为一个对象 {…}", "expected an object {…}")
	badString   = ZhEn("字符串没有结束", "the string does not end")
	badControl  = ZhEn("字符串中有未转义的控制字符", "an unescaped control character in a string")
	badEscape   = ZhEn("转义不正确", "a wrong escape")
	badLiteral  = ZhEn("只能是 true、false 或 null", "expected true, false or null")
	badNumber   = ZhEn("数字写法不正确", "a malformed number")
	badSurrogat = ZhEn("不成对的代理字符", "an unpaired surrogate")
)

func (s *scanner) fail(p Problem) bool {
	if s.fault == nil {
		s.fault = &p
	}
	return false
}

func (s *scanner) syntax(what Text) bool {
	return s.fail(gateSyntax.At("", "offset", s.pos, "what", what))
}

func (s *scanner) ws() {
	for s.pos < len(s.b) {
		switch s.b[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

func (s *scanner) node() bool {
	s.nodes++
	if s.nodes > s.lim.Nodes {
		return s.tooMany()
	}
	return true
}

func (s *scanner) tooMany() bool {
	return s.fail(gateNodes.At("", "offset", s.pos, "limit", s.lim.Nodes))
}

func (s *scanner) enter() bool {
	s.depth++
	if s.depth > s.lim.Depth {
		return s.fail(gateDepth.At("", "offset", s.pos, "limit", s.lim.Depth))
	}
	return true
}

// end demands that nothing but white space is left.
func (s *scanner) end() bool {
	s.ws()
	if s.pos < len(s.b) {
		return s.syntax(wantEnd)
	}
	return true
}

// value reads any value, checking everything inside it.
func (s *scanner) value() (token, bool) {
	s.ws()
	if s.pos >= len(s.b) {
		return token{}, s.syntax(wantValue)
	}
	if !s.node() {
		return token{}, false
	}
	t := token{start: s.pos}
	ok := false
	switch c := s.b[s.pos]; {
	case c == '"':
		t.kind = 's'
		t.esc, ok = s.str()
	case c == '-' || c >= '0' && c <= '9':
		t.kind = 'n'
		ok = s.num()
	case c == '{':
		t.kind = 'o'
		ok = s.object()
	case c == '[':
		t.kind = 'a'
		ok = s.array()
	case c == 't':
		t.kind = 't'
		ok = s.literal("true")
	case c == 'f':
		t.kind = 'f'
		ok = s.literal("false")
	case c == 'n':
		t.kind = 'z'
		ok = s.literal("null")
	default:
		return t, s.syntax(wantValue)
	}
	if !ok {
		return t, false
	}
	t.raw = s.b[t.start:s.pos]
	return t, true
}

func (s *scanner) literal(word string) bool {
	if len(s.b)-s.pos < len(word) || string(s.b[s.pos:s.pos+len(word)]) != word {
		return s.syntax(badLiteral)
	}
	s.pos += len(word)
	return true
}

// str reads a string; esc says that it holds escapes.
func (s *scanner) str() (esc, ok bool) {
	i := s.pos + 1
	b := s.b
	for i < len(b) {
		c := b[i]
		switch {
		case c == '"':
			s.pos = i + 1
			return esc, true
		case c == '\\':
			esc = true
			n := s.escape(i)
			if n == 0 {
				return esc, false
			}
			i += n
		case c < 0x20:
			s.pos = i
			return esc, s.syntax(badControl)
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && n <= 1 {
				return esc, s.fail(gateUTF8.At("", "offset", i))
			}
			i += n
		}
	}
	s.pos = i
	return esc, s.syntax(badString)
}

// escape checks the escape at i and returns its length, 0 when it is wrong.
func (s *scanner) escape(i int) int {
	b := s.b
	if i+1 >= len(b) {
		s.pos = i
		s.syntax(badString)
		return 0
	}
	switch b[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		u, ok := hex4(b, i+2)
		if !ok {
			break
		}
		switch {
		case u >= 0xDC00 && u <= 0xDFFF:
			s.pos = i
			s.syntax(badSurrogat)
			return 0
		case u >= 0xD800 && u <= 0xDBFF:
			if i+7 < len(b) && b[i+6] == '\\' && b[i+7] == 'u' {
				if low, ok := hex4(b, i+8); ok && low >= 0xDC00 && low <= 0xDFFF {
					return 12
				}
			}
			s.pos = i
			s.syntax(badSurrogat)
			return 0
		}
		return 6
	}
	s.pos = i
	s.syntax(badEscape)
	return 0
}

func hex4(b []byte, i int) (rune, bool) {
	if i+4 > len(b) {
		return 0, false
	}
	var r rune
	for _, c := range b[i : i+4] {
		r <<= 4
		switch {
		case c >= '0' && c <= '9':
			r |= rune(c - '0')
		case c >= 'a' && c <= 'f':
			r |= rune(c-'a') + 10
		case c >= 'A' && c <= 'F':
			r |= rune(c-'A') + 10
		default:
			return 0, false
		}
	}
	return r, true
}

func (s *scanner) num() bool {
	start, b := s.pos, s.b
	i := start
	digits := func() int {
		n := 0
		for i < len(b) && b[i] >= '0' && b[i] <= '9' {
			i++
			n++
		}
		return n
	}
	bad := func() bool {
		s.pos = start
		return s.syntax(badNumber)
	}
	if b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if digits() == 0 {
		return bad()
	}
	if i < len(b) && b[i] == '.' {
		i++
		if digits() == 0 {
			return bad()
		}
	}
	exp := 0
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		from := i
		if digits() == 0 {
			return bad()
		}
		for _, c := range b[from:i] {
			if exp = exp*10 + int(c-'0'); exp > 1<<20 {
				exp = 1 << 20
			}
		}
	}
	// "01", "1_000" and "0x1" continue with something no JSON value may be
	// followed by; say so here rather than complain about a missing comma.
	if i < len(b) && (isWord(b[i]) || b[i] == '.') {
		return bad()
	}
	if i-start > s.lim.NumberLength {
		return s.fail(gateNumber.At("", "offset", start, "limit", s.lim.NumberLength))
	}
	if exp > s.lim.Exponent {
		return s.fail(gateExponent.At("", "offset", start, "limit", s.lim.Exponent))
	}
	s.pos = i
	return true
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func (s *scanner) array() bool {
	if !s.enter() {
		return false
	}
	s.pos++
	s.ws()
	if s.pos < len(s.b) && s.b[s.pos] == ']' {
		s.pos++
		s.depth--
		return true
	}
	for {
		if _, ok := s.value(); !ok {
			return false
		}
		if more, ok := s.next(']'); !ok {
			return false
		} else if !more {
			s.depth--
			return true
		}
	}
}

// next consumes a comma (more) or the closing bracket.
func (s *scanner) next(closing byte) (more, ok bool) {
	s.ws()
	if s.pos < len(s.b) {
		switch s.b[s.pos] {
		case ',':
			s.pos++
			return true, true
		case closing:
			s.pos++
			return false, true
		}
	}
	return false, s.syntax(wantComma)
}

// open enters an object; empty says that it is already closed again.
func (s *scanner) open() (empty, ok bool) {
	if !s.enter() {
		return false, false
	}
	s.pos++
	s.ws()
	if s.pos < len(s.b) && s.b[s.pos] == '}' {
		s.pos++
		s.depth--
		return true, true
	}
	return false, true
}

// key reads a key and its colon. The name stays valid while the object is open.
func (s *scanner) key() (name []byte, at int, ok bool) {
	s.ws()
	if s.pos >= len(s.b) || s.b[s.pos] != '"' {
		return nil, 0, s.syntax(wantKey)
	}
	if !s.node() {
		return nil, 0, false
	}
	at = s.pos
	esc, ok := s.str()
	if !ok {
		return nil, at, false
	}
	name = s.b[at+1 : s.pos-1]
	if esc {
		from := len(s.text)
		s.text = appendUnescaped(s.text, name)
		name = s.text[from:len(s.text):len(s.text)]
	}
	s.ws()
	if s.pos >= len(s.b) || s.b[s.pos] != ':' {
		return nil, at, s.syntax(wantColon)
	}
	s.pos++
	return name, at, true
}

func (s *scanner) duplicate(name []byte, at int) bool {
	return s.fail(gateDuplicate.At("", "offset", at, "key", clip(string(name))))
}

// linear is the number of keys up to which comparing each is cheaper than a map.
const linear = 16

func (s *scanner) object() bool {
	empty, ok := s.open()
	if !ok || empty {
		return ok
	}
	seen := keySet{base: len(s.keys)}
	for {
		name, at, ok := s.key()
		if !ok {
			return false
		}
		if !seen.add(s, name) {
			return s.duplicate(name, at)
		}
		if _, ok := s.value(); !ok {
			return false
		}
		if more, ok := s.next('}'); !ok {
			return false
		} else if !more {
			s.keys = s.keys[:seen.base]
			s.depth--
			return true
		}
	}
}

// keySet finds duplicates among the keys of one object.
type keySet struct {
	base int
	many map[string]struct{}
}

func (k *keySet) add(s *scanner, name []byte) bool {
	if k.many == nil {
		for _, other := range s.keys[k.base:] {
			if bytes.Equal(other.name, name) {
				return false
			}
		}
		s.keys = append(s.keys, key{name})
		if n := len(s.keys) - k.base; n > linear {
			k.many = make(map[string]struct{}, 4*linear)
			for _, other := range s.keys[k.base:] {
				k.many[string(other.name)] = struct{}{}
			}
		}
		return true
	}
	if _, twice := k.many[string(name)]; twice {
		return false
	}
	k.many[string(name)] = struct{}{}
	return true
}
