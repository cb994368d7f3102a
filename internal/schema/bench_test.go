package schema

import (
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/source"
)

const smallSpec = "version: 1\npylon: { version: 0.5.0 }\nstages:\n  production: { domain: { name: api.example.com } }\n"

// Compiling the schema is most of what a run costs.
func BenchmarkCompileStackSchema(b *testing.B) {
	doc := map[string]any{"version": 1, "pylon": map[string]any{"version": "0.5.0"},
		"stages": map[string]any{"production": map[string]any{"domain": map[string]any{"name": "api.example.com"}}}}
	b.ReportAllocs()
	for b.Loop() {
		(&validator{id: StackSchemaID, text: stackRules}).schemaFor(doc)
	}
}

func BenchmarkLoadSpec(b *testing.B) {
	f, err := source.Text("pylon.stack.yaml", []byte(smallSpec))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if spec, list := LoadSpec(f); spec == nil {
			b.Fatal(list)
		}
	}
}
