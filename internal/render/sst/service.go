package sst

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// service writes the ECS service with its load balancer.
func (p *program) service() {
	p.section("Service.")
	p.declare("cluster", p.make("sst.aws.Cluster", "Cluster", object(
		prop("vpc", p.clusterVPC()),
		prop("transform", object(prop("cluster", object(
			prop("settings", array(inline(prop("name", str("containerInsights")), prop("value", p.string("containerInsights", func(s *stack.Stack) string { return s.Service.ContainerInsights }))))),
		)))),
	)))
	// SST's own name would be known only after the role that writes to the log.
	p.add(raw("// A stage that was removed leaves its log behind: the next one needs another name."))
	p.declare("logName", p.use("$interpolate`/pylon/${$app.name}/${$app.stage}/${serviceGroup.id}`", "serviceGroup.id"))
	p.roles()
	p.add(raw("// What SST's Service has no argument for."))
	p.declare("container", p.container())
	p.collector()
	p.sharedBalancer()
	p.ruleOrder()
	scaling := func(name string, of func(stack.Scaling) int) doc {
		return p.pick(name, "number | false", func(s *stack.Stack) doc {
			if n := of(s.Service.Scaling); n != 0 {
				return num(n)
			}
			return boolean(false)
		})
	}
	requests := scaling("requestTarget", func(s stack.Scaling) int { return s.Requests })
	if slices.ContainsFunc(p.stages, separateTLS) {
		p.add(raw("// SST names a listener by its protocol and port. Those of realtime are HTTP to it,"),
			raw("// so that a domain that comes or goes changes them in place; they speak what the"),
			raw("// main one speaks, which comes first."),
			raw(`let certificate: aws.lb.ListenerArgs["certificateArn"];`))
	}
	p.declare("service", p.make("sst.aws.Service", "Pylon", object(
		prop("cluster", p.use("cluster")),
		prop("image", p.image()),
		prop("command", p.strings("command", func(s *stack.Stack) []string { return s.Service.ContainerCommand(s.Balancer.Endpoints[0].Container) })),
		prop("architecture", p.word("architecture", func(s *stack.Stack) string { return s.Service.Architecture })),
		prop("cpu", p.word("cpu", func(s *stack.Stack) string { return decimal(float64(s.Service.CPU)/1024) + " vCPU" })),
		prop("memory", p.pick("memory", "`${number} GB`", func(s *stack.Stack) doc {
			return str(decimal(float64(s.Service.Memory)/1024) + " GB")
		})),
		prop("capacity", p.capacity()),
		prop("scaling", object(
			prop("min", p.int("minTasks", func(s *stack.Stack) int { return s.Service.Scaling.Min })),
			prop("max", p.int("maxTasks", func(s *stack.Stack) int { return s.Service.Scaling.Max })),
			prop("cpuUtilization", scaling("cpuTarget", func(s stack.Scaling) int { return s.CPU })),
			prop("memoryUtilization", scaling("memoryTarget", func(s stack.Scaling) int { return s.Memory })),
			when(!requests.is(false), prop("requestCount", requests)),
			prop("scaleInCooldown", p.seconds("scaleInCooldown", func(s *stack.Stack) int { return s.Service.Scaling.InCooldown })),
			prop("scaleOutCooldown", p.seconds("scaleOutCooldown", func(s *stack.Stack) int { return s.Service.Scaling.OutCooldown })),
		)),
		prop("environment", object(p.environment()...)),
		prop("ssm", raw("ssm")),
		prop("logging", inline(prop("name", p.use("logName")), prop("retention", p.word("logRetention", retention)))),
		prop("health", object(
			prop("command", p.strings("healthCommand", func(s *stack.Stack) []string { return s.Service.Health.Command })),
			prop("interval", p.seconds("healthInterval", func(s *stack.Stack) int { return s.Service.Health.Interval })),
			prop("timeout", p.seconds("healthTimeout", func(s *stack.Stack) int { return s.Service.Health.Timeout })),
			prop("startPeriod", p.seconds("healthStart", func(s *stack.Stack) int { return s.Service.Health.StartPeriod })),
			prop("retries", p.int("healthRetries", func(s *stack.Stack) int { return s.Service.Health.Retries })),
		)),
		prop("loadBalancer", p.loadBalancer()),
		prop("transform", object(p.transforms()...)),
	)))
	if single, either := p.singleReplica(); !single.none() {
		p.filesPolicy(single, either)
	}
}

// clusterVPC is where the cluster lives.
func (p *program) clusterVPC() doc {
	made, _, either := p.vpcs()
	object := object(
		prop("id", p.use(p.net()+".id")),
		prop("securityGroups", p.taskGroups()),
		prop("containerSubnets", p.use(p.net()+".privateSubnets")),
		prop("loadBalancerSubnets", p.use(p.net()+".publicSubnets")),
	)
	switch {
	case made.none():
		return object
	case !either.always():
		return join(raw("vpc ?? "), object)
	}
	return p.use("vpc")
}

