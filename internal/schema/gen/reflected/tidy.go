package reflected

import "github.com/invopop/jsonschema"

// tidy makes s fit for draft-07: keywords beside a $ref are ignored there, so
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
