package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// source is one Go file.
type source struct {
	path    string // slash-separated, from the module's root
	pkg     string // package clause, without _test
	test    bool
	imports []imported
	clock   []imported // uses of the clock's functions, by name
}

type imported struct {
	path string
	line int
}

// module reads the module's path from go.mod.
func module(root fs.FS) (string, error) {
	mod, err := fs.ReadFile(root, "go.mod")
	if err != nil {
		return "", fmt.Errorf("read the module's name: %w", err)
	}
	for line := range strings.Lines(string(mod)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "module "); ok {
			return strings.TrimSpace(name), nil
		}
	}
	return "", fmt.Errorf("go.mod names no module")
}

// sources parses every Go file of the module, whatever its build constraints;
// folders that the go command ignores and modules of their own are left out.
func sources(root fs.FS) ([]source, error) {
	var list []source
	err := fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := path.Base(file)
		if d.IsDir() {
			if file == "." {
				return nil
			}
			if name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || slices.Contains(unkept, file) {
				return fs.SkipDir
			}
			if _, err := fs.Stat(root, path.Join(file, "go.mod")); err == nil {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		s, err := parse(root, file)
		if err != nil {
			return err
		}
		list = append(list, s)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the module's sources: %w", err)
	}
	return list, nil
}

func parse(root fs.FS, file string) (source, error) {
	text, err := fs.ReadFile(root, file)
	if err != nil {
		return source{}, err
	}
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, text, parser.SkipObjectResolution)
	if err != nil {
		return source{}, fmt.Errorf("parse: %w", err)
	}
	s := source{path: file, pkg: strings.TrimSuffix(tree.Name.Name, "_test"), test: strings.HasSuffix(file, "_test.go")}
	clock := ""
	for _, i := range tree.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return source{}, fmt.Errorf("%s: import %s: %w", file, i.Path.Value, err)
		}
		s.imports = append(s.imports, imported{p, fset.Position(i.Pos()).Line})
		if p == "time" {
			clock = "time"
			if i.Name != nil {
				clock = i.Name.Name
			}
		}
	}
	if clock == "." {
		// Its names could come from anywhere: the import itself is the offence.
		s.clock = append(s.clock, imported{`import . "time"`, 1})
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && clock != "" && x.Name == clock && slices.Contains(clockFunctions, sel.Sel.Name) {
			s.clock = append(s.clock, imported{"time." + sel.Sel.Name, fset.Position(sel.Pos()).Line})
		}
		return true
	})
	return s, nil
}
