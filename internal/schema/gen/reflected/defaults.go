package reflected

import (
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"
)

// writeDefaults puts the defaults and examples of members with a unit where they
// belong: the library forgets those of types that are defined elsewhere.
func writeDefaults(root, s *jsonschema.Schema, t reflect.Type, tag string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		if f.Anonymous {
			writeDefaults(root, s, f.Type, tag)
			continue
		}
		if s.Properties == nil {
			return
		}
		p, ok := s.Properties.Get(name)
		if !ok {
			continue
		}
		for part := range strings.SplitSeq(f.Tag.Get("jsonschema"), ",") {
			if def, is := strings.CutPrefix(part, "default="); is && p.Default == nil {
				p.Default = def
			}
			if example, is := strings.CutPrefix(part, "example="); is && p.Examples == nil {
				p.Examples = []any{example}
			}
		}
		if block := structOf(f.Type); block != nil {
			writeDefaults(root, blockOf(root, p), block, tag)
		}
	}
}

// structOf is the struct that a field holds in one of the ways of the spec, nil when it
// holds none.
func structOf(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	if v, ok := t.FieldByName("V"); ok {
		return structOf(v.Type)
	}
	if entries, ok := t.FieldByName("Entries"); ok {
		entry := entries.Type.Elem()
		value, _ := entry.FieldByName("Value")
		return structOf(value.Type)
	}
	return t
}

// blockOf is the schema of the members of a block: of the items of a list, or of the
// values of a mapping with free keys.
func blockOf(root, s *jsonschema.Schema) *jsonschema.Schema {
	s = target(root, s)
	switch {
	case s.Items != nil:
		return target(root, s.Items)
	case s.Properties == nil && s.AdditionalProperties != nil:
		return target(root, s.AdditionalProperties)
	}
	return s
}
