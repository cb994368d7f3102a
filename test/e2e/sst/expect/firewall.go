package expect

import (
	"slices"
	"strconv"
	"strings"
)

const securityGroup = "aws:ec2/securityGroup:SecurityGroup"

// door is one way into a security group.
type door struct {
	Item
	group    string // id of the group
	from, to int
	protocol string
	sources  []string // address ranges
	groups   []string // ids of security groups
}

var firewall = []Expectation{
	{"the world reaches the load balancer's listeners and nothing else", func(s *Stage) {
		own := s.balancerGroups()
		var open []string
		for _, d := range s.doors() {
			if !d.toTheWorld() {
				continue
			}
			if !slices.Contains(own, d.group) {
				d.Fail("the world reaches ports %d to %d (%s)", d.from, d.to, d.protocol)
				continue
			}
			if d.protocol != "tcp" || d.from != d.to {
				d.Fail("the world reaches ports %d to %d (%s), not one port by TCP", d.from, d.to, d.protocol)
			}
			if port := strconv.Itoa(d.from); !slices.Contains(open, port) {
				open = append(open, port)
			}
		}
		s.SameSet("ports open to the world", open, ports(s.publicPorts()))
	}},
	{"no firewall lets every protocol in", func(s *Stage) {
		for _, d := range s.doors() {
			if d.protocol == "-1" && !d.within("10.") {
				d.Fail("it lets in all")
			}
		}
	}},
	{"only the load balancer calls tasks, on the endpoints' ports", func(s *Stage) {
		callers := s.balancerGroups()
		if s.Shared() {
			callers = []string{s.Balancer.Shared.SecurityGroup}
		}
		var open []string
		for _, d := range s.doorsOf(s.taskGroups()) {
			if len(d.sources) > 0 || !subset(d.groups, callers) || d.from != d.to || d.protocol != "tcp" {
				d.Fail("%v and %v reach ports %d to %d (%s)", d.groups, d.sources, d.from, d.to, d.protocol)
			}
			open = append(open, strconv.Itoa(d.from))
		}
		var want []string
		for _, e := range s.Balancer.Endpoints {
			want = append(want, strconv.Itoa(e.Container))
		}
		s.SameSet("ports of the tasks", open, want)
	}},
	{"only tasks reach the data, on its own port", func(s *Stage) {
		for kind, port := range map[string]int{
			"aws:rds/cluster:Cluster":                           5432,
			"aws:elasticache/replicationGroup:ReplicationGroup": 6379,
			"aws:efs/mountTarget:MountTarget":                   2049,
		} {
			for _, r := range s.All(kind) {
				groups := slices.Concat(r.Texts("vpcSecurityGroupIds"), r.Texts("securityGroupIds"), r.Texts("securityGroups"))
				doors := s.doorsOf(groups)
				if len(doors) == 0 {
					r.Fail("nobody reaches it")
				}
				for _, d := range doors {
					if d.from != port || d.to != port || d.protocol != "tcp" || len(d.sources) > 0 || !subset(d.groups, s.taskGroups()) {
						r.Fail("%v and %v reach ports %d to %d (%s)", d.groups, d.sources, d.from, d.to, d.protocol)
					}
				}
			}
		}
	}},
}

func (s *Stage) balancerGroups() []string {
	var groups []string
	for _, lb := range s.All(loadBalancer) {
		groups = append(groups, lb.Texts("securityGroups")...)
	}
	return groups
}

func (s *Stage) taskGroups() []string {
	var groups []string
	for _, svc := range s.All(ecsService) {
		groups = append(groups, svc.Texts("networkConfiguration.securityGroups")...)
	}
	return groups
}

func (s *Stage) doorsOf(groups []string) []door {
	return slices.DeleteFunc(s.doors(), func(d door) bool { return !slices.Contains(groups, d.group) })
}

// doors gives every way in, be it written in a group or as a rule of its own.
func (s *Stage) doors() []door {
	var list []door
	add := func(i Item, group, protocol string) {
		d := door{Item: i, group: group, from: int(number(i.Get("fromPort"))), to: int(number(i.Get("toPort"))), protocol: protocol}
		for _, key := range []string{"cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "cidrIpv4", "cidrIpv6", "prefixListId"} {
			d.sources = append(d.sources, i.Texts(key)...)
		}
		for _, key := range []string{"securityGroups", "referencedSecurityGroupId", "sourceSecurityGroupId"} {
			d.groups = append(d.groups, i.Texts(key)...)
		}
		if i.Get("self") == true {
			d.groups = append(d.groups, group)
		}
		list = append(list, d)
	}
	for _, g := range s.All(securityGroup, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup") {
		for _, i := range g.Parts("ingress") {
			add(i, g.ID, i.Text("protocol"))
		}
	}
	for _, r := range s.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") {
		add(r, r.Text("securityGroupId"), r.Text("ipProtocol"))
	}
	for _, r := range s.All("aws:ec2/securityGroupRule:SecurityGroupRule") {
		if r.Text("type") == "ingress" {
			add(r, r.Text("securityGroupId"), r.Text("protocol"))
		}
	}
	return list
}

func (d door) toTheWorld() bool {
	return slices.Contains(d.sources, "0.0.0.0/0") || slices.Contains(d.sources, "::/0")
}

// within says whether all callers are in a private range of addresses.
func (d door) within(prefix string) bool {
	return len(d.sources) > 0 && len(d.groups) == 0 && !slices.ContainsFunc(d.sources, func(r string) bool { return !strings.HasPrefix(r, prefix) })
}

func subset(some, of []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(of, s) })
}
