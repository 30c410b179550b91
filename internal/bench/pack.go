package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

type object = map[string]any

func both(s string) object { return object{"zh": s, "en": s} }

// writePack writes a pack with one matter whose form is the 60-field record,
// the same demands as PocketBase's collection.
func writePack(dir string) error {
	var elements []object
	properties, required, paths := object{}, []string{}, []string{}
	for _, f := range fields {
		e := object{"id": f.name, "name": both("字段 " + f.name), "definition": both(f.name)}
		switch f.kind {
		case text:
			e["type"], e["maxLength"] = "string", 100
		case digits:
			e["type"], e["maxLength"], e["pattern"] = "string", 8, `^\d{8}$`
		case integer:
			e["type"], e["minimum"], e["maximum"] = "integer", 0, 1000
		case decimal:
			e["type"], e["minimum"], e["maximum"] = "number", 0, 100000
		case boolean:
			e["type"], e["const"] = "boolean", true
		case date:
			e["type"] = "date"
		case email:
			e["type"], e["format"], e["maxLength"] = "string", "email", 100
		case choice:
			e["type"], e["codeList"] = "code", "CL_BENCH"
		}
		elements = append(elements, e)
		properties[f.name] = object{"$ref": "element:" + f.name}
		required = append(required, f.name)
		paths = append(paths, "applicant/"+f.name)
	}
	entries := []object{}
	for _, c := range choices {
		entries = append(entries, object{"code": c, "name": both(c)})
	}
	files := map[string]any{
		"pack.yaml":           object{"name": "bench", "title": both("基准"), "version": "1.0.0", "needs": []string{"china-calendar"}},
		"subjects.yaml":       []object{{"id": "applicant", "name": both("申请人")}},
		"departments.yaml":    []object{{"id": "bench", "name": both("基准局")}},
		"elements/bench.yaml": elements,
		"codes/bench.yaml":    []object{{"id": "CL_BENCH", "name": both("选项"), "entries": entries}},
		"forms/BENCH.yaml": object{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:BENCH", "x-title": both("基准表"), "type": "object",
			"properties": object{"applicant": object{"type": "object", "x-subject": "applicant", "required": required, "properties": properties}},
			"x-layout":   object{"sections": []object{{"id": "all", "title": both("全部"), "fields": paths}}}},
		"workflows/BENCH.yaml": object{"id": "BENCH", "title": both("基准流程"), "initial": "accept", "states": []object{
			{"id": "accept", "name": both("受理"), "type": "step", "roles": []string{"clerk"}, "limit": 1, "on": []object{{"event": "deliver", "label": both("办结"), "target": "done", "kind": "deliver"}}},
			{"id": "done", "name": both("已办结"), "type": "final", "outcome": "issued"}}},
		"matters/BENCH.yaml": object{"id": "BENCH", "name": both("基准事项"), "department": "bench", "statutoryDays": 5, "promisedDays": 1, "form": "BENCH",
			"workflow": "BENCH", "result": object{"name": both("回执")}},
	}
	for name, v := range files {
		b, err := json.MarshalIndent(v, "", " ")
		if err != nil {
			return err
		}
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(full, b, 0o644); err != nil {
			return fmt.Errorf("write the bench pack: %w", err)
		}
	}
	return nil
}
