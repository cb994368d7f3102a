package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The example's Dockerfile and .dockerignore are those that init writes.
func TestExampleIsWhatInitWrites(t *testing.T) {
	const example = "../../examples/todo"
	dir := t.TempDir()
	for _, name := range goldenInputs {
		text, err := os.ReadFile(filepath.Join(example, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	if code := run([]string{"init", "-C", dir}, terminal{&out, &errs}); code != exitOK {
		t.Fatal(errs.String())
	}
	for _, name := range []string{"Dockerfile", ".dockerignore"} {
		want, err := os.ReadFile(filepath.Join(example, name))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s of the example is not what init writes: %v", name, err)
		}
	}
}
