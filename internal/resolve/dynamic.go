package resolve

import (
	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
)

// dynamicReference starts what CloudFormation replaces by a secret or parameter
// wherever it is in a template, even after intrinsic functions have been
// evaluated: no way of writing it keeps it text. Linters see one in the form
// with blanks too.
var dynamicReference = pattern.Of(`\{\{\s*resolve:`)

// refuseDynamicReferences refuses texts that could not arrive as they are
// written, and would let a spec read any secret of the account.
func (r *resolver) refuseDynamicReferences(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && dynamicReference.MatchString(n.Value) {
		r.fail(CodeDynamic, n, "the text holds a dynamic reference of CloudFormation", "", "")
		r.list[len(r.list)-1].Sensitive = true
	}
	for _, child := range n.Content {
		r.refuseDynamicReferences(child)
	}
}
