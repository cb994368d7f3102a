package reflected

import "github.com/invopop/jsonschema"

// tidy makes s fit for draft-07: keywords beside a $ref are ignored there, so
// the reference moves into allOf.
func tidy(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if s.Ref != "" && (s.Description != "" || s.Default != nil) {
		s.AllOf, s.Ref = append(s.AllOf, &jsonschema.Schema{Ref: s.Ref}), ""
	}
	tidy(s.Items)
	tidy(s.AdditionalProperties)
	for _, x := range s.AllOf {
		tidy(x)
	}
	if s.Properties != nil {
		for p := s.Properties.Oldest(); p != nil; p = p.Next() {
			tidy(p.Value)
		}
	}
	for _, d := range s.Definitions {
		tidy(d)
	}
}
