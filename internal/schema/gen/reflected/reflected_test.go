package reflected_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/schema/gen/reflected"
)

const schemaDir = "../.."

func TestCheckedInSchemasAreCurrent(t *testing.T) {
	for name, make := range reflected.Schemas {
		want, err := make(schemaDir)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(schemaDir, name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s is stale, run go generate ./internal/schema: %s", name, diff)
		}
	}
}

func TestReferenceIsCurrent(t *testing.T) {
	want, err := reflected.Docs(schemaDir)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../../../docs/stack-spec.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/stack-spec.md is stale, run go generate ./internal/schema: %s", diff)
	}
}

// The library returns no description, and no error, when it does not find the
// sources.
func TestEveryPropertyIsDescribed(t *testing.T) {
	for name, make := range reflected.Schemas {
		if name == schema.StackRulesFile {
			continue // without what is for people
		}
		text, err := make(schemaDir)
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatal(err)
		}
		count := 0
		var look func(at string, x any)
		look = func(at string, x any) {
			m, _ := x.(map[string]any)
			properties, _ := m["properties"].(map[string]any)
			for key, p := range properties {
				count++
				property, _ := p.(map[string]any)
				if d, _ := property["description"].(string); d == "" {
					t.Errorf("%s: %s/%s has no description", name, at, key)
				}
			}
			for key, child := range m {
				look(at+"/"+key, child)
			}
		}
		look("", doc)
		if count < 50 {
			t.Errorf("%s has only %d properties", name, count)
		}
	}
}
