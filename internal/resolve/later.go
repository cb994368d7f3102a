package resolve

import (
	"fmt"

	"gopkg.in/yaml.v3"
)

// What the spec knows and no output renders yet is refused, never silently
// taken. A value that asks for nothing (false, the default) is fine.

const laterFix = "remove it for now"

func (r *resolver) later(key string, n *yaml.Node) {
	if n != nil {
		r.fail(CodeLater, n, fmt.Sprintf("%s is not supported yet", key), "no output would show it", laterFix)
	}
}

// refuseLater judges the keys of the app as a whole.
func (r *resolver) refuseLater() {
	r.later("budget", r.spec.Budget.Node)
}
