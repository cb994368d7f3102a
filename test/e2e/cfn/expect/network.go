package expect

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	vpc        = "AWS::EC2::VPC"
	subnet     = "AWS::EC2::Subnet"
	route      = "AWS::EC2::Route"
	endpoint   = "AWS::EC2::VPCEndpoint"
	natGateway = "AWS::EC2::NatGateway"
	instance   = "AWS::EC2::Instance"
)

var network = []Expectation{
	{"there is a VPC with subnets in the chosen zones, or nothing of an existing one is touched", func(s *Stage) {
		if s.Network.Made() {
			s.Number(vpc, 1)
			s.Number(subnet, 2*s.Network.Zones)
			zones := map[string]int{}
			for _, n := range s.All(subnet) {
				zones[n.Text("AvailabilityZone")]++
				n.Is("MapPublicIpOnLaunch", false)
			}
			if len(zones) != s.Network.Zones {
				s.Fail("subnets are in %d zones", len(zones))
			}
			return
		}
		for _, kind := range []string{vpc, subnet, natGateway, "AWS::EC2::RouteTable", route, instance, endpoint, "AWS::EC2::InternetGateway"} {
			s.Number(kind, 0)
		}
	}},
	{"everything is in the one VPC", func(s *Stage) {
		want := s.Network.VPC
		if s.Network.Made() {
			v, ok := s.One(vpc)
			if !ok {
				return
			}
			want = ref(v)
		}
		for _, r := range s.All("AWS::EC2::SecurityGroup", targetGroup, subnet, "AWS::EC2::RouteTable", endpoint) {
			r.Is("VpcId", want)
		}
	}},
	{"tasks run in the subnets of their network mode, with an address only in public ones", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		const in = "NetworkConfiguration.AwsvpcConfiguration."
		s.SameSet("the service's subnets", svc.Texts(in+"Subnets"), s.subnets(s.Network.TasksPublic()))
		svc.Is(in+"AssignPublicIp", map[bool]string{true: "ENABLED", false: "DISABLED"}[s.Network.TasksPublic()])
	}},
	{"the load balancer is in public subnets, the data in private ones", func(s *Stage) {
		for _, b := range s.All(loadBalancer) {
			s.SameSet("the load balancer's subnets", b.Texts("Subnets"), s.subnets(true))
		}
		for _, g := range s.All("AWS::RDS::DBSubnetGroup", "AWS::ElastiCache::SubnetGroup") {
			s.SameSet(g.Name+"'s subnets", g.Texts("SubnetIds"), s.subnets(false))
		}
		var mounts []string
		for _, m := range s.All("AWS::EFS::MountTarget") {
			mounts = append(mounts, m.Text("SubnetId"))
		}
		if !s.stateless() {
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
		for _, id := range s.subnets(false) {
			var out []string
			for _, r := range s.routesOf(id) {
				for _, by := range []string{"NatGatewayId", "InstanceId"} {
					if target, ok := s.named(r.Text(by)); ok {
						out = append(out, by)
						s.inPublic(target)
					}
				}
				if r.Text("GatewayId") != "" {
					s.Fail("%s has a route to the internet", id)
				}
			}
			want := []string{}
			switch {
			case gateways > 0:
				want = []string{"NatGatewayId"}
			case instances > 0:
				want = []string{"InstanceId"}
			}
			if !slices.Equal(out, want) && len(out)+len(want) > 0 {
				s.Fail("%s goes out by %v, not %v", id, out, want)
			}
		}
	}},
	{"endpoints are there for the services that tasks need, and S3's is free and always there", func(s *Stage) {
		if !s.Network.Made() {
			return
		}
		var got, want []string
		for _, e := range s.All(endpoint) {
			name := strings.TrimPrefix(e.Text("ServiceName"), "com.amazonaws."+s.Region+".")
			got = append(got, e.Text("VpcEndpointType")+" "+name)
			if name == "s3" {
				if tables := len(e.Texts("RouteTableIds")); tables != 1+s.Network.Zones {
					e.Fail("is in %d route tables", tables)
				}
				continue
			}
			e.Is("PrivateDnsEnabled", true)
			s.SameSet(e.Name+"'s subnets", e.Texts("SubnetIds"), s.subnets(false))
		}
		want = append(want, "Gateway s3")
		for _, name := range s.Network.Endpoints {
			want = append(want, "Interface "+name)
		}
		s.SameSet("the endpoints", got, want)
	}},
	{"the service waits for its way out", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		for _, r := range s.All(route) {
			if !slices.Contains(svc.DependsOn, r.Name) {
				svc.Fail("does not wait for %s", r.Name)
			}
		}
		if s.Network.Mode == stack.Endpoints {
			for _, e := range s.All(endpoint) {
				if !slices.Contains(svc.DependsOn, e.Name) {
					svc.Fail("does not wait for %s", e.Name)
				}
			}
		}
	}},
	{"NAT instances forward, keep to themselves and cannot be asked for credentials by strangers", func(s *Stage) {
		for _, i := range s.All(instance) {
			i.Is("SourceDestCheck", false)
			i.Is("MetadataOptions.HttpTokens", "required")
			i.Is("BlockDeviceMappings[0].Ebs.Encrypted", true)
			i.Given("UserData")
			i.Given("ImageId")
		}
	}},
}

// subnets are the public or the private subnets.
func (s *Stage) subnets(public bool) []string {
	if !s.Network.Made() {
		if public {
			return s.Network.PublicSubnets
		}
		return s.Network.PrivateSubnets
	}
	var ids []string
	for _, n := range s.All(subnet) {
		open := slices.ContainsFunc(s.routesOf(ref(n)), func(r Item) bool { return r.Text("GatewayId") != "" })
		if open == public {
			ids = append(ids, ref(n))
		}
	}
	return ids
}

// routesOf are the routes that count for a subnet.
func (s *Stage) routesOf(subnet string) []Item {
	var found []Item
	for _, a := range s.All("AWS::EC2::SubnetRouteTableAssociation") {
		for _, r := range s.All(route) {
			if a.Text("SubnetId") == subnet && r.Text("RouteTableId") == a.Text("RouteTableId") {
				found = append(found, r)
			}
		}
	}
	return found
}

// inPublic demands that something is in a public subnet.
func (s *Stage) inPublic(i Item) {
	at := i.Text("SubnetId")
	if at == "" {
		at = i.Text("NetworkInterfaces[0].SubnetId")
	}
	if !slices.Contains(s.subnets(true), at) {
		i.Fail("is in %q, which is not public", at)
	}
}
