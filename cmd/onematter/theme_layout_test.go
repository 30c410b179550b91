package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

func TestALayoutIsShownBesideTheDerivedOne(t *testing.T) {
	t.Parallel()
	pack := filepath.Join(t.TempDir(), "noodles")
	if err := os.CopyFS(pack, os.DirFS("../../catalog/testdata/noodles")); err != nil {
		t.Fatal(err)
	}
	theme := filepath.Join(pack, "themes", "T1.yaml")
	plain, err := os.ReadFile(theme)
	if err != nil {
		t.Fatal(err)
	}
	out, err := run(t, "theme", "layout", pack, "T1", "--lang", "en")
	if err != nil || !strings.Contains(out, "Arranged as it was derived") || !strings.Contains(out, "2. Premises (premises)\n   premises/E21 Floor area\n") {
		t.Errorf("%v\n%s", err, out)
	}
	layout := "layout:\n  sections:\n    - {id: premises, fields: [premises/E22, premises/E21, premises/E99]}\n    - {id: signboard, joins: premises}\n    - {id: exits, title: {zh: 出口, en: Exits}, startsAt: premises/E24}\n  fields: {premises/E21: {label: {zh: 店面, en: Shop}}}\n  materials: [MT1, MT2]\n  questions: [Q1, Q0]\n"
	if err := os.WriteFile(theme, append(plain, layout...), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err = run(t, "theme", "layout", pack, "T1", "--lang", "en")
	for _, want := range []string{"   premises/E22 Kitchen area\n   premises/E21 Shop\n", "section signboard: derived at place 7, now no page of its own", "section exits: staff's own, place 3", "premises/E21: place 1 before, 2 now",
		"signboard/E41: section signboard before, premises now", "name of premises/E21: “Floor area” before, “Shop” now", "MT2: place 1 before, 4 now", "Questions of the guide (while nothing is answered):\n   Q1 What type of entity?\n", "Q1: place 3 before, 1 now", "layout/questions/1: The layout names “question Q0”", "layout/sections/0/fields/2: The layout names “premises/E99”", "[theme.layout_gone]"} {
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("%v: does not say %q:\n%s", err, want, out)
		}
	}
	if out, err = run(t, "theme", "layout", pack, "T1", "--lang", "zh"); err != nil || !strings.Contains(out, "与推导的排列的差别：") || !strings.Contains(out, "premises/E21 的名称：由“经营场所面积”改为“店面”") && !strings.Contains(out, "改为“店面”") {
		t.Errorf("%v\n%s", err, out)
	}
	var told struct {
		Derived, Now catalog.Arrangement
		Changes      []catalog.Rearranged
		Problems     []struct{ Code string }
	}
	if out, err = run(t, "theme", "layout", pack, "T1", "--format", "json"); err != nil || json.Unmarshal([]byte(out), &told) != nil || len(told.Derived.Sections) != 8 || len(told.Now.Sections) != 8 || len(told.Changes) == 0 || len(told.Problems) != 2 {
		t.Errorf("%v\n%s", err, out)
	}
	// What it prints can be pasted, and is arranged the same.
	yaml, err := run(t, "theme", "layout", pack, "T1", "--format", "yaml")
	if err != nil || os.WriteFile(theme, append(plain, yaml...), 0o600) != nil {
		t.Fatal(err)
	}
	again, err := run(t, "theme", "layout", pack, "T1", "--format", "json")
	var pasted = told
	pasted.Now = catalog.Arrangement{}
	if err != nil || json.Unmarshal([]byte(again), &pasted) != nil || len(pasted.Now.Sections) != len(told.Now.Sections) || len(pasted.Problems) != 0 {
		t.Fatalf("%v\n%s", err, again)
	}
	for i, s := range pasted.Now.Sections {
		if w := told.Now.Sections[i]; s.ID != w.ID || s.Title["zh"] != w.Title["zh"] || strings.Join(s.Fields, " ") != strings.Join(w.Fields, " ") {
			t.Errorf("%v, was %v", s, w)
		}
	}
}
