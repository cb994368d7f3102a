package rules

import (
	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// scalingRules are about how many tasks run.
var scalingRules = []*Rule{
	{
		ID: "PG306", Severity: diag.Error, Since: firstRelease,
		Title:    "several tasks would share one SQLite file",
		Why:      "two tasks would write to the same files over NFS, which corrupts them",
		Fix:      "remove scaling, or use the stateless shape",
		Evidence: "sqlite.org/wal.html: no network file systems; seen in copilot-cli#3153 and terraform-aws-atlantis#383.",
		Fires:    Example{Spec: "shape: single-replica\nservice: { scaling: { max: 2 } }"},
		Silent:   Example{Spec: "shape: single-replica"},
	},
	{
		ID: "PG307", Severity: diag.Info, Since: firstRelease,
		Title:    "production runs on SQLite",
		Why:      "there is one task, on one file system: each deployment is a short outage, and nothing takes over",
		Fix:      "use shape: stateless where that matters; it costs about twice as much",
		Evidence: "sqlite.org/wal.html: one host at a time. The price is what pylon-gen init shows for either shape.",
		Fires:    Example{Spec: "shape: single-replica"},
		Silent:   Example{Spec: "shape: single-replica\nstages: { staging: { domain: { name: api.example.com } } }"},
		check: func(c *checker) {
			if c.s.Shape == stack.SingleReplica && c.s.Stage.Production {
				c.find(c.at("shape"), "production is one task with SQLite")
			}
		},
	},
	{
		ID: "PG308", Severity: diag.Warning, Since: firstRelease,
		Title:    "several tasks run without a shared bus",
		Why:      "a write at one task does not reach the clients of another: sockets, presence and rate limits are each task's own (before 0.3.315 the change log too), and sticky sessions do not fix that. With scaling.min above 1 it is always so, which is an error",
		Fix:      "add cache: { redis: true } (runtime 0.3.315 or newer), or write service: { scaling: { max: 1 } }",
		Evidence: "crates/sync/src/lib.rs and crates/runtime/src/{ws,sse,server}.rs at 0.3.23; CHANGELOG of 0.3.315 and 0.5.0.",
		Fires:    Example{Spec: "service: { scaling: { max: 3 } }"},
		Silent:   Example{Spec: "service: { scaling: { max: 3 } }\ncache: { redis: true }"},
		check: func(c *checker) {
			if !c.split() {
				return
			}
			scaling := c.s.Service.Scaling
			d := c.find(c.at("service.scaling.max", "service.scaling.min"), "up to %d tasks run, and nothing tells them of each other's changes", scaling.Max)
			if scaling.Min > 1 {
				d.Severity = diag.Error
			}
			if !c.version.Has(pylon.ClusterBus.Gate) {
				d.Fix = "write service: { scaling: { max: 1 } }, or upgrade the runtime to " + pylon.ClusterBus.Known.String() + " and add cache: { redis: true }"
			}
		},
	},
	{
		ID: "PG309", Severity: diag.Warning, Since: firstRelease, Lacking: pylon.SharedJobs,
		Title:    "crons run in every task",
		Why:      "the scheduler and the store of jobs are each task's own: what runs once an hour runs as often as there are tasks",
		Fix:      "write service: { scaling: { max: 1 } }, or upgrade the runtime to " + pylon.SharedJobs.Known.String(),
		Evidence: "The scheduler and pylon.jobs.db at 0.3.23.",
		Fires:    Example{Spec: "pylon: { version: 0.3.314 }\nservice: { scaling: { max: 2 } }", Manifest: `"crons": [{"schedule": "0 * * * *", "function": "digest"}]`},
		Silent:   Example{Spec: "pylon: { version: 0.3.315 }\nservice: { scaling: { max: 2 } }", Manifest: `"crons": [{"schedule": "0 * * * *", "function": "digest"}]`},
		check: func(c *checker) {
			if crons := c.features(stack.FeatureCron); len(crons) > 0 && c.s.Service.Scaling.Max > 1 {
				c.find(c.at("service.scaling.max", "service.scaling.min"), "%s, in each of up to %d tasks", several(crons, "the app runs", "crons"), c.s.Service.Scaling.Max)
			}
		},
	},
	{
		ID: "PG313", Severity: diag.Warning, Since: firstRelease,
		Title:    "production's only task runs on Spot capacity",
		Why:      "AWS may reclaim it with two minutes' notice, and nothing else answers until a new one has started",
		Fix:      "remove spot, or allow a second task: the first then stays on on-demand capacity",
		Evidence: "AWS Fargate developer guide, Fargate Spot.",
		Fires:    Example{Spec: "service: { spot: true, scaling: { max: 1 } }"},
		Silent:   Example{Spec: "service: { spot: true, scaling: { max: 2 } }\ncache: { redis: true }"},
		check: func(c *checker) {
			if c.s.Service.Spot && c.s.Service.OnDemand == 0 && c.s.Stage.Production {
				c.find(c.at("service.spot"), "the only task can be taken back at any time")
			}
		},
	},
	{
		ID: "PG315", Severity: diag.Info, Since: firstRelease,
		Title:    "scaling targets never act",
		Why:      "the number of tasks cannot change: min is max",
		Fix:      "remove the targets, or make max greater",
		Evidence: "Application Auto Scaling: MinCapacity, MaxCapacity.",
		Fires:    Example{Spec: "service: { scaling: { min: 1, max: 1, memory: 80 } }"},
		Silent:   Example{Spec: "service: { scaling: { min: 1, max: 1 } }"},
		check: func(c *checker) {
			scaling := c.s.Service.Scaling
			for _, target := range []string{"service.scaling.cpu", "service.scaling.memory", "service.scaling.requests"} {
				// A stage that narrows the range may well inherit a target.
				if scaling.Min == scaling.Max && c.written(target) && c.s.Origin(target).Kind == c.s.Origin("service.scaling.max").Kind {
					c.find(c.at(target), "min and max are %d, no target can change that", scaling.Min)
				}
			}
		},
	},
}

// split reports whether tasks run side by side that do not know of each other's
// changes.
func (c *checker) split() bool {
	return c.s.Service.Scaling.Max > 1 && !c.hasBus()
}
