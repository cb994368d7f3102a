package expect

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const group = "AWS::EC2::SecurityGroup"

// door is a rule of a security group.
type door struct{ group, whom, ports string }

var firewall = []Expectation{
	{"the world reaches the load balancer at its ports, and nothing else", func(s *Stage) {
		var want []string
		if !s.Shared() {
			b, ok := s.One(loadBalancer)
			if !ok {
				return
			}
			for _, port := range s.publicPorts() {
				want = append(want, fmt.Sprintf("%s %d", b.Texts("SecurityGroups")[0], port))
			}
		}
		var got []string
		for _, d := range s.doors(true) {
			if d.whom == "0.0.0.0/0" || d.whom == "::/0" {
				got = append(got, d.group+" "+d.ports)
			}
		}
		s.SameSet("the doors to the world", got, want)
	}},
	{"the load balancer alone reaches the tasks, at the container ports", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		from := s.Balancer.Shared.SecurityGroup
		if b, ok := s.named(s.balancer()); ok {
			from = b.Texts("SecurityGroups")[0]
		}
		groups := svc.Texts("NetworkConfiguration.AwsvpcConfiguration.SecurityGroups")
		var got, want []string
		for _, d := range s.doors(true) {
			if slices.Contains(groups, d.group) {
				got = append(got, d.whom+" "+d.ports)
			}
		}
		for _, e := range s.Balancer.Endpoints {
			want = append(want, fmt.Sprintf("%s %d", from, e.Container))
		}
		s.SameSet("the doors of the tasks", got, want)
	}},
	{"the tasks alone reach the data and the endpoints", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		tasks := svc.Texts("NetworkConfiguration.AwsvpcConfiguration.SecurityGroups")[0]
		want := map[string]string{} // group -> port
		for kind, at := range map[string]struct{ groups, port string }{
			"AWS::RDS::DBCluster":                {"VpcSecurityGroupIds", "5432"},
			"AWS::EFS::MountTarget":              {"SecurityGroups", "2049"},
			"AWS::ElastiCache::ReplicationGroup": {"SecurityGroupIds", "6379"},
			endpoint:                             {"SecurityGroupIds", "443"},
			instance:                             {"NetworkInterfaces[0].GroupSet", "443"},
		} {
			for _, item := range s.All(kind) {
				groups := item.Texts(at.groups)
				if kind == endpoint && item.Text("VpcEndpointType") == "Gateway" {
					continue
				}
				if len(groups) != 1 {
					item.Fail("has %d security groups", len(groups))
					continue
				}
				want[groups[0]] = at.port
			}
		}
		for g, port := range want {
			var got []string
			for _, d := range s.doors(true) {
				if d.group == g {
					got = append(got, d.whom+" "+d.ports)
				}
			}
			s.SameSet("the doors of "+g, got, []string{tasks + " " + port})
		}
	}},
	{"tasks open connections by HTTPS and to their data, the data opens none", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		tasks := svc.Texts("NetworkConfiguration.AwsvpcConfiguration.SecurityGroups")[0]
		for _, g := range s.All(group) {
			if len(g.Parts("SecurityGroupEgress")) == 0 {
				g.Fail("has no rule for what it opens, so EC2 allows everything")
			}
		}
		for _, d := range s.doors(false) {
			switch {
			case d.whom == "127.0.0.1/32":
			case d.whom == "0.0.0.0/0" && d.ports == "443" && (d.group == tasks || s.Network.Mode == stack.NATInstance):
			case d.whom == "0.0.0.0/0":
				s.Fail("%s opens connections to anywhere at %s", d.group, d.ports)
			case d.group != tasks && d.whom != tasks:
				s.Fail("%s opens connections to %s", d.group, d.whom)
			}
		}
	}},
	{"no rule is for every protocol or a range of ports", func(s *Stage) {
		for _, d := range append(s.doors(true), s.doors(false)...) {
			if d.whom != "127.0.0.1/32" && (d.ports == "" || !regexpPort.MatchString(d.ports)) {
				s.Fail("%s: %s at %q", d.group, d.whom, d.ports)
			}
		}
		for _, r := range s.rules() {
			if r.Text("IpProtocol") != "tcp" && r.Text("CidrIp") != "127.0.0.1/32" {
				r.Fail("is for the protocol %s", r.Text("IpProtocol"))
			}
			r.Given("Description")
		}
	}},
}

// publicPorts are the ports that clients may call, sorted.
func (s *Stage) publicPorts() []int {
	var ports []int
	if s.HasDomain() {
		ports = append(ports, 80)
	}
	for _, e := range s.Balancer.Endpoints {
		ports = append(ports, e.Listener)
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

var regexpPort = regexp.MustCompile(`^[0-9]+$`)

// doors are the inbound or the outbound rules of all security groups.
func (s *Stage) doors(in bool) []door {
	var all []door
	add := func(group string, rule Item) {
		whom := ""
		for _, by := range []string{"CidrIp", "CidrIpv6", "SourceSecurityGroupId", "DestinationSecurityGroupId", "SourcePrefixListId", "DestinationPrefixListId"} {
			whom += rule.Text(by)
		}
		ports := rule.Text("FromPort")
		if to := rule.Text("ToPort"); to != ports {
			ports += "-" + to
		}
		all = append(all, door{group, whom, ports})
	}
	list, kind := "SecurityGroupEgress", "AWS::EC2::SecurityGroupEgress"
	if in {
		list, kind = "SecurityGroupIngress", "AWS::EC2::SecurityGroupIngress"
	}
	for _, g := range s.All(group) {
		for _, rule := range g.Parts(list) {
			add(att(g, "GroupId"), rule)
		}
	}
	for _, rule := range s.All(kind) {
		add(rule.Text("GroupId"), rule)
	}
	return all
}

// rules are the rules themselves.
func (s *Stage) rules() []Item {
	all := s.All("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")
	for _, g := range s.All(group) {
		all = append(append(all, g.Parts("SecurityGroupIngress")...), g.Parts("SecurityGroupEgress")...)
	}
	return all
}
