package schema

import (
	"reflect"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

// writtenExamples are the examples of blocks and lists by the paths of their keys: the
// YAML text of the tag example. They are not part of the published schema, since editors
// propose an example as one value.
var writtenExamples = sync.OnceValue(func() map[string]*yaml.Node {
	out := map[string]*yaml.Node{}
	collectExamples(out, "", reflect.TypeFor[Spec]())
	return out
})

func collectExamples(out map[string]*yaml.Node, prefix string, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case name == "-":
			continue
		case f.Anonymous:
			collectExamples(out, prefix, f.Type)
			continue
		}
		path := prefix + name
		if text := f.Tag.Get("example"); text != "" {
			var doc yaml.Node
			if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
				panic("the example of " + path + ": " + err.Error())
			}
			out[path] = asBlocks(doc.Content[0])
		}
		if block, between := blockIn(f.Type); block != nil && path != stagesKey {
			collectExamples(out, path+between+".", block)
		}
	}
}

// blockIn is the struct that a field holds in one of the ways of the spec, and what
// is in the path between the field's key and those of the struct; nil when it holds
// none.
func blockIn(t reflect.Type) (block reflect.Type, between string) {
	if t.Kind() == reflect.Slice {
		block, _ = blockIn(t.Elem())
		return block, "[]"
	}
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[Anything]() || t == reflect.TypeFor[OutputPath]() {
		return nil, ""
	}
	if v, ok := t.FieldByName("V"); ok {
		return blockIn(v.Type)
	}
	if entries, ok := t.FieldByName("Entries"); ok {
		value, _ := entries.Type.Elem().FieldByName("Value")
		block, _ = blockIn(value.Type)
		return block, ".<name>"
	}
	return t, ""
}

// asBlocks writes a YAML value on several lines, as specs are written.
func asBlocks(n *yaml.Node) *yaml.Node {
	n.Style &^= yaml.FlowStyle
	for _, c := range n.Content {
		asBlocks(c)
	}
	return n
}
