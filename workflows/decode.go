package workflows

import (
	_ "embed"

	"github.com/onematter/onematter/metamodel"
)

//go:embed schema.json
var schema []byte

// Schema is the JSON Schema (draft 2019-09) of a workflow, as editors want it.
func Schema() []byte { return append([]byte(nil), schema...) }

// Decode reads one workflow as metamodel.Decode reads the other definitions.
func Decode(doc []byte) (*Workflow, metamodel.Problems) {
	return metamodel.DecodeWith[Workflow](schema, doc)
}
