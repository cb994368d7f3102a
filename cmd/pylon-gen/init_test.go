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
	if code := execute([]string{"init", "-C", dir}, terminal{out: &out, err: &errs}); code != exitOK {
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

// The golden case "init" is the project that init makes when it asks nothing:
// what a new user gets is shown to every consumer.
func TestGoldenCaseIsWhatInitWrites(t *testing.T) {
	const golden = goldenDir + "/init"
	dir := t.TempDir()
	manifest, err := os.ReadFile(filepath.Join(golden, "pylon.manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "pylon.manifest.json"), manifest, 0o644); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := execute([]string{"init", "--yes", "-C", dir}, terminal{out: &out, err: &errs}); code != exitOK {
		t.Fatal(errs.String())
	}
	want, err := os.ReadFile(filepath.Join(golden, "pylon.stack.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "pylon.stack.yaml")); err != nil || !bytes.Equal(got, want) {
		t.Errorf("init writes another spec: %v\n%s", err, got)
	}
}
