package rules

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// balancerRules are about the load balancer and realtime connections.
var balancerRules = []*Rule{
	{
		ID: "PG201", Severity: diag.Warning, Since: firstRelease,
		Title:    "the load balancer closes quiet connections too early",
		Why:      "an event stream sends a comment every 30 seconds and WebSockets send no pings at all: below 60 seconds healthy clients are cut off",
		Fix:      "use 60 seconds or more; 3600 seconds is the default",
		Evidence: "crates/runtime/src/{sse,ws}.rs at 0.3.23; AWS: the idle timeout is 1 to 4000 seconds.",
		Fires:    Example{Spec: "loadBalancer: { idleTimeout: 30 seconds }"},
		Silent:   Example{Spec: "loadBalancer: { idleTimeout: 3600 seconds }"},
		check: func(c *checker) {
			if t := c.s.Balancer.IdleTimeout; t < 60 && c.realtime() && !c.s.Balancer.Shared.Given() {
				c.find(c.at("loadBalancer.idleTimeout"), "quiet connections are closed after %d seconds", t)
			}
		},
	},
	{
		ID: "PG202", Severity: diag.Warning, Since: firstRelease,
		Title:    "the CDN is in front of realtime paths",
		Why:      "clients that know the CDN's name open what the main port serves through it; it closes a WebSocket after 10 quiet minutes and counts each of them",
		Fix:      "let clients use the API's own host for realtime and ignore this with that reason, or write cdn: false",
		Evidence: "Amazon CloudFront developer guide, using WebSockets; the limit is from AWS re:Post, not seen on a real account.",
		Fires:    Example{Spec: "loadBalancer: { ports: single }\ncdn: { domain: cdn.example.com }"},
		Silent:   Example{Spec: "loadBalancer: { ports: single }"},
		check: func(c *checker) {
			if c.s.CDN.Enabled && c.s.CDN.Domain != "" && c.realtimeAtMain() {
				c.find(c.at("cdn.domain"), "realtime connections can be opened through %s", c.s.CDN.Domain)
			}
		},
	},
	{
		ID: "PG204", Severity: diag.Info, Since: firstRelease, Lacking: pylon.MainSocket,
		Title:    "clients must be told where the WebSocket is",
		Why:      "for an https URL the client derives wss://host without a port and never tries 4322; some networks pass port 443 only",
		Fix:      "configure clients with wsUrl: wss://<host>:4322, or write loadBalancer: { ports: single }",
		Evidence: "packages/sync/src/index.ts at 0.3.23.",
		Fires:    Example{Spec: "pylon: { version: 0.3.72 }\nloadBalancer: { expose: [http, websocket] }"},
		Silent:   Example{Spec: "pylon: { version: 0.3.113 }\nloadBalancer: { expose: [http, websocket] }"},
		check: func(c *checker) {
			if c.reachable(stack.WebSocket) && !c.s.Balancer.SinglePort && c.s.Domain.Given() {
				c.find(c.at("loadBalancer.expose"), "clients need wsUrl: wss://%s:%d", c.s.Domain.Name, pylon.Ports[1].Port)
			}
		},
	},
	{
		ID: "PG205", Severity: diag.Info, Since: firstRelease,
		Title:    "the runtime's client cannot use event streams on an https page",
		Why:      "it asks http://host:port+2/events, which browsers refuse as mixed content",
		Fix:      "use WebSockets, or leave sse out of loadBalancer.expose; the mistake is in the client",
		Evidence: "packages/sync/src/index.ts at 0.3.23; newer clients were not read.",
		Fires:    Example{Spec: "loadBalancer: { expose: [http, websocket, sse] }"},
		Silent:   Example{Spec: "loadBalancer: { expose: [http, websocket] }"},
		check: func(c *checker) {
			if c.reachable(stack.SSE) && c.s.Domain.Given() {
				c.find(c.at("loadBalancer.expose"), "sse is exposed, and the runtime's own client asks for it over plain http")
			}
		},
	},
	{
		ID: "PG206", Severity: diag.Error, Since: firstRelease, Lacking: pylon.SSEAuth,
		Title:    "event streams are open to everyone",
		Why:      "anyone who connects to 4323 receives every change of every tenant: there is no token and no filter",
		Fix:      "leave sse out of loadBalancer.expose, or upgrade the runtime to 0.3.72",
		Evidence: "crates/runtime/src/sse.rs at 0.3.23; upstream called it P0, CHANGELOG of 0.3.71 and 0.3.72.",
		Fires:    Example{Spec: "pylon: { version: 0.3.71 }\nloadBalancer: { expose: [http, websocket, sse] }"},
		Silent:   Example{Spec: "pylon: { version: 0.3.72 }\nloadBalancer: { expose: [http, websocket, sse] }"},
		check: func(c *checker) {
			if c.reachable(stack.SSE) {
				c.find(c.at("loadBalancer.expose"), "runtime %s serves sse without authentication", c.version)
			}
		},
	},
	{
		ID: "PG208", Severity: diag.Info, Since: firstRelease,
		Title:    "the shard port is exposed, and nothing listens there",
		Why:      "pylon start opens 4324 only for shards that the manifest declares, or that an embedding program has, and from about 0.13 not at all",
		Fix:      "leave shards out of loadBalancer.expose",
		Evidence: "crates/cli/src/commands/start.rs and crates/runtime/src/server.rs at 0.3.23; apps/docs shards.mdx at 05d2a7d.",
		Fires:    Example{Spec: "loadBalancer: { expose: [http, websocket, shards] }"},
		Silent:   Example{Spec: "loadBalancer: { expose: [http, websocket] }"},
		check: func(c *checker) {
			_, atMain := c.s.Balancer.AtMain(stack.Shards)
			_, port := c.s.Balancer.Endpoint(stack.Shards)
			switch {
			case !port:
			case atMain:
				c.find(c.at("loadBalancer.expose"), "shards are exposed, and runtime %s serves them on its main port", c.version)
			case len(c.features(stack.FeatureShard)) == 0:
				c.find(c.at("loadBalancer.expose"), "shards are exposed, and the manifest has none")
			}
		},
	},
	{
		ID: "PG209", Severity: diag.Warning, Since: firstRelease,
		Title:    "the API speaks plain HTTP",
		Why:      "without a domain there is no certificate: tokens and data travel in the clear, and browsers and iOS refuse much of it",
		Fix:      "add a domain to the stage",
		Evidence: "ACM certificates name hosts; the name of a load balancer cannot have one.",
		Fires:    Example{Spec: "origins: [https://app.example.com]\nstages: { production: {} }"},
		Silent:   Example{Spec: "origins: [https://app.example.com]\nstages: { production: { domain: { name: api.example.com } } }"},
		check: func(c *checker) {
			if !c.s.Domain.Given() {
				c.find(c.s.Stage.Pos, "there is no domain: the load balancer speaks plain HTTP")
			}
		},
	},
	{
		ID: "PG210", Severity: diag.Error, Since: firstRelease,
		Title:    "a certificate is in another Region than the resource that uses it",
		Why:      "a load balancer takes certificates of its own Region, CloudFront those of us-east-1",
		Fix:      "name a certificate in the Region that the finding says",
		Evidence: "AWS Certificate Manager user guide, supported Regions.",
		Fires:    Example{Spec: "stages:\n  production:\n    domain:\n      name: api.example.com\n      certificate: arn:aws:acm:eu-west-1:123456789012:certificate/0a1b"},
		Silent:   Example{Spec: "stages:\n  production:\n    domain:\n      name: api.example.com\n      certificate: arn:aws:acm:us-east-1:123456789012:certificate/0a1b"},
	},
	{
		ID: "PG218", Severity: diag.Warning, Since: firstRelease, Versions: pylon.Range{From: pylon.Version{Minor: 3, Patch: 71}},
		Title:    "event streams are exposed and switched off",
		Why:      "PYLON_SSE_PORT_DISABLE closes 4323, the listener leads nowhere",
		Fix:      "remove the variable, or leave sse out of loadBalancer.expose",
		Evidence: "CHANGELOG of 0.3.71.",
		Fires:    Example{Spec: "service: { env: { PYLON_SSE_PORT_DISABLE: \"1\" } }"},
		Silent:   Example{Spec: "service: { env: { PYLON_SSE_PORT_DISABLE: \"1\" } }\nloadBalancer: { expose: [http, websocket] }"},
		check: func(c *checker) {
			if v, _ := c.variable("PYLON_SSE_PORT_DISABLE"); isTrue(v) && c.reachable(stack.SSE) {
				c.find(c.at("service.env.PYLON_SSE_PORT_DISABLE"), "sse is exposed, and PYLON_SSE_PORT_DISABLE closes its port")
			}
		},
	},
	{
		ID: "PG220", Severity: diag.Warning, Since: firstRelease, Versions: pylon.Range{From: pylon.MainShards.From, Before: pylon.MainShards.Known},
		Title:    "it is not proven on which port the runtime serves shards",
		Why:      "older versions serve them on 4324, newer ones on the main port at " + pylon.ShardPath + "; 4324 is taken for it",
		Fix:      "try it, and use another version, or write loadBalancer: { ports: separate } so that both ports can be reached",
		Evidence: pylon.MainShards.Evidence,
		Fires:    Example{Spec: "pylon: { version: 0.11.0 }", Manifest: `"shards": [{"name": "arena"}]`},
		Silent:   Example{Spec: "pylon: { version: 0.13.0 }", Manifest: `"shards": [{"name": "arena"}]`},
		check: func(c *checker) {
			if shards := c.features(stack.FeatureShard); len(shards) > 0 {
				c.find(shards[0].Pos, "%s, and runtime %s may serve them on its main port", several(shards, "the app has the shard", "shards"), c.version)
			}
		},
	},
	{
		ID: "PG221", Severity: diag.Error, Since: firstRelease,
		Title:    "a name is too long to be the first of a new certificate",
		Why:      "the first name becomes the certificate's common name, which has at most 64 characters: ACM refuses to make it",
		Fix:      "make the long name an alias of a shorter one, or name a certificate of your own",
		Evidence: "ACM API reference, RequestCertificate: 64 characters for DomainName, 253 for the other names; not tried on AWS.",
		Fires:    Example{Spec: "stages:\n  production:\n    domain:\n      name: orders-invoices-and-payments.production.internal-platform.example.com"},
		Silent: Example{Spec: "stages:\n  production:\n    domain:\n      name: api.example.com\n" +
			"      aliases: [orders-invoices-and-payments.production.internal-platform.example.com]"},
	},
	{
		ID: "PG222", Severity: diag.Warning, Since: firstRelease,
		Title:    "the stage's names cannot be in one zone",
		Why:      "the deployment writes all its records into one zone, which takes names below its own only; an error where domain.zone names the zone",
		Fix:      "give the stage names in one zone, or make the records and the certificate yourself: dns: external, and its ARN in domain.certificate",
		Evidence: "Route 53 API reference, ChangeResourceRecordSets; SST's own DNS components at 4.17.1; not tried on AWS. Names that share only a top-level domain count as names of different zones.",
		Fires:    Example{Spec: "stages:\n  production:\n    domain:\n      name: api.example.com\n      aliases: [api.example.org]"},
		Silent:   Example{Spec: "stages:\n  production:\n    domain:\n      name: api.example.com\n      aliases: [api.eu.example.com]"},
		check:    zones,
	},
	{
		ID: "PG223", Severity: diag.Error, Since: firstRelease,
		Title:    "a new certificate would have more names than ACM's quota allows",
		Why:      "an account has 10 names for each certificate until AWS raises its quota; ACM refuses to make the certificate",
		Fix:      "remove aliases, or name a certificate with domain.certificate; where the quota has been raised, ignore this with that reason",
		Evidence: "ACM user guide, Quotas: 10 domain names for each certificate by default, up to 100 on request; not tried on AWS.",
		Fires: Example{Spec: "stages:\n  production:\n    domain:\n      name: api.example.com\n" +
			"      aliases: [a.example.com, b.example.com, c.example.com, d.example.com, e.example.com, f.example.com, g.example.com, h.example.com, i.example.com, j.example.com]"},
		Silent: Example{Spec: "stages:\n  production:\n    domain:\n      name: api.example.com\n" +
			"      aliases: [a.example.com, b.example.com, c.example.com, d.example.com, e.example.com, f.example.com, g.example.com, h.example.com, i.example.com]"},
		check: func(c *checker) {
			if n := len(c.s.Domain.Names()); c.s.MakesCertificate() && n > maxCertificateNames {
				c.find(c.at("domain.aliases"), "the certificate would have %d names, the default quota is %d", n, maxCertificateNames)
			}
		},
	},
	{
		ID: "PG310", Severity: diag.Warning, Since: firstRelease, Lacking: pylon.AddressLimit,
		Title:    "a task takes 64 WebSockets for each node of the load balancer",
		Why:      "the limit counts addresses of peers, and behind a load balancer these are its nodes: with two zones about 128 clients per task, the others are dropped silently",
		Fix:      "upgrade the runtime, or plan for it",
		Evidence: "crates/runtime/src/ip_limit.rs at 0.3.23.",
		Fires:    Example{Spec: "pylon: { version: 0.3.72 }"},
		Silent:   Example{Spec: "pylon: { version: 0.5.0 }"},
		check: func(c *checker) {
			if c.realtime() {
				c.find(c.at("pylon.version"), "runtime %s takes 64 connections for each node of the load balancer", c.version)
			}
		},
	},
}

