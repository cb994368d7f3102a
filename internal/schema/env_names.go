package schema

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/source"
)

// EnvName is an environment variable that a manifest refers to, as "x_env":
// "NAME" or as ${env.NAME}.
type EnvName struct {
	Name string
	Pos  source.Pos // where it is named first
}

var (
	envReference = regexp.MustCompile(`\$\{env\.([A-Za-z_][A-Za-z0-9_]*)\}`)
	envVariable  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// envNames collects the variables that unknown parts of a manifest name. Known
// parts never refer to the environment.
func envNames(f *source.File, unknown []extra) []EnvName {
	found := map[string]source.Pos{}
	note := func(name string, base int, text []byte) {
		if _, seen := found[name]; !seen {
			found[name] = f.At(base + max(bytes.Index(text, []byte(name)), 0))
		}
	}
	for _, x := range unknown {
		text := f.Data[x.start:x.end]
		for _, m := range envReference.FindAllSubmatch(text, -1) {
			note(string(m[1]), x.start, text)
		}
		var value any
		_ = json.Unmarshal(text, &value) // valid by contract
		for _, name := range envKeys(map[string]any{x.key: value}, nil) {
			note(name, x.start, text)
		}
	}
	var out []EnvName
	for _, name := range slices.Sorted(maps.Keys(found)) {
		out = append(out, EnvName{name, found[name]})
	}
	return out
}

// envKeys gives the values of all members called *_env.
func envKeys(value any, out []string) []string {
	switch x := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(x)) {
			if name, ok := x[key].(string); ok && strings.HasSuffix(key, "_env") && envVariable.MatchString(name) {
				out = append(out, name)
			}
			out = envKeys(x[key], out)
		}
	case []any:
		for _, item := range x {
			out = envKeys(item, out)
		}
	}
	return out
}
