package rules

import (
	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// networkRules are about the VPC and what tasks reach.
var networkRules = []*Rule{
	{
		ID: "PG213", Severity: diag.Info, Since: firstRelease,
		Title:    "interface endpoints cost more than a NAT gateway",
		Why:      "each costs about 7.30 USD a month and zone, a NAT gateway with its address about 36.50 USD; endpoints pay off where nothing may reach the internet, or with much traffic",
		Fix:      "use nat-gateway or nat-instance if tasks may reach the internet",
		Evidence: "AWS list prices of us-east-1, 730 hours, read 2026-11: 0.01 and 0.045 USD an hour.",
		Fires:    Example{Spec: "network: { mode: endpoints }"},
		Silent:   Example{Spec: "network: { mode: nat-gateway }"},
		check: func(c *checker) {
			n := c.s.Network
			endpoints := float64(len(n.Endpoints)*n.Zones) * endpointMonth
			if n.Mode == stack.Endpoints && endpoints > natMonth {
				c.find(c.at("network.mode"), "%d endpoints in %d zones cost about %.0f USD a month, one NAT gateway about %.0f", len(n.Endpoints), n.Zones, endpoints, natMonth)
			}
		},
	},
	{
		ID: "PG214", Severity: diag.Warning, Since: firstRelease,
		Title:    "a provider cannot be reached from the tasks",
		Why:      "with network.mode endpoints tasks have no way to the internet",
		Fix:      "use nat-gateway, nat-instance or public",
		Evidence: "Amazon VPC user guide, interface endpoints.",
		Fires:    Example{Spec: "network: { mode: endpoints }\nstripe: {}"},
		Silent:   Example{Spec: "network: { mode: nat-gateway }\nstripe: {}"},
	},
	{
		ID: "PG215", Severity: diag.Info, Since: firstRelease,
		Title:    "production leaves by one NAT gateway",
		Why:      "when its zone fails, tasks of the other zones cannot pull images, read secrets or call providers",
		Fix:      "write nat: per-zone, for about 36.50 USD a month and zone",
		Evidence: "Amazon VPC user guide, NAT gateways: one lives in one zone.",
		Fires:    Example{Spec: "network: { mode: nat-gateway }"},
		Silent:   Example{Spec: "network: { mode: nat-gateway, nat: per-zone }"},
		check: func(c *checker) {
			if n := c.s.Network; n.Mode == stack.NATGateway && !n.NATPerZone && c.s.Stage.Production {
				c.find(c.at("network.nat", "network.mode"), "all zones leave by one NAT gateway")
			}
		},
	},
}

// Prices in USD a month of 730 hours, us-east-1.
const (
	endpointMonth = 7.30         // an interface endpoint, in each zone
	natMonth      = 32.85 + 3.65 // a NAT gateway and its address
)
