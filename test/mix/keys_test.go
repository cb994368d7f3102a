package mix_test

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/test/mix"
)

const nothing = "it is a gate of a comparison, and nothing is rendered from it"

// unmixed are keys that no mix can have, each with the reason.
var unmixed = map[string]string{
	"budget": nothing, "budget.monthly": nothing,
	"usage": nothing, "usage.requests": nothing, "usage.dataOut": nothing, "usage.stored": nothing, "usage.logs": nothing,
	"accept": nothing, "accept[].change": nothing, "accept[].reason": nothing, "accept[].stage": nothing,
}

// Every key of the spec is set by some mix: at the top, and in a stage where it
// may stand there.
func TestEveryKeyIsMixed(t *testing.T) {
	if *alone >= 0 {
		t.Skip("one mix does not hold all keys")
	}
	known := map[string]bool{}
	for _, k := range schema.Keys() {
		known[k.Path] = true
	}
	top, staged := map[string]bool{}, map[string]bool{}
	for seed := range uint64(seeds) {
		var spec map[string]any
		if err := yaml.Unmarshal([]byte(mix.Spec(seed).Spec), &spec); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		stages, _ := spec["stages"].(map[string]any)
		for _, overlay := range stages {
			paths("", overlay, known, staged)
		}
		paths("", spec, known, top)
	}
	for _, k := range schema.Keys() {
		switch {
		case unmixed[k.Path] != "":
		case !top[k.Path]:
			t.Errorf("no mix sets %s at the top", k.Path)
		case k.PerStage && !staged[k.Path]:
			t.Errorf("no mix sets %s in a stage", k.Path)
		}
	}
}

// paths notes the keys that hold a value, written as schema.Keys does.
func paths(prefix string, v any, known, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			path := prefix + name
			if !known[path] {
				path = prefix + "<name>"
			}
			if member != nil {
				into[path] = true
			}
			if path != "stages" {
				paths(path+".", member, known, into)
			}
		}
	case []any:
		for _, item := range v {
			paths(strings.TrimSuffix(prefix, ".")+"[].", item, known, into)
		}
	}
}
