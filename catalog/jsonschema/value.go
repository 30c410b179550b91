package jsonschema

import (
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

// value is a JSON value that has passed the gate: objects keep the order of
// their keys, numbers their literal.
type value struct {
	kind  byte   // 's' string, 'n' number, 't' true, 'f' false, 'z' null, 'a' array, 'o' object
	text  string // of a string (decoded) or a number (as written)
	list  []value
	keys  []string // of an object, beside list
	index map[string]int
}

// read gates a document and builds its tree.
func read(doc []byte, l metamodel.Limits) (*value, metamodel.Problems) {
	if ps := metamodel.Gate(doc, l); ps.Failed() {
		return nil, ps
	}
	r := reader{s: string(doc)}
	v := r.value()
	return &v, nil
}

// reader trusts what the gate has accepted.
type reader struct {
	s string
	i int
}

func (r *reader) ws() {
	for r.i < len(r.s) {
		switch r.s[r.i] {
		case ' ', '\t', '\n', '\r':
			r.i++
		default:
			return
		}
	}
}

func (r *reader) value() value {
	r.ws()
	switch c := r.s[r.i]; c {
	case '"':
		return value{kind: 's', text: r.str()}
	case 't':
		r.i += 4
		return value{kind: 't'}
	case 'f':
		r.i += 5
		return value{kind: 'f'}
	case 'n':
		r.i += 4
		return value{kind: 'z'}
	case '[', '{':
		return r.composite(c)
	}
	from := r.i
	for r.i < len(r.s) && strings.IndexByte("+-.eE0123456789", r.s[r.i]) >= 0 {
		r.i++
	}
	return value{kind: 'n', text: r.s[from:r.i]}
}

// few is the number of members up to which comparing each is cheaper than a map.
const few = 12

func (r *reader) composite(open byte) value {
	v := value{kind: 'a'}
	if open == '{' {
		v.kind = 'o'
	}
	r.i++
	for {
		r.ws()
		switch r.s[r.i] {
		case ']', '}':
			r.i++
			if len(v.keys) > few {
				v.index = make(map[string]int, len(v.keys))
				for i, k := range v.keys {
					v.index[k] = i
				}
			}
			return v
		case ',':
			r.i++
			r.ws()
		}
		if open == '{' {
			v.keys = append(v.keys, r.str())
			r.ws()
			r.i++ // the colon
		}
		v.list = append(v.list, r.value())
	}
}

func (r *reader) str() string {
	from := r.i + 1
	for i := from; ; i++ {
		switch r.s[i] {
		case '"':
			r.i = i + 1
			return r.s[from:i]
		case '\\':
			return r.escaped(from)
		}
	}
}

func (r *reader) escaped(i int) string {
	var b strings.Builder
	for {
		c := r.s[i]
		switch {
		case c == '"':
			r.i = i + 1
			return b.String()
		case c != '\\':
			b.WriteByte(c)
			i++
			continue
		}
		switch c := r.s[i+1]; c {
		case 'b':
			b.WriteByte('\b')
		case 'f':
			b.WriteByte('\f')
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 'u':
			u, _ := strconv.ParseUint(r.s[i+2:i+6], 16, 32)
			if u >= 0xD800 && u < 0xDC00 {
				low, _ := strconv.ParseUint(r.s[i+8:i+12], 16, 32)
				u = (u-0xD800)<<10 + (low - 0xDC00) + 0x10000
				i += 6
			}
			b.WriteRune(rune(u))
			i += 4
		default:
			b.WriteByte(c)
		}
		i += 2
	}
}

// get finds a member of an object.
func (v *value) get(name string) *value {
	if v == nil || v.kind != 'o' {
		return nil
	}
	if v.index != nil {
		if i, ok := v.index[name]; ok {
			return &v.list[i]
		}
		return nil
	}
	for i, k := range v.keys {
		if k == name {
			return &v.list[i]
		}
	}
	return nil
}

// str is the text of a string, "" for anything else.
func (v *value) str() string {
	if v == nil || v.kind != 's' {
		return ""
	}
	return v.text
}

// canonical gives equal values equal text: numbers by their value, objects
// with sorted keys.
func (v *value) canonical() string {
	switch v.kind {
	case 't':
		return "t"
	case 'f':
		return "f"
	case 'z':
		return "z"
	case 'n':
		return numberOf(v.text).canonical()
	case 's':
		return `"` + v.text
	}
	var b strings.Builder
	v.write(&b)
	return b.String()
}

func (v *value) write(b *strings.Builder) {
	switch v.kind {
	case 'a':
		b.WriteByte('[')
		for i := range v.list {
			v.list[i].write(b)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	case 'o':
		order := make([]int, len(v.keys))
		for i := range order {
			order[i] = i
		}
		sort.Slice(order, func(i, j int) bool { return v.keys[order[i]] < v.keys[order[j]] })
		b.WriteByte('{')
		for _, i := range order {
			writeText(b, v.keys[i])
			v.list[i].write(b)
			b.WriteByte(',')
		}
		b.WriteByte('}')
	case 's':
		writeText(b, v.text)
	default:
		b.WriteString(v.canonical())
	}
}

// writeText puts a length before a text, so that no text can imitate what follows it.
func writeText(b *strings.Builder, s string) {
	b.WriteString(strconv.Itoa(len(s)))
	b.WriteByte('"')
	b.WriteString(s)
}

// json writes the value as JSON; numbers as they were written.
func (v *value) json(b []byte) []byte {
	switch v.kind {
	case 't':
		return append(b, "true"...)
	case 'f':
		return append(b, "false"...)
	case 'z':
		return append(b, "null"...)
	case 'n':
		return append(b, v.text...)
	case 's':
		return appendJSONString(b, v.text)
	}
	open, closing := byte('['), byte(']')
	if v.kind == 'o' {
		open, closing = '{', '}'
	}
	b = append(b, open)
	for i := range v.list {
		if i > 0 {
			b = append(b, ',')
		}
		if v.kind == 'o' {
			b = append(appendJSONString(b, v.keys[i]), ':')
		}
		b = v.list[i].json(b)
	}
	return append(b, closing)
}

func appendJSONString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// clip keeps what hostile documents say short in messages.
func clip(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

// leaves counts the plain values.
func (v *value) leaves() int {
	if v.kind != 'o' && v.kind != 'a' {
		return 1
	}
	n := 0
	for i := range v.list {
		n += v.list[i].leaves()
	}
	return n
}

func (v *value) add(name string, x value) {
	v.keys = append(v.keys, name)
	v.list = append(v.list, x)
}
