package parity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Account is the AWS account in which both clouds are observed.
const Account = "123456789012"

// model writes the facts of a stage from its model.
type model struct {
	*stack.Stack
	stage string // its real name
	facts Facts
}

// Expected returns the facts that a stage must have under a real name.
func Expected(s *stack.Stack, stage string) Facts {
	m := &model{found(s), stage, Facts{}}
	m.whole()
	m.network()
	m.firewalls()
	m.balancer()
	m.domain()
	m.cdn()
	m.service()
	m.container()
	m.collector()
	m.secrets()
	m.rights()
	m.database()
	m.cache()
	m.uploads()
	m.fileSystem()
	m.alarms()
	m.hardening()
	m.sst()
	return m.facts
}

// is notes values of a fact; "" is none.
func (m *model) is(thing, fact string, values ...any) {
	for _, v := range values {
		if said := text(v); said != "" {
			m.facts.add(thing, fact, said)
		}
	}
}

// all notes several facts of a thing: names and values in turn.
func (m *model) all(thing string, pairs ...any) {
	for i := 0; i < len(pairs); i += 2 {
		m.is(thing, pairs[i].(string), pairs[i+1])
	}
}

// fill is a text with the name of the stage in it.
func (m *model) fill(s stack.Staged) string { return s.Fill(m.stage) }

// whole are the facts about the stage, and its addresses.
func (m *model) whole() {
	tags := []string{"pylon:app=" + m.App, "pylon:stage=" + m.stage}
	for _, tag := range m.Tags {
		tags = append(tags, tag.Key+"="+tag.Value)
	}
	for _, tag := range tags {
		m.is("stage", "tag", tag)
	}
	m.all("stage", "region", m.Region, "app", m.App, "protected", m.Protect, "removal", map[bool]string{true: "retain", false: "remove"}[m.Retain])
	for _, kind := range []stack.EndpointKind{stack.HTTP, stack.WebSocket, stack.SSE, stack.Shards} {
		if e, ok := m.Balancer.Address(kind); ok {
			m.is("output", string(kind), m.url(e))
		}
	}
	if m.CDN.Enabled {
		host := "<cdn address>"
		if m.CDN.Domain != "" {
			host = m.fill(m.CDN.Domain)
		}
		m.is("output", "cdn", "https://"+host)
	}
	if m.Files.Given() {
		m.is("output", "uploads", "uploads")
	}
	m.all("output", "ClusterName", "cluster", "ServiceName", "service", "LogGroupName", "log")
	if m.Database.Given() {
		m.all("output", "DatabaseEndpoint", "<database address>", "DatabaseCredentialsArn", "database password")
	}
	if m.Cache.Given() {
		m.is("output", "CacheEndpoint", "<cache address>")
	}
	if m.FileSystem.Given() {
		m.is("output", "FileSystemId", "files")
	}
	if m.AccessLogs.Given() {
		m.is("output", "AccessLogsBucketName", "access logs")
	}
	if len(m.Balancer.Guests) > 0 {
		m.all("output", "SharedLoadBalancerFullName", "load balancer", "SharedLoadBalancerDnsName", "<load balancer address>", "SharedHttpsListener", "listener 443",
			"SharedLoadBalancerSecurityGroup", "load balancer firewall", "SharedGuestSecurityGroup", "guests firewall")
		if m.Network.Made() {
			m.is("output", "SharedVpc", "vpc")
			for i, zone := range m.zones() {
				m.all("output", fmt.Sprintf("SharedPublicSubnet%d", i+1), "public subnet "+zone, fmt.Sprintf("SharedPrivateSubnet%d", i+1), "private subnet "+zone)
			}
		}
	}
}

// url is where clients open an endpoint.
func (m *model) url(e stack.Address) string {
	scheme, host, port := "http", "<load balancer address>", ""
	if e.WebSocket {
		scheme = "ws"
	}
	if m.Secure() {
		scheme, host = scheme+"s", m.fill(m.Domain.Name)
	}
	if e.Listener != stack.HTTPPort && e.Listener != stack.HTTPSPort {
		port = fmt.Sprintf(":%d", e.Listener)
	}
	return scheme + "://" + host + port + e.Path
}

// zones are the zones of a VPC of the stage's own.
func (m *model) zones() []string { return []string{"a", "b", "c"}[:m.Network.Zones] }

// subnets are the public or the private subnets.
func (m *model) subnets(kind string) []any {
	var out []any
	given := m.Network.PrivateSubnets
	if kind == "public" {
		given = m.Network.PublicSubnets
	}
	for _, zone := range m.zones() {
		out = append(out, kind+" subnet "+zone)
	}
	if !m.Network.Made() {
		for _, id := range given {
			out = append(out, id)
		}
	}
	return out
}

// vpc is what things in the network say of it.
func (m *model) vpc() string { return cmp.Or(m.Network.VPC, "vpc") }

