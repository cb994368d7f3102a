package schema

import (
	"fmt"
	"slices"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/source"
)

func TestEmptyVariables(t *testing.T) {
	for in, want := range map[string][]string{
		"service: { env: { A: , B: x, C: '' } }\nstages: { a: {} }":                              {"1:A"},
		"service: { env: { A: null, B: ~ } }\nstages: { a: {} }":                                 {"1:A", "1:B"},
		"service: { env: { B: x } }\nstages: { a: { service: { env: { B: null, C: null } } } }":  {"2:C"},
		"service: { env: { B: null } }\nstages: { a: { service: { env: { B: null } } } }":        {"1:B", "2:B"},
		"stages: { a: { service: { env: { A: null } } }, b: { service: { env: { A: x } } } }":    {"1:A"},
		"service: { env: { B: x } }\nstages: { a: , b: { service: }, c: { service: { env: } } }": nil,
		"service: { env: }\nstages: { a: {} }":                                                   nil,
	} {
		f, err := source.Text("s.yaml", []byte(in+"\nversion: 1\n"))
		if err != nil {
			t.Fatal(err)
		}
		spec, list := LoadSpec(f)
		if spec == nil {
			t.Fatal(in, list)
		}
		var got []string
		for _, key := range spec.File.EmptyVariables {
			got = append(got, fmt.Sprintf("%d:%s", key.Line, key.Value))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v", in, got)
		}
	}
}
