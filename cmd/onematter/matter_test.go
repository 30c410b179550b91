package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestAMatterIsComparedAdoptedAndKeptOnTheCommandLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pack := filepath.Join(dir, "noodles")
	if err := os.CopyFS(pack, os.DirFS("../../catalog/testdata/noodles")); err != nil {
		t.Fatal(err)
	}
	matter := filepath.Join(pack, "matters", "A2.yaml")
	plain, err := os.ReadFile(matter)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := run(t, "matter", "compare", pack+"/A2"); err == nil || !strings.Contains(out, "adopt.no_template") {
		t.Errorf("without a template: %v\n%s", err, out)
	}
	out, err := run(t, "matter", "compare", pack+"/A1", pack+"/A2", "--lang", "en")
	if err != nil || !strings.Contains(out, "to decide, 0 kept, 0 proposed") {
		t.Errorf("%v\n%s", err, out)
	}
	if err := os.WriteFile(matter, append(plain, "template: {matter: A1}\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err = run(t, "matter", "compare", pack+"/A2", "--lang", "en"); err == nil || !strings.Contains(out, "promisedDays") {
		t.Errorf("something open ends with status 1: %v\n%s", err, out)
	}
	next, last := filepath.Join(dir, "next"), filepath.Join(dir, "last")
	if out, err = run(t, "matter", "adopt", pack+"/A2", "promisedDays", "--out", next, "--lang", "en"); err != nil || !strings.Contains(out, "Written to") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err = run(t, "matter", "keep", next+"/A2", "name", "--reason", "本地叫法", "--reason-en", "As it is called here", "--propose", "--out", last); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err = run(t, "matter", "keep", next+"/A2", "name", "--reason", " ", "--out", filepath.Join(dir, "unsaid")); err == nil || !strings.Contains(err.Error()+out, "--reason") {
		t.Errorf("kept without a reason: %v\n%s", err, out)
	}
	out, _ = run(t, "matter", "compare", last+"/A2", "--lang", "en")
	if strings.Contains(out, "promisedDays") || !strings.Contains(out, "[proposed to the template: As it is called here]") {
		t.Errorf("after adopting and keeping:\n%s", out)
	}
	if out, err = run(t, "matter", "adopt", pack+"/A2", "fee9", "--out", filepath.Join(dir, "none"), "--lang", "en"); err == nil || !strings.Contains(out, "adopt.no_difference") {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err = run(t, "matter", "compare", "A2"); err == nil {
		t.Errorf("a matter without a pack:\n%s", out)
	}
}

func TestAPackIsReviewedOnTheCommandLine(t *testing.T) {
	t.Parallel()
	out, err := run(t, "matter", "review", "having-a-baby", "--lang", "en")
	if err != nil || !strings.Contains(out, "Another department’s own data (material.other_department)") || !strings.Contains(out, "In all: 1 field, 22 materials, 0 visits") {
		t.Errorf("%v\n%s", err, out)
	}
	out, err = run(t, "matter", "review", "having-a-baby", "--format", "json")
	if err != nil || !strings.Contains(out, `"code": "material.own_data"`) {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err = run(t, "matter", "review", "no-such-pack"); err == nil {
		t.Errorf("a pack that is not there:\n%s", out)
	}
}

func TestAMatterIsCancelledOnTheCommandLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	next := filepath.Join(dir, "next")
	out, err := run(t, "matter", "cancel", "../../catalog/testdata/noodles/A3", "--on", "2999-01-01", "--basis", "决定", "--basis-en", "Decision", "--reason", "不再需要", "--reason-en", "Not needed", "--out", next, "--lang", "en")
	if err != nil || !strings.Contains(out, "Written to") || !strings.Contains(out, "Themes that changed: T1") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err = run(t, "diff", "../../catalog/testdata/noodles", next, "--lang", "en"); !strings.Contains(out, "cancelled from 2999-01-01") {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err = run(t, "matter", "cancel", next+"/A3", "--on", "2999-02-01", "--basis", "决定", "--reason", "不再需要", "--out", filepath.Join(dir, "twice")); err == nil || !strings.Contains(out, "matter.cancelled_already") {
		t.Errorf("twice: %v\n%s", err, out)
	}
	out, err = run(t, "matter", "cancel", "having-a-baby/N02", "--on", "2999-01-01", "--basis", "决定", "--reason", "不再需要", "--out", filepath.Join(dir, "needed"), "--lang", "en")
	if err != nil || strings.Count(out, "matter.waits_cancelled") != 3 || !strings.Contains(out, "material.result_cancelled") || !strings.Contains(out, "matter.act_early") || strings.Index(out, "matter.act_early") > strings.Index(out, "matter.waits_cancelled") {
		t.Errorf("what still counts on it: %v\n%s", err, out)
	}
	if out, err = run(t, "matter", "cancel", "../../catalog/testdata/noodles/A3", "--on", "2020-01-01", "--basis", "决定", "--reason", "不再需要", "--out", filepath.Join(dir, "past")); err == nil || !strings.Contains(out, "matter.cancelled_past") {
		t.Errorf("a day that is past: %v\n%s", err, out)
	}
	if out, err = run(t, "matter", "cancel", "../../catalog/testdata/noodles/A3", "--on", "2027-02-30", "--basis", "决定", "--reason", "不再需要", "--out", filepath.Join(dir, "none")); err == nil || !strings.Contains(out, "matter.cancelled_day") {
		t.Errorf("no day: %v\n%s", err, out)
	}
	if out, err = run(t, "matter", "cancel", "../../catalog/testdata/noodles/A3", "--on", "2999-02-01", "--basis", "", "--reason", "不再需要", "--out", filepath.Join(dir, "unsaid")); err == nil {
		t.Errorf("cancelled by nothing: %s", out)
	}
}

func TestAMatterIsDelegatedAndItsHistoryToldOnTheCommandLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	next := filepath.Join(dir, "next")
	out, err := run(t, "matter", "delegate", "../../catalog/testdata/noodles/A3", "--to", "hall", "--on", "2999-01-01", "--until", "2999-12-31", "--basis", "委托书", "--basis-en", "Letter of entrustment", "--out", next, "--lang", "en")
	if err != nil || !strings.Contains(out, "Written to") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err = run(t, "matter", "delegate", next+"/A3", "--to", "market", "--on", "2999-02-01", "--basis", "决定", "--out", filepath.Join(dir, "twice"), "--lang", "en"); err == nil || !strings.Contains(out, "matter.delegated_stands") || !strings.Contains(out, "replaces that with --replace") || !strings.Contains(out, "“District service centre” from 2999-01-01 to 2999-12-31") {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err = run(t, "matter", "delegate", next+"/A3", "--to", "market", "--on", "2999-02-01", "--basis", "决定", "--replace", "--out", filepath.Join(dir, "instead"), "--lang", "en"); err != nil || !strings.Contains(out, "matter.delegated_replaced") || !strings.Contains(out, "“District service centre” from 2999-01-01 to 2999-12-31") {
		t.Errorf("%v\n%s", err, out)
	}
	data := []string{"--data", filepath.Join(dir, "data")}
	for _, pack := range []string{"../../catalog/testdata/noodles", next} {
		if pack == next {
			manifest := filepath.Join(next, "pack.yaml")
			b, err := os.ReadFile(manifest)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(manifest, []byte(strings.Replace(string(b), "1.0.0", "1.0.1", 1)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if out, err := run(t, append([]string{"import", "pack", pack}, data...)...); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	out, err = run(t, append([]string{"matter", "history", "noodles", "A3", "--lang", "en"}, data...)...)
	if err != nil || !strings.Contains(out, "* entrusted to “District service centre” from 2999-01-01 to 2999-12-31 · Letter of entrustment") || !strings.Contains(out, "* came into the pack") {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err = run(t, append([]string{"matter", "history", "noodles", "M01"}, data...)...); err == nil {
		t.Errorf("another pack's matter:\n%s", out)
	}
}

func TestMattersAreMergedOnTheCommandLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pack, next := "../../catalog/testdata/noodles", filepath.Join(dir, "next")
	said := []string{"matter", "merge", pack, "A2,A3", "--into", "A9", "--name", "餐饮开业许可", "--name-en", "Permit to open", "--on", "2027-01-01",
		"--basis", "方案", "--basis-en", "Plan", "--reason", "两证合一", "--reason-en", "Two become one", "--process", "A3", "--lang", "en"}
	with := func(more ...string) []string { return append(slices.Clone(said), more...) }
	out, err := run(t, with("--dry-run")...)
	if err != nil || !strings.Contains(out, "cancelled from 2027-01-01") || !strings.Contains(out, "Still to be decided:") || !strings.Contains(out, "The fees add up to 10.6 yuan") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err = run(t, with("--dry-run", "--on", "2999-01-01")...); err != nil || !strings.Contains(out, "Still to be decided:\n- From 2999-01-01 ") || !strings.Contains(out, "(matter.act_early)") || strings.Index(out, "(matter.act_early)") > strings.Index(out, "(matter.merged_") {
		t.Errorf("what changes before the day is not told first: %v\n%s", err, out)
	}
	if out, err = run(t, with()...); err == nil {
		t.Errorf("neither written nor shown:\n%s", out)
	}
	if out, err = run(t, with("--out", next)...); err != nil || !strings.Contains(out, "Written to") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err = run(t, "check", next); err != nil {
		t.Errorf("what was written does not pass: %v\n%s", err, out)
	}
	if out, err = run(t, with("--out", filepath.Join(dir, "none"), "--into", "A1")...); err == nil || !strings.Contains(out, "matter.merged_taken") {
		t.Errorf("%v\n%s", err, out)
	}
	data := []string{"--data", filepath.Join(dir, "data")}
	manifest := filepath.Join(next, "pack.yaml")
	b, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(manifest, []byte(strings.Replace(string(b), "1.0.0", "1.0.1", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{pack, next} {
		if out, err := run(t, append([]string{"import", "pack", p}, data...)...); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	out, err = run(t, append([]string{"matter", "history", "noodles", "A9", "--lang", "en"}, data...)...)
	if err != nil || !strings.Contains(out, "which were merged") || !strings.Contains(out, "merged into “Permit to open” from 2027-01-01") {
		t.Errorf("%v\n%s", err, out)
	}
}

const splitPlan = `parts:
  - id: A21
    name: {zh: 食品经营许可, en: Food licence}
    sections: [basic, food]
    fields: [employee, filing]
    materials: [MT1, MT2, MT6]
  - id: A22
    name: {zh: 场所核查, en: Check of the premises}
    sections: [place]
    fields: [filing]
    materials: [MT4]
    result: {name: {zh: 核查意见, en: Report}}
    fee: "0"
`

func TestAMatterIsSplitOnTheCommandLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pack, next, plan := "../../catalog/testdata/noodles", filepath.Join(dir, "next"), filepath.Join(dir, "plan.yaml")
	if err := os.WriteFile(plan, []byte(splitPlan), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := run(t, "matter", "split", pack, "A2", "--outline", "--lang", "en")
	if err != nil || !strings.Contains(out, "fields: premises/E22 # Kitchen area") {
		t.Errorf("%v\n%s", err, out)
	}
	said := []string{"matter", "split", pack, "A2", "--plan", plan, "--on", "2027-01-01", "--basis", "方案", "--basis-en", "Plan", "--reason", "证照分离", "--reason-en", "Permits apart", "--lang", "en"}
	with := func(more ...string) []string { return append(slices.Clone(said), more...) }
	if out, err = run(t, with("--dry-run")...); err != nil || !strings.Contains(out, "cancelled from 2027-01-01") || !strings.Contains(out, "Still to be decided:") || !strings.Contains(out, "“Check of the premises” issues “Report”") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err = run(t, with()...); err == nil {
		t.Errorf("neither written nor shown:\n%s", out)
	}
	if out, err = run(t, with("--out", next)...); err != nil || !strings.Contains(out, "Written to") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err = run(t, "check", next); err != nil {
		t.Errorf("what was written does not pass: %v\n%s", err, out)
	}
	if out, err = run(t, with("--out", filepath.Join(dir, "none"), "--on", "2027-02-30")...); err == nil || !strings.Contains(out, "matter.cancelled_day") {
		t.Errorf("no day: %v\n%s", err, out)
	}
	for words, code := range map[string]string{strings.Replace(splitPlan, "employee, ", "", 1): "employee/E01", splitPlan + "    pages: []\n": "matter.split_plan"} {
		if err := os.WriteFile(plan, []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err = run(t, with("--out", filepath.Join(dir, "none"))...); err == nil || !strings.Contains(out, code) {
			t.Errorf("%s: %v\n%s", code, err, out)
		}
	}
	data := []string{"--data", filepath.Join(dir, "data")}
	manifest := filepath.Join(next, "pack.yaml")
	b, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(manifest, []byte(strings.Replace(string(b), "1.0.0", "1.0.1", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{pack, next} {
		if out, err := run(t, append([]string{"import", "pack", p}, data...)...); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	for matter, said := range map[string]string{"A22": "one part of “Food business licence”, which was split", "A2": "split into “Food licence, Check of the premises” from 2027-01-01"} {
		out, err = run(t, append([]string{"matter", "history", "noodles", matter, "--lang", "en"}, data...)...)
		if err != nil || !strings.Contains(out, said) {
			t.Errorf("%s: %v\n%s", matter, err, out)
		}
	}
}
