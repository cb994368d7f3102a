package cost

import (
	"fmt"
	"math"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Saving is a choice that would make a stage cheaper.
type Saving struct {
	// Change is what to write, "network: { mode: public }".
	Change string
	// GivenUp is what is lost by it, for people.
	GivenUp string
	// Fixed and Ceiling are what it takes off the least and the most of a month, in
	// USD. Both may be 0 for a remark.
	Fixed, Ceiling float64
	// Assumed: a price in it has no source, or follows a market.
	Assumed bool
}

// choice is a way to make a stage cheaper.
type choice struct {
	change, givenUp string
	applies         func(*stack.Stack) bool
	make            func(*stack.Stack)
}

// choices are tried one by one, each on the stage as it is.
var choices = []choice{
	{"network: { mode: public }", "tasks get public addresses, which only their own connections use: the firewall still lets the load balancer in alone, and partners see changing addresses",
		func(s *stack.Stack) bool { return s.Network.Made() && s.Network.Mode != stack.PublicTasks }, func(s *stack.Stack) { s.Network.Mode = stack.PublicTasks }},
	{"network: { mode: nat-gateway, nat: single }", "when the zone of the gateway fails, tasks of the others lose the internet",
		func(s *stack.Stack) bool {
			return s.Network.Made() && s.Network.Mode == stack.NATGateway && s.Network.NATPerZone
		}, func(s *stack.Stack) { s.Network.NATPerZone = false }},
	{"service: { spot: true }", "tasks beyond those on demand may end with two minutes of notice",
		func(s *stack.Stack) bool {
			return !s.Service.Spot && s.Service.Scaling.Max > 1 && s.Shape == stack.Stateless
		},
		func(s *stack.Stack) { s.Service.Spot, s.Service.OnDemand = true, 1 }},
	{"service: { architecture: arm64 }", "the runtime's published image is for x86_64 only: you build it yourself",
		func(s *stack.Stack) bool { return s.Service.Architecture != "arm64" }, func(s *stack.Stack) { s.Service.Architecture = "arm64" }},
	{"loadBalancer: { shared: … }", "timeouts, certificates and protection are the other stage's, and everything is on port 443",
		func(s *stack.Stack) bool { return s.OwnBalancer() }, func(s *stack.Stack) { s.Balancer.Shared.ARN = "shared" }},
	{"database: { capacity: { min: 0.5 ACU } }", "the database starts from 1 GiB of memory and takes a while to grow",
		func(s *stack.Stack) bool { return s.Database.Given() && s.Database.MinACU > 0.5 }, func(s *stack.Stack) { s.Database.MinACU = 0.5 }},
	{"database: { readers: 0 }", "when the writer fails, a new one has to start first: minutes instead of seconds",
		func(s *stack.Stack) bool { return s.Database.Readers > 0 }, func(s *stack.Stack) { s.Database.Readers = 0 }},
	{"cache: { redis: { engine: valkey } }", "nothing that the runtime uses: Valkey speaks the same protocol",
		func(s *stack.Stack) bool { return s.Cache.Given() && s.Cache.Engine == "redis" }, func(s *stack.Stack) { s.Cache.Engine = "valkey" }},
	{"cache: { redis: { replicas: 0 } }", "when the node fails, the cache is away until it is replaced",
		func(s *stack.Stack) bool { return s.Cache.Given() && s.Cache.Replicas > 0 }, func(s *stack.Stack) { s.Cache.Replicas = 0 }},
	{"hardening: standard", "the key of your own, the web ACL, access logs and longer backups; the database is replaced by the change",
		func(s *stack.Stack) bool { return s.Strict }, func(s *stack.Stack) { s.Key, s.WebACL = stack.Key{}, stack.WebACL{} }},
	{"shape: single-replica", "more than one task, and deployments without an outage; the data has to be moved",
		func(s *stack.Stack) bool { return s.Shape == stack.Stateless && s.Service.Scaling.Max == 1 }, func(s *stack.Stack) { s.Database, s.Cache = stack.Database{}, stack.Cache{} }},
}

// Savings are the choices that would make a stage cheaper at the list prices of a
// Region, those that save most first in the order of their kinds. One whose prices are
// not known is left out.
func Savings(s *stack.Stack, region string) []Saving {
	now := Of(s, region)
	least, most := now.Sum()
	var all []Saving
	for _, c := range choices {
		if !c.applies(s) {
			continue
		}
		other := *s
		c.make(&other)
		e := Of(&other, region)
		if len(e.Unpriced) > len(now.Unpriced) {
			continue
		}
		l, m := e.Sum()
		if saving := (Saving{c.change, c.givenUp, least - l, most - m, !e.Exact() || !now.Exact()}); saving.Fixed >= Cent || saving.Ceiling >= Cent {
			all = append(all, saving)
		}
	}
	return append(all, remarks(s, region)...)
}

// remarks are savings that depend on what is not known, or that are none.
func remarks(s *stack.Stack, region string) []Saving {
	var all []Saving
	if s.Database.Given() {
		all = append(all, Saving{Change: "database: { capacity: { min: 0 ACU } }", GivenUp: "saves nothing: Aurora pauses without connections only, and every task keeps some open"})
	}
	if gigabytes := breakEven(s, region); gigabytes > 0 {
		all = append(all, Saving{Change: "network: { mode: nat-gateway }", GivenUp: fmt.Sprintf("is cheaper than interface endpoints below about %.0f GB a month; tasks can reach the internet then", gigabytes)})
	}
	return all
}

// breakEven is at how many GB a month interface endpoints are as cheap as one NAT
// gateway, 0 where the stage has none or a price is not known.
func breakEven(s *stack.Stack, region string) float64 {
	if s.Network.Mode != stack.Endpoints || !s.Network.Made() {
		return 0
	}
	gateway := s.Network
	gateway.Mode, gateway.NATPerZone = stack.NATGateway, false
	endpoints, nat := Ways(s.Network, region), Ways(gateway, region)
	forwarded, known := In(region, Forwarded)
	endpointed, known2 := In(region, Endpointed)
	if !known || !known2 || len(endpoints.Unpriced)+len(nat.Unpriced) > 0 || forwarded.USD <= endpointed.USD {
		return 0
	}
	more, _ := endpoints.Sum()
	less, _ := nat.Sum()
	return math.Max(0, (more-less)/(forwarded.USD-endpointed.USD))
}
