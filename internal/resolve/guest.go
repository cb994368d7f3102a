package resolve

import (
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// isGuest reports whether the stage lives on the load balancer of another stage.
func (b *stageResolver) isGuest() bool {
	return b.in.LoadBalancer.Shared.V.Stage.IsSet()
}

// owner returns the stage whose load balancer a guest lives on, nil when no such
// stage can have one to share.
func (b *stageResolver) owner() *stageResolver {
	for _, o := range b.builders {
		if o.s.Stage.Name == b.in.LoadBalancer.Shared.V.Stage.V && !o.s.Stage.Pattern && o.ownsBalancer() {
			return o
		}
	}
	return nil
}

// ownsBalancer reports whether the spec leaves the load balancer to the stage.
func (b *stageResolver) ownsBalancer() bool { return !b.in.LoadBalancer.Shared.IsSet() }

// ownersBalancer resolves the load balancer of another stage of the spec.
func (b *stageResolver) ownersBalancer() {
	in, s := b.in.LoadBalancer.Shared.V, b.s
	const key = "loadBalancer.shared.stage"
	name := pick(b, key, in.Stage, "")
	s.Balancer.Shared.Owner = name
	for _, other := range []struct {
		name string
		node *yaml.Node
	}{{"arn", in.ARN.Node}, {"listener", in.Listener.Node}, {"securityGroup", in.SecurityGroup.Node}, {"dnsName", in.DNSName.Node}} {
		if other.node != nil {
			b.fail(CodeConflict, other.node, "loadBalancer.shared."+other.name+" and stage exclude each other", "the deployment finds the load balancer of "+name, "remove one of them")
		}
	}
	owner := b.owner()
	if owner == nil {
		b.refuseOwner(name)
		return
	}
	o := owner.s
	switch {
	case !o.Domain.Given():
		b.fail(CodeConflict, in.Stage.Node, fmt.Sprintf("%s: %s has no domain", key, name), "its load balancer has no HTTPS listener", "give "+name+" a domain")
	case o.Region != s.Region:
		b.fail(CodeConflict, in.Stage.Node, fmt.Sprintf("%s: %s is in %s, this stage in %s", key, name, o.Region, s.Region), "a load balancer reaches tasks in its own VPC only", "use one Region for both")
	case o.Balancer.SinglePort && len(o.Balancer.Endpoints) > 1:
		b.fail(CodeConflict, in.Stage.Node, fmt.Sprintf("%s: %s has loadBalancer.ports single", key, name), "its rules look at no host name and would take requests of this stage", "use separate ports in "+name)
	case o.Network.Mode == stack.Endpoints:
		b.fail(CodeConflict, in.Stage.Node, fmt.Sprintf("%s: %s has network.mode endpoints", key, name), "its endpoints answer its own tasks only", "use another network.mode for "+name)
	}
	// The certificate that is made for the owner covers the owner's names only.
	if s.Domain.Given() && s.Domain.Certificate == "" && o.Domain.Certificate == "" {
		b.fail(CodeMissing, nodeOr(b.in.Domain.Name.Node, in.Stage.Node), "domain.certificate is missing", "the certificate of "+name+" covers the names of "+name+" only", "add the ARN of a certificate for this stage's names, here or to "+name)
	}
}

// refuseOwner reports why a stage has no load balancer to share.
func (b *stageResolver) refuseOwner(name string) {
	const key = "loadBalancer.shared.stage"
	in := b.in.LoadBalancer.Shared.V.Stage
	i := slices.IndexFunc(b.builders, func(o *stageResolver) bool { return o.s.Stage.Name == name })
	switch {
	case i < 0:
		b.fail(CodeConflict, in.Node, fmt.Sprintf("%s: there is no stage %q", key, name), "", "name a stage of this spec")
	case b.builders[i] == b:
		b.fail(CodeConflict, in.Node, fmt.Sprintf("%s: %s cannot share with itself", key, name), "one stage has to create the load balancer", "move shared into the stages that use it, or remove it from "+name+" with shared: null")
	case b.builders[i].s.Stage.Pattern:
		b.fail(CodeConflict, in.Node, fmt.Sprintf("%s: %s is a pattern", key, name), "many stages match it", "name a single stage")
	default:
		b.fail(CodeConflict, in.Node, fmt.Sprintf("%s: %s has no load balancer of its own", key, name), "it uses the load balancer of another stage", "name the stage that creates the load balancer")
	}
}

// ownersNetwork takes over the VPC and the subnets of the stage that owns the
// load balancer, which reaches tasks in its own VPC only.
func (b *stageResolver) ownersNetwork() {
	in, n := b.in.Network, &b.s.Network
	name := b.in.LoadBalancer.Shared.V.Stage.V
	for _, own := range []struct {
		key  string
		node *yaml.Node
	}{
		{"vpc", in.VPC.Node}, {"subnets.public", in.Subnets.Public.Node}, {"subnets.private", in.Subnets.Private.Node}, {"mode", in.Mode.Node},
		{"zones", in.Zones.Node}, {"nat", in.NAT.Node}, {"cidr", in.CIDR.Node},
	} {
		// What stands above the stages is for those that have a network.
		if b.fromStage[own.node] {
			b.fail(CodeConflict, own.node, "network."+own.key+" cannot be set on a load balancer of "+name, "the stage lives in the VPC and the subnets of "+name, "remove it")
		}
	}
	n.Mode = stack.Private
	owner := b.owner()
	if owner == nil { // ownersBalancer reports it
		n.Owner = name
		return
	}
	o := owner.s.Network
	why := "loadBalancer.shared.stage"
	if o.Mode == stack.PublicTasks {
		n.Mode = stack.PublicTasks
	}
	derive(b, "network.mode", schema.Value[string]{}, string(n.Mode), why)
	if o.Made() {
		n.Owner, n.Zones = name, o.Zones
		return
	}
	n.VPC = derive(b, "network.vpc", schema.Value[string]{}, o.VPC, why)
	n.PublicSubnets = derive(b, "network.subnets.public", schema.Value[[]string]{}, o.PublicSubnets, why)
	n.PrivateSubnets = derive(b, "network.subnets.private", schema.Value[[]string]{}, o.PrivateSubnets, why)
}

// lend lets the load balancers of owners reach the tasks of their guests.
func (r *resolver) lend() {
	for _, b := range r.builders {
		if !b.isGuest() || b.owner() == nil {
			continue
		}
		o := b.owner().s
		for _, e := range b.s.Balancer.Endpoints {
			o.Balancer.Guests = append(o.Balancer.Guests, e.Container)
		}
		slices.Sort(o.Balancer.Guests)
		o.Balancer.Guests = slices.Compact(o.Balancer.Guests)
		Decide(o)
	}
}
