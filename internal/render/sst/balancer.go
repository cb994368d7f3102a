package sst

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
	stickyDay = 86400 // seconds

	ruleType = "Rule[]" // of a column of rules
)

// loadBalancer is the argument of that name: names, listeners and rules.
func (p *program) loadBalancer() doc {
	var props []property
	if secured, _ := p.secured(); !secured.none() {
		props = append(props, prop("domain", p.domain()))
	}
	return object(append(props, prop("rules", array(p.items("rules", ruleType, rules)...)))...)
}

// rules are the listeners of a stage and where they lead. TLS ends at the load
// balancer.
func rules(s *stack.Stack) []doc {
	scheme := "http"
	if secure(s) {
		scheme = "https"
	}
	forward := func(e stack.Endpoint, conditions ...property) doc {
		props := []property{
			prop("listen", str(fmt.Sprintf("%d/%s", e.Listener, scheme))),
			prop("forward", str(fmt.Sprintf("%d/http", e.Container))),
		}
		if len(conditions) == 0 {
			return inline(props...)
		}
		return object(append(props, prop("conditions", object(conditions...)))...)
	}
	var list []doc
	if secure(s) {
		list = append(list, inline(
			prop("listen", str(fmt.Sprintf("%d/http", httpPort))),
			prop("redirect", str(fmt.Sprintf("%d/https", httpsPort)))))
	}
	upgrade := prop("header", inline(prop("name", str("Upgrade")), prop("values", strs([]string{"websocket"}))))
	for _, e := range s.Balancer.Endpoints {
		switch {
		case !s.Balancer.SinglePort || e.Kind == stack.HTTP:
			list = append(list, forward(e))
		case e.Kind == stack.WebSocket:
			list = append(list, forward(e, upgrade))
		case e.Kind == stack.SSE:
			list = append(list, forward(e, prop("path", str("/events"))))
		case e.Kind == stack.Shards:
			list = append(list, forward(e, upgrade,
				prop("query", array(inline(prop("key", str("shard")), prop("value", str("*")))))))
		}
	}
	return list
}

// ruleOrder puts the rules of a shared port in order. SST gives them no
// priority and puts all conditions into one block, of which the AWS provider
// accepts one condition only.
func (p *program) ruleOrder() {
	if !slices.ContainsFunc(p.stages, func(s *stack.Stack) bool { return s.Balancer.SinglePort }) {
		return
	}
	p.add(
		text("// Rules of the shared port: shards before other sockets, one condition a block."),
		join(block("$transform(aws.lb.ListenerRule, (args) =>",
			text("const all = $output(args.conditions).apply(([condition]) => condition);"),
			text("args.priority = all.apply(({ queryStrings, httpHeader }) =>"),
			text("  queryStrings?.length ? 10 : httpHeader ? 20 : 30,"),
			text(");"),
			text("args.conditions = all.apply("),
			text("  ({ queryStrings, httpHeader, pathPattern }) => ["),
			text("    ...(queryStrings?.length ? [{ queryStrings }] : []),"),
			text("    ...(httpHeader ? [{ httpHeader }] : []),"),
			text("    ...(pathPattern ? [{ pathPattern }] : []),"),
			text("  ],"),
			text(");"),
		), text(");")),
	)
}

