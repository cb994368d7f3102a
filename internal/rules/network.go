package rules

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// networkRules are about the VPC and what tasks reach.
var networkRules = []*Rule{
	{
		ID: "PG213", Severity: diag.Info, Since: firstRelease,
		Title:    "interface endpoints cost more than a NAT gateway",
		Why:      "each is paid by the hour in each zone, and more than five of them cost more than a NAT gateway with its address; endpoints pay off where nothing may reach the internet, or with much traffic",
		Fix:      "use nat-gateway or nat-instance if tasks may reach the internet",
		Evidence: "AWS list prices of the stage's Region or, where one is not known, of us-east-1; a month has 730 hours.",
		Fires:    Example{Spec: "network: { mode: endpoints }"},
		Silent:   Example{Spec: "network: { mode: nat-gateway }"},
		check: func(c *checker) {
			n := c.s.Network
			if n.Mode != stack.Endpoints {
				return
			}
			gateway := n
			gateway.Mode = stack.NATGateway
			many, one := cost.Ways(n, c.s.Region), cost.Ways(gateway, c.s.Region)
			if len(many.Unpriced)+len(one.Unpriced) > 0 {
				many, one = cost.Ways(n, cost.Reference), cost.Ways(gateway, cost.Reference)
			}
			endpoints, _ := many.Sum()
			nat, _ := one.Sum()
			if endpoints > nat {
				c.find(c.at("network.mode"), "%d endpoints in %d zones cost %s%.0f USD a month in %s, one NAT gateway %s%.0f", len(n.Endpoints), n.Zones, many.Mark(), endpoints, many.Region, one.Mark(), nat)
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
		Fix:      "write nat: per-zone, for the price of a gateway and an address in each further zone",
		Evidence: "Amazon VPC user guide, NAT gateways: one lives in one zone.",
		Fires:    Example{Spec: "network: { mode: nat-gateway }"},
		Silent:   Example{Spec: "network: { mode: nat-gateway, nat: per-zone }"},
		check: func(c *checker) {
			if n := c.s.Network; n.Mode == stack.NATGateway && !n.NATPerZone && c.s.Stage.Production {
				c.find(c.at("network.nat", "network.mode"), "all zones leave by one NAT gateway")
			}
		},
	},
	{
		ID: "PG224", Severity: diag.Info, Since: firstRelease,
		Title:    "every preview makes a VPC of its own",
		Why:      "an account has five VPCs in a Region until AWS raises the quota, the default one among them: the next preview fails with VpcLimitExceeded",
		Fix:      "put previews into an existing VPC with network.vpc and network.subnets, or ask AWS for more (service quota L-F678F1CE)",
		Evidence: "Amazon VPC user guide, quotas: 5 VPCs and 5 Elastic IP addresses in a Region. Not tried on AWS.",
		Fires:    Example{Spec: "stages:\n  pr-*: { domain: { name: \"{stage}.example.com\" }, network: { zones: 2 } }"},
		Silent:   Example{Spec: "stages:\n  pr-*: { domain: { name: \"{stage}.example.com\" }, network: { vpc: vpc-0a1b2c3d, subnets: { public: [subnet-0a, subnet-0b], private: [subnet-0c, subnet-0d] } } }"},
		check: func(c *checker) {
			if c.s.Stage.Pattern && c.s.Network.Made() {
				c.find(c.at("network."), "each stage %s makes a VPC of its own, an account has %d in a Region", c.s.Stage.Name, quotaVPCs)
			}
		},
	},
	{
		ID: "PG225", Severity: diag.Warning, Since: firstRelease,
		Title:    "the stages need more Elastic IP addresses than an account has",
		Why:      "an account has five in a Region until AWS raises the quota: the deployment of the stage that needs one more fails with AddressLimitExceeded. A NAT gateway has one, and so has each NAT instance of SST; CloudFormation's instances have none",
		Fix:      "write nat: single with NAT gateways, use mode: public or an existing VPC in some stages, or ask AWS for more (service quota L-0263D0A3); ignore the rule where the quota was raised or the stages have accounts of their own",
		Evidence: "Amazon VPC user guide, quotas: 5 Elastic IP addresses in a Region; src/components/aws/vpc.ts of SST 4.17.1. Not tried on AWS.",
		Fires:    Example{Spec: "network: { mode: nat-gateway, nat: per-zone, zones: 3 }\nstages:\n  production: { domain: { name: api.example.com } }\n  staging: { domain: { name: api.staging.example.com } }"},
		Silent:   Example{Spec: "network: { mode: nat-gateway }\nstages:\n  production: { domain: { name: api.example.com }, network: { nat: per-zone, zones: 3 } }\n  staging: { domain: { name: api.staging.example.com } }"},
		check: func(c *checker) {
			if c.s.Stage.Pattern || natAddresses(c.s.Network) == 0 {
				return
			}
			var names []string
			sum := 0
			for _, s := range c.app.Stages {
				if n := natAddresses(s.Network); n > 0 && !s.Stage.Pattern && s.Region == c.s.Region {
					names = append(names, s.Stage.Name)
					sum += n
				}
			}
			// The rule reports once for each Region, at its first stage.
			if sum > quotaAddresses && names[0] == c.s.Stage.Name {
				c.find(c.at("network.nat", "network.mode"), "the NAT of %s needs %d Elastic IP addresses in %s, an account has %d there", strings.Join(names, ", "), sum, c.s.Region, quotaAddresses)
			}
		},
	},
}

// Quotas of an account in each Region that AWS raises on request.
const (
	quotaVPCs      = 5
	quotaAddresses = 5
)

// natAddresses returns how many Elastic IP addresses a stage's egress takes: the
// greater number where the targets differ.
func natAddresses(n stack.Network) int {
	switch {
	case n.Mode == stack.NATInstance, n.Mode == stack.NATGateway && n.NATPerZone:
		return n.Zones
	case n.Mode == stack.NATGateway:
		return 1
	}
	return 0
}
