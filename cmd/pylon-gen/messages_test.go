package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// Specs as people write them who do not know the keys yet, and what they are told.
// PYLON_UPDATE=1 records; a message is right when a reader corrects the spec at the
// first try.
func TestMessages(t *testing.T) {
	names, err := filepath.Glob("../../testdata/messages/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("there are no messages", err)
	}
	manifest, err := os.ReadFile(filepath.Join(goldenDir, "smallest", "pylon.manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	update := os.Getenv("PYLON_UPDATE") == "1"
	paths := make([]string, len(names))
	for i, name := range names {
		if paths[i], err = filepath.Abs(name); err != nil {
			t.Fatal(err)
		}
	}
	count := 0
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]string{}
		for _, f := range archive.Files {
			told[f.Name] = string(f.Data)
		}
		recorded := &txtar.Archive{Comment: archive.Comment}
		for _, f := range archive.Files {
			name, isSpec := strings.CutSuffix(f.Name, ".yaml")
			if !isSpec {
				continue
			}
			count++
			got := messageOf(t, manifest, f.Data)
			recorded.Files = append(recorded.Files, f, txtar.File{Name: name + ".txt", Data: []byte(got)})
			if diff := cmp.Diff(told[name+".txt"], got); diff != "" && !update {
				t.Errorf("%s, %s:\n%s", filepath.Base(path), name, diff)
			}
		}
		if update {
			if err := os.WriteFile(path, txtar.Format(recorded), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if count < 55 {
		t.Errorf("only %d messages", count)
	}
}

// messageOf is what render says of a spec that cannot be rendered.
func messageOf(t *testing.T, manifest, spec []byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string][]byte{"pylon.manifest.json": manifest, "pylon.stack.yaml": spec} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	var out, errs bytes.Buffer
	if code := execute([]string{"render", "--stdout"}, terminal{out: &out, err: &errs}); code != exitUsage {
		t.Errorf("exit code %d, want %d:\n%s\n%s", code, exitUsage, spec, &errs)
	}
	return errs.String()
}
