package expect

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	taskDefinition = "aws:ecs/taskDefinition:TaskDefinition"
	ecsService     = "aws:ecs/service:Service"
	logGroup       = "aws:cloudwatch/logGroup:LogGroup"
	scalingTarget  = "aws:appautoscaling/target:Target"
	scalingPolicy  = "aws:appautoscaling/policy:Policy"
)

var service = []Expectation{
	{"the task has the size and the processor that were chosen, and Fargate offers them", func(s *Stage) {
		task, ok := s.One(taskDefinition)
		if !ok {
			return
		}
		task.Is("cpu", strconv.Itoa(s.Service.CPU))
		task.Is("memory", strconv.Itoa(s.Service.Memory))
		task.Is("networkMode", "awsvpc")
		task.Is("runtimePlatform.cpuArchitecture", strings.ToUpper(s.Service.Architecture))
		if cpu, memory := int(number(task.Get("cpu"))), int(number(task.Get("memory"))); !fargate(cpu, memory) {
			task.Fail("Fargate has no task with %d CPU units and %d MiB", cpu, memory)
		}
	}},
	{"the app's container runs the app, as user 10001 and with no more rights than it needs", func(s *Stage) {
		c, ok := s.appContainer()
		if !ok {
			return
		}
		c.Is("command", s.Service.Command)
		c.Is("user", "10001:10001")
		c.Is("readonlyRootFilesystem", !s.Service.Exec)
		c.Is("linuxParameters.initProcessEnabled", true)
		c.Is("linuxParameters.capabilities.drop", []string{"ALL"})
		c.Is("stopTimeout", s.Service.StopTimeout)
		c.Given("image")
		if s.Service.Image.URI != "" {
			c.Is("image", s.Service.Image.URI)
		}
		if privileged := c.Get("privileged"); privileged != nil && privileged != false {
			c.Fail("it is privileged")
		}
	}},
	{"every container writes to a log group of the stage", func(s *Stage) {
		groups := map[string]bool{}
		for _, g := range s.All(logGroup) {
			groups[g.Text("name")] = true
		}
		for _, c := range s.containers() {
			c.Is("logConfiguration.logDriver", "awslogs")
			if group := c.Text("logConfiguration.options.awslogs-group"); !groups[group] {
				c.Fail("there is no log group %q", group)
			}
			c.Is("logConfiguration.options.awslogs-region", s.Region)
		}
	}},
	{"the container's ports are those of the endpoints, and the load balancer calls them", func(s *Stage) {
		c, ok := s.appContainer()
		svc, there := s.One(ecsService)
		if !ok || !there {
			return
		}
		var want, mapped, called []string
		for _, e := range s.Balancer.Endpoints {
			want = append(want, strconv.Itoa(e.Container))
		}
		for _, p := range c.Parts("portMappings") {
			mapped = append(mapped, p.Text("containerPort"))
		}
		for _, b := range svc.Parts("loadBalancers") {
			b.Is("containerName", c.Get("name"))
			called = append(called, b.Text("containerPort"))
		}
		s.SameSet("the load balancer's targets", called, want)
		for _, p := range want {
			if !slices.Contains(mapped, p) {
				c.Fail("port %s is not mapped", p)
			}
		}
	}},
	{"the container asks its HTTP port whether it is well", func(s *Stage) {
		if c, ok := s.appContainer(); ok && !strings.Contains(c.Text("healthCheck.command"), fmt.Sprintf(":%d/health", healthPort)) {
			c.Fail("health: %s", c.Text("healthCheck.command"))
		}
	}},
	{"the environment is that of the model, and nothing else but what SST adds", func(s *Stage) {
		c, ok := s.appContainer()
		if !ok {
			return
		}
		got := map[string]string{}
		for _, v := range c.Parts("environment") {
			name := v.Text("name")
			if _, twice := got[name]; twice {
				c.Fail("%s is given twice", name)
			}
			value, isText := v.Get("value").(string)
			if !isText {
				c.Fail("%s has no text as value", name)
			}
			got[name] = value
		}
		for _, v := range s.Service.Env {
			value, there := got[v.Name]
			delete(got, v.Name)
			switch {
			case !there:
				c.Fail("%s is missing", v.Name)
			case v.Ref == stack.RefRegion && value != s.Region,
				v.Ref == stack.RefBucket && !slices.Contains(s.bucketNames(), value),
				v.Ref == "" && value != s.Fill(v.Text):
				c.Fail("%s is %q", v.Name, value)
			}
		}
		for name := range got {
			// SST tells of itself; TMPDIR because the root file system is read-only.
			if !strings.HasPrefix(name, "SST_") && name != "TMPDIR" {
				c.Fail("nobody asked for %s", name)
			}
		}
	}},
	{"ECS keeps the service up as wanted", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		svc.Is("healthCheckGracePeriodSeconds", s.Service.GracePeriod)
		svc.Is("enableExecuteCommand", s.Service.Exec)
		svc.Is("deploymentCircuitBreaker.rollback", true)
		svc.Is("networkConfiguration.assignPublicIp", s.Network.TasksPublic())
		if s.stateless() {
			return
		}
		// Two tasks on one SQLite file would destroy it.
		svc.Is("deploymentMinimumHealthyPercent", 0)
		svc.Is("deploymentMaximumPercent", 100)
		svc.Is("desiredCount", 1)
		svc.Is("availabilityZoneRebalancing", "DISABLED")
	}},
	{"tasks run on spare capacity where that is wanted, and nowhere else", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		spot, base := false, 0
		for _, p := range svc.Parts("capacityProviderStrategies") {
			switch p.Text("capacityProvider") {
			case "FARGATE_SPOT":
				spot = number(p.Get("weight")) > 0
			case "FARGATE":
				base = int(number(p.Get("base")))
				if s.Service.Spot && number(p.Get("weight")) > 0 {
					p.Fail("more than the base runs on ordinary capacity")
				}
			}
		}
		if spot != s.Service.Spot {
			svc.Fail("spot: %t", spot)
		}
		if s.Service.Spot && base != s.Service.OnDemand {
			svc.Fail("%d tasks on ordinary capacity, not %d", base, s.Service.OnDemand)
		}
		if svc.Text("launchType") != "" && len(svc.Parts("capacityProviderStrategies")) > 0 {
			svc.Fail("a launch type and capacity providers exclude each other")
		}
	}},
	{"the number of tasks moves in the range and towards the targets of the model", func(s *Stage) {
		want := map[string]int{}
		if s.stateless() {
			want["ECSServiceAverageCPUUtilization"] = s.Service.Scaling.CPU
			want["ECSServiceAverageMemoryUtilization"] = s.Service.Scaling.Memory
			want["ALBRequestCountPerTarget"] = s.Service.Scaling.Requests
		}
		for _, target := range s.All(scalingTarget) {
			target.Is("minCapacity", s.Service.Scaling.Min)
			target.Is("maxCapacity", s.Service.Scaling.Max)
		}
		if s.Service.Scaling.Max > s.Service.Scaling.Min {
			s.Number(scalingTarget, 1)
		}
		got := map[string]bool{}
		for _, p := range s.All(scalingPolicy) {
			const configuration = "targetTrackingScalingPolicyConfiguration."
			metric := p.Text(configuration + "predefinedMetricSpecification.predefinedMetricType")
			got[metric] = true
			p.Is(configuration+"targetValue", want[metric])
		}
		for metric, target := range want {
			if got[metric] != (target > 0) {
				s.Fail("%s: a target of %d, a policy: %t", metric, target, got[metric])
			}
		}
	}},
	{"logs are kept as long as wanted, never for ever", func(s *Stage) {
		if len(s.All(logGroup)) == 0 {
			s.Fail("there is no log group")
		}
		for _, g := range s.All(logGroup) {
			g.Is("retentionInDays", s.Logs.RetentionDays)
		}
	}},
}

