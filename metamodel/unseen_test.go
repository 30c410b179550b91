package metamodel_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestWhatCannotBeSeenIsRefusedWhereItStands(t *testing.T) {
	t.Parallel()
	for doc, want := range map[string]string{
		`{"name": {"zh": "a\u0000b"}}`:                            "name/zh U+0000",
		`{"name": {"en": "\u001b[31mx"}}`:                         "name/en U+001B",
		`{"title": {"zh": "\u202e我"}}`:                            "title/zh U+202E",
		`{"name": {"zh": "我\n的"}}`:                                "name/zh U+000A",
		`{"synonyms": {"zh": ["甲", "乙\t"]}}`:                      "synonyms/zh/1 U+0009",
		`{"codes": [{"code": "1", "name": {"zh": "\u0085"}}]}`:    "codes/0/name/zh U+0085",
		`{"x-help": {"zh": "\u2066x"}}`:                           "x-help/zh U+2066",
		`{"pattern": "\u007f"}`:                                   "pattern U+007F",
		`{"properties": {"a\u0007": {}}}`:                         "properties U+0007",
		`{"x-help": {"zh": "一行\n\t又一行"}}`:                         "",
		`{"properties": {"name": {"x-help": {"zh": "一\n二"}}}}`:    "",
		`{"properties": {"name": {"x-checks": [{"m": "a\nb"}]}}}`: "",
		`{"name": {"zh": "👨‍👩‍👧 é 我"}}`:                           "",
	} {
		var v any
		if err := json.Unmarshal([]byte(doc), &v); err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, p := range metamodel.Unseen(v) {
			said += fmt.Sprint(p.Path, " ", p.Params["char"])
		}
		if said != want {
			t.Errorf("%s: %q, want %q", doc, said, want)
		}
	}
	// Every kind of definition is read through the same door.
	_, ps := metamodel.Decode[metamodel.Element](metamodel.KindElement, []byte(`{"id": "E1", "name": {"zh": "a\u0000b", "en": "A"}, "type": "string"}`))
	if len(ps) != 1 || ps[0].Code != "definition.unseen_character" || ps[0].Path != "name/zh" {
		t.Errorf("an element: %v", ps)
	}
}
