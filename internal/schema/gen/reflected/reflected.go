// Package reflected makes the JSON Schemas of both inputs from the Go structs
// of package schema. Only the generator and a test import it: the library it
// uses has no business in the released binary.
package reflected

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// draft is what editors and validators agree on; the newer drafts take twice
// as long to compile.
const draft = "http://json-schema.org/draft-07/schema#"

// Schemas makes each schema file from the directory of package schema.
var Schemas = map[string]func(dir string) ([]byte, error){
	schema.StackSchemaFile: func(dir string) ([]byte, error) {
		return render(dir, schema.Spec{}, schema.StackSchemaID, "yaml", "Pylon stack spec")
	},
	schema.ManifestSchemaFile: func(dir string) ([]byte, error) {
		return render(dir, schema.Manifest{}, schema.ManifestSchemaID, "json", "Pylon manifest")
	},
}

func render(dir string, root any, id, tag, title string) ([]byte, error) {
	r := &jsonschema.Reflector{
		FieldNameTag:               tag,
		RequiredFromJSONSchemaTags: true,
		ExpandedStruct:             true,
		// The runtime drops manifest keys that it does not know; ours are errors.
		AllowAdditionalProperties: tag == "json",
	}
	if err := r.AddGoComments("github.com/pylon-gen/pylon-gen/internal/schema", dir); err != nil {
		return nil, fmt.Errorf("reading doc comments: %w", err)
	}
	r.Mapper = func(t reflect.Type) *jsonschema.Schema { return mapped(r, t) }
	s := r.Reflect(root)
	s.Version, s.ID, s.Title = draft, jsonschema.ID(id), title
	s.Description = r.CommentMap["github.com/pylon-gen/pylon-gen/internal/schema."+reflect.TypeOf(root).Name()]
	tidy(s)
	text, err := json.MarshalIndent(s, "", "  ")
	return append(text, '\n'), err
}

// mapped gives the schema of the types that are written as something else than
// their Go kind; nil leaves a type to the library.
func mapped(r *jsonschema.Reflector, t reflect.Type) *jsonschema.Schema {
	pattern := func(p string) *jsonschema.Schema {
		return &jsonschema.Schema{Type: "string", Pattern: p}
	}
	switch v := reflect.Zero(t).Interface().(type) {
	case interface{ Block() reflect.Type }:
		inline := *r
		inline.DoNotReference = true
		block := inline.ReflectFromType(v.Block())
		block.Version, block.ID, block.Type = "", "", ""
		block.Extras = map[string]any{"type": []string{"object", "boolean"}}
		return block
	case schema.Later, json.RawMessage:
		return &jsonschema.Schema{}
	case schema.Duration:
		return pattern(schema.DurationPattern)
	case schema.MilliCPU:
		return pattern(schema.CPUPattern)
	case schema.MiB:
		return pattern(schema.MemoryPattern)
	case schema.ACU:
		return pattern(schema.ACUPattern)
	case schema.Version:
		s := pattern(schema.VersionPattern)
		s.Type, s.Extras = "", map[string]any{"type": []string{"string", "number"}}
		return s
	}
	return nil
}
