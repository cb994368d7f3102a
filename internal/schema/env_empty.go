package schema

import "gopkg.in/yaml.v3"

// emptyVariables are the names under service.env that have no value and remove
// nothing: those above the stages, and those of a stage where nothing above it has a
// value to remove.
func emptyVariables(root *yaml.Node) []*yaml.Node {
	above := valueAt(valueAt(root, "service"), "env")
	out := withoutValue(above, nil)
	stages := valueAt(root, stagesKey)
	if stages == nil || stages.Kind != yaml.MappingNode {
		return out
	}
	for i := 1; i < len(stages.Content); i += 2 {
		out = append(out, withoutValue(valueAt(valueAt(stages.Content[i], "service"), "env"), above)...)
	}
	return out
}

// withoutValue are the keys of a mapping with null as their value, but for those that
// have a value in above.
func withoutValue(env, above *yaml.Node) []*yaml.Node {
	if env == nil || env.Kind != yaml.MappingNode {
		return nil
	}
	var out []*yaml.Node
	for i := 0; i+1 < len(env.Content); i += 2 {
		key, value := env.Content[i], env.Content[i+1]
		removed := valueAt(above, key.Value)
		if isNull(value) && (removed == nil || isNull(removed)) {
			out = append(out, key)
		}
	}
	return out
}

func isNull(n *yaml.Node) bool { return n.ShortTag() == "!!null" }
