package rules

import (
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// serviceRules are about one task: how it starts, runs and ends.
var serviceRules = []*Rule{
	{
		ID: "PG304", Severity: diag.Warning, Since: firstRelease,
		Title:    "the grace period is shorter than a start",
		Why:      "the container's own check has 60 seconds to pass; migrations and a cold database take as long, and the service would kill every new task",
		Fix:      "use 60 seconds or more; 120 seconds is the default",
		Evidence: "Amazon ECS: healthCheckGracePeriodSeconds; seen in aws-observability/application-signals-demo#347.",
		Fires:    Example{Spec: "service: { gracePeriod: 30 seconds }"},
		Silent:   Example{Spec: "service: { gracePeriod: 120 seconds }"},
		check: func(c *checker) {
			if g := c.s.Service.GracePeriod; g < startPeriod {
				c.find(c.at("service.gracePeriod"), "a new task has %d seconds, its first check may take %d", g, startPeriod)
			}
		},
	},
	{
		ID: "PG305", Severity: diag.Warning, Since: firstRelease,
		Title:    "a task is killed before the runtime has drained",
		Why:      "after the stop timeout the container gets SIGKILL, in the middle of what it still does",
		Fix:      "make service.stopTimeout longer than PYLON_DRAIN_SECS, which is 10 by default",
		Evidence: "crates/runtime at 0.3.23: PYLON_DRAIN_SECS; Amazon ECS: stopTimeout is at most 120 seconds on Fargate.",
		Fires:    Example{Spec: "service: { stopTimeout: 10 seconds }"},
		Silent:   Example{Spec: "service: { stopTimeout: 30 seconds }"},
		check: func(c *checker) {
			drain := 10
			if text, set := c.variable("PYLON_DRAIN_SECS"); set {
				drain, _ = strconv.Atoi(text)
			}
			if drain >= c.s.Service.StopTimeout {
				c.find(c.at("service.env.PYLON_DRAIN_SECS", "service.stopTimeout"), "the runtime drains for %d seconds, the task is killed after %d", drain, c.s.Service.StopTimeout)
			}
		},
	},
	{
		ID: "PG314", Severity: diag.Warning, Since: firstRelease,
		Title:    "connections of a task that goes away are cut at once",
		Why:      "each deployment would drop all sockets at the same moment, and their clients come back at the same moment",
		Fix:      "use 30 seconds or more; 60 seconds is the default",
		Evidence: "Amazon ECS best practices, load balancer connection draining: no short delay with streaming.",
		Fires:    Example{Spec: "service: { drain: 5 seconds }"},
		Silent:   Example{Spec: "service: { drain: 60 seconds }"},
		check: func(c *checker) {
			if d := c.s.Service.Drain; d < 10 && c.realtime() {
				c.find(c.at("service.drain"), "connections are cut after %d seconds", d)
			}
		},
	},
	{
		ID: "PG316", Severity: diag.Warning, Since: firstRelease,
		Title:    "ECS Exec is on in production",
		Why:      "anyone who may call ecs:ExecuteCommand has a shell with the app's secrets, and the container's file system is writable",
		Fix:      "remove exec, or set it in another stage",
		Evidence: "Amazon ECS developer guide, using ECS Exec.",
		Fires:    Example{Spec: "stages:\n  production: { domain: { name: api.example.com }, service: { exec: true } }"},
		Silent:   Example{Spec: "stages:\n  staging: { domain: { name: api.example.com }, service: { exec: true } }"},
		check: func(c *checker) {
			if c.s.Service.Exec && c.s.Stage.Production {
				c.find(c.at("service.exec"), "a shell can be opened in production's tasks")
			}
		},
	},
	{
		ID: "PG317", Severity: diag.Warning, Since: firstRelease,
		Title:    "pages are rendered in a small task",
		Why:      "rendering on the server runs in Bun alongside the runtime; 512 MB leave little for both, and a task that runs out of memory is killed",
		Fix:      "raise it to 1 GB: service: { cpu: 0.5 vCPU, memory: 1 GB }",
		Evidence: "Deduced from upstream's notes on SSR; not measured.",
		Fires:    Example{Manifest: `"routes": [{"path": "/blog", "mode": "ssr"}]`},
		Silent:   Example{Spec: "service: { cpu: 0.5 vCPU, memory: 1 GB }", Manifest: `"routes": [{"path": "/blog", "mode": "ssr"}]`},
		check: func(c *checker) {
			if pages := c.features(stack.FeatureSSR); len(pages) > 0 && c.s.Service.Memory < 1024 {
				c.find(c.at("service.memory"), "%s, in %d MB", several(pages, "the app renders", "pages"), c.s.Service.Memory)
			}
		},
	},
	{
		ID: "PG326", Severity: diag.Info, Since: firstRelease,
		Title:    "the collector runs in a small task",
		Why:      "the collector may take a good part of the task's memory, and a runtime that runs out of memory is killed",
		Fix:      "raise it to 1 GB: service: { cpu: 0.5 vCPU, memory: 1 GB }",
		Evidence: "Amazon ECS: memory of a container is its hard limit; aws-otel-collector, docs/performance_model.md: 63 to 69 MB at 100 traces per second to X-Ray, 143 to 468 MB at 1,000. The runtime's share is not measured.",
		Fires:    Example{Spec: "observability: { traces: { xray: true } }"},
		Silent:   Example{Spec: "service: { cpu: 0.5 vCPU, memory: 1 GB }\nobservability: { traces: { xray: true } }"},
		check: func(c *checker) {
			if collector := c.s.Service.Collector; collector.Given() && c.s.Service.Memory < 1024 {
				// Where it is asked for: memory may well be a default, which has no place.
				c.find(c.at("observability.metrics.scrape.workspace", "observability.traces.xray"),
					"the collector may use %d of the task's %d MB", collector.MemoryMiB, c.s.Service.Memory)
			}
		},
	},
}

// startPeriod is how long the container's health check may fail, in seconds;
// both targets render it.
const startPeriod = 60
