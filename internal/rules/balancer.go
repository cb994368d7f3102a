package rules

import (
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
		Title:    "the CDN stands in front of realtime paths",
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
		Fix:      "give clients wsUrl: wss://<host>:4322, or write loadBalancer: { ports: single }",
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
		Title:    "event streams are open to anybody",
		Why:      "whoever connects to 4323 gets every change of every tenant: there is no token and no filter",
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
		Title:    "a certificate lies in another Region than what uses it",
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
		ID: "PG310", Severity: diag.Warning, Since: firstRelease, Lacking: pylon.AddressLimit,
		Title:    "a task takes 64 WebSockets for each node of the load balancer",
		Why:      "the limit counts addresses of peers, and behind a load balancer these are its nodes: with two zones about 128 clients per task, the others are dropped without a word",
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

// realtime says whether WebSockets or event streams can be reached.
func (c *checker) realtime() bool {
	return c.reachable(stack.WebSocket) || c.reachable(stack.SSE)
}
