package parity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// service are cluster, service and autoscaling.
func (m *model) service() {
	s := m.Service
	m.is("cluster", "insights", s.ContainerInsights)
	m.all("service", "cluster", "cluster", "task", "task", "stops a failing deployment", s.Rollout.CircuitBreaker, "rolls back", s.Rollout.CircuitBreaker,
		"most percent", s.Rollout.Max, "least percent", s.Rollout.MinHealthy, "moves between zones", map[bool]string{true: "ENABLED", false: "DISABLED"}[s.Rollout.Rebalance],
		"grace seconds", s.GracePeriod, "shell", s.Exec, "tags of ECS", true, "tags from", "SERVICE", "public address", m.Network.TasksPublic())
	kind := "private"
	if m.Network.TasksPublic() {
		kind = "public"
	}
	m.is("service", "subnet", m.subnets(kind)...)
	m.is("service", "firewall", "tasks firewall")
	if s.Advertise != "" {
		m.is("service", "firewall", "peers firewall")
	}
	if m.Balancer.Shared.Owner != "" {
		m.is("service", "firewall", guestsGroup)
	}
	for _, e := range m.Balancer.Endpoints {
		m.is("service", "target", fmt.Sprintf("containername pylon, containerport %d, targetgrouparn <target %d>", e.Container, e.Container))
	}
	m.is("cluster", "capacity", "FARGATE")
	ordinary := "base %d, capacityprovider FARGATE, weight %d"
	if s.Spot {
		m.is("cluster", "capacity", "FARGATE_SPOT")
		m.is("service", "capacity", "base 0, capacityprovider FARGATE_SPOT, weight 1")
		if s.OnDemand > 0 {
			m.is("service", "capacity", fmt.Sprintf(ordinary, s.OnDemand, 0))
		}
	} else {
		m.is("service", "capacity", fmt.Sprintf(ordinary, 0, 1))
	}
	m.waits(kind)
	c := s.Scaling
	targets := []struct {
		metric string
		value  int
	}{{"ECSServiceAverageCPUUtilization", c.CPU}, {"ECSServiceAverageMemoryUtilization", c.Memory}, {"ALBRequestCountPerTarget", c.Requests}}
	for _, t := range targets {
		if t.value == 0 {
			continue
		}
		by := "scaling by " + t.metric
		m.all(by, "type", "TargetTrackingScaling", "target", t.value, "in seconds", c.InCooldown, "out seconds", c.OutCooldown, "of", "scaling")
		if t.metric == "ALBRequestCountPerTarget" {
			m.is(by, "measured at", m.balancerText()+fmt.Sprintf("/<target %d>", m.Balancer.Endpoints[0].Container))
		}
	}
	if !m.Scales() {
		m.is("service", "tasks", c.Min)
		return
	}
	m.scalable()
}

// scalable is the range of tasks.
func (m *model) scalable() {
	c := m.Service.Scaling
	m.all("scaling", "least", c.Min, "most", c.Max, "of", "service/<cluster>/<service>", "what", "ecs:service:DesiredCount", "namespace", "ecs")
}

// waits is what the service is made after besides what it names: the callers of
// its tasks, what they reach and may do, and their egress. kind is that of its
// subnets.
func (m *model) waits(kind string) {
	after := func(names ...any) { m.is("service", "waits for", names...) }
	after("execution role")
	if len(m.GrantsOf(stack.AppRole)) > 0 {
		after("app role")
	}
	if m.Database.Given() {
		after("database instance")
	}
	for _, e := range m.Balancer.Endpoints {
		after(cmp.Or(m.Balancer.Shared.Listener, fmt.Sprintf("listener %d", e.Listener)))
	}
	for name, values := range m.facts {
		firewall, opening := strings.CutSuffix(name, " firewall: open to")
		subnet, route := strings.CutSuffix(name, ": route 0.0.0.0/0")
		for _, value := range values {
			switch {
			case opening && firewall != "load balancer" && firewall != "nat":
				after(firewall + " firewall: " + value)
			case route:
				after(subnet + ": " + value)
			}
		}
	}
	for _, zone := range m.zones() {
		after(kind + " subnet " + zone)
	}
	if m.FileSystem.Given() {
		after(slices.Repeat([]any{"files"}, len(m.subnets("private")))...)
	}
	for _, service := range m.Network.Endpoints {
		after("endpoint com.amazonaws." + m.Region + "." + service)
	}
}

// balancerText is the load balancer as metrics know it.
func (m *model) balancerText() string {
	if !m.Balancer.Shared.Given() {
		return "<load balancer>"
	}
	_, name, _ := strings.Cut(m.Balancer.Shared.ARN, "loadbalancer/")
	return name
}

