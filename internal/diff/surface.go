package diff

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// way is a connection that a firewall allows. From and To are ranges of addresses,
// or references to security groups.
type way struct {
	from, to    string
	protocol    string // "tcp", "-1" for all
	first, last int    // ports
}

func (w way) ports() string {
	switch {
	case w.protocol == "-1":
		return "all ports"
	case w.first == w.last:
		return fmt.Sprintf("%s %d", w.protocol, w.first)
	}
	return fmt.Sprintf("%s %d-%d", w.protocol, w.first, w.last)
}

// surface finds what more can be reached: ways through the firewalls, and flags
// that make something public.
func (c *comparison) surface() {
	old := waysOf(c.resources(c.old))
	for _, w := range waysOf(c.resources(c.new)) {
		if slices.ContainsFunc(old, func(o way) bool { return o.covers(w) }) || !c.opens(w) {
			continue
		}
		group, other, verb := w.to, w.from, "can reach"
		if isRange(w.to) {
			group, other, verb = w.from, w.to, "can connect to"
		}
		e := c.about(strings.Trim(group, "<>"), Opens, "update", fmt.Sprintf("%s %s %s on %s", c.party(w.from), verb, c.party(w.to), w.ports()))
		e.Property, e.New = w.ports()+" "+plain(other), value(plain(other))
		c.add(e)
	}
	for _, flag := range publicFlags {
		for _, p := range c.pairs(flag.kind) {
			was, is := text(p.old, flag.property), text(p.new, flag.property)
			if was == is || !flag.public(is) || flag.public(was) {
				continue
			}
			e := c.changed(p, Opens, flag.property, noun(p.id, flag.kind)+" "+flag.message)
			if flag.property == "PubliclyAccessible" && !c.reachable("<DatabaseSecurityGroup>") {
				e.Word = GuardRemoved
				e.Message += ", behind a security group that still admits no outside traffic"
			}
			c.add(e)
		}
	}
}

// reachable reports whether a range of addresses may reach a security group.
func (c *comparison) reachable(group string) bool {
	return slices.ContainsFunc(waysOf(c.resources(c.new)), func(w way) bool { return w.to == group && isRange(w.from) })
}

// publicFlags are properties that let anybody in, or stop keeping them out.
var publicFlags = []struct {
	kind, property, message string
	public                  func(value string) bool
}{
	{"AWS::RDS::DBInstance", "PubliclyAccessible", "gets a public address", func(v string) bool { return v == "true" }},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "Scheme", "faces the internet", func(v string) bool { return v != "internal" }},
	{"AWS::S3::Bucket", "PublicAccessBlockConfiguration.BlockPublicAcls", "can be made public by an ACL", func(v string) bool { return v != "true" }},
	{"AWS::S3::Bucket", "PublicAccessBlockConfiguration.BlockPublicPolicy", "can be made public by a policy", func(v string) bool { return v != "true" }},
	{"AWS::S3::Bucket", "PublicAccessBlockConfiguration.IgnorePublicAcls", "obeys ACLs that make it public", func(v string) bool { return v != "true" }},
	{"AWS::S3::Bucket", "PublicAccessBlockConfiguration.RestrictPublicBuckets", "can be read by anyone if a policy allows it", func(v string) bool { return v != "true" }},
}

// opens reports whether a new way is one for others: an outside address, or a group
// that existed, newly reaches something that existed, or a port opens towards the
// world. A way to or from what is made in the same change opens nothing.
func (c *comparison) opens(w way) bool {
	switch {
	case isWorld(w.from):
		return true
	case isRange(w.from):
		return c.endExisted(w.to)
	case isRange(w.to):
		return !isLoopback(w.to) && c.endExisted(w.from)
	}
	return c.endExisted(w.from) && c.endExisted(w.to)
}

// endExisted reports whether a security group was there before. One that the
// template does not make was.
func (c *comparison) endExisted(end string) bool {
	return end != "" && (!strings.HasPrefix(end, "<") || find(c.resources(c.new), idOf(end)).ID == "" || c.existed(idOf(end)))
}

