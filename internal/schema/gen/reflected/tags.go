package reflected

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"
	"gopkg.in/yaml.v3"
)

// writeTags puts the defaults and examples of members where they belong. The library
// forgets the defaults of types that are defined elsewhere, and knows no examples of
// blocks and lists: these are the YAML text of the tag example.
func writeTags(root, s *jsonschema.Schema, t reflect.Type, tag string) error {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		if f.Anonymous {
			if err := writeTags(root, s, f.Type, tag); err != nil {
				return err
			}
			continue
		}
		if s.Properties == nil {
			return nil
		}
		p, ok := s.Properties.Get(name)
		if !ok {
			continue
		}
		if err := writeMember(p, f.Tag); err != nil {
			return fmt.Errorf("the tags of %s.%s: %w", t.Name(), f.Name, err)
		}
		if block := structOf(f.Type); block != nil {
			if err := writeTags(root, blockOf(root, p), block, tag); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeMember(p *jsonschema.Schema, tag reflect.StructTag) error {
	for part := range strings.SplitSeq(tag.Get("jsonschema"), ",") {
		if def, is := strings.CutPrefix(part, "default="); is && p.Default == nil {
			p.Default = def
		}
		if text, is := strings.CutPrefix(part, "example="); is && p.Examples == nil {
			p.Examples = []any{text}
		}
	}
	if text := tag.Get("example"); text != "" {
		var example any
		if err := yaml.Unmarshal([]byte(text), &example); err != nil {
			return err
		}
		p.Examples = []any{example}
	}
	return nil
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
