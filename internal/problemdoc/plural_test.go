package problemdoc

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A count and the plural noun it counts, with up to two words between them:
// "{limit} characters", "%d required answers". Nouns whose number is said to
// agree, "character(s)", are not met by it.
var plural = regexp.MustCompile(`(?:\{[a-z]+\}|%d|%s)(?: [a-z]+){0,2}? ([a-z]+s)\b(?:[^(]|$)`)

// What ends in s after a placeholder and counts nothing: verbs, and words that
// are the same for one.
var notCounted = regexp.MustCompile(`^(?:is|was|has|does|as|this|its|less|stays|corrections|ones|` +
	`acts|allows|begins|belongs|comes|contains|defines|demands|ends|holds|leads|moves|names|needs|reuses|says|starts|uses|yields)$`)

// What fmt prints is not made to agree.
var choice = regexp.MustCompile(`(?:%d|%s)[^()]*[a-z]\((?:s|es|[a-z]+\|[a-z]+)\)`)

// Every wording of the product: Go's texts, and the staff pages' words.
func TestWhatIsCountedAgreesWithItsNumber(t *testing.T) {
	t.Parallel()
	const root = "../.."
	texts := 0
	look := func(place, text string) {
		texts++
		if strings.Contains(text, "%w") { // for the log
			return
		}
		for _, m := range plural.FindAllStringSubmatch(text, -1) {
			if !notCounted.MatchString(m[1]) {
				t.Errorf("%s: “%s” is wrong for one: write %s with its choice in brackets, as metamodel.Counted explains\n\t%s", place, m[1], m[1], text)
			}
		}
	}
	err := walk(root, func(name string) error {
		full := filepath.Join(root, filepath.FromSlash(name))
		switch {
		case tool.MatchString(name): // speaks to developers
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, full, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					unchosen(t, name, call)
				}
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil {
						look(name+":"+strconv.Itoa(fset.Position(lit.Pos()).Line), text)
					}
				}
				return true
			})
		case strings.HasPrefix(name, "designer/web/src/app/words") && strings.HasSuffix(name, ".ts"):
			b, err := os.ReadFile(full)
			if err != nil {
				return err
			}
			for i, line := range strings.Split(string(b), "\n") {
				look(name+":"+strconv.Itoa(i+1), line)
			}
		}
		return nil
	})
	if err != nil || texts < 5000 {
		t.Errorf("%d texts were looked at, %v", texts, err)
	}
}

var tool = regexp.MustCompile(`^internal/(?:bench|benchcheck|benchtransition|conformance)/`)

// unchosen finds a wording with choices that is given to fmt.
func unchosen(t *testing.T, name string, call *ast.CallExpr) {
	t.Helper()
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	if x, ok := f.X.(*ast.Ident); !ok || x.Name != "fmt" {
		return
	}
	for _, arg := range call.Args {
		if lit, ok := arg.(*ast.BasicLit); ok && choice.MatchString(lit.Value) {
			t.Errorf("%s: fmt.%s leaves the choice in %s to the reader: use metamodel.Counted", name, f.Sel.Name, lit.Value)
		}
	}
}
