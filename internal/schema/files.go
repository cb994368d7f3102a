package schema

import _ "embed"

// The published schemas: where they are in this package and their stable ids.
const (
	StackSchemaFile    = "stack.schema.json"
	StackRulesFile     = "stack.rules.json"
	StackSchemaID      = "https://pylon-gen.dev/schema/stack.schema.json"
	ManifestSchemaFile = "manifest.schema.json"
	ManifestSchemaID   = "https://pylon-gen.dev/schema/manifest.schema.json"
)

// StackSchema is the JSON Schema (draft-07) of pylon.stack.yaml.
//
//go:embed stack.schema.json
var StackSchema []byte

// stackRules is StackSchema without what it says to people: a quarter of the
// text, and it is read at every start.
//
//go:embed stack.rules.json
var stackRules []byte

// ManifestSchema is the JSON Schema (draft-07) of pylon.manifest.json.
//
//go:embed manifest.schema.json
var ManifestSchema []byte
