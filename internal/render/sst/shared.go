package sst

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// sharing are the stages whose load balancer is not their own: what they know of
// it, and the condition.
func (p *program) sharing() (stages fold, value doc, some condition) {
	others, value, some := p.others()
	guests := p.guests()
	switch {
	case guests.none():
		return others, value, some
	case others.none():
		return guests, raw("owner"), condition{"owner"}
	}
	return p.some(func(s *stack.Stack) bool { return !s.OwnBalancer() }), raw("shared"), condition{"shared"}
}

// guests are the stages on the load balancer of another stage of the app, which
// is never all of them.
func (p *program) guests() fold {
	return p.some(func(s *stack.Stack) bool { return s.Balancer.Shared.Owner != "" })
}

// lenders are the stages whose load balancer has guests.
func (p *program) lenders() (stages fold, some condition) {
	return p.where("lends", func(s *stack.Stack) bool { return len(s.Balancer.Guests) > 0 })
}

// owner writes how guests find what they share. SST sets its tags on all that a
// stage makes: https://sst.dev/docs/reference/config/#home
func (p *program) owner() {
	guests := p.guests()
	if guests.none() {
		return
	}
	vpc := func(name string, values doc) doc {
		return inline(prop("name", str(name)), prop("values", array(values)))
	}
	p.section("The stage whose load balancer and VPC this one shares, if there is one: it is\ndeployed already. SST tags all that a stage makes.")
	p.add(join(block("const find = (owner: string) =>",
		raw(`const tags = { "sst:app": $app.name, "sst:stage": owner };`),
		raw("const balancer = aws.lb.getLoadBalancerOutput({ tags });"),
		join(raw("return "), object(
			prop("arn", raw("balancer.arn")),
			prop("listener", join(call("aws.lb.getListenerOutput", object(
				prop("loadBalancerArn", raw("balancer.arn")),
				prop("port", num(stack.HTTPSPort)),
			)), raw(".arn"))),
			prop("securityGroup", raw("balancer.securityGroups[0]")),
			prop("guestGroup", join(call("aws.ec2.getSecurityGroupOutput", object(
				prop("tags", raw("tags")),
				prop("filters", array(vpc("description", str(guestTasks)))),
			)), raw(".id"))),
			prop("id", raw("balancer.vpcId")),
			prop("publicSubnets", raw("balancer.subnets")),
			note("SST's own names of them."),
			prop("privateSubnets", join(call("aws.ec2.getSubnetsOutput", object(
				prop("filters", array(vpc("vpc-id", raw("balancer.vpcId")), vpc("tag:Name", str("*Private*")))),
			)), raw(".ids"))),
		), raw(";"))), raw(";")))
	name := guests.column("owner", "string", func(s *stack.Stack) doc { return str(s.Balancer.Shared.Owner) })
	p.declare("owner", choice(name.text, call("find", raw(name.text)), undefined))
	if others, value, _ := p.others(); !others.none() {
		p.declare("shared", raw("owner ?? "+value.text))
	}
	if given := p.some(func(s *stack.Stack) bool { return s.Network.VPC != "" }); !given.none() && !p.lent().none() {
		p.declare("existing", raw("stage.vpc ?? owner"))
	}
}

// guestTasks is what the security group of other stages' tasks is called.
const guestTasks = "Tasks of other stages"

// others are the stages on a load balancer that the spec names by its ARN.
func (p *program) others() (stages fold, value doc, some condition) {
	return p.part("shared", "{ arn: string; listener: string; securityGroup: string }",
		func(s *stack.Stack) bool { return s.Balancer.Shared.ARN != "" },
		func(s *stack.Stack) doc {
			b := s.Balancer.Shared
			return object(
				prop("arn", str(b.ARN)),
				prop("listener", str(b.Listener)),
				prop("securityGroup", str(b.SecurityGroup)),
			)
		})
}

// hosts are the names under which a stage is found on a shared load balancer.
func hosts(s *stack.Stack) []stack.Staged {
	return s.Domain.Names()
}

// sharedBalancer writes the load balancer that exists, and what the service's
// rules on it look like.
func (p *program) sharedBalancer() {
	f, value, some := p.sharing()
	if f.none() {
		return
	}
	p.add(raw("// The load balancer is shared: the stage gets rules for its own host names."))
	p.declare("balancer", onlyIf(some, call("sst.aws.Alb.get", str("LoadBalancer"), member(value, "arn"))))
	p.declare("hosts", withDefault(f.texts("hosts", hosts), "[]"))
	p.rulePriority(f)
	p.hostRules(f)
}

