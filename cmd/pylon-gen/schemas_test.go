package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// What the commands print as JSON is what their schemas say, for golden cases of all kinds
// and for mistakes.
func TestOutputsKeepToTheirSchemas(t *testing.T) {
	run := func(args ...string) []byte {
		var out, errs bytes.Buffer
		execute(args, terminal{out: &out, err: &errs})
		return out.Bytes()
	}
	for _, command := range []string{"check", "render", "diff", "cost"} {
		schema, err := jsonschema.CompileString(command+".schema.json", string(run("schema", command)))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"smallest", "everything", "three-shapes", "single-replica", "networks", "manifest-needs", "no such case"} {
			dir := filepath.Join(goldenDir, name)
			args := []string{command, "-C", dir, "--format", "json"}
			switch command {
			case "render":
				args = append(args, "--stdout")
			case "diff":
				if name == "no such case" {
					continue // its JSON is that of a comparison only
				}
				args = append(args, "--base-dir", filepath.Join(goldenDir, "smallest"))
			case "cost":
				if name == "no such case" {
					continue
				}
			}
			text := run(args...)
			var document any
			if err := json.Unmarshal(text, &document); err != nil {
				t.Fatalf("%v: %v\n%s", args, err, text)
			}
			if err := schema.Validate(document); err != nil {
				t.Errorf("%v: %v", args, err)
			}
		}
	}
}
