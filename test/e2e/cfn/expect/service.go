package expect

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	ecsService     = "AWS::ECS::Service"
	taskDefinition = "AWS::ECS::TaskDefinition"
	scalableTarget = "AWS::ApplicationAutoScaling::ScalableTarget"
	scalingPolicy  = "AWS::ApplicationAutoScaling::ScalingPolicy"
)

var service = []Expectation{
	{"the task has the wanted size, architecture and roles", func(s *Stage) {
		task, ok := s.One(taskDefinition)
		if !ok {
			return
		}
		task.Is("Cpu", strconv.Itoa(s.Service.CPU))
		task.Is("Memory", strconv.Itoa(s.Service.Memory))
		task.Is("NetworkMode", "awsvpc")
		task.Is("RequiresCompatibilities[0]", "FARGATE")
		task.Is("RuntimePlatform.CpuArchitecture", map[string]string{"x86_64": "X86_64", "arm64": "ARM64"}[s.Service.Architecture])
		task.Is("RuntimePlatform.OperatingSystemFamily", "LINUX")
		task.Given("ExecutionRoleArn")
		if a, b := task.Text("ExecutionRoleArn"), task.Text("TaskRoleArn"); a == b {
			task.Fail("both roles are %s", a)
		}
	}},
	{"the app's container runs the app as nobody special, with one place to write to", func(s *Stage) {
		c, ok := s.container("pylon")
		if !ok {
			return
		}
		c.Is("Essential", true)
		c.Is("Image", s.Template.Parameters["ImageUri"])
		c.Is("User", "10001:10001")
		c.Is("ReadonlyRootFilesystem", !s.Service.Exec)
		c.Is("LinuxParameters.InitProcessEnabled", true)
		c.Is("LinuxParameters.Capabilities.Drop", []string{"ALL"})
		c.Is("StopTimeout", s.Service.StopTimeout)
		c.Is("MountPoints[0].ContainerPath", "/data")
		c.Is("MountPoints[0].ReadOnly", false)
		var got, want []string
		for _, p := range c.Parts("PortMappings") {
			got = append(got, p.Text("ContainerPort")+"/"+p.Text("Protocol"))
		}
		for _, e := range s.Balancer.Endpoints {
			want = append(want, fmt.Sprintf("%d/tcp", e.Container))
		}
		s.SameSet("the container's ports", got, want)
		for _, v := range c.Parts("Environment") {
			if v.Text("Name") == "TMPDIR" && v.Text("Value") != "/data" {
				v.Fail("is not on the writable volume")
			}
		}
	}},
	{"ECS asks the container for its health on the HTTP port", func(s *Stage) {
		c, ok := s.container("pylon")
		if !ok {
			return
		}
		command := strings.Join(c.Texts("HealthCheck.Command"), " ")
		if want := fmt.Sprintf("CMD-SHELL curl -fsS http://localhost:%d/health || exit 1", s.Balancer.Endpoints[0].Container); command != want {
			c.Fail("asks by %q", command)
		}
		c.Is("HealthCheck.Interval", 30)
		c.Is("HealthCheck.Retries", 3)
		c.Is("HealthCheck.StartPeriod", 60)
	}},
	{"the service keeps the tasks up: a failed deployment goes back, and never two tasks on one file", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		const d = "DeploymentConfiguration."
		svc.Is(d+"DeploymentCircuitBreaker.Enable", true)
		svc.Is(d+"DeploymentCircuitBreaker.Rollback", true)
		most, least := 200, 100
		if !s.stateless() {
			most, least = 100, 0
			svc.Is("AvailabilityZoneRebalancing", "DISABLED")
		}
		svc.Is(d+"MaximumPercent", most)
		svc.Is(d+"MinimumHealthyPercent", least)
		svc.Is("HealthCheckGracePeriodSeconds", s.Service.GracePeriod)
		svc.Is("PropagateTags", "SERVICE")
		svc.Is("LaunchType", nil)
		if task, ok := s.One(taskDefinition); ok {
			svc.Is("TaskDefinition", ref(task))
		}
		if c, ok := s.One("AWS::ECS::Cluster"); ok {
			svc.Is("Cluster", ref(c))
			c.Is("ClusterSettings[0]", map[string]string{"Name": "containerInsights", "Value": "enabled"})
		}
	}},
	{"each endpoint's target group gets the tasks at its container port", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		var got, want []string
		for _, b := range svc.Parts("LoadBalancers") {
			got = append(got, b.Text("ContainerName")+" "+b.Text("ContainerPort")+" "+b.Text("TargetGroupArn"))
		}
		for _, e := range s.Balancer.Endpoints {
			if g, ok := s.groupOf(e); ok {
				want = append(want, fmt.Sprintf("pylon %d %s", e.Container, ref(g)))
			}
		}
		s.SameSet("the service's target groups", got, want)
	}},
	{"the service waits for listeners, rules, policies, firewall rules and data", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		for _, r := range s.All(listener, listenerRule, "AWS::EC2::SecurityGroupIngress", "AWS::EFS::MountTarget") {
			redirect := r.Text("DefaultActions[0].Type") == "redirect"
			if !redirect && !slices.Contains(svc.DependsOn, r.Name) {
				svc.Fail("does not wait for %s", r.Name)
			}
		}
		task, _ := s.One(taskDefinition)
		for _, p := range s.All("AWS::IAM::ManagedPolicy") {
			for _, role := range p.Texts("Roles") {
				used := strings.HasPrefix(task.Text("ExecutionRoleArn"), strings.TrimSuffix(role, ">")) || strings.HasPrefix(task.Text("TaskRoleArn"), strings.TrimSuffix(role, ">"))
				if used && !slices.Contains(svc.DependsOn, p.Name) {
					svc.Fail("does not wait for %s", p.Name)
				}
			}
		}
		if s.stateless() && !slices.ContainsFunc(svc.DependsOn, func(id string) bool {
			i, ok := s.named("<" + id + ">")
			return ok && i.Type == "AWS::RDS::DBInstance"
		}) {
			svc.Fail("does not wait for the database's writer")
		}
	}},
	{"tasks run on spare capacity where wanted, the chosen number of them on the ordinary one", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		var got []string
		for _, c := range svc.Parts("CapacityProviderStrategy") {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Text("CapacityProvider"), c.Text("Weight"), c.Text("Base"))))
		}
		want := []string{"FARGATE 1"}
		if s.Service.Spot {
			want = []string{"FARGATE_SPOT 1"}
			if s.Service.OnDemand > 0 {
				want = append(want, fmt.Sprintf("FARGATE 0 %d", s.Service.OnDemand))
			}
		}
		s.SameSet("the capacity", got, want)
		if c, ok := s.One("AWS::ECS::Cluster"); ok {
			for _, provider := range want {
				if name := strings.Fields(provider)[0]; !slices.Contains(c.Texts("CapacityProviders"), name) {
					c.Fail("does not have %s", name)
				}
			}
		}
	}},
	{"the number of tasks is fixed, or moves in its range by the wanted targets", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		scaling := s.Service.Scaling
		want := map[string]int{}
		for metric, target := range map[string]int{
			"ECSServiceAverageCPUUtilization": scaling.CPU, "ECSServiceAverageMemoryUtilization": scaling.Memory, "ALBRequestCountPerTarget": scaling.Requests,
		} {
			if target > 0 {
				want[metric] = target
			}
		}
		if scaling.Min == scaling.Max && len(want) == 0 {
			svc.Is("DesiredCount", scaling.Min)
			s.Number(scalableTarget, 0)
			return
		}
		svc.Is("DesiredCount", nil)
		s.Number(scalingPolicy, len(want))
		t, ok := s.One(scalableTarget)
		if !ok {
			return
		}
		t.Is("MinCapacity", scaling.Min)
		t.Is("MaxCapacity", scaling.Max)
		t.Is("ScalableDimension", "ecs:service:DesiredCount")
		if c, ok := s.One("AWS::ECS::Cluster"); ok {
			t.Is("ResourceId", "service/"+ref(c)+"/"+att(svc, "Name"))
		}
		for _, p := range s.All(scalingPolicy) {
			const c = "TargetTrackingScalingPolicyConfiguration."
			p.Is("ScalingTargetId", ref(t))
			metric := p.Text(c + "PredefinedMetricSpecification.PredefinedMetricType")
			p.Is(c+"TargetValue", want[metric])
			if metric == "ALBRequestCountPerTarget" {
				if g, ok := s.groupOf(s.Balancer.Endpoints[0]); ok {
					p.Is(c+"PredefinedMetricSpecification.ResourceLabel", s.balancerFullName()+"/"+att(g, "TargetGroupFullName"))
				}
			}
		}
	}},
	{"people open a shell in a task only where wanted", func(s *Stage) {
		svc, ok := s.One(ecsService)
		if !ok {
			return
		}
		if got := svc.Text("EnableExecuteCommand") == "true"; got != s.Service.Exec {
			svc.Fail("exec is %t", got)
		}
	}},
}

// balancerFullName is the load balancer as metrics call it.
func (s *Stage) balancerFullName() string {
	if b, ok := s.named(s.balancer()); ok {
		return att(b, "LoadBalancerFullName")
	}
	_, name, _ := strings.Cut(s.Balancer.Shared.ARN, "loadbalancer/")
	return name
}

// container is a container of the task, by its name.
func (s *Stage) container(name string) (Item, bool) {
	task, ok := s.One(taskDefinition)
	if !ok {
		return Item{}, false
	}
	for _, c := range task.Parts("ContainerDefinitions") {
		if c.Text("Name") == name {
			return c, true
		}
	}
	s.Fail("there is no container %s", name)
	return Item{}, false
}

// collector says whether the model wants a container beside the app.
func collector(s *stack.Stack) bool { return s.Service.Collector.Image != "" }
