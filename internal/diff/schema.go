package diff

import _ "embed"

//go:generate go run ./gen

// Schema is the JSON Schema of a Document.
//
//go:embed diff.schema.json
var Schema []byte
