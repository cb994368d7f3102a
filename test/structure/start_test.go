package structure

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A package compiles its regular expressions when it needs them: compiling all
// of them took most of the start of a hook that needs few. So that none fails
// then, each is compiled here.
func TestPatterns(t *testing.T) {
	patterns := 0
	for name := range strings.FieldsSeq(list(t, `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}`, "./cmd/...", "./internal/...", "./templates/...")) {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name != "init" {
				continue // a literal function counts: it may be called at start
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok && isPackage(s.X, "regexp") && strings.Contains(s.Sel.Name, "Compile") {
					t.Errorf("%s compiles a pattern when the program starts: use package pattern", name)
				}
				return true
			})
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if s, ok := call.Fun.(*ast.SelectorExpr); !ok || !isPackage(s.X, "pattern") || s.Sel.Name != "Of" {
				return true
			}
			text, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: the pattern is not a literal, so it cannot be looked at here", name)
				return true
			}
			expression, err := strconv.Unquote(text.Value)
			if err == nil {
				_, err = regexp.Compile(expression)
			}
			if err != nil {
				t.Errorf("%s: %s: %v", name, text.Value, err)
			}
			patterns++
			return true
		})
	}
	if patterns < 20 {
		t.Errorf("only %d patterns are found", patterns)
	}
}

func isPackage(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name
}
