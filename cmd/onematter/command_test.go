package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const rawSheets = "../../catalog/sheets/testdata/open-a-restaurant"

// run runs one command line and returns what it printed and how it ended.
func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	c := root()
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(&out)
	err := c.ExecuteContext(t.Context())
	return out.String(), err
}

func wantExit(t *testing.T, err error, code int) {
	t.Helper()
	var exit exitError
	if !errors.As(err, &exit) || exit.code != code {
		t.Errorf("ended with %v, want status %d", err, code)
	}
}

func TestWhatACommandDoesNotKnowIsRefused(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ line, want string }{
		{"bogus", `unknown command "bogus"`},
		{"user bogus", `unknown command "bogus" for "onematter user"`},
		{"import bogus", `unknown command "bogus" for "onematter import"`},
		{"export bogus", `unknown command "bogus" for "onematter export"`},
		{"serve bogus", `unknown command "bogus" for "onematter serve"`},
		{"check . --lang fr", "want zh or en"},
		{"check . --format yaml", "want text or json"},
		{"check . --pack-limits depth=3", `--pack-limits (ONEMATTER_PACK_LIMITS): "depth=3": want files=`},
		{"check . --gate-proof some", `--gate-proof (ONEMATTER_GATE_PROOF): "some": want a number from 0 to 1000000`},
		{"check . --definition-limits size=3", `--definition-limits (ONEMATTER_DEFINITION_LIMITS): "size=3": want bytes=`},
		{"serve --answer-limits depth=1000,bytes=1", "--answer-limits (ONEMATTER_ANSWER_LIMITS): bytes=1: want 1024 to 268435456; depth=1000: want 4 to 256"},
		{"check nowhere", "nowhere"},
		{"check root.go", "root.go is no pack: neither a folder nor a ZIP file"},
		{"import sheets " + rawSheets + " --out x --lang fr", "want zh or en"},
		{"import sheets " + rawSheets, `"out" not set`},
		{"import pack nowhere", "nowhere"},
		{"import pack root.go", "root.go is not a folder"},
	} {
		if _, err := run(t, strings.Fields(x.line)...); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: ended with %v, want %q", x.line, err, x.want)
		}
	}
	for _, line := range []string{"user", "import", "export"} {
		if out, err := run(t, line); err != nil || !strings.Contains(out, "Available Commands") {
			t.Errorf("%s: %v, printed %s", line, err, out)
		}
	}
}

