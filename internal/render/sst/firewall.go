package sst

import (
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// firewall writes the security groups, a chain of which each link knows only
// the next: world, load balancer, service, data.
func (p *program) firewall() {
	p.section("Firewall: world -> load balancer -> service -> data, and nothing else inbound.")
	p.know("tcp", doc{})
	p.add(
		raw("const tcp = (port: number) => ({"),
		raw(`  protocol: "tcp",`),
		raw("  fromPort: port,"),
		raw("  toPort: port,"),
		raw("});"),
		p.let("keep", inline(prop("retainOnDelete", p.retain()))),
	)
	stateless, either := p.stateless()
	if !stateless.none() {
		p.group("databaseGroup", "DatabaseSecurityGroup", "Database", either)
	}
	peers, some := p.peers()
	if !peers.none() {
		p.group("peerGroup", "PeerSecurityGroup", "Shards of other tasks", some)
	}
	cache, _, cached := p.caches()
	if !cache.none() {
		p.group("cacheGroup", "CacheSecurityGroup", "Cache", cached)
	}
	single, alone := p.singleReplica()
	if !single.none() {
		p.group("filesGroup", "FileSystemSecurityGroup", "File system", alone)
	}
	enclosed, _, endpoints := p.enclosed()
	if !enclosed.none() {
		p.group("endpointGroup", "EndpointSecurityGroup", "Endpoints of AWS services", endpoints)
	}
	lenders, lends := p.lenders()
	if !lenders.none() {
		p.group("guestGroup", "GuestSecurityGroup", guestTasks, lends)
	}
	p.declare("serviceGroup", p.make("aws.ec2.SecurityGroup", "ServiceSecurityGroup", object(
		prop("description", str("Tasks of the service")),
		prop("vpcId", p.use(p.net()+".id")),
		prop("egress", array(p.serviceEgress()...)),
	), p.use("keep")))
	p.declare("balancerGroup", p.balancerGroup())
	ports := p.containerPorts()
	p.add(loop("const port of "+layout(ports, 0), ports,
		p.accept("ServiceFromLoadBalancer${port}", raw("`ServiceFromLoadBalancer${port}`"), "serviceGroup", "balancerGroup", raw("port"))))
	if !peers.none() {
		p.add(guarded(some.by("peerGroup"), p.accept("PeersFromService", str("PeersFromService"), "peerGroup", "serviceGroup", peers.open("peerPort", stack.Peers))))
	}
	if !stateless.none() {
		p.add(guarded(either.by("databaseGroup"), p.accept("DatabaseFromService", str("DatabaseFromService"), "databaseGroup", "serviceGroup", stateless.open("databasePort", stack.DatabaseNode))))
	}
	if !single.none() {
		p.add(guarded(alone.by("filesGroup"), p.accept("FilesFromService", str("FilesFromService"), "filesGroup", "serviceGroup", single.open("filesPort", stack.FileStore))))
	}
	if !cache.none() {
		p.add(guarded(cached.by("cacheGroup"), p.accept("CacheFromService", str("CacheFromService"), "cacheGroup", "serviceGroup", cache.open("cachePort", stack.CacheNode))))
	}
	if !enclosed.none() {
		p.add(guarded(endpoints.by("endpointGroup"), p.accept("EndpointsFromService", str("EndpointsFromService"), "endpointGroup", "serviceGroup", enclosed.open("servicesPort", stack.AWSServices))))
		p.endpoints()
	}
}

// peers are the stages whose tasks reach each other.
func (p *program) peers() (stages fold, some condition) {
	return p.where("peers", func(s *stack.Stack) bool { return len(s.Open(stack.Tasks, stack.Peers)) > 0 })
}

// taskGroups are the security groups of the tasks.
func (p *program) taskGroups() doc {
	groups := []doc{p.use("serviceGroup.id")}
	if peers, some := p.peers(); !peers.none() {
		groups = append(groups, listed(some.by("peerGroup"), p.use("peerGroup.id", "peerGroup.id")))
	}
	if !p.guests().none() {
		groups = append(groups, listed(condition{"owner"}, raw("owner.guestGroup")))
	}
	return array(groups...)
}

// group writes a security group without rules of its own, where the condition
// holds.
func (p *program) group(constant, name, description string, some condition) {
	p.declare(constant, onlyIf(some, p.make("aws.ec2.SecurityGroup", name, object(
		prop("description", str(description)),
		prop("vpcId", p.use(p.net()+".id")),
	), p.use("keep"))))
}

// balancerGroup is the load balancer's security group: the stage's own, or that
// of a shared load balancer.
func (p *program) balancerGroup() doc {
	const name = "LoadBalancerSecurityGroup"
	own := p.make("aws.ec2.SecurityGroup", name, object(
		prop("description", str("Load balancer")),
		prop("vpcId", p.use(p.net()+".id")),
		prop("ingress", portRules(p.ints("publicPorts", func(s *stack.Stack) []int { return s.OpenPorts(stack.World, stack.Balancer) }), raw(`cidrBlocks: ["0.0.0.0/0"]`))),
		prop("egress", p.balancerEgress()),
	))
	shared, value, some := p.sharing()
	if shared.none() {
		return own
	}
	get := call("aws.ec2.SecurityGroup.get", str(name), member(value, "securityGroup"))
	if some.always() {
		return get
	}
	d := choice(some.code(), get, own)
	d.setNeeds()
	d.setMakes(own.makes())
	return d
}

// balancerEgress are the rules for the tasks that the load balancer reaches: the
// stage's, and those of its guests.
func (p *program) balancerEgress() doc {
	own := portRules(p.containerPorts(), p.use("securityGroups: [serviceGroup.id]", "serviceGroup.id"))
	lenders, lends := p.lenders()
	if lenders.none() {
		return own
	}
	guests := portRules(lenders.ints("guestPorts", func(s *stack.Stack) []int { return s.OpenPorts(stack.Balancer, stack.Guests) }),
		p.use("securityGroups: [guestGroup.id]", "guestGroup.id"))
	theirs := join(raw("..."), guests)
	if c := lends.by("guestGroup").narrowed(guests); !c.always() {
		theirs = spreadBy(choice(c.code(), guests, array()))
	}
	return array(join(raw("..."), own), theirs)
}

// serviceEgress are the rules for what tasks may reach.
func (p *program) serviceEgress() []doc {
	reach := func(port doc, whom string, uses ...string) doc {
		to := raw(whom)
		if len(uses) > 0 {
			to = p.use(whom, uses...)
		}
		return inline(spread(call("tcp", port)), prop("", to))
	}
	rules := p.wayOut(reach)
	if peers, some := p.peers(); !peers.none() {
		rules = append(rules, listed(some.by("peerGroup"), reach(peers.open("peerPort", stack.Peers), "securityGroups: [peerGroup.id]", "peerGroup.id")))
	}
	if stateless, either := p.stateless(); !stateless.none() {
		rules = append(rules, listed(either.by("databaseGroup"), reach(stateless.open("databasePort", stack.DatabaseNode), "securityGroups: [databaseGroup.id]", "databaseGroup.id")))
	}
	if single, either := p.singleReplica(); !single.none() {
		rules = append(rules, listed(either.by("filesGroup"), reach(single.open("filesPort", stack.FileStore), "securityGroups: [filesGroup.id]", "filesGroup.id")))
	}
	if cache, _, some := p.caches(); !cache.none() {
		rules = append(rules, listed(some.by("cacheGroup"), reach(cache.open("cachePort", stack.CacheNode), "securityGroups: [cacheGroup.id]", "cacheGroup.id")))
	}
	return rules
}

// wayOut are the rules for HTTPS: to anywhere, or to AWS's own services only.
func (p *program) wayOut(reach func(doc, string, ...string) doc) []doc {
	port := p.int("egressPort", func(s *stack.Stack) int { return s.WayOut().Port })
	anywhere := reach(port, `cidrBlocks: ["0.0.0.0/0"]`)
	f, _, some := p.enclosed()
	if f.none() {
		return []doc{anywhere}
	}
	services := []doc{
		reach(port, "securityGroups: [endpointGroup.id]", "endpointGroup.id"),
		reach(port, "prefixListIds: [storage.prefixListId]", "storage.prefixListId"),
	}
	if some.always() {
		return services
	}
	return []doc{spreadBy(choice(some.by("endpointGroup").narrowed(services...).code(), array(services...), array(anywhere)))}
}

// portRules are inline rules for a list of ports.
func portRules(ports, whom doc) doc {
	return join(ports, raw(".map((port) => ({"),
		indent(hardline, raw("...tcp(port),"), hardline, whom, raw(",")), hardline, raw("}))"))
}

// accept lets one group into another at a port. The rule is a resource of its
// own: groups that name each other inline would wait for one another.
func (p *program) accept(id string, name doc, into, from string, port doc) doc {
	return do(p.makeNamed("aws.vpc.SecurityGroupIngressRule", id, name, object(
		prop("securityGroupId", p.use(into+".id")),
		prop("referencedSecurityGroupId", p.use(from+".id")),
		prop("ipProtocol", str("tcp")),
		prop("fromPort", port),
		prop("toPort", port),
	)))
}
