package reflected

import (
	"fmt"
	"strings"

	"github.com/invopop/jsonschema"
)

const intro = `# The stack spec: pylon.stack.yaml

<!-- Written by go generate ./internal/schema from the doc comments of its structs. -->

The smallest spec is

` + "```yaml" + `
version: 1
pylon: { version: 0.20.0 }
service: { scaling: { max: 1 } }
loadBalancer: { ports: single }
stages:
  production: { domain: { name: api.example.com } }
` + "```" + `

Unknown keys are errors. A value with a unit is written with it: ` + "`3600 seconds`, `30 days`, `1h`, `0.25 vCPU`, `512 MB`, `0.5 GB`, `0.5 ACU`, `100 USD`" + `. Anchors, aliases, merge keys and tags of YAML are
not accepted; what stages share belongs above ` + "`stages`" + `.

` + "`stages.<name>`" + ` is an overlay of the keys marked with *: mappings merge key by key, lists and scalars replace, ` + "`null`" + ` removes. A name may be a pattern with one star (` + "`pr-*`" + `);
a plain name wins over it, two patterns may not match the same name, and what the star stands for is lower case, with single dashes inside. A stage's name has at most 20 characters, fewer where its host names have no room for them. ` + "`{stage}`" + ` in ` + "`domain`, `cdn.domain`, `origins` and OAuth redirects" + ` is the stage's name. The result of all
that is shown by ` + "`pylon-gen config show --stage staging --origin`" + `.

A stage is production by its name: ` + "`production`" + ` or ` + "`prod`" + `, or a name or pattern that starts with ` + "`production-`" + ` or ` + "`prod-`" + ` (` + "`prod-eu`, `prod-*`" + `), in upper or lower case. Production keeps and protects
its data; every other stage is deleted with all it holds unless ` + "`protect` and `removal`" + ` say otherwise (PG413).

Local development mirrors the stage ` + "`production`" + `, else ` + "`prod`" + `, else the first one that is production by its name, else the
first one. First is by name, whatever the order in the spec, and names with a star come after all others.

| key | default | meaning |
| --- | --- | --- |
`

// Docs makes the reference of the stack spec from the directory of package
// schema.
func Docs(dir string) ([]byte, error) {
	s, err := stackSchema(dir)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString(intro)
	stage := s.Definitions["Settings"]
	rows(&b, s, s, "", func(key string) bool {
		_, ok := stage.Properties.Get(key)
		return ok
	})
	return []byte(b.String()), nil
}

func rows(b *strings.Builder, root, s *jsonschema.Schema, prefix string, overlaid func(string) bool) {
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		key, mark := prefix+p.Key, ""
		if overlaid != nil && overlaid(p.Key) {
			mark = " *"
		}
		def := ""
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
		fmt.Fprintf(b, "| `%s`%s | %s | %s |\n", key, mark, def, meaning)
		inner := target(root, p.Value)
		switch {
		case p.Key == "stages":
		case inner.Items != nil && target(root, inner.Items).Properties != nil:
			rows(b, root, target(root, inner.Items), key+"[].", nil)
		case inner.Properties != nil:
			rows(b, root, inner, key+".", nil)
		case inner.AdditionalProperties != nil && target(root, inner.AdditionalProperties).Properties != nil:
			rows(b, root, target(root, inner.AdditionalProperties), key+".<name>.", nil)
		}
	}
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
