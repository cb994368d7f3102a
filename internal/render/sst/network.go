package sst

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// network writes the VPC, or names the existing one.
func (p *program) network() {
	p.owner()
	made, existing, either := p.vpcs()
	switch {
	case made.none():
		p.section("Network: the VPC exists. The load balancer lives in its public subnets, data\nin the private ones.")
		p.declare("network", lookedUp(existing))
		return
	case !either.always():
		p.section("Network: a VPC of the stage's own, or an existing one. The load balancer lives\nin the public subnets, data in the private ones.")
		vpc := p.vpc(made)
		exists := "stage.vpc"
		if !p.lent().none() {
			exists = existing.text
		}
		network := choice(exists, lookedUp(existing), vpc)
		network.setNeeds()
		network.setMakes(vpc.makes())
		p.declare("network", network)
		own := raw("network instanceof sst.aws.Vpc ? network : undefined")
		own.optional = true
		own.setMakes(vpc.makes())
		p.declare("vpc", own)
	default:
		public := made.some(func(s *stack.Stack) bool { return s.Network.TasksPublic() })
		where := "the load balancer lives in the public subnets, data in the private\nones"
		switch len(public.stages) {
		case len(made.stages):
			where = "tasks and the load balancer live in the public subnets, data in the\nprivate ones"
		case 0:
			where = "the load balancer lives in the public subnets, tasks and data in the\nprivate ones"
		}
		p.section("Network: " + where + ". Nothing uses the VPC's default security group, so it is closed.")
		p.declare("vpc", p.vpc(made))
	}
	if p.waits() {
		p.add(raw("// What a task needs before it can start."))
		ways := onlyIf(nil, array(p.use("vpc")))
		if !either.always() {
			ways = choice(either.code(), array(p.use("vpc")), array())
		}
		ways.setNeeds()
		ways.optional = false
		p.know("ways", ways)
		p.add(declaration("ways: $util.Resource[]", ways))
	}
	p.waysOut(made, either)
	p.storage(either)
}

// waits reports whether some stage has tasks that cannot start before they have a
// route out of private subnets.
func (p *program) waits() bool {
	made, _, _ := p.vpcs()
	return !made.some(func(s *stack.Stack) bool { return !s.Network.TasksPublic() }).none()
}

// lookedUp is an existing VPC. It is looked up, so that a deployment in the
// wrong account or Region fails before it makes anything.
func lookedUp(existing doc) doc {
	return object(
		prop("id", join(call("aws.ec2.Vpc.get", str("ExistingVpc"), member(existing, "id")), raw(".id"))),
		prop("publicSubnets", member(existing, "publicSubnets")),
		prop("privateSubnets", member(existing, "privateSubnets")),
	)
}

// vpcs are the stages that make a VPC, the expression for the existing one of
// the others, and the condition for the stage's own: the constant vpc, where
// there are both.
func (p *program) vpcs() (made fold, existing doc, either condition) {
	made = p.some(func(s *stack.Stack) bool { return s.Network.Made() })
	given, existing, either := p.part("vpc", "{ id: string; publicSubnets: string[]; privateSubnets: string[] }",
		func(s *stack.Stack) bool { return s.Network.VPC != "" },
		func(s *stack.Stack) doc {
			return object(
				prop("id", str(s.Network.VPC)),
				prop("publicSubnets", strs(s.Network.PublicSubnets)),
				prop("privateSubnets", strs(s.Network.PrivateSubnets)),
			)
		})
	switch {
	case p.lent().none():
	case given.none():
		existing, either = raw("owner"), condition{"owner"}
	default:
		existing, either = raw("existing"), condition{"existing"}
	}
	return made, existing, either.by("vpc")
}

// lent are the stages in a VPC that another stage of the app makes.
func (p *program) lent() fold {
	return p.some(func(s *stack.Stack) bool { return s.Network.Owner != "" })
}

// net is the constant that knows the id and the subnets of the VPC.
func (p *program) net() string {
	if made, _, either := p.vpcs(); made.none() || !either.always() {
		return "network"
	}
	return "vpc"
}

// vpc is the VPC of the stages in f, which make one.
func (p *program) vpc(f fold) doc {
	nat := f.pick("nat", `"ec2" | undefined`, func(s *stack.Stack) doc {
		if s.Network.Mode == stack.NATInstance {
			return str("ec2")
		}
		return undefined
	})
	transform := []property{prop("securityGroup", inline(prop("ingress", array()), prop("egress", array())))}
	if !f.some(cutDifferently).none() {
		transform = append(transform, prop("vpc", inline(prop("cidrBlock", f.string("cidr", func(s *stack.Stack) string { return s.Network.Range })))))
	}
	transform = append(transform, p.subnet(f, "publicSubnet", func(n stack.Network) []string { return n.PublicRanges })...)
	transform = append(transform, p.subnet(f, "privateSubnet", func(n stack.Network) []string { return n.PrivateRanges })...)
	transform = append(transform,
		note("Egress is a resource of its own, so that a replacement takes its place."),
		prop("privateRouteTable", block("(args) =>", set("args.routes", undefined))))
	if slices.ContainsFunc(f.stages, func(s *stack.Stack) bool { return s.Network.Mode == stack.NATInstance }) {
		nat := f.some(func(s *stack.Stack) bool { return s.Network.Mode == stack.NATInstance })
		rules := func(column string, from, to stack.Party, addresses func(*stack.Stack) string) doc {
			return nat.pick(column, "aws.types.input.ec2.SecurityGroupIngress[]", func(s *stack.Stack) doc {
				var rules []doc
				for _, port := range s.OpenPorts(from, to) {
					rules = append(rules, object(
						prop("protocol", str("tcp")), prop("fromPort", num(port)), prop("toPort", num(port)),
						prop("cidrBlocks", strs([]string{addresses(s)})),
					))
				}
				return array(rules...)
			})
		}
		within := func(s *stack.Stack) string { return s.Network.Range }
		anywhere := func(*stack.Stack) string { return "0.0.0.0/0" }
		transform = append(transform,
			note("SST's own group would be open to the world."),
			prop("natSecurityGroup", object(prop("ingress", rules("natIngress", stack.Tasks, stack.NATInstances, within)), prop("egress", rules("natEgress", stack.NATInstances, stack.Internet, anywhere)))),
			prop("natInstance", block("(args, opts) =>",
				set("args.metadataOptions", inline(prop("httpEndpoint", str("enabled")), prop("httpTokens", str("required")))),
				set("args.rootBlockDevice", inline(prop("encrypted", boolean(true)))),
				raw("// SST takes the newest image: one would replace the instance at any deployment."),
				raw(`opts.ignoreChanges = ["ami"];`),
			)),
		)
	}
	return p.make("sst.aws.Vpc", "Vpc", object(
		prop("az", f.zones()),
		when(!nat.isUndefined(), prop("nat", nat)),
		prop("transform", object(transform...)),
	))
}

