package reflected

import (
	"cmp"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"
)

// shared is the only definition that the published schema refers to: the settings of a
// stage, which stand at the top of a spec too. It refers to nothing itself.
const shared = "Settings"

// forEditors makes the schema of the spec that is published. Editors show what stands
// at the key itself: alongside a reference nothing counts in draft-07, and what a reference
// leads to describes a type and not the key. So each key has its own title, description
// and default, and its rule is written out. A rule has one type, as strict readers of
// schemas ask for: several are choices of anyOf.
func forEditors(s *jsonschema.Schema) *jsonschema.Schema {
	e := editors(s.Definitions)
	out := e.rule(s)
	out.Definitions = jsonschema.Definitions{shared: e.rule(s.Definitions[shared])}
	return out
}

// editors are the definitions of a schema that is written out.
type editors jsonschema.Definitions

// rule writes a schema out.
func (e editors) rule(s *jsonschema.Schema) *jsonschema.Schema {
	switch name := referred(s); name {
	case "":
	case shared:
		return &jsonschema.Schema{Ref: s.Ref}
	default:
		out := e.rule(e[name])
		out.Description = ""
		return withText(out, s)
	}
	out := *s
	if s.Properties != nil {
		out.Properties = jsonschema.NewProperties()
		for p := s.Properties.Oldest(); p != nil; p = p.Next() {
			out.Properties.Set(p.Key, e.member(p.Key, p.Value, !slices.Contains(s.Required, p.Key)))
		}
	}
	if s.Items != nil {
		out.Items = e.rule(s.Items)
	}
	if s.AdditionalProperties != nil && s.AdditionalProperties != jsonschema.FalseSchema {
		value := *s.AdditionalProperties // a name of the user's is described by what it is in
		value.Description = cmp.Or(value.Description, s.Description)
		out.AdditionalProperties = e.member("", &value, true)
	}
	if types, _ := s.Extras["type"].([]string); types != nil {
		return choices(&out, types)
	}
	return &out
}

// member writes out the rule of a key. One that may be left out may be null.
func (e editors) member(name string, s *jsonschema.Schema, optional bool) *jsonschema.Schema {
	rule := e.rule(s)
	rule.Title = name
	anything := rule.Type == "" && rule.Ref == "" && rule.AnyOf == nil
	if !optional || anything {
		return rule
	}
	out := withText(&jsonschema.Schema{Title: name}, rule)
	alternatives := rule.AnyOf
	if alternatives == nil {
		alternatives = []*jsonschema.Schema{rule}
	}
	for _, a := range alternatives { // an editor shows what stands at the one that fits
		choice := a
		if a.Ref == "" {
			choice = withText(a, &jsonschema.Schema{Description: out.Description})
			choice.Title = ""
		}
		out.AnyOf = append(out.AnyOf, choice)
	}
	out.AnyOf = append(out.AnyOf, unset)
	return out
}

// unset is null, said so that no editor proposes to write it or names it among what is
// expected: that a key may be empty is of no help to those who write one.
var unset = &jsonschema.Schema{Not: &jsonschema.Schema{Not: &jsonschema.Schema{Type: "null"}}}

// choices are the types of a rule, each with the keywords that are about it.
func choices(s *jsonschema.Schema, types []string) *jsonschema.Schema {
	out := withText(&jsonschema.Schema{Title: s.Title}, s)
	for _, t := range types {
		choice := &jsonschema.Schema{Type: t}
		switch t {
		case "object":
			choice.Properties, choice.AdditionalProperties, choice.Required = s.Properties, s.AdditionalProperties, s.Required
		case "string":
			choice.Pattern, choice.MinLength = s.Pattern, s.MinLength
		}
		out.AnyOf = append(out.AnyOf, choice)
	}
	return out
}

// withText copies the description, default and examples of another schema.
func withText(s, text *jsonschema.Schema) *jsonschema.Schema {
	out := *s
	out.Description, out.Default, out.Examples = text.Description, text.Default, text.Examples
	return &out
}

// referred is the name of the definition that a schema refers to, "" when it refers to
// none.
func referred(s *jsonschema.Schema) string {
	if len(s.AllOf) == 1 {
		s = s.AllOf[0]
	}
	name, _ := strings.CutPrefix(s.Ref, "#/$defs/")
	return name
}
