package resolve

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// needed are keys that a block of settings does not go without. They are looked for
// in what the spec and the stage say together, so a stage may say a part of a block;
// the JSON Schema sees one place at a time and asks for none of them.
var needed = []struct {
	block string
	keys  []neededKey
}{
	{"auth.oauth.*", []neededKey{{"clientId", "123.apps.example.com"}}},
	{"email", []neededKey{{"provider", "resend"}, {"from", "hello@example.com"}}},
	{"sms", []neededKey{{"provider", "twilio"}, {"accountSid", "AC0123456789"}, {"from", `"+15005550006"`}}},
	{"captcha", []neededKey{{"provider", "turnstile"}}},
	{"ai", []neededKey{{"provider", "anthropic"}}},
	{"jwt", []neededKey{{"issuer", "https://api.example.com"}}},
	{"observability.metrics.scrape", []neededKey{{"workspace", "arn:aws:aps:us-east-1:123456789012:workspace/ws-0a1b2c3d"}}},
}

type neededKey struct{ name, example string }

// complete reports needed keys that the merged settings of a stage lack, and returns
// the settings without the blocks that lack them.
func (r *resolver) complete(settings *yaml.Node, stage string, fromStage map[*yaml.Node]bool) *yaml.Node {
	for _, n := range needed {
		lacks := func(name string, key, block *yaml.Node) bool {
			if fromStage[key] {
				name = "stages." + stage + "." + name
			}
			complete := true
			for _, k := range n.keys {
				if _, value := lookup(block, k.name); value == nil {
					r.fail(schema.CodeSchema, key, fmt.Sprintf("%s: the key %q is missing", name, k.name), "", fmt.Sprintf("add it, for example %s: %s", k.name, k.example))
					complete = false
				}
			}
			return !complete
		}
		settings = without(settings, strings.Split(n.block, "."), nil, fromStage, lacks)
	}
	return settings
}

// without returns a mapping without those blocks at a path for which drop returns
// true; it is called with the block's name and its key. A star in the path stands for
// any key. Nodes are shared with the file, so none is changed.
func without(in *yaml.Node, path, above []string, fromStage map[*yaml.Node]bool, drop func(name string, key, block *yaml.Node) bool) *yaml.Node {
	if in.Kind != yaml.MappingNode {
		return in
	}
	out := *in
	out.Content = make([]*yaml.Node, 0, len(in.Content))
	changed := false
	for i := 0; i+1 < len(in.Content); i += 2 {
		key, value := in.Content[i], in.Content[i+1]
		if path[0] == "*" || path[0] == key.Value {
			at := append(above[:len(above):len(above)], key.Value)
			if len(path) > 1 {
				below := without(value, path[1:], at, fromStage, drop)
				changed = changed || below != value
				value = below
			} else if value.Kind == yaml.MappingNode && drop(strings.Join(at, "."), key, value) {
				changed = true
				continue
			}
		}
		out.Content = append(out.Content, key, value)
	}
	if !changed {
		return in
	}
	fromStage[&out] = fromStage[in]
	return &out
}
