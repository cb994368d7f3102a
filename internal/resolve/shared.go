package resolve

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

var (
	balancerARN = pattern.Of(`^arn:aws(?:-[a-z]+)*:elasticloadbalancing:([a-z0-9-]+):[0-9]+:loadbalancer/(app/[A-Za-z0-9-]+/[0-9a-f]+)$`)
	listenerARN = pattern.Of(`^arn:aws(?:-[a-z]+)*:elasticloadbalancing:([a-z0-9-]+):[0-9]+:listener/(app/[A-Za-z0-9-]+/[0-9a-f]+)/[0-9a-f]+$`)
)

// maxHostsPerRule is how many names a rule can look at: it takes five values in
// all, of which shards need two others. Source: "Quotas for your Application
// Load Balancers", read 2026-11.
const maxHostsPerRule = 3

// shared resolves a load balancer that the stage does not make.
func (b *stageResolver) shared() {
	v, s := b.in.LoadBalancer.Shared, b.s
	if !v.IsSet() {
		return
	}
	if b.isGuest() {
		b.ownersBalancer()
	} else {
		b.othersBalancer()
	}
	switch {
	case !s.Domain.Given():
		b.fail(CodeMissing, v.Node, "loadBalancer.shared needs a domain", "the load balancer tells its stages apart by their host names", "add domain: { name: … }")
	case 1+len(s.Domain.Aliases) > maxHostsPerRule:
		b.fail(CodeRange, b.in.Domain.Aliases.Node, fmt.Sprintf("%d host names are too many on a shared load balancer", 1+len(s.Domain.Aliases)), "a rule takes five values", fmt.Sprintf("keep at most %d aliases", maxHostsPerRule-1))
	}
	if b.in.LoadBalancer.IdleTimeout.IsSet() {
		b.warn(CodeNoEffect, b.in.LoadBalancer.IdleTimeout.Node, "loadBalancer.idleTimeout has no effect on a shared load balancer", "its owner sets it; quiet sockets are cut after 60 seconds otherwise", "ask the owner for 3600 seconds, and remove it here")
	}
	b.rulePriority()
}

// othersBalancer resolves a load balancer that the spec describes by its ARNs.
func (b *stageResolver) othersBalancer() {
	v, s := b.in.LoadBalancer.Shared, b.s
	in, key := v.V, "loadBalancer.shared."
	lb := &s.Balancer.Shared
	for _, needed := range []struct {
		name string
		v    schema.Value[string]
	}{{"arn", in.ARN}, {"listener", in.Listener}, {"securityGroup", in.SecurityGroup}, {"dnsName", in.DNSName}} {
		if !needed.v.IsSet() {
			b.fail(CodeMissing, v.Node, key+needed.name+" is missing", "", "add it, or stage: with the name of the stage whose load balancer it is")
			return
		}
	}
	*lb = stack.SharedBalancer{
		ARN:           given(b, key+"arn", in.ARN),
		Listener:      given(b, key+"listener", in.Listener),
		SecurityGroup: given(b, key+"securityGroup", in.SecurityGroup),
		DNSName:       given(b, key+"dnsName", in.DNSName),
	}
	balancer, listener := balancerARN.FindStringSubmatch(lb.ARN), listenerARN.FindStringSubmatch(lb.Listener)
	switch {
	case balancer == nil:
		b.fail(CodeRange, in.ARN.Node, key+"arn: this is not the ARN of an application load balancer", "", "copy it from the AWS console; it contains :loadbalancer/app/")
	case balancer[1] != s.Region:
		b.fail(CodeRange, in.ARN.Node, fmt.Sprintf("%sarn: the load balancer is in %s, the stage in %s", key, balancer[1], s.Region), "", "use one in "+s.Region)
	case listener == nil:
		b.fail(CodeRange, in.Listener.Node, key+"listener: this is not the ARN of a listener", "", "copy it from the AWS console; it contains :listener/app/")
	case listener[1] != balancer[1] || listener[2] != balancer[2]:
		b.fail(CodeConflict, in.Listener.Node, key+"listener belongs to another load balancer", "", "name the HTTPS listener of "+balancer[2])
	}
	if !securityGroupID.MatchString(lb.SecurityGroup) {
		b.fail(CodeRange, in.SecurityGroup.Node, fmt.Sprintf("%ssecurityGroup: %q is not a valid security group ID", key, lb.SecurityGroup), "", "write it like sg-0a1b2c3d4e5f67890")
	}
	if !isHost(lb.DNSName) {
		b.fail(CodeRange, in.DNSName.Node, fmt.Sprintf("%sdnsName: %q is not a valid host name", key, lb.DNSName), "", "write the name that the console shows, in lower case")
	}
	if s.Network.Made() {
		b.fail(CodeMissing, v.Node, "loadBalancer.shared needs network.vpc", "a load balancer reaches tasks in its own VPC only", "add network.vpc and subnets, those of the load balancer")
	}
}

// rulePriority resolves where the stage's rules stand on the shared listener.
func (b *stageResolver) rulePriority() {
	in, s := b.in.LoadBalancer.Shared.V.Priority, b.s
	const key = "loadBalancer.shared.priority"
	switch {
	case s.Stage.Pattern && in.IsSet():
		b.fail(CodeConflict, in.Node, key+" cannot be given for "+s.Stage.Name, "all its stages would have the same one, which the listener refuses", "remove it: each stage gets one of its own")
	case !s.Stage.Pattern:
		s.Balancer.Shared.Priority = derive(b, key, in, stack.RulePriority(s.App, s.Stage.Name), "names of app and stage")
	}
}
