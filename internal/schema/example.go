package schema

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// exampleOf makes an example of the value at a path: the one that is written for it, or
// what the schema says about it: an example, its default, the first accepted value, or
// for a block those of its keys. nil when nothing is known.
func (w *keyWalk) exampleOf(path string, written any) any {
	if example := writtenExamples()[path]; example != nil {
		return example
	}
	meant := w.meant(written)
	for _, rule := range []any{written, meant} {
		if examples, _ := member(rule, "examples").([]any); len(examples) > 0 {
			return examples[0]
		}
		if def := member(rule, "default"); def != nil {
			return def
		}
		if values, _ := member(rule, "enum").([]any); len(values) > 0 {
			return values[0]
		}
	}
	if block := w.exampleOfKeys(path, meant); len(block) > 0 {
		return block
	}
	return nil
}

// exampleOfKeys is an example of a block with those of its keys that have one.
func (w *keyWalk) exampleOfKeys(path string, block any) map[string]any {
	out := map[string]any{}
	for _, name := range keysOf(member(block, "properties")) {
		if x := w.exampleOf(path+"."+name, member(member(block, "properties"), name)); x != nil {
			out[name] = x
		}
	}
	return out
}

// place is where a key is written: the names on the way to it, and the blocks that
// these are in.
type place struct {
	name   string
	prefix string // of the paths of the keys of the block
	around any    // the block with the key
	item   bool   // the block is an item of a list
	named  bool   // the block has a name that the user chooses
}

// blockExample is the example of a key as YAML, from the top of the spec on: with the
// names around it and what the blocks there must have.
func (w *keyWalk) blockExample(way []place, value any) string {
	for i := len(way) - 1; i >= 0; i-- {
		p := way[i]
		block := map[string]any{p.name: value}
		required, _ := member(p.around, "required").([]any)
		for _, r := range required {
			if name, _ := r.(string); i > 0 && block[name] == nil {
				block[name] = w.exampleOf(p.prefix+name, member(member(p.around, "properties"), name))
			}
		}
		value = block
		switch {
		case p.item:
			value = []any{block}
		case p.named:
			value = map[string]any{nameInExamples: block}
		}
	}
	var b strings.Builder
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(value); err != nil {
		panic("an example in the schema cannot be written: " + err.Error())
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// nameInExamples is a name for <name>: logins are the only keys below one.
const nameInExamples = "google"
