package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// EnvName is an environment variable that a manifest refers to, as "x_env":
// "NAME" or as ${env.NAME}.
type EnvName struct {
	Name string
	Pos  source.Pos // where it is named first
}

var (
	envReference = pattern.Of(`\$\{env\.([A-Za-z_][A-Za-z0-9_]*)\}`)
	envVariable  = pattern.Of(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// envNames collects the variables that unknown parts of a manifest name. Known
// parts never refer to the environment.
func envNames(f *source.File, unknown []extra) []EnvName {
	found := map[string]int{} // offsets
	note := func(name string, offset int) {
		if at, seen := found[name]; !seen || offset < at {
			found[name] = offset
		}
	}
	for _, x := range unknown {
		text := f.Data[x.start:x.end]
		for _, m := range envReference.FindAllSubmatchIndex(text, -1) {
			note(string(text[m[2]:m[3]]), x.start+m[2])
		}
		w := &envWalk{shapeWalk: shapeWalk{data: f.Data, i: x.start}, note: note}
		w.value(x.key)
	}
	var out []EnvName
	for _, name := range slices.Sorted(maps.Keys(found)) {
		out = append(out, EnvName{name, f.At(found[name])})
	}
	return out
}

// envWalk looks for members called *_env.
type envWalk struct {
	shapeWalk
	note func(name string, offset int)
}

// value walks the value of a member called key, or of an item with key "".
func (w *envWalk) value(key string) {
	switch w.data[w.i] {
	case '{':
		for w.open(); w.data[w.i] != '}'; w.comma() {
			w.value(string(w.key()))
		}
		w.i++
	case '[':
		for w.open(); w.data[w.i] != ']'; w.comma() {
			w.value("")
		}
		w.i++
	case '"':
		start := w.i
		w.text()
		name := string(unquoted(w.data[start:w.i]))
		if strings.HasSuffix(key, "_env") && envVariable.MatchString(name) {
			w.note(name, start+1)
		}
	default:
		w.scalar()
	}
}
