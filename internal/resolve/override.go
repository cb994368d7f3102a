package resolve

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// overrides adds to the app and its stages the patches that are for them. Whether
// a patch applies is seen when its output is rendered.
func (r *resolver) overrides(app *stack.App) {
	for i, in := range r.spec.Overrides.V {
		key := fmt.Sprintf("overrides[%d]", i)
		o := stack.Override{
			Target:    stack.OverrideTarget(in.Target.V),
			Stage:     in.Stage.V,
			Component: in.Component.V,
			Reason:    in.Reason.V,
			Pos:       r.at(in.Target.Node),
		}
		if strings.TrimSpace(o.Reason) == "" || strings.ContainsAny(o.Reason, "\r\n") {
			r.fail(CodeOverride, in.Reason.Node, key+".reason is not one line", "it becomes a comment in the output", "say in one line why the output must differ")
		}
		if in.Stage.IsSet() {
			r.knownStage(app, CodeOverride, key+".stage", in.Stage)
		}
		for j, op := range in.Patch.V {
			o.Patch = append(o.Patch, r.operation(fmt.Sprintf("%s.patch[%d]", key, j), op))
		}
		switch o.Target {
		case stack.OverrideSST:
			if o.Component == "" {
				r.fail(CodeOverride, in.Target.Node, key+".component is missing", "the arguments of one component are patched", "name it as in the file, for example component: Database")
			}
			app.Overrides = append(app.Overrides, o)
		case stack.OverrideCloudFormation:
			if in.Component.IsSet() {
				r.fail(CodeOverride, in.Component.Node, key+".component has no meaning in a template", "the path starts at the top of the template", "remove it, and write the path like /Resources/Database/Properties/...")
			}
			for _, s := range app.Stages {
				if o.Stage == "" || s.Stage.Name == o.Stage {
					s.Overrides = append(s.Overrides, o)
				}
			}
		}
	}
}

// knownStage refuses the name of a stage that there is not.
func (r *resolver) knownStage(app *stack.App, code, key string, v schema.Value[string]) {
	names := make([]string, len(app.Stages))
	for i, s := range app.Stages {
		names[i] = s.Stage.Name
	}
	if !slices.Contains(names, v.V) {
		r.fail(code, v.Node, fmt.Sprintf("%s: there is no stage %q", key, v.V), "", "use "+strings.Join(names, ", "))
	}
}

// operation resolves one operation of a patch.
func (r *resolver) operation(key string, in schema.PatchOperation) stack.PatchOperation {
	op := stack.PatchOperation{Op: in.Op.V, Path: in.Path.V, From: in.From.V, Pos: r.at(in.Path.Node)}
	takesFrom := op.Op == "move" || op.Op == "copy"
	takesValue := op.Op == "add" || op.Op == "replace" || op.Op == "test"
	switch {
	case takesFrom && !in.From.IsSet():
		r.fail(CodeOverride, in.Op.Node, key+".from is missing", op.Op+" takes its value from another place", "add from: with the path of that place")
	case !takesFrom && in.From.IsSet():
		r.fail(CodeOverride, in.From.Node, key+".from has no meaning for "+op.Op, "only move and copy read it", "remove it")
	case takesValue && !in.Value.IsSet():
		r.fail(CodeOverride, in.Op.Node, key+".value is missing or null", op.Op+" needs one, and no output holds a null", "add value:, or write op: remove")
	case !takesValue && in.Value.IsSet():
		r.fail(CodeOverride, in.Value.Node, key+".value has no meaning for "+op.Op, "only add, replace and test read it", "remove it")
	case takesValue:
		op.Value = r.json(key+".value", in.Value.Node)
	}
	return op
}

// json reads a value as JSON would hold it.
func (r *resolver) json(key string, n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[n.Content[i].Value] = r.json(key, n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, item := range n.Content {
			out = append(out, r.json(key, item))
		}
		return out
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	case "!!int", "!!float":
		if i, err := strconv.Atoi(n.Value); err == nil {
			return i
		}
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
			return f
		}
		r.fail(CodeOverride, n, key+" holds a number that JSON does not know", "", "write it in decimal digits")
		return nil
	}
	return n.Value
}