// realtimeAtMain reports whether the port that the CDN leads to serves WebSockets
// or event streams.
func (c *checker) realtimeAtMain() bool {
	return len(c.s.Balancer.Main) > 0 || c.s.Balancer.SinglePort && c.realtime()
}

// realtime reports whether WebSockets or event streams can be reached.
func (c *checker) realtime() bool {
	return c.reachable(stack.WebSocket) || c.reachable(stack.SSE)
}

// maxCertificateNames is ACM's default quota.
const maxCertificateNames = 10

// zones holds the stage's names against the zone that their records are written
// to. Of a zone in Route 53 and Cloudflare only the id is known: names that share
// less than two labels cannot both be in it, unless it is a top-level domain.
func zones(c *checker) {
	d := c.s.Domain
	check := func(path string, name stack.Staged) {
		switch {
		case name == "" || d.DNS == stack.External:
		case d.DNS == stack.Vercel: // its zones go by their domain
			if text := string(name); text != d.Zone && !strings.HasSuffix(text, "."+d.Zone) {
				c.find(c.at(path), "%s is not in the zone %s", name, d.Zone).Severity = diag.Error
			}
		case sharedLabels(string(d.Name), string(name)) >= 2:
		case d.Zone != "":
			c.find(c.at(path), "%s and %s cannot both be in the zone %s", d.Name, name, d.Zone).Severity = diag.Error
		case d.DNS == stack.Route53:
			found := c.find(c.at(path), "%s and %s cannot be in one hosted zone", d.Name, name)
			found.Why = "the CloudFormation template writes all records into one hosted zone; SST finds a zone for each name"
		}
	}
	check("domain.name", d.Name)
	for _, alias := range d.Aliases {
		check("domain.aliases", alias)
	}
	check("cdn.domain", c.s.CDN.Domain)
}

// sharedLabels is the number of labels at the end that two names have in common.
func sharedLabels(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	n := 0
	for n < len(x) && n < len(y) && x[len(x)-1-n] == y[len(y)-1-n] {
		n++
	}
	return n
}
