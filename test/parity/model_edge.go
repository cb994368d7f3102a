package parity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// forward is an action that leads to an endpoint.
func forward(e stack.Endpoint) string {
	return fmt.Sprintf("targetgrouparn <target %d>, type forward", e.Container)
}

// balancer are target groups, listeners and rules.
func (m *model) balancer() {
	b := m.Balancer
	for _, e := range b.Endpoints {
		t := fmt.Sprintf("target %d", e.Container)
		m.all(t, "vpc", m.vpc(), "protocol", "HTTP", "targets", "ip", "drain seconds", m.Service.Drain, "sticky", e.Sticky,
			"health protocol", b.Health.Protocol, "health port", b.Health.Port, "health path", b.Health.Path, "health codes", b.Health.Codes,
			"health interval", b.Health.Interval, "health timeout", b.Health.Timeout, "healthy after", b.Health.Healthy, "unhealthy after", b.Health.Unhealthy)
		if e.Sticky {
			m.all(t, "sticky by", "lb_cookie", "sticky seconds", b.StickyDuration)
		}
	}
	if b.Shared.Given() {
		first := b.Shared.Priority
		if first == 0 {
			first = stack.RulePriority(m.App, m.stage)
		}
		for _, e := range b.Rules() {
			m.is(b.Shared.Listener, "rule", fmt.Sprintf("%d. %s: %s", first+e.Order, m.conditions(e, true), forward(e)))
		}
		m.is(b.Shared.Listener, "further certificate", m.Domain.Certificate)
		return
	}
	const lb = "load balancer"
	if m.Network.Made() {
		m.is(lb, "waits for", "internet gateway")
	}
	m.all(lb, "type", "application", "internal", false, "firewall", "load balancer firewall", "idle seconds", b.IdleTimeout, "protected", m.Protect,
		"drops invalid headers", b.DropInvalidHeaders, "desync", b.Desync, "across zones", true, "logs", m.AccessLogs.Given())
	m.is(lb, "subnet", m.subnets("public")...)
	if m.AccessLogs.Given() {
		m.all(lb, "logs to", "access logs", "logs under", m.AccessLogs.BalancerPrefix, "waits for", "access logs")
	}
	for _, e := range b.Endpoints {
		l := fmt.Sprintf("listener %d", e.Listener)
		if b.SinglePort && e.Priority > 0 {
			m.is(l, "rule", fmt.Sprintf("%d. %s: %s", e.Priority, m.conditions(e, false), forward(e)))
			continue
		}
		m.all(l, "of", lb, "else", forward(e), "protocol", map[bool]string{true: "HTTPS", false: "HTTP"}[m.Secure()])
		if m.Secure() {
			m.all(l, "tls", b.TLSPolicy, "certificate", m.certificate())
		}
	}
	if b.Redirect {
		m.all("listener 80", "of", lb, "protocol", "HTTP", "else", "redirect port 443, redirect protocol HTTPS, redirect statuscode HTTP_301, type redirect")
	}
}

// certificate is the listeners' certificate: given, or made.
func (m *model) certificate() string {
	if m.Domain.Certificate != "" {
		return m.Domain.Certificate
	}
	return "certificate"
}

// conditions are those of an endpoint's rule; on a listener that others use too,
// the stage's names are among them.
func (m *model) conditions(e stack.Endpoint, shared bool) string {
	var all []string
	for _, c := range e.Conditions {
		switch {
		case c.Header != "":
			all = append(all, "header "+c.Header+"="+c.Value)
		case c.Query != "":
			all = append(all, "query "+c.Query+" "+c.Value)
		default:
			all = append(all, "path "+c.Path)
		}
	}
	if shared {
		all = append(all, "host "+sorted(m.names()))
	}
	slices.Sort(all)
	return strings.Join(all, " & ")
}

// names are the names of the API.
func (m *model) names() []string {
	names := []string{m.fill(m.Domain.Name)}
	for _, alias := range m.Domain.Aliases {
		names = append(names, m.fill(alias))
	}
	return names
}

// domain are certificates and records.
func (m *model) domain() {
	d := m.Domain
	if !d.Given() {
		return
	}
	if d.Certificate == "" && !m.Balancer.Shared.Given() {
		m.all("certificate", "name", m.fill(d.Name), "proved by", "DNS")
		for _, name := range m.names()[1:] {
			m.is("certificate", "further name", name)
		}
		m.proof("certificate", m.names()...)
	}
	for _, name := range m.names() {
		if d.DNS == stack.Route53 {
			m.alias(name+" A", "true")
			continue
		}
		target, _ := m.balancerAddress()
		m.canonical(name, target)
	}
	if m.CDN.Enabled && m.CDN.Domain != "" {
		name := m.fill(m.CDN.Domain)
		if d.DNS == stack.Route53 {
			m.aliasTo(name+" A", "<cdn address>", cloudFront, "false")
			m.aliasTo(name+" AAAA", "<cdn address>", cloudFront, "false")
			return
		}
		m.canonical(name, "<cdn address>")
	}
}

