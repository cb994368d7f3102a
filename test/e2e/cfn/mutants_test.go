package cfn

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/parity"
	"github.com/pylon-gen/pylon-gen/test/template"
)

var everyMutant = flag.Bool("mutants", false, "look at the mutants of templates")

// A template is changed in one place at a time: a member is deleted, a scalar
// changed. The comparison must see it, or the list of what it does not see has
// the place and the reason.
func TestMutantsAreSeen(t *testing.T) {
	if !*everyMutant {
		consumer.Needs(t, "node") // half a minute
	}
	unseen := parity.NewUnseen(parity.CloudFormation)
	for _, name := range []string{"smallest", "strict-single-replica", "everything"} {
		s := stagesOf(t, name)[0]
		var file yaml.Node
		if err := yaml.Unmarshal(s.text, &file); err != nil {
			t.Fatal(err)
		}
		root, model, deployment := file.Content[0], parity.Expected(s.model, s.real), parity.Deployment(s.model, s.real)
		see := func(at string) {
			resolved := template.ResolveNode(root, deployment)
			seen := len(resolved.Faults) > 0 || len(parity.Compare(parity.CloudFormation, model, parity.Observe(parity.FromTemplate(resolved, deployment)), parity.Reasons{})) > 0
			unseen.Mutant(at, seen)
		}
		eachNodeMutant(root, "", see)
	}
	for _, fault := range unseen.Faults() {
		t.Error(fault)
	}
	t.Log(unseen)
}

// eachNodeMutant changes one place below a node after the other, calls see and
// takes the change back. Places are called by the types of resources, not by
// their ids.
func eachNodeMutant(n *yaml.Node, at string, see func(at string)) {
	step := 1
	if n.Kind == yaml.MappingNode {
		step = 2
	}
	if n.Kind == yaml.ScalarNode {
		old := *n
		n.Value = changed(n)
		see(at + " changed")
		*n = old
		return
	}
	for i := 0; i < len(n.Content); i += step {
		value, below := n.Content[i+step-1], at
		if n.Tag == "!Split" {
			below += "/!Split" // what a text is cut at, and the text
		}
		if step == 2 {
			below = strings.TrimPrefix(at+"/"+n.Content[i].Value, "/")
			if typ := template.Member(value, "Type"); at == "Resources" && typ != nil {
				below = typ.Value
			}
		}
		all := n.Content
		n.Content = append(append([]*yaml.Node{}, all[:i]...), all[i+step:]...)
		see(below + " deleted")
		n.Content = all
		eachNodeMutant(value, below, see)
	}
}

// changed is another value of the same kind.
func changed(n *yaml.Node) string {
	switch n.Tag {
	case "!!bool":
		return fmt.Sprint(n.Value != "true")
	case "!!int", "!!float":
		return n.Value + "1"
	}
	switch n.Value {
	case "true":
		return "false"
	case "false":
		return "true"
	}
	return n.Value + "x"
}
