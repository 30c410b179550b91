package metamodel

// Limits bound a document before any parser sees it.
type Limits struct {
	Bytes        int // whole document
	Depth        int // nesting
	Nodes        int // values and keys
	NumberLength int // characters of one number literal
	Exponent     int // absolute decimal exponent
}

// DefinitionLimits are for definitions (ARCHITECTURE: qri-io behind a gate); see
// SetLimits.
var DefinitionLimits = Limits{Bytes: 4 << 20, Depth: 64, Nodes: 200_000, NumberLength: 40, Exponent: 400}

// AnswerLimits are for citizens' and machines' answers; see SetLimits.
var AnswerLimits = Limits{Bytes: 1 << 20, Depth: 16, Nodes: 100_000, NumberLength: 40, Exponent: 400}

// Gate refuses a JSON document that is malformed (RFC 8259, UTF-8, duplicate
// keys, unpaired surrogates) or beyond the limits, in one pass without
// building anything. The one problem it gives carries the byte offset.
func Gate(doc []byte, l Limits) Problems {
	if len(doc) > l.Bytes {
		return Problems{gateTooLarge.At("", "size", len(doc), "limit", l.Bytes)}
	}
	s := scanner{b: doc, lim: l}
	if _, ok := s.value(); ok {
		s.end()
	}
	if s.fault != nil {
		return Problems{*s.fault}
	}
	return nil
}