// network are the VPC, its subnets and their egress routes, and the endpoints.
func (m *model) network() {
	n := m.Network
	if !n.Made() {
		return
	}
	m.all("vpc", "addresses", n.Range, "dns", true, "host names", true)
	m.is("internet gateway", "vpc", "vpc")
	storage := "endpoint com.amazonaws." + m.Region + ".s3"
	m.all(storage, "vpc", "vpc", "type", "Gateway", "private names", false)
	m.is(storage, "routes", m.subnets("public")...)
	m.is(storage, "routes", m.subnets("private")...)
	for i, zone := range m.zones() {
		for kind, ranges := range map[string][]string{"public": n.PublicRanges, "private": n.PrivateRanges} {
			m.all(kind+" subnet "+zone, "vpc", "vpc", "zone", m.Region+zone, "routes' vpc", "vpc", "public by default", false, "addresses", ranges[i])
		}
		const anywhere = "route 0.0.0.0/0"
		m.all("public subnet "+zone, anywhere, "internet gateway", "waits for", "internet gateway")
		private, public := "private subnet "+zone, "public subnet "+zone
		switch n.Mode {
		case stack.NATGateway:
			at := "public subnet a"
			if n.NATPerZone {
				at = public
			}
			m.is(private, anywhere, "nat gateway in "+at)
			if at == public && (i == 0 || n.NATPerZone) {
				m.is("nat gateway in "+at, "address", "fixed address")
				m.all("fixed address", "in", "vpc", "waits for", "internet gateway")
			}
		case stack.NATInstance:
			nat := "nat instance in " + public
			m.is(private, anywhere, nat)
			m.all(nat, "type", n.NATInstanceType, "firewall", "nat firewall", "forwards", false, "encrypted", true, "metadata tokens", "required", "metadata", "enabled")
		}
	}
	for _, service := range n.Endpoints {
		e := "endpoint com.amazonaws." + m.Region + "." + service
		m.all(e, "vpc", "vpc", "type", "Interface", "private names", true, "firewall", "endpoints firewall")
		m.is(e, "subnet", m.subnets("private")...)
	}
	if m.FlowLog.Given() {
		m.all("flow log", "of", "vpc", "records", m.FlowLog.Traffic, "role", "flow log role", "log", "flow log's log", "to", "cloud-watch-logs", "what", "VPC")
		m.is("flow log", "waits for", "flow log role")
		m.log("flow log's log")
	}
}

// log is a log group that is kept like the app's.
func (m *model) log(name string) {
	m.is(name, "days", m.Logs.RetentionDays)
	m.kept(name)
}

// kept is what becomes of something that holds data.
func (m *model) kept(name string) { m.keptAs(name, "kept") }

// snapshot is what becomes of a store that leaves a snapshot.
func (m *model) snapshot(name string) { m.keptAs(name, "snapshot") }

func (m *model) keptAs(name, fate string) {
	if !m.Retain {
		fate = "deleted"
	}
	m.all(name, "removed", fate, "replaced", fate)
	if m.Key.Given() {
		m.is(name, "key", "key")
	}
}

// firewallOf is the firewall of a party of the model, "" for the world.
func (m *model) firewallOf(p stack.Party) string {
	switch p {
	case stack.Balancer:
		return cmp.Or(m.Balancer.Shared.SecurityGroup, "load balancer firewall")
	case stack.Tasks:
		return "tasks firewall"
	case stack.Peers:
		return "peers firewall"
	case stack.Guests:
		return "guests firewall"
	case stack.DatabaseNode:
		return "database firewall"
	case stack.FileStore:
		return "files firewall"
	case stack.CacheNode:
		return "cache firewall"
	case stack.AWSServices:
		return "endpoints firewall"
	case stack.NATInstances:
		return "nat firewall"
	}
	return ""
}

// titles are what firewalls are called in the console.
var titles = map[string]string{
	"load balancer firewall": "Load balancer", "tasks firewall": "Tasks of the service", "peers firewall": peers, "guests firewall": "Tasks of other stages", "database firewall": "Database", "files firewall": "File system", "cache firewall": "Cache",
	"endpoints firewall": "Endpoints of AWS services", "nat firewall": "NAT instances",
}

// firewalls are the openings, at both ends.
func (m *model) firewalls() {
	for _, o := range m.Openings {
		from, to := m.firewallOf(o.From), m.firewallOf(o.To)
		whom := func(name string) string {
			switch {
			case name == "":
				return "0.0.0.0/0"
			case strings.HasPrefix(name, "sg-"):
				return name
			}
			return "<" + name + ">"
		}
		for _, name := range []string{from, to} {
			if name != "" && !strings.HasPrefix(name, "sg-") && m.facts[name+": vpc"] == nil {
				m.all(name, "vpc", m.vpc(), "called", titles[name])
			}
		}
		if from != "" && !strings.HasPrefix(from, "sg-") && o.To != stack.NATInstances { // tasks reach those as they reach the internet
			m.is(from, "opens to", fmt.Sprintf("tcp %d to %s", o.Port, whom(to)))
			m.is(from, "says", cmp.Or(o.Why, o.Protocol))
		}
		if to != "" && !strings.HasPrefix(to, "sg-") && o.To != stack.Guests { // each guest lets the load balancer into its own tasks
			m.is(to, "open to", fmt.Sprintf("tcp %d from %s", o.Port, whom(from)))
			said := map[stack.Party]string{stack.Balancer: o.Protocol + " from the load balancer", stack.Tasks: o.Protocol + " from the service"}
			if o.To == stack.NATInstances {
				said[stack.Tasks] = o.Why
			}
			m.is(to, "says", cmp.Or(said[o.From], o.Why))
		}
	}
}

// sorted are texts in order, as one text.
func sorted(list []string) string { return strings.Join(slices.Sorted(slices.Values(list)), ", ") }
