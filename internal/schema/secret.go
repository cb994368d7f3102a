package schema

import (
	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// People write secrets where none belong. A finding there shows neither the
// value nor the line: the output of a CI run is read by many.

// secretPlace reports whether a place of the stack spec is at or below
// service.env or service.secrets, of a stage or of all.
func secretPlace(at []string) bool {
	if len(at) > 2 && at[0] == "stages" {
		at = at[2:]
	}
	return len(at) > 1 && at[0] == "service" && (at[1] == "env" || at[1] == "secrets")
}

// secretKey matches unknown keys that may well hold a secret.
var secretKey = pattern.Of(`(?i)secret|token|password|key|env`)

// secretLines tells whether a line of the spec is part of service.env or
// service.secrets, for findings that have a position only.
func secretLines(doc *source.YAML) func(line int) bool {
	type span struct{ from, to int }
	var spans []span
	add := func(settings *yaml.Node) {
		for _, name := range []string{"env", "secrets"} {
			if n := valueAt(valueAt(settings, "service"), name); n != nil {
				spans = append(spans, span{n.Line, lastLine(n)})
			}
		}
	}
	add(doc.Root)
	if stages := valueAt(doc.Root, "stages"); stages != nil {
		for _, n := range stages.Content {
			add(n)
		}
	}
	return func(line int) bool {
		for _, s := range spans {
			if line >= s.from && line <= s.to {
				return true
			}
		}
		return false
	}
}

func valueAt(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func lastLine(n *yaml.Node) int {
	last := n.Line
	for _, child := range n.Content {
		last = max(last, lastLine(child))
	}
	return last
}
