package cfn

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
)

// overridden gives the document as the user's overrides want it, and those that
// do not apply.
func (t *template) overridden(document *yaml.Node) (*yaml.Node, []patch.Failure) {
	var failures []patch.Failure
	for _, o := range t.Overrides {
		after, failure := patch.Apply(valueOf(document), o, scalarIs)
		if failure != nil {
			failures = append(failures, *failure)
			continue
		}
		document = nodeOf(after)
	}
	return document, failures
}

// overrides lists what the user's overrides do, a line each, for the header.
func (t *template) overrides() string {
	var lines strings.Builder
	for _, o := range t.Overrides {
		for _, op := range o.Patch {
			if op.Op == "test" {
				continue
			}
			fmt.Fprintf(&lines, "Overridden: %s %s: %s\n", op.Op, op.Path, o.Reason)
		}
	}
	return lines.String()
}

// valueOf opens mappings and sequences that are not intrinsic functions.
func valueOf(n *yaml.Node) patch.Value {
	v := patch.Value{Leaf: n}
	if strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
		return v
	}
	switch n.Kind {
	case yaml.MappingNode:
		v.Kind = patch.Object
		for i := 0; i+1 < len(n.Content); i += 2 {
			v.Members = append(v.Members, patch.Member{Name: n.Content[i].Value, Value: valueOf(n.Content[i+1])})
		}
	case yaml.SequenceNode:
		v.Kind = patch.Array
		for _, item := range n.Content {
			v.Members = append(v.Members, patch.Member{Value: valueOf(item)})
		}
	}
	return v
}

// nodeOf is the opposite of valueOf. Keys keep their comments.
func nodeOf(v patch.Value) *yaml.Node {
	n, _ := v.Leaf.(*yaml.Node)
	if literal, ok := v.Leaf.(patch.Literal); ok {
		return scalarNode(literal.Value)
	}
	switch v.Kind {
	case patch.Object:
		out := yamldoc.Map()
		if n != nil {
			out.HeadComment = n.HeadComment
		}
		for _, m := range v.Members {
			if m.Removed {
				continue
			}
			key := keyOf(n, m.Name)
			if m.Note != "" {
				key = annotated(key, m.Note)
			}
			out.Content = append(out.Content, key, nodeOf(m.Value))
		}
		return out
	case patch.Array:
		out := yamldoc.Seq()
		if n != nil {
			out.Style = n.Style
		}
		for _, m := range v.Members {
			if m.Removed {
				continue
			}
			item := nodeOf(m.Value)
			if m.Note != "" {
				item = annotated(item, m.Note)
			}
			out.Content = append(out.Content, item)
		}
		return out
	}
	return n
}

// annotated is a copy of n whose comment also says why it is overridden.
func annotated(n *yaml.Node, reason string) *yaml.Node {
	out := *n
	note := "Overridden: " + reason
	if own := strings.TrimPrefix(n.HeadComment, "\n"); own != "" {
		note = own + "\n" + note
	}
	return yamldoc.Comment(&out, note)
}

// keyOf is the key of a mapping's member, with its comment and its space.
func keyOf(mapping *yaml.Node, name string) *yaml.Node {
	if mapping != nil {
		for i := 0; i+1 < len(mapping.Content); i += 2 {
			if mapping.Content[i].Value == name {
				return mapping.Content[i]
			}
		}
		if len(mapping.Content) > 2 && strings.HasPrefix(mapping.Content[2].HeadComment, "\n") {
			return yamldoc.Spaced(yamldoc.Str(name)) // like its neighbours
		}
	}
	return yamldoc.Str(name)
}

// scalarNode writes a scalar of JSON.
func scalarNode(v any) *yaml.Node {
	switch v := v.(type) {
	case string:
		return yamldoc.Str(v)
	case bool:
		return yamldoc.Bool(v)
	case int:
		return yamldoc.Int(v)
	case float64:
		return yamldoc.Float(v)
	}
	return yamldoc.Null()
}

// scalarIs says whether a node is a scalar of JSON.
func scalarIs(leaf, json any) bool {
	n, ok := leaf.(*yaml.Node)
	want := scalarNode(json)
	return ok && n.Kind == yaml.ScalarNode && n.Value == want.Value && n.ShortTag() == want.ShortTag()
}
