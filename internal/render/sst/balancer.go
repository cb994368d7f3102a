package sst

import (
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const ruleType = "Rule[]" // of a column of rules

// loadBalancer is the argument of that name: names, listeners and rules, or a
// shared load balancer and the stage's rules on it.
func (p *program) loadBalancer() doc {
	shared, _, some := p.sharing()
	if len(shared.stages) == len(p.stages) {
		return p.attachment()
	}
	var props []property
	if secured, _ := p.secured(); !secured.none() {
		props = append(props, prop("domain", p.domain()))
	}
	own := object(append(props, prop("rules", array(p.items("rules", ruleType, rules)...)))...)
	if some.always() {
		return own
	}
	d := choice("balancer", p.attachment(), own)
	d.setNeeds()
	return d
}

// rebalancing is whether ECS moves tasks to other zones, in its own words.
func rebalancing(s *stack.Stack) string {
	if s.Service.Rollout.Rebalance {
		return "ENABLED"
	}
	return "DISABLED"
}

// transforms reach what SST's Service has no argument for.
func (p *program) transforms() []property {
	health := object(
		prop("protocol", p.string("targetProtocol", func(s *stack.Stack) string { return s.Balancer.Health.Protocol })),
		prop("port", p.string("healthPort", func(s *stack.Stack) string { return strconv.Itoa(s.Balancer.Health.Port) })),
		prop("path", p.string("healthPath", func(s *stack.Stack) string { return s.Balancer.Health.Path })),
		prop("matcher", p.string("healthCodes", func(s *stack.Stack) string { return s.Balancer.Health.Codes })),
		prop("interval", p.int("targetInterval", func(s *stack.Stack) int { return s.Balancer.Health.Interval })),
		prop("timeout", p.int("targetTimeout", func(s *stack.Stack) int { return s.Balancer.Health.Timeout })),
		prop("healthyThreshold", p.int("healthyThreshold", func(s *stack.Stack) int { return s.Balancer.Health.Healthy })),
		prop("unhealthyThreshold", p.int("unhealthyThreshold", func(s *stack.Stack) int { return s.Balancer.Health.Unhealthy })),
	)
	target := []doc{
		raw("// Only the HTTP port answers health checks: WebSocket closes them, SSE"),
		raw("// streams forever."),
		set("args.healthCheck", health),
		set("args.deregistrationDelay", p.int("drain", func(s *stack.Stack) int { return s.Service.Drain })),
	}
	sticky := p.int("stickyPort", func(s *stack.Stack) int {
		for _, e := range s.Balancer.Endpoints {
			if e.Sticky {
				return e.Container
			}
		}
		return 0
	})
	if !sticky.is(0) {
		target = append(target,
			raw("// One group only: AWS has one cookie name for all groups of a host."),
			block("if (args.port === "+sticky.text+")", set("args.stickiness", object(
				prop("enabled", boolean(true)),
				prop("type", str("lb_cookie")),
				prop("cookieDuration", p.int("stickyDuration", func(s *stack.Stack) int { return s.Balancer.StickyDuration })),
			))))
	}
	shared, _, some := p.sharing()
	own := len(shared.stages) < len(p.stages)
	if !shared.none() {
		mark := set("args.namePrefix", shared.string("targetPrefix", func(s *stack.Stack) string { return s.Balancer.Shared.Mark() }))
		if !some.always() {
			mark = join(raw("if (balancer) "), mark)
			mark.setNeeds()
		}
		target = append(target, raw("// A group belongs to one load balancer: on another one it is another group."), mark)
	}
	logged := p.logsBalancer()
	props := []property{
		when(own, note("SST's own group would be open to the world; ours takes its place.")),
		when(own, prop("loadBalancerSecurityGroup", inline(prop("ingress", array()), prop("egress", array())))),
		when(own, prop("loadBalancer", object(
			prop("securityGroups", array(p.use("balancerGroup.id"))),
			note("Quiet sockets stay open."),
			prop("idleTimeout", p.int("idleTimeout", func(s *stack.Stack) int { return s.Balancer.IdleTimeout })),
			prop("enableDeletionProtection", p.protect()),
			prop("dropInvalidHeaderFields", p.bool("dropInvalidHeaders", func(s *stack.Stack) bool { return s.Balancer.DropInvalidHeaders })),
			whenSome(logged, "accessLogs", p.accessLogs),
		))),
		prop("target", block("(args) =>", target...)),
	}
	if secured, _ := p.secured(); own && !secured.none() {
		props = append(props, prop("listener", p.listener()))
	}
	return append(props,
		prop("service", p.serviceTransform()),
		prop("taskDefinition", block("(args) =>",
			set("args.volumes", array(p.volume())),
			p.definitions(),
		)),
		prop("executionRole", object(
			prop("assumeRolePolicy", p.use("taskTrust")),
			prop("managedPolicyArns", array()),
			prop("inlinePolicies", array(inline(prop("name", str("start")), prop("policy", p.use("startPolicy.json"))))),
		)),
		when(p.exec().is(false), note("Without SST's rights for ECS Exec, which is off.")),
		prop("taskRole", object(prop("assumeRolePolicy", p.use("taskTrust")), prop("inlinePolicies", p.taskPolicies()))),
		prop("logGroup", block("(args, opts) =>", set("opts.retainOnDelete", p.retain()))),
	)
}

// serviceTransform is what the ECS service has besides SST's arguments. It waits
// for the egress of its subnets, as SST does not hand dependencies of a component
// on to its resources.
func (p *program) serviceTransform() doc {
	var options []doc
	if p.waits() {
		options = append(options, p.use("opts.dependsOn = ways;", "ways"))
	}
	if scales := p.bool("scales", (*stack.Stack).Scales); !scales.is(false) {
		keep := raw(`opts.ignoreChanges = ["desiredCount"];`)
		if !scales.is(true) {
			keep = join(raw("if ("+scales.text+") "), keep)
		}
		options = append(options, raw("// A deployment does not undo what the autoscaler chose."), keep)
	}
	args := p.serviceArgs()
	if len(options) == 0 {
		return args
	}
	return block("(args, opts) =>", append([]doc{do(call("Object.assign", raw("args"), args))}, options...)...)
}

func (p *program) serviceArgs() doc {
	public := p.bool("publicTasks", func(s *stack.Stack) bool { return s.Network.TasksPublic() })
	props := []property{
		prop("enableExecuteCommand", p.exec()),
		prop("enableEcsManagedTags", boolean(true)),
		prop("propagateTags", str("SERVICE")),
		prop("healthCheckGracePeriodSeconds", p.int("gracePeriod", func(s *stack.Stack) int { return s.Service.GracePeriod })),
		prop("networkConfiguration", object(
			when(public.is(true), note("A public address instead of a NAT gateway.")),
			prop("assignPublicIp", public),
			prop("subnets", choose(public, p.use(p.net()+".publicSubnets"), p.use(p.net()+".privateSubnets"))),
			prop("securityGroups", p.taskGroups()),
		)),
	}
	if single, either := p.singleReplica(); !single.none() {
		alone := []property{
			note("Never two tasks on one SQLite file."),
			prop("deploymentMinimumHealthyPercent", single.int("minHealthy", func(s *stack.Stack) int { return s.Service.Rollout.MinHealthy })),
			prop("deploymentMaximumPercent", single.int("maxHealthy", func(s *stack.Stack) int { return s.Service.Rollout.Max })),
			prop("availabilityZoneRebalancing", single.string("rebalancing", rebalancing)),
		}
		props = append(props, guardedProps(either.by("files"), alone)...)
	}
	return object(props...)
}

// volume is the only place that the container may write to: the file system of
// the single-replica shape, otherwise space that goes with the task.
func (p *program) volume() doc {
	name := prop("name", p.volumeName())
	single, either := p.singleReplica()
	if single.none() {
		return inline(name)
	}
	config := object(
		prop("fileSystemId", p.use("files.id")),
		prop("transitEncryption", str("ENABLED")),
		prop("authorizationConfig", inline(
			prop("accessPointId", p.use("files.accessPoint")),
			prop("iam", str("ENABLED")))),
	)
	return object(name, prop("efsVolumeConfiguration", onlyIf(either.by("files"), config)))
}
