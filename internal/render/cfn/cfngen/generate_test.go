package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

const generated = "../aws"

// The checked-in package is what the schemas give, and nothing more.
func TestGeneratedIsCurrent(t *testing.T) {
	dir := t.TempDir()
	if err := generate("schemas", dir); err != nil {
		t.Fatal(err)
	}
	want, _ := filepath.Glob(filepath.Join(dir, "*_gen.go"))
	have, _ := filepath.Glob(filepath.Join(generated, "*_gen.go"))
	if len(want) == 0 || len(want) != len(have) {
		t.Errorf("%d files generated, %d checked in", len(want), len(have))
	}
	for _, file := range want {
		a, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(generated, filepath.Base(file)))
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("%s is stale, run go generate ./internal/render/cfn (%v)", filepath.Base(file), err)
		}
	}
}

// There is a schema for every type that is rendered, and no other.
func TestSchemas(t *testing.T) {
	all, err := loadAll("schemas")
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(rendered) {
		t.Errorf("%d schemas for %d types", len(all), len(rendered))
	}
	for i, s := range all {
		if s.TypeName != rendered[i] {
			t.Errorf("schema of %s, want %s", s.TypeName, rendered[i])
		}
	}
}

func TestGenerateRefuses(t *testing.T) {
	for name, schema := range map[string]string{
		"no type name":       `{"properties": {}}`,
		"dangling reference": `{"typeName": "AWS::A::B", "properties": {"X": {"$ref": "#/definitions/Y"}}}`,
		"not JSON":           `{`,
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "a_b.json"), schema)
		if generate(dir, t.TempDir()) == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if generate(t.TempDir(), t.TempDir()) == nil {
		t.Error("no schemas: no error")
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
