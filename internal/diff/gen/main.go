// Command gen writes the JSON Schema of pylon-gen diff's JSON from the Go structs
// of package diff.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/invopop/jsonschema"

	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/release"
)

func main() {
	if err := run("diff.schema.json"); err != nil {
		fmt.Fprintln(os.Stderr, "diff/gen:", err)
		os.Exit(1)
	}
}

func run(file string) error {
	text, err := schema()
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}

// schema returns the JSON Schema. Keys may be added to the document, so unknown
// ones are allowed.
func schema() ([]byte, error) {
	r := &jsonschema.Reflector{AllowAdditionalProperties: true, ExpandedStruct: true}
	s := r.Reflect(&diff.Document{})
	s.ID, s.Version = jsonschema.ID(release.Schema("diff.schema.json")), "http://json-schema.org/draft-07/schema#"
	s.Title = "What pylon-gen diff --format json prints, version 1"
	text, err := json.MarshalIndent(s, "", "  ")
	return append(text, '\n'), err
}
