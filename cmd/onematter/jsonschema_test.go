package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const exportedPack = "../../catalog/packs/open-a-restaurant"

func TestAFormLeavesTheHouseAsJSONSchema(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "M02.json")
	if out, err := run(t, "export", "jsonschema", exportedPack, "M02", "--out", file); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("form.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("form.json")
	if err != nil {
		t.Fatal(err)
	}
	if schema.Validate(map[string]any{"nobody": 1}) == nil {
		t.Error("a member that the form does not have is accepted")
	}
	// The theme's merged form, printed.
	if out, err := run(t, "export", "jsonschema", exportedPack, "T01"); err != nil || !strings.Contains(out, `"x-onematter-unsaid"`) {
		t.Errorf("%v, printed %.300s", err, out)
	}
	if _, err := run(t, "export", "jsonschema", exportedPack, "M99"); err == nil || !strings.Contains(err.Error(), "there is no form M99") {
		t.Errorf("%v", err)
	}
}
