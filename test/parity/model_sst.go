package parity

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// sst are the facts that SST's components add by themselves, whatever the stack
// says. Package difference has the reason for each: CloudFormation has none.
func (m *model) sst() {
	if m.Network.Made() {
		m.all("default firewall", "vpc", "vpc", "closed", "ingress", "closed", "egress")
		m.all("service names", "called", "sst", "in", "vpc")
		m.all("service name", "in", "sst", "has", "dnsrecords ttl 60, dnsrecords type A, namespaceid sst")
		m.is("service", "registered in", "service name")
	}
	if m.Scales() {
		m.is("service", "tasks at first", m.Service.Scaling.Min)
	}
	named := "HTTP"
	if m.Balancer.Shared.Given() {
		named = m.Balancer.Shared.Mark()
	}
	for _, e := range m.Balancer.Endpoints {
		m.is(fmt.Sprintf("target %d", e.Container), "named", named)
	}
	const unused = "unused aws:ec2/securityGroup:SecurityGroup"
	for _, made := range []bool{!m.Balancer.Shared.Given(), m.FileSystem.Given()} {
		if made {
			m.all(unused, "vpc", m.vpc(), "called", "Managed by SST", "closed", "ingress", "closed", "egress")
		}
	}
	if i := m.Service.Image; i.URI == "" {
		m.all("image", "platforms", map[string]string{"x86_64": "linux/amd64", "arm64": "linux/arm64"}[m.Service.Architecture], "pushed", true, "registry", "address https://"+Account+".dkr.ecr."+m.Region+".amazonaws.com, password registry-password, username AWS",
			"built in", i.Context, "built by", path.Join(i.Context, i.Dockerfile), "linked", fmt.Sprintf("sst_resource_app name %s, sst_resource_app stage %s", m.App, m.stage))
	}
	m.is("task", "pylon has SST_RESOURCE_App", fmt.Sprintf(`{"name":%q,"stage":%q}`, m.App, m.stage))
	if len(m.GrantsOf(stack.AppRole)) == 0 {
		m.is("task", "role", "app role")
		m.is("app role", "allow sts:AssumeRole", "service "+m.TrustOf(stack.AppRole).Service+m.when(m.TrustOf(stack.AppRole).When))
	}
	if m.Files.Given() {
		m.is("uploads", "goes with its objects", !m.Retain)
	}
	if m.AccessLogs.Given() {
		m.is("access logs", "goes with its objects", !m.Retain)
	}
	if m.CDN.Enabled {
		m.is("zone", "awaits", "<cdn> true")
	}
	if m.Files.Credentials == stack.AccessKey {
		m.is("uploads user", "rights through", "uploads user")
	}
	m.sstScaling()
	m.sstData()
	m.sstNames()
}

// sstScaling is how the scalable target is known to its policies, and that there
// is one for a fixed number too.
func (m *model) sstScaling() {
	c := m.Service.Scaling
	for metric, target := range map[string]int{"ECSServiceAverageCPUUtilization": c.CPU, "ECSServiceAverageMemoryUtilization": c.Memory, "ALBRequestCountPerTarget": c.Requests} {
		if target > 0 {
			m.all("scaling by "+metric, "what", "ecs:service:DesiredCount", "namespace", "ecs")
		}
	}
	if !m.Scales() {
		m.scalable()
	}
}

// sstData are passwords, their copies, and what is said twice.
func (m *model) sstData() {
	copied := func(of, holds string, kept bool) {
		fate := map[bool]string{true: "kept", false: "deleted"}[kept]
		m.all("copy of "+of, "days to bring back", 0, "holds", holds, "removed", fate, "replaced", fate)
		if m.Key.Given() {
			m.is("copy of "+of, "key", "key")
		}
	}
	if d := m.Database; d.Given() {
		copied("database password", "password <database password>, username "+d.User, false)
		m.all("database password", "length", 32, "special characters", false)
		m.all("database", "instances' parameters", "instance parameters", "snapshot at its deletion", m.Retain)
		if m.Retain {
			m.is("database", "last snapshot", m.App+"-"+m.stage+"-<database firewall>"+m.Database.NameSuffix)
		}
		m.is("instance parameters", "family", fmt.Sprintf("aurora-postgresql%d", d.Major))
		for range 1 + d.Readers {
			m.all("database instance", "parameters", "instance parameters", "subnets", "database subnets", "version", d.Version)
		}
	}
	if c := m.Cache; c.Given() {
		token := "cache token"
		if c.TransitEncryption == stack.TLSOff {
			token = "password" // redis.ts makes one that nothing takes
		}
		copied(token, "authtoken <"+token+">", false)
		m.all(token, "length", 32, "special characters", true, "of", "!&#$^<>-")
		m.all("cache", "parameters", "cache parameters", "new token by", "ROTATE", "snapshot at its deletion", m.Retain)
		if m.Retain {
			m.is("cache", "last snapshot", m.App+"-"+m.stage+"-<cache firewall>")
		}
		family := c.Engine + c.Version[:1]
		m.all("cache parameters", "family", family, "cluster-enabled", "no")
	}
}

// sstNames are IPv6 records, and how certificates are proved.
func (m *model) sstNames() {
	d := m.Domain
	if !d.Given() {
		return
	}
	if d.DNS == stack.Route53 {
		for _, name := range m.names() {
			m.alias(name+" AAAA", "true")
		}
	}
	looks := func(name string, times int) {
		if d.DNS == stack.Route53 && d.Zone == "" {
			m.is("zone", "is looked for by", slices.Repeat([]any{name}, times)...)
		}
	}
	in := " in " + cmp.Or(d.Zone, "<zone>")
	with := map[stack.DNS]string{stack.Route53: "aws" + in, stack.Cloudflare: "cloudflare" + in, stack.Vercel: "vercel"}
	proved := func(certificate string, names ...string) {
		m.is(certificate, "awaited", true)
		for _, name := range names {
			m.is("dns", "proof of "+name, "CNAME with "+with[d.DNS])
			looks(name, 1)
		}
	}
	for _, name := range m.names() {
		looks(name, 2) // A and AAAA
	}
	if m.CDN.Enabled && m.CDN.Domain != "" {
		looks(m.fill(m.CDN.Domain), 2)
	}
	if d.Certificate == "" && !m.Balancer.Shared.Given() {
		proved("certificate", m.names()...)
	}
	if m.CDN.Enabled && m.CDN.Domain != "" && m.CDN.Certificate == "" {
		proved("cdn certificate", m.fill(m.CDN.Domain))
	}
}
