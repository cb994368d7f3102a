// Package reflected makes the JSON Schemas of both inputs from the Go structs
// of package schema. Only the generator and a test import it: the library it
// uses has no business in the released binary.
package reflected

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// draft is what editors and validators agree on; the newer drafts take twice
// as long to compile.
const draft = "http://json-schema.org/draft-07/schema#"

// Schemas makes each schema file from the directory of package schema.
var Schemas = map[string]func(dir string) ([]byte, error){
	schema.StackRulesFile: func(dir string) ([]byte, error) { return rules(stackSchema(dir)) },
	schema.StackSchemaFile: func(dir string) ([]byte, error) {
		s, err := stackSchema(dir)
		if err != nil {
			return nil, err
		}
		return text(forEditors(s), nil)
	},
	schema.ManifestSchemaFile: func(dir string) ([]byte, error) {
		s, err := reflected(dir, schema.Manifest{}, release.Schema(schema.ManifestSchemaFile), "json", "Pylon manifest")
		if err != nil {
			return nil, err
		}
		nullable(s)
		return text(s, nil)
	},
}

func stackSchema(dir string) (*jsonschema.Schema, error) {
	return reflected(dir, schema.Spec{}, release.Schema(schema.StackSchemaFile), "yaml", "Pylon stack spec")
}

// rules writes a schema without what it says to people.
func rules(s *jsonschema.Schema, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	forPeople(s)
	out, err := json.Marshal(s)
	return append(out, '\n'), err
}

func text(s *jsonschema.Schema, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	out, err := json.MarshalIndent(s, "", "  ")
	return append(out, '\n'), err
}

const schemaPackage = "github.com/pylon-gen/pylon-gen/internal/schema"

// addComments reads the doc comments of the Go files in dir. The library
// expects to be run in the module's root and names packages after the path it
// is given, so the names are put right here.
func addComments(r *jsonschema.Reflector, dir string) error {
	if err := r.AddGoComments("", dir); err != nil {
		return err
	}
	comment := func(_, text string) string { return text }
	if r.FieldNameTag == "yaml" { // what the manifest holds is explained by the runtime
		comment = prose
	}
	for key, text := range maps.Clone(r.CommentMap) {
		_, member, _ := strings.Cut(key[strings.LastIndex(key, "/")+1:], ".")
		member = strings.TrimLeft(member, ".")
		r.CommentMap[schemaPackage+"."+member] = comment(member[strings.LastIndexByte(member, '.')+1:], text)
	}
	return nil
}

func reflected(dir string, root any, id, tag, title string) (*jsonschema.Schema, error) {
	r := &jsonschema.Reflector{
		FieldNameTag:               tag,
		RequiredFromJSONSchemaTags: true,
		ExpandedStruct:             true,
		// The runtime drops manifest keys that it does not know; ours are errors.
		AllowAdditionalProperties: tag == "json",
	}
	if err := addComments(r, dir); err != nil {
		return nil, fmt.Errorf("reading doc comments: %w", err)
	}
	r.Mapper = func(t reflect.Type) *jsonschema.Schema { return mapped(r, t) }
	s := r.Reflect(root)
	s.Version, s.ID, s.Title = draft, jsonschema.ID(id), title
	s.Description = r.CommentMap[schemaPackage+"."+reflect.TypeOf(root).Name()]
	if tag == "yaml" {
		maps.Copy(s.Definitions, units())
	}
	tidy(s)
	writeDefaults(s, s, reflect.TypeOf(root), tag)
	return s, nil
}

// mapped returns the schemas of the types that are written as something else than
// their Go kind; nil leaves a type to the library.
func mapped(r *jsonschema.Reflector, t reflect.Type) *jsonschema.Schema {
	switch v := reflect.Zero(t).Interface().(type) {
	case interface{ Block() reflect.Type }:
		inline := *r
		inline.DoNotReference = true
		block := inline.ReflectFromType(v.Block())
		block.Version, block.ID, block.Type = "", "", ""
		block.Extras = map[string]any{"type": []string{"object", "boolean"}}
		return block
	case schema.OutputPath:
		least := uint64(1)
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Type: "string", MinLength: &least}, {Type: "boolean", Enum: []any{false}}}}
	case schema.Anything, json.RawMessage:
		return &jsonschema.Schema{}
	case schema.Duration, schema.MilliCPU, schema.MiB, schema.ACU, schema.USD, schema.Version:
		// Defined once: each use would compile its pattern again.
		return &jsonschema.Schema{Ref: "#/$defs/" + t.Name()}
	}
	return nil
}

// units are the definitions that mapped refers to.
func units() map[string]*jsonschema.Schema {
	pattern := func(p, description string) *jsonschema.Schema {
		return &jsonschema.Schema{Type: "string", Pattern: p, Description: description}
	}
	version := pattern(schema.VersionPattern, "A version number, with or without quotes.")
	version.Type, version.Extras = "", map[string]any{"type": []string{"string", "number"}}
	return map[string]*jsonschema.Schema{
		"Duration": pattern(schema.DurationPattern, "A time span: 3600 seconds, 30 days, 1h."),
		"MilliCPU": pattern(schema.CPUPattern, "An amount of virtual CPUs: 0.25 vCPU."),
		"MiB":      pattern(schema.MemoryPattern, "An amount of memory: 512 MB, 0.5 GB."),
		"ACU":      pattern(schema.ACUPattern, "An amount of Aurora capacity units: 0.5 ACU."),
		"USD":      pattern(schema.USDPattern, "An amount of money: 100 USD."),
		"Version":  version,
	}
}
