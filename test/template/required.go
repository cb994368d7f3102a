package template

import (
	"fmt"
	"strings"
)

// schema is what the registry of CloudFormation says of a type, or of a part of
// one.
type schema struct {
	TypeName           string
	ReadOnlyProperties []string
	Properties         map[string]schema
	Definitions        map[string]schema
	Required           []string
	Items              *schema
	Ref                string `json:"$ref"`
}

// required notes properties that a type must have and that are not there.
func (r *resolver) required() {
	all, err := schemas()
	if err != nil {
		r.Faults = append(r.Faults, err.Error())
		return
	}
	for _, resource := range r.Resources {
		root := all[resource.Type]
		r.without(root, root, resource.Inputs, resource.Name)
	}
}

// without notes what is missing in a value, and below it.
func (r *resolver) without(root, part schema, value any, at string) {
	if name, ok := strings.CutPrefix(part.Ref, "#/definitions/"); ok {
		part = root.Definitions[name]
	}
	switch v := value.(type) {
	case map[string]any:
		for _, name := range part.Required {
			if v[name] == nil {
				r.Faults = append(r.Faults, fmt.Sprintf("%s has no %s", at, name))
			}
		}
		for name, member := range v {
			r.without(root, part.Properties[name], member, at+"."+name)
		}
	case []any:
		for i, item := range v {
			if part.Items != nil {
				r.without(root, *part.Items, item, fmt.Sprintf("%s[%d]", at, i))
			}
		}
	}
}
