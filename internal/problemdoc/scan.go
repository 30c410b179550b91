// Package problemdoc lists every sort of problem the product can report, from
// its source, and holds the list to what was promised: each has a code of its
// own, words in both languages, a meaning, and a test that provokes it.
// docs/problems.md is written from it.
package problemdoc

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Kind is one declaration of a metamodel.Kind.
type Kind struct {
	Code     string
	Warning  bool
	Zh, En   string
	Variable string // "" for one that has no name
	Package  string // folder, slash-separated: "catalog/sheets"
	Place    string // "catalog/sheets/problems.go:17"
}

// Kinds finds every declaration below root: literals of metamodel.Kind, and
// calls of functions that do nothing but make one.
func Kinds(root string) ([]Kind, error) {
	packages := map[string][]*ast.File{}
	fset := token.NewFileSet()
	err := walk(root, func(name string) error {
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, filepath.Join(root, filepath.FromSlash(name)), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		packages[path.Dir(name)] = append(packages[path.Dir(name)], f)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []Kind
	for dir, files := range packages {
		s := scanner{dir: dir, fset: fset, root: root, makers: map[string]maker{}, constants: map[string]string{}}
		for _, f := range files {
			s.declarations(f)
		}
		for _, f := range files {
			s.file(f)
		}
		if s.err != nil {
			return nil, s.err
		}
		out = append(out, s.kinds...)
	}
	slices.SortFunc(out, func(a, b Kind) int {
		if c := strings.Compare(a.Code, b.Code); c != 0 {
			return c
		}
		return strings.Compare(a.Place, b.Place)
	})
	return out, nil
}

// walk visits the files that belong to the product, by slash path from root.
func walk(root string, visit func(name string) error) error {
	return fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			base := path.Base(name)
			if name != "." && (strings.HasPrefix(base, ".") || base == "node_modules" || base == "bin" || base == "data" || base == "dist" || name == "internal/problemdoc") {
				return fs.SkipDir
			}
			return nil
		}
		return visit(name)
	})
}

// maker is a function that makes a Kind of its code, zh and en.
type maker struct {
	prefix  string
	warning bool
}

// borrowed are files that use a Kind for its words alone: what changed between
// two versions, another package's problem at a cell of a sheet.
var borrowed = map[string]bool{"catalog/diff.go": true, "catalog/sheets/forms.go": true}

type scanner struct {
	dir       string
	root      string
	fset      *token.FileSet
	makers    map[string]maker
	constants map[string]string
	kinds     []Kind
	err       error
}

func isKind(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "Kind"
	case *ast.SelectorExpr:
		x, ok := e.X.(*ast.Ident)
		return ok && x.Name == "metamodel" && e.Sel.Name == "Kind"
	}
	return false
}

// declarations finds the makers and the constants of a file.
func (s *scanner) declarations(f *ast.File) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				v, ok := spec.(*ast.ValueSpec)
				if !ok || d.Tok != token.CONST {
					continue
				}
				for i, name := range v.Names {
					if i < len(v.Values) {
						if text, ok := s.text(v.Values[i]); ok {
							s.constants[name.Name] = text
						}
					}
				}
			}
		case *ast.FuncDecl:
			if d.Recv != nil || d.Type.Results == nil || len(d.Type.Results.List) != 1 || !isKind(d.Type.Results.List[0].Type) || d.Type.Params.NumFields() != 3 || len(d.Body.List) != 1 {
				continue
			}
			r, ok := d.Body.List[0].(*ast.ReturnStmt)
			if !ok || len(r.Results) != 1 {
				continue
			}
			lit, ok := r.Results[0].(*ast.CompositeLit)
			if !ok || !isKind(lit.Type) {
				continue
			}
			m := maker{}
			for _, e := range lit.Elts {
				kv, ok := e.(*ast.KeyValueExpr)
				if !ok {
					continue
				}
				switch kv.Key.(*ast.Ident).Name {
				case "Code":
					if b, ok := kv.Value.(*ast.BinaryExpr); ok {
						m.prefix, _ = s.text(b.X)
					}
				case "Severity":
					m.warning = severity(kv.Value)
				}
			}
			s.makers[d.Name.Name] = m
		}
	}
}

// severity reports whether an expression is Warning.
func severity(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "Warning"
	case *ast.SelectorExpr:
		return e.Sel.Name == "Warning"
	}
	return false
}

// text is the value of a string that is written out.
func (s *scanner) text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			t, err := strconv.Unquote(e.Value)
			return t, err == nil
		}
	case *ast.Ident:
		t, ok := s.constants[e.Name]
		return t, ok
	case *ast.BinaryExpr:
		a, ok1 := s.text(e.X)
		b, ok2 := s.text(e.Y)
		return a + b, ok1 && ok2 && e.Op == token.ADD
	}
	return "", false
}

func (s *scanner) file(f *ast.File) {
	names := map[ast.Expr]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for i, v := range n.Values {
				if len(n.Names) == len(n.Values) {
					names[v] = n.Names[i].Name
				}
			}
		case *ast.FuncDecl:
			if _, ok := s.makers[n.Name.Name]; ok && n.Recv == nil {
				return false
			}
		case *ast.CompositeLit:
			if isKind(n.Type) && len(n.Elts) > 0 {
				s.literal(n, names[n])
			}
			// A list or map of kinds leaves their type out.
			var of ast.Expr
			switch t := n.Type.(type) {
			case *ast.ArrayType:
				of = t.Elt
			case *ast.MapType:
				of = t.Value
			}
			if of != nil && isKind(of) {
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						e = kv.Value
					}
					if lit, ok := e.(*ast.CompositeLit); ok && lit.Type == nil {
						s.literal(lit, "")
					}
				}
			}
		case *ast.CallExpr:
			id, ok := n.Fun.(*ast.Ident)
			if !ok || len(n.Args) != 3 {
				return true
			}
			if m, ok := s.makers[id.Name]; ok {
				k := Kind{Warning: m.warning, Variable: names[n]}
				code, ok := s.text(n.Args[0])
				k.Code = m.prefix + code
				k.Zh, _ = s.text(n.Args[1])
				k.En, _ = s.text(n.Args[2])
				s.add(k, n, ok)
			}
		}
		return true
	})
}

func (s *scanner) literal(lit *ast.CompositeLit, name string) {
	k := Kind{Variable: name}
	written := false
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		id, ok := kv.Key.(*ast.Ident)
		if !ok {
			continue
		}
		switch id.Name {
		case "Code":
			k.Code, written = s.text(kv.Value)
		case "Zh":
			k.Zh, _ = s.text(kv.Value)
		case "En":
			k.En, _ = s.text(kv.Value)
		case "Severity":
			k.Warning = severity(kv.Value)
		}
	}
	s.add(k, lit, written)
}

func (s *scanner) add(k Kind, n ast.Node, written bool) {
	p := s.fset.Position(n.Pos())
	rel, err := filepath.Rel(s.root, p.Filename)
	if err != nil {
		s.err = err
		return
	}
	if file := filepath.ToSlash(rel); !written && borrowed[file] {
		return
	}
	k.Package, k.Place = s.dir, fmt.Sprintf("%s:%d", filepath.ToSlash(rel), p.Line)
	if !written {
		s.err = fmt.Errorf("%s: the code of the problem is not written out", k.Place)
		return
	}
	s.kinds = append(s.kinds, k)
}
