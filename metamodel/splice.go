package metamodel

import (
	"bytes"
	"strings"
)

// splice gives a document another value at a path, nil for none. The objects
// and rows on the way are made where they are missing; a row behind the last
// becomes the next one.
func splice(doc []byte, path string, raw []byte) []byte {
	if len(doc) == 0 {
		doc = []byte("{}")
	}
	s := scanner{b: doc, lim: AnswerLimits}
	s.ws()
	out := append([]byte(nil), doc[:s.pos]...)
	out = s.splice(out, strings.Split(path, "/"), raw)
	return append(out, doc[s.pos:]...)
}

// splice copies the value at the scanner's place with the change in it.
func (s *scanner) splice(out []byte, path []string, raw []byte) []byte {
	if len(path) == 0 {
		s.value()
		return append(out, raw...)
	}
	index, row := rowIndex(path[0])
	opening, closing := byte('{'), byte('}')
	if row {
		opening, closing = '[', ']'
	}
	if s.pos >= len(s.b) || s.b[s.pos] != opening {
		from := s.pos
		s.value()
		if raw == nil {
			return append(out, s.b[from:s.pos]...)
		}
		return fresh(out, path, raw)
	}
	s.pos++
	out = append(out, opening)
	var members [][]byte
	found := false
	for n := 0; ; n++ {
		s.ws()
		if s.pos >= len(s.b) || s.b[s.pos] == closing {
			s.pos++
			break
		}
		var head []byte
		hit := row && n == index
		if !row {
			from := s.pos
			name, _, _ := s.key()
			hit = string(name) == path[0]
			head = bytes.TrimSpace(s.b[from:s.pos])
		}
		s.ws()
		from := s.pos
		if !hit {
			s.value()
			members = append(members, append(append([]byte(nil), head...), s.b[from:s.pos]...))
		} else {
			found = true
			if len(path) == 1 && raw == nil {
				s.value()
			} else {
				members = append(members, s.splice(append([]byte(nil), head...), path[1:], raw))
			}
		}
		if s.ws(); s.pos < len(s.b) && s.b[s.pos] == ',' {
			s.pos++
		}
	}
	if !found && raw != nil {
		var head []byte
		if !row {
			head = append(appendString(nil, path[0]), ':')
		}
		members = append(members, fresh(head, path[1:], raw))
	}
	return append(append(out, bytes.Join(members, []byte{','})...), closing)
}

// fresh writes a value inside the objects and rows of its path.
func fresh(out []byte, path []string, raw []byte) []byte {
	if len(path) == 0 {
		return append(out, raw...)
	}
	if _, row := rowIndex(path[0]); row {
		return append(fresh(append(out, '['), path[1:], raw), ']')
	}
	out = append(appendString(append(out, '{'), path[0]), ':')
	return append(fresh(out, path[1:], raw), '}')
}
