// Command gen writes the JSON Schemas of what check, render and cost print as JSON, from
// the Go structs.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/internal/report"
)

func main() {
	for _, x := range []struct {
		file, title string
		of          any
	}{
		{"results.schema.json", "What pylon-gen check and render print with --format json, version 1", &report.Results{}},
		{"cost.schema.json", "What pylon-gen cost prints with --format json, version 1", &cost.Document{}},
	} {
		text, err := schema(x.file, x.title, x.of)
		if err == nil {
			err = os.WriteFile(x.file, text, 0o644)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "report/gen:", err)
			os.Exit(1)
		}
	}
}

// schema returns a JSON Schema. Keys may be added to the documents, so unknown ones are
// allowed.
func schema(file, title string, of any) ([]byte, error) {
	r := &jsonschema.Reflector{AllowAdditionalProperties: true, ExpandedStruct: true}
	r.Mapper = func(t reflect.Type) *jsonschema.Schema {
		if t != reflect.TypeFor[diag.List]() {
			return nil
		}
		// A list of findings has a JSON form of its own.
		finding := (&jsonschema.Reflector{AllowAdditionalProperties: true, DoNotReference: true}).Reflect(&diag.Wire{})
		finding.Version, finding.ID = "", ""
		return &jsonschema.Schema{Type: "array", Items: finding}
	}
	s := r.Reflect(of)
	s.ID, s.Version = jsonschema.ID(release.Schema(file)), "http://json-schema.org/draft-07/schema#"
	s.Title = title
	text, err := json.MarshalIndent(s, "", "  ")
	return append(text, '\n'), err
}
