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

func TestASchemaComesInAsAPack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	schema := filepath.Join(dir, "person.schema.json")
	write := func(doc string) {
		if err := os.WriteFile(schema, []byte(doc), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"$schema":"http://json-schema.org/draft-07/schema#","title":"人员登记","type":"object","required":["name"],
		"properties":{"name":{"type":"string","title":"姓名","maxLength":50},"children":{"type":"array","items":{"$ref":"#/definitions/child"}}},
		"definitions":{"child":{"type":"object","properties":{"name":{"type":"string"},"birth":{"type":"string","format":"date"}}}}}`)
	pack := filepath.Join(dir, "pack")
	out, err := run(t, "import", "jsonschema", schema, "--out", pack, "--match", exportedPack, "--lang", "en", "--json", filepath.Join(dir, "report.json"))
	if err != nil || !strings.Contains(out, "properties/name → DE00001") || !strings.Contains(out, "disagreements 0") {
		t.Fatalf("%v, printed %s", err, out)
	}
	if out, err := run(t, "check", pack, "--lang", "en"); err != nil {
		t.Errorf("the pack is not sound: %v %s", err, out)
	}
	// Out again, and the schema says the same of an answer.
	if out, err := run(t, "export", "jsonschema", pack, "person"); err != nil || !strings.Contains(out, `"DE00001"`) {
		t.Errorf("%v %s", err, out)
	}
	write(`{"type":"object","properties":{"a":{"$ref":"http://example.com/a"}}}`)
	out, err = run(t, "import", "jsonschema", schema, "--out", filepath.Join(dir, "none"), "--lang", "en")
	wantExit(t, err, 1)
	if !strings.Contains(out, "properties/a/$ref") || !strings.Contains(out, "[schema.remote]") {
		t.Errorf("printed %s", out)
	}
	if _, err := os.Stat(filepath.Join(dir, "none")); err == nil {
		t.Error("a pack was written")
	}
	if _, err := run(t, "import", "jsonschema", schema, "--out", filepath.Join(dir, "none"), "--match", "nobody"); err == nil || !strings.Contains(err.Error(), "there is no pack nobody") {
		t.Errorf("%v", err)
	}
}
