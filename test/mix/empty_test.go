package mix_test

import (
	"errors"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/test/mix"
)

// A list without items is refused or has no effect; it never ends in a panic.
func TestEmptyLists(t *testing.T) {
	if *alone >= 0 {
		t.Skip("other mixes are made of this one")
	}
	count := 0
	for seed := range uint64(100) {
		m := mix.Spec(seed)
		var spec map[string]any
		if err := yaml.Unmarshal([]byte(m.Spec), &spec); err != nil {
			t.Fatal(err)
		}
		eachList(spec, func() {
			text, err := yaml.Marshal(spec)
			if err != nil {
				t.Fatal(err)
			}
			count++
			var refused mix.Refused
			if _, err := rendered(mix.Mix{Manifest: m.Manifest, Spec: string(text)}); err != nil && !errors.As(err, &refused) {
				t.Errorf("seed %d: %v\n%s", seed, err, text)
			}
		})
	}
	if count < 300 {
		t.Errorf("only %d lists were emptied", count)
	}
}

// eachList empties every list below v, one at a time, calls changed, and fills it
// again.
func eachList(v any, changed func()) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if list, ok := member.([]any); ok {
				v[name] = []any{}
				changed()
				v[name] = list
			}
			eachList(member, changed)
		}
	case []any:
		for _, item := range v {
			eachList(item, changed)
		}
	}
}
