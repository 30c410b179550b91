package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/onematter/onematter/metamodel"
)

// jsonNumber is a number literal of RFC 8259. A plain YAML scalar is a number
// only when it is one, character by character: 0123, 1_000, 0x1f and .5 stay
// the strings their author saw.
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// indented is a text of several lines of which one begins with a blank.
var indented = regexp.MustCompile(`(?s)^[ \t].*\n|\n[ \t]`)

// yamlToJSON turns one YAML document into JSON. Only what JSON can say is
// accepted: no aliases, anchors, tags, merge keys, or second documents. Values
// keep their characters; dates stay strings.
func yamlToJSON(src []byte) ([]byte, metamodel.Problems) {
	l := metamodel.DefinitionLimits
	if len(src) > l.Bytes {
		return nil, metamodel.Problems{FileTooLarge.At("", "limit", l.Bytes)}
	}
	// The parser builds every node before any can be counted, at some 250 bytes
	// each. A node ends at a comma or a line's end, but for a few.
	if bytes.Count(src, []byte{','})+bytes.Count(src, []byte{'\n'}) > l.Nodes {
		return nil, metamodel.Problems{FileTooManyNodes.At("", "limit", l.Nodes)}
	}
	dec := yaml.NewDecoder(bytes.NewReader(src))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, metamodel.Problems{FileEmpty.At("")}
		}
		return nil, metamodel.Problems{yamlFault(src, err)}
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		if err != nil {
			return nil, metamodel.Problems{yamlFault(src, err)}
		}
		return nil, metamodel.Problems{YAMLDocuments.At("")}
	}
	w := yamlWriter{limits: l}
	w.node(&doc, "", 0)
	if len(w.problems) > 0 {
		return nil, w.problems
	}
	return w.out.Bytes(), nil
}

type yamlWriter struct {
	limits   metamodel.Limits
	out      bytes.Buffer
	nodes    int
	problems metamodel.Problems
	full     bool             // a limit was hit: nothing more is written
	seen     func(*yaml.Node) // told of every node before it is written; nil for nobody
}

// mostProblems keeps a hostile document from answering with a book.
const mostProblems = 50

func (w *yamlWriter) fail(p metamodel.Problem, n *yaml.Node) {
	p.Params = withParam(p.Params, "line", n.Line)
	w.problems = append(w.problems, p)
	w.full = w.full || len(w.problems) >= mostProblems
}

func (w *yamlWriter) node(n *yaml.Node, path string, depth int) {
	if w.full {
		return
	}
	w.nodes++
	if w.seen != nil {
		w.seen(n)
	}
	switch {
	case depth > w.limits.Depth:
		w.fail(FileTooDeep.At(path, "limit", w.limits.Depth), n)
		w.full = true
		return
	case w.nodes > w.limits.Nodes:
		w.fail(FileTooManyNodes.At("", "limit", w.limits.Nodes), n)
		w.full = true
		return
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		w.fail(YAMLAlias.At(path), n)
		return
	case n.Style&yaml.TaggedStyle != 0:
		w.fail(YAMLTag.At(path, "tag", n.Tag), n)
		return
	}
	switch n.Kind {
	case yaml.DocumentNode:
		w.node(n.Content[0], path, depth)
	case yaml.MappingNode:
		w.mapping(n, path, depth)
	case yaml.SequenceNode:
		w.out.WriteByte('[')
		for i, c := range n.Content {
			if i > 0 {
				w.out.WriteByte(',')
			}
			w.node(c, item(path, i), depth+1)
		}
		w.out.WriteByte(']')
	case yaml.ScalarNode:
		w.scalar(n)
	}
}

func (w *yamlWriter) mapping(n *yaml.Node, path string, depth int) {
	seen := make(map[string]int, len(n.Content)/2)
	w.out.WriteByte('{')
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		w.nodes++
		switch {
		case key.Kind == yaml.AliasNode || key.Anchor != "" || key.Tag == "!!merge":
			w.fail(YAMLAlias.At(path), key)
			return
		case key.Kind != yaml.ScalarNode:
			w.fail(YAMLKey.At(path), key)
			return
		}
		if first, twice := seen[key.Value]; twice {
			w.fail(DuplicateKey.At(join(path, key.Value), "key", key.Value, "first", first, "second", key.Line), key)
		}
		seen[key.Value] = key.Line
		if i > 0 {
			w.out.WriteByte(',')
		}
		w.string(key.Value)
		w.out.WriteByte(':')
		w.node(value, join(path, key.Value), depth+1)
	}
	w.out.WriteByte('}')
}

func (w *yamlWriter) scalar(n *yaml.Node) {
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		w.string(n.Value)
		return
	}
	switch v := n.Value; v {
	case "true", "True", "TRUE":
		w.out.WriteString("true")
	case "false", "False", "FALSE":
		w.out.WriteString("false")
	case "", "~", "null", "Null", "NULL":
		w.out.WriteString("null")
	default:
		if jsonNumber.MatchString(v) {
			w.out.WriteString(v)
		} else {
			w.string(v)
		}
	}
}

func (w *yamlWriter) string(s string) {
	enc := json.NewEncoder(&w.out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil { // a Go string always encodes
		panic(err)
	}
	w.out.Truncate(w.out.Len() - 1) // the encoder's newline
}

// jsonToNode turns JSON into YAML nodes, in the document's order, styled to be read by people.
func jsonToNode(doc []byte) (*yaml.Node, error) {
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.UseNumber()
	n, err := nextNode(dec)
	if err != nil {
		return nil, err
	}
	return n, nil
}

func nextNode(dec *json.Decoder) (*yaml.Node, error) {
	tok, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch v := tok.(type) {
	case json.Delim:
		n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		if v == '{' {
			n.Kind, n.Tag = yaml.MappingNode, "!!map"
		}
		for dec.More() { // a mapping's keys and values alternate here too
			c, err := nextNode(dec)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, c)
		}
		if _, err := dec.Token(); err != nil {
			return nil, err
		}
		if compact(n) {
			n.Style = yaml.FlowStyle
		}
		return n, nil
	case string:
		n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v}
		// Quoted even where YAML 1.1 would not call it a number; and a block whose
		// lines begin with blanks is written as one that cannot be read again.
		if jsonNumber.MatchString(v) || indented.MatchString(v) {
			n.Style = yaml.DoubleQuotedStyle
		}
		return n, nil
	case json.Number:
		// Without a tag the literal is written as it is, however YAML would call it.
		return &yaml.Node{Kind: yaml.ScalarNode, Value: v.String()}, nil
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v)}, nil
	default:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}, nil
	}
}

// compact reports whether a node reads better on one line: scalars only, and short.
func compact(n *yaml.Node) bool {
	if len(n.Content) == 0 {
		return true
	}
	width := 0
	for _, c := range n.Content {
		if c.Kind != yaml.ScalarNode {
			return false
		}
		for _, r := range c.Value {
			if r == '\n' {
				return false
			}
			width++
			if r > 0x2e80 { // CJK is two columns wide
				width++
			}
		}
		width += 2
	}
	return width <= 100
}

func join(path, step string) string {
	if path == "" {
		return step
	}
	return path + "/" + step
}

// item is the path of a list's entry; definitions of a file are [0], [1]…
func item(path string, i int) string {
	if path == "" {
		return fmt.Sprintf("[%d]", i)
	}
	return join(path, strconv.Itoa(i))
}

func withParam(params map[string]any, name string, value any) map[string]any {
	out := map[string]any{name: value}
	for k, v := range params {
		out[k] = v
	}
	return out
}
