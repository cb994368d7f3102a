package schema

import (
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// Editors check specs against the published schema as they are written; it and
// the loader must agree on where null may stand.
func TestPublishedSchemaAgreesOnNull(t *testing.T) {
	published := &validator{id: release.Schema(StackSchemaFile), text: StackSchema}
	published.compile()
	whole := published.compiled
	for in, good := range map[string]bool{
		"app: null\ndomain:\nshape: ~\nbudget:":                                                                      true,
		"service: { cpu: null, env: { A: null }, scaling: { max: null } }":                                           true,
		"stages: { a: { cdn: null, service: null, shape: null, origins: null, auth: { oauth: { google: null } } } }": true,
		"stages: { a: { database: { version: null, capacity: { min: null } } } }":                                    true,
		"stages: { a: { ai: { provider: null } } }":                                                                  true,
		"ignore: [{ rule: null, reason: x }]":                                                                        false,
		"version: null":                                                                                              false,
		"stages: { a: { origins: [null] } }":                                                                         false,
	} {
		text := in + "\n"
		for _, needed := range []string{"version: 1\n", "stages: {}\n"} {
			if in[:5] != needed[:5] {
				text += needed
			}
		}
		f, err := source.Text("s.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		_, list := LoadSpec(f)
		if loads, valid := !list.HasErrors(), whole.Validate(doc) == nil; loads != good || valid != good {
			t.Errorf("%q: the loader says %v, the schema %v: %v", in, loads, whole.Validate(doc), list)
		}
	}
}