func TestTheConfigurationListsEveryProblem(t *testing.T) {
	t.Parallel()
	_, err := run(t, "serve", "--addr", "banana", "--data", "root.go", "--files", "root.go", "--libchdb", "nowhere.so", "--database-url", "mysql://u:secret@h/d",
		"--clickhouse-url", "ftp://h", "--base-url", "here", "--log-level", "loud", "--log-format", "xml", "--max-upload-mb", "0", "--pprof-addr", "x")
	wantExit(t, err, 2)
	for _, want := range []string{"--addr", "--data", "--files", "--libchdb", "--database-url", "--clickhouse-url", "--base-url", "--log-level", "--log-format", "--max-upload-mb", "--pprof-addr"} {
		if !strings.Contains(err.Error(), want+" (ONEMATTER_") {
			t.Errorf("%s is not listed in %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("a password is printed: %v", err)
	}
}

func TestSheetsThatCannotBeReadAreReportedInEveryForm(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	raw := filepath.Join(dir, "raw")
	if err := os.CopyFS(raw, os.DirFS(rawSheets)); err != nil {
		t.Fatal(err)
	}
	themes := filepath.Join(raw, "themes.csv")
	body, err := os.ReadFile(themes)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(body), "\n")
	if err := os.WriteFile(themes, []byte(string(body)+lines[1]), 0o600); err != nil {
		t.Fatal(err)
	}
	pack, book, js := filepath.Join(dir, "pack"), filepath.Join(dir, "report.xlsx"), filepath.Join(dir, "report.json")
	out, err := run(t, "import", "sheets", raw, "--out", pack, "--report", book, "--json", js, "--lang", "en")
	wantExit(t, err, 1)
	if !strings.Contains(out, "sheets.duplicate") {
		t.Errorf("the terminal says %s", out)
	}
	report, err := os.ReadFile(js)
	if err != nil || !bytes.Contains(report, []byte("sheets.duplicate")) || !bytes.Contains(report, []byte(`"errors": 1`)) {
		t.Errorf("the JSON report is %s, %v", report, err)
	}
	if info, err := os.Stat(book); err != nil || info.Size() == 0 {
		t.Errorf("the workbook is %v, %v", info, err)
	}
	if _, err := os.Stat(pack); err == nil {
		t.Error("a pack was written")
	}
}

func TestAnsweredSheetsBecomeAPackThatChecks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pack, report := filepath.Join(dir, "pack"), filepath.Join(dir, "decisions.json")
	_, err := run(t, "import", "sheets", rawSheets, "--out", pack, "--json", report)
	wantExit(t, err, 3)
	if _, err := os.Stat(pack); err == nil {
		t.Fatal("a pack was written with open decisions")
	}
	answers := filepath.Join(dir, "answers.json")
	if err := os.WriteFile(answers, []byte(`{"decisions":[
		{"id":"element:M02:经营场所@经营场所","answer":"DE00202"},
		{"id":"condition:经办人 不是 法定代表人","answer":"agent.DE00005 != legalRep.DE00005"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := run(t, "import", "sheets", rawSheets, "--out", pack, "--answers", answers, "--lang", "en")
	if err != nil || !strings.Contains(out, "Written to "+pack) {
		t.Fatalf("ended with %v and said %s", err, out)
	}
	if out, err = run(t, "check", pack, "--lang", "en"); err != nil || !strings.Contains(out, "0 errors") {
		t.Errorf("check ended with %v and said %s", err, out)
	}
	if _, err = run(t, "import", "sheets", rawSheets, "--out", pack, "--answers", answers); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("a full folder was written over: %v", err)
	}
	if err := os.Remove(filepath.Join(pack, "workflows", "M01.yaml")); err != nil {
		t.Fatal(err)
	}
	out, err = run(t, "check", pack, "--lang", "en")
	wantExit(t, err, 1)
	if !strings.Contains(out, "matters/M01.yaml") {
		t.Errorf("check said %s", out)
	}
}

func TestARoleNobodyWaitsForIsPointedOut(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for _, x := range []struct {
		name, role string
		noted      bool
	}{{"wang.fang", "clerk", false}, {"li.na", "kling", true}} {
		var out bytes.Buffer
		c := root()
		c.SetArgs([]string{"user", "create", x.name, "--role", x.role, "--organisation", "water", "--data", data})
		c.SetIn(strings.NewReader("a good password\n"))
		c.SetOut(&out)
		c.SetErr(&out)
		err := c.ExecuteContext(t.Context())
		if said := out.String(); err != nil || !strings.Contains(said, "created "+x.name) || strings.Contains(said, "no workflow names") != x.noted {
			t.Errorf("%s: %v, said %s", x.role, err, said)
		}
	}
}

func TestTheCommandSaysWhoAnAccountBelongsTo(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	c := root()
	c.SetArgs([]string{"user", "create", "lin", "--name", "林晓岚", "--data", data})
	c.SetIn(strings.NewReader("a good password\n"))
	c.SetOut(&bytes.Buffer{})
	if err := c.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		line []string
		want string // said, or part of the failure
		ok   bool
	}{
		{[]string{"user", "verify", "lin", "--name", "林晓岚", "--number", "310104199003070027", "--how", "窗口核验"}, "valid resident identity number", false},
		{[]string{"user", "verify", "lin"}, "--name, --number and --how", false},
		{[]string{"user", "verify", "lin", "--revoke", "--name", "林晓岚"}, "--revoke and --how", false},
		{[]string{"user", "verify", "lin", "--name", "林晓岚", "--number", "310104199003070026"}, "by which evidence", false},
		{[]string{"user", "verify", "lin", "--revoke", "--how", "证件遗失"}, "nothing to withdraw", false},
		{[]string{"user", "verify", "nobody", "--name", "林晓岚", "--number", "310104199003070026", "--how", "窗口核验"}, "there is no account nobody", false},
		{[]string{"account", "verify", "lin", "--name", "林晓岚", "--number", "310104199003070026", "--how", "窗口核验"}, "lin is verified as 林晓岚, 310***********0026", true},
		{[]string{"user", "verify", "lin", "--revoke", "--how", "证件遗失"}, "lin is verified no more", true},
	} {
		out, err := run(t, append(x.line, "--data", data)...)
		if err != nil {
			out = sayFailure(err, "en")
		}
		if (err == nil) != x.ok || !strings.Contains(out, x.want) {
			t.Errorf("%v: %v, %s", x.line, err, out)
		}
	}
}
