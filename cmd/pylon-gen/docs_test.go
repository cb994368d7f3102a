package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	yamlBlock = regexp.MustCompile("(?s)```yaml\n(version: 1\n.*?)```")
	// A command stands on a line of its own, indented by four blanks.
	commandLine = regexp.MustCompile(`(?m)^ {4}(?:go run \./cmd/)?pylon-gen (.*)$`)
)

func docs(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, name := range append(files, "../../README.md") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(name)] = string(text)
	}
	return texts
}

// Every spec in the documentation renders as it is printed.
func TestSpecsInDocs(t *testing.T) {
	count := 0
	for name, text := range docs(t) {
		for _, m := range yamlBlock.FindAllStringSubmatch(text, -1) {
			count++
			dir := copyInputs(t, filepath.Join(goldenDir, "smallest"))
			if err := os.WriteFile(filepath.Join(dir, "pylon.stack.yaml"), []byte(m[1]), 0o644); err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			if code := run([]string{"render", "-C", dir}, terminal{&out, &errs}); code != exitOK {
				t.Errorf("%s: %s%s", name, m[1], &errs)
			}
		}
	}
	if count < 2 {
		t.Errorf("only %d specs in the documentation", count)
	}
}

// Every command in the documentation does what it says, in the root of a
// repository that holds the example.
func TestCommandsInDocs(t *testing.T) {
	texts := docs(t)
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "examples", "todo"), os.DirFS("../../examples/todo")); err != nil {
		t.Fatal(err)
	}
	for _, name := range goldenInputs {
		text, err := os.ReadFile(filepath.Join(goldenDir, "smallest", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
	var out, errs bytes.Buffer
	if code := run([]string{"render"}, terminal{&out, &errs}); code != exitOK {
		t.Fatal(errs.String())
	}
	count := 0
	for name, text := range texts {
		for _, m := range commandLine.FindAllStringSubmatch(text, -1) {
			count++
			line, _, _ := strings.Cut(m[1], " #")
			line, _, _ = strings.Cut(line, " >")
			out.Reset()
			errs.Reset()
			if code := run(strings.Fields(line), terminal{&out, &errs}); code != exitOK {
				t.Errorf("%s: pylon-gen %s: exit code %d\n%s", name, line, code, &errs)
			}
		}
	}
	if count < 5 {
		t.Errorf("only %d commands in the documentation", count)
	}
}
