package cfn

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// doc is a rendered template as a CloudFormation parser sees it.
type doc struct {
	t     *testing.T
	stack *stack.Stack
	root  *yaml.Node
}

func parse(t *testing.T, s *stack.Stack) doc {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal(rendered(s), &n); err != nil {
		t.Fatal(err)
	}
	return doc{t, s, n.Content[0]}
}

// parsed are all cases, parsed once: dozens of tests look at them, and none
// changes them.
var parsed = sync.OnceValues(func() (map[string]doc, error) {
	all := map[string]doc{}
	for name, s := range cases() {
		var n yaml.Node
		if err := yaml.Unmarshal(rendered(s), &n); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all[name] = doc{stack: s, root: n.Content[0]}
	}
	return all, nil
})

// eachCase runs check on every case, as a subtest.
func eachCase(t *testing.T, check func(doc)) {
	t.Helper()
	all, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range all {
		t.Run(name, func(t *testing.T) { check(doc{t, d.stack, d.root}) })
	}
}

// at follows keys of mappings; nil when one of them is not there.
func at(n *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		n = member(n, key)
	}
	return n
}

func member(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// entries calls f for every key of a mapping.
func entries(n *yaml.Node, f func(key string, value *yaml.Node)) {
	if n == nil {
		return
	}
	for i := 0; i < len(n.Content); i += 2 {
		f(n.Content[i].Value, n.Content[i+1])
	}
}

// items are the items of a list, none for nil.
func items(n *yaml.Node) []*yaml.Node {
	if n == nil {
		return nil
	}
	return n.Content
}

// walk calls f for a node and everything in it; there is nothing in nil.
func walk(n *yaml.Node, f func(*yaml.Node)) {
	if n == nil {
		return
	}
	f(n)
	for _, c := range n.Content {
		walk(c, f)
	}
}

func (d doc) resource(id string) *yaml.Node   { return at(d.root, "Resources", id) }
func (d doc) properties(id string) *yaml.Node { return at(d.root, "Resources", id, "Properties") }

// resources calls f for every resource.
func (d doc) resources(f func(id, kind string, properties *yaml.Node)) {
	entries(at(d.root, "Resources"), func(id string, r *yaml.Node) {
		f(id, scalar(member(r, "Type")), member(r, "Properties"))
	})
}

// scalar is a literal scalar's text, "" for nil.
func scalar(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	return n.Value
}

var reference = regexp.MustCompile(`\$\{([^}]*)\}`)

// value is what CloudFormation makes of a node, as text. What only AWS knows is
// shown in angle brackets: <Vpc>, <Database.Endpoint.Port>.
func (d doc) value(n *yaml.Node) string {
	d.t.Helper()
	if n == nil {
		return ""
	}
	known := func(name string) string {
		switch name {
		case stageName:
			return realStage
		case imageURI:
			return realImage
		}
		return "<" + name + ">"
	}
	switch n.Tag {
	case "!Ref", "!GetAtt":
		return known(n.Value)
	case "!Sub":
		return reference.ReplaceAllStringFunc(n.Value, func(s string) string { return known(s[2 : len(s)-1]) })
	case "!Join":
		var parts []string
		for _, item := range n.Content[1].Content {
			parts = append(parts, d.value(item))
		}
		return strings.Join(parts, n.Content[0].Value)
	case "!Select":
		i, list := n.Content[0], n.Content[1]
		if list.Tag != "!Split" {
			break
		}
		parts := strings.Split(d.value(list.Content[1]), list.Content[0].Value)
		if at, err := strconv.Atoi(i.Value); err == nil && at < len(parts) {
			return parts[at]
		}
		d.t.Fatalf("line %d: Select finds nothing at %s", n.Line, i.Value)
	case "!!str", "!!int", "!!bool", "!!float":
		return n.Value
	}
	d.t.Fatalf("line %d: unexpected %s", n.Line, n.Tag)
	return ""
}

// What parameters are in these tests: realStage is the name of pattern stages.
const (
	realStage = "pr-7"
	realImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/todo:1.0.0"
)

// values are the values of a list, or of a scalar in its place.
func (d doc) values(n *yaml.Node) []string {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode || strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
		return []string{d.value(n)}
	}
	var list []string
	for _, item := range n.Content {
		list = append(list, d.value(item))
	}
	return list
}

// rendered is the template of a stage whose overrides all apply.
func rendered(s *stack.Stack) []byte {
	d := New(s, "infra/a.yaml")
	if failures := d.Failures(); failures != nil {
		panic(failures)
	}
	return d.Bytes()
}
