package workflows

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestAWorkflowReadsBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	doc, err := json.Marshal(licence())
	if err != nil {
		t.Fatal(err)
	}
	w, problems := Decode(doc)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if !reflect.DeepEqual(w, licence()) {
		t.Errorf("%+v", w)
	}
}

func TestABadWorkflowIsRefusedByPath(t *testing.T) {
	t.Parallel()
	const states = `"id":"w","title":{"zh":"w"},"initial":"a","states":`
	for name, c := range map[string]struct{ doc, path string }{
		"not JSON":           {`{`, ""},
		"an array":           {`[]`, ""},
		"no states":          {`{"id":"w","title":{"zh":"w"},"initial":"a"}`, ""},
		"unknown key":        {`{` + states + `[{"id":"a","name":{"zh":"a"},"type":"final","outcome":"issued","guard":"x"}]}`, "states/0/guard"},
		"key in other case":  {`{` + states + `[{"ID":"a","id":"a","name":{"zh":"a"},"type":"final"}]}`, "states/0/ID"},
		"unknown type":       {`{` + states + `[{"id":"a","name":{"zh":"a"},"type":"pause"}]}`, "states/0/type"},
		"outcome of a theme": {`{` + states + `[{"id":"a","name":{"zh":"a"},"type":"final","outcome":"partial"}]}`, "states/0/outcome"},
		"negative limit":     {`{` + states + `[{"id":"a","name":{"zh":"a"},"type":"step","limit":-1}]}`, "states/0/limit"},
		"hostile limit":      {`{` + states + `[{"id":"a","name":{"zh":"a"},"type":"step","limit":1e999999999}]}`, ""},
		"limit as text":      {`{` + states + `[{"id":"a","name":{"zh":"a"},"type":"step","limit":"1"}]}`, "states/0/limit"},
		"unknown kind":       {`{` + states + `[{"id":"a","name":{"zh":"a"},"type":"step","on":[{"event":"e","label":{"zh":"e"},"target":"a","kind":"jump"}]}]}`, "states/0/on/0/kind"},
		"label as text":      {`{` + states + `[{"id":"a","name":"a","type":"step"}]}`, "states/0/name"},
		"too deep":           {strings.Repeat(`[`, 1000) + strings.Repeat(`]`, 1000), ""},
		"an endless id":      {`{"id":"` + strings.Repeat("w", 65) + `","title":{"zh":"w"},"initial":"a","states":[{"id":"a","name":{"zh":"a"},"type":"final"}]}`, "id"},
	} {
		_, problems := Decode([]byte(c.doc))
		found := false
		for _, p := range problems {
			found = found || c.path == "" || p.Path == c.path
		}
		if !problems.Failed() || !found {
			t.Errorf("%s: %v, want one at %q", name, problems, c.path)
		}
	}
}
