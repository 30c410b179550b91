package problemdoc

import (
	_ "embed"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/problems.md again")

//go:embed meanings.txt
var meaningsText string

const root = "../.."

// said are codes whose words are those of a form's own rule, of a page, or of
// the browser: no Kind declares them.
var said = []Kind{
	{Code: "answer.check", Zh: "（表单中规则自己的提示）", En: "(the message of the form's own rule)"},
	{Code: "result.check", Zh: "（事项结果校验自己的提示）", En: "(the message of the result's own check)"},
}

// shared are codes that two packages say in their own words.
var shared = map[string]bool{"cursor.invalid": true}

func mustKinds(t *testing.T) []Kind {
	t.Helper()
	kinds, err := Kinds(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(kinds) < 500 {
		t.Fatalf("only %d kinds were found", len(kinds))
	}
	return kinds
}

var codeText = regexp.MustCompile(`^[a-z][a-z0-9]*([._-][a-z0-9]+)*$`)

// Every problem has a code of its own and words in both languages that take
// the same parameters.
func TestEveryProblemHasACodeAndBothLanguages(t *testing.T) {
	t.Parallel()
	where := map[string]Kind{}
	for _, k := range mustKinds(t) {
		if !codeText.MatchString(k.Code) {
			t.Errorf("%s: the code “%s” is not one", k.Place, k.Code)
		}
		if k.Zh == "" || k.En == "" {
			t.Errorf("%s: %s lacks a language", k.Place, k.Code)
		}
		if zh, en := parameters(k.Zh), parameters(k.En); !subset(zh, en) || !subset(en, zh) {
			t.Errorf("%s: %s takes %v in Chinese and %v in English", k.Place, k.Code, zh, en)
		}
		if o, twice := where[k.Code]; twice && !shared[k.Code] {
			switch {
			case o.Package != k.Package:
				t.Errorf("%s: %s is declared in %s as well", k.Place, k.Code, o.Place)
			case o.Zh == k.Zh || o.Warning != k.Warning:
				t.Errorf("%s: %s is declared again in %s with the same words or another severity", k.Place, k.Code, o.Place)
			}
		}
		where[k.Code] = k
	}
}

var parameter = regexp.MustCompile(`\{[a-zA-Z]+\}`)

func parameters(s string) map[string]bool {
	out := map[string]bool{}
	for _, p := range parameter.FindAllString(s, -1) {
		out[p] = true
	}
	return out
}

func subset(a, b map[string]bool) bool {
	for p := range a {
		if !b[p] {
			return false
		}
	}
	return true
}

// Every problem has a documented meaning, and no meaning is left over.
func TestEveryProblemHasAMeaning(t *testing.T) {
	t.Parallel()
	meanings, err := ParseMeanings(meaningsText)
	if err != nil {
		t.Fatal("meanings.txt: ", err)
	}
	known := map[string]bool{}
	kinds := append(mustKinds(t), said...)
	for _, k := range kinds {
		if known[k.Code] = true; meanings[k.Code].Zh == "" {
			t.Errorf("%s: %s has no meaning in meanings.txt: %s", k.Place, k.Code, k.En)
		}
	}
	for code, m := range meanings {
		if !known[code] {
			t.Errorf("meanings.txt: there is no problem %s any more", code)
		}
		if !strings.ContainsFunc(m.Zh, func(r rune) bool { return r > 0x2e80 }) {
			t.Errorf("meanings.txt: %s has no Chinese", code)
		}
	}
}

func TestTheDocumentIsWrittenFromTheSource(t *testing.T) {
	t.Parallel()
	meanings, err := ParseMeanings(meaningsText)
	if err != nil {
		t.Fatal(err)
	}
	got := Document(append(mustKinds(t), said...), meanings)
	file := filepath.Join(root, "docs", "problems.md")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Error("docs/problems.md is not what the source says; run go test ./internal/problemdoc -update")
	}
}

// Every problem is brought about by a test: its code stands in an expected
// file or in a test, or a test names the variable that declares it.
func TestEveryProblemIsProvokedByATest(t *testing.T) {
	t.Parallel()
	kinds := mustKinds(t)
	named, codes := evidence(t)
	for _, k := range kinds {
		if !codes[k.Code] && (k.Variable == "" || !named[k.Package+" "+k.Variable] && !named[path.Base(k.Package)+"."+k.Variable]) {
			t.Errorf("%s: no test provokes %s: %s", k.Place, k.Code, k.En)
		}
	}
}

var codeToken = regexp.MustCompile(`[a-z][a-z0-9]*(?:[._-][a-z0-9]+)+|[a-z_]{5,}`)

// evidence gathers the variables that tests name ("folder variable" and
// "package.variable") and the codes in tests and their expected files.
func evidence(t *testing.T) (named, codes map[string]bool) {
	t.Helper()
	named, codes = map[string]bool{}, map[string]bool{}
	err := walk(root, func(name string) error {
		data := strings.Contains("/"+name, "/testdata/")
		test := strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "internal/testpack/") && strings.HasSuffix(name, ".go") // what several tests share
		spec := strings.HasSuffix(name, ".spec.ts") || strings.HasSuffix(name, ".test.ts") || strings.HasSuffix(name, ".test.tsx") || strings.HasPrefix(name, "designer/web/e2e/")
		if !data && !test && !spec || strings.HasPrefix(name, "internal/problemdoc/") {
			return nil
		}
		body, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil || len(body) > 4<<20 {
			return err
		}
		note := func(text []byte) {
			for _, c := range codeToken.FindAll(text, -1) {
				codes[string(c)] = true
			}
		}
		if !test {
			note(body)
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, body, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				// What a fuzz target names is what must not happen.
				return !strings.HasPrefix(n.Name.Name, "Fuzz")
			case *ast.BasicLit:
				note([]byte(n.Value))
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok {
					named[x.Name+"."+n.Sel.Name] = true
				}
			case *ast.Ident:
				if !strings.HasSuffix(f.Name.Name, "_test") { // from outside it is another's name
					named[path.Dir(name)+" "+n.Name] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return named, codes
}

// The rules can fail: a source in testdata breaks each of them.
func TestTheScanSeesEveryWayToDeclareAProblem(t *testing.T) {
	t.Parallel()
	kinds, err := Kinds("testdata/source")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, k := range kinds {
		severity := "error"
		if k.Warning {
			severity = "warning"
		}
		got = append(got, strings.Join([]string{k.Code, severity, k.Variable, k.Zh, k.En, k.Place}, " "))
	}
	want := []string{
		"a.constant error byConstant 零 zero rules/problems.go:15",
		"a.literal error literal 一 one rules/problems.go:12",
		"a.map warning  三 three rules/problems.go:17",
		"a.note warning made 四 four rules/problems.go:13",
		"a.warning warning warns 二 two rules/problems.go:14",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if _, err := Kinds("testdata/broken"); err == nil || !strings.Contains(err.Error(), "not written out") {
		t.Errorf("a code that is computed: %v", err)
	}
	for _, text := range []string{"a|b", "a|b|", "a|甲|b\na|乙|c"} {
		if _, err := ParseMeanings(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}
