// The program conformance runs the JSON-Schema-Test-Suite
// (github.com/json-schema-org/JSON-Schema-Test-Suite) against our reader of
// schemas: each schema is judged as the suite judges it, or refused by the
// name of a keyword. It also writes the table of docs/jsonschema.md.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/onematter/onematter/catalog/jsonschema"
)

// group is one schema of the suite with its instances.
type group struct {
	Description string
	Schema      json.RawMessage
	Tests       []struct {
		Description string
		Data        json.RawMessage
		Valid       bool
	}
}

// tests is one file of the suite.
type tests struct {
	draft  jsonschema.Draft
	name   string // "items", "optional/format/date"
	groups []group
}

var folders = []struct {
	name  string
	draft jsonschema.Draft
}{{"draft7", jsonschema.Draft7}, {"draft2019-09", jsonschema.Draft2019}, {"draft2020-12", jsonschema.Draft2020}}

// load reads the files of a suite, sorted.
func load(dir string) ([]tests, error) {
	var all []tests
	for _, f := range folders {
		root := filepath.Join(dir, "tests", f.name)
		var files []string
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ".json") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		sort.Strings(files)
		for _, path := range files {
			b, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			rel, _ := filepath.Rel(root, path)
			t := tests{draft: f.draft, name: strings.TrimSuffix(filepath.ToSlash(rel), ".json")}
			if err := json.Unmarshal(b, &t.groups); err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			all = append(all, t)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s holds no tests", dir)
	}
	return all, nil
}

// options are what the suite presumes: formats and contents assert in their
// optional tests only.
func (t tests) options() jsonschema.Options {
	return jsonschema.Options{
		Draft:         t.draft,
		AssertFormat:  strings.HasPrefix(t.name, "optional/format"),
		AssertContent: t.name == "optional/content" && t.draft == jsonschema.Draft7,
	}
}
