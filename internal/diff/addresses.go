package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// addresses finds hosts, ports and paths that clients use and that go.
func (c *comparison) addresses() {
	var said []string
	gone := func(address, message string) {
		if !slices.Contains(said, address) {
			said = append(said, address)
			c.add(Effect{Word: BreaksAddress, Resource: address, Action: "remove", Property: "address", Old: value(address), Message: message, Confidence: Proven})
		}
	}
	old, now := hostsOf(c.old), hostsOf(c.new)
	for _, host := range old {
		if !slices.Contains(now, host) {
			gone(host, fmt.Sprintf("%s stops answering", host))
		}
	}
	c.ports(gone)
	if len(old) == 0 || len(now) == 0 || slices.Contains(now, old[0]) {
		c.paths(gone)
	}
	c.records53(gone)
	for _, r := range c.resources(c.old) {
		const enabled = "DistributionConfig.Enabled"
		if r.Type == "AWS::CloudFront::Distribution" && text(r, enabled) == "true" && text(find(c.resources(c.new), r.ID), enabled) != "true" {
			c.add(c.about(r.ID, BreaksAddress, "remove", "the CDN's address stops answering"))
		}
	}
	for _, kind := range []string{"AWS::CloudFront::Distribution", "AWS::ElasticLoadBalancingV2::LoadBalancer"} {
		for _, r := range c.resources(c.old) {
			if r.Type == kind && c.replaced(r.ID) {
				c.add(c.about(r.ID, BreaksAddress, "replace", noun(r.ID, kind)+" gets another address of its own"))
			}
		}
	}
	if c.target == CloudFormation {
		c.outputs()
	}
}

// records53 finds records that go although the stage keeps the name.
func (c *comparison) records53(gone func(address, message string)) {
	now := recordsOf(c.resources(c.new))
	for _, name := range recordsOf(c.resources(c.old)) {
		if host := plain(name); !slices.Contains(now, name) && slices.Contains(hostsOf(c.new), host) {
			gone(host, fmt.Sprintf("the record of %s goes: the name stops answering until another one is there", host))
		}
	}
}

// recordsOf are the names that a template has records of.
func recordsOf(list []resource.Resource) []string {
	var out []string
	for _, r := range list {
		if r.Type != "AWS::Route53::RecordSetGroup" {
			continue
		}
		for _, record := range r.Properties.Get("RecordSets").Present() {
			out = append(out, engine.Text(record.Value.Get("Name")))
		}
	}
	return out
}

// hostsOf are the names that clients use.
func hostsOf(s *Stage) []string {
	var out []string
	for _, name := range s.Domain.Names() {
		out = append(out, name.String())
	}
	if s.CDN.Enabled && s.CDN.Domain != "" {
		out = append(out, s.CDN.Domain.String())
	}
	return out
}

// ports finds listeners that go or change what they speak.
func (c *comparison) ports(gone func(address, message string)) {
	now := listenersOf(c, c.new)
	for _, l := range listenersOf(c, c.old) {
		i := slices.IndexFunc(now, func(x listener) bool { return x.port == l.port })
		switch {
		case i < 0:
			gone("port "+l.port, fmt.Sprintf("port %s of the load balancer stops answering", l.port))
		case now[i].protocol != l.protocol:
			gone("port "+l.port+" "+l.protocol, fmt.Sprintf("port %s of the load balancer speaks %s instead of %s", l.port, now[i].protocol, l.protocol))
		case l.port == "80" && l.answers && !now[i].answers:
			gone("port 80 HTTP", "plain HTTP on port 80 only redirects to HTTPS")
		}
	}
}

// listener is a port of the load balancer; it answers, or redirects.
type listener struct {
	port, protocol string
	answers        bool
}

func listenersOf(c *comparison, s *Stage) []listener {
	var out []listener
	for _, r := range c.resources(s) {
		if r.Type == "AWS::ElasticLoadBalancingV2::Listener" {
			out = append(out, listener{text(r, "Port"), text(r, "Protocol"), !strings.Contains(text(r, "DefaultActions"), "redirect")})
		}
	}
	return out
}

// paths finds the places of endpoints that move: clients open a kind of endpoint
// at another port or path, and the old place serves it no longer.
func (c *comparison) paths(gone func(address, message string)) {
	serves := func(s *Stage, a stack.Address) bool {
		b := s.Balancer
		if m, ok := b.AtMain(a.Kind); ok && m.Listener == a.Listener && m.Path == a.Path {
			return true
		}
		e, ok := b.Endpoint(a.Kind)
		return ok && e.Listener == a.Listener && e.Path == a.Path
	}
	for _, kind := range []stack.EndpointKind{stack.HTTP, stack.WebSocket, stack.SSE, stack.Shards} {
		var places []stack.Address
		if a, ok := c.old.Balancer.AtMain(kind); ok {
			places = append(places, a)
		}
		if e, ok := c.old.Balancer.Endpoint(kind); ok {
			places = append(places, stack.Address{Kind: e.Kind, Listener: e.Listener, WebSocket: e.WebSocket, Path: e.Path})
		}
		for _, a := range places {
			if !serves(c.new, a) && !c.plainNow(a) && c.answers(a.Listener) {
				gone(fmt.Sprintf("%d%s (%s)", a.Listener, a.Path, kind), fmt.Sprintf("clients no longer find %s at port %d%s", kind, a.Listener, a.Path))
			}
		}
	}
}

