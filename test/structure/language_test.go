package structure

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// turn is a turn of phrase that texts avoid, and what to write instead.
type turn struct {
	pattern *regexp.Regexp
	instead string
	// except are texts around a hit that are right as they are.
	except *regexp.Regexp
}

var turns = []turn{
	{word(`somebody|nobody`), "the subject's name, or the passive", regexp.MustCompile(
		`until somebody puts the real value`)}, // a property of a resource: a new text would update each secret
	{word(`whoever`), "the subject's name", nil},
	{word(`anew`), "again", nil},
	{word(`for ever`), "forever", nil},
	{word(`graver|gravest`), "more severe, the most severe", nil},
	{word(`mend|mends|mended|mending`), "fix", nil},
	{word(`inside of`), "inside", nil},
	{word(`beside`), "alongside, next to", regexp.MustCompile(
		`\(!beside\)|\.\.\.beside|, beside\]`)}, // a name in rendered code
	{word(`ways? out`), "egress, route", regexp.MustCompile(`route out`)},
	{word(`spare capacity`), "Spot capacity", nil},
	{word(`ordinary capacity`), "on-demand capacity", nil},
	{word(`stands in`), "is in, appears in", nil},
	{word(`lies`), "is", nil},
	{word(`gives`), "returns, sets, produces", nil},
	{word(`says whether`), "reports whether", nil},
	{word(`it is no [a-z]+|this is no [a-z]+`), "is not a", word(`is no (longer|more)`)},
}

func word(alternatives string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(` + alternatives + `)\b`)
}

// generated are directories and files whose texts come from elsewhere.
var generated = regexp.MustCompile(`^(\.git|testdata/golden|internal/render/cfn/aws|internal/diag/testdata|.*node_modules)(/|$)`)

// Texts are in plain technical English: the comments and strings of Go files, and
// pages, scripts and templates as a whole.
func TestLanguage(t *testing.T) {
	root, files := "../..", 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		switch {
		case generated.MatchString(name) && d.IsDir():
			return fs.SkipDir
		case d.IsDir() || generated.MatchString(name) || name == "test/structure/language_test.go":
			return nil
		}
		ext := filepath.Ext(name)
		whole := ext == ".md" || ext == ".txtar" || ext == ".mjs" || ext == ".py" || ext == ".1" || ext == ".tmpl" ||
			strings.HasPrefix(name, "templates/") || strings.HasPrefix(name, "testdata/messages/")
		if ext != ".go" && !whole {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		if whole {
			for i, line := range strings.Split(string(text), "\n") {
				check(t, name, i+1, line)
			}
			return nil
		}
		eachText(text, func(line int, text string) {
			for i, part := range strings.Split(text, "\n") {
				check(t, name, line+i, part)
			}
		})
		return nil
	})
	if err != nil || files < 300 {
		t.Fatalf("%d files: %v", files, err)
	}
}

// check reports the turns in a line of a text.
func check(t *testing.T, file string, line int, text string) {
	t.Helper()
	for _, turn := range turns {
		if hit := turn.pattern.FindString(text); hit != "" && (turn.except == nil || !turn.except.MatchString(text)) {
			t.Errorf("%s:%d: %q: write %s instead: %s", file, line, hit, turn.instead, strings.TrimSpace(text))
		}
	}
}

// eachText calls found with each comment and string of a Go file.
func eachText(src []byte, found func(line int, text string)) {
	files := token.NewFileSet()
	file := files.AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, scanner.ScanComments)
	for {
		pos, tok, text := s.Scan()
		switch tok {
		case token.EOF:
			return
		case token.COMMENT, token.STRING:
			found(file.Line(pos), text)
		}
	}
}

// The list finds what it is about, and nothing in the words next to it.
func TestTurns(t *testing.T) {
	for text, hits := range map[string]bool{
		"written by somebody": true, "restarts for ever": true, "a reason that stands in the output": true, "it is no path": true,
		"restarts forever": false, "it is no longer there": false, "besides": false, "a recommendation": false,
		"a placeholder until somebody puts the real value": false,
	} {
		got := false
		for _, turn := range turns {
			got = got || turn.pattern.MatchString(text) && (turn.except == nil || !turn.except.MatchString(text))
		}
		if got != hits {
			t.Errorf("%q: found is %t", text, got)
		}
	}
}