// rulePriority writes where the stage's rules start on the shared listener. It
// is the rule of stack.RulePriority, for the names that are known only when
// the stage is deployed.
func (p *program) rulePriority(f fold) {
	plain, value, some := f.part("rulePriority", "number",
		func(s *stack.Stack) bool { return s.Balancer.Shared.Priority != 0 },
		func(s *stack.Stack) doc { return num(s.Balancer.Shared.Priority) })
	if len(plain.stages) == len(f.stages) && some.always() {
		p.declare("rulePriority", withDefault(value, "0"))
		return
	}
	p.add(
		raw("let slot = 7;"),
		block("for (const character of `${$app.name}/${$app.stage}`)",
			set("slot", raw("(slot * 31 + character.charCodeAt(0)) % "+num(stack.RuleSlots).text))),
	)
	formula := "100 + 5 * slot"
	if !plain.none() {
		formula = value.text + " ?? " + formula
	}
	p.declare("rulePriority", raw(formula))
}

// hostRules writes how requests for the stage's hosts are told apart, the most
// particular first. What is left takes every path: SST wants a condition.
func (p *program) hostRules(f fold) {
	var all []stack.Endpoint // of any stage, each kind once
	for _, s := range f.stages {
		for _, e := range s.Balancer.Endpoints {
			if !slices.ContainsFunc(all, func(x stack.Endpoint) bool { return x.Kind == e.Kind }) {
				all = append(all, e)
			}
		}
	}
	var rules []doc
	same := true
	for _, e := range (stack.LoadBalancer{Endpoints: all}).Rules() {
		with := f.some(func(s *stack.Stack) bool { _, ok := s.Balancer.Endpoint(e.Kind); return ok })
		same = same && len(with.stages) == len(f.stages)
		conditions := e.Conditions
		if len(conditions) == 0 {
			conditions = []stack.Condition{{Path: "/*"}}
		}
		rules = append(rules, object(
			prop("port", num(e.Container)),
			prop("order", num(e.Order)),
			prop("conditions", ruleConditions(conditions)),
		))
	}
	list := array(rules...)
	if !same {
		list = join(list, raw(".filter(({ port }) => "+layout(p.containerPorts(), 0)+".includes(port))"))
	}
	p.declare("hostRules", list)
}

// attachment is the service's load balancer argument on a shared one. HTTP comes
// first, which no condition tells from the others: SST scales by the requests to
// the first target group.
func (p *program) attachment() doc {
	return object(
		prop("instance", p.use("balancer")),
		prop("rules", join(p.use("hostRules"), indent(
			hardline, raw(".map(({ port, order, conditions }) => ({"),
			indent(
				hardline, raw(`listen: "443/https" as const,`),
				hardline, raw("forward: `${port}/http` as const,"),
				hardline, raw("conditions,"),
				hardline, p.use("priority: rulePriority + order,", "rulePriority"),
			),
			hardline, raw("}))"),
			hardline, raw(".reverse()")))),
	)
}

// records writes what leads to a shared load balancer: SST makes records and
// certificates for load balancers of its own only.
func (p *program) records() {
	f, value, some := p.sharing()
	if f.none() {
		return
	}
	certified, certificate, given := f.part("certificate", "string",
		func(s *stack.Stack) bool { return s.Domain.Certificate != "" },
		func(s *stack.Stack) doc { return str(s.Domain.Certificate) })
	answered := f.some(func(s *stack.Stack) bool { return s.Domain.DNS != stack.External })
	if certified.none() && answered.none() {
		return
	}
	p.section("The shared load balancer answers for the stage's names.")
	if !certified.none() {
		statement := do(p.make("aws.lb.ListenerCertificate", "Certificate", object(
			prop("listenerArn", member(value, "listener")),
			required("certificateArn", certificate),
		)))
		p.add(guarded(some.and(given), statement))
	}
	if answered.none() {
		return
	}
	// As the service itself would with a load balancer of its own: the record stays
	// the same one.
	records := block("for (const host of hosts)",
		do(call("dns.createAlias", str("Pylon"), object(
			prop("name", raw("host")),
			prop("aliasName", p.use("balancer.dnsName")),
			prop("aliasZone", p.use("balancer.zoneId")),
		), inline(prop("parent", raw("service"))))))
	c := some.by("balancer")
	if p.external() {
		c = c.and(condition{"dns"})
	}
	p.add(guarded(c, records))
}

// external reports whether dns is false in some stage with a domain.
func (p *program) external() bool {
	f, _ := p.secured()
	external := func(s *stack.Stack) bool { return s.Domain.DNS == stack.External }
	return slices.ContainsFunc(f.stages, external)
}
