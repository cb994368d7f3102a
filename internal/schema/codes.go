package schema

// Codes of findings about the form of an input. What an input means is judged
// in package resolve; what the runtime itself would refuse in a manifest has
// upstream's own codes.
const (
	CodeFile       = "PG001" // a file is missing, too big, or no text
	CodeSyntax     = "PG002" // not YAML or JSON, or a part of them that is not accepted
	CodeSchema     = "PG003" // breaks the JSON Schema
	CodeUnknownKey = "PG004" // unknown key: an error in the spec, a note in the manifest
	CodeCamelCase  = "PG801" // a key of the manifest's auth as one writes it in app.ts
)
