package template

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// pseudo returns the value of a pseudo parameter.
func (r *resolver) pseudo(name string) (string, bool) {
	d := r.deployment
	value, ok := map[string]string{
		"AWS::AccountId": d.Account, "AWS::Partition": "aws", "AWS::Region": d.Region, "AWS::StackName": d.StackName,
		"AWS::StackId":   "arn:aws:cloudformation:" + d.Region + ":" + d.Account + ":stack/" + d.StackName + "/00000000-1111-2222-3333-444444444444",
		"AWS::URLSuffix": "amazonaws.com",
	}[name]
	return value, ok
}

// value resolves a node: to a string, a number, a bool, a list or a map.
func (r *resolver) value(n *yaml.Node) any {
	if n == nil {
		return nil
	}
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		r.fault(n, "CloudFormation knows no aliases and anchors")
		return nil
	}
	if strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
		return r.function(n)
	}
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		each(n, func(key string, value *yaml.Node) {
			if strings.HasPrefix(key, "Fn::") || key == "Ref" {
				r.fault(value, "%s in its long form: templates have the short ones", key)
			}
			if _, twice := m[key]; twice {
				r.fault(value, "%s stands twice", key)
			}
			m[key] = r.value(value)
		})
		return m
	case yaml.SequenceNode:
		items := []any{}
		for _, item := range n.Content {
			items = append(items, r.value(item))
		}
		return items
	}
	var v any
	if err := n.Decode(&v); err != nil || v == nil {
		r.fault(n, "%q is not a value", n.Value)
	}
	return v
}

func (r *resolver) function(n *yaml.Node) any {
	if slices.Contains([]string{"!Join", "!Split", "!Select"}, n.Tag) && len(n.Content) != 2 {
		r.fault(n, "%s takes two arguments", n.Tag)
		return nil
	}
	switch n.Tag {
	case "!Ref":
		return r.ref(n, n.Value)
	case "!GetAtt":
		return r.attribute(n, n.Value)
	case "!Sub":
		return r.sub(n)
	case "!ImportValue":
		value, ok := r.deployment.Imports[n.Value]
		if !ok {
			r.fault(n, "%s is not exported", n.Value)
		}
		return value
	case "!Base64":
		return base64.StdEncoding.EncodeToString([]byte(n.Value))
	case "!GetAZs":
		if n.Value != "" && n.Value != r.deployment.Region {
			r.fault(n, "zones of another Region: %s", n.Value)
		}
		return []any{r.deployment.Region + "a", r.deployment.Region + "b", r.deployment.Region + "c"}
	case "!Join":
		parts := make([]string, 0, len(n.Content[1].Content))
		for _, part := range n.Content[1].Content {
			text, ok := r.value(part).(string)
			if !ok {
				r.fault(part, "Join takes texts only")
			}
			parts = append(parts, text)
		}
		return strings.Join(parts, n.Content[0].Value)
	case "!Split":
		text, _ := r.value(n.Content[1]).(string)
		var parts []any
		for _, part := range strings.Split(text, n.Content[0].Value) {
			parts = append(parts, part)
		}
		return parts
	case "!Select":
		items, _ := r.value(n.Content[1]).([]any)
		index, err := strconv.Atoi(n.Content[0].Value)
		if err != nil || index < 0 || index >= len(items) {
			r.fault(n, "Select finds nothing at %s", n.Content[0].Value)
			return nil
		}
		return items[index]
	}
	r.fault(n, "unknown function %s", n.Tag)
	return nil
}

// ref is what Ref returns.
func (r *resolver) ref(n *yaml.Node, name string) string {
	if value, ok := r.pseudo(name); ok {
		return value
	}
	if value, ok := r.Parameters[name]; ok {
		return value
	}
	if r.types[name] == "" {
		r.fault(n, "reference to %s, which is not there", name)
	}
	r.use(name)
	return "<" + name + ">"
}

// attribute is what GetAtt returns for "Id.Attribute".
func (r *resolver) attribute(n *yaml.Node, name string) string {
	id, attribute, _ := strings.Cut(name, ".")
	switch known, err := schemas(); {
	case err != nil:
		r.fault(n, "%v", err)
	case r.types[id] == "":
		r.fault(n, "reference to %s, which is not there", id)
	case !slices.Contains(known[r.types[id]].ReadOnlyProperties, attribute):
		r.fault(n, "%s (%s) has no attribute %s", id, r.types[id], attribute)
	}
	r.use(id)
	return "<" + name + ">"
}

func (r *resolver) use(id string) {
	if r.current != "" {
		r.uses[r.current] = append(r.uses[r.current], id)
	}
}

var hole = regexp.MustCompile(`\$\{([^}]*)\}`)

func (r *resolver) sub(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		r.fault(n, "Sub with a map of its own")
		return ""
	}
	if strings.Count(n.Value, "${") != len(hole.FindAllString(n.Value, -1)) {
		r.fault(n, "Sub with an odd hole: %s", n.Value)
	}
	return hole.ReplaceAllStringFunc(n.Value, func(text string) string {
		name := text[2 : len(text)-1]
		switch {
		case strings.HasPrefix(name, "!"):
			return "${" + name[1:] + "}"
		case strings.Contains(name, "."):
			return r.attribute(n, name)
		}
		return r.ref(n, name)
	})
}