// cdnRegion is where CloudFront looks for certificates.
const cdnRegion = "us-east-1"

// cloudFront is the zone of all distributions.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
const cloudFront = "Z2FDTNDATAQYW2"

// proof is in which zone ACM proves the names of a certificate.
func (m *model) proof(certificate string, names ...string) {
	for _, name := range names {
		m.is(certificate, "proof", "domainname "+name+", hostedzoneid "+cmp.Or(m.Domain.Zone, "<zone>"))
	}
}

// balancerAddress is the load balancer's name, and the zone that it is in.
func (m *model) balancerAddress() (name, zone string) {
	if m.Balancer.Shared.Given() {
		return m.Balancer.Shared.DNSName, "that of the Region's load balancers"
	}
	return "<load balancer address>", "<load balancer zone>"
}

// alias is a record in Route 53 that leads to the load balancer.
func (m *model) alias(record, health string) {
	target, zone := m.balancerAddress()
	m.aliasTo(record, target, zone, health)
}

// aliasTo is a record in Route 53 that leads somewhere.
func (m *model) aliasTo(record, target, zone, health string) {
	m.all("dns", record, target, record+" with", "aws", record+" in", cmp.Or(m.Domain.Zone, "<zone>"), record+"'s target in", zone, record+" if healthy", health)
}

// canonical is a name that Route 53 does not answer for: a record that SST makes,
// and an output that names what to make.
func (m *model) canonical(name, target string) {
	output := "CdnDnsRecord"
	if i := slices.Index(m.names(), name); i >= 0 {
		output = fmt.Sprintf("DnsRecord%d", i+1)
	}
	m.is("output", output, name+" CNAME "+target)
	record := name + " CNAME"
	switch m.Domain.DNS {
	case stack.Cloudflare:
		m.all("dns", record, target, record+" with", "cloudflare", record+" in", cmp.Or(m.Domain.Zone, "<zone>"), record+" proxied", false)
	case stack.Vercel:
		m.all("dns", record, target, record+" with", "vercel")
	}
}

// cdn is the distribution.
func (m *model) cdn() {
	c := m.CDN
	if !c.Enabled {
		return
	}
	for _, code := range c.Errors {
		m.is("cdn", fmt.Sprintf("keeps an error %d", code), c.ErrorTTL)
	}
	m.all("cdn", "enabled", true, "http", c.HTTPVersion, "ipv6", c.IPv6, "prices", c.PriceClass, "countries", "none")
	certificate := "cdn certificate"
	switch {
	case c.Domain == "":
		m.is("cdn", "cloudfront.net's certificate", true)
	default:
		if c.Certificate != "" {
			certificate = c.Certificate
		} else {
			m.all(certificate, "name", m.fill(c.Domain), "proved by", "DNS")
			if m.Region != cdnRegion {
				m.is(certificate, "region", cdnRegion)
			}
			m.proof(certificate, m.fill(c.Domain))
		}
		m.all("cdn", "cloudfront.net's certificate", false, "name", m.fill(c.Domain), "certificate", certificate, "viewers' tls", c.ViewerTLS, "viewers' name by", "sni-only")
	}
	host, protocol := "<load balancer address>", "http-only"
	if m.Secure() {
		host, protocol = m.fill(m.Domain.Name), "https-only"
	}
	m.all("cdn", "origin api is", host, "origin api called", "api", "origin api http port", stack.HTTPPort, "origin api https port", stack.HTTPSPort, "origin api protocol", protocol,
		"origin api read seconds", c.OriginTimeout, "origin api idle seconds", c.OriginTimeout)
	for _, version := range c.OriginTLS {
		m.is("cdn", "origin api tls", version)
	}
	behaviour := func(what string, b stack.Behavior) {
		m.all("cdn", what+" asks", "api", what+" plain http", c.Viewers, what+" cache policy", b.Cache.ID, what+" request policy", b.Origin.ID, what+" compresses", c.Compress,
			what+" methods", sorted(b.Methods), what+" caches", sorted(b.CachedMethods))
	}
	behaviour("else", c.Default)
	for n, path := range c.CachePaths {
		what := fmt.Sprintf("behaviour %d", n+1)
		behaviour(what, c.Cached)
		m.is("cdn", what+" for", path)
	}
	if m.Domain.DNS == stack.Route53 && m.Secure() {
		m.is("cdn", "waits for", "dns")
	}
	if m.AccessLogs.Given() {
		m.is("cdn", "waits for", "access logs")
		m.all("cdn", "logs to", "<access logs address>", "logs under", m.AccessLogs.CDNPrefix, "logs cookies", m.AccessLogs.Cookies)
	}
}
