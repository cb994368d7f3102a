package resolve

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

var (
	vpcID           = pattern.Of(`^vpc-[0-9a-f]+$`)
	subnetID        = pattern.Of(`^subnet-[0-9a-f]+$`)
	securityGroupID = pattern.Of(`^sg-[0-9a-f]+$`)
)

// network resolves the VPC: one of the stage's own, or an existing one.
func (b *stageResolver) network() {
	in, n := b.in.Network, &b.s.Network
	switch {
	case b.isGuest():
		b.ownersNetwork()
		return
	case in.VPC.IsSet():
		b.existingNetwork()
		return
	}
	n.Mode = stack.NetworkMode(pick(b, "network.mode", in.Mode, string(stack.PublicTasks)))
	n.Zones = pick(b, "network.zones", in.Zones, 2)
	n.Range = b.cidr()
	if r, known := regions[b.s.Region]; known && n.Zones > r.zones {
		b.fail(CodeRange, in.Zones.Node, fmt.Sprintf("network.zones: %d zones are not available in %s", n.Zones, b.s.Region), fmt.Sprintf("accounts have %d there", r.zones), fmt.Sprintf("use %d, or another Region", r.zones))
	}
	if node := nodeOr(in.Subnets.Public.Node, in.Subnets.Private.Node); node != nil {
		b.fail(CodeMissing, node, "network.vpc is missing", "subnets are those of an existing VPC", "add vpc:, or remove subnets")
	}
	if n.Mode == stack.Private {
		b.fail(CodeMissing, in.Mode.Node, "network.vpc is missing", "in a VPC of its own the stage would have no egress", "add vpc: and subnets:, or use nat-gateway, nat-instance or endpoints")
	}
	switch {
	case n.Mode == stack.NATGateway:
		n.NATPerZone = pick(b, "network.nat", in.NAT, "single") == "per-zone"
	case in.NAT.IsSet():
		b.warn(CodeNoEffect, in.NAT.Node, "network.nat has no effect with network.mode "+string(n.Mode), "it counts NAT gateways", "remove it, or set mode: nat-gateway")
	}
}

// existingNetwork resolves a VPC that is not the stack's own.
func (b *stageResolver) existingNetwork() {
	in, n := b.in.Network, &b.s.Network
	n.VPC = pick(b, "network.vpc", in.VPC, "")
	if !vpcID.MatchString(n.VPC) {
		b.fail(CodeRange, in.VPC.Node, fmt.Sprintf("network.vpc: %q is not a valid VPC ID", n.VPC), "", "write it like vpc-0a1b2c3d4e5f67890")
	}
	n.Mode = stack.NetworkMode(derive(b, "network.mode", in.Mode, string(stack.Private), "the VPC exists"))
	if n.Mode != stack.Private && n.Mode != stack.PublicTasks {
		b.fail(CodeConflict, in.Mode.Node, fmt.Sprintf("network.mode %s is not available in an existing VPC", n.Mode), "its owner manages its routes and endpoints", "use private or public")
	}
	for _, extra := range []struct {
		key  string
		node *yaml.Node
	}{{"zones", in.Zones.Node}, {"nat", in.NAT.Node}, {"cidr", in.CIDR.Node}} {
		if extra.node != nil {
			b.warn(CodeNoEffect, extra.node, "network."+extra.key+" has no effect in an existing VPC", "its owner decides", "remove it")
		}
	}
	n.PublicSubnets = b.subnets("public", in.Subnets.Public)
	n.PrivateSubnets = b.subnets("private", in.Subnets.Private)
}

// subnets resolves a list of subnets. A load balancer and a database need two
// zones.
func (b *stageResolver) subnets(kind string, v schema.Value[[]string]) []string {
	key := "network.subnets." + kind
	ids := given(b, key, v)
	if len(ids) < 2 {
		b.fail(CodeMissing, nodeOr(v.Node, b.in.Network.VPC.Node), fmt.Sprintf("%s needs two subnets or more", key), "load balancers and databases live in two zones", "list the ids of subnets in different zones")
	}
	for i, id := range ids {
		switch {
		case !subnetID.MatchString(id):
			b.fail(CodeRange, v.Node.Content[i], fmt.Sprintf("%s: %q is not a valid subnet ID", key, id), "", "write it like subnet-0a1b2c3d4e5f67890")
		case slices.Contains(ids[:i], id):
			b.fail(CodeConflict, v.Node.Content[i], fmt.Sprintf("%s: %s is listed twice", key, id), "", "remove one")
		}
	}
	return ids
}

// endpoints lists what a task without a way to the internet must reach, and
// says what it cannot. Everything that needs an endpoint is resolved by now.
func (b *stageResolver) endpoints() {
	s := b.s
	if s.Network.Mode != stack.Endpoints {
		return
	}
	list := []string{"ecr.api", "ecr.dkr", "logs", "secretsmanager"}
	if s.Service.Exec {
		list = append(list, "ssmmessages")
	}
	if s.Strict {
		list = append(list, "kms")
	}
	if s.Service.Collector.XRay {
		list = append(list, "xray")
	}
	if s.Service.Collector.Workspace != "" {
		list = append(list, "aps-workspaces")
	}
	slices.Sort(list)
	s.Network.Endpoints = list
	mode := b.in.Network.Mode.Node
	if uri := s.Service.Image.URI; uri != "" && !repository(uri).Given() {
		b.fail(CodeConflict, b.in.Pylon.Image.URI.Node, "with network.mode endpoints the image must be in ECR", "tasks reach no other registry", "push it to ECR, or use a NAT")
	} else if uri != "" && repository(uri).Region != s.Region {
		b.fail(CodeConflict, b.in.Pylon.Image.URI.Node, "with network.mode endpoints the image must be in "+s.Region, "tasks reach ECR in the stage's own Region only", "push it to ECR in "+s.Region+", or use a NAT")
	}
	if s.Service.Collector.Given() {
		b.fail(CodeConflict, mode, "with network.mode endpoints there can be no collector", "its image is in a public registry, which tasks do not reach", "remove observability.metrics and traces.xray, or use a NAT")
	}
	var outside []string
	for _, e := range b.in.Auth.OAuth.Entries {
		outside = append(outside, "auth.oauth."+e.Key)
	}
	for _, v := range []struct {
		key string
		set bool
	}{
		{"email", b.in.Email.IsSet()}, {"sms", b.in.SMS.IsSet()}, {"captcha", b.in.Captcha.IsSet()},
		{"stripe", b.in.Stripe.IsSet()}, {"ai", b.in.AI.IsSet()}, {"observability.traces.otlp", b.in.Observability.Traces.OTLP.IsSet()},
	} {
		if v.set {
			outside = append(outside, v.key)
		}
	}
	if len(outside) > 0 {
		b.warn(CodeNoWayOut, mode, "with network.mode endpoints these providers cannot be reached: "+strings.Join(outside, ", "), "", "")
	}
}
