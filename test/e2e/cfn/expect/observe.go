package expect

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	alarm = "AWS::CloudWatch::Alarm"
	topic = "AWS::SNS::Topic"
)

var observe = []Expectation{
	{"a collector runs beside the app where wanted, and the app does not die with it", func(s *Stage) {
		task, ok := s.One(taskDefinition)
		if !ok {
			return
		}
		want := 1
		if collector(s.Stack) {
			want = 2
		}
		if n := len(task.Parts("ContainerDefinitions")); n != want {
			task.Fail("there are %d containers, not %d", n, want)
		}
		if !collector(s.Stack) {
			return
		}
		c, ok := s.container("collector")
		if !ok {
			return
		}
		c.Is("Image", s.Service.Collector.Image)
		c.Is("Essential", false)
		c.Is("User", "10001:10001")
		c.Is("ReadonlyRootFilesystem", true)
		c.Is("LinuxParameters.Capabilities.Drop", []string{"ALL"})
		c.Is("Environment[0]", map[string]string{"Name": "AOT_CONFIG_CONTENT", "Value": s.Service.Collector.Config})
		var got, want2 []string
		for _, v := range c.Parts("Secrets") {
			got = append(got, v.Text("Name")+" "+v.Text("ValueFrom"))
		}
		for _, v := range s.Service.Secrets {
			if v.Env == s.Service.Collector.TokenEnv {
				want2 = append(want2, v.Env+" <"+v.Name+"Secret>")
			}
		}
		s.SameSet("the collector's secrets", got, want2)
	}},
	{"alarms watch what can break, and somebody is told when it does and when all is well again", func(s *Stage) {
		if !s.Alarms.Wanted() {
			s.Number(alarm, 0)
			return
		}
		who := s.Alarms.Topic
		if who == "" {
			if t, ok := s.One(topic); ok {
				who = ref(t)
			}
		}
		var got, want []string
		for _, a := range s.All(alarm) {
			got = append(got, a.Text("MetricName"))
			a.Is("AlarmActions", []string{who})
			a.Is("OKActions", []string{who})
			a.Is("Period", 60)
			i := slices.IndexFunc(stack.Watches, func(w stack.Watch) bool { return w.Metric == a.Text("MetricName") })
			if i < 0 {
				a.Fail("watches what the model does not know")
				continue
			}
			w := stack.Watches[i]
			a.Is("Namespace", w.Namespace)
			a.Is("Statistic", w.Statistic)
			a.Is("Threshold", w.Threshold)
			a.Is("EvaluationPeriods", w.Minutes)
			a.Is("ComparisonOperator", map[bool]string{true: "LessThanThreshold", false: "GreaterThanThreshold"}[w.Below])
			a.Is("TreatMissingData", map[bool]string{true: "breaching", false: "notBreaching"}[w.Breaching])
		}
		for _, w := range stack.Watches {
			if s.Has(w.Of) {
				want = append(want, w.Metric)
			}
		}
		s.SameSet("the alarms", got, want)
	}},
	{"alarms find their metrics", func(s *Stage) {
		for _, a := range s.All(alarm) {
			var got []string
			for _, d := range a.Parts("Dimensions") {
				got = append(got, d.Text("Name")+" "+d.Text("Value"))
			}
			var want []string
			switch a.Text("Namespace") {
			case "AWS/ApplicationELB":
				g, _ := s.groupOf(s.Balancer.Endpoints[0])
				want = []string{"LoadBalancer " + s.balancerFullName(), "TargetGroup " + att(g, "TargetGroupFullName")}
			case "AWS/ECS":
				c, _ := s.One("AWS::ECS::Cluster")
				svc, _ := s.One(ecsService)
				want = []string{"ClusterName " + ref(c), "ServiceName " + att(svc, "Name")}
			case "AWS/RDS":
				db, _ := s.One(dbCluster)
				want = []string{"DBClusterIdentifier " + ref(db)}
			case "AWS/ElastiCache":
				c, _ := s.One(redis)
				want = []string{"CacheClusterId " + ref(c) + "-001"}
			}
			s.SameSet(a.Name+"'s dimensions", got, want)
		}
	}},
	{"the alarm topic takes messages from this account's alarms over TLS, for the wanted address", func(s *Stage) {
		if s.Alarms.Email == "" {
			s.Number(topic, 0)
			return
		}
		t, ok := s.One(topic)
		if !ok {
			return
		}
		t.Is("Subscription[0]", map[string]string{"Protocol": "email", "Endpoint": s.Alarms.Email})
		p, ok := s.One("AWS::SNS::TopicPolicy")
		if !ok {
			return
		}
		p.Is("Topics", []string{ref(t)})
		allowed, denied := false, false
		for _, st := range p.Parts("PolicyDocument.Statement") {
			if st.Text("Effect") == "Deny" {
				denied = st.Text("Condition.Bool.aws:SecureTransport") == "false"
			} else {
				allowed = strings.Join(st.Texts("Principal.Service"), "") == "cloudwatch.amazonaws.com"
			}
		}
		if !allowed || !denied {
			p.Fail("alarms may publish: %t, plain HTTP is refused: %t", allowed, denied)
		}
	}},
}