// containers gives those of the task.
func (s *Stage) containers() []Item {
	var list []Item
	for _, task := range s.All(taskDefinition) {
		list = append(list, task.Parts("containerDefinitions")...)
	}
	return list
}

// appContainer gives the container that runs Pylon, not one that helps it.
func (s *Stage) appContainer() (Item, bool) {
	list := s.containers()
	for _, c := range list {
		if command := c.Texts("command"); len(command) > 0 && command[0] == "pylon" {
			return c, true
		}
	}
	if len(list) == 0 {
		s.Fail("there is no container")
		return Item{}, false
	}
	return list[0], true
}

func (s *Stage) bucketNames() []string {
	var names []string
	for _, b := range s.All("aws:s3/bucket:Bucket") {
		names = append(names, b.ID)
	}
	return names
}

// fargate says whether Fargate has a size: CPU units and MiB.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
func fargate(cpu, memory int) bool {
	between := func(from, to, step int) bool {
		return memory >= from<<10 && memory <= to<<10 && (memory-from<<10)%(step<<10) == 0
	}
	switch cpu {
	case 256:
		return memory == 512 || between(1, 2, 1)
	case 512:
		return between(1, 4, 1)
	case 1024:
		return between(2, 8, 1)
	case 2048:
		return between(4, 16, 1)
	case 4096:
		return between(8, 30, 1)
	case 8192:
		return between(16, 60, 4)
	case 16384:
		return between(32, 120, 8)
	}
	return false
}

// secretName matches names of variables that ought to hold a secret.
var secretName = regexp.MustCompile(`(?i)(^|_)(secret|token|password|passwd|pepper|private_key|secret_key|access_key|encryption_key|api_key|database_url|redis_url|dsn)(_|$)`)
