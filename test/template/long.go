package template

import (
	"encoding/json"
	"strings"

	"gopkg.in/yaml.v3"
)

// Long returns a template as JSON, with functions in their long form and with
// what a deployment knows in place of its parameters: the form that rule packs
// understand.
func Long(text []byte, d Deployment) ([]byte, error) {
	resolved, err := Resolve(text, d)
	if err != nil {
		return nil, err
	}
	var file yaml.Node
	if err := yaml.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	l := longForm{&resolver{Template: *resolved, deployment: d}}
	document := map[string]any{}
	for _, section := range []string{"Resources", "Outputs"} {
		document[section] = l.value(Member(file.Content[0], section))
	}
	return json.Marshal(document)
}

type longForm struct{ r *resolver }

// known returns the value of a parameter or a pseudo parameter.
func (l longForm) known(name string) (string, bool) {
	if value, ok := l.r.pseudo(name); ok {
		return value, true
	}
	value, ok := l.r.Parameters[name]
	return value, ok
}

func (l longForm) value(n *yaml.Node) any {
	if n == nil {
		return nil
	}
	switch n.Tag {
	case "!Ref":
		if value, ok := l.known(n.Value); ok {
			return value
		}
		return map[string]any{"Ref": n.Value}
	case "!GetAtt":
		id, attribute, _ := strings.Cut(n.Value, ".")
		return map[string]any{"Fn::GetAtt": []string{id, attribute}}
	case "!Sub":
		text := hole.ReplaceAllStringFunc(n.Value, func(name string) string {
			if value, ok := l.known(name[2 : len(name)-1]); ok {
				return value
			}
			return name
		})
		if !strings.Contains(text, "${") {
			return text
		}
		return map[string]any{"Fn::Sub": text}
	case "!GetAZs", "!Base64":
		return map[string]any{"Fn::" + n.Tag[1:]: n.Value}
	case "!Join", "!Select", "!Split":
		return map[string]any{"Fn::" + n.Tag[1:]: []any{n.Content[0].Value, l.value(n.Content[1])}}
	}
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		each(n, func(key string, value *yaml.Node) { m[key] = l.value(value) })
		return m
	case yaml.SequenceNode:
		items := []any{}
		for _, item := range n.Content {
			items = append(items, l.value(item))
		}
		return items
	}
	var v any
	if n.Decode(&v) != nil {
		return n.Value
	}
	return v
}
