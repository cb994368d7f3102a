package schema

import _ "embed"

// The published schemas: their files in this package. Their ids are the addresses of
// package release.
const (
	StackSchemaFile    = "stack.schema.json"
	StackRulesFile     = "stack.rules.json"
	ManifestSchemaFile = "manifest.schema.json"
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
