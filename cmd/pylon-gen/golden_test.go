package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

const goldenDir = "../../testdata/golden"

var goldenInputs = []string{"pylon.manifest.json", "pylon.stack.yaml"}

// TestGolden renders every case of testdata/golden and compares it with what
// was recorded. PYLON_UPDATE=1 records, after the real consumers have accepted
// the new outputs; a rejected one is never recorded.
func TestGolden(t *testing.T) {
	update := os.Getenv("PYLON_UPDATE") == "1"
	if update && os.Getenv("CI") != "" {
		t.Fatal("goldens are not recorded in CI")
	}
	cases, err := os.ReadDir(goldenDir)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) < 12 {
		t.Fatalf("only %d golden cases", len(cases))
	}
	changed := map[string]map[string]string{}
	for _, c := range cases {
		t.Run(c.Name(), func(t *testing.T) {
			dir := filepath.Join(goldenDir, c.Name())
			got := rendered(t, dir)
			diff := cmp.Diff(tree(t, filepath.Join(dir, "want")), got)
			switch {
			case diff == "":
			case update:
				changed[c.Name()] = got
			default:
				t.Error(diff)
			}
		})
	}
	if update && len(changed) > 0 && !t.Failed() {
		record(t, changed)
	}
}

// rendered renders a copy of a case and returns all files that appeared, but for
// the lock.
func rendered(t *testing.T, dir string) map[string]string {
	t.Helper()
	work := copyInputs(t, dir)
	var out, errs bytes.Buffer
	if code := execute([]string{"render", "-C", work}, terminal{out: &out, err: &errs}); code != exitOK {
		t.Fatalf("exit code %d\n%s%s", code, &out, &errs)
	}
	files := tree(t, work)
	for _, name := range goldenInputs {
		delete(files, name)
	}
	delete(files, "pylon-gen.lock")
	return files
}

// copyInputs copies the inputs of a case to a directory of the test's own.
func copyInputs(t *testing.T, from string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range goldenInputs {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// tree reads all files below a directory, by path with slashes.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(at string, entry fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, at)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(at)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// record writes the outputs of cases once their consumers have accepted all of
// them.
func record(t *testing.T, changed map[string]map[string]string) {
	t.Helper()
	var configs, templates, pretty []consumer.File
	for testcase, files := range changed {
		for name, text := range files {
			f := consumer.File{Name: testcase + "/" + name, Text: []byte(text)}
			switch {
			case strings.HasSuffix(name, ".ts"):
				configs = append(configs, f)
			case strings.HasSuffix(name, ".yaml"):
				templates = append(templates, f)
			case strings.HasSuffix(name, ".yml"):
				accepted(t, consumer.ComposeModel(f))
				accepted(t, consumer.ComposeConfig(f))
			default:
				continue
			}
			pretty = append(pretty, f)
		}
	}
	accepted(t, consumer.Formatted(pretty))
	accepted(t, consumer.SSTTypes(configs))
	accepted(t, consumer.Templates("us-east-1", templates))
	if t.Failed() {
		t.Fatal("nothing is recorded")
	}
	for testcase, files := range changed {
		want := filepath.Join(goldenDir, testcase, "want")
		if err := os.RemoveAll(want); err != nil {
			t.Fatal(err)
		}
		for name, text := range files {
			at := filepath.Join(want, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		t.Log("recorded", testcase)
	}
}

func accepted(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}