// capacity is where tasks run. On-demand capacity is said too: a service without a
// list of capacity providers would be replaced by one that has one.
func (p *program) capacity() doc {
	return p.pick("capacity", "sst.aws.ServiceArgs[\"capacity\"]", func(s *stack.Stack) doc {
		if !s.Service.Spot {
			return inline(prop("fargate", inline(prop("weight", num(1)))))
		}
		return object(
			when(s.Service.OnDemand > 0, prop("fargate", inline(prop("base", num(s.Service.OnDemand)), prop("weight", num(0))))),
			prop("spot", inline(prop("weight", num(1)))),
		)
	})
}

// image is a Dockerfile to build or an image to pull.
func (p *program) image() doc {
	dir := path.Dir(p.app.Outputs.SST)
	return p.pick("image", "string | { context: string; dockerfile: string }", func(s *stack.Stack) doc {
		image := s.Service.Image
		if image.URI != "" {
			return str(image.URI)
		}
		return inline(prop("context", str(relative(dir, image.Context))), prop("dockerfile", str(image.Dockerfile)))
	})
}

// relative is the way from one directory of the project to another.
func relative(from, to string) string {
	split := func(dir string) []string {
		return slices.DeleteFunc(strings.Split(path.Clean(dir), "/"), func(s string) bool { return s == "." })
	}
	a, b := split(from), split(to)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for range a {
		b = append([]string{".."}, b...)
	}
	if len(b) == 0 {
		return "."
	}
	return strings.Join(b, "/")
}

// retentions are SST's names of the periods (in days) that CloudWatch Logs
// knows: src/components/aws/logging.ts of SST 4.17.1.
var retentions = map[int]string{
	1: "1 day", 3: "3 days", 5: "5 days", 7: "1 week", 14: "2 weeks", 30: "1 month", 60: "2 months", 90: "3 months",
	120: "4 months", 150: "5 months", 180: "6 months", 365: "1 year", 400: "13 months", 545: "18 months", 731: "2 years",
	1096: "3 years", 1827: "5 years", 2192: "6 years", 2557: "7 years", 2922: "8 years", 3288: "9 years", 3653: "10 years",
}

func retention(s *stack.Stack) string {
	name, ok := retentions[s.Logs.RetentionDays]
	if !ok {
		panic(fmt.Sprintf("sst: CloudWatch Logs has no retention of %d days", s.Logs.RetentionDays))
	}
	return name
}

// variable is the value of a variable of a container.
func (p *program) variable(s *stack.Stack, v stack.Variable) doc {
	switch v.Ref {
	case stack.RefBucket:
		return p.use("uploads.name")
	case stack.RefRegion:
		return p.region()
	case stack.RefCache:
		if _, own := p.constants["plainBusUrl"]; own && v.Name == "PYLON_CLUSTER_BUS" {
			return p.use("plainBusUrl")
		}
		return p.use("plainUrl")
	case "":
		return staged(s, v.Text)
	}
	panic("sst: variable with unknown reference " + string(v.Ref))
}

// environment are the plain variables: first those that all stages share, then
// what only some stages have.
func (p *program) environment() []property {
	find := func(s *stack.Stack, name string) (stack.Variable, bool) {
		i := slices.IndexFunc(s.Service.Env, func(v stack.Variable) bool { return v.Name == name })
		if i < 0 {
			return stack.Variable{}, false
		}
		return s.Service.Env[i], true
	}
	var all []stack.Variable
	for _, s := range p.stages {
		all = append(all, s.Service.Env...)
	}
	tmp := p.stages[0].Service.TempDir
	all = append(all, tmp)
	slices.SortStableFunc(all, func(a, b stack.Variable) int { return cmp.Compare(a.Name, b.Name) })
	all = slices.CompactFunc(all, func(a, b stack.Variable) bool { return a.Name == b.Name })

	var shared, withBucket []property
	differ := map[string]bool{} // names that the table has
	for _, v := range all {
		comment := when(v.Why != "", note(v.Why))
		everywhere, somewhere := true, false
		for _, s := range p.stages {
			_, ok := find(s, v.Name)
			everywhere, somewhere = everywhere && ok, somewhere || ok
		}
		if v.Name == tmp.Name && !everywhere {
			shared = append(shared, note(tmp.Why), prop(tmp.Name, p.variable(p.stages[0], tmp)))
			if somewhere {
				differ[tmp.Name] = true // a stage's own comes later and wins
			}
			continue
		}
		if everywhere {
			e, equal := p.shared(func(s *stack.Stack) doc { v, _ := find(s, v.Name); return p.variable(s, v) })
			if equal {
				shared = append(shared, comment, prop(v.Name, e))
				continue
			}
		}
		if v.Ref == stack.RefCache {
			shared = append(shared, guardedProps(nil, []property{comment, required(v.Name, p.variable(nil, v))})...)
			continue
		}
		if v.Ref != "" {
			withBucket = append(withBucket, comment, prop(v.Name, p.variable(nil, v)))
			continue
		}
		differ[v.Name] = true
	}
	_, either := p.stateless()
	shared = append(shared, guardedProps(either.by("uploads"), withBucket)...)
	if len(differ) > 0 {
		column := p.column("environment", "Record<string, string>", func(s *stack.Stack) doc {
			var props []property
			for _, v := range s.Service.Env {
				if differ[v.Name] {
					props = append(props, prop(v.Name, p.variable(s, v)))
				}
			}
			return object(props...)
		})
		shared = append(shared, spread(column))
	}
	return shared
}