// answers reports whether a port of the load balancer still answers: one that does
// not is said once, whatever was behind it.
func (c *comparison) answers(port int) bool {
	return !c.new.OwnBalancer() || slices.ContainsFunc(listenersOf(c, c.new), func(l listener) bool { return l.port == fmt.Sprint(port) })
}

// plainNow reports whether an address goes because the stage gets or loses its
// domain, which is said of the ports.
func (c *comparison) plainNow(a stack.Address) bool {
	return c.old.Secure() != c.new.Secure() && (a.Listener == stack.HTTPPort || a.Listener == stack.HTTPSPort)
}

// outputs finds exported outputs of the stack that go, all in one.
func (c *comparison) outputs() {
	var names []string
	for _, m := range c.old.Outputs.Present() {
		if c.new.Outputs.Get(m.Name).Kind != resource.Absent {
			continue
		}
		if name := m.Value.Get("Export", "Name"); name.Kind != resource.Absent {
			names = append(names, engine.Text(name))
		}
	}
	if len(names) == 0 {
		return
	}
	for _, name := range names {
		if by := importers(c.head, name); len(by) > 0 {
			c.add(Effect{Word: Refused, Resource: "Outputs", Type: "Export", Action: "remove", Property: plain(name), Old: value(plain(name)), Confidence: Documented,
				Message: fmt.Sprintf("CloudFormation refuses to drop the export %s, which stage %s imports", plain(name), list(by)),
				Source:  "CloudFormation user guide, exports", Fix: "change the other stage first"})
			return
		}
	}
	message := fmt.Sprintf("the exported value %s goes, which other stacks may import", plain(names[0]))
	if len(names) > 1 {
		message = fmt.Sprintf("%d exported values that other stacks may import are removed: %s, ...", len(names), plain(names[0]))
	}
	e := Effect{Word: BreaksAddress, Resource: "Outputs", Type: "Export", Action: "remove", Property: "Export", Old: value(plain(strings.Join(names, ", "))), Confidence: Documented,
		Message: message, Why: "CloudFormation refuses it while one does", Source: "CloudFormation user guide, outputs"}
	c.add(e)
}

// importers are the stages of a side that import an exported value.
func importers(side *Side, name string) []string {
	var imports func(v resource.Value) bool
	imports = func(v resource.Value) bool {
		return v.Function == resource.ImportValue && v.Text == name || slices.ContainsFunc(v.Members, func(m resource.Member) bool { return imports(m.Value) })
	}
	var out []string
	for _, s := range stagesOf(side) {
		if slices.ContainsFunc(s.Template, func(r resource.Resource) bool { return imports(r.Properties) }) {
			out = append(out, s.Stack.Stage.Name)
		}
	}
	return out
}

// outgoing finds that the address changes that others see calls come from.
func (c *comparison) outgoing() {
	old, now := c.old.Network, c.new.Network
	message, name := "", ""
	switch {
	case old.Mode == stack.Endpoints:
		return // nothing outside was called
	case now.Mode == stack.Endpoints:
		name = "network.mode"
		message = "calls to servers outside of AWS fail: there is no way to the internet any more"
	case old.Mode != now.Mode:
		name = "network.mode"
		message = fmt.Sprintf("calls to others leave from other addresses (%s instead of %s): allow lists of partners have to follow", wayOut(now), wayOut(old))
	case old.NATPerZone != now.NATPerZone && now.Mode == stack.NATGateway:
		name = "network.nat"
		message = "calls from some zones leave from another address, and their open connections drop: allow lists of partners have to follow"
	default:
		for _, kind := range []string{"AWS::EC2::EIP", "AWS::EC2::NatGateway"} {
			for _, r := range c.resources(c.old) {
				if r.Type == kind && (c.replaced(r.ID) || find(c.resources(c.new), r.ID).ID == "") {
					name, message = r.ID, "an address that calls to others leave from goes: allow lists of partners have to follow"
				}
			}
		}
	}
	if message == "" {
		return
	}
	c.add(Effect{Word: BreaksAddress, Resource: name, Action: "update", Property: "outgoing address", Old: value(wayOut(old)), New: value(wayOut(now)), Message: message, Confidence: Proven})
}

// wayOut is what people call the way to the internet.
func wayOut(n stack.Network) string {
	switch n.Mode {
	case stack.NATGateway:
		if n.NATPerZone {
			return "a NAT gateway in each zone"
		}
		return "one NAT gateway"
	case stack.NATInstance:
		return "NAT instances"
	case stack.Endpoints:
		return "no way to the internet"
	case stack.Private:
		return "the VPC's own way"
	}
	return "each task's own address"
}
