package catalog

import (
	"bytes"
	"encoding/json"
	"path"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/onematter/onematter/metamodel"
)

// Located is a problem with the place in its file, for people who have the file
// open. What is not known is left out.
type Located struct {
	metamodel.Problem
	Definition string `json:"definition,omitempty"` // id of the definition it is in
	Line       int    `json:"line,omitempty"`       // from 1
	Column     int    `json:"column,omitempty"`     // from 1, in characters
}

// Locate finds the places of problems; file gives the content of one of the
// pack's files, nil when there is none. Files are read and parsed once each, and
// only when a problem names them.
func Locate(ps metamodel.Problems, file func(name string) []byte) []Located {
	l := locator{file: file, sources: map[string]*sourceFile{}}
	out := make([]Located, len(ps))
	for i, p := range ps {
		out[i] = l.locate(p)
	}
	return out
}

type locator struct {
	file    func(string) []byte
	sources map[string]*sourceFile
}

// sourceFile is a file that is parsed when a path in it is asked for.
type sourceFile struct {
	text   []byte
	yaml   bool
	parsed bool
	root   *yaml.Node // nil for a file that is no document
}

func (l *locator) locate(p metamodel.Problem) Located {
	out := Located{Problem: p}
	offset, inText := p.Params["offset"].(int)
	line, hasLine := p.Params["line"].(int)
	if p.File == "" || p.Path == "" && !inText && !hasLine {
		return out
	}
	s := l.sources[p.File]
	if s == nil {
		s = &sourceFile{text: bytes.TrimPrefix(l.file(p.File), []byte("\xef\xbb\xbf")), yaml: path.Ext(p.File) != ".json"}
		l.sources[p.File] = s
	}
	switch {
	case len(s.text) == 0 || len(s.text) > metamodel.DefinitionLimits.Bytes:
	case hasLine:
		out.Line = line
	case inText && s.yaml:
		out.Line, out.Column = converted(s.text, offset)
	case inText:
		out.Line, out.Column = lineColumn(s.text, offset)
	default:
		n, definition := s.at(p.Path)
		if out.Definition = definition; n != nil {
			out.Line, out.Column = n.Line, n.Column
		}
	}
	return out
}

// at is the key or the value of a path, of what is not there the nearest around
// it, and the id of the definition that holds it.
func (s *sourceFile) at(where string) (at *yaml.Node, definition string) {
	if !s.parsed {
		s.parsed = true
		if s.yaml {
			var doc yaml.Node
			if yaml.Unmarshal(s.text, &doc) == nil && len(doc.Content) > 0 {
				s.root = doc.Content[0]
			}
		} else {
			d := json.NewDecoder(bytes.NewReader(s.text))
			d.UseNumber()
			s.root = (&jsonPlaces{d, s.text, newlines(s.text)}).node(0)
		}
	}
	at, n := s.root, s.root
	steps := strings.Split(where, "/")
	for i := 0; i < len(steps) && n != nil; i++ {
		step := steps[i]
		if i == 0 && (n.Kind == yaml.MappingNode || !strings.HasPrefix(step, "[")) {
			definition = idOf(n)
		}
		in := n
		var key *yaml.Node
		key, n = child(in, strings.Trim(step, "[]"))
		for j := i + 1; n == nil && j < len(steps); j++ { // a key may be a path itself
			if key, n = child(in, strings.Join(steps[i:j+1], "/")); n != nil {
				i = j
			}
		}
		if n == nil {
			break
		}
		if at = n; key != nil {
			at = key
		}
		if i == 0 && definition == "" {
			definition = idOf(n)
		}
	}
	return at, definition
}

func child(n *yaml.Node, step string) (key, value *yaml.Node) {
	switch n.Kind {
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Content) {
			return nil, n.Content[i]
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i], n.Content[i+1]
			}
		}
	}
	return nil, nil
}

func idOf(n *yaml.Node) string {
	for _, name := range []string{"id", "$id"} {
		if _, id := child(n, name); n.Kind == yaml.MappingNode && id != nil && id.Kind == yaml.ScalarNode {
			return shortName(FormID(id.Value))
		}
	}
	return ""
}

// converted is the place in YAML of what stands at an offset of the JSON that it
// became.
func converted(src []byte, offset int) (line, column int) {
	var doc yaml.Node
	if yaml.Unmarshal(src, &doc) != nil {
		return 0, 0
	}
	w := yamlWriter{limits: metamodel.DefinitionLimits}
	w.seen = func(n *yaml.Node) {
		if w.out.Len() <= offset && n.Line > 0 {
			line, column = n.Line, n.Column
		}
	}
	w.node(&doc, "", 0)
	return line, column
}

func lineColumn(text []byte, offset int) (line, column int) {
	before := text[:min(max(offset, 0), len(text))]
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
}

func newlines(text []byte) (out []int) {
	for i, b := range text {
		if b == '\n' {
			out = append(out, i)
		}
	}
	return out
}

// jsonPlaces reads JSON into nodes that know where they stand; a YAML parser
// does not read all that is JSON.
type jsonPlaces struct {
	*json.Decoder
	text  []byte
	lines []int // offsets of the line breaks
}

func (d *jsonPlaces) node(depth int) *yaml.Node {
	start := int(d.InputOffset())
	for start < len(d.text) && strings.IndexByte(" \t\r\n,:", d.text[start]) >= 0 {
		start++
	}
	tok, err := d.Token()
	if err != nil || depth > metamodel.DefinitionLimits.Depth {
		return nil
	}
	line := sort.SearchInts(d.lines, start)
	begin := 0
	if line > 0 {
		begin = d.lines[line-1] + 1
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: line + 1, Column: utf8.RuneCount(d.text[begin:start]) + 1}
	switch v := tok.(type) {
	case json.Delim:
		n.Kind = yaml.SequenceNode
		if v == '{' {
			n.Kind = yaml.MappingNode
		}
		for d.More() {
			c := d.node(depth + 1)
			if c == nil {
				return nil
			}
			n.Content = append(n.Content, c)
		}
		if _, err := d.Token(); err != nil {
			return nil
		}
	case string:
		n.Value = v
	}
	return n
}
