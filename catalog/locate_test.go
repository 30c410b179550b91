package catalog

import (
	"fmt"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestProblemsAreFoundInTheirFiles(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"elements/e.yaml": "# elements\n- id: E1\n  type: string\n- {id: E2, name: {zh: 名, en: Name}, maxLength: 3}\n",
		"forms/f.yaml":    "$id: form:F\nproperties:\n  a: {type: object}\n",
		"themes/t.yaml":   "id: T\nlayout:\n  fields:\n    premises/E1: {label: {zh: 面积}}\n",
		"elements/j.json": "\ufeff[{\"id\": \"J1\"},\n {\"id\": \"名\", \"x\": {\"y\": [1,\n  2]}, \"s\": \"\\ud83d\\ude00\"}]",
		"elements/n.yaml": "- id: N\n  maximum: 1e999\n",
		"elements/n.json": "[\n {\"maximum\": 1e999}]",
		"elements/b.yaml": "- [",
	}
	read := map[string]int{}
	file := func(name string) []byte { read[name]++; return []byte(files[name]) }
	for where, want := range map[[2]string]string{
		{"elements/e.yaml", "[0]/type"}:                         "3:3 E1",
		{"elements/e.yaml", "[1]"}:                              "4:3 E2",
		{"elements/e.yaml", "[1]/maxLength"}:                    "4:37 E2",
		{"elements/e.yaml", "[1]/name/en"}:                      "4:26 E2",
		{"elements/e.yaml", "[1]/codeList"}:                     "4:3 E2", // the nearest around what is missing
		{"elements/e.yaml", "[7]/id"}:                           "2:1 ",
		{"forms/f.yaml", "properties/a/type"}:                   "3:7 F",
		{"themes/t.yaml", "layout/fields/premises/E1/label/zh"}: "4:27 T", // a key that is a path
		{"themes/t.yaml", "layout/fields/premises/E2"}:          "3:3 T",
		{"elements/j.json", "[1]/x/y/1"}:                        "3:3 名",
		{"elements/j.json", "[1]/s"}:                            "3:8 名",
		{"elements/b.yaml", "[0]/id"}:                           "0:0 ",
		{"elements/none.yaml", "[0]/id"}:                        "0:0 ",
		{"", "x"}:                                               "0:0 ",
		{"forms/f.yaml", ""}:                                    "0:0 ",
	} {
		p := Locate(metamodel.Problems{{File: where[0], Path: where[1]}}, file)[0]
		if got := fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Definition); got != want {
			t.Errorf("%v: %s, want %s", where, got, want)
		}
	}
	// What the reader of JSON counts in bytes has its place in the author's file.
	for name, want := range map[string]string{"elements/n.yaml": "2:12", "elements/n.json": "2:14"} {
		_, ps := toJSON(name, []byte(files[name]))
		p := Locate(inAll(name, ps), file)[0]
		if got := fmt.Sprintf("%d:%d", p.Line, p.Column); got != want || p.Code != "json.exponent" {
			t.Errorf("%s: %s %s, want %s", name, p.Code, got, want)
		}
	}
	// A file is read once, and only when a problem names a place in it.
	clear(read)
	Locate(metamodel.Problems{{File: "forms/f.yaml"}, {File: "elements/e.yaml", Path: "[0]"}, {File: "elements/e.yaml", Path: "[1]"}}, file)
	if read["forms/f.yaml"] != 0 || read["elements/e.yaml"] != 1 {
		t.Errorf("read %v", read)
	}
}
