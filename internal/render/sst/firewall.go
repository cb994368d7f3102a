package sst

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	httpPort     = 80
	httpsPort    = 443
	postgresPort = 5432
	redisPort    = 6379
	nfsPort      = 2049
)

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
		p.group("databaseGroup", "DatabaseSecurityGroup", "Database", either)
	}
	cache, _, cached := p.caches()
	if !cache.none() {
		p.group("cacheGroup", "CacheSecurityGroup", "Cache", cached)
	}
	enclosed, _, some := p.enclosed()
	if !enclosed.none() {
		p.group("endpointGroup", "EndpointSecurityGroup", "Endpoints of AWS services", some)
	}
	p.add(
		let("serviceGroup", p.make("aws.ec2.SecurityGroup", "ServiceSecurityGroup", object(
			prop("description", str("Tasks of the service")),
			prop("vpcId", text(p.net()+".id")),
			prop("egress", array(p.serviceEgress()...)),
		), text("keep"))),
		let("balancerGroup", p.balancerGroup()),
		block("for (const port of "+layout(p.containerPorts(), 0)+")",
			accept("`ServiceFromLoadBalancer${port}`", "serviceGroup", "balancerGroup", text("port"))),
	)
	if !stateless.none() {
		rule := accept(`"DatabaseFromService"`, "databaseGroup", "serviceGroup", num(postgresPort))
		p.add(guarded(either, "databaseGroup", rule))
	}
	if !cache.none() {
		rule := accept(`"CacheFromService"`, "cacheGroup", "serviceGroup", num(redisPort))
		p.add(guarded(cached, "cacheGroup", rule))
	}
	if !enclosed.none() {
		rule := accept(`"EndpointsFromService"`, "endpointGroup", "serviceGroup", num(httpsPort))
		p.add(guarded(some, "endpointGroup", rule))
		p.endpoints()
	}
}

// group writes a security group without rules of its own, where the condition
// holds.
func (p *program) group(constant, name, description, condition string) {
	p.add(let(constant, optional(condition, p.make("aws.ec2.SecurityGroup", name, object(
		prop("description", str(description)),
		prop("vpcId", text(p.net()+".id")),
	), text("keep")))))
}

// balancerGroup is the load balancer's security group: the stage's own, or that
// of a shared load balancer.
func (p *program) balancerGroup() doc {
	const name = "LoadBalancerSecurityGroup"
	own := p.make("aws.ec2.SecurityGroup", name, object(
		prop("description", str("Load balancer")),
		prop("vpcId", text(p.net()+".id")),
		prop("ingress", portRules(p.ints("publicPorts", publicPorts), `cidrBlocks: ["0.0.0.0/0"]`)),
		prop("egress", portRules(p.containerPorts(), "securityGroups: [serviceGroup.id]")),
	))
	shared, value, some := p.sharing()
	if shared.none() {
		return own
	}
	get := call("aws.ec2.SecurityGroup.get", str(name), member(value, "securityGroup"))
	if some == "" {
		return get
	}
	return choice(some, get, own)
}

// serviceEgress are the rules for what tasks may reach.
func (p *program) serviceEgress() []doc {
	reach := func(port int, whom string) doc {
		return inline(spread(call("tcp", num(port))), prop("", text(whom)))
	}
	rules := p.wayOut(reach)
	stateless, either := p.stateless()
	database := reach(postgresPort, "securityGroups: [databaseGroup.id]")
	files := inline(spread(call("tcp", num(nfsPort))), prop("cidrBlocks", array(text(p.vpcRange()))))
	switch {
	case either != "":
		rules = append(rules, choice("databaseGroup", database, files))
	case stateless.none():
		rules = append(rules, files)
	default:
		rules = append(rules, database)
	}
	if cache, _, some := p.caches(); !cache.none() {
		rules = append(rules, listed(guard(some, "cacheGroup"), reach(redisPort, "securityGroups: [cacheGroup.id]")))
	}
	return rules
}

// wayOut are the rules for HTTPS: to anywhere, or to AWS's own services only.
func (p *program) wayOut(reach func(int, string) doc) []doc {
	anywhere := reach(httpsPort, `cidrBlocks: ["0.0.0.0/0"]`)
	f, _, some := p.enclosed()
	if f.none() {
		return []doc{anywhere}
	}
	condition := "endpointGroup"
	if _, _, either := p.vpcs(); either != "" {
		condition = "endpointGroup && storage"
	}
	services := []doc{
		reach(httpsPort, "securityGroups: [endpointGroup.id]"),
		reach(httpsPort, "prefixListIds: [storage.prefixListId]"),
	}
	if some == "" {
		return services
	}
	return []doc{group(text("...("), choice(condition, array(services...), array(anywhere)), text(")"))}
}

// vpcRange is the range of addresses of the VPC.
func (p *program) vpcRange() string {
	if p.net() == "vpc" {
		return "vpc.nodes.vpc.cidrBlock"
	}
	return "aws.ec2.getVpcOutput({ id: network.id }).cidrBlock"
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

// publicPorts are the ports of the load balancer, ascending, each once.
func publicPorts(s *stack.Stack) []int {
	var ports []int
	if s.Balancer.Shared.ARN != "" {
		return nil
	}
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
