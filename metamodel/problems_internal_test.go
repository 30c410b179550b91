package metamodel

import (
	"testing"

	"github.com/qri-io/jsonschema"
)

// Whatever a library says, a person gets words in both languages.
func TestWhatALibrarySaysOtherwiseIsAProblemToo(t *testing.T) {
	t.Parallel()
	var s sink
	reportKeyError(jsonschema.KeyError{PropertyPath: "/a", Message: "words of a later version"}, &s)
	checkStruct(struct {
		A string `json:"a" validate:"email"`
	}{"x"}, &s)
	if len(s.problems) != 2 || s.problems[0].Code != "definition.schema" || s.problems[1].Code != "definition.invalid" || s.problems[1].In("zh") == "" {
		t.Errorf("%v", s.problems)
	}
}
