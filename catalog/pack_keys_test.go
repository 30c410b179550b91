package catalog

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// docs/writing-a-pack.md has a table of keys for each kind of definition: all keys
// its schema takes and no other, those that are required in bold.
func TestTheDocumentKnowsEveryKey(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../docs/writing-a-pack.md")
	if err != nil {
		t.Fatal(err)
	}
	_, keys, _ := strings.Cut(string(doc), "\n## Keys\n")
	named := regexp.MustCompile("(\\*\\*)?`([^`]+)`")
	told := map[string]map[string]bool{} // by schema, whether a key is required
	for _, part := range strings.Split(keys, "\n### `")[1:] {
		kind, rows, _ := strings.Cut(part, "`\n")
		table := map[string]bool{}
		for _, row := range strings.Split(rows, "\n") {
			cells := strings.Split(row, " | ")
			if len(cells) < 2 || strings.HasPrefix(row, "| key") {
				continue
			}
			for _, m := range named.FindAllStringSubmatch(cells[0], -1) {
				if _, twice := table[m[2]]; twice {
					t.Errorf("%s: %s is there twice", kind, m[2])
				}
				table[m[2]] = m[1] != ""
			}
		}
		told[strings.ReplaceAll(kind, "-", "")] = table
	}
	files, err := filepath.Glob("../metamodel/schemas/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d schemas, %v", len(files), err)
	}
	for _, file := range append(files, "../workflows/schema.json") {
		kind := strings.TrimSuffix(filepath.Base(file), ".json")
		if kind == "schema" {
			kind = "workflow"
		}
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var schema struct {
			Required   []string
			Properties map[string]json.RawMessage
		}
		if err := json.Unmarshal(body, &schema); err != nil {
			t.Fatal(err)
		}
		takes := map[string]bool{}
		for key := range schema.Properties {
			takes[key] = slices.Contains(schema.Required, key)
		}
		if !maps.Equal(takes, told[kind]) {
			for _, key := range slices.Sorted(maps.Keys(takes)) {
				if bold, there := told[kind][key]; !there || bold != takes[key] {
					t.Errorf("%s: the schema's %s (required %v) is told: %v, as required: %v", kind, key, takes[key], there, bold)
				}
			}
			for _, key := range slices.Sorted(maps.Keys(told[kind])) {
				if _, there := takes[key]; !there {
					t.Errorf("%s: %s is told and the schema does not take it", kind, key)
				}
			}
		}
		delete(told, kind)
	}
	for kind := range told {
		t.Errorf("the document tells of %s, which is no kind", kind)
	}
}