// transforms reach what SST's Service has no argument for.
func (p *program) transforms() []property {
	health := object(
		prop("protocol", str("HTTP")),
		prop("port", p.string("healthPort", func(s *stack.Stack) string { return fmt.Sprint(s.Balancer.Endpoints[0].Container) })),
		prop("path", str("/health")),
		prop("matcher", str("200")),
		prop("interval", num(15)),
		prop("timeout", num(10)),
		prop("healthyThreshold", num(2)),
		prop("unhealthyThreshold", num(3)),
	)
	target := []doc{
		text("// Only the HTTP port answers health checks: WebSocket closes them, SSE"),
		text("// streams for ever."),
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
	if sticky.text != "0" {
		target = append(target,
			text("// One group only: AWS has one cookie name for all groups of a host."),
			block("if (args.port === "+sticky.text+")", set("args.stickiness", object(
				prop("enabled", boolean(true)),
				prop("type", str("lb_cookie")),
				prop("cookieDuration", num(stickyDay)),
			))))
	}
	props := []property{
		note("SST's own group would be open to the world; ours takes its place."),
		prop("loadBalancerSecurityGroup", inline(prop("ingress", array()), prop("egress", array()))),
		prop("loadBalancer", object(
			prop("securityGroups", array(text("balancerGroup.id"))),
			note("Quiet sockets stay open."),
			prop("idleTimeout", p.int("idleTimeout", func(s *stack.Stack) int { return s.Balancer.IdleTimeout })),
			prop("enableDeletionProtection", p.protect()),
			prop("dropInvalidHeaderFields", boolean(true)),
		)),
		prop("target", block("(args) =>", target...)),
	}
	if secured, _ := p.secured(); !secured.none() {
		props = append(props, prop("listener", block("(args) =>",
			block(`if (args.protocol === "HTTPS")`, set("args.sslPolicy", str(tlsPolicy))))))
	}
	return append(props,
		prop("service", p.serviceTransform()),
		prop("taskDefinition", block("(args) =>",
			set("args.volumes", array(p.volume())),
			text("args.containerDefinitions = $jsonStringify("),
			text("  $jsonParse(args.containerDefinitions).apply(([definition]) => {"),
			text("    // A log outage must not stop the app."),
			text("    Object.assign(definition.logConfiguration.options, {"),
			text(`      mode: "non-blocking",`),
			text(`      "max-buffer-size": "4m",`),
			text("    });"),
			text("    return [{ ...definition, ...container }];"),
			text("  }),"),
			text(");"),
		)),
		prop("executionRole", object(
			prop("managedPolicyArns", array()),
			prop("inlinePolicies", array(inline(prop("name", str("start")), prop("policy", text("startPolicy.json"))))),
		)),
		note("Without SST's rights for ECS Exec, which is off."),
		prop("taskRole", inline(prop("inlinePolicies", p.taskPolicies()))),
		prop("logGroup", block("(args, opts) =>", set("opts.retainOnDelete", p.retain()))),
	)
}

func (p *program) serviceTransform() doc {
	props := []property{
		prop("enableExecuteCommand", boolean(false)),
		prop("enableEcsManagedTags", boolean(true)),
		prop("propagateTags", str("SERVICE")),
		prop("healthCheckGracePeriodSeconds", p.int("gracePeriod", func(s *stack.Stack) int { return s.Service.GracePeriod })),
		prop("networkConfiguration", object(
			note("A public address instead of a NAT gateway."),
			prop("assignPublicIp", boolean(true)),
			prop("subnets", text("vpc.publicSubnets")),
			prop("securityGroups", array(text("serviceGroup.id"))),
		)),
	}
	if single, either := p.singleReplica(); !single.none() {
		alone := []property{
			note("Never two tasks on one SQLite file."),
			prop("deploymentMinimumHealthyPercent", num(0)),
			prop("deploymentMaximumPercent", num(100)),
			prop("availabilityZoneRebalancing", str("DISABLED")),
		}
		props = append(props, guardedProps(either, "files", alone)...)
	}
	return object(props...)
}

// volume is the only place that the container may write to: the file system of
// the single-replica shape, otherwise space that goes with the task.
func (p *program) volume() doc {
	name := prop("name", str("data"))
	single, either := p.singleReplica()
	if single.none() {
		return inline(name)
	}
	config := object(
		prop("fileSystemId", text("files.id")),
		prop("transitEncryption", str("ENABLED")),
		prop("authorizationConfig", inline(
			prop("accessPointId", text("files.accessPoint")),
			prop("iam", str("ENABLED")))),
	)
	return object(name, prop("efsVolumeConfiguration", optional(guard(either, "files"), config)))
}
