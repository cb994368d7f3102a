package expect

import (
	"slices"
	"strings"
)

// Pulumi's types of what is observed.
const (
	alarm = "aws:cloudwatch/metricAlarm:MetricAlarm"
	topic = "aws:sns/topic:Topic"
)

var observe = []Expectation{
	{"a collector runs beside the app where wanted: not essential, read-only, with the configuration and no secret in plain", func(s *Stage) {
		task, ok := s.One(taskDefinition)
		if !ok {
			return
		}
		containers := task.Parts("containerDefinitions")
		want := s.Service.Collector
		if want.Image == "" {
			if len(containers) != 1 {
				task.Fail("has %d containers", len(containers))
			}
			return
		}
		if len(containers) != 2 {
			task.Fail("has %d containers, not the app and its collector", len(containers))
			return
		}
		c := containers[1]
		c.Is("image", want.Image)
		c.Is("essential", false)
		c.Is("user", "10001:10001")
		c.Is("readonlyRootFilesystem", true)
		c.Is("linuxParameters.capabilities.drop", []string{"ALL"})
		env := c.Parts("environment")
		if len(env) != 1 || strings.TrimRight(env[0].Text("value"), "\n") != strings.TrimRight(want.Config, "\n") {
			c.Fail("another configuration")
		}
		for _, v := range c.Parts("secrets") {
			v.Is("name", want.TokenEnv)
			if !strings.Contains(v.Text("valueFrom"), ":secretsmanager:") {
				v.Fail("does not come from Secrets Manager")
			}
		}
		if want.TokenEnv != "" && len(c.Parts("secrets")) != 1 {
			c.Fail("has no token for the metrics")
		}
	}},
	{"the collector may write to its workspace, and traces where they go to X-Ray", func(s *Stage) {
		var traces bool
		var workspaces []string
		for _, st := range s.allowing() {
			traces = traces || slices.Contains(st.actions, "xray:PutTraceSegments")
			if slices.Contains(st.actions, "aps:RemoteWrite") {
				workspaces = append(workspaces, st.resources...)
			}
		}
		if traces != s.Service.Collector.XRay {
			s.Fail("may write traces: %t", traces)
		}
		var want []string
		if w := s.Service.Collector.Workspace; w != "" {
			want = []string{w}
		}
		s.SameSet("the workspaces", workspaces, want)
	}},
	{"somebody is told of errors, of no healthy task, of full memory and of a database or cache at its limit", func(s *Stage) {
		metrics := map[string]Item{}
		for _, a := range s.All(alarm) {
			metrics[a.Text("metricName")] = a
			a.Is("period", 60)
			for _, path := range []string{"alarmActions", "okActions"} {
				to := a.Texts(path)
				if len(to) != 1 || s.Alarms.Topic != "" && to[0] != s.Alarms.Topic {
					a.Fail("%s are %q", path, to)
				}
			}
			dimensions, _ := a.Get("dimensions").(map[string]any)
			if len(dimensions) == 0 {
				a.Fail("looks at nothing")
			}
			for name, value := range dimensions {
				if value == "" || value == nil {
					a.Fail("looks at no %s", name)
				}
			}
		}
		want := []string{}
		if s.Alarms.Wanted() {
			want = append(want, "HTTPCode_Target_5XX_Count", "HealthyHostCount", "MemoryUtilization")
			if s.stateless() {
				want = append(want, "ACUUtilization")
			}
			if s.Cache.Node != "" {
				want = append(want, "DatabaseMemoryUsagePercentage")
			}
		}
		var got []string
		for m := range metrics {
			got = append(got, m)
		}
		s.SameSet("the metrics with an alarm", got, want)
		if a, ok := metrics["HealthyHostCount"]; ok {
			a.Is("treatMissingData", "breaching")
			a.Is("comparisonOperator", "LessThanThreshold")
		}
	}},
	{"an alarm's topic takes messages of this account's alarms over TLS, and has its subscriber", func(s *Stage) {
		if s.Alarms.Email == "" {
			s.Number(topic, 0)
			return
		}
		s.Number(topic, 1)
		if sub, ok := s.One("aws:sns/topicSubscription:TopicSubscription"); ok {
			sub.Is("protocol", "email")
			sub.Is("endpoint", s.Alarms.Email)
		}
		p, ok := s.One("aws:sns/topicPolicy:TopicPolicy")
		if !ok {
			return
		}
		denied := false
		for _, st := range p.Parts("policy.Statement") {
			if st.Text("Effect") == "Deny" {
				denied = st.Text("Condition.Bool.aws:SecureTransport") == "false"
			} else if st.Text("Condition.StringEquals.aws:SourceAccount") == "" {
				st.Fail("is for any account")
			}
		}
		if !denied {
			p.Fail("takes messages without TLS")
		}
	}},
}
