package schema

import (
	"errors"
	"fmt"
	"io/fs"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// MaxSpecSize is the greatest stack spec that is read, in bytes. A spec is
// written by a person.
const MaxSpecSize = 1 << 20

// LoadSpec parses and validates a stack spec. Without errors in the list the
// spec keeps to the JSON Schema; what depends on a stage is judged later.
func LoadSpec(f *source.File) (*Spec, diag.List) {
	doc, problems := source.ParseYAML(f)
	var list diag.List
	for _, p := range problems {
		list = append(list, diag.Diagnostic{Code: CodeSyntax, Severity: diag.Error, Pos: p.Pos, Message: p.What, Fix: p.Fix})
	}
	if len(list) > 0 {
		if doc != nil {
			secret := secretLines(doc)
			for i := range list {
				list[i].Sensitive = secret(list[i].Pos.Line)
			}
		}
		return nil, list
	}
	if doc.Root.Kind != yaml.MappingNode {
		return nil, diag.List{{Code: CodeSchema, Severity: diag.Error, Pos: doc.PosOf(doc.Root),
			Message: "a stack spec must be a mapping", Fix: "start it with version: 1"}}
	}
	empty := emptyVariables(doc.Root)
	dropNulls(doc.Root)
	for _, v := range stackValidator.validate(doc.Plain()) {
		list = append(list, specFinding(doc, v))
	}
	if len(list) > 0 {
		return nil, list
	}
	spec := &Spec{File: File{Name: f.Name, Root: doc.Root, EmptyVariables: empty}}
	if err := doc.Root.Decode(spec); err != nil {
		// The schema lets nothing pass that the structs cannot take, but for
		// numbers too great for them.
		return nil, diag.List{{Code: CodeSchema, Severity: diag.Error, Pos: source.Pos{File: f.Name, Line: 1, Col: 1}, Message: "a value cannot be read: " + err.Error()}}
	}
	return spec, nil
}

// dropNulls removes members without a value outside of the stages: "domain:"
// with nothing after it sets nothing. In an overlay null means "remove", so it
// stays there as a node, and counts as absent for the schema.
func dropNulls(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return
	}
	kept := n.Content[:0]
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if isNull(value) {
			continue
		}
		if key.Value != "stages" {
			dropNulls(value)
		}
		kept = append(kept, key, value)
	}
	n.Content = kept
}

func specFinding(doc *source.YAML, v violation) diag.Diagnostic {
	d := diag.Diagnostic{Code: CodeSchema, Severity: diag.Error, Message: v.Message, Fix: v.Fix,
		Sensitive: secretPlace(v.Pointer) || secretKey.MatchString(v.Unknown)}
	key, value := doc.Find(v.Pointer)
	node := value
	if v.Unknown != "" {
		d.Code = CodeUnknownKey
		key, _ = doc.Find(append(append([]string(nil), v.Pointer...), v.Unknown))
	}
	if key != nil && (v.Unknown != "" || value.Kind != yaml.ScalarNode) {
		node = key
	}
	d.Pos = doc.PosOf(node)
	if len(v.Pointer) > 0 && v.Unknown == "" {
		d.Message = fmt.Sprintf("%s: %s", dotted(v.Pointer), v.Message)
	}
	return d
}

// dotted writes a pointer as the documentation does: service.scaling.max.
func dotted(pointer []string) string {
	s := ""
	for i, p := range pointer {
		if i > 0 {
			s += "."
		}
		s += p
	}
	return s
}

// ReadFile reads an input file of a project under the name that is shown. What the
// user can fix is a finding, all else an error.
func ReadFile(fsys fs.FS, path, name string, max int64) (*source.File, diag.List, error) {
	f, err := source.Read(fsys, path, name, max)
	var text *source.TextError
	if errors.As(err, &text) {
		return nil, diag.List{{Code: CodeFile, Severity: diag.Error,
			Pos:     source.Pos{File: name, Line: text.Line, Col: text.Col},
			Message: text.What, Fix: text.Fix}}, nil
	}
	return f, nil, err
}
