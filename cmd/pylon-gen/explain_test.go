package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// The example that explain prints for a block can be copied into a spec.
func TestExamplesOfBlocksAreValid(t *testing.T) {
	count := 0
	for _, k := range schema.Keys() {
		if !k.Block {
			continue
		}
		count++
		_, example, found := strings.Cut(explainKey(k), "\nexample:\n\n")
		if !found {
			t.Errorf("%s has no example", k.Path)
			continue
		}
		spec := specWith(t, example)
		f, err := source.Text("pylon.stack.yaml", []byte(spec))
		if err != nil {
			t.Fatal(err)
		}
		if _, list := schema.LoadSpec(f); list.HasErrors() {
			t.Errorf("%s: %v in\n%s", k.Path, list, spec)
		}
		if !strings.Contains(example, lastName(k.Path)+":") {
			t.Errorf("the example of %s does not have the key:\n%s", k.Path, example)
		}
	}
	if count < 30 {
		t.Errorf("only %d blocks", count)
	}
}

// A single value that explain shows for a key keeps to the schema too.
func TestExamplesOfValuesAreValid(t *testing.T) {
	for _, k := range schema.Keys() {
		if k.Block || k.Example == "" || strings.ContainsAny(k.Path, "[<") {
			continue
		}
		text, indent := "", ""
		for _, name := range strings.Split(k.Path, ".") {
			text += indent + name + ":\n"
			indent += "  "
		}
		spec := specWith(t, strings.TrimSuffix(text, "\n")+fmt.Sprintf(" %q\n", k.Example))
		f, err := source.Text("pylon.stack.yaml", []byte(spec))
		if err != nil {
			t.Fatal(err)
		}
		if _, list := schema.LoadSpec(f); list.HasErrors() {
			t.Errorf("%s: %v in\n%s", k.Path, list, spec)
		}
	}
}

// specWith is the smallest spec with an example in it, which takes the place of what
// the spec has under the same key.
func specWith(t *testing.T, example string) string {
	t.Helper()
	spec := map[string]any{
		"version": 1,
		"pylon":   map[string]any{"version": "0.5.0"},
		"aws":     map[string]any{"region": "us-east-1"},
		"stages":  map[string]any{"production": map[string]any{}},
	}
	if err := yaml.Unmarshal([]byte(example), &spec); err != nil {
		t.Fatalf("%v in\n%s", err, example)
	}
	text, err := yaml.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func lastName(path string) string {
	return path[strings.LastIndexByte(path, '.')+1:]
}

// What has keys lists all of them, and only what is directly below.
func TestExplainListsTheKeysBelow(t *testing.T) {
	for path, want := range map[string][]string{
		"service.scaling": {"cpu       70 ", "max       4 ", "memory    - ", "min       1 ", "requests  - "},
		"auth":            {"oauth  - "},
		"auth.oauth":      {"<name>.clientId  - "},
		"ignore":          {"reason  - ", "rule    - "},
		"stages":          {"<name>.domain ", "<name>.hardening      standard "},
	} {
		got, err := explanationOf(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range want {
			if !strings.Contains(got, "\n    "+line) {
				t.Errorf("explain %s does not have %q:\n%s", path, line, got)
			}
		}
	}
	if got, _ := explanationOf("service"); strings.Contains(got, "requests") {
		t.Errorf("explain service lists keys of service.scaling:\n%s", got)
	}
	if got, _ := explanationOf("service.cpu"); strings.Contains(got, "keys:") {
		t.Errorf("service.cpu is one value:\n%s", got)
	}
}

// A description is about the key: it does not begin as a doc comment of Go does.
func TestDescriptionsReadAsProse(t *testing.T) {
	comment := regexp.MustCompile(`^[A-Za-z0-9]+ (is|are|says?|lets|keeps|sends|runs|allows|takes|means) `)
	for _, k := range schema.Keys() {
		first, _, _ := strings.Cut(k.Description, " ")
		if strings.EqualFold(first, lastName(k.Path)) && comment.MatchString(k.Description) {
			t.Errorf("%s: %s", k.Path, k.Description)
		}
		if c := k.Description[0]; c >= 'a' && c <= 'z' {
			t.Errorf("%s does not begin with an upper-case letter: %s", k.Path, k.Description)
		}
	}
}

// explanationOf is the text about one thing.
func explanationOf(name string) (string, error) {
	found, err := about(name)
	if err != nil {
		return "", err
	}
	return found.text(), nil
}