// container is the task and the app's container.
func (m *model) container() {
	s := m.Service
	m.all("task", "cpu", s.CPU, "memory", s.Memory, "network", "awsvpc", "runs on", "FARGATE", "architecture", strings.ToUpper(s.Architecture), "system", "LINUX",
		"execution role", "execution role")
	if len(m.GrantsOf(stack.AppRole)) > 0 {
		m.is("task", "role", "app role")
	}
	m.running("pylon", "log", s.ReadOnlyRoot, true)
	image := "image"
	if s.Image.URI != "" {
		image = s.Image.URI
	}
	m.all("task", "pylon image", image, "pylon command", strings.Join(s.ContainerCommand(m.Balancer.Endpoints[0].Container), " "), "pylon stoptimeout", s.StopTimeout,
		"pylon health", strings.Join(s.Health.Command, " "), "pylon healthcheck interval", s.Health.Interval, "pylon healthcheck timeout", s.Health.Timeout,
		"pylon healthcheck startperiod", s.Health.StartPeriod, "pylon healthcheck retries", s.Health.Retries,
		"pylon mounts", fmt.Sprintf("containerpath %s, readonly false, sourcevolume %s", s.Volume.Path, s.Volume.Name))
	if secret := s.Image.Credentials; secret != "" {
		m.is("task", "pylon repositorycredentials credentialsparameter", secret)
	}
	if s.Init {
		m.is("task", "pylon linuxparameters initprocessenabled", true)
	}
	for _, e := range m.Balancer.Endpoints {
		m.is("task", "pylon listens", fmt.Sprintf("containerport %d, protocol tcp", e.Container))
	}
	for _, v := range append(s.Env, s.TempDir) {
		m.facts.add("task", "pylon has "+v.Name, m.value(v))
	}
	volume := "name " + s.Volume.Name
	if m.FileSystem.Given() {
		volume = "efsvolumeconfiguration authorizationconfig accesspointid <access point>, efsvolumeconfiguration authorizationconfig iam ENABLED, " +
			"efsvolumeconfiguration filesystemid <files>, efsvolumeconfiguration transitencryption ENABLED, " + volume
	}
	m.is("task", "volume", volume)
	m.log("log")
}

// value is what a variable of a container holds.
func (m *model) value(v stack.Variable) string {
	switch v.Ref {
	case stack.RefBucket:
		return "uploads"
	case stack.RefRegion:
		return m.Region
	case stack.RefCache:
		return fmt.Sprintf("redis://<cache address>:%d", stack.RedisPort)
	}
	return m.fill(v.Text)
}

// running are the facts of any container.
func (m *model) running(name, log string, readOnly, essential bool) {
	s := m.Service
	say := func(pairs ...any) {
		for i := 0; i < len(pairs); i += 2 {
			m.is("task", name+" "+pairs[i].(string), pairs[i+1])
		}
	}
	say("essential", essential, "user", fmt.Sprintf("%d:%d", s.User, s.Group), "readonlyrootfilesystem", readOnly, "logconfiguration logdriver", "awslogs",
		"logconfiguration options awslogs-group", log, "logconfiguration options awslogs-region", m.Region, "logconfiguration options mode", m.Logs.Mode, "logconfiguration options awslogs-stream-prefix", name)
	if m.Logs.Mode == "non-blocking" {
		say("logconfiguration options max-buffer-size", fmt.Sprintf("%dm", m.Logs.BufferMiB))
	}
	for _, capability := range s.DropCapabilities {
		say("linuxparameters capabilities drop", capability)
	}
}

// collector is the container that takes traces and metrics.
func (m *model) collector() {
	c := m.Service.Collector
	if !c.Given() {
		return
	}
	m.running("collector", "log", true, false)
	m.all("task", "collector image", c.Image, "collector has AOT_CONFIG_CONTENT", strings.TrimRight(c.Config, "\n"), "collector memory", c.MemoryMiB)
	for _, v := range c.Env {
		m.facts.add("task", "collector has "+v.Name, m.value(v))
	}
	for _, v := range m.Service.Secrets {
		if v.Env == c.TokenEnv {
			m.is("task", "collector has secret "+v.Env, m.secretName(v))
		}
	}
}

// alarms are what is watched, and who is told.
func (m *model) alarms() {
	if !m.Alarms.Wanted() {
		return
	}
	topic := m.Alarms.Topic
	if m.Alarms.Email != "" {
		topic = "alarm topic"
		m.is(topic, "subscriber", "endpoint "+m.Alarms.Email+", protocol email")
		m.rules(topic, "on <alarm topic>", stack.TopicRules)
		if m.Key.Given() {
			m.is(topic, "key", "key")
		}
	}
	looks := map[stack.Watched]string{
		stack.WatchedTargets:  fmt.Sprintf("loadbalancer %s, targetgroup <target %d>", m.balancerText(), m.Balancer.Endpoints[0].Container),
		stack.WatchedService:  "clustername <cluster>, servicename <service>",
		stack.WatchedDatabase: "dbclusteridentifier <database>",
		stack.WatchedCache:    "cacheclusterid <cache>-001",
	}
	for _, w := range stack.Watches {
		if !m.Has(w.Of) {
			continue
		}
		m.all("alarm on "+w.Metric, "namespace", w.Namespace, "statistic", w.Statistic, "threshold", w.Threshold, "period", w.Period, "periods", w.Minutes, "tells", topic, "says", w.Why,
			"goes off", map[bool]string{true: "LessThanThreshold", false: "GreaterThanThreshold"}[w.Below], "no data is", map[bool]string{true: "breaching", false: "notBreaching"}[w.Breaching],
			"looks at", looks[w.Of])
		if m.Alarms.Recovery {
			m.is("alarm on "+w.Metric, "tells when well", topic)
		}
	}
}
