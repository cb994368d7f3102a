package expect

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Pulumi's types of the network.
const (
	vpc        = "aws:ec2/vpc:Vpc"
	subnet     = "aws:ec2/subnet:Subnet"
	natGateway = "aws:ec2/natGateway:NatGateway"
	routeTable = "aws:ec2/routeTable:RouteTable"
	natRoute   = "aws:ec2/route:Route"
	instance   = "aws:ec2/instance:Instance"
	endpoint   = "aws:ec2/vpcEndpoint:VpcEndpoint"
)

var network = []Expectation{
	{"there is a VPC with subnets in the chosen zones, or nothing of an existing one is touched", func(s *Stage) {
		if s.Network.Made() {
			s.Number(vpc, 1)
			s.Number(subnet, 2*s.Network.Zones)
			return
		}
		for _, kind := range []string{vpc, subnet, natGateway, routeTable, natRoute, instance, endpoint} {
			s.Number(kind, 0)
		}
	}},
	{"tasks run in the subnets of their network mode", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		s.SameSet("the service's subnets", svc.Texts("networkConfiguration.subnets"), s.subnets(s.Network.TasksPublic()))
	}},
	{"the load balancer is in public subnets, the data in private ones", func(s *Stage) {
		for _, b := range s.All(loadBalancer) {
			s.SameSet("the load balancer's subnets", b.Texts("subnets"), s.subnets(true))
		}
		for _, g := range s.All("aws:rds/subnetGroup:SubnetGroup", "aws:elasticache/subnetGroup:SubnetGroup") {
			s.SameSet(g.Name+"'s subnets", g.Texts("subnetIds"), s.subnets(false))
		}
		var mounts []string
		for _, m := range s.All("aws:efs/mountTarget:MountTarget") {
			mounts = append(mounts, m.Text("subnetId"))
		}
		if len(mounts) > 0 {
			s.SameSet("the subnets of mount targets", mounts, s.subnets(false))
		}
	}},
	{"private subnets have the way out that was chosen, and no other", func(s *Stage) {
		if !s.Network.Made() {
			return
		}
		gateways, instances := 0, 0
		switch {
		case s.Network.Mode == stack.NATGateway && s.Network.NATPerZone:
			gateways = s.Network.Zones
		case s.Network.Mode == stack.NATGateway:
			gateways = 1
		case s.Network.Mode == stack.NATInstance:
			instances = s.Network.Zones
		}
		s.Number(natGateway, gateways)
		s.Number(instance, instances)
		ways := 0
		for _, t := range s.All(routeTable) {
			for _, r := range t.Parts("routes") {
				if r.Text("natGatewayId")+r.Text("networkInterfaceId") != "" {
					ways++
				}
			}
		}
		for _, r := range s.All(natRoute) {
			r.Is("destinationCidrBlock", "0.0.0.0/0")
			r.Given("natGatewayId")
			ways++
		}
		want := 0
		if gateways+instances > 0 {
			want = s.Network.Zones
		}
		if ways != want {
			s.Fail("%d private subnets have a way out, not %d", ways, want)
		}
	}},
	{"NAT instances are encrypted, ask for tokens, and let HTTPS of the VPC through only", func(s *Stage) {
		for _, i := range s.All(instance) {
			i.Is("rootBlockDevice.encrypted", true)
			i.Is("metadataOptions.httpTokens", "required")
			i.Is("sourceDestCheck", false)
			for _, g := range s.All(securityGroup) {
				if !slices.Contains(i.Texts("vpcSecurityGroupIds"), g.ID) {
					continue
				}
				for _, r := range append(g.Parts("ingress"), g.Parts("egress")...) {
					r.Is("fromPort", 443)
					r.Is("toPort", 443)
				}
			}
		}
	}},
	{"endpoints are there for the services that the stage uses, and S3 is reached in the VPC", func(s *Stage) {
		if !s.Network.Made() {
			return
		}
		var services []string
		gateways := 0
		for _, e := range s.All(endpoint) {
			e.Given("vpcId")
			name := strings.TrimPrefix(e.Text("serviceName"), "com.amazonaws."+s.Region+".")
			if e.Text("vpcEndpointType") == "Gateway" {
				gateways++
				e.Is("serviceName", "com.amazonaws."+s.Region+".s3")
				if n := len(e.Texts("routeTableIds")); n != len(s.All(routeTable)) {
					e.Fail("%d route tables lead there, not all", n)
				}
				continue
			}
			e.Is("privateDnsEnabled", true)
			s.SameSet(e.Name+"'s subnets", e.Texts("subnetIds"), s.subnets(false))
			services = append(services, name)
		}
		s.SameSet("the endpoints", services, s.Network.Endpoints)
		if gateways != 1 {
			s.Fail("%d endpoints of S3", gateways)
		}
	}},
	{"tasks in private subnets start when their way out is there", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok || s.Network.TasksPublic() {
			return
		}
		for _, w := range s.All(natRoute, endpoint) {
			if w.Text("vpcEndpointType") != "Gateway" && !slices.Contains(svc.DependsOn, w.URN) {
				svc.Fail("does not wait for %s", w.Name)
			}
		}
	}},
	{"tasks without a way out have no rule for one", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok || s.Network.Mode != stack.Endpoints {
			return
		}
		for _, g := range s.All(securityGroup) {
			if !slices.Contains(svc.Texts("networkConfiguration.securityGroups"), g.ID) {
				continue
			}
			for _, r := range g.Parts("egress") {
				if slices.Contains(r.Texts("cidrBlocks"), "0.0.0.0/0") {
					r.Fail("leads anywhere")
				}
			}
		}
	}},
}

// subnets are the ids of the stage's public or private subnets.
func (s *Stage) subnets(public bool) []string {
	if !s.Network.Made() {
		if public {
			return s.Network.PublicSubnets
		}
		return s.Network.PrivateSubnets
	}
	var ids []string
	for _, n := range s.All(subnet) {
		if strings.Contains(n.Name, "Public") == public {
			ids = append(ids, n.ID)
		}
	}
	return ids
}
