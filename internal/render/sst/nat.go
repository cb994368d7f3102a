package sst

import (
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// waysOut writes the NAT gateways, and the routes of the private subnets to them
// or to the NAT instances.
func (p *program) waysOut(made fold, own condition) {
	byGateway := func(s *stack.Stack) bool { return s.Network.Mode == stack.NATGateway }
	f, some := made.where("natRoutes", func(s *stack.Stack) bool { return byGateway(s) || s.Network.Mode == stack.NATInstance })
	if f.none() {
		return
	}
	gateways := f.some(byGateway)
	var code []doc
	if !gateways.none() {
		count := withDefault(f.int("natGateways", func(s *stack.Stack) int {
			switch {
			case !byGateway(s):
				return 0
			case s.Network.NATPerZone:
				return s.Network.Zones
			}
			return 1
		}), "0")
		code = append(code,
			raw("const gateways: aws.ec2.NatGateway[] = [];"),
			loop("let zone = 0; zone < "+operand(count).text+"; zone++", count,
				p.let("address", p.makeNamed("aws.ec2.Eip", "NatAddress${zone}", raw("`NatAddress${zone + 1}`"), inline(prop("domain", str("vpc"))))),
				p.let("gateway", p.makeNamed("aws.ec2.NatGateway", "NatGateway${zone}", raw("`NatGateway${zone + 1}`"), object(
					prop("allocationId", p.use("address.id")),
					prop("subnetId", p.use("vpc.publicSubnets.apply((subnets) => subnets[zone])", "vpc.publicSubnets")),
				), inline(prop("dependsOn", array(p.use("vpc")))))),
				raw("gateways.push(gateway);")))
	}
	byInstance := f.pick("nat", `"ec2" | undefined`, func(s *stack.Stack) doc {
		if byGateway(s) {
			return undefined
		}
		return str("ec2")
	})
	target := []property{prop("natGatewayId", raw("(gateways[zone] ?? gateways[0]).id"))}
	instance := join(p.use("vpc.nodes.natInstances.apply(", "vpc.nodes"),
		indent(softline, raw("(instances) => instances[zone].primaryNetworkInterfaceId,")), softline, raw(")"))
	switch {
	case gateways.none():
		target = []property{prop("networkInterfaceId", instance)}
	case len(gateways.stages) < len(f.stages):
		target = []property{
			prop("natGatewayId", raw("(gateways[zone] ?? gateways[0])?.id")),
			prop("networkInterfaceId", choice(byInstance.text, instance, undefined)),
		}
	}
	zones := f.zones()
	code = append(code, loop("let zone = 0; zone < "+zones.text+"; zone++", zones,
		do(call("ways.push", p.makeNamed("aws.ec2.Route", "NatRoute${zone}", raw("`NatRoute${zone + 1}`"), object(append([]property{
			prop("routeTableId", join(p.use("vpc.nodes.privateRouteTables.apply(", "vpc.nodes"),
				indent(softline, raw("(tables) => tables[zone].id,")), softline, raw(")"))),
			prop("destinationCidrBlock", str("0.0.0.0/0")),
		}, target...)...))))))
	p.add(raw("// Egress of the private subnets: the zone's own, or the only one."), guarded(own.and(some), code...))
}
