package resolve_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// pipelines is what the tests read of a collector's configuration.
type pipelines struct {
	Receivers  map[string]any
	Processors struct {
		MemoryLimiter struct {
			Limit int `yaml:"limit_mib"`
			Spike int `yaml:"spike_limit_mib"`
		} `yaml:"memory_limiter"`
		Detection struct {
			Detectors []string
			ECS       struct {
				Attributes map[string]struct{ Enabled bool } `yaml:"resource_attributes"`
			}
		} `yaml:"resourcedetection"`
		Others map[string]any `yaml:",inline"`
	}
	Exporters struct {
		Remote struct {
			Labels  map[string]string      `yaml:"external_labels"`
			Convert struct{ Enabled bool } `yaml:"resource_to_telemetry_conversion"`
		} `yaml:"prometheusremotewrite"`
		Others map[string]any `yaml:",inline"`
	}
	Service struct {
		Pipelines map[string]struct{ Receivers, Processors, Exporters []string }
	}
}

// collecting are stages that all write to one workspace; the first and the last
// send traces too.
func collecting(t *testing.T) *stack.App {
	t.Helper()
	app, list := resolved(t, manifest, `version: 1
pylon: { version: 0.5.0 }
observability: { metrics: { scrape: { workspace: "arn:aws:aps:us-east-1:123456789012:workspace/ws-1" } } }
stages:
  production: { domain: { name: api.example.com }, observability: { traces: { xray: true } } }
  staging: { domain: { name: api.staging.example.com } }
  pr-*: { domain: { name: "{stage}.preview.example.com" }, observability: { traces: { xray: true } } }
`)
	if list.HasErrors() {
		t.Fatal(list)
	}
	return app
}

func configured(t *testing.T, c stack.Collector) pipelines {
	t.Helper()
	var p pipelines
	if err := yaml.Unmarshal([]byte(c.Config), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// A pipeline names only what is configured; the limiter is its first processor
// and leaves room below the container's hard limit.
func TestCollectorPipelines(t *testing.T) {
	for _, s := range collecting(t).Stages {
		c := s.Service.Collector
		p := configured(t, c)
		known := map[string]bool{"memory_limiter": true, "resourcedetection": true, "prometheusremotewrite": true}
		for _, part := range []map[string]any{p.Receivers, p.Processors.Others, p.Exporters.Others} {
			for name := range part {
				known[name] = true
			}
		}
		want := 1
		if c.XRay {
			want = 2
		}
		if len(p.Service.Pipelines) != want {
			t.Errorf("%s: %d pipelines, want %d", s.Stage.Name, len(p.Service.Pipelines), want)
		}
		for name, line := range p.Service.Pipelines {
			for _, part := range slices.Concat(line.Receivers, line.Processors, line.Exporters) {
				if !known[part] {
					t.Errorf("%s: %s names %s, which is not configured", s.Stage.Name, name, part)
				}
			}
			if line.Processors[0] != "memory_limiter" {
				t.Errorf("%s: %s begins with %s", s.Stage.Name, name, line.Processors[0])
			}
		}
		limit := p.Processors.MemoryLimiter
		if limit.Spike <= 0 || limit.Spike >= limit.Limit || limit.Limit*100 < 75*c.MemoryMiB || limit.Limit*100 > 80*c.MemoryMiB {
			t.Errorf("%s: %+v in a container of %d MiB", s.Stage.Name, limit, c.MemoryMiB)
		}
	}
}

// Two tasks that write to one workspace never write the same series: the labels
// have the task's id, and app and stage.
func TestCollectorLabels(t *testing.T) {
	reference := regexp.MustCompile(`^\$\{env:(\w+)\}$`)
	seen := map[string]string{}
	for _, s := range collecting(t).Stages {
		c := s.Service.Collector
		p := configured(t, c)
		if !slices.Contains(p.Service.Pipelines["metrics"].Processors, "resourcedetection") ||
			!slices.Equal(p.Processors.Detection.Detectors, []string{"ecs"}) || !p.Exporters.Remote.Convert.Enabled {
			t.Errorf("%s: tasks have the same labels", s.Stage.Name)
		}
		if a, set := p.Processors.Detection.ECS.Attributes["aws.ecs.task.id"]; set && !a.Enabled {
			t.Errorf("%s: the task's id is left out", s.Stage.Name)
		}
		labels := map[string]string{}
		for label, value := range p.Exporters.Remote.Labels {
			m := reference.FindStringSubmatch(value)
			if m == nil {
				t.Fatalf("%s: label %s is %q", s.Stage.Name, label, value)
			}
			i := slices.IndexFunc(c.Env, func(v stack.Variable) bool { return v.Name == m[1] })
			if i < 0 {
				t.Fatalf("%s: the collector has no variable %s", s.Stage.Name, m[1])
			}
			labels[label] = c.Env[i].Text.Fill("pr-7")
		}
		if labels["app"] != "todo" {
			t.Errorf("%s: app is %q", s.Stage.Name, labels["app"])
		}
		key := fmt.Sprint(labels)
		if other, ok := seen[key]; ok {
			t.Errorf("%s has the labels of %s: %s", s.Stage.Name, other, key)
		}
		seen[key] = s.Stage.Name
		if want := map[bool]string{true: "pr-7", false: s.Stage.Name}[s.Stage.Pattern]; labels["stage"] != want {
			t.Errorf("stage is %q, want %q", labels["stage"], want)
		}
	}
}
