package cfn

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// yamlOf writes a value as CloudFormation reads it in YAML: intrinsic functions
// are tags.
func yamlOf(v resource.Value) *yaml.Node {
	var n *yaml.Node
	switch v.Kind {
	case resource.Map:
		n = mapping(v)
	case resource.List:
		items := make([]*yaml.Node, 0, len(v.Members))
		for _, m := range v.Present() {
			item := yamlOf(m.Value)
			if m.Override != "" {
				yamldoc.Comment(item, overridden(m))
			}
			items = append(items, item)
		}
		n = yamldoc.Seq(items...)
		if v.Inline {
			n = yamldoc.Flow(items...)
		}
	case resource.String:
		n = yamldoc.Str(v.Text)
	case resource.Number:
		n = yamldoc.Number(v.Text)
	case resource.Bool:
		n = yamldoc.Bool(v.Text == "true")
	case resource.Null:
		n = yamldoc.Null()
	default:
		panic("cfn: a value that no template can hold")
	}
	if v.Function != "" {
		n = yamldoc.Tagged("!"+v.Function, n)
	}
	if v.Note != "" {
		n = yamldoc.LineComment(n, v.Note)
	}
	return n
}

// mapping writes a map. What an override adds is spaced like its neighbours.
func mapping(v resource.Value) *yaml.Node {
	spaced := slices.ContainsFunc(v.Members, func(m resource.Member) bool { return m.Spaced })
	n := yamldoc.Map()
	for _, m := range v.Present() {
		entry := yamldoc.Entry(m.Name, yamlOf(m.Value))
		if m.Spaced || spaced && m.Override != "" {
			entry = entry.Spaced()
		}
		switch {
		case m.Override != "":
			entry = entry.Comment(overridden(m))
		case m.Above != "":
			entry = entry.Comment(m.Above)
		}
		yamldoc.Add(n, entry)
	}
	return n
}

// overridden is the comment above a member that an override put there.
func overridden(m resource.Member) string {
	note := "Overridden: " + m.Override
	if m.Above != "" {
		return m.Above + "\n" + note
	}
	return note
}
