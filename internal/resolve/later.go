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
	r.later("overrides", r.spec.Overrides.Node)
	r.later("ignore", r.spec.Ignore.Node)
}

// refuse judges the keys of a stage.
func (b *stageResolver) refuse() {
	in := b.in
	b.later("cache", in.Cache.Node)
	b.later("loadBalancer.shared", in.LoadBalancer.Shared.Node)
	b.later("observability.metrics", in.Observability.Metrics.Node)
	b.later("observability.traces", in.Observability.Traces.Node)
	b.later("observability.alarms", in.Observability.Alarms.Node)
	b.later("network.vpc", in.Network.VPC.Node)
	b.later("network.subnets", in.Network.Subnets.Node)
	b.later("network.nat", in.Network.NAT.Node)
	if in.Network.Mode.IsSet() && in.Network.Mode.V != "public" {
		b.later("network.mode "+in.Network.Mode.V, in.Network.Mode.Node)
	}
	if in.Service.Spot.V {
		b.later("service.spot", in.Service.Spot.Node)
	}
	if in.Service.Exec.V {
		b.later("service.exec", in.Service.Exec.Node)
	}
	if in.Hardening.V == "strict" {
		b.later("hardening strict", in.Hardening.Node)
	}
}
