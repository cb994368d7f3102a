package schema

import (
	"reflect"

	"gopkg.in/yaml.v3"
)

// Value is one value of the stack spec that may be left out, with the place
// where it is written.
type Value[T any] struct {
	V T
	// Node is where the value is written; nil when it is not.
	Node *yaml.Node
}

// IsSet reports whether the value is written.
func (v Value[T]) IsSet() bool { return v.Node != nil }

// UnmarshalYAML remembers the node and decodes it.
func (v *Value[T]) UnmarshalYAML(n *yaml.Node) error {
	v.Node = n
	return n.Decode(&v.V)
}

// JSONSchemaAlias makes the schema generator see a T.
func (v Value[T]) JSONSchemaAlias() any { return v.V }

// Map is a mapping with free keys, in the order of the file.
type Map[T any] struct {
	Entries []Entry[T]
	Node    *yaml.Node // nil when it is not written
}

// Entry is one member of a Map.
type Entry[T any] struct {
	Key   string
	Node  *yaml.Node // the key
	Value T
}

// UnmarshalYAML decodes the mapping in file order. A null member counts as not
// written.
func (m *Map[T]) UnmarshalYAML(n *yaml.Node) error {
	m.Node = n
	for i := 0; i+1 < len(n.Content); i += 2 {
		if isNull(n.Content[i+1]) {
			continue
		}
		e := Entry[T]{Key: n.Content[i].Value, Node: n.Content[i]}
		if err := n.Content[i+1].Decode(&e.Value); err != nil {
			return err
		}
		m.Entries = append(m.Entries, e)
	}
	return nil
}

// JSONSchemaAlias makes the schema generator see a map.
func (Map[T]) JSONSchemaAlias() any { return map[string]T{} }

// Switch is a block that can also be written as true (all its defaults) or
// false (none of it).
type Switch[T any] struct {
	V    T
	On   bool
	Node *yaml.Node // nil when it is not written
}

// IsSet reports whether the block is written, be it as false.
func (s Switch[T]) IsSet() bool { return s.Node != nil }

// UnmarshalYAML decodes a boolean or the block.
func (s *Switch[T]) UnmarshalYAML(n *yaml.Node) error {
	s.Node = n
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&s.On)
	}
	s.On = true
	return n.Decode(&s.V)
}

// Block returns the type of the block, for the schema generator.
func (Switch[T]) Block() reflect.Type { return reflect.TypeFor[T]() }

// OutputPath is the path of an output, or false: the output is switched off.
type OutputPath struct {
	V    string
	Off  bool
	Node *yaml.Node // nil when it is not written
}

// UnmarshalYAML decodes a path or false.
func (p *OutputPath) UnmarshalYAML(n *yaml.Node) error {
	p.Node = n
	if n.ShortTag() == "!!bool" {
		p.Off = true // the schema lets no true pass
		return nil
	}
	return n.Decode(&p.V)
}

// Anything is a value that the schema does not look into.
type Anything struct{ Node *yaml.Node }

// IsSet reports whether it is written.
func (a Anything) IsSet() bool { return a.Node != nil }

// UnmarshalYAML remembers the node.
func (a *Anything) UnmarshalYAML(n *yaml.Node) error {
	a.Node = n
	return nil
}