// party is what people call an end of a way.
func (c *comparison) party(end string) string {
	switch end {
	case "<ServiceSecurityGroup>":
		return "tasks"
	case "<LoadBalancerSecurityGroup>":
		return "the load balancer"
	case "<DatabaseSecurityGroup>":
		return "the database"
	case "<CacheSecurityGroup>":
		return "the cache"
	case "<FileSystemSecurityGroup>":
		return "the file system"
	}
	if isWorld(end) {
		return "anybody (" + end + ")"
	}
	return plain(end)
}

func isRange(end string) bool {
	_, err := netip.ParsePrefix(end)
	return err == nil
}
func isWorld(end string) bool    { return end == "0.0.0.0/0" || end == "::/0" }
func isLoopback(end string) bool { return strings.HasPrefix(end, "127.") || end == "::1/128" }

// idOf is the id that a text refers to.
func idOf(text string) string {
	id, _, _ := strings.Cut(strings.Trim(text, "<>"), ".")
	return id
}

// covers reports whether a way allows everything that another one does.
func (w way) covers(x way) bool {
	within := func(wide, narrow string) bool {
		a, err := netip.ParsePrefix(wide)
		b, err2 := netip.ParsePrefix(narrow)
		return wide == narrow || err == nil && err2 == nil && a.Bits() <= b.Bits() && a.Contains(b.Addr())
	}
	return within(w.from, x.from) && within(w.to, x.to) &&
		(w.protocol == "-1" || w.protocol == x.protocol && w.first <= x.first && x.last <= w.last)
}

// waysOf returns the ways that the security groups of a template allow.
func waysOf(list []resource.Resource) []way {
	var out []way
	for _, r := range list {
		own := "<" + r.ID + ">"
		switch r.Type {
		case "AWS::EC2::SecurityGroup":
			for _, rule := range r.Properties.Get("SecurityGroupIngress").Present() {
				out = append(out, wayOf(rule.Value, otherEnd(rule.Value), own))
			}
			egress := r.Properties.Get("SecurityGroupEgress")
			if egress.Kind == resource.Absent && !hasOwnEgress(list, own) { // AWS lets everything out then
				out = append(out, way{own, "0.0.0.0/0", "-1", 0, 65535})
			}
			for _, rule := range egress.Present() {
				out = append(out, wayOf(rule.Value, own, otherEnd(rule.Value)))
			}
		case "AWS::EC2::SecurityGroupIngress":
			out = append(out, wayOf(r.Properties, otherEnd(r.Properties), engine.Text(r.Properties.Get("GroupId"))))
		case "AWS::EC2::SecurityGroupEgress":
			out = append(out, wayOf(r.Properties, engine.Text(r.Properties.Get("GroupId")), otherEnd(r.Properties)))
		}
	}
	return out
}

func hasOwnEgress(list []resource.Resource, group string) bool {
	return slices.ContainsFunc(list, func(r resource.Resource) bool {
		return r.Type == "AWS::EC2::SecurityGroupEgress" && engine.Text(r.Properties.Get("GroupId")) == group
	})
}

// otherEnd is the end of a rule that is not its own group.
func otherEnd(rule resource.Value) string {
	for _, name := range []string{"CidrIp", "CidrIpv6", "SourceSecurityGroupId", "DestinationSecurityGroupId", "SourcePrefixListId", "DestinationPrefixListId"} {
		if v := rule.Get(name); v.Kind != resource.Absent {
			return engine.Text(v)
		}
	}
	return ""
}

func wayOf(rule resource.Value, from, to string) way {
	port := func(name string, def int) int {
		if n, err := strconv.Atoi(engine.Text(rule.Get(name))); err == nil {
			return n
		}
		return def
	}
	return way{from, to, engine.Text(rule.Get("IpProtocol")), port("FromPort", 0), port("ToPort", 65535)}
}