// cutDifferently reports whether a VPC and its subnets have other ranges than
// those of SST: src/components/aws/vpc.ts of SST 4.17.1.
func cutDifferently(s *stack.Stack) bool {
	n := s.Network
	same := n.Range == "10.0.0.0/16"
	for zone := range n.Zones {
		same = same && n.PublicRanges[zone] == fmt.Sprintf("10.0.%d.0/22", 8*zone) && n.PrivateRanges[zone] == fmt.Sprintf("10.0.%d.0/22", 8*zone+4)
	}
	return !same
}

// subnet is what SST's Vpc has no argument for: the ranges of its subnets, and
// that the third zone's go when it goes. SST keeps the subnets of a stage that
// keeps its data, and one that was kept would hold the range of the next.
func (p *program) subnet(f fold, name string, ranges func(stack.Network) []string) []property {
	var statements []doc
	if !f.some(cutDifferently).none() {
		list := f.strings(name+"Ranges", func(s *stack.Stack) []string { return ranges(s.Network) })
		if list.literal != nil {
			p.declare(name+"Ranges", list)
			list = p.use(name + "Ranges")
		}
		at := "["
		if list.optional {
			at = "?.["
			list.setNeeds()
		}
		statements = append(statements, raw("const zone = Number(name.slice(-1)) - 1;"), set("args.cidrBlock", join(list, raw(at+"zone]"))))
	}
	if !f.some(func(s *stack.Stack) bool { return s.Network.Zones == 3 && s.Retain }).none() {
		statements = append(statements, raw(`if (name.endsWith("3")) opts.retainOnDelete = false;`))
	}
	if len(statements) == 0 {
		return nil
	}
	return []property{prop(name, block("(args, opts, name) =>", statements...))}
}

func (f fold) zones() doc {
	return f.int("zones", func(s *stack.Stack) int { return s.Network.Zones })
}

// storage writes the gateway endpoint of S3.
func (p *program) storage(own condition) {
	endpoint := p.make("aws.ec2.VpcEndpoint", "StorageEndpoint", object(
		prop("vpcId", p.use("vpc.id")),
		prop("vpcEndpointType", str("Gateway")),
		prop("serviceName", raw("`com.amazonaws."+p.regionHole()+".s3`")),
		prop("routeTableIds", join(
			call("$resolve", array(p.use("vpc.nodes.publicRouteTables"), p.use("vpc.nodes.privateRouteTables"))),
			raw(".apply((tables) => tables.flat().map((table) => table.id))"))),
	))
	p.add(raw("// Uploads and image layers reach S3 without crossing the internet; it is free."))
	if enclosed, _, _ := p.enclosed(); !enclosed.none() {
		p.declare("storage", onlyIf(own, endpoint))
		return
	}
	p.add(guarded(own, do(endpoint)))
}

// enclosed are the stages whose tasks reach nothing but AWS's own services: the
// names of these, and the condition.
func (p *program) enclosed() (stages fold, names doc, some condition) {
	return p.part("endpoints", "string[]",
		func(s *stack.Stack) bool { return s.Network.Mode == stack.Endpoints },
		func(s *stack.Stack) doc { return strs(s.Network.Endpoints) })
}

// endpoints writes the interface endpoints.
func (p *program) endpoints() {
	f, names, some := p.enclosed()
	if f.none() {
		return
	}
	p.add(raw("// The AWS services that a task needs to start and to run."))
	p.declare("services", withDefault(names, "[]"))
	p.add(guarded(some.by("endpointGroup"), block("for (const service of services)",
		do(call("ways.push", p.makeNamed("aws.ec2.VpcEndpoint", "Endpoint-${service}", raw("`Endpoint-${service}`"), object(
			prop("vpcId", p.use(p.net()+".id")),
			prop("vpcEndpointType", str("Interface")),
			prop("serviceName", raw("`com.amazonaws."+p.regionHole()+".${service}`")),
			prop("subnetIds", p.use(p.net()+".privateSubnets")),
			prop("securityGroupIds", array(p.use("endpointGroup.id"))),
			prop("privateDnsEnabled", boolean(true)),
		)))))))
}
