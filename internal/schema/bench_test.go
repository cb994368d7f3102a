package schema

import (
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

const smallSpec = "version: 1\npylon: { version: 0.5.0 }\nstages:\n  production: { domain: { name: api.example.com } }\n"

// Compiling the schema is what conforms saves a good spec.
func BenchmarkCompileStackSchema(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		(&validator{id: release.Schema(StackSchemaFile), text: stackRules}).compile()
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
