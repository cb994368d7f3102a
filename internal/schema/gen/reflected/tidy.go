package reflected

import (
	"slices"

	"github.com/invopop/jsonschema"
)

// tidy makes s fit for draft-07: keywords alongside a $ref are ignored there, so
// the reference moves into allOf.
func tidy(s *jsonschema.Schema) {
	walk(s, func(s *jsonschema.Schema) {
		if s.Ref != "" && (s.Description != "" || s.Default != nil || len(s.Examples) > 0) {
			s.AllOf, s.Ref = append(s.AllOf, &jsonschema.Schema{Ref: s.Ref}), ""
		}
	})
}

// forPeople drops descriptions, defaults and examples.
func forPeople(s *jsonschema.Schema) {
	walk(s, func(s *jsonschema.Schema) {
		s.Description, s.Title, s.Default, s.Examples = "", "", nil, nil
		if len(s.AllOf) == 1 && s.AllOf[0].Ref != "" {
			s.Ref, s.AllOf = s.AllOf[0].Ref, nil
		}
	})
}

// nullable lets every member of a manifest that need not be there be null: the runtime
// takes null for a member that is not there.
func nullable(s *jsonschema.Schema) {
	walk(s, func(s *jsonschema.Schema) {
		if s.Properties != nil {
			for p := s.Properties.Oldest(); p != nil; p = p.Next() {
				if !slices.Contains(s.Required, p.Key) {
					p.Value = orNull(p.Value)
				}
			}
		}
		if s.AdditionalProperties != nil && s.AdditionalProperties != jsonschema.FalseSchema {
			s.AdditionalProperties = orNull(s.AdditionalProperties)
		}
	})
}

// orNull returns s with null as a further value. s itself may be in use
// elsewhere.
func orNull(s *jsonschema.Schema) *jsonschema.Schema {
	out := *s
	null := &jsonschema.Schema{Type: "null"}
	types, _ := s.Extras["type"].([]string)
	switch {
	case len(s.AllOf) > 0:
		out.AllOf, out.AnyOf = nil, append(slices.Clone(s.AllOf), null)
	case s.Ref != "":
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{s, null}}
	case s.Type != "":
		out.Type, out.Extras = "", map[string]any{"type": []string{s.Type, "null"}}
	case types != nil:
		out.Extras = map[string]any{"type": append(slices.Clone(types), "null")}
	}
	if len(s.Enum) > 0 {
		out.Enum = append(slices.Clone(s.Enum), nil)
	}
	return &out
}

// walk visits a schema and all that it holds, the inner ones first.
func walk(s *jsonschema.Schema, visit func(*jsonschema.Schema)) {
	if s == nil {
		return
	}
	walk(s.Items, visit)
	walk(s.AdditionalProperties, visit)
	if s.Properties != nil {
		for p := s.Properties.Oldest(); p != nil; p = p.Next() {
			walk(p.Value, visit)
		}
	}
	for _, d := range s.Definitions {
		walk(d, visit)
	}
	visit(s)
}
