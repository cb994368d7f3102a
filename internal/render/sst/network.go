package sst

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	httpPort     = 80
	httpsPort    = 443
	postgresPort = 5432
	nfsPort      = 2049
)

// network writes the VPC.
func (p *program) network() {
	p.section("Network: tasks and the load balancer live in the public subnets, data in the\nprivate ones. Nobody uses the VPC's default security group, so it is closed.")
	p.add(let("vpc", call("new sst.aws.Vpc", str("Vpc"), object(
		prop("az", p.int("zones", func(s *stack.Stack) int { return s.Network.Zones })),
		prop("transform", object(
			prop("securityGroup", inline(prop("ingress", array()), prop("egress", array()))),
		)),
	))))
	p.add(
		text("// Uploads and image layers reach S3 without crossing the internet; it is free."),
		do(call("new aws.ec2.VpcEndpoint", str("StorageEndpoint"), object(
			prop("vpcId", text("vpc.id")),
			prop("vpcEndpointType", str("Gateway")),
			prop("serviceName", text("`com.amazonaws."+p.regionHole()+".s3`")),
			prop("routeTableIds", join(
				call("$resolve", array(text("vpc.nodes.publicRouteTables"), text("vpc.nodes.privateRouteTables"))),
				text(".apply((tables) => tables.flat().map((table) => table.id))"))),
		))),
	)
}

// firewall writes the security groups, a chain of which each link knows only
// the next: world, load balancer, service, data.
func (p *program) firewall() {
	p.section("Firewall: world -> load balancer -> service -> data, and nothing else inbound.")
	p.add(
		text("const tcp = (port: number) => ({"),
		text(`  protocol: "tcp",`),
		text("  fromPort: port,"),
		text("  toPort: port,"),
		text("});"),
		let("keep", inline(prop("retainOnDelete", p.retain()))),
	)
	stateless, either := p.stateless()
	if !stateless.none() {
		group := call("new aws.ec2.SecurityGroup", str("DatabaseSecurityGroup"), object(
			prop("description", str("Database")),
			prop("vpcId", text("vpc.id")),
		), text("keep"))
		p.add(let("databaseGroup", optional(either, group)))
	}
	p.add(
		let("serviceGroup", call("new aws.ec2.SecurityGroup", str("ServiceSecurityGroup"), object(
			prop("description", str("Tasks of the service")),
			prop("vpcId", text("vpc.id")),
			prop("egress", array(p.serviceEgress()...)),
		), text("keep"))),
		let("balancerGroup", call("new aws.ec2.SecurityGroup", str("LoadBalancerSecurityGroup"), object(
			prop("description", str("Load balancer")),
			prop("vpcId", text("vpc.id")),
			prop("ingress", portRules(p.ints("publicPorts", publicPorts), `cidrBlocks: ["0.0.0.0/0"]`)),
			prop("egress", portRules(p.containerPorts(), "securityGroups: [serviceGroup.id]")),
		))),
		block("for (const port of "+layout(p.containerPorts(), 0)+")",
			accept("`ServiceFromLoadBalancer${port}`", "serviceGroup", "balancerGroup", text("port"))),
	)
	if !stateless.none() {
		rule := accept(`"DatabaseFromService"`, "databaseGroup", "serviceGroup", num(postgresPort))
		p.add(guarded(either, "databaseGroup", rule))
	}
}

// serviceEgress are the rules for what tasks may reach.
func (p *program) serviceEgress() []doc {
	reach := func(port int, whom string) doc {
		return inline(spread(call("tcp", num(port))), prop("", text(whom)))
	}
	rules := []doc{reach(httpsPort, `cidrBlocks: ["0.0.0.0/0"]`)}
	stateless, either := p.stateless()
	database := reach(postgresPort, "securityGroups: [databaseGroup.id]")
	files := reach(nfsPort, "cidrBlocks: [vpc.nodes.vpc.cidrBlock]")
	switch {
	case either != "":
		rules = append(rules, choice("databaseGroup", database, files))
	case stateless.none():
		rules = append(rules, files)
	default:
		rules = append(rules, database)
	}
	return rules
}

// portRules are inline rules for a list of ports.
func portRules(ports doc, whom string) doc {
	return join(ports, text(".map((port) => ({"),
		indent(hardline, text("...tcp(port),"), hardline, text(whom+",")), hardline, text("}))"))
}

// accept lets one group into another at a port. The rule is a resource of its
// own: groups that name each other inline would wait for one another.
func accept(name, into, from string, port doc) doc {
	return do(call("new aws.vpc.SecurityGroupIngressRule", text(name), object(
		prop("securityGroupId", text(into+".id")),
		prop("referencedSecurityGroupId", text(from+".id")),
		prop("ipProtocol", str("tcp")),
		prop("fromPort", port),
		prop("toPort", port),
	)))
}

// stateless are the stages with a database and a bucket; the others keep files.
// The condition is "" unless there are both.
func (p *program) stateless() (stages fold, condition string) {
	return p.where("stateless", func(s *stack.Stack) bool { return s.Shape == stack.Stateless })
}

// singleReplica are the others.
func (p *program) singleReplica() (stages fold, condition string) {
	_, condition = p.stateless()
	rest := fold{table: p.table}
	for _, s := range p.stages {
		if s.Shape == stack.SingleReplica {
			rest.stages = append(rest.stages, s)
		}
	}
	if condition != "" {
		condition = "!" + condition
	}
	return rest, condition
}

func (p *program) containerPorts() doc {
	return p.ints("containerPorts", func(s *stack.Stack) []int {
		var ports []int
		for _, e := range s.Balancer.Endpoints {
			ports = append(ports, e.Container)
		}
		return ports
	})
}

// publicPorts are the ports of the load balancer, ascending, each once.
func publicPorts(s *stack.Stack) []int {
	var ports []int
	if secure(s) {
		ports = append(ports, httpPort) // redirects
	}
	for _, e := range s.Balancer.Endpoints {
		ports = append(ports, e.Listener)
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

// secure says whether the stage speaks TLS: with a domain only, since a
// certificate cannot cover the load balancer's own name.
func secure(s *stack.Stack) bool { return s.Domain.Name != "" }
