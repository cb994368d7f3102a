package reflected

import (
	"fmt"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/pylon-gen/pylon-gen/internal/schema"
)

const intro = `# The stack spec: pylon.stack.yaml

<!-- Written by go generate ./internal/schema from the doc comments of its structs. -->

The smallest spec is

` + "```" + `yaml
version: 1
pylon: { version: 0.20.0 }
service: { scaling: { max: 1 } }
loadBalancer: { ports: single }
stages:
  production: { domain: { name: api.example.com } }
` + "```" + `

Unknown keys are errors. A value with a unit is written with it: ` + "`3600 seconds`" + `, ` + "`30 days`" + `, ` + "`1h`" + `, ` + "`0.25 vCPU`" + `,
` + "`512 MB`" + `, ` + "`0.5 GB`" + `, ` + "`0.5 ACU`" + `, ` + "`100 USD`" + `. Anchors, aliases, merge keys and tags of YAML are not accepted; what
stages share belongs above ` + "`stages`" + `.

` + "`stages.<name>`" + ` is an overlay of the keys marked with *: mappings merge key by key, lists and scalars replace,
` + "`null`" + ` removes. A name may be a pattern with one star (` + "`pr-*`" + `); a plain name wins over it, two patterns may not
match the same name, and what the star stands for is lower case, with single dashes inside. A stage's name has at
most 20 characters, fewer where its host names have no room for them. ` + "`{stage}`" + ` in ` + "`domain`" + `, ` + "`cdn.domain`" + `, ` + "`origins`" + `
and OAuth redirects is the stage's name. The result of all that is shown by
` + "`pylon-gen config show --stage staging --origin`" + `.

A stage is production by its name: ` + "`production`" + ` or ` + "`prod`" + `, or a name or pattern that starts with ` + "`production-`" + ` or
` + "`prod-`" + ` (` + "`prod-eu`" + `, ` + "`prod-*`" + `), in upper or lower case. Production keeps and protects its data; every other stage is
deleted with all it holds unless ` + "`protect`" + ` and ` + "`removal`" + ` say otherwise (PG413).

Local development mirrors the stage ` + "`production`" + `, else ` + "`prod`" + `, else the first one that is production by its name,
else the first one. First is by name, whatever the order in the spec, and names with a star come after all others.

` + "`pylon-gen explain BLOCK`" + ` prints each section in a terminal, and ` + "`pylon-gen explain KEY`" + ` a single key.

## Keys at the top

`

const tableHead = "| key | default | meaning |\n| --- | --- | --- |\n"

// Docs makes the reference of the stack spec from the directory of package
// schema: a table of the keys at the top, then a section for each block with its keys and
// an example.
func Docs(dir string) ([]byte, error) {
	s, err := stackSchema(dir)
	if err != nil {
		return nil, err
	}
	d := docs{root: s, keys: map[string]schema.Key{}}
	for _, k := range schema.Keys() {
		d.keys[k.Path] = k
	}
	d.b.WriteString(intro + tableHead)
	d.rows(s, "")
	d.blocks(s, "")
	return []byte(d.b.String()), nil
}

type docs struct {
	b    strings.Builder
	root *jsonschema.Schema
	keys map[string]schema.Key
}

// rows are the keys of a block, each once.
func (d *docs) rows(block *jsonschema.Schema, prefix string) {
	for p := block.Properties.Oldest(); p != nil; p = p.Next() {
		key, mark, def := prefix+p.Key, "", ""
		if prefix == "" && d.keys[key].PerStage {
			mark = " *"
		}
		if p.Value.Default != nil {
			def = "`" + fmt.Sprint(p.Value.Default) + "`"
		}
		meaning := strings.ReplaceAll(p.Value.Description, "|", "\\|")
		if len(p.Value.Enum) > 1 {
			names := make([]string, len(p.Value.Enum))
			for i, x := range p.Value.Enum {
				names[i] = fmt.Sprintf("`%v`", x)
			}
			meaning += " One of " + strings.Join(names, ", ") + "."
		}
		if d.hasSection(key, p.Value) {
			meaning += fmt.Sprintf(" [Its keys and an example](#%s).", anchor(key))
			if inner, _ := d.inside(key, p.Value); inner == nil {
				meaning = strings.Replace(meaning, "[Its keys and an example]", "[An example]", 1)
			}
		}
		fmt.Fprintf(&d.b, "| `%s`%s | %s | %s |\n", key, mark, def, meaning)
	}
}

// blocks are the sections of the blocks in a block.
func (d *docs) blocks(block *jsonschema.Schema, prefix string) {
	for p := block.Properties.Oldest(); p != nil; p = p.Next() {
		key := prefix + p.Key
		if !d.hasSection(key, p.Value) {
			continue
		}
		level := "##"
		if prefix != "" {
			level = "###"
		}
		fmt.Fprintf(&d.b, "\n%s %s\n\n%s", level, key, wrapped(firstSentence(p.Value.Description)))
		inner, below := d.inside(key, p.Value)
		if inner != nil {
			d.b.WriteString("\n" + tableHead)
			d.rows(inner, below)
		}
		fmt.Fprintf(&d.b, "\n```text\n%s\n```\n", strings.TrimSuffix(d.keys[key].Example, "\n"))
		if inner != nil {
			d.blocks(inner, below)
		}
	}
}

// hasSection says that a key holds others, or is a list or mapping at the top.
func (d *docs) hasSection(key string, value *jsonschema.Schema) bool {
	inner, _ := d.inside(key, value)
	return inner != nil || d.keys[key].Block && !strings.ContainsAny(key, ".[")
}

// inside is the block with the keys below a key, nil when there are none, and what their
// paths start with.
func (d *docs) inside(key string, value *jsonschema.Schema) (block *jsonschema.Schema, prefix string) {
	inner := target(d.root, value)
	switch {
	case key == "stages": // its keys are those of the top
	case inner.Items != nil && target(d.root, inner.Items).Properties != nil:
		return target(d.root, inner.Items), key + "[]."
	case inner.Properties != nil:
		return inner, key + "."
	case inner.AdditionalProperties != nil && target(d.root, inner.AdditionalProperties).Properties != nil:
		return target(d.root, inner.AdditionalProperties), key + ".<name>."
	}
	return nil, ""
}

// anchor is what GitHub makes of a key's heading.
func anchor(key string) string {
	return strings.ToLower(strings.NewReplacer(".", "", "[", "", "]", "", "<", "", ">", "").Replace(key))
}

func firstSentence(text string) string {
	first, _, more := strings.Cut(text, ". ")
	if more {
		return first + "."
	}
	return text
}

// wrapped breaks a text into lines of at most 116 characters.
func wrapped(text string) string {
	var b strings.Builder
	width := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case width+1+len(word) > 116:
			b.WriteString("\n")
			width = 0
		default:
			b.WriteString(" ")
			width++
		}
		b.WriteString(word)
		width += len(word)
	}
	return b.String() + "\n"
}

// target follows a reference into the definitions.
func target(root, s *jsonschema.Schema) *jsonschema.Schema {
	if len(s.AllOf) == 1 {
		s = s.AllOf[0]
	}
	if name, ok := strings.CutPrefix(s.Ref, "#/$defs/"); ok {
		return root.Definitions[name]
	}
	return s
}
