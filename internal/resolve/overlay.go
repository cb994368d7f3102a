package resolve

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// ownKeys belong to the app as a whole; no stage can overlay them.
var ownKeys = []string{"version", "app", "manifest", "outputs", "stages", "dev", "overrides", "ignore", "accept"}

// overlay lays a stage over the rest of the spec: mappings merge key by key,
// lists and scalars replace, null removes. The nodes stay those of the file, so
// every value still knows where it is written; the second result tells which
// of them the stage's own block holds.
func (r *resolver) overlay(st writtenStage) (*schema.Settings, map[*yaml.Node]bool) {
	base := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	root := r.spec.File.Root
	for i := 0; i+1 < len(root.Content); i += 2 {
		if !slices.Contains(ownKeys, root.Content[i].Value) {
			base.Content = append(base.Content, root.Content[i], root.Content[i+1])
		}
	}
	fromStage := map[*yaml.Node]bool{}
	merged := base
	if st.overlay != nil && st.overlay.Kind == yaml.MappingNode {
		mark(st.overlay, fromStage)
		merged = merge(base, st.overlay, fromStage)
	}
	merged = r.complete(merged, st.Name, fromStage)
	var settings schema.Settings
	if err := merged.Decode(&settings); err != nil {
		r.fail(schema.CodeSchema, st.key, "the stage cannot be taken: "+err.Error(), "", "")
	}
	return &settings, fromStage
}

func mark(n *yaml.Node, set map[*yaml.Node]bool) {
	set[n] = true
	for _, c := range n.Content {
		mark(c, set)
	}
}

// merge lays over on top of base. A mapping that both have counts as the
// stage's, as does everything in fromStage.
func merge(base, over *yaml.Node, fromStage map[*yaml.Node]bool) *yaml.Node {
	out := &yaml.Node{Kind: base.Kind, Tag: base.Tag, Line: over.Line, Column: over.Column}
	fromStage[out] = true
	done := map[string]bool{}
	for i := 0; i+1 < len(base.Content); i += 2 {
		key, value := base.Content[i], base.Content[i+1]
		_, above := lookup(over, key.Value)
		done[key.Value] = true
		switch {
		case above == nil:
			out.Content = append(out.Content, key, value)
		case isNull(above):
		case above.Kind == yaml.MappingNode && value.Kind == yaml.MappingNode:
			out.Content = append(out.Content, key, merge(value, above, fromStage))
		default:
			out.Content = append(out.Content, overKey(over, key.Value), withoutNulls(above, fromStage))
		}
	}
	for i := 0; i+1 < len(over.Content); i += 2 {
		key, value := over.Content[i], over.Content[i+1]
		if !done[key.Value] && !isNull(value) {
			out.Content = append(out.Content, key, withoutNulls(value, fromStage))
		}
	}
	return out
}

// withoutNulls drops members that remove something which is not there.
func withoutNulls(n *yaml.Node, fromStage map[*yaml.Node]bool) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return n
	}
	return merge(&yaml.Node{Kind: n.Kind, Tag: n.Tag}, n, fromStage)
}

func isNull(n *yaml.Node) bool { return n.ShortTag() == "!!null" }

func lookup(n *yaml.Node, key string) (*yaml.Node, *yaml.Node) {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				return n.Content[i], n.Content[i+1]
			}
		}
	}
	return nil, nil
}

func overKey(n *yaml.Node, key string) *yaml.Node {
	k, _ := lookup(n, key)
	return k
}
