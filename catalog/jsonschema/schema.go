// Package jsonschema reads JSON Schemas from outside: draft-07, 2019-09 and
// 2020-12. A schema is gated, parsed, and either honoured to the letter or
// refused by the name and path of what cannot be honoured. It then judges
// instances exactly (Check) and becomes a form (Import). Nothing is ever
// fetched.
package jsonschema

import (
	"regexp"

	"github.com/onematter/onematter/metamodel"
)

// Limits of a schema, and of an instance that Check is given. Numbers may be
// long: they are kept exactly.
var Limits = metamodel.Limits{Bytes: 1 << 20, Depth: 64, Nodes: 100_000, NumberLength: 400, Exponent: 400}

const (
	maxExpansion = 10_000    // subschemas that judge one value
	maxChain     = 200       // references and combinations one inside the other that judge one value
	maxSteps     = 2_000_000 // subschemas met by values in one Check
)

// Options of Parse. The zero value reads 2020-12 and takes formats and
// contents as annotations, as the drafts do.
type Options struct {
	Draft         Draft // of a schema without $schema; 0: 2020-12
	AssertFormat  bool  // formats are demanded; one we cannot check is refused
	AssertContent bool  // contentEncoding and contentMediaType are demanded
}

// Schema is a schema that is honoured in full; immutable, safe for concurrent use.
type Schema struct {
	Draft    Draft
	Problems metamodel.Problems // warnings

	root  *node
	value *value
	lib   *library
	nodes []*node
}

// node is one compiled schema.
type node struct {
	v     *value
	place place

	never   bool
	types   typeSet
	enum    map[string]bool // by canonical text; nil: no enum
	isConst bool
	konst   string

	multipleOf, maximum, exclusiveMaximum, minimum, exclusiveMinimum *number

	minLength, maxLength int // -1: none
	pattern              *pattern
	format               func(string) bool
	encoding, media      string // of asserted content

	minItems, maxItems, minContains, maxContains, minProperties, maxProperties int
	unique                                                                     bool

	required          []string
	dependents        []dependent
	properties        map[string]*node
	names             []string // of properties, in order
	patterns          []patternProperty
	additional        *node
	propertyNames     *node
	prefix            []*node
	items             *node // what follows the prefix
	contains          *node
	unevaluatedItems  *node
	unevaluatedMember *node
	ref               *node
	allOf             []*node
	anyOf             []*node
	oneOf             []*node
	not               *node
	cond, then, other *node

	uses   int // how many references name it
	weight int // subschemas that judge the same value, itself included
	depth  int
	state  int // of the walk that finds endless references
}

type dependent struct {
	name     string
	required []string
	schema   *node
}

type patternProperty struct {
	*pattern
	schema *node
}

// pattern is a translated regular expression and what it costs to match.
type pattern struct {
	source string
	re     *regexp.Regexp
	cost   int
}

// typeSet is a set of JSON types; integers are numbers without a fraction.
type typeSet uint8

const (
	isNull typeSet = 1 << iota
	isBoolean
	isObject
	isArray
	isString
	isNumber
	isInteger
)

var typeNames = map[string]typeSet{"null": isNull, "boolean": isBoolean, "object": isObject, "array": isArray, "string": isString, "number": isNumber | isInteger, "integer": isInteger}

// Parse gates and compiles a schema. Problems that are errors say why there
// is none.
func Parse(doc []byte, o Options) (*Schema, metamodel.Problems) {
	if o.Draft == 0 {
		o.Draft = Draft2020
	}
	root, ps := read(doc, Limits)
	if ps.Failed() {
		return nil, ps
	}
	l := newLibrary(root, o)
	if len(l.places) >= maxSubschemas {
		return nil, l.problems
	}
	c := &compiler{lib: l, nodes: map[*value]*node{}, patterns: map[string]*pattern{}}
	n := c.schema(root)
	for len(c.queue) > 0 && l.errors <= maxProblems {
		v := c.queue[0]
		c.queue = c.queue[1:]
		c.fill(c.nodes[v])
	}
	if !l.problems.Failed() {
		c.measure()
	}
	if l.problems.Failed() {
		return nil, l.problems
	}
	return &Schema{Draft: l.places[root].draft, Problems: l.problems, root: n, value: root, lib: l, nodes: c.order}, nil
}
