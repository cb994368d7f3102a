package mix

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"
)

// tree is a mapping of the spec.
type tree = map[string]any

// copyOf returns a value that shares nothing with v.
func copyOf(v any) any {
	switch v := v.(type) {
	case tree:
		out := tree{}
		for k, x := range v {
			out[k] = copyOf(x)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = copyOf(x)
		}
		return out
	}
	return v
}

// at follows keys down; nil when there is nothing.
func at(t tree, keys ...string) any {
	var v any = t
	for _, k := range keys {
		m, _ := v.(tree)
		v = m[k]
	}
	return v
}

// below returns the mapping under a key, an empty one that is not a part of t when
// there is none.
func below(t tree, keys ...string) tree {
	if m, ok := at(t, keys...).(tree); ok {
		return m
	}
	return tree{}
}

// difference is the overlay that makes end of top. It repeats some of what both
// have, as people do.
func (g *gen) difference(top, end tree) tree {
	out := tree{}
	for _, k := range slices.Sorted(maps.Keys(top)) {
		a := top[k]
		b, there := end[k]
		at, aIs := a.(tree)
		bt, bIs := b.(tree)
		switch {
		case !there:
			out[k] = nil
		case aIs && bIs:
			if d := g.difference(at, bt); len(d) > 0 || g.chance(3) {
				out[k] = complete(d, bt)
			}
		case !reflect.DeepEqual(a, b) || g.chance(8):
			out[k] = copyOf(b)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(end)) {
		if _, there := top[k]; !there {
			out[k] = copyOf(end[k])
		}
	}
	return out
}

// complete adds the keys that a block cannot be without, in an overlay neither.
func complete(overlay, end tree) tree {
	for _, k := range []string{"provider", "accountSid", "from", "issuer", "clientId", "workspace", "arn", "listener", "securityGroup", "dnsName"} {
		if v, there := end[k]; there {
			overlay[k] = v
		}
	}
	return overlay
}

// nodeOf writes a value as YAML: keys sorted, texts in double quotes.
func nodeOf(v any) *yaml.Node {
	scalar := func(tag, text string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: text} }
	switch v := v.(type) {
	case nil:
		return scalar("!!null", "null")
	case bool:
		return scalar("!!bool", strconv.FormatBool(v))
	case int:
		return scalar("!!int", strconv.Itoa(v))
	case float64:
		if v == float64(int(v)) {
			return nodeOf(int(v))
		}
		return scalar("!!float", strconv.FormatFloat(v, 'f', -1, 64))
	case string:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v, Style: yaml.DoubleQuotedStyle}
	case []any:
		n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for _, x := range v {
			n.Content = append(n.Content, nodeOf(x))
		}
		return n
	case tree:
		n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			n.Content = append(n.Content, nodeOf(k), nodeOf(v[k]))
		}
		return n
	}
	panic(fmt.Sprintf("a spec holds no %T", v))
}
