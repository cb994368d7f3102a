package resolve

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/stack"
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
	r.later("ignore", r.spec.Ignore.Node)
}

// withoutTemplate lists what a stage has that CloudFormation templates do not
// render yet. Such a stage gets none: half of one would pass for all of it.
func withoutTemplate(s *stack.Stack) []string {
	var keys []string
	for _, k := range []struct {
		key string
		set bool
	}{
		{"network.vpc", !s.Network.Made()},
		{"network.mode " + string(s.Network.Mode), s.Network.Made() && !s.Network.TasksPublic()},
		{"cache", s.Cache.Node != ""},
		{"loadBalancer.shared", s.Balancer.Shared.ARN != ""},
		{"service.spot", s.Service.Spot},
		{"service.exec", s.Service.Exec},
		{"observability.metrics or traces.xray", s.Service.Collector.Image != ""},
		{"observability.alarms", s.Alarms.Wanted()},
		{"hardening strict", s.Strict},
	} {
		if k.set {
			keys = append(keys, k.key)
		}
	}
	return keys
}

// templates takes the stages out that get no template, and says so.
func (r *resolver) templates(app *stack.App) {
	for _, s := range app.Stages {
		if keys := withoutTemplate(s); len(keys) > 0 {
			delete(app.Outputs.CloudFormation, s.Stage.Name)
			r.warn(CodeLater, r.stageNode(s.Stage.Name), fmt.Sprintf("stage %q gets no CloudFormation template: templates do not know %s yet", s.Stage.Name, strings.Join(keys, ", ")),
				"half a template would pass for a whole one", "deploy the stage with SST, or do without these settings")
		}
	}
}
