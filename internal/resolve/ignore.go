package resolve

import (
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// accepts adds to the app the effects of a change that may pass. Whether there is
// such an effect is seen when two sides are compared.
func (r *resolver) accepts(app *stack.App) {
	for i, in := range r.spec.Accept.V {
		key := fmt.Sprintf("accept[%d]", i)
		r.reason(key, in.Reason, "say in one line why the effect is accepted")
		if in.Stage.IsSet() {
			r.knownStage(app, CodeIgnore, key+".stage", in.Stage)
		}
		app.Accepts = append(app.Accepts, stack.Accept{Change: in.Change.V, Reason: in.Reason.V, Stage: in.Stage.V, Pos: r.at(in.Change.Node)})
	}
}

// ignores adds to the app the rules to silence. Whether there is such
// a rule, and whether it has something to say, is seen when it is asked.
func (r *resolver) ignores(app *stack.App) {
	for i, in := range r.spec.Ignore.V {
		key := fmt.Sprintf("ignore[%d]", i)
		r.reason(key, in.Reason, "say in one line why the finding is accepted")
		if _, runtimes := pylon.FindRefusal(in.Rule.V); runtimes && in.Stage.IsSet() {
			r.fail(CodeIgnore, in.Stage.Node, key+".stage applies to rules of pylon-gen only", "the code is the runtime's, and the manifest is the same in all stages", "remove stage")
		}
		if in.Stage.IsSet() {
			r.knownStage(app, CodeIgnore, key+".stage", in.Stage)
		}
		app.Ignores = append(app.Ignores, stack.Ignore{Rule: in.Rule.V, Reason: in.Reason.V, Stage: in.Stage.V, Pos: r.at(in.Rule.Node)})
	}
}

// reason refuses an empty reason; one of several lines has no place in a list of what is
// accepted.
func (r *resolver) reason(key string, in schema.Value[string], fix string) {
	const why = "the next reader of the spec needs to know why"
	switch {
	case strings.TrimSpace(in.V) == "":
		r.fail(CodeIgnore, in.Node, key+".reason is empty", why, fix)
	case strings.ContainsAny(in.V, "\r\n"):
		r.warn(CodeIgnore, in.Node, key+".reason is not one line", why, fix)
	}
}
